//! Every rule a manifest must meet, each with the place it is reported at.
//! Table tests through one `check()`.
//! Must not know: the store, the clock.

use super::*;
use crate::domain::fixture::{Few, MOVEMENT, manifest};
use serde_json::{Value as Json, json};

fn check(pointer: &str, value: Json, reported_at: &[&str]) {
    let mut edited = manifest();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match edited.pointer_mut(parent).unwrap() {
        Json::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        Json::Object(map) => {
            map.insert(name.to_owned(), value);
        }
        _ => panic!("no such place: {pointer}"),
    }
    let manifest: Manifest = serde_json::from_value(edited).unwrap();
    let wrong =
        plan(MOVEMENT, &manifest, &Few).map(|_| ()).map_err(|w| w.into_iter().map(|w| w.pointer).collect::<Vec<_>>());
    match reported_at {
        [] => assert_eq!(wrong, Ok(()), "{pointer}"),
        places => assert_eq!(wrong.unwrap_err(), places, "{pointer}"),
    }
}

#[test]
fn what_is_wrong_is_reported_where_it_stands() {
    check("/reference", json!("with blank"), &["/reference"]);
    check("/programme", json!(""), &["/programme"]);
    check("/itinerary", json!([]), &["/itinerary", "/escorts/0/from"]);
    check("/itinerary/0/scheduled_in", json!("2026-11-23T07:00:00Z"), &["/itinerary/0/scheduled_in"]);
    check("/itinerary/1/scheduled_out", json!("2026-11-23T19:00:00Z"), &["/itinerary/1/scheduled_out"]);
    check("/itinerary/1/scheduled_in", json!("2300-12-31T23:30:00Z"), &["/itinerary/1/scheduled_out"]);
    check("/itinerary/1/from", json!("BUF"), &["/itinerary/1/from"]);
    check("/itinerary/1/number", json!("12345"), &["/itinerary/1/number"]);
    check("/itinerary/0/from", json!("XXX"), &["/itinerary/0/from"]);
    check("/escorts/0/to", json!(3), &["/escorts/0/from"]);
    check("/cases/0/travellers/1/key", json!("a"), &["/cases/0/travellers/1/key"]);
    check(
        "/cases/0/travellers/0/key",
        json!("xC-1041-MARKER"),
        &[
            "/cases/0/travellers/0/key",
            "/cases/0/travellers/1/with",
            "/cases/0/travellers/2/with",
            "/bookings/0/travellers/0",
        ],
    );
    check("/cases/0/travellers/1/with", json!(null), &["/cases/0/travellers/1"]);
    check("/cases/0/travellers/1/with", json!("c"), &["/cases/0/travellers/1/with"]);
    check(
        "/cases/0/travellers/0/born",
        json!("ninety"),
        &[
            "/cases/0/travellers/0/born",
            "/cases/0/travellers/1/with",
            "/cases/0/travellers/2/with",
            "/bookings/0/travellers/0",
        ],
    );
    check("/cases/0/travellers/0/needs", json!(["wheel"]), &["/cases/0/travellers/0/needs/0"]);
    check("/bookings/0/travellers", json!(["nobody"]), &["/bookings/0/travellers/0"]);
    check("/receiver", json!("anybody-else"), &[]);
    check("/authorities", json!(null), &[]);
}

#[test]
fn a_child_alone_needs_a_guardian_and_then_is_right() {
    check(
        "/cases/0/travellers/1",
        json!({"key": "b", "name": "Child One", "born": "2016", "guardian": {"org": "o", "name": "n", "document_kind": "passport"}}),
        &[],
    );
}

#[test]
fn a_person_keeps_the_same_id_in_every_version_and_no_two_share_one() {
    let read = |m: &Json| plan(MOVEMENT, &serde_json::from_value(m.clone()).unwrap(), &Few).unwrap().0;
    let first = read(&manifest());
    let mut later = manifest();
    later["cases"].as_array_mut().unwrap().remove(0);
    later["bookings"] = json!([]);
    let ids = |p: &Plan| p.travellers.iter().map(|t| t.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&read(&later)), ids(&first)[3..]);
    assert_eq!(ids(&first).into_iter().collect::<std::collections::BTreeSet<_>>().len(), 5);
}

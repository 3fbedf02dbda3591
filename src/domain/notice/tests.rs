//! What is owed: each change once, to the parties of
//! the table, and nothing more once it has been
//! written.

use super::*;
use crate::domain::fixture::{self, Few, INBOUND, OUTBOUND, at, cancelled, estimated, movement};
use crate::domain::observation::{Event, Field, Stage, Value};

type Told<'a> = &'a [(&'a str, Vec<(Field, Stage, Option<Value>)>)];

fn owe(so_far: &[Fact], told: Told) -> Vec<Fact> {
    let (flights, rules) = (fixture::flights(told), fixture::rules());
    owed(&movement(so_far), &World { flights: &flights, rules: &rules, places: &Few, now: at("13:00") })
}

/// (kind, party, must_ack) of every notice, sorted.
fn notices(facts: &[Fact]) -> Vec<(NoticeKind, String, bool)> {
    let mut all: Vec<_> = facts
        .iter()
        .filter_map(|f| match &f.body {
            Body::Noticed(n) => Some((n.kind, n.party.clone(), n.must_ack)),
            _ => None,
        })
        .collect();
    all.sort();
    all
}

fn check(so_far: &[Fact], told: Told, kind: NoticeKind, must_ack: bool, parties: &[&str]) -> Vec<Fact> {
    let facts = owe(so_far, told);
    let expected: Vec<_> = parties.iter().map(|p| (kind, (*p).to_owned(), must_ack)).collect();
    assert_eq!(notices(&facts), expected);
    facts
}

const ALL: [&str; 5] =
    ["coordinator:us-rp", "escort:escort-01", "receiver:buffalo-welcome", "receiver:erie-reception", "station:JFK"];
const AFTER_JFK: [&str; 4] =
    ["coordinator:us-rp", "receiver:buffalo-welcome", "receiver:erie-reception", "station:JFK"];

#[test]
fn a_plan_on_time_owes_only_the_first_door_window() {
    let facts = check(&[], &[], NoticeKind::Door, false, &[]);
    assert_eq!(facts.iter().filter(|f| matches!(f.body, Body::DoorTold { .. })).count(), 2);
}

#[test]
fn a_cancelled_flight_is_told_to_everyone_it_concerns_and_must_be_acknowledged() {
    check(&[], &[(INBOUND, cancelled())], NoticeKind::Cancelled, true, &ALL);
    check(&[], &[(OUTBOUND, cancelled())], NoticeKind::Cancelled, true, &AFTER_JFK);
}

#[test]
fn what_has_been_written_is_not_owed_again() {
    let told: Told = &[(OUTBOUND, cancelled())];
    let first = owe(&[], told);
    assert_eq!(owe(&first, told), []);
    // The same asked twice, before either was written, is the same facts: ids are made from the cause.
    assert_eq!(owe(&[], told).iter().map(|f| f.id).collect::<Vec<_>>(), first.iter().map(|f| f.id).collect::<Vec<_>>());
}

#[test]
fn a_reinstated_flight_is_told_and_a_second_cancellation_is_told_again() {
    let mut so_far = owe(&[], &[(OUTBOUND, cancelled())]);
    let back: Told = &[(OUTBOUND, vec![(Field::Cancelled, Stage::Estimated, Some(Value::Flag(false)))])];
    let facts = owe(&so_far, back);
    assert!(notices(&facts).iter().all(|(kind, _, ack)| *kind == NoticeKind::Reinstated && !ack));
    assert_eq!(notices(&facts).len(), AFTER_JFK.len());
    so_far.extend(facts);
    let again = owe(&so_far, &[(OUTBOUND, cancelled())]);
    let count = notices(&again).iter().filter(|(kind, ..)| *kind == NoticeKind::Cancelled).count();
    assert_eq!(count, AFTER_JFK.len());
}

#[test]
fn a_late_arrival_that_breaks_the_connection_is_told_to_everyone() {
    let facts = owe(&[], &[(INBOUND, estimated(Event::In, "23:00"))]);
    let broken: Vec<_> = notices(&facts).into_iter().filter(|(kind, ..)| *kind == NoticeKind::Broken).collect();
    assert_eq!(broken.iter().map(|(_, p, ack)| (p.as_str(), *ack)).collect::<Vec<_>>(), ALL.map(|p| (p, true)));
}

#[test]
fn a_connection_lost_with_its_flight_is_not_told_twice() {
    let facts = owe(&[], &[(OUTBOUND, cancelled())]);
    assert!(notices(&facts).iter().all(|(kind, ..)| *kind == NoticeKind::Cancelled));
    assert!(facts.iter().any(|f| matches!(f.body, Body::Banded { band: Band::Broken, .. })));
}

#[test]
fn a_receiver_hears_of_a_door_that_moved_by_fifteen_minutes_and_not_of_less() {
    let so_far = owe(&[], &[]);
    let next_day = |text: &str| {
        vec![(
            Field::Time(crate::domain::observation::Kind::Estimated, Event::In),
            Stage::Estimated,
            Some(Value::At(at(text) + Duration::days(1))),
        )]
    };
    check(&so_far, &[(OUTBOUND, next_day("01:24"))], NoticeKind::Door, false, &[]);
    check(
        &so_far,
        &[(OUTBOUND, next_day("01:25"))],
        NoticeKind::Door,
        false,
        &["receiver:buffalo-welcome", "receiver:erie-reception"],
    );
}

#[test]
fn a_movement_that_is_given_up_tells_everyone_once() {
    let so_far = vec![fixture::fact(50, "12:00", Body::Cancelled, None)];
    let facts = check(&so_far, &[], NoticeKind::MovementCancelled, true, &ALL);
    assert_eq!(
        owe(&so_far, &[]).iter().map(|f| f.id).collect::<Vec<_>>(),
        facts.iter().map(|f| f.id).collect::<Vec<_>>()
    );
}

#[test]
fn a_cancellation_that_was_taken_back_and_said_again_is_told_again() {
    let mut so_far = vec![fixture::fact(50, "12:00", Body::Cancelled, None)];
    so_far.extend(owe(&so_far, &[]));
    so_far.push(fixture::fact(51, "12:05", Body::Undone { command: Uuid::from_u128(50) }, None));
    let back = owe(&so_far, &[]);
    assert_eq!(notices(&back).iter().filter(|(kind, ..)| *kind == NoticeKind::Reinstated).count(), ALL.len());
    so_far.extend(back);
    so_far.push(fixture::fact(52, "12:30", Body::Cancelled, None));
    check(&so_far, &[], NoticeKind::MovementCancelled, true, &ALL);
}

#[test]
fn a_plan_that_leaves_people_alone_is_not_said_again_for_each_who_drops_out() {
    let mut manifest = fixture::manifest();
    manifest["escorts"] = serde_json::json!([]);
    manifest["itinerary"][0]["to"] = "ERI".into();
    manifest["itinerary"][1]["from"] = "ERI".into();
    let (flights, rules) = (fixture::flights(&[]), fixture::rules());
    let look = |facts: &[Fact]| {
        let m = Movement::fold(fixture::MOVEMENT, facts).unwrap();
        let raised = |f: &Fact| matches!(&f.body, Body::AlertRaised { .. });
        let owes = owed(&m, &World { flights: &flights, rules: &rules, places: &Few, now: at("13:00") });
        let news: Vec<Fact> = owes.into_iter().filter(|f| !facts.iter().any(|held| held.id == f.id)).collect();
        (news.iter().filter(|f| raised(f)).count(), news)
    };
    let mut facts = vec![fixture::published(&manifest)];
    let (raised, news) = look(&facts);
    assert_eq!(raised, 1);
    facts.extend(news);
    let travellers = vec![Movement::fold(fixture::MOVEMENT, &facts).unwrap().plan.travellers[4].id.clone()];
    let outcome = crate::domain::fact::Outcome::OwnDecision;
    facts.push(fixture::fact(60, "13:10", Body::Dropped { travellers, outcome }, None));
    assert_eq!(look(&facts).0, 0);
}

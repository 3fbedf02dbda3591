//! Commands decided against one small movement: who
//! may, what is refused and why, and when it was
//! done.

use super::*;
use crate::domain::fixture::{Few, INBOUND, OUTBOUND, at as time, movement};
use serde_json::{Value as Json, json};

fn ask(kind: &str, body: Json) -> Asked {
    Asked {
        id: Uuid::from_u128(77),
        kind: kind.into(),
        at: time("12:00"),
        sent: time("12:00"),
        body,
        said_by: None,
        heard: None,
        by: None,
    }
}

fn decided(movement: &Movement, asked: &Asked, author: &Author, received: DateTime<Utc>) -> Result<Decision, Refusal> {
    decide(&Ground { movement, facts: &[], places: &Few }, asked, author, received)
}

fn author(audience: &str) -> Author {
    Author { account: "somebody".into(), audience: audience.parse().unwrap() }
}

fn code(kind: &str, body: Json, audience: &str) -> Option<&'static str> {
    match decided(&movement(&[]), &ask(kind, body), &author(audience), time("12:00")) {
        Ok(_) => None,
        Err(Refusal::Rejected { code, .. } | Refusal::Conflict { code, .. }) => Some(code),
    }
}

fn check(kind: &str, body: Json, audience: &str, expected: Option<&str>) {
    assert_eq!(code(kind, body.clone(), audience), expected, "{kind} {body} by {audience}");
}

#[test]
fn each_command_is_for_its_parties_and_its_shape() {
    let wave = || json!({"station": "JFK", "flight": INBOUND});
    check("claim", wave(), "station:JFK", None);
    check("claim", wave(), "station:ORD", Some("malformed-command"));
    check("claim", wave(), "escort:escort-01", Some("not-your-command"));
    check(
        "claim",
        json!({"station": "JFK", "flight": "RJ999/2026-11-23/AMM-JFK"}),
        "station:JFK",
        Some("malformed-command"),
    );
    check("claim", json!({"station": "JFK"}), "station:JFK", Some("malformed-command"));
    check("arrived", wave(), "station:JFK", None);
    check("count", json!({"leg": 1, "place": "gate", "here": 4}), "station:JFK", None);
    check("count", json!({"leg": 9, "place": "gate", "here": 4}), "station:JFK", Some("malformed-command"));
    check("count", json!({"leg": 1, "place": "gate", "here": 1000}), "station:JFK", Some("malformed-command"));
    check("count", json!({"leg": 1, "place": "gate", "here": -1}), "station:JFK", Some("malformed-command"));
    check(
        "count",
        json!({"leg": 1, "place": "gate", "here": 1, "missing": ["nobody00"]}),
        "station:JFK",
        Some("unknown-traveller"),
    );
    let part = |part: &str| json!({"leg": 1, "place": "gate", "part": part, "here": 4});
    check("count", part("bus-2"), "station:JFK", None);
    check("count", part("The Marker family"), "station:JFK", Some("malformed-command"));
    check("notice.ack", json!({"notice": Uuid::nil()}), "station:JFK", Some("unknown-notice"));
    check("alert.raise", json!({"kind": "help", "text": "x".repeat(201)}), "station:JFK", Some("text-too-long"));
    check("alert.raise", json!({"kind": "help"}), "authority:us-pop", Some("not-your-command"));
    check("alert.resolve", json!({"alert": Uuid::nil()}), "station:JFK", Some("no-such-alert"));
    check("movement.close", json!({}), "coordinator:us-rp", None);
    check("movement.close", json!({}), "station:JFK", Some("not-your-command"));
    check("fly.away", json!({}), "coordinator:us-rp", Some("unknown-command"));
}

#[test]
fn a_staff_word_is_for_flights_at_ones_own_airport_and_ends() {
    let word =
        |field: &str, value: Json, until: Json| json!({"leg": 2, "field": field, "value": value, "until": until});
    check("flight.state", word("gate_out", json!("22"), json!(null)), "station:JFK", None);
    check("flight.state", word("gate_out", json!("22"), json!(null)), "station:AMM", Some("not-your-airport"));
    check("flight.state", word("estimated_out", json!("23:55"), json!(null)), "station:JFK", Some("malformed-command"));
    check(
        "flight.state",
        word("estimated_out", json!("2026-11-23T23:55:00Z"), json!("2026-11-23T16:00:00Z")),
        "station:JFK",
        None,
    );
    check(
        "flight.state",
        word("gate_out", json!("22"), json!("2026-11-23T16:01:00Z")),
        "station:JFK",
        Some("malformed-command"),
    );
    check("flight.state", word("colour", json!("22"), json!(null)), "coordinator:us-rp", Some("malformed-command"));
    let decided = decided(
        &movement(&[]),
        &ask("flight.state", word("cancelled", json!(true), json!(null))),
        &author("coordinator:us-rp"),
        time("12:00"),
    );
    let Ok(Decision::Word { flight, until, .. }) = decided else { panic!("{decided:?}") };
    assert_eq!((flight.to_string().as_str(), until), (OUTBOUND, time("13:00")));
}

#[test]
fn a_late_command_counts_from_when_it_was_made_and_never_from_the_future() {
    let acted = |at: &str, sent: &str, received: &str| {
        let asked =
            Asked { at: time(at), sent: time(sent), ..ask("count", json!({"leg": 1, "place": "gate", "here": 4})) };
        match decided(&movement(&[]), &asked, &author("station:JFK"), time(received)) {
            Ok(Decision::Fact(fact)) => (fact.acted, fact.device_at),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(acted("10:00", "12:00", "12:00"), (time("10:00"), None));
    assert_eq!(acted("10:00", "11:00", "14:00"), (time("13:00"), Some(time("10:00"))), "a clock three hours slow");
    assert_eq!(acted("13:00", "12:00", "12:00"), (time("12:00"), None), "acted after it was sent");
}

#[test]
fn who_hears_something_writes_it_down_for_the_party_that_said_it() {
    let notice = Uuid::from_u128(9);
    let told = crate::domain::fact::Notice {
        kind: crate::domain::fact::NoticeKind::Cancelled,
        party: "receiver:erie-reception".into(),
        cause: notice,
        must_ack: true,
        words: crate::domain::fact::Words::default(),
        next_word: None,
    };
    let mut noticed = crate::domain::fixture::fact(9, "11:00", Body::Noticed(told), None);
    noticed.audience = None;
    let m = movement(&[noticed]);
    let asks = |audience: &str, said_by: &str, heard| {
        let asked = Asked { said_by: Some(said_by.into()), heard, ..ask("notice.ack", json!({ "notice": notice })) };
        decided(&m, &asked, &author(audience), time("12:00")).is_ok()
    };
    let phone = Some(Heard::Phone);
    assert!(asks("coordinator:us-rp", "receiver:erie-reception", phone));
    assert!(!asks("coordinator:us-rp", "receiver:erie-reception", None), "not heard by anyone");
    assert!(asks("station:JFK", "receiver:erie-reception", phone), "a station has a phone too");
    assert!(!asks("authority:us-pop", "receiver:erie-reception", phone), "who only reads");
    assert!(!asks("coordinator:us-rp", "receiver:somebody-else", phone), "no party of this movement");
    assert!(!asks("coordinator:us-rp", "somebody I spoke to", phone), "no party");
}

#[test]
fn a_clock_that_jumped_by_an_age_ends_nothing() {
    let far = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let (first, last) = (far("-262000-01-01T00:00:00Z"), far("+262000-01-01T00:00:00Z"));
    for (at, sent) in [(first, last), (last, first), (first, first), (last, last), (first, time("12:00"))] {
        let asked = Asked { at, sent, ..ask("alert.raise", json!({"kind": "help"})) };
        let received = time("12:00");
        let Decision::Fact(fact) = decided(&movement(&[]), &asked, &author("station:JFK"), received).unwrap() else {
            panic!()
        };
        assert!(fact.acted <= received && fact.acted > far("2000-01-01T00:00:00Z"), "{at} {sent}");
        let kept = serde_json::to_string(&fact).unwrap();
        assert_eq!(serde_json::from_str::<Fact>(&kept).unwrap(), *fact, "it can be read again");
    }
}

#[test]
fn nobody_else_speaks_for_the_coordinator_or_opens_the_list_to_another_receiver() {
    let heard = |kind: &str, body: Json, said_by: &str, audience: &str| {
        let asked = Asked { said_by: Some(said_by.into()), heard: Some(Heard::Phone), ..ask(kind, body) };
        decided(&movement(&[]), &asked, &author(audience), time("12:00")).map(|_| ()).map_err(|r| r.code())
    };
    for audience in ["receiver:erie-reception", "station:JFK", "escort:escort-01"] {
        assert_eq!(
            heard("movement.cancel", json!({}), "coordinator:us-rp", audience),
            Err("not-your-command"),
            "{audience}"
        );
    }
    assert_eq!(heard("reception.ready", json!({}), "receiver:erie-reception", "coordinator:us-rp"), Ok(()));
    let add = |receiver: &str| json!({"reason": "unlisted", "called": "Somebody", "receiver": receiver});
    check("traveller.add", add("erie-reception"), "escort:escort-01", None);
    check("traveller.add", add("elsewhere"), "escort:escort-01", Some("malformed-command"));
    check("traveller.add", add("elsewhere"), "coordinator:us-rp", None);
}

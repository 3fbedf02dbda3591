//! I9: a hundred devices, each with its own clock, send what they did in any order, late, twice or never; the hub adds
//! what the clock changes whenever it looks. At every point everybody is in exactly one state, the state does not
//! depend on the order of arrival, and *not known* is never silent.

use super::{KEYS, accept, by, fold, id, offer, party, these};
use crate::domain::expectation;
use crate::domain::fact::{Boarding, Body, Checkpoint, Fact, Give, Outcome, Sighting, Take, Whom};
use crate::domain::fixture::{Few, INBOUND, OUTBOUND, actual, at, flights};
use crate::domain::movement::Movement;
use crate::domain::observation::Event;
use crate::domain::party::{Outside, Party};
use crate::domain::standing::Flights;
use chrono::Duration;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const DEVICES: u8 = 100;

fn whom() -> impl Strategy<Value = Whom> {
    prop_oneof![
        2 => Just(Whom::everybody()),
        3 => proptest::sample::subsequence(KEYS.to_vec(), 1..=5).prop_map(|keys| these(&keys.concat())),
    ]
}

fn from() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("origin".to_owned()),
        Just("escort:escort-01".to_owned()),
        Just("station:JFK".to_owned()),
        Just(format!("aboard:{INBOUND}")),
        Just("out:prm".to_owned()),
        Just("alone".to_owned()),
        Just("unknown".to_owned()),
        Just("receiver:erie-reception".to_owned()),
    ]
}

fn one() -> impl Strategy<Value = String> {
    proptest::sample::select(KEYS.to_vec()).prop_map(id)
}

fn body() -> impl Strategy<Value = Body> {
    let audiences = || proptest::sample::select(vec!["station:JFK", "escort:escort-01", "receiver:erie-reception"]);
    prop_oneof![
        (from(), whom(), 0..6u16).prop_map(|(from, whom, n)| accept(&from, whom, n)),
        (audiences(), whom(), 0..6u16).prop_map(|(to, whom, n)| offer(to, whom, n)),
        (from(), whom(), 0..6u16).prop_map(|(from, whom, count)| Body::Taken(Take { from: party(&from), whom, count })),
        (whom(), 0..600i64).prop_map(|(whom, min)| Body::Given(Give {
            party: Outside::Prm,
            whom,
            count: 1,
            back_by: at("12:00") + Duration::minutes(min)
        })),
        (1..=2u8, whom()).prop_map(|(leg, whom)| {
            let whom = if whom.all { Whom::default() } else { whom };
            Body::Boarded(Boarding { leg, aboard: None, count: 5, whom })
        }),
        (1..=2u8, one()).prop_map(|(leg, id)| Body::LeftBehind { leg, travellers: vec![id] }),
        whom().prop_map(|whom| Body::Sighted(Sighting {
            whom,
            place: "gate".into(),
            checkpoint: Some(Checkpoint::Gate)
        })),
        one().prop_map(|traveller| Body::Missing { traveller, place: "border".into() }),
        one().prop_map(|traveller| Body::Found { traveller, place: "bags".into() }),
        (one(), any::<bool>()).prop_map(|(id, lost)| {
            let outcome = if lost { Outcome::NotFound } else { Outcome::OwnDecision };
            Body::Dropped { travellers: vec![id], outcome }
        }),
        (0..6u16, proptest::sample::subsequence(KEYS.to_vec(), 0..2))
            .prop_map(|(count, keys)| Body::ReceivedAll { count, missing: these(&keys.concat()).travellers }),
        (101..160u128).prop_map(|n| Body::Undone { command: Uuid::from_u128(n) }),
    ]
}

/// What one device sends: when it acted by the true clock, how wrong its own is, and what it did.
fn deed() -> impl Strategy<Value = (u8, i64, i64, Body)> {
    (0..DEVICES, 0..960i64, -180..=180i64, body())
}

fn facts(deeds: Vec<(u8, i64, i64, Body)>) -> Vec<Fact> {
    let audience = |device: u8| match device % 4 {
        0 => "escort:escort-01",
        1 => "receiver:erie-reception",
        2 => "receiver:buffalo-welcome",
        _ => "station:JFK",
    };
    let fact = |(n, (device, minute, off, body)): (usize, (u8, i64, i64, Body))| {
        let mut fact = by(n as u128 + 1, audience(device), "07:00", body);
        fact.by = format!("device-{device}");
        fact.acted = at("07:00") + Duration::minutes(minute + off);
        fact.received = at("07:00") + Duration::minutes(minute.max(minute + off));
        fact
    };
    deeds.into_iter().enumerate().map(fact).collect()
}

/// Everybody in one state; not known is an alarm that names them; an offer names people of its giver's record.
fn total(m: &Movement) -> Result<(), TestCaseError> {
    let all: BTreeSet<String> = KEYS.iter().map(|k| id(k)).collect();
    prop_assert_eq!(m.custody.whereabouts.keys().cloned().collect::<BTreeSet<_>>(), all);
    let lost = |id: &&String| m.custody.party(id) == Some(&Party::Unknown);
    for id in m.custody.whereabouts.keys().filter(lost) {
        let named = m.alerts.values().filter(|a| a.travellers.contains(id) && a.by == "hub").count();
        prop_assert_eq!(named, 1, "not known is never silent, and one alarm names them");
    }
    for (_, held) in m.custody.active(&m.plan).filter(|(_, w)| w.party == Party::Alone) {
        prop_assert!(held.back_by.is_some(), "on their own only until a stated time");
    }
    let out = m.custody.whereabouts.values().filter(|w| matches!(w.party, Party::Out(_)));
    prop_assert!(out.into_iter().all(|w| w.back_by.is_some()), "a party outside has a time back");
    Ok(())
}

/// The two flights as far as they have come by a minute after 07:00.
fn flown(minute: i64) -> Flights {
    let mut told = Vec::new();
    if minute > 50 {
        told.push((INBOUND, actual(Event::Out, "07:50")));
    }
    let mut told_in = told.clone();
    if minute > 760 {
        told_in = vec![(INBOUND, [actual(Event::Out, "07:50"), actual(Event::In, "19:40")].concat())];
    }
    if minute > 930 {
        told_in.push((OUTBOUND, actual(Event::Out, "22:30")));
    }
    flights(&told_in)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_order_delay_repetition_and_loss_leaves_everybody_in_one_state(
        deeds in proptest::collection::vec(deed(), 0..60),
        order in any::<u64>(),
        lost in proptest::collection::vec(any::<bool>(), 60),
    ) {
        let all = facts(deeds);
        let heard: Vec<Fact> = all.iter().zip(lost).filter(|(_, lost)| !lost).map(|(f, _)| f.clone()).collect();
        let straight = fold(&heard);
        total(&straight)?;
        // Another order of arrival, each twice.
        let mut mixed: Vec<Fact> = heard.iter().chain(heard.iter()).cloned().collect();
        mixed.sort_by_key(|f| f.id.as_u128().wrapping_mul(u128::from(order) | 1) ^ u128::from(order));
        prop_assert_eq!(&fold(&mixed).custody, &straight.custody);
        prop_assert_eq!(fold(&mixed).alerts, straight.alerts);
    }

    #[test]
    fn the_hub_may_look_at_any_moment_and_a_late_fact_still_counts(
        deeds in proptest::collection::vec(deed(), 0..25),
        looks in proptest::collection::btree_set(0..1500i64, 0..12),
    ) {
        let mut waiting = facts(deeds);
        waiting.sort_by_key(|f| (f.received, f.id));
        let mut held: Vec<Fact> = Vec::new();
        for minute in looks {
            let now = at("07:00") + Duration::minutes(minute);
            let (came, later): (Vec<Fact>, Vec<Fact>) = waiting.into_iter().partition(|f| f.received <= now);
            waiting = later;
            held.extend(came);
            // As often as the tick would before nothing is due any more.
            for _ in 0..4 {
                let m = fold(&held);
                total(&m)?;
                let known: BTreeSet<Uuid> = held.iter().map(|f| f.id).collect();
                let due = expectation::due(&m, &flown(minute), &Few, now);
                prop_assert!(due.iter().all(|f| f.acted <= now + Duration::milliseconds(1)));
                let news: Vec<Fact> = due.into_iter().filter(|f| !known.contains(&f.id)).collect();
                if news.is_empty() {
                    break;
                }
                held.extend(news);
            }
            let m = fold(&held);
            total(&m)?;
            let still = expectation::due(&m, &flown(minute), &Few, now);
            let known: BTreeSet<Uuid> = held.iter().map(|f| f.id).collect();
            prop_assert!(still.iter().all(|f| known.contains(&f.id)), "it comes to rest: {:?}", still);
        }
        held.extend(waiting);
        total(&fold(&held))?;
    }
}

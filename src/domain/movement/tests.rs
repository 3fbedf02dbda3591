//! The fold: any order of the same facts is the same movement; counts
//! are never lowered in silence; an acknowledgement belongs to its
//! addressee.

use super::*;
use crate::domain::fact::{Body, Count, NoticeKind, Words};
use crate::domain::fixture::{MOVEMENT, fact, manifest, movement, published};
use proptest::prelude::*;

fn count(here: u16, part: Option<&str>) -> Body {
    Body::Counted(Count {
        leg: 1,
        place: "gate".into(),
        part: part.map(str::to_owned),
        here,
        in_arms: None,
        escorts: 0,
        over: 0,
        missing: vec![],
        wave: false,
        corrects: None,
    })
}

fn notice(party: &str) -> Body {
    Body::Noticed(Notice {
        kind: NoticeKind::Cancelled,
        party: party.into(),
        cause: MOVEMENT,
        must_ack: true,
        words: Words::default(),
        next_word: None,
    })
}

fn several() -> Vec<Fact> {
    let claim = Body::Claimed { station: "JFK".into(), flight: "RJ261/2026-11-23/AMM-JFK".into() };
    let unclaim = Body::Unclaimed { station: "JFK".into(), flight: "RJ261/2026-11-23/AMM-JFK".into() };
    let ack = |id: u128, party: &str| Body::Acknowledged { notice: Uuid::from_u128(id), party: party.into() };
    vec![
        fact(10, "10:00", claim.clone(), None),
        fact(11, "10:05", unclaim, None),
        fact(12, "10:06", claim, None),
        fact(13, "11:00", notice("station:JFK"), None),
        fact(14, "11:01", notice("receiver:erie-reception"), None),
        fact(15, "11:02", ack(13, "station:JFK"), None),
        fact(16, "11:03", ack(14, "station:JFK"), None),
        fact(17, "12:00", count(4, None), None),
        fact(18, "12:01", count(3, Some("bus")), None),
        fact(19, "12:02", Body::Banded { arriving: 1, departing: 2, band: Band::Tight }, None),
        fact(20, "12:03", Body::Banded { arriving: 1, departing: 2, band: Band::Broken }, None),
        fact(21, "12:03", Body::Closed, None),
    ]
}

proptest! {
    #[test]
    fn any_order_and_repetition_of_facts_is_the_same_movement(order in Just(several()).prop_shuffle(), again in 0..12usize) {
        let first = published(&manifest());
        let straight = Movement::fold(MOVEMENT, std::iter::once(&first).chain(&several()));
        let mut shuffled = order;
        shuffled.push(shuffled[again].clone());
        shuffled.push(first);
        prop_assert_eq!(Movement::fold(MOVEMENT, &shuffled), straight);
    }
}

#[test]
fn an_acknowledgement_counts_for_its_addressee_only() {
    let m = movement(&several());
    assert_eq!(m.notices[&Uuid::from_u128(13)].stage, Stage::Acknowledged);
    assert_eq!(m.notices[&Uuid::from_u128(14)].stage, Stage::Told);
}

#[test]
fn two_counts_of_the_same_part_that_differ_are_both_kept() {
    let mut other = fact(31, "12:05", count(2, None), None);
    other.audience = Some("escort:escort-01".into());
    let m = movement(&[fact(30, "12:00", count(4, None), None), other]);
    let held = &m.counts[&(1, "gate".to_owned(), None)];
    assert_eq!(held.iter().map(|c| c.count.here).collect::<Vec<_>>(), [4, 2]);
}

#[test]
fn a_recount_by_the_same_party_replaces() {
    let m = movement(&[fact(30, "12:00", count(4, None), None), fact(31, "12:05", count(5, None), None)]);
    let held = &m.counts[&(1, "gate".to_owned(), None)];
    assert_eq!(held.iter().map(|c| c.count.here).collect::<Vec<_>>(), [5]);
}

#[test]
fn episodes_number_every_turn() {
    let m = movement(&several());
    let band = &m.bands[&(1, 2)];
    assert_eq!((band.now, band.number), (Band::Broken, 2));
}

#[test]
fn a_fact_reads_back_as_written() {
    let mut all = several();
    all.push(published(&manifest()));
    for f in all {
        let text = serde_json::to_string(&f).unwrap();
        let back: Fact = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
        assert_eq!(Fact { private: f.private.clone(), ..back }, f);
        if let Some(private) = &f.private {
            let text = serde_json::to_string(private).unwrap();
            assert_eq!(
                &serde_json::from_str::<crate::domain::fact::Private>(&text).unwrap_or_else(|e| panic!("{e}: {text}")),
                private
            );
        }
    }
}

fn audience(mut fact: Fact, audience: &str) -> Fact {
    fact.audience = Some(audience.to_owned());
    fact
}

fn version(n: u128, acted: &str, number: u32, change: impl Fn(&mut serde_json::Value)) -> Fact {
    let mut edited = manifest();
    change(&mut edited);
    let first = published(&edited);
    let Body::Published { plan, .. } = first.body else { panic!() };
    let body = Body::Published { version: number, label: "K7".into(), plan };
    fact(n, acted, body, first.private)
}

#[test]
fn a_last_word_that_was_answered_does_not_answer_a_later_one() {
    let window = Body::Window { audience: "authority:us-pop".parse().unwrap(), level: Level::Live };
    let without = |n, acted, v| version(n, acted, v, |m| m["authorities"] = serde_json::json!([]));
    let told = |n: u128, acted: &str, cause: u128| {
        let mut said = notice("authority:us-pop");
        if let Body::Noticed(notice) = &mut said {
            (notice.kind, notice.cause) = (NoticeKind::Farewell, Uuid::from_u128(cause));
        }
        fact(n, acted, said, None)
    };
    let ack = |n, acted, id| {
        let body = Body::Acknowledged { notice: Uuid::from_u128(id), party: "authority:us-pop".into() };
        fact(n, acted, body, None)
    };
    let mut facts =
        vec![fact(30, "01:00", window, None), without(31, "02:00", 2), told(32, "02:01", 31), ack(33, "02:02", 32)];
    assert!(movement(&facts).farewells.is_empty(), "answered");
    facts.extend([version(34, "03:00", 3, |_| ()), without(35, "04:00", 4)]);
    assert_eq!(movement(&facts).farewells.len(), 1, "it has left again, and has not been told yet");
    facts.extend([told(36, "04:01", 35), ack(37, "04:02", 36)]);
    assert!(movement(&facts).farewells.is_empty());
}

#[test]
fn a_manifest_that_is_published_again_keeps_who_was_never_on_it_with_their_family() {
    let first = movement(&[]);
    let mother = first.plan.travellers.iter().find(|t| t.unit == 0).unwrap().clone();
    let baby = crate::domain::plan::Counted { id: "baby0000".into(), in_arms: true, ..mother.clone() };
    let added = crate::domain::fact::Addition { traveller: baby, reason: crate::domain::fact::Reason::Birth };
    // The coordinator writes it down before anybody has been handed over.
    let added = audience(fact(30, "01:00", Body::Added(added), None), "coordinator:us-rp");
    let turned_round = version(31, "02:00", 2, |m| m["cases"].as_array_mut().unwrap().reverse());
    let m = movement(&[added, turned_round]);
    let of = |id: &str| m.plan.travellers.iter().find(|t| t.id == id).map(|t| t.unit);
    assert_eq!(of("baby0000"), of(&mother.id));
    assert_eq!(of("baby0000"), Some(1));
}

#[test]
fn a_way_onward_that_is_taken_back_is_told_and_has_a_version_of_its_own() {
    let plan =
        |m: &Movement| Box::new(crate::domain::plan::Plan { legs: vec![m.plan.legs[0].clone()], ..(*m.plan).clone() });
    let first = movement(&[]);
    let body = Body::Rerouted(crate::domain::fact::Rerouting { version: 2, from_leg: 2, plan: plan(&first) });
    let rerouted = fact(30, "01:00", body, None);
    let undo = fact(31, "01:05", Body::Undone { command: rerouted.id }, None);
    let m = movement(&[rerouted, undo.clone()]);
    assert_eq!((m.plan.legs.len(), m.version), (2, 3));
    assert_eq!(m.changed.last().map(|c| (c.cause, c.kind)), Some((undo.id, NoticeKind::Rerouted)));
    let cancel = fact(30, "01:00", Body::Cancelled, None);
    let m = movement(&[cancel, undo]);
    assert_eq!((m.cancelled, m.changed.last().map(|c| c.kind)), (None, Some(NoticeKind::Reinstated)));
}

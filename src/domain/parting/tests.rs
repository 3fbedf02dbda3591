//! Groups that part and meet again: everybody is on exactly one side, with the whereabouts
//! and the history they had; what comes late is narrowed to those it is about. Must not
//! know: labels, keys, the store.

use super::*;
use crate::domain::command::Part;
use crate::domain::custody::Where;
use crate::domain::fact::{Accept, Count, Give, Sighting};
use crate::domain::fixture::{MOVEMENT, at, fact, manifest, published};
use crate::domain::party::{Outside, Party};
use crate::domain::publish::traveller_id;
use std::collections::BTreeSet;

const NEW: Uuid = Uuid::from_u128(0x99);

fn ids(keys: &str) -> Vec<TravellerId> {
    keys.chars().map(|k| traveller_id(MOVEMENT, &k.to_string())).collect()
}

fn by(n: u128, audience: &str, acted: &str, body: Body) -> Fact {
    let mut fact = fact(100 + n, acted, body, None);
    fact.audience = Some(audience.to_owned());
    fact
}

fn accept(n: u128, audience: &str, acted: &str, from: &str, whom: Whom) -> Fact {
    let body = Accept { from: from.parse().unwrap(), offer: None, whom, count: 5, papers_bag: true };
    by(n, audience, acted, Body::Accepted(body))
}

fn before() -> Vec<Fact> {
    let give = Give { party: Outside::Prm, whom: Whom::these(ids("a")), count: 1, back_by: at("23:00") };
    let counted = Count { leg: 1, place: "gate".into(), here: 3, ..Count::default() };
    let seen = Sighting { whom: Whom::everybody(), place: "border".into(), checkpoint: None };
    vec![
        published(&manifest()),
        accept(1, "escort:escort-01", "07:00", "origin", Whom::everybody()),
        accept(2, "station:JFK", "20:00", "escort:escort-01", Whom::everybody()),
        by(3, "station:JFK", "20:10", Body::Given(give)),
        by(4, "station:JFK", "20:20", Body::Sighted(seen)),
        by(5, "station:JFK", "20:25", Body::Counted(counted)),
    ]
}

fn asked() -> Fact {
    let parting = Parting { travellers: ids("de"), into: None, from: None, label: String::new(), version: 0 };
    by(9, "coordinator:us-rp", "21:00", Body::Parted(parting))
}

fn part(keys: &str) -> Part {
    Part { travellers: ids(keys), onward: None }
}

fn newcomer() -> Newcomer {
    Newcomer { id: NEW, label: "L4".into(), reference: "T-1.L4".into() }
}

/// Both sides after d and e have gone.
fn parted(facts: &[Fact]) -> (Vec<Fact>, Vec<Fact>) {
    let m = Movement::fold(MOVEMENT, facts).unwrap();
    let new = branch(&m, facts, &part("de"), &newcomer(), &asked());
    let mut old = facts.to_vec();
    old.push(left(&m, &part("de"), &newcomer(), &asked(), 0));
    (old, new)
}

fn state(facts: &[Fact], id: Uuid) -> Movement {
    Movement::fold(id, facts).unwrap()
}

fn party(m: &Movement, key: &str) -> String {
    m.custody.party(&ids(key)[0]).unwrap().to_string()
}

#[test]
fn everybody_is_on_one_side_as_they_were() {
    let (old, new) = parted(&before());
    let (stays, goes) = (state(&old, MOVEMENT), state(&new, NEW));
    let on = |m: &Movement| m.plan.travellers.iter().map(|t| t.id.clone()).collect::<BTreeSet<_>>();
    assert_eq!(on(&stays), ids("abc").into_iter().collect());
    assert_eq!(on(&goes), ids("de").into_iter().collect());
    assert_eq!((party(&stays, "a"), party(&stays, "b")), ("out:prm".into(), "station:JFK".into()));
    assert_eq!((party(&goes, "d"), party(&goes, "e")), ("station:JFK".into(), "station:JFK".into()));
    assert_eq!(goes.custody.whereabouts[&ids("d")[0]].seen.as_ref().unwrap().place, "border");
    assert_eq!((stays.expected(None), goes.expected(None)), ((2, 1), (2, 0)));
    assert_eq!(goes.parted_from, Some(MOVEMENT));
    assert_eq!(stays.into[&NEW], ("L4".to_owned(), 2));
    let names = |m: &Movement| m.people.as_ref().unwrap().persons.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&goes), ids("de").into_iter().collect(), "no name goes where its person does not");
    assert!(goes.alerts.is_empty(), "{:?}", goes.alerts);
    assert!(stays.alerts.is_empty() && stays.counts.is_empty(), "what was counted was another group");
}

#[test]
fn a_report_that_comes_late_belongs_to_both_sides() {
    let (mut old, mut new) = parted(&before());
    let late = by(
        20,
        "escort:escort-01",
        "07:40",
        Body::Sighted(Sighting { whom: Whom::everybody(), place: "gate".into(), checkpoint: None }),
    );
    old.push(late.clone());
    let about = concerned(MOVEMENT, &old);
    assert_eq!(about[&late.id].len(), 5, "all at its time were five");
    let theirs = narrowed(&late, about.get(&late.id), &ids("de"), &BTreeSet::new(), Uuid::nil()).unwrap();
    assert_eq!(theirs.id, late.id, "one fact, on both sides");
    let Body::Sighted(sighting) = &theirs.body else { panic!("{theirs:?}") };
    let mut about_them = ids("de");
    about_them.sort();
    assert_eq!(sighting.whom, Whom::these(about_them), "about those who went, not about all of the part as it is now");
    new.push(theirs);
    let goes = state(&new, NEW);
    assert_eq!(goes.facts, new.len(), "taken in at its own place");
    assert_eq!(party(&goes, "d"), "station:JFK", "what came after it still holds");
}

#[test]
fn what_the_hub_said_of_the_beginning_goes_with_them() {
    let mut facts = vec![published(&manifest())];
    let everybody: Vec<(TravellerId, Uuid)> = ids("abcde").into_iter().map(|id| (id, facts[0].id)).collect();
    let aboard: Party = "aboard:RJ261/2026-11-23/AMM-JFK".parse().unwrap();
    let why = crate::domain::fact::Why::AsPlanned;
    let from = Party::Origin;
    let passing = Passing { people: everybody, from, back_by: None, to: aboard.clone(), until: None, why };
    facts.push(by(1, "hub", "07:50", Body::Passed(passing)));
    let (_, new) = parted(&facts);
    assert_eq!(party(&state(&new, NEW), "d"), aboard.to_string());
}

#[test]
fn who_meets_again_brings_what_was() {
    let (old, new) = parted(&before());
    let (stays, goes) = (state(&old, MOVEMENT), state(&new, NEW));
    let merging = Merging { into: None, from: Some(NEW), label: String::new(), version: 0, plan: None };
    let asked = by(30, "coordinator:us-rp", "22:00", Body::Merged(merging));
    let (came, went) = join(&stays, &goes, &new, &asked).unwrap();
    let whole = state(&[old, came].concat(), MOVEMENT);
    assert_eq!(whole.expected(None), (4, 1));
    let like = |m: &Movement, k: &str| -> Where { m.custody.whereabouts[&ids(k)[0]].clone() };
    for key in ["d", "e"] {
        assert_eq!(like(&whole, key), like(&goes, key), "{key} is where they were");
    }
    for key in ["a", "b", "c"] {
        assert_eq!(like(&whole, key), like(&stays, key));
    }
    let ended = state(&[new, vec![went]].concat(), NEW);
    assert_eq!((ended.expected(None), ended.ended(), ended.joined_into), ((0, 0), true, Some(MOVEMENT)));
    assert_eq!(whole.people.as_ref().unwrap().persons.len(), 5);
}

#[test]
fn only_who_goes_the_same_way_is_joined() {
    let (old, new) = parted(&before());
    let (stays, mut goes) = (state(&old, MOVEMENT), state(&new, NEW));
    let merging = Merging { into: None, from: Some(NEW), label: String::new(), version: 0, plan: None };
    let asked = by(30, "coordinator:us-rp", "22:00", Body::Merged(merging));
    let mut plan = (*goes.plan).clone();
    plan.legs.pop();
    goes.plan = std::sync::Arc::new(plan);
    assert_eq!(join(&stays, &goes, &new, &asked).unwrap_err(), Apart::OtherWay);
    goes.closed = Some(at("21:30"));
    assert_eq!(join(&stays, &goes, &new, &asked).unwrap_err(), Apart::Ended);
}

#[test]
fn two_parts_that_meet_bring_what_was_said_of_both() {
    const OTHER: Uuid = Uuid::from_u128(0x9a);
    let facts = before();
    let m = state(&facts, MOVEMENT);
    let one = branch(&m, &facts, &part("d"), &newcomer(), &asked());
    let two = branch(&m, &facts, &part("e"), &Newcomer { id: OTHER, ..newcomer() }, &asked());
    let merging = Merging { into: None, from: Some(OTHER), label: String::new(), version: 0, plan: None };
    let asked = by(30, "coordinator:us-rp", "22:00", Body::Merged(merging));
    let (came, _) = join(&state(&one, NEW), &state(&two, OTHER), &two, &asked).unwrap();
    let whole = state(&[one.clone(), came.clone()].concat(), NEW);
    for key in ["d", "e"] {
        assert_eq!(party(&whole, key), "station:JFK", "{key}");
        assert_eq!(whole.custody.whereabouts[&ids(key)[0]].seen.as_ref().unwrap().place, "border");
    }
    assert!(whole.alerts.is_empty(), "{:?}", whole.alerts);
    assert_eq!(whole, state(&[came, one].concat(), NEW), "in whatever order they are read");
}

#[test]
fn who_comes_with_another_group_has_its_escort_its_authority_and_a_unit_of_its_own() {
    let mut longer = manifest();
    longer["itinerary"].as_array_mut().unwrap().insert(
        0,
        serde_json::json!({"kind": "ground", "mode": "bus", "from": "Camp", "to": "AMM", "scheduled_out": at("02:00"), "scheduled_in": at("05:00")}),
    );
    longer["escorts"][0]["to"] = 2.into();
    let other = Uuid::from_u128(0x9b);
    let mut second = manifest();
    second["escorts"] = serde_json::json!([{"account": "escort-02", "kind": "operational", "from": 1, "to": 2}]);
    second["authorities"] = serde_json::json!(["us-cdc"]);
    let published_as = |id: Uuid, manifest: &serde_json::Value| {
        let manifest = serde_json::from_value(manifest.clone()).unwrap();
        let (plan, people) = crate::domain::publish::plan(id, &manifest, &crate::domain::fixture::Few).unwrap();
        let body = Body::Published { version: 1, label: "K7".into(), plan: Box::new(plan) };
        fact(id.as_u128(), "00:00", body, Some(Private::People(Box::new(people))))
    };
    let turned = |n, leg| fact(n, "19:45", Body::Turned { leg, flight: None, to: crate::domain::fact::Turn::In }, None);
    let stays = vec![published_as(MOVEMENT, &longer), turned(60, 1), turned(61, 2)];
    let boarded = crate::domain::fact::Boarding { leg: 1, aboard: None, count: 5, whom: Whom::default() };
    let ends = vec![
        published_as(other, &second),
        turned(62, 1),
        accept(1, "escort:escort-02", "07:00", "origin", Whom::everybody()),
        by(2, "station:AMM", "07:40", Body::Boarded(boarded)),
    ];
    let merging = Merging { into: None, from: Some(other), label: String::new(), version: 0, plan: None };
    let asked = by(30, "coordinator:us-rp", "22:00", Body::Merged(merging));
    let (came, _) = join(&state(&stays, MOVEMENT), &state(&ends, other), &ends, &asked).unwrap();
    let whole = state(&[stays, came].concat(), MOVEMENT);
    let duty = whole.plan.escorts.iter().find(|e| e.account == "escort-02").unwrap();
    assert_eq!((duty.from_leg, duty.to_leg), (2, 3), "the same legs under the numbers they have here");
    assert!(whole.plan.authorities.contains(&"us-cdc".to_owned()));
    let units: BTreeSet<u16> = whole.plan.travellers.iter().map(|t| t.unit).collect();
    assert_eq!(units.len(), 4, "no two families became one");
    let came = traveller_id(other, "a");
    assert_eq!(whole.custody.party(&came).unwrap().to_string(), "escort:escort-02", "she boarded with them");
}

#[test]
fn a_part_that_is_published_again_is_the_same_people() {
    let (_, new) = parted(&before());
    let goes = state(&new, NEW);
    let mut again = manifest();
    again["reference"] = "T-1.L4".into();
    again["cases"].as_array_mut().unwrap().remove(0);
    again["bookings"] = serde_json::json!([]);
    let last = goes.manifest.1.as_deref();
    let manifest = serde_json::from_value(again).unwrap();
    let (plan, people) =
        crate::domain::publish::plan_again(NEW, &manifest, last, &crate::domain::fixture::Few).unwrap();
    let body = Body::Published { version: 2, label: "L4".into(), plan: Box::new(plan) };
    let next = fact(50, "21:30", body, Some(Private::People(Box::new(people))));
    let whole = state(&[new, vec![next]].concat(), NEW);
    assert_eq!(whole.expected(None), (2, 0), "nobody is there twice");
    assert_eq!(party(&whole, "d"), "station:JFK");
}

#[test]
fn what_was_asked_for_somebody_goes_with_them() {
    let mut facts = before();
    let raised = Body::AlertRaised { alert: "help".into(), travellers: ids("bd") };
    let change = BookingChange { travellers: ids("de"), legs: Vec::new(), by: crate::domain::fact::Changer::Airline };
    facts.extend([by(40, "station:JFK", "20:30", raised), by(41, "station:JFK", "20:31", Body::Rebooked(change))]);
    let (old, new) = parted(&facts);
    let (stays, goes) = (state(&old, MOVEMENT), state(&new, NEW));
    let about = |m: &Movement| m.alerts.values().map(|a| a.travellers.clone()).collect::<Vec<_>>();
    assert_eq!((about(&stays), about(&goes)), (vec![ids("b")], vec![ids("d")]));
    assert_eq!(goes.rebooked.len(), 1);
    let resolved = by(42, "station:JFK", "20:40", Body::AlertResolved { alert: Uuid::from_u128(140) });
    let (_, new) = parted(&[facts, vec![resolved]].concat());
    assert!(state(&new, NEW).alerts.is_empty(), "and what was looked at stays closed");
}

#[test]
fn a_fact_that_comes_back_on_two_ways_is_the_same_whichever_came_first() {
    let all = accept(1, "station:JFK", "20:00", "origin", Whom::everybody());
    let some = |keys: &str| accept(1, "station:JFK", "20:00", "origin", Whom::these(ids(keys)));
    for pair in [[all.clone(), some("d")], [some("d"), some("e")], [some("de"), some("e")]] {
        let both = |facts: [&Fact; 2]| {
            let Body::Accepted(mut accept) = reunited(&facts)[&facts[0].id].body.clone() else { panic!() };
            accept.whom.travellers.sort();
            accept
        };
        assert_eq!(both([&pair[0], &pair[1]]), both([&pair[1], &pair[0]]));
    }
}

//! Who is with whom after a list of facts, as tables; and that no order,
//! repetition, delay or clock of a hundred devices leaves anybody with
//! nobody or with two.

mod interleavings;

use crate::domain::fact::{
    Accept, Boarding, Body, Count, Fact, Give, Offer, Outcome, Passing, Sighting, Take, Whom, Why,
};
use crate::domain::fixture::{INBOUND, MOVEMENT, OUTBOUND, at, manifest, published};
use crate::domain::movement::Movement;
use crate::domain::party::{Outside, Party};
use crate::domain::publish::traveller_id;
use uuid::Uuid;

pub(super) const KEYS: [&str; 5] = ["a", "b", "c", "d", "e"];

pub(super) fn id(key: &str) -> String {
    traveller_id(MOVEMENT, key)
}

pub(super) fn these(keys: &str) -> Whom {
    Whom::these(keys.chars().map(|k| id(&k.to_string())).collect())
}

pub(super) fn party(text: &str) -> Party {
    text.parse().unwrap()
}

/// A fact by an audience at a time; ids in the order they are given.
pub(super) fn by(n: u128, audience: &str, acted: &str, body: Body) -> Fact {
    // The fixture's own facts have the low numbers.
    let mut fact = crate::domain::fixture::fact(100 + n, acted, body, None);
    fact.audience = Some(audience.to_owned());
    fact
}

pub(super) fn accept(from: &str, whom: Whom, count: u16) -> Body {
    Body::Accepted(Accept { from: party(from), offer: None, whom, count, papers_bag: true })
}

pub(super) fn offer(to: &str, whom: Whom, count: u16) -> Body {
    Body::Offered(Offer { to: party(to), whom, count })
}

fn boarded(leg: u8, whom: Whom, count: u16) -> Body {
    Body::Boarded(Boarding { leg, aboard: None, count, whom })
}

fn give(whom: Whom, count: u16) -> Body {
    Body::Given(Give { party: Outside::Prm, whom, count, back_by: at("21:00") })
}

fn take(from: &str, whom: Whom, count: u16) -> Body {
    Body::Taken(Take { from: party(from), whom, count })
}

fn received(count: u16, missing: &str) -> Body {
    Body::ReceivedAll { count, missing: these(missing).travellers }
}

pub(super) fn fold(facts: &[Fact]) -> Movement {
    let first = published(&manifest());
    Movement::fold(MOVEMENT, std::iter::once(&first).chain(facts)).unwrap()
}

/// The parties of a, b, c, d and e, and the kinds of the alerts.
fn check(facts: &[Fact], parties: [&str; 5], alerts: &[&str]) {
    let m = fold(facts);
    let are = KEYS.map(|k| m.custody.party(&id(k)).unwrap().to_string());
    let mut kinds: Vec<&str> = m.alerts.values().map(|a| a.kind.as_str()).collect();
    kinds.sort_unstable();
    assert_eq!((are, kinds.as_slice()), (parties.map(str::to_owned), alerts), "{facts:#?}");
}

const ESCORT: &str = "escort:escort-01";
const JFK: &str = "station:JFK";

fn all() -> Whom {
    Whom::everybody()
}

#[test]
fn from_publication_people_are_with_those_who_send_them() {
    check(&[], ["origin"; 5], &[]);
}

#[test]
fn an_accept_moves_people_and_stands_alone() {
    let taken = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    check(std::slice::from_ref(&taken), [ESCORT; 5], &[]);
    let over = by(2, JFK, "20:00", accept(ESCORT, all(), 5));
    check(&[taken.clone(), over.clone()], [JFK; 5], &[]);
    // The offer syncs after its accept: it was made before, and is answered.
    let offered = by(3, ESCORT, "19:55", offer(JFK, all(), 5));
    let m = fold(&[taken, over, offered]);
    assert!(m.custody.offers.is_empty(), "{:?}", m.custody.offers);
}

#[test]
fn an_offer_made_by_a_wrong_clock_after_its_accept_is_answered_too() {
    let offered = by(3, ESCORT, "20:30", offer(JFK, all(), 5));
    let mut over = accept(ESCORT, all(), 5);
    if let Body::Accepted(accept) = &mut over {
        accept.offer = Some(offered.id);
    }
    let taken = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    let m = fold(&[taken, by(2, JFK, "20:00", over), offered]);
    assert!(m.custody.offers.is_empty());
}

#[test]
fn an_offer_stands_until_it_is_answered() {
    let start = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    let offered = by(2, ESCORT, "19:55", offer(JFK, all(), 5));
    let m = fold(&[start.clone(), offered.clone()]);
    let open: Vec<_> = m.custody.offers.values().map(|o| (o.to.to_string(), o.count, o.travellers.len())).collect();
    assert_eq!(open, [(JFK.to_owned(), 5, 5)]);
    let refused = by(3, JFK, "20:00", Body::Declined { from: party(ESCORT), offer: Some(offered.id) });
    check(&[start, offered, refused], [ESCORT; 5], &["handover-refused"]);
}

#[test]
fn who_was_with_somebody_else_still_moves_and_both_are_told() {
    let facts = [
        by(1, ESCORT, "07:00", accept("origin", all(), 5)),
        by(2, JFK, "20:00", accept("aboard:RJ261/2026-11-23/AMM-JFK", these("ab"), 2)),
    ];
    check(&facts, [JFK, JFK, ESCORT, ESCORT, ESCORT], &["custody.contradiction"]);
    let m = fold(&facts);
    let alert = m.alerts.values().next().unwrap();
    assert_eq!(alert.travellers.len(), 2);
    assert_eq!(alert.parties, [ESCORT, JFK], "the one who had them by our record, and the one who took them");
}

#[test]
fn the_number_that_was_typed_is_the_read_back() {
    let start = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    check(&[start.clone(), by(2, JFK, "20:00", accept(ESCORT, all(), 4))], [JFK; 5], &["count-mismatch"]);
    let offered = by(2, ESCORT, "19:50", offer(JFK, all(), 4));
    let mut over = accept(ESCORT, all(), 5);
    if let Body::Accepted(accept) = &mut over {
        accept.offer = Some(offered.id);
    }
    check(&[start, offered, by(3, JFK, "20:00", over)], [JFK; 5], &["count-mismatch"]);
}

#[test]
fn a_party_outside_has_people_until_it_brings_them_back_or_is_late() {
    let start = [
        by(1, ESCORT, "07:00", accept("origin", all(), 5)),
        by(2, JFK, "20:00", accept(ESCORT, all(), 5)),
        by(3, JFK, "20:10", give(these("a"), 1)),
    ];
    check(&start, ["out:prm", JFK, JFK, JFK, JFK], &[]);
    let back = by(4, JFK, "20:50", take("out:prm", all(), 1));
    check(&[&start[..], &[back]].concat(), [JFK; 5], &[]);
    let evidence = start[2].id;
    let (from, back_by) = (party("out:prm"), Some(at("21:00")));
    let people = vec![(id("a"), evidence)];
    let passing = Passing { people, from, back_by, to: Party::Unknown, until: None, why: Why::LateReturn };
    let late = by(5, "hub", "21:00", Body::Passed(passing));
    check(&[&start[..], std::slice::from_ref(&late)].concat(), ["unknown", JFK, JFK, JFK, JFK], &["late-return"]);
    // An earlier return that is told later makes the alarm void.
    let told = by(6, JFK, "20:58", take("out:prm", these("a"), 1));
    check(&[&start[..], &[late.clone(), told]].concat(), [JFK; 5], &[]);
    // And so does being seen after it: whoever sees somebody who is not known has them.
    let sighting = Body::Sighted(Sighting { whom: these("a"), place: "gate".into(), checkpoint: None });
    check(&[&start[..], &[late, by(7, JFK, "21:10", sighting)]].concat(), [JFK; 5], &[]);
}

#[test]
fn all_by_a_wrong_record_leaves_out_who_is_outside_or_not_known() {
    let facts = [
        by(1, JFK, "20:00", accept("origin", all(), 5)),
        by(2, JFK, "20:10", give(these("a"), 1)),
        by(3, JFK, "20:15", Body::Missing { traveller: id("b"), place: "border".into() }),
        // By our record the escort has nobody; what she is said to have handed on are those still at hand.
        by(4, "station:BUF", "23:55", accept(ESCORT, all(), 3)),
    ];
    let buf = "station:BUF";
    check(&facts, ["out:prm", "unknown", buf, buf, buf], &["custody.contradiction", "person-missing"]);
}

#[test]
fn a_post_may_give_to_assistance_whom_nobody_has_taken_over_yet() {
    let aboard = by(1, "station:AMM", "07:40", boarded(1, these("abcde"), 5));
    let facts = [aboard, by(2, JFK, "19:50", give(these("a"), 1))];
    let a = format!("aboard:{INBOUND}");
    check(&facts, ["out:prm", &a, &a, &a, &a], &[]);
}

#[test]
fn boarding_moves_to_the_aircraft_unless_the_escort_rides_with_them() {
    let start = by(1, ESCORT, "07:00", accept("origin", these("abc"), 3));
    let a = format!("aboard:{INBOUND}");
    check(
        &[start.clone(), by(2, "station:AMM", "07:30", boarded(1, Whom::default(), 5))],
        [ESCORT, ESCORT, ESCORT, &a, &a],
        &[],
    );
    // From JFK on there is no escort.
    let b = format!("aboard:{OUTBOUND}");
    let facts = [
        start,
        by(2, JFK, "20:00", accept(ESCORT, these("abc"), 3)),
        by(3, JFK, "20:01", accept("origin", these("de"), 2)),
        by(4, JFK, "23:30", boarded(2, Whom::default(), 5)),
    ];
    check(&facts, [&b; 5], &[]);
    let behind = by(5, JFK, "23:35", Body::LeftBehind { leg: 2, travellers: vec![id("d")] });
    check(&[&facts[..], &[behind]].concat(), [&b, &b, &b, JFK, &b], &["left-behind"]);
}

#[test]
fn who_was_left_behind_by_an_escort_is_not_known_until_somebody_has_them() {
    let facts = [
        by(1, ESCORT, "07:00", accept("origin", all(), 5)),
        by(2, ESCORT, "07:50", Body::LeftBehind { leg: 1, travellers: vec![id("e")] }),
    ];
    check(&facts, [ESCORT, ESCORT, ESCORT, ESCORT, "unknown"], &["left-behind", "person-missing"]);
}

#[test]
fn a_receivers_word_is_the_taking_and_only_of_its_own() {
    let landed = [by(1, JFK, "20:00", accept("origin", all(), 5)), by(2, JFK, "23:30", boarded(2, all(), 5))];
    let b = format!("aboard:{OUTBOUND}");
    let buffalo = "receiver:buffalo-welcome";
    let own = by(3, buffalo, "23:50", received(3, ""));
    check(&[&landed[..], &[own]].concat(), [buffalo, buffalo, buffalo, &b, &b], &[]);
    let short = by(3, buffalo, "23:50", received(2, "b"));
    check(&[&landed[..], &[short]].concat(), [buffalo, &b, buffalo, &b, &b], &["not-received"]);
    let wrong = by(3, buffalo, "23:50", received(2, ""));
    check(&[&landed[..], &[wrong]].concat(), [buffalo, buffalo, buffalo, &b, &b], &["count-mismatch"]);
}

#[test]
fn an_adult_is_free_to_go_and_is_not_missing() {
    let start = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    let goes = |outcome| by(2, JFK, "20:00", Body::Dropped { travellers: vec![id("d")], outcome });
    check(&[start.clone(), goes(Outcome::OwnDecision)], [ESCORT, ESCORT, ESCORT, "ended", ESCORT], &[]);
    let m = fold(&[start.clone(), goes(Outcome::OwnDecision)]);
    assert_eq!(m.expected(None), (3, 1), "nobody waits for who has gone");
    check(&[start, goes(Outcome::NotFound)], [ESCORT, ESCORT, ESCORT, "unknown", ESCORT], &["person-missing"]);
}

#[test]
fn missing_and_found_are_facts_and_the_alarm_cannot_be_resolved_away() {
    let start = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    let missing = by(2, ESCORT, "19:50", Body::Missing { traveller: id("d"), place: "border".into() });
    check(&[start.clone(), missing.clone()], [ESCORT, ESCORT, ESCORT, "unknown", ESCORT], &["person-missing"]);
    let alert = *fold(&[start.clone(), missing.clone()]).alerts.keys().next().unwrap();
    let resolved = by(3, JFK, "19:55", Body::AlertResolved { alert });
    check(
        &[start.clone(), missing.clone(), resolved],
        [ESCORT, ESCORT, ESCORT, "unknown", ESCORT],
        &["person-missing"],
    );
    let found = by(4, JFK, "20:05", Body::Found { traveller: id("d"), place: "bags".into() });
    check(&[start, missing, found], [ESCORT, ESCORT, ESCORT, JFK, ESCORT], &[]);
}

#[test]
fn all_never_counts_for_a_child_alone() {
    let mut manifest = manifest();
    let alone = serde_json::json!({"org": "Family Office", "name": "A Guardian", "document_kind": "passport"});
    manifest["cases"][1]["travellers"][0]["born"] = "2014".into();
    manifest["cases"][1]["travellers"][0]["guardian"] = alone;
    let first = published(&manifest);
    let start = by(2, ESCORT, "07:00", accept("origin", all(), 5));
    let seen =
        by(3, ESCORT, "07:30", Body::Sighted(Sighting { whom: all(), place: "security".into(), checkpoint: None }));
    let m = Movement::fold(MOVEMENT, [&first, &start, &seen]).unwrap();
    let place = |k: &str| m.custody.whereabouts[&id(k)].seen.as_ref().map(|s| s.place.clone()).unwrap_or_default();
    assert_eq!((place("a").as_str(), place("d").as_str()), ("security", ESCORT), "the child was not looked at");
}

#[test]
fn what_is_undone_never_was() {
    let start = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    let slip = by(2, JFK, "20:00", accept(ESCORT, all(), 5));
    let undo = by(3, JFK, "20:02", Body::Undone { command: slip.id });
    check(&[start.clone(), slip.clone(), undo.clone()], [ESCORT; 5], &[]);
    let mut stranger = undo;
    stranger.by = "somebody-else".into();
    check(&[start, slip, stranger], [JFK; 5], &[]);
}

#[test]
fn a_count_of_everybody_is_a_sighting_of_each() {
    let start = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    let count = |here, in_arms, missing: &str| {
        let missing = these(missing).travellers;
        let count = Count {
            leg: 1,
            place: "door".into(),
            part: None,
            here,
            in_arms,
            escorts: 1,
            over: 0,
            missing,
            wave: false,
            corrects: None,
        };
        by(2, ESCORT, "19:50", Body::Counted(count))
    };
    let seen = |facts: &[Fact], k: &str| fold(facts).custody.whereabouts[&id(k)].seen.clone().unwrap().place;
    let full = [start.clone(), count(4, Some(1), "")];
    assert_eq!((seen(&full, "a"), seen(&full, "d")), ("door".into(), "door".into()));
    check(&full, [ESCORT; 5], &[]);
    let short = [start.clone(), count(3, Some(1), "d")];
    assert_eq!((seen(&short, "a"), seen(&short, "d")), ("door".into(), ESCORT.into()));
    check(&short, [ESCORT; 5], &["count-mismatch"]);
    check(&[start, count(5, None, "")], [ESCORT; 5], &["count-mismatch"]);
}

#[test]
fn who_a_post_has_holds_the_card() {
    let m = fold(&[by(1, JFK, "20:00", accept("origin", these("a"), 1))]);
    assert!(m.custody.holds(&party(JFK), &m.plan) && !m.custody.holds(&party(ESCORT), &m.plan));
    assert_eq!(m.custody.whereabouts[&id("a")].evidence, Uuid::from_u128(101));
}

#[test]
fn a_receiver_that_takes_all_takes_its_own() {
    let start = by(1, ESCORT, "07:00", accept("origin", all(), 5));
    let erie = "receiver:erie-reception";
    let mine = by(2, erie, "23:00", accept(ESCORT, all(), 2));
    check(&[start, mine], [ESCORT, ESCORT, ESCORT, erie, erie], &[]);
}

#[test]
fn whoever_gave_somebody_away_is_told_that_they_are_not_back() {
    let given = by(2, JFK, "20:00", give(these("d"), 1));
    let (from, back_by) = (party("out:prm"), Some(at("21:00")));
    let people = vec![(id("d"), given.id)];
    let passing = Passing { people, from, back_by, to: Party::Unknown, until: None, why: Why::LateReturn };
    let m = fold(&[given, by(3, "hub", "21:00", Body::Passed(passing))]);
    let late: Vec<_> = m.alerts.values().map(|a| (a.kind.as_str(), a.parties.clone())).collect();
    assert_eq!(late, [("late-return", vec![JFK.to_owned()])]);
}

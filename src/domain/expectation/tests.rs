//! When somebody should have been seen, and what
//! follows where nobody has: a table of moments on
//! the fixture's two flights.

use super::*;
use crate::domain::custody::Where;
use crate::domain::fact::{Accept, Boarding, Give, Whom};
use crate::domain::fixture::{Few, INBOUND, MOVEMENT, OUTBOUND, Said, actual, at, fact, flights, manifest, published};
use crate::domain::observation::Event;
use crate::domain::party::Outside;
use serde_json::{Value, json};

struct Then {
    manifest: Value,
    facts: Vec<Fact>,
    told: Vec<(&'static str, Vec<Said>)>,
}

fn then() -> Then {
    Then { manifest: manifest(), facts: Vec::new(), told: Vec::new() }
}

impl Then {
    fn told(mut self, flight: &'static str, says: Vec<Said>) -> Self {
        self.told.push((flight, says));
        self
    }

    fn by(mut self, audience: &str, acted: &str, body: Body) -> Self {
        let mut fact = fact(100 + self.facts.len() as u128, acted, body, None);
        fact.audience = Some(audience.to_owned());
        self.facts.push(fact);
        self
    }

    fn movement(&self) -> Movement {
        Movement::fold(MOVEMENT, std::iter::once(&published(&self.manifest)).chain(&self.facts)).unwrap()
    }

    /// Where the first traveller is after all that is due at a time has been taken in.
    fn at(&self, text: &str) -> Where {
        let mut facts = self.facts.clone();
        for _ in 0..4 {
            let held = std::iter::once(published(&self.manifest)).chain(facts.clone()).collect::<Vec<_>>();
            let m = Movement::fold(MOVEMENT, &held).unwrap();
            facts.extend(due(&m, &flights(&self.told), &Few, at(text)));
        }
        let held = std::iter::once(published(&self.manifest)).chain(facts).collect::<Vec<_>>();
        let m = Movement::fold(MOVEMENT, &held).unwrap();
        m.custody.whereabouts[&m.plan.travellers[0].id].clone()
    }

    fn check(&self, text: &str, party: &str, why: Option<Why>) {
        let held = self.at(text);
        assert_eq!((held.party.to_string().as_str(), held.why), (party, why), "at {text}");
    }
}

fn taken(from: &str) -> Body {
    let whom = Whom::everybody();
    Body::Accepted(Accept { from: from.parse().unwrap(), offer: None, whom, count: 5, papers_bag: true })
}

fn boarded(leg: u8) -> Body {
    Body::Boarded(Boarding { leg, aboard: None, count: 5, whom: Whom::default() })
}

/// Without an escort: whoever is on the first flight is alone with the crew.
fn unescorted() -> Then {
    let mut then = then();
    then.manifest["escorts"] = json!([]);
    then
}

#[test]
fn who_leaves_with_nobody_to_say_so_is_aboard_as_planned() {
    let t = unescorted();
    t.check("09:00", "origin", None);
    let t = t.told(INBOUND, actual(Event::Out, "07:50"));
    t.check("07:49", "origin", None);
    t.check("07:50", &format!("aboard:{INBOUND}"), Some(Why::AsPlanned));
}

#[test]
fn an_escort_who_is_silent_when_the_flight_has_left_raises() {
    let t = then().told(INBOUND, actual(Event::Out, "07:50"));
    t.check("08:09", "origin", None);
    t.check("08:10", "unknown", Some(Why::NotSeen));
    t.by("escort:escort-01", "07:30", taken("origin")).check("08:10", "escort:escort-01", None);
}

#[test]
fn at_a_staffed_airport_people_are_seen_within_twenty_minutes() {
    let came = [actual(Event::Out, "07:50"), actual(Event::In, "19:45")].concat();
    let t = unescorted().told(INBOUND, came);
    t.check("20:04", &format!("aboard:{INBOUND}"), Some(Why::AsPlanned));
    t.check("20:05", "unknown", Some(Why::NotSeen));
    // Taken over in time, though it is told late.
    let late = t.by("station:JFK", "20:01", taken(&format!("aboard:{INBOUND}")));
    late.check("20:05", "station:JFK", None);
    late.check("22:00", "station:JFK", None);
}

#[test]
fn a_post_that_says_nothing_when_the_flight_has_left_raises() {
    let t = then().by("station:JFK", "20:01", taken("origin")).told(OUTBOUND, actual(Event::Out, "23:30"));
    t.check("23:49", "station:JFK", None);
    t.check("23:50", "unknown", Some(Why::NotSeen));
    t.by("station:JFK", "23:25", boarded(2)).check("23:50", &format!("aboard:{OUTBOUND}"), None);
}

#[test]
fn a_time_back_that_has_passed_raises() {
    let whom = Whom::everybody();
    let give = Body::Given(Give { party: Outside::Border, whom, count: 5, back_by: at("21:00") });
    let t = then().by("station:JFK", "20:01", taken("origin")).by("station:JFK", "20:10", give);
    t.check("20:59", "out:border", None);
    t.check("21:00", "unknown", Some(Why::LateReturn));
}

/// AMM → EWR → BUF: nobody works at Newark.
fn unstaffed(change: impl Fn(&mut Value)) -> Then {
    let mut then = unescorted();
    then.manifest["itinerary"][0]["to"] = json!("ERI");
    then.manifest["itinerary"][1]["from"] = json!("ERI");
    change(&mut then.manifest);
    let came = [actual(Event::Out, "07:50"), actual(Event::In, "19:45")].concat();
    then.told("RJ261/2026-11-23/AMM-ERI", came)
}

#[test]
fn where_nobody_can_see_them_people_are_on_their_own_for_three_hours_at_most() {
    let strong = |m: &mut Value| m["cases"][0]["travellers"][0]["needs"] = json!([]);
    let t = unstaffed(strong);
    t.check("19:45", "alone", Some(Why::AsPlanned));
    assert_eq!(t.at("19:45").back_by, Some(at("22:45")));
    t.check("22:44", "alone", Some(Why::AsPlanned));
    t.check("22:45", "unknown", Some(Why::AloneOverdue));
    // The next flight leaves while they are as planned: they are on it as planned.
    let t = t.told("B6130/2026-11-23/ERI-BUF", actual(Event::Out, "22:30"));
    t.check("22:45", "aboard:B6130/2026-11-23/ERI-BUF", Some(Why::AsPlanned));
}

#[test]
fn who_needs_assistance_is_never_left_alone() {
    unstaffed(|_| {}).check("19:46", "unknown", Some(Why::AloneOverdue));
    let child = |m: &mut Value| {
        m["cases"][0]["travellers"][0]["needs"] = json!([]);
        m["cases"][0]["travellers"][0]["born"] = json!("2014");
        let guardian = json!({"org": "Family Office", "name": "A Guardian", "document_kind": "passport"});
        m["cases"][0]["travellers"][0]["guardian"] = guardian;
        for other in [1, 2] {
            m["cases"][0]["travellers"][other]["with"] = m["cases"][1]["travellers"][0]["key"].clone();
        }
    };
    unstaffed(child).check("19:46", "unknown", Some(Why::AloneOverdue));
}

#[test]
fn an_escort_whose_duty_ends_where_nobody_works_leaves_them_as_planned_and_for_a_time() {
    let to_erie = |m: &mut Value| {
        m["cases"][0]["travellers"][0]["needs"] = json!([]);
        m["escorts"] = manifest()["escorts"].clone();
    };
    let t = unstaffed(to_erie).by("escort:escort-01", "07:30", taken("origin"));
    t.check("20:29", "escort:escort-01", None);
    t.check("20:30", "alone", Some(Why::AsPlanned));
    t.check("22:45", "unknown", Some(Why::AloneOverdue));
}

#[test]
fn a_plan_that_leaves_people_alone_says_so_when_it_is_published() {
    let alone = |t: &Then| planned_alone(&t.movement(), &flights(&[]), &Few);
    assert_eq!(alone(&then()), [], "a post at JFK");
    let t = unstaffed(|_| {});
    let found = alone(&t);
    assert_eq!((found.len(), found[0].after_leg, found[0].place.as_str()), (1, 1, "ERI"));
    assert_eq!(found[0].travellers.len(), 5, "from 19:40 until 23:40");
    let short = |m: &mut Value| {
        m["itinerary"][1]["scheduled_out"] = json!(at("20:40"));
        m["itinerary"][1]["scheduled_in"] = json!(at("21:10"));
    };
    assert_eq!(alone(&unstaffed(short))[0].travellers.len(), 1, "short, but one needs a wheelchair");
}

#[test]
fn what_is_due_is_the_same_until_something_is_taken_in() {
    let t = unescorted().told(INBOUND, actual(Event::Out, "07:50"));
    let ids = |now: &str| -> Vec<Uuid> {
        due(&t.movement(), &flights(&t.told), &Few, at(now)).into_iter().map(|f| f.id).collect()
    };
    assert_eq!(ids("08:00").len(), 1);
    assert_eq!(ids("08:00"), ids("12:00"), "two nodes, or one that looks twice, write one fact");
}

#[test]
fn who_boarded_a_flight_that_never_went_is_missed_when_the_others_go_on() {
    let cancelled = vec![(
        crate::domain::observation::Field::Cancelled,
        crate::domain::observation::Stage::Estimated,
        Some(crate::domain::observation::Value::Flag(true)),
    )];
    let t = then().by("station:JFK", "20:01", taken("origin")).by("station:JFK", "20:10", boarded(2));
    let mut anew = t.movement();
    let mut plan = (*anew.plan).clone();
    plan.legs[1].way = Way::Flight("B6140/2026-11-23/JFK-BUF".parse().unwrap());
    anew.plan = std::sync::Arc::new(plan);
    let told = [(OUTBOUND, cancelled), ("B6140/2026-11-23/JFK-BUF", actual(Event::Out, "23:30"))];
    let is_due = |now: &str| due(&anew, &flights(&told), &Few, at(now));
    assert_eq!(is_due("23:49"), [], "the new flight may still take them");
    let found = is_due("23:50");
    let Body::Passed(passing) = &found[0].body else { panic!() };
    assert_eq!((passing.people.len(), &passing.to, passing.why), (5, &Party::Unknown, Why::NotSeen));
}

//! What each audience's documents hold, and above all what they do not.
//! Table tests through one `check()`.
//! Must not know: the store, the clock.

use super::*;
use crate::domain::access::{self, WindowTimes};
use crate::domain::fact::{Body, Fact, Level};
use crate::domain::fixture::{self, Few, PERSONAL, fact, movement};

fn windows(levels: &[(&str, Level)]) -> Vec<Fact> {
    let window = |(i, (a, level)): (usize, &(&str, Level))| {
        fact(100 + i as u128, "01:00", Body::Window { audience: a.parse().unwrap(), level: *level }, None)
    };
    levels.iter().enumerate().map(window).collect()
}

fn documents(audience: &str, level: Level) -> Documents {
    let m = movement(&windows(&[(audience, level)]));
    let (flights, rules) = (Flights::default(), fixture::rules());
    let connections = flights.connections(&m, &rules, &Few);
    let scene = Scene { movement: &m, flights: &flights, connections: &connections, rules: &rules, places: &Few };
    render(&scene, &access::grant(&m, &audience.parse().unwrap(), &flights, &WindowTimes::default()).unwrap())
}

/// Which of the personal markers stand in a text.
fn personal(text: &str) -> Vec<&'static str> {
    PERSONAL.into_iter().filter(|p| text.contains(p)).collect()
}

fn check(audience: &str, level: Level, live: &[&str], people: Option<&[&str]>) {
    let docs = documents(audience, level);
    assert_eq!(personal(&docs.live.to_string()), live, "live of {audience}");
    assert_eq!(docs.people.map(|p| personal(&p.to_string())).as_deref(), people, "people of {audience}");
}

#[test]
fn every_audience_sees_its_own_and_nothing_else() {
    let (z, i, c1, c2, phone) = (PERSONAL[0], PERSONAL[1], PERSONAL[2], PERSONAL[3], PERSONAL[5]);
    check("coordinator:us-rp", Level::Names, &[phone], Some(&[z, i, c1, c2]));
    check("station:JFK", Level::Live, &[phone], None);
    check("station:JFK", Level::Names, &[phone], Some(&[z, i]));
    check("receiver:erie-reception", Level::People, &[], Some(&[c2]));
    check("receiver:erie-reception", Level::Names, &[], Some(&[i, c2]));
    check("receiver:buffalo-welcome", Level::Names, &[], Some(&[z, c1]));
    check("authority:us-pop", Level::Live, &[], None);
    check("display:JFK", Level::Live, &[], None);
}

#[test]
fn a_receiver_counts_its_own_people_only() {
    let docs = documents("receiver:erie-reception", Level::Names);
    assert_eq!(docs.live["counts"]["expected"], 2);
    assert_eq!(docs.live["seats"], 2);
    let other = documents("receiver:buffalo-welcome", Level::Names);
    assert_eq!(
        (other.live["counts"]["expected"].clone(), other.live["counts"]["in_arms"].clone()),
        (2.into(), 1.into())
    );
    assert_eq!(other.live["child_seats"], 2);
}

#[test]
fn minutes_are_for_those_who_act_on_them() {
    assert!(documents("station:JFK", Level::Live).live["connections"][0]["margin_min"].is_i64());
    for audience in ["receiver:erie-reception", "authority:us-pop"] {
        let docs = documents(audience, Level::Live);
        assert!(docs.live["connections"][0].get("margin_min").is_none(), "{audience}");
        assert!(docs.live["connections"][0]["band"].is_string(), "{audience}");
    }
}

#[test]
fn codes_of_needs_are_for_the_coordinator() {
    assert!(documents("coordinator:us-rp", Level::Names).live.to_string().contains("\"WCHR\""));
    for (audience, level) in [
        ("station:JFK", Level::Names),
        ("receiver:buffalo-welcome", Level::Names),
        ("escort:escort-01", Level::Names),
        ("authority:us-pop", Level::Live),
    ] {
        let docs = documents(audience, level);
        let all = format!("{}{:?}", docs.live, docs.people);
        assert!(!all.contains("\"WCHR\""), "{audience}");
        assert!(all.contains("action for WCHR"), "{audience}");
    }
}

#[test]
fn the_next_action_follows_what_has_been_done() {
    let flight = fixture::INBOUND.to_owned();
    let station = || "JFK".to_owned();
    let next = |facts: &[Fact]| {
        let mut all = windows(&[("station:JFK", Level::Names)]);
        all.extend_from_slice(facts);
        let m = movement(&all);
        let (flights, rules) = (Flights::default(), fixture::rules());
        let scene = Scene { movement: &m, flights: &flights, connections: &[], rules: &rules, places: &Few };
        render(&scene, &access::grant(&m, &"station:JFK".parse().unwrap(), &flights, &WindowTimes::default()).unwrap())
            .live["next"]
            .clone()
    };
    let claim = fact(200, "02:00", Body::Claimed { station: station(), flight: flight.clone() }, None);
    let arrived = fact(201, "02:01", Body::Arrived { station: station(), flight }, None);
    assert_eq!(next(&[]), "claim");
    assert_eq!(next(std::slice::from_ref(&claim)), "arrived");
    assert_eq!(next(&[claim, arrived]), "count");
}

#[test]
fn a_door_is_promised_only_while_the_way_there_holds() {
    let told =
        Body::DoorTold { receiver: "erie-reception".into(), from: fixture::at("20:00"), to: fixture::at("20:30") };
    let mut facts = windows(&[("receiver:erie-reception", Level::Names)]);
    facts.push(fact(300, "02:00", told, None));
    let door = |facts: &[Fact]| {
        let m = movement(facts);
        let (flights, rules) = (Flights::default(), fixture::rules());
        let scene = Scene { movement: &m, flights: &flights, connections: &[], rules: &rules, places: &Few };
        let grant = access::grant(&m, &"receiver:erie-reception".parse().unwrap(), &flights, &WindowTimes::default());
        render(&scene, &grant.unwrap()).live.get("door").cloned()
    };
    assert!(door(&facts).is_some());
    facts.push(fact(
        301,
        "03:00",
        Body::Turned { leg: 2, to: crate::domain::fact::Turn::Cancelled, flight: None },
        None,
    ));
    assert_eq!(door(&facts), None);
}

fn live(audience: &str, level: Level, facts: &[Fact]) -> serde_json::Value {
    let m = movement(&[windows(&[(audience, level)]), facts.to_vec()].concat());
    let (flights, rules) = (Flights::default(), fixture::rules());
    let scene = Scene { movement: &m, flights: &flights, connections: &[], rules: &rules, places: &Few };
    render(&scene, &access::grant(&m, &audience.parse().unwrap(), &flights, &WindowTimes::default()).unwrap()).live
}

#[test]
fn where_somebody_was_given_to_is_for_who_gave_them_there() {
    use crate::domain::fact::{Give, Passing, Whom, Why};
    use crate::domain::party::{Outside, Party};
    let id = movement(&[]).plan.travellers[3].id.clone();
    let give =
        Give { party: Outside::Hospital, whom: Whom::these(vec![id.clone()]), count: 1, back_by: fixture::at("21:00") };
    let given = fact(200, "20:00", Body::Given(give), None);
    let (from, back_by) = (Party::Out(Outside::Hospital), Some(fixture::at("21:00")));
    let people = vec![(id.clone(), given.id)];
    let passing = Passing { people, from, back_by, to: Party::Unknown, until: None, why: Why::LateReturn };
    let facts = [given, fact(201, "21:00", Body::Passed(passing), None)];
    assert_eq!(live("station:JFK", Level::Live, &facts)["alerts"][0]["party"], "out:hospital");
    for audience in ["station:AMM", "station:BUF"] {
        let seen = live(audience, Level::Live, &facts);
        assert_eq!(seen["alerts"][0]["count"], 1);
        assert!(!seen.to_string().contains("hospital"), "{audience}");
        assert!(!seen.to_string().contains(&id), "{audience} has nobody by name");
    }
}

#[test]
fn two_receivers_that_count_at_one_door_count_their_own() {
    use crate::domain::fact::Count;
    let count = |n: u128, by: &str, here| {
        let body = Body::Counted(Count { leg: 2, place: "door".into(), here, ..Count::default() });
        Fact { audience: Some(by.to_owned()), ..fact(n, "23:50", body, None) }
    };
    let (erie, buffalo) = ("receiver:erie-reception", "receiver:buffalo-welcome");
    for here in [2, 5] {
        let facts = [count(200, erie, 2), count(201, buffalo, here)];
        let seen = live(erie, Level::Names, &facts);
        assert_eq!((&seen["counts"]["here"], &seen["counts"]["by"]), (&2.into(), &erie.into()));
        assert!(!seen["counts"].to_string().contains(buffalo), "{seen}");
    }
}

#[test]
fn what_waits_for_an_answer_is_cut_last() {
    let line = |n: usize| serde_json::json!({"id": n, "text": "x".repeat(700)});
    let notice = |n: usize, must: bool| serde_json::json!({"id": n, "text": "x".repeat(400), "must_ack": must});
    let notices: Vec<_> = (0..12).map(|n| notice(n, n < 8)).collect();
    let fitted = fitting(serde_json::json!({
        "notices": notices, "checkpoints": (0..12).map(line).collect::<Vec<_>>(), "notes": (0..12).map(line).collect::<Vec<_>>()
    }));
    let kept = fitted["notices"].as_array().unwrap();
    assert_eq!(kept.len(), 8, "those that must be answered: {kept:?}");
}

//! A large group broken over three flights in the middle of its journey, and two of its parts that meet again. At every
//! step everything agrees for everybody; who was with whom, and what was done, stands on both sides; what is told late
//! reaches those it is about, wherever they are now.
//! Must not know: how the hub parts and joins movements.

use super::crowd::{self, Group, groups};
use super::house::House;
use super::truth::{acted, counted, text};
use super::world::{self, B6130, RJ261};
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn at(clock: &str) -> String {
    format!("2031-05-06T{clock}:00Z")
}

struct Day {
    house: House,
    id: String,
    /// The command by which JFK took everybody over.
    accept: Value,
}

impl Day {
    /// Everybody at JFK, counted and seen; the flight onward is cancelled.
    async fn begin() -> Self {
        let house = House::open().await;
        let id = house.publish(&crowd::manifest()).await;
        let mut day = Self { house, id, accept: json!(null) };
        day.house.quiet().await;
        crowd::agree(&day.house, 1).await;
        let body = json!({ "from": "origin", "all": true, "count": 156, "papers_bag": true });
        day.did("escort-01", &at("07:20"), "handover.accept", body).await;
        day.did("escort-01", &at("07:35"), "boarded", json!({ "leg": 1, "count": 156 })).await;
        day.house.feed(world::time(RJ261, "OFB", "ACT", &at("07:45"))).await;
        day.house.feed(world::time(RJ261, "ONB", "ACT", &at("13:00"))).await;
        let body = json!({ "from": "escort:escort-01", "all": true, "count": 156, "papers_bag": true });
        day.accept = day.did("jfk-1", &at("13:10"), "handover.accept", body).await;
        day.house.feed(world::cancelled(B6130)).await;
        day.house.quiet().await;
        crowd::agree(&day.house, 1).await;
        day
    }

    async fn did(&self, account: &str, at: &str, kind: &str, body: Value) -> Value {
        self.told(account, &self.id, &acted(at, kind, body)).await
    }

    async fn told(&self, account: &str, movement: &str, command: &Value) -> Value {
        let answer = self.house.command(account, movement, command).await;
        assert_eq!(answer["outcome"], "applied", "{account} {command}: {answer}");
        command["id"].clone()
    }

    /// Families go another way; the movement they have become.
    async fn parts(&self, wanted: impl Fn(usize) -> bool, way: Value, movements: usize) -> String {
        let before = groups(&self.house, "desk").await;
        let who = before[&self.id].families(wanted);
        let body = json!({ "from_leg": 2, "itinerary": way, "reason": "cancelled", "travellers": who });
        self.did("desk", &at("13:40"), "reroute.approve", body).await;
        self.house.quiet().await;
        crowd::agree(&self.house, movements).await;
        let after = groups(&self.house, "desk").await;
        let new = after.iter().find(|(id, _)| !before.contains_key(*id)).unwrap();
        let (mut ids, mut who) = (new.1.ids(), who);
        ids.sort();
        who.sort();
        assert_eq!(ids, who, "the same people under the same ids");
        new.0.clone()
    }

    async fn broken_over_three_flights() -> (Self, [String; 3]) {
        let day = Self::begin().await;
        let first = day.parts(|u| u < 13, direct("DL", "100"), 2).await;
        let second = day.parts(|u| (13..23).contains(&u), by_ord(), 3).await;
        let third = day.parts(|u| (23..31).contains(&u), direct("DL", "100"), 4).await;
        let body = json!({ "from_leg": 2, "itinerary": direct("AA", "9"), "reason": "cancelled" });
        day.did("desk", &at("13:41"), "reroute.approve", body).await;
        day.house.quiet().await;
        crowd::agree(&day.house, 4).await;
        (day, [first, second, third])
    }

    async fn whereabouts(&self, account: &str, movement: &str, at: &str) -> BTreeMap<String, u64> {
        let path = format!("/api/v1/movements/{movement}/whereabouts?at={at}");
        counted(&self.house.get(account, &path).await["with"])
    }

    async fn history(&self, account: &str, movement: &str) -> Vec<Value> {
        let told = self.house.get(account, &format!("/api/v1/movements/{movement}/history")).await;
        told["facts"].as_array().unwrap().clone()
    }
}

fn direct(carrier: &str, number: &str) -> Value {
    json!([world::flight(carrier, number, "JFK", "BUF", "2031-05-06T22:30:00Z", "2031-05-06T23:50:00Z")])
}

fn by_ord() -> Value {
    json!([
        world::flight("UA", "31", "JFK", "ORD", "2031-05-06T17:00:00Z", "2031-05-06T19:30:00Z"),
        world::flight("UA", "44", "ORD", "BUF", "2031-05-06T23:30:00Z", "2031-05-07T01:00:00Z")
    ])
}

/// The place where each of these people was last seen.
fn seen(group: &Group) -> Vec<String> {
    group.people.iter().map(|p| text(&p["seen"]["place"])).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_over_three_flights_everything_agrees_and_stands_on_both_sides() {
    let (day, parts) = Day::broken_over_three_flights().await;
    let desk = groups(&day.house, "desk").await;
    let split = &desk[&day.id].live["split"]["into"];
    assert_eq!(split.as_array().unwrap().len(), 3);
    for line in split.as_array().unwrap() {
        let group = &desk[&text(&line["movement"])];
        assert_eq!((&line["label"], &line["count"]), (&group.live["label"], &json!(group.people.len())));
        assert_eq!(group.live["split"]["from"], day.id);
    }
    for (id, group) in &desk {
        assert_eq!(group.live["state"], "moving", "{id}: the cancelled flight is behind all of them");
        let all = group.people.len() as u64;
        let with = |party: &str| BTreeMap::from([(party.to_owned(), all)]);
        assert_eq!(counted(&group.live["with"]), with("station:JFK"));
        if parts.contains(id) {
            assert_eq!(day.whereabouts("desk", id, &at("12:00")).await, with("escort:escort-01"));
            assert_eq!(day.whereabouts("jfk-1", id, &at("13:20")).await, with("station:JFK"));
        }
        let mine: Vec<Value> = day.history("desk", id).await.into_iter().filter(|f| f["id"] == day.accept).collect();
        assert_eq!((mine.len(), &mine[0]["body"]["papers_bag"]), (1, &json!(true)), "who carries the bag");
        assert!(group.people.iter().all(|p| p["papers"][0]["valid_until"] == "2032-01-01"));
        let notices: Vec<String> = group.live["notices"].as_array().unwrap().iter().map(|n| text(&n["kind"])).collect();
        assert!(!notices.iter().any(|k| k == "reinstated"), "{id}: {notices:?}");
    }
    let old = BTreeMap::from([("escort:escort-01".to_owned(), 156)]);
    assert_eq!(day.whereabouts("desk", &day.id, &at("12:00")).await, old, "as it was then");
    // Three flights; ORD has those who come there and no others.
    let ord = groups(&day.house, "ord-1").await;
    assert_eq!(ord.keys().collect::<Vec<_>>(), [&parts[1]]);
    // A family is not cut, whatever a list says.
    let cut = &desk[&parts[0]].families(|u| u == 6)[1..];
    let body = json!({ "from_leg": 2, "itinerary": by_ord(), "reason": "a slip", "travellers": cut });
    let answer = day.house.command("desk", &parts[0], &acted(&at("13:50"), "reroute.approve", body)).await;
    assert_eq!(answer["problem"]["type"], "unit-split", "{answer}");
    day.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_told_late_reaches_those_it_is_about_and_what_comes_after_is_told_where_they_are() {
    let (day, parts) = Day::broken_over_three_flights().await;
    let before = groups(&day.house, "desk").await;
    // A device that was offline: at 13:20 everybody was at the gate; at 13:25 two of them at the bags.
    day.did("jfk-2", &at("13:20"), "sighting", json!({ "all": true, "place": "gate", "checkpoint": "gate" })).await;
    let two = [before[&parts[0]].ids()[0].clone(), before[&day.id].ids()[0].clone()];
    day.did("jfk-2", &at("13:25"), "sighting", json!({ "travellers": two, "place": "bags" })).await;
    day.house.quiet().await;
    crowd::agree(&day.house, 4).await;
    let desk = groups(&day.house, "desk").await;
    for (id, group) in &desk {
        let (at_bags, all) = (seen(group).iter().filter(|p| *p == "bags").count(), group.people.len());
        assert_eq!(at_bags, usize::from(*id == parts[0] || *id == day.id), "{id}");
        assert_eq!(seen(group).iter().filter(|p| *p == "gate").count(), all - at_bags, "{id}");
    }
    // After they had gone: a conflict that says where they are now.
    for part in &parts {
        let who = &before[part].ids()[..2];
        for (kind, body) in [
            ("sighting", json!({ "travellers": who, "place": "gate" })),
            ("handover.give", json!({ "party": { "kind": "prm" }, "travellers": who, "count": 2 })),
            ("person.missing", json!({ "traveller": who[0], "where": "gate" })),
        ] {
            let answer = day.house.command("jfk-1", &day.id, &acted(&at("13:55"), kind, body)).await;
            let said = (&answer["outcome"], &answer["problem"]["now"]["movement"]);
            assert_eq!(said, (&json!("conflict"), &json!(part)), "{kind}: {answer}");
        }
    }
    // All are those who are still of it.
    day.did("jfk-1", &at("13:56"), "sighting", json!({ "all": true, "place": "kerb" })).await;
    let desk = groups(&day.house, "desk").await;
    for (id, group) in &desk {
        assert_eq!(seen(group).contains(&"kerb".to_owned()), *id == day.id, "{id}");
    }
    day.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_before_the_parting_is_taken_back_on_both_sides() {
    let day = Day::begin().await;
    let body = json!({ "party": { "kind": "hotel" }, "all": true, "count": 156 });
    let give = day.did("jfk-1", &at("13:39"), "handover.give", body).await;
    let part = day.parts(|u| u < 13, direct("DL", "100"), 2).await;
    day.did("jfk-1", &at("13:45"), "undo", json!({ "command": give })).await;
    day.house.quiet().await;
    crowd::agree(&day.house, 2).await;
    let desk = groups(&day.house, "desk").await;
    for id in [&day.id, &part] {
        let all = desk[id].people.len() as u64;
        assert_eq!(counted(&desk[id].live["with"]), [("station:JFK".to_owned(), all)].into(), "{id}");
    }
    day.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_boarding_that_came_to_nothing_is_of_the_flight_it_was_on() {
    let day = Day::begin().await;
    day.did("jfk-1", &at("13:20"), "boarded", json!({ "leg": 2, "count": 156 })).await;
    let back = json!({ "from": format!("aboard:{B6130}"), "all": true, "count": 156 });
    day.did("jfk-1", &at("13:30"), "handover.take", back).await;
    let body = json!({ "from_leg": 2, "itinerary": direct("AA", "9"), "reason": "cancelled" });
    day.did("desk", &at("13:35"), "reroute.approve", body).await;
    let part = day.parts(|u| u < 13, direct("DL", "100"), 2).await;
    let desk = groups(&day.house, "desk").await;
    for id in [&day.id, &part] {
        let legs: Vec<u64> =
            desk[id].live["boarded"].as_array().unwrap().iter().map(|b| b["leg"].as_u64().unwrap()).collect();
        assert_eq!(legs, [1], "{id}: nobody has boarded the new flight");
    }
    let aboard = |n| BTreeMap::from([(format!("aboard:{B6130}"), n)]);
    assert_eq!(day.whereabouts("desk", &part, &at("13:25")).await, aboard(desk[&part].people.len() as u64));
    assert_eq!(day.whereabouts("desk", &day.id, &at("13:25")).await, aboard(156));
    day.house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_parts_that_go_the_same_way_meet_again() {
    let (day, [first, second, third]) = Day::broken_over_three_flights().await;
    let other = acted(&at("13:50"), "movement.join", json!({ "with": second }));
    let answer = day.house.command("desk", &first, &other).await;
    assert_eq!(answer["problem"]["type"], "not-the-same-way", "{answer}");
    let before = groups(&day.house, "desk").await;
    day.told("desk", &first, &acted(&at("13:50"), "movement.join", json!({ "with": third }))).await;
    day.house.quiet().await;
    crowd::agree(&day.house, 3).await;
    let desk = groups(&day.house, "desk").await;
    let (both, all) = (before[&first].people.len() + before[&third].people.len(), desk[&first].people.len());
    assert_eq!(all, both);
    assert_eq!(counted(&desk[&first].live["with"]), [("station:JFK".to_owned(), all as u64)].into());
    // What was done before they parted and is told only now goes all the way with them.
    let who = &before[&third].ids()[0];
    day.did("jfk-2", &at("13:25"), "sighting", json!({ "travellers": [who], "place": "bags" })).await;
    // And what was done in the part before they met.
    let next = &before[&third].ids()[1];
    let body = json!({ "travellers": [next], "place": "shop" });
    day.told("jfk-2", &third, &acted(&at("13:45"), "sighting", body)).await;
    day.house.quiet().await;
    let desk = groups(&day.house, "desk").await;
    let place = |id: &String| {
        desk[&first].people.iter().find(|p| p["traveller"] == **id).map(|p| text(&p["seen"]["place"])).unwrap()
    };
    assert_eq!((place(who).as_str(), place(next).as_str()), ("bags", "shop"));
    // After that nothing is done in the part that has ended.
    for body in [json!({ "travellers": [next], "place": "gate" }), json!({ "all": true, "place": "gate" })] {
        let answer = day.house.command("jfk-1", &third, &acted(&at("13:58"), "sighting", body)).await;
        let said = (&answer["outcome"], &answer["problem"]["now"]["movement"]);
        assert_eq!(said, (&json!("conflict"), &json!(first)), "{answer}");
    }
    crowd::agree(&day.house, 3).await;
    day.house.close().await;
}

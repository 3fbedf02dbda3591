//! A made-up day on a running hub: every frame that any audience gets and every document fits its schema, and nothing
//! in it is undescribed. What the clients say fits too.
//! Must not know: how frames are written.

use super::strict::{faults, strict};
use crate::promise::house::{ACCOUNTS, House};
use crate::promise::world::{self, B6130, RJ261};
use jsonschema::Validator;
use onward::wire::published;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn validators() -> BTreeMap<&'static str, Validator> {
    published::all().into_iter().map(|(name, schema)| (name, strict(schema))).collect()
}

/// What a day leaves in every document: counts of two parties, alerts, notices, a lost connection, another that holds.
async fn live_through(house: &House) {
    let id = house.publish(&world::marked()).await;
    let second = house.publish(&world::second()).await;
    house.publish(&world::elsewhere()).await;
    let wave = json!({ "station": "JFK", "flight": RJ261 });
    house.feed(world::time(RJ261, "OFB", "ACT", "2031-05-06T07:50:00Z")).await;
    house.feed(world::time(RJ261, "ONB", "EST", "2031-05-06T20:05:00Z")).await;
    house.feed(world::gate(B6130, "22")).await;
    house.apply("jfk-1", &id, "claim", wave.clone()).await;
    house.apply("jfk-1", &id, "arrived", wave).await;
    house.apply("jfk-1", &id, "count", json!({ "leg": 1, "place": "gate", "here": 3, "over": 1 })).await;
    house.apply("escort-01", &id, "count", json!({ "leg": 1, "place": "gate", "here": 2, "in_arms": 0 })).await;
    house.apply("jfk-1", &id, "alert.raise", json!({ "kind": "lift-broken", "text": "out of order" })).await;
    house.apply("desk", &id, "flight.state", json!({ "leg": 2, "field": "gate_out", "value": "7" })).await;
    house.quiet().await;
    handed_on(house, &id).await;
    house.feed(world::cancelled(B6130)).await;
    way_round_buffalo(house, &id).await;
    house.apply("desk", &second, "movement.cancel", json!({ "reason": "no seats" })).await;
    house.quiet().await;
}

/// What people do with people, so that every part of a document is there once.
async fn handed_on(house: &House, id: &str) {
    let all = || json!({ "all": true, "count": 4 });
    let with = |more: Value| {
        let mut body = all();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (account, kind, body) in [
        ("escort-01", "handover.accept", with(json!({ "from": "origin", "papers_bag": true }))),
        ("escort-01", "boarded", json!({ "leg": 1, "count": 4 })),
        ("escort-01", "landed", json!({ "leg": 1 })),
        ("jfk-1", "handover.accept", with(json!({ "from": "escort:escort-01" }))),
        ("jfk-1", "handover.give", with(json!({ "party": { "kind": "prm", "name": "Blue vests" } }))),
        ("jfk-1", "handover.take", with(json!({ "from": "out:prm" }))),
        ("jfk-1", "count", json!({ "leg": 1, "place": "door", "part": "bus-1", "here": 2, "in_arms": 0 })),
        ("jfk-1", "sighting", json!({ "all": true, "place": "security", "checkpoint": "security" })),
        ("jfk-1", "traveller.add", json!({ "reason": "unlisted", "called": "Somebody" })),
        ("jfk-1", "told.family", json!({ "language": "ar" })),
        ("jfk-1", "note", json!({ "to": "escort:escort-01", "text": "at gate 7" })),
        ("jfk-1", "callback", json!({ "priority": "soon", "about": "the lift" })),
        ("jfk-1", "handover.offer", with(json!({ "to": "escort:escort-01" }))),
        ("buffalo", "reception.ready", json!({})),
        ("buffalo", "reception.problem", json!({ "kind": "no-van" })),
        ("desk", "booking.changed", json!({ "booking": world::LOCATOR, "by": "airline", "itinerary": [to_albany()] })),
    ] {
        house.apply(account, id, kind, body).await;
    }
}

fn to_albany() -> Value {
    json!({ "kind": "flight", "carrier": "B6", "number": "22", "from": "JFK", "to": "ALB",
        "scheduled_out": "2031-05-06T22:00:00Z", "scheduled_in": "2031-05-06T23:05:00Z" })
}

/// The plan leaves the post at Buffalo, which gets its last word.
async fn way_round_buffalo(house: &House, id: &str) {
    let road = json!({ "kind": "ground", "mode": "road", "from": "ALB", "to": "Buffalo, welcome house",
        "scheduled_out": "2031-05-07T00:00:00Z", "scheduled_in": "2031-05-07T04:30:00Z" });
    let body = json!({ "from_leg": 2, "itinerary": [to_albany(), road], "reason": "no flight tonight" });
    house.apply("desk", id, "reroute.approve", body).await;
    house.quiet().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_hub_says_fits_its_schemas() {
    let house = House::open().await;
    let schemas = validators();
    let mut clients = Vec::new();
    for (account, role, _) in ACCOUNTS {
        if !matches!(account, "swim" | "root") {
            clients.push((role.to_string(), house.connect(account).await));
        }
    }
    live_through(&house).await;
    let mut wrong = BTreeSet::new();
    let (mut frames, mut documents) = (BTreeSet::new(), BTreeSet::new());
    for (role, client) in &mut clients {
        client.ask(&uuid::Uuid::now_v7().to_string(), &crate::promise::house::command("note", json!({}))).await;
        client.fence().await;
        for text in &client.heard {
            let frame: Value = serde_json::from_str(text).unwrap();
            let t = frame["t"].as_str().unwrap().to_owned();
            wrong.extend(faults(&schemas["hub-frames"], &frame).into_iter().map(|f| format!("{t} {f}")));
            for doc in frame["docs"].as_array().into_iter().flatten() {
                let kind = if doc["id"].as_str().unwrap().ends_with("/people") { "people" } else { "live" };
                let last_word = doc["body"]["state"] == "farewell";
                let name = if last_word { "live-farewell".to_owned() } else { format!("{kind}-{role}") };
                wrong.extend(faults(&schemas[name.as_str()], &doc["body"]).iter().map(|f| format!("{name} {f}")));
                documents.insert(name);
            }
            frames.insert(t);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    let described = schemas.keys().filter(|name| name.starts_with("live-") || name.starts_with("people-"));
    assert_eq!(documents, described.map(|name| (*name).to_owned()).collect(), "a document that nobody got");
    for t in ["welcome", "put", "live", "done", "fresh", "pong"] {
        assert!(frames.contains(t), "no {t} was heard");
    }
    house.close().await;
}

#[test]
fn what_clients_say_fits_too() {
    let schemas = validators();
    let id = uuid::Uuid::now_v7();
    let command = |kind: &str, body: Value| json!({ "t": "do", "id": id, "movement": id, "kind": kind, "at": world::NOW, "sent": world::NOW, "body": body });
    for frame in [
        json!({ "t": "hello" }),
        json!({ "t": "hello", "have": { id.to_string(): "00ff00ff00ff00ff" }, "audience": "station:JFK", "app": "x" }),
        json!({ "t": "hello", "count": 0, "sum": "0000000000000000", "pending": { id.to_string(): id } }),
        json!({ "t": "have", "have": {} }),
        json!({ "t": "receipt", "notices": [{ "id": id, "movement": id, "stage": "seen" }] }),
        json!({ "t": "ping", "n": 1 }),
        command("claim", json!({ "station": "JFK", "flight": RJ261 })),
        command("count", json!({ "leg": 1, "place": "gate", "here": 3 })),
        command("movement.close", json!({})),
    ] {
        let open = schema_of_clients();
        assert!(open.is_valid(&frame), "{frame}: {:?}", faults(&open, &frame));
    }
    for frame in [
        json!({ "t": "hello", "count": 1 }),
        json!({ "t": "no-such-frame" }),
        json!({ "t": "receipt", "notices": [{ "id": id, "movement": id, "stage": "told" }] }),
        command("claim", json!({ "station": "JFK", "flight": "RJ" })),
        command("count", json!({ "leg": 1, "place": "At the gate", "here": 3 })),
        command("no-such-command", json!({})),
    ] {
        assert!(!schema_of_clients().is_valid(&frame), "{frame}");
    }
    for manifest in [world::marked(), world::second()] {
        assert_eq!(faults(&schemas["manifest"], &manifest), Vec::<String>::new());
    }
}

/// As published: readers ignore what they do not know.
fn schema_of_clients() -> Validator {
    let all = published::all();
    let (_, schema) = all.iter().find(|(name, _)| *name == "client-frames").expect("client frames");
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).expect("a schema")
}

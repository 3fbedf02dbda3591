//! I5 idempotent and I9 whereabouts together: the handovers of a journey, made on the devices of three parties, each sent
//! again and again by two sessions, over HTTP and as a late queue, in any order of all of them: one effect, and the same.
//! Must not know: how ids are kept, how facts are folded.

use super::client::Client;
use super::house::House;
use super::journey::{READERS, at};
use super::truth::{Truth, acted, alerts, text};
use super::world::{self, B6130, BUFFALO, ERIE};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One way of sending one command once.
type Send = (usize, &'static str);

const WAYS: [&str; 4] = ["one session", "another session", "http", "late"];

/// Who does it, and the command as their device made it.
fn journey(nour: &str) -> Vec<(&'static str, Value)> {
    let offer = acted(&at("12:50"), "handover.offer", json!({ "to": "station:JFK", "all": true, "count": 4 }));
    let from = |body: &mut Value, party: &str| body["from"] = json!(party);
    let mut accept = json!({ "offer": offer["id"], "all": true, "count": 4, "papers_bag": true });
    from(&mut accept, "escort:escort-01");
    let give = json!({ "party": { "kind": "prm" }, "travellers": [nour], "count": 1, "back_by": at("14:30") });
    vec![
        ("escort-01", acted(&at("00:20"), "handover.accept", json!({ "from": "origin", "all": true, "count": 4 }))),
        ("escort-01", acted(&at("00:40"), "boarded", json!({ "leg": 1, "count": 4 }))),
        ("escort-01", offer),
        ("jfk-1", acted(&at("12:53"), "handover.accept", accept.clone())),
        // The other tablet at the desk was told the same and has an id of its own.
        ("jfk-2", acted(&at("12:54"), "handover.accept", accept)),
        ("jfk-1", acted(&at("12:55"), "handover.give", give)),
        ("jfk-2", acted(&at("13:05"), "handover.take", json!({ "from": "out:prm", "travellers": [nour], "count": 1 }))),
        ("jfk-1", acted(&at("13:20"), "boarded", json!({ "leg": 2, "count": 4 }))),
        ("buffalo", acted(&at("13:55"), "reception.received", json!({ "count": 2 }))),
    ]
}

/// Every command by every way, in an order that is another one for each seed.
fn order(commands: usize, mut seed: u64) -> Vec<Send> {
    let mut all: Vec<Send> = (0..commands).flat_map(|n| WAYS.map(|way| (n, way))).collect();
    for last in (1..all.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        all.swap(last, (seed >> 33) as usize % (last + 1));
    }
    all
}

async fn late(house: &House, account: &str, movement: &str, command: &Value) -> Value {
    let mut queued = command.clone();
    queued["movement"] = json!(movement);
    let asked = house.ask(account, Method::POST, "/api/v1/commands/late").json(&json!({ "commands": [queued] }));
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    answer.json::<Value>().await.unwrap()["outcomes"][0].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_any_order_by_any_way_it_is_one_journey() {
    let house = House::open().await;
    let mut sessions: BTreeMap<(&str, &str), Client> = BTreeMap::new();
    for account in ["escort-01", "jfk-1", "jfk-2", "buffalo"] {
        for way in &WAYS[..2] {
            sessions.insert((account, way), house.connect(account).await);
        }
    }
    for seed in [1, 2, 3, 4] {
        let mut manifest = world::walked();
        manifest["reference"] = json!(format!("GROUP-{seed}"));
        let mut truth = Truth::begin(&house, &manifest, &READERS, &["AMM", "JFK", "BUF"]).await;
        let commands = journey(&truth.who(BUFFALO[0]));
        let mut applied = vec![0; commands.len()];
        for (n, way) in order(commands.len(), seed) {
            let (account, command) = &commands[n];
            let done = match way {
                "http" => house.command(account, &truth.id, command).await,
                "late" => late(&house, account, &truth.id, command).await,
                way => sessions.get_mut(&(*account, way)).unwrap().ask(&truth.id, command).await,
            };
            match done["outcome"].as_str() {
                Some("applied") => applied[n] += 1,
                _ => assert_eq!((&done["outcome"], &done["was"]), (&json!("repeated"), &json!("applied")), "{done}"),
            }
        }
        assert_eq!(applied, vec![1; commands.len()], "each once, seed {seed}");
        truth.now_with(ERIE[0], &format!("aboard:{B6130}"));
        truth.now_with("Teen Traveller", &format!("aboard:{B6130}"));
        truth.moved(&at("13:55"), &[BUFFALO[0], BUFFALO[5]], "receiver:buffalo-welcome", "buffalo").await;
        let live = truth.body("desk", "live").await.unwrap();
        assert_eq!((alerts(&live), &live["offers"]), (Vec::new(), &json!([])), "nothing does not fit, seed {seed}");
        let mine = |facts: Vec<Value>| -> Vec<String> {
            let ours = |f: &&Value| commands.iter().any(|(_, c)| c["id"] == f["id"]);
            facts.iter().filter(ours).map(|f| text(&f["id"])).collect()
        };
        let made: Vec<String> = commands.iter().map(|(_, c)| text(&c["id"])).collect();
        assert_eq!(mine(truth.history("desk").await), made, "each stands once, in order of when it was done");
        // The id of a handover is good for it alone, by whoever has it.
        let answer = house.command("jfk-2", &truth.id, &commands[3].1).await;
        assert_eq!(answer["problem"]["type"], "command-id-reused", "{answer}");
    }
    drop(sessions);
    house.close().await;
}

//! I4 durable, where Redis has replicas: what nobody had to write is acknowledged no sooner than what was written, and a
//! master that was another one in between is read again.
//! Must not know: how a store finds out.

use super::house::{House, SOON, command};
use super::world::{self, B6130, RJ261};
use crate::redis::RedisServer;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use std::time::Instant;

const AT_ONCE: [&str; 2] = ["--repl-diskless-sync-delay", "0"];

/// A master and its replica, which has everything.
fn pair() -> (RedisServer, RedisServer) {
    let (master, replica) = (RedisServer::on_port(&AT_ONCE), RedisServer::on_port(&AT_ONCE));
    follow(&replica, &master);
    (master, replica)
}

fn follow(replica: &RedisServer, master: &RedisServer) {
    replica.ask::<String>(&["REPLICAOF", "127.0.0.1", &master.port().to_string()]);
    let began = Instant::now();
    while !replica.ask::<String>(&["INFO", "replication"]).contains("master_link_status:up") {
        assert!(began.elapsed() < SOON, "it never copies");
    }
}

async fn said(asked: RequestBuilder) -> (StatusCode, Value) {
    let answer = asked.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap_or_default())
}

/// Until it is no longer *later*.
async fn at_last(asked: RequestBuilder) -> (StatusCode, Value) {
    let began = Instant::now();
    loop {
        let said = said(asked.try_clone().unwrap()).await;
        if said.0 != StatusCode::SERVICE_UNAVAILABLE {
            return said;
        }
        assert!(began.elapsed() < SOON, "{said:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_repeat_is_acknowledged_no_sooner_than_a_replica_has_the_first() {
    let (master, replica) = pair();
    let house = House::on(master, "?replicas=1").await;
    let feed = |message: &str| {
        let asked = house.ask("swim", Method::POST, "/api/v1/feeds/aidx").header("content-type", "application/xml");
        asked.body(message.to_owned())
    };
    let (manifest, gate, moved) = (world::marked(), world::gate(RJ261, "B22"), world::gate(RJ261, "B23"));
    let id = house.publish(&manifest).await;
    house.feed(gate.clone()).await;
    house.quiet().await;
    house.feed(world::cancelled(B6130)).await;
    house.quiet().await;
    let told = house.get("jfk-1", &format!("/api/v1/movements/{id}")).await["live"]["body"]["notices"][0]["id"].clone();
    let receipt = json!({ "notices": [{ "id": told, "movement": id, "stage": "seen" }] });
    let receive = || house.ask("jfk-1", Method::POST, "/api/v1/receipts").json(&receipt);
    assert!(said(receive()).await.0.is_success() && told.is_string(), "{told}");
    let listed = house.get("desk", &format!("/api/v1/movements/{id}")).await;
    let version = listed["live"]["body"]["version"].to_string();
    let publish = || {
        let asked = house.ask("desk", Method::POST, "/api/v1/movements").header("if-match", format!("\"{version}\""));
        asked.json(&manifest)
    };
    // Refused by a rule, and kept: who sends it again is refused again, and nothing has to be written.
    let undo = command("undo", json!({ "command": id }));
    let path = format!("/api/v1/movements/{id}/commands");
    let refused = || house.ask("jfk-1", Method::POST, &path).json(&undo);
    let (status, body) = said(refused()).await;
    assert_eq!((status, &body["outcome"]), (StatusCode::OK, &json!("rejected")), "{body}");
    assert_eq!(said(publish()).await.0, StatusCode::OK, "nothing changed");
    assert_eq!(said(feed(&gate)).await.1["unchanged"], 1);

    replica.signal("STOP");
    let later = StatusCode::SERVICE_UNAVAILABLE;
    // The master has it now, and nobody else.
    assert_eq!(said(feed(&moved)).await.0, later);
    let repeats =
        [("a message", feed(&moved)), ("a manifest", publish()), ("a refusal", refused()), ("a receipt", receive())];
    let mut acknowledged = Vec::new();
    for (what, asked) in repeats {
        if said(asked).await.0 != later {
            acknowledged.push(what);
        }
    }
    assert_eq!(acknowledged, [""; 0], "by a master that is alone");
    assert_eq!(said(feed("<nothing/>")).await.0, StatusCode::ACCEPTED, "nothing is promised of what cannot be read");
    assert_eq!(
        house.get("desk", "/api/v1/movements").await["movements"].as_array().unwrap().len(),
        1,
        "reading goes on"
    );

    replica.signal("CONT");
    let (status, body) = at_last(feed(&moved)).await;
    assert_eq!((status, &body["unchanged"], &body["accepted"]), (StatusCode::ACCEPTED, &json!(1), &json!(0)), "{body}");
    assert_eq!(at_last(publish()).await.0, StatusCode::OK);
    assert_eq!(at_last(refused()).await.1["outcome"], "rejected");
    assert!(at_last(receive()).await.0.is_success());
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_master_that_was_a_replica_in_between_is_read_again() {
    let (master, other) = pair();
    let house = House::on(master, "").await;
    let kept = house.publish(&world::marked()).await;
    house.quiet().await;
    house.redis().ask::<i64>(&["WAIT", "1", "0"]);
    other.ask::<String>(&["REPLICAOF", "NO", "ONE"]);
    let lost = house.publish(&world::second()).await;
    house.quiet().await;
    assert!(house.holds("desk").await.contains_key(&lost));
    // As many commits as are lost, and more: by the sequence alone nothing would be noticed.
    other.ask::<i64>(&["HINCRBY", "{onward}:meta", "seq", "100"]);
    follow(&house.redis(), &other);
    house.redis().ask::<String>(&["REPLICAOF", "NO", "ONE"]);
    let began = Instant::now();
    let look = |id: &str| house.ask("desk", Method::GET, &format!("/api/v1/movements/{id}"));
    while at_last(look(&lost)).await.0 != StatusCode::NOT_FOUND {
        assert!(began.elapsed() < SOON, "what was lost is still shown");
    }
    assert_eq!(at_last(look(&kept)).await.0, StatusCode::OK);
    house.close().await;
}

//! I5 idempotent: a command sent any number of times, by any way, side by side, is one fact and one effect; its id
//! is good for nothing else.
//! Must not know: how ids are kept.

use super::client::Client;
use super::house::{House, command};
use super::world::{self, RJ261};
use futures_util::future::join_all;
use serde_json::{Value, json};

const EACH: usize = 8;

/// Sends it several times without waiting; every answer that comes. One sent while the first is not answered yet is
/// the same question.
async fn shout(client: &mut Client, movement: &str, command: &Value) -> Vec<Value> {
    let mut frame = command.clone();
    (frame["t"], frame["movement"]) = (json!("do"), json!(movement));
    for _ in 0..EACH {
        client.send(&frame).await;
    }
    let is_done = |f: &Value| f["t"] == "done" && f["id"] == command["id"];
    let mut done = vec![client.until(is_done).await];
    done.extend(client.fence().await.into_iter().filter(is_done));
    done.push(client.ask(movement, command).await);
    done
}

async fn facts(house: &House, movement: &str, id: &Value) -> usize {
    let history = house.get("desk", &format!("/api/v1/movements/{movement}/history")).await;
    history["facts"].as_array().unwrap().iter().filter(|f| f["id"] == *id).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sent_many_times_by_every_way_it_is_one_fact() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    let second = house.publish(&world::second()).await;
    let (mut one, mut two) = (house.connect("jfk-1").await, house.connect("jfk-1").await);
    let wave = json!({ "station": "JFK", "flight": RJ261 });
    for (kind, body) in [("claim", wave), ("count", json!({ "leg": 1, "place": "gate", "here": 3, "in_arms": 1 }))] {
        let command = command(kind, body);
        let http = join_all((0..EACH).map(|_| house.command("jfk-1", &id, &command)));
        let (a, b, c) = tokio::join!(shout(&mut one, &id, &command), shout(&mut two, &id, &command), http);
        let all: Vec<_> = a.iter().chain(&b).chain(&c).collect();
        let applied = all.iter().filter(|d| d["outcome"] == "applied").count();
        let repeated = all.iter().filter(|d| d["outcome"] == "repeated" && d["was"] == "applied").count();
        assert_eq!((applied, repeated), (1, all.len() - 1), "{kind}: {all:?}");
        assert_eq!(facts(&house, &id, &command["id"]).await, 1, "{kind}");
        // A wave is one act on every movement of the flight.
        let others = if kind == "claim" { 1 } else { 0 };
        assert_eq!(facts(&house, &second, &command["id"]).await, others, "{kind}");
    }
    one.converge(&house).await;
    assert_eq!(one.body(&id)["counts"]["here"], 3, "added once");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_is_good_for_one_command_only() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    let second = house.publish(&world::second()).await;
    let mut jfk = house.connect("jfk-1").await;
    let first = command("count", json!({ "leg": 1, "place": "gate", "here": 3 }));
    assert_eq!(jfk.ask(&id, &first).await["outcome"], "applied");
    house.quiet().await;
    let seq = house.seq().await;
    let mut body = first.clone();
    body["body"]["here"] = json!(4);
    let mut kind = first.clone();
    (kind["kind"], kind["body"]) = (json!("alert.raise"), json!({ "kind": "lift-broken" }));
    for (what, account, movement, other) in [
        ("body", "jfk-1", &id, &body),
        ("kind", "jfk-1", &id, &kind),
        ("movement", "jfk-1", &second, &first),
        ("account", "jfk-2", &id, &first),
    ] {
        let answer = house.command(account, movement, other).await;
        let said = (&answer["outcome"], &answer["problem"]["type"]);
        assert_eq!(said, (&json!("rejected"), &json!("command-id-reused")), "another {what}: {answer}");
    }
    let done = jfk.ask(&id, &body).await;
    assert_eq!((&done["outcome"], &done["problem"]["type"]), (&json!("rejected"), &json!("command-id-reused")));
    // The times of a later send are not compared: the first stand.
    let mut later = first.clone();
    (later["at"], later["sent"]) = (json!("2031-05-06T13:00:00Z"), json!("2031-05-06T13:30:00Z"));
    assert_eq!(jfk.ask(&id, &later).await["outcome"], "repeated");
    assert_eq!(house.seq().await, seq, "nothing was written");
    assert_eq!(facts(&house, &id, &first["id"]).await, 1);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_pending_is_answered_at_hello() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    let sent = command("count", json!({ "leg": 1, "place": "gate", "here": 3 }));
    house.command("jfk-1", &id, &sent).await;
    let never = uuid::Uuid::now_v7();
    let pending = json!({ sent["id"].as_str().unwrap(): id, never.to_string(): id });
    let mut client = Client::greet_with(&house, "jfk-1", json!({ "have": {}, "pending": pending })).await;
    client.read_to("live").await;
    let said = |t: &str| -> Vec<Value> {
        client.heard.iter().map(|f| serde_json::from_str::<Value>(f).unwrap()).filter(|f| f["t"] == t).collect()
    };
    let done = said("done");
    assert_eq!((done.len(), &done[0]["id"], &done[0]["outcome"]), (1, &sent["id"], &json!("repeated")));
    assert_eq!(said("unknown")[0]["ids"], json!([never]));
    house.close().await;
}

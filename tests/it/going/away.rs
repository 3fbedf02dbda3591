//! A store that does not answer: what is known is shown with its age, what is asked waits, nothing closes, and it goes on
//! by itself. Once by a file that somebody else has locked, once by a store that is closed under the hub.
//! Must not know: how long anything takes.

use super::note;
use super::program::Program;
use crate::promise::client::Client;
use crate::promise::house::House;
use crate::promise::world;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_file_makes_commands_wait_and_closes_nothing() {
    let program = Program::serve();
    let movement = program.publish(&world::marked()).await;
    let mut socket = program.live().await;
    let file = program.file();
    file.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let asked = note(&movement, "at the gate");
    socket.send(&asked).await;
    assert_eq!(socket.to("done").await["outcome"], "later");
    let fresh = socket.frame_where("fresh", |f| f["store"]["state"] == "away").await;
    assert!(fresh["store"]["heard"].is_string(), "{fresh}");
    let ready = program.until("/readyz", |status, _| status == 503).await;
    assert_eq!((&ready["type"], &ready["store"]), (&json!("store-away"), &json!("away")));
    let (status, listed) = program.get("/api/v1/movements").await;
    assert_eq!((status, listed["movements"].as_array().unwrap().len()), (200, 1));
    let mut second = program.live().await;
    assert_eq!(second.to("fresh").await["store"]["state"], "away");
    file.execute_batch("ROLLBACK").unwrap();
    socket.frame_where("fresh", |f| f["store"]["state"] == "ok").await;
    program.until("/readyz", |status, _| status == 200).await;
    // The store may have done it after `later` was said: then it is known.
    socket.send(&asked).await;
    let done = socket.to("done").await;
    assert!(done["outcome"] == "applied" || done["was"] == "applied", "{done}");
    second.send(&json!({ "t": "ping", "n": 1 })).await;
    second.to("pong").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_store_gone_those_who_are_known_go_on_reading() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    let mut here = house.connect("desk").await;
    let holds = house.get("desk", "/api/v1/movements").await;
    house.app.intake.movements.store().clone().close().await.unwrap();
    loop {
        if here.read_to("fresh").await["store"]["state"] == "away" {
            break;
        }
    }
    assert_eq!(house.get("desk", "/api/v1/movements").await, holds);
    let pending = uuid::Uuid::now_v7();
    let mut new =
        Client::greet_with(&house, "desk", json!({ "have": {}, "pending": { pending.to_string(): id } })).await;
    let done: Value = new.read_to("done").await;
    assert_eq!((&done["id"], &done["outcome"]), (&json!(pending), &json!("later")));
    new.read_to("live").await;
    assert!(new.held.contains_key(&id));
    assert_eq!(new.read_to("fresh").await["store"]["state"], "away");
    // Who is not known yet cannot become it.
    let stranger = house.ask("buf-1", Method::GET, "/api/v1/movements").send().await.unwrap();
    assert_eq!(stranger.status(), StatusCode::SERVICE_UNAVAILABLE);
    let path = format!("/api/v1/movements/{id}/commands");
    let answer = house.ask("desk", Method::POST, &path).json(&note(&id, "here")).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_full_takes_nothing_and_is_shown_from() {
    let house = House::on_redis().await;
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    let holds = house.get("desk", "/api/v1/movements").await;
    let path = format!("/api/v1/movements/{id}/commands");
    let asked = note(&id, "at the gate");
    house.redis().ask::<String>(&["CONFIG", "SET", "maxmemory", "1"]);
    let answer = house.ask("desk", Method::POST, &path).json(&asked).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(house.get("desk", "/api/v1/movements").await, holds);
    house.redis().ask::<String>(&["CONFIG", "SET", "maxmemory", "0"]);
    let done = house.command("desk", &id, &asked).await;
    assert_eq!(done["outcome"], "applied", "{done}");
    house.close().await;
}

//! Several hubs on one store: what happens at one is seen at all, an account that is closed at one is closed at all,
//! and what only one of them does is done by another when it goes.
//! Must not know: which store it is, but for the tests that take it away.

use super::client::Client;
use super::house::{House, SOON, command};
use super::world::{self, RJ261};
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::time::Instant;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_at_one_node_shows_at_the_other() {
    let one = House::open().await;
    let other = one.beside().await;
    let id = one.publish(&world::marked()).await;
    let mut desk = Client::connect(&other, "desk", json!({})).await;
    let mut post = Client::connect(&one, "jfk-1", json!({})).await;
    desk.until_held(|c| c.held.contains_key(&id)).await;
    one.apply("jfk-1", &id, "claim", json!({ "station": "JFK", "flight": RJ261 })).await;
    desk.until_held(|c| c.body(&id)["claims"][0]["by"] == "jfk-1").await;
    other.feed(world::gate(RJ261, "B22")).await;
    post.until_held(|c| c.held[&id].1.to_string().contains("B22")).await;
    for house in [&one, &other] {
        house.quiet().await;
        desk.converge(house).await;
        post.converge(house).await;
    }
    drop((desk, post));
    other.close().await;
    one.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_id_is_one_effect_whichever_node_it_reaches() {
    let one = House::open().await;
    let other = one.beside().await;
    let id = one.publish(&world::marked()).await;
    let raise = command("alert.raise", json!({ "kind": "lift-broken" }));
    let both = [&one, &other, &one, &other].map(|house| house.command("jfk-1", &id, &raise));
    let outcomes = futures_util::future::join_all(both).await;
    let mut words: Vec<&str> = outcomes.iter().map(|o| o["outcome"].as_str().unwrap()).collect();
    words.sort_unstable();
    assert_eq!(words, ["applied", "repeated", "repeated", "repeated"]);
    for house in [&one, &other] {
        house.quiet().await;
        let history = house.get("desk", &format!("/api/v1/movements/{id}/history")).await;
        assert_eq!(history.to_string().matches("lift-broken").count(), 1, "{history}");
    }
    other.close().await;
    one.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_is_closed_at_one_node_is_closed_at_all() {
    let one = House::open().await;
    let other = one.beside().await;
    one.publish(&world::marked()).await;
    let mut post = Client::connect(&other, "jfk-1", json!({})).await;
    one.app.accounts.disable("jfk-1", chrono::Utc::now()).await.unwrap();
    assert_eq!(post.ended().await, "4403");
    let began = Instant::now();
    loop {
        let asked = other.ask("jfk-1", Method::GET, "/api/v1/movements").send().await.unwrap();
        if asked.status() == StatusCode::UNAUTHORIZED {
            break;
        }
        assert!(began.elapsed() < SOON, "it still gets in: {}", asked.status());
    }
    other.close().await;
    one.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_time_changes_is_written_by_another_node_when_the_first_goes() {
    let one = House::at(world::NOW, 600.0).await;
    let other = one.beside().await;
    let id = one.publish(&world::marked()).await;
    let mut desk = Client::connect(&other, "desk", json!({})).await;
    desk.until_held(|c| c.held.contains_key(&id)).await;
    one.feed(world::time(RJ261, "OFB", "ACT", "2031-05-06T13:55:00Z")).await;
    one.close().await;
    // Nobody has been seen at the door by 14:15: only the passing of time says so.
    other.app.clock.begin();
    desk.until_held(|c| c.body(&id)["alerts"].to_string().contains("not-seen")).await;
    drop(desk);
    other.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_killed_costs_nobody_what_was_acknowledged() {
    let one = House::on_redis().await;
    let other = one.beside().await;
    let id = one.publish(&world::marked()).await;
    let mut desk = Client::connect(&other, "desk", json!({})).await;
    desk.until_held(|c| c.held.contains_key(&id)).await;
    one.apply("jfk-1", &id, "claim", json!({ "station": "JFK", "flight": RJ261 })).await;
    // The other node shows it too: what it has not read yet it could not go on showing.
    desk.until_held(|c| c.body(&id)["claims"].to_string().contains("jfk-1")).await;
    one.redis().kill();
    let raise = command("alert.raise", json!({ "kind": "lift-broken" }));
    let path = format!("/api/v1/movements/{id}/commands");
    let asked = one.ask("jfk-1", Method::POST, &path).json(&raise).send().await.unwrap();
    assert_eq!(asked.status(), StatusCode::SERVICE_UNAVAILABLE, "later, and nothing lost");
    let read = other.get("desk", &format!("/api/v1/movements/{id}")).await;
    assert_eq!(read["live"]["body"]["claims"][0]["by"], "jfk-1", "reads go on");
    one.redis().run();
    // Another life of the store: everybody comes again, with what they have done.
    assert_eq!(desk.ended().await, "4510");
    let began = Instant::now();
    let outcome = loop {
        let asked = one.ask("jfk-1", Method::POST, &path).json(&raise).send().await.unwrap();
        if asked.status() == StatusCode::OK {
            break asked.json::<serde_json::Value>().await.unwrap()["outcome"].clone();
        }
        assert!(began.elapsed() < SOON, "it is still away: {}", asked.status());
    };
    assert_eq!(outcome, "applied");
    for house in [&one, &other] {
        house.quiet().await;
        let history = house.get("desk", &format!("/api/v1/movements/{id}/history")).await;
        assert_eq!(history.to_string().matches("lift-broken").count(), 1, "{history}");
    }
    let mut again = desk.again(&other).await;
    again.converge(&other).await;
    drop(again);
    other.close().await;
    one.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_redis_erases_nothing_and_is_not_written_to() {
    let house = House::on_redis().await;
    let id = house.publish(&world::marked()).await;
    let mut desk = house.connect("desk").await;
    house.redis().ask::<String>(&["FLUSHALL"]);
    // As after a failover to an empty replica: other connections, to a server that has nothing.
    house.redis().ask::<i64>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    let claim = command("claim", json!({ "station": "JFK", "flight": RJ261 }));
    let path = format!("/api/v1/movements/{id}/commands");
    let asked = house.ask("jfk-1", Method::POST, &path).json(&claim).send().await.unwrap();
    assert_eq!(asked.status(), StatusCode::SERVICE_UNAVAILABLE);
    desk.until(|f| f["t"] == "fresh" && f.to_string().contains("away")).await;
    assert!(desk.has(&id) && desk.gone.is_empty(), "nobody is told that a group is gone");
    let ready = house.http.get(format!("{}/readyz", house.base)).send().await.unwrap();
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(house.redis().ask::<i64>(&["DBSIZE"]), 0, "and nothing was made in it");
    drop(desk);
    house.close().await;
}

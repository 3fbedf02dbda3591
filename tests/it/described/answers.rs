//! What a running hub answers, held against the description: every call of a made-up day as every account, and every
//! wrong call of `promise::refused`.
//! Must not know: what is right or wrong about a call.

use super::document::Document;
use crate::promise::house::{ACCOUNTS, House, command};
use crate::promise::refused::{Bad, bad, every_bad_input, json_of};
use crate::promise::world::{self, B6130, RJ261};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Asks, and says what of the answer is not described.
async fn judged(house: &House, document: &Document, asked: &Bad) -> (Vec<String>, Value) {
    let (status, kind, body) = asked.answer(house).await;
    let method = asked.method.as_str().to_lowercase();
    let wrong = document.judge(&method, &asked.path, status, &kind, &body).unwrap_or_default();
    let who = if asked.account.is_empty() { "nobody" } else { asked.account };
    (wrong.into_iter().map(|w| format!("as {who}: {w}")).collect(), serde_json::from_str(&body).unwrap_or_default())
}

/// Everything there is to read.
fn readings(account: &'static str, id: &str) -> Vec<Bad> {
    let mut paths: Vec<String> = [
        "me",
        "feeds",
        "feeds/plan",
        "feeds/unmatched",
        "movements",
        "movements?station=JFK&date=2031-05-06&state=moving",
        "openapi.json",
        "airports?codes=JFK,BUF,XXX",
    ]
    .map(|path| format!("/api/v1/{path}"))
    .into();
    paths.extend([format!("/api/v1/flights/{RJ261}"), "/api/v1/demo".into(), "/api/docs".into()]);
    paths.extend([format!("/api/v1/movements/{id}"), format!("/api/v1/movements/{id}/history")]);
    paths.extend(["/healthz", "/readyz", "/metrics"].map(str::to_owned));
    paths.into_iter().map(|path| bad("", account, Method::GET, &path, 200)).collect()
}

fn writings(account: &'static str, id: &str) -> Vec<Bad> {
    let post = |path: &str, body: Value| json_of("", account, path, body.to_string(), 200);
    let commands = format!("/api/v1/movements/{id}/commands");
    let count = command("count", json!({ "leg": 1, "place": "gate", "here": 3 }));
    let mut late = command("alert.raise", json!({ "kind": "lift" }));
    late["movement"] = json!(id);
    vec![
        post(&commands, count.clone()),
        post(&commands, count),
        post(&commands, command("claim", json!({ "station": "JFK", "flight": RJ261 }))),
        post(&commands, command("alert.resolve", json!({ "alert": uuid::Uuid::now_v7() }))),
        post("/api/v1/commands/late", json!({ "commands": [late] })),
        post("/api/v1/search", json!({ "q": "RJ261" })),
        post("/api/v1/receipts", json!({ "notices": [] })),
        post("/api/v1/sign-in", json!({ "account": account, "password": "wrong password" })),
        post("/api/v1/sign-in/link", json!({ "token": "none" })),
        post("/api/v1/me/password", json!({ "password": "old", "new": "new password" })),
        post("/api/v1/sign-out", json!({})),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_hub_answers_is_described() {
    let house = House::open().await;
    let document = Document::new(house.get("desk", "/api/v1/openapi.json").await);
    let id = house.publish(&world::marked()).await;
    house.feed(world::time(RJ261, "OFB", "ACT", "2031-05-06T07:50:00Z")).await;
    house.feed(world::gate(B6130, "22")).await;
    house.apply("desk", &id, "flight.state", json!({ "leg": 2, "field": "gate_out", "value": "7" })).await;
    house.quiet().await;
    house.feed(world::cancelled(B6130)).await;
    house.quiet().await;
    let mut wrong = BTreeSet::new();
    for (account, ..) in ACCOUNTS {
        for asked in writings(account, &id).into_iter().chain(readings(account, &id)) {
            wrong.extend(judged(&house, &document, &asked).await.0);
        }
    }
    for asked in every_bad_input(&id) {
        wrong.extend(judged(&house, &document, &asked).await.0);
    }
    // Off and on, as it was; something that waits, looked at and laid aside; a hint.
    house.feed(world::time(RJ261, "ONB", "EST", "2031-05-07T09:00:00Z").replace(">261<", ">261D<")).await;
    let waits = bad("", "desk", Method::GET, "/api/v1/feeds/unmatched", 200);
    let (faults, list) = judged(&house, &document, &waits).await;
    wrong.extend(faults);
    let one = format!("/api/v1/feeds/unmatched/{}", list["unmatched"][0]["id"].as_str().unwrap());
    for asked in [
        json_of("", "desk", &one, "{}", 200),
        bad("", "desk", Method::DELETE, &one, 404),
        json_of("", "", "/api/v1/hints/anything", "{}", 200),
        json_of("", "root", "/api/v1/feeds/aidx/switch", r#"{"on":false}"#, 200),
        json_of("", "swim", "/api/v1/feeds/aidx", "<a/>", 409),
        json_of("", "root", "/api/v1/feeds/aidx/switch", r#"{"on":true}"#, 200),
    ] {
        let (status, ..) = asked.answer(&house).await;
        assert_eq!(status, asked.status, "{}", asked.path);
        wrong.extend(judged(&house, &document, &asked).await.0);
    }
    let again = json_of("", "desk", "/api/v1/movements", world::second().to_string(), 201);
    let (faults, published) = judged(&house, &document, &again).await;
    assert!(published["id"].is_string(), "{published}");
    wrong.extend(faults);
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    house.close().await;
}

//! Bad input to every address: the answer is always a problem with the right status, *missing* and *not yours* are
//! the same bytes, and nothing is written.
//! Must not know: what good input does.

use super::house::{House, command};
use super::world::{self, RJ261};
use reqwest::Method;
use serde_json::{Value, json};

const NOBODY: &str = "";

/// One call, and the status it should have.
pub struct Bad {
    what: &'static str,
    pub account: &'static str,
    pub method: Method,
    pub path: String,
    kind: &'static str,
    body: Vec<u8>,
    pub status: u16,
}

pub fn bad(what: &'static str, account: &'static str, method: Method, path: &str, status: u16) -> Bad {
    Bad { what, account, method, path: path.to_owned(), kind: "", body: Vec::new(), status }
}

/// A POST of JSON that is wrong.
pub fn json_of(what: &'static str, account: &'static str, path: &str, body: impl Into<Vec<u8>>, status: u16) -> Bad {
    Bad { kind: "application/json", body: body.into(), ..bad(what, account, Method::POST, path, status) }
}

const JSON_DOORS: [(&str, &str); 10] = [
    ("/api/v1/sign-in", NOBODY),
    ("/api/v1/sign-in/link", NOBODY),
    ("/api/v1/movements", "desk"),
    ("/api/v1/search", "jfk-1"),
    ("/api/v1/receipts", "jfk-1"),
    ("/api/v1/stream", "jfk-1"),
    ("/api/v1/commands/late", "jfk-1"),
    ("/api/v1/movements/ID/commands", "jfk-1"),
    ("/api/v1/movements/ID/commands", "desk"),
    ("/api/v1/feeds/aidx/switch", "desk"),
];

/// What no reader of JSON takes, at every door that reads JSON.
fn unreadable(id: &str) -> Vec<Bad> {
    let mut all = Vec::new();
    for (path, account) in JSON_DOORS {
        let path = path.replace("ID", id);
        let big = format!("{{\"q\":\"{}\"}}", "x".repeat(1024 * 1024 + 1));
        all.push(json_of("truncated", account, &path, "{\"a\":", 400));
        all.push(json_of("empty", account, &path, "", 400));
        all.push(json_of("not UTF-8", account, &path, b"{\"q\":\"\xff\xfe\"}".to_vec(), 400));
        all.push(json_of("an array", account, &path, "[1,2]", 400));
        all.push(json_of("a number", account, &path, "7", 400));
        all.push(json_of("deep", account, &path, "[".repeat(3000), 400));
        all.push(json_of(
            "wrong types",
            account,
            &path,
            r#"{"q":1,"account":[],"token":{},"reference":1,"notices":1,"commands":2,"id":3,"have":4}"#,
            400,
        ));
        all.push(json_of("huge", account, &path, big, 413));
        all.push(Bad { kind: "text/plain", ..json_of("text", account, &path, "{}", 415) });
        all.push(Bad { kind: "", ..json_of("no type", account, &path, "{}", 415) });
        all.push(bad("method", account, Method::DELETE, &path, 405));
        all.push(bad("method", account, Method::PUT, &path, 405));
    }
    all
}

/// A bus at the end of what a calendar can hold.
fn far_away() -> Value {
    let mut manifest = world::elsewhere();
    manifest["itinerary"] = json!([{ "kind": "ground", "mode": "bus", "from": "LGA", "to": "ORD",
        "scheduled_out": "+262142-12-31T20:00:00Z", "scheduled_in": "+262142-12-31T23:59:59Z" }]);
    manifest
}

/// Who may not, and what is not there.
fn out_of_bounds(id: &str) -> Vec<Bad> {
    let (one, commands) = (format!("/api/v1/movements/{id}"), format!("/api/v1/movements/{id}/commands"));
    let sent = command("count", json!({ "leg": 1, "place": "gate", "here": 1 })).to_string();
    let get = |what, account, path: &str, status| bad(what, account, Method::GET, path, status);
    let mut all = vec![
        get("no sign-in", NOBODY, &one, 401),
        get("no sign-in", NOBODY, "/api/v1/movements", 401),
        get("no sign-in", NOBODY, "/api/v1/feeds", 401),
        get("no sign-in", NOBODY, "/api/v1/ws", 401),
        json_of("no sign-in", NOBODY, "/api/v1/movements", world::marked().to_string(), 401),
        json_of("no sign-in", NOBODY, &commands, sent.clone(), 401),
        json_of("another programme", "other-desk", "/api/v1/movements", world::marked().to_string(), 403),
        json_of("no version", "desk", "/api/v1/movements", world::marked().to_string(), 428),
        json_of(
            "broken plan",
            "desk",
            "/api/v1/movements",
            json!({ "reference": "X", "programme": "us-rp", "itinerary": [] }).to_string(),
            422,
        ),
        json_of("unknown field", "desk", "/api/v1/movements", r#"{"refrence":"X"}"#, 400),
        json_of("the year 262142", "desk", "/api/v1/movements", far_away().to_string(), 400),
        json_of("half a queue", "jfk-1", "/api/v1/commands/late", format!(r#"{{"commands":[{sent}]}}"#), 400),
        json_of("nothing asked", "jfk-1", "/api/v1/search", r#"{"q":" "}"#, 422),
        json_of("another's eyes", "jfk-1", "/api/v1/search", r#"{"q":"RJ261","audience":"station:LGA"}"#, 404),
        json_of("another's commands", "lga-1", &commands, sent.clone(), 404),
        json_of("a wall commands", "wall", &commands, sent.clone(), 403),
        json_of("no id", "jfk-1", "/api/v1/movements/xyz/commands", sent.clone(), 404),
        get("another's eyes", "jfk-1", "/api/v1/movements?audience=station:LGA", 404),
        get("no audience", "jfk-1", "/api/v1/movements?audience=nobody", 400),
        get("no date", "jfk-1", "/api/v1/movements?date=tomorrow", 400),
        get("no such filter", "jfk-1", "/api/v1/movements?nam=x", 400),
        get("no codes", "jfk-1", "/api/v1/airports", 400),
        get("no flight", "jfk-1", "/api/v1/flights/AA1/2031-01-01/JFK-LAX", 404),
        get("no key", "jfk-1", "/api/v1/flights/%FF%FE", 404),
        get("no socket", "jfk-1", "/api/v1/ws", 400),
        get("no stream", "jfk-1", "/api/v1/stream", 405),
        json_of("no sign-in", NOBODY, "/api/v1/stream", "{}", 401),
        json_of("another's eyes", "jfk-1", "/api/v1/stream", r#"{"audience":"station:LGA"}"#, 403),
        json_of("no audience", "jfk-1", "/api/v1/stream", r#"{"audience":"nobody"}"#, 400),
        json_of("another frame", "jfk-1", "/api/v1/stream", r#"{"t":"have","have":{}}"#, 400),
        json_of("half a sum", "jfk-1", "/api/v1/stream", r#"{"count":1}"#, 400),
        json_of("other sums", "jfk-1", "/api/v1/stream", r#"{"count":1,"sum":"0000000000000000"}"#, 409),
        get("a page", NOBODY, "/api/v1/nowhere", 404),
        get("a page", NOBODY, "/%00%FF", 404),
    ];
    for role in ["swim", "root"] {
        all.push(get("no reader", role, &one, 403));
        all.push(get("no reader", role, "/api/v1/movements", 403));
        all.push(get("no reader", role, &format!("{one}/history"), 403));
        all.push(json_of("no reader", role, "/api/v1/search", r#"{"q":"K7"}"#, 403));
        all.push(json_of("no reader", role, "/api/v1/stream", "{}", 403));
        all.push(json_of("no actor", role, &commands, sent.clone(), 403));
    }
    for account in ["lga-1", "stranger", "other-desk"] {
        all.push(get("out of scope", account, &one, 404));
        all.push(get("out of scope", account, &format!("{one}/history"), 404));
        all.push(get("missing", account, &format!("/api/v1/movements/{}", uuid::Uuid::now_v7()), 404));
        all.push(get("missing", account, "/api/v1/movements/no-id/history", 404));
    }
    all
}

fn feeds() -> Vec<Bad> {
    let post = |what, account, source: &str, body: Vec<u8>, status| {
        let path = format!("/api/v1/feeds/{source}");
        Bad { kind: "application/xml", body, ..bad(what, account, Method::POST, &path, status) }
    };
    let waits = format!("/api/v1/feeds/unmatched/{}", uuid::Uuid::now_v7());
    vec![
        post("not a feed", "desk", "aidx", world::gate(RJ261, "1").into_bytes(), 403),
        post("another's source", "swim", "typeb", b"x".to_vec(), 404),
        post("no source", "swim", "no%FFne", b"x".to_vec(), 404),
        post("empty", "swim", "aidx", Vec::new(), 400),
        post("huge", "swim", "aidx", vec![b'x'; 1024 * 1024 + 1], 413),
        bad("method", "swim", Method::GET, "/api/v1/feeds/aidx", 405),
        bad("no sign-in", NOBODY, Method::GET, "/api/v1/feeds/unmatched", 401),
        bad("a feed", "swim", Method::GET, "/api/v1/feeds/unmatched", 403),
        bad("no source", "desk", Method::POST, "/api/v1/feeds/unmatched", 404),
        json_of("a post", "jfk-1", &waits, "{}", 403),
        json_of("nothing waits", "desk", &waits, "{}", 404),
        json_of("no id", "desk", "/api/v1/feeds/unmatched/xyz", "{}", 404),
        json_of("no flight", "desk", &waits, r#"{"flight":"RJ261"}"#, 422),
        json_of("unknown field", "desk", &waits, r#"{"flights":[]}"#, 400),
        bad("a post", "jfk-1", Method::DELETE, &waits, 403),
        bad("nothing waits", "root", Method::DELETE, &waits, 404),
        bad("method", "desk", Method::GET, &waits, 405),
        json_of("a post", "jfk-1", "/api/v1/feeds/aidx/switch", r#"{"on":false}"#, 403),
        json_of("no source", "desk", "/api/v1/feeds/no-such/switch", r#"{"on":false}"#, 404),
        json_of("no switch", "desk", "/api/v1/feeds/aidx/switch", "{}", 400),
        bad("method", NOBODY, Method::GET, "/api/v1/hints/anything", 405),
        json_of("huge", NOBODY, "/api/v1/hints/anything", vec![b'x'; 1024 * 1024 + 1], 413),
        bad("a deletion is a message", "swim", Method::DELETE, "/api/v1/feeds/aidx", 405),
    ]
}

pub fn every_bad_input(id: &str) -> impl Iterator<Item = Bad> {
    unreadable(id).into_iter().chain(out_of_bounds(id)).chain(feeds())
}

impl Bad {
    /// Status, content type and body.
    pub async fn answer(&self, house: &House) -> (u16, String, String) {
        let mut asked = house.http.request(self.method.clone(), format!("{}{}", house.base, self.path));
        if !self.account.is_empty() {
            asked = asked.bearer_auth(house.token(self.account));
        }
        if !self.kind.is_empty() {
            asked = asked.header("content-type", self.kind);
        }
        let answer = asked.body(self.body.clone()).send().await.unwrap();
        let kind = answer.headers().get("content-type").map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default();
        (answer.status().as_u16(), kind, answer.text().await.unwrap())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_bad_input_is_a_problem_of_the_right_status_and_writes_nothing() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    let seq = house.seq().await;
    let mut wrong = Vec::new();
    let mut missing = std::collections::BTreeSet::new();
    for bad in every_bad_input(&id) {
        let (status, kind, body) = bad.answer(&house).await;
        let problem: Value = serde_json::from_str(&body).unwrap_or_default();
        let is_problem =
            kind == "application/problem+json" && problem["status"] == status && problem["type"].is_string();
        if status != bad.status || !is_problem {
            let (what, method, path) = (bad.what, &bad.method, &bad.path);
            wrong.push(format!(
                "{what} {method} {path} as {:?}: {status} {kind} {body}, not {}",
                bad.account, bad.status
            ));
        }
        if status == 404 {
            missing.insert(body);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(missing.len(), 1, "one answer for missing and for not yours: {missing:?}");
    assert_eq!(house.seq().await, seq, "something was written");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_that_sends_rubbish_is_told_what_and_changes_nothing() {
    let house = House::open().await;
    let seq = house.seq().await;
    for body in [
        b"not xml at all".to_vec(),
        b"<a>".to_vec(),
        b"\xff\xfe\x00".to_vec(),
        b"<a/>".to_vec(),
        b"{}".to_vec(),
        b"<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>".to_vec(),
    ] {
        let asked = house.ask("swim", Method::POST, "/api/v1/feeds/aidx").body(body.clone());
        let answer: Value = asked.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["accepted"], 0, "{answer}");
        assert!(!answer["rejected"].as_array().unwrap().is_empty(), "{}: {answer}", String::from_utf8_lossy(&body));
    }
    assert_eq!(house.seq().await, seq);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_of_the_wrong_shape_is_answered_and_leaves_no_trace() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    let seq = house.seq().await;
    let mut jfk = house.connect("jfk-1").await;
    for (kind, body) in [
        ("no-such-command", json!({})),
        ("count", json!({ "leg": 9, "place": "gate", "here": 1 })),
        ("count", json!({ "leg": 1, "place": "gate", "here": 1000 })),
        ("count", json!({ "leg": 1, "place": "gate", "here": -1 })),
        ("count", json!({ "leg": 1, "place": "At the Gate", "here": 1 })),
        ("count", json!([])),
        ("count", Value::Null),
        ("claim", json!({ "station": "LGA", "flight": RJ261 })),
        ("claim", json!({ "station": "JFK", "flight": "no flight" })),
        ("claim", json!({ "station": "JFK", "flight": "AA1/2031-05-06/JFK-LAX" })),
        ("alert.raise", json!({ "kind": "lift", "text": "x".repeat(201) })),
        ("flight.state", json!({ "leg": 1, "field": "gate_out", "value": 5 })),
        ("flight.state", json!({ "leg": 1, "field": "nonsense", "value": "5" })),
    ] {
        let sent = command(kind, body);
        let done = jfk.ask(&id, &sent).await;
        let http = house.command("jfk-1", &id, &sent).await;
        for answer in [&done, &http] {
            assert_eq!(answer["outcome"], "rejected", "{sent}: {answer}");
            assert!(answer["problem"]["type"].is_string(), "{answer}");
        }
    }
    assert_eq!(house.seq().await, seq, "something was written");
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_the_rules_refuse_is_kept_once_for_the_coordinator() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    let mut jfk = house.connect("jfk-1").await;
    let mut desk = house.connect("desk").await;
    for (kind, body, code) in [
        ("count", json!({ "leg": 1, "place": "gate", "here": 1, "missing": ["nobody00"] }), "unknown-traveller"),
        ("movement.cancel", json!({}), "not-your-command"),
        ("notice.ack", json!({ "notice": uuid::Uuid::now_v7() }), "unknown-notice"),
    ] {
        let sent = command(kind, body);
        let done = jfk.ask(&id, &sent).await;
        let http = house.command("jfk-1", &id, &sent).await;
        for answer in [&done, &http] {
            assert_eq!(
                (&answer["outcome"], &answer["problem"]["type"]),
                (&json!("rejected"), &json!(code)),
                "{answer}"
            );
        }
        house.quiet().await;
        desk.converge(&house).await;
        let refused = desk.body(&id)["refused"].as_array().unwrap().clone();
        let kept: Vec<_> = refused.iter().filter(|r| r["code"] == code).collect();
        assert_eq!((kept.len(), &kept[0]["kind"], &kept[0]["by"]), (1, &json!(kind), &json!("station:JFK")));
    }
    jfk.converge(&house).await;
    assert!(jfk.body(&id).get("refused").is_none(), "for the coordinator alone");
    house.close().await;
}

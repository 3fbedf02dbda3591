//! `POST /stream`: what a websocket would get, over a response that does not end, for networks that let no websocket
//! through. Commands go over HTTP and show on it.
//! Must not know: how either of them travels.

use super::client::Client;
use super::events::Events;
use super::house::{House, command};
use super::world::{self, RJ261};
use chrono::Utc;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

/// What must be there at once; a stop that waited for streams would take 12 s.
const PROMPTLY: Duration = Duration::from_secs(8);

/// Without what is each session's own.
fn told(client: &Client) -> Vec<Value> {
    let mut frames: Vec<Value> = client.heard.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    for frame in &mut frames {
        frame.as_object_mut().unwrap().retain(|name, _| name != "session" && name != "now");
    }
    frames
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_is_told_what_a_websocket_is_told() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.publish(&world::second()).await;
    let first = command("count", json!({ "leg": 1, "place": "gate", "here": 3 }));
    house.command("jfk-1", &id, &first).await;
    house.quiet().await;
    for account in ["desk", "jfk-1", "buf-1", "lga-1", "buffalo", "erie", "arrivals", "escort-01", "wall"] {
        let nobody = uuid::Uuid::now_v7();
        let hello = json!({ "pending": { first["id"].as_str().unwrap(): id, nobody.to_string(): id } });
        let mut socket = Client::greet_with(&house, account, hello.clone()).await;
        let mut stream = Client::stream(&house, account, &hello).await;
        for client in [&mut socket, &mut stream] {
            client.read_to("fresh").await;
        }
        assert_eq!(told(&socket), told(&stream), "{account}");
        assert_eq!(told(&stream).iter().filter(|f| f["t"] == "done" || f["t"] == "unknown").count(), 2, "{account}");
    }
    // From then on, what changes.
    let mut socket = house.connect("jfk-1").await;
    let mut stream = Client::stream(&house, "jfk-1", &json!({ "t": "hello", "have": {} })).await;
    stream.read_to("fresh").await;
    let mut desk = Client::stream(&house, "desk", &json!({ "have": {} })).await;
    for gate in ["G1", "G2", "G3"] {
        house.feed(world::gate(RJ261, gate)).await;
        let shows = |frame: &Value| frame["t"] == "put" && frame.to_string().contains(gate);
        stream.until(shows).await;
        desk.until(shows).await;
    }
    house.feed(world::cancelled(world::B6130)).await;
    house.quiet().await;
    socket.converge(&house).await;
    while stream.held != socket.held {
        stream.frame().await;
    }
    // A device that comes back names what it holds, by name or by sum, and is told nothing twice.
    let held = stream.revs();
    drop(stream);
    let mut again = Client::stream(&house, "jfk-1", &json!({ "have": held })).await;
    again.held = socket.held.clone();
    let live = again.read_to("live").await;
    assert_eq!(again.heard.len(), 2, "{:?}", again.heard);
    let sums = json!({ "count": live["count"], "sum": live["sum"] });
    let mut again = Client::stream(&house, "jfk-1", &sums).await;
    again.held = socket.held.clone();
    again.read_to("live").await;
    assert_eq!(again.heard.len(), 2, "{:?}", again.heard);
    drop((again, socket, desk));
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_over_http_shows_on_the_stream() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    let mut stream = Client::stream(&house, "jfk-1", &json!({})).await;
    stream.read_to("live").await;
    house.apply("jfk-1", &id, "claim", json!({ "station": "JFK", "flight": RJ261 })).await;
    stream.until(|frame| frame["t"] == "put" && frame["docs"][0]["body"]["claims"][0]["by"] == "jfk-1").await;
    // A receipt too: who cancels is told of it, and says that it was seen.
    house.feed(world::cancelled(RJ261)).await;
    let notice = |client: &Client| {
        let notices = client.body(&id)["notices"].as_array().unwrap().clone();
        notices.into_iter().find(|n| n["kind"] == "cancelled")
    };
    while notice(&stream).is_none() {
        stream.frame().await;
    }
    let seen = json!({ "notices": [{ "id": notice(&stream).unwrap()["id"], "movement": id, "stage": "seen" }] });
    let answer = house.ask("jfk-1", Method::POST, "/api/v1/receipts").json(&seen).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    while notice(&stream).unwrap()["stage"] != "seen" {
        stream.frame().await;
    }
    drop(stream);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reason_for_its_end_is_its_last_frame() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    let mut stream = Client::stream(&house, "jfk-1", &json!({})).await;
    let mut other = Client::stream(&house, "jfk-2", &json!({})).await;
    stream.read_to("live").await;
    other.read_to("live").await;
    house.app.accounts.disable("jfk-1", Utc::now()).await.unwrap();
    assert_eq!(stream.ended().await, "revoked");
    // The other is still told, and a stop waits for nobody.
    house.feed(world::gate(RJ261, "G1")).await;
    other.until(|frame| frame["t"] == "put").await;
    let (closed, last) = tokio::join!(tokio::time::timeout(PROMPTLY, house.close()), other.ended());
    closed.expect("the stop waited for a stream");
    assert_eq!(last, "draining");
}

/// A caller is believed for two seconds: long enough to come back after everybody was told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_back_at_once_after_the_account_was_taken_is_found_out() {
    let house = House::open().await;
    let mut socket = house.connect("jfk-1").await;
    let mut stream = Client::stream(&house, "jfk-1", &json!({})).await;
    stream.read_to("live").await;
    // A token that is first seen now is believed for the next two seconds.
    let token = house.app.accounts.make_token("jfk-1", false, Utc::now()).await.unwrap();
    let ask = |method: Method, path: &str| {
        house.http.request(method, format!("{}/api/v1{path}", house.base)).bearer_auth(token.expose())
    };
    assert_eq!(ask(Method::GET, "/me").send().await.unwrap().status(), StatusCode::OK);
    house.app.accounts.disable("jfk-1", Utc::now()).await.unwrap();
    assert_eq!([socket.ended().await, stream.ended().await], ["4403", "revoked"]);
    let again = ask(Method::POST, "/stream").json(&json!({})).send().await.unwrap();
    match again.status() {
        StatusCode::OK => assert_eq!(Events::of(again).last().await, "revoked"),
        status => assert_eq!(status, StatusCode::UNAUTHORIZED),
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_out_is_signed_out_everywhere() {
    let house = House::open().await;
    let (secret, _) = house.app.accounts.open_session("jfk-1", Utc::now()).await.unwrap();
    let (kept, _) = house.app.accounts.open_session("jfk-1", Utc::now()).await.unwrap();
    let post = |path: &str, secret: &str| {
        let asked = house.http.post(format!("{}/api/v1{path}", house.base));
        asked.header("cookie", format!("onward_session={secret}")).header("origin", &house.base)
    };
    let mut ended = Events::open(post("/stream", secret.expose()), &json!({})).await;
    let mut other = Events::open(post("/stream", kept.expose()), &json!({})).await;
    while !other.next().await.unwrap().contains(r#""t":"live""#) {}
    let out = post("/sign-out", secret.expose()).send().await.unwrap();
    assert_eq!(out.status(), StatusCode::NO_CONTENT);
    assert_eq!(ended.last().await, "session-expired");
    house.publish(&world::marked()).await;
    while !other.next().await.unwrap().contains(r#""t":"put""#) {}
    drop(other);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_opens_it_from_our_own_pages_only() {
    let house = House::open().await;
    let (secret, _) = house.app.accounts.open_session("jfk-1", Utc::now()).await.unwrap();
    let ask = async |name: &str, value: &str| {
        let asked = house.http.post(format!("{}/api/v1/stream", house.base)).json(&json!({}));
        let asked = asked.header("cookie", format!("onward_session={}", secret.expose()));
        asked.header(name, value).send().await.unwrap().status()
    };
    assert_eq!(ask("origin", &house.base).await, StatusCode::OK);
    assert_eq!(ask("sec-fetch-site", "same-origin").await, StatusCode::OK);
    assert_eq!(ask("origin", "https://elsewhere.example").await, StatusCode::FORBIDDEN);
    assert_eq!(ask("origin", "null").await, StatusCode::FORBIDDEN);
    assert_eq!(ask("sec-fetch-site", "same-site").await, StatusCode::FORBIDDEN);
    assert_eq!(ask("x-nothing", "said").await, StatusCode::FORBIDDEN);
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hello_that_cannot_be_used_is_refused_at_its_place() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    for (hello, slug, pointer) in [
        (r#"{"have":{"a":1}}"#, "bad-request", Some("/have/a")),
        (r#"{"have":[]}"#, "bad-request", Some("/have")),
        (r#"{"pending":{"x":"y"}}"#, "bad-request", Some("/pending/x")),
        (r#"{"t":"helo"}"#, "bad-request", Some("/t")),
        (r#"{"audience":7}"#, "bad-request", Some("/audience")),
        (r#"{"audience":"nobody"}"#, "bad-request", Some("/audience")),
        (r#"{"audience":"station:LGA"}"#, "forbidden", Some("/audience")),
        (r#"{"sum":"0000000000000000"}"#, "bad-request", Some("")),
        (r#"{"count":7,"sum":"0000000000000000"}"#, "have-needed", None),
    ] {
        let asked = house.ask("jfk-1", Method::POST, "/api/v1/stream").header("content-type", "application/json");
        let answer = asked.body(hello).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{hello}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!((problem["type"].as_str(), problem["pointer"].as_str()), (Some(slug), pointer), "{hello} {problem}");
    }
    house.close().await;
}

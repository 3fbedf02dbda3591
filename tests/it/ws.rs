//! The websocket over a real socket, with a small board in place of the store: handshake, order, close codes,
//! limits, and a client that does not read. Sign-in is tested with the whole program.
//! Must not know: accounts, movements.

mod conformance;
mod hub;
mod raw;
mod stream;

use futures_util::{SinkExt, StreamExt};
use hub::{Client, Hub, Message, text};
use raw::HELLO;
use serde_json::Value;
use std::time::{Duration, Instant};

#[actix_web::test]
async fn frames_come_in_their_order_and_changes_follow() {
    let hub = Hub::start().await;
    hub.put("station:ORD", "a", "1");
    let mut client = hub.connect().await;
    client.send(text(HELLO)).await.unwrap();
    for (t, part) in [("welcome", "station:ORD"), ("put", r#""id":"a""#), ("live", r#""count":1"#), ("fresh", "[]")] {
        let frame = hub::read(&mut client).await;
        assert!(frame.contains(&format!(r#""t":"{t}""#)) && frame.contains(part), "{t}: {frame}");
    }
    hub.put("station:ORD", "a", "2");
    assert!(hub::read(&mut client).await.contains(r#""body":2"#));
    hub.gone("station:ORD", "a");
    assert_eq!(hub::read(&mut client).await, r#"{"t":"gone","ids":["a"]}"#);
}

#[actix_web::test]
async fn a_command_is_answered_and_the_other_audience_is_never_heard() {
    let hub = Hub::start().await;
    let mut client = hub.live("station:JFK").await;
    hub.put("station:ORD", "secret", "1");
    let at = "1970-01-01T00:00:00Z";
    let id = uuid::Uuid::from_u128(5);
    let command =
        format!(r#"{{"t":"do","id":"{id}","kind":"count","movement":"{id}","at":"{at}","sent":"{at}","body":{{}}}}"#);
    client.send(text(&command)).await.unwrap();
    let done: Value = serde_json::from_str(&hub::read(&mut client).await).unwrap();
    assert_eq!((&done["t"], &done["outcome"]), (&"done".into(), &"applied".into()));
    client.send(text(r#"{"t":"ping","n":7}"#)).await.unwrap();
    assert!(hub::read(&mut client).await.starts_with(r#"{"t":"pong","n":7,"#));
}

#[actix_web::test]
async fn every_broken_beginning_has_its_code() {
    let hub = Hub::start().await;
    let big = format!(r#"{{"t":"hello","pad":"{}"}}"#, "x".repeat(1024 * 1024));
    let at = "1970-01-01T00:00:00Z";
    let id = uuid::Uuid::from_u128(5);
    let command =
        format!(r#"{{"t":"do","id":"{id}","kind":"count","movement":"{id}","at":"{at}","sent":"{at}","body":{{}}}}"#);
    for (first, code) in [
        (text("hello"), 4400),
        (text("{}"), 4400),
        (text(&command), 4400),
        (text(r#"{"t":"hello","audience":"station:SFO"}"#), 4400),
        (Message::Binary(vec![1].into()), 4400),
        (text(&big), 4413),
    ] {
        let mut client = hub.connect().await;
        // A frame that is too big may be refused before it is all written.
        let _ = client.send(first).await;
        assert_eq!(hub::closed(&mut client).await, code);
    }
}

#[actix_web::test]
async fn silence_before_hello_ends_after_five_seconds() {
    let hub = Hub::start().await;
    let mut client = hub.connect().await;
    let began = Instant::now();
    assert_eq!(hub::closed(&mut client).await, 4408);
    assert!((4900..7000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
}

#[actix_web::test]
async fn what_breaks_the_rules_later_has_its_code_too() {
    let hub = Hub::start().await;
    let flood = vec![text(r#"{"t":"from-tomorrow"}"#); 150];
    let bad = vec![text(r#"{"t":"ping"}"#); 10];
    let big = format!(r#"{{"t":"receipt","pad":"{}"}}"#, "x".repeat(64 * 1024));
    let frames = [(flood, 4429), (bad, 4400), (vec![text(&big)], 4413), (vec![text("[]")], 4400)];
    for (frames, code) in frames {
        let mut client = hub.live("station:ORD").await;
        for frame in frames {
            let _ = client.send(frame).await;
        }
        assert_eq!(hub::closed(&mut client).await, code);
    }
}

#[actix_web::test]
async fn subprotocol_and_origin_are_looked_at_before_there_is_a_socket() {
    let hub = Hub::start().await;
    let ours = hub.origin();
    for (protocol, origin, status, answered) in [
        (Some("onward.v1"), Some(ours.as_str()), 101, Some("onward.v1")),
        (Some("graphql, onward.v1"), None, 101, Some("onward.v1")),
        (None, None, 101, None),
        (Some("onward.v2"), None, 400, None),
        (Some("onward.v1"), Some("https://elsewhere.example"), 403, None),
        (Some("onward.v1"), Some("null"), 403, None),
    ] {
        let (got, head) = hub.shake(protocol, origin).await;
        assert_eq!(got, status, "{protocol:?} {origin:?}\n{head}");
        let spoken = head.lines().find_map(|line| line.strip_prefix("sec-websocket-protocol: "));
        assert_eq!(spoken, answered, "{head}");
        assert_eq!(head.contains("application/problem+json"), status != 101, "{head}");
    }
}

#[actix_web::test]
async fn the_board_ends_sessions_with_the_code_of_the_reason() {
    use onward::hub::doc::{AccountChange, Change};
    let account = || "ana".into();
    for (change, code) in [
        (Change::Account { account: account(), what: AccountChange::Revoked }, 4403),
        (Change::Account { account: account(), what: AccountChange::Scope }, 4510),
        (Change::Stop, 4503),
    ] {
        let hub = Hub::start().await;
        let mut client = hub.live("station:ORD").await;
        hub.fanout.send(Change::Drain { in_ms: 1, spread_ms: 2 });
        assert!(hub::read(&mut client).await.contains("drain"));
        hub.fanout.send(change);
        assert_eq!(hub::closed(&mut client).await, code);
    }
}

#[actix_web::test]
async fn a_client_that_does_not_read_gets_the_newest_and_delays_nobody() {
    let hub = Hub::start().await;
    let mut stuck = hub.live("station:ORD").await;
    let mut healthy = hub.live("station:ORD").await;
    let pad = "x".repeat(8000);
    const LAST: usize = 2000;
    for n in 0..=LAST {
        hub.put("station:ORD", "a", &format!(r#"{{"n":{n},"pad":"{pad}"}}"#));
        let began = Instant::now();
        while !hub::read(&mut healthy).await.contains(&format!(r#""n":{n},"#)) {}
        assert!(began.elapsed() < Duration::from_secs(2));
    }
    // What the stuck one finds: what the kernels held, and then the newest.
    let mut frames = 0;
    loop {
        frames += 1;
        if hub::read(&mut stuck).await.contains(&format!(r#""n":{LAST},"#)) {
            break;
        }
    }
    assert!(frames < LAST, "nothing was skipped for it: {frames}");
    let conflated = hub.fanout.counters().conflated.load(std::sync::atomic::Ordering::Relaxed);
    assert!(conflated > 0);
}

#[actix_web::test]
async fn a_client_that_leaves_frees_its_seat() {
    let hub = Hub::start().await;
    let mut client: Client = hub.live("station:ORD").await;
    assert_eq!(hub.sessions(), 1);
    client.close(None).await.unwrap();
    while client.next().await.is_some() {}
    hub.empty(Duration::from_secs(5)).await;
}

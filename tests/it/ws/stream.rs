//! The stream over a real socket, from clients that take nothing: what they cost, when they are given up, and that
//! nobody waits for them. What a stream says is tested with the whole program.
//! Must not know: accounts, movements.

use super::hub::{self, Hub, soon};
use futures_util::StreamExt;
use onward::limits;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// Reads on to this text.
async fn read_to(stream: &mut TcpStream, text: &str) -> String {
    let mut come = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let length = soon(stream.read(&mut piece)).await.unwrap();
        assert!(length > 0, "it ended before {text}: {}", String::from_utf8_lossy(&come));
        come.extend_from_slice(&piece[..length]);
        if String::from_utf8_lossy(&come).contains(text) {
            return String::from_utf8(come).unwrap();
        }
    }
}

/// Changes one document so often that no buffer holds it all, until somebody who reads has seen the last.
async fn fill(hub: &Hub) -> usize {
    const LAST: usize = 500;
    let mut healthy = hub.live("station:ORD").await;
    let pad = "x".repeat(8000);
    for n in 0..=LAST {
        hub.put("station:ORD", "a", &format!(r#"{{"n":{n},"pad":"{pad}"}}"#));
        while !hub::read(&mut healthy).await.contains(&format!(r#""n":{n},"#)) {}
    }
    healthy.close(None).await.unwrap();
    while healthy.next().await.is_some() {}
    assert_eq!(hub.sessions(), 1);
    LAST
}

#[actix_web::test]
async fn a_stream_that_is_not_read_skips_to_the_newest() {
    let hub = Hub::start().await;
    let mut stream = hub.stream().await;
    read_to(&mut stream, r#""t":"fresh""#).await;
    let last = fill(&hub).await;
    let come = read_to(&mut stream, &format!(r#""n":{last},"#)).await;
    let frames = come.matches("data: ").count();
    assert!(frames < last / 4, "{frames} of {last} were kept for it");
    assert!(hub.fanout.counters().conflated.load(Ordering::Relaxed) > 0);
    // The end of it, and of the connection: no other answer goes over a socket that was made narrow.
    hub.stop().await;
    let rest = read_to(&mut stream, "0\r\n\r\n").await;
    assert!(rest.contains(r#"{"t":"problem","code":"draining","#), "{}", &rest[rest.len() - 200..]);
    assert_eq!(soon(stream.read(&mut [0; 1])).await.unwrap(), 0);
}

#[actix_web::test]
async fn a_stream_that_is_never_read_is_given_up() {
    let hub = Hub::start().await;
    let stream = hub.stream().await;
    fill(&hub).await;
    hub.empty(limits::SEND_WITHIN + Duration::from_secs(10)).await;
    assert_eq!(hub.fanout.counters().too_slow.load(Ordering::Relaxed), 1);
    drop(stream);
}

#[actix_web::test]
async fn a_stop_does_not_wait_for_a_stream_that_is_not_read() {
    let hub = Hub::start().await;
    let stream = hub.stream().await;
    fill(&hub).await;
    soon(hub.stop()).await;
    drop(stream);
}

#[actix_web::test]
async fn a_stream_that_says_nothing_says_so() {
    let hub = Hub::start().await;
    let mut stream = hub.stream().await;
    read_to(&mut stream, r#""t":"fresh""#).await;
    let within = limits::STREAM_COMMENT_EVERY + Duration::from_secs(5);
    let come = tokio::time::timeout(within, async {
        let mut come = [0; 64];
        let length = stream.read(&mut come).await.unwrap();
        String::from_utf8(come[..length].to_vec()).unwrap()
    });
    assert_eq!(come.await.expect("no comment came"), "3\r\n:\n\n\r\n");
}

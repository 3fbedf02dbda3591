//! What a source may answer in place of an answer, and what becomes of it: each is named by what can be done about it.
//! Must not know: when it is asked again.

use super::server::{Reply, Server, json, reply};
use super::{Answer, asks, line, once, source};
use std::time::Duration;

#[derive(Debug, PartialEq)]
enum Is {
    Fresh,
    Wait(u64),
    Refused,
    Broken(&'static str),
}

async fn check(name: &str, answer: impl Fn() -> Reply + Send + Sync + 'static, expected: Is) {
    let server = Server::start(move |_| answer()).await;
    let got = once(&format!("{}/board", server.base), true).await;
    let fits = match (&got, &expected) {
        (Answer::Fresh(fresh), Is::Fresh) => fresh.body.starts_with(b"{"),
        (Answer::Wait(wait), Is::Wait(seconds)) => *wait == Duration::from_secs(*seconds),
        (Answer::Refused(_), Is::Refused) => true,
        (Answer::Broken(why), Is::Broken(words)) => why.contains(words),
        _ => false,
    };
    assert!(fits, "{name}: {got:?}, expected {expected:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn statuses_and_headers_say_what_can_be_done() {
    check("good", || json("{\"a\":1}"), Is::Fresh).await;
    check("another type, and right", || reply(200, "content-type: text/plain\r\n", "{}"), Is::Fresh).await;
    check("no type", || reply(200, "", "{}"), Is::Fresh).await;
    check("429 in seconds", || reply(429, "retry-after: 120\r\n", ""), Is::Wait(120)).await;
    check("429 without a word", || reply(429, "", "slow down"), Is::Wait(60)).await;
    check("429 of a year", || reply(429, "retry-after: 31536000\r\n", ""), Is::Wait(6 * 3600)).await;
    check("429 in another header", || reply(429, "x-rate-limit-retry-after-seconds: 7\r\n", ""), Is::Wait(7)).await;
    check("429 by a date", || reply(429, "retry-after: Thu, 26 Nov 2015 12:10:00 GMT\r\n", ""), Is::Wait(0)).await;
    check("503 with a word", || reply(503, "retry-after: 30\r\n", ""), Is::Wait(30)).await;
    check("503", || reply(503, "", ""), Is::Broken("answers 503")).await;
    check("500", || reply(500, "content-type: text/html\r\n", "<html>"), Is::Broken("answers 500")).await;
    check("404", || reply(404, "", "{}"), Is::Broken("answers 404")).await;
    check("304 unasked", || reply(304, "", ""), Is::Broken("answers 304")).await;
    for status in [401, 402, 403] {
        check("no", move || reply(status, "", "{}"), Is::Refused).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_none_is_not_read() {
    let page = "\n<!DOCTYPE html><html><body>We are sorry</body></html>";
    check("a web page", move || reply(200, "content-type: text/html\r\n", page), Is::Broken("a web page")).await;
    check("a web page that is called JSON", move || json(page), Is::Broken("a web page")).await;
    check("words", || json("upstream connect error"), Is::Broken("no JSON")).await;
    check("nothing", || json(""), Is::Broken("an empty answer")).await;
    check("packed", || reply(200, "content-encoding: gzip\r\n", "{}"), Is::Broken("packed")).await;
    check("not HTTP", || Reply::Whole("SSH-2.0-OpenSSH\r\n".into()), Is::Broken("no answer in HTTP")).await;
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(onward::limits::FEED_BODY_BYTES_MAX));
    check("too large", move || json(&large), Is::Broken("more than 1048576 bytes")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_does_not_end_is_given_up() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    check("cut", move || Reply::Cut(format!("{head}content-length: 100\r\n\r\n{{\"a\":")), Is::Broken("broke off"))
        .await;
    let chunk = "transfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n";
    check("cut between chunks", move || Reply::Cut(format!("{head}{chunk}")), Is::Broken("broke off")).await;
    check("cut before the head ends", || Reply::Cut("HTTP/1.1 200".into()), Is::Broken("no answer in HTTP")).await;
    // Never silent for long, and never done: only the time for all of it ends it.
    check("drips", move || Reply::Drip(format!("{head}\r\n{{")), Is::Broken("no whole answer within")).await;
    check("drips its head", || Reply::Drip("HTTP/1.1 200 OK\r\nx: ".into()), Is::Broken("nothing more of it")).await;
    check("silent", || Reply::Silent, Is::Broken("nothing more of it")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_nobody_listens_is_said_without_an_address() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let got = once(&format!("http://{gone}/board"), true).await;
    assert!(matches!(&got, Answer::Broken(why) if why.contains("cannot be connected to")), "{got:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_lacks_is_named_and_nothing_is_sent() {
    let server = Server::start(|_| json("{}")).await;
    let mut source = source("acdm-json", &server.base, true);
    let lacks = onward::config::feeds::SecretFrom::Environment("ONWARD_TEST_NO_SUCH_KEY".into());
    source.feed.poll.as_mut().unwrap().key = Some(lacks);
    let got = line(&source).ask(&asks(&source.feed, "BA117/2031-05-06/LHR-JFK")[0]).await;
    let expected = "poll.key: the variable ONWARD_TEST_NO_SUCH_KEY is not set";
    assert!(matches!(&got, Answer::Refused(why) if why == expected), "{got:?}");
    assert!(server.asked().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_taken_in_is_not_sent_again_and_what_was_not_is() {
    let marked = "etag: \"v1\"\r\nlast-modified: Tue, 06 May 2031 13:00:00 GMT\r\n";
    let server = Server::start(move |asked| match asked.head.contains("if-none-match: \"v1\"") {
        true => reply(304, "", ""),
        false => reply(200, marked, "{}"),
    })
    .await;
    let source = source("acdm-json", &server.base, true);
    let (line, ask) = (line(&source), asks(&source.feed, "BA117/2031-05-06/LHR-JFK").remove(0));
    let Answer::Fresh(first) = line.ask(&ask).await else { panic!() };
    assert!(matches!(line.ask(&ask).await, Answer::Fresh(_)), "it was not taken in");
    line.taken(&ask.what, &first);
    assert_eq!(line.ask(&ask).await, Answer::NotModified);
    assert!(server.asked()[2].head.contains("if-modified-since: Tue, 06 May 2031 13:00:00 GMT"));
    line.keep(|_| false);
    assert!(matches!(line.ask(&ask).await, Answer::Fresh(_)), "it was forgotten");
}

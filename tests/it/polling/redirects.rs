//! Where a source may not lead us: into one's own network, down from https, or round and round. And that an address
//! inside is asked only where the operator said so.
//! Must not know: what is asked there.

use super::server::{Server, json, reply};
use super::{Answer, SECRET, once};

async fn refused(to: &str) -> String {
    let to = to.to_owned();
    let server = Server::start(move |_| reply(302, &format!("location: {to}\r\n"), "")).await;
    match once(&format!("{}/board", server.base), true).await {
        Answer::Broken(why) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_into_the_network_is_refused_in_every_form() {
    let target = Server::start(|_| json("{}")).await;
    let port = target.port();
    for to in [
        format!("https://127.0.0.1:{port}/x"),
        format!("https://localhost:{port}/x"),
        format!("https://[::1]:{port}/x"),
        format!("https://[::ffff:127.0.0.1]:{port}/x"),
        format!("https://2130706433:{port}/x"),
        format!("//127.0.0.1:{port}/x"),
        format!("http://127.0.0.1:{port}/x"),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://10.0.0.1/".to_owned(),
        "https://192.168.1.1/".to_owned(),
    ] {
        let why = refused(&to).await;
        assert!(why.contains("inside a network"), "{to}: {why}");
    }
    assert!(target.asked().is_empty(), "nothing of it was asked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_to_nowhere_or_without_end_is_refused() {
    for (to, expected) in [
        ("", "redirects to nowhere"),
        ("http://", "redirects to nowhere"),
        ("ftp://example.org/x", "without https"),
        ("http://example.org/x", "without https"),
        ("/again", "redirects more than 3 times"),
    ] {
        let why = if to.is_empty() {
            let server = Server::start(|_| reply(302, "", "")).await;
            format!("{:?}", once(&server.base, true).await)
        } else {
            refused(to).await
        };
        assert!(why.contains(expected), "{to}: {why}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_at_home_is_followed_with_the_key() {
    let server = Server::start(|asked| match asked.line.as_str() {
        "GET /board" => reply(307, "location: /v2/board?page=1\r\n", ""),
        _ => json("{}"),
    })
    .await;
    assert!(matches!(once(&format!("{}/board", server.base), true).await, Answer::Fresh(_)));
    assert_eq!(server.lines(), ["GET /board", "GET /v2/board?page=1"]);
    assert!(server.asked()[1].head.contains(&format!("authorization: Bearer {SECRET}")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_inside_is_asked_only_if_the_operator_says_so() {
    let server = Server::start(|_| json("{}")).await;
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"] {
        let got = once(&format!("https://{host}:{}/board", server.port()), false).await;
        assert!(matches!(&got, Answer::Broken(why) if why.contains("inside a network")), "{host}: {got:?}");
    }
    assert!(server.asked().is_empty());
    assert!(matches!(once(&format!("{}/board", server.base), true).await, Answer::Fresh(_)));
    let by_name = format!("http://localhost:{}/board", server.port());
    assert!(matches!(once(&by_name, true).await, Answer::Fresh(_)));
}

//! The example clients of `docs/examples`, run as whoever copies them would: against a real hub, and against one that is
//! rude: it says `later`, loses commands, closes, sums wrongly, and sends a document that is not what its revision says.
//! Must not know: how a client is written.

mod rude;

use super::promise::house::{House, SOON};
use super::promise::world;
use super::tidy::root;
use rude::RudeHub;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The program and its arguments up to the example.
fn clients() -> [(&'static str, Command); 2] {
    let python = root().join("target/venv/bin/python");
    let python = std::env::var_os("ONWARD_PYTHON").map_or(python, PathBuf::from);
    assert!(python.exists(), "{} is not there: run `make setup`", python.display());
    let file = |name: &str| root().join("docs/examples").join(name);
    let mut client = Command::new(python);
    client.arg("-B").arg(file("client.py"));
    let mut script = Command::new("node");
    // Node 20 has a websocket behind this; later ones have it anyway.
    script.args(["--experimental-websocket", "--no-warnings"]).arg(file("client.mjs"));
    [("client.py", client), ("client.mjs", script)]
}

async fn run(mut client: Command, base: &str, token: &str, count: &Value) -> Output {
    client.arg(base).arg("count").arg(count.to_string()).env("ONWARD_TOKEN", token).env("NO_PROXY", "*");
    client.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = client.spawn().expect("no such program: run `make setup`");
    let began = Instant::now();
    while running.try_wait().unwrap().is_none() {
        if began.elapsed() > SOON {
            running.kill().unwrap();
            panic!("it never ended: {:?}", running.wait_with_output());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    running.wait_with_output().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_holds_documents_and_gives_a_command() {
    let house = House::open().await;
    let id = house.publish(&world::marked()).await;
    house.quiet().await;
    for (here, (name, client)) in (2..).zip(clients()) {
        let count = json!({ "leg": 1, "place": "gate", "here": here });
        let output = run(client, &house.base, house.token("jfk-1"), &count).await;
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{name}: {said} {}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains("applied") && said.contains("here:"), "{name}: {said}");
        assert!(!said.contains(world::BUFFALO[1]), "{name} prints names");
        let live = house.get("jfk-1", &format!("/api/v1/movements/{id}")).await;
        assert_eq!(live["live"]["body"]["counts"]["here"], here, "{name}");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_tells_a_refusal_from_success() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    for (name, client) in clients() {
        let output =
            run(client, &house.base, house.token("jfk-1"), &json!({ "leg": 9, "place": "gate", "here": 1 })).await;
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.code() == Some(1) && said.contains("malformed-command"), "{name}: {said}");
    }
    for (name, client) in clients() {
        let output = run(client, &house.base, "no-such-token", &json!({})).await;
        assert!(!output.status.success(), "{name} does not stop without a sign-in");
    }
    house.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_keeps_a_command_until_something_is_known_of_it() {
    for (name, client) in clients() {
        let hub = RudeHub::open().await;
        let base = hub.base.clone();
        let rude = tokio::spawn(hub.later_then_lost_then_applied());
        let output = run(client, &base, "token", &json!({ "leg": 1 })).await;
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {error}");
        rude.await.unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refuses_a_document_that_is_not_what_its_revision_says() {
    for (name, client) in clients() {
        let hub = RudeHub::open().await;
        let base = hub.base.clone();
        let rude = tokio::spawn(hub.wrong_revision());
        let output = run(client, &base, "token", &json!({ "leg": 1 })).await;
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && error.contains("revision"), "{name}: {error}");
        rude.await.unwrap_or_else(|e| panic!("{name}: {e}"));
    }
}

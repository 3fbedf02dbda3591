//! `onward feeds` as a person runs it: the program itself, against a server that answers, beside a hub and without one.
//! Must not know: how a hub asks.

use super::SECRET;
use super::server::{Server, reply};
use crate::promise::house::House;
use crate::promise::world::{self, RJ261};
use std::path::Path;
use std::process::{Output, Stdio};

fn set_up(folder: &Path, url: &str) {
    std::fs::write(folder.join("key"), SECRET).unwrap();
    std::fs::write(folder.join("onward.toml"), "").unwrap();
    let feeds = format!(
        "[[feed]]\nname = \"board\"\nkind = \"aidx\"\n[feed.poll]\nurl = \"{url}/soap?who=x\"\nprivate = true\n\
         key = \"file:{}\"\nid = \"env:ONWARD_TEST_ID\"\nfastest_s = 1\nslowest_s = 1\n\
         [[feed]]\nname = \"stack\"\nkind = \"aviationstack\"\non = false\n[feed.poll]\n",
        folder.join("key").display()
    );
    std::fs::write(folder.join("feeds.toml"), feeds).unwrap();
}

async fn run(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> (Output, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_onward"));
    command.current_dir(folder).env_clear().env("ONWARD_STORE", "sqlite:none.db").env("ONWARD_TEST_ID", "someone");
    command.envs(environment.iter().copied()).args(["feeds", "--config", "onward.toml"]).args(arguments);
    command.stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains(SECRET), "{said}");
    (output, said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_source_is_listed_and_asked_once_without_a_hub() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_| reply(200, "content-type: text/xml\r\n", &world::gate(RJ261, "A7"))).await;
    set_up(folder.path(), &server.base);
    let (output, said) = run(folder.path(), &[], &["list"]).await;
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&format!("aidx           on  asked at {}/soap\n", server.base)), "{said}");
    assert!(said.contains("off") && said.contains("stack poll.key: expected env:NAME"), "{said}");

    let (output, said) = run(folder.path(), &[], &["test", "board", "--flight", RJ261]).await;
    assert!(output.status.success(), "{said}");
    for expected in [
        "asking board (aidx) for everything, at http://",
        "answer fresh after",
        "bytes, called text/xml",
        "\"gate_out\":\"A7\"",
        "1 flights, 0 aircraft, 0 faults",
        "budget 0 of 1000 today",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert_eq!(server.lines(), ["POST /soap?who=x"]);
    assert!(!folder.path().join("none.db").exists(), "no store is made");

    for (arguments, expected) in [
        (&["test", "nobody"][..], "no source is called nobody"),
        (&["test", "stack", "--flight", RJ261], "stack poll.key: expected"),
        (&["test", "board"], "or name a flight with --flight"),
    ] {
        let (output, said) = run(folder.path(), &[], arguments).await;
        assert!(!output.status.success() && said.contains(expected), "{arguments:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recording_ends_by_itself_and_can_be_replayed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_| reply(200, "content-type: text/xml\r\n", &world::gate(RJ261, "A7"))).await;
    set_up(folder.path(), &server.base);
    let house = House::open().await;
    if house.app.settings.store.starts_with("redis") {
        return house.close().await;
    }
    house.publish(&world::marked()).await;
    let (store, key) = (house.app.settings.store.clone(), house.app.settings.key_file.display().to_string());
    let clock = format!("{}@1", world::NOW);
    let environment = [("ONWARD_STORE", store.as_str()), ("ONWARD_KEY_FILE", &key), ("ONWARD_CLOCK", &clock)];
    let (output, said) =
        run(folder.path(), &environment, &["record", "board", "--to", "said.ndjson", "--bytes", "3000"]).await;
    assert!(output.status.success(), "{said}");
    let lines = onward::cli::replay::read(&folder.path().join("said.ndjson")).unwrap();
    assert!((2..=4).contains(&lines.len()), "{said}");
    assert!(lines.iter().all(|l| l.source == "board" && l.content_type == "text/xml" && l.body.contains("A7")));
    let counted = onward::ledger::spent::load(house.app.intake.movements.store(), "board").await.unwrap().unwrap();
    assert!(usize::try_from(counted.today).unwrap() >= lines.len(), "the hub knows of it: {counted:?}");
    let (output, said) = run(folder.path(), &environment, &["test", "board"]).await;
    assert!(output.status.success() && said.contains("\"gate_out\":\"A7\""), "{said}");
    house.close().await;
}

//! A hub remembers which deployment it serves: started on a store that was lost or mistaken, it says so and makes
//! nothing. Commands that only read make no store either. The real program, on a real Redis and on a file.
//! Must not know: how it remembers.

use super::backup::{Hub, onward, said, token};
use super::promise::world;
use super::redis::RedisServer;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

const FILE: &str = "sqlite:here/hub.db";
const MEMORY: &str = "hub.key.deployment";

/// Whatever may be asked of a store without making one.
const READING: [&[&str]; 7] = [
    &["check", "--store"],
    &["account", "list"],
    &["account", "disable", "desk"],
    &["account", "link", "desk"],
    &["account", "token", "desk"],
    &["backup", "a.backup"],
    &["move", "--to", "sqlite:elsewhere.db"],
];

fn memory(folder: &Path) -> String {
    std::fs::read_to_string(folder.join(MEMORY)).unwrap().lines().last().unwrap().to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What it complains about. A hub that begins to listen instead is ended, and the test with it.
fn fails(folder: &Path, store: &str, arguments: &[&str]) -> String {
    complaint(folder, &mut onward(folder, store, arguments))
}

fn complaint(folder: &Path, command: &mut Command) -> String {
    let errors = std::fs::File::create(folder.join("errors")).unwrap();
    let mut child = command.stdout(Stdio::piped()).stderr(errors).spawn().unwrap();
    let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let listens = said.into_iter().any(|line| line.starts_with("listening on"));
    if listens {
        child.kill().unwrap();
    }
    let status = child.wait().unwrap();
    let error = std::fs::read_to_string(folder.join("errors")).unwrap();
    std::fs::remove_file(folder.join("errors")).unwrap();
    assert_eq!((listens, status.code()), (false, Some(1)), "{command:?}: {error}");
    error
}

/// A hub that served a group and was backed up: the movement's id and the token of its desk.
async fn served(folder: &Path, store: &str) -> (String, String) {
    let desk = token(folder, store, "desk", &["coordinator", "--programme", "us-rp"]);
    assert!(!folder.join(MEMORY).exists(), "an account is made before the first `serve`");
    let hub = Hub::serve(folder, store);
    let id = hub.publish(&desk, &world::marked()).await;
    said(folder, store, &["backup", "hub.backup"]);
    hub.stop();
    (id, desk)
}

fn is_gone(error: &str, folder: &Path) {
    assert!(error.contains("is gone") && error.contains(&memory(folder)), "what was expected: {error}");
    assert!(
        error.contains("restore its backup") && error.contains(&format!("remove {MEMORY}")),
        "the ways out: {error}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hub_is_not_started_on_a_redis_that_was_emptied() {
    let (folder, redis) = (tempfile::tempdir().unwrap(), RedisServer::start());
    let (folder, store) = (folder.path(), &redis.url());
    let (id, desk) = served(folder, store).await;
    let remembered = memory(folder);
    assert!(said(folder, store, &["check", "--store"]).contains("has served this deployment"));
    redis.ask::<String>(&["FLUSHALL"]);
    for arguments in [&["serve"] as &[&str], &["check", "--store"], &["account", "add", "root", "--role", "admin"]] {
        is_gone(&fails(folder, store, arguments), folder);
    }
    assert_eq!(redis.ask::<i64>(&["DBSIZE"]), 0, "nothing was made in it");
    assert_eq!(memory(folder), remembered);

    let restored = said(folder, store, &["restore", "hub.backup"]);
    assert!(restored.contains("keys, up to commit"), "{restored}");
    let hub = Hub::serve(folder, store);
    hub.movement(&desk, &id).await;
    hub.stop();
    assert_eq!(memory(folder), remembered, "a restored store is the same deployment");

    redis.ask::<String>(&["FLUSHALL"]);
    std::fs::remove_file(folder.join(MEMORY)).unwrap();
    Hub::serve(folder, store).stop();
    assert_ne!(memory(folder), remembered, "who removes the file begins anew");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_without_its_file_or_on_another_deployment() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    served(folder, FILE).await;
    std::fs::rename(folder.join("here"), folder.join("unmounted")).unwrap();
    is_gone(&fails(folder, FILE, &["serve"]), folder);
    assert!(!folder.join("here").exists(), "nothing was made");
    std::fs::create_dir(folder.join("here")).unwrap();
    std::fs::write(folder.join("here/hub.db"), "").unwrap();
    is_gone(&fails(folder, FILE, &["serve"]), folder);
    assert_eq!(std::fs::metadata(folder.join("here/hub.db")).unwrap().len(), 0);

    let other = tempfile::tempdir().unwrap();
    served(other.path(), FILE).await;
    std::fs::copy(other.path().join("here/hub.db"), folder.join("here/hub.db")).unwrap();
    for arguments in [&["serve"] as &[&str], &["check", "--store"]] {
        let error = fails(folder, FILE, arguments);
        let (holds, expected) = (memory(other.path()), memory(folder));
        assert!(error.contains(&format!("holds deployment {holds}, and this hub has served {expected}")), "{error}");
    }
    std::fs::remove_dir_all(folder.join("here")).unwrap();
    std::fs::rename(folder.join("unmounted"), folder.join("here")).unwrap();
    Hub::serve(folder, FILE).stop();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hub_that_served_none_takes_the_one_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    served(folder, FILE).await;
    let remembered = memory(folder);
    std::fs::remove_file(folder.join(MEMORY)).unwrap();
    assert!(said(folder, FILE, &["check", "--store"]).contains("has served none yet"));
    assert!(!folder.join(MEMORY).exists(), "looking remembers nothing");
    Hub::serve(folder, FILE).stop();
    assert_eq!(memory(folder), remembered);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(std::fs::metadata(folder.join(MEMORY)).unwrap().mode() & 0o777, 0o600);
    }

    std::fs::write(folder.join(MEMORY), "# nothing\n").unwrap();
    assert!(fails(folder, FILE, &["serve"]).contains("names no deployment"));
    // Below a file there can be no folder, whoever asks.
    let error = complaint(folder, onward(folder, FILE, &["serve"]).env("ONWARD_DEPLOYMENT_FILE", "log/deployment"));
    assert!(error.contains("log/deployment"), "{error}");
}

#[test]
fn looking_makes_no_store() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let redis = RedisServer::start();
    for arguments in READING {
        for (store, expected) in [(FILE, "no file here/hub.db"), (&redis.url(), "the Redis that answers is empty")] {
            let error = fails(folder, store, arguments);
            assert!(error.contains(expected) && error.contains("is ONWARD_STORE right?"), "{arguments:?}: {error}");
        }
    }
    assert_eq!(redis.ask::<i64>(&["DBSIZE"]), 0);
    assert_eq!(names(folder), [""; 0], "no file, no folder, no key");
}

//! The files of `deploy/` do what they say: a real Redis reads its settings and its accounts and is a store for the hub's
//! one; every number that an alarm looks at is in `/metrics`.
//! Must not know: what only runs where there is a systemd, a proxy or a container.

use crate::going::program::Program;
use crate::redis::RedisServer;
use onward::store::{Change, Durability, Key, Opening, Outcome, Seq, Store, Version, Write};
use reqwest::Method;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn deploy(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(name)
}

fn server(folder: &Path) -> RedisServer {
    let folder = folder.to_str().unwrap();
    let accounts = deploy("users.acl");
    // What is this machine's own; everything else is as in the file.
    RedisServer::with_file(deploy("redis.conf"), &["--aclfile", accounts.to_str().unwrap(), "--dir", folder])
}

fn password(folder: &Path) -> PathBuf {
    let file = folder.join("password");
    std::fs::write(&file, "CHANGE-ME\n").unwrap();
    file
}

#[tokio::test]
async fn the_account_of_the_hub_has_what_a_store_needs_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut redis = server(folder.path());
    let address = format!("{}?user=hub&password_file={}", redis.url(), password(folder.path()).display());
    let store = Store::open(&address, Durability::Synced, Opening::MakeIfEmpty(chrono::Utc::now())).await.unwrap();
    let mut wake = store.wake();
    let key = Key::new("a").unwrap();
    let write = |expected, change| vec![Write { key: key.clone(), expected: Version(expected), change }];
    let then = chrono::Utc::now() - chrono::TimeDelta::days(99);
    let put = store.commit(write(0, Change::Append(vec![b"1".as_slice().into()])), None, then).await.unwrap();
    assert_eq!(put, Outcome::Committed(Seq(1)));
    tokio::time::timeout(crate::going::program::SOON, wake.wait_for(|s| *s >= Seq(1))).await.unwrap().unwrap();
    store.commit(write(1, Change::Remove), None, then).await.unwrap();
    assert_eq!(store.sweep(chrono::Utc::now()).await.unwrap(), 1);
    assert!(store.lease("tick", uuid::Uuid::new_v4(), Duration::from_secs(1), chrono::Utc::now()).await.unwrap());
    assert_eq!(
        store.commit(write(0, Change::Append(vec![b"2".as_slice().into()])), None, then).await.unwrap(),
        Outcome::Committed(Seq(3))
    );
    store.close().await.unwrap();

    // What was acknowledged is read back from the file, by whichever account Redis reads it.
    redis.kill();
    redis.run();
    let store = Store::open(&address, Durability::Synced, Opening::MakeIfEmpty(chrono::Utc::now())).await.unwrap();
    assert_eq!(store.read(&key).await.unwrap().records, [b"2".as_slice().into()]);
    store.close().await.unwrap();

    let socket = redis.url().replace("redis+unix://", "");
    let client = redis::Client::open(format!("redis+unix://{socket}?user=hub&pass=CHANGE-ME")).unwrap();
    let mut connection = client.get_connection().unwrap();
    let forbidden =
        ["FLUSHALL", "CONFIG SET appendfsync no", "KEYS *", "SHUTDOWN", "GET other", "ACL LIST", "REPLICAOF NO ONE"];
    for words in forbidden {
        let mut words = words.split(' ');
        let answer = redis::cmd(words.next().unwrap()).arg(words.collect::<Vec<_>>()).query::<()>(&mut connection);
        assert_eq!(answer.unwrap_err().code(), Some("NOPERM"));
    }
    let nobody = redis::Client::open(format!("redis+unix://{socket}")).unwrap();
    let refused = nobody.get_connection().and_then(|mut c| redis::cmd("GET").arg("a").query::<()>(&mut c));
    assert_eq!(refused.unwrap_err().code(), Some("NOAUTH"), "nobody gets in without a name");
}

#[test]
fn every_command_works_on_a_redis_that_is_set_up_so() {
    let folder = tempfile::tempdir().unwrap();
    let password = password(folder.path());
    let [one, other] = ["one", "other"].map(|name| {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        server(&folder.path().join(name))
    });
    let onward = |redis: &RedisServer, words: &str| {
        let address = format!("{}?user=hub&password_file={}", redis.url(), password.display());
        let mut command = Command::new(env!("CARGO_BIN_EXE_onward"));
        command.current_dir(&folder).env_clear().env("ONWARD_STORE", address).env("ONWARD_KEY_FILE", "key");
        let output = command.args(words.split(' ')).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let done = |redis, words| {
        let (well, said) = onward(redis, words);
        assert!(well, "{words}: {said}");
        said
    };
    done(&one, "account add desk --role coordinator --programme us-rp");
    let (well, said) = onward(&other, "check --store");
    assert!(!well && said.contains("the Redis that answers is empty"), "{said}");
    let said = done(&one, "check --store");
    assert!(said.contains("up to commit 1") && said.contains("key file: none yet"), "{said}");
    assert!(!folder.path().join("key").exists(), "looking makes none");
    done(&one, "backup file");
    done(&other, "restore file");
    assert!(done(&other, "account list").contains("desk"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_alarm_looks_at_numbers_that_there_are() {
    let program = Program::serve();
    // Some are there only from the first time on.
    program.get("/healthz").await;
    let nobody = serde_json::json!({ "account": "nobody", "password": "not a password" });
    let refused = program.http.post(format!("{}/api/v1/sign-in", program.base)).json(&nobody).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    let text = program.ask(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
    let known: BTreeSet<&str> = text.lines().filter_map(|l| l.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    for file in ["deploy/alerts.yaml", "docs/operations.md"] {
        let said = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let words = said.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        let named: BTreeSet<&str> = words.filter(|w| w.starts_with("onward_") && *w != "onward_").collect();
        assert!(named.len() > 5, "{named:?}");
        for name in named {
            let suffixes = ["_total", "_bucket", "_sum", "_count", ""];
            let base = suffixes.iter().find_map(|s| name.strip_suffix(s).filter(|b| known.contains(b)));
            assert!(base.is_some(), "{file} names {name}, which is not in /metrics");
        }
    }
}

#[test]
fn an_alarm_points_to_words_that_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let alarms = std::fs::read_to_string(root.join("deploy/alerts.yaml")).unwrap();
    let words = std::fs::read_to_string(root.join("docs/operations.md")).unwrap();
    let anchor = |heading: &str| heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    let headings: BTreeSet<String> = words.lines().filter(|l| l.starts_with("##")).map(anchor).collect();
    let within = words.split("](#").skip(1).filter_map(|l| l.split(')').next());
    let pointed = alarms.split("operations.md#").skip(1).filter_map(|l| l.split(['"', '\n']).next());
    for place in within.chain(pointed) {
        assert!(headings.contains(place), "no heading for {place} in {headings:?}");
    }
}

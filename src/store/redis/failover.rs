//! Redis as a deployment has it: a master with a replica that Sentinels watch, and connections under TLS. Real servers,
//! a real failover.
//! Must not know: what the contract says.

use super::tests::server::RedisServer;
use super::tests::{commit_at_last, read_at_last};
use crate::store::contract::*;
use crate::store::{Durability, Opening, Outcome, Seq, Store, StoreError};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use uuid::Uuid;

/// One Sentinel, which suffices to decide when it is the only one.
struct Sentinel {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Sentinel {
    fn watching(master: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = folder.path().join("sentinel.conf");
        let text = format!(
            "port {port}\nbind 127.0.0.1\ndir {}\nsentinel monitor main 127.0.0.1 {master} 1\n\
             sentinel down-after-milliseconds main 500\nsentinel failover-timeout main 5000\n",
            folder.path().display()
        );
        std::fs::write(&file, text).unwrap();
        let mut command = Command::new("redis-server");
        command.arg(&file).arg("--sentinel").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Self { child: command.spawn().unwrap(), port, _folder: folder }
    }

    fn ask<T: redis::FromRedisValue>(&self, words: &[&str]) -> Option<T> {
        let client = redis::Client::open(format!("redis://127.0.0.1:{}", self.port)).unwrap();
        let mut connection = client.get_connection().ok()?;
        redis::cmd("SENTINEL").arg(words).query(&mut connection).ok()
    }

    async fn answers(&self) {
        let answers = async {
            while self.ask::<Vec<String>>(&["GET-MASTER-ADDR-BY-NAME", "main"]).is_none() {
                tokio::task::yield_now().await;
            }
        };
        soon("the Sentinel", answers).await;
    }

    /// Until it knows the replica: before that it has nobody to promote.
    async fn knows_the_replica(&self) {
        let known = async {
            while self.ask::<Vec<redis::Value>>(&["REPLICAS", "main"]).is_none_or(|r| r.is_empty()) {
                tokio::task::yield_now().await;
            }
        };
        soon("the replica", known).await;
    }
}

impl Drop for Sentinel {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_failover() {
    let mut master = RedisServer::on_port(&[]);
    let of = master.port().to_string();
    let replica = RedisServer::on_port(&["--replicaof", "127.0.0.1", &of]);
    let sentinel = Sentinel::watching(master.port());
    sentinel.knows_the_replica().await;
    // The first of the list is nobody: the next one is asked.
    let url = format!("redis+sentinel://127.0.0.1:1,127.0.0.1:{}/main", sentinel.port);
    let store = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    let mut last = Seq(0);
    for n in 0..20 {
        let first = commit_at_last(&store, vec![append(&format!("k/{n}"), 0, &["x"])], n, &format!("k/{n}")).await;
        last = match first {
            Outcome::Committed(seq) | Outcome::Repeated { seq, .. } => seq,
            Outcome::Stale(key) => panic!("{key}"),
        };
    }
    let run = store.changed(Seq(0), 1).await.unwrap().run;
    master.kill();
    assert!(matches!(store.commit(vec![append("k/0", 1, &["y"])], None, at(0)).await, Err(StoreError::Away(_))));
    // It is promoted; with nobody behind it no commit is acknowledged, and everything can be read.
    let all = async {
        loop {
            match store.changed(Seq(0), 99).await {
                Ok(page) => return page,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    };
    let page = soon("the new master", all).await;
    assert_ne!(page.run, run, "another life");
    assert_eq!((page.keys.len(), page.last), (20, last));
    for n in 0..20 {
        assert_eq!(read_at_last(&store, &format!("k/{n}")).await.records, records(&["x"]));
    }
    let id = Uuid::from_u128(3);
    // What it knows nobody else does now: not said before the replica is there.
    let seen = store.seen(id).await;
    assert!(matches!(&seen, Err(StoreError::Away(why)) if why.contains("replicas")), "{seen:?}");
    let alone = store.commit(vec![append("k/0", 1, &["z"])], once(99, "k/0", "r"), at(0)).await;
    assert!(matches!(&alone, Err(StoreError::Away(why)) if why.contains("replicas")), "{alone:?}");
    // The old one comes back as its replica.
    master.run();
    let outcome = commit_at_last(&store, vec![append("k/0", 1, &["z"])], 99, "k/0").await;
    assert!(matches!(outcome, Outcome::Repeated { .. }), "{outcome:?}");
    assert_eq!(store.seen(id).await.unwrap().map(|(owner, ..)| owner), Some(key("k/3")));
    // A Sentinel that was cut off before the failover is first in the list, and names a server that says it is a master.
    let lonely = RedisServer::on_port(&[]);
    let cut_off = Sentinel::watching(lonely.port());
    cut_off.answers().await;
    let url = format!("redis+sentinel://127.0.0.1:{},127.0.0.1:{}/main", cut_off.port, sentinel.port);
    let anew = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    assert_eq!(anew.deployment().await, store.deployment().await);
    assert_eq!(lonely.ask::<i64>(&["DBSIZE"]), 0, "and nothing was made in it");
    drop(replica);
}

/// Until it has everything its master has, and says so.
async fn in_step(replica: &RedisServer) {
    let up = async {
        while !replica.ask::<String>(&["INFO", "replication"]).contains("master_link_status:up") {
            tokio::task::yield_now().await;
        }
    };
    soon("the copy", up).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_master_that_was_a_replica_in_between_is_another_life() {
    let at_once = ["--repl-diskless-sync-delay", "0"];
    let (first, second) = (RedisServer::on_port(&at_once), RedisServer::on_port(&at_once));
    let (first_port, second_port) = (first.port().to_string(), second.port().to_string());
    second.ask::<String>(&["REPLICAOF", "127.0.0.1", &first_port]);
    in_step(&second).await;
    let store = Store::open(&first.url(), Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    assert_eq!(commit(&store, vec![append("a", 0, &["1"])]).await, committed(1));
    assert_eq!(first.ask::<i64>(&["WAIT", "1", "0"]), 1);
    let run = store.changed(Seq(0), 9).await.unwrap().run;
    second.ask::<String>(&["REPLICAOF", "NO", "ONE"]);
    // The one is lost, and the other has its place in the sequence.
    assert_eq!(commit(&store, vec![append("lost", 0, &["1"])]).await, committed(2));
    assert_eq!(store.changed(Seq(0), 9).await.unwrap().run, run, "a replica that goes changes nothing");
    let there = Store::open(&second.url(), Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    assert_eq!(commit(&there, vec![append("b", 0, &["1"])]).await, committed(2));
    // No connection is closed by that, and reading would go on.
    first.ask::<String>(&["REPLICAOF", "127.0.0.1", &second_port]);
    let demoted = store.changed(Seq(0), 9).await;
    assert!(matches!(&demoted, Err(StoreError::Away(_))), "{demoted:?}");
    in_step(&first).await;
    first.ask::<String>(&["REPLICAOF", "NO", "ONE"]);
    let again = async {
        loop {
            match store.changed(Seq(2), 9).await {
                Ok(page) => return page,
                Err(_) => tokio::task::yield_now().await,
            }
        }
    };
    let page = soon("the first again", again).await;
    assert_eq!((page.last, page.until, page.keys.len()), (Seq(2), Seq(2), 0), "as if nothing had been");
    assert_eq!(page.run.split('/').next(), run.split('/').next(), "it never stopped");
    assert_ne!(page.run, run);
    assert_eq!(read_at_last(&store, "lost").await.records, records(&[]));
}

/// A certificate of its own for 127.0.0.1, and its key, as files.
fn certificate(folder: &std::path::Path, name: &str) -> (PathBuf, PathBuf) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned(), "localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.join(format!("{name}.crt")), folder.join(format!("{name}.key")));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    (cert, key)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_tls_both_sides_show_who_they_are() {
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let folder = tempfile::tempdir().unwrap();
    let (cert, private) = certificate(folder.path(), "server");
    let (own, own_private) = certificate(folder.path(), "hub");
    let (other, _) = certificate(folder.path(), "other");
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let text = |path: &PathBuf| path.display().to_string();
    let server = RedisServer::with_settings(&[
        "--tls-port",
        &port,
        "--tls-cert-file",
        &text(&cert),
        "--tls-key-file",
        &text(&private),
        "--tls-ca-cert-file",
        &text(&own),
        "--tls-auth-clients",
        "yes",
    ]);
    let shown = format!("cert={}&key={}", text(&own), text(&own_private));
    let open = async |options: String| {
        Store::open(&format!("rediss://127.0.0.1:{port}?{options}"), Durability::Synced, Opening::MakeIfEmpty(at(0)))
            .await
    };
    let store = open(format!("ca={}&{shown}", text(&cert))).await.unwrap();
    assert_eq!(commit(&store, vec![append("a", 0, &["1"])]).await, committed(1));
    let mut wake = store.wake();
    soon("a wake under TLS", wake.wait_for(|seq| *seq == Seq(1))).await.unwrap();
    for (what, options) in [
        ("a server that another authority vouches for", format!("ca={}&{shown}", text(&other))),
        ("no certificate of ours", format!("ca={}", text(&cert))),
        ("the authorities of this machine", shown.clone()),
    ] {
        assert!(matches!(open(options).await.err(), Some(StoreError::Away(_))), "{what}");
    }
    drop(server);
}

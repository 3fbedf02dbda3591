//! The contract on Redis, and what only a server promises: what is refused at the door, what a restart and a failover
//! leave, who is told when it is away.
//! Must not know: what the contract already says.

#[path = "../../../tests/it/redis.rs"]
#[allow(dead_code, clippy::expect_used, reason = "a test's server; the integration tests use the rest of it")]
pub(super) mod server;

use super::scripts;
use crate::limits;
use crate::store::contract::*;
use crate::store::copy::{Import, Whole};
use crate::store::{Change, Durability, Held, Opening, Outcome, Seq, Store, StoreError, Version, Write};
use server::RedisServer;
use std::time::Duration;
use uuid::Uuid;

fn place() -> Place {
    let server = RedisServer::start();
    Place { url: server.url(), _alive: Box::new(server) }
}

contract_tests!(super::place());

async fn refusal(url: &str, durability: Durability) -> String {
    match Store::open(url, durability, Opening::MakeIfEmpty(at(0))).await {
        Err(StoreError::Refused(why)) => why,
        Err(e) => panic!("{url}: {e}"),
        Ok(_) => panic!("{url} was opened"),
    }
}

async fn open(server: &RedisServer) -> Store {
    Store::open(&server.url(), Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap()
}

/// Tries until it goes: what a client does with `later`.
pub(super) async fn commit_at_last(store: &Store, writes: Vec<Write>, id: u128, owner: &str) -> Outcome {
    let again = async {
        loop {
            match store.commit(writes.clone(), once(id, owner, "r"), at(0)).await {
                Ok(outcome) => return outcome,
                Err(StoreError::Away(_)) => tokio::task::yield_now().await,
                Err(e) => panic!("{e}"),
            }
        }
    };
    soon("the commit", again).await
}

pub(super) async fn read_at_last(store: &Store, name: &str) -> Held {
    let again = async {
        loop {
            match store.read(&key(name)).await {
                Ok(held) => return held,
                Err(StoreError::Away(_)) => tokio::task::yield_now().await,
                Err(e) => panic!("{e}"),
            }
        }
    };
    soon("the reading", again).await
}

#[tokio::test]
async fn a_redis_that_promises_less_is_refused() {
    for (settings, durability, why) in [
        (["--appendfsync", "everysec"], Durability::Synced, "set `appendfsync always`"),
        (["--appendfsync", "no"], Durability::Relaxed, "set `appendfsync everysec`"),
        (["--appendonly", "no"], Durability::Relaxed, "set `appendonly yes`"),
        (["--maxmemory-policy", "allkeys-lru"], Durability::Synced, "set `maxmemory-policy noeviction`"),
        (["--no-appendfsync-on-rewrite", "yes"], Durability::Synced, "set `no-appendfsync-on-rewrite no`"),
    ] {
        let server = RedisServer::with_settings(&settings);
        let said = refusal(&server.url(), durability).await;
        assert!(said.contains(why), "{said}");
    }
    let server = RedisServer::with_settings(&["--appendfsync", "everysec"]);
    let store = Store::open(&server.url(), Durability::Relaxed, Opening::MakeIfEmpty(at(0))).await.unwrap();
    assert_eq!(store.durability(), Durability::Relaxed);
}

#[tokio::test]
async fn an_account_may_have_only_what_the_store_needs() {
    let server = RedisServer::start();
    let rights = "+@read +@write +@transaction +@scripting +@connection +publish +subscribe +unsubscribe \
                  +info +config|get +wait +bgrewriteaof -@dangerous +info +config|get +bgrewriteaof";
    let mut words = vec!["ACL", "SETUSER", "hub", "on", ">se:cret", "~{onward}:*", "&{onward}:*"];
    words.extend(rights.split_whitespace());
    server.ask::<String>(&words);
    server.ask::<String>(&["ACL", "SETUSER", "blind", "on", ">x", "~*", "&*", "+@all", "-config"]);
    let url = |user: &str| format!("{}?user={user}", server.url());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "se:cret\n").unwrap();
    let with = |user: &str| format!("{}&password_file={}", url(user), file.display());
    let store = Store::open(&with("hub"), Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    let mut wake = store.wake();
    assert_eq!(commit(&store, vec![append("a", 0, &["1"])]).await, committed(1));
    soon("a wake", wake.wait_for(|seq| *seq == Seq(1))).await.unwrap();
    commit(&store, vec![remove("a", 1)]).await;
    assert_eq!(store.sweep(at(99 * 86_400)).await.unwrap(), 1);
    assert!(store.lease("tick", Uuid::from_u128(1), Duration::from_secs(1), at(0)).await.unwrap());
    assert_eq!(server.ask::<Option<String>>(&["HGET", "{onward}:meta", "rewrite_owed"]), None, "the file is rewritten");

    let StoreError::Away(why) =
        Store::open(&with("nobody"), Durability::Synced, Opening::MakeIfEmpty(at(0))).await.err().unwrap()
    else {
        panic!("a stranger was let in")
    };
    assert!(why.contains("name or the password") && !why.contains("cret"), "{why}");
    std::fs::write(&file, "x").unwrap();
    assert!(refusal(&with("blind"), Durability::Synced).await.contains("+config|get"));
}

#[tokio::test]
async fn accounts_by_which_a_restart_would_lose_everything_are_refused() {
    let server = RedisServer::start();
    server.ask::<String>(&["ACL", "SETUSER", "hub", "on", ">x", "~*", "&*", "+@all"]);
    // As `user default off` alone in users.acl leaves it; whoever is in stays in for this one answer.
    server.ask::<String>(&["ACL", "SETUSER", "default", "off", "-@all"]);
    let socket = format!("{}?user=hub&password_file=", server.url());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("password"), "x").unwrap();
    let url = format!("{socket}{}", folder.path().join("password").display());
    assert!(refusal(&url, Durability::Synced).await.contains("user default off ~* &* +@all"));
}

#[tokio::test]
async fn a_later_form_is_refused() {
    let server = RedisServer::start();
    open(&server).await.close().await.unwrap();
    server.ask::<i64>(&["HSET", "{onward}:meta", "form", "9"]);
    assert!(refusal(&server.url(), Durability::Synced).await.contains("form 9"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_a_kill() {
    let mut server = RedisServer::start();
    let store = open(&server).await;
    let mut run = store.changed(Seq(0), 1).await.unwrap().run;
    for n in 0..5_u64 {
        let name = format!("k/{n}");
        assert_eq!(commit(&store, vec![append(&name, 0, &["1"])]).await, committed(2 * n + 1));
        server.kill();
        let gone = store.commit(vec![append("gone", 0, &["1"])], None, at(0)).await;
        assert!(matches!(gone, Err(StoreError::Away(_))), "{gone:?}");
        assert!(matches!(store.read(&key(&name)).await, Err(StoreError::Away(_))));
        server.run();
        let id = u128::from(n);
        assert_eq!(commit_at_last(&store, vec![append(&name, 1, &["2"])], id, &name).await, committed(2 * n + 2));
        assert_eq!(read_at_last(&store, &name).await.records, records(&["1", "2"]));
        assert_eq!(read(&store, "gone").await.version, Version(0));
        let page = store.changed(Seq(2 * n), 99).await.unwrap();
        assert_ne!(page.run, run, "another life");
        run = page.run;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_server_in_its_place_is_not_believed() {
    let server = RedisServer::start();
    let store = open(&server).await;
    commit(&store, vec![append("a", 0, &["1"])]).await;
    server.ask::<String>(&["FLUSHALL"]);
    // As after a failover: another connection, to a server that has nothing.
    server.ask::<i64>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    let away = |result: Result<(), StoreError>| match result {
        Err(StoreError::Away(why)) => assert!(why.contains("is empty"), "{why}"),
        other => panic!("{other:?}"),
    };
    away(soon("a look", store.read(&key("a"))).await.map(|_| ()));
    away(store.changed(Seq(1), 9).await.map(|_| ()));
    // What writes finds its connection dead only now, and does not try twice: nobody knows what became of the first.
    assert!(store.commit(vec![append("a", 1, &["2"])], None, at(0)).await.is_err());
    away(store.commit(vec![append("a", 1, &["2"])], None, at(0)).await.map(|_| ()));
    assert_eq!(server.ask::<i64>(&["DBSIZE"]), 0, "and nothing was made in it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_hangs_is_away_and_comes_back() {
    let server = RedisServer::start();
    let store = open(&server).await;
    commit(&store, vec![append("a", 0, &["1"])]).await;
    server.signal("STOP");
    let name = key("a");
    let (asked, written) = tokio::join!(
        soon("an answer", store.read(&name)),
        soon("an answer", store.commit(vec![append("a", 1, &["2"])], once(7, "a", "r"), at(0)))
    );
    server.signal("CONT");
    assert!(matches!(asked, Err(StoreError::Away(_))) && matches!(written, Err(StoreError::Away(_))));
    // Whether the first one was taken in when it woke up is its affair: the id tells.
    let outcome = commit_at_last(&store, vec![append("a", 1, &["2"])], 7, "a").await;
    assert!(matches!(outcome, Outcome::Committed(Seq(2)) | Outcome::Repeated { seq: Seq(2), .. }), "{outcome:?}");
    assert_eq!(read(&store, "a").await, held(2, 2, &["1", "2"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_acknowledged_without_its_replica() {
    let master = RedisServer::on_port(&[]);
    let of = master.port().to_string();
    let mut replica = RedisServer::on_port(&["--replicaof", "127.0.0.1", &of]);
    let url = format!("{}?replicas=1", master.url());
    let store = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    // The replica may still be taking its first copy; then it is a repeat that is acknowledged.
    let first = commit_at_last(&store, vec![append("a", 0, &["1"])], 1, "a").await;
    assert!(matches!(first, Outcome::Committed(Seq(1)) | Outcome::Repeated { seq: Seq(1), .. }), "{first:?}");
    replica.kill();
    let alone = store.commit(vec![append("a", 1, &["2"])], once(2, "a", "r"), at(0)).await;
    assert!(matches!(&alone, Err(StoreError::Away(why)) if why.contains("0 of 1 replicas")), "{alone:?}");
    // On a connection that has written nothing yet, the repeat would be acknowledged by nobody: it must wait as well.
    let other = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    let repeat = other.commit(vec![append("a", 1, &["2"])], once(2, "a", "r"), at(0)).await;
    assert!(matches!(repeat, Err(StoreError::Away(_))), "{repeat:?}");
    // Nor is it by a question: whoever sends a command again is answered by what is known of it.
    for store in [&store, &other] {
        let seen = store.seen(Uuid::from_u128(2)).await;
        assert!(matches!(seen, Err(StoreError::Away(_))), "{seen:?}");
    }
    // Nor what is found to be there already, by whoever has nothing to write.
    for store in [&store, &other] {
        let confirmed = store.confirm([(key("a"), Version(2))]).await;
        assert!(matches!(&confirmed, Err(StoreError::Away(why)) if why.contains("0 of 1")), "{confirmed:?}");
    }
    replica.run();
    let outcome = commit_at_last(&other, vec![append("a", 1, &["2"])], 2, "a").await;
    assert!(matches!(outcome, Outcome::Repeated { seq: Seq(2), .. }), "{outcome:?}");
    for store in [&store, &other] {
        assert_eq!(store.seen(Uuid::from_u128(2)).await.unwrap().map(|(.., seq)| seq), Some(Seq(2)));
        for (name, version, stands) in [("a", 2, true), ("a", 1, false), ("b", 0, true), ("b", 1, false)] {
            let confirmed = store.confirm([(key("a"), Version(2)), (key(name), Version(version))]).await;
            assert_eq!(confirmed, Ok(stands), "{name} at {version}");
        }
    }
    assert_eq!(read(&store, "a").await, held(2, 2, &["1", "2"]), "and nothing was written by asking");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_written_nothing_waits_for_what_he_has_read() {
    let master = RedisServer::on_port(&["--repl-diskless-sync-delay", "0"]);
    let replica = RedisServer::on_port(&["--replicaof", "127.0.0.1", &master.port().to_string()]);
    let url = format!("{}?replicas=1", master.url());
    let writer = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    commit_at_last(&writer, vec![append("a", 0, &["1"])], 1, "a").await;
    // Connected, and behind: one that is gone would not count whatever is waited for.
    replica.signal("STOP");
    let alone = writer.commit(vec![append("a", 1, &["2"])], None, at(0)).await;
    assert!(matches!(alone, Err(StoreError::Away(_))), "{alone:?}");
    let reader = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    assert_eq!(read(&reader, "a").await, held(2, 2, &["1", "2"]), "it can be read");
    let confirmed = reader.confirm([(key("a"), Version(2))]).await;
    assert!(matches!(confirmed, Err(StoreError::Away(_))), "{confirmed:?}");
    replica.signal("CONT");
    let again = async { while reader.confirm([(key("a"), Version(2))]).await != Ok(true) {} };
    soon("the replica", again).await;
}

#[tokio::test]
async fn without_replicas_nothing_is_asked_to_confirm_what_was_read() {
    let mut server = RedisServer::start();
    let store = open(&server).await;
    server.kill();
    assert_eq!(store.confirm([(key("a"), Version(7))]).await, Ok(true));
}

#[tokio::test]
async fn what_somebody_else_put_there_is_broken_and_not_read() {
    let server = RedisServer::start();
    let store = open(&server).await;
    commit(&store, vec![append("a", 0, &["1"]), append("b", 0, &["1"])]).await;
    server.ask::<i64>(&["DEL", "{onward}:r:a"]);
    server.ask::<String>(&["SET", "{onward}:r:a", "x"]);
    assert!(matches!(store.read(&key("a")).await, Err(StoreError::Broken(_))));
    assert_eq!(read(&store, "b").await, held(1, 1, &["1"]), "the others are not harmed");
}

#[tokio::test]
async fn scripts_that_were_forgotten_are_loaded_again() {
    let server = RedisServer::start();
    let store = open(&server).await;
    server.ask::<String>(&["SCRIPT", "FLUSH"]);
    let outcome = commit_at_last(&store, vec![append("a", 0, &["1"])], 1, "a").await;
    assert_eq!(outcome, committed(1));
    assert_eq!(store.changed(Seq(0), 9).await.unwrap().last, Seq(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_group_takes_many_and_large_commits() {
    let server = RedisServer::start();
    let store = open(&server).await;
    let large: crate::store::Record = vec![7; limits::RECORD_BYTES_MAX].into();
    let commits = (0..limits::COMMIT_QUEUE + 10).map(|n| {
        let records = if n % 64 == 0 { vec![large.clone(); 8] } else { vec![record("x")] };
        let write = Write { key: key(&format!("k/{n}")), expected: Version(0), change: Change::Append(records) };
        let store = store.clone();
        async move { store.commit(vec![write], None, at(0)).await.unwrap() }
    });
    let outcomes = futures_util::future::join_all(commits).await;
    assert!(outcomes.iter().all(|o| matches!(o, Outcome::Committed(_))));
    assert_eq!(store.seq().await.unwrap().0 as usize, limits::COMMIT_QUEUE + 10);
    assert_eq!(read(&store, "k/0").await.records.len(), 8);
}

#[tokio::test]
async fn one_connection_for_a_crowd() {
    let server = RedisServer::start();
    let store = open(&server).await;
    let reads = (0..200).map(|_| read(&store, "a"));
    futures_util::future::join_all(reads).await;
    let clients: String = server.ask(&["CLIENT", "LIST", "TYPE", "normal"]);
    // One that asks and the one of this question; the one that writes comes with the first commit.
    assert_eq!(clients.lines().count(), 2, "{clients}");
}

#[tokio::test]
async fn an_end_whose_answer_was_lost_is_asked_again_on_another_connection() {
    let (from, to) = (RedisServer::start(), RedisServer::start());
    let about = open(&from).await.about().await.unwrap();
    let end = Import::End { about: about.clone(), whole: Whole { seq: Seq(0), complete_from: Seq(0) } };
    let target = open(&to).await;
    target.import(Import::Begin).await.unwrap();
    let other = Store::open_shut(&to.url(), Durability::Synced, Opening::Existing).await.unwrap();
    other.import(end.clone()).await.unwrap();
    to.ask::<i64>(&["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
    target.import(end).await.unwrap();
    assert_eq!(target.deployment().await.unwrap(), about.deployment);
}

#[tokio::test]
async fn a_rewrite_is_owed_until_it_was_begun_after_the_removal() {
    let server = RedisServer::start();
    let owed = || server.ask::<Option<String>>(&["HGET", "{onward}:meta", "rewrite_owed"]);
    server.ask::<String>(&["ACL", "SETUSER", "hub", "on", ">x", "~*", "&*", "+@all", "-bgrewriteaof"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "x").unwrap();
    let url = format!("{}?user=hub&password_file={}", server.url(), file.display());
    let forbidden = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    commit(&forbidden, vec![append("a", 0, &["1"]), append("b", 0, &["1"])]).await;
    commit(&forbidden, vec![remove("a", 1)]).await;
    forbidden.sweep(at(0)).await.unwrap();
    assert_eq!(owed().as_deref(), Some("2"));
    let store = open(&server).await;
    let Store::Redis(redis) = &store else { panic!() };
    // A rewrite that was begun before commit 2.
    assert_eq!(redis.ask::<usize>(scripts::strike_out("1")).await, Ok(0));
    assert_eq!(owed().as_deref(), Some("2"));
    store.sweep(at(0)).await.unwrap();
    assert_eq!(owed(), None);
}

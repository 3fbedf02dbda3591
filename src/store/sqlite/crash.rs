//! A process that is killed in the middle of its work: whatever it was answered is there, once. The child is this test
//! binary, told by its environment to write; the parent counts the answers it prints and kills it.
//! Must not know: how a commit is written.

use super::tests::place;
use crate::store::contract::*;
use crate::store::{Change, Durability, Key, Opening, Outcome, Seq, Store, Version, Write};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use uuid::Uuid;

const ADDRESS: &str = "ONWARD_TEST_STORE";
const SHELVES: u64 = 4;

fn shelf(n: u64) -> Key {
    key(&format!("shelf/{n}"))
}

/// Appends an id to one shelf and counts it on another key, in one commit.
async fn put(store: &Store, id: Uuid, n: u64) -> Outcome {
    loop {
        let keys = [shelf(n), key("total")];
        let held = store.read_many(&keys).await.unwrap();
        let append = |key: &Key, expected: Version| Write {
            key: key.clone(),
            expected,
            change: Change::Append(vec![id.as_bytes().as_slice().into()]),
        };
        let writes = vec![append(&keys[0], held[0].version), append(&keys[1], held[1].version)];
        let once = Some(super::Once { id, owner: keys[0].clone(), receipt: record("r") });
        match store.commit(writes, once, at(0)).await.unwrap() {
            Outcome::Stale(_) => {}
            outcome => return outcome,
        }
    }
}

/// The child: without the address in its environment it has nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    let store = Store::open(&address, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    let writers = (0..SHELVES).map(|n| {
        let store = store.clone();
        tokio::spawn(async move {
            loop {
                let id = Uuid::new_v4();
                let Outcome::Committed(Seq(seq)) = put(&store, id, n).await else { panic!("a new id was known") };
                let mut out = std::io::stdout().lock();
                writeln!(out, "answered {id} {n} {seq}").unwrap();
                out.flush().unwrap();
            }
        })
    });
    futures_util::future::join_all(writers).await;
}

/// Lets a child write until it got so many answers, and kills it. Gives what it was answered.
fn killed_after(url: &str, answers: usize) -> BTreeMap<Uuid, (u64, u64)> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::sqlite::crash::child", "--nocapture", "--test-threads=1"])
        .env(ADDRESS, url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut answered = BTreeMap::new();
    let mut line = String::new();
    // The end of the pipe: the child is dead and everything it said was read. Half a line was not said.
    while lines.read_line(&mut line).unwrap() > 0 {
        if let Some((_, words)) = line.strip_suffix('\n').and_then(|l| l.split_once("answered ")) {
            let words: Vec<&str> = words.split(' ').collect();
            let number = |i: usize| words[i].parse::<u64>().unwrap();
            answered.insert(words[0].parse().unwrap(), (number(1), number(2)));
        }
        if answered.len() == answers {
            // SIGKILL, while the others are in the middle of theirs.
            child.kill().unwrap();
        }
        line.clear();
    }
    let status = child.wait().unwrap();
    assert!(!status.success() && answered.len() >= answers, "{status}, {} answers", answered.len());
    answered
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_survives_a_kill_once() {
    let place = place();
    let mut answered = BTreeMap::new();
    for round in 0..4 {
        // From the outside while it writes: another process's commits are seen.
        let watching = place.open().await;
        let before = *watching.wake().borrow();
        let mut wake = watching.wake();
        let url = place.url.clone();
        let killed = tokio::task::spawn_blocking(move || killed_after(&url, 15 + 17 * round));
        soon("a wake from another process", wake.wait_for(|seq| *seq > before)).await.unwrap();
        answered.extend(killed.await.unwrap());
        watching.close().await.unwrap();

        let store = place.open().await;
        let mut places = BTreeMap::new();
        for n in 0..SHELVES {
            for record in store.read(&shelf(n)).await.unwrap().records {
                let id = Uuid::from_slice(&record).unwrap();
                let (_, _, Seq(seq)) = store.seen(id).await.unwrap().expect("what is on a shelf has a known id");
                assert_eq!(places.insert(id, (n, seq)), None, "{id} twice");
            }
        }
        for (id, place) in &answered {
            assert_eq!(places.get(id), Some(place), "{id} was answered");
            let once = super::Once { id: *id, owner: shelf(place.0), receipt: record("again") };
            let again = store.commit(vec![], Some(once), at(0)).await.unwrap();
            assert_eq!(again, Outcome::Repeated { receipt: record("r"), seq: Seq(place.1) });
        }
        let count = places.len() as u64;
        let total = store.read(&key("total")).await.unwrap();
        assert_eq!(
            (total.records.len() as u64, total.version, total.seq),
            (count, Version(count), Seq(count)),
            "whole commits"
        );
        assert_eq!(store.seq().await.unwrap(), Seq(count), "no gap");
        store.close().await.unwrap();
    }
}

//! The tests every store must pass, as functions over a place where a store can be opened, and opened again.
//! A store lists itself with `contract_tests!(place)`; what only one kind promises is tested beside that kind.
//! Must not know: which store it is.

pub mod commits;
pub mod copies;
pub mod crowd;
pub mod feed;
pub mod keeping;
pub mod model;

use super::{Change, Durability, Held, Key, Once, Opening, Outcome, Record, Seq, Store, StoreError, Version, Write};
use chrono::{DateTime, Utc};
use std::time::Duration;
use uuid::Uuid;

/// Where a store lives. What it needs to stay alive (a folder, a server) is dropped with it.
pub struct Place {
    pub url: String,
    pub _alive: Box<dyn std::any::Any + Send + Sync>,
}

impl Place {
    pub async fn open(&self) -> Store {
        Store::open(&self.url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap()
    }
}

/// A test clock: so many seconds after some noon.
pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_420_200_000 + seconds, 0).unwrap()
}

pub fn key(name: &str) -> Key {
    Key::new(name).unwrap()
}

pub fn record(text: &str) -> Record {
    text.as_bytes().into()
}

pub fn records(texts: &[&str]) -> Vec<Record> {
    texts.iter().map(|t| record(t)).collect()
}

pub fn replace(name: &str, expected: u64, texts: &[&str]) -> Write {
    Write { key: key(name), expected: Version(expected), change: Change::Replace(records(texts)) }
}

pub fn append(name: &str, expected: u64, texts: &[&str]) -> Write {
    Write { key: key(name), expected: Version(expected), change: Change::Append(records(texts)) }
}

pub fn remove(name: &str, expected: u64) -> Write {
    Write { key: key(name), expected: Version(expected), change: Change::Remove }
}

pub fn once(id: u128, owner: &str, receipt: &str) -> Option<Once> {
    Some(Once { id: Uuid::from_u128(id), owner: key(owner), receipt: record(receipt) })
}

pub fn held(version: u64, seq: u64, texts: &[&str]) -> Held {
    Held { version: Version(version), seq: Seq(seq), records: records(texts) }
}

/// Commits without an id at second 0.
pub async fn commit(store: &Store, writes: Vec<Write>) -> Outcome {
    store.commit(writes, None, at(0)).await.unwrap()
}

pub async fn read(store: &Store, name: &str) -> Held {
    store.read(&key(name)).await.unwrap()
}

pub fn committed(seq: u64) -> Outcome {
    Outcome::Committed(Seq(seq))
}

pub fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> String {
    match result {
        Err(StoreError::Refused(why)) => why,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// Waits for something that has to happen; the limit only ends a test that has already failed.
pub async fn soon<T>(what: &str, event: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), event).await.unwrap_or_else(|_| panic!("{what} did not happen"))
}

/// Every test of the contract, once for the place that the expression makes.
macro_rules! contract_tests {
    ($place:expr) => {
        contract_tests!($place; commits: versions stale_changes_nothing all_or_nothing append_replace_remove
            a_removed_key_begins_again repeated_before_versions an_id_lives_as_long_as_its_owner
            an_id_needs_an_owner an_id_alone what_is_refused the_largest_commit seen);
        contract_tests!($place; feed: each_key_once_at_its_latest a_commit_is_never_parted removal_is_listed
            ids_alone_are_passed_over lists_by_pages tails wakes);
        contract_tests!($place; crowd: none_is_lost one_stale_among_good_ones reads_see_whole_commits);
        contract_tests!($place; keeping: made_only_where_it_may_be reopened another_handle leases sweeps clocks bookmarks closed);
        contract_tests!($place; model: any_interleaving);
        contract_tests!($place => copies: any_history_is_copied ids_alone_go_along small_pages_make_the_same_copy
            what_changes_behind_comes_again under_load_a_copy_is_one_moment one_that_never_rests_is_given_up a_used_store_takes_none
            what_broke_off_is_shut_and_begun_again an_end_that_was_taken_is_taken_again moved);
    };
    // What needs two places gets them made.
    ($place:expr => $part:ident: $($test:ident)+) => {
        mod $part {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                crate::store::contract::$part::$test(|| $place).await;
            })+
        }
    };
    ($place:expr; $part:ident: $($test:ident)+) => {
        mod $part {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let place = $place;
                crate::store::contract::$part::$test(&place).await;
            })+
        }
    };
}
pub(super) use contract_tests;

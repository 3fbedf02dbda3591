//! The contract on SQLite, and what only a file promises: who may read it, what is erased, what is refused,
//! who is waited for.
//! Must not know: what the contract already says.

use super::{Sqlite, schema};
use crate::limits;
use crate::store::contract::*;
use crate::store::{Durability, Opening, Outcome, Store, StoreError};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

pub(super) fn place() -> Place {
    let folder = tempfile::tempdir().unwrap();
    Place { url: format!("sqlite:{}/made/on/the/way.db", folder.path().display()), _alive: Box::new(folder) }
}

contract_tests!(super::place());

fn path(place: &Place) -> PathBuf {
    place.url.strip_prefix("sqlite:").unwrap().into()
}

fn files(place: &Place) -> Vec<PathBuf> {
    let folder = path(place).parent().unwrap().to_owned();
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Another process's connection, as far as SQLite can tell.
fn stranger(path: &Path) -> Connection {
    Connection::open(path).unwrap()
}

async fn refusal(url: &str) -> StoreError {
    match Store::open(url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await {
        Err(e) => e,
        Ok(_) => panic!("{url} was opened"),
    }
}

#[tokio::test]
async fn addresses_it_does_not_know() {
    for url in
        ["postgres://anna:secret@host/0", "postgres:x", "sqlite", "sqlite:", "sqlite::memory:", "", "data/x.db", ":x"]
    {
        let StoreError::Refused(why) = refusal(url).await else { panic!("{url}") };
        assert!(why.contains("expected sqlite:PATH") && !why.contains("secret"), "{url}: {why}");
    }
}

#[tokio::test]
async fn files_it_does_not_know() {
    let place = place();
    place.open().await.close().await.unwrap();
    stranger(&path(&place)).pragma_update(None, "user_version", schema::FORM + 1).unwrap();
    let StoreError::Refused(why) = refusal(&place.url).await else { panic!() };
    assert!(why.contains("form 2") && why.contains("up to 1") && why.contains("newer"), "{why}");

    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.db");
    stranger(&other).execute_batch("CREATE TABLE recipes(x)").unwrap();
    let StoreError::Refused(why) = refusal(&format!("sqlite:{}", other.display())).await else { panic!() };
    assert!(why.contains("not an Onward store"), "{why}");

    let text = folder.path().join("text.db");
    std::fs::write(&text, "no database, only a few words, and enough of them to fill a header\n".repeat(99)).unwrap();
    assert!(matches!(refusal(&format!("sqlite:{}", text.display())).await, StoreError::Broken(_)));

    let folder = format!("sqlite:{}", folder.path().display());
    assert!(matches!(refusal(&folder).await, StoreError::Away(_)), "a folder is no file");
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_may_read_it() {
    use std::os::unix::fs::MetadataExt;
    let place = place();
    let store = place.open().await;
    commit(&store, vec![append("a", 0, &["x"])]).await;
    let files = files(&place);
    assert_eq!(files.len(), 3, "the file, its log and the log's index: {files:?}");
    for file in files {
        assert_eq!(std::fs::metadata(&file).unwrap().mode() & 0o777, 0o600, "{file:?}");
    }
    store.close().await.unwrap();
    assert_eq!(self::files(&place), [path(&place)], "closed, it is one file again");
}

const SECRET: &str = "eight-and-twenty-wrapped-byte";

/// Whether the bytes are anywhere in the file or its log.
fn lingers(place: &Place) -> bool {
    let holds = |bytes: Vec<u8>| bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes());
    files(place).into_iter().any(|file| holds(std::fs::read(file).unwrap()))
}

#[tokio::test]
async fn what_is_removed_is_in_no_file() {
    let place = place();
    let store = place.open().await;
    let writes = vec![append("key/1", 0, &[SECRET, &SECRET.repeat(999)]), append("key/2", 0, &["stays"])];
    store.commit(writes, once(1, "key/1", SECRET), at(0)).await.unwrap();
    assert!(lingers(&place));
    commit(&store, vec![remove("key/1", 1), append("proof/1", 0, &["gone"])]).await;
    assert!(!lingers(&place), "when it is answered, it is done");
    assert_eq!(read(&store, "key/2").await.records, records(&["stays"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_only_delays_the_erasure() {
    let place = place();
    let store = place.open().await;
    commit(&store, vec![append("key/1", 0, &[SECRET])]).await;
    let reader = stranger(&path(&place));
    reader.execute_batch("BEGIN; SELECT count(*) FROM keys").unwrap();
    let _: i64 = reader.query_row("SELECT count(*) FROM keys", [], |row| row.get(0)).unwrap();
    commit(&store, vec![remove("key/1", 1)]).await;
    assert!(lingers(&place), "the reader still needs it");
    reader.execute_batch("COMMIT").unwrap();
    let erased = async {
        while lingers(&place) {
            tokio::task::yield_now().await;
        }
    };
    soon("the erasure", erased).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_that_writes_is_waited_for_and_not_for_ever() {
    let place = place();
    let store = place.open().await;
    let other = stranger(&path(&place));
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let outcome = store.commit(vec![append("a", 0, &["x"])], once(1, "a", "r"), at(0)).await;
    assert!(matches!(outcome, Err(StoreError::Away(_))), "{outcome:?}");
    assert_eq!(read(&store, "a").await.version.0, 0, "reading goes on, and nothing was written");
    let waiting = tokio::spawn({
        let store = store.clone();
        async move { store.commit(vec![append("a", 0, &["x"])], once(1, "a", "r"), at(0)).await }
    });
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(soon("the commit", waiting).await.unwrap(), Ok(committed(1)));
}

#[tokio::test]
async fn a_full_queue_says_so() {
    let place = place();
    let sqlite = Sqlite::open(path(&place), Opening::MakeIfEmpty(at(0))).await.unwrap();
    assert_eq!(sqlite.0.jobs.max_capacity(), limits::COMMIT_QUEUE);
    let places = sqlite.0.jobs.reserve_many(limits::COMMIT_QUEUE).await.unwrap();
    let store = Store::Sqlite(sqlite.clone());
    let outcome = store.commit(vec![append("a", 0, &["x"])], None, at(0)).await;
    assert_eq!(outcome, Err(StoreError::Away("the queue is full".into())));
    let waiting = commit(&store, vec![append("b", 0, &["x"])]);
    let (outcome, ()) = tokio::join!(biased; waiting, async { drop(places) });
    assert_eq!(outcome, committed(1), "it waited for a place, and the one before left nothing behind");
}

#[tokio::test]
async fn a_caller_that_gives_up_takes_nothing_back() {
    let place = place();
    let store = place.open().await;
    let mut wake = store.wake();
    {
        let given_up = store.commit(vec![append("a", 0, &["x"])], None, at(0));
        tokio::pin!(given_up);
        assert!(futures_util::poll!(given_up.as_mut()).is_pending());
    }
    soon("the commit", wake.wait_for(|seq| seq.0 == 1)).await.unwrap();
    assert_eq!(read(&store, "a").await, held(1, 1, &["x"]));
    let again = store.commit(vec![append("a", 0, &["x"])], None, at(0)).await.unwrap();
    assert_eq!(again, Outcome::Stale(key("a")));
}

#[test]
fn every_connection_is_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    schema::make_file(&path).unwrap();
    let connection = schema::connect(&path).unwrap();
    let setting = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(connection.pragma_query_value(None, "journal_mode", |row| row.get(0)), Ok("wal".to_owned()));
    assert_eq!((setting("synchronous"), setting("secure_delete")), (2, 1));
    assert_eq!(u128::try_from(setting("busy_timeout")), Ok(limits::STORE_WAIT.as_millis()));
    assert!(schema::empty_log(&connection));
    assert_eq!(u128::try_from(setting("busy_timeout")), Ok(limits::STORE_WAIT.as_millis()), "the hurry is over");
}

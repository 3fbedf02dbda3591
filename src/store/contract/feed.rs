//! What a reader follows: the change feed, lists, tails, the wake.
//! What was missed here, a screen would miss.
//! Must not know: which store it is.

use super::*;
use crate::limits::COMMIT_KEYS_MAX;

/// A page of the feed as (key, seq, removed).
async fn page(store: &Store, after: u64, limit: usize) -> (Vec<(String, u64, bool)>, u64) {
    let changed = store.changed(Seq(after), limit).await.unwrap();
    let keys = changed.keys.into_iter().map(|c| (c.key.as_str().to_owned(), c.seq.0, c.removed)).collect();
    (keys, changed.until.0)
}

fn entry(name: &str, seq: u64, removed: bool) -> (String, u64, bool) {
    (name.to_owned(), seq, removed)
}

pub async fn each_key_once_at_its_latest(place: &Place) {
    let store = place.open().await;
    assert_eq!(page(&store, 0, 10).await, (vec![], 0));
    for (name, version) in [("c", 0), ("a", 0), ("b", 0), ("a", 1), ("c", 1), ("a", 2)] {
        commit(&store, vec![append(name, version, &["x"])]).await;
    }
    let all = vec![entry("b", 3, false), entry("c", 5, false), entry("a", 6, false)];
    assert_eq!(page(&store, 0, 10).await, (all.clone(), 6));
    assert_eq!(page(&store, 2, 10).await, (all.clone(), 6));
    assert_eq!(page(&store, 3, 10).await, (all[1..].to_vec(), 6));
    assert_eq!(page(&store, 6, 10).await, (vec![], 6));
    assert_eq!(page(&store, 0, 2).await, (all[..2].to_vec(), 5), "continue from the last one given");
    assert_eq!(page(&store, 5, 2).await, (all[2..].to_vec(), 6));
    assert_eq!(page(&store, 99, 2).await, (vec![], 99), "a place that was not reached yet is kept");
}

pub async fn a_commit_is_never_parted(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![append("first", 0, &[])]).await;
    commit(&store, (0..COMMIT_KEYS_MAX).map(|i| append(&format!("k/{i:02}"), 0, &[])).collect()).await;
    commit(&store, vec![append("last", 0, &[])]).await;
    let (keys, until) = page(&store, 0, 1).await;
    assert_eq!((keys, until), (vec![entry("first", 1, false)], 1));
    let (keys, until) = page(&store, 1, 1).await;
    assert_eq!((keys.len(), until), (COMMIT_KEYS_MAX, 2), "all of it, or the rest would never be asked for");
    let (keys, until) = page(&store, 0, 2).await;
    assert_eq!((keys.len(), until), (COMMIT_KEYS_MAX + 1, 2));
    assert_eq!(page(&store, 2, 1).await, (vec![entry("last", 3, false)], 3));
    assert_eq!(page(&store, 2, 0).await, (vec![entry("last", 3, false)], 3), "a page of nothing would never end");
}

pub async fn removal_is_listed(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![append("a", 0, &[]), append("b", 0, &[])]).await;
    commit(&store, vec![remove("a", 1)]).await;
    assert_eq!(page(&store, 0, 9).await.0, [entry("b", 1, false), entry("a", 2, true)]);
    commit(&store, vec![append("a", 0, &[])]).await;
    assert_eq!(page(&store, 0, 9).await.0, [entry("b", 1, false), entry("a", 3, false)]);
}

pub async fn ids_alone_are_passed_over(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![append("a", 0, &[])]).await;
    store.commit(vec![], once(1, "a", "r"), at(0)).await.unwrap();
    assert_eq!(page(&store, 1, 9).await, (vec![], 2), "or a follower would ask from 1 for ever");
}

pub async fn lists_by_pages(place: &Place) {
    let store = place.open().await;
    for name in ["m/2", "m/10", "m/~", "m", "n/1", "l/9", "m/1", "m0"] {
        commit(&store, vec![append(name, 0, &["x"])]).await;
    }
    commit(&store, vec![append("m/gone", 0, &[])]).await;
    commit(&store, vec![remove("m/gone", 1)]).await;
    commit(&store, vec![append("m/2", 1, &[])]).await;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = store.list("m/", after.as_ref(), 2).await.unwrap();
        assert!(page.len() <= 2);
        let Some((last, ..)) = page.last() else { break };
        after = Some(last.clone());
        found.extend(page.into_iter().map(|(k, v, s)| (k.as_str().to_owned(), v.0, s.0)));
    }
    let expected = [("m/1", 1, 7), ("m/10", 1, 2), ("m/2", 2, 11), ("m/~", 1, 3)];
    assert_eq!(found, expected.map(|(k, v, s)| (k.to_owned(), v, s)));
    assert_eq!(store.list("", None, 99).await.unwrap().len(), 8, "without a prefix, all that exist");
    assert_eq!(store.list("m/", Some(&key("a")), 99).await.unwrap().len(), 4);
    assert_eq!(store.list("x", None, 99).await.unwrap(), []);
}

pub async fn tails(place: &Place) {
    let store = place.open().await;
    let tail = async |generation: Seq, kept| store.read_tail(&key("a"), generation, kept).await.unwrap();
    assert_eq!(tail(Seq(5), 3).await, super::super::Tail::default());
    commit(&store, vec![append("other", 0, &[])]).await;
    commit(&store, vec![append("a", 0, &["1", "2"])]).await;
    let first = tail(Seq(0), 0).await;
    assert_eq!((first.first, first.records, first.version, first.seq), (0, records(&["1", "2"]), Version(1), Seq(2)));
    commit(&store, vec![append("a", 1, &["3"])]).await;
    let next = tail(first.generation, 2).await;
    assert_eq!((next.generation, next.first, next.records), (first.generation, 2, records(&["3"])));
    assert_eq!((next.version, next.seq), (Version(2), Seq(3)));
    let none = tail(first.generation, 3).await;
    assert_eq!((none.first, none.records), (3, vec![]));
    let beyond = tail(first.generation, 4).await;
    assert_eq!((beyond.first, beyond.records.len()), (0, 3), "who claims more than there is, gets all");

    commit(&store, vec![replace("a", 2, &["4", "5", "6"])]).await;
    let replaced = tail(first.generation, 2).await;
    assert_eq!((replaced.first, replaced.records), (0, records(&["4", "5", "6"])));
    assert_ne!(replaced.generation, first.generation);
    commit(&store, vec![remove("a", 3)]).await;
    commit(&store, vec![append("a", 0, &["7", "8", "9"])]).await;
    let anew = tail(replaced.generation, 2).await;
    assert_eq!((anew.first, anew.records), (0, records(&["7", "8", "9"])), "the same length, and another list");
}

pub async fn wakes(place: &Place) {
    let store = place.open().await;
    let mut wake = store.wake();
    assert_eq!(*wake.borrow_and_update(), Seq(0));
    commit(&store, vec![append("a", 0, &[])]).await;
    soon("a wake", wake.changed()).await.unwrap();
    assert_eq!(*wake.borrow_and_update(), Seq(1));
    commit(&store, vec![append("a", 0, &[])]).await;
    commit(&store, vec![append("b", 0, &[])]).await;
    soon("a wake", wake.wait_for(|seq| *seq == Seq(2))).await.unwrap();
}

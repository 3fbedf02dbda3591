//! What outlives a handle, and what several handles share: reopening, another process, leases, marks, forgetting.
//! A handle stands for a process: stores share nothing but the place.
//! Must not know: which store it is.

use super::*;
use crate::limits::TOMBSTONE_DAYS;
use crate::store::ClockMark;

pub async fn made_only_where_it_may_be(place: &Place) {
    let existing = || Store::open(&place.url, Durability::Synced, Opening::Existing);
    for _ in 0..2 {
        let found = existing().await.map(|_| ());
        assert!(matches!(found, Err(StoreError::Empty(_))), "looking makes none: {found:?}");
    }
    let deployment = place.open().await.deployment().await.unwrap();
    let store = existing().await.unwrap();
    assert_eq!(store.deployment().await.unwrap(), deployment);
    assert_eq!(commit(&store, vec![append("a", 0, &["x"])]).await, committed(1), "and is like any other");
}

pub async fn reopened(place: &Place) {
    let store = place.open().await;
    let deployment = store.deployment().await.unwrap();
    store.commit(vec![append("a", 0, &["1", "2"])], once(1, "a", "r"), at(0)).await.unwrap();
    commit(&store, vec![append("b", 0, &[])]).await;
    commit(&store, vec![remove("b", 1)]).await;
    store.close().await.unwrap();

    let store = place.open().await;
    assert_eq!(*store.wake().borrow(), Seq(3));
    assert_eq!(store.deployment().await.unwrap(), deployment);
    assert_eq!(read(&store, "a").await, held(1, 1, &["1", "2"]));
    assert_eq!(store.changed(Seq(0), 9).await.unwrap().keys.len(), 2);
    let again = store.commit(vec![], once(1, "a", "x"), at(0)).await.unwrap();
    assert_eq!(again, Outcome::Repeated { receipt: record("r"), seq: Seq(1) });
    assert_eq!(commit(&store, vec![append("a", 1, &["3"])]).await, committed(4), "the sequence goes on");
}

pub async fn another_handle(place: &Place) {
    let (one, other) = (place.open().await, place.open().await);
    assert_eq!(one.deployment().await.unwrap(), other.deployment().await.unwrap());
    let mut wake = other.wake();
    assert_eq!(commit(&one, vec![append("a", 0, &["1"])]).await, committed(1));
    assert_eq!(read(&other, "a").await, held(1, 1, &["1"]), "at once, not only after a wake");
    soon("a wake from another handle", wake.wait_for(|seq| *seq == Seq(1))).await.unwrap();
    assert_eq!(commit(&other, vec![append("a", 0, &["2"])]).await, Outcome::Stale(key("a")));
    assert_eq!(commit(&other, vec![append("a", 1, &["2"])]).await, committed(2), "one sequence for both");
    other.close().await.unwrap();
    assert_eq!(read(&one, "a").await, held(2, 2, &["1", "2"]), "closing one does not close the other");
    assert_eq!(commit(&one, vec![append("a", 2, &["3"])]).await, committed(3));
}

pub async fn leases(place: &Place) {
    let store = place.open().await;
    let (anna, berta) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let take = async |name, holder, now| store.lease(name, holder, Duration::from_secs(10), at(now)).await.unwrap();
    assert!(take("tick", anna, 0).await);
    assert!(!take("tick", berta, 9).await);
    assert!(take("mail", berta, 9).await, "another name is another lease");
    assert!(take("tick", anna, 9).await, "prolonged until 19");
    assert!(!take("tick", berta, 18).await);
    assert!(take("tick", berta, 19).await);
    assert!(!take("tick", anna, 20).await);
    assert!(take("tick", anna, 86_400).await, "by a clock that is a day ahead");
    assert!(take("tick", berta, 40).await, "nobody waits a day for it");
    assert_eq!(store.seq().await.unwrap(), Seq(0), "a lease is no commit");
}

pub async fn sweeps(place: &Place) {
    let store = place.open().await;
    let day = |n: i64| at(n * 86_400);
    commit(&store, ["a", "b", "c"].map(|name| append(name, 0, &[])).to_vec()).await;
    store.commit(vec![remove("a", 1)], None, day(0)).await.unwrap();
    store.commit(vec![remove("b", 1)], None, day(1)).await.unwrap();
    commit(&store, vec![append("c", 1, &[])]).await;
    let removed = async || {
        let changed = store.changed(Seq(0), 9).await.unwrap();
        let keys: Vec<String> = changed.keys.into_iter().filter(|c| c.removed).map(|c| c.key.to_string()).collect();
        (keys.join(" "), changed.complete_from)
    };
    assert_eq!(store.sweep(day(TOMBSTONE_DAYS)).await.unwrap(), 0);
    assert_eq!(removed().await, ("a b".to_owned(), Seq(0)));
    assert_eq!(store.sweep(day(TOMBSTONE_DAYS) + Duration::from_secs(1)).await.unwrap(), 1);
    assert_eq!(removed().await, ("b".to_owned(), Seq(2)), "who asks from before 2 has missed a removal");
    assert_eq!(store.sweep(day(99)).await.unwrap(), 1);
    assert_eq!(removed().await, (String::new(), Seq(3)));
    assert_eq!(read(&store, "c").await, held(2, 4, &[]), "what exists is never swept");
    assert_eq!(commit(&store, vec![append("a", 0, &["1"])]).await, committed(5));
}

pub async fn clocks(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.mark(ClockMark::Replay).await, Ok(ClockMark::Replay));
    assert_eq!(store.mark(ClockMark::Real).await, Ok(ClockMark::Replay), "the first mark stays");
    assert_eq!(store.mark(ClockMark::Replay).await, Ok(ClockMark::Replay));
}

pub async fn bookmarks(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.bookmark("mail").await.unwrap(), Seq(0));
    commit(&store, vec![append("a", 0, &[])]).await;
    store.set_bookmark("mail", Seq(1)).await.unwrap();
    store.set_bookmark("seq", Seq(7)).await.unwrap();
    assert_eq!(store.bookmark("mail").await.unwrap(), Seq(1));
    assert_eq!(store.seq().await.unwrap(), Seq(1), "beside the sequence, whatever it is called");
    store.set_bookmark("mail", Seq(0)).await.unwrap();
    assert_eq!(store.bookmark("mail").await.unwrap(), Seq(0), "a follower may go back");
}

pub async fn closed(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.mark(ClockMark::Real).await, Ok(ClockMark::Real));
    let clone = store.clone();
    let accepted = tokio::spawn({
        let store = store.clone();
        async move { store.commit(vec![append("a", 0, &["1"])], None, at(0)).await }
    });
    soon("the commit", accepted).await.unwrap().unwrap();
    store.close().await.unwrap();
    assert!(matches!(clone.commit(vec![append("a", 1, &[])], None, at(0)).await, Err(StoreError::Away(_))));
    assert!(matches!(clone.read(&key("a")).await, Err(StoreError::Away(_))));
    assert!(matches!(clone.close().await, Err(StoreError::Away(_))), "once is enough");
    let store = place.open().await;
    assert_eq!(read(&store, "a").await, held(1, 1, &["1"]));
    refused(store.mark(ClockMark::Replay).await);
}

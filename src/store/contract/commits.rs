//! Commits, one after the other: versions, all or nothing, what each change does, ids that make a commit happen once.
//! One task, one handle.
//! Must not know: which store it is.

use super::*;
use crate::limits;

pub async fn versions(place: &Place) {
    let store = place.open().await;
    assert_eq!(read(&store, "a/1").await, Held::default());
    assert_eq!(commit(&store, vec![replace("a/1", 0, &["x"])]).await, committed(1));
    assert_eq!(commit(&store, vec![append("a/1", 1, &["y"])]).await, committed(2));
    assert_eq!(commit(&store, vec![append("a/2", 0, &[])]).await, committed(3));
    assert_eq!(read(&store, "a/1").await, held(2, 2, &["x", "y"]));
    assert_eq!(read(&store, "a/2").await, held(1, 3, &[]), "a key may hold nothing and still exist");
    let keys = [key("a/2"), key("none"), key("a/1")];
    let both = store.read_many(&keys).await.unwrap();
    assert_eq!(both, [held(1, 3, &[]), Held::default(), held(2, 2, &["x", "y"])], "in the order asked");
    assert_eq!(store.seq().await.unwrap(), Seq(3));
}

pub async fn stale_changes_nothing(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![replace("a", 0, &["x"])]).await;
    for expected in [0, 2, u64::MAX] {
        for write in [replace("a", expected, &["y"]), append("a", expected, &["y"]), remove("a", expected)] {
            assert_eq!(commit(&store, vec![write]).await, Outcome::Stale(key("a")));
        }
    }
    assert_eq!(commit(&store, vec![append("b", 1, &["y"])]).await, Outcome::Stale(key("b")), "it does not exist");
    assert_eq!(read(&store, "a").await, held(1, 1, &["x"]));
    assert_eq!(store.seq().await.unwrap(), Seq(1), "a refused commit takes no number");
}

pub async fn all_or_nothing(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![replace("a", 0, &["1"]), replace("b", 0, &["1"]), replace("c", 0, &["1"])]).await;
    let writes = vec![append("a", 1, &["2"]), remove("b", 1), replace("d", 0, &["2"]), append("c", 7, &["2"])];
    let outcome = store.commit(writes, once(1, "a", "r"), at(0)).await.unwrap();
    assert_eq!(outcome, Outcome::Stale(key("c")));
    for (name, expected) in [("a", held(1, 1, &["1"])), ("b", held(1, 1, &["1"])), ("d", Held::default())] {
        assert_eq!(read(&store, name).await, expected, "{name}");
    }
    assert_eq!(store.seen(Uuid::from_u128(1)).await.unwrap(), None, "nor is the id known");
    let writes = vec![append("a", 1, &["2"]), remove("b", 1), replace("d", 0, &["2"]), append("c", 1, &["2"])];
    assert_eq!(commit(&store, writes).await, committed(2), "one number for all");
    assert_eq!(read(&store, "c").await, held(2, 2, &["1", "2"]));
}

pub async fn append_replace_remove(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![append("a", 0, &["1", "2"])]).await;
    commit(&store, vec![append("a", 1, &["3", ""])]).await;
    assert_eq!(read(&store, "a").await.records, records(&["1", "2", "3", ""]));
    commit(&store, vec![replace("a", 2, &["4"])]).await;
    assert_eq!(read(&store, "a").await.records, records(&["4"]), "nothing of before is left");
    commit(&store, vec![append("a", 3, &["5"])]).await;
    assert_eq!(read(&store, "a").await, held(4, 4, &["4", "5"]));
    commit(&store, vec![remove("a", 4)]).await;
    assert_eq!(read(&store, "a").await, Held::default());
}

pub async fn a_removed_key_begins_again(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![append("a", 0, &["1"])]).await;
    commit(&store, vec![remove("a", 1)]).await;
    assert_eq!(commit(&store, vec![append("a", 2, &["2"])]).await, Outcome::Stale(key("a")));
    assert_eq!(commit(&store, vec![append("a", 0, &["2"])]).await, committed(3));
    assert_eq!(read(&store, "a").await, held(1, 3, &["2"]));
    assert_eq!(commit(&store, vec![remove("never", 0)]).await, committed(4), "removing nothing is a commit too");
}

pub async fn repeated_before_versions(place: &Place) {
    let store = place.open().await;
    let first = store.commit(vec![append("a", 0, &["1"])], once(1, "a", "first"), at(0)).await.unwrap();
    assert_eq!(first, committed(1));
    let repeated = Outcome::Repeated { receipt: record("first"), seq: Seq(1) };
    let again = store.commit(vec![append("a", 0, &["1"])], once(1, "a", "second"), at(9)).await.unwrap();
    assert_eq!(again, repeated, "its versions are stale, and that is not what matters");
    let other = store.commit(vec![append("a", 1, &["2"])], once(1, "b", "second"), at(9)).await.unwrap();
    assert_eq!(other, repeated, "the first one stands, whatever the second carries");
    assert_eq!(read(&store, "a").await, held(1, 1, &["1"]));
}

pub async fn an_id_lives_as_long_as_its_owner(place: &Place) {
    let store = place.open().await;
    let writes = vec![append("a", 0, &["1"]), append("b", 0, &["1"])];
    store.commit(writes, once(1, "a", "r"), at(0)).await.unwrap();
    store.commit(vec![append("b", 1, &["2"])], once(2, "b", "r"), at(0)).await.unwrap();
    commit(&store, vec![remove("a", 1)]).await;
    assert_eq!(store.seen(Uuid::from_u128(1)).await.unwrap(), None);
    assert!(store.seen(Uuid::from_u128(2)).await.unwrap().is_some(), "another owner's id stays");
    let again = store.commit(vec![append("a", 0, &["1"])], once(1, "a", "new"), at(0)).await.unwrap();
    assert_eq!(again, committed(4), "unknown again");
    let last = store.commit(vec![remove("a", 1)], once(3, "a", "r"), at(0)).await.unwrap();
    assert_eq!(last, committed(5));
    assert_eq!(store.seen(Uuid::from_u128(3)).await.unwrap(), None, "it went with the owner it removed");
}

pub async fn an_id_needs_an_owner(place: &Place) {
    let store = place.open().await;
    let orphan = store.commit(vec![append("a", 0, &["1"])], once(1, "nobody", "r"), at(0)).await.unwrap();
    assert_eq!(orphan, Outcome::Stale(key("nobody")));
    assert_eq!(read(&store, "a").await, Held::default());
    let orphan = store.commit(vec![], once(1, "nobody", "r"), at(0)).await.unwrap();
    assert_eq!(orphan, Outcome::Stale(key("nobody")));
    assert_eq!(store.seq().await.unwrap(), Seq(0));
}

pub async fn an_id_alone(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![append("a", 0, &["1"])]).await;
    assert_eq!(store.commit(vec![], once(1, "a", "no"), at(0)).await.unwrap(), committed(2));
    let again = store.commit(vec![append("a", 1, &["2"])], once(1, "a", "yes"), at(0)).await.unwrap();
    assert_eq!(again, Outcome::Repeated { receipt: record("no"), seq: Seq(2) });
    assert_eq!(read(&store, "a").await, held(1, 1, &["1"]), "the owner itself is not touched");
}

pub async fn what_is_refused(place: &Place) {
    let store = place.open().await;
    assert!(Key::new("k".repeat(limits::KEY_BYTES_MAX)).is_some());
    for bad in ["", "ä", "a b", "a\n", "a%", &"k".repeat(limits::KEY_BYTES_MAX + 1)] {
        assert!(Key::new(bad).is_none(), "{bad:?}");
    }
    let bytes = |n: usize| -> Record { vec![7; n].into() };
    let put = |records| vec![Write { key: key("a"), expected: Version(0), change: Change::Append(records) }];
    let many = |n: usize| (0..n).map(|i| append(&format!("k/{i}"), 0, &[])).collect::<Vec<_>>();
    let large = bytes(limits::RECORD_BYTES_MAX + 1);
    let full = limits::COMMIT_BYTES_MAX / limits::RECORD_BYTES_MAX;
    let heavy: Vec<Record> = (0..=full).map(|_| bytes(limits::RECORD_BYTES_MAX)).collect();
    let receipt = Some(Once { id: Uuid::from_u128(1), owner: key("a"), receipt: large.clone() });
    let cases = [
        (vec![], None, "nothing"),
        (put(vec![large]), None, "a record of"),
        (put(vec![]), receipt, "a record of"),
        (put(heavy), None, "a commit of"),
        (many(limits::COMMIT_KEYS_MAX + 1), None, "65 keys"),
        (vec![append("a", 0, &[]), remove("b", 0), append("a", 1, &[])], None, "a twice"),
    ];
    for (writes, once, why) in cases {
        let said = refused(store.commit(writes, once, at(0)).await);
        assert!(said.contains(why), "{said:?} does not say {why:?}");
    }
    assert_eq!(store.seq().await.unwrap(), Seq(0));
}

pub async fn the_largest_commit(place: &Place) {
    let store = place.open().await;
    let longest = "k".repeat(limits::KEY_BYTES_MAX);
    let mut writes: Vec<Write> = (1..limits::COMMIT_KEYS_MAX).map(|i| append(&format!("k/{i}"), 0, &["x"])).collect();
    let record: Record = (0..limits::RECORD_BYTES_MAX).map(|i| (i % 251) as u8).collect::<Vec<_>>().into();
    let change = Change::Append(vec![record.clone(); 3]);
    writes.push(Write { key: key(&longest), expected: Version(0), change });
    assert_eq!(commit(&store, writes).await, committed(1));
    assert_eq!(read(&store, &longest).await.records, vec![record; 3]);
}

pub async fn seen(place: &Place) {
    let store = place.open().await;
    assert_eq!(store.seen(Uuid::from_u128(1)).await.unwrap(), None);
    commit(&store, vec![append("b", 0, &[])]).await;
    store.commit(vec![append("a", 0, &[])], once(1, "b", "receipt"), at(0)).await.unwrap();
    let known = store.seen(Uuid::from_u128(1)).await.unwrap();
    assert_eq!(known, Some((key("b"), record("receipt"), Seq(2))));
}

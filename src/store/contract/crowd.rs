//! Many at once: nothing is lost, one refusal harms nobody else, and no reader sees half a commit.
//! Interleavings differ from run to run; what has to hold does not.
//! Must not know: which store it is.

use super::*;
use std::collections::BTreeSet;
use tokio::task::JoinSet;

pub async fn none_is_lost(place: &Place) {
    const TASKS: u64 = 100;
    let store = place.open().await;
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let store = store.clone();
        tasks.spawn(async move {
            loop {
                let version = read(&store, "counter").await.version;
                let text = format!("{task}");
                let change = Change::Append(vec![record(&text)]);
                let write = Write { key: key("counter"), expected: version, change };
                if let Outcome::Committed(seq) = commit(&store, vec![write]).await {
                    return seq;
                }
            }
        });
    }
    let places: BTreeSet<Seq> = tasks.join_all().await.into_iter().collect();
    assert_eq!(places, (1..=TASKS).map(Seq).collect(), "each its own number, and none left out");
    let counter = read(&store, "counter").await;
    assert_eq!((counter.version, counter.seq), (Version(TASKS), Seq(TASKS)));
    let written: BTreeSet<Record> = counter.records.iter().cloned().collect();
    assert_eq!(written.len() as u64, TASKS, "every task's record, once");
    assert_eq!(counter.records.len() as u64, TASKS);
}

pub async fn one_stale_among_good_ones(place: &Place) {
    let store = place.open().await;
    commit(&store, vec![append("taken", 0, &["x"])]).await;
    let mut tasks = JoinSet::new();
    for i in 0..200_u64 {
        let store = store.clone();
        tasks.spawn(async move {
            let expected = if i % 10 == 3 { vec![append("taken", 9, &["y"])] } else { vec![] };
            let writes = [vec![append(&format!("k/{i}"), 0, &["x"])], expected].concat();
            (i, store.commit(writes, once(u128::from(i), &format!("k/{i}"), "r"), at(0)).await.unwrap())
        });
    }
    let mut places = BTreeSet::new();
    for (i, outcome) in tasks.join_all().await {
        let there = read(&store, &format!("k/{i}")).await.version == Version(1);
        match outcome {
            Outcome::Committed(seq) => assert!(i % 10 != 3 && there && places.insert(seq), "{i}"),
            Outcome::Stale(stale) => assert!(i % 10 == 3 && !there && stale == key("taken"), "{i}"),
            Outcome::Repeated { .. } => panic!("{i} was sent once"),
        }
        assert_eq!(store.seen(Uuid::from_u128(u128::from(i))).await.unwrap().is_some(), there);
    }
    assert_eq!(places, (2..=181).map(Seq).collect(), "refused ones leave no gap");
    assert_eq!(read(&store, "taken").await, held(1, 1, &["x"]));
}

pub async fn reads_see_whole_commits(place: &Place) {
    let store = place.open().await;
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for version in 0..100 {
                let writes = ["a", "b"].map(|name| append(name, version, &["x"])).to_vec();
                assert_eq!(commit(&store, writes).await, committed(version + 1));
            }
        })
    };
    while !writing.is_finished() {
        let both = store.read_many(&[key("a"), key("b")]).await.unwrap();
        assert_eq!(both[0], both[1]);
        assert_eq!(both[0].records.len() as u64, both[0].version.0);
    }
    writing.await.unwrap();
}

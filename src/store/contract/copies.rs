//! Whole copies: everything the contract can see is the same afterwards, and goes on the same way; a copy made while
//! others write is one moment; what broke off is not mistaken for a store.
//! Must not know: which store it is.

use super::model::{Model, Step, history, id, name, written};
use super::*;
use crate::store::ClockMark;
use crate::store::copy::{About, CopyError, Entry, Import, Pace, Shut, Whole, copy, copy_at};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::collections::BTreeMap;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

const TINY: Pace = Pace { keys_max: 1, bytes_max: 1, behind_pages_max: usize::MAX };

/// Copies at this pace and opens the copy as a hub would.
async fn copied(from: &Store, to: &Place, pace: Pace) -> Store {
    let about = from.about().await.unwrap();
    let target = Store::open_shut(&to.url, Durability::Synced, Opening::MakeIfEmpty(at(9))).await.unwrap();
    target.import(Import::Begin).await.unwrap();
    let take = async |entries: Vec<Entry>| Ok::<(), CopyError>(target.import(Import::Entries(entries)).await?);
    let whole = copy_at(pace, from, take).await.unwrap();
    assert_eq!(everything(&target).await, everything(from).await, "what was put can be compared before it ends");
    target.import(Import::End { about, whole }).await.unwrap();
    target.close().await.unwrap();
    to.open().await
}

async fn everything(store: &Store) -> Vec<Entry> {
    let mut all = Vec::new();
    let take = async |entries: Vec<Entry>| {
        all.extend(entries);
        Ok::<(), CopyError>(())
    };
    copy(store, take).await.unwrap();
    all
}

pub async fn any_history_is_copied(place: impl Fn() -> Place) {
    let config = Config { cases: 12, failure_persistence: None, max_shrink_iters: 64, ..Config::default() };
    let played =
        |(steps, more): (Vec<Step>, Vec<Step>)| Handle::current().block_on(play(&place(), &place(), &steps, &more));
    let histories = (history(), history());
    let result = tokio::task::block_in_place(|| TestRunner::new(config).run(&histories, played));
    result.unwrap_or_else(|e| panic!("{e}"));
}

/// Plays a history, copies it, and goes on with another one in both.
async fn play(from: &Place, to: &Place, steps: &[Step], more: &[Step]) -> Result<(), TestCaseError> {
    let store = from.open().await;
    let mut model = Model::default();
    store.set_bookmark("mail", Seq(steps.len() as u64 / 2)).await.unwrap();
    store.mark(ClockMark::Replay).await.unwrap();
    go_on(&[&store], &mut model, steps, 0).await?;
    if steps.len() > 40 {
        store.sweep(at(99 * 86_400)).await.unwrap();
    }
    let copy = copied(&store, to, TINY).await;
    same(&store, &copy, model.seq).await?;
    go_on(&[&store, &copy], &mut model, more, steps.len()).await?;
    same(&store, &copy, model.seq).await?;
    store.close().await.unwrap();
    copy.close().await.unwrap();
    Ok(())
}

async fn go_on(stores: &[&Store], model: &mut Model, steps: &[Step], first: usize) -> Result<(), TestCaseError> {
    for (step, (drawn, once, _)) in steps.iter().enumerate() {
        let writes = written(model, 0, drawn, first + step);
        let receipt = record(&format!("{}", first + step));
        let once = once.map(|(n, owner)| Once { id: id(0, n), owner: name(0, owner), receipt });
        if writes.is_empty() && once.is_none() {
            continue;
        }
        let expected = model.commit(&writes, once.as_ref());
        for store in stores {
            let got = store.commit(writes.clone(), once.clone(), at(0)).await.unwrap();
            prop_assert_eq!(&got, &expected, "step {}", step);
        }
    }
    Ok(())
}

/// Everything that can be asked.
async fn same(one: &Store, other: &Store, last: u64) -> Result<(), TestCaseError> {
    let names: Vec<Key> = (0..5).map(|n| name(0, n)).collect();
    prop_assert_eq!(one.read_many(&names).await.unwrap(), other.read_many(&names).await.unwrap());
    for key in &names {
        let tail = one.read_tail(key, Seq(0), 0).await.unwrap();
        prop_assert_eq!(
            &other.read_tail(key, tail.generation, 1).await.unwrap(),
            &one.read_tail(key, tail.generation, 1).await.unwrap()
        );
    }
    for after in 0..=last {
        let (mut theirs, ours) =
            (other.changed(Seq(after), 3).await.unwrap(), one.changed(Seq(after), 3).await.unwrap());
        theirs.run = ours.run.clone();
        prop_assert_eq!(theirs, ours, "after {}", after);
    }
    for id in (0..12).map(|n| id(0, n)) {
        prop_assert_eq!(one.seen(id).await.unwrap(), other.seen(id).await.unwrap());
    }
    prop_assert_eq!(one.list("", None, 99).await.unwrap(), other.list("", None, 99).await.unwrap());
    prop_assert_eq!(one.about().await.unwrap(), other.about().await.unwrap());
    prop_assert_eq!(one.seq().await.unwrap(), other.seq().await.unwrap());
    prop_assert_eq!(one.deployment().await.unwrap(), other.deployment().await.unwrap());
    prop_assert_eq!(one.bookmark("mail").await.unwrap(), other.bookmark("mail").await.unwrap());
    prop_assert_eq!(everything(one).await, everything(other).await);
    Ok(())
}

pub async fn ids_alone_go_along(place: impl Fn() -> Place) {
    let (from, to) = (place(), place());
    let store = from.open().await;
    commit(&store, vec![append("a", 0, &["x"]), append("b", 0, &["y"])]).await;
    commit(&store, vec![append("c", 0, &["z"])]).await;
    for n in 1..=3 {
        store.commit(vec![], once(n, "a", "r"), at(0)).await.unwrap();
    }
    let page = store.export(Seq(2), 9, usize::MAX).await.unwrap();
    assert_eq!(page.entries.iter().map(|e| e.key.as_str()).collect::<Vec<_>>(), ["a"], "an id moves its owner's place");
    assert_eq!((page.until, page.last), (Seq(5), Seq(5)));
    let all = everything(&store).await;
    assert_eq!(all.iter().map(|e| e.key.as_str()).collect::<Vec<_>>(), ["b", "c", "a"], "each once");
    let copy = copied(&store, &to, TINY).await;
    for n in 1..=3 {
        let again = copy.commit(vec![], once(n, "a", "x"), at(0)).await.unwrap();
        let seq = Seq(u64::try_from(n).unwrap() + 2);
        assert_eq!(again, Outcome::Repeated { receipt: record("r"), seq });
    }
    assert_eq!(commit(&copy, vec![append("a", 1, &["w"])]).await, committed(6), "the sequence goes on");
}

pub async fn small_pages_make_the_same_copy(place: impl Fn() -> Place) {
    let from = place();
    let store = from.open().await;
    for n in 0..40_u64 {
        let writes = (0..5).map(|i| append(&format!("{n}/{i}"), 0, &["0123456789"])).collect();
        let owner = format!("{n}/0");
        store.commit(writes, once(u128::from(n), &owner, "r"), at(0)).await.unwrap();
        let elsewhere = format!("{}/0", n / 2);
        store.commit(vec![], once(1000 + u128::from(n), &elsewhere, "r"), at(0)).await.unwrap();
    }
    let expected = everything(&store).await;
    assert_eq!(expected.len(), 200);
    for (keys_max, bytes_max) in [(0, usize::MAX), (1, usize::MAX), (7, usize::MAX), (usize::MAX, 100), (3, 10)] {
        let mut pages = Vec::new();
        let take = async |entries: Vec<Entry>| {
            pages.push(entries);
            Ok::<(), CopyError>(())
        };
        copy_at(Pace { keys_max, bytes_max, behind_pages_max: 0 }, &store, take).await.unwrap();
        assert_eq!(pages.concat(), expected, "{keys_max} keys, {bytes_max} bytes");
        let most = keys_max.clamp(1, bytes_max / 10 + 1) + 5;
        assert!(pages.len() > 10 && pages.iter().all(|page| page.len() <= most), "{keys_max} {bytes_max}");
        let commits = |page: &Vec<Entry>| page.last().map(Entry::place);
        let ends: Vec<_> = pages.iter().map(commits).collect();
        assert!(ends.windows(2).all(|w| w[0] < w[1]), "a commit is never parted");
    }
}

pub async fn what_changes_behind_comes_again(place: impl Fn() -> Place) {
    let (from, to) = (place(), place());
    let store = from.open().await;
    store.commit(vec![append("anew", 0, &["1", "2"])], once(1, "anew", "r"), at(0)).await.unwrap();
    store.commit(vec![append("gone", 0, &["1"])], once(2, "gone", "r"), at(0)).await.unwrap();
    store.commit(vec![append("stays", 0, &["1"])], once(3, "stays", "r"), at(0)).await.unwrap();
    let about = store.about().await.unwrap();
    let target = Store::open_shut(&to.url, Durability::Synced, Opening::MakeIfEmpty(at(9))).await.unwrap();
    target.import(Import::Begin).await.unwrap();
    let mut pages = 0;
    let take = async |entries: Vec<Entry>| {
        target.import(Import::Entries(entries)).await?;
        pages += 1;
        if pages == 3 {
            // An id of a removed key is forgotten and may have another owner; the shorter list leaves no longer one.
            commit(&store, vec![remove("gone", 1), remove("anew", 1)]).await;
            store.commit(vec![append("anew", 0, &["3"])], once(2, "anew", "s"), at(0)).await?;
        }
        Ok::<(), CopyError>(())
    };
    // Without it the third page would be the last.
    commit(&store, vec![append("last", 0, &[])]).await;
    let whole = copy_at(TINY, &store, take).await.unwrap();
    target.import(Import::End { about, whole }).await.unwrap();
    assert_eq!(everything(&target).await, everything(&store).await);
    assert_eq!(target.seen(Uuid::from_u128(1)).await.unwrap(), None);
    assert_eq!(target.seen(Uuid::from_u128(2)).await.unwrap(), Some((key("anew"), record("s"), Seq(6))));
    assert_eq!(read(&target, "anew").await, held(1, 6, &["3"]));
}

const WRITERS: u64 = 8;
/// Bounded, because keys that grow are copied again whole: a race without an end would slow down for ever.
const PAIRS: u64 = 200;

/// Two keys that are always written together are equal at every moment, and a third is removed and made again.
async fn write_pairs(store: Store, task: u64) {
    let names = [format!("one/{task}"), format!("other/{task}"), format!("now and then/{task}").replace(' ', "-")];
    for n in 0..PAIRS {
        let text = n.to_string();
        let mut writes = vec![append(&names[0], n, &[&text]), append(&names[1], n, &[&text])];
        writes.push(if n % 2 == 0 { append(&names[2], 0, &[&text]) } else { remove(&names[2], 1) });
        let id = u128::from(task) << 64 | u128::from(n);
        store.commit(writes, once(id, &names[0], &text), at(0)).await.unwrap();
    }
}

pub async fn under_load_a_copy_is_one_moment(place: impl Fn() -> Place) {
    let (from, to) = (place(), place());
    let store = from.open().await;
    let about = store.about().await.unwrap();
    let mut wake = store.wake();
    let mut tasks = JoinSet::new();
    for task in 0..WRITERS {
        tasks.spawn(write_pairs(store.clone(), task));
    }
    let target = Store::open_shut(&to.url, Durability::Synced, Opening::MakeIfEmpty(at(9))).await.unwrap();
    target.import(Import::Begin).await.unwrap();
    let mut pages = 0;
    let take = async |entries: Vec<Entry>| {
        target.import(Import::Entries(entries)).await?;
        pages += 1;
        // While most is still to come, somebody writes between any two pages.
        let seen = *wake.borrow_and_update();
        if seen.0 < WRITERS * PAIRS / 2 {
            soon("a commit", wake.wait_for(|seq| *seq > seen)).await.unwrap();
        }
        Ok::<(), CopyError>(())
    };
    let pace = Pace { keys_max: 5, bytes_max: usize::MAX, behind_pages_max: usize::MAX };
    let whole = copy_at(pace, &store, take).await.unwrap();
    assert!(pages > 1, "it was overtaken at least once");
    tasks.join_all().await;
    target.import(Import::End { about, whole }).await.unwrap();
    target.close().await.unwrap();
    let copy = to.open().await;
    assert_eq!(copy.seq().await.unwrap(), whole.seq);
    for task in 0..WRITERS {
        let (one, other) = (read(&copy, &format!("one/{task}")).await, read(&copy, &format!("other/{task}")).await);
        assert_eq!(one, other, "{task}");
        let count = one.version.0;
        let third = read(&copy, &format!("now-and-then/{task}")).await;
        assert_eq!(third.version.0, count % 2, "{task}: made by the even, removed by the odd");
        for n in 0..count {
            let seen = copy.seen(Uuid::from_u128(u128::from(task) << 64 | u128::from(n))).await.unwrap();
            assert_eq!(seen.map(|(_, receipt, _)| receipt), Some(record(&n.to_string())), "{task} {n}");
        }
        let later = copy.seen(Uuid::from_u128(u128::from(task) << 64 | u128::from(count))).await.unwrap();
        assert_eq!(later, None, "{task}: nothing of what came after");
    }
}

pub async fn one_that_never_rests_is_given_up(place: impl Fn() -> Place) {
    let from = place();
    let store = from.open().await;
    commit(&store, vec![append("a", 0, &[])]).await;
    let mut pages = 0;
    let take = async |_| {
        pages += 1;
        commit(&store, vec![append(&format!("b/{pages}"), 0, &[])]).await;
        commit(&store, vec![append(&format!("c/{pages}"), 0, &[])]).await;
        Ok::<(), CopyError>(())
    };
    // The first page shows the whole store and is the copy, however much is written afterwards.
    assert!(copy_at(Pace { behind_pages_max: 0, ..TINY }, &store, take).await.is_ok());
    let mut pages = 0;
    let take = async |_| {
        pages += 1;
        commit(&store, vec![append(&format!("d/{pages}"), 0, &[])]).await;
        commit(&store, vec![append(&format!("e/{pages}"), 0, &[])]).await;
        Ok::<(), CopyError>(())
    };
    let given_up = copy_at(Pace { behind_pages_max: 9, ..TINY }, &store, take).await;
    assert_eq!(given_up, Err(CopyError::NeverRests));
    assert_eq!(pages, 3 + 9, "the three commits there were, and nine pages behind them");
}

pub async fn a_used_store_takes_none(place: impl Fn() -> Place) {
    let used = place();
    let store = used.open().await;
    refused(store.import(Import::Entries(vec![])).await);
    commit(&store, vec![append("a", 0, &["x"])]).await;
    assert!(refused(store.import(Import::Begin).await).contains("used"));
    commit(&store, vec![remove("a", 1)]).await;
    refused(store.import(Import::Begin).await);
    store.sweep(at(99 * 86_400)).await.unwrap();
    refused(store.import(Import::Begin).await);
    assert_eq!(commit(&store, vec![append("a", 0, &["y"])]).await, committed(3), "and goes on as it was");
    let (about, whole) = (store.about().await.unwrap(), Whole { seq: Seq(9), complete_from: Seq(0) });
    refused(store.import(Import::End { about, whole }).await);
    assert_eq!(store.seq().await.unwrap(), Seq(3));
}

pub async fn what_broke_off_is_shut_and_begun_again(place: impl Fn() -> Place) {
    let (from, other, to) = (place(), place(), place());
    let first = from.open().await;
    first.commit(vec![append("a", 0, &["x"]), append("gone", 0, &["x"])], once(1, "gone", "r"), at(0)).await.unwrap();
    let target = to.open().await;
    target.mark(ClockMark::Replay).await.unwrap();
    target.set_bookmark("mail", Seq(0)).await.unwrap();
    target.import(Import::Begin).await.unwrap();
    target.import(Import::Entries(everything(&first).await)).await.unwrap();
    assert_eq!(target.shut().await.unwrap(), Some(Shut::Importing));
    refused(target.set_moved(None).await);
    target.close().await.unwrap();
    let why = refused(Store::open(&to.url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.map(|_| ()));
    assert!(why.contains("broken off"), "{why}");

    let second = other.open().await;
    second.mark(ClockMark::Real).await.unwrap();
    commit(&second, vec![append("a", 0, &["y"])]).await;
    let copy = copied(&second, &to, TINY).await;
    assert_eq!(copy.about().await.unwrap(), About { bookmarks: vec![], ..second.about().await.unwrap() });
    assert_eq!(everything(&copy).await, everything(&second).await, "nothing is left of the first");
    assert_eq!(copy.seen(Uuid::from_u128(1)).await.unwrap(), None);
    assert_eq!(copy.shut().await.unwrap(), None);
    refused(copy.import(Import::Begin).await);
}

pub async fn an_end_that_was_taken_is_taken_again(place: impl Fn() -> Place) {
    let (from, to) = (place(), place());
    let store = from.open().await;
    commit(&store, vec![append("a", 0, &["x"])]).await;
    let (about, whole) = (store.about().await.unwrap(), Whole { seq: Seq(1), complete_from: Seq(0) });
    let target = to.open().await;
    let end = Import::End { about: about.clone(), whole };
    target.import(Import::Begin).await.unwrap();
    target.import(Import::Entries(everything(&store).await)).await.unwrap();
    for _ in 0..2 {
        target.import(end.clone()).await.unwrap();
        assert_eq!(target.deployment().await.unwrap(), about.deployment);
    }
    commit(&target, vec![append("a", 1, &["y"])]).await;
    refused(target.import(end).await);
    assert_eq!(read(&target, "a").await, held(2, 2, &["x", "y"]), "it has gone on since");
}

pub async fn moved(place: impl Fn() -> Place) {
    let from = place();
    let store = from.open().await;
    commit(&store, vec![append("a", 0, &["x"])]).await;
    store.set_moved(Some("sqlite:new.db".into())).await.unwrap();
    refused(store.import(Import::Begin).await);
    let why = refused(Store::open(&from.url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.map(|_| ()));
    assert!(why.contains("moved to sqlite:new.db"), "{why}");
    let shut = Store::open_shut(&from.url, Durability::Synced, Opening::MakeIfEmpty(at(0))).await.unwrap();
    assert_eq!(shut.shut().await.unwrap(), Some(Shut::Moved("sqlite:new.db".into())));
    shut.set_moved(None).await.unwrap();
    let open = from.open().await;
    let all: BTreeMap<Key, Vec<Record>> =
        everything(&open).await.into_iter().map(|entry| (entry.key, entry.records)).collect();
    assert_eq!(all, BTreeMap::from([(key("a"), records(&["x"]))]), "untouched");
}

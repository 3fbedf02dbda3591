//! Random histories against the smallest thing that could be right: a map, a counter and a list of ids.
//! The model is a reader of the contract, not a stand-in for a store.
//! Must not know: which store it is.

use super::*;
use crate::store::ChangedKey;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::cell::Cell;
use std::collections::BTreeMap;
use tokio::runtime::Handle;

/// What the contract says, said in thirty lines.
#[derive(Default)]
pub(super) struct Model {
    pub(super) seq: u64,
    keys: BTreeMap<Key, (u64, u64, Vec<Record>)>,
    touched: BTreeMap<Key, u64>,
    ids: BTreeMap<Uuid, (Key, Record, u64)>,
}

impl Model {
    pub(super) fn commit(&mut self, writes: &[Write], once: Option<&Once>) -> Outcome {
        if let Some((_, receipt, seq)) = once.and_then(|o| self.ids.get(&o.id)) {
            return Outcome::Repeated { receipt: receipt.clone(), seq: Seq(*seq) };
        }
        let version = |key: &Key| self.keys.get(key).map_or(0, |k| k.0);
        if let Some(stale) = writes.iter().find(|w| version(&w.key) != w.expected.0) {
            return Outcome::Stale(stale.key.clone());
        }
        let written = |o: &Once| writes.iter().any(|w| w.key == o.owner);
        if let Some(o) = once.filter(|o| !self.keys.contains_key(&o.owner) && !written(o)) {
            return Outcome::Stale(o.owner.clone());
        }
        self.seq += 1;
        if let Some(o) = once {
            self.ids.insert(o.id, (o.owner.clone(), o.receipt.clone(), self.seq));
        }
        for write in writes {
            self.touched.insert(write.key.clone(), self.seq);
            let (version, _, held) = self.keys.remove(&write.key).unwrap_or_default();
            let records = match &write.change {
                Change::Replace(records) => records.clone(),
                Change::Append(records) => [held, records.clone()].concat(),
                Change::Remove => {
                    self.ids.retain(|_, (owner, ..)| *owner != write.key);
                    continue;
                }
            };
            self.keys.insert(write.key.clone(), (version + 1, self.seq, records));
        }
        Outcome::Committed(Seq(self.seq))
    }

    pub(super) fn held(&self, key: &Key) -> Held {
        self.keys.get(key).map_or_else(Held::default, |(version, seq, records)| Held {
            version: Version(*version),
            seq: Seq(*seq),
            records: records.clone(),
        })
    }

    pub(super) fn changed(&self, after: Seq) -> Vec<ChangedKey> {
        let entry = |(key, seq): (&Key, &u64)| ChangedKey {
            key: key.clone(),
            seq: Seq(*seq),
            removed: !self.keys.contains_key(key),
        };
        let mut keys: Vec<ChangedKey> = self.touched.iter().map(entry).filter(|c| c.seq > after).collect();
        keys.sort_by(|a, b| (a.seq, &a.key).cmp(&(b.seq, &b.key)));
        keys
    }
}

/// A write as drawn: which key, which change, how many records, how far its version is off.
pub(super) type Drawn = (u8, u8, u8, u8);

/// One commit as drawn: its writes, its id with an owner, and whether the store is opened anew after it.
pub(super) type Step = (Vec<Drawn>, Option<(u8, u8)>, bool);

pub(super) fn history() -> impl Strategy<Value = Vec<Step>> {
    let write = (0..5_u8, 0..8_u8, 0..3_u8, prop_oneof![9 => Just(0_u8), 1 => Just(1_u8)]);
    let id = proptest::option::weighted(0.4, (0..12_u8, 0..5_u8));
    let reopen = proptest::bool::weighted(0.03);
    proptest::collection::vec((proptest::collection::vec(write, 0..4), id, reopen), 1..60)
}

/// Each history has its own keys and ids, so that all of them, shrunk ones too, can be played in one place.
pub(super) fn name(history: u16, n: u8) -> Key {
    key(&format!("{history}/{n}"))
}

pub(super) fn id(history: u16, n: u8) -> Uuid {
    Uuid::from_u128(u128::from(history) << 8 | u128::from(n))
}

pub(super) fn written(model: &Model, history: u16, drawn: &[Drawn], step: usize) -> Vec<Write> {
    let mut writes: Vec<Write> = Vec::new();
    for (n, change, count, off) in drawn {
        let key = name(history, *n);
        if writes.iter().any(|w| w.key == key) {
            continue;
        }
        let records = (0..*count).map(|i| record(&format!("{step}.{i}"))).collect();
        let change = match change {
            0..=4 => Change::Append(records),
            5..=6 => Change::Replace(records),
            _ => Change::Remove,
        };
        let expected = Version(model.held(&key).version.0 + u64::from(*off));
        writes.push(Write { key, expected, change });
    }
    writes
}

pub async fn any_interleaving(place: &Place) {
    let histories = Cell::new(0_u16);
    let config = Config { cases: 48, failure_persistence: None, ..Config::default() };
    let played = |steps: Vec<Step>| {
        histories.set(histories.get() + 1);
        Handle::current().block_on(play(place, histories.get(), &steps))
    };
    let result = tokio::task::block_in_place(|| TestRunner::new(config).run(&history(), played));
    result.unwrap_or_else(|e| panic!("{e}"));
}

async fn play(place: &Place, history: u16, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut store = place.open().await;
    let mut model = Model { seq: store.seq().await.unwrap().0, ..Model::default() };
    let begun = model.seq;
    for (step, (drawn, once, reopen)) in steps.iter().enumerate() {
        let writes = written(&model, history, drawn, step);
        let once = once.map(|(n, owner)| Once {
            id: id(history, n),
            owner: name(history, owner),
            receipt: record(&format!("{step}")),
        });
        if writes.is_empty() && once.is_none() {
            continue;
        }
        let expected = model.commit(&writes, once.as_ref());
        let got = store.commit(writes, once, at(0)).await.unwrap();
        prop_assert_eq!(got, expected, "step {}", step);
        if *reopen {
            store.close().await.unwrap();
            store = place.open().await;
        }
    }
    compare(&store, &model, history, begun).await?;
    store.close().await.unwrap();
    Ok(())
}

async fn compare(store: &Store, model: &Model, history: u16, begun: u64) -> Result<(), TestCaseError> {
    let names: Vec<Key> = (0..5).map(|n| name(history, n)).collect();
    let held: Vec<Held> = names.iter().map(|k| model.held(k)).collect();
    prop_assert_eq!(store.read_many(&names).await.unwrap(), held);
    for after in begun..=model.seq {
        let changed = store.changed(Seq(after), usize::MAX).await.unwrap();
        prop_assert_eq!(changed.keys, model.changed(Seq(after)), "after {}", after);
        prop_assert_eq!(changed.until, Seq(model.seq));
    }
    for id in (0..12).map(|n| id(history, n)) {
        let known = model.ids.get(&id).map(|(owner, receipt, seq)| (owner.clone(), receipt.clone(), Seq(*seq)));
        prop_assert_eq!(store.seen(id).await.unwrap(), known);
    }
    Ok(())
}

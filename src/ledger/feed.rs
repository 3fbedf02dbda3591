//! Sources as the store keeps them: whether each is switched on, and when any node last heard it. Both are one small
//! record that is replaced. Nothing of it is personal.
//! Must not know: what a source said, when it counts as silent.

use super::{LedgerError, key};
use crate::domain::source::Source;
use crate::limits;
use crate::store::{Change, Held, Key, Store, Version, Write};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Version of the persisted form.
const FORM: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct SwitchRecord {
    v: u32,
    on: bool,
    at: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
struct HearingRecord {
    v: u32,
    heard: DateTime<Utc>,
}

/// Something of a source that is kept, with the version it is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept<T> {
    pub value: Option<T>,
    pub version: Version,
}

/// Whether somebody has switched a source on or off; nobody has: as its setting says.
///
/// # Errors
/// When the store is away, or the record cannot be read.
pub async fn switch(store: &Store, source: &Source) -> Result<Kept<bool>, LedgerError> {
    kept(&store.read(&key::switch(source)).await?, |record: SwitchRecord| (record.v, record.on))
}

/// The write that switches a source.
///
/// # Errors
/// When it cannot be encoded.
pub fn write_switch(source: &Source, on: bool, at: DateTime<Utc>, expected: Version) -> Result<Write, LedgerError> {
    write(key::switch(source), &SwitchRecord { v: FORM, on, at }, expected)
}

/// When a source was last heard by a node that told the others.
///
/// # Errors
/// As [`switch`].
pub async fn hearing(store: &Store, source: &Source) -> Result<Kept<DateTime<Utc>>, LedgerError> {
    kept(&store.read(&key::source(source)).await?, |record: HearingRecord| (record.v, record.heard))
}

/// The write that tells the other nodes when a source was heard.
///
/// # Errors
/// When it cannot be encoded.
pub fn write_hearing(source: &Source, heard: DateTime<Utc>, expected: Version) -> Result<Write, LedgerError> {
    write(key::source(source), &HearingRecord { v: FORM, heard }, expected)
}

/// The keys of everything that is kept of sources.
///
/// # Errors
/// When the store is away.
pub async fn keys(store: &Store) -> Result<Vec<Key>, LedgerError> {
    let mut all = store.list(key::SWITCHES, None, limits::SOURCES_MAX).await?;
    all.extend(store.list(key::SOURCES, None, limits::SOURCES_MAX).await?);
    Ok(all.into_iter().map(|(key, ..)| key).collect())
}

fn kept<R: for<'a> Deserialize<'a>, T>(held: &Held, read: impl Fn(R) -> (u32, T)) -> Result<Kept<T>, LedgerError> {
    let Some(record) = held.records.first() else { return Ok(Kept { value: None, version: held.version }) };
    match read(serde_json::from_slice(record)?) {
        (FORM, value) => Ok(Kept { value: Some(value), version: held.version }),
        _ => Err(LedgerError::Unreadable("a source of another version")),
    }
}

fn write(key: Key, record: &impl Serialize, expected: Version) -> Result<Write, LedgerError> {
    Ok(Write { key, expected, change: Change::Replace(vec![serde_json::to_vec(record)?.into()]) })
}

//! A hint on its way to the node that asks: whoever is told that something has changed is any node, and one asks. The
//! last hint of each source is kept, so that made-up ones take no room; an earlier one is lost, and is asked for anyway.
//! Must not know: what a hint says, when anything is asked.

use super::{LedgerError, key};
use crate::store::{Change, Key, Seq, Store, Write};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Record {
    v: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    at: DateTime<Utc>,
}

/// A hint that was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Another one than before: it is new.
    pub seq: Seq,
    pub what: Option<String>,
    pub at: DateTime<Utc>,
}

const FORM: u8 = 1;

/// Leaves a hint for whoever asks this source. Somebody who leaves another one at the same moment may be first.
///
/// # Errors
/// When the store is away.
pub async fn leave(store: &Store, source: &str, what: Option<String>, at: DateTime<Utc>) -> Result<(), LedgerError> {
    let key = key::hint(source);
    let expected = store.read(&key).await?.version;
    let record = serde_json::to_vec(&Record { v: FORM, what, at })?;
    let write = Write { key, expected, change: Change::Replace(vec![record.into()]) };
    store.commit(vec![write], None, at).await?;
    Ok(())
}

/// The last hint of each of these sources, in their order.
///
/// # Errors
/// When the store is away. One that cannot be read is none.
pub async fn left(store: &Store, sources: &[&str]) -> Result<Vec<Option<Left>>, LedgerError> {
    let keys: Vec<Key> = sources.iter().map(|source| key::hint(source)).collect();
    let mut all = Vec::with_capacity(keys.len());
    for page in keys.chunks(crate::limits::COMMIT_KEYS_MAX) {
        for held in store.read_many(page).await? {
            let record = held.records.first().and_then(|record| serde_json::from_slice::<Record>(record).ok());
            let record = record.filter(|record| record.v == FORM);
            all.push(record.map(|record| Left { seq: held.seq, what: record.what, at: record.at }));
        }
    }
    Ok(all)
}

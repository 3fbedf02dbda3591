//! What was asked of each source today, as the store keeps it: a restart, or another node that takes over, must not
//! spend a day's budget a second time. Counted before anything is asked, so a crash can only count too much.
//! Must not know: what the budget is, what was asked.

use super::{LedgerError, key};
use crate::store::{Change, Outcome, Store, Version, Write};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The count of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spent {
    v: u8,
    /// In UTC.
    pub day: NaiveDate,
    pub today: u32,
    /// Within the minute before `at`.
    pub minute: u32,
    pub at: DateTime<Utc>,
}

const FORM: u8 = 1;
const TRIES: usize = 3;

impl Spent {
    #[must_use]
    pub fn new(day: NaiveDate, today: u32, minute: u32, at: DateTime<Utc>) -> Self {
        Self { v: FORM, day, today, minute, at }
    }
}

/// What is kept of a source; `None` if it was never asked.
///
/// # Errors
/// When the store is away, or the record cannot be read.
pub async fn load(store: &Store, source: &str) -> Result<Option<Spent>, LedgerError> {
    Ok(read(store, source).await?.0)
}

/// Adds to the day's count, whoever else adds to it; what it has come to.
///
/// # Errors
/// When the store is away, or others keep coming first: then nothing may be asked.
pub async fn add(
    store: &Store,
    source: &str,
    cost: u32,
    minute: u32,
    at: DateTime<Utc>,
) -> Result<Option<Spent>, LedgerError> {
    for _ in 0..TRIES {
        let (held, version) = read(store, source).await?;
        let day = at.date_naive();
        let before = held.filter(|held| held.day == day).map_or(0, |held| held.today);
        let spent = Spent::new(day, before.saturating_add(cost), minute, at);
        let change = Change::Replace(vec![serde_json::to_vec(&spent)?.into()]);
        let write = Write { key: key::asked(source), expected: version, change };
        if !matches!(store.commit(vec![write], None, at).await?, Outcome::Stale(_)) {
            return Ok(Some(spent));
        }
    }
    Ok(None)
}

async fn read(store: &Store, source: &str) -> Result<(Option<Spent>, Version), LedgerError> {
    let held = store.read(&key::asked(source)).await?;
    let spent = held.records.first().map(|record| serde_json::from_slice::<Spent>(record)).transpose()?;
    match spent {
        Some(spent) if spent.v != FORM => Err(LedgerError::Unreadable("a count of a newer form")),
        spent => Ok((spent, held.version)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Durability, Opening};

    #[tokio::test]
    async fn a_day_is_counted_by_everybody_and_begins_at_midnight() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("hub.db").display());
        let store = Store::open(&url, Durability::Synced, Opening::MakeIfEmpty(Utc::now())).await.unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(load(&store, "aeroapi").await.unwrap(), None);
        let noon = at("2026-11-26T12:00:00Z");
        for expected in [3, 6] {
            assert_eq!(add(&store, "aeroapi", 3, 3, noon).await.unwrap().unwrap().today, expected);
        }
        let both = futures_util::future::join(add(&store, "aeroapi", 1, 1, noon), add(&store, "aeroapi", 1, 1, noon));
        assert!(matches!(both.await, (Ok(Some(_)), Ok(Some(_)))));
        assert_eq!(load(&store, "aeroapi").await.unwrap().unwrap().today, 8);
        assert_eq!(load(&store, "other").await.unwrap(), None);
        let next = add(&store, "aeroapi", 2, 2, at("2026-11-27T00:00:00Z")).await.unwrap().unwrap();
        assert_eq!((next.today, next.day.to_string().as_str()), (2, "2026-11-27"));
    }
}

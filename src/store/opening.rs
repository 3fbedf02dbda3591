//! Opening a store: which of the two an address means, and whether one may be made there. Named at each call, because a
//! store that is made by mistake looks like a deployment that lost everything.
//! Must not know: how either store is opened, who asks.

use super::{Durability, Store, StoreError, redis, sqlite};
use chrono::{DateTime, Utc};

/// What to do where there is no store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nothing is made: no key, no file, no folder.
    Existing,
    /// A new deployment begins; the moment is noted in it.
    MakeIfEmpty(DateTime<Utc>),
}

impl Store {
    /// Opens the store at an address. `durability` is what the operator asks for: a Redis that promises less is
    /// refused, SQLite always syncs.
    ///
    /// # Errors
    /// `Empty` if there is none and none may be made. `Refused` for an address of another form, a store that this
    /// version must not use, and one that is shut because its deployment moved or an import into it broke off; with
    /// what to change.
    pub async fn open(url: &str, durability: Durability, opening: Opening) -> Result<Self, StoreError> {
        let store = Self::open_shut(url, durability, opening).await?;
        match store.shut().await? {
            None => Ok(store),
            Some(shut) => {
                store.close().await?;
                Err(shut.refusal())
            }
        }
    }

    /// Opens a store for a copy, also one that is shut: the caller looks at [`Store::shut`] himself.
    ///
    /// # Errors
    /// As [`Store::open`], but not for being shut.
    pub async fn open_shut(url: &str, durability: Durability, opening: Opening) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() && path != ":memory:" => {
                Ok(Self::Sqlite(sqlite::Sqlite::open(path.into(), opening).await?))
            }
            Some(("sqlite", _)) => Err(StoreError::Refused("an address without a file; expected sqlite:PATH".into())),
            Some((scheme, _)) if scheme.starts_with("redis") => {
                Ok(Self::Redis(redis::Redis::open(url, durability, opening).await?))
            }
            // The address may hold a password: only the part before the colon is said again.
            Some((scheme, _)) => Err(StoreError::Refused(format!(
                "a store of kind `{scheme}`; expected sqlite:PATH, {}",
                redis::address::FORMS
            ))),
            None => {
                Err(StoreError::Refused(format!("no kind of store; expected sqlite:PATH, {}", redis::address::FORMS)))
            }
        }
    }
}

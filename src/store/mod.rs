//! The contract every store keeps. It knows keys, records and versions; nothing of flights or people.
//!
//! A **key** holds an ordered list of opaque **records** and a **version**: 0 while it does not exist,
//! then one higher with every commit that touches it. A **commit** writes several keys at once, all or
//! nothing, and takes the next number of the one **sequence** of the deployment. Whoever follows
//! [`Store::changed`] sees each key once, at its latest; removal is a commit too and stays listed for 7 days.

mod admission;
mod confirm;
#[cfg(test)]
mod contract;
pub mod copy;
mod key;
mod opening;
pub mod redis;
pub mod sqlite;

pub use key::Key;
pub use opening::Opening;

use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// A record as the store sees it: bytes, already sealed where they must be.
pub type Record = Arc<[u8]>;

/// One place in the deployment's sequence of commits; 0 is before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Seq(pub u64);

/// How many commits have touched a key; 0 = it does not exist (also after a removal:
/// a key that comes back starts again at 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Version(pub u64);

/// What a write does to its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The key now holds exactly these records.
    Replace(Vec<Record>),
    /// These records follow what the key holds (nothing, if it did not exist).
    Append(Vec<Record>),
    /// The key is gone. Commit ids owned by it are forgotten with it.
    Remove,
}

/// One key's part of a commit. It takes effect only if the key is still at `expected`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    pub key: Key,
    pub expected: Version,
    pub change: Change,
}

/// Makes a commit happen once, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    pub id: Uuid,
    /// The id is known as long as this key exists (it may be created by the same commit). If it does not exist,
    /// the commit is [`Outcome::Stale`] on it: an id that is forgotten at once would promise what it cannot keep.
    /// A commit that removes the owner forgets its own id as well.
    pub owner: Key,
    /// Given back to whoever sends the id again.
    pub receipt: Record,
}

/// What came of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Durable, at this place in the sequence.
    Committed(Seq),
    /// This key is no longer at the expected version; nothing was written. Read again, decide again.
    Stale(Key),
    /// The id is known; nothing was written. The receipt is the first one's. Looked at before versions.
    Repeated { receipt: Record, seq: Seq },
}

/// What a key holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Held {
    pub version: Version,
    /// The last commit that touched the key; `Seq(0)` if it does not exist.
    pub seq: Seq,
    pub records: Vec<Record>,
}

/// What a key holds from some record on, for a reader that keeps the earlier ones.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tail {
    pub version: Version,
    pub seq: Seq,
    /// Another one than before means: replaced or removed since, what was kept is void. Never used twice for a key.
    pub generation: Seq,
    /// Where `records` begin; 0 if everything is here.
    pub first: usize,
    pub records: Vec<Record>,
}

/// One page of the change feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changed {
    /// Ascending, each key once at its latest. No commit is parted: up to [`crate::limits::COMMIT_KEYS_MAX`] more come.
    pub keys: Vec<ChangedKey>,
    /// What to ask from next. Equal to what was asked from: nothing new.
    pub until: Seq,
    /// Removals up to here are no longer listed: who asks from an earlier place has to compare with [`Store::list`].
    pub complete_from: Seq,
    /// The last commit of the deployment. Before what was asked from: the store went back, and commits were lost.
    pub last: Seq,
    /// Which life of the store answered. Another one than before: commits may have been lost, and the sequence may
    /// have gone on past them, so everything that is kept has to be read again.
    pub run: Arc<str>,
}

/// A key in the change feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedKey {
    pub key: Key,
    pub seq: Seq,
    pub removed: bool,
}

/// What an acknowledged commit survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A power cut.
    Synced,
    /// The end of a process; a power cut may take the last two seconds.
    Relaxed,
}

impl Durability {
    /// As the setting says.
    #[must_use]
    pub fn of(relaxed: bool) -> Self {
        if relaxed { Self::Relaxed } else { Self::Synced }
    }
}

/// Which clock a store lives under. Replayed instants among real ones would be lies about people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockMark {
    Real,
    Replay,
}

impl ClockMark {
    /// As every store keeps it.
    fn word(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::Replay => "replay",
        }
    }

    fn from_word(word: &str) -> Result<Self, StoreError> {
        match word {
            "real" => Ok(Self::Real),
            "replay" => Ok(Self::Replay),
            _ => Err(StoreError::Broken("the mark of the clock".into())),
        }
    }
}

/// What a caller can do about a failure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Nothing is known about the outcome: keep what you have and try again.
    #[error("the store does not answer: {0}")]
    Away(String),
    /// It will never work with these bytes: too large, a bad key.
    #[error("the store refuses: {0}")]
    Refused(String),
    /// What is stored cannot be read; a person must look.
    #[error("the store holds something unreadable: {0}")]
    Broken(String),
    /// Only of [`Store::open`] with [`Opening::Existing`]: nothing was made. Look whether the address is right.
    #[error("there is no store here: {0}")]
    Empty(String),
}

/// One of the stores. An enum, because there are two, both are known, and every call names what it costs.
#[derive(Clone)]
pub enum Store {
    Sqlite(sqlite::Sqlite),
    Redis(redis::Redis),
}

impl Store {
    /// Writes several keys at once, all or nothing. Returns when it is durable; dropping the call does not take
    /// it back. `at` only stamps removals, for [`Store::sweep`].
    ///
    /// # Errors
    /// `Refused` beyond a limit or with a key twice; `Away` if the queue stays full or the disk fails, and then
    /// the commit may or may not have happened: send it again with the same [`Once`].
    pub async fn commit(
        &self,
        writes: Vec<Write>,
        once: Option<Once>,
        at: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        admission::check(&writes, once.as_ref())?;
        match self {
            Self::Sqlite(s) => s.commit(writes, once, at).await,
            Self::Redis(s) => s.commit(writes, once, at).await,
        }
    }

    /// What a key holds; version 0 and no records if it does not exist.
    ///
    /// # Errors
    /// `Away`, `Broken`; the same for all reading below.
    pub async fn read(&self, key: &Key) -> Result<Held, StoreError> {
        Ok(self.read_many(std::slice::from_ref(key)).await?.pop().unwrap_or_default())
    }

    /// Several keys, in the order asked, all at one moment.
    pub async fn read_many(&self, keys: &[Key]) -> Result<Vec<Held>, StoreError> {
        match self {
            Self::Sqlite(s) => s.read_many(keys.to_vec()).await,
            Self::Redis(s) => s.read_many(keys).await,
        }
    }

    /// The records after the first `kept`, if the key is still of this `generation`; otherwise all of them.
    pub async fn read_tail(&self, key: &Key, generation: Seq, kept: usize) -> Result<Tail, StoreError> {
        match self {
            Self::Sqlite(s) => s.read_tail(key.clone(), generation, kept).await,
            Self::Redis(s) => s.read_tail(key, generation, kept).await,
        }
    }

    /// Keys that exist and begin with `prefix`, in the order of their text, after `after`.
    pub async fn list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Version, Seq)>, StoreError> {
        match self {
            Self::Sqlite(s) => s.list(prefix.to_owned(), after.cloned(), limit).await,
            Self::Redis(s) => s.list(prefix, after, limit).await,
        }
    }

    /// Which keys were touched after a place in the sequence.
    pub async fn changed(&self, after: Seq, limit: usize) -> Result<Changed, StoreError> {
        match self {
            Self::Sqlite(s) => s.changed(after, limit).await,
            Self::Redis(s) => s.changed(after, limit).await,
        }
    }

    /// The last commit of the deployment.
    pub async fn seq(&self) -> Result<Seq, StoreError> {
        match self {
            Self::Sqlite(s) => s.seq().await,
            Self::Redis(s) => s.seq().await,
        }
    }

    /// Moves when there may be something new, also from another process. A hint: it may be late or skip.
    #[must_use]
    pub fn wake(&self) -> watch::Receiver<Seq> {
        match self {
            Self::Sqlite(s) => s.wake(),
            Self::Redis(s) => s.wake(),
        }
    }

    /// The owner, receipt and place of a commit id, if it is known.
    pub async fn seen(&self, id: Uuid) -> Result<Option<(Key, Record, Seq)>, StoreError> {
        match self {
            Self::Sqlite(s) => s.seen(id).await,
            Self::Redis(s) => s.seen(id).await,
        }
    }

    /// Takes or prolongs a lease; `false` while somebody else holds it. Advice that saves work: whoever acts on it
    /// must still be right when two hold it.
    ///
    /// # Errors
    /// `Away`; `Refused` for a lease that would end after the calendar.
    pub async fn lease(&self, name: &str, holder: Uuid, ttl: Duration, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let until = TimeDelta::from_std(ttl).ok().and_then(|ttl| now.checked_add_signed(ttl));
        let until = until.ok_or_else(|| StoreError::Refused("a lease without an end".into()))?;
        match self {
            Self::Sqlite(s) => s.lease(name.to_owned(), holder, until, now).await,
            Self::Redis(s) => s.lease(name, holder, until, now).await,
        }
    }

    /// Forgets removals older than [`crate::limits::TOMBSTONE_DAYS`]; says how many.
    ///
    /// # Errors
    /// `Away`.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        match self {
            Self::Sqlite(s) => s.sweep(now).await,
            Self::Redis(s) => s.sweep(now).await,
        }
    }

    /// The id the deployment got when its store was made.
    pub async fn deployment(&self) -> Result<Uuid, StoreError> {
        match self {
            Self::Sqlite(s) => s.deployment().await,
            Self::Redis(s) => s.deployment(),
        }
    }

    /// Marks a fresh store with its clock; says what it is marked with.
    ///
    /// # Errors
    /// `Refused` for a replayed clock on a store that lives under the real one.
    pub async fn mark(&self, clock: ClockMark) -> Result<ClockMark, StoreError> {
        let marked = match self {
            Self::Sqlite(s) => s.mark(clock).await?,
            Self::Redis(s) => s.mark(clock).await?,
        };
        if (marked, clock) == (ClockMark::Real, ClockMark::Replay) {
            return Err(StoreError::Refused("a replayed clock on a store made under the real one".into()));
        }
        Ok(marked)
    }

    /// Where a follower of the change feed has come to; `Seq(0)` if it never said.
    pub async fn bookmark(&self, name: &str) -> Result<Seq, StoreError> {
        match self {
            Self::Sqlite(s) => s.bookmark(name.to_owned()).await,
            Self::Redis(s) => s.bookmark(name).await,
        }
    }

    /// Remembers where a follower has come to. Beside the sequence: as a commit it would wake its own follower.
    ///
    /// # Errors
    /// `Away`.
    pub async fn set_bookmark(&self, name: &str, seq: Seq) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.set_bookmark(name.to_owned(), seq).await,
            Self::Redis(s) => s.set_bookmark(name, seq).await,
        }
    }

    /// What an acknowledged commit survives.
    #[must_use]
    pub fn durability(&self) -> Durability {
        match self {
            Self::Sqlite(_) => Durability::Synced,
            Self::Redis(s) => s.durability(),
        }
    }

    /// Ends the store for all its clones: what was accepted is written, then the files are closed.
    ///
    /// # Errors
    /// `Away` if the last writes failed.
    pub async fn close(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.close().await,
            Self::Redis(s) => s.close().await,
        }
    }
}

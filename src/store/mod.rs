//! The contract every store keeps. It knows keys, records and versions; nothing of flights or people.
//!
//! A **key** holds an ordered list of opaque **records** and a **version**: 0 while it does not exist,
//! then one higher with every commit that touches it. A **commit** writes several keys at once, all or
//! nothing, and takes the next number of the one **sequence** of the deployment. Whoever follows
//! [`Store::changed`] sees each key once, at its latest; removal is a commit too and stays listed for 7 days.

use std::sync::Arc;
use uuid::Uuid;

/// A record as the store sees it: bytes, already sealed where they must be.
pub type Record = Arc<[u8]>;

/// `<kind>/<name>`: ASCII, at most [`crate::limits::KEY_BYTES_MAX`] bytes, and never personal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<str>);

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
    /// The id is known as long as this key exists (it may be created by the same commit).
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
}

impl Key {
    /// `None` if the text is empty, too long, or holds anything but `[A-Za-z0-9/_.:~-]`.
    pub fn new(text: impl AsRef<str>) -> Option<Self> {
        let t = text.as_ref();
        let ok = |b: u8| b.is_ascii_alphanumeric() || b"/_.:~-".contains(&b);
        (!t.is_empty() && t.len() <= crate::limits::KEY_BYTES_MAX && t.bytes().all(ok)).then(|| Self(t.into()))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

//! Whole copies of a store: read page by page while others write, and put into one that is fresh. What comes out is
//! one moment, because the cursor is the sequence itself: what changes behind it comes again before it, and the
//! page that reaches the last commit makes everything before it true. No snapshot is held, which would keep removed
//! bytes in the log, and no writer waits.
//! Must not know: files, what keys and records mean, which store it is beyond the arms.

use super::{ClockMark, Key, Record, Seq, Store, StoreError, Version};
use crate::limits::{COPY_BEHIND_PAGES_MAX, COPY_PAGE_BYTES, COPY_PAGE_KEYS};
use chrono::{DateTime, Utc};
use std::sync::Arc;
use uuid::Uuid;

/// A key with everything a store knows of it. The later one of two replaces the earlier, commit ids included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: Key,
    pub version: Version,
    pub seq: Seq,
    pub generation: Seq,
    /// When the key was removed, to the second; then there are no records and no ids.
    pub removed_at: Option<DateTime<Utc>>,
    pub records: Vec<Record>,
    /// Ascending by sequence and id.
    pub ids: Vec<Noted>,
}

/// A commit id, beside the key that owns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    pub id: Uuid,
    pub receipt: Record,
    pub seq: Seq,
}

/// One page of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Ascending by [`Entry::place`] and key.
    pub entries: Vec<Entry>,
    /// Everything with a place up to here has been in this page or the ones before. What to ask from next.
    pub until: Seq,
    /// The last commit of the deployment. The copy is whole when `until` has reached it.
    pub last: Seq,
    /// As in [`super::Changed`]: a removal up to here may no longer be listed.
    pub complete_from: Seq,
    /// As in [`super::Changed`]: another one means that the copy has to begin again.
    pub run: Arc<str>,
}

/// What a store knows beside its keys. Leases are left out: who holds one does not hold it in the copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub deployment: Uuid,
    pub made_at: DateTime<Utc>,
    /// `None`: nobody has served from it yet.
    pub clock: Option<ClockMark>,
    /// By name.
    pub bookmarks: Vec<(String, Seq)>,
}

/// Why a store must not be opened for work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shut {
    /// A copy is being put into it, or was, and broke off.
    Importing,
    /// Its deployment lives at this address now. The address holds no password.
    Moved(String),
}

/// One step of putting a copy into a store.
#[derive(Debug, Clone)]
pub enum Import {
    /// Shuts a fresh store, or takes up one where an import broke off, and empties it.
    Begin,
    /// At most one page. A key that is there already is replaced. [`Store::seq`] is the greatest place put until then,
    /// so that what has been put can be exported and compared.
    Entries(Vec<Entry>),
    /// The store becomes the copied one, and opens. Once more is the same: the first answer may have been lost.
    End { about: About, whole: Whole },
}

/// How far a copy goes: the moment it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole {
    pub seq: Seq,
    pub complete_from: Seq,
}

impl Entry {
    /// The last commit that touched the key or noted an id with it.
    #[must_use]
    pub fn place(&self) -> Seq {
        self.ids.iter().map(|noted| noted.seq).fold(self.seq, Seq::max)
    }

    /// Bytes of its records and receipts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.records.iter().chain(self.ids.iter().map(|noted| &noted.receipt)).map(|record| record.len()).sum()
    }
}

impl Shut {
    /// As a store keeps it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Importing => "importing".into(),
            Self::Moved(to) => format!("moved {to}"),
        }
    }

    /// A text that is not ours is an import nobody can know the end of.
    pub(super) fn from_text(text: &str) -> Self {
        text.strip_prefix("moved ").map_or(Self::Importing, |to| Self::Moved(to.to_owned()))
    }

    pub(super) fn refusal(&self) -> StoreError {
        StoreError::Refused(match self {
            Self::Importing => {
                "an import into this store was broken off: run it again, or remove the store and begin anew".into()
            }
            Self::Moved(to) => format!(
                "this store was moved to {to}: set `store` (ONWARD_STORE) to it, or give the move up with `onward move --reopen`"
            ),
        })
    }
}

impl Store {
    /// Everything of the keys whose place lies after `after`, in this order, up to about so many keys or bytes of
    /// records. A commit is never parted between pages. All of one page is of one moment.
    ///
    /// # Errors
    /// `Away`, `Broken`.
    pub async fn export(&self, after: Seq, keys_max: usize, bytes_max: usize) -> Result<Page, StoreError> {
        match self {
            Self::Sqlite(s) => s.export(after, keys_max, bytes_max).await,
            Self::Redis(s) => s.export(after, keys_max, bytes_max).await,
        }
    }

    /// What there is beside the keys.
    ///
    /// # Errors
    /// `Away`, `Broken`.
    pub async fn about(&self) -> Result<About, StoreError> {
        match self {
            Self::Sqlite(s) => s.about().await,
            Self::Redis(s) => s.about().await,
        }
    }

    /// One step of an import; each is durable when answered. From `Begin` to `End` the store is shut.
    ///
    /// # Errors
    /// `Refused`: `Begin` on a store that has been used, the others without `Begin`.
    pub async fn import(&self, step: Import) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.import(step).await,
            Self::Redis(s) => s.import(step).await,
        }
    }

    /// Whether the store is shut, and why.
    ///
    /// # Errors
    /// `Away`, `Broken`.
    pub async fn shut(&self) -> Result<Option<Shut>, StoreError> {
        match self {
            Self::Sqlite(s) => s.shut().await,
            Self::Redis(s) => s.shut().await,
        }
    }

    /// Says that the deployment lives elsewhere now, or (`None`) that it does not. Handles that are open stay so.
    ///
    /// # Errors
    /// `Refused` while an import has not ended.
    pub async fn set_moved(&self, to: Option<String>) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(s) => s.set_moved(to).await,
            Self::Redis(s) => s.set_moved(to).await,
        }
    }
}

/// Why a copy could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CopyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Run it again.
    #[error("the store began another life while it was copied; run it again")]
    AnotherRun,
    /// Run it again; it takes minutes, not days.
    #[error("removals were forgotten while the copy was made; run it again")]
    TooSlow,
    /// Run it again at a quieter hour.
    #[error("the store changes quicker than it can be copied; run it again at a quieter hour")]
    NeverRests,
}

/// How a copy goes about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    pub keys_max: usize,
    pub bytes_max: usize,
    pub behind_pages_max: usize,
}

const PACE: Pace =
    Pace { keys_max: COPY_PAGE_KEYS, bytes_max: COPY_PAGE_BYTES, behind_pages_max: COPY_BEHIND_PAGES_MAX };

/// Copies a store that others may write to, page by page, into `take`. What was taken is whole when this returns.
///
/// # Errors
/// Those of [`CopyError`], and whatever `take` fails with. What was taken until then shows no moment.
pub async fn copy<E: From<CopyError>>(
    store: &Store,
    take: impl AsyncFnMut(Vec<Entry>) -> Result<(), E>,
) -> Result<Whole, E> {
    copy_at(PACE, store, take).await
}

pub(super) async fn copy_at<E: From<CopyError>>(
    pace: Pace,
    store: &Store,
    mut take: impl AsyncFnMut(Vec<Entry>) -> Result<(), E>,
) -> Result<Whole, E> {
    let mut after = Seq(0);
    let mut begun: Option<(Seq, Arc<str>)> = None;
    let mut behind = 0;
    loop {
        let page = store.export(after, pace.keys_max, pace.bytes_max).await.map_err(CopyError::from)?;
        let (first, run) = begun.get_or_insert_with(|| (page.last, page.run.clone()));
        if *run != page.run || page.last < *first {
            return Err(CopyError::AnotherRun.into());
        }
        // Something removed since the beginning is no longer told of, and may have been copied before.
        if page.complete_from > *first {
            return Err(CopyError::TooSlow.into());
        }
        // From here on only what was written meanwhile is left.
        behind += usize::from(after >= *first);
        if behind > pace.behind_pages_max {
            return Err(CopyError::NeverRests.into());
        }
        take(page.entries).await?;
        if page.until >= page.last {
            return Ok(Whole { seq: page.last, complete_from: page.complete_from });
        }
        after = page.until;
    }
}

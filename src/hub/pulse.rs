//! How this hub stands: whether it leaves, whether the store answers, how old its word is. Written by the follower,
//! the ticker and whoever ends the process; read by `/readyz`, the metrics, the doors of sessions and `fresh`.
//! Must not know: what is stored, how the store is asked.

use chrono::{DateTime, Utc};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// What a person does about a store that is not believed.
pub const ADVICE: &str = "the hub goes on showing what it has and takes nothing; bring the store back as it was, or, if it is right as it is, restart the hub";

/// What is known of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreState {
    Ok,
    /// It does not answer, or takes nothing: what is shown grows old.
    Away,
    /// It answers with something that cannot be what was there before: it is neither shown nor written to.
    Suspect,
}

impl StoreState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Away => "away",
            Self::Suspect => "suspect",
        }
    }
}

/// Shared by all; clones are the same.
#[derive(Debug, Clone)]
pub struct Pulse(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    draining: AtomicBool,
    reloads: AtomicU64,
    untaken: AtomicU64,
    life: Notify,
    store: Mutex<Word>,
}

/// The store's last word.
#[derive(Debug, Clone)]
pub struct Word {
    /// When the change feed was last read to its end.
    pub read: Instant,
    /// The same by the hub's clock; `None` before the first time.
    pub heard: Option<DateTime<Utc>>,
    reads: bool,
    writes: bool,
    /// Why the store is not believed, in words for whoever runs the hub.
    pub suspect: Option<Arc<str>>,
}

impl Word {
    pub fn state(&self) -> StoreState {
        match (&self.suspect, self.reads && self.writes) {
            (Some(_), _) => StoreState::Suspect,
            (None, true) => StoreState::Ok,
            (None, false) => StoreState::Away,
        }
    }

    /// How old what is shown may be.
    pub fn behind(&self) -> Duration {
        self.read.elapsed()
    }
}

impl Default for Pulse {
    fn default() -> Self {
        let word = Word { read: Instant::now(), heard: None, reads: true, writes: true, suspect: None };
        let (draining, reloads, untaken) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
        Self(Arc::new(Inner { draining, reloads, untaken, life: Notify::new(), store: Mutex::new(word) }))
    }
}

impl Pulse {
    pub fn word(&self) -> Word {
        self.lock().clone()
    }

    /// The feed has been read to its end, by the hub's clock now.
    pub fn read(&self, now: DateTime<Utc>) {
        let mut word = self.lock();
        (word.read, word.heard, word.reads) = (Instant::now(), Some(now), true);
    }

    /// The feed could not be read.
    pub fn unread(&self) {
        self.lock().reads = false;
    }

    /// Whether the last write was taken; and whether that is news.
    pub fn wrote(&self, taken: bool) -> bool {
        std::mem::replace(&mut self.lock().writes, taken) != taken
    }

    /// Why the store is not believed; `None` if it is again. Whether that is news.
    pub fn suspect(&self, why: Option<Arc<str>>) -> bool {
        let mut word = self.lock();
        let news = word.suspect != why;
        word.suspect = why;
        news
    }

    pub fn reloaded(&self) {
        self.0.reloads.fetch_add(1, Ordering::Relaxed);
    }
    /// How often everything has been read again.
    pub fn reloads(&self) -> u64 {
        self.0.reloads.load(Ordering::Relaxed)
    }

    /// The hub's own writing was not taken. A full disk may still take the lease, which is written in place.
    pub fn not_taken(&self) {
        self.0.untaken.fetch_add(1, Ordering::Relaxed);
    }
    /// How often the hub's own writing was not taken.
    pub fn untaken(&self) -> u64 {
        self.0.untaken.load(Ordering::Relaxed)
    }

    /// The follower has come a step further, also where the step was to learn that the store is away.
    pub fn lives(&self) {
        self.0.life.notify_one();
    }
    /// Returns when the follower has given a sign of life since the last call. For one who waits.
    pub async fn sign_of_life(&self) {
        self.0.life.notified().await;
    }

    /// From now on this node takes no new sessions.
    pub fn drain(&self) {
        self.0.draining.store(true, Ordering::Release);
    }
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Acquire)
    }

    fn lock(&self) -> MutexGuard<'_, Word> {
        self.0.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

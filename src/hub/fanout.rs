//! One way from the board to every worker: a bounded channel each. A full one loses nothing that matters:
//! the worker is marked to read the whole board again, and what a re-read cannot bring back is kept beside.
//! Sending never waits. Must not know: sessions, documents' meaning, sockets.

use super::doc::{BoardSnapshot, Change, Leave};
use super::worker::Worker;
use crate::limits;
use crate::wire::say;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, mpsc};

/// Reads everything the board shows. The board changes itself first and sends afterwards, so a snapshot
/// holds at least what has been sent.
pub type Snapshot = Arc<dyn Fn() -> BoardSnapshot + Send + Sync>;

/// What the workers count, for `/metrics`.
#[derive(Debug, Default)]
pub struct Counters {
    /// Sessions open now.
    pub sessions: AtomicU64,
    /// Frames written to clients.
    pub frames: AtomicU64,
    pub bytes: AtomicU64,
    /// Versions replaced by newer ones before they were sent.
    pub conflated: AtomicU64,
    /// Times a worker read the whole board.
    pub rereads: AtomicU64,
    /// Connections ended for not taking what was sent.
    pub too_slow: AtomicU64,
}

/// The board's handle on all workers. Clones are the same.
#[derive(Clone)]
pub struct Fanout {
    shared: Arc<Shared>,
    /// Workers follow as long as this lives.
    outlets: Arc<Mutex<Vec<Outlet>>>,
}

/// What workers and board both see.
pub(super) struct Shared {
    pub snapshot: Snapshot,
    pub counters: Counters,
    pub standing: Mutex<Standing>,
    /// The number of the last message sent.
    pub sent: AtomicU64,
}

/// What holds until it is replaced; whoever comes late must know it too.
#[derive(Debug, Clone)]
pub(super) struct Standing {
    pub fresh: Arc<str>,
    pub drain: Option<(u64, u64)>,
    pub stopped: bool,
}

struct Outlet {
    numbered: mpsc::Sender<(u64, Change)>,
    missed: Arc<Missed>,
}

/// What a worker has to make up for.
#[derive(Debug, Default)]
pub(super) struct Missed {
    /// Read the board again.
    pub board: AtomicBool,
    /// An account changed, nobody knows which: every session reconnects and is looked at afresh.
    pub account: AtomicBool,
    pub leave: Mutex<Option<Leave>>,
    pub wake: Notify,
}

impl Fanout {
    pub fn new(snapshot: Snapshot) -> Self {
        let standing = Standing { fresh: say::freshness("[]", "ok", None).into(), drain: None, stopped: false };
        let shared =
            Shared { snapshot, counters: Counters::default(), standing: Mutex::new(standing), sent: AtomicU64::new(0) };
        Self { shared: Arc::new(shared), outlets: Arc::default() }
    }

    /// Tells every worker. Changes come from one task, in the order of the board.
    pub fn send(&self, change: Change) {
        {
            let mut standing = self.shared.standing.lock().unwrap_or_else(PoisonError::into_inner);
            match &change {
                Change::Fresh(list) => standing.fresh = list.clone(),
                Change::Drain { in_ms, spread_ms } => standing.drain = Some((*in_ms, *spread_ms)),
                Change::Stop => standing.stopped = true,
                Change::Put { .. }
                | Change::Gone { .. }
                | Change::Caught(_)
                | Change::Account { .. }
                | Change::Leave(_) => {}
            }
        }
        let number = self.shared.sent.fetch_add(1, Ordering::AcqRel) + 1;
        let mut outlets = self.outlets.lock().unwrap_or_else(PoisonError::into_inner);
        outlets.retain(|outlet| match outlet.numbered.try_send((number, change.clone())) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Closed(_)) => false,
            Err(mpsc::error::TrySendError::Full((_, missed))) => {
                match missed {
                    Change::Account { .. } => outlet.missed.account.store(true, Ordering::Release),
                    Change::Leave(leave) => {
                        *outlet.missed.leave.lock().unwrap_or_else(PoisonError::into_inner) = Some(leave);
                    }
                    _ => {}
                }
                outlet.missed.board.store(true, Ordering::Release);
                outlet.missed.wake.notify_one();
                true
            }
        });
    }

    /// Every worker reads the whole board again: after a store that went back, or was replaced.
    pub fn reread(&self) {
        for outlet in self.outlets.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            outlet.missed.board.store(true, Ordering::Release);
            outlet.missed.wake.notify_one();
        }
    }

    /// A worker for this thread, following from now on. Called inside a `LocalSet`, as actix workers are.
    pub fn worker(&self) -> Worker {
        let (numbered, follows) = mpsc::channel(limits::FANOUT_QUEUE);
        let missed = Arc::new(Missed::default());
        // Listed before it reads: a change between the two is in the snapshot, in the queue, or in both.
        let outlet = Outlet { numbered, missed: missed.clone() };
        self.outlets.lock().unwrap_or_else(PoisonError::into_inner).push(outlet);
        Worker::follow(self.shared.clone(), follows, missed)
    }

    pub fn counters(&self) -> &Counters {
        &self.shared.counters
    }
}

//! One worker's part of the hub: its picture of every audience, and the seats of its own sessions. All of it
//! lives on one thread; a change marks ids and wakes, and never waits for anybody.
//! Must not know: sockets, frames, who may sit where.

use super::doc::{AccountChange, Change, DocId, Leave, Mirror};
use super::fanout::{Missed, Shared, Standing};
use super::seat::{Post, Seat};
use crate::limits;
use crate::store::Seq;
use crate::wire::codes;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::rc::{Rc, Weak};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use tokio::sync::mpsc;

/// A worker's handle; clones are the same. It stays on its thread.
#[derive(Clone)]
pub struct Worker(pub(super) Rc<Floor>);

/// Everything one worker has.
pub(super) struct Floor {
    pub shared: Arc<Shared>,
    pub audiences: RefCell<HashMap<Arc<str>, Rc<Audience>>>,
    pub caught: Cell<Seq>,
    pub standing: RefCell<Standing>,
    /// Seats that want to know when the board has caught up.
    pub awaiting: RefCell<Vec<Weak<Post>>>,
    seats: Cell<u64>,
    /// Messages up to this number were in the last snapshot.
    read: Cell<u64>,
}

#[derive(Default)]
pub(super) struct Audience {
    pub mirror: RefCell<Mirror>,
    /// By a number that is never used again, so a seat cannot be taken for another.
    pub posts: RefCell<BTreeMap<u64, Rc<Post>>>,
}

impl Worker {
    pub(super) fn follow(shared: Arc<Shared>, follows: mpsc::Receiver<(u64, Change)>, missed: Arc<Missed>) -> Self {
        let standing = shared.standing.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let floor = Rc::new(Floor {
            shared,
            audiences: RefCell::default(),
            caught: Cell::new(Seq(0)),
            standing: RefCell::new(standing),
            awaiting: RefCell::default(),
            seats: Cell::new(0),
            read: Cell::new(0),
        });
        floor.read_board();
        tokio::task::spawn_local(run(floor.clone(), follows, missed));
        Self(floor)
    }

    /// Takes a seat in an audience. It leaves when it is dropped.
    pub fn join(&self, audience: &Arc<str>, account: Arc<str>, sign_in: Option<Arc<str>>) -> Seat {
        let number = self.0.seats.get() + 1;
        self.0.seats.set(number);
        let room = self.0.audiences.borrow_mut().entry(audience.clone()).or_default().clone();
        let post = Rc::new(Post::new(account, sign_in));
        let standing = self.0.standing.borrow();
        if let Some(drain) = standing.drain {
            post.drain(drain);
        }
        if standing.stopped {
            post.end(codes::DRAINING);
        }
        room.posts.borrow_mut().insert(number, post.clone());
        self.0.shared.counters.sessions.fetch_add(1, Ordering::Relaxed);
        Seat::new(self.clone(), audience.clone(), room, post, number)
    }

    /// Everything up to here is in this worker's mirrors.
    pub fn caught(&self) -> Seq {
        self.0.caught.get()
    }
}

/// Takes changes as they come, some at a time, so that sessions get to send in between.
async fn run(floor: Rc<Floor>, mut follows: mpsc::Receiver<(u64, Change)>, missed: Arc<Missed>) {
    loop {
        tokio::select! {
            next = follows.recv() => match next {
                Some((number, change)) => floor.take(number, change),
                None => return,
            },
            () = missed.wake.notified() => {}
        }
        for _ in 1..limits::FANOUT_TURN {
            let Ok((number, change)) = follows.try_recv() else { break };
            floor.take(number, change);
        }
        if missed.board.swap(false, Ordering::AcqRel) {
            floor.make_up(&mut follows, &missed);
        }
        tokio::task::yield_now().await;
    }
}

impl Floor {
    fn take(&self, number: u64, change: Change) {
        let known = number <= self.read.get();
        match change {
            // Already in the snapshot, perhaps in a newer version.
            Change::Put { .. } | Change::Gone { .. } | Change::Caught(_) if known => {}
            Change::Put { audience, doc } => {
                let room = self.audiences.borrow_mut().entry(audience).or_default().clone();
                let id = doc.id.clone();
                if room.mirror.borrow_mut().put(doc) {
                    room.mark(&[id]);
                }
            }
            Change::Gone { audience, id, .. } => {
                let room = self.audiences.borrow().get(&audience).cloned();
                if let Some(room) = room
                    && room.mirror.borrow_mut().remove(id.as_str())
                {
                    room.mark(&[id]);
                    self.tidy(&audience);
                }
            }
            Change::Caught(seq) => self.catch_up(seq),
            Change::Account { account, what } => self.account(&account, &what),
            Change::Fresh(list) => {
                self.standing.borrow_mut().fresh = list;
                self.each(Post::freshen);
            }
            Change::Drain { in_ms, spread_ms } => {
                self.standing.borrow_mut().drain = Some((in_ms, spread_ms));
                self.each(|post| post.drain((in_ms, spread_ms)));
            }
            Change::Leave(leave) => self.leave(&leave),
            Change::Stop => {
                self.standing.borrow_mut().stopped = true;
                self.each(|post| post.end(codes::DRAINING));
            }
        }
    }

    fn catch_up(&self, seq: Seq) {
        self.caught.set(seq);
        for post in self.awaiting.take().iter().filter_map(Weak::upgrade) {
            post.board_moved();
        }
    }

    fn account(&self, account: &str, what: &AccountChange) {
        let is_theirs = |post: &Post| *post.account == *account;
        self.each(|post| match what {
            AccountChange::Revoked if is_theirs(post) => post.end(codes::REVOKED),
            AccountChange::Scope if is_theirs(post) => post.end(codes::SCOPE),
            // By its hash alone: the record that said whose it was is gone.
            AccountChange::Expired(hash) if post.sign_in.as_ref() == Some(hash) => post.end(codes::EXPIRED),
            AccountChange::Revoked | AccountChange::Scope | AccountChange::Expired(_) => {}
        });
    }

    fn leave(&self, leave: &Leave) {
        for room in self.audiences.borrow().values() {
            for (number, post) in room.posts.borrow().iter() {
                post.leave(leave.close, leave.moment_ms(*number));
            }
        }
    }

    fn each(&self, tell: impl Fn(&Post)) {
        for room in self.audiences.borrow().values() {
            room.posts.borrow().values().for_each(|post| tell(post));
        }
    }

    /// After a full channel: what still waits in it is older than the snapshot and only its signals count.
    fn make_up(&self, follows: &mut mpsc::Receiver<(u64, Change)>, missed: &Missed) {
        for _ in 0..follows.len() {
            let Ok((number, change)) = follows.try_recv() else { break };
            if matches!(change, Change::Put { .. } | Change::Gone { .. } | Change::Caught(_)) {
                continue;
            }
            self.take(number, change);
        }
        if missed.account.swap(false, Ordering::AcqRel) {
            self.each(|post| post.end(codes::SCOPE));
        }
        if let Some(leave) = missed.leave.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.leave(&leave);
        }
        let standing = self.shared.standing.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if standing.stopped {
            self.each(|post| post.end(codes::DRAINING));
        }
        if let Some(drain) = standing.drain {
            self.each(|post| post.drain(drain));
        }
        if *standing.fresh != *self.standing.borrow().fresh {
            self.each(Post::freshen);
        }
        self.standing.replace(standing);
        self.read_board();
    }

    /// Becomes what the board shows, and marks what differs.
    fn read_board(&self) {
        self.shared.counters.rereads.fetch_add(1, Ordering::Relaxed);
        // Before the snapshot: whatever has been sent by now is in it.
        self.read.set(self.shared.sent.load(Ordering::Acquire));
        let mut board = (self.shared.snapshot)();
        let known: Vec<Arc<str>> = self.audiences.borrow().keys().cloned().collect();
        for audience in known {
            board.audiences.entry(audience).or_default();
        }
        for (audience, docs) in board.audiences {
            let room = self.audiences.borrow_mut().entry(audience.clone()).or_default().clone();
            let changed = room.mirror.borrow_mut().become_like(docs);
            room.mark(&changed);
            self.tidy(&audience);
        }
        self.catch_up(board.caught);
    }

    /// An audience with neither documents nor seats is forgotten.
    pub fn tidy(&self, audience: &Arc<str>) {
        let mut audiences = self.audiences.borrow_mut();
        let empty = |room: &Rc<Audience>| room.mirror.borrow().is_empty() && room.posts.borrow().is_empty();
        if audiences.get(audience).is_some_and(empty) {
            audiences.remove(audience);
        }
    }
}

impl Audience {
    fn mark(&self, ids: &[DocId]) {
        if !ids.is_empty() {
            self.posts.borrow().values().for_each(|post| post.mark(ids));
        }
    }
}

#[cfg(test)]
mod tests;

//! A session's place in its worker: what the fan-out leaves there, and how the session collects it. Whoever
//! drives a session does it through its seat, so that every mark is taken in before the mirror is looked at.
//! Must not know: sockets, other seats.

use super::doc::DocId;
use super::session::{Effects, Event, Session, View, Who};
use super::worker::{Audience, Worker};
use crate::clock::Clock;
use crate::wire::codes::Close;
use crate::wire::frame::Hello;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::Notify;

/// Where the fan-out leaves what a session must know. Ids and flags only.
pub(super) struct Post {
    pub account: Arc<str>,
    pub sign_in: Option<Arc<str>>,
    left: RefCell<Left>,
    /// Listed among those that wait for the board.
    awaits: Cell<bool>,
    wake: Notify,
}

#[derive(Default)]
struct Left {
    ids: Vec<DocId>,
    /// At this length the ids are sorted and doubles dropped, so they stay within twice the set.
    sort_at: usize,
    fresh: bool,
    drain: Option<(u64, u64)>,
    leave: Option<(Close, u64)>,
    end: Option<Close>,
    board: bool,
}

/// Below this many ids, doubles are cheaper to keep than to look for.
const SORT_FROM: usize = 64;

impl Post {
    pub fn new(account: Arc<str>, sign_in: Option<Arc<str>>) -> Self {
        Self { account, sign_in, left: RefCell::default(), awaits: Cell::new(false), wake: Notify::new() }
    }

    pub fn mark(&self, ids: &[DocId]) {
        let mut left = self.left.borrow_mut();
        left.ids.extend_from_slice(ids);
        if left.ids.len() >= left.sort_at.max(SORT_FROM) {
            left.ids.sort_unstable();
            left.ids.dedup();
            left.sort_at = 2 * left.ids.len();
        }
        self.wake.notify_one();
    }
    pub fn freshen(&self) {
        self.left.borrow_mut().fresh = true;
        self.wake.notify_one();
    }
    pub fn drain(&self, drain: (u64, u64)) {
        self.left.borrow_mut().drain = Some(drain);
        self.wake.notify_one();
    }
    pub fn leave(&self, close: Close, in_ms: u64) {
        self.left.borrow_mut().leave = Some((close, in_ms));
        self.wake.notify_one();
    }
    /// The first reason stands.
    pub fn end(&self, close: Close) {
        self.left.borrow_mut().end.get_or_insert(close);
        self.wake.notify_one();
    }
    pub fn board_moved(&self) {
        self.awaits.set(false);
        self.left.borrow_mut().board = true;
        self.wake.notify_one();
    }
    #[cfg(test)]
    pub fn ids_waiting(&self) -> usize {
        self.left.borrow().ids.len()
    }
}

/// A session's place in one audience of one worker, given up when it is dropped.
pub struct Seat {
    worker: Worker,
    audience: Arc<str>,
    room: Rc<Audience>,
    pub(super) post: Rc<Post>,
    number: u64,
}

impl Seat {
    pub(super) fn new(worker: Worker, audience: Arc<str>, room: Rc<Audience>, post: Rc<Post>, number: u64) -> Self {
        Self { worker, audience, room, post, number }
    }

    /// Returns when the fan-out has left something.
    pub async fn woken(&self) {
        self.post.wake.notified().await;
    }

    /// Begins the session of this seat.
    pub fn begin(&self, now_ms: u64, hello: Hello, who: Who, clock: &Clock) -> (Session, Effects) {
        // What came since the seat was taken is in the mirror.
        self.post.left.borrow_mut().ids.clear();
        let (session, out) = self.look(clock, |view| Session::begin(now_ms, hello, who, view));
        self.count(&session, &out, 0);
        (session, out)
    }

    /// Gives the session what the fan-out has left, then the event if there is one.
    pub fn on(&self, session: &mut Session, now_ms: u64, event: Option<Event<'_>>, clock: &Clock) -> Effects {
        let left = self.post.left.take();
        let before = session.conflated();
        let out = self.look(clock, |view| {
            let mut out = Effects::default();
            let mut on = |event| {
                let next = session.on(now_ms, event, view);
                out.send = out.send.take().or(next.send);
                out.asks.extend(next.asks);
                out.end = out.end.or(next.end);
            };
            if let Some(close) = left.end {
                on(Event::Ended(close));
            }
            if !left.ids.is_empty() {
                on(Event::Dirty(&left.ids));
            }
            if let Some((in_ms, spread_ms)) = left.drain {
                on(Event::Drain { in_ms, spread_ms });
            }
            if let Some((close, in_ms)) = left.leave {
                on(Event::Leave { close, in_ms });
            }
            if left.fresh {
                on(Event::Fresh);
            }
            if left.board {
                on(Event::Tick);
            }
            if let Some(event) = event {
                on(event);
            }
            out
        });
        if session.awaits_board() {
            self.await_board();
        }
        self.count(session, &out, before);
        out
    }

    fn look<T>(&self, clock: &Clock, at: impl FnOnce(&View<'_>) -> T) -> T {
        let mirror = self.room.mirror.borrow();
        let standing = self.worker.0.standing.borrow();
        let (now, rate) = (clock.now(), clock.rate());
        at(&View { mirror: &mirror, caught: self.worker.caught(), now, rate, fresh: &standing.fresh })
    }

    fn await_board(&self) {
        if !self.post.awaits.replace(true) {
            self.worker.0.awaiting.borrow_mut().push(Rc::downgrade(&self.post));
        }
    }

    fn count(&self, session: &Session, out: &Effects, conflated_before: u64) {
        let counters = &self.worker.0.shared.counters;
        if let Some(frame) = &out.send {
            counters.frames.fetch_add(1, Ordering::Relaxed);
            counters.bytes.fetch_add(frame.len() as u64, Ordering::Relaxed);
        }
        counters.conflated.fetch_add(session.conflated() - conflated_before, Ordering::Relaxed);
        if out.end == Some(super::session::End::Close(crate::wire::codes::TOO_SLOW)) {
            counters.too_slow.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.room.posts.borrow_mut().remove(&self.number);
        self.worker.0.tidy(&self.audience);
        self.worker.0.shared.counters.sessions.fetch_sub(1, Ordering::Relaxed);
    }
}

//! One connection after its `hello`: a pure machine from events to effects. It holds ids, never bytes, and
//! writes a frame only when there is room for one, always the newest version. What the client holds is
//! known from what it says; this only remembers what it still has to be told.
//! Must not know: sockets, tasks, the clock, the store, any audience but its own.

use crate::hub::dirty::Dirty;
use crate::hub::doc::{Doc, DocId};
use crate::limits;
use crate::store::Seq;
use crate::wire::codes::{self, Close, Outcome};
use crate::wire::frame::{self, ClientFrame, Do, Have, Held, Hello, Unreadable};
use crate::wire::problem;
use crate::wire::say::Done;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

mod asked;
mod event;
mod pace;
mod write;

use asked::Asked;
pub use event::{Ask, Effects, End, Event, Known, View, Who};
use pace::Pace;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Its sums differ: it has to say what it holds.
    Needed,
    /// On the way to `live`.
    Catching,
    Live,
}

/// An answer on its way out.
#[derive(Debug)]
struct Answer {
    done: Done,
    seq: Option<Seq>,
    movement: Option<Uuid>,
    /// It waits for the board no longer than this.
    by_ms: u64,
    /// Part of the answer to `hello`: after all documents.
    initial: bool,
    /// Documents that waited before this turn go first; set once the board shows the effect.
    turn: Option<u64>,
}

#[derive(Debug)]
pub struct Session {
    who: Who,
    phase: Phase,
    welcomed: bool,
    room: bool,
    over: bool,
    dirty: Dirty,
    unanswered: BTreeMap<Uuid, Asked>,
    /// Commands whose id another one has that is at work.
    held: VecDeque<Box<Do>>,
    answers: Vec<Answer>,
    unknown: Vec<Uuid>,
    /// A look-up is on its way since then.
    asking_ms: Option<u64>,
    refusals: VecDeque<(&'static str, String)>,
    pongs: VecDeque<u64>,
    drain: Option<(u64, u64)>,
    /// It goes then, and why.
    leaving: Option<(u64, Close)>,
    pace: Pace,
    conflated: u64,
}

pub(crate) fn ms(duration: Duration) -> u64 {
    duration.as_millis() as u64
}

/// What is to be erased goes before the worst band: it is small, and it is owed.
fn urgency(doc: Option<&Arc<Doc>>) -> u8 {
    doc.map_or(0, |doc| doc.urgency.saturating_add(1))
}

impl Session {
    /// Consumes the `hello`. The caller has joined the fan-out before it read the mirror.
    pub fn begin(now_ms: u64, hello: Hello, who: Who, view: &View<'_>) -> (Self, Effects) {
        let mut session = Self {
            who,
            phase: Phase::Catching,
            welcomed: false,
            room: true,
            over: false,
            dirty: Dirty::default(),
            unanswered: BTreeMap::new(),
            held: VecDeque::new(),
            answers: Vec::new(),
            unknown: Vec::new(),
            asking_ms: None,
            refusals: VecDeque::new(),
            pongs: VecDeque::new(),
            drain: None,
            leaving: None,
            pace: Pace::new(now_ms),
            conflated: 0,
        };
        let mut out = Effects::default();
        if !session.hold(now_ms, hello.have, view) {
            session.phase = Phase::Needed;
        }
        session.look_up(now_ms, hello.pending, &mut out);
        session.fill(now_ms, view, &mut out);
        (session, out)
    }

    pub fn on(&mut self, now_ms: u64, event: Event<'_>, view: &View<'_>) -> Effects {
        let mut out = Effects::default();
        if self.over {
            return out;
        }
        match event {
            Event::Text(text) => self.text(now_ms, text, view, &mut out),
            Event::Binary => self.end(codes::MALFORMED, &mut out),
            Event::Heard => {
                self.pace.heard(now_ms);
                if !self.pace.admits(now_ms, 0) {
                    self.end(codes::TOO_FAST, &mut out);
                }
            }
            Event::Answered => self.pace.heard(now_ms),
            Event::Dirty(ids) => self.mark(now_ms, ids, view, &mut out),
            Event::Room => self.room = true,
            Event::Tick => {}
            Event::Done(done, seq) => self.done(now_ms, done, seq),
            Event::Known(known) => self.known(now_ms, known),
            Event::Unreadable => self.unreadable(&mut out),
            Event::Fresh => self.pace.fresh_due = true,
            Event::Drain { in_ms, spread_ms } => self.drain = Some((in_ms, spread_ms)),
            Event::Leave { close, in_ms } => {
                let earlier = self.leaving.filter(|(at_ms, _)| *at_ms <= now_ms + in_ms);
                self.leaving = earlier.or(Some((now_ms + in_ms, close)));
            }
            Event::Ended(close) => self.end(close, &mut out),
        }
        self.time(now_ms, &mut out);
        self.fill(now_ms, view, &mut out);
        self.leave(now_ms, &mut out);
        out
    }

    /// When the session wants a `Tick` at the latest.
    pub fn next_tick_ms(&self, now_ms: u64) -> u64 {
        let answer = ms(limits::ANSWER_WITHIN);
        let asked = self.unanswered.values().filter(|a| !a.answered).map(|a| a.since_ms + answer);
        let asking = self.asking_ms.map(|since| since + answer);
        let waits = self.answers.iter().filter(|a| a.turn.is_none()).map(|a| a.by_ms);
        // Without room nothing periodic can be written; `Room` comes by itself.
        let periodic = (self.room && self.phase == Phase::Live).then(|| self.pace.next_periodic_ms());
        let liveness = self.who.two_way.then(|| self.pace.next_liveness_ms());
        let leaves = self.leaving.map(|(at, _)| if now_ms < at { at } else { at + ms(limits::LEAVE_WAIT) });
        let soonest = asked.chain(asking).chain(waits).chain(periodic).chain(liveness).chain(leaves).min();
        soonest.unwrap_or(u64::MAX).max(now_ms + 10)
    }

    /// Whether its sums differed and it waits for a `have`: where the client cannot send one, there is no use in it.
    pub fn needs_have(&self) -> bool {
        self.phase == Phase::Needed
    }
    /// Whether it wants to know when the board has caught up.
    pub fn awaits_board(&self) -> bool {
        self.answers.iter().any(|a| a.turn.is_none())
    }
    /// Whether the last frame has not been taken yet.
    pub fn is_sending(&self) -> bool {
        !self.room
    }
    /// Ids waiting now: all that this session can make the hub hold for it.
    pub fn waiting(&self) -> usize {
        self.dirty.len()
    }
    /// Versions that were replaced by newer ones before they were sent.
    pub fn conflated(&self) -> u64 {
        self.conflated
    }

    fn end(&mut self, close: Close, out: &mut Effects) {
        self.over = true;
        out.send = None;
        out.end = Some(End::Close(close));
    }

    fn text(&mut self, now_ms: u64, text: &str, view: &View<'_>, out: &mut Effects) {
        self.pace.heard(now_ms);
        let read = frame::parse(text);
        // Commands are bounded by their answers; everything else by its size and number.
        if !matches!(read, Ok(ClientFrame::Do(_))) && !self.pace.admits(now_ms, text.len()) {
            return self.end(codes::TOO_FAST, out);
        }
        match read {
            Ok(ClientFrame::Hello(hello)) => {
                if self.hold(now_ms, hello.have, view) {
                    self.doubted();
                } else {
                    self.refuse(problem::HAVE_NEEDED.slug, problem::HAVE_NEEDED.title.to_owned());
                }
                self.look_up(now_ms, hello.pending, out);
            }
            Ok(ClientFrame::Have(held)) => {
                self.reconcile(now_ms, &held, view);
                self.doubted();
            }
            Ok(ClientFrame::Do(command)) => self.command(now_ms, command, out),
            Ok(ClientFrame::Receipt(receipts)) if receipts.is_empty() => {}
            Ok(ClientFrame::Receipt(receipts)) => out.asks.push(Ask::Receipts(receipts)),
            Ok(ClientFrame::Ping(n)) => {
                if self.pongs.len() >= limits::PONGS_MAX {
                    self.pongs.pop_front();
                }
                self.pongs.push_back(n);
            }
            Ok(ClientFrame::Pong(_) | ClientFrame::Other) => {}
            Err(Unreadable::Malformed(_)) => self.end(codes::MALFORMED, out),
            Err(Unreadable::TooBig(_)) => self.end(codes::TOO_BIG, out),
            Err(Unreadable::Bad(_)) if self.pace.is_one_bad_too_many(now_ms) => self.end(codes::MALFORMED, out),
            Err(Unreadable::Bad(detail)) => self.refuse(problem::BAD_FRAME.slug, detail),
        }
    }

    /// The client has said again what it holds: it is told how it stands as soon as all is out.
    fn doubted(&mut self) {
        self.pace.check_due = true;
        if self.phase == Phase::Needed {
            self.phase = Phase::Catching;
        }
    }

    fn refuse(&mut self, code: &'static str, detail: String) {
        if self.refusals.len() >= limits::BAD_FRAMES_A_MINUTE {
            self.refusals.pop_front();
        }
        self.refusals.push_back((code, detail.chars().take(300).collect()));
    }

    /// Takes in what the client says it holds; false if it has to say it document by document.
    fn hold(&mut self, now_ms: u64, have: Have, view: &View<'_>) -> bool {
        match have {
            Have::Each(held) => self.reconcile(now_ms, &held, view),
            Have::Sum { count, sum } => {
                let digest = view.mirror.digest();
                return digest.count == count && digest.hex().to_string() == sum;
            }
        }
        true
    }

    /// Marks what differs. Nothing is unmarked: what the client said may be older than what is under way.
    fn reconcile(&mut self, now_ms: u64, held: &Held, view: &View<'_>) {
        for doc in view.mirror.docs() {
            if !held.get(doc.id.as_str()).is_some_and(|rev| doc.rev.is(rev)) {
                self.dirty.mark(doc.id.clone(), urgency(Some(doc)), now_ms);
            }
        }
        for id in held.keys().filter(|id| view.mirror.get(id).is_none()) {
            self.dirty.mark(DocId::new(id), urgency(None), now_ms);
        }
    }

    fn mark(&mut self, now_ms: u64, ids: &[DocId], view: &View<'_>, out: &mut Effects) {
        // Until the client has said what it holds, everything is open anyway.
        if self.phase == Phase::Needed {
            return;
        }
        for id in ids {
            let urgency = urgency(view.mirror.get(id.as_str()));
            if !self.dirty.mark(id.clone(), urgency, now_ms) {
                self.conflated += 1;
            }
        }
        if self.dirty.len() > limits::DIRTY_IDS_MAX.max(2 * view.mirror.len()) {
            self.end(codes::TOO_SLOW, out);
        }
    }

    fn done(&mut self, now_ms: u64, done: Done, seq: Option<Seq>) {
        // `later` may have been said already; then the client sends it again.
        let Some(asked) = self.unanswered.get_mut(&done.id).filter(|a| !a.answered) else { return };
        asked.answered = true;
        let by_ms = now_ms + ms(limits::SHOWN_WAIT);
        let movement = Some(asked.movement);
        self.answers.push(Answer { done, seq, movement, by_ms, initial: false, turn: None });
    }

    fn look_up(&mut self, now_ms: u64, pending: BTreeMap<Uuid, Uuid>, out: &mut Effects) {
        // Asked even if nothing is pending, at the first `hello`: it finds out whether the store can be read.
        if !pending.is_empty() || !self.welcomed {
            self.asking_ms = Some(now_ms);
            out.asks.push(Ask::LookUp(pending.into_iter().collect()));
        }
    }

    fn known(&mut self, now_ms: u64, known: Known) {
        self.asking_ms = None;
        let by_ms = now_ms + ms(limits::SHOWN_WAIT);
        let answer = |(done, seq)| Answer { done, seq, movement: None, by_ms, initial: true, turn: None };
        self.answers.extend(known.done.into_iter().map(answer));
        self.unknown.extend(known.unknown);
    }

    fn unreadable(&mut self, out: &mut Effects) {
        // Later on, a store that goes away closes nothing.
        if self.asking_ms.take().is_some() && self.phase != Phase::Live {
            self.end(codes::UNREADABLE, out);
        }
    }

    /// Goes when its moment has come and nothing is owed any more: what was asked is answered, what was written is taken.
    /// A client that asks on and on, or takes nothing, is not waited for.
    fn leave(&mut self, now_ms: u64, out: &mut Effects) {
        let Some((at_ms, close)) = self.leaving.filter(|(at_ms, _)| !self.over && now_ms >= *at_ms) else { return };
        let owes_nothing = self.room && self.unanswered.is_empty() && self.held.is_empty() && self.answers.is_empty();
        if owes_nothing || now_ms >= at_ms + ms(limits::LEAVE_WAIT) {
            self.end(close, out);
        }
    }

    /// What the clock alone brings about.
    fn time(&mut self, now_ms: u64, out: &mut Effects) {
        if self.who.two_way && self.pace.is_dead(now_ms) {
            self.over = true;
            out.end = Some(End::Dead);
            return;
        }
        let answer = ms(limits::ANSWER_WITHIN);
        for (id, asked) in &mut self.unanswered {
            if !asked.answered && now_ms >= asked.since_ms + answer {
                asked.answered = true;
                let done = Done::new(*id, Outcome::Later);
                self.answers.push(Answer {
                    done,
                    seq: None,
                    movement: None,
                    by_ms: now_ms,
                    initial: false,
                    turn: None,
                });
            }
        }
        if self.asking_ms.is_some_and(|since| now_ms >= since + answer) {
            self.unreadable(out);
        }
    }
}

#[cfg(test)]
mod tests;

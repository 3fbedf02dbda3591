//! What a session asks for, done one after the other: commands, receipts, look-ups. In their order, because a
//! person meant the second after the first. Must not know: what a command does, how it is stored; that is behind
//! the doors, which whoever composes the program fills.

use crate::hub::session::{Ask, Event, Known};
use crate::limits;
use crate::store::Seq;
use crate::wire::codes::{self, Close};
use crate::wire::frame::{Do, Receipt};
use crate::wire::say::Done;
use futures_util::future::LocalBoxFuture;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use uuid::Uuid;

/// A door takes the audience that is connected and what it asks.
pub type Door<Asked, Answer> = Rc<dyn Fn(Arc<str>, Asked) -> LocalBoxFuture<'static, Answer>>;

/// The ways from one caller's session to the write side. Made for each connection: the caller is in them.
#[derive(Clone)]
pub struct Doors {
    /// The answer, and the commit that has to be shown before it, if there was one.
    pub command: Door<Box<Do>, (Done, Option<Seq>)>,
    pub receipts: Door<Vec<Receipt>, ()>,
    /// What the store knows of (command, movement) each, or why the session ends. Asked at the first `hello` also
    /// with an empty list: it finds out whether the store is there, and whether the caller still is who came in.
    pub known: Door<Vec<(Uuid, Uuid)>, Result<Known, Close>>,
}

/// What came of one of them.
pub(super) enum Answer {
    Done(Done, Option<Seq>),
    Known(Result<Known, Close>),
    Noted,
}

impl Answer {
    /// As the session takes it; `None` if it need not know.
    pub fn event(self) -> Option<Event<'static>> {
        match self {
            Self::Done(done, seq) => Some(Event::Done(done, seq)),
            Self::Known(Ok(known)) => Some(Event::Known(known)),
            // Later on, a store that cannot be read ends nothing: that is for the session to say.
            Self::Known(Err(codes::UNREADABLE)) => Some(Event::Unreadable),
            Self::Known(Err(close)) => Some(Event::Ended(close)),
            Self::Noted => None,
        }
    }
}

/// The asks of one session: one at work, the rest in order.
pub(super) struct Commands {
    doors: Doors,
    audience: Arc<str>,
    at_work: Option<LocalBoxFuture<'static, Answer>>,
    waiting: VecDeque<Ask>,
}

impl Commands {
    pub fn new(doors: Doors, audience: Arc<str>) -> Self {
        Self { doors, audience, at_work: None, waiting: VecDeque::new() }
    }

    /// Bounded: unanswered commands by the session, look-ups by frames, receipts here.
    pub fn ask(&mut self, asks: Vec<Ask>) {
        for ask in asks {
            let receipts = self.waiting.iter().filter(|a| matches!(a, Ask::Receipts(_))).count();
            let look_ups = self.waiting.iter().filter(|a| matches!(a, Ask::LookUp(_))).count();
            let dropped = match ask {
                // The client repeats receipts until the document shows them.
                Ask::Receipts(_) => receipts >= limits::RECEIPTS_WAITING_MAX,
                Ask::LookUp(_) => look_ups >= limits::RECEIPTS_WAITING_MAX,
                Ask::Command(_) => false,
            };
            if !dropped {
                self.waiting.push_back(ask);
            }
        }
        self.begin();
    }

    /// The next answer; never, if nothing is asked. Safe to drop and call again.
    pub async fn next(&mut self) -> Answer {
        let Some(work) = &mut self.at_work else { return std::future::pending().await };
        let answer = work.await;
        self.at_work = None;
        self.begin();
        answer
    }

    /// What was accepted is done, also when nobody waits for the answer any more.
    pub async fn finish(mut self) {
        self.waiting.retain(|ask| !matches!(ask, Ask::LookUp(_)));
        while self.at_work.is_some() {
            self.next().await;
        }
    }

    fn begin(&mut self) {
        if self.at_work.is_some() {
            return;
        }
        let audience = self.audience.clone();
        self.at_work = self.waiting.pop_front().map(|ask| -> LocalBoxFuture<'static, Answer> {
            match ask {
                Ask::Command(command) => {
                    let answer = (self.doors.command)(audience, command);
                    Box::pin(async move {
                        let (done, seq) = answer.await;
                        Answer::Done(done, seq)
                    })
                }
                Ask::Receipts(receipts) => {
                    let noted = (self.doors.receipts)(audience, receipts);
                    Box::pin(async move {
                        noted.await;
                        Answer::Noted
                    })
                }
                Ask::LookUp(pending) => {
                    let known = (self.doors.known)(audience, pending);
                    Box::pin(async move { Answer::Known(known.await) })
                }
            }
        });
    }
}

//! What happens to a session and what it wants done: the whole of its contact with the world.
//! Must not know: how a session decides. It is values only, so that a session can be driven by a socket, by a
//! stream, or by a test.

use crate::hub::doc::{DocId, Mirror};
use crate::store::Seq;
use crate::wire::codes::Close;
use crate::wire::frame::{Do, Receipt};
use crate::wire::say::Done;
use bytestring::ByteString;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What the session may look at while it works.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub mirror: &'a Mirror,
    /// Everything up to here is in the mirror.
    pub caught: Seq,
    /// Hub time and its speed.
    pub now: DateTime<Utc>,
    pub rate: f64,
    /// What `fresh` says, encoded.
    pub fresh: &'a str,
}

/// What happens to a session. Ids marked in the fan-out come before anything that could look at the mirror.
#[derive(Debug)]
pub enum Event<'a> {
    Text(&'a str),
    Binary,
    /// A sign of life that is no frame of ours.
    Heard,
    /// One that was asked for by what was sent: it costs the client nothing.
    Answered,
    Dirty(&'a [DocId]),
    /// The connection takes one more frame.
    Room,
    /// Time has passed, or the board has caught up.
    Tick,
    /// What came of a command; `seq` where something was committed.
    Done(Done, Option<Seq>),
    /// What the store knows of `pending`.
    Known(Known),
    /// The store cannot be read.
    Unreadable,
    Fresh,
    Drain {
        in_ms: u64,
        spread_ms: u64,
    },
    /// It is to go then, as soon as what it asked is answered.
    Leave {
        close: Close,
        in_ms: u64,
    },
    Ended(Close),
}

/// What the store knows of the commands a client asked about.
#[derive(Debug, Default)]
pub struct Known {
    pub done: Vec<(Done, Option<Seq>)>,
    pub unknown: Vec<Uuid>,
}

/// What the session wants done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    Command(Box<Do>),
    Receipts(Vec<Receipt>),
    /// Command id and movement id of each.
    LookUp(Vec<(Uuid, Uuid)>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Close(Close),
    /// Nobody is there to read a close code.
    Dead,
}

/// What follows from one event.
#[derive(Debug, Default, PartialEq)]
pub struct Effects {
    /// At most one frame, and the next only after `Room`.
    pub send: Option<ByteString>,
    pub asks: Vec<Ask>,
    pub end: Option<End>,
}

/// Who is connected, as `welcome` says it.
#[derive(Debug, Clone)]
pub struct Who {
    pub session: String,
    pub audience: String,
    /// False for a stream that the client cannot answer on: no pings, no death by silence.
    pub two_way: bool,
}

//! One websocket as bytes: text out, messages in, closing with a code. Writing never waits: the session writes
//! the next frame only after the last was taken, and pongs are bounded the same way.
//! Must not know: sessions, what a text says.

use super::socket;
use crate::limits;
use crate::wire::codes::{self, Close};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, ProtocolError, Session};
use bytes::Bytes;
use bytestring::ByteString;
use socket2::Socket;
use std::io::ErrorKind;
use std::rc::Rc;
use tokio::sync::Notify;

pub(super) struct Line {
    out: Session,
    stream: AggregatedMessageStream,
    taken: Rc<Notify>,
    socket: Option<Socket>,
    /// A pong that waits until what was written is taken: only the latest is owed (RFC 6455 §5.5.3).
    pong: Option<Bytes>,
    ponged: bool,
}

/// What came from the other side.
#[derive(Debug)]
pub(super) enum Came {
    Text(ByteString),
    Binary,
    /// Ping or pong of the websocket itself.
    Beat,
    /// It cannot go on.
    Broken(Close),
    /// The other side has gone, with its close code if it gave one.
    Left(Option<CloseReason>),
}

impl Line {
    pub fn new(out: Session, stream: AggregatedMessageStream, taken: Rc<Notify>, socket: Option<Socket>) -> Self {
        Self { out, stream, taken, socket, pong: None, ponged: false }
    }

    /// The next message, or word that everything written was taken (`None`). Safe to drop and call again.
    pub async fn next(&mut self) -> Option<Came> {
        tokio::select! {
            biased;
            () = self.taken.notified() => None,
            came = self.stream.recv() => Some(match came {
                Some(Ok(AggregatedMessage::Text(text))) => Came::Text(text),
                Some(Ok(AggregatedMessage::Binary(_))) => Came::Binary,
                Some(Ok(AggregatedMessage::Ping(bytes))) => {
                    self.pong = Some(bytes);
                    Came::Beat
                }
                Some(Ok(AggregatedMessage::Pong(_))) => Came::Beat,
                Some(Ok(AggregatedMessage::Close(reason))) => Came::Left(reason),
                Some(Err(error)) => Came::Broken(close_for(&error)),
                None => Came::Left(None),
            }),
        }
    }

    /// What was written has been taken: a pong may follow.
    pub fn was_taken(&mut self) {
        self.ponged = false;
    }

    /// Writes a frame. The channel below has room: one frame and one pong at most are on their way.
    pub async fn write(&mut self, frame: ByteString) {
        // An error means that the connection is gone, which the stream says next.
        let _ = self.out.text(frame).await;
    }

    /// Answers the latest ping, once for everything that was taken.
    pub async fn answer_ping(&mut self) {
        if self.ponged {
            return;
        }
        if let Some(bytes) = self.pong.take() {
            self.ponged = true;
            let _ = self.out.pong(&bytes).await;
        }
    }

    /// Closes with a code and reads on for a moment, so that the code is not lost to a reset.
    pub async fn close(mut self, close: Close) {
        let code = CloseCode::from(close.code);
        self.finish(Some(CloseReason { code, description: Some(close.meaning.to_owned()) })).await;
    }

    /// Answers the other side's close.
    pub async fn left(mut self, reason: Option<CloseReason>) {
        self.finish(reason.map(|r| CloseReason { code: r.code, description: None })).await;
    }

    /// Ends it without a word.
    pub fn cut(self) {
        if let Some(socket) = &self.socket {
            socket::cut(socket);
        }
    }

    async fn finish(&mut self, reason: Option<CloseReason>) {
        let read_on = async {
            if self.out.clone().close(reason).await.is_err() {
                return;
            }
            while let Some(Ok(message)) = self.stream.recv().await {
                if matches!(message, AggregatedMessage::Close(_)) {
                    return;
                }
            }
        };
        let closed = tokio::time::timeout(limits::CLOSE_WITHIN, read_on).await;
        if let (Err(_), Some(socket)) = (closed, &self.socket) {
            socket::cut(socket);
        }
    }
}

/// The code for what the framework found wrong.
fn close_for(error: &ProtocolError) -> Close {
    match error {
        ProtocolError::Overflow => codes::TOO_BIG,
        ProtocolError::Io(error) if error.kind() == ErrorKind::InvalidData => codes::NOT_TEXT,
        // The only other error of this kind is a message of many parts that grew too large.
        ProtocolError::Io(error) if error.to_string().contains("continuation size") => codes::TOO_BIG,
        _ => codes::PROTOCOL,
    }
}

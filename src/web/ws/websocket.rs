//! One websocket as a line: bytes to messages, frames to bytes, pings answered, no more on the way than the other end
//! answers for, the closing handshake.
//! Must not know: sessions, what a text says.
//! How bytes become frames is next door.

use super::frames::{self, Frames, Message};
use super::line::{Came, Line};
use super::outlet::{Moved, Outlet};
use super::socket;
use super::window::Window;
use crate::limits;
use crate::wire::codes::Close;
use actix_web::web::Payload;
use bytes::Bytes;
use bytestring::ByteString;
use futures_util::StreamExt;
use socket2::Socket;
use tokio::time::Instant;

pub(super) struct Websocket {
    out: Outlet,
    payload: Payload,
    frames: Frames,
    socket: Option<Socket>,
    /// A pong that waits until what was written is taken: only the latest is owed (RFC 6455 §5.5.3).
    pong: Option<Bytes>,
    /// One is on its way: a client that pings and does not read gets no second.
    ponged: bool,
    window: Window,
    /// Everything written was taken, and nobody has been told: the window is shut.
    taken: bool,
}

impl Websocket {
    pub fn new(out: Outlet, payload: Payload, socket: Option<Socket>) -> Self {
        let window = Window::new(Instant::now());
        Self { out, payload, frames: Frames::default(), socket, pong: None, ponged: false, window, taken: false }
    }

    /// A pong of the other side: the answer to one of our marks, or one that nobody asked for.
    fn answered(&mut self, payload: &[u8]) -> Came {
        let Ok(mark) = <[u8; 8]>::try_from(payload).map(u64::from_be_bytes) else { return Came::Beat };
        let (before, now) = (self.window.came(), Instant::now());
        if let Some(next) = self.window.answered(mark, now) {
            self.out.put(frames::ping(next));
        }
        if self.window.came() > before { Came::Answer } else { Came::Beat }
    }

    async fn finish(&mut self, code: Option<u16>, reason: &str) {
        self.out.put(frames::close(code, reason));
        // The server reads on for a moment after a response has ended, so that a reset does not overtake the code.
        let closed = tokio::time::timeout(limits::CLOSE_WITHIN, self.out.end()).await;
        if let (Err(_), Some(socket)) = (closed, &self.socket) {
            socket::cut(socket);
        }
    }
}

impl Line for Websocket {
    async fn next(&mut self) -> Option<Came> {
        loop {
            if self.taken && self.window.is_open() {
                self.taken = false;
                return None;
            }
            match self.frames.next() {
                Ok(None) => {}
                Ok(Some(Message::Text(text))) => return Some(Came::Text(text)),
                Ok(Some(Message::Binary)) => return Some(Came::Binary),
                Ok(Some(Message::Ping(payload))) => {
                    self.pong = Some(payload);
                    return Some(Came::Beat);
                }
                Ok(Some(Message::Pong(payload))) => return Some(self.answered(&payload)),
                Ok(Some(Message::Close(code))) => return Some(Came::Left(code)),
                Err(broken) => return Some(Came::Broken(broken)),
            }
            tokio::select! {
                biased;
                moved = self.out.moved() => match moved {
                    Moved::Taken => {
                        self.ponged = false;
                        self.taken = true;
                    }
                    Moved::Gone => return Some(Came::Left(None)),
                },
                piece = self.payload.next() => match piece {
                    Some(Ok(piece)) => self.frames.feed(piece),
                    Some(Err(_)) | None => return Some(Came::Left(None)),
                },
            }
        }
    }

    fn write(&mut self, frame: ByteString) {
        let bytes = frame.len();
        self.taken = false;
        self.out.put(frames::text(frame));
        if let Some(mark) = self.window.wrote(bytes, Instant::now()) {
            self.out.put(frames::ping(mark));
        }
    }

    fn answer_ping(&mut self) {
        if !self.ponged
            && let Some(payload) = self.pong.take()
        {
            self.ponged = true;
            self.out.put(frames::pong(payload));
        }
    }

    async fn close(mut self, close: Close) {
        self.finish(Some(close.code), close.meaning).await;
    }

    async fn left(mut self, code: Option<u16>) {
        self.finish(code, "").await;
    }

    fn cut(self) {
        if let Some(socket) = &self.socket {
            socket::cut(socket);
        }
    }
}

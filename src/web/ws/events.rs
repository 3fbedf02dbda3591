//! The same frames for networks that let no websocket through: a response that does not end, each frame one server-sent
//! event. It goes one way; what a client has to say comes as requests of its own.
//! Must not know: sessions, what a frame says.

use super::line::{Came, Line};
use super::outlet::{Moved, Outlet};
use super::socket;
use crate::limits;
use crate::wire::codes::Close;
use crate::wire::say;
use bytes::Bytes;
use bytestring::ByteString;
use socket2::Socket;
use tokio::time::{Instant, sleep_until};

pub(super) struct Events {
    out: Outlet,
    socket: Option<Socket>,
    /// When something was last written.
    written: Instant,
}

const COMMENT: Bytes = Bytes::from_static(b":\n\n");
const OPENS: Bytes = Bytes::from_static(b"data: ");
const CLOSES: Bytes = Bytes::from_static(b"\n\n");

impl Events {
    pub fn new(out: Outlet, socket: Option<Socket>) -> Self {
        Self { out, socket, written: Instant::now() }
    }

    fn put<const N: usize>(&mut self, parts: [Bytes; N]) {
        self.written = Instant::now();
        self.out.put(parts);
    }
}

impl Line for Events {
    async fn next(&mut self) -> Option<Came> {
        loop {
            // Behind a frame that is not taken yet a comment would say nothing, and comments must not pile up.
            let idle = !self.out.is_sending();
            tokio::select! {
                biased;
                moved = self.out.moved() => return match moved {
                    Moved::Taken => None,
                    Moved::Gone => Some(Came::Left(None)),
                },
                () = sleep_until(self.written + limits::STREAM_COMMENT_EVERY), if idle => self.put([COMMENT]),
            }
        }
    }

    /// A frame is JSON without line breaks, so it is one `data` line.
    fn write(&mut self, frame: ByteString) {
        self.put([OPENS, frame.into_bytes(), CLOSES]);
    }

    /// There are no close codes here: the name of the reason is the last frame.
    async fn close(mut self, close: Close) {
        self.write(say::problem(close.name, close.meaning, None).into());
        let ended = tokio::time::timeout(limits::CLOSE_WITHIN, self.out.end()).await;
        if ended.is_err() {
            self.cut();
        }
    }

    async fn left(self, _: Option<u16>) {}

    fn cut(self) {
        if let Some(socket) = &self.socket {
            socket::cut(socket);
        }
    }
}

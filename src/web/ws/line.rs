//! A connection as a session sees it, whichever way its frames travel: text out, messages in, closing with a code.
//! Writing never waits: the session writes the next frame only after the last was taken.
//! Must not know: sessions, what a text says.

use crate::wire::codes::Close;
use bytestring::ByteString;

/// One connection. Everything waits in `next`, which may be dropped and called again.
pub(super) trait Line {
    /// The next message, or word that everything written was taken and more may follow (`None`).
    async fn next(&mut self) -> Option<Came>;

    /// Writes a frame.
    fn write(&mut self, frame: ByteString);

    /// Answers the other side's latest ping, if one is owed.
    fn answer_ping(&mut self) {}

    /// Ends it with a reason, and gives the reason a moment to arrive.
    async fn close(self, close: Close);

    /// The other side has ended it, with its close code if it gave one.
    async fn left(self, code: Option<u16>);

    /// Ends it without a word.
    fn cut(self);
}

/// What came from the other side.
#[derive(Debug)]
pub(super) enum Came {
    Text(ByteString),
    Binary,
    /// Ping or pong of the websocket itself.
    Beat,
    /// The answer to a mark of ours.
    Answer,
    /// It cannot go on.
    Broken(Close),
    /// The other side has gone, with its close code if it gave one.
    Left(Option<u16>),
}

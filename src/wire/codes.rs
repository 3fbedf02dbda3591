//! The one table of close codes (`protocol.md` §2), and the outcomes of a command.
//! Everything that closes a socket names an entry of this table, so that the number, the reason
//! text and what the client does about it cannot drift apart.
//! Must not know: who closes, and why just now.

use schemars::JsonSchema;
use serde::Serialize;

/// What a client does after a close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Stop until a person or a new version has acted: the next attempt would end the same way.
    Stop,
    /// Sign in again; cache and queue stay.
    SignIn,
    /// Send the queue to `POST /commands/late`, then erase key and cache.
    Erase,
    /// Connect again at once.
    Again,
    /// Connect again with full jitter, 0.5 s growing to 20 s.
    Later,
}

/// One reason to close a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Close {
    pub code: u16,
    pub name: &'static str,
    /// Sent as the reason of the close frame: at most 123 bytes, for whoever reads a log.
    pub meaning: &'static str,
    pub then: Then,
}

const fn close(code: u16, name: &'static str, meaning: &'static str, then: Then) -> Close {
    Close { code, name, meaning, then }
}

pub const MALFORMED: Close =
    close(4400, "malformed", "not JSON, no t, binary, do before welcome, or ten bad-frame in a minute", Then::Stop);
pub const EXPIRED: Close = close(4401, "session-expired", "the sign-in has ended: sign in again", Then::SignIn);
pub const REVOKED: Close =
    close(4403, "revoked", "the account may no longer connect: hand in the queue, then erase", Then::Erase);
pub const NO_HELLO: Close = close(4408, "no-hello", "no hello within 5 s", Then::Later);
pub const TOO_BIG: Close = close(4413, "too-big", "a frame over its limit", Then::Stop);
pub const TOO_FAST: Close = close(4429, "too-fast", "more than 16 unanswered commands, or too many frames", Then::Stop);
pub const DRAINING: Close = close(4503, "draining", "this node leaves: connect again", Then::Later);
pub const UNREADABLE: Close = close(4504, "store-unreadable", "the store cannot be read just now", Then::Later);
pub const TOO_SLOW: Close = close(4508, "too-slow", "the connection does not take what is sent", Then::Later);
pub const SCOPE: Close =
    close(4510, "scope-changed", "what this account may see has changed: connect again", Then::Again);
/// Of RFC 6455, for text that is no UTF-8.
pub const NOT_TEXT: Close = close(1007, "not-utf-8", "a text frame that is not UTF-8", Then::Later);
/// Of RFC 6455, for frames that break its rules.
pub const PROTOCOL: Close = close(1002, "protocol", "the websocket framing is broken", Then::Later);

/// Every code this hub closes with.
pub const CLOSES: [Close; 12] = [
    MALFORMED, EXPIRED, REVOKED, NO_HELLO, TOO_BIG, TOO_FAST, DRAINING, UNREADABLE, TOO_SLOW, SCOPE, NOT_TEXT, PROTOCOL,
];

/// What came of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Durable.
    Applied,
    /// The rules refuse it.
    Rejected,
    /// Right when made; another act came first.
    Conflict,
    /// Known already; `was` says what came of it.
    Repeated,
    /// Nothing is known: keep it and send it again.
    Later,
}

impl Outcome {
    pub const ALL: [Self; 5] = [Self::Applied, Self::Rejected, Self::Conflict, Self::Repeated, Self::Later];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Rejected => "rejected",
            Self::Conflict => "conflict",
            Self::Repeated => "repeated",
            Self::Later => "later",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_stands_once_and_says_what_its_range_promises() {
        for (i, close) in CLOSES.iter().enumerate() {
            assert!(CLOSES.iter().skip(i + 1).all(|c| c.code != close.code && c.name != close.name), "{close:?}");
            assert!(close.meaning.len() <= 123, "a close reason is at most 123 bytes: {close:?}");
            // 44xx stop until the named action, 4408 excepted; 45xx reconnect, 4510 at once.
            match close.code {
                4408 | 1000..=1015 => assert_eq!(close.then, Then::Later),
                4510 => assert_eq!(close.then, Then::Again),
                4400..=4499 => assert!(matches!(close.then, Then::Stop | Then::SignIn | Then::Erase), "{close:?}"),
                _ => assert_eq!(close.then, Then::Later),
            }
        }
    }
}

//! A connection before its `hello`: nothing can be sent, because there is nothing here that sends.
//! It ends by being consumed, with a `hello` or with a close code. Pure: time is an argument.
//! Must not know: accounts, documents, sockets.

use crate::limits;
use crate::wire::codes::{self, Close};
use crate::wire::frame::{self, ClientFrame, Hello, Unreadable};

/// A connection of which nothing is known yet.
#[derive(Debug)]
pub struct Greeting {
    since_ms: u64,
}

/// What can happen before a `hello`.
#[derive(Debug)]
pub enum Said<'a> {
    Text(&'a str),
    Binary,
    /// Time has passed.
    Nothing,
}

/// What became of it.
#[derive(Debug)]
pub enum Greeted {
    Waiting(Greeting),
    Hello(Box<Hello>),
    Close(Close),
}

impl Greeting {
    pub fn new(now_ms: u64) -> Self {
        Self { since_ms: now_ms }
    }

    /// When waiting ends.
    pub fn until_ms(&self) -> u64 {
        self.since_ms + limits::HELLO_WITHIN.as_millis() as u64
    }

    pub fn on(self, now_ms: u64, said: Said<'_>) -> Greeted {
        if now_ms >= self.until_ms() {
            return Greeted::Close(codes::NO_HELLO);
        }
        let text = match said {
            Said::Nothing => return Greeted::Waiting(self),
            Said::Binary => return Greeted::Close(codes::MALFORMED),
            Said::Text(text) => text,
        };
        match frame::parse(text) {
            Ok(ClientFrame::Hello(hello)) => Greeted::Hello(hello),
            // Harmless, and a later version may send them first; the clock goes on.
            Ok(ClientFrame::Other | ClientFrame::Ping(_) | ClientFrame::Pong(_)) => Greeted::Waiting(self),
            Ok(ClientFrame::Do(_) | ClientFrame::Have(_) | ClientFrame::Receipt(_)) => Greeted::Close(codes::MALFORMED),
            Err(Unreadable::TooBig(_)) => Greeted::Close(codes::TOO_BIG),
            Err(Unreadable::Malformed(_) | Unreadable::Bad(_)) => Greeted::Close(codes::MALFORMED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hello_in_time_opens_the_door() {
        let do_ = r#"{"t":"do","id":"01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f","kind":"count","movement":"01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f","at":"2015-01-02T11:00:00Z","sent":"2015-01-02T11:00:00Z"}"#;
        let big = format!(r#"{{"t":"hello","pad":"{}"}}"#, "x".repeat(limits::HELLO_BYTES_MAX));
        let check = |at: u64, said: Said<'_>, code: Option<u16>| {
            let shown = format!("{said:?}").chars().take(60).collect::<String>();
            match (Greeting::new(1000).on(1000 + at, said), code) {
                (Greeted::Close(close), Some(code)) => assert_eq!(close.code, code, "{shown}"),
                (Greeted::Waiting(same), None) => assert_eq!(same.until_ms(), 6000, "{shown}"),
                (other, _) => panic!("{shown}: {other:?}"),
            }
        };
        check(4999, Said::Nothing, None);
        check(5000, Said::Nothing, Some(4408));
        check(5000, Said::Text(r#"{"t":"hello"}"#), Some(4408));
        check(1, Said::Binary, Some(4400));
        check(1, Said::Text("hello"), Some(4400));
        check(1, Said::Text(r#"{"t":"hello","have":7}"#), Some(4400));
        check(1, Said::Text(do_), Some(4400));
        check(1, Said::Text(&big), Some(4413));
        check(1, Said::Text(r#"{"t":"from-tomorrow"}"#), None);
        let Greeted::Hello(hello) = Greeting::new(0).on(1, Said::Text(r#"{"t":"hello","app":"7"}"#)) else { panic!() };
        assert_eq!(hello.app.as_deref(), Some("7"));
    }
}

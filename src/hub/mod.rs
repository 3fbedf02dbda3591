//! The read side: what each audience sees, and the sessions that follow it.
//! Must not know: feeds, commands, HTTP. It meets the write side only in the
//! store.

pub mod board;
pub mod dirty;
pub mod doc;
pub mod fanout;
pub mod greeting;
pub mod pulse;
pub mod seat;
pub mod session;
pub mod worker;

//! What crosses the wire: frames, close codes, problems and the checksum of a set of
//! documents. Pure: text in, values out, and back. Must not know: sockets, sessions, the
//! store, the clock.

pub mod codes;
pub mod frame;
pub mod problem;
pub mod published;
pub mod say;
pub mod schema;
pub mod sum;

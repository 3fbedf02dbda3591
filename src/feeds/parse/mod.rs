//! One pure parser a format: `bytes -> observations + faults`.
//! A bad leg never hides a good one, and nothing is ignored in silence: what could not be
//! read is a named fault. Must not know: sockets, files, the clock; the time of receipt is an argument.

pub mod aidx;

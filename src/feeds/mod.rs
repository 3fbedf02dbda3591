//! Feeds: bytes of one source in, observations and faults out.
//! `parse` is pure; polling (a later issue) is the only part that talks to the network.
//! Must not know: movements, the store, who is told.

pub mod parse;

//! The rules, as pure functions of values: flights, movements, margins, notices, views.
//! Must not know: the clock, files, sockets, threads, the store. Time is an argument.
//! Every rule has a table test through one `check()`.

pub mod audience;
pub mod claim;
pub mod connection;
pub mod connection_rules;
pub mod flight;
pub mod matching;
pub mod merged;
pub mod observation;
mod pick;
pub mod place;
pub mod source;

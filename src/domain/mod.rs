//! The rules, as pure functions of values: flights, movements, margins, notices, views.
//! Must not know: the clock, files, sockets, threads, the store. Time is an argument.
//! Every rule has a table test through one `check()`.

pub mod observation;
pub mod place;

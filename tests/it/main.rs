//! Every integration test, in one binary: it links once. A test may
//! unwrap, index and print: that is the shortest way to say what must
//! hold.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr
)]

mod accounts;
mod backup;
mod commands;
mod day;
mod deploy;
mod described;
mod examples;
mod feeds_aidx;
mod going;
mod polling;
mod promise;
#[allow(dead_code, reason = "the unit tests of the store use the rest of it")]
mod redis;
mod remembered;
mod schemas;
mod tidy;
mod ws;

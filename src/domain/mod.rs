//! The rules, as pure functions of values: flights, movements, margins, notices, views.
//! Must not know: the clock, files, sockets, threads, the store. Time is an argument.
//! Every rule has a table test through one `check()`.

pub mod access;
pub mod audience;
pub mod band;
pub mod claim;
pub mod command;
pub mod connection;
pub mod connection_rules;
pub mod coverage;
pub mod custody;
pub mod expectation;
pub mod fact;
pub mod feed;
#[cfg(test)]
mod fixture;
pub mod flight;
pub mod hearing;
pub mod manifest;
pub mod matching;
pub mod merged;
pub mod movement;
pub mod need;
pub mod notice;
pub mod observation;
pub mod parting;
pub mod party;
mod pick;
pub mod place;
pub mod plan;
pub mod publish;
pub mod shape;
pub mod source;
pub mod standing;
pub mod view;

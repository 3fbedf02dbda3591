//! The floors of Onward that a parser stands on, and nothing above them: the server takes minutes to build and has no part
//! in reading a message. They are the files of the project themselves, found by their path.
//! Must not know: what is fuzzed.
#![allow(dead_code, reason = "half of what the floors offer is for the floors above")]

#[path = "../../src"]
mod onward {
    pub mod config;
    pub mod domain;
    pub mod feeds;
    pub mod limits;
}

pub use onward::{config, domain, feeds, limits};

pub mod bounds;
pub mod counted;

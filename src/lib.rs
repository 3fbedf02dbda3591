//! Onward: live transit assistance for resettlement travel.
//!
//! Floors, lowest first; a module names only floors below its own (`ARCHITECTURE.md`):
//! `limits` · `domain` · `feeds` `store` `wire` `ledger` · `intake` `hub` `notify` · `web` · `app` · `cli`.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod feeds;
pub mod hub;
pub mod intake;
pub mod ledger;
pub mod limits;
pub mod store;
pub mod telemetry;
pub mod web;
pub mod wire;

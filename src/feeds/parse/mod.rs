//! One pure parser a format: `bytes -> observations + faults`.
//! A bad leg never hides a good one, and nothing is ignored in silence: what could not be
//! read is a named fault. Must not know: sockets, files, the clock; the time of receipt is an argument.

pub mod acdm_json;
pub mod aeroapi;
pub mod aerodatabox;
pub mod afklm;
pub mod aidx;
pub mod ams;
pub mod aviationstack;
mod board;
pub mod firehose;
pub mod flightstats;
#[cfg(test)]
mod golden;
pub mod hkia;
mod json;
mod leg;
pub mod lufthansa;
pub mod opensky;
pub mod readsb;
#[cfg(test)]
mod replay;
mod report;
mod says;
pub mod schiphol;
mod sighting;
mod time;
pub mod typeb;

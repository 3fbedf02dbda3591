//! Feeds: bytes of one source in, observations and faults out.
//! `parse` is pure; polling is the only part that talks to the network.
//! Must not know: movements, the store, who is told.

pub mod ask;
pub mod parse;
pub mod poll;

use crate::config::atlas::Atlas;
use crate::domain::observation::{Fault, Observation, Sighting};
use crate::domain::place::Airport;
use chrono::{DateTime, Utc};

pub use crate::domain::feed::Kind;

/// What a message does not say itself and its reader has to know.
#[derive(Clone, Copy)]
pub struct About<'a> {
    /// When it came. Only judges the message's own times, and gives a telex its month; it never becomes a time of a flight.
    pub received: DateTime<Utc>,
    /// Whose board this is, for formats that name only the other end; `None` where the source has not been told.
    pub airport: Option<&'a Airport>,
    /// Airports with their zones and carriers.
    pub atlas: &'a Atlas,
}

/// What one message gave. Faults and observations stand side by side: a message may have both.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// Each with where in the message it was read, e.g. `FlightLeg[3]`, counted from 1.
    pub observations: Vec<(Observation, String)>,
    /// Aircraft seen, each with its place.
    pub sightings: Vec<(Sighting, String)>,
    pub faults: Vec<Fault>,
    /// Understood but not used, e.g. `Target is Test`.
    pub notes: Vec<String>,
    /// The sender asks to be left alone for so many seconds, in a message that came all the same.
    pub wait_s: Option<u32>,
}

/// Reads one message.
pub fn parse(kind: Kind, body: &[u8], about: &About<'_>) -> Parsed {
    match kind {
        Kind::Aidx => parse::aidx::parse(body, about.received),
        Kind::TypeB => parse::typeb::parse(body, about),
        Kind::AeroApi => parse::aeroapi::parse(body, about),
        Kind::Firehose => parse::firehose::parse(body, about),
        Kind::FlightStats => parse::flightstats::parse(body, about),
        Kind::AeroDataBox => parse::aerodatabox::parse(body, about),
        Kind::Hkia => parse::hkia::parse(body, about),
        Kind::Schiphol => parse::schiphol::parse(body, about),
        Kind::AcdmJson => parse::acdm_json::parse(body, about),
        Kind::Ams => parse::ams::parse(body, about),
        Kind::AfKlm => parse::afklm::parse(body, about),
        Kind::Lufthansa => parse::lufthansa::parse(body, about),
        Kind::AviationStack => parse::aviationstack::parse(body, about),
        Kind::OpenSky => parse::opensky::parse(body, about),
        Kind::Readsb => parse::readsb::parse(body, about),
    }
}

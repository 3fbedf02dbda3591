//! Feeds: bytes of one source in, observations and faults out.
//! `parse` is pure; polling is the only part that talks to the network.
//! Must not know: movements, the store, who is told.

pub mod parse;

use crate::config::atlas::Atlas;
use crate::domain::observation::{Fault, Observation, Sighting};
use crate::domain::place::Airport;
use chrono::{DateTime, Utc};
use std::fmt;
use std::str::FromStr;

/// The formats that can be read, by the names of the settings and of `onward parse --kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Aidx,
    TypeB,
    AeroApi,
    Firehose,
    FlightStats,
    AeroDataBox,
    Hkia,
    Schiphol,
    AcdmJson,
    Ams,
    AfKlm,
    Lufthansa,
    AviationStack,
    OpenSky,
    Readsb,
}

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

/// A kind that this program cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of feed; known kinds: {known}")]
pub struct UnknownKind {
    pub known: String,
}

impl Kind {
    /// In the order of `protocol.md`.
    pub const ALL: &[Kind] = &[
        Kind::Aidx,
        Kind::TypeB,
        Kind::AeroApi,
        Kind::Firehose,
        Kind::FlightStats,
        Kind::AeroDataBox,
        Kind::Hkia,
        Kind::Schiphol,
        Kind::AcdmJson,
        Kind::Ams,
        Kind::AfKlm,
        Kind::Lufthansa,
        Kind::AviationStack,
        Kind::OpenSky,
        Kind::Readsb,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Aidx => "aidx",
            Kind::TypeB => "typeb",
            Kind::AeroApi => "aeroapi",
            Kind::Firehose => "firehose",
            Kind::FlightStats => "flightstats",
            Kind::AeroDataBox => "aerodatabox",
            Kind::Hkia => "hkia",
            Kind::Schiphol => "schiphol",
            Kind::AcdmJson => "acdm-json",
            Kind::Ams => "ams",
            Kind::AfKlm => "afklm",
            Kind::Lufthansa => "lufthansa",
            Kind::AviationStack => "aviationstack",
            Kind::OpenSky => "opensky",
            Kind::Readsb => "readsb",
        }
    }
}

impl FromStr for Kind {
    type Err = UnknownKind;
    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        let known = || Self::ALL.iter().map(|k| k.name()).collect::<Vec<_>>().join(", ");
        Self::ALL.iter().copied().find(|k| k.name() == text).ok_or_else(|| UnknownKind { known: known() })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_kind_is_read_by_its_name_and_a_wrong_one_names_those_there_are() {
        for kind in Kind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(*kind));
        }
        let wrong = "telegraph".parse::<Kind>().unwrap_err().to_string();
        assert!(wrong.starts_with("unknown kind of feed; known kinds: aidx, typeb, ") && wrong.ends_with("readsb"));
    }
}

//! The kinds of feeds there are: a closed list, by the names of `protocol.md`.
//! A new kind is one more arm here and one parser in `feeds::parse`.
//! Must not know: how any of them is read, where its messages come from.

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

    /// Whether its messages say when they were sent, as a whole: then a day that is sent again in a minute is still a day.
    /// Elsewhere each flight has a time of its own, or none.
    pub fn says_when_sent(self) -> bool {
        matches!(self, Kind::Aidx | Kind::TypeB)
    }

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

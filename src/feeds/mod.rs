//! Feeds: bytes of one source in, observations and faults out.
//! `parse` is pure; polling (a later issue) is the only part that talks to the network.
//! Must not know: movements, the store, who is told.

pub mod parse;

use crate::domain::observation::{Fault, Observation};
use chrono::{DateTime, Utc};
use std::fmt;
use std::str::FromStr;

/// The formats that can be read, by the names of the settings and of `onward parse --kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Aidx,
}

/// What one message gave. Faults and observations stand side by side: a message may have both.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// Each with where in the message it was read, e.g. `FlightLeg[3]`, counted from 1.
    pub observations: Vec<(Observation, String)>,
    pub faults: Vec<Fault>,
    /// Understood but not used, e.g. `Target is Test`.
    pub notes: Vec<String>,
}

/// Reads one message. `received` only serves to judge the message's own times; it never becomes one of them.
pub fn parse(kind: Kind, body: &[u8], received: DateTime<Utc>) -> Parsed {
    match kind {
        Kind::Aidx => parse::aidx::parse(body, received),
    }
}

/// A kind that this program cannot read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of feed; known kinds: {known}")]
pub struct UnknownKind {
    pub known: String,
}

impl Kind {
    pub const ALL: &[Kind] = &[Kind::Aidx];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Aidx => "aidx",
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
        assert_eq!(wrong, "unknown kind of feed; known kinds: aidx");
    }
}

//! Parties: who somebody can be with. Every traveller is with exactly one at every minute, `unknown` included, which
//! is an alarm. The text form is the contract's (`station:ORD`, `aboard:MQ3386/2015-01-02/ORD-ERI`, `out:prm`).
//! Must not know: who may see whom, how one party comes after another.

use super::audience::{Audience, slug};
use super::place::{Airport, Malformed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What a schema says of a party.
const PATTERN: &str = "^(origin|alone|ended|unknown|(escort|receiver):[a-z0-9-]{1,40}|station:[A-Za-z0-9]{3,4}|aboard:[ -~]{1,64}|out:(prm|crew|border|hospital|hotel|adult|other))$";

/// One party, or one of the states in which there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = PATTERN, "examples" = ["station:ORD"]))]
pub enum Party {
    /// Those who send them, from publication until somebody takes them over.
    Origin,
    Escort(String),
    Station(Airport),
    Receiver(String),
    /// On a leg, by its flight key; a leg without one by its number (`leg-3`).
    Aboard(String),
    /// In the care of somebody without an account, with a time back.
    Out(Outside),
    /// On their own, as planned, until a stated time.
    Alone,
    /// The journey is over for them.
    Ended,
    /// Not known: an alarm.
    Unknown,
}

/// Parties outside Onward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outside {
    /// The airport's assistance service.
    Prm,
    Crew,
    Border,
    Hospital,
    Hotel,
    /// A named adult.
    Adult,
    Other,
}

impl Outside {
    pub const ALL: [Self; 7] =
        [Self::Prm, Self::Crew, Self::Border, Self::Hospital, Self::Hotel, Self::Adult, Self::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prm => "prm",
            Self::Crew => "crew",
            Self::Border => "border",
            Self::Hospital => "hospital",
            Self::Hotel => "hotel",
            Self::Adult => "adult",
            Self::Other => "other",
        }
    }
}

impl Party {
    /// The party an audience acts as; a coordinator, an authority and a wall hold nobody.
    pub fn of(audience: &Audience) -> Option<Self> {
        match audience {
            Audience::Station(airport) => Some(Self::Station(airport.clone())),
            Audience::Escort(account) => Some(Self::Escort(account.clone())),
            Audience::Receiver(id) => Some(Self::Receiver(id.clone())),
            Audience::Coordinator(_) | Audience::Authority(_) | Audience::Display(_) => None,
        }
    }

    /// The audience that can be told, where the party has one.
    pub fn audience(&self) -> Option<Audience> {
        match self {
            Self::Station(airport) => Some(Audience::Station(airport.clone())),
            Self::Escort(account) => Some(Audience::Escort(account.clone())),
            Self::Receiver(id) => Some(Audience::Receiver(id.clone())),
            _ => None,
        }
    }

    /// Still on the way: counted, waited for, and moved by *all*.
    pub fn travelling(&self) -> bool {
        !matches!(self, Self::Receiver(_) | Self::Ended)
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Origin => f.write_str("origin"),
            Self::Escort(account) => write!(f, "escort:{account}"),
            Self::Station(airport) => write!(f, "station:{airport}"),
            Self::Receiver(id) => write!(f, "receiver:{id}"),
            Self::Aboard(leg) => write!(f, "aboard:{leg}"),
            Self::Out(kind) => write!(f, "out:{}", kind.as_str()),
            Self::Alone => f.write_str("alone"),
            Self::Ended => f.write_str("ended"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

/// The longest flight key is about 40 characters.
const LEG_CHARS_MAX: usize = 64;

impl FromStr for Party {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bad = Malformed {
            expected: "expected a party like station:ORD, escort:NAME, receiver:NAME, aboard:FLIGHT, out:prm, origin, \
                       alone or unknown",
        };
        let Some((kind, name)) = text.split_once(':') else {
            return match text {
                "origin" => Ok(Self::Origin),
                "alone" => Ok(Self::Alone),
                "ended" => Ok(Self::Ended),
                "unknown" => Ok(Self::Unknown),
                _ => Err(bad),
            };
        };
        let named = || slug(name).map(str::to_owned).ok_or(bad.clone());
        match kind {
            "escort" => Ok(Self::Escort(named()?)),
            "receiver" => Ok(Self::Receiver(named()?)),
            "station" => Airport::parse(name).map(Self::Station).map_err(|_| bad),
            "aboard" if !name.is_empty() && name.len() <= LEG_CHARS_MAX && name.is_ascii() => {
                Ok(Self::Aboard(name.to_owned()))
            }
            "out" => Outside::ALL.into_iter().find(|o| o.as_str() == name).map(Self::Out).ok_or(bad),
            _ => Err(bad),
        }
    }
}

impl TryFrom<String> for Party {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl From<Party> for String {
    fn from(party: Party) -> String {
        party.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_party_reads_back_as_written_and_nothing_else_is_one() {
        for text in [
            "origin",
            "escort:escort-07",
            "station:ORD",
            "receiver:erie-reception",
            "aboard:MQ3386/2015-01-02/ORD-ERI",
            "aboard:leg-3",
            "out:prm",
            "out:adult",
            "alone",
            "ended",
            "unknown",
        ] {
            assert_eq!(text.parse::<Party>().map(|p| p.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "station", "station:X", "out:police", "aboard:", "escort:Ana B", "coordinator:us-rp"] {
            assert!(text.parse::<Party>().is_err(), "{text}");
        }
    }
}

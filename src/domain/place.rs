//! Airports, carriers and flight keys: the names everything else is filed under.
//! A value of these types is well-formed; whether the airport exists is a question for
//! `config/airports.csv`. Must not know: time zones, feeds, stations with staff.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An airport as the message named it: IATA (3 letters) or, where there is none, ICAO (4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^[A-Z0-9]{3,4}$"))]
pub struct Airport(String);

/// A carrier: IATA (2 characters) where known, else ICAO (3 letters).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^([A-Z0-9]{2}|[A-Z]{3})$"))]
pub struct Carrier(String);

/// Why a text is not the name it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{expected}")]
pub struct Malformed {
    pub expected: &'static str,
}

impl Airport {
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let t = text.trim().to_ascii_uppercase();
        let ok = (t.len() == 3 || t.len() == 4) && t.bytes().all(|b| b.is_ascii_alphanumeric());
        let expected = "expected an airport code of 3 (IATA) or 4 (ICAO) letters";
        if ok { Ok(Self(t)) } else { Err(Malformed { expected }) }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Carrier {
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let t = text.trim().to_ascii_uppercase();
        let iata = t.len() == 2 && t.bytes().all(|b| b.is_ascii_alphanumeric());
        let icao = t.len() == 3 && t.bytes().all(|b| b.is_ascii_alphabetic());
        let expected = "expected a carrier of 2 characters (IATA) or 3 letters (ICAO)";
        if iata || icao { Ok(Self(t)) } else { Err(Malformed { expected }) }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One operated leg: `{carrier}{number}{suffix?}/{date}/{from}-{to}[~repeat]`.
/// `date` is the local date at `from` of the first scheduled off-block; retiming never changes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = FLIGHT_PATTERN, "examples" = ["MQ3386/2015-01-02/ORD-ERI"]))]
pub struct FlightKey {
    pub carrier: Carrier,
    pub number: u16,
    pub suffix: Option<char>,
    pub date: NaiveDate,
    pub from: Airport,
    pub to: Airport,
    /// 1 for the first operation, shown only from 2 on.
    pub repeat: u8,
}

/// What a schema says of a flight key.
const FLIGHT_PATTERN: &str =
    "^[A-Z0-9]{2,3}[1-9][0-9]{0,3}[A-Z]?/[0-9]{4}-[0-9]{2}-[0-9]{2}/[A-Z0-9]{3,4}-[A-Z0-9]{3,4}(~[2-9])?$";
const KEY_FORM: &str = "expected a flight key like MQ3386/2015-01-02/ORD-ERI";

impl FlightKey {
    /// The same leg under another number, e.g. `BA118`; `None` for what is no number.
    pub fn under(&self, text: &str) -> Option<Self> {
        let (carrier, number, suffix) = designator(text)?;
        Some(Self { carrier, number, suffix, ..self.clone() })
    }
}

impl FromStr for FlightKey {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bad = || Malformed { expected: KEY_FORM };
        let mut parts = text.splitn(3, '/');
        let (Some(flight), Some(date), Some(route)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(bad());
        };
        let (route, repeat) = match route.split_once('~') {
            Some((route, n)) => (route, n.parse::<u8>().ok().filter(|n| (2..=9).contains(n)).ok_or_else(bad)?),
            None => (route, 1),
        };
        let (from, to) = route.split_once('-').ok_or_else(bad)?;
        let (carrier, number, suffix) = designator(flight).ok_or_else(bad)?;
        Ok(Self {
            carrier,
            number,
            suffix,
            date: NaiveDate::parse_from_str(date, "%Y-%m-%d").map_err(|_| bad())?,
            from: Airport::parse(from).map_err(|_| bad())?,
            to: Airport::parse(to).map_err(|_| bad())?,
            repeat,
        })
    }
}

/// Splits `BA0117`, `MQ 3386`, `KLM642D` into carrier, number and suffix. A two-character carrier
/// is tried first, as IATA carriers may hold digits (`B6117` is B6 117); three letters are ICAO.
pub fn designator(text: &str) -> Option<(Carrier, u16, Option<char>)> {
    let t: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let at = if t.len() > 3 && t.bytes().take(3).all(|b| b.is_ascii_alphabetic()) { 3 } else { 2 };
    let (carrier, rest) = (t.get(..at)?, t.get(at..)?);
    let (digits, suffix) = match rest.chars().last() {
        Some(c) if c.is_ascii_alphabetic() => (rest.get(..rest.len() - 1)?, Some(c)),
        _ => (rest, None),
    };
    let number: u16 = digits.parse().ok().filter(|n| (1..=9999).contains(n))?;
    Some((Carrier::parse(carrier).ok()?, number, suffix))
}

impl fmt::Display for FlightKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.carrier, self.number)?;
        if let Some(suffix) = self.suffix {
            write!(f, "{suffix}")?;
        }
        write!(f, "/{}/{}-{}", self.date, self.from, self.to)?;
        if self.repeat > 1 { write!(f, "~{}", self.repeat) } else { Ok(()) }
    }
}

macro_rules! text_type {
    ($name:ident, $parse:path) => {
        impl TryFrom<String> for $name {
            type Error = Malformed;
            fn try_from(text: String) -> Result<Self, Malformed> {
                $parse(&text)
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.to_string()
            }
        }
    };
}
impl fmt::Display for Airport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
text_type!(Airport, Airport::parse);
text_type!(Carrier, Carrier::parse);
text_type!(FlightKey, FlightKey::from_str);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flight_key_reads_back_as_written() {
        for text in ["MQ3386/2015-01-02/ORD-ERI", "B6117/2013-03-08/JFK-BUF", "UA821D/2025-11-20/HKG-SFO~2"] {
            assert_eq!(text.parse::<FlightKey>().map(|k| k.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_text_that_is_no_flight_key_is_refused() {
        for text in [
            "",
            "MQ3386",
            "MQ3386/2015-01-02",
            "MQ0/2015-01-02/ORD-ERI",
            "MQ3386/2015-13-02/ORD-ERI",
            "MQ1/2015-01-02/ORD-ERI~1",
        ] {
            assert!(text.parse::<FlightKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn padding_and_blanks_are_not_part_of_a_number() {
        let of = |t: &str| designator(t).map(|(c, n, s)| (c.to_string(), n, s));
        assert_eq!(of("BA0117"), Some(("BA".into(), 117, None)));
        assert_eq!(of("6E 6025"), Some(("6E".into(), 6025, None)));
        assert_eq!(of("KLM642D"), Some(("KLM".into(), 642, Some('D'))));
        assert_eq!(of("BA"), None);
    }
}

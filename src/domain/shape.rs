//! What to say of a value of the wrong shape: what was expected, never what was sent. It may be a name that stands
//! in the wrong field, and refusals are copied into logs, tickets and mails. And the one shape that many bodies share,
//! the instant. Must not know: which body, who sent it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, de};

/// An error of the JSON reader without the value it met.
pub fn expected(error: &str) -> String {
    for kind in ["invalid type", "invalid value", "unknown variant"] {
        let quotes = error.strip_prefix(kind).is_some_and(|rest| rest.starts_with([':', ' ']));
        if let Some((_, expected)) = error.rsplit_once(", expected ").filter(|_| quotes) {
            return format!("{kind}, expected {expected}");
        }
    }
    error.to_owned()
}

/// Reads an instant of RFC 3339, whose years have four digits: whatever is added to or taken from it later is still an
/// instant. The reader that comes with the type takes years beyond that, and times in other forms.
///
/// # Errors
/// What was expected.
pub fn instant<'de, D: Deserializer<'de>>(de: D) -> Result<DateTime<Utc>, D::Error> {
    let text = String::deserialize(de)?;
    let read = DateTime::parse_from_rfc3339(&text).map(|at| at.with_timezone(&Utc));
    read.map_err(|_| de::Error::custom("expected a time with its offset, like 2015-01-02T11:00:00Z"))
}

/// The same where it may be null; with `#[serde(default)]` also absent.
///
/// # Errors
/// As [`instant`].
pub fn instant_or_none<'de, D: Deserializer<'de>>(de: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    #[derive(Deserialize)]
    struct Instant(#[serde(deserialize_with = "instant")] DateTime<Utc>);
    Ok(Option::<Instant>::deserialize(de)?.map(|read| read.0))
}

#[cfg(test)]
mod tests {
    use super::{expected, instant, instant_or_none};
    use chrono::{DateTime, Utc};
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct At {
        #[serde(deserialize_with = "instant")]
        at: DateTime<Utc>,
        #[serde(default, deserialize_with = "instant_or_none")]
        until: Option<DateTime<Utc>>,
    }

    #[test]
    fn an_instant_has_an_offset_and_a_year_of_four_digits() {
        let read = |at: &str| serde_json::from_str::<At>(&format!(r#"{{"at":"{at}","until":null}}"#));
        for at in ["2015-01-02T11:00:00Z", "2015-01-02T11:00:00.25+05:30", "0000-01-01T00:00:00Z"] {
            assert!(read(at).is_ok_and(|read| read.until.is_none()), "{at}");
        }
        for at in ["2015-01-02T11:00:00", "+262142-12-31T23:59:59Z", "-262143-01-01T00:00:00Z", "2015-01-02", ""] {
            assert!(read(at).is_err(), "{at}");
        }
        let both = serde_json::from_str::<At>(r#"{"at":"2015-01-02T12:00:00+01:00","until":"2015-01-02T11:00:00Z"}"#);
        assert!(both.is_ok_and(|both| Some(both.at) == both.until));
    }

    #[test]
    fn what_was_sent_is_not_said_again() {
        for (error, says) in [
            (r#"invalid type: string "Ana", expected u8 at line 1"#, "invalid type, expected u8 at line 1"),
            (r#"invalid value: string ", expected Ana", expected a date"#, "invalid value, expected a date"),
            ("unknown variant `Ana`, expected `flight` or `ground`", "unknown variant, expected `flight` or `ground`"),
            ("unknown field `nmae`, expected `name`", "unknown field `nmae`, expected `name`"),
            ("missing field `name`", "missing field `name`"),
        ] {
            assert_eq!(expected(error), says);
        }
    }
}

//! How feeds other than AIDX name a leg and its times: designators joined or in parts, airports by IATA or ICAO code, and
//! times on a wall that become instants by the airport's zone. What cannot be read is a fault at its place; nothing is
//! guessed. Must not know: any one format.

use super::report::Report;
use crate::config::atlas::Atlas;
use crate::config::local_time::{Instants, date_in, instants_in};
use crate::domain::place::{Airport, Carrier, designator};
use crate::domain::plan::Places;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

pub type Designator = (Carrier, u16, Option<char>);

pub const DESIGNATOR: &str = "expected a flight like BA117";

/// `BA0117`, `KLM 642D`.
pub fn joined(text: &str, at: &str, report: &mut Report) -> Option<Designator> {
    let read = designator(text).filter(|(carrier, _, _)| named(carrier));
    if read.is_none() {
        report.fault(DESIGNATOR, at);
    }
    read
}

/// No carrier is two digits: such a text is a number whose carrier is missing.
fn named(carrier: &Carrier) -> bool {
    carrier.as_str().bytes().any(|b| b.is_ascii_alphabetic())
}

/// Carrier and number apart; the number may hold the suffix, `0642D`.
pub fn parted(carrier: &str, number: &str, at: &str, report: &mut Report) -> Option<Designator> {
    let (carrier, number) = (carrier.trim(), number.trim());
    let digits = number.strip_suffix(|c: char| c.is_ascii_alphabetic()).unwrap_or(number);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let suffix = number.chars().last().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase());
    let read = (|| {
        let number = digits.parse::<u16>().ok().filter(|n| plain && (1..=9999).contains(n))?;
        Some((Carrier::parse(carrier).ok().filter(named)?, number, suffix))
    })();
    if read.is_none() {
        report.fault(DESIGNATOR, at);
    }
    read
}

/// `UAL123`: three letters and digits alone. A call sign with letters behind them (`BAW196E`) is no flight number, as
/// airlines give those to keep similar flights apart on the radio.
pub fn icao_ident(text: &str) -> Option<Designator> {
    let (carrier, digits) = (text.get(..3)?, text.get(3..)?);
    let shape = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let letters = carrier.bytes().all(|b| b.is_ascii_alphabetic());
    let number = digits.parse::<u16>().ok().filter(|n| shape && letters && *n > 0)?;
    Some((Carrier::parse(carrier).ok()?, number, None))
}

/// The same flight under the carrier's IATA code, where the table has one.
pub fn iata((carrier, number, suffix): Designator, atlas: &Atlas) -> Designator {
    let known = Carrier::parse(&atlas.iata_carrier(carrier.as_str())).unwrap_or(carrier);
    (known, number, suffix)
}

/// The date on the wall at an airport, by the table, else by the zone that the message gives for it.
pub fn local_date(
    airport: Option<&Airport>,
    zone: Option<&str>,
    at: DateTime<Utc>,
    atlas: &Atlas,
) -> Option<NaiveDate> {
    airport.and_then(|airport| atlas.local_date(airport, at)).or_else(|| date_in(zone?, at))
}

/// As a list of marketing flights holds it, e.g. `BA117`.
pub fn shown((carrier, number, suffix): &Designator) -> String {
    format!("{carrier}{number}{}", suffix.map(String::from).unwrap_or_default())
}

/// An airport, by its IATA code where it has one.
pub fn airport(text: &str, atlas: &Atlas, at: &str, report: &mut Report) -> Option<Airport> {
    match Airport::parse(text) {
        Ok(airport) => Some(atlas.iata_airport(airport)),
        Err(malformed) => {
            report.fault(malformed.expected, at);
            None
        }
    }
}

/// Whose clock a time on the wall was read from.
#[derive(Debug, Clone, Copy)]
pub enum Wall<'a> {
    Airport(&'a Airport),
    /// A zone of the tz database, e.g. `Asia/Hong_Kong`.
    Zone(&'a str),
}

/// The instant of a time on the wall. One that the clock showed twice is taken as the earlier, or as the first that is not
/// before `not_before` (what has to come before it), and marked by a note; one that it skipped is a fault.
pub fn instant(
    wall: Wall<'_>,
    local: NaiveDateTime,
    not_before: Option<DateTime<Utc>>,
    atlas: &Atlas,
    at: &str,
    report: &mut Report,
) -> Option<DateTime<Utc>> {
    let (instants, place) = match wall {
        Wall::Airport(airport) => (atlas.instants(airport.as_str(), local), airport.to_string()),
        Wall::Zone(zone) => (instants_in(zone, local), "this zone".to_owned()),
    };
    match instants {
        Some(Instants::One(at)) => Some(at),
        Some(Instants::Twice(first, second)) => {
            let later = not_before.is_some_and(|bound| first < bound && second >= bound);
            let word = if later { "later" } else { "earlier" };
            report.note(format!("a local time in the hour that {place} had twice, at {at}: the {word} one was taken"));
            Some(if later { second } else { first })
        }
        Some(Instants::Skipped) => {
            report.fault(format!("expected a local time that there was: the clocks of {place} skipped it"), at);
            None
        }
        None => {
            report.fault(format!("no time zone is known for {place}: the time was not taken"), at);
            None
        }
    }
}

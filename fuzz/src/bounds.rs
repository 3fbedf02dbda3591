//! What holds of anything that a parser gives back, whatever it was given: counts and lengths within their limits, times that
//! can be written down, positions on the earth. The fuzzer and the test that replays its findings ask the same.
//! Must not know: any format.

use crate::domain::observation::{Say, Sighting, Value};
use crate::feeds::Parsed;
use crate::limits;
use chrono::{DateTime, Datelike, Utc};

/// Longest reason or place of a fault, and longest note: they are the parser's own words and pointers.
const WORDS_BYTES_MAX: usize = 1024;

/// The first promise that is broken, in words.
pub fn broken(parsed: &Parsed) -> Result<(), String> {
    let (legs, seen) = (parsed.observations.len(), parsed.sightings.len());
    let counts = [
        ("observations", legs, limits::LEGS_PER_MESSAGE_MAX),
        ("observations and sightings", legs + seen, limits::SIGHTINGS_PER_MESSAGE_MAX),
        ("faults", parsed.faults.len(), limits::FAULTS_PER_MESSAGE_MAX),
        ("notes", parsed.notes.len(), limits::FAULTS_PER_MESSAGE_MAX),
    ];
    for (what, found, max) in counts {
        ensure(found <= max, || format!("{found} {what}, at most {max}"))?;
    }
    let places = parsed.observations.iter().map(|(_, at)| at).chain(parsed.sightings.iter().map(|(_, at)| at));
    let faults = parsed.faults.iter().flat_map(|fault| [&fault.reason, &fault.at]);
    for words in places.chain(faults).chain(&parsed.notes) {
        ensure(words.len() <= WORDS_BYTES_MAX, || format!("words of {} bytes", words.len()))?;
    }
    for (observation, at) in &parsed.observations {
        writable(observation.reported)?;
        year(observation.flight.date.year())?;
        ensure((1..=9999).contains(&observation.flight.number), || format!("a flight without a number at {at}"))?;
        observation.says.iter().try_for_each(said)?;
        let mut once: Vec<_> = observation.says.iter().map(|say| (say.field, say.stage)).collect();
        once.sort_unstable();
        once.dedup();
        ensure(once.len() == observation.says.len(), || format!("a field said twice at one stage at {at}"))?;
    }
    parsed.sightings.iter().try_for_each(|(sighting, _)| sighted(sighting))
}

fn said(say: &Say) -> Result<(), String> {
    let long = |text: &String| text.len() > limits::FEED_TEXT_BYTES_MAX;
    match &say.value {
        Some(Value::At(at)) => writable(Some(*at)),
        Some(Value::Text(text)) => ensure(!long(text), || format!("{} is too long", say.field.name())),
        Some(Value::List(list)) => {
            ensure(list.len() <= limits::VALUES_REMEMBERED_MAX && !list.iter().any(long), || {
                format!("{} has too much in it", say.field.name())
            })
        }
        Some(Value::Flag(_)) | None => Ok(()),
    }
}

fn sighted(sighting: &Sighting) -> Result<(), String> {
    writable(Some(sighting.at))?;
    let hex = sighting.address.len() == 6 && sighting.address.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    ensure(hex, || "an address that is none".to_owned())?;
    for text in [&sighting.callsign, &sighting.registration].into_iter().flatten() {
        ensure(!text.is_empty() && text.len() <= limits::FEED_TEXT_BYTES_MAX, || "a name that is too long".to_owned())?;
    }
    let on_earth = sighting.position.is_none_or(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0);
    ensure(on_earth, || "a position off the earth".to_owned())?;
    ensure(sighting.altitude_ft.is_none_or(f64::is_finite), || "an altitude that is no number".to_owned())
}

fn writable(at: Option<DateTime<Utc>>) -> Result<(), String> {
    at.map_or(Ok(()), |at| year(at.year()))
}

fn year(year: i32) -> Result<(), String> {
    ensure((1970..=9999).contains(&year), || format!("a time in the year {year}"))
}

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

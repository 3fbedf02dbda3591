//! The names of everything in the store, in one place. No name holds anything personal: references
//! are hashed, because a publisher may put a case number into one. Must not know: what the records
//! mean.

use crate::domain::observation::FlightRef;
use crate::domain::place::FlightKey;
use crate::domain::source::Source;
use crate::store::Key;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::str::FromStr;
use uuid::Uuid;

pub const MOVEMENTS: &str = "movement/";
pub const FLIGHTS: &str = "flight/";
pub const UNMATCHED: &str = "unmatched/";
pub const SOURCES: &str = "source/";
pub const SWITCHES: &str = "switch/";
pub const SEALS: &str = "key/";

pub fn movement(id: Uuid) -> Key {
    named(format!("{MOVEMENTS}{id}"))
}

pub fn movement_of(key: &Key) -> Option<Uuid> {
    key.as_str().strip_prefix(MOVEMENTS)?.parse().ok()
}

/// The wrapped key of a movement's names.
pub fn seal(id: Uuid) -> Key {
    named(format!("{SEALS}{id}"))
}

pub fn seal_of(key: &Key) -> Option<Uuid> {
    key.as_str().strip_prefix(SEALS)?.parse().ok()
}

pub fn flight(key: &FlightKey) -> Key {
    named(format!("{FLIGHTS}{key}"))
}

/// What the keys of all flights of one number begin with.
pub fn flights_numbered(flight: &FlightRef) -> String {
    let suffix = flight.suffix.map(String::from).unwrap_or_default();
    format!("{FLIGHTS}{}{}{suffix}/", flight.carrier, flight.number)
}

/// A message that waits for a person: by when it came, so that the oldest come first, and by what it is about.
pub fn unmatched(since: DateTime<Utc>, id: Uuid) -> Key {
    named(format!("{UNMATCHED}{:015}-{id}", since.timestamp_millis().max(0)))
}

pub fn unmatched_since_ms(key: &Key) -> Option<i64> {
    key.as_str().strip_prefix(UNMATCHED)?.split_once('-')?.0.parse().ok()
}

pub fn unmatched_of(key: &Key) -> Option<Uuid> {
    key.as_str().strip_prefix(UNMATCHED)?.split_once('-')?.1.parse().ok()
}

pub fn flight_of(key: &Key) -> Option<FlightKey> {
    FlightKey::from_str(key.as_str().strip_prefix(FLIGHTS)?).ok()
}

/// Which movement a programme's reference stands for.
pub fn reference(programme: &str, reference: &str) -> Key {
    let digest = Sha256::new().chain_update(programme).chain_update([0]).chain_update(reference).finalize();
    let hex: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    named(format!("reference/{hex}"))
}

/// The labels given out for one day.
pub fn labels(day: chrono::NaiveDate) -> Key {
    named(format!("label/{day}"))
}

/// What was asked of a source today.
pub fn asked(source: &str) -> Key {
    named(format!("asked/{source}"))
}

/// When a source was last heard, by any node.
pub fn source(name: &Source) -> Key {
    named(format!("{SOURCES}{name}"))
}

pub fn source_of(key: &Key) -> Option<Source> {
    Source::feed(key.as_str().strip_prefix(SOURCES)?).ok()
}

/// Whether a source is switched on.
pub fn switch(name: &Source) -> Key {
    named(format!("{SWITCHES}{name}"))
}

pub fn switch_of(key: &Key) -> Option<Source> {
    Source::feed(key.as_str().strip_prefix(SWITCHES)?).ok()
}

/// The last hint that a source has news.
pub fn hint(source: &str) -> Key {
    named(format!("hint/{source}"))
}

/// Every part is an id, a hash, a date or checked text, so the text is always a key. Should a part ever not be,
/// its hash is used in its place: still one name for one thing.
fn named(text: String) -> Key {
    Key::new(&text).unwrap_or_else(|| Key::hashed(&text))
}

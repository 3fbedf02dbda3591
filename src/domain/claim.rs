//! What is kept of a flight: for each field and source the greatest claim, and when each value was
//! first given. This is the persisted form, so its shape has a version.
//! Taking in a claim is a join (commutative, associative, idempotent): whatever order messages come
//! in and however often, the same set of them leaves the same bytes.
//! Must not know: which value is shown, the clock, the store.

use super::observation::{Field, Kind, Observation, Stage, Value};
use super::place::FlightKey;
use super::source::Source;
use crate::limits;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Version of the persisted form; a reader refuses what it does not know.
pub const VERSION: u32 = 1;

/// When a source knew something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// No time in the message: when we received it. Ranks below any report that has one.
    Weak(DateTime<Utc>),
    /// The source's own time.
    Strong(DateTime<Utc>),
}

impl Reported {
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Reported::Weak(at) | Reported::Strong(at) => *at,
        }
    }
    pub fn is_strong(&self) -> bool {
        matches!(self, Reported::Strong(_))
    }
}

/// What makes a claim of `staff` more than a feed's: who said it and how long it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StaffWord {
    /// The account whose post is asked when a feed contradicts.
    pub by: String,
    pub given: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// Set by the tick and never taken back, so that no reader needs a clock.
    pub expired: bool,
}

/// When a source first gave a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct First {
    pub value: Value,
    pub heard: DateTime<Utc>,
}

/// The greatest claim of one source about one field, and the memory of its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub field: Field,
    pub source: Source,
    pub stage: Stage,
    /// `None`: the source took back what it had said.
    pub value: Option<Value>,
    pub reported: Reported,
    /// Of the whole message, so that a tie is won by one message in all its fields.
    pub hash: u64,
    /// Earliest receipt of this very claim.
    pub received: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<StaffWord>,
    /// Sorted by value, at most [`limits::VALUES_REMEMBERED_MAX`].
    pub firsts: Vec<First>,
}

impl Claim {
    /// The order in which a claim replaces another of the same field and source.
    fn rank(&self) -> (Stage, bool, DateTime<Utc>, u64, &Option<Value>) {
        (self.stage, self.reported.is_strong(), self.reported.at(), self.hash, &self.value)
    }

    /// When this source first gave `value`. A value that fell out of memory counts from the
    /// earliest receipt of the claim that holds it.
    pub fn heard(&self) -> DateTime<Utc> {
        let first = |value: &Value| self.firsts.iter().find(|f| f.value == *value).map(|f| f.heard);
        self.value.as_ref().and_then(first).unwrap_or(self.received)
    }

    /// Since when the source has held this value, as far as known: repeating it changes nothing.
    pub fn since(&self) -> DateTime<Utc> {
        self.heard().min(self.reported.at())
    }

    /// Did the source come to this value only after `moment`? True for a value it had not given
    /// before, and for one it went back to. Saying the same again is no change.
    pub fn changed_after(&self, moment: DateTime<Utc>) -> bool {
        let held_then = self.firsts.iter().filter(|f| f.heard <= moment).max_by_key(|f| f.heard);
        let other = held_then.is_some_and(|f| Some(&f.value) != self.value.as_ref());
        self.since() > moment || (self.reported.at() > moment && other)
    }

    /// Joins with a claim of the same field and source. Whether it is another one than before: a join only ever rises, so
    /// what changed once within a message is still changed at its end.
    fn join(&mut self, other: Claim) -> bool {
        let mut changed = false;
        for first in other.firsts.iter() {
            changed |= remember(&mut self.firsts, first);
        }
        match other.rank().cmp(&self.rank()) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                changed |= other.received < self.received;
                self.received = self.received.min(other.received);
                if let (Some(mine), Some(theirs)) = (self.word.as_mut(), other.word) {
                    changed |= theirs.expired && !mine.expired;
                    mine.expired |= theirs.expired;
                }
            }
            std::cmp::Ordering::Greater => {
                changed = true;
                *self = Claim { firsts: std::mem::take(&mut self.firsts), ..other };
            }
        }
        changed
    }
}

/// Keeps the earliest hearing of each value. When memory is full the smallest value goes, by the
/// value itself and not by age: only so the rest is the same in every order of arrival. Whether that changed anything.
fn remember(firsts: &mut Vec<First>, first: &First) -> bool {
    match firsts.binary_search_by(|f| f.value.cmp(&first.value)) {
        Ok(at) => match firsts.get_mut(at).filter(|held| first.heard < held.heard) {
            Some(held) => {
                held.heard = first.heard;
                true
            }
            None => false,
        },
        // It would be the one to go.
        Err(0) if firsts.len() >= limits::VALUES_REMEMBERED_MAX => false,
        Err(at) => {
            firsts.insert(at, first.clone());
            if firsts.len() > limits::VALUES_REMEMBERED_MAX {
                firsts.remove(0);
            }
            true
        }
    }
}

/// A flight is its claims; everything shown is derived from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Flight {
    pub key: FlightKey,
    claims: BTreeMap<(Field, Source), Claim>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    v: u32,
    key: FlightKey,
    claims: Vec<Claim>,
}

impl From<Flight> for Stored {
    fn from(flight: Flight) -> Stored {
        Stored { v: VERSION, key: flight.key, claims: flight.claims.into_values().collect() }
    }
}

impl TryFrom<Stored> for Flight {
    type Error = String;
    fn try_from(stored: Stored) -> Result<Flight, String> {
        if stored.v != VERSION {
            return Err(format!("flight {}: expected version {VERSION}, found {}", stored.key, stored.v));
        }
        let mut flight = Flight::new(stored.key);
        for claim in stored.claims {
            flight.take(claim);
        }
        Ok(flight)
    }
}

impl Flight {
    /// A flight of which nothing is known yet.
    pub fn new(key: FlightKey) -> Self {
        Self { key, claims: BTreeMap::new() }
    }
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.claims.values()
    }
    pub fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }
    /// The bytes to store; the same claims are the same bytes.
    pub fn encode(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
    pub fn decode(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(bytes)
    }

    /// Takes a claim in; whether that changed the flight. A value of a type the field cannot have is left out.
    pub(super) fn take(&mut self, claim: Claim) -> bool {
        if claim.value.as_ref().is_some_and(|value| !fits(claim.field, value)) {
            return false;
        }
        match self.claims.entry((claim.field, claim.source.clone())) {
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(claim);
                true
            }
            std::collections::btree_map::Entry::Occupied(mut slot) => slot.get_mut().join(claim),
        }
    }

    /// Marks the words whose time is over; `None` when there are none.
    pub fn expire_words(&self, now: DateTime<Utc>) -> Option<Flight> {
        let over = |word: &StaffWord| !word.expired && word.until <= now;
        if !self.claims().filter_map(|c| c.word.as_ref()).any(over) {
            return None;
        }
        let mut flight = self.clone();
        for word in flight.claims.values_mut().filter_map(|c| c.word.as_mut()) {
            word.expired |= over(word);
        }
        Some(flight)
    }

    /// When the tick should come back for [`Flight::expire_words`].
    pub fn next_word_expiry(&self) -> Option<DateTime<Utc>> {
        self.claims().filter_map(|c| c.word.as_ref()).filter(|w| !w.expired).map(|w| w.until).min()
    }
}

/// Claims of one message. Withdrawals are claims too.
pub(super) fn claims_of(seen: &Observation, source: &Source, received: DateTime<Utc>) -> Vec<Claim> {
    // A report from the future would outrank every real one until then; as it stands nothing is known of when it was made.
    let possible = |at: &DateTime<Utc>| *at <= received + limits::REPORTED_AHEAD_MAX;
    let reported = seen.reported.filter(possible).map_or(Reported::Weak(received), Reported::Strong);
    let hash = hash_of(seen);
    let claim = |say: &super::observation::Say| Claim {
        field: say.field,
        source: source.clone(),
        stage: stage_of(say.field, say.stage),
        value: say.value.clone(),
        reported,
        hash,
        received,
        word: None,
        firsts: say.value.iter().map(|v| First { value: v.clone(), heard: received }).collect(),
    };
    seen.says.iter().map(claim).collect()
}

/// A time's stage follows its kind: an `estimated_*` cannot outrank an `actual_*` by mislabelling.
/// Only target and calculated times stand out among the estimates. Of the rest only what has a
/// planned and an actual use has a stage: a cancellation is undone by the next word, however firm.
pub(super) fn stage_of(field: Field, said: Stage) -> Stage {
    match (field, said) {
        (Field::Time(Kind::Scheduled, _), _) => Stage::Scheduled,
        (Field::Time(Kind::Actual, _), _) => Stage::Actual,
        (Field::Time(Kind::Estimated, _), Stage::Target) => Stage::Target,
        (Field::Time(Kind::Estimated, _), _) => Stage::Estimated,
        (Field::GateOut | Field::GateIn | Field::TerminalOut | Field::TerminalIn, said) => said,
        (Field::Belt | Field::StandIn | Field::Registration, said) => said,
        _ => Stage::Estimated,
    }
}

/// The first 8 bytes of a SHA-256 over what the message says, in an order of our own: two nodes
/// and two versions must break a tie the same way.
fn hash_of(seen: &Observation) -> u64 {
    let mut says: Vec<_> = seen.says.iter().map(|s| (s.field, s.stage, &s.value)).collect();
    says.sort();
    let mut hash = Sha256::new();
    let mut put = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    for (field, stage, value) in says {
        put(field.name());
        put(match stage {
            Stage::Scheduled => "scheduled",
            Stage::Estimated => "estimated",
            Stage::Target => "target",
            Stage::Actual => "actual",
        });
        match value {
            None => put("withdrawn"),
            Some(Value::At(at)) => put(&at.to_rfc3339()),
            Some(Value::Text(text)) => put(text),
            Some(Value::Flag(flag)) => put(if *flag { "true" } else { "false" }),
            Some(Value::List(list)) => list.iter().for_each(|text| put(text)),
        }
    }
    hash.finalize().iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Whether the value is of the field's type.
pub fn fits(field: Field, value: &Value) -> bool {
    match field {
        Field::Time(..) => matches!(value, Value::At(_)),
        Field::Cancelled | Field::Returned | Field::Deleted => matches!(value, Value::Flag(_)),
        Field::DelayCodes | Field::Marketing | Field::SameAs | Field::Continues => matches!(value, Value::List(_)),
        // An empty gate is no gate; an empty diversion is one to an unknown place.
        Field::DivertedTo => matches!(value, Value::Text(_)),
        Field::NextInformation => matches!(value, Value::At(_)),
        _ => matches!(value, Value::Text(text) if !text.is_empty()),
    }
}

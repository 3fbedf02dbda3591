//! Taking in what is said about a flight: by a feed, by the plan, or by a person.
//! The order of arrival cannot matter, and what says nothing new is [`Merge::Same`], where the
//! path of an update stops. Must not know: the store, who rides the flight, the clock.

use super::claim::{Claim, First, Reported, StaffWord, claims_of, stage_of};
use super::merged::ToldValue;
use super::observation::{Field, Observation, Stage, Value};
use super::place::FlightKey;
use super::source::{Source, SourceOrder};
use chrono::{DateTime, Utc};

pub use super::claim::Flight;

/// One shown field that is no longer what it was; `None` is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    pub was: Option<ToldValue>,
    pub now: Option<ToldValue>,
}

/// What a message did to a flight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merge {
    /// Nothing to store.
    Same,
    /// `flight` is to be stored. `changes` lists the shown fields that are another now; a claim
    /// that only confirms leaves it empty. `document_changed` is also true when only a
    /// disagreement or the status is another.
    Changed { flight: Flight, changes: Vec<Change>, document_changed: bool },
}

/// What a person says about a flight, in place of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSays {
    pub field: Field,
    /// `None` takes the last word on this field back.
    pub value: Option<Value>,
    pub by: String,
    pub given: DateTime<Utc>,
    /// How long it holds; the default and the longest are the command's business.
    pub until: DateTime<Utc>,
}

/// Merges one message of a feed or of the plan. `received` is when we got it: the first hearing of
/// its values, and its report time if it brings none. A message under the name of `staff` is
/// [`Merge::Same`]: a person's word comes by [`Flight::say_staff`], with an author and an end.
pub fn merge(
    held: Option<&Flight>,
    key: &FlightKey,
    seen: &Observation,
    source: &Source,
    received: DateTime<Utc>,
    order: &SourceOrder,
) -> Merge {
    let mut flight = held.cloned();
    told(held, key, take_in(&mut flight, key, seen, source, received).then_some(flight).flatten(), order)
}

/// The same in place, for who stores the flight and does not ask what is shown differently: showing costs more than taking
/// in. Whether anything changed.
pub fn take_in(
    held: &mut Option<Flight>,
    key: &FlightKey,
    seen: &Observation,
    source: &Source,
    received: DateTime<Utc>,
) -> bool {
    !source.is_staff() && join(held, key, claims_of(seen, source, received))
}

fn join(held: &mut Option<Flight>, key: &FlightKey, claims: Vec<Claim>) -> bool {
    let mut flight = held.take().unwrap_or_else(|| Flight::new(key.clone()));
    let changed = claims.into_iter().fold(false, |changed, claim| flight.take(claim) | changed);
    // An empty flight is never made: a message that says nothing usable leaves no trace.
    *held = (!flight.is_empty()).then_some(flight);
    changed
}

fn told(held: Option<&Flight>, key: &FlightKey, now: Option<Flight>, order: &SourceOrder) -> Merge {
    match (now, held) {
        (None, _) => Merge::Same,
        (Some(flight), Some(before)) => changed(before, flight, order),
        (Some(flight), None) => changed(&Flight::new(key.clone()), flight, order),
    }
}

/// Compares what is shown before and after. Also for a flight whose words the tick has expired.
pub fn changed(before: &Flight, flight: Flight, order: &SourceOrder) -> Merge {
    let (was, now) = (before.shown(order), flight.shown(order));
    let fields: std::collections::BTreeSet<Field> = was.keys().chain(now.keys()).copied().collect();
    let change = |field| Change { field, was: was.get(&field).cloned(), now: now.get(&field).cloned() };
    let changes = fields.into_iter().map(change).filter(|c| c.was != c.now).collect();
    let document_changed = before.is_empty() || before.merged(order) != flight.merged(order);
    Merge::Changed { flight, changes, document_changed }
}

impl Flight {
    /// A person's word. A later word on the same field replaces an earlier one.
    pub fn say_staff(&self, says: &StaffSays, order: &SourceOrder) -> Merge {
        let claim = Claim {
            field: says.field,
            source: Source::staff(),
            stage: stage_of(says.field, Stage::Estimated),
            value: says.value.clone(),
            reported: Reported::Strong(says.given),
            hash: 0,
            received: says.given,
            word: Some(StaffWord { by: says.by.clone(), given: says.given, until: says.until, expired: false }),
            firsts: says.value.iter().map(|v| First { value: v.clone(), heard: says.given }).collect(),
        };
        let mut flight = Some(self.clone());
        let now = join(&mut flight, &self.key, vec![claim]).then_some(flight).flatten();
        told(Some(self), &self.key, now, order)
    }
}

#[cfg(test)]
mod tests;

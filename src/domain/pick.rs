//! Which claim of each field is shown: a pure choice among claims, without a clock.
//! First an unexpired staff word, then the firmer stage, then the newer report, and among reports
//! of the same moment the source order. Nothing here makes a value that no claim holds.
//! Must not know: how a merged flight looks, how claims came in.

use super::claim::{Claim, Flight, StaffWord};
use super::observation::{Event, Field, Kind, Stage, Value};
use super::source::SourceOrder;
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The claims that count, after deletions, by field.
pub(super) struct Standing<'a> {
    by_field: BTreeMap<Field, Vec<&'a Claim>>,
    order: &'a SourceOrder,
}

/// The claim shown for a field and those that say something else.
pub(super) struct Pick<'a> {
    pub shown: &'a Claim,
    pub value: &'a Value,
    pub others: Vec<&'a Claim>,
}

impl<'a> Standing<'a> {
    pub fn of(flight: &'a Flight, order: &'a SourceOrder) -> Self {
        Self::on_fields(flight, order, |_| true)
    }

    /// Of some fields alone, for who asks for no other.
    pub fn on_fields(flight: &'a Flight, order: &'a SourceOrder, wanted: impl Fn(Field) -> bool) -> Self {
        let deleted: BTreeMap<_, _> = flight
            .claims()
            .filter(|c| c.field == Field::Deleted && c.value == Some(Value::Flag(true)))
            .map(|c| (&c.source, c.reported.at()))
            .collect();
        let stands = |c: &&Claim| {
            let gone = deleted.get(&c.source).is_some_and(|at| c.reported.at() <= *at);
            let expired = c.word.as_ref().is_some_and(|w| w.expired);
            c.value.is_some() && !gone && !expired && c.field != Field::Deleted
        };
        let mut by_field: BTreeMap<Field, Vec<&Claim>> = BTreeMap::new();
        for claim in flight.claims().filter(|claim| wanted(claim.field)).filter(stands) {
            by_field.entry(claim.field).or_default().push(claim);
        }
        Self { by_field, order }
    }

    pub fn fields(&self) -> BTreeSet<Field> {
        self.by_field.keys().copied().collect()
    }

    fn on(&self, field: Field) -> &[&'a Claim] {
        self.by_field.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The value shown for `field`, and by whom it is contradicted.
    pub fn pick(&self, field: Field) -> Option<Pick<'a>> {
        let claims = self.on(field);
        let word = claims.iter().find_map(|c| c.word.as_ref().map(|w| (*c, w)));
        let ended = word.is_some_and(|(_, w)| self.ended_by_an_actual(field, w));
        let feeds: Vec<&Claim> = claims.iter().filter(|c| c.word.is_none()).copied().collect();
        // Gate, cancellation, diversion: what a feed came to after the word is never hidden behind it.
        let newer: Vec<&Claim> = match word {
            Some((_, w)) if safety(field) => feeds.iter().filter(|c| c.changed_after(w.given)).copied().collect(),
            _ => Vec::new(),
        };
        let shown = match word {
            Some((claim, _)) if !ended && newer.is_empty() => Some(claim),
            Some(_) if !ended => self.best(field, &newer),
            _ => self.best(field, &feeds),
        }?;
        let value = shown.value.as_ref()?;
        let beside = |c: &&Claim| {
            let same_level = c.word.is_some() || shown.word.is_some() || c.stage == shown.stage;
            !(ended && c.word.is_some()) && same_level && c.value.as_ref().is_some_and(|v| differs(field, v, value))
        };
        let others = claims.iter().filter(|c| c.source != shown.source).copied().filter(beside).collect();
        Some(Pick { shown, value, others })
    }

    /// An actual time that a feed first gave after the word ends it, for the estimate and the
    /// actual of the same event: what has happened needs no foretelling.
    fn ended_by_an_actual(&self, field: Field, word: &StaffWord) -> bool {
        let Field::Time(Kind::Estimated | Kind::Actual, event) = field else {
            return false;
        };
        let feeds =
            self.on(Field::Time(Kind::Actual, event)).iter().filter(|c| c.word.is_none() && !c.source.is_plan());
        feeds.into_iter().any(|c| c.heard() > word.given || c.changed_after(word.given))
    }

    /// The pick among feeds and the plan.
    fn best(&self, field: Field, claims: &[&'a Claim]) -> Option<&'a Claim> {
        let stage = claims.iter().map(|c| c.stage).max()?;
        let mut rivals: Vec<&Claim> = claims.iter().filter(|c| c.stage == stage).copied().collect();
        if rivals.iter().any(|c| !c.source.is_plan()) {
            rivals.retain(|c| !c.source.is_plan());
        }
        // A diversion that names its airport says more than one that does not.
        let unnamed = |c: &&Claim| field == Field::DivertedTo && c.value == Some(Value::Text(String::new()));
        if !rivals.iter().all(unnamed) {
            rivals.retain(|c| !unnamed(c));
        }
        let newest = rivals.iter().map(|c| c.reported.at()).max()?;
        let window = TimeDelta::from_std(limits::SIMULTANEOUS).unwrap_or_default();
        // Of what has happened, the better witness counts and not the later one.
        if stage != Stage::Actual {
            rivals.retain(|c| newest - c.reported.at() <= window);
            if rivals.iter().any(|c| c.reported.is_strong()) {
                rivals.retain(|c| c.reported.is_strong());
            }
        }
        let key = |c: &&Claim| (self.order.rank(field, &c.source), Reverse(c.reported.at()), c.source.clone());
        rivals.into_iter().min_by_key(key)
    }

    /// Actual times of feeds and staff for the event, as shown.
    pub fn actual(&self, event: Event) -> Option<Pick<'a>> {
        self.pick(Field::Time(Kind::Actual, event))
    }

    /// Whether `claim`'s source is trusted before `other`'s on this field.
    pub fn outranks(&self, field: Field, claim: &Claim, other: &Claim) -> bool {
        self.order.rank(field, &claim.source) < self.order.rank(field, &other.source)
    }
}

/// Fields where a staff word gives way to a feed's later change.
fn safety(field: Field) -> bool {
    matches!(field, Field::GateOut | Field::GateIn | Field::Cancelled | Field::DivertedTo)
}

/// Whether two values are different enough to be shown side by side.
fn differs(field: Field, one: &Value, other: &Value) -> bool {
    match (field, one, other) {
        (Field::Time(kind, _), Value::At(one), Value::At(other)) => {
            let apart = (*one - *other).abs();
            let slack = match kind {
                Kind::Actual => limits::ACTUALS_DIFFER_MIN,
                Kind::Estimated | Kind::Scheduled => limits::ESTIMATES_DIFFER_MIN,
            };
            apart > TimeDelta::minutes(slack)
        }
        // Every source knows its own codes and codeshares: a shorter list contradicts nothing.
        // And a board's "final call" is no other truth than the next one's "boarding".
        (Field::DelayCodes | Field::Marketing | Field::Boarding, ..) => false,
        (Field::DivertedTo, Value::Text(one), Value::Text(other)) if one.is_empty() || other.is_empty() => false,
        _ => one != other,
    }
}

/// When a flag or a text was said, for what must be newer to undo it. A source with its own time
/// says it anew each time; one without is polled, and only its first saying is an event.
pub(super) fn moment(claim: &Claim) -> DateTime<Utc> {
    if claim.reported.is_strong() { claim.reported.at() } else { claim.heard() }
}

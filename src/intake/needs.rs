//! Which flights are needed now: those that a movement rides which has not ended, with their best-known times and the
//! least margin that hangs on each. Read from the shelf, so every node finds the same.
//! Must not know: who is asked for them, how often.

use super::Intake;
use crate::domain::merged::Status;
use crate::domain::need::Needed;
use crate::domain::place::FlightKey;
use crate::domain::plan::Leg;
use crate::domain::standing::Flights;
use crate::ledger::movement::Loaded;
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// The flights somebody rides, soonest first; at most [`limits::NEEDED_MAX`].
#[must_use]
pub fn needed(intake: &Intake, now: DateTime<Utc>) -> Vec<Needed> {
    let mut all = BTreeMap::new();
    for loaded in intake.shelf.movements() {
        if !loaded.movement.ended() && concerns(&loaded, now) {
            take(intake, &loaded, &mut all);
        }
    }
    let mut all: Vec<Needed> = all.into_values().collect();
    all.sort_by(|a, b| (a.departs, &a.key).cmp(&(b.departs, &b.key)));
    all.truncate(limits::NEEDED_MAX);
    all
}

/// Working out margins takes time: not for groups that travel next month, nor for those that nobody has closed.
fn concerns(loaded: &Loaded, now: DateTime<Utc>) -> bool {
    let legs = &loaded.movement.plan.legs;
    let ahead = now + TimeDelta::hours(limits::NEED_AHEAD_H) + TimeDelta::days(1);
    let begins = legs.first().is_some_and(|leg| leg.scheduled_out <= ahead);
    // A flight may be a day late and is still theirs.
    let ends = legs.last().is_some_and(|leg| leg.scheduled_in + TimeDelta::days(2) > now);
    begins && ends
}

fn take(intake: &Intake, loaded: &Loaded, all: &mut BTreeMap<FlightKey, Needed>) {
    let (movement, rules) = (&loaded.movement, &intake.rules);
    let flights = intake.shelf.flights(loaded);
    let connections = flights.connections(movement, &rules.connection, &rules.atlas);
    for (number, leg) in movement.plan.numbered() {
        let Some(key) = leg.flight() else { continue };
        let hangs = connections.iter().filter(|c| c.arriving == number || c.departing == number);
        let margin_min = hangs.filter_map(|c| c.margin.margin_min).min();
        let found = one(loaded, &flights, number, leg, key, margin_min);
        all.entry(key.clone())
            .and_modify(|held| held.margin_min = [held.margin_min, margin_min].into_iter().flatten().min())
            .or_insert(found);
    }
}

fn one(loaded: &Loaded, flights: &Flights, number: u8, leg: &Leg, key: &FlightKey, margin_min: Option<i64>) -> Needed {
    Needed {
        key: key.clone(),
        scheduled_out: leg.scheduled_out,
        scheduled_in: leg.scheduled_in,
        departs: flights.best_out(&loaded.movement, number).unwrap_or(leg.scheduled_out),
        arrives: flights.best_in(&loaded.movement, number).unwrap_or(leg.scheduled_in),
        margin_min,
        state: flights.of(leg).map_or(Status::Scheduled, |merged| merged.status),
    }
}

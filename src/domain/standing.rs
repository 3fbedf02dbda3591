//! How a movement stands: its legs at their best-known times and its connections with their margins,
//! from the merged flights and the rules. Must not know: claims and sources (that is `flight`), who is
//! told (that is `notice`), the clock.

use super::band::Band;
use super::connection::{self, Arriving, Connecting, Departing, Margin};
use super::connection_rules::Rules;
use super::fact::Turn;
use super::manifest::GroundMode;
use super::merged::{Merged, Status};
use super::movement::Movement;
use super::observation::Kind;
use super::place::{Airport, FlightKey};
use super::plan::{AgeBand, Leg, Person, Places, Way};
use crate::limits;
use chrono::{DateTime, Duration, Utc};
use std::collections::HashMap;
use std::sync::Arc;

/// The merged flights a movement rides; a flight nobody has spoken of is not in it.
#[derive(Debug, Clone, Default)]
pub struct Flights(HashMap<FlightKey, Arc<Merged>>);

/// One change from leg `arriving` to leg `departing` at `station`.
#[derive(Debug, Clone)]
pub struct Connection {
    pub station: String,
    pub arriving: u8,
    pub departing: u8,
    pub margin: Margin,
}

impl Flights {
    pub fn new(merged: impl IntoIterator<Item = Arc<Merged>>) -> Self {
        Self(merged.into_iter().map(|m| (m.key.clone(), m)).collect())
    }

    pub fn of(&self, leg: &Leg) -> Option<&Merged> {
        self.0.get(leg.flight()?).map(Arc::as_ref)
    }

    /// Best-known on-block of a leg. A ground leg starts when the one before it has arrived and takes as
    /// long as planned.
    pub fn best_in(&self, movement: &Movement, number: u8) -> Option<DateTime<Utc>> {
        let leg = movement.plan.leg(number)?;
        if leg.flight().is_some() {
            return Some(self.of(leg).and_then(arrival).map_or(leg.scheduled_in, |(at, _)| at));
        }
        Some(self.best_out(movement, number)? + (leg.scheduled_in - leg.scheduled_out))
    }

    /// Best-known off-block of a leg.
    pub fn best_out(&self, movement: &Movement, number: u8) -> Option<DateTime<Utc>> {
        let leg = movement.plan.leg(number)?;
        if leg.flight().is_some() {
            return Some(self.of(leg).and_then(Merged::best_out).map_or(leg.scheduled_out, |(at, _)| at));
        }
        // A car waits for a late flight: it leaves when people can be through, not when it was booked.
        let ready = number.checked_sub(1).and_then(|n| {
            let before = movement.plan.leg(n)?;
            let gap = (leg.scheduled_out - before.scheduled_in).min(Duration::minutes(limits::GROUND_READY_MIN));
            Some(self.best_in(movement, n)? + gap)
        });
        let waits = matches!(&leg.way, Way::Ground(mode) if *mode != GroundMode::Bus);
        Some(ready.filter(|_| waits).map_or(leg.scheduled_out, |at| at.max(leg.scheduled_out)))
    }

    pub fn turn(&self, leg: &Leg) -> Turn {
        let Some(merged) = self.of(leg) else { return Turn::Planned };
        match merged.status {
            Status::Scheduled => Turn::Planned,
            Status::Out | Status::Off | Status::On => Turn::Left,
            Status::In => Turn::In,
            Status::Cancelled => Turn::Cancelled,
            Status::Returned => Turn::Returned,
            Status::Diverted => {
                Turn::Diverted(merged.diverted_to.as_ref().map(|t| t.value.clone()).unwrap_or_default())
            }
        }
    }

    pub fn has_left(&self, movement: &Movement, number: u8) -> bool {
        let left = |leg| matches!(self.turn(leg), Turn::Left | Turn::In | Turn::Diverted(_));
        movement.plan.leg(number).is_some_and(left)
    }

    pub fn is_in(&self, movement: &Movement, number: u8) -> bool {
        movement.plan.leg(number).is_some_and(|leg| self.turn(leg) == Turn::In)
    }

    /// Every connection of the movement with its margin, in order; none where a time is not known.
    pub fn connections(&self, movement: &Movement, rules: &Rules, places: &impl Places) -> Vec<Connection> {
        let numbers = 1..=u8::try_from(movement.plan.legs.len()).unwrap_or(u8::MAX);
        numbers
            .zip(movement.plan.legs.windows(2))
            .filter_map(|(n, pair)| self.connection(movement, n, pair, rules, places))
            .collect()
    }

    fn connection(
        &self,
        movement: &Movement,
        n: u8,
        pair: &[Leg],
        rules: &Rules,
        places: &impl Places,
    ) -> Option<Connection> {
        let [arriving, departing] = pair else { return None };
        // Between a flight and a car there is nothing to miss: the car waits.
        if !matches!(departing.way, Way::Flight(_) | Way::Charter { .. } | Way::Ground(GroundMode::Bus)) {
            return None;
        }
        let terminal = |told: Option<&super::merged::ToldText>| told.map(|t| t.value.clone());
        let (came, goes) = (self.of(arriving), self.of(departing));
        let best_in = came.and_then(arrival).filter(|_| arriving.flight().is_some());
        let country = |code: &str| places.country(code).unwrap_or_default().to_owned();
        let at = Connecting {
            group: group(movement),
            arriving: Arriving {
                ground: matches!(arriving.way, Way::Ground(_)),
                airport: Airport::parse(&arriving.to).ok(),
                terminal: terminal(came.and_then(|m| m.terminal_in.as_ref())),
                best: best_in.or_else(|| self.best_in(movement, n).map(|at| (at, Kind::Scheduled))),
                wide_body: None,
                lost: matches!(self.turn(arriving), Turn::Cancelled | Turn::Diverted(_)),
            },
            departing: Departing {
                ground: matches!(departing.way, Way::Ground(_)),
                airport: Airport::parse(&departing.from).ok(),
                terminal: terminal(goes.and_then(|m| m.terminal_out.as_ref())),
                carrier: departing.flight().map(|k| k.carrier.clone()),
                best: self.best_out(movement, n + 1),
                cancelled: matches!(self.turn(departing), Turn::Cancelled),
            },
            crossing: rules.borders.crossing(
                &country(&arriving.from),
                &country(&departing.from),
                &country(&departing.to),
            ),
            through_checked: through_checked(movement),
        };
        let margin = connection::margin(&at, rules)?;
        Some(Connection { station: departing.from.clone(), arriving: n, departing: n + 1, margin })
    }
}

impl Connection {
    /// A leg of it is cancelled or went elsewhere: there is no margin to speak of.
    pub fn lost(&self) -> bool {
        self.margin.margin_min.is_none()
    }
}

/// Best-known on-block. While nobody has estimated the arrival, a late departure arrives late: a margin that
/// pretends otherwise is the one that leaves people behind.
fn arrival(merged: &Merged) -> Option<(DateTime<Utc>, Kind)> {
    let (at, kind) = merged.best_in()?;
    let late = merged.delay_out_min().filter(|_| kind == Kind::Scheduled).unwrap_or(0).max(0);
    Some((at + Duration::minutes(late), if late > 0 { Kind::Estimated } else { kind }))
}

/// The worst damped band a movement stands at, of connections still ahead.
pub fn worst(connections: &[Connection]) -> Option<Band> {
    connections.iter().map(|c| c.margin.band).max()
}

/// Of those who still travel in it: not who went another way or dropped out.
fn persons(movement: &Movement) -> impl Iterator<Item = &Person> {
    let people = movement.people.as_ref();
    movement.custody.active(&movement.plan).filter_map(move |(t, _)| people?.persons.get(&t.id))
}

fn group(movement: &Movement) -> connection::Group {
    let travelling = || movement.custody.active(&movement.plan).map(|(t, _)| t);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    connection::Group {
        people: count(travelling().count()),
        wheelchairs: count(persons(movement).filter(|p| p.needs.iter().any(|n| n.code().starts_with("WCH"))).count()),
        children_under_5: count(travelling().filter(|t| t.age_band <= AgeBand::Toddler).count()),
        shared_language: shared(movement),
    }
}

/// Someone of the group, or the escort, speaks a language the airport's staff is sure to speak.
fn shared(movement: &Movement) -> bool {
    let english = persons(movement).any(|p| p.languages.iter().any(|l| l.starts_with("en")));
    english || !movement.plan.escorts.is_empty()
}

fn through_checked(movement: &Movement) -> bool {
    let keys: Vec<&str> = persons(movement).map(|p| p.key.as_str()).collect();
    let theirs = |b: &&super::manifest::Booking| {
        b.travellers.is_empty() || b.travellers.iter().any(|k| keys.contains(&k.as_str()))
    };
    let bookings = movement.people.iter().flat_map(|people| &people.bookings);
    bookings.filter(theirs).all(|b| b.through_checked)
}

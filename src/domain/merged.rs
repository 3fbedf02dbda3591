//! One flight as everybody sees it: the shown value of each field with its source and first
//! hearing, the status that follows from them, and what sources disagree on.
//! Every value was said by some source; what nobody said is absent and is never filled in.
//! Must not know: how claims are kept, the clock, who is affected.

use super::claim::{Claim, Flight};
use super::observation::{Event, Field, Kind, Value};
use super::pick::{Pick, Standing, moment};
use super::place::FlightKey;
use super::source::{Source, SourceOrder};
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// Where a flight stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    Scheduled,
    Out,
    Off,
    On,
    In,
    Cancelled,
    Diverted,
    Returned,
}

/// A time, who said it and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub at: DateTime<Utc>,
    pub source: Source,
    pub heard: DateTime<Utc>,
}

/// A short text, who said it and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldText {
    pub value: String,
    pub source: Source,
    pub heard: DateTime<Utc>,
}

/// Any value, who said it and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldValue {
    pub value: Value,
    pub source: Source,
    pub heard: DateTime<Utc>,
}

/// Sources that contradict each other; the value shown comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    pub field: &'static str,
    pub values: Vec<ToldValue>,
}

/// The merged flight of `protocol.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub key: FlightKey,
    pub marketing: Vec<String>,
    pub status: Status,
    pub times: BTreeMap<(Kind, Event), Told>,
    pub gate_out: Option<ToldText>,
    pub terminal_out: Option<ToldText>,
    pub gate_in: Option<ToldText>,
    pub terminal_in: Option<ToldText>,
    pub belt: Option<ToldText>,
    pub stand_in: Option<ToldText>,
    pub registration: Option<ToldText>,
    pub boarding: Option<ToldText>,
    /// Where to; the empty text is a place nobody has named. Absent when it is the planned airport.
    pub diverted_to: Option<ToldText>,
    pub delay_codes: Vec<String>,
    pub aircraft_type: Option<ToldText>,
    /// No time of departure is known; more will be said then. Never an estimate.
    pub next_information: Option<Told>,
    /// The number the operator gave this operation in place of its own.
    pub renumbered: Option<ToldText>,
    /// The leg that carries the people on, as a key.
    pub continued_by: Option<ToldText>,
    /// Keys of legs that are the same operation as this one, and of legs that this one carries on.
    pub same_as: Vec<String>,
    pub continues: Vec<String>,
    pub disagreements: Vec<Disagreement>,
    /// Said to be cancelled, and yet it moved: a person has to look.
    pub cancelled_but_flew: bool,
}

impl Status {
    pub fn as_str(&self) -> &'static str {
        match self {
            Status::Scheduled => "scheduled",
            Status::Out => "out",
            Status::Off => "off",
            Status::On => "on",
            Status::In => "in",
            Status::Cancelled => "cancelled",
            Status::Diverted => "diverted",
            Status::Returned => "returned",
        }
    }
}

impl Flight {
    /// What is shown. A function of the claims and the source order alone.
    pub fn merged(&self, order: &SourceOrder) -> Merged {
        let standing = Standing::of(self, order);
        let picks: BTreeMap<Field, Pick> =
            standing.fields().into_iter().filter_map(|f| Some((f, standing.pick(f)?))).collect();
        let text = |field| picks.get(&field).and_then(told_text);
        let list = |field| match picks.get(&field).map(|p| p.value) {
            Some(Value::List(list)) => list.clone(),
            _ => Vec::new(),
        };
        let returned = returned(&standing);
        let mut times = times(&picks);
        if returned {
            // Back at the stand, from the taxiway or from the air: that departure is undone, whichever source still holds it.
            times.remove(&(Kind::Actual, Event::Out));
            times.remove(&(Kind::Actual, Event::Off));
        }
        let next_information = next_information(&picks, &times);
        let diverted_to = text(Field::DivertedTo).filter(|t| t.value != self.key.to.as_str());
        let mut disagreements: Vec<Disagreement> = picks.iter().filter_map(|(f, p)| disagreement(*f, p)).collect();
        let flew = flew_though_cancelled(&standing, returned);
        if let (Some(flew), Some(pick)) = (&flew, picks.get(&Field::Cancelled)) {
            disagreements.retain(|d| d.field != Field::Cancelled.name());
            let values = std::iter::once(pick.shown).chain(pick.others.iter().copied()).chain([*flew]);
            disagreements
                .push(Disagreement { field: Field::Cancelled.name(), values: values.filter_map(told_value).collect() });
        }
        let cancelled = flew.is_none() && picks.get(&Field::Cancelled).is_some_and(|p| *p.value == Value::Flag(true));
        Merged {
            key: self.key.clone(),
            marketing: list(Field::Marketing),
            status: status(&times, cancelled, diverted_to.is_some(), returned),
            times,
            gate_out: text(Field::GateOut),
            terminal_out: text(Field::TerminalOut),
            gate_in: text(Field::GateIn),
            terminal_in: text(Field::TerminalIn),
            belt: text(Field::Belt),
            stand_in: text(Field::StandIn),
            registration: text(Field::Registration),
            boarding: text(Field::Boarding),
            diverted_to,
            delay_codes: list(Field::DelayCodes),
            aircraft_type: text(Field::AircraftType),
            next_information,
            renumbered: text(Field::Renumbered),
            continued_by: text(Field::ContinuedBy),
            same_as: list(Field::SameAs),
            continues: list(Field::Continues),
            disagreements,
            cancelled_but_flew: flew.is_some(),
        }
    }

    /// When it leaves and arrives as scheduled, as shown: what a message is matched by, without all else that is shown.
    pub fn scheduled(&self, order: &SourceOrder) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let field = |event| Field::Time(Kind::Scheduled, event);
        let (out, into) = (field(Event::Out), field(Event::In));
        let standing = Standing::on_fields(self, order, |field| field == out || field == into);
        let at = |field| standing.pick(field).and_then(|pick| told_time(&pick)).map(|told| told.at);
        (at(out), at(into))
    }

    /// The shown value of each field, for saying what a change changed.
    pub(super) fn shown(&self, order: &SourceOrder) -> BTreeMap<Field, ToldValue> {
        let standing = Standing::of(self, order);
        let told = |f| Some((f, told_value(standing.pick(f)?.shown)?));
        standing.fields().into_iter().filter_map(told).collect()
    }
}

fn told_value(claim: &Claim) -> Option<ToldValue> {
    Some(ToldValue { value: claim.value.clone()?, source: claim.source.clone(), heard: claim.heard() })
}

fn told_text(pick: &Pick) -> Option<ToldText> {
    match pick.value {
        Value::Text(value) => {
            Some(ToldText { value: value.clone(), source: pick.shown.source.clone(), heard: pick.shown.heard() })
        }
        _ => None,
    }
}

/// Gone as soon as somebody has said when it leaves, or that it left.
fn next_information(picks: &BTreeMap<Field, Pick>, times: &BTreeMap<(Kind, Event), Told>) -> Option<Told> {
    let pick = picks.get(&Field::NextInformation)?;
    let estimate = picks.get(&Field::Time(Kind::Estimated, Event::Out));
    let newer = estimate.is_some_and(|e| moment(e.shown) > moment(pick.shown));
    let left = times.keys().any(|(kind, _)| *kind == Kind::Actual);
    if newer || left { None } else { told_time(pick) }
}

fn told_time(pick: &Pick) -> Option<Told> {
    match pick.value {
        Value::At(at) => Some(Told { at: *at, source: pick.shown.source.clone(), heard: pick.shown.heard() }),
        _ => None,
    }
}

fn times(picks: &BTreeMap<Field, Pick>) -> BTreeMap<(Kind, Event), Told> {
    let told = |(field, pick): (&Field, &Pick)| match field {
        Field::Time(kind, event) => Some(((*kind, *event), told_time(pick)?)),
        _ => None,
    };
    picks.iter().filter_map(told).collect()
}

fn disagreement(field: Field, pick: &Pick) -> Option<Disagreement> {
    if pick.others.is_empty() {
        return None;
    }
    let values = std::iter::once(pick.shown).chain(pick.others.iter().copied());
    Some(Disagreement { field: field.name(), values: values.filter_map(told_value).collect() })
}

const EVENTS: [Event; 4] = [Event::Out, Event::Off, Event::On, Event::In];

/// Back at the stand, and nothing has happened since.
fn returned(standing: &Standing) -> bool {
    let Some(pick) = standing.pick(Field::Returned).filter(|p| *p.value == Value::Flag(true)) else {
        return false;
    };
    let since = moment(pick.shown);
    !EVENTS.into_iter().filter_map(|e| standing.actual(e)).any(|actual| actual.shown.changed_after(since))
}

/// The actual time that a cancellation cannot stand against: one first given after it, or a
/// flight in the air or down again by a source that is trusted before the one that cancelled.
fn flew_though_cancelled<'a>(standing: &Standing<'a>, returned: bool) -> Option<&'a Claim> {
    let cancelled = standing.pick(Field::Cancelled).filter(|p| *p.value == Value::Flag(true))?.shown;
    let convinces = |event: &Event| {
        let actual = standing.actual(*event)?.shown;
        let later = actual.changed_after(cancelled.since());
        // A person who cancels has already seen what the feeds say.
        let trusted =
            cancelled.word.is_none() && *event != Event::Out && standing.outranks(Field::Cancelled, actual, cancelled);
        (later || trusted).then_some(actual)
    };
    if returned { None } else { EVENTS.iter().rev().find_map(convinces) }
}

fn status(times: &BTreeMap<(Kind, Event), Told>, cancelled: bool, diverted: bool, returned: bool) -> Status {
    let happened = |event| times.contains_key(&(Kind::Actual, event));
    match () {
        () if cancelled => Status::Cancelled,
        () if returned => Status::Returned,
        () if happened(Event::In) => Status::In,
        () if diverted => Status::Diverted,
        () if happened(Event::On) => Status::On,
        () if happened(Event::Off) => Status::Off,
        () if happened(Event::Out) => Status::Out,
        () => Status::Scheduled,
    }
}

impl Merged {
    fn time(&self, kind: Kind, event: Event) -> Option<DateTime<Utc>> {
        self.times.get(&(kind, event)).map(|t| t.at)
    }

    /// The latest thing known to have happened up to and including `event`.
    fn not_before(&self, events: &[Event]) -> Option<DateTime<Utc>> {
        events.iter().filter_map(|e| self.time(Kind::Actual, *e)).max()
    }

    /// Off-block as far as known: actual, else estimated, else scheduled.
    pub fn best_out(&self) -> Option<(DateTime<Utc>, Kind)> {
        [Kind::Actual, Kind::Estimated, Kind::Scheduled].into_iter().find_map(|k| Some((self.time(k, Event::Out)?, k)))
    }

    /// Landing as far as known. A foretold landing before the take-off that happened is no use.
    pub fn best_on(&self) -> Option<(DateTime<Utc>, Kind)> {
        let possible = |at: &DateTime<Utc>| self.not_before(&[Event::Out, Event::Off]).is_none_or(|past| *at >= past);
        let foretold = |kind| Some((self.time(kind, Event::On).filter(possible)?, kind));
        let actual = self.time(Kind::Actual, Event::On).map(|at| (at, Kind::Actual));
        actual.or_else(|| foretold(Kind::Estimated)).or_else(|| foretold(Kind::Scheduled))
    }

    /// On-block as far as known: actual, else estimated, else landing plus
    /// [`limits::TAXI_IN_MIN`], else scheduled. An estimate before what has happened is no use.
    pub fn best_in(&self) -> Option<(DateTime<Utc>, Kind)> {
        if let Some(at) = self.time(Kind::Actual, Event::In) {
            return Some((at, Kind::Actual));
        }
        let past = self.not_before(&[Event::Out, Event::Off, Event::On]);
        let possible = |at: &DateTime<Utc>| past.is_none_or(|past| *at >= past);
        let landing = || {
            let landed = self.time(Kind::Actual, Event::On);
            let on = landed.or_else(|| self.time(Kind::Estimated, Event::On).filter(possible))?;
            Some(on + TimeDelta::minutes(limits::TAXI_IN_MIN))
        };
        let estimated = self.time(Kind::Estimated, Event::In).filter(possible).or_else(landing);
        let scheduled = || Some((self.time(Kind::Scheduled, Event::In)?, Kind::Scheduled));
        estimated.map(|at| (at, Kind::Estimated)).or_else(scheduled)
    }

    /// Minutes behind the schedule, negative when early; unknown without an estimate or an actual.
    pub fn delay_out_min(&self) -> Option<i64> {
        self.delay(self.best_out(), Event::Out)
    }

    /// Minutes behind the schedule, negative when early; unknown without an estimate or an actual.
    pub fn delay_in_min(&self) -> Option<i64> {
        self.delay(self.best_in(), Event::In)
    }

    fn delay(&self, best: Option<(DateTime<Utc>, Kind)>, event: Event) -> Option<i64> {
        let (at, _) = best.filter(|(_, kind)| *kind != Kind::Scheduled)?;
        Some((at - self.time(Kind::Scheduled, event)?).num_minutes())
    }
}

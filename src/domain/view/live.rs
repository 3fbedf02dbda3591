//! The parts that live documents are built of, and how they are filled from a scene. Which audience gets
//! which part stands in that audience's own file. Instants are whole seconds; a field an audience may not
//! see is absent, not null. Must not know: audiences, grants.

use super::Scene;
use super::words;
use crate::domain::band::Band;
use crate::domain::connection::Part;
use crate::domain::fact::Turn;
use crate::domain::manifest::{GroundMode, LegKind};
use crate::domain::merged::{Merged, Told, ToldText, ToldValue};

use crate::domain::observation::Value;
use crate::domain::observation::{Event, Kind};
use crate::domain::place::FlightKey;
use crate::domain::plan::{Leg, Places, Way};
use crate::domain::standing::Connection;
use chrono::{DateTime, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize, JsonSchema)]
pub struct LegView {
    #[schemars(range(min = 1))]
    pub leg: u8,
    #[schemars(with = "LegKind")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<FlightKey>")]
    pub flight: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<GroundMode>")]
    pub mode: Option<&'static str>,
    pub from: String,
    pub to: String,
    #[schemars(with = "words::StatusWord")]
    pub status: String,
    #[schemars(with = "words::TimesByName")]
    pub times: BTreeMap<&'static str, Stamped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate_out: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_out: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gate_in: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_in: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub belt: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diverted_to: Option<StampedText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delay_codes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disagreements: Vec<DisagreementView>,
}

/// A time, who said it, and since when they have said it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stamped {
    pub at: DateTime<Utc>,
    pub source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heard: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct StampedText {
    pub value: String,
    pub source: String,
    pub heard: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct DisagreementView {
    pub field: &'static str,
    pub values: Vec<StampedText>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ConnectionView {
    pub station: String,
    #[serde(rename = "in")]
    #[schemars(range(min = 1))]
    pub arriving: u8,
    #[serde(rename = "out")]
    #[schemars(range(min = 1))]
    pub departing: u8,
    pub band: Band,
    #[schemars(with = "words::LimitWord")]
    pub limit: &'static str,
    #[serde(flatten)]
    pub margin: Option<MarginView>,
    /// The longest part, as a reason without minutes, for those who may not see the minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<words::PartWord>")]
    pub reason: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct MarginView {
    pub needed_min: i64,
    #[schemars(with = "i64")]
    pub available_min: Option<i64>,
    #[schemars(with = "i64")]
    pub margin_min: Option<i64>,
    #[schemars(with = "DateTime<Utc>")]
    pub limit_at: Option<DateTime<Utc>>,
    #[schemars(with = "DateTime<Utc>")]
    pub ready_at: Option<DateTime<Utc>>,
    pub parts: Vec<PartView>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct PartView {
    #[schemars(with = "words::PartWord")]
    pub what: String,
    pub min: i64,
}

/// planned · moving · broken · arrived · closed · cancelled.
pub fn state<P: Places>(scene: &Scene<P>) -> &'static str {
    let m = scene.movement;
    if m.cancelled.is_some() {
        return "cancelled";
    }
    // Joined to another: nothing more happens here.
    if m.closed.is_some() || m.joined_into.is_some() {
        return "closed";
    }
    let ahead = |c: &&Connection| !scene.flights.has_left(m, c.departing);
    let lost = m.turns.values().any(|e| matches!(e.now, Turn::Cancelled | Turn::Diverted(_)));
    if lost || scene.connections.iter().filter(ahead).any(|c| c.margin.band == Band::Broken) {
        return "broken";
    }
    let last = u8::try_from(m.plan.legs.len()).unwrap_or(u8::MAX);
    match (m.turn(last), m.turn(1)) {
        (Turn::In, _) => "arrived",
        (_, Turn::Planned | Turn::Returned) => "planned",
        _ => "moving",
    }
}

pub fn legs<P: Places>(scene: &Scene<P>, mine: impl Fn(u8, &Leg) -> bool) -> Vec<LegView> {
    scene.movement.plan.numbered().filter(|(n, leg)| mine(*n, leg)).map(|(n, leg)| leg_view(scene, n, leg)).collect()
}

fn leg_view<P: Places>(scene: &Scene<P>, number: u8, leg: &Leg) -> LegView {
    let merged = scene.flights.of(leg);
    let text = |pick: fn(&Merged) -> &Option<ToldText>| merged.and_then(|m| pick(m).as_ref()).map(stamped);
    let (kind, mode) = match &leg.way {
        Way::Ground(mode) => ("ground", Some(mode.name())),
        _ => ("flight", None),
    };
    LegView {
        leg: number,
        kind,
        flight: leg.flight().map(ToString::to_string),
        mode,
        from: leg.from.clone(),
        to: leg.to.clone(),
        status: merged.map_or("scheduled", |m| m.status.as_str()).to_owned(),
        times: times(scene, number, leg, merged),
        gate_out: text(|m| &m.gate_out),
        terminal_out: text(|m| &m.terminal_out),
        gate_in: text(|m| &m.gate_in),
        terminal_in: text(|m| &m.terminal_in),
        belt: text(|m| &m.belt),
        diverted_to: text(|m| &m.diverted_to),
        delay_codes: merged.map(|m| m.delay_codes.clone()).unwrap_or_default(),
        disagreements: merged.map(disagreements).unwrap_or_default(),
    }
}

/// The merged times; where no feed has given a schedule, the plan's own. A ground leg shows when it will
/// really start once the flight before it is late.
fn times<P: Places>(
    scene: &Scene<P>,
    number: u8,
    leg: &Leg,
    merged: Option<&Merged>,
) -> BTreeMap<&'static str, Stamped> {
    let mut times = merged.map(merged_times).unwrap_or_default();
    let planned = |at: DateTime<Utc>| Stamped {
        at: at.trunc_subsecs(0),
        source: "plan".to_owned(),
        heard: Some(scene.movement.published.trunc_subsecs(0)),
    };
    times.entry("scheduled_out").or_insert_with(|| planned(leg.scheduled_out));
    times.entry("scheduled_in").or_insert_with(|| planned(leg.scheduled_in));
    if leg.flight().is_none() {
        let moved = |at: Option<DateTime<Utc>>, from: DateTime<Utc>| at.filter(|at| *at != from);
        for (name, at) in [
            ("estimated_out", moved(scene.flights.best_out(scene.movement, number), leg.scheduled_out)),
            ("estimated_in", moved(scene.flights.best_in(scene.movement, number), leg.scheduled_in)),
        ] {
            if let Some(at) = at {
                times.insert(name, Stamped { at: at.trunc_subsecs(0), source: "plan".to_owned(), heard: None });
            }
        }
    }
    times
}

pub fn merged_times(merged: &Merged) -> BTreeMap<&'static str, Stamped> {
    let name = |kind: Kind, event: Event| crate::domain::observation::Field::Time(kind, event).name();
    merged.times.iter().map(|((kind, event), told)| (name(*kind, *event), stamped_time(told))).collect()
}

pub fn stamped_time(told: &Told) -> Stamped {
    Stamped { at: told.at.trunc_subsecs(0), source: told.source.to_string(), heard: Some(told.heard.trunc_subsecs(0)) }
}

pub fn stamped(told: &ToldText) -> StampedText {
    StampedText { value: told.value.clone(), source: told.source.to_string(), heard: told.heard.trunc_subsecs(0) }
}

pub fn disagreements(merged: &Merged) -> Vec<DisagreementView> {
    merged
        .disagreements
        .iter()
        .map(|d| DisagreementView { field: d.field, values: d.values.iter().map(differing).collect() })
        .collect()
}

fn differing(told: &ToldValue) -> StampedText {
    let value = match &told.value {
        Value::At(at) => at.trunc_subsecs(0).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        Value::Text(text) => text.clone(),
        Value::Flag(flag) => flag.to_string(),
        Value::List(list) => list.join(" "),
    };
    StampedText { value, source: told.source.to_string(), heard: told.heard.trunc_subsecs(0) }
}

fn parts(all: &[Part], minutes: Minutes) -> Vec<PartView> {
    let mut shown: Vec<PartView> = Vec::new();
    for part in all {
        let need = matches!(part.what, "wheelchair" | "children" | "language");
        let what = if need && minutes == Minutes::WithoutNeeds { "walk" } else { part.what };
        match shown.iter_mut().find(|p| p.what == what) {
            Some(held) => held.min += part.min,
            None => shown.push(PartView { what: what.to_owned(), min: part.min }),
        }
    }
    shown
}

/// How much of a margin's minutes a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Minutes {
    None,
    /// Needs count as walking: that somebody comes in a wheelchair is for the names window.
    WithoutNeeds,
    All,
}

/// Connections at the stations that are asked for.
pub fn connections<P: Places>(
    scene: &Scene<P>,
    minutes: Minutes,
    mine: impl Fn(&Connection) -> bool,
) -> Vec<ConnectionView> {
    let view = |c: &Connection| {
        let m = &c.margin;
        let longest = m
            .parts
            .iter()
            .filter(|p| !matches!(p.what, "wheelchair" | "children" | "language"))
            .max_by_key(|p| p.min)
            .map(|p| p.what.to_owned());
        let margin = (minutes != Minutes::None && !c.lost()).then(|| MarginView {
            needed_min: m.needed_min,
            available_min: m.available_min,
            margin_min: m.margin_min,
            limit_at: m.limit_at.map(|at| at.trunc_subsecs(0)),
            ready_at: m.ready_at.map(|at| at.trunc_subsecs(0)),
            parts: parts(&m.parts, minutes),
        });
        ConnectionView {
            station: c.station.clone(),
            arriving: c.arriving,
            departing: c.departing,
            band: m.band,
            limit: m.limit.as_str(),
            margin,
            reason: longest.filter(|_| !c.lost()),
        }
    };
    scene.connections.iter().filter(|c| mine(c)).map(view).collect()
}

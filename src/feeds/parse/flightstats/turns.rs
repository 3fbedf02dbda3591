//! What becomes of a leg: diverted, carried on by another, back at the gate. The letter of the status is what holds now;
//! `irregularOperations` is a history, which says where and by which leg, and by itself changes nothing.
//! Must not know: the times and places a row says.

use super::super::json::Node;
use super::super::leg;
use super::super::report::Report;
use super::super::time;
use super::codes::Codes;
use super::many;
use super::status::Leg;
use crate::config::atlas::Atlas;
use crate::domain::observation::{DateBasis, FlightRef};
use crate::feeds::About;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

pub(super) enum Next {
    /// The key of the leg that carries the people on.
    ContinuedBy(String),
    /// Back at the gate; `void` when it had gone out before.
    Returned { void: bool },
}

fn history<'a>(node: &Node<'a>) -> Vec<Node<'a>> {
    many(node, "irregularOperations", "irregularOperation")
}

/// The newest of those in a history that are wanted; of those without a time the last.
fn newest<'a>(operations: &'a [Node<'a>], wanted: impl Fn(&str) -> bool) -> Option<&'a Node<'a>> {
    operations
        .iter()
        .filter(|operation| wanted(kind(operation)))
        .max_by_key(|operation| operation.value.get("dateUtc").and_then(|at| time::instant(at.as_str()?)))
}

fn kind<'a>(operation: &Node<'a>) -> &'a str {
    operation.value.get("type").and_then(|t| t.as_str()).unwrap_or_default()
}

/// Where a diverted flight goes, the empty text where nobody has said. Diverted by its letter (D, and R on its way), or
/// because an airport of diversion other than the planned one is named, which no flight that kept its way has.
pub(super) fn diversion(
    leg: &Leg<'_>,
    status: Option<&str>,
    codes: &Codes,
    about: &About<'_>,
    report: &mut Report,
) -> Option<String> {
    let elsewhere = |place: Option<super::codes::Place>| {
        place.map(|p| p.airport).filter(|airport| Some(airport) != leg.flight.to.as_ref())
    };
    let named = elsewhere(codes.place(&leg.node, "divertedAirport", about, report));
    let letter = matches!(status, Some("D" | "R"));
    if named.is_none() && !letter {
        return None;
    }
    let last = || {
        let operations = history(&leg.node);
        let diversion = newest(&operations, |kind| kind == "DIVERSION")?;
        elsewhere(codes.place(diversion, "newArrivalAirport", about, &mut Report::default()))
    };
    Some(named.or_else(last).map(|airport| airport.to_string()).unwrap_or_default())
}

/// The leg that a status is followed by, if its history names one that the status allows.
fn related(leg: &Leg<'_>, index: &HashMap<String, usize>, report: &mut Report) -> Option<usize> {
    let status = leg.node.value.get("status").and_then(|s| s.as_str()).unwrap_or_default();
    let diverted = matches!(status, "D" | "R")
        || ["divertedAirportFsCode", "divertedAirport"].iter().any(|name| leg.node.has(name));
    let operations = history(&leg.node);
    let carries = newest(&operations, |kind| match kind {
        "CONTINUED_BY" | "SUBSEQUENT_OPERATION_BY" => diverted,
        "REPLACED_BY" => status == "C",
        _ => false,
    })?;
    let id = carries.text("relatedFlightId", report)?;
    let found = index.get(&id).copied();
    if found.is_none() {
        report.note("another flight carries on from this one, and is not in this message");
    }
    found
}

/// A leg that carries on under the very name of the first is its second operation.
pub(super) fn number_repeats(legs: &mut [Leg<'_>], index: &HashMap<String, usize>) {
    let repeats: Vec<usize> = legs
        .iter()
        .filter_map(|leg| {
            let at = related(leg, index, &mut Report::default())?;
            let next = legs.get(at)?;
            (next.id != leg.id && next.flight == leg.flight).then_some(at)
        })
        .collect();
    for at in repeats {
        if let Some(leg) = legs.get_mut(at) {
            leg.flight.repeat = 2;
        }
    }
}

pub(super) fn next(
    leg: &Leg<'_>,
    legs: &[Leg<'_>],
    index: &HashMap<String, usize>,
    atlas: &Atlas,
    report: &mut Report,
) -> Option<Next> {
    if let Some(next) = related(leg, index, report).and_then(|at| legs.get(at)).filter(|next| next.id != leg.id) {
        return key(&next.flight, atlas).map(Next::ContinuedBy);
    }
    let operations = history(&leg.node);
    if let Some(back) = newest(&operations, |kind| kind == "RETURN_TO_GATE") {
        return returned(leg, back, report);
    }
    for operation in &operations {
        match kind(operation) {
            "DIVERSION"
            | "CANCELLATION"
            | "CONTINUED_BY"
            | "CONTINUATION_OF"
            | "REPLACED_BY"
            | "SUBSEQUENT_OPERATION_BY" => report.note("irregularOperations are history: the status letter holds"),
            _ => report.note("an irregular operation that is not known"),
        }
    }
    None
}

/// Back at the gate, unless it has left since or its status says that it is over.
fn returned(leg: &Leg<'_>, operation: &Node<'_>, report: &mut Report) -> Option<Next> {
    let moving = |name: &str| -> Option<DateTime<Utc>> {
        time::instant(leg.node.value.get("operationalTimes")?.get(name)?.get("dateUtc")?.as_str()?)
    };
    let status = leg.node.value.get("status").and_then(|s| s.as_str()).unwrap_or_default();
    let back = operation.text("dateUtc", report).and_then(|text| time::instant(&text));
    let Some(back) = back.filter(|_| matches!(status, "A" | "S")) else {
        report.note("a return to the gate that is history, or without a time, is not used");
        return None;
    };
    let out = moving("actualGateDeparture");
    let left_since = out.into_iter().chain(moving("actualRunwayDeparture")).any(|at| at > back);
    if left_since {
        report.note("a return to the gate that is history, or without a time, is not used");
        return None;
    }
    Some(Next::Returned { void: out.is_some() })
}

/// As a flight is filed; only where its date is that of the clock at its origin.
fn key(flight: &FlightRef, atlas: &Atlas) -> Option<String> {
    let (from, to) = (flight.from.as_ref()?, flight.to.as_ref()?);
    let shown = leg::shown(&leg::iata((flight.carrier.clone(), flight.number, flight.suffix), atlas));
    let repeat = if flight.repeat > 1 { format!("~{}", flight.repeat) } else { String::new() };
    (flight.basis == DateBasis::Local).then(|| format!("{shown}/{}/{from}-{to}{repeat}", flight.date))
}

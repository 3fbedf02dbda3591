//! FlightAware Firehose: a stream of JSON objects, one a line, whose values are all texts and whose times are seconds since
//! 1970. This file reads lines and sightings, `flight` what is said of one flight.
//! What was seen and what is doubtful is in `docs/feeds/firehose.md`.
//! Must not know: the socket, what was read before this body.

mod flight;
#[cfg(test)]
mod tests;

use super::json::{self, Node};
use super::report::{MESSAGE, Report};
use super::sighting;
use crate::domain::observation::Sighting;
use crate::feeds::{About, Parsed};
use crate::limits;
use chrono::{DateTime, Utc};
use flight::Known;
use serde_json::Value;
use std::collections::HashMap;

/// Types of messages that are about a flight.
const FLIGHTS: [&str; 11] = [
    "flightplan",
    "departure",
    "arrival",
    "cancellation",
    "flifo",
    "extendedFlifo",
    "extendedFlightInfo",
    "offblock",
    "onblock",
    "surface_offblock",
    "surface_onblock",
];

const POSITIONS: [&str; 3] = ["position", "ground_position", "near_surface_position"];

const NOT_USED: [&str; 8] = [
    "keepalive",
    "vehicle_position",
    "power_on",
    "fmswx",
    "location_entry",
    "location_exit",
    "hold_entry",
    "hold_exit",
];

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    let mut report = Report::default();
    let messages = messages(body, &mut report);
    let nodes: Vec<Node<'_>> = messages
        .iter()
        .flat_map(|(value, at)| {
            let node = Node::new(value, at.clone());
            if value.is_array() { node.elements() } else { vec![node] }
        })
        .collect();
    if nodes.is_empty() && !messages.is_empty() {
        report.note("no messages in it");
    }
    let mut known: HashMap<String, Known> = HashMap::new();
    for node in &nodes {
        flight::learn(node, &mut known, about);
    }
    for node in &nodes {
        message(node, &known, about, &mut report);
    }
    report.finish()
}

/// Where in the stream a line stands: the last `pitr` in it, in seconds since 1970. A client that comes back after a break
/// asks to go on from there. `None` for a line that has none or is no JSON.
pub fn last_pitr(line: &[u8]) -> Option<i64> {
    let pitr = |line: &[u8]| {
        let value: Value = serde_json::from_slice(line.trim_ascii()).ok()?;
        let pitr = value.get("pitr")?;
        pitr.as_i64().or_else(|| pitr.as_str()?.trim().parse().ok()).filter(|at| *at > 0)
    };
    line.split(|b| *b == b'\n').rev().find_map(pitr)
}

/// The messages of a body. Line by line where it is no JSON as a whole: a broken line hides no other.
fn messages(body: &[u8], report: &mut Report) -> Vec<(Value, String)> {
    let mut whole = Report::default();
    let documents = json::documents(body, &mut whole);
    let said = whole.finish();
    if said.faults.is_empty() {
        said.notes.into_iter().for_each(|note| report.note(note));
        return documents;
    }
    let (mut found, mut bad) = (Vec::new(), Vec::new());
    let readable = if body.len() > limits::FEED_BODY_BYTES_MAX { &[] } else { body };
    for (index, line) in readable.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.trim_ascii().is_empty()) {
        let mut inside = Report::default();
        let place = format!("line {}", index + 1);
        let values = json::documents(line, &mut inside);
        match inside.finish().faults.is_empty() && values.iter().all(|(value, _)| value.is_object()) {
            true => found.extend(values.into_iter().map(|(value, _)| (value, place.clone()))),
            false => bad.push(index + 1),
        }
    }
    if found.is_empty() {
        said.faults.into_iter().for_each(|fault| report.push(fault));
    } else {
        bad.into_iter().for_each(|n| report.fault("expected a JSON object on this line", format!("line {n}")));
    }
    found
}

fn message(node: &Node<'_>, known: &HashMap<String, Known>, about: &About<'_>, report: &mut Report) {
    let place = spot(node);
    let Some(kind) = node.get("type").and_then(|t| t.value.as_str()) else {
        report.fault("expected a message of Firehose with a type", place);
        return;
    };
    if FLIGHTS.contains(&kind) {
        if let Some(observation) = flight::read(node, kind, known, about, report) {
            report.observe(observation, node.at.clone());
        }
    } else if POSITIONS.contains(&kind) {
        if let Some(sighting) = seen(node, kind, report) {
            report.sight(sighting, node.at.clone());
        }
    } else if kind == "error" {
        report.fault("the service answered with an error", place);
    } else if let Some(kind) = NOT_USED.into_iter().find(|known| *known == kind) {
        report.note(format!("messages of the type {kind} are not used"));
    } else {
        report.note("a type of message that is not known");
    }
}

fn seen(node: &Node<'_>, kind: &str, report: &mut Report) -> Option<Sighting> {
    let shown = |name: &str, report: &mut Report| node.text(name, report).filter(|text| text != "BLOCKED");
    let address = shown("hexid", report).map(|a| a.to_ascii_lowercase());
    let Some(address) = address.filter(|a| a.len() == 6 && a.bytes().all(|b| b.is_ascii_hexdigit())) else {
        report.note("a position without the address of a transponder is not used");
        return None;
    };
    let Some(at) = seconds(node, "clock", report) else {
        if !node.has("clock") {
            report.fault("expected a clock", spot(node));
        }
        return None;
    };
    let on_ground = match node.text("air_ground", report).as_deref() {
        Some("A") => Some(false),
        Some("G" | "WOW") => Some(true),
        _ => (kind == "ground_position").then_some(true),
    };
    let callsign = ["atcident", "ident"].into_iter().find_map(|name| Some((shown(name, report)?, node.place(name))));
    let callsign = callsign.and_then(|(text, at)| sighting::callsign(&text, &at, report));
    let registration = shown("reg", report).map(|r| r.to_ascii_uppercase());
    let long = registration.as_ref().is_some_and(|r| r.len() > limits::FEED_TEXT_BYTES_MAX);
    if long {
        report.fault("text is too long", node.place("reg"));
    }
    let (north, east) = (node.number("lat", report), node.number("lon", report));
    let position = north.zip(east).filter(|(n, e)| n.abs() <= 90.0 && e.abs() <= 180.0);
    if position.is_none() && (north.is_some() || east.is_some()) {
        report.fault("expected degrees of latitude and longitude", node.place("lat"));
    }
    Some(Sighting {
        address,
        callsign,
        registration: registration.filter(|_| !long),
        at,
        position,
        altitude_ft: node.number("alt", report).filter(|_| on_ground != Some(true)),
        on_ground,
    })
}

fn spot(node: &Node<'_>) -> String {
    if node.at.is_empty() { MESSAGE.to_owned() } else { node.at.clone() }
}

/// From the year 2000 to 2100: what lies outside is the mark of software for a time that it does not have.
const YEARS: std::ops::Range<i64> = 946_684_800..4_102_444_800;

fn seconds(node: &Node<'_>, name: &str, report: &mut Report) -> Option<DateTime<Utc>> {
    let text = node.text(name, report)?;
    let read = text.parse::<i64>().ok().filter(|at| YEARS.contains(at)).and_then(|at| DateTime::from_timestamp(at, 0));
    if read.is_none() {
        report.fault("expected a time in seconds since 1970", node.place(name));
    }
    read
}

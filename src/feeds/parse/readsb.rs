//! readsb, dump1090 and the services that answer in their form: `aircraft.json`, `{ac}` of the re-API, traces, and one
//! aircraft a line. Ages are seconds before `now`, which is in seconds or, by the re-API, in milliseconds.
//! A position is evidence of an aircraft and says nothing of a flight: a call sign is no flight number.
//! Must not know: which flight an aircraft may be.

#[cfg(test)]
mod tests;

use super::json::{self, Node};
use super::report::Report;
use super::sighting;
use crate::domain::observation::Sighting;
use crate::feeds::{About, Parsed};
use crate::limits;
use serde_json::Value;

/// In seconds this is the year 5138, in milliseconds 1973.
const MILLISECONDS_FROM: f64 = 1e11;

pub fn parse(body: &[u8], _: &About<'_>) -> Parsed {
    json::each(body, |node, report| message(&node, report))
}

fn message(node: &Node<'_>, report: &mut Report) {
    let at = node.whole();
    let has = |name: &str| node.members().is_some_and(|members| members.contains_key(name));
    if has("trace") {
        return trace(node, report);
    }
    if has("hex") {
        return match now(node, report) {
            Some(now) => aircraft(node, now, report),
            None => report.fault("expected now, the time of the message", at),
        };
    }
    let Some(name) = ["aircraft", "ac"].into_iter().find(|name| has(name)) else {
        return report.fault("expected aircraft, a list", at);
    };
    // The re-API has a sentence here, even if nothing is wrong.
    if node.value.get("msg").and_then(Value::as_str).is_some_and(|text| text != "No error") {
        report.fault("the service reports an error", node.place("msg"));
    }
    let list = node.array(name, report);
    if list.is_empty() {
        return report.note("no aircraft in the message");
    }
    let Some(now) = now(node, report) else {
        let reason = format!("expected now, the time of the message: {} aircraft have no time", list.len());
        return report.fault(reason, at);
    };
    for element in &list {
        aircraft(element, now, report);
    }
}

fn now(node: &Node<'_>, report: &mut Report) -> Option<f64> {
    let now = node.number("now", report)?;
    Some(if now >= MILLISECONDS_FROM { now / 1000.0 } else { now })
}

fn aircraft(node: &Node<'_>, now: f64, report: &mut Report) {
    let Some(address) = address(node, "hex", report) else { return };
    let (lat, lon) = (node.number("lat", report), node.number("lon", report));
    let position = sighting::position(lat, lon, &node.place("lat"), report);
    // Where there is a position, the age is that of the position: the aircraft may have been heard since.
    let names = if position.is_some() { &["seen_pos", "seen"][..] } else { &["seen"] };
    let mut age = None;
    for name in names {
        age = age.or_else(|| node.number(name, report));
    }
    if age.is_none() {
        report.note("an aircraft without its age was taken as seen at the time of the message");
    }
    let Some(at) = Some(age.unwrap_or(0.0)).filter(|age| *age >= 0.0).and_then(|age| sighting::moment(now - age))
    else {
        return report.fault("expected an age in seconds before now", &node.at);
    };
    let height = ["alt_baro", "altitude"].into_iter().find(|name| node.has(name));
    let (altitude_ft, on_ground) = height.map_or((None, None), |name| {
        let value = node.get(name);
        level(value.as_ref().map(|v| v.value), &node.place(name), report)
    });
    let callsign = node.text("flight", report);
    let callsign = callsign.and_then(|text| sighting::callsign(&text, &node.place("flight"), report));
    let registration = registration(node, report);
    report.sight(Sighting { address, callsign, registration, at, position, altitude_ft, on_ground }, &node.at);
}

/// An address that receivers make up for a target without one begins with `~`.
fn address(node: &Node<'_>, name: &str, report: &mut Report) -> Option<String> {
    let text = node.text(name, report).unwrap_or_default();
    if text.starts_with('~') {
        report.note("an address that is none of ICAO's (~) was left out");
        return None;
    }
    let address = sighting::address(&text);
    if address.is_none() {
        report.fault("expected an address of six hex digits", node.place(name));
    }
    address
}

fn registration(node: &Node<'_>, report: &mut Report) -> Option<String> {
    let text = node.text("r", report)?.to_ascii_uppercase();
    if text.len() > limits::FEED_TEXT_BYTES_MAX {
        report.fault("text is too long", node.place("r"));
        return None;
    }
    Some(text)
}

/// Feet, or `"ground"`.
fn level(value: Option<&Value>, at: &str, report: &mut Report) -> (Option<f64>, Option<bool>) {
    match value {
        None | Some(Value::Null) => (None, None),
        Some(Value::String(text)) if text == "ground" => (None, Some(true)),
        Some(Value::Number(feet)) if feet.as_f64().is_some_and(f64::is_finite) => (feet.as_f64(), Some(false)),
        Some(_) => {
            report.fault("expected an altitude in feet, or \"ground\"", at);
            (None, None)
        }
    }
}

/// The newest point of a trace: what came before it is history.
fn trace(node: &Node<'_>, report: &mut Report) {
    let Some(address) = address(node, "icao", report) else { return };
    let Some(base) = node.number("timestamp", report) else {
        return report
            .fault("expected timestamp, from which the times of the points are counted", node.place("timestamp"));
    };
    let points = node.array("trace", report);
    let age = |point: &Node<'_>| point.value.get(0).and_then(Value::as_f64).filter(|age| age.is_finite());
    let newest =
        points.iter().filter_map(|point| Some((age(point)?, point))).reduce(|a, b| if b.0 >= a.0 { b } else { a });
    let Some((seconds, point)) = newest else {
        return match points.is_empty() {
            true => report.note("no points in the trace"),
            false => report.fault("expected points that begin with seconds", node.place("trace")),
        };
    };
    let place = |index: usize| format!("{}/{index}", point.at);
    let Some(at) = sighting::moment(base + seconds) else {
        return report.fault("expected a time in seconds since 1970", place(0));
    };
    let value = |index: usize| point.value.get(index);
    let number = |index: usize| value(index).and_then(Value::as_f64);
    let position = sighting::position(number(1), number(2), &place(1), report);
    let (altitude_ft, on_ground) = level(value(3), &place(3), report);
    let registration = registration(node, report);
    // Only some points say the call sign: it is the last one said.
    let before = points.iter().rev().filter(|p| age(p).is_some_and(|age| age <= seconds));
    let told = before.filter_map(|p| p.value.get(8)?.get("flight")?.as_str()).next();
    let callsign = told.and_then(|text| sighting::callsign(text, &place(8), report));
    report.sight(Sighting { address, callsign, registration, at, position, altitude_ft, on_ground }, &point.at);
}

//! OpenSky Network: state vectors, rows of values whose place says what they are. Heights are in metres.
//! A position is evidence of an aircraft and says nothing of a flight: a call sign is no flight number.
//! What was seen of the service, and what is doubtful, is in `docs/feeds/opensky.md`.
//! Must not know: which flight an aircraft may be.

#[cfg(test)]
mod tests;

use super::json::{self, Node};
use super::report::Report;
use super::sighting;
use crate::domain::observation::Sighting;
use crate::feeds::{About, Parsed};
use serde_json::Value;

/// Values of a row; a category may stand behind them, and whatever the service adds.
const ROW_MIN: usize = 17;
const METRES_PER_FOOT: f64 = 0.3048;

pub fn parse(body: &[u8], _: &About<'_>) -> Parsed {
    json::each(body, |node, report| message(&node, report))
}

fn message(node: &Node<'_>, report: &mut Report) {
    let at = node.whole();
    if let Some(list) = node.value.as_array() {
        let estimated = list.iter().all(|row| row.get("icao24").is_some() && row.get("firstSeen").is_some());
        return match (list.is_empty(), estimated) {
            (true, _) => report.note("no aircraft in the answer"),
            (_, true) => {
                report.note("flights that were put together afterwards are not used: their airports are guesses")
            }
            (_, false) => report.fault("expected time and states", at),
        };
    }
    if node.has("path") && node.has("icao24") {
        return report.note("a track is not used: states say where an aircraft is");
    }
    let members = node.members();
    if let Some(status) = node.value.get("status").and_then(Value::as_u64).filter(|s| (100..600).contains(s)) {
        report.fault(format!("the service refused: status {status}"), at);
    } else if members.is_some_and(|m| m.contains_key("states")) {
        let rows = node.array("states", report);
        if rows.is_empty() {
            report.note("no aircraft in the answer");
        }
        for row in &rows {
            state(row, report);
        }
    } else {
        report.fault("expected time and states", at);
    }
}

fn state(row: &Node<'_>, report: &mut Report) {
    let Some(values) = row.value.as_array().filter(|values| values.len() >= ROW_MIN) else {
        return report.fault("expected a row of 17 or 18 values", &row.at);
    };
    let row = Row { values, at: &row.at };
    let Some(address) = row.text(0, report).and_then(|text| sighting::address(&text)) else {
        return report.fault("expected an address of six hex digits", row.place(0));
    };
    let callsign = row.text(1, report).and_then(|text| sighting::callsign(&text, &row.place(1), report));
    let (lat, lon) = (row.number(6, report), row.number(5, report));
    let position = sighting::position(lat, lon, &row.place(5), report);
    let (seen, heard) = (row.number(3, report), row.number(4, report));
    if position.is_some() && seen.is_none() {
        report.note("a position without its time was not taken");
    }
    let position = position.filter(|_| seen.is_some());
    // Where there is a position, the time is that of the position: the aircraft may have been heard since.
    let Some(at) = position.and(seen).or(heard).or(seen).and_then(sighting::moment) else {
        return report.fault("expected a time of position or of contact, in seconds since 1970", row.place(3));
    };
    let on_ground = row.flag(8, report);
    let height = row.number(7, report).filter(|_| on_ground != Some(true));
    let altitude_ft = height.map(|metres| (metres / METRES_PER_FOOT).round());
    let registration = None;
    report.sight(Sighting { address, callsign, registration, at, position, altitude_ft, on_ground }, row.at);
}

/// Values by their place in the row, each with the pointer it stands at.
struct Row<'a> {
    values: &'a [Value],
    at: &'a str,
}

impl Row<'_> {
    fn place(&self, index: usize) -> String {
        format!("{}/{index}", self.at)
    }

    fn get(&self, index: usize) -> Option<&Value> {
        self.values.get(index).filter(|value| !value.is_null())
    }

    fn text(&self, index: usize, report: &mut Report) -> Option<String> {
        let text = self.get(index)?.as_str().map(str::to_owned);
        self.or_fault(text, "a text", index, report)
    }

    fn number(&self, index: usize, report: &mut Report) -> Option<f64> {
        let number = self.get(index)?.as_f64();
        self.or_fault(number, "a number", index, report)
    }

    fn flag(&self, index: usize, report: &mut Report) -> Option<bool> {
        let flag = self.get(index)?.as_bool();
        self.or_fault(flag, "true or false", index, report)
    }

    fn or_fault<T>(&self, value: Option<T>, expected: &str, index: usize, report: &mut Report) -> Option<T> {
        if value.is_none() {
            report.fault(format!("expected {expected}"), self.place(index));
        }
        value
    }
}

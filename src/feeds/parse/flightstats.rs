//! Cirium FlightStats Flex: answers about the status of flights, schedules, and pushed alerts, all in JSON.
//! This file reads what stands around the rows; `codes` resolves the service's own codes, `status` and `schedule` read
//! one row each, `turns` what becomes of a leg. What was seen and what is doubtful is in `docs/feeds/flightstats.md`.
//! Must not know: what is held about a flight. The `request` of an answer repeats the caller's keys and is never read.

mod codes;
mod schedule;
mod status;
#[cfg(test)]
mod tests;
mod turns;

use super::json::{self, Node};
use super::report::{MESSAGE, Report};
use super::time;
use crate::feeds::{About, Parsed};
use chrono::{DateTime, Utc};
use codes::Codes;
use status::Leg;
use std::collections::HashMap;

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |node, report| message(&node, about, report))
}

/// Members of answers about other things, with what is told of each.
const OTHER_ANSWERS: [(&str, &str); 5] = [
    ("items", "a list of addresses of the status feed, which says nothing of a flight"),
    ("rule", "an alert rule, which says nothing of a flight"),
    ("rules", "alert rules, which say nothing of a flight"),
    ("ruleIds", "a list of alert rules, which says nothing of a flight"),
    ("alertCapabilities", "what alerts there can be, which says nothing of a flight"),
];

const FIDS: &str = "a row of a FIDS answer names neither the day nor the airports by code: ask for the flight status";

fn message(node: &Node<'_>, about: &About<'_>, report: &mut Report) {
    // Statuses cut out of their wrapping, as hubs pass them on.
    if node.value.is_array() || (node.has("flightNumber") && node.has("status")) {
        let rows = if node.value.is_array() { node.elements() } else { vec![node.clone()] };
        return statuses(rows, None, &Codes::default(), about, report);
    }
    if let Some(error) = node.get("error") {
        return refused(&error, report);
    }
    let mut codes = Codes::default();
    codes.learn(node, about);
    if let Some(alert) = node.get("alert").or_else(|| node.has("dateTimeRecorded").then(|| node.clone())) {
        codes.learn(&alert, about);
        return pushed(&alert, &codes, about, report);
    }
    let held = |name: &str| node.members().is_some_and(|members| members.contains_key(name));
    if held("flightStatuses") || held("flightStatus") {
        let mut rows = many(node, "flightStatuses", "flightStatus");
        rows.extend(node.one_or_many("flightStatus"));
        statuses(rows, None, &codes, about, report);
    } else if held("scheduledFlights") {
        let rows = many(node, "scheduledFlights", "scheduledFlight");
        empty(&rows, report);
        for row in rows {
            if let Some(observation) = schedule::read(&row, &codes, about, report) {
                report.observe(observation, row.at);
            }
        }
    } else if held("fidsData") {
        match node.one_or_many("fidsData").first() {
            Some(_) => report.fault(FIDS, node.place("fidsData")),
            None => report.note("no flights in it"),
        }
    } else if let Some((_, told)) = OTHER_ANSWERS.into_iter().find(|(name, _)| held(name)) {
        report.note(told);
    } else {
        report
            .fault("expected flightStatuses, a flightStatus, scheduledFlights or an alert of FlightStats", spot(node));
    }
}

/// The elements of a list, which is written as an array, or, where the service made its JSON out of XML, as an object
/// with one member that is an array or the only element.
fn many<'a>(node: &Node<'a>, name: &str, inner: &str) -> Vec<Node<'a>> {
    match node.get(name) {
        Some(list) if list.members().is_some_and(|m| m.is_empty() || m.contains_key(inner)) => list.one_or_many(inner),
        _ => node.one_or_many(name).into_iter().filter(|element| element.value.as_str() != Some("")).collect(),
    }
}

fn empty(rows: &[Node<'_>], report: &mut Report) {
    if rows.is_empty() {
        report.note("no flights in it");
    }
}

fn spot(node: &Node<'_>) -> String {
    if node.at.is_empty() { MESSAGE.to_owned() } else { node.at.clone() }
}

/// Errors come with HTTP 200. Their text may repeat the address asked, which holds the keys; their code does not.
fn refused(error: &Node<'_>, report: &mut Report) {
    let shown = |name: &str| error.get(name).and_then(|n| n.value.as_u64().or_else(|| n.value.as_str()?.parse().ok()));
    let code = error
        .get("errorCode")
        .and_then(|c| c.value.as_str())
        .filter(|code| code.len() <= 40 && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'));
    let mut reason = "the service refused".to_owned();
    if let Some(status) = shown("httpStatusCode").filter(|status| (100..=599).contains(status)) {
        reason.push_str(&format!(" with status {status}"));
    }
    match code {
        Some(code) => reason.push_str(&format!(": {code}")),
        None => reason.push_str(" without a code that can be shown"),
    }
    report.fault(reason, spot(error));
}

fn pushed(alert: &Node<'_>, codes: &Codes, about: &About<'_>, report: &mut Report) {
    let recorded = alert.text("dateTimeRecorded", report).and_then(|text| {
        let stamp = time::with_offset(&text).and_then(|_| time::stamp(&text));
        if stamp.is_none() {
            report.fault("expected a time with its offset, like 2018-06-03T19:36:00Z", alert.place("dateTimeRecorded"));
        }
        stamp
    });
    let rows = alert.one_or_many("flightStatus");
    if rows.is_empty() {
        report.fault("expected a flightStatus", alert.place("flightStatus"));
        return;
    }
    statuses(rows, recorded, codes, about, report);
}

fn statuses(
    rows: Vec<Node<'_>>,
    recorded: Option<DateTime<Utc>>,
    codes: &Codes,
    about: &About<'_>,
    report: &mut Report,
) {
    empty(&rows, report);
    let mut legs: Vec<Leg<'_>> =
        rows.into_iter().filter_map(|row| status::identify(row, codes, about, report)).collect();
    let mut index: HashMap<String, usize> = HashMap::new();
    for (at, leg) in legs.iter().enumerate() {
        if let Some(id) = &leg.id {
            index.entry(id.clone()).or_insert(at);
        }
    }
    turns::number_repeats(&mut legs, &index);
    for leg in &legs {
        let next = turns::next(leg, &legs, &index, about.atlas, report);
        let observation = status::observe(leg, recorded, next, codes, about, report);
        report.observe(observation, leg.node.at.clone());
    }
}

//! FlightAware AeroAPI v4: answers to questions about flights, boards of airports, and pushed alerts, all in JSON.
//! This file reads what stands around the rows; `flight` reads one row, `diversion` what two rows say together.
//! What was seen and what is doubtful is in `docs/feeds/aeroapi.md`.
//! Must not know: what is held about a flight, who asked.

mod diversion;
mod flight;
#[cfg(test)]
mod tests;

use super::json::{self, Node};
use super::report::Report;
use crate::feeds::{About, Parsed};
use flight::{Event, Row};

/// The members of an answer that hold rows.
const LISTS: [&str; 6] =
    ["flights", "arrivals", "departures", "scheduled_arrivals", "scheduled_departures", "scheduled"];

/// Answers to other questions, which say nothing of a flight's times.
const OTHER_ANSWERS: [&str; 6] = ["alerts", "idents", "positions", "airports", "operators", "delays"];

/// The `event_code`s of versions 4.17 and 4.28. All but three of them say again what the flight beside them says.
const EVENTS: [&str; 22] = [
    "filed",
    "departure",
    "arrival",
    "out",
    "off",
    "on",
    "in",
    "diverted",
    "cancelled",
    "uncancelled",
    "position_only_arrival",
    "position_only_departure",
    "fru_arrival",
    "nonairport_arrival",
    "nonairport_departure",
    "nonairport_filed",
    "minutes_out",
    "power_on",
    "change",
    "impending_departure",
    "hold_entry",
    "hold_exit",
];

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |node, report| message(&node, about, report))
}

fn message(node: &Node<'_>, about: &About<'_>, report: &mut Report) {
    if node.value.is_array() {
        return rows(node.elements(), None, about, report);
    }
    if node.has("event_code") || node.has("alert_id") {
        return alert(node, about, report);
    }
    let lists: Vec<&str> = LISTS.into_iter().filter(|name| node.has(name)).collect();
    if lists.is_empty() {
        return without_list(node, about, report);
    }
    let mut found = Vec::new();
    for list in lists {
        for row in node.one_or_many(list) {
            // Between two airports each answer is a journey of one or more flights.
            if row.has("segments") { found.extend(row.array("segments", report)) } else { found.push(row) }
        }
    }
    if node.get("links").is_some_and(|links| links.has("next")) {
        report.note("the answer has more pages: follow links.next");
    }
    rows(found, None, about, report);
}

fn without_list(node: &Node<'_>, about: &About<'_>, report: &mut Report) {
    if node.has("fa_flight_id") {
        rows(vec![node.clone()], None, about, report);
    } else if let Some(other) = OTHER_ANSWERS.into_iter().find(|name| node.has(name)) {
        report.note(format!("an answer with {other}, which says nothing of a flight"));
    } else if !LISTS.iter().any(|name| node.members().is_some_and(|m| m.contains_key(*name))) {
        refused(node, report);
    } else {
        report.note("no flights in it");
    }
}

/// The titles that the service is documented to give, which may be shown; any other text of a refusal may not.
const TITLES: [&str; 9] = [
    "Bad Request",
    "Invalid argument",
    "Unauthorized",
    "Payment Required",
    "Forbidden",
    "Not Found",
    "Too Many Requests",
    "Internal Server Error",
    "Service Unavailable",
];

fn refused(node: &Node<'_>, report: &mut Report) {
    let place = node.whole();
    let answer = ["title", "reason", "detail", "error"].iter().any(|name| node.has(name));
    if !answer {
        report.fault("expected flights, a board or an alert of AeroAPI", place);
        return;
    }
    let status = node.get("status").and_then(|s| s.value.as_u64().or_else(|| s.value.as_str()?.trim().parse().ok()));
    let meaning = match status {
        Some(400) => "a bad question, or a flight that it does not know or may not show",
        Some(401) => "the key is missing or wrong",
        Some(402) => "the account has nothing left to spend",
        Some(403) => "the key may not ask this",
        Some(404) => "there is no such thing",
        Some(429) => "too many questions in this minute",
        Some(500..=599) => "a fault of the service",
        _ => "for a reason of its own",
    };
    let title = node.get("title").and_then(|t| TITLES.into_iter().find(|known| t.value.as_str() == Some(*known)));
    let mut reason = "the service refused".to_owned();
    if let Some(status) = status.filter(|s| (100..=599).contains(s)) {
        reason.push_str(&format!(" with status {status}"));
    }
    if let Some(title) = title {
        reason.push_str(&format!(" ({title})"));
    }
    report.fault(format!("{reason}: {meaning}"), place);
}

/// A pushed alert carries no signature and no time of its own: a hint, to be asked about before it counts.
fn alert(node: &Node<'_>, about: &About<'_>, report: &mut Report) {
    let code = node.text("event_code", report);
    let event = match code.as_deref() {
        Some("cancelled") => Some(Event::Cancelled),
        Some("uncancelled") => Some(Event::Reinstated),
        Some("diverted") => Some(Event::Diverted),
        Some(code) if EVENTS.contains(&code) => None,
        Some(_) => {
            report.note("an event_code that is not known");
            None
        }
        None => {
            report.note("an alert without an event_code");
            None
        }
    };
    if !node.has("flight") {
        report.fault("expected a flight", node.place("flight"));
        return;
    }
    if let Some(flight) = node.object("flight", report) {
        if flight.has("error") {
            report.note("the service could not fill in the flight of this alert");
        }
        rows(vec![flight], event, about, report);
    }
}

fn rows(nodes: Vec<Node<'_>>, event: Option<Event>, about: &About<'_>, report: &mut Report) {
    if nodes.is_empty() {
        report.note("no flights in it");
    }
    let rows: Vec<Row<'_>> = nodes.into_iter().filter_map(|node| flight::identify(node, about, report)).collect();
    let fates = diversion::fates(&rows, about.atlas, report);
    for (row, fate) in rows.iter().zip(fates) {
        if let Some(observation) = flight::observe(row, event, &fate, about, report) {
            report.observe(observation, row.node.at.clone());
        }
    }
}

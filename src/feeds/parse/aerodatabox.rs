//! AeroDataBox: answers to a flight number, boards of an airport, and the pushed notifications, which share their rows.
//! This file reads the message around the rows; `row` reads one flight, `end` one of its two ends.
//! What was seen of the service, and what is doubtful, is in `docs/feeds/aerodatabox.md`.
//! Must not know: what is held about a flight, or whether a value is news.

mod codes;
mod end;
mod row;
#[cfg(test)]
mod tests;

use super::json::{self, Node};
use super::report::{MESSAGE, Report};
use crate::domain::place::Airport;
use crate::feeds::{About, Parsed};
use end::Side;

/// Whose board a row stands on: its rows name the other end only.
pub struct Board {
    pub side: Side,
    pub airport: Option<Airport>,
}

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |node, report| message(&node, about, report))
}

fn message(node: &Node<'_>, about: &About<'_>, report: &mut Report) {
    if node.value.is_array() {
        rows(&node.elements(), None, about, report);
    } else if let Some(list) = ["flights", "data"].into_iter().find(|name| node.has(name)) {
        rows(&node.array(list, report), None, about, report);
    } else if node.has("departures") || node.has("arrivals") {
        boards(node, about, report);
    } else if ["number", "departure", "arrival", "movement", "flight"].into_iter().any(|name| node.has(name)) {
        row::read(node, None, about, report);
    } else {
        refused(node, report);
    }
}

fn boards(node: &Node<'_>, about: &About<'_>, report: &mut Report) {
    let mut any = false;
    for (name, side) in [("departures", Side::Departure), ("arrivals", Side::Arrival)] {
        let list = node.array(name, report);
        any |= !list.is_empty();
        for element in &list {
            let board = Board { side, airport: about.airport.cloned() };
            row::read(element, Some(&board), about, report);
        }
    }
    if any && about.airport.is_none() {
        report.note("a board does not name its own airport: tell whose board it is");
    }
    if !any {
        report.note(NO_FLIGHTS);
    }
}

fn rows(list: &[Node<'_>], board: Option<&Board>, about: &About<'_>, report: &mut Report) {
    for element in list {
        row::read(element, board, about, report);
    }
    if list.is_empty() {
        report.note(NO_FLIGHTS);
    }
}

const NO_FLIGHTS: &str = "no flights in the answer";

/// What is no answer about flights: the marketplaces and the service itself answer with a sentence, which is not repeated.
fn refused(node: &Node<'_>, report: &mut Report) {
    let at = if node.at.is_empty() { MESSAGE.to_owned() } else { node.at.clone() };
    let code = ["status", "statusCode", "code"].into_iter().find_map(|name| node.value.get(name)?.as_u64());
    match code.filter(|code| (100..600).contains(code)) {
        Some(code) => report.fault(format!("the service refused: status {code}"), at),
        None if node.has("message") || node.has("error") => {
            report.fault("the service refused: it answered with a message and no flights", at);
        }
        None => report.fault("expected a list of flights, or departures and arrivals", at),
    }
}

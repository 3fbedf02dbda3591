//! The line that names the flight of a movement, diversion or load telex, and the lines that belong to it.
//! A telex should have one such line; some senders put several flights into one, and none may answer for another.
//! Must not know: what the lines below it say.

use super::super::leg::{DESIGNATOR, Designator};
use super::super::report::Report;
use super::Told;
use super::envelope::Line;
use super::grammar::{self, Date};
use crate::config::atlas::Atlas;
use crate::domain::observation::Observation;
use crate::domain::place::Airport;
use winnow::prelude::*;

/// `SD200/21.PMDFG.CDG`
pub struct FlightLine<'a> {
    pub flight: Designator,
    /// The scheduled day of departure, in UTC; events may lie days after it.
    pub date: Date,
    /// In capitals, with or without hyphen as sent.
    pub registration: Option<String>,
    pub airport: Airport,
    pub number: usize,
    /// What some write behind the airport instead of below it.
    pub behind: Line<'a>,
}

pub const DATE: &str = "expected the day of the flight, 01 to 31, also like 21MAY or 21MAY26";
const REGISTRATION: &str = "expected a registration of 2 to 10 letters and digits";

/// The lines of a telex by the flight line above them. A line that looks like one and cannot be read ends the flight
/// before it all the same, so that what follows is not told of the wrong flight.
pub fn sections<'a, 'b>(lines: &'b [Line<'a>]) -> Vec<(Line<'a>, &'b [Line<'a>])> {
    let mut starts: Vec<usize> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && line.text.split_whitespace().next().is_some_and(super::elements::is_remark) {
            break;
        }
        if index == 0 || looks_like(line.text) {
            starts.push(index);
        }
    }
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let section = |(start, end): (&usize, usize)| Some((*lines.get(*start)?, lines.get(start + 1..end)?));
    starts.iter().zip(ends).filter_map(section).collect()
}

/// A day with a slash before and a dot behind it, and an airport at the end or two dots. No element is written so.
fn looks_like(text: &str) -> bool {
    let Some((flight, (day, rest))) = text.split_once('/').and_then(|(f, rest)| Some((f, rest.split_once('.')?)))
    else {
        return false;
    };
    let airport = matches!(rest.len(), 3 | 4) && rest.bytes().all(|b| b.is_ascii_alphabetic());
    flight.len() <= 10 && day.len() <= 9 && !day.contains(char::is_whitespace) && (rest.contains('.') || airport)
}

/// The flight and its day: what stands before the first dot.
pub fn dated(text: &str, number: usize, report: &mut Report) -> Option<(Designator, Date)> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Ok(read) = grammar::dated_flight.parse(&text) {
        return Some(read);
    }
    let flight = text.split_once('/').map_or(text.as_str(), |(flight, _)| flight);
    let reason = match grammar::flight(flight) {
        _ if !text.contains('/') => "expected a flight and its day like SD200/21",
        None => DESIGNATOR,
        Some(_) => DATE,
    };
    report.fault(reason, format!("line {number}"));
    None
}

/// Every flight of a telex, read by `leg` from its line and the lines below it.
pub fn each(
    lines: &[Line<'_>],
    told: &Told<'_>,
    report: &mut Report,
    leg: impl Fn(&FlightLine<'_>, &[Line<'_>], &Told<'_>, &mut Report) -> Option<Observation>,
) {
    for (line, below) in sections(lines) {
        let Some(flight) = read(line, told.atlas, report) else { continue };
        if let Some(observation) = leg(&flight, below, told, report) {
            report.observe(observation, format!("line {}", flight.number));
        }
    }
}

/// A fault where the flight cannot be named.
pub fn read<'a>(line: Line<'a>, atlas: &Atlas, report: &mut Report) -> Option<FlightLine<'a>> {
    let at = format!("line {}", line.number);
    let mut parts = line.text.split('.').map(str::trim);
    let (flight, date) = dated(parts.next().unwrap_or_default(), line.number, report)?;
    let rest: Vec<&str> = parts.collect();
    let (registration, airport) = match rest.as_slice() {
        [airport] => (None, *airport),
        [registration, airport] => (Some(*registration), *airport),
        _ => {
            report.fault("expected flight, registration and airport like SD200/21.PMDFG.CDG", at);
            return None;
        }
    };
    let (code, behind) = airport.split_once(char::is_whitespace).unwrap_or((airport, ""));
    let airport = super::super::leg::airport(code, atlas, &at, report)?;
    let registration = registration.filter(|r| !r.is_empty()).and_then(|text| registered(text, &at, report));
    let behind = Line { text: behind.trim(), ..line };
    Some(FlightLine { flight, date, registration, airport, number: line.number, behind })
}

pub fn registered(text: &str, at: &str, report: &mut Report) -> Option<String> {
    let good = (2..=10).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !good {
        report.fault(REGISTRATION, at);
    }
    good.then(|| text.to_owned())
}

//! The lines below an action: flights with their days, equipment, legs, segments.
//! An ASM names the day with the flight, an SSM gives periods below it.
//! Must not know: what an action does to a flight.

use super::super::super::leg::{DESIGNATOR, Designator};
use super::super::super::report::Report;
use super::super::Told;
use super::super::envelope::Line;
use super::super::flight_line::{self, DATE};
use super::super::grammar;
use super::Action;
use super::period::{self, PERIOD, Period};
use super::routing::{self, Leg};
use crate::domain::place::Carrier;
use chrono::NaiveDate;
use winnow::prelude::*;

/// A flight and its days.
pub struct Dated {
    pub flight: Designator,
    pub dates: Vec<NaiveDate>,
    pub number: usize,
}

/// What belongs together below an action.
#[derive(Default)]
pub struct Body {
    pub flights: Vec<Dated>,
    pub renumbered: Option<Designator>,
    pub legs: Vec<Leg>,
    pub aircraft: Option<String>,
    pub registration: Option<String>,
    /// Another airline operates it.
    pub codeshare: bool,
    /// Something of it could not be read, and a fault says so.
    pub broken: bool,
    /// Its first line.
    pub number: usize,
    carrier: Option<Carrier>,
}

/// The flights of one action; a flight below the legs of another stands for itself.
pub fn read(name: &str, lines: &[Line<'_>], action: Action, told: &Told<'_>, report: &mut Report) -> Vec<Body> {
    if name == "SSM" { periodic(lines, action, told, report) } else { daily(lines, action, told, report) }
}

/// ASM: `BA117/16DEC` on every line that names a flight.
fn daily(lines: &[Line<'_>], action: Action, told: &Told<'_>, report: &mut Report) -> Vec<Body> {
    let mut bodies: Vec<Body> = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let named = words.first().and_then(|word| Some((grammar::dated_flight.parse(*word).ok()?, words.get(1..)?)));
        match named {
            Some((_, rest)) => {
                let open = bodies.last().is_some_and(|b| b.legs.is_empty() && b.aircraft.is_none());
                if !open || bodies.is_empty() {
                    bodies.push(Body { number: line.number, ..Body::default() });
                }
                if let Some(body) = bodies.last_mut() {
                    body.dated(words.first().copied().unwrap_or_default(), line.number, told, report);
                    body.beside(rest, line, action, told, report);
                }
            }
            None => match bodies.last_mut() {
                // What is said below a flight that cannot be read is not told of the one above it.
                Some(_) if misnames(&words) => {
                    report.fault(misnamed(words.first().copied().unwrap_or_default()), format!("line {}", line.number));
                    bodies.push(Body { number: line.number, broken: true, ..Body::default() });
                }
                Some(body) => body.line(&words, line, told, report),
                None => {
                    report.fault(misnamed(words.first().copied().unwrap_or_default()), format!("line {}", line.number));
                    return bodies;
                }
            },
        }
    }
    bodies
}

/// What an SSM says of one flight in its periods.
struct Group {
    flight: Designator,
    periods: Vec<Period>,
    body: Body,
}

/// SSM: the flight alone, then its periods, then what is said of them; another flight, or periods below legs, begin anew.
fn periodic(lines: &[Line<'_>], action: Action, told: &Told<'_>, report: &mut Report) -> Vec<Body> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let Some((first, rest)) = words.split_first() else { continue };
        let renumbers = |word: &str| action == Action::Renumber && !routing::is_stop(word);
        let alone = rest.iter().all(|word| data_element(word).is_some() || renumbers(word));
        let named = grammar::flight(first).filter(|_| alone || groups.is_empty());
        match (groups.last_mut(), named) {
            (None, None) => {
                report.fault(DESIGNATOR, format!("line {}", line.number));
                return Vec::new();
            }
            (Some(group), Some(new)) if action == Action::Renumber && group.body.renumbered.is_none() => {
                group.body.renumbered = Some(new);
            }
            (_, Some(flight)) => {
                let mut group = Group::new(flight, line.number);
                group.body.beside(rest, line, action, told, report);
                groups.push(group);
            }
            (Some(group), None) if period::looks_like(line.text) => {
                if !group.body.legs.is_empty() || group.body.aircraft.is_some() {
                    let again = Group::new(group.flight.clone(), group.body.number);
                    groups.push(again);
                }
                if let Some(group) = groups.last_mut() {
                    group.period(line, action, told, report);
                }
            }
            (Some(group), None) => group.body.line(&words, line, told, report),
        }
    }
    groups.into_iter().map(|group| group.dated(told, report)).collect()
}

impl Group {
    fn new(flight: Designator, number: usize) -> Group {
        let carrier = Some(flight.0.clone());
        Group { flight, periods: Vec::new(), body: Body { number, carrier, ..Body::default() } }
    }

    fn period(&mut self, line: &Line<'_>, action: Action, told: &Told<'_>, report: &mut Report) {
        match period::read(line.text, &told.calendar) {
            Some((period, rest)) => {
                self.periods.push(period);
                self.body.beside(&rest, line, action, told, report);
            }
            None => {
                self.body.broken = true;
                report.fault(PERIOD, format!("line {}", line.number));
            }
        }
    }

    fn dated(mut self, told: &Told<'_>, report: &mut Report) -> Body {
        let number = self.body.number;
        if self.periods.is_empty() {
            if !self.body.broken {
                report.fault(PERIOD, format!("line {number}"));
            }
            self.body.broken = true;
            return self.body;
        }
        let dates = period::days(&self.periods, &told.calendar, report);
        if dates.is_empty() {
            report.note(format!("no day of the periods of the flight on line {number} was taken"));
        }
        self.body.flights.push(Dated { flight: self.flight, dates, number });
        self.body
    }
}

fn misnamed(word: &str) -> &'static str {
    let flight = word.split('/').next().unwrap_or_default();
    if grammar::flight(flight).is_none() { DESIGNATOR } else { DATE }
}

/// Meant as a flight and its day: a slash, and neither a leg nor a data element.
fn misnames(words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let flight = first.contains('/') && data_element(first).is_none() && routing::chain(&[first]).is_none();
    flight && !routing::is_stop(first) && !rest.iter().any(|word| routing::is_stop(word))
}

/// `6/UO113/12`: a number of up to three digits before the slash.
fn data_element(word: &str) -> Option<(&str, &str)> {
    let (number, rest) = word.split_once('/')?;
    ((1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())).then_some((number, rest))
}

impl Body {
    fn dated(&mut self, word: &str, number: usize, told: &Told<'_>, report: &mut Report) {
        let read = grammar::dated_flight.parse(word).ok();
        match read.and_then(|(flight, date)| Some((flight, told.calendar.coming(date)?))) {
            Some((flight, date)) => {
                self.carrier.get_or_insert_with(|| flight.0.clone());
                self.flights.push(Dated { flight, dates: vec![date], number });
            }
            None => {
                self.broken = true;
                report.fault(DATE, format!("line {number}"));
            }
        }
    }

    /// What stands behind a flight or a period: other flights, the legs meant, the new flight of `FLT`, data elements.
    fn beside(&mut self, words: &[&str], line: &Line<'_>, action: Action, told: &Told<'_>, report: &mut Report) {
        for word in words {
            let dated = grammar::dated_flight.parse(*word).ok();
            if self.element(word, report) {
            } else if let (Action::Renumber, Some(new)) =
                (action, dated.clone().map(|(f, _)| f).or(grammar::flight(word)))
            {
                self.renumbered = Some(new);
            } else if dated.is_some() {
                self.dated(word, line.number, told, report);
            } else if let Some(codes) = routing::chain(&[word]) {
                self.legs.extend(routing::named(&codes, line.number, told.atlas, report));
            } else {
                report.note(format!("line {} is not wholly understood", line.number));
            }
        }
    }

    fn element(&mut self, word: &str, report: &mut Report) -> bool {
        let Some((number, value)) = data_element(word) else {
            return false;
        };
        if number == "2" && value != "X" && self.carrier.as_ref().is_some_and(|own| own.as_str() != value) {
            self.codeshare = true;
        } else {
            report.note("data elements are not used");
        }
        true
    }

    /// Equipment, legs, segments.
    fn line(&mut self, words: &[&str], line: &Line<'_>, told: &Told<'_>, report: &mut Report) {
        let alone = |w: &str| w.len() == 1 && w.bytes().all(|b| b.is_ascii_alphabetic());
        let kind = |w: &str| (w.len() == 3 || w.len() == 4) && w.bytes().all(|b| b.is_ascii_alphanumeric());
        match words {
            [service, aircraft, rest @ ..] if alone(service) && kind(aircraft) => {
                self.aircraft = Some((*aircraft).to_owned());
                // Behind it stand seats, which are nothing for this service, the aircraft itself, and data elements. Seats
                // look like a registration unless a dot marks them.
                let mut seats = false;
                for word in rest {
                    if !self.element(word, report)
                        && seats
                        && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    {
                        let at = format!("line {}", line.number);
                        self.registration = flight_line::registered(word, &at, report);
                    }
                    seats = word.starts_with('.');
                }
            }
            [segment, rest @ ..] if segment.len() == 6 && rest.first().is_some_and(|w| data_element(w).is_some()) => {
                report.note("segment lines are not used");
            }
            _ => {
                let plain: Vec<&str> = words.iter().copied().filter(|w| data_element(w).is_none()).collect();
                if plain.len() < words.len() {
                    report.note("data elements are not used");
                }
                if let Some(codes) = routing::chain(&plain) {
                    self.legs.extend(routing::named(&codes, line.number, told.atlas, report));
                } else if plain
                    .first()
                    .is_some_and(|w| w.bytes().take(3).all(|b| b.is_ascii_uppercase()) && w.len() >= 3)
                {
                    match routing::read(&plain, line.number, told.atlas, report) {
                        Some(legs) => self.legs.extend(legs),
                        None => self.broken = true,
                    }
                } else if !plain.is_empty() {
                    report.note(format!("line {} is not wholly understood", line.number));
                }
            }
        }
    }
}

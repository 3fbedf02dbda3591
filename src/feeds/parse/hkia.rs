//! The flight boards of Hong Kong International Airport: days of departures or arrivals with a status in words.
//! All times are on the wall at Hong Kong and all flights are its own, so nothing else needs to be told.
//! Must not know: what is held about a flight, or whether a value is news.

#[cfg(test)]
mod tests;

use super::board::{self, Boarding, End};
use super::json::{self, Node};
use super::leg::{self, Wall};
use super::report::{MESSAGE, Report};
use super::says::Says;
use super::time;
use crate::domain::observation::{Event, Field, Kind, Observation, Stage};
use crate::domain::place::Airport;
use crate::feeds::{About, Parsed};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

const HOME: &str = "HKG";

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    let Ok(home) = Airport::parse(HOME) else { return Parsed::default() };
    json::each(body, |root, report| {
        let days = if root.value.is_array() { root.elements() } else { vec![root] };
        if days.is_empty() {
            report.note("no days in it");
        }
        for node in days {
            Board { home: &home, about, report }.day(&node);
        }
    })
}

struct Board<'a> {
    home: &'a Airport,
    about: &'a About<'a>,
    report: &'a mut Report,
}

impl Board<'_> {
    fn day(&mut self, day: &Node) {
        if !day.has("list") && !day.has("date") {
            if !board::refused(day, self.report) {
                self.report.fault("expected a day with its date and list", place(day));
            }
            return;
        }
        if day.flag("cargo", self.report) == Some(true) {
            self.report.note("cargo flights are not used");
            return;
        }
        let date = day.text("date", self.report).and_then(|text| time::date(&text).filter(|_| text.len() == 10));
        let Some(date) = date else {
            self.report.fault(time::DATE, day.place("date"));
            return;
        };
        let end = day.flag("arrival", self.report).map(|arrival| if arrival { End::Arrival } else { End::Departure });
        let rows = day.array("list", self.report);
        if rows.is_empty() {
            self.report.note("a day without flights");
        }
        for row in rows {
            self.row(&row, date, end);
        }
    }

    fn row(&mut self, row: &Node, date: NaiveDate, end: Option<End>) {
        // A day that does not say which of the two it is, is known by what its rows have.
        let known = match (row.has("destination"), row.has("origin")) {
            (true, false) => Some(End::Departure),
            (false, true) => Some(End::Arrival),
            _ => None,
        };
        let Some(end) = end.or(known) else {
            return self.report.fault("expected an origin or a destination", place(row));
        };
        let flights = row.array("flight", self.report);
        let Some((operating, marketing)) = flights.split_first() else {
            return self.report.fault("expected a flight with its no", row.place("flight"));
        };
        let Some(designator) = self.designator(operating) else { return };
        let other = self.other(row, end);
        let flight = end.leg(designator, date, Some(self.home.clone()), other);
        let mut says = Says::default();
        let scheduled = self.scheduled(row, date);
        if let Some(at) = scheduled {
            says.time(Kind::Scheduled, end.block(), at);
        }
        for other in marketing {
            if let Some(designator) = self.designator(other) {
                says.add(Field::Marketing, Stage::Estimated, leg::shown(&designator));
            }
        }
        self.places(row, end, &mut says);
        self.status(row, date, end, scheduled, &mut says);
        let says = says.finish(&row.at, self.report);
        // `lastUpdatedTime` is days away from the truth on some answers, so nothing is known of when this was known.
        self.report.observe(Observation { flight, says, reported: None }, row.at.clone());
    }

    fn designator(&mut self, flight: &Node) -> Option<leg::Designator> {
        match flight.text("no", self.report) {
            Some(no) => leg::joined(&no, &flight.place("no"), self.report),
            None => {
                self.report.fault(leg::DESIGNATOR, flight.place("no"));
                None
            }
        }
    }

    /// The airport next to Hong Kong. Both lists are in the order of flying: a departure goes to the first of its
    /// destinations, an arrival comes from the last of its origins.
    fn other(&mut self, row: &Node, end: End) -> Option<Airport> {
        let name = if end == End::Departure { "destination" } else { "origin" };
        let stops = board::texts(row, name, self.report);
        let next = if end == End::Departure { stops.first() } else { stops.last() };
        let Some((code, at)) = next else {
            self.report.fault(format!("expected at least one {name}"), row.place(name));
            return None;
        };
        leg::airport(code, self.about.atlas, at, self.report)
    }

    fn scheduled(&mut self, row: &Node, date: NaiveDate) -> Option<DateTime<Utc>> {
        let text = row.text("time", self.report);
        match text.as_deref().and_then(clock) {
            Some(clock) => self.instant(date, clock, None, &row.place("time")),
            None => {
                self.report.fault("expected a time like 09:05", row.place("time"));
                None
            }
        }
    }

    fn instant(
        &mut self,
        date: NaiveDate,
        clock: NaiveTime,
        not_before: Option<DateTime<Utc>>,
        at: &str,
    ) -> Option<DateTime<Utc>> {
        leg::instant(Wall::Airport(self.home), date.and_time(clock), not_before, self.about.atlas, at, self.report)
    }

    fn places(&mut self, row: &Node, end: End, says: &mut Says) {
        let mut put = |field, name: &str| {
            let text = row.text(name, self.report).unwrap_or_default();
            says.text(field, &text, &row.place(name), self.report);
        };
        put(end.terminal(), "terminal");
        if end == End::Departure {
            put(Field::GateOut, "gate");
        } else {
            put(Field::StandIn, "stand");
            put(Field::Belt, "baggage");
        }
    }

    fn status(&mut self, row: &Node, date: NaiveDate, end: End, scheduled: Option<DateTime<Utc>>, says: &mut Says) {
        let at = row.place("status");
        let Some(text) = row.text("status", self.report) else { return };
        let text = text.to_ascii_lowercase();
        match text.as_str() {
            "cancelled" => return says.flag(Field::Cancelled, true),
            "delayed" => return self.report.note("status Delayed without a time is not used"),
            "boarding soon" => return self.report.note("status Boarding Soon is not used: boarding has not begun"),
            "boarding" => return board::put_boarding(says, Boarding::Begun),
            "final call" => return board::put_boarding(says, Boarding::FinalCall),
            "gate closed" => return board::put_boarding(says, Boarding::GateClosed),
            _ => {}
        }
        let Some((kind, event, rest)) = timed(&text, end) else {
            return self.report.note("a status that is not known");
        };
        let Some((day, clock)) = moment(rest, date) else {
            return self.report.fault("expected a status like Dep 00:23 (14/08/2026)", at);
        };
        if let Some(instant) = self.instant(day, clock, scheduled, &at) {
            says.time(kind, event, instant);
        }
    }
}

/// What a status with a time is about, and the time. One of the other direction is not known.
fn timed(text: &str, end: End) -> Option<(Kind, Event, &str)> {
    let words: &[(&str, End, Kind, Event)] = &[
        ("dep ", End::Departure, Kind::Actual, Event::Out),
        ("departed ", End::Departure, Kind::Actual, Event::Out),
        ("at gate ", End::Arrival, Kind::Actual, Event::In),
        ("landed ", End::Arrival, Kind::Actual, Event::On),
        ("est at ", End::Departure, Kind::Estimated, Event::Out),
        ("est at ", End::Arrival, Kind::Estimated, Event::In),
    ];
    words.iter().filter(|(_, of, _, _)| *of == end).find_map(|(word, _, kind, event)| {
        let rest = text.strip_prefix(word)?;
        Some((*kind, *event, rest.trim()))
    })
}

/// `00:23 (14/08/2026)`; a time without a date is of the list's day, as the board shows the date of any other.
fn moment(text: &str, list: NaiveDate) -> Option<(NaiveDate, NaiveTime)> {
    let (clock_text, date) = match text.split_once('(') {
        Some((clock, date)) => (clock.trim(), day(date.trim().strip_suffix(')')?.trim())?),
        None => (text, list),
    };
    Some((date, clock(clock_text)?))
}

/// `14/08/2026`.
fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    time::date(&format!("{year}-{month}-{day}")).filter(|_| text.len() == 10)
}

/// `09:05`.
fn clock(text: &str) -> Option<NaiveTime> {
    let shape = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b':');
    if shape { NaiveTime::parse_from_str(text, "%H:%M").ok() } else { None }
}

fn place(node: &Node) -> String {
    if node.at.is_empty() { MESSAGE.to_owned() } else { node.at.clone() }
}

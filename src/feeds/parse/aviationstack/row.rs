//! One row of AviationStack. Its times are those on the wall at either end and carry `+00:00` all the same, so the offset is
//! dropped and the zone of that end applied. A row of a codeshare names the flight that operates and is read as that one, with
//! its own number among those it is sold by. Must not know: what is held about the flight.

use crate::config::local_time::instants_in;
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::{Airport, Carrier};
use crate::feeds::About;
use crate::feeds::parse::json::Node;
use crate::feeds::parse::leg::{self, Designator, Wall};
use crate::feeds::parse::report::Report;
use crate::feeds::parse::says::Says;
use crate::feeds::parse::time;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

const TIME: &str = "expected a local time like 2018-06-03T19:36:00+00:00";

pub fn read(row: &Node<'_>, about: &About<'_>, report: &mut Report) {
    if row.members().is_none() {
        return report.fault("expected a flight", &row.at);
    }
    let Some((operating, sold)) = named(row, report) else { return };
    let (departure, arrival) = (row.object("departure", report), row.object("arrival", report));
    let from = departure.as_ref().and_then(|end| airport(end, about, report));
    let to = arrival.as_ref().and_then(|end| airport(end, about, report));
    let Some(date) = date(row, departure.as_ref(), report) else { return };
    let mut says = Says::default();
    status(row, &mut says, report);
    let mut left = None;
    if let Some(end) = &departure {
        left = times(end, from.as_ref(), [Event::Out, Event::Off], None, about, &mut says, report);
        places(end, &[("terminal", Field::TerminalOut), ("gate", Field::GateOut)], &mut says, report);
    }
    if let Some(end) = &arrival {
        times(end, to.as_ref(), [Event::In, Event::On], left, about, &mut says, report);
        let fields = [("terminal", Field::TerminalIn), ("gate", Field::GateIn), ("baggage", Field::Belt)];
        places(end, &fields, &mut says, report);
    }
    aircraft(row, &mut says, report);
    if let Some(sold) = sold {
        says.add(Field::Marketing, Stage::Estimated, leg::shown(&sold));
    }
    let (carrier, number, suffix) = operating;
    let flight = FlightRef { carrier, number, suffix, date, basis: DateBasis::Local, from, to, repeat: 1 };
    let says = says.finish(&row.at, report);
    report.observe(Observation { flight, says, reported: None }, &row.at);
}

/// The operating flight, and the number of the row where it is another.
fn named(row: &Node<'_>, report: &mut Report) -> Option<(Designator, Option<Designator>)> {
    let Some(flight) = row.object("flight", report) else {
        report.fault("expected a flight with its number", row.place("flight"));
        return None;
    };
    let airline = row.object("airline", report);
    let code = |name: &str, report: &mut Report| airline.as_ref().and_then(|a| a.text(name, report));
    let (iata, icao) = (code("iata", report), code("icao", report));
    let own = designator(&flight, [iata, icao], ["number", "iata", "icao"], report)?;
    let Some(shared) = flight.object("codeshared", report).filter(|shared| !is_blank(shared)) else {
        return Some((own, None));
    };
    let codes = ["airline_iata", "airline_icao"].map(|name| shared.text(name, report));
    let operating = designator(&shared, codes, ["flight_number", "flight_iata", "flight_icao"], report)?;
    let sold = (own != operating).then_some(own);
    Some((operating, sold))
}

/// An object that is there and has nothing in it says nothing.
fn is_blank(node: &Node<'_>) -> bool {
    node.members().is_some_and(|members| members.values().all(|v| v.is_null() || v.as_str().is_some_and(str::is_empty)))
}

/// Carrier by its IATA code and number, else the flight's IATA designator, else the same by ICAO.
fn designator(
    flight: &Node<'_>,
    [iata, icao]: [Option<String>; 2],
    [number, joined_iata, joined_icao]: [&str; 3],
    report: &mut Report,
) -> Option<Designator> {
    let text = flight.text(number, report);
    for (carrier, joined) in [(iata, joined_iata), (icao, joined_icao)] {
        if let (Some(carrier), Some(text)) = (carrier.filter(|c| Carrier::parse(c).is_ok()), &text) {
            return leg::parted(&carrier, text, &flight.place(number), report);
        }
        if let Some(text) = flight.text(joined, report) {
            return leg::joined(&text, &flight.place(joined), report);
        }
    }
    report.fault(leg::DESIGNATOR, &flight.at);
    None
}

fn airport(end: &Node<'_>, about: &About<'_>, report: &mut Report) -> Option<Airport> {
    let (name, code) = first(end, ["iata", "icao"], report)?;
    leg::airport(&code, about.atlas, &end.place(name), report)
}

/// The first of two members that says something, and its name.
fn first(node: &Node<'_>, names: [&'static str; 2], report: &mut Report) -> Option<(&'static str, String)> {
    names.into_iter().find_map(|name| Some((name, node.text(name, report)?)))
}

/// `flight_date`, else the date on which the departure is scheduled: both are the local ones.
fn date(row: &Node<'_>, departure: Option<&Node<'_>>, report: &mut Report) -> Option<NaiveDate> {
    if let Some(text) = row.text("flight_date", report) {
        let read = time::date(&text);
        if read.is_none() {
            report.fault(time::DATE, row.place("flight_date"));
        }
        return read;
    }
    let scheduled = departure.and_then(|end| end.text("scheduled", report)).and_then(|text| on_the_wall(&text));
    if scheduled.is_none() {
        report.fault("expected flight_date, or a scheduled departure", &row.at);
    }
    scheduled.map(|wall| wall.date())
}

fn status(row: &Node<'_>, says: &mut Says, report: &mut Report) {
    match row.text("flight_status", report).as_deref() {
        Some("cancelled" | "canceled") => says.flag(Field::Cancelled, true),
        Some("diverted") => says.put(Field::DivertedTo, Stage::Estimated, Some(Value::Text(String::new()))),
        Some("incident") => report.note("an incident, of which nothing more is said"),
        None | Some("scheduled" | "active" | "landed" | "unknown") => {}
        Some(_) => report.note("a flight_status that is not known"),
    }
    if row.has("live") {
        report.note("a position (live) is not used");
    }
}

fn aircraft(row: &Node<'_>, says: &mut Says, report: &mut Report) {
    let Some(aircraft) = row.object("aircraft", report) else { return };
    if let Some(registration) = aircraft.text("registration", report) {
        let registration = registration.to_ascii_uppercase();
        says.text(Field::Registration, &registration, &aircraft.place("registration"), report);
    }
    if let Some((name, kind)) = first(&aircraft, ["iata", "icao"], report) {
        says.text(Field::AircraftType, &kind, &aircraft.place(name), report);
    }
}

fn places(end: &Node<'_>, fields: &[(&str, Field)], says: &mut Says, report: &mut Report) {
    for (name, field) in fields {
        if let Some(text) = end.text(name, report) {
            says.text(*field, &text, &end.place(name), report);
        }
    }
}

/// The times of one end, and its scheduled one, which all that follows comes after.
fn times(
    end: &Node<'_>,
    airport: Option<&Airport>,
    [gate, runway]: [Event; 2],
    left: Option<DateTime<Utc>>,
    about: &About<'_>,
    says: &mut Says,
    report: &mut Report,
) -> Option<DateTime<Utc>> {
    let zone = end.text("timezone", report);
    let mut read = |name: &str, not_before: Option<DateTime<Utc>>| {
        let text = end.text(name, report)?;
        let place = end.place(name);
        let Some(wall) = on_the_wall(&text) else {
            report.fault(TIME, place);
            return None;
        };
        if let Some(true) = offset(&text) {
            // An offset that is none of UTC was put there by somebody who meant it.
            return time::with_offset(&text);
        }
        let Some(clock) = clock(zone.as_deref(), airport, wall) else {
            report.fault("no time zone and no airport: the local time was not taken", place);
            return None;
        };
        leg::instant(clock, wall, not_before, about.atlas, &place, report)
    };
    let scheduled = read("scheduled", left);
    let after = left.or(scheduled);
    for (name, kind, event) in [
        ("estimated", Kind::Estimated, gate),
        ("actual", Kind::Actual, gate),
        ("estimated_runway", Kind::Estimated, runway),
        ("actual_runway", Kind::Actual, runway),
    ] {
        if let Some(at) = read(name, after) {
            says.time(kind, event, at);
        }
    }
    if let Some(at) = scheduled {
        says.time(Kind::Scheduled, gate, at);
    }
    scheduled
}

fn clock<'a>(zone: Option<&'a str>, airport: Option<&'a Airport>, wall: NaiveDateTime) -> Option<Wall<'a>> {
    match (zone.filter(|zone| instants_in(zone, wall).is_some()), airport) {
        (Some(zone), _) => Some(Wall::Zone(zone)),
        (None, Some(airport)) => Some(Wall::Airport(airport)),
        (None, None) => None,
    }
}

/// What the clock showed, without the offset behind it.
fn on_the_wall(text: &str) -> Option<NaiveDateTime> {
    let (date, clock) = text.split_once('T')?;
    let clock = clock.split(['Z', '+', '-']).next()?;
    time::on_the_wall(&format!("{date}T{clock}"))
}

/// Whether there is an offset, and one other than that of UTC.
fn offset(text: &str) -> Option<bool> {
    let (_, clock) = text.split_once('T')?;
    let (_, offset) = clock.split_once(['+', '-'])?;
    Some(offset.bytes().any(|b| b.is_ascii_digit() && b != b'0'))
}

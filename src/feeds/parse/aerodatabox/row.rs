//! One flight of AeroDataBox: which leg it is, and what is said of it. The revised time is that of the gate, an estimate until
//! the status says that it has happened; the runway's is take-off and landing. Rows that are marked as codeshares name no
//! operating flight and are left out. Must not know: the message around the row, what is held about the flight.

use super::Board;
use super::codes::{Codeshare, Status};
use super::end::{self, End, Moment, Side};
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::Carrier;
use crate::domain::plan::Places;
use crate::feeds::About;
use crate::feeds::parse::json::Node;
use crate::feeds::parse::leg::{self, Designator};
use crate::feeds::parse::report::Report;
use crate::feeds::parse::says::Says;
use crate::feeds::parse::time;
use chrono::{DateTime, NaiveDate, Utc};

pub fn read(row: &Node<'_>, board: Option<&Board>, about: &About<'_>, report: &mut Report) {
    if row.members().is_none() {
        return report.fault("expected a flight", &row.at);
    }
    // Some keep a board's rows each with the airport that was asked about.
    match row.get("flight").filter(|inner| inner.value.is_object() && !row.has("number")) {
        Some(inner) => flight(&inner, wrapped(row, about, report).as_ref().or(board), about, report),
        None => flight(row, board, about, report),
    }
}

fn wrapped(row: &Node<'_>, about: &About<'_>, report: &mut Report) -> Option<Board> {
    let side = match row.text("type", report)?.to_ascii_lowercase().as_str() {
        "arrival" => Side::Arrival,
        "departure" => Side::Departure,
        _ => return None,
    };
    let named = row.object("airport", report);
    let airport = named.and_then(|named| end::airport_of(&named, about, report));
    Some(Board { side, airport: airport.or_else(|| about.airport.cloned()) })
}

fn flight(row: &Node<'_>, board: Option<&Board>, about: &About<'_>, report: &mut Report) {
    let codeshare = row.get("codeshareStatus").map(|node| Codeshare::parse(node.value));
    match codeshare {
        Some(Some(Codeshare::Codeshared)) => {
            return report.note("rows marked as codeshares were left out: they do not name the operating flight");
        }
        Some(None) => report.note("a codeshare status that is not known"),
        _ => {}
    }
    let Some(named) = designator(row, report) else { return };
    let Some((from, to)) = ends(row, board, about, report) else { return };
    let Some((date, basis)) = date(row, &from, &to, about, report) else { return };
    let reported = row.text("lastUpdatedUtc", report).and_then(|text| {
        let read = time::instant(&end::iso(&text));
        if read.is_none() {
            report.fault(end::TIME, row.place("lastUpdatedUtc"));
        }
        read
    });
    let (carrier, number, suffix) = named;
    let (origin, destination) = (from.airport.clone(), to.airport.clone());
    let flight = FlightRef { carrier, number, suffix, date, basis, from: origin, to: destination, repeat: 1 };
    let says = said(row, from, to, reported.unwrap_or(about.received), report).finish(&row.at, report);
    report.observe(Observation { flight, says, reported }, &row.at);
}

/// The number, with the IATA code of its airline where the row has both.
fn designator(row: &Node<'_>, report: &mut Report) -> Option<Designator> {
    let text = row.text("number", report).unwrap_or_default();
    let (carrier, number, suffix) = leg::joined(&text, &row.place("number"), report)?;
    let airline = row.object("airline", report);
    let mut code = |name: &str| airline.as_ref().and_then(|a| Carrier::parse(&a.text(name, report)?).ok());
    let iata = code("iata").filter(|iata| iata.as_str().len() == 2);
    let same = code("icao").is_some_and(|icao| icao == carrier);
    Some((iata.filter(|_| same).unwrap_or(carrier), number, suffix))
}

/// Departure and arrival. A board's row has both without its own airport, or `movement`: the other airport, with the
/// times and the gate of its own.
fn ends(row: &Node<'_>, board: Option<&Board>, about: &About<'_>, report: &mut Report) -> Option<(End, End)> {
    let own = |side: Side| board.filter(|b| b.side == side).and_then(|b| b.airport.clone());
    let (departure, arrival) = (row.object("departure", report), row.object("arrival", report));
    let movement = row.object("movement", report).filter(|_| departure.is_none() && arrival.is_none());
    let Some(movement) = movement else {
        let mut read = |node: Option<Node<'_>>, side| {
            node.map_or_else(End::default, |node| end::read(&node, own(side), about, report))
        };
        return Some((read(departure, Side::Departure), read(arrival, Side::Arrival)));
    };
    let Some(board) = board else {
        report.fault("expected departure and arrival: a movement alone does not say which it is", &movement.at);
        return None;
    };
    let mut here = end::read(&movement, None, about, report);
    let there = End { airport: here.airport.take(), ..End::default() };
    here.airport.clone_from(&board.airport);
    Some(if board.side == Side::Departure { (here, there) } else { (there, here) })
}

/// By which day the flight is known: the departure's, or for a row of arrivals that knows no other, the arrival's.
fn date(
    row: &Node<'_>,
    from: &End,
    to: &End,
    about: &About<'_>,
    report: &mut Report,
) -> Option<(NaiveDate, DateBasis)> {
    let local =
        |end: &End, moment: Moment| moment.local.or_else(|| about.atlas.local_date(end.airport.as_ref()?, moment.at));
    if let Some(moment) = from.scheduled {
        let local = local(from, moment).map(|date| (date, DateBasis::Local));
        return Some(local.unwrap_or((moment.at.date_naive(), DateBasis::Utc)));
    }
    let arrival = to.scheduled.and_then(|moment| local(to, moment));
    if arrival.is_none() {
        report.fault("expected a scheduled time: the flight has no date", &row.at);
    }
    arrival.map(|date| (date, DateBasis::Arrival))
}

fn said(row: &Node<'_>, from: End, to: End, known: DateTime<Utc>, report: &mut Report) -> Says {
    let mut says = Says::default();
    let status = row.get("status").and_then(|node| {
        let status = Status::parse(node.value);
        if status.is_none() {
            report.note("a status that is not known");
        }
        status
    });
    match status {
        Some(Status::Canceled) => says.flag(Field::Cancelled, true),
        Some(Status::CanceledUncertain) => report.note("CanceledUncertain: may be cancelled, so nothing is"),
        Some(Status::Diverted) => says.put(Field::DivertedTo, Stage::Estimated, Some(Value::Text(String::new()))),
        Some(Status::Boarding) => boarding(&mut says, "boarding"),
        Some(Status::GateClosed) => boarding(&mut says, "gate closed"),
        _ => {}
    }
    if row.flag("isCargo", report) == Some(true) {
        report.note("a flight of cargo only");
    }
    times(&from, [Event::Out, Event::Off], status.is_some_and(Status::has_departed), known, &mut says, report);
    times(&to, [Event::In, Event::On], status == Some(Status::Arrived), known, &mut says, report);
    match (from.predicted, to.predicted) {
        (_, Some(moment)) => says.time(Kind::Estimated, Event::On, moment.at),
        (Some(_), None) => {
            report.note("a predicted departure is not used: people would come too late for the real one")
        }
        (None, None) => {}
    }
    places(from, [Field::TerminalOut, Field::GateOut], None, &mut says, report);
    places(to, [Field::TerminalIn, Field::GateIn], Some(Field::Belt), &mut says, report);
    if let Some(aircraft) = row.object("aircraft", report)
        && let Some(registration) = aircraft.text("reg", report)
    {
        says.text(Field::Registration, &registration.to_ascii_uppercase(), &aircraft.place("reg"), report);
    }
    says
}

fn boarding(says: &mut Says, word: &str) {
    says.put(Field::Boarding, Stage::Estimated, Some(Value::Text(word.to_owned())));
}

/// The times of one end. What the status calls done is actual, unless it still lies ahead of what was known: a flight has
/// arrived when it has landed, and its time at the gate may be an estimate yet.
fn times(end: &End, events: [Event; 2], done: bool, known: DateTime<Utc>, says: &mut Says, report: &mut Report) {
    let [gate, runway] = events;
    if let Some(moment) = end.scheduled {
        says.time(Kind::Scheduled, gate, moment.at);
    }
    if end.approximate {
        report.note("times of the quality Approximate were taken as estimates");
    }
    let past = |at: DateTime<Utc>| done && !end.approximate && at <= known;
    let kind = |actual: bool| if actual { Kind::Actual } else { Kind::Estimated };
    let Some(on_it) = end.runway else {
        if let Some(moment) = end.revised {
            says.time(kind(past(moment.at)), gate, moment.at);
        }
        return;
    };
    says.time(kind(past(on_it.at)), runway, on_it.at);
    if let Some(revised) = end.revised {
        let (first, second) = if gate == Event::Out { (revised.at, on_it.at) } else { (on_it.at, revised.at) };
        if first >= second {
            report.note("a revised time that is the runway's, or on the wrong side of it, was taken as an estimate");
        }
        says.time(kind(past(revised.at) && first < second), gate, revised.at);
    }
}

fn places(end: End, fields: [Field; 2], belt: Option<Field>, says: &mut Says, report: &mut Report) {
    let [terminal, gate] = fields;
    let said = [(Some(terminal), end.terminal), (Some(gate), end.gate), (belt, end.belt)];
    for (field, text) in said {
        if let (Some(field), Some((text, at))) = (field, text) {
            says.text(field, &text, &at, report);
        }
    }
}

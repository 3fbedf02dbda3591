//! One row of AeroAPI: which leg it is about, and what it says of it.
//! A row that cannot be named is a fault, one that is no airline's flight a note; a field that cannot be read is a fault
//! beside the fields that can. Must not know: the other rows, the message around them.

use super::super::json::Node;
use super::super::leg::{self, Designator};
use super::super::report::{MESSAGE, Report};
use super::super::says::Says;
use super::diversion::Fate;
use crate::domain::observation::{DateBasis, Event as Moment, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::{Airport, designator};
use crate::feeds::About;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// What the `event_code` of an alert says beyond the flight beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Cancelled,
    Reinstated,
    Diverted,
}

pub(super) type Times = BTreeMap<(Kind, Moment), DateTime<Utc>>;

/// A row whose leg has a name.
pub(super) struct Row<'a> {
    pub node: Node<'a>,
    /// Not unique: a diverted flight and the leg that follows it share one.
    pub id: Option<String>,
    pub flight: FlightRef,
    /// The number it is sold under, when the row itself is about that and names the flight that operates it.
    sold_as: Option<Designator>,
    pub times: Times,
    pub diverted: bool,
}

const TIMES: [(&str, Kind, Moment); 12] = [
    ("scheduled_out", Kind::Scheduled, Moment::Out),
    ("scheduled_off", Kind::Scheduled, Moment::Off),
    ("scheduled_on", Kind::Scheduled, Moment::On),
    ("scheduled_in", Kind::Scheduled, Moment::In),
    ("estimated_out", Kind::Estimated, Moment::Out),
    ("estimated_off", Kind::Estimated, Moment::Off),
    ("estimated_on", Kind::Estimated, Moment::On),
    ("estimated_in", Kind::Estimated, Moment::In),
    ("actual_out", Kind::Actual, Moment::Out),
    ("actual_off", Kind::Actual, Moment::Off),
    ("actual_on", Kind::Actual, Moment::On),
    ("actual_in", Kind::Actual, Moment::In),
];

pub(super) fn identify<'a>(node: Node<'a>, about: &About<'_>, report: &mut Report) -> Option<Row<'a>> {
    if node.members().is_none() {
        report.fault("expected a flight", spot(&node));
        return None;
    }
    for (name, note) in [
        ("blocked", "a blocked flight is not used"),
        ("position_only", "a flight known by positions alone is not used"),
    ] {
        if node.flag(name, report) == Some(true) {
            report.note(note);
            return None;
        }
    }
    let (carrier, number, suffix, sold_as) = name(&node, report)?;
    let (from, to) = (airport(&node, "origin", about, report), airport(&node, "destination", about, report));
    let mut times = Times::new();
    for (name, kind, moment) in TIMES {
        if let Some(at) = node.instant(name, report) {
            times.insert((kind, moment), at);
        }
    }
    let zone = node.get("origin").and_then(|o| o.value.get("timezone")?.as_str());
    let (date, basis) = day(&node, from.as_ref(), zone, &times, about, report)?;
    let flight = FlightRef { carrier, number, suffix, date, basis, from, to, repeat: 1 };
    let (id, diverted) = (node.text("fa_flight_id", report), node.flag("diverted", report) == Some(true));
    Some(Row { id, flight, sold_as, times, diverted, node })
}

/// Where the row stands, in words when it is the whole message.
fn spot(node: &Node<'_>) -> String {
    if node.at.is_empty() { MESSAGE.to_owned() } else { node.at.clone() }
}

type Named = (crate::domain::place::Carrier, u16, Option<char>, Option<Designator>);

/// The flight by its IATA number where the row has one, else by its ICAO number; a row of the schedule that is sold
/// under another number is read as the flight that operates it.
fn name(node: &Node<'_>, report: &mut Report) -> Option<Named> {
    let ident = node.text_of(&["ident_iata", "ident_icao", "ident"], report);
    let Some(ident) = ident else {
        report.fault("expected an ident", spot(node));
        return None;
    };
    let mark = |text: &str| text.chars().filter(|c| *c != '-').collect::<String>().to_ascii_uppercase();
    let registration = node.text("registration", report).map(|r| mark(&r));
    let private = node.text("type", report).is_some_and(|t| t.eq_ignore_ascii_case("General_Aviation"));
    if private || registration.is_some_and(|r| r == mark(&ident)) {
        report.note("general aviation is not used");
        return None;
    }
    let operated = read(node, ["actual_ident_iata", "actual_ident_icao", "actual_ident"], None, report);
    let named = read(node, ["ident_iata", "ident_icao", "ident"], Some(node), report);
    match (operated, named) {
        (Some((carrier, number, suffix)), sold) => Some((carrier, number, suffix, sold)),
        (None, Some((carrier, number, suffix))) => Some((carrier, number, suffix, None)),
        (None, None) => {
            report.note("an ident that is a call sign or a registration, and no flight number, is not used");
            None
        }
    }
}

fn read(node: &Node<'_>, names: [&str; 3], parts: Option<&Node<'_>>, report: &mut Report) -> Option<Designator> {
    let [iata, icao, ident] = names;
    let by_iata = |text: String| designator(&text).filter(|(carrier, ..)| carrier.as_str().len() == 2);
    if let Some(found) = node.text(iata, report).and_then(by_iata) {
        return Some(found);
    }
    if let Some(found) = parts.and_then(|node| parted(node, "operator_iata", report)) {
        return Some(found);
    }
    let by_icao = |name: &str, report: &mut Report| node.text(name, report).and_then(|text| leg::icao_ident(&text));
    if let Some(found) = by_icao(icao, report).or_else(|| by_icao(ident, report)) {
        return Some(found);
    }
    if let Some(found) = parts.and_then(|node| parted(node, "operator", report)) {
        return Some(found);
    }
    // N1234A is a registration, and has the shape of a flight of N1.
    let mark = |text: &String| text.starts_with('N') && text.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
    node.text(ident, report).filter(|text| !mark(text)).and_then(by_iata)
}

fn parted(node: &Node<'_>, operator: &str, report: &mut Report) -> Option<Designator> {
    let (operator, number) = (node.text(operator, report)?, node.text("flight_number", report)?);
    number.bytes().all(|b| b.is_ascii_digit()).then(|| designator(&format!("{operator}{number}"))).flatten()
}

/// An airport by its IATA code, else its ICAO code. A local identifier (`1C9`) is none, though it may look like one.
fn airport(node: &Node<'_>, name: &str, about: &About<'_>, report: &mut Report) -> Option<Airport> {
    let end = node.get(name)?;
    let (place, names) = match end.value.is_object() {
        true => (end, ["code_iata", "code_icao", "code_lid", "code"].map(str::to_owned)),
        false => {
            (node.clone(), [format!("{name}_iata"), format!("{name}_icao"), format!("{name}_lid"), name.to_owned()])
        }
    };
    let [iata, icao, lid, code] = names;
    for known in [&iata, &icao] {
        if let Some(text) = place.text(known, report) {
            return leg::airport(&text, about.atlas, &place.place(known), report);
        }
    }
    let code = place.text(&code, report)?;
    let local = place.text(&lid, report).is_some_and(|lid| lid == code);
    let shape = (3..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphabetic());
    if local || !shape {
        report.note(format!("{name} is a place without a code of IATA or ICAO"));
        return None;
    }
    leg::airport(&code, about.atlas, &spot(&place), report)
}

/// The day of the flight: by the clock of the origin where it is scheduled off the block, else in UTC.
fn day(
    node: &Node<'_>,
    from: Option<&Airport>,
    zone: Option<&str>,
    times: &Times,
    about: &About<'_>,
    report: &mut Report,
) -> Option<(NaiveDate, DateBasis)> {
    if let Some(out) = times.get(&(Kind::Scheduled, Moment::Out)) {
        let local = leg::local_date(from, zone, *out, about.atlas).map(|date| (date, DateBasis::Local));
        return Some(local.unwrap_or((out.date_naive(), DateBasis::Utc)));
    }
    if let Some(off) = times.get(&(Kind::Scheduled, Moment::Off)) {
        return Some((off.date_naive(), DateBasis::Utc));
    }
    let known = [Kind::Estimated, Kind::Actual].into_iter().flat_map(|k| [(k, Moment::Out), (k, Moment::Off)]);
    let first = known.filter_map(|time| times.get(&time)).min();
    match first {
        Some(_) => report.note("no scheduled departure: the day is that of the departure as far as known"),
        None => report.fault("expected a departure time: without one the day of the flight is not known", spot(node)),
    }
    first.map(|at| (at.date_naive(), DateBasis::Utc))
}

pub(super) fn observe(
    row: &Row<'_>,
    event: Option<Event>,
    fate: &Fate,
    about: &About<'_>,
    report: &mut Report,
) -> Option<Observation> {
    let Fate::Told { diverted_to, continued_by, departure } = fate else { return None };
    let mut says = Says::default();
    let diverted = row.diverted || event == Some(Event::Diverted);
    cancellation(row, event, &mut says, report);
    if diverted {
        let place = diverted_to.as_ref().map(ToString::to_string).unwrap_or_default();
        says.put(Field::DivertedTo, Stage::Estimated, Some(Value::Text(place)));
        report.note("what a diverted flight says of its arrival is that of another airport and was not taken");
    }
    if let Some(key) = continued_by {
        says.put(Field::ContinuedBy, Stage::Estimated, Some(Value::Text(key.clone())));
    }
    let elsewhere = departure.iter().filter(|(time, _)| !row.times.contains_key(time));
    for ((kind, moment), at) in row.times.iter().chain(elsewhere) {
        let arrival = matches!(moment, Moment::On | Moment::In) && *kind != Kind::Scheduled;
        if !(diverted && arrival) {
            says.time(*kind, *moment, *at);
        }
    }
    texts(row, diverted, &mut says, report);
    marketing(row, about, &mut says, report);
    if row.node.text("status", report).is_some_and(|s| s.to_ascii_lowercase().contains("returned to gate")) {
        report.note("the status text says that it returned to the gate: a hint, not taken");
    }
    Some(Observation { flight: row.flight.clone(), says: says.finish(&spot(&row.node), report), reported: None })
}

fn cancellation(row: &Row<'_>, event: Option<Event>, says: &mut Says, report: &mut Report) {
    let cancelled = row.node.flag("cancelled", report) == Some(true);
    match event {
        Some(Event::Reinstated) if cancelled => report.note("uncancelled and cancelled at once: neither was taken"),
        Some(Event::Reinstated) => says.flag(Field::Cancelled, false),
        Some(Event::Cancelled) => says.flag(Field::Cancelled, true),
        // `false` is what every flight says that was never cancelled: it reinstates none.
        _ if cancelled => says.flag(Field::Cancelled, true),
        _ => {}
    }
}

fn texts(row: &Row<'_>, diverted: bool, says: &mut Says, report: &mut Report) {
    for (name, field, arrival) in [
        ("gate_origin", Field::GateOut, false),
        ("terminal_origin", Field::TerminalOut, false),
        ("gate_destination", Field::GateIn, true),
        ("terminal_destination", Field::TerminalIn, true),
        ("baggage_claim", Field::Belt, true),
        ("registration", Field::Registration, false),
        ("aircraft_type", Field::AircraftType, false),
    ] {
        if arrival && diverted {
            continue;
        }
        if let Some(text) = row.node.text(name, report) {
            let text = if field == Field::Registration { text.to_ascii_uppercase() } else { text };
            says.text(field, &text, &row.node.place(name), report);
        }
    }
}

fn marketing(row: &Row<'_>, about: &About<'_>, says: &mut Says, report: &mut Report) {
    if let Some(sold) = &row.sold_as {
        says.add(Field::Marketing, Stage::Estimated, leg::shown(&leg::iata(sold.clone(), about.atlas)));
    }
    let by_iata = row.node.array("codeshares_iata", report);
    for share in if by_iata.is_empty() { row.node.array("codeshares", report) } else { by_iata } {
        match share.value.as_str().map(|text| leg::joined(text, &share.at, report)) {
            Some(Some(flight)) => {
                says.add(Field::Marketing, Stage::Estimated, leg::shown(&leg::iata(flight, about.atlas)));
            }
            Some(None) => {}
            None => report.fault(leg::DESIGNATOR, share.at),
        }
    }
}

//! One message of Firehose about a flight: which leg it is, and what it says of it. Most messages name neither the day nor
//! both airports; what others of the same body say of the same `id` fills the gap, and nothing else does.
//! Must not know: the stream, positions.

use super::super::json::Node;
use super::super::leg::{self, Designator};
use super::super::report::Report;
use super::super::says::Says;
use super::{FLIGHTS, seconds, spot};
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::{Airport, designator};
use crate::feeds::About;
use crate::limits;
use chrono::{NaiveDate, TimeDelta};
use std::collections::HashMap;

/// What one body says of the leg with an `id`.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    day: Option<Day>,
    from: Option<Airport>,
    to: Option<Airport>,
}

/// A day and how well it is known: by what is scheduled, filed, expected or has happened.
type Day = (u8, NaiveDate, DateBasis);

const TIMES: [(&str, Kind, Event); 16] = [
    ("scheduled_out", Kind::Scheduled, Event::Out),
    ("scheduled_off", Kind::Scheduled, Event::Off),
    ("scheduled_on", Kind::Scheduled, Event::On),
    ("scheduled_in", Kind::Scheduled, Event::In),
    ("estimated_out", Kind::Estimated, Event::Out),
    ("estimated_off", Kind::Estimated, Event::Off),
    ("estimated_on", Kind::Estimated, Event::On),
    ("estimated_in", Kind::Estimated, Event::In),
    ("actual_out", Kind::Actual, Event::Out),
    ("actual_off", Kind::Actual, Event::Off),
    ("actual_on", Kind::Actual, Event::On),
    ("actual_in", Kind::Actual, Event::In),
    ("edt", Kind::Estimated, Event::Off),
    ("eta", Kind::Estimated, Event::On),
    ("adt", Kind::Actual, Event::Off),
    ("aat", Kind::Actual, Event::On),
];

/// The day of departure as one message knows it.
fn day(node: &Node<'_>, from: Option<&Airport>, about: &About<'_>, report: &mut Report) -> Option<Day> {
    if let Some(out) = seconds(node, "scheduled_out", report) {
        let local = leg::local_date(from, None, out, about.atlas).map(|date| (0, date, DateBasis::Local));
        return Some(local.unwrap_or((1, out.date_naive(), DateBasis::Utc)));
    }
    let off_block = node.get("type").is_some_and(|t| t.value.as_str().is_some_and(|t| t.ends_with("offblock")));
    let ranked: [(u8, &[&str]); 4] = [
        (1, &["fdt", "scheduled_off"]),
        (2, &["edt", "estimated_off", "estimated_out"]),
        (3, &["adt", "actual_off", "actual_out"]),
        (3, if off_block { &["clock"] } else { &[] }),
    ];
    ranked.into_iter().find_map(|(rank, names)| {
        let at = names.iter().find_map(|name| seconds(node, name, report))?;
        Some((rank, at.date_naive(), DateBasis::Utc))
    })
}

pub(super) const NO_DAY: &str = "expected a departure time, in this message or another of the same id: without one, and without a \
    landing well after midnight at a known airport, the day of the flight is not known";

/// The day of a landing or on-block by the clock at its airport, where it can be no flight of the day before: that one
/// would have to be marked as landed, and tomorrow's must not be.
fn arrival_day(node: &Node<'_>, to: Option<&Airport>, about: &About<'_>) -> Option<Day> {
    let unheard = &mut Report::default();
    let on_block = node.get("type").is_some_and(|t| t.value.as_str().is_some_and(|t| t.ends_with("onblock")));
    let names: &[&str] = if on_block { &["clock"] } else { &["aat", "actual_on", "actual_in"] };
    let at = names.iter().find_map(|name| seconds(node, name, unheard))?;
    let date = leg::local_date(to, None, at, about.atlas)?;
    let before = at.checked_sub_signed(TimeDelta::hours(limits::ARRIVAL_DAY_SURE_H))?;
    let sure = leg::local_date(to, None, before, about.atlas)? == date;
    sure.then_some((4, date, DateBasis::Arrival))
}

/// An end of the flight by its ICAO code; `L 26.21 -80.15` and local identifiers are none.
fn airport(node: &Node<'_>, name: &str, about: &About<'_>, report: &mut Report) -> Option<Airport> {
    let code = node.text(name, report)?;
    if code.len() == 4 && code.bytes().all(|b| b.is_ascii_alphabetic()) {
        return leg::airport(&code, about.atlas, &node.place(name), report);
    }
    report.note(format!("{name} is a place without an ICAO code"));
    None
}

/// Takes note of what a message knows of its leg. Its faults are told when it is read.
pub(super) fn learn(node: &Node<'_>, known: &mut HashMap<String, Known>, about: &About<'_>) {
    let unheard = &mut Report::default();
    let flight = node.get("type").is_some_and(|t| t.value.as_str().is_some_and(|t| FLIGHTS.contains(&t)));
    let Some(id) = node.text("id", unheard).filter(|id| flight && !id.starts_with("BLOCKED")) else { return };
    let (from, to) = (airport(node, "orig", about, unheard), airport(node, "dest", about, unheard));
    let held = known.entry(id).or_default();
    held.from = held.from.take().or(from);
    held.to = held.to.take().or(to);
    let day = day(node, held.from.as_ref(), about, unheard);
    held.day = match (held.day.take(), day) {
        (Some(held), Some(new)) => Some(if new.0 < held.0 { new } else { held }),
        (held, new) => held.or(new),
    };
}

pub(super) fn read(
    node: &Node<'_>,
    kind: &str,
    known: &HashMap<String, Known>,
    about: &About<'_>,
    report: &mut Report,
) -> Option<Observation> {
    let (carrier, number, suffix) = name(node, report)?;
    let id = node.text("id", report).unwrap_or_default();
    let known = known.get(&id).cloned().unwrap_or_default();
    let from = airport(node, "orig", about, report).or(known.from);
    let to = airport(node, "dest", about, report).or(known.to);
    // The times of the day are read again as times, and their faults told there.
    let own = day(node, from.as_ref(), about, &mut Report::default());
    let departed = own.into_iter().chain(known.day).min_by_key(|(rank, ..)| *rank);
    let Some((_, date, basis)) = departed.or_else(|| arrival_day(node, to.as_ref(), about)) else {
        report.fault(NO_DAY, spot(node));
        return None;
    };
    let flight = FlightRef { carrier, number, suffix, date, basis, from, to, repeat: 1 };
    let mut says = Says::default();
    times(node, kind, &mut says, report);
    cancellation(node, kind, &mut says, report);
    texts(node, &mut says, report);
    let reported = seconds(node, "pitr", report);
    Some(Observation { flight, says: says.finish(&spot(node), report), reported })
}

/// A call sign is no identity: only an airline's designator with digits alone is read as its flight.
fn name(node: &Node<'_>, report: &mut Report) -> Option<Designator> {
    let Some(ident) = node.text("ident", report) else {
        report.fault("expected an ident", spot(node));
        return None;
    };
    let iata = node.text("ident_iata", report).and_then(|text| designator(&text));
    let found = iata.filter(|(carrier, _, suffix)| carrier.as_str().len() == 2 && suffix.is_none());
    let found = found.or_else(|| leg::icao_ident(&ident));
    if found.is_none() {
        report.note("an ident that is a call sign, a registration or blocked, and no flight number, is not used");
    }
    found
}

fn times(node: &Node<'_>, kind: &str, says: &mut Says, report: &mut Report) {
    // Firehose closes a flight that it has lost sight of at the time it was expected to land.
    let estimated = node.text("timeType", report).is_some_and(|t| t.eq_ignore_ascii_case("estimated"));
    // The filed departure gives the day and is no time of the published schedule.
    seconds(node, "fdt", report);
    for (name, kind, event) in TIMES {
        if let Some(at) = seconds(node, name, report) {
            let kind = if estimated && matches!(name, "adt" | "aat") { Kind::Estimated } else { kind };
            says.time(kind, event, at);
        }
    }
    let block = match kind {
        "offblock" | "surface_offblock" => Event::Out,
        "onblock" | "surface_onblock" => Event::In,
        _ => return,
    };
    match seconds(node, "clock", report) {
        Some(at) => says.time(Kind::Actual, block, at),
        None if !node.has("clock") => report.fault("expected a clock", spot(node)),
        None => {}
    }
}

fn cancellation(node: &Node<'_>, kind: &str, says: &mut Says, report: &mut Report) {
    if kind != "cancellation" {
        return;
    }
    match node.text("trueCancel", report).as_deref() {
        Some("0") => report.note("a flight plan was withdrawn, which cancels no flight"),
        _ => says.flag(Field::Cancelled, true),
    }
}

fn texts(node: &Node<'_>, says: &mut Says, report: &mut Report) {
    for (prefix, stage) in [("scheduled", Stage::Scheduled), ("estimated", Stage::Estimated), ("actual", Stage::Actual)]
    {
        for (end, field) in [
            ("departure_gate", Field::GateOut),
            ("departure_terminal", Field::TerminalOut),
            ("arrival_gate", Field::GateIn),
            ("arrival_terminal", Field::TerminalIn),
        ] {
            let name = format!("{prefix}_{end}");
            text(node, &name, field, stage, says, report);
        }
    }
    text(node, "baggage_claim", Field::Belt, Stage::Estimated, says, report);
    text(node, "aircrafttype", Field::AircraftType, Stage::Estimated, says, report);
    text(node, "reg", Field::Registration, Stage::Estimated, says, report);
}

fn text(node: &Node<'_>, name: &str, field: Field, stage: Stage, says: &mut Says, report: &mut Report) {
    let Some(text) = node.text(name, report).filter(|text| text != "BLOCKED") else { return };
    if text.len() > limits::FEED_TEXT_BYTES_MAX {
        report.fault("text is too long", node.place(name));
    } else {
        says.put(field, stage, Some(Value::Text(text)));
    }
}

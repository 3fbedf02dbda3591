//! One flight status: which leg it is about, and what it says of it.
//! A row that cannot be named is a fault, and a field that cannot be read is a fault beside the fields that can.
//! Must not know: the other rows, the message around them.

use super::super::json::Node;
use super::super::leg::{self, Designator, Wall};
use super::super::report::{Report, code_shown};
use super::super::says::Says;
use super::super::time;
use super::codes::{Codes, Place};
use super::turns::{self, Next};
use super::{many, spot};
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::feeds::About;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// A row whose leg has a name.
pub(super) struct Leg<'a> {
    pub node: Node<'a>,
    /// The service's own, one for each operation.
    pub id: Option<String>,
    pub flight: FlightRef,
    from: Option<Place>,
    to: Option<Place>,
    /// The number of the row, when another flight operates it.
    sold_as: Option<Designator>,
}

pub(super) fn identify<'a>(node: Node<'a>, codes: &Codes, about: &About<'_>, report: &mut Report) -> Option<Leg<'a>> {
    if node.members().is_none() {
        report.fault("expected a flight status", spot(&node));
        return None;
    }
    let Some(carrier) = codes.carrier(&node, "carrier", &["carrierFsCode"], report) else {
        if !node.has("carrierFsCode") {
            report.fault("expected a carrier", spot(&node));
        }
        return None;
    };
    let Some(number) = node.text("flightNumber", report) else {
        report.fault("expected a flightNumber", spot(&node));
        return None;
    };
    let row = leg::parted(carrier.as_str(), &number, &node.place("flightNumber"), report)?;
    let (from, to) =
        (codes.place(&node, "departureAirport", about, report), codes.place(&node, "arrivalAirport", about, report));
    let (date, basis) = day(&node, from.as_ref(), about, report)?;
    let operator = operator(&node, &row, codes, report);
    let sold_as = operator.is_some().then(|| row.clone());
    let (carrier, number, suffix) = operator.unwrap_or(row);
    let airport = |place: &Option<Place>| place.as_ref().map(|p| p.airport.clone());
    let flight = FlightRef { carrier, number, suffix, date, basis, from: airport(&from), to: airport(&to), repeat: 1 };
    Some(Leg { id: node.text("flightId", report), flight, from, to, sold_as, node })
}

/// The flight that operates a row sold under another number: the codeshare of the operating carrier.
fn operator(node: &Node<'_>, row: &Designator, codes: &Codes, report: &mut Report) -> Option<Designator> {
    let operator = codes.carrier(node, "operatingCarrier", &["operatingCarrierFsCode"], report)?;
    if operator == row.0 {
        return None;
    }
    let unheard = &mut Report::default();
    let shares = many(node, "codeshares", "codeshare");
    let found =
        shares.iter().filter_map(|share| codes.flight(share, unheard)).find(|(carrier, ..)| *carrier == operator);
    if found.is_none() {
        report.note("operated by another carrier under a number that is not given: read under the number given");
    }
    found
}

fn day(
    node: &Node<'_>,
    from: Option<&Place>,
    about: &About<'_>,
    report: &mut Report,
) -> Option<(NaiveDate, DateBasis)> {
    let times = node.get("operationalTimes");
    let times = times.as_ref();
    let dated = [
        node.get("departureDate"),
        times.and_then(|t| t.get("publishedDeparture")),
        times.and_then(|t| t.get("scheduledGateDeparture")),
    ];
    for date in dated.into_iter().flatten() {
        if let Some(local) = date.text("dateLocal", report).and_then(|text| time::on_the_wall(&text)) {
            return Some((local.date(), DateBasis::Local));
        }
        if let Some(at) = date.text("dateUtc", report).and_then(|text| time::instant(&text)) {
            let zone = from.and_then(|f| f.zone.as_deref());
            let local = leg::local_date(from.map(|f| &f.airport), zone, at, about.atlas);
            return Some(local.map_or((at.date_naive(), DateBasis::Utc), |date| (date, DateBasis::Local)));
        }
    }
    report.fault("expected a departureDate with a dateLocal or dateUtc", node.place("departureDate"));
    None
}

pub(super) fn observe(
    leg: &Leg<'_>,
    recorded: Option<DateTime<Utc>>,
    next: Option<Next>,
    codes: &Codes,
    about: &About<'_>,
    report: &mut Report,
) -> Observation {
    let mut says = Says::default();
    let status = leg.node.text("status", report);
    let diversion = turns::diversion(leg, status.as_deref(), codes, about, report);
    match status.as_deref() {
        Some("C") => says.flag(Field::Cancelled, true),
        Some("NO") => report.note("status NO, not operational, is not taken as a cancellation"),
        Some("DN") => report.note("status DN, no source of data"),
        Some("A" | "D" | "L" | "R" | "S" | "U") | None => {}
        Some(other) => report.note(format!("status {} is not known", code_shown(other))),
    }
    if let Some(to) = &diversion {
        says.put(Field::DivertedTo, Stage::Estimated, Some(Value::Text(to.clone())));
        report.note("what a diverted flight says of its arrival is that of another airport and was not taken");
    }
    // It went out before it came back, and has not gone out since: that time is withdrawn.
    let void = matches!(next, Some(Next::Returned { void: true }));
    times(leg, diversion.is_some(), void, &mut says, about, report);
    texts(&leg.node, diversion.is_some(), &mut says, report);
    match next {
        Some(Next::ContinuedBy(key)) => says.put(Field::ContinuedBy, Stage::Estimated, Some(Value::Text(key))),
        Some(Next::Returned { .. }) => says.flag(Field::Returned, true),
        None => {}
    }
    marketing(leg, codes, &mut says, report);
    let reported = recorded.or_else(|| updated(&leg.node, report));
    Observation { flight: leg.flight.clone(), says: says.finish(&spot(&leg.node), report), reported }
}

/// When the newest of the listed changes was made.
fn updated(node: &Node<'_>, report: &mut Report) -> Option<DateTime<Utc>> {
    let changes = many(node, "flightStatusUpdates", "flightStatusUpdate");
    changes.iter().filter_map(|change| time::stamp(&change.get("updatedAt")?.text("dateUtc", report)?)).max()
}

type Named = (&'static [&'static str], Kind, Event);

const DEPARTURE: [Named; 6] = [
    (&["scheduledGateDeparture", "publishedDeparture"], Kind::Scheduled, Event::Out),
    (&["scheduledRunwayDeparture"], Kind::Scheduled, Event::Off),
    (&["estimatedGateDeparture"], Kind::Estimated, Event::Out),
    (&["estimatedRunwayDeparture"], Kind::Estimated, Event::Off),
    (&["actualGateDeparture"], Kind::Actual, Event::Out),
    (&["actualRunwayDeparture"], Kind::Actual, Event::Off),
];
const ARRIVAL: [Named; 6] = [
    (&["scheduledGateArrival", "publishedArrival"], Kind::Scheduled, Event::In),
    (&["scheduledRunwayArrival"], Kind::Scheduled, Event::On),
    (&["estimatedGateArrival"], Kind::Estimated, Event::In),
    (&["estimatedRunwayArrival"], Kind::Estimated, Event::On),
    (&["actualGateArrival"], Kind::Actual, Event::In),
    (&["actualRunwayArrival"], Kind::Actual, Event::On),
];
/// Of a diverted flight only what was published still speaks of the planned airport.
const PUBLISHED: [Named; 1] = [(&["publishedArrival"], Kind::Scheduled, Event::In)];

fn times(leg: &Leg<'_>, diverted: bool, void: bool, says: &mut Says, about: &About<'_>, report: &mut Report) {
    let Some(times) = leg.node.object("operationalTimes", report) else { return };
    let mut left: Option<DateTime<Utc>> = None;
    for (names, kind, event) in DEPARTURE {
        if let Some((at, _)) = names.iter().find_map(|name| moment(&times, name, leg.from.as_ref(), about, report)) {
            match (kind, event) {
                (Kind::Actual, Event::Out) if void => says.put(Field::Time(kind, event), Stage::Actual, None),
                _ => says.time(kind, event, at),
            }
            match kind {
                Kind::Actual => left = Some(at),
                Kind::Scheduled if event == Event::Out => left = left.or(at.checked_sub_signed(TimeDelta::days(1))),
                _ => {}
            }
        }
    }
    let arrival: &[Named] = if diverted { &PUBLISHED } else { &ARRIVAL };
    for (names, kind, event) in arrival {
        let found = names.iter().find_map(|name| moment(&times, name, leg.to.as_ref(), about, report));
        let Some((at, place)) = found else { continue };
        if *kind == Kind::Actual && left.is_some_and(|left| at < left) {
            report.fault("an arrival before the departure of the same flight was not taken", place);
        } else {
            says.time(*kind, *event, at);
        }
    }
}

/// `dateUtc` is in UTC by its name; where it is missing, the time on the wall at that end.
pub(super) fn moment(
    times: &Node<'_>,
    name: &str,
    end: Option<&Place>,
    about: &About<'_>,
    report: &mut Report,
) -> Option<(DateTime<Utc>, String)> {
    let given = times.object(name, report)?;
    if let Some(text) = given.text("dateUtc", report) {
        let at = time::instant(&text);
        if at.is_none() {
            report.fault(time::TIME, given.place("dateUtc"));
        }
        return Some((at?, given.place("dateUtc")));
    }
    wall(&given, "dateLocal", end, None, about, report).map(|at| (at, given.place("dateLocal")))
}

pub(super) fn wall(
    node: &Node<'_>,
    name: &str,
    end: Option<&Place>,
    not_before: Option<DateTime<Utc>>,
    about: &About<'_>,
    report: &mut Report,
) -> Option<DateTime<Utc>> {
    let text = node.text(name, report)?;
    let Some(local) = time::on_the_wall(&text) else {
        report.fault("expected a time on the wall, like 2018-06-03T19:36:00", node.place(name));
        return None;
    };
    let Some(end) = end else {
        report.fault("a local time at an airport that is not named was not taken", node.place(name));
        return None;
    };
    let known = about.atlas.airport(end.airport.as_str()).is_some();
    let clock = match &end.zone {
        Some(zone) if !known => Wall::Zone(zone),
        _ => Wall::Airport(&end.airport),
    };
    leg::instant(clock, local, not_before, about.atlas, &node.place(name), report)
}

fn texts(node: &Node<'_>, diverted: bool, says: &mut Says, report: &mut Report) {
    if let Some(resources) = node.object("airportResources", report) {
        for (name, field, arrival) in [
            ("departureTerminal", Field::TerminalOut, false),
            ("departureGate", Field::GateOut, false),
            ("arrivalTerminal", Field::TerminalIn, true),
            ("arrivalGate", Field::GateIn, true),
            ("baggage", Field::Belt, true),
        ] {
            if let Some(text) = resources.text(name, report).filter(|_| !(arrival && diverted)) {
                says.text(field, &text, &resources.place(name), report);
            }
        }
    }
    let Some(equipment) = node.object("flightEquipment", report) else { return };
    if let Some(tail) = equipment.text("tailNumber", report) {
        says.text(Field::Registration, &tail.to_ascii_uppercase(), &equipment.place("tailNumber"), report);
    }
    for (name, stage) in [("scheduledEquipment", Stage::Scheduled), ("actualEquipment", Stage::Actual)] {
        let code = equipment.text(&format!("{name}IataCode"), report);
        let code = code.or_else(|| equipment.get(name)?.text("iata", report));
        if let Some(code) = code {
            aircraft(&code, stage, &equipment.place(name), says, report);
        }
    }
}

pub(super) fn aircraft(code: &str, stage: Stage, at: &str, says: &mut Says, report: &mut Report) {
    match code.len() <= 4 && code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        true => says.put(Field::AircraftType, stage, Some(Value::Text(code.to_owned()))),
        false => report.fault("expected an aircraft type of IATA or ICAO", at),
    }
}

/// L, X and Z alike are numbers that the flight is sold under; X is that of the carrier it is flown for.
fn marketing(leg: &Leg<'_>, codes: &Codes, says: &mut Says, report: &mut Report) {
    let own = (leg.flight.carrier.clone(), leg.flight.number, leg.flight.suffix);
    let shares = many(&leg.node, "codeshares", "codeshare");
    let sold = shares.iter().filter_map(|share| codes.flight(share, report)).collect::<Vec<_>>();
    for flight in leg.sold_as.iter().chain(&sold).filter(|flight| **flight != own) {
        says.add(Field::Marketing, Stage::Estimated, leg::shown(flight));
    }
}

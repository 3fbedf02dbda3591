//! One row of a published schedule: the planned times of one flight on one day, by the clocks of its ends.
//! A row that is sold under another number is read as the flight that operates it.
//! Must not know: the other rows, what became of the flight.

use super::super::json::Node;
use super::super::leg;
use super::super::report::Report;
use super::super::says::Says;
use super::super::time;
use super::codes::Codes;
use super::status::{aircraft, wall};
use super::{many, spot};
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::feeds::About;
use crate::limits;

pub(super) fn read(node: &Node<'_>, codes: &Codes, about: &About<'_>, report: &mut Report) -> Option<Observation> {
    if node.members().is_none() {
        report.fault("expected a scheduled flight", spot(node));
        return None;
    }
    if node.number("stops", report).is_some_and(|stops| stops > 0.0) {
        report.note("a row over several legs is not used: each leg has its own");
        return None;
    }
    let row = codes.flight(node, report)?;
    let operator = node.object("operator", report).and_then(|operator| codes.flight(&operator, report));
    if operator.is_none() && node.flag("isCodeshare", report) == Some(true) {
        report.note("a codeshare that does not name the flight that operates it is not used");
        return None;
    }
    let (from, to) =
        (codes.place(node, "departureAirport", about, report), codes.place(node, "arrivalAirport", about, report));
    let Some(local) = node.text("departureTime", report).and_then(|text| time::on_the_wall(&text)) else {
        report.fault("expected a departureTime on the wall, like 2018-06-03T19:36:00", node.place("departureTime"));
        return None;
    };
    let mut says = Says::default();
    let out = wall(node, "departureTime", from.as_ref(), None, about, report);
    if let Some(at) = out {
        says.time(Kind::Scheduled, Event::Out, at);
    }
    if let Some(at) = wall(node, "arrivalTime", to.as_ref(), out, about, report) {
        says.time(Kind::Scheduled, Event::In, at);
    }
    for (name, field) in [("departureTerminal", Field::TerminalOut), ("arrivalTerminal", Field::TerminalIn)] {
        match node.text(name, report) {
            Some(text) if text.len() > limits::FEED_TEXT_BYTES_MAX => {
                report.fault("text is too long", node.place(name))
            }
            Some(text) => says.put(field, Stage::Scheduled, Some(Value::Text(text))),
            None => {}
        }
    }
    let equipment = node.text("flightEquipmentIataCode", report);
    if let Some(code) = equipment.or_else(|| node.get("flightEquipment")?.text("iata", report)) {
        aircraft(&code, Stage::Scheduled, &node.place("flightEquipment"), &mut says, report);
    }
    let sold: Vec<_> =
        many(node, "codeshares", "codeshare").iter().filter_map(|share| codes.flight(share, report)).collect();
    let own = operator.is_some().then(|| row.clone());
    let (carrier, number, suffix) = operator.unwrap_or(row);
    for flight in own.iter().chain(&sold) {
        says.add(Field::Marketing, Stage::Estimated, leg::shown(flight));
    }
    let (from, to) = (from.map(|p| p.airport), to.map(|p| p.airport));
    let flight =
        FlightRef { carrier, number, suffix, date: local.date(), basis: DateBasis::Local, from, to, repeat: 1 };
    Some(Observation { flight, says: says.finish(&spot(node), report), reported: None })
}

//! Notifications of airport systems of the AMS kind (SITA) as JSON: created, updated or deleted flights of one airport
//! and direction, with the slots of their stands, gates and carousels. All times are on the wall at that airport.
//! Must not know: what is held about a flight, or whether a value is news.

#[cfg(test)]
mod tests;

use super::acdm_json::milestones;
use super::board::{self, End};
use super::json::{self, Node};
use super::leg;
use super::report::{Report, code_shown};
use super::says::Says;
use super::time;
use crate::domain::observation::{Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::Airport;
use crate::feeds::{About, Parsed};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// What stands before the name of a time that a site added to its system.
const SITE_TIME: &str = "de--_";

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |root, report| {
        let rows = if root.has("Flights") {
            errors(&root, report);
            root.array("Flights", report)
        } else if root.value.is_array() {
            root.elements()
        } else {
            vec![root]
        };
        if rows.is_empty() {
            report.note("no flights in it");
        }
        for node in rows {
            if node.has("FlightId") || !board::refused(&node, report) {
                Row { node: &node, about, report }.read();
            }
        }
    })
}

/// An answer to a question for flights lists what went wrong beside them.
fn errors(root: &Node, report: &mut Report) {
    for error in root.array("Errors", report) {
        report.fault("the service answered with an error", error.at);
    }
}

struct Row<'a> {
    node: &'a Node<'a>,
    about: &'a About<'a>,
    report: &'a mut Report,
}

impl Row<'_> {
    fn read(&mut self) {
        let Some(id) = self.node.object("FlightId", self.report) else {
            let place = self.node.whole();
            return self.report.fault("expected a FlightId", place);
        };
        let end = match id.text("FlightKind", self.report).as_deref() {
            Some("Departure") => End::Departure,
            Some("Arrival") => End::Arrival,
            _ => return self.report.fault("expected a FlightKind Departure or Arrival", id.place("FlightKind")),
        };
        let home = self.home(&id);
        let state = self.node.object("FlightState", self.report);
        let Some(flight) = self.flight(&id, state.as_ref(), end, home.clone()) else { return };
        let mut says = Says::default();
        match self.node.text("Action", self.report).as_deref() {
            // The state beside it is what was held before: nothing of it holds.
            Some("DELETE") => says.put(Field::Deleted, Stage::Estimated, Some(Value::Flag(true))),
            action => {
                if let Some(other) = action.filter(|a| !matches!(*a, "CREATE" | "UPDATE" | "STATUS")) {
                    self.report.note(format!("Action {} is not known", code_shown(other)));
                }
                if let Some(state) = state {
                    self.state(&state, end, home.as_ref(), &mut says);
                }
            }
        }
        let says = says.finish(&self.node.at, self.report);
        self.report.observe(Observation { flight, says, reported: None }, self.node.at.clone());
    }

    /// Some answers have the codes beside the `FlightId` and not in it.
    fn codes(&mut self, id: &Node, name: &str) -> Option<(Option<String>, String)> {
        let codes = id.object(name, self.report).or_else(|| self.node.object(name, self.report))?;
        Some((codes.text_of(&["IATA", "ICAO"], self.report), codes.at))
    }

    fn home(&mut self, id: &Node) -> Option<Airport> {
        let named = self.codes(id, "AirportCode").and_then(|(code, at)| {
            let code = code?;
            leg::airport(&code, self.about.atlas, &at, self.report)
        });
        named.or_else(|| self.about.airport.cloned())
    }

    fn flight(&mut self, id: &Node, state: Option<&Node>, end: End, home: Option<Airport>) -> Option<FlightRef> {
        let carrier = self.codes(id, "AirlineDesignator").and_then(|(code, _)| code).unwrap_or_default();
        let number = id.text("FlightNumber", self.report).unwrap_or_default();
        let designator = leg::parted(&carrier, &number, &id.place("FlightNumber"), self.report)?;
        let date = id.text("ScheduledDate", self.report);
        let Some(date) = date.as_deref().and_then(|text| time::date(text).filter(|_| text.len() == 10)) else {
            self.report.fault(time::DATE, id.place("ScheduledDate"));
            return None;
        };
        let other = state.and_then(|state| self.other(state, end));
        Some(end.leg(designator, date, home, other))
    }

    /// The airport next to this one. Points of a departure are numbered in the order of flying; in which order those of
    /// an arrival are is nowhere said, so of one with several the leg's origin is not known.
    fn other(&mut self, state: &Node, end: End) -> Option<Airport> {
        let route = state.object("Route", self.report)?;
        let points = route.array("ViaPoints", self.report);
        if end == End::Arrival && points.len() > 1 {
            self.report.note("an arrival with several via points: which was the last is not said");
            return None;
        }
        let first = points.iter().min_by_key(|point| {
            let number = point.value.get("SequenceNumber");
            number.and_then(|n| n.as_u64().or_else(|| n.as_str()?.trim().parse().ok())).unwrap_or(u64::MAX)
        })?;
        let codes = first.object("AirportCode", self.report)?;
        board::airport(&codes, &["IATA", "ICAO"], self.about.atlas, self.report)
    }

    fn state(&mut self, state: &Node, end: End, home: Option<&Airport>, says: &mut Says) {
        let (atlas, report) = (self.about.atlas, &mut *self.report);
        let scheduled = board::moment(state, "ScheduledTime", home, None, atlas, report);
        if let Some(at) = scheduled {
            says.time(Kind::Scheduled, end.block(), at);
        }
        if let Some(values) = state.object("Values", report) {
            let mut moment = |node: &Node, name: &str| board::moment(node, name, home, scheduled, atlas, report);
            milestones(&values, "", says, &mut moment);
            milestones(&values, SITE_TIME, says, &mut moment);
            target(&values, scheduled, says, &mut moment);
            let terminal = values.text("S---_Terminal", report).unwrap_or_default();
            says.text(end.terminal(), &terminal, &values.place("S---_Terminal"), report);
            status(&values, says, report);
        }
        self.slots(state, end, says);
        self.aircraft(state, says);
    }

    fn slots(&mut self, state: &Node, end: End, says: &mut Says) {
        let arrival = end == End::Arrival;
        let lists = [
            (Some(end.gate()), "GateSlots"),
            (arrival.then_some(Field::StandIn), "StandSlots"),
            (arrival.then_some(Field::Belt), "CarouselSlots"),
        ];
        for (field, list) in lists {
            let Some(field) = field else { continue };
            // The external name is the one on the signs. The same gate for two spells is one gate.
            let slots = state.array(list, self.report);
            let names: BTreeSet<String> =
                slots.iter().filter_map(|slot| slot.text_of(&["ExternalName", "Name"], self.report)).collect();
            let names: Vec<String> = names.into_iter().collect();
            says.text(field, &names.join(", "), &state.place(list), self.report);
        }
    }

    fn aircraft(&mut self, state: &Node, says: &mut Says) {
        let aircraft = state.object("Aircraft", self.report);
        if let Some(id) = aircraft.and_then(|a| a.object("AircraftId", self.report)) {
            let registration = id.text("Registration", self.report);
            board::put_registration(says, registration, &id.place("Registration"), self.report);
        }
        let kind = state.object("AircraftType", self.report);
        let kind = kind.and_then(|t| t.object("AircraftTypeId", self.report));
        if let Some(codes) = kind.and_then(|t| t.object("AircraftTypeCode", self.report)) {
            let code = codes.text_of(&["IATA", "ICAO"], self.report).unwrap_or_default();
            says.text(Field::AircraftType, &code, &codes.at, self.report);
        }
    }
}

/// A target that is the schedule is what the system fills in before anybody has set one.
fn target(
    values: &Node,
    scheduled: Option<DateTime<Utc>>,
    says: &mut Says,
    moment: &mut impl FnMut(&Node, &str) -> Option<DateTime<Utc>>,
) {
    let at = moment(values, "de--_TargetOffBlock").filter(|at| Some(*at) != scheduled);
    if let Some(at) = at {
        says.put(Field::Time(Kind::Estimated, Event::Out), Stage::Target, Some(Value::At(at)));
    }
}

/// `SCH - Scheduled`: the words decide, as each site has codes of its own.
fn status(values: &Node, says: &mut Says, report: &mut Report) {
    let Some(text) = values.text("S---_Status", report) else { return };
    let (code, words) = text.split_once(" - ").unwrap_or(("", &text));
    match board::phrase(words) {
        Some(phrase) => phrase.put(says),
        None => report.note(format!("status {} is not known", code_shown(if code.is_empty() { words } else { code }))),
    }
}

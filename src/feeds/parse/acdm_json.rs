//! JSON of airport databases that name their times as A-CDM does (AIBT, ALDT, EIBT …), e.g. Glasgow's: one object a
//! flight and direction, naming the other airport only. Whose database it is, the settings say; where they do not, that
//! end of the leg stays open. Must not know: what is held about a flight, or whether a value is news.

#[cfg(test)]
mod tests;

use super::board::{self, End, Phrase};
use super::json::{self, Node};
use super::leg;
use super::report::{Report, code_shown};
use super::says::Says;
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Stage, Value};
use crate::domain::place::designator;
use crate::domain::plan::Places;
use crate::feeds::{About, Parsed};
use chrono::{DateTime, Utc};

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |root, report| {
        let rows = if root.value.is_array() { root.elements() } else { vec![root] };
        if rows.is_empty() {
            report.note("no flights in it");
        }
        for node in rows {
            if node.has("FlightNumber") || !board::refused(&node, report) {
                Row { node: &node, about, report }.read();
            }
        }
    })
}

struct Row<'a> {
    node: &'a Node<'a>,
    about: &'a About<'a>,
    report: &'a mut Report,
}

/// The milestones of A-CDM: event, kind, stage, and which of two holds. A calculated time already took the target into
/// account; what the airport itself calls probable gives way to an estimate with a name.
const MILESTONES: &[(&str, Event, Kind, Stage, u8)] = &[
    ("SOBT", Event::Out, Kind::Scheduled, Stage::Scheduled, 0),
    ("EOBT", Event::Out, Kind::Estimated, Stage::Estimated, 1),
    ("TOBT", Event::Out, Kind::Estimated, Stage::Target, 0),
    ("AOBT", Event::Out, Kind::Actual, Stage::Actual, 0),
    ("STOT", Event::Off, Kind::Scheduled, Stage::Scheduled, 0),
    ("ETOT", Event::Off, Kind::Estimated, Stage::Estimated, 1),
    ("TTOT", Event::Off, Kind::Estimated, Stage::Target, 0),
    ("CTOT", Event::Off, Kind::Estimated, Stage::Target, 1),
    ("ATOT", Event::Off, Kind::Actual, Stage::Actual, 0),
    ("SLDT", Event::On, Kind::Scheduled, Stage::Scheduled, 0),
    ("ELDT", Event::On, Kind::Estimated, Stage::Estimated, 1),
    ("TLDT", Event::On, Kind::Estimated, Stage::Target, 0),
    ("ALDT", Event::On, Kind::Actual, Stage::Actual, 0),
    ("SIBT", Event::In, Kind::Scheduled, Stage::Scheduled, 0),
    ("EIBT", Event::In, Kind::Estimated, Stage::Estimated, 1),
    ("AIBT", Event::In, Kind::Actual, Stage::Actual, 0),
];

/// Reads the milestones that `node` has; `prefix` stands before their names.
pub(super) fn milestones(
    node: &Node,
    prefix: &str,
    says: &mut Says,
    mut moment: impl FnMut(&Node, &str) -> Option<DateTime<Utc>>,
) {
    for (name, event, kind, stage, weight) in MILESTONES {
        let name = format!("{prefix}{name}");
        if let Some(at) = moment(node, &name) {
            says.put_weighed(Field::Time(*kind, *event), *stage, Some(Value::At(at)), *weight);
        }
    }
}

impl Row<'_> {
    fn read(&mut self) {
        let end = match self.node.text("DepartureArrivalType", self.report).as_deref() {
            Some("D" | "d") => End::Departure,
            Some("A" | "a") => End::Arrival,
            _ if self.node.members().is_none() => {
                let place = self.node.whole();
                return self.report.fault("expected a flight as an object", place);
            }
            _ => {
                let place = self.node.place("DepartureArrivalType");
                return self.report.fault("expected a DepartureArrivalType A or D", place);
            }
        };
        let Some(designator) = self.designator() else { return };
        let scheduled = self.scheduled(end);
        let Some(flight) = self.flight(end, designator, scheduled) else {
            let place = self.node.place("ScheduledDateTime");
            return self.report.fault("expected a ScheduledDateTime that can be read, to know the day", place);
        };
        let mut says = Says::default();
        if let Some(at) = scheduled {
            says.time(Kind::Scheduled, end.block(), at);
        }
        if let Some(at) = self.moment("AODBProbableDateTime", scheduled) {
            says.time(Kind::Estimated, end.block(), at);
        }
        let (about, report) = (self.about, &mut *self.report);
        milestones(self.node, "", &mut says, |node, name| {
            board::moment(node, name, about.airport, scheduled, about.atlas, report)
        });
        self.status(&mut says);
        self.codeshares(&flight, &mut says);
        self.places(end, &mut says);
        let says = says.finish(&self.node.at, self.report);
        self.report.observe(Observation { flight, says, reported: None }, self.node.at.clone());
    }

    fn designator(&mut self) -> Option<leg::Designator> {
        let carrier = self.node.text_of(&["AirlineIATA", "AirlineICAO"], self.report).unwrap_or_default();
        let number = self.node.text("FlightNumber", self.report).unwrap_or_default();
        let at = self.node.place("FlightNumber");
        if number.starts_with(|c: char| c.is_ascii_digit()) {
            leg::parted(&carrier, &number, &at, self.report)
        } else {
            leg::joined(&number, &at, self.report)
        }
    }

    fn moment(&mut self, name: &str, not_before: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        board::moment(self.node, name, self.about.airport, not_before, self.about.atlas, self.report)
    }

    fn scheduled(&mut self, end: End) -> Option<DateTime<Utc>> {
        let block = if end == End::Departure { "SOBT" } else { "SIBT" };
        let name = if self.node.has("ScheduledDateTime") { "ScheduledDateTime" } else { block };
        self.moment(name, None)
    }

    /// The day is that of the schedule at the airport; where the airport is not known, in UTC.
    fn flight(&mut self, end: End, designator: leg::Designator, scheduled: Option<DateTime<Utc>>) -> Option<FlightRef> {
        let (atlas, scheduled) = (self.about.atlas, scheduled?);
        let other = board::airport(self.node, &["OriginDestAirportIATA", "OriginDestAirportICAO"], atlas, self.report);
        let local = self.about.airport.and_then(|home| atlas.local_date(home, scheduled));
        let date = local.unwrap_or(scheduled.date_naive());
        let mut flight = end.leg(designator, date, self.about.airport.cloned(), other);
        if local.is_none() && end == End::Departure {
            flight.basis = DateBasis::Utc;
        }
        Some(flight)
    }

    /// Code and words together: `C` alone is a cancellation, `C` with words for something else is what the words say.
    fn status(&mut self, says: &mut Says) {
        let code = self.node.text("FlightStatus", self.report);
        let words = self.node.text("FlightStatusDesc", self.report);
        match (code.as_deref(), words.as_deref().map(board::phrase)) {
            (_, Some(Some(phrase))) => phrase.put(says),
            (Some("C" | "c"), None) => Phrase::Cancelled.put(says),
            (Some("S" | "s") | None, None) => {}
            (Some("S" | "s"), Some(None)) => self.report.note("a FlightStatusDesc that is not known"),
            (Some(code), _) => {
                self.report.note(format!("FlightStatus {} is not known with these words", code_shown(code)));
            }
            (None, Some(None)) => self.report.note("a FlightStatusDesc that is not known"),
        }
    }

    /// A list in one text; how its items are parted differs, and an item may hold a blank.
    fn codeshares(&mut self, flight: &FlightRef, says: &mut Says) {
        let Some(text) = self.node.text("CodeShareFlights", self.report) else { return };
        let at = self.node.place("CodeShareFlights");
        for item in text.split([',', ';', '/', '|']).map(str::trim).filter(|item| !item.is_empty()) {
            let whole = designator(item).is_some();
            let parts: Vec<&str> = if whole { vec![item] } else { item.split_whitespace().collect() };
            for part in parts {
                if let Some(sold) = leg::joined(part, &at, self.report) {
                    board::add_marketing(says, flight, &sold);
                }
            }
        }
    }

    fn places(&mut self, end: End, says: &mut Says) {
        let arrival = end == End::Arrival;
        let fields = [
            (Some(end.terminal()), "TerminalCode"),
            (Some(end.gate()), "GateCode"),
            (arrival.then_some(Field::Belt), "CarouselCode"),
            (arrival.then_some(Field::StandIn), "StandCode"),
        ];
        for (field, name) in fields {
            let Some(field) = field else { continue };
            let text = self.node.text(name, self.report).unwrap_or_default();
            says.text(field, &text, &self.node.place(name), self.report);
        }
        let names = ["Registration", "AircraftRegistration"];
        let registration = self.node.text_of(&names, self.report);
        board::put_registration(says, registration, &self.node.place("Registration"), self.report);
        let kind = self.node.text_of(&["AircraftTypeIATA", "AircraftTypeICAO"], self.report).unwrap_or_default();
        says.text(Field::AircraftType, &kind, &self.node.place("AircraftTypeIATA"), self.report);
    }
}

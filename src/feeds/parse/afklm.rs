//! Flight status of Air France and KLM (open data): flights of one or more legs, every time with its offset.
//! Each leg is an observation of its own; the flight's date is that of its first departure, a later leg has its own.
//! Must not know: what is held about a flight, or whether a value is news.

#[cfg(test)]
mod tests;

use super::board::{self, Boarding, End};
use super::json::{self, Node};
use super::leg;
use super::report::{Report, code_shown};
use super::says::Says;
use super::time;
use crate::domain::observation::{DateBasis, Field, Kind, Observation, Stage, Value};
use crate::domain::place::Airport;
use crate::feeds::{About, Parsed};
use crate::limits;
use chrono::NaiveDate;

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |root, report| {
        let flights = if root.has("operationalFlights") {
            page(&root, report);
            root.array("operationalFlights", report)
        } else if root.value.is_array() {
            root.elements()
        } else if root.has("flightLegs") || root.has("flightNumber") {
            vec![root]
        } else {
            if !board::refused(&root, report) {
                report.fault("expected operationalFlights", root.whole());
            }
            return;
        };
        if flights.is_empty() {
            report.note("no flights in it");
        }
        for node in flights {
            Flight { node: &node, about, report }.read();
        }
    })
}

fn page(root: &Node, report: &mut Report) {
    let pages = root.object("page", report).and_then(|page| page.number("totalPages", report));
    if pages.is_some_and(|pages| pages > 1.0) {
        report.note("one page of several: the others have to be asked for");
    }
}

struct Flight<'a> {
    node: &'a Node<'a>,
    about: &'a About<'a>,
    report: &'a mut Report,
}

impl Flight<'_> {
    fn read(&mut self) {
        let Some(designator) = self.designator() else { return };
        let text = self.node.text("flightScheduleDate", self.report);
        let date = text.as_deref().and_then(|text| time::date(text).filter(|_| text.len() == 10));
        if text.is_some() && date.is_none() {
            self.report.fault(time::DATE, self.node.place("flightScheduleDate"));
        }
        if self.node.has("flightRelations") {
            self.report.note("flightRelations are not used: they follow the aircraft");
        }
        let legs = self.node.array("flightLegs", self.report);
        if legs.is_empty() {
            self.report.fault("expected at least one leg", self.node.place("flightLegs"));
        }
        let sold = self.marketing();
        for (index, node) in legs.iter().enumerate() {
            self.leg(node, &designator, date.filter(|_| index == 0), &sold);
        }
    }

    fn designator(&mut self) -> Option<leg::Designator> {
        let airline = self.node.object("airline", self.report);
        let carrier = airline.and_then(|a| a.text("code", self.report)).unwrap_or_default();
        let number = self.node.text("flightNumber", self.report).unwrap_or_default();
        let suffix = self.node.text("operationalSuffix", self.report).unwrap_or_default();
        leg::parted(&carrier, &format!("{number}{suffix}"), &self.node.place("flightNumber"), self.report)
    }

    fn leg(&mut self, node: &Node, designator: &leg::Designator, first: Option<NaiveDate>, sold: &[leg::Designator]) {
        let out = node.object("departureInformation", self.report);
        let arrival = node.object("arrivalInformation", self.report);
        let (Some(from), Some(to)) = (self.airport(out.as_ref()), self.airport(arrival.as_ref())) else {
            let reason = "expected the airports of departureInformation and arrivalInformation";
            return self.report.fault(reason, node.at.clone());
        };
        let Some(date) = first.or_else(|| self.local_date(out.as_ref())) else {
            let reason = "expected a scheduled departure with its offset, to know the day of this leg";
            return self.report.fault(reason, node.at.clone());
        };
        let flight = board::flight_ref(designator.clone(), date, DateBasis::Local, Some(from), Some(to));
        let mut says = Says::default();
        for (end, information) in [(End::Departure, out), (End::Arrival, arrival)] {
            let Some(information) = information else { continue };
            if let Some(times) = information.object("times", self.report) {
                self.times(&times, end, &mut says);
            }
            let airport = information.object("airport", self.report);
            if let Some(places) = airport.and_then(|a| a.object("places", self.report)) {
                self.places(&places, end, &mut says);
            }
        }
        self.status(node, &mut says);
        self.aircraft(node, &mut says);
        for sold in sold {
            board::add_marketing(&mut says, &flight, sold);
        }
        let says = says.finish(&node.at, self.report);
        self.report.observe(Observation { flight, says, reported: None }, node.at.clone());
    }

    fn airport(&mut self, information: Option<&Node>) -> Option<Airport> {
        let airport = information?.object("airport", self.report)?;
        board::airport(&airport, &["code"], self.about.atlas, self.report)
    }

    /// The date as it is written beside the offset is the local one.
    fn local_date(&mut self, out: Option<&Node>) -> Option<NaiveDate> {
        let times = out?.object("times", self.report)?;
        let text = times.text("scheduled", self.report)?;
        time::with_offset(&text)?;
        time::date(text.get(..10)?)
    }

    fn times(&mut self, times: &Node, end: End, says: &mut Says) {
        let (block, runway) = (end.block(), end.runway());
        let (estimated_runway, actual_runway) = match end {
            End::Departure => ("estimatedTakeOffTime", "actualTakeOffTime"),
            End::Arrival => ("estimatedTouchDownTime", "actualTouchDownTime"),
        };
        for (name, kind, event, weight) in [
            ("scheduled", Kind::Scheduled, block, 0),
            ("latestPublished", Kind::Estimated, block, 0),
            ("estimatedArrival", Kind::Estimated, block, 1),
            ("estimatedPublic", Kind::Estimated, block, 2),
            ("estimated", Kind::Estimated, block, 3),
            (estimated_runway, Kind::Estimated, runway, 0),
            (actual_runway, Kind::Actual, runway, 0),
            ("actual", Kind::Actual, block, 0),
        ] {
            let inside = times.get(name).filter(|node| node.value.is_object());
            let at = match inside {
                Some(node) => node.instant("value", self.report),
                None => times.instant(name, self.report),
            };
            let Some(at) = at else { continue };
            let stage = match kind {
                Kind::Scheduled => Stage::Scheduled,
                Kind::Estimated => Stage::Estimated,
                Kind::Actual => Stage::Actual,
            };
            says.put_weighed(Field::Time(kind, event), stage, Some(Value::At(at)), weight);
        }
    }

    fn places(&mut self, places: &Node, end: End, says: &mut Says) {
        let gate = if places.has("gateNumber") { "gateNumber" } else { "paxDepartureGate" };
        if end == End::Departure || gate == "gateNumber" {
            board::put_joined(says, end.gate(), places, gate, self.report);
        }
        let terminals: &[&str] = match end {
            End::Departure => &["terminalCode", "boardingTerminal", "departureTerminal"],
            End::Arrival => &["terminalCode", "arrivalTerminal", "arrivalPositionTerminal"],
        };
        if let Some(name) = terminals.iter().find(|name| places.has(name)) {
            board::put_joined(says, end.terminal(), places, name, self.report);
        }
        if end == End::Arrival {
            board::put_joined(says, Field::Belt, places, "baggageBelt", self.report);
            board::put_joined(says, Field::StandIn, places, "parkingPosition", self.report);
        }
    }

    fn status(&mut self, node: &Node, says: &mut Says) {
        let irregularity = node.object("irregularity", self.report);
        let said = irregularity.as_ref().and_then(|i| i.flag("cancelled", self.report));
        let words = [
            self.node.text("flightStatusPublic", self.report),
            node.text("legStatusPublic", self.report),
            node.text("publishedStatus", self.report),
        ];
        if said == Some(true) || words.iter().flatten().any(|word| word == "CANCELLED") {
            says.flag(Field::Cancelled, true);
        }
        // Of the flight as a whole only a cancellation is one of each leg.
        if words.iter().skip(1).flatten().any(|word| word == "DIVERTED") {
            board::put_diverted(says);
        }
        for word in words.iter().flatten().filter(|word| !known(word)) {
            self.report.note(format!("status {} is not known", code_shown(word)));
        }
        if let Some(irregularity) = irregularity {
            self.delay_codes(&irregularity, says);
        }
        let others = node.object("otherFlightLegStatuses", self.report);
        let boarding = others.and_then(|o| o.text("boardingStatus", self.report));
        match boarding.map(|text| text.to_ascii_lowercase()).as_deref() {
            None | Some("not open" | "not started") => {}
            Some("open" | "boarding") => board::put_boarding(says, Boarding::Begun),
            Some("last call" | "final call") => board::put_boarding(says, Boarding::FinalCall),
            Some("closed" | "gate closed") => board::put_boarding(says, Boarding::GateClosed),
            Some(_) => self.report.note("a boardingStatus that is not known"),
        }
    }

    fn delay_codes(&mut self, irregularity: &Node, says: &mut Says) {
        let mut holders = irregularity.one_or_many("delayInformation");
        holders.push(irregularity.clone());
        for holder in holders {
            for (code, at) in board::texts(&holder, "delayCode", self.report) {
                if code.len() <= 3 && code.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    says.add(Field::DelayCodes, Stage::Estimated, code.to_ascii_uppercase());
                } else {
                    self.report.fault("expected a delay code like 93", at);
                }
            }
        }
    }

    fn aircraft(&mut self, node: &Node, says: &mut Says) {
        let Some(aircraft) = node.object("aircraft", self.report) else { return };
        let registration = aircraft.text("registration", self.report);
        board::put_registration(says, registration, &aircraft.place("registration"), self.report);
        let kind = aircraft.text("typeCode", self.report).unwrap_or_default();
        says.text(Field::AircraftType, &kind, &aircraft.place("typeCode"), self.report);
    }

    /// Read once for all legs, and one more than a leg may list, so that it can say there are too many: a long list times
    /// many legs would take minutes.
    fn marketing(&mut self) -> Vec<leg::Designator> {
        let mut sold = Vec::new();
        for share in self.node.one_or_many("codeShareRelations") {
            let airline = share.object("airline", self.report);
            let carrier = airline.and_then(|a| a.text("code", self.report)).unwrap_or_default();
            let number = share.text("marketingFlightNumber", self.report).unwrap_or_default();
            sold.extend(leg::parted(&carrier, &number, &share.place("marketingFlightNumber"), self.report));
        }
        sold.truncate(limits::VALUES_REMEMBERED_MAX + 1);
        sold
    }
}

/// Words that are acted on above, or said better by a time.
fn known(word: &str) -> bool {
    matches!(
        word,
        "CANCELLED"
            | "PARTIALLY_CANCELLED"
            | "DIVERTED"
            | "SCHEDULED"
            | "ON_TIME"
            | "ONTIME"
            | "DELAYED"
            | "DELAYED_DEPARTURE"
            | "EARLY_DEPARTURE"
            | "NEW_DEPARTURE_TIME"
            | "NEW_EARLY_DEPARTURE_TIME"
            | "DEPARTED"
            | "IN_FLIGHT"
            | "DELAYED_ARRIVAL"
            | "EARLY_ARRIVAL"
            | "LANDED"
            | "ARRIVED"
    )
}

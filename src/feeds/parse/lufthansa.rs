//! Flight status of the Lufthansa group: one flight or several in `Flight`, an object where there is one.
//! Local times carry no offset and are read by the zone of their airport; a time in UTC beside it holds. The customer
//! flight information of the same service says the same in other words, and is read too.
//! Must not know: what is held about a flight, or whether a value is news.

#[cfg(test)]
mod tests;

use super::board::{self, End};
use super::json::{self, Node};
use super::leg::{self, Wall};
use super::report::{Report, code_shown};
use super::says::Says;
use super::time;
use crate::domain::observation::{DateBasis, Field, FlightRef, Kind, Observation};
use crate::domain::place::Airport;
use crate::domain::plan::Places;
use crate::feeds::{About, Parsed};
use chrono::{DateTime, NaiveDate, Utc};

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    json::each(body, |root, report| {
        let resource = ["FlightStatusResource", "FlightInformation"].iter().find_map(|name| root.get(name));
        let flights = match resource.as_ref().and_then(|resource| resource.get("Flights")) {
            Some(list) => list.one_or_many("Flight"),
            // One flight cut out of its wrapping, as hubs pass it on.
            None if root.has("Departure") && root.has("Arrival") => vec![root],
            None if root.value.is_array() => root.elements(),
            None => {
                if !board::refused(&root, report) {
                    let place = root.whole();
                    report.fault("expected FlightStatusResource/Flights/Flight", place);
                }
                return;
            }
        };
        if flights.is_empty() {
            report.note("no flights in it");
        }
        for node in flights {
            Flight { node: &node, about, report }.read();
        }
    })
}

struct Flight<'a> {
    node: &'a Node<'a>,
    about: &'a About<'a>,
    report: &'a mut Report,
}

impl Flight<'_> {
    fn read(&mut self) {
        let departure = self.node.object("Departure", self.report);
        let arrival = self.node.object("Arrival", self.report);
        let (Some(departure), Some(arrival)) = (departure, arrival) else {
            let place = self.node.whole();
            return self.report.fault("expected a Departure and an Arrival", place);
        };
        let (Some(from), Some(to)) = (self.airport(&departure), self.airport(&arrival)) else { return };
        let marketing = self.marketing();
        let Some(designator) = self.operating(&marketing) else { return };
        let out = self.time(&departure, "Scheduled", &from, None);
        let Some(date) = self.date(&departure, &from, out) else {
            let reason = "expected a scheduled departure, to know the day";
            return self.report.fault(reason, departure.at);
        };
        let (home, there) = (from.clone(), to.clone());
        let flight = board::flight_ref(designator, date, DateBasis::Local, Some(from), Some(to));
        let mut says = Says::default();
        for (end, node, airport) in [(End::Departure, &departure, &home), (End::Arrival, &arrival, &there)] {
            self.times(node, end, airport, out, &mut says);
            self.places(node, end, &mut says);
        }
        for sold in &marketing {
            board::add_marketing(&mut says, &flight, sold);
        }
        self.status(&departure, &arrival, &mut says);
        self.equipment(&mut says);
        self.finish(flight, says);
    }

    fn finish(&mut self, flight: FlightRef, says: Says) {
        let says = says.finish(&self.node.at, self.report);
        self.report.observe(Observation { flight, says, reported: None }, self.node.at.clone());
    }

    fn airport(&mut self, end: &Node) -> Option<Airport> {
        let code = end.text("AirportCode", self.report).unwrap_or_default();
        leg::airport(&code, self.about.atlas, &end.place("AirportCode"), self.report)
    }

    fn marketing(&mut self) -> Vec<leg::Designator> {
        let mut sold = self.node.one_or_many("MarketingCarrier");
        for list in self.node.one_or_many("MarketingCarrierList") {
            sold.extend(list.one_or_many("MarketingCarrier"));
        }
        sold.iter().filter_map(|node| self.designator(node)).collect()
    }

    fn designator(&mut self, node: &Node) -> Option<leg::Designator> {
        let carrier = node.text("AirlineID", self.report).unwrap_or_default();
        let number = node.text("FlightNumber", self.report).unwrap_or_default();
        leg::parted(&carrier, &number, &node.place("FlightNumber"), self.report)
    }

    /// Who operates. Where only the airline is said, its own marketing number is its operating one; another's is not.
    fn operating(&mut self, marketing: &[leg::Designator]) -> Option<leg::Designator> {
        let Some(node) = self.node.object("OperatingCarrier", self.report) else {
            if marketing.is_empty() {
                self.report.fault(leg::DESIGNATOR, self.node.place("OperatingCarrier"));
            }
            return marketing.first().cloned();
        };
        if node.has("FlightNumber") {
            return self.designator(&node);
        }
        let airline = node.text("AirlineID", self.report).unwrap_or_default();
        let own = marketing.iter().find(|(carrier, _, _)| carrier.as_str() == airline.to_ascii_uppercase());
        if own.is_none() {
            self.report.fault("expected the FlightNumber of the operating flight", node.at);
        }
        own.cloned()
    }

    /// `ScheduledTimeUTC`, else `ScheduledTimeLocal`; or `ScheduledUTC` and `Scheduled` of the customer information.
    fn time(
        &mut self,
        end: &Node,
        kind: &str,
        airport: &Airport,
        not_before: Option<DateTime<Utc>>,
    ) -> Option<DateTime<Utc>> {
        for name in [format!("{kind}TimeUTC"), format!("{kind}UTC")] {
            let Some((text, at)) = self.date_time(end, &name) else { continue };
            match time::instant(&text) {
                Some(instant) => return Some(instant),
                None => self.report.fault(time::TIME, at),
            }
        }
        for name in [format!("{kind}TimeLocal"), kind.to_owned()] {
            let Some((text, at)) = self.date_time(end, &name) else { continue };
            if let Some(instant) = time::with_offset(&text) {
                return Some(instant);
            }
            let Some(local) = time::on_the_wall(&text) else {
                self.report.fault("expected a local time like 2018-06-03T19:36", at);
                continue;
            };
            return leg::instant(Wall::Airport(airport), local, not_before, self.about.atlas, &at, self.report);
        }
        None
    }

    /// `DateTime`, or `Date` and `Time`.
    fn date_time(&mut self, end: &Node, name: &str) -> Option<(String, String)> {
        let node = end.object(name, self.report)?;
        let text = node.text("DateTime", self.report).or_else(|| {
            let date = node.text("Date", self.report)?;
            Some(format!("{date}T{}", node.text("Time", self.report)?))
        })?;
        Some((text, node.at))
    }

    /// The local date of the schedule as it is written, else by the zone of the airport.
    fn date(&mut self, departure: &Node, from: &Airport, out: Option<DateTime<Utc>>) -> Option<NaiveDate> {
        let written = ["ScheduledTimeLocal", "Scheduled"].iter().find_map(|name| {
            let (text, _) = self.date_time(departure, name)?;
            time::date(text.get(..10)?)
        });
        written.or_else(|| self.about.atlas.local_date(from, out?))
    }

    fn times(&mut self, node: &Node, end: End, airport: &Airport, out: Option<DateTime<Utc>>, says: &mut Says) {
        // What was read to know the day is not read, and not complained of, a second time.
        let scheduled = if end == End::Departure { out } else { self.time(node, "Scheduled", airport, out) };
        if let Some(at) = scheduled {
            says.time(Kind::Scheduled, end.block(), at);
        }
        for (name, kind) in [("Estimated", Kind::Estimated), ("Actual", Kind::Actual)] {
            if let Some(at) = self.time(node, name, airport, scheduled.filter(|_| end == End::Departure).or(out)) {
                says.time(kind, end.block(), at);
            }
        }
    }

    fn places(&mut self, node: &Node, end: End, says: &mut Says) {
        let Some(terminal) = node.object("Terminal", self.report) else { return };
        for (field, name) in [(end.terminal(), "Name"), (end.gate(), "Gate")] {
            let text = terminal.text(name, self.report).unwrap_or_default();
            says.text(field, &text, &terminal.place(name), self.report);
        }
    }

    fn status(&mut self, departure: &Node, arrival: &Node, says: &mut Says) {
        for name in ["FlightStatus", "Status"] {
            match self.code(self.node, name).as_deref() {
                Some("CD") => says.flag(Field::Cancelled, true),
                // Rerouted: it goes on to another airport than the one named, and which is not said.
                Some("RT" | "DV") => board::put_diverted(says),
                None | Some("DP" | "LD" | "NA" | "NO") => {}
                Some(other) => self.report.note(format!("FlightStatus {} is not known", code_shown(other))),
            }
        }
        for end in [departure, arrival] {
            for name in ["TimeStatus", "Status"] {
                match self.code(end, name).as_deref() {
                    Some("NI") => self.report.note("TimeStatus NI without a time is not used"),
                    None | Some("OT" | "DL" | "FE" | "NA" | "NO" | "DP" | "LD") => {}
                    Some(other) => self.report.note(format!("TimeStatus {} is not known", code_shown(other))),
                }
            }
        }
    }

    fn code(&mut self, node: &Node, name: &str) -> Option<String> {
        node.object(name, self.report)?.text("Code", self.report)
    }

    fn equipment(&mut self, says: &mut Says) {
        let Some(equipment) = self.node.object("Equipment", self.report) else { return };
        let kind = equipment.text("AircraftCode", self.report).unwrap_or_default();
        says.text(Field::AircraftType, &kind, &equipment.place("AircraftCode"), self.report);
        let registration = equipment.text("AircraftRegistration", self.report);
        board::put_registration(says, registration, &equipment.place("AircraftRegistration"), self.report);
    }
}

//! The public flights of Amsterdam Schiphol, versions 3 and 4: one row a flight and direction.
//! Its own airport is always AMS. A row sold under another number names the flight that operates, and is read as that one.
//! Must not know: what is held about a flight, or whether a value is news.

#[cfg(test)]
mod tests;

use super::board::{self, Boarding, End};
use super::json::{self, Node};
use super::leg;
use super::report::{Report, code_shown};
use super::says::Says;
use super::time;
use crate::domain::observation::{Field, FlightRef, Kind, Observation};
use crate::domain::place::Airport;
use crate::domain::plan::Places;
use crate::feeds::{About, Parsed};
use chrono::{DateTime, NaiveDate, Utc};

const HOME: &str = "AMS";

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    let Ok(home) = Airport::parse(HOME) else { return Parsed::default() };
    json::each(body, |root, report| {
        let rows = if root.has("flights") {
            root.array("flights", report)
        } else if root.value.is_array() {
            root.elements()
        } else if root.has("flightName") || root.has("mainFlight") {
            vec![root]
        } else {
            if !board::refused(&root, report) {
                report.fault("expected flights", root.whole());
            }
            return;
        };
        if rows.is_empty() {
            report.note("no flights in it");
        }
        for row in rows {
            Row { node: &row, home: &home, about, report }.read();
        }
    })
}

struct Row<'a> {
    node: &'a Node<'a>,
    home: &'a Airport,
    about: &'a About<'a>,
    report: &'a mut Report,
}

impl Row<'_> {
    fn read(&mut self) {
        let end = match self.node.text("flightDirection", self.report).as_deref() {
            Some("D") => End::Departure,
            Some("A") => End::Arrival,
            _ => return self.report.fault("expected a flightDirection A or D", self.node.place("flightDirection")),
        };
        let (Some(designator), sold) = self.designators() else { return };
        let scheduled = self.scheduled();
        let Some(date) = self.date(scheduled) else {
            return self.report.fault(time::DATE, self.node.place("scheduleDate"));
        };
        let flight = end.leg(designator, date, Some(self.home.clone()), self.other(end));
        let mut says = Says::default();
        if let Some(at) = scheduled {
            says.time(Kind::Scheduled, end.block(), at);
        }
        if let Some(sold) = sold {
            board::add_marketing(&mut says, &flight, &sold);
        }
        self.codeshares(&flight, &mut says);
        self.times(end, scheduled, &mut says);
        self.states(&mut says);
        self.places(end, &mut says);
        let reported = self.moment("lastUpdatedAt", None);
        let says = says.finish(&self.node.at, self.report);
        self.report.observe(Observation { flight, says, reported }, self.node.at.clone());
    }

    /// The flight that operates, and the one this row is sold as. Without a `mainFlight` that can be read nothing says
    /// that the row is a codeshare of another.
    fn designators(&mut self) -> (Option<leg::Designator>, Option<leg::Designator>) {
        let mut read = |name: &str| {
            let text = self.node.text(name, self.report)?;
            leg::joined(&text, &self.node.place(name), self.report)
        };
        let (main, name) = (read("mainFlight"), read("flightName"));
        if main.is_none() && name.is_none() {
            self.report.fault(leg::DESIGNATOR, self.node.place("flightName"));
        }
        (main.or_else(|| name.clone()), name)
    }

    fn moment(&mut self, name: &str, not_before: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        board::moment(self.node, name, Some(self.home), not_before, self.about.atlas, self.report)
    }

    fn scheduled(&mut self) -> Option<DateTime<Utc>> {
        if self.node.has("scheduleDateTime") {
            return self.moment("scheduleDateTime", None);
        }
        let date = self.node.text("scheduleDate", self.report)?;
        let clock = self.node.text("scheduleTime", self.report)?;
        let at = self.node.place("scheduleTime");
        match time::on_the_wall(&format!("{date}T{clock}")) {
            Some(local) => {
                let wall = leg::Wall::Airport(self.home);
                leg::instant(wall, local, None, self.about.atlas, &at, self.report)
            }
            None => {
                self.report.fault("expected a time like 09:05:00", at);
                None
            }
        }
    }

    fn date(&mut self, scheduled: Option<DateTime<Utc>>) -> Option<NaiveDate> {
        let given = self.node.text("scheduleDate", self.report).and_then(|text| time::date(&text));
        given.or_else(|| self.about.atlas.local_date(self.home, scheduled?))
    }

    /// The airport next to Schiphol. Departures list their stops in the order of flying. In which order arrivals do is
    /// nowhere said, so of one with several the leg's origin is not known.
    fn other(&mut self, end: End) -> Option<Airport> {
        let route = self.node.object("route", self.report)?;
        let stops = board::texts(&route, "destinations", self.report);
        if end == End::Arrival && stops.len() > 1 {
            self.report.note("an arrival with several stops: which was the last is not said");
            return None;
        }
        let (code, at) = stops.first()?;
        leg::airport(code, self.about.atlas, at, self.report)
    }

    fn codeshares(&mut self, flight: &FlightRef, says: &mut Says) {
        let Some(shares) = self.node.object("codeshares", self.report) else { return };
        for (text, at) in board::texts(&shares, "codeshares", self.report) {
            if let Some(sold) = leg::joined(&text, &at, self.report) {
                board::add_marketing(says, flight, &sold);
            }
        }
    }

    fn times(&mut self, end: End, scheduled: Option<DateTime<Utc>>, says: &mut Says) {
        let of_end: [(&str, Kind); 2] = match end {
            End::Departure => [("publicEstimatedOffBlockTime", Kind::Estimated), ("actualOffBlockTime", Kind::Actual)],
            End::Arrival => [("estimatedLandingTime", Kind::Estimated), ("actualLandingTime", Kind::Actual)],
        };
        let event = if end == End::Departure { end.block() } else { end.runway() };
        for (name, kind) in of_end {
            if let Some(at) = self.moment(name, scheduled) {
                says.time(kind, event, at);
            }
        }
    }

    fn states(&mut self, says: &mut Says) {
        let Some(state) = self.node.object("publicFlightState", self.report) else { return };
        let mut boarding: Option<Boarding> = None;
        for (code, _) in board::texts(&state, "flightStates", self.report) {
            match code.as_str() {
                "CNX" => says.flag(Field::Cancelled, true),
                "DIV" => board::put_diverted(says),
                "GTO" => boarding = boarding.max(Some(Boarding::GateOpen)),
                "BRD" => boarding = boarding.max(Some(Boarding::Begun)),
                "GCL" => boarding = boarding.max(Some(Boarding::FinalCall)),
                "GTD" => boarding = boarding.max(Some(Boarding::GateClosed)),
                "TOM" | "SUS" | "WIL" => self.report.note(format!("state {code} is not used")),
                "SCH" | "EXP" | "AIR" | "FIR" | "LND" | "ARR" | "FIB" | "GCH" | "DEL" | "DEP" => {}
                other => self.report.note(format!("state {} is not known", code_shown(other))),
            }
        }
        if let Some(boarding) = boarding {
            board::put_boarding(says, boarding);
        }
    }

    fn places(&mut self, end: End, says: &mut Says) {
        for (field, name) in [(end.gate(), "gate"), (end.terminal(), "terminal")] {
            let text = self.node.text(name, self.report).unwrap_or_default();
            says.text(field, &text, &self.node.place(name), self.report);
        }
        if let Some(claim) = self.node.object("baggageClaim", self.report).filter(|_| end == End::Arrival) {
            board::put_joined(says, Field::Belt, &claim, "belts", self.report);
        }
        let registration = self.node.text("aircraftRegistration", self.report);
        board::put_registration(says, registration, &self.node.place("aircraftRegistration"), self.report);
        if let Some(aircraft) = self.node.object("aircraftType", self.report) {
            let main = aircraft.text_of(&["iataMain", "iatamain"], self.report).unwrap_or_default();
            says.text(Field::AircraftType, &main, &aircraft.at, self.report);
        }
    }
}

//! One end of a flight as AeroDataBox describes it: airport, times, gate. Times stand in pairs `utc` and `local`, with a
//! blank where ISO has a `T`; older contracts have flat members, and call the revised time "actual" though it is an estimate
//! as often. Must not know: the flight's status, or what is held about it.

use super::codes;
use crate::config::local_time::instants_in;
use crate::domain::place::Airport;
use crate::feeds::About;
use crate::feeds::parse::json::Node;
use crate::feeds::parse::leg::{self, Wall};
use crate::feeds::parse::report::Report;
use crate::feeds::parse::time;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Departure,
    Arrival,
}

/// An instant, and its date where it was read from a wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    pub at: DateTime<Utc>,
    pub local: Option<NaiveDate>,
}

#[derive(Default)]
pub struct End {
    pub airport: Option<Airport>,
    pub scheduled: Option<Moment>,
    pub revised: Option<Moment>,
    pub predicted: Option<Moment>,
    pub runway: Option<Moment>,
    pub approximate: bool,
    pub terminal: Option<(String, String)>,
    pub gate: Option<(String, String)>,
    pub belt: Option<(String, String)>,
}

/// Reads one end; `airport` is the one it has where it names none itself.
pub fn read(node: &Node<'_>, airport: Option<Airport>, about: &About<'_>, report: &mut Report) -> End {
    let named = node.object("airport", report);
    let own = named.as_ref().and_then(|n| airport_of(n, about, report));
    let airport = own.or(airport);
    let zone = named.as_ref().and_then(|n| n.text("timeZone", report));
    let mut times = Times { node, airport: airport.as_ref(), zone: zone.as_deref(), about, report: &mut *report };
    let scheduled = times.read("scheduledTime", &["scheduledTime"]);
    let revised = times.read("revisedTime", &["revisedTime", "actualTime"]);
    let predicted = times.read("predictedTime", &["predictedTime"]);
    let runway = times.read("runwayTime", &["runwayTime"]);
    let mut text = |name: &str| node.text(name, report).map(|text| (text, node.place(name)));
    let (terminal, gate, belt) = (text("terminal"), text("gate"), text("baggageBelt"));
    let approximate = is_approximate(node, report);
    End { airport, scheduled, revised, predicted, runway, approximate, terminal, gate, belt }
}

/// The airport of an end that has nothing else to say, as the other end of a board's row.
pub fn airport_of(named: &Node<'_>, about: &About<'_>, report: &mut Report) -> Option<Airport> {
    for name in ["iata", "icao"] {
        if let Some(code) = named.text(name, report) {
            return leg::airport(&code, about.atlas, &named.place(name), report);
        }
    }
    report.note("an airport without a code was not taken");
    None
}

fn is_approximate(node: &Node<'_>, report: &mut Report) -> bool {
    let mut approximate = false;
    for quality in node.array("quality", report) {
        match codes::is_approximate(quality.value) {
            Some(is) => approximate |= is,
            None => report.note("a quality that is not known"),
        }
    }
    approximate
}

/// What the times of one end need to be read.
struct Times<'a, 'r> {
    node: &'a Node<'a>,
    airport: Option<&'a Airport>,
    zone: Option<&'a str>,
    about: &'a About<'a>,
    report: &'r mut Report,
}

impl Times<'_, '_> {
    /// The pair, else the flat members that older contracts have.
    fn read(&mut self, pair: &str, flat: &[&str]) -> Option<Moment> {
        if let Some(both) = self.node.get(pair) {
            if both.value.is_string() {
                return self.single(self.node, pair);
            }
            let both = self.node.object(pair, self.report)?;
            return self.pair(&both, "utc", "local");
        }
        flat.iter().find_map(|name| self.pair(self.node, &format!("{name}Utc"), &format!("{name}Local")))
    }

    fn pair(&mut self, node: &Node<'_>, utc: &str, local: &str) -> Option<Moment> {
        let wall = node.text(local, self.report);
        let Some(text) = node.text(utc, self.report) else { return self.single(node, local) };
        // The member's name says whose time it is, with an offset or without.
        let Some(at) = time::instant(&iso(&text)) else {
            self.report.fault(TIME, node.place(utc));
            return None;
        };
        let told = wall.as_deref().map(iso);
        let differs = told.as_deref().and_then(time::with_offset).is_some_and(|other| other != at);
        if differs {
            self.report.note("utc and local of one time differ: utc was taken");
        }
        let local = told.as_deref().and_then(on_the_wall).filter(|_| !differs).map(|wall| wall.date());
        Some(Moment { at, local })
    }

    /// A time that is given by the clock of the airport alone, or by its offset.
    fn single(&mut self, node: &Node<'_>, name: &str) -> Option<Moment> {
        let (text, place) = (iso(&node.text(name, self.report)?), node.place(name));
        let Some(wall) = on_the_wall(&text) else {
            self.report.fault(TIME, place);
            return None;
        };
        let at = match time::with_offset(&text) {
            Some(at) => at,
            None => self.by_the_clock(wall, &place)?,
        };
        // `Z` is no clock on a wall.
        Some(Moment { at, local: Some(wall.date()).filter(|_| !text.ends_with('Z')) })
    }

    fn by_the_clock(&mut self, wall: NaiveDateTime, place: &str) -> Option<DateTime<Utc>> {
        let clock = match (self.zone.filter(|zone| instants_in(zone, wall).is_some()), self.airport) {
            (Some(zone), _) => Wall::Zone(zone),
            (None, Some(airport)) => Wall::Airport(airport),
            (None, None) => {
                self.report.fault("a local time of an airport that is not named: the time was not taken", place);
                return None;
            }
        };
        leg::instant(clock, wall, None, self.about.atlas, place, self.report)
    }
}

pub const TIME: &str = "expected a time like 2018-06-03 19:36Z";

/// `2018-06-03 19:36Z` as ISO has it.
pub fn iso(text: &str) -> String {
    text.trim().replacen(' ', "T", 1).replace(' ', "")
}

/// What the clock showed, without its offset.
fn on_the_wall(text: &str) -> Option<NaiveDateTime> {
    let (date, clock) = text.split_once('T')?;
    let clock = clock.split(['Z', '+', '-']).next()?;
    time::on_the_wall(&format!("{date}T{clock}"))
}

//! The service's own codes for carriers and airports (`fs`): mostly those of IATA, sometimes with a mark (`RV*`) or those
//! of ICAO. The answer's appendix, or the object that stands in place of the code, says which is meant.
//! Must not know: flights, times.

use super::super::json::Node;
use super::super::leg::{self, Designator};
use super::super::report::Report;
use super::many;
use crate::domain::place::{Airport, Carrier};
use crate::feeds::About;
use std::collections::HashMap;

#[derive(Default)]
pub(super) struct Codes {
    carriers: HashMap<String, Carrier>,
    airports: HashMap<String, Place>,
}

/// An airport and the zone that the service gives for it.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub airport: Airport,
    pub zone: Option<String>,
}

impl Codes {
    /// Takes in the `appendix` of a message.
    pub fn learn(&mut self, node: &Node<'_>, about: &About<'_>) {
        let Some(appendix) = node.get("appendix") else { return };
        // A row of the appendix that is no use is missed where its code stands, and told there.
        let unheard = &mut Report::default();
        for row in many(&appendix, "airlines", "airline") {
            if let Some((fs, carrier)) = row.text("fs", unheard).zip(carrier_of(&row, unheard)) {
                self.carriers.insert(fs, carrier);
            }
        }
        for row in many(&appendix, "airports", "airport") {
            if let Some((fs, place)) = row.text("fs", unheard).zip(place_of(&row, about, unheard)) {
                self.airports.insert(fs, place);
            }
        }
    }

    /// The carrier of a row: `{name}` as an object, or the code in `{name}FsCode` or another of `codes`.
    pub fn carrier(&self, node: &Node<'_>, name: &str, codes: &[&str], report: &mut Report) -> Option<Carrier> {
        if let Some(found) = node.get(name).filter(|n| n.value.is_object()).and_then(|n| carrier_of(&n, report)) {
            return Some(found);
        }
        let (code, at) = codes.iter().find_map(|code| Some((node.text(code, report)?, node.place(code))))?;
        let found = self.carriers.get(&code).cloned().or_else(|| Carrier::parse(&code).ok());
        if found.is_none() {
            report.fault("expected a carrier of IATA or ICAO, or one that the appendix names", at);
        }
        found
    }

    /// The airport of a row, likewise.
    pub fn place(&self, node: &Node<'_>, name: &str, about: &About<'_>, report: &mut Report) -> Option<Place> {
        if let Some(found) = node.get(name).filter(|n| n.value.is_object()).and_then(|n| place_of(&n, about, report)) {
            return Some(found);
        }
        let (code, at) = (node.text(&format!("{name}FsCode"), report)?, node.place(&format!("{name}FsCode")));
        if let Some(known) = self.airports.get(&code) {
            return Some(known.clone());
        }
        leg::airport(&code, about.atlas, &at, report).map(|airport| Place { airport, zone: None })
    }

    /// A flight of which only carrier and number are given: a codeshare, or who operates.
    pub fn flight(&self, node: &Node<'_>, report: &mut Report) -> Option<Designator> {
        const CODES: [&str; 2] = ["fsCode", "carrierFsCode"];
        let Some(number) = node.text("flightNumber", report) else {
            report.fault(leg::DESIGNATOR, node.at.as_str());
            return None;
        };
        match self.carrier(node, "carrier", &CODES, report) {
            Some(carrier) => leg::parted(carrier.as_str(), &number, &node.at, report),
            None => {
                // A code that cannot be resolved has been told.
                if !CODES.iter().any(|code| node.has(code)) {
                    report.fault(leg::DESIGNATOR, node.at.as_str());
                }
                None
            }
        }
    }
}

fn carrier_of(row: &Node<'_>, report: &mut Report) -> Option<Carrier> {
    ["iata", "icao", "fs"].iter().find_map(|name| Carrier::parse(&row.text(name, report)?).ok())
}

fn place_of(row: &Node<'_>, about: &About<'_>, report: &mut Report) -> Option<Place> {
    let airport = ["iata", "icao", "fs"].iter().find_map(|name| Airport::parse(&row.text(name, report)?).ok())?;
    Some(Place { airport: about.atlas.iata_airport(airport), zone: row.text("timeZoneRegionName", report) })
}

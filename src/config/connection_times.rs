//! Reads `config/connection-times.toml` into the rules of connections and names what is wrong
//! with it by file, table and what was expected, all faults at once.
//! Must not know: how a margin is made of the minutes, where the text was read from.

use super::Invalid;
use crate::domain::connection_rules::{Borders, DefaultMct, Mct, Needs, Rules, Station};
use crate::domain::place::{Airport, Carrier};
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file as shipped.
pub const SHIPPED: &str = include_str!("../../config/connection-times.toml");
pub const FILE: &str = "config/connection-times.toml";

/// A day: more is a slip of the finger.
const MINUTES_MAX: i64 = 24 * 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    defaults: Defaults,
    mct_defaults: MctDefaults,
    needs: NeedsTable,
    borders: BordersTable,
    #[serde(default)]
    station: Vec<StationRow>,
    #[serde(default)]
    airport_change: Vec<AirportChangeRow>,
    #[serde(default)]
    mct: Vec<MctRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    as_of: String,
    source: String,
    disembark_narrow: i64,
    disembark_wide: i64,
    door_close: i64,
    check_in_close: i64,
    immigration: i64,
    bags: i64,
    terminal_change: i64,
    security: i64,
    walk: i64,
    airport_change: i64,
    screened_between_terminals: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MctDefaults {
    as_of: String,
    source: String,
    domestic_domestic: i64,
    domestic_international: i64,
    international_domestic: i64,
    international_international: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeedsTable {
    as_of: String,
    source: String,
    wheelchair_wait: i64,
    wheelchair_walk_percent: i64,
    child_walk_percent: i64,
    large_group_from: u32,
    large_group_walk_percent: i64,
    one_min_per_people: u32,
    no_shared_language: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BordersTable {
    as_of: String,
    source: String,
    no_transit: Vec<String>,
    areas: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StationRow {
    airport: String,
    as_of: String,
    source: String,
    immigration: Option<i64>,
    bags: Option<i64>,
    terminal_change: Option<i64>,
    security: Option<i64>,
    walk: Option<i64>,
    screened_between_terminals: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AirportChangeRow {
    from: String,
    to: String,
    minutes: i64,
    as_of: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MctRow {
    airport: String,
    carrier: Option<String>,
    from_terminal: Option<String>,
    to_terminal: Option<String>,
    from_abroad: Option<bool>,
    to_abroad: Option<bool>,
    minutes: i64,
    as_of: String,
    source: String,
}

/// The rules, or everything that is wrong with the file. `file` is for the messages.
pub fn parse(text: &str, file: &str) -> Result<Rules, Vec<Invalid>> {
    let document: Document = toml::from_str(text).map_err(|error| vec![Invalid::of_toml(file, text, &error)])?;
    let mut check = Check { file, faults: Vec::new() };
    let rules = check.rules(document);
    if check.faults.is_empty() { Ok(rules) } else { Err(check.faults) }
}

/// Collects the faults; a value with a fault goes on as it is and is never used.
struct Check<'a> {
    file: &'a str,
    faults: Vec<Invalid>,
}

impl Check<'_> {
    fn fault(&mut self, table: &str, expected: &str) {
        self.faults.push(Invalid { file: self.file.into(), table: table.into(), expected: expected.into() });
    }

    fn origin(&mut self, table: &str, as_of: &str, source: &str) {
        if as_of.parse::<NaiveDate>().is_err() {
            self.fault(table, &format!("as_of: expected a date like 2026-11-23, found {as_of:?}"));
        }
        if source.trim().is_empty() {
            self.fault(table, "source: expected where the figures come from");
        }
    }

    fn minutes(&mut self, table: &str, name: &str, minutes: i64) -> i64 {
        if !(0..=MINUTES_MAX).contains(&minutes) {
            self.fault(table, &format!("{name}: expected 0 to {MINUTES_MAX} minutes, found {minutes}"));
        }
        minutes
    }

    fn percent(&mut self, name: &str, percent: i64) -> i64 {
        if !(100..=1000).contains(&percent) {
            self.fault("[needs]", &format!("{name}: expected 100 to 1000 percent of the walk, found {percent}"));
        }
        percent
    }

    fn airport(&mut self, table: &str, text: &str) -> Option<Airport> {
        let airport = Airport::parse(text).ok().filter(|a| a.as_str() == text);
        if airport.is_none() {
            self.fault(table, &format!("expected an airport code like JFK, found {text:?}"));
        }
        airport
    }

    fn rules(&mut self, file: Document) -> Rules {
        let d = &file.defaults;
        let table = "[defaults]";
        self.origin(table, &d.as_of, &d.source);
        let default_station = Station {
            immigration_min: self.minutes(table, "immigration", d.immigration),
            bags_min: self.minutes(table, "bags", d.bags),
            terminal_change_min: self.minutes(table, "terminal_change", d.terminal_change),
            security_min: self.minutes(table, "security", d.security),
            walk_min: self.minutes(table, "walk", d.walk),
            screened_between_terminals: d.screened_between_terminals,
        };
        Rules {
            disembark_narrow_min: self.minutes(table, "disembark_narrow", d.disembark_narrow),
            disembark_wide_min: self.minutes(table, "disembark_wide", d.disembark_wide),
            door_close_min: self.minutes(table, "door_close", d.door_close),
            check_in_close_min: self.minutes(table, "check_in_close", d.check_in_close),
            airport_change_min: self.minutes(table, "airport_change", d.airport_change),
            stations: self.stations(file.station, &default_station),
            default_station,
            airport_pairs: self.airport_pairs(file.airport_change),
            default_mct: self.default_mct(&file.mct_defaults),
            mcts: file.mct.into_iter().filter_map(|row| self.mct(row)).collect(),
            needs: self.needs(&file.needs),
            borders: self.borders(file.borders),
        }
    }

    fn stations(&mut self, rows: Vec<StationRow>, default: &Station) -> BTreeMap<Airport, Station> {
        let mut stations = BTreeMap::new();
        for row in rows {
            let table = format!("[[station]] {}", row.airport);
            self.origin(&table, &row.as_of, &row.source);
            let mut own =
                |name, minutes: Option<i64>, default| minutes.map_or(default, |m| self.minutes(&table, name, m));
            let station = Station {
                immigration_min: own("immigration", row.immigration, default.immigration_min),
                bags_min: own("bags", row.bags, default.bags_min),
                terminal_change_min: own("terminal_change", row.terminal_change, default.terminal_change_min),
                security_min: own("security", row.security, default.security_min),
                walk_min: own("walk", row.walk, default.walk_min),
                screened_between_terminals: row
                    .screened_between_terminals
                    .unwrap_or(default.screened_between_terminals),
            };
            if let Some(airport) = self.airport(&table, &row.airport)
                && stations.insert(airport, station).is_some()
            {
                self.fault(&table, "expected each airport once");
            }
        }
        stations
    }

    fn airport_pairs(&mut self, rows: Vec<AirportChangeRow>) -> BTreeMap<(Airport, Airport), i64> {
        let mut pairs = BTreeMap::new();
        for row in rows {
            let table = format!("[[airport_change]] {}-{}", row.from, row.to);
            self.origin(&table, &row.as_of, &row.source);
            let minutes = self.minutes(&table, "minutes", row.minutes);
            let (from, to) = (self.airport(&table, &row.from), self.airport(&table, &row.to));
            if let Some((from, to)) = from.zip(to) {
                let known = pairs.contains_key(&(to.clone(), from.clone()));
                if pairs.insert((from, to), minutes).is_some() || known {
                    self.fault(&table, "expected each pair once, it holds in both directions");
                }
            }
        }
        pairs
    }

    fn default_mct(&mut self, t: &MctDefaults) -> DefaultMct {
        let table = "[mct_defaults]";
        self.origin(table, &t.as_of, &t.source);
        DefaultMct {
            domestic_domestic: self.minutes(table, "domestic_domestic", t.domestic_domestic),
            domestic_international: self.minutes(table, "domestic_international", t.domestic_international),
            international_domestic: self.minutes(table, "international_domestic", t.international_domestic),
            international_international: self.minutes(
                table,
                "international_international",
                t.international_international,
            ),
        }
    }

    fn mct(&mut self, row: MctRow) -> Option<Mct> {
        let table = format!("[[mct]] {}", row.airport);
        self.origin(&table, &row.as_of, &row.source);
        let carrier = row.carrier.as_deref().map(Carrier::parse);
        if matches!(carrier, Some(Err(_))) {
            self.fault(&table, "carrier: expected a carrier like MQ");
        }
        Some(Mct {
            min: self.minutes(&table, "minutes", row.minutes),
            airport: self.airport(&table, &row.airport)?,
            carrier: carrier.and_then(Result::ok),
            from_terminal: row.from_terminal,
            to_terminal: row.to_terminal,
            from_abroad: row.from_abroad,
            to_abroad: row.to_abroad,
        })
    }

    fn needs(&mut self, t: &NeedsTable) -> Needs {
        let table = "[needs]";
        self.origin(table, &t.as_of, &t.source);
        if t.one_min_per_people == 0 {
            self.fault(table, "one_min_per_people: expected 1 or more people");
        }
        Needs {
            wheelchair_wait_min: self.minutes(table, "wheelchair_wait", t.wheelchair_wait),
            wheelchair_walk_percent: self.percent("wheelchair_walk_percent", t.wheelchair_walk_percent),
            child_walk_percent: self.percent("child_walk_percent", t.child_walk_percent),
            large_group_from: t.large_group_from,
            large_group_walk_percent: self.percent("large_group_walk_percent", t.large_group_walk_percent),
            one_min_per_people: t.one_min_per_people,
            no_shared_language_min: self.minutes(table, "no_shared_language", t.no_shared_language),
        }
    }

    fn borders(&mut self, t: BordersTable) -> Borders {
        let table = "[borders]";
        self.origin(table, &t.as_of, &t.source);
        for country in t.no_transit.iter().chain(t.areas.iter().flatten()) {
            if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
                self.fault(table, &format!("expected a country of two capital letters, found {country:?}"));
            }
        }
        let areas = t.areas.into_iter().map(|area| area.into_iter().collect()).collect();
        Borders { areas, no_transit: t.no_transit.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_valid() {
        let rules = parse(SHIPPED, FILE).unwrap();
        assert_eq!((rules.disembark_narrow_min, rules.disembark_wide_min), (15, 25));
        assert_eq!((rules.door_close_min, rules.check_in_close_min), (15, 60));
        assert!(rules.stations.contains_key(&Airport::parse("JFK").unwrap()));
    }

    #[test]
    fn a_fault_names_file_table_and_what_was_expected() {
        let check = |old: &str, new: &str, expected: &str| {
            assert!(SHIPPED.contains(old), "{old}");
            let faults = parse(&SHIPPED.replacen(old, new, 1), FILE).unwrap_err();
            let text = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            assert!(text.starts_with(FILE) && text.contains(expected), "{new}: {text}");
        };
        check("door_close = 15", "door_close = -1", "[defaults]: door_close: expected 0 to 1440 minutes, found -1");
        check("door_close = 15", "door_closed = 15", "unknown field");
        check("door_close = 15\n", "", "missing field");
        check("\"JFK\"", "\"jfk\"", "[[station]] jfk: expected an airport code like JFK");
        check("\"EWR\"", "\"JFK\"", "[[station]] JFK: expected each airport once");
        check("2026-11-23", "today", "[defaults]: as_of: expected a date");
        check(
            "wheelchair_walk_percent = 150",
            "wheelchair_walk_percent = 0",
            "[needs]: wheelchair_walk_percent: expected 100 to 1000",
        );
        check("minutes = 25", "minutes = 25\ncarrier = \"AUSTRIAN\"", "[[mct]] VIE: carrier: expected a carrier");
        check("[\"US\"]", "[\"USA\"]", "[borders]: expected a country of two capital letters");
        check("one_min_per_people = 5", "one_min_per_people = 0", "[needs]: one_min_per_people");
        check(
            "from = \"JFK\"\nto = \"EWR\"",
            "from = \"LGA\"\nto = \"JFK\"",
            "[[airport_change]] LGA-JFK: expected each pair once",
        );
    }
}

//! The minutes of airports, carriers and needs that a margin is made of, and which borders a
//! connection crosses. All of it is data from `config/connection-times.toml`.
//! Must not know: files, one group, one flight, the clock.

use super::place::{Airport, Carrier};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a margin needs besides the group and the flights. Minutes throughout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    pub disembark_narrow_min: i64,
    pub disembark_wide_min: i64,
    /// Before off-block: then the door is shut.
    pub door_close_min: i64,
    /// Before off-block: then the desk and the bag drop are shut.
    pub check_in_close_min: i64,
    /// From one airport to another where no ground leg is planned and no pair is known.
    pub airport_change_min: i64,
    pub default_station: Station,
    pub stations: BTreeMap<Airport, Station>,
    /// In both directions.
    pub airport_pairs: BTreeMap<(Airport, Airport), i64>,
    pub default_mct: DefaultMct,
    pub mcts: Vec<Mct>,
    pub needs: Needs,
    pub borders: Borders,
}

/// One airport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Station {
    pub immigration_min: i64,
    /// Bags, customs and the bag drop.
    pub bags_min: i64,
    pub terminal_change_min: i64,
    pub security_min: i64,
    pub walk_min: i64,
    /// A change of terminal leads out of the secure area.
    pub screened_between_terminals: bool,
}

/// Minimum connection times where no row is more exact; abroad is seen from the airport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DefaultMct {
    pub domestic_domestic: i64,
    pub domestic_international: i64,
    pub international_domestic: i64,
    pub international_international: i64,
}

/// A minimum connection time; what is `None` holds for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mct {
    pub airport: Airport,
    /// Of the departing flight.
    pub carrier: Option<Carrier>,
    pub from_terminal: Option<String>,
    pub to_terminal: Option<String>,
    pub from_abroad: Option<bool>,
    pub to_abroad: Option<bool>,
    pub min: i64,
}

/// What needs add. Percents are of the walk, and multiply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    pub wheelchair_wait_min: i64,
    pub wheelchair_walk_percent: i64,
    pub child_walk_percent: i64,
    pub large_group_from: u32,
    pub large_group_walk_percent: i64,
    /// In a large group one minute for each so many people.
    pub one_min_per_people: u32,
    pub no_shared_language_min: i64,
}

/// Which countries are one behind the border. Countries are ISO 3166 alpha-2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Borders {
    /// Countries without border checks among themselves.
    pub areas: Vec<BTreeSet<String>>,
    /// Where everyone who lands is admitted first, also those who fly on abroad.
    pub no_transit: BTreeSet<String>,
}

/// How a connection lies to the border of its airport's country.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Crossing {
    pub from_abroad: bool,
    pub to_abroad: bool,
    /// They pass immigration here, take their bags through customs and check them in again.
    pub first_port_of_entry: bool,
}

impl Borders {
    /// From the countries of the airport before, this one and the one after.
    pub fn crossing(&self, before: &str, here: &str, after: &str) -> Crossing {
        let inside = |one: &str, other: &str| {
            one == other || self.areas.iter().any(|area| area.contains(one) && area.contains(other))
        };
        let (from_abroad, to_abroad) = (!inside(before, here), !inside(here, after));
        let enters = from_abroad && (!to_abroad || self.no_transit.contains(here));
        Crossing { from_abroad, to_abroad, first_port_of_entry: enters }
    }
}

impl Rules {
    pub fn station(&self, airport: Option<&Airport>) -> &Station {
        airport.and_then(|a| self.stations.get(a)).unwrap_or(&self.default_station)
    }

    pub fn airport_change(&self, from: Option<&Airport>, to: Option<&Airport>) -> i64 {
        let pair = |one: &Airport, other: &Airport| self.airport_pairs.get(&(one.clone(), other.clone())).copied();
        let known = from.zip(to).and_then(|(from, to)| pair(from, to).or_else(|| pair(to, from)));
        known.unwrap_or(self.airport_change_min)
    }

    /// The most exact row for this connection, else the default for its kind; of two equally
    /// exact rows the longer time. `wanted.min` is not looked at.
    pub fn mct(&self, wanted: &Mct) -> i64 {
        let exact = |row: &&Mct| (row.airport == wanted.airport).then(|| row.exactness(wanted)).flatten();
        let best = self.mcts.iter().filter_map(|row| Some((exact(&row)?, row.min))).max();
        best.map_or_else(|| self.default_mct.of(wanted), |(_, min)| min)
    }
}

impl Mct {
    /// How much of `wanted` the row names; `None` when it names something else.
    /// A carrier's own exception outweighs everything an airport says for all.
    fn exactness(&self, wanted: &Mct) -> Option<u8> {
        let fits = [
            (self.carrier.is_some(), self.carrier == wanted.carrier, 16),
            (self.from_terminal.is_some(), self.from_terminal == wanted.from_terminal, 2),
            (self.to_terminal.is_some(), self.to_terminal == wanted.to_terminal, 2),
            (self.from_abroad.is_some(), self.from_abroad == wanted.from_abroad, 1),
            (self.to_abroad.is_some(), self.to_abroad == wanted.to_abroad, 1),
        ];
        let weigh = |(named, same, weight): (bool, bool, u8)| match (named, same) {
            (false, _) => Some(0),
            (true, true) => Some(weight),
            (true, false) => None,
        };
        fits.into_iter().map(weigh).sum()
    }
}

impl DefaultMct {
    fn of(&self, wanted: &Mct) -> i64 {
        match (wanted.from_abroad.unwrap_or(false), wanted.to_abroad.unwrap_or(false)) {
            (false, false) => self.domestic_domestic,
            (false, true) => self.domestic_international,
            (true, false) => self.international_domestic,
            (true, true) => self.international_international,
        }
    }
}

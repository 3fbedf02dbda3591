//! The world the rules need, read once at start from dated files: airports with their zones, carriers,
//! stations with staff, receivers, and what each service code asks of people. The one implementation of
//! `domain::plan::Places`. Must not know: flights, movements, settings that change while running.

use crate::domain::place::{Airport, Carrier};
use crate::domain::plan::Places;
use chrono::{DateTime, NaiveDate, Utc};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

/// What is wrong with a rule file, and where.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {what}")]
pub struct BadRules {
    pub file: String,
    pub what: String,
}

/// One row of `config/airports.csv`.
#[derive(Debug, Clone, Deserialize)]
struct AirportRow {
    iata: String,
    icao: String,
    name: String,
    city: String,
    country: String,
    lat: f64,
    lon: f64,
    tz: String,
}

/// What a screen may know of an airport: public facts.
#[derive(Debug, Clone, Serialize)]
pub struct AirportFacts {
    pub name: String,
    pub city: String,
    pub country: String,
    pub tz: String,
}

/// A transit team's airport.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    pub iata: String,
    pub name: String,
    #[serde(default = "yes")]
    pub staffed: bool,
    #[serde(default)]
    pub hours: Option<String>,
    #[serde(default)]
    pub called: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
}

/// Who receives people at their final place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receiver {
    pub id: String,
    pub name: String,
    pub place: String,
    #[serde(default = "three_hours")]
    pub lead_time_min: i64,
    /// From on-block to the first people at the door; people are often the last ones out.
    #[serde(default = "half_an_hour")]
    pub door_offset_min: i64,
    /// How long after the first the last are expected.
    #[serde(default = "half_an_hour")]
    pub door_window_min: i64,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub contact_hours: Option<String>,
}

#[derive(Deserialize, Default)]
struct Stations {
    #[serde(default)]
    station: Vec<Station>,
}

#[derive(Deserialize, Default)]
struct Receivers {
    #[serde(default)]
    receiver: Vec<Receiver>,
}

#[derive(Deserialize)]
struct Needs {
    need: Vec<NeedRow>,
}

#[derive(Deserialize)]
struct NeedRow {
    code: String,
    action: String,
}

#[derive(Debug, Clone)]
struct Known {
    facts: AirportFacts,
    zone: TimeZone,
    position: (f64, f64),
}

#[derive(Debug, Clone, Default)]
pub struct Atlas {
    airports: HashMap<String, Known>,
    /// ICAO to IATA.
    by_icao: HashMap<String, String>,
    carriers: HashMap<String, String>,
    stations: BTreeMap<String, Station>,
    receivers: BTreeMap<String, Receiver>,
    needs: BTreeMap<String, String>,
    /// Airports that have a station account: a post exists where somebody can sign in to it.
    posts: Arc<RwLock<BTreeSet<String>>>,
}

fn yes() -> bool {
    true
}

fn three_hours() -> i64 {
    180
}

fn half_an_hour() -> i64 {
    30
}

/// The texts the atlas is made of; each has an embedded default that a file of the same name replaces.
pub struct Sources {
    pub airports: String,
    pub airlines: String,
    pub stations: String,
    pub receivers: String,
    pub needs: String,
}

impl Sources {
    /// The embedded files, each replaced by the one in `folder` where there is one.
    pub fn with_folder(folder: Option<&Path>) -> Self {
        let read = |name: &str, embedded: &str| {
            folder.and_then(|f| std::fs::read_to_string(f.join(name)).ok()).unwrap_or_else(|| embedded.to_owned())
        };
        Self {
            airports: read("airports.csv", include_str!("../../config/airports.csv")),
            airlines: read("airlines.csv", include_str!("../../config/airlines.csv")),
            stations: read("stations.toml", include_str!("../../config/stations.toml")),
            receivers: read("receivers.toml", include_str!("../../config/receivers.toml")),
            needs: read("needs.toml", include_str!("../../config/needs.toml")),
        }
    }
}

impl Atlas {
    /// Reads and checks the rule files.
    ///
    /// # Errors
    /// The first thing wrong, with its file and line or table.
    pub fn read(sources: &Sources) -> Result<Self, BadRules> {
        let mut atlas = Self::default();
        atlas.read_airports(&sources.airports)?;
        atlas.read_carriers(&sources.airlines)?;
        let stations: Stations = parsed("stations.toml", &sources.stations)?;
        for station in stations.station {
            atlas.must_know("stations.toml", &station.iata)?;
            atlas.stations.insert(station.iata.clone(), station);
        }
        let receivers: Receivers = parsed("receivers.toml", &sources.receivers)?;
        for receiver in receivers.receiver {
            atlas.must_know("receivers.toml", &receiver.place)?;
            atlas.receivers.insert(receiver.id.clone(), receiver);
        }
        let needs: Needs = parsed("needs.toml", &sources.needs)?;
        atlas.needs = needs.need.into_iter().map(|n| (n.code, n.action)).collect();
        Ok(atlas)
    }

    fn read_airports(&mut self, text: &str) -> Result<(), BadRules> {
        let mut zones: HashMap<String, TimeZone> = HashMap::new();
        for row in rows::<AirportRow>("airports.csv", text)? {
            let zone = match zones.get(&row.tz) {
                Some(zone) => zone.clone(),
                None => {
                    let zone = TimeZone::get(&row.tz).map_err(|_| {
                        bad("airports.csv", format!("expected a time zone of the tz database for {}", row.iata))
                    })?;
                    zones.insert(row.tz.clone(), zone.clone());
                    zone
                }
            };
            if !row.icao.is_empty() {
                self.by_icao.insert(row.icao, row.iata.clone());
            }
            let facts = AirportFacts { name: row.name, city: row.city, country: row.country, tz: row.tz };
            self.airports.insert(row.iata, Known { facts, zone, position: (row.lat, row.lon) });
        }
        Ok(())
    }

    fn read_carriers(&mut self, text: &str) -> Result<(), BadRules> {
        #[derive(Deserialize)]
        struct Row {
            iata: String,
            icao: String,
        }
        for row in rows::<Row>("airlines.csv", text)? {
            self.carriers.insert(row.icao, row.iata);
        }
        Ok(())
    }

    fn must_know(&self, file: &str, iata: &str) -> Result<(), BadRules> {
        if self.airports.contains_key(iata) {
            Ok(())
        } else {
            Err(bad(file, format!("expected an airport of airports.csv, found {iata:?}")))
        }
    }

    pub fn airport(&self, code: &str) -> Option<&AirportFacts> {
        self.known(code).map(|k| &k.facts)
    }

    pub fn receiver_facts(&self, id: &str) -> Option<&Receiver> {
        self.receivers.get(id)
    }

    pub fn stations(&self) -> impl Iterator<Item = &Station> {
        self.stations.values()
    }

    /// Which airports have a station account now.
    pub fn set_posts(&self, posts: BTreeSet<String>) {
        *self.posts.write().unwrap_or_else(PoisonError::into_inner) = posts;
    }

    /// The offset at an airport at a moment, in seconds east of UTC.
    pub fn offset_s(&self, code: &str, at: DateTime<Utc>) -> Option<i32> {
        let known = self.known(code)?;
        let at = jiff::Timestamp::from_second(at.timestamp()).ok()?;
        Some(known.zone.to_offset(at).seconds())
    }

    pub(super) fn zone(&self, code: &str) -> Option<&TimeZone> {
        self.known(code).map(|k| &k.zone)
    }

    /// The IATA code where the airport has one and is in the table, else the code as given.
    pub fn iata_airport(&self, airport: Airport) -> Airport {
        let iata = self.by_icao.get(airport.as_str()).and_then(|iata| Airport::parse(iata).ok());
        iata.unwrap_or(airport)
    }

    /// Degrees north and east.
    pub fn position(&self, code: &str) -> Option<(f64, f64)> {
        self.known(code).map(|k| k.position)
    }

    /// The three letters of a carrier; `None` where they are not in the table.
    pub fn icao_carrier<'a>(&'a self, carrier: &'a Carrier) -> Option<&'a str> {
        let code = carrier.as_str();
        let by_iata = || self.carriers.iter().find(|(_, iata)| *iata == code).map(|(icao, _)| icao.as_str());
        if code.len() == 3 { Some(code) } else { by_iata() }
    }

    fn known(&self, code: &str) -> Option<&Known> {
        self.airports.get(code).or_else(|| self.airports.get(self.by_icao.get(code)?))
    }
}

impl Places for Atlas {
    fn local_date(&self, airport: &Airport, at: DateTime<Utc>) -> Option<NaiveDate> {
        let offset = self.offset_s(airport.as_str(), at)?;
        Some((at + chrono::Duration::seconds(i64::from(offset))).date_naive())
    }
    fn country(&self, airport: &str) -> Option<&str> {
        self.known(airport).map(|k| k.facts.country.as_str())
    }
    fn iata_carrier(&self, code: &str) -> String {
        let code = code.trim().to_ascii_uppercase();
        self.carriers.get(&code).cloned().unwrap_or(code)
    }
    fn staffed(&self, airport: &str) -> bool {
        let listed = self.stations.get(airport).is_some_and(|s| s.staffed);
        listed || self.posts.read().unwrap_or_else(PoisonError::into_inner).contains(airport)
    }
    fn door_min(&self, receiver: &str) -> (i64, i64) {
        self.receivers.get(receiver).map_or((half_an_hour(), 2 * half_an_hour()), |r| {
            (r.door_offset_min, r.door_offset_min + r.door_window_min)
        })
    }
    fn need_action(&self, code: &str) -> String {
        // An unknown code is not guessed at: people ask the family, and the code itself may be a diagnosis.
        self.needs.get(code).cloned().unwrap_or_else(|| "ask what help is needed".to_owned())
    }
    fn station_contact(&self, airport: &str) -> Option<(String, Option<String>, Option<String>)> {
        self.stations
            .get(airport)
            .filter(|s| s.staffed)
            .map(|s| (format!("station:{}", s.iata), s.called.clone(), s.phone.clone()))
    }
}

fn parsed<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, BadRules> {
    toml::from_str(text).map_err(|e| bad(file, e.to_string()))
}

fn rows<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<Vec<T>, BadRules> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<Vec<T>, _>>().map_err(|e| bad(file, e.to_string()))
}

fn bad(file: &str, what: String) -> BadRules {
    BadRules { file: format!("config/{file}"), what }
}

//! The plan a manifest becomes once it is checked: legs with flight keys, people with ids, units,
//! receivers. Split in two, because one half outlives the other: [`Plan`] holds counts, times and ids
//! and stays readable; [`People`] holds everything personal and is sealed wherever it is stored.
//! Must not know: accounts' passwords, the store, the clock (publication time is an argument).

use super::manifest::{Booking, EscortKind, GroundMode, Guardian, Need, Paper, Sex};
use super::place::{Airport, FlightKey};
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The 8-character id of a person in one movement, made by the hub from the movement's id and the
/// publisher's key, so that a new version of the manifest keeps it.
pub type TravellerId = String;

/// What stays readable after the names are destroyed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub reference: String,
    pub programme: String,
    pub authorities: Vec<String>,
    pub legs: Vec<Leg>,
    pub escorts: Vec<Escort>,
    /// In manifest order.
    pub travellers: Vec<Counted>,
}

/// A person as a number: what counts and sums need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Counted {
    pub id: TravellerId,
    pub receiver: Option<String>,
    /// Index of the unit; travellers with the same number are never split.
    pub unit: u16,
    pub in_arms: bool,
    pub age_band: AgeBand,
    /// A child without a responsible adult among the travellers: looked at one by one, never left alone.
    #[serde(default)]
    pub unaccompanied: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgeBand {
    /// Under 2.
    Infant,
    /// 2–4: needs a hand on stairs and moving walkways.
    Toddler,
    /// 5–11.
    Child,
    /// 12–17.
    Teen,
    Adult,
    /// 65 and over.
    Senior,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Escort {
    pub account: String,
    pub kind: EscortKind,
    pub from_leg: u8,
    pub to_leg: u8,
}

/// One leg of the itinerary; its number is its position, from 1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Leg {
    pub way: Way,
    /// An IATA or ICAO code, or free text for a ground leg's end.
    pub from: String,
    pub to: String,
    pub scheduled_out: DateTime<Utc>,
    pub scheduled_in: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    Flight(FlightKey),
    /// Operator and, where known, call sign or registration; never matched to scheduled feeds.
    Charter {
        operator: String,
        callsign: Option<String>,
        registration: Option<String>,
    },
    Ground(GroundMode),
}

/// Everything personal of a movement.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct People {
    pub cases: Vec<CaseOf>,
    pub persons: BTreeMap<TravellerId, Person>,
    pub bookings: Vec<Booking>,
    /// How escorts are called and reached, by account.
    pub escorts: BTreeMap<String, Reached>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseOf {
    pub number: String,
    pub unit: u16,
    pub linked: Vec<String>,
    pub travellers: Vec<TravellerId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub key: String,
    pub name: String,
    pub called: String,
    pub name_local: Option<String>,
    pub born: String,
    pub sex: Option<Sex>,
    pub principal: bool,
    pub with: Option<TravellerId>,
    pub guardian: Option<Guardian>,
    pub languages: Vec<String>,
    pub needs: Vec<Need>,
    pub bags: u8,
    pub papers: Vec<Paper>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reached {
    pub called: Option<String>,
    pub phone: Option<String>,
}

/// Facts about the world that the rules need; the one implementation is `config::Atlas`.
pub trait Places {
    /// The date on the wall at this airport; `None` for an airport that is not in the table.
    fn local_date(&self, airport: &Airport, at: DateTime<Utc>) -> Option<NaiveDate>;
    /// ISO country; `None` if unknown.
    fn country(&self, airport: &str) -> Option<&str>;
    /// The IATA form of a carrier where one is known, else the text itself.
    fn iata_carrier(&self, code: &str) -> String;
    /// A transit team works here.
    fn staffed(&self, airport: &str) -> bool;
    /// From on-block to the door: the first and the last minute people are expected there.
    fn door_min(&self, receiver: &str) -> (i64, i64);
    /// What a service code asks of people, in words that are no diagnosis.
    fn need_action(&self, code: &str) -> String;
    /// (who, called, phone) of a station's post.
    fn station_contact(&self, airport: &str) -> Option<(String, Option<String>, Option<String>)>;
}

impl Plan {
    /// 1-based.
    pub fn leg(&self, number: u8) -> Option<&Leg> {
        self.legs.get(usize::from(number).checked_sub(1)?)
    }

    /// Legs with their numbers.
    pub fn numbered(&self) -> impl Iterator<Item = (u8, &Leg)> {
        (1u8..).zip(self.legs.iter())
    }

    pub fn flights(&self) -> impl Iterator<Item = (u8, &FlightKey)> {
        self.numbered().filter_map(|(n, leg)| leg.flight().map(|key| (n, key)))
    }

    pub fn receivers(&self) -> BTreeSet<&str> {
        self.travellers.iter().filter_map(|t| t.receiver.as_deref()).collect()
    }

    /// Airports where the movement stops, in order, without repeats.
    pub fn stops(&self) -> Vec<&str> {
        let mut stops: Vec<&str> = Vec::new();
        for end in self.legs.iter().flat_map(|leg| [leg.from.as_str(), leg.to.as_str()]) {
            if !stops.contains(&end) {
                stops.push(end);
            }
        }
        stops
    }
}

impl Leg {
    pub fn flight(&self) -> Option<&FlightKey> {
        match &self.way {
            Way::Flight(key) => Some(key),
            _ => None,
        }
    }
}

impl AgeBand {
    /// The band at a date, from a birth year or date. A year alone counts as its 1 July.
    pub fn of(born: &str, at: NaiveDate) -> Option<Self> {
        let date = match born.len() {
            4 => NaiveDate::from_ymd_opt(born.parse().ok()?, 7, 1)?,
            10 => NaiveDate::parse_from_str(born, "%Y-%m-%d").ok()?,
            _ => return None,
        };
        let years = at.years_since(date).unwrap_or(0);
        Some(match years {
            0..=1 => Self::Infant,
            2..=4 => Self::Toddler,
            5..=11 => Self::Child,
            12..=17 => Self::Teen,
            18..=64 => Self::Adult,
            _ => Self::Senior,
        })
    }

    pub fn minor(self) -> bool {
        self <= Self::Teen
    }
}

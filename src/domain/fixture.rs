//! One small movement that the tests of this floor share: AMM → JFK → BUF for five people of two
//! receivers, with an escort to JFK. Built through the same doors as a real one. Must not know: any one
//! rule's tests.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests only")]

use super::connection_rules::{Borders, DefaultMct, Mct, Needs, Rules, Station};
use super::fact::{Body, Fact, Private};
use super::manifest::Manifest;
use super::merged::Merged;
use super::movement::Movement;
use super::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Say, Stage, Value};
use super::place::{Airport, Carrier, FlightKey};
use super::plan::Places;
use super::publish;
use super::source::{Source, SourceOrder};
use super::standing::Flights;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

pub const MOVEMENT: Uuid = Uuid::from_u128(0x0193_2c07_21c0_7d4a_8f3e_0a1b_2c3d_4e5f);
pub const INBOUND: &str = "RJ261/2026-11-23/AMM-JFK";
pub const OUTBOUND: &str = "B6130/2026-11-23/JFK-BUF";

/// A few airports on fixed offsets, and nothing else of the world.
pub struct Few;

impl Places for Few {
    fn local_date(&self, airport: &Airport, at: DateTime<Utc>) -> Option<NaiveDate> {
        let hours = match airport.as_str() {
            "AMM" => 3,
            "JFK" | "BUF" | "ERI" => -5,
            _ => return None,
        };
        Some((at + Duration::hours(hours)).date_naive())
    }
    fn country(&self, airport: &str) -> Option<&str> {
        if airport == "AMM" { Some("JO") } else { Some("US") }
    }
    fn iata_carrier(&self, code: &str) -> String {
        code.to_owned()
    }
    fn staffed(&self, airport: &str) -> bool {
        airport == "JFK"
    }
    fn door_min(&self, _receiver: &str) -> (i64, i64) {
        (30, 60)
    }
    fn need_action(&self, code: &str) -> String {
        format!("action for {code}")
    }
    fn station_contact(&self, _airport: &str) -> Option<(String, Option<String>, Option<String>)> {
        None
    }
}

pub fn at(text: &str) -> DateTime<Utc> {
    format!("2026-11-23T{text}:00Z").parse().unwrap()
}

/// Names and numbers that must not stand where they should not; each is one of a kind.
pub const PERSONAL: [&str; 6] =
    ["Zaynab-Marker", "Idris-Marker", "C-1041-MARKER", "C-2072-MARKER", "QX7YTB", "+1 555 0199"];

pub fn manifest() -> Json {
    json!({
        "reference": "T-1", "programme": "us-rp", "receiver": "buffalo-welcome", "authorities": ["us-pop"],
        "itinerary": [
            {"kind": "flight", "carrier": "RJ", "number": "261", "from": "AMM", "to": "JFK", "scheduled_out": at("07:45"), "scheduled_in": at("19:40")},
            {"kind": "flight", "carrier": "B6", "number": "130", "from": "JFK", "to": "BUF", "scheduled_out": at("23:40"), "scheduled_in": "2026-11-24T01:10:00Z"}],
        "escorts": [{"account": "escort-01", "kind": "operational", "from": 1, "to": 1, "called": "Ana", "phone": "+1 555 0199"}],
        "bookings": [{"ref": "QX7YTB", "carrier": "RJ", "travellers": ["a"], "through_checked": true}],
        "cases": [
            {"number": "C-1041-MARKER", "unit": "u1", "travellers": [
                {"key": "a", "name": "Zaynab-Marker", "called": "Zaynab-Marker", "born": "1990", "sex": "F", "languages": ["ar"], "needs": ["WCHR"], "papers": [{"kind": "travel-document", "valid_until": "2027-01-01"}]},
                {"key": "b", "name": "Child One", "born": "2016-02-01", "with": "a", "languages": ["ar"]},
                {"key": "c", "name": "Child Two", "born": "2026-01-01", "with": "a"}]},
            {"number": "C-2072-MARKER", "unit": "u2", "receiver": "erie-reception", "travellers": [
                {"key": "d", "name": "Idris-Marker", "born": "1985", "languages": ["fr"]},
                {"key": "e", "name": "Old One", "born": "1950"}]}]
    })
}

pub fn published(manifest: &Json) -> Fact {
    let manifest: Manifest = serde_json::from_value(manifest.clone()).unwrap();
    let (plan, people) = publish::plan(MOVEMENT, &manifest, &Few).unwrap();
    let body = Body::Published { version: 1, label: "K7".into(), plan: Box::new(plan) };
    fact(1, "00:00", body, Some(Private::People(Box::new(people))))
}

pub fn fact(id: u128, acted: &str, body: Body, private: Option<Private>) -> Fact {
    Fact {
        id: Uuid::from_u128(id),
        by: "jfk-post".into(),
        audience: Some("station:JFK".into()),
        said_by: None,
        heard: None,
        acted: at(acted),
        received: at(acted),
        device_at: None,
        body,
        private,
    }
}

pub fn movement(more: &[Fact]) -> Movement {
    let first = published(&manifest());
    Movement::fold(MOVEMENT, std::iter::once(&first).chain(more)).unwrap()
}

pub type Said = (Field, Stage, Option<Value>);

/// The flights as one feed has told them: for each, what it says.
pub fn flights(told: &[(&str, Vec<Said>)]) -> Flights {
    Flights::new(told.iter().map(|(key, says)| Arc::new(merged(key, says))))
}

fn merged(key: &str, says: &[Said]) -> Merged {
    let key: FlightKey = key.parse().unwrap();
    let flight = FlightRef {
        carrier: key.carrier.clone(),
        number: key.number,
        suffix: None,
        date: key.date,
        basis: DateBasis::Local,
        from: Some(key.from.clone()),
        to: Some(key.to.clone()),
        repeat: 1,
    };
    let says =
        says.iter().map(|(field, stage, value)| Say { field: *field, stage: *stage, value: value.clone() }).collect();
    let seen = Observation { flight, says, reported: Some(at("12:00")) };
    let source = Source::feed("aidx").unwrap();
    match super::flight::merge(None, &key, &seen, &source, at("12:00"), &SourceOrder::default()) {
        super::flight::Merge::Changed { flight, .. } => flight.merged(&SourceOrder::default()),
        super::flight::Merge::Same => panic!("the message says nothing"),
    }
}

pub fn cancelled() -> Vec<Said> {
    vec![(Field::Cancelled, Stage::Estimated, Some(Value::Flag(true)))]
}

pub fn estimated(event: Event, text: &str) -> Vec<Said> {
    vec![(Field::Time(Kind::Estimated, event), Stage::Estimated, Some(Value::At(at(text))))]
}

pub fn actual(event: Event, text: &str) -> Vec<Said> {
    vec![(Field::Time(Kind::Actual, event), Stage::Actual, Some(Value::At(at(text))))]
}

/// Rules with round figures.
pub fn rules() -> Rules {
    let station = Station {
        immigration_min: 30,
        bags_min: 25,
        terminal_change_min: 20,
        security_min: 15,
        walk_min: 10,
        screened_between_terminals: true,
    };
    let airside = Station { screened_between_terminals: false, walk_min: 7, ..station.clone() };
    let mct = |carrier: Option<&str>, from_abroad, min| Mct {
        airport: Airport::parse("ORD").unwrap(),
        carrier: carrier.and_then(|c| Carrier::parse(c).ok()),
        from_terminal: None,
        to_terminal: None,
        from_abroad,
        to_abroad: None,
        min,
    };
    Rules {
        disembark_narrow_min: 15,
        disembark_wide_min: 25,
        door_close_min: 15,
        check_in_close_min: 60,
        airport_change_min: 150,
        default_station: station,
        stations: BTreeMap::from([(Airport::parse("VIE").unwrap(), airside)]),
        airport_pairs: BTreeMap::from([((Airport::parse("JFK").unwrap(), Airport::parse("LGA").unwrap()), 120)]),
        default_mct: DefaultMct {
            domestic_domestic: 30,
            domestic_international: 60,
            international_domestic: 90,
            international_international: 90,
        },
        mcts: vec![mct(None, None, 40), mct(Some("MQ"), None, 25), mct(None, Some(true), 130)],
        needs: Needs {
            wheelchair_wait_min: 10,
            wheelchair_walk_percent: 150,
            child_walk_percent: 130,
            large_group_from: 10,
            large_group_walk_percent: 130,
            one_min_per_people: 5,
            no_shared_language_min: 5,
        },
        borders: Borders::default(),
    }
}

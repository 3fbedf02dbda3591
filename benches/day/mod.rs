//! A day of a whole network as events in the order of time: read from a file of such a day, or made up to the same size.
//! Made-up days are the same on every machine: their chance is a counter.
//! Must not know: messages, the store, how anything is measured.

use super::messages::{Event, Flight, What};
use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

pub struct Day {
    pub flights: Vec<Flight>,
    /// Ascending by time.
    pub events: Vec<Event>,
}

#[derive(Deserialize)]
struct FlightRow {
    flight_id: String,
    carrier: String,
    flight_number: u16,
    tail: String,
    origin: String,
    dest: String,
    sched_dep_utc: String,
    sched_arr_utc: String,
}

#[derive(Deserialize)]
struct EventRow {
    ts_utc: String,
    flight_id: String,
    event: String,
    value_utc: String,
}

/// `2015-01-02T15:27Z`
fn instant(text: &str) -> anyhow::Result<DateTime<Utc>> {
    let read = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ");
    Ok(read.with_context(|| format!("expected a time like 2015-01-02T15:27Z, found {text:?}"))?.and_utc())
}

fn rows(file: &Path) -> anyhow::Result<csv::Reader<Box<dyn Read>>> {
    let opened = File::open(file).with_context(|| format!("reading {}", file.display()))?;
    let packed = file.extension().is_some_and(|ending| ending == "gz");
    let bytes: Box<dyn Read> = if packed { Box::new(flate2::read::GzDecoder::new(opened)) } else { Box::new(opened) };
    Ok(csv::Reader::from_reader(bytes))
}

/// A file of events (`ts_utc,flight_id,event,value_utc,…`) and one of the flights they are about.
///
/// # Errors
/// When a file cannot be read, or a row is not of the form.
pub fn recorded(events: &Path, schedule: &Path) -> anyhow::Result<Day> {
    let mut flights = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in rows(schedule)?.deserialize() {
        let row: FlightRow = row?;
        places.insert(row.flight_id, flights.len());
        // A few rows do not know the aircraft.
        let tail = if row.tail.len() < 2 { "N1".to_owned() } else { row.tail };
        flights.push(Flight {
            carrier: row.carrier,
            number: row.flight_number,
            from: row.origin,
            to: row.dest,
            tail,
            scheduled_out: instant(&row.sched_dep_utc)?,
            scheduled_in: instant(&row.sched_arr_utc)?,
        });
    }
    let mut happened = Vec::new();
    for row in rows(events)?.deserialize() {
        let row: EventRow = row?;
        let flight = *places.get(&row.flight_id).with_context(|| format!("no flight {}", row.flight_id))?;
        let at = instant(&row.ts_utc)?;
        let value = if row.value_utc.is_empty() { at } else { instant(&row.value_utc)? };
        happened.push(Event { at, flight, what: what(&row.event)?, value });
    }
    happened.sort_by_key(|event| event.at);
    Ok(Day { flights, events: happened }.only_those_spoken_of())
}

fn what(word: &str) -> anyhow::Result<What> {
    Ok(match word {
        "EST_DEP" => What::EstimatedOut,
        "CANCELLED" => What::Cancelled,
        "OUT" => What::Out,
        "OFF" => What::Off,
        "ETA" => What::Eta,
        "DIVERTED" => What::Diverted,
        "ON" => What::On,
        "IN" => What::In,
        other => bail!("an event that is not known: {other}"),
    })
}

const AIRPORTS: [&str; 24] = [
    "ATL", "ORD", "DFW", "DEN", "LAX", "IAH", "SFO", "PHX", "LAS", "MSP", "SEA", "SLC", "BOS", "JFK", "EWR", "LGA",
    "MCO", "DTW", "CLT", "MDW", "BWI", "SAN", "TPA", "PHL",
];
const CARRIERS: [&str; 8] = ["AA", "DL", "UA", "WN", "B6", "AS", "NK", "F9"];

/// Invented flights: about as many events as asked for, eight a flight, spread over 26 hours as flights of a day are.
pub fn made_up(events: usize) -> Day {
    let midnight = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
    // One in 64 is cancelled and has one event, the others have eight.
    let many = events * 64 / 505;
    let pick = |list: &[&str], n: usize| list.get(n % list.len()).copied().unwrap_or("ORD").to_owned();
    let min = |n: usize| TimeDelta::minutes(i64::try_from(n).unwrap_or_default());
    let (mut flights, mut happened) = (Vec::with_capacity(many), Vec::with_capacity(events));
    for n in 0..many {
        let (block, late) = (60 + n * 37 % 240, n * 13 % 45);
        let out = midnight + TimeDelta::hours(6) + min(n * 1080 / many);
        flights.push(Flight {
            carrier: pick(&CARRIERS, n),
            number: u16::try_from(1 + n / CARRIERS.len() % 9999).unwrap_or(1),
            from: pick(&AIRPORTS, n * 7),
            to: pick(&AIRPORTS, n * 7 + 1 + n / AIRPORTS.len() % (AIRPORTS.len() - 1)),
            tail: format!("N{}X", 100 + n % 900),
            scheduled_out: out,
            scheduled_in: out + min(block),
        });
        let (left, there) = (out + min(late), out + min(late + block));
        let mut say = |at, what, value| happened.push(Event { at, flight: n, what, value });
        if n % 64 == 0 {
            say(out - min(90), What::Cancelled, out - min(90));
            continue;
        }
        say(left, What::Out, left);
        say(left, What::Eta, there);
        say(left + min(14), What::Off, left + min(14));
        say(left + min(14), What::Eta, there + min(3));
        say(there - min(35), What::Eta, there + min(1));
        say(there - min(6), What::On, there - min(6));
        say(there - min(6), What::Eta, there);
        say(there, What::In, there);
    }
    happened.sort_by_key(|event| event.at);
    Day { flights, events: happened }
}

impl Day {
    fn only_those_spoken_of(self) -> Self {
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut flights = Vec::new();
        let mut events = self.events;
        for event in &mut events {
            event.flight = *places.entry(event.flight).or_insert_with(|| {
                flights.extend(self.flights.get(event.flight).cloned());
                flights.len() - 1
            });
        }
        Self { flights, events }
    }

    /// Flight and event, by the minute.
    pub fn minutes(&self) -> impl Iterator<Item = (DateTime<Utc>, Vec<(&Flight, &Event)>)> {
        self.events.chunk_by(|a, b| a.at == b.at).map(|minute| {
            let at = minute.first().map_or(DateTime::UNIX_EPOCH, |event| event.at);
            (at, minute.iter().filter_map(|event| Some((self.flights.get(event.flight)?, event))).collect())
        })
    }
}

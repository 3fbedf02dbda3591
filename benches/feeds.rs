//! What one core reads and merges in a second, of flights that nobody rides: AIDX by the leg, movements by the telex. Each
//! figure stands beside a floor of the same run over the same bytes: for AIDX a walk over the XML that looks at nothing,
//! for telexes the counting of lines. The rounds of all figures alternate, so that a busy machine slows them alike.
//! Must not know: the store, who rides a flight.
#![expect(clippy::print_stdout, reason = "a program for a terminal: printing is its work")]

// What is of use to the other program only.
#[allow(dead_code)]
mod day;
mod messages;

use chrono::{DateTime, Utc};
use messages::Event;
use onward::config::atlas::{Atlas, Sources};
use onward::domain::flight::{Flight, take_in};
use onward::domain::observation::{FlightRef, Observation};
use onward::domain::place::{Airport, Carrier, FlightKey};
use onward::domain::source::Source;
use onward::feeds::{self, About, Kind};
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

/// Eight a flight, so 2,000 flights; small enough that a round is short beside the changes of a machine's load.
const EVENTS: usize = 16_000;
const ROUNDS: usize = 15;

/// A body and when it came.
type Message = (String, DateTime<Utc>);

struct Case<'a> {
    name: &'static str,
    unit: &'static str,
    kind: Kind,
    messages: &'a [Message],
    floor: fn(&[Message]) -> usize,
}

fn main() -> anyhow::Result<()> {
    let day = day::made_up(EVENTS);
    let minutes: Vec<_> = day.minutes().collect();
    let single: Vec<Message> = minutes
        .iter()
        .flat_map(|(at, events)| events.iter().map(|leg| (messages::notification(*at, [*leg]), *at)))
        .collect();
    let all: Vec<_> = minutes.iter().flat_map(|(_, events)| events.iter().copied()).collect();
    let hundred: Vec<Message> = all
        .chunks(100)
        .filter_map(|legs| {
            let at = legs.last()?.1.at;
            Some((messages::notification(at, legs.iter().copied()), at))
        })
        .collect();
    let telexes: Vec<Message> = minutes
        .iter()
        .flat_map(|(at, events)| {
            events.chunk_by(|a, b| std::ptr::eq(a.0, b.0)).filter_map(|told| {
                let events: Vec<&Event> = told.iter().map(|(_, event)| *event).collect();
                Some((messages::telex(told.first()?.0, &events), *at))
            })
        })
        .collect();
    let atlas = Atlas::read(&Sources::with_folder(None))?;
    println!("{EVENTS} events of {} made-up flights; medians of {ROUNDS} rounds", day.flights.len());
    println!("{:<28}{:>12}{:>14}{:>14}{:>12}{:>14}", "", "floor /s", "parse /s", "+ merge /s", "parse", "+ merge");
    let cases = [
        Case { name: "AIDX, a leg a message", unit: "legs", kind: Kind::Aidx, messages: &single, floor: walk },
        Case { name: "AIDX, 100 legs a message", unit: "legs", kind: Kind::Aidx, messages: &hundred, floor: walk },
        Case { name: "MVT, one a message", unit: "telexes", kind: Kind::TypeB, messages: &telexes, floor: lines },
    ];
    for case in &cases {
        figures(case, &atlas)?;
    }
    Ok(())
}

fn figures(case: &Case<'_>, atlas: &Atlas) -> anyhow::Result<()> {
    let source = Source::feed(case.kind.name())?;
    let units = parse(case, atlas).0;
    let (mut floor, mut parsed, mut merged) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        floor.push(seconds(|| (case.floor)(case.messages)));
        parsed.push(seconds(|| parse(case, atlas)));
        merged.push(seconds(|| parse_and_merge(case, &source, atlas)));
    }
    let (parsed_ok, taken) = (parse(case, atlas), parse_and_merge(case, &source, atlas));
    // A message that hardly anything is taken of would be quick, and would measure nothing.
    anyhow::ensure!(parsed_ok.1 == 0 && taken * 10 > units * 9, "{}: {parsed_ok:?} read, {taken} merged", case.name);
    let each = |times: &mut Vec<f64>| median(times) / f64::from(u32::try_from(units).unwrap_or(u32::MAX));
    let (floor, parsed, merged) = (each(&mut floor), each(&mut parsed), each(&mut merged));
    println!(
        "{:<28}{:>12.0}{:>14.0}{:>14.0}{:>10.1} x{:>12.1} x   ({units} {})",
        case.name,
        1.0 / floor,
        1.0 / parsed,
        1.0 / merged,
        parsed / floor,
        merged / floor,
        case.unit
    );
    Ok(())
}

fn seconds<T>(act: impl FnOnce() -> T) -> f64 {
    let began = Instant::now();
    black_box(act());
    began.elapsed().as_secs_f64()
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// Legs or telexes, and what could not be read.
fn parse(case: &Case<'_>, atlas: &Atlas) -> (usize, usize) {
    case.messages.iter().fold((0, 0), |(read, wrong), (body, at)| {
        let parsed = feeds::parse(case.kind, body.as_bytes(), &About { received: *at, airport: None, atlas });
        (read + parsed.observations.len(), wrong + parsed.faults.len())
    })
}

/// How many legs had something new to say.
fn parse_and_merge(case: &Case<'_>, source: &Source, atlas: &Atlas) -> usize {
    let mut held: HashMap<(Carrier, u16), Option<Flight>> = HashMap::new();
    let mut taken = 0;
    for (body, at) in case.messages {
        let parsed = feeds::parse(case.kind, body.as_bytes(), &About { received: *at, airport: None, atlas });
        for (said, _) in &parsed.observations {
            let slot = (said.flight.carrier.clone(), said.flight.number);
            taken += usize::from(take(&mut held, slot, said, source, *at));
        }
    }
    taken
}

fn take(
    held: &mut HashMap<(Carrier, u16), Option<Flight>>,
    slot: (Carrier, u16),
    said: &Observation,
    source: &Source,
    at: DateTime<Utc>,
) -> bool {
    let flight = held.entry(slot).or_default();
    let key = flight.as_ref().map(|flight| flight.key.clone()).or_else(|| key(&said.flight));
    key.is_some_and(|key| take_in(flight, &key, said, source, at))
}

/// Of a leg that nobody holds; the other end of one that names only one stands for the rest.
fn key(named: &FlightRef) -> Option<FlightKey> {
    let end = |airport: &Option<Airport>| airport.clone().or_else(|| Airport::parse("ZZZ").ok());
    Some(FlightKey {
        carrier: named.carrier.clone(),
        number: named.number,
        suffix: named.suffix,
        date: named.date,
        from: end(&named.from)?,
        to: end(&named.to)?,
        repeat: 1,
    })
}

/// The floor for AIDX: every event of the XML, and nothing done with it.
fn walk(messages: &[Message]) -> usize {
    let mut events = 0;
    for (body, _) in messages {
        let mut reader = quick_xml::Reader::from_str(body);
        while let Ok(event) = reader.read_event() {
            if matches!(black_box(&event), quick_xml::events::Event::Eof) {
                break;
            }
            events += 1;
        }
    }
    events
}

/// The floor for telexes.
fn lines(messages: &[Message]) -> usize {
    messages.iter().map(|(body, _)| black_box(body.as_str()).lines().count()).sum()
}

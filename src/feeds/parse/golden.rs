//! Golden messages: what each file of `tests/golden/feeds/KIND/` is read as, line by line. A message `NAME.EXT` stands beside
//! `NAME.said`; its first line is `received TIME` and, for boards, `at AIRPORT`. `UPDATE_GOLDEN=1` writes what is read now:
//! look at every line of the difference before it is committed. The messages are our own.
//! Must not know: how a format is read.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests only")]

use crate::config::atlas::{Atlas, Sources};
use crate::domain::observation::{DateBasis, Observation, Sighting, Stage, Value};
use crate::domain::place::Airport;
use crate::feeds::{About, Kind, Parsed, parse};
use proptest::prelude::prop;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The world as shipped.
pub fn atlas() -> &'static Atlas {
    static ATLAS: OnceLock<Atlas> = OnceLock::new();
    ATLAS.get_or_init(|| Atlas::read(&Sources::with_folder(None)).unwrap())
}

/// Reads a message received at `received`; `airport` is whose board it is, or `""`.
pub fn read(kind: Kind, body: &[u8], received: &str, airport: &str) -> Parsed {
    let airport = Airport::parse(airport).ok();
    let about = About { received: received.parse().unwrap(), airport: airport.as_ref(), atlas: atlas() };
    parse(kind, body, &about)
}

/// Everything one message gave, one line a thing: the notation of all tables and golden files.
pub fn lines(parsed: &Parsed) -> Vec<String> {
    let mut lines: Vec<String> = parsed.observations.iter().map(|(o, at)| observed(o, at)).collect();
    lines.extend(parsed.sightings.iter().map(|(s, at)| sighted(s, at)));
    lines.extend(parsed.faults.iter().map(|f| format!("fault {f}")));
    lines.extend(parsed.notes.iter().map(|n| format!("note {n}")));
    lines
}

/// `BA117/2018-06-03u/LHR-JFK reported 2018-06-03T11:59:00Z: cancelled@e=true` with the calendar of the date behind it
/// (`u`tc, `l`ocal, `d`ay, `a`rrival) and `?` for an airport that is not named.
fn observed(observation: &Observation, at: &str) -> String {
    let f = &observation.flight;
    let airport = |a: &Option<Airport>| a.as_ref().map_or("?".to_owned(), ToString::to_string);
    let suffix = f.suffix.map(String::from).unwrap_or_default();
    let basis = match f.basis {
        DateBasis::Utc => 'u',
        DateBasis::Local => 'l',
        DateBasis::Day => 'd',
        DateBasis::Arrival => 'a',
    };
    let repeat = if f.repeat > 1 { format!("~{}", f.repeat) } else { String::new() };
    let reported = observation.reported.map(|r| format!(" reported {}", r.format("%FT%TZ"))).unwrap_or_default();
    let route = format!("{}-{}", airport(&f.from), airport(&f.to));
    let at = if at.is_empty() { String::new() } else { format!(" at {at}") };
    format!("{}{}{suffix}/{}{basis}/{route}{repeat}{reported}{at}: {}", f.carrier, f.number, f.date, said(observation))
}

pub fn said(observation: &Observation) -> String {
    let said = observation.says.iter().map(|say| {
        let stage = match say.stage {
            Stage::Scheduled => 's',
            Stage::Estimated => 'e',
            Stage::Target => 't',
            Stage::Actual => 'a',
        };
        let value = match &say.value {
            None => "-".to_owned(),
            Some(Value::At(at)) => at.format("%m-%dT%H:%M:%S").to_string(),
            Some(Value::Text(text)) => format!("'{text}'"),
            Some(Value::Flag(flag)) => flag.to_string(),
            Some(Value::List(list)) => list.join("+"),
        };
        format!("{}@{stage}={value}", say.field.name())
    });
    said.collect::<Vec<_>>().join(" ")
}

fn sighted(s: &Sighting, at: &str) -> String {
    format!(
        "sighting {} {} {} at {} {:?} {:?} ft ground {:?} at {at}",
        s.address,
        s.callsign.as_deref().unwrap_or("-"),
        s.registration.as_deref().unwrap_or("-"),
        s.at.format("%FT%TZ"),
        s.position,
        s.altitude_ft,
        s.on_ground
    )
}

/// One message against its lines.
pub fn check(kind: Kind, body: &str, received: &str, airport: &str, expected: &[&str]) {
    assert_eq!(lines(&read(kind, body.as_bytes(), received, airport)), expected, "{body}");
}

/// A golden message with one byte changed, and cut there: neither may panic.
pub fn bent(kind: Kind, golden: &[u8], at: prop::sample::Index, byte: u8, received: &str) {
    let mut bytes = golden.to_vec();
    let at = at.index(bytes.len());
    bytes[at] = byte;
    read(kind, &bytes, received, "");
    bytes.truncate(at);
    read(kind, &bytes, received, "");
}

fn messages(kind: Kind) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/feeds").join(kind.name());
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e != "said"));
    files.sort();
    files
}

fn judge(kind: Kind, file: &Path) -> Option<String> {
    let beside = file.with_extension("said");
    let written = std::fs::read_to_string(&beside).unwrap_or_default();
    let head = written.lines().next().filter(|l| l.starts_with("received ")).unwrap_or("received 2026-11-23T12:00:00Z");
    let mut words = head.split_whitespace().skip(1);
    let (received, airport) = (words.next().unwrap(), words.nth(1).unwrap_or_default());
    let parsed = read(kind, &std::fs::read(file).unwrap(), received, airport);
    let now = format!("{head}\n{}\n", lines(&parsed).join("\n"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&beside, &now).unwrap();
        return None;
    }
    (now != written).then(|| format!("{}\n--- is read as\n{now}--- and should be\n{written}", file.display()))
}

#[test]
fn every_golden_message_is_read_as_it_was_written_down() {
    let judged = Kind::ALL.iter().flat_map(|k| messages(*k).into_iter().filter_map(|f| judge(*k, &f)));
    let wrong: Vec<String> = judged.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Real messages of these formats lie beside some checkouts; none of them may be passed over in silence.
#[test]
fn every_sample_gives_something_or_a_named_reason() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feeds");
    for (folder, start, kind) in SAMPLES {
        let files = std::fs::read_dir(samples.join(folder)).into_iter().flatten().map(|e| e.unwrap().path());
        for file in files.filter(|f| f.file_name().unwrap().to_string_lossy().starts_with(start)) {
            let parsed = read(*kind, &std::fs::read(&file).unwrap(), "2026-08-16T00:00:00Z", "GLA");
            let told = parsed.observations.len() + parsed.sightings.len() + parsed.faults.len() + parsed.notes.len();
            assert!(told > 0, "{} says nothing", file.display());
        }
    }
}

const SAMPLES: &[(&str, &str, Kind)] = &[
    ("aidx", "", Kind::Aidx),
    ("typeb", "", Kind::TypeB),
    ("aeroapi", "", Kind::AeroApi),
    ("firehose", "", Kind::Firehose),
    ("cirium", "", Kind::FlightStats),
    ("aerodatabox", "", Kind::AeroDataBox),
    ("airport_api", "hkia", Kind::Hkia),
    ("airport_api", "schiphol", Kind::Schiphol),
    ("airport_api", "gla", Kind::AcdmJson),
    ("airport_api", "opapi", Kind::Ams),
    ("airport_api", "afkl", Kind::AfKlm),
    ("airport_api", "lufthansa", Kind::Lufthansa),
    ("aviationstack", "", Kind::AviationStack),
    ("opensky", "", Kind::OpenSky),
    ("adsb", "", Kind::Readsb),
];

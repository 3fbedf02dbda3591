//! Every AIDX message at hand: the samples of real senders, where they are present, and the
//! demonstration day. Must not know: what the values mean; the tables beside the parser say
//! that.

use chrono::{DateTime, Utc};
use flate2::read::GzDecoder;
use onward::feeds::Parsed;
use onward::feeds::parse::aidx::parse;
use std::io::{BufRead, BufReader};
use std::path::Path;

fn read(body: &[u8], received: &str) -> Parsed {
    parse(body, received.parse::<DateTime<Utc>>().unwrap())
}

#[test]
fn every_sample_gives_an_observation_or_a_named_reason() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/feeds/aidx");
    let Ok(entries) = std::fs::read_dir(samples) else { return };
    for path in entries.map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "xml")) {
        let parsed = read(&std::fs::read(&path).unwrap(), "2026-01-01T00:00:00Z");
        let told = !parsed.observations.is_empty() || !parsed.faults.is_empty() || !parsed.notes.is_empty();
        assert!(told, "{} says nothing", path.display());
    }
}

#[test]
fn every_message_of_the_demonstration_day_is_read_without_fault() {
    let day = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/2013-03-08-new-york.ndjson.gz");
    let lines = BufReader::new(GzDecoder::new(std::fs::File::open(day).unwrap())).lines();
    let mut legs = 0;
    for (index, line) in lines.enumerate() {
        let line: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let parsed = read(line["body"].as_str().unwrap().as_bytes(), line["at"].as_str().unwrap());
        assert_eq!((parsed.faults, parsed.notes), (vec![], vec![]), "line {}", index + 1);
        assert!(!parsed.observations.is_empty(), "line {} says nothing", index + 1);
        assert!(parsed.observations.iter().all(|(o, _)| o.reported.is_some() && !o.says.is_empty()));
        legs += parsed.observations.len();
    }
    assert!(legs > 1000, "only {legs} legs");
}

//! What telexes are read as, line by line. A value is written as `field@stage=value`, a withdrawn one as
//! `field@stage=-`; the place is the line of the flight, or of the leg.
//! Must not know: the world outside a message.

mod days;
mod envelopes;
mod loads;
mod movements;
mod properties;
mod schedules;
mod turns;

use super::super::golden;
use crate::feeds::{Kind, Parsed};

fn read(text: &str, received: &str) -> Parsed {
    golden::read(Kind::TypeB, text.as_bytes(), received, "")
}

/// A telex sent on 10 June at 12:00 and received a minute later.
fn sent(text: &str) -> Vec<String> {
    golden::lines(&read(&format!("QU ONWXXKK\n.ABCOPKK 101200\n{text}"), "2026-06-10T12:01:00Z"))
}

/// What one flight of such a telex says, without its name, and all faults and notes.
fn says(text: &str) -> String {
    let lines = sent(text);
    let said = |line: &String| match line.split_once(" at line 4: ") {
        Some((_, said)) => said.to_owned(),
        None => line.clone(),
    };
    lines.iter().map(said).collect::<Vec<_>>().join(" | ")
}

/// The flight with its ends.
fn flight(text: &str) -> String {
    sent(text).first().and_then(|line| Some(line.split_once(' ')?.0.to_owned())).unwrap_or_default()
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(says(text), expected, "{text}");
}

//! IATA AIDX: the XML by which airports and airlines tell each other about flight legs.
//! This file reads the message around the legs; `leg` reads one leg, `codes` is what its codes mean.
//! What was seen of real senders, and what is doubtful, is in `docs/feeds/aidx.md`.
//! Must not know: what is held about a flight, or whether a value is news.

pub mod answer;
pub(super) mod codes;
mod leg;
mod resources;
#[cfg(test)]
mod tests;
mod xml;

use super::report::{MESSAGE, Report};
use super::time;
use crate::feeds::Parsed;
use crate::limits;
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::fmt;
use xml::{Element, End, Given, Piece};

/// Where the reading of one message stands.
struct Reading {
    report: Report,
    received: DateTime<Utc>,
    reported: Option<DateTime<Utc>>,
    roots: usize,
    answers: usize,
    legs: usize,
    /// Nothing below this root is to be taken.
    skip: bool,
}

pub fn parse(body: &[u8], received: DateTime<Utc>) -> Parsed {
    let mut report = Report::default();
    if !report.fits(body) {
        return report.finish();
    }
    // One wrong byte in a remark is no reason to lose the legs: it becomes a mark that no field accepts.
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(e) => {
            report.fault("bytes that are not UTF-8", format!("byte {}", e.valid_up_to()));
            String::from_utf8_lossy(body)
        }
    };
    let mut reading = Reading { report, received, reported: None, roots: 0, answers: 0, legs: 0, skip: false };
    let end = xml::read(text.trim_start_matches('\u{feff}').trim_start(), &mut |piece| reading.take(piece));
    reading.end(end)
}

impl Reading {
    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::SoapFault => {
                self.answers += 1;
                self.report.fault("the sender answered with a SOAP fault", "Fault");
            }
            Piece::Root(root) => self.root(&root),
            Piece::Child(_) if self.skip => {}
            Piece::Child(child) => match child.name.as_str() {
                "FlightLeg" => self.leg(&child),
                "Errors" => self.refusals(&child, "Error"),
                "Warnings" => self.refusals(&child, "Warning"),
                "Success" => self.answers += 1,
                "Originator" | "DeliveringSystem" | "Recipient" | "POS" | "TPA_Extension" => {}
                other => self.report.note(format!("{other} is not used")),
            },
        }
    }

    fn root(&mut self, root: &Element) {
        self.roots += 1;
        self.reported = None;
        self.skip = root.attribute("Target").is_some_and(|t| t.eq_ignore_ascii_case("Test"));
        if !matches!(root.name.as_str(), "IATA_AIDX_FlightLegNotifRQ" | "IATA_AIDX_FlightLegRS") {
            self.report.fault("expected IATA_AIDX_FlightLegNotifRQ or IATA_AIDX_FlightLegRS", root.name.as_str());
            // A question names legs too, and says nothing of them.
            self.skip = true;
        } else if self.skip {
            self.report.note("Target is Test: nothing was taken");
        }
        if let Some(flaw) = root.flaw {
            self.report.fault(format!("the root {flaw}; nothing was taken"), root.name.as_str());
            self.skip = true;
        }
        if let Some(text) = root.attribute("TimeStamp") {
            self.reported = time::stamp(text);
            if self.reported.is_none() {
                self.report.fault(time::TIME, format!("{}/@TimeStamp", root.name));
            }
            if self.reported.is_some_and(|at| (at - self.received).to_std().is_ok_and(|d| d > limits::CLOCK_SKEW)) {
                self.report.note("TimeStamp is later than the receipt: the sender's clock or its offset is wrong");
            }
        }
    }

    fn leg(&mut self, leg: &Element) {
        self.answers += 1;
        self.legs += 1;
        if self.legs > limits::LEGS_PER_MESSAGE_MAX {
            return;
        }
        let at = format!("FlightLeg[{}]", self.legs);
        if let Some(observation) = leg::read(leg, &at, self.reported, &mut self.report) {
            self.report.observe(observation, at);
        }
    }

    fn refusals(&mut self, list: &Element, name: &str) {
        self.answers += 1;
        for (index, refusal) in list.all(name).enumerate() {
            let code = refusal.attribute("Type").filter(|t| t.len() <= 4 && t.bytes().all(|b| b.is_ascii_digit()));
            let mut reason = match code {
                Some(code) => format!("the sender answered {name} {code}: {}", codes::refusal(code)),
                None => format!("the sender answered {name} without a Type"),
            };
            if let Some(seconds) = seconds_asked(refusal.free_text()) {
                reason.push_str(&format!("; asks to wait {seconds} seconds"));
                self.report.wait(seconds);
            }
            self.report.fault(reason, format!("{}/{name}[{}]", list.name, index + 1));
        }
    }

    fn end(mut self, end: End) -> Parsed {
        match end {
            End::Whole if self.roots == 0 && self.answers == 0 => {
                self.report.fault("no IATA_AIDX_FlightLegNotifRQ or IATA_AIDX_FlightLegRS found", MESSAGE);
            }
            End::Whole if self.answers == 0 && !self.skip => self.report.note("no FlightLeg in it"),
            End::Whole => {}
            End::Broken(fault) => self.report.push(fault),
            End::Refused(fault) => {
                self.report = Report::default();
                self.report.push(fault);
            }
        }
        if self.legs > limits::LEGS_PER_MESSAGE_MAX {
            let over = self.legs - limits::LEGS_PER_MESSAGE_MAX;
            let reason = format!("more than {} legs; {over} were not read", limits::LEGS_PER_MESSAGE_MAX);
            self.report.fault(reason, format!("FlightLeg[{}]", limits::LEGS_PER_MESSAGE_MAX + 1));
        }
        self.report.finish()
    }
}

/// The number before the word "seconds": all of a refusal's text that may be repeated.
fn seconds_asked(text: &str) -> Option<u32> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).find_map(|pair| match pair {
        [number, unit] if unit.to_ascii_lowercase().starts_with("second") => number.parse().ok(),
        _ => None,
    })
}

/// The text of a given value; a bad one is reported at `at` and counts as missing. The place is only written out then: to
/// write one for every value took as long as to read them.
fn text_or_report<'a>(given: Given<'a>, at: fmt::Arguments<'_>, report: &mut Report) -> Option<Option<&'a str>> {
    match given {
        Given::Missing => None,
        Given::Nil => Some(None),
        Given::Text(text) => Some(Some(text)),
        Given::Bad(why) => {
            report.fault(why, at.to_string());
            None
        }
    }
}

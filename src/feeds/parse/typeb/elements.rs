//! The elements of movement and diversion telexes: what stands on the lines below the flight, in any order.
//! Words are put into slots here; what they mean for the leg is decided in `movement` and `diversion`.
//! Must not know: which day a time means, what is held about a flight.

use super::super::report::Report;
use super::envelope::Line;
use super::grammar::{self, Date, Delay, Written};
use crate::config::atlas::Atlas;
use crate::domain::place::Airport;
use crate::limits;
use std::collections::BTreeMap;
use winnow::prelude::*;

/// What a time of a telex is the time of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    Out,
    Off,
    On,
    In,
    EstimatedOut,
    EstimatedOff,
    EstimatedOn,
    EstimatedIn,
    Next,
    /// Back at the ramp.
    Ramp,
    /// Back from the air: on the ground, on the block.
    ReturnedOn,
    ReturnedIn,
}

/// A time and the line it stands on.
pub type Told = (Written, usize);

#[derive(Default)]
pub struct Elements {
    pub times: BTreeMap<Slot, Told>,
    /// `RR` or `FR` is there, whether or not its time can be read.
    pub ramp: bool,
    pub air: bool,
    /// The airport behind `EA`, with its line.
    pub bound_for: Option<(Airport, usize)>,
    pub delays: Vec<String>,
    pub aboard: Option<u32>,
    pub leg_day: Option<Date>,
}

const TIME: &str = "expected a time like 1105 or 211105";
const DELAY: &str = "expected delay codes and durations like 72/0015";
const COUNT: &str = "expected numbers of passengers like 112 or 30/185";

/// Understood, and nothing for this service.
const UNUSED: [&str; 8] = ["RC", "CRT", "MAP", "TOF", "TOW", "ZFW", "DLA", "CAN"];
/// Words that may stand behind a time and are no airport.
const NO_AIRPORT: [&str; 9] = ["FLD", "PAX", "POB", "DLA", "EDL", "CRT", "TOF", "TOW", "ZFW"];

/// Reads the elements of one flight up to `SI`: whatever comes behind it is somebody's remark, whatever it looks like.
pub fn read(behind: Line<'_>, below: &[Line<'_>], atlas: &Atlas, report: &mut Report) -> Elements {
    let mut elements = Elements::default();
    for line in std::iter::once(&behind).chain(below) {
        let mut reader = Reader { line: *line, rest: line.text, delays: false, atlas, report, into: &mut elements };
        if reader.read().is_none() {
            break;
        }
    }
    elements
}

/// Whether a remark begins here.
pub fn is_remark(word: &str) -> bool {
    word.strip_prefix("SI").is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

struct Reader<'a, 'b> {
    line: Line<'a>,
    rest: &'a str,
    /// The word before was a group of delays, which may go on.
    delays: bool,
    atlas: &'b Atlas,
    report: &'b mut Report,
    into: &'b mut Elements,
}

impl<'a> Reader<'a, '_> {
    fn peek(&self) -> Option<&'a str> {
        self.rest.split_whitespace().next()
    }

    fn word(&mut self) -> Option<&'a str> {
        let word = self.peek()?;
        self.rest = self.rest.trim_start().get(word.len()..)?;
        Some(word)
    }

    fn at(&self) -> String {
        format!("line {}", self.line.number)
    }

    /// `None` where the remark begins.
    fn read(&mut self) -> Option<()> {
        while let Some(word) = self.word() {
            if is_remark(word) {
                return None;
            }
            let delays = std::mem::take(&mut self.delays);
            if delays && further_delay(word) {
                self.delay(word);
                continue;
            }
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let (key, value) = word.split_at_checked(letters)?;
            match key {
                "AD" => self.pair(value, Slot::Out, Slot::Off),
                "AA" => self.pair(value, Slot::On, Slot::In),
                "TD" => self.time(value, Slot::On),
                "EA" => self.bound(value),
                "EB" => self.time(value, Slot::EstimatedIn),
                "EO" => self.time(value, Slot::EstimatedOff),
                "ED" => self.time(value, Slot::EstimatedOut),
                "NI" => self.time(value, Slot::Next),
                "RR" => {
                    self.into.ramp = true;
                    self.time(value, Slot::Ramp);
                }
                "FR" => {
                    self.into.air = true;
                    self.pair(value, Slot::ReturnedOn, Slot::ReturnedIn);
                }
                "DL" | "EDL" | "DR" => {
                    let value = self.value(value, |c| c.is_ascii_alphanumeric());
                    self.delay(value);
                }
                "PX" | "PAX" | "POB" => self.count(value),
                "PXNIL" | "PAXNIL" => self.into.aboard = Some(0),
                "FLD" => self.leg_day(value),
                _ if UNUSED.contains(&key) => self.unused(key, value),
                _ => match letters_of_delay(word) {
                    Some(value) => self.delay(value),
                    None => self.report.note(format!("line {} is not wholly understood", self.line.number)),
                },
            }
        }
        Some(())
    }

    /// What follows a key: joined to it, or the next word if that can be a value.
    fn value(&mut self, joined: &'a str, can_be: fn(char) -> bool) -> &'a str {
        match self.peek() {
            Some(next) if joined.is_empty() && next.starts_with(can_be) && !is_remark(next) => {
                self.word().unwrap_or_default()
            }
            _ => joined,
        }
    }

    fn timely(&mut self, joined: &'a str) -> &'a str {
        self.value(joined, |c| c.is_ascii_digit() || c == '/')
    }

    fn put(&mut self, slot: Slot, written: Written) {
        if self.into.times.insert(slot, (written, self.line.number)).is_some_and(|(before, _)| before != written) {
            self.report.note("an element is given twice: the later one was taken");
        }
    }

    fn time(&mut self, value: &'a str, slot: Slot) {
        match grammar::written.parse(self.timely(value).trim_matches('/')) {
            Ok(written) => self.put(slot, written),
            Err(_) => self.report.fault(TIME, self.at()),
        }
    }

    fn pair(&mut self, value: &'a str, first: Slot, second: Slot) {
        let value = self.timely(value);
        let Ok((one, two)) = grammar::pair.parse(value) else {
            // One side may be good where the other is not.
            let (one, two) = value.split_once('/').unwrap_or((value, ""));
            for (side, slot) in [(one, first), (two, second)] {
                if let Ok(written) = grammar::written.parse(side) {
                    self.put(slot, written);
                }
            }
            return self.report.fault("expected times like 1105, 1105/1120 or 211105/211120", self.at());
        };
        for (side, slot) in [(one, first), (two, second)] {
            if let Some(written) = side {
                self.put(slot, written);
            }
        }
    }

    /// `EA1500 FRA`, `EA1500FRA`, `EA 1500 FRA`, `EA1500`.
    fn bound(&mut self, value: &'a str) {
        let value = self.timely(value);
        let digits = value.bytes().take_while(u8::is_ascii_digit).count();
        let (time, joined) = value.split_at_checked(digits).unwrap_or((value, ""));
        match grammar::written.parse(time) {
            Ok(written) => self.put(Slot::EstimatedOn, written),
            Err(_) => self.report.fault(TIME, self.at()),
        }
        let airport = |w: &str| {
            (w.len() == 3 || w.len() == 4) && w.bytes().all(|b| b.is_ascii_alphabetic()) && !NO_AIRPORT.contains(&w)
        };
        // A second time is none of EA, and hides no airport.
        let second = joined.strip_prefix('/').is_some_and(|more| more.starts_with(|c: char| c.is_ascii_digit()));
        if second {
            self.report.fault("expected one time behind EA", self.at());
        }
        let joined = if second || joined == "Z" { "" } else { joined.trim_start_matches('/') };
        let named = if !joined.is_empty() {
            Some(joined)
        } else if self.peek().is_some_and(airport) {
            self.word()
        } else {
            None
        };
        match named.map(|word| (airport(word), Airport::parse(word))) {
            None => {}
            Some((true, Ok(code))) => {
                let code = self.atlas.iata_airport(code);
                match &self.into.bound_for {
                    Some((held, _)) if *held != code => self.report.fault("expected one airport of arrival", self.at()),
                    _ => self.into.bound_for = Some((code, self.line.number)),
                }
            }
            Some(_) => self.report.fault("expected an airport code of 3 (IATA) or 4 (ICAO) letters", self.at()),
        }
    }

    fn delay(&mut self, value: &str) {
        self.delays = true;
        let value = value.trim_start_matches('/');
        let pieces = grammar::delays.parse(value).unwrap_or_else(|_| {
            self.report.fault(DELAY, self.at());
            // The pieces that are codes are codes all the same.
            let good = value.split('/').filter_map(|piece| grammar::delays.parse(piece).ok());
            good.flatten().take(limits::VALUES_REMEMBERED_MAX).collect()
        });
        self.into.delays.extend(pieces.into_iter().filter_map(|piece| match piece {
            Delay::Code(code) => Some(code),
            Delay::Minutes(_) => None,
        }));
    }

    fn count(&mut self, value: &'a str) {
        let value = self.value(value, |c| c.is_ascii_digit());
        match grammar::counts.parse(value) {
            Ok(count) => self.into.aboard = Some(count),
            Err(_) if value.is_empty() && self.peek() == Some("NIL") => {
                self.word();
                self.into.aboard = Some(0);
            }
            Err(_) => self.report.fault(COUNT, self.at()),
        }
    }

    fn leg_day(&mut self, value: &'a str) {
        match grammar::date.parse(self.timely(value)) {
            Ok(date) => self.into.leg_day = Some(date),
            Err(_) => self.report.fault("expected a day of the month, 01 to 31", self.at()),
        }
    }

    fn unused(&mut self, key: &str, value: &'a str) {
        self.report.note(match key {
            "CAN" => "CAN is not used: what senders mean by it is not sure".to_owned(),
            _ => format!("{key} is not used"),
        });
        match key {
            // A reclearance is told in words.
            "RC" => self.rest = "",
            "CAN" => {}
            _ => {
                self.value(value, |c| c.is_ascii_digit() || c == '/');
            }
        }
    }
}

/// `RA/0120` behind `DL34/0020`: the group goes on without its key. Codes of letters may look like keys, `FR` is both.
fn further_delay(word: &str) -> bool {
    word.split_once('/').is_some_and(|(_, duration)| duration.len() == 4) && grammar::delays.parse(word).is_ok()
}

/// `DLRA/0015`, `EDLAT/0010`: a code of letters joined to its key.
fn letters_of_delay(word: &str) -> Option<&str> {
    let value = word.strip_prefix("EDL").or_else(|| word.strip_prefix("DL")).or_else(|| word.strip_prefix("DR"))?;
    let code = value.bytes().take_while(u8::is_ascii_alphabetic).count();
    (matches!(code, 2 | 3) && !value.is_empty() && grammar::delays.parse(value).is_ok()).then_some(value)
}

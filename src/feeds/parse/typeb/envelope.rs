//! Where one telex ends and the next begins, and what stands around its text: addresses, origin, message identifier.
//! Plain telexes with or without SOH, STX and ETX, the form of message routers (`=HEADER` … `=TEXT`) and that of
//! aircraft (`A81`, `FI`, `DT`, `-`). Addresses name organisations: they are passed over and never kept.
//! Must not know: what any text says.

use super::super::time::YEARS;
use super::grammar::{self, Written};
use super::time::Origin;
use crate::limits;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use winnow::prelude::*;

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';

/// Identifiers whose telexes are read here.
const READ: [&str; 6] = ["MVT", "MVA", "DIV", "ASM", "SSM", "LDM"];
/// Identifiers of other telexes: known, and nothing for this service.
const KNOWN: [&str; 40] = [
    "ADL", "APA", "BMM", "BPM", "BSM", "BTM", "BUM", "CAL", "CPM", "CPT", "DPM", "ETL", "FBL", "FFM", "FFR", "FHL",
    "FMA", "FNA", "FSU", "FTL", "FWB", "LPM", "PAL", "PFS", "PIM", "PNL", "PRL", "PSM", "PTM", "SAL", "SCM", "SCR",
    "SHL", "SLS", "SMA", "SOM", "SVC", "TPM", "UCM", "UWS",
];

/// A line with its number in the message, from 1.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub number: usize,
    pub text: &'a str,
}

/// What the first word of the text says that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier<'a> {
    Read(&'a str),
    Known(&'a str),
}

#[derive(Default)]
pub struct Telex<'a> {
    pub identifier: Option<Identifier<'a>>,
    /// `COR`: it replaces an earlier one of its kind.
    pub correction: bool,
    /// `PDM`: it may have been sent before.
    pub repeated: bool,
    pub origin: Option<Origin>,
    /// The line of origin that could not be read.
    pub origin_fault: Option<usize>,
    /// When a router wrote that it had it; in which zone it does not say.
    pub routed: Option<DateTime<Utc>>,
    /// Which parts of a longer one it is, the first and the last of them.
    pub part: Option<(u32, u32)>,
    /// The end of all parts has been reached.
    pub ended: bool,
    pub lines: Vec<Line<'a>>,
    /// Its first line, for what concerns it as a whole.
    pub number: usize,
    pub too_long: bool,
}

enum Mark<'a> {
    Start,
    Text,
    End,
    Line(Line<'a>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Heading,
    /// After STX, or where a router says that the text begins: only identifiers may still come.
    Opening,
    Text,
}

struct Splitter<'a> {
    done: Vec<Telex<'a>>,
    now: Telex<'a>,
    phase: Phase,
    /// The section of a router's heading.
    section: Option<&'a str>,
    blank: bool,
    bytes: usize,
}

/// All telexes of a message, in capitals as telexes are.
pub fn split(text: &str) -> Vec<Telex<'_>> {
    let marks = marks(text);
    let mut splitter = Splitter {
        done: Vec::new(),
        now: Telex::default(),
        phase: Phase::Heading,
        section: None,
        blank: true,
        bytes: 0,
    };
    for (index, mark) in marks.iter().enumerate() {
        match mark {
            Mark::Start => splitter.finish(),
            Mark::Text => splitter.phase = if splitter.phase == Phase::Text { Phase::Text } else { Phase::Opening },
            Mark::End => splitter.finish(),
            Mark::Line(line) => {
                let next = marks.get(index + 1..).unwrap_or_default().iter().find_map(|mark| match mark {
                    Mark::Line(line) => Some(line.text),
                    _ => None,
                });
                splitter.line(*line, next);
            }
        }
    }
    splitter.finish();
    joined(splitter.done)
}

/// The parts of one telex behind each other are one. Schedules are sent so that each part can be read by itself.
fn joined(telexes: Vec<Telex<'_>>) -> Vec<Telex<'_>> {
    let mut whole: Vec<Telex<'_>> = Vec::new();
    for telex in telexes {
        let alone = matches!(telex.identifier, Some(Identifier::Read("ASM" | "SSM")));
        match (whole.last_mut(), telex.part) {
            (Some(before), Some((number, _)))
                if !alone
                    && before.part.is_some_and(|(_, last)| last + 1 == number)
                    && (telex.identifier.is_none() || telex.identifier == before.identifier) =>
            {
                // A part begins with the flight again.
                let again = before.lines.iter().zip(&telex.lines).take_while(|(a, b)| a.text == b.text).count();
                before.lines.extend(telex.lines.iter().skip(again));
                before.part = before.part.map(|(first, _)| (first, number));
                before.ended |= telex.ended;
                before.too_long |= telex.too_long;
            }
            _ => whole.push(telex),
        }
    }
    whole
}

impl Telex<'_> {
    /// Parts of it are not here.
    pub fn is_piece(&self) -> bool {
        self.part.is_some_and(|(first, _)| first > 1 || !self.ended)
    }
}

fn marks(text: &str) -> Vec<Mark<'_>> {
    let ending = if text.contains('\n') { '\n' } else { '\r' };
    let mut marks = Vec::new();
    for (index, raw) in text.split(ending).enumerate() {
        let number = index + 1;
        let mut rest = raw;
        while let Some((before, mark, after)) = cut(rest) {
            if !before.trim().is_empty() {
                marks.push(Mark::Line(Line { number, text: plain(before) }));
            }
            marks.push(mark);
            rest = after;
        }
        // What stands alone on its line is no blank line.
        if rest.len() == raw.len() || !plain(rest).is_empty() {
            marks.push(Mark::Line(Line { number, text: plain(rest) }));
        }
    }
    marks
}

fn cut(text: &str) -> Option<(&str, Mark<'static>, &str)> {
    let at = text.find([SOH, STX, ETX])?;
    let after = text.get(at + 1..)?;
    let mark = match text.get(at..)?.chars().next()? {
        SOH => Mark::Start,
        STX => Mark::Text,
        _ => Mark::End,
    };
    Some((text.get(..at)?, mark, after))
}

fn plain(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

impl<'a> Splitter<'a> {
    fn line(&mut self, line: Line<'a>, next: Option<&str>) {
        if line.text.is_empty() {
            self.blank = true;
            return;
        }
        if line.text == "NNNN" {
            return self.finish();
        }
        let anew = match line.text {
            "=HEADER" => self.phase == Phase::Text || self.section.is_some(),
            "=PRIORITY" => self.phase == Phase::Text,
            text if text.starts_with("ZCZC ") => self.phase == Phase::Text,
            _ => self.phase == Phase::Text && begins(line.text, self.blank, next),
        };
        if anew {
            self.finish();
        }
        self.blank = false;
        if self.now.number == 0 {
            self.now.number = line.number;
        }
        self.bytes += line.text.len();
        self.now.too_long |= self.bytes > limits::TELEX_BYTES_MAX;
        if self.now.too_long {
            self.now.lines.clear();
        } else if self.phase == Phase::Text {
            self.text(line);
        } else {
            self.heading(line);
        }
    }

    fn finish(&mut self) {
        let now = std::mem::take(&mut self.now);
        if now.number > 0 {
            self.done.push(now);
        }
        (self.phase, self.section, self.blank, self.bytes) = (Phase::Heading, None, true, 0);
    }

    fn heading(&mut self, line: Line<'a>) {
        if let Some(name) = line.text.strip_prefix('=') {
            self.section = Some(name);
            if name == "TEXT" {
                self.phase = Phase::Opening;
            }
        } else if let (Some(section), Phase::Heading) = (self.section, self.phase) {
            self.routed(section, line);
        } else if self.phase == Phase::Heading && self.passed_over(line) {
        } else {
            self.opening(line);
        }
    }

    /// A line below one of a router's headings.
    fn routed(&mut self, section: &str, line: Line<'a>) {
        match section {
            "HEADER" => {
                let time = line.text.strip_prefix("RCV,").and_then(routed_at);
                self.now.routed = self.now.routed.or(time);
            }
            "MSGID" => match origin(line.text) {
                Some(origin) => self.now.origin = Some(origin),
                None => self.now.origin_fault = Some(line.number),
            },
            "SMI" => self.now.identifier = identifier(line.text),
            _ => {}
        }
    }

    /// Addresses, origins and an aircraft's lines before the text.
    fn passed_over(&mut self, line: Line<'a>) -> bool {
        // Some write the origin behind the addresses.
        let text = line.text.split_once(" .").filter(|(before, _)| addressed(before)).map(|(_, dotted)| dotted);
        if let Some(dotted) = line.text.strip_prefix('.').or(text) {
            // The last line that gives an origin is the true one: those who pass a telex on add theirs, some an empty one.
            let rest = dotted.split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
            match origin(rest) {
                Some(origin) => (self.now.origin, self.now.origin_fault) = (Some(origin), None),
                None if dotted.is_empty() || self.now.origin.is_some() => {}
                None => self.now.origin_fault = Some(line.number),
            }
            return true;
        }
        let mut words = line.text.split_whitespace();
        let first = words.next().unwrap_or_default();
        match first {
            "DT" => {
                let origin = words.rev().find_map(origin);
                self.now.origin = self.now.origin.or(origin);
                true
            }
            "FI" | "AN" | "-" | "ZCZC" => true,
            _ => {
                addressed(line.text)
                    || (first.len() == 3 && first.starts_with('A') && digit(first, 1) && digit(first, 2))
            }
        }
    }

    /// `COR`, `PDM`, the identifier; whatever else comes is text.
    fn opening(&mut self, line: Line<'a>) {
        let mut rest = line.text;
        while !rest.is_empty() {
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            match word {
                "COR" => self.now.correction = true,
                "PDM" => self.now.repeated = true,
                _ if part_number(word).is_some() => self.now.part = part_number(word).map(|n| (n, n)),
                _ => match identifier(word).filter(|_| self.phase != Phase::Text) {
                    Some(found) => {
                        self.now.identifier = Some(found);
                        self.phase = Phase::Text;
                    }
                    None => {
                        self.phase = Phase::Text;
                        return self.text(Line { text: rest, ..line });
                    }
                },
            }
            rest = after.trim_start();
        }
    }

    fn text(&mut self, line: Line<'a>) {
        if line.text.starts_with("ENDPART") && line.text.get(7..).is_some_and(|n| n.parse::<u32>().is_ok()) {
            return;
        }
        if line.text.strip_prefix("END").is_some_and(|rest| identifier(rest).is_some()) {
            self.now.ended = true;
            return;
        }
        let Some((before, word)) = line.text.rsplit_once(char::is_whitespace).or(Some(("", line.text))) else {
            return;
        };
        // Parts are numbered at the head of the text; later on the word is somebody's remark.
        if let Some(part) = part_number(word).filter(|_| self.now.part.is_none() && self.now.lines.len() < 2) {
            self.now.part = Some((part, part));
            if !before.trim().is_empty() {
                self.now.lines.push(Line { text: before.trim(), ..line });
            }
            return;
        }
        self.now.lines.push(line);
    }
}

/// Whether a telex begins with this line inside the text of another.
fn begins(text: &str, after_blank: bool, next: Option<&str>) -> bool {
    let priority = text.starts_with('Q') && text.split_whitespace().next().is_some_and(|w| w.len() == 2);
    let headed = priority && addressed(text) && next.is_some_and(|next| next.starts_with('.') || addressed(next));
    let origin = text.strip_prefix('.').and_then(|t| t.split_once(' ')).is_some_and(|(_, rest)| origin(rest).is_some());
    let mut words = text.split_whitespace();
    let named = words.all(|w| matches!(w, "COR" | "PDM") || matches!(identifier(w), Some(Identifier::Read(_))));
    headed || (after_blank && (origin || named || (priority && addressed(text))))
}

/// `QU LHRKKBA JFKKKBA`, or a further line of addresses.
fn addressed(text: &str) -> bool {
    let address = |w: &str| w.len() == 7 && w.bytes().all(|b| b.is_ascii_alphanumeric());
    let mut words = text.split_whitespace().peekable();
    let priority = words.next_if(|w| w.len() == 2 && w.bytes().all(|b| b.is_ascii_alphabetic())).is_some();
    let some = words.peek().is_some();
    (some || priority) && words.all(address)
}

fn identifier(word: &str) -> Option<Identifier<'_>> {
    let found = |list: &[&'static str]| list.iter().copied().find(|name| *name == word);
    found(&READ).map(Identifier::Read).or_else(|| found(&KNOWN).map(Identifier::Known))
}

fn part_number(word: &str) -> Option<u32> {
    word.strip_prefix("PART")?.parse().ok().filter(|n| (1..=99).contains(n))
}

fn digit(word: &str, at: usize) -> bool {
    word.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// The first word of six digits is the time; references and signatures stand around it: `010900`, `HX/301401`,
/// `071629/AMAMQ`, `102327 Z`, `161539 MESX028 AUG25`.
fn origin(text: &str) -> Option<Origin> {
    let mut words = text.split(|c: char| c.is_whitespace() || c == '/').filter(|w| !w.is_empty());
    let time = |word: &str| grammar::written.parse(word).ok().filter(|w: &Written| w.day.is_some());
    let written = words.find_map(time)?;
    let month = words.find_map(|word| (grammar::month, winnow::combinator::opt(grammar::year)).parse(word).ok());
    Some(Origin { written, month })
}

/// `2025/08/17 11:32`
fn routed_at(text: &str) -> Option<DateTime<Utc>> {
    let (date, clock) = text.trim().split_once(' ')?;
    let date = NaiveDate::parse_from_str(date, "%Y/%m/%d").ok().filter(|date| YEARS.contains(&date.year()))?;
    let (hour, minute) = clock.trim().split_once(':')?;
    Some(date.and_hms_opt(hour.parse().ok()?, minute.get(..2)?.parse().ok()?, 0)?.and_utc())
}

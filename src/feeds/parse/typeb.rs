//! Type B telexes of airlines and airports: MVT and MVA, DIV, ASM and SSM, LDM, alone or one behind another in a file.
//! This file hands each telex to its reader; `envelope` finds where one ends, `time` says which day it means.
//! What was seen of real senders, and what is doubtful, is in `docs/feeds/typeb.md`.
//! Must not know: what is held about a flight, or whether a value is news.

mod diversion;
mod elements;
mod envelope;
mod flight_line;
mod grammar;
mod load;
mod movement;
mod schedule;
#[cfg(test)]
mod tests;
mod time;
mod timeline;

use super::report::Report;
use crate::config::atlas::Atlas;
use crate::feeds::{About, Parsed};
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};
use envelope::{Identifier, Telex};
use std::borrow::Cow;
use time::Calendar;

/// What stands around the text of one telex, for its reader.
struct Told<'a> {
    calendar: Calendar,
    reported: Option<DateTime<Utc>>,
    atlas: &'a Atlas,
    /// It replaces an earlier one of its kind.
    correction: bool,
    /// Parts of it are not here.
    piece: bool,
    /// Its first line.
    number: usize,
}

pub fn parse(body: &[u8], about: &About<'_>) -> Parsed {
    let mut report = Report::default();
    if !report.fits(body) {
        return report.finish();
    }
    // Telexes have capitals, digits and a few signs. Another byte, mostly in a remark, becomes a mark that no field takes.
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            report.note("bytes that are not UTF-8");
            String::from_utf8_lossy(body)
        }
    };
    let text = text.trim_start_matches('\u{feff}').to_ascii_uppercase();
    let telexes = envelope::split(&text);
    if telexes.is_empty() {
        report.note("no telex in it");
    }
    for telex in telexes {
        one(&telex, about, &mut report);
    }
    report.finish()
}

fn one(telex: &Telex<'_>, about: &About<'_>, report: &mut Report) {
    let at = format!("line {}", telex.number);
    if telex.too_long {
        return report.fault(format!("telex is larger than {} bytes", limits::TELEX_BYTES_MAX), at);
    }
    let name = match telex.identifier {
        Some(Identifier::Read(name)) => name,
        Some(Identifier::Known(name)) => {
            return report.note(format!("{name} telexes are not read"));
        }
        None => {
            let at = telex.lines.first().map_or(at, |line| format!("line {}", line.number));
            return report.fault("expected MVT, MVA, DIV, ASM, SSM or LDM before the text", at);
        }
    };
    if telex.lines.is_empty() {
        return report.fault(format!("expected a text behind {name}"), at);
    }
    let calendar = calendar(telex, about, report);
    if telex.repeated {
        report.note("PDM: it may have been sent before");
    }
    if telex.correction {
        report.note("COR: a correction, which says all its values anew");
    }
    if telex.is_piece() {
        report.note("a part of a telex, of which not all parts are here");
    }
    let told = Told {
        calendar,
        reported: calendar.sent(),
        atlas: about.atlas,
        correction: telex.correction,
        piece: telex.is_piece(),
        number: telex.number,
    };
    match name {
        "MVT" | "MVA" => movement::read(&telex.lines, &told, report),
        "DIV" => diversion::read(&telex.lines, &told, report),
        "ASM" | "SSM" => schedule::read(name, &telex.lines, &told, report),
        _ => load::read(&telex.lines, &told, report),
    }
}

/// What the days are counted from. A router's note of the receipt is nearer to it than ours, where telexes are read
/// again later; its zone is not known, and for a month that matters little.
fn calendar(telex: &Telex<'_>, about: &About<'_>, report: &mut Report) -> Calendar {
    let skew = TimeDelta::from_std(limits::CLOCK_SKEW).unwrap_or_default();
    let routed = telex.routed.filter(|at| *at <= about.received + TimeDelta::days(1));
    let received = routed.unwrap_or(about.received);
    if let Some(number) = telex.origin_fault {
        report.fault("expected an origin like .LHRRMBA 010900", format!("line {number}"));
    }
    let Some(calendar) = Calendar::of(telex.origin, received) else {
        report.fault("expected an origin on a day that its month has", format!("line {}", telex.number));
        return Calendar::received(received);
    };
    if calendar.sent().is_some_and(|sent| sent > about.received + skew) {
        report.note("the origin is later than the receipt: the sender's clock is wrong, or the month");
    }
    calendar
}

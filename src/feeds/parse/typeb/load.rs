//! LDM: what an aircraft carries. Read are how many people are aboard and which aircraft it is; never loads.
//! A sum over destinations of which one cannot be read is not said.
//! Must not know: what is held about a flight, which of the people are ours.

use super::super::report::Report;
use super::super::says::Says;
use super::Told;
use super::elements;
use super::envelope::Line;
use super::flight_line;
use crate::domain::observation::{DateBasis, Field, FlightRef, Observation, Stage, Value};
use crate::domain::place::Airport;

const COUNTS: &str = "expected passengers like 12/10/3/1 or NIL behind the destination";

/// The load for one destination.
struct Block {
    airport: Airport,
    aboard: Option<u32>,
}

pub fn read(lines: &[Line<'_>], told: &Told<'_>, report: &mut Report) {
    let Some((first, below)) = lines.split_first() else {
        return report.fault("expected a flight line like AT933/17.CNRGV.J12Y147.2/4", format!("line {}", told.number));
    };
    let at = format!("line {}", first.number);
    let mut parts = first.text.split('.').map(str::trim);
    let Some((flight, date)) = flight_line::dated(parts.next().unwrap_or_default(), first.number, report) else {
        return;
    };
    let Some(date) = told.calendar.date(date) else {
        return report.fault(flight_line::DATE, at);
    };
    let registration = parts.next().filter(|r| !r.is_empty()).and_then(|r| flight_line::registered(r, &at, report));
    let mut says = Says::default();
    let blocks = blocks(below, told, report);
    let to = match blocks.as_slice() {
        [Some(Block { airport, .. })] => Some(airport.clone()),
        _ => None,
    };
    aboard(&blocks, told, &at, &mut says, report);
    if let Some(registration) = registration {
        says.put(Field::Registration, Stage::Estimated, Some(Value::Text(registration)));
    }
    let (carrier, number, suffix) = flight;
    let flight = FlightRef { carrier, number, suffix, date, basis: DateBasis::Day, from: None, to, repeat: 1 };
    let says = says.finish(&at, report);
    report.observe(Observation { flight, says, reported: told.reported }, at);
}

/// The lines that begin with a hyphen, up to the remarks; `None` for one that cannot be read.
fn blocks(lines: &[Line<'_>], told: &Told<'_>, report: &mut Report) -> Vec<Option<Block>> {
    let remark = |line: &&Line<'_>| !line.text.split_whitespace().next().is_some_and(elements::is_remark);
    let body = lines.iter().take_while(remark);
    body.filter_map(|line| Some((line, line.text.strip_prefix('-')?))).map(|(l, t)| block(t, l, told, report)).collect()
}

fn block(text: &str, line: &Line<'_>, told: &Told<'_>, report: &mut Report) -> Option<Block> {
    let at = format!("line {}", line.number);
    let mut parts = text.split('.').map(str::trim);
    let airport = super::super::leg::airport(parts.next().unwrap_or_default(), told.atlas, &at, report)?;
    let counts = parts.next().unwrap_or_default();
    if counts == "NIL" {
        return Some(Block { airport, aboard: Some(0) });
    }
    let aboard = sum(counts).filter(|_| counts.split('/').count() <= 4);
    // The last of three or four numbers is that of the infants, who have no seat.
    let infants = counts.split('/').skip(2).last().and_then(|n| n.parse().ok()).unwrap_or(0);
    let seated = parts.find_map(|part| part.strip_prefix("PAX/")).and_then(sum);
    match (aboard, seated) {
        (None, _) => report.fault(COUNTS, at),
        (Some(aboard), Some(seated)) if aboard.checked_sub(infants) != Some(seated) => {
            report.note("passengers by class are not as many as by sex and age: the latter were taken");
        }
        _ => {}
    }
    Some(Block { airport, aboard })
}

fn sum(text: &str) -> Option<u32> {
    let number = |n: &str| {
        let plain = (1..=4).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit());
        n.parse::<u32>().ok().filter(|_| plain)
    };
    text.split('/').map(number).try_fold(0u32, |total, n| total.checked_add(n?))
}

/// Everybody on board, infants too, for all destinations; nothing where one of them is missing, as a smaller number
/// would be a wrong one.
fn aboard(blocks: &[Option<Block>], told: &Told<'_>, at: &str, says: &mut Says, report: &mut Report) {
    if told.piece {
        return report.note("a part of a telex: how many are aboard was not taken");
    }
    if blocks.is_empty() {
        return report.fault("expected a line for each destination, like -CMN.15/25/2/0", at);
    }
    let total = blocks.iter().map(|b| b.as_ref()?.aboard).try_fold(0u32, |total, n| total.checked_add(n?));
    if let Some(total) = total {
        says.put(Field::Aboard, Stage::Estimated, Some(Value::Text(total.to_string())));
    }
}

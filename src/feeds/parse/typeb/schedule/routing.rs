//! Legs as schedules write them: `ORY1810 CMN2115`, `JFK2300 LHR1100/1`, and the days and clocks their times are of.
//! A station is a code of three letters; ICAO codes of four are taken too.
//! Must not know: flights, actions, periods.

use super::super::super::leg::{self, Wall};
use super::super::super::report::Report;
use super::super::grammar;
use crate::config::atlas::Atlas;
use crate::domain::place::Airport;
use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use winnow::Result;
use winnow::combinator::{alt, opt, preceded, repeat};
use winnow::prelude::*;
use winnow::token::{one_of, take_while};

/// Which clock the times of a telex are read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    Utc,
    /// Of each airport.
    Local,
    /// It does not say; UTC is assumed.
    Unsaid,
}

/// A scheduled time as it is written: minutes into the day of the flight, or into a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    minutes: u32,
    /// Days after the day of the flight; an arrival over the date line may be a day before it.
    offset: i64,
    /// The day of the month, where it is written instead.
    day: Option<u32>,
}

/// A leg with its times, or only named.
#[derive(Debug, Clone)]
pub struct Leg {
    pub from: Airport,
    pub to: Airport,
    pub times: Option<(Stop, Stop)>,
    pub number: usize,
}

#[derive(Debug, Clone, Copy, Default)]
pub struct Times {
    pub departure: Option<DateTime<Utc>>,
    pub arrival: Option<DateTime<Utc>>,
}

pub const LEG: &str = "expected a leg like ORY1810 CMN2115";

fn station<'a>(input: &mut &'a str) -> Result<&'a str> {
    take_while(3..=4, |c: char| c.is_ascii_uppercase()).parse_next(input)
}

/// What may stand behind a time: days later, or the time at which the passengers leave.
enum Behind {
    Days(i64),
    Passengers,
}

fn behind(input: &mut &str) -> Result<Behind> {
    let count = || one_of('0'..='9').verify_map(|c: char| c.to_digit(10)).map(i64::from);
    preceded(
        '/',
        alt((
            take_while(4, |c: char| c.is_ascii_digit()).map(|_| Behind::Passengers),
            preceded('M', count()).map(|days| Behind::Days(-days)),
            count().map(Behind::Days),
        )),
    )
    .parse_next(input)
}

fn stop(input: &mut &str) -> Result<Stop> {
    let written = grammar::written.parse_next(input)?;
    let more: Vec<Behind> = repeat(0..=2, behind).parse_next(input)?;
    let offset = more.iter().find_map(|b| if let Behind::Days(days) = b { Some(*days) } else { None });
    Ok(Stop { minutes: written.minutes, offset: offset.unwrap_or(0), day: written.day })
}

/// `NBO0110/1`
pub fn is_stop(word: &str) -> bool {
    (station, opt(stop)).parse(word).is_ok() || stop.parse(word).is_ok()
}

/// The stations of a line, each with its time if it has one; a time may stand apart. The words that are neither are counted.
fn stations<'a>(words: &[&'a str]) -> (Vec<(&'a str, Option<Stop>)>, usize) {
    let mut found: Vec<(&str, Option<Stop>)> = Vec::new();
    let mut strange = 0;
    for word in words {
        if let Ok(read) = (station, opt(stop)).parse(*word) {
            found.push(read);
        } else if let Some((_, time @ None)) = found.last_mut()
            && let Ok(apart) = stop.parse(*word)
        {
            *time = Some(apart);
        } else {
            strange += 1;
        }
    }
    (found, strange)
}

/// Stations without times, joined in the ways that occur: `LHR/JFK/LAX`, `LHR-JFK`, `LHRJFK`, `LHR JFK`.
pub fn chain<'a>(words: &[&'a str]) -> Option<Vec<&'a str>> {
    let mut codes: Vec<&str> = Vec::new();
    for piece in words.iter().flat_map(|word| word.split(['/', '-'])) {
        if !piece.bytes().all(|b| b.is_ascii_uppercase()) {
            return None;
        }
        match (piece.len(), piece.split_at_checked(3)) {
            (3 | 4, _) => codes.push(piece),
            (6, Some((first, second))) => codes.extend([first, second]),
            _ => return None,
        }
    }
    (codes.len() >= 2).then_some(codes)
}

/// The legs between the stations of a chain.
pub fn named(codes: &[&str], number: usize, atlas: &Atlas, report: &mut Report) -> Vec<Leg> {
    let at = format!("line {number}");
    let leg = |pair: &[&str]| {
        let [from, to] = pair else { return None };
        let (from, to) = (leg::airport(from, atlas, &at, report)?, leg::airport(to, atlas, &at, report)?);
        Some(Leg { from, to, times: None, number })
    };
    codes.windows(2).filter_map(leg).collect()
}

/// The legs of a line with times: two stations each. A fault where it is none.
pub fn read(words: &[&str], number: usize, atlas: &Atlas, report: &mut Report) -> Option<Vec<Leg>> {
    let at = format!("line {number}");
    let (stations, strange) = stations(words);
    let mut legs = Vec::new();
    for pair in stations.chunks(2) {
        let [(from, Some(out)), (to, Some(into))] = pair else {
            report.fault(LEG, at);
            return None;
        };
        let (from, to) = (leg::airport(from, atlas, &at, report)?, leg::airport(to, atlas, &at, report)?);
        legs.push(Leg { from, to, times: Some((*out, *into)), number });
    }
    if legs.is_empty() {
        report.fault(LEG, at);
        return None;
    }
    if strange > 0 {
        report.note(format!("line {number} is not wholly understood"));
    }
    Some(legs)
}

impl Stop {
    fn on(&self, date: NaiveDate) -> Option<NaiveDateTime> {
        let day = match self.day {
            Some(day) => near(day, date)?,
            None => date.checked_add_signed(TimeDelta::days(self.offset))?,
        };
        day.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::minutes(i64::from(self.minutes)))
    }

    /// How many days after the day of the flight it falls, as its clock counts them.
    pub fn days_after(&self, date: NaiveDate) -> u64 {
        let days = self.on(date).map_or(0, |local| (local.date() - date).num_days());
        u64::try_from(days).unwrap_or(0)
    }
}

fn near(day: u32, date: NaiveDate) -> Option<NaiveDate> {
    let first = date.with_day(1)?.checked_sub_months(Months::new(1))?;
    let in_month = |months| first.checked_add_months(Months::new(months))?.with_day(day);
    (0..3).filter_map(in_month).min_by_key(|d| (*d - date).abs())
}

/// The instants of a leg. A time that would come before what has to come before it lacks its day, and is a fault.
pub fn times(
    leg: &Leg,
    date: NaiveDate,
    clock: Clock,
    before: Option<DateTime<Utc>>,
    atlas: &Atlas,
    at: &str,
    report: &mut Report,
) -> Times {
    let Some((out, into)) = leg.times else {
        return Times::default();
    };
    let mut placed = |stop: Stop, airport: &Airport, bound: Option<DateTime<Utc>>| {
        let Some(local) = stop.on(date) else {
            report.fault("expected a day that its month has", at);
            return None;
        };
        let instant = match clock {
            Clock::Utc | Clock::Unsaid => local.and_utc(),
            Clock::Local => leg::instant(Wall::Airport(airport), local, bound, atlas, at, report)?,
        };
        if bound.is_some_and(|bound| instant < bound) {
            report.fault("expected times in the order of a flight, with the day behind them like LHR0900/1", at);
            return None;
        }
        Some(instant)
    };
    let departure = placed(out, &leg.from, before);
    let arrival = placed(into, &leg.to, departure.or(before));
    Times { departure, arrival }
}

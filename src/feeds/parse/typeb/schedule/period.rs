//! The days of a period: from, to, and the days of the week, 1 for Monday. A season is cut to the days that matter now.
//! The bounds are in `limits`; what was left out is noted.
//! Must not know: flights, legs, times of day.

use super::super::super::report::Report;
use super::super::grammar;
use super::super::time::Calendar;
use crate::limits;
use chrono::{Datelike, NaiveDate, TimeDelta};
use winnow::prelude::*;

pub const PERIOD: &str = "expected a period like 04SEP25 11SEP25 1234";

/// A period as it is written.
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
    /// Monday first.
    weekdays: [bool; 7],
    /// Every other week, counted from the first.
    fortnightly: bool,
}

/// Whether the line begins as a period does.
pub fn looks_like(text: &str) -> bool {
    let start = text.get(..5).unwrap_or_default();
    (grammar::date.parse(start).is_ok() && start.len() == 5) || text.starts_with("00XXX")
}

/// The period, and the words behind it.
pub fn read<'a>(text: &'a str, calendar: &Calendar) -> Option<(Period, Vec<&'a str>)> {
    let mut words = text.split_whitespace();
    let first = words.next()?;
    let (from, to) = match first.split_once('-') {
        Some(both) => both,
        None => (first, words.next()?),
    };
    let (from, to) = calendar.period(grammar::date.parse(from).ok()?, grammar::date.parse(to).ok()?)?;
    let (days, rate) = words.next().map(|word| word.split_once('/').map_or((word, None), |(d, r)| (d, Some(r))))?;
    let mut weekdays = [false; 7];
    for day in days.bytes() {
        *weekdays.get_mut(usize::from(day.checked_sub(b'1')?))? = true;
    }
    let fortnightly = match rate {
        None | Some("W1") => false,
        Some("W2") => true,
        Some(_) => return None,
    };
    Some((Period { from, to, weekdays, fortnightly }, words.collect()))
}

impl Period {
    fn holds(&self, day: NaiveDate) -> bool {
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or(usize::MAX);
        let monday = self.from - TimeDelta::days(i64::from(self.from.weekday().num_days_from_monday()));
        let odd = (day - monday).num_days() / 7 % 2 == 1;
        self.weekdays.get(weekday).is_some_and(|flies| *flies) && !(self.fortnightly && odd)
    }

    fn between(&self, first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let first = first.max(self.from);
        let days = (last.min(self.to) - first).num_days();
        (0..=days).map(move |n| first + TimeDelta::days(n)).filter(|day| self.holds(*day))
    }
}

/// All days of the periods of one flight: whole where they are few, else those around the telex.
pub fn days(periods: &[Period], calendar: &Calendar, report: &mut Report) -> Vec<NaiveDate> {
    let around = calendar.reference().date_naive();
    let (begin, end) =
        (around - TimeDelta::days(limits::PERIOD_DAYS_BEFORE), around + TimeDelta::days(limits::PERIOD_DAYS_AFTER));
    let short = periods.iter().all(|p| (p.to - p.from).num_days() <= limits::PERIOD_DAYS_MAX);
    let most = limits::PERIOD_DAYS_WHOLE_MAX + 1;
    let whole: Vec<NaiveDate> =
        periods.iter().filter(|_| short).flat_map(|p| p.between(p.from, p.to)).take(most).collect();
    if short && whole.len() < most {
        return whole;
    }
    report.note(format!(
        "a long period: only days from {} before to {} after the telex were taken",
        limits::PERIOD_DAYS_BEFORE,
        limits::PERIOD_DAYS_AFTER
    ));
    periods.iter().flat_map(|p| p.between(begin, end)).take(limits::LEGS_PER_MESSAGE_MAX).collect()
}

//! Dates and times in ISO 8601 as senders write them: with and without offset, with 24:00, with seven decimals.
//! Where no offset means UTC, as in AIDX, `instant` reads it so; `with_offset` takes nothing else for granted. Seconds are whole: nobody is met to the millisecond. Only when a
//! message was sent is kept finer, as two messages of one second have an order.
//! Must not know: what a time is the time of.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};

pub const TIME: &str = "expected a time like 2018-06-03T19:36:00Z";
pub const DATE: &str = "expected a date like 2018-06-03";

/// Outside of these years stand only the first and the last instants that languages know (0001, 1900, 1970, 9999), which
/// senders' software writes for a time it does not have.
pub const YEARS: std::ops::Range<i32> = 2000..2100;

/// An `xs:dateTime`, in UTC, to the second.
pub fn instant(text: &str) -> Option<DateTime<Utc>> {
    parts(text).map(|(second, _)| second)
}

/// The same, and nothing without an offset: a time of no place is none.
pub fn with_offset(text: &str) -> Option<DateTime<Utc>> {
    let (_, clock) = text.split_once('T')?;
    clock.contains(['Z', '+', '-']).then(|| instant(text)).flatten()
}

/// A time on the wall, `2018-06-03T19:36` with or without seconds; none that has an offset.
pub fn on_the_wall(text: &str) -> Option<NaiveDateTime> {
    let (_, clock) = text.split_once('T')?;
    if clock.contains(['Z', '+', '-']) { None } else { instant(text).map(|at| at.naive_utc()) }
}

/// The same as fine as it is written.
pub fn stamp(text: &str) -> Option<DateTime<Utc>> {
    let (second, fraction) = parts(text)?;
    second.checked_add_signed(TimeDelta::nanoseconds(fraction))
}

/// The second, and the nanoseconds into it.
fn parts(text: &str) -> Option<(DateTime<Utc>, i64)> {
    let (date, rest) = text.split_once('T')?;
    let (clock, offset) = match rest.find(['Z', '+', '-']) {
        Some(at) => (rest.get(..at)?, minutes_east(rest.get(at..)?)?),
        None => (rest, 0),
    };
    let (whole, fraction) = clock.split_once('.').map_or((clock, None), |(whole, part)| (whole, Some(part)));
    if fraction.is_some_and(|f| f.is_empty() || !f.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let nanos = match fraction {
        None => 0,
        Some(digits) => digits.chars().chain("000000000".chars()).take(9).collect::<String>().parse().ok()?,
    };
    let mut parts = whole.split(':');
    let (hour, minute) = (two(parts.next()?)?, two(parts.next()?)?);
    let second = parts.next().map_or(Some(0), two)?;
    let end_of_day = hour == 24 && minute == 0 && second == 0;
    // A leap second is the first of the next minute.
    if parts.next().is_some() || (hour > 23 && !end_of_day) || minute > 59 || second > 60 {
        return None;
    }
    let midnight = day(date)?.and_hms_opt(0, 0, 0)?.and_utc();
    let at = midnight.checked_add_signed(TimeDelta::seconds(hour * 3600 + (minute - offset) * 60 + second))?;
    Some((at, nanos))
}

/// An `xs:date` or the UTC date of an `xs:dateTime`. A zone behind a bare date does not move it.
pub fn date(text: &str) -> Option<NaiveDate> {
    if text.contains('T') {
        return instant(text).map(|at| at.date_naive());
    }
    let (bare, zone) = (text.get(..10)?, text.get(10..)?);
    if !zone.is_empty() && minutes_east(zone).is_none() {
        return None;
    }
    day(bare)
}

fn day(text: &str) -> Option<NaiveDate> {
    // By hand: a format string costs more to read than the date.
    let part = |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if text.len() != 10 || text.get(4..5) != Some("-") || text.get(7..8) != Some("-") {
        return None;
    }
    let (year, month, day) = (part(0, 4)?.parse().ok()?, part(5, 7)?.parse().ok()?, part(8, 10)?.parse().ok()?);
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    YEARS.contains(&date.year()).then_some(date)
}

fn minutes_east(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.strip_prefix(['+', '-'])?.chars().filter(|c| *c != ':').collect();
    let hours = two(digits.get(..2)?)?;
    let minutes = if digits.len() == 2 { 0 } else { two(digits.get(2..)?)? };
    if hours > 14 || minutes > 59 { None } else { Some(sign * (hours * 60 + minutes)) }
}

fn two(text: &str) -> Option<i64> {
    let shape = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if shape { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_software_writes_for_a_time_that_it_does_not_have_is_none() {
        for none in ["0001-01-01", "1900-01-01", "1970-01-01", "1999-12-31", "2100-01-01", "9999-12-31"] {
            assert_eq!(date(none), None, "{none}");
            for clock in ["T00:00:00Z", "T23:59:59.9999999", "T24:00:00Z", "T23:30:00-14:00"] {
                assert_eq!(instant(&format!("{none}{clock}")), None, "{none}{clock}");
            }
            assert_eq!(on_the_wall(&format!("{none}T23:30")), None, "{none}");
        }
        for day in ["2000-01-01", "2099-12-31"] {
            assert!(date(day).is_some() && with_offset(&format!("{day}T12:00Z")).is_some(), "{day}");
        }
    }
}

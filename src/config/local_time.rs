//! Times as clocks on the wall show them, turned into instants by the zone of an airport.
//! A clock that is put back shows an hour twice, one that is put forward skips one: neither is ever guessed away in
//! silence, the caller is told which of the three it was. Must not know: feeds, what happened at that time.

use super::atlas::Atlas;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::civil;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

/// What a time on the wall may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instants {
    One(DateTime<Utc>),
    /// The clock showed it twice: before it was put back, and after.
    Twice(DateTime<Utc>, DateTime<Utc>),
    /// The clock was put forward past it: no such time has been.
    Skipped,
}

impl Atlas {
    /// By the clock at an airport, IATA or ICAO; `None` for an airport that is not in the table.
    pub fn instants(&self, airport: &str, local: NaiveDateTime) -> Option<Instants> {
        instants(self.zone(airport)?, local)
    }
}

/// By the clock of a zone of the tz database, e.g. `Asia/Hong_Kong`; `None` for a name that is in no database.
pub fn instants_in(zone: &str, local: NaiveDateTime) -> Option<Instants> {
    instants(&TimeZone::get(zone).ok()?, local)
}

/// The date on the wall in a zone of the tz database at a moment; `None` for a name that is in no database.
pub fn date_in(zone: &str, at: DateTime<Utc>) -> Option<NaiveDate> {
    let offset = TimeZone::get(zone).ok()?.to_offset(jiff::Timestamp::from_second(at.timestamp()).ok()?);
    at.checked_add_signed(TimeDelta::seconds(i64::from(offset.seconds()))).map(|local| local.date_naive())
}

fn instants(zone: &TimeZone, local: NaiveDateTime) -> Option<Instants> {
    let small = |n: u32| i8::try_from(n).ok();
    let civil = civil::DateTime::new(
        i16::try_from(local.year()).ok()?,
        small(local.month())?,
        small(local.day())?,
        small(local.hour())?,
        small(local.minute())?,
        small(local.second())?,
        0,
    )
    .ok()?;
    let by = |offset: Offset| Some(local.and_utc() - TimeDelta::seconds(i64::from(offset.seconds())));
    Some(match zone.to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => Instants::One(by(offset)?),
        AmbiguousOffset::Fold { before, after } => Instants::Twice(by(before)?, by(after)?),
        AmbiguousOffset::Gap { .. } => Instants::Skipped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::atlas::Sources;

    #[test]
    fn a_clock_that_is_changed_shows_a_time_twice_or_never() {
        let atlas = Atlas::read(&Sources::with_folder(None)).unwrap();
        let check = |airport: &str, local: &str, expected: Option<&[&str]>| {
            let local = NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap();
            let found = atlas.instants(airport, local).map(|instants| match instants {
                Instants::One(at) => vec![at],
                Instants::Twice(one, other) => vec![one, other],
                Instants::Skipped => Vec::new(),
            });
            let found = found.map(|f| f.iter().map(|at| at.format("%dT%H:%M").to_string()).collect::<Vec<_>>());
            assert_eq!(
                found.as_deref(),
                expected.map(|e| e.iter().map(ToString::to_string).collect::<Vec<_>>()).as_deref()
            );
        };
        check("AMS", "2026-03-29 01:59", Some(&["29T00:59"]));
        check("AMS", "2026-03-29 02:30", Some(&[]));
        check("AMS", "2026-03-29 03:00", Some(&["29T01:00"]));
        check("AMS", "2026-10-25 02:30", Some(&["25T00:30", "25T01:30"]));
        check("AMS", "2026-10-25 03:00", Some(&["25T02:00"]));
        check("EHAM", "2026-07-01 12:00", Some(&["01T10:00"]));
        check("HKG", "2026-08-14 00:23", Some(&["13T16:23"]));
        check("XXX", "2026-08-14 00:23", None);
        let noon = NaiveDateTime::parse_from_str("2026-08-14 12:00", "%Y-%m-%d %H:%M").unwrap();
        assert!(instants_in("Asia/Hong_Kong", noon).is_some() && instants_in("Hong Kong", noon).is_none());
        let late = NaiveDateTime::parse_from_str("2026-08-14 17:00", "%Y-%m-%d %H:%M").unwrap().and_utc();
        assert_eq!(date_in("Asia/Hong_Kong", late).map(|d| d.to_string()).as_deref(), Some("2026-08-15"));
        assert_eq!(date_in("Hong Kong", late), None);
    }
}

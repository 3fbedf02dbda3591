//! Whether a source has anything to tell us now: silence is only news where something would have been said. Judged by the
//! flights that are ridden and the airports a source speaks of.
//! Must not know: what a source said, who rides, the clock.

use super::merged::{Merged, Status};
use super::observation::{Event, Kind};
use super::place::Airport;
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};

/// A ridden leg as its times are known best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leg {
    pub from: Airport,
    pub to: Airport,
    pub out: DateTime<Utc>,
    pub into: DateTime<Utc>,
    /// It has come in or been cancelled: nothing more is waited for.
    pub over: bool,
}

/// How close the next ridden flight is that a source covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Cover {
    /// None in the next hours: a quiet source is not silent.
    #[default]
    Nothing,
    Ahead,
    /// About to leave, or under way.
    Near,
}

/// How a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Ok,
    Late,
    Silent,
    Off,
}

impl Leg {
    /// As planned where nobody has said otherwise.
    pub fn new(ends: (&Airport, &Airport), plan: (DateTime<Utc>, DateTime<Utc>), merged: Option<&Merged>) -> Self {
        let best = |event| {
            let time = |kind| merged?.times.get(&(kind, event)).map(|told| told.at);
            time(Kind::Actual).or_else(|| time(Kind::Estimated)).or_else(|| time(Kind::Scheduled))
        };
        Self {
            from: ends.0.clone(),
            to: ends.1.clone(),
            out: best(Event::Out).unwrap_or(plan.0),
            into: best(Event::In).unwrap_or(plan.1),
            over: merged.is_some_and(|m| matches!(m.status, Status::In | Status::Cancelled)),
        }
    }

    fn cover(&self, now: DateTime<Utc>) -> Cover {
        let hours = TimeDelta::hours;
        if self.over || now >= self.into.max(self.out) + hours(limits::COVERED_AFTER_DUE_H) {
            Cover::Nothing
        } else if now >= self.out - hours(limits::COVERED_NEAR_H) {
            Cover::Near
        } else if now >= self.out - hours(limits::COVERED_AHEAD_H) {
            Cover::Ahead
        } else {
            Cover::Nothing
        }
    }
}

/// The closest of the legs that touch one of these airports; no airport is every airport.
pub fn cover(airports: &[Airport], legs: &[Leg], now: DateTime<Utc>) -> Cover {
    let speaks_of = |leg: &&Leg| airports.is_empty() || airports.contains(&leg.from) || airports.contains(&leg.to);
    legs.iter().filter(speaks_of).map(|leg| leg.cover(now)).max().unwrap_or_default()
}

impl State {
    /// Of a source that is switched on and was last heard so long ago.
    pub fn of(age: TimeDelta, cover: Cover) -> Self {
        let silent = match cover {
            Cover::Nothing => return Self::Ok,
            Cover::Ahead => TimeDelta::minutes(limits::SILENT_FAR_MIN),
            Cover::Near => TimeDelta::minutes(limits::SILENT_NEAR_MIN),
        };
        if age >= silent {
            Self::Silent
        } else if age >= silent / 2 {
            Self::Late
        } else {
            Self::Ok
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Late => "late",
            Self::Silent => "silent",
            Self::Off => "off",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-11-26T{text}:00Z").parse().unwrap()
    }

    fn airport(code: &str) -> Airport {
        Airport::parse(code).unwrap()
    }

    #[test]
    fn a_source_is_waited_for_while_a_flight_it_covers_is_close_or_ahead() {
        let leg = |over| Leg { from: airport("GLA"), to: airport("LHR"), out: at("12:00"), into: at("13:20"), over };
        let check = |covers: &[&str], now: &str, expected: Cover| {
            let covers: Vec<Airport> = covers.iter().map(|code| airport(code)).collect();
            assert_eq!(cover(&covers, &[leg(false)], at(now)), expected, "{covers:?} {now}");
        };
        check(&["GLA"], "08:59", Cover::Ahead);
        check(&["LHR"], "09:00", Cover::Near);
        check(&[], "16:19", Cover::Near);
        check(&[], "16:20", Cover::Nothing);
        check(&["AMS"], "12:00", Cover::Nothing);
        assert_eq!(cover(&[], &[leg(true)], at("12:00")), Cover::Nothing, "it is in");
        assert_eq!(cover(&[], &[leg(true), leg(false)], at("12:00")), Cover::Near, "the closest counts");
        let tomorrow = Leg { out: at("23:00"), into: at("23:59"), ..leg(false) };
        assert_eq!(cover(&[], std::slice::from_ref(&tomorrow), at("10:59")), Cover::Nothing);
        assert_eq!(cover(&[], &[tomorrow], at("11:00")), Cover::Ahead);
    }

    #[test]
    fn silence_is_judged_by_what_is_covered() {
        let check = |seconds: i64, cover: Cover, expected: State| {
            assert_eq!(State::of(TimeDelta::seconds(seconds), cover), expected, "{seconds} {cover:?}");
        };
        check(449, Cover::Near, State::Ok);
        check(450, Cover::Near, State::Late);
        check(899, Cover::Near, State::Late);
        check(900, Cover::Near, State::Silent);
        check(1799, Cover::Ahead, State::Ok);
        check(1800, Cover::Ahead, State::Late);
        check(3600, Cover::Ahead, State::Silent);
        check(86_400, Cover::Nothing, State::Ok);
    }
}

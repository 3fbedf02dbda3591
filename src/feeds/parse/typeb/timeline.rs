//! The times of one leg in the order in which a flight goes through them: a time without a day is placed by the event
//! before it. And what a person has to be told of them: too far from the flight's day, in the future, out of order.
//! Must not know: what the telex says with a time.

use super::super::report::Report;
use super::elements::{Slot, Told};
use super::time::{Before, Calendar};
use crate::limits;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::BTreeMap;

pub struct Timeline {
    placed: BTreeMap<Slot, Before>,
}

/// What comes before each, the nearest first: a landing comes after a take-off, else after an off-block.
const AFTER: [(Slot, &[Slot]); 12] = [
    (Slot::Out, &[]),
    (Slot::EstimatedOut, &[]),
    (Slot::Off, &[Slot::Out]),
    (Slot::EstimatedOff, &[Slot::Out, Slot::EstimatedOut]),
    (Slot::Ramp, &[Slot::Out]),
    (Slot::ReturnedOn, &[Slot::Off, Slot::Out]),
    (Slot::ReturnedIn, &[Slot::ReturnedOn, Slot::Off, Slot::Out]),
    (Slot::Next, &[Slot::Ramp, Slot::ReturnedIn, Slot::ReturnedOn]),
    (Slot::On, LANDING_AFTER),
    (Slot::EstimatedOn, LANDING_AFTER),
    (Slot::In, &[Slot::On, Slot::Off, Slot::EstimatedOff, Slot::Out, Slot::EstimatedOut]),
    (Slot::EstimatedIn, &[Slot::On, Slot::EstimatedOn, Slot::Off, Slot::EstimatedOff, Slot::Out, Slot::EstimatedOut]),
];
const LANDING_AFTER: &[Slot] = &[Slot::Off, Slot::EstimatedOff, Slot::Out, Slot::EstimatedOut];
const HAPPENED: [Slot; 7] = [Slot::Out, Slot::Off, Slot::On, Slot::In, Slot::Ramp, Slot::ReturnedOn, Slot::ReturnedIn];

impl Timeline {
    pub fn of(times: &BTreeMap<Slot, Told>, calendar: &Calendar, report: &mut Report) -> Timeline {
        let mut placed: BTreeMap<Slot, Before> = BTreeMap::new();
        for (slot, after) in AFTER {
            let Some((written, line)) = times.get(&slot) else {
                continue;
            };
            let before = after.iter().find_map(|slot| placed.get(slot).copied());
            match calendar.time(*written, before) {
                Some(at) => {
                    if before.is_some_and(|before| at < before.at) {
                        report.note("times that are not in the order of a flight");
                    }
                    // A take-off placed by a dated off-block is as sure as that, and places the landing.
                    let dated = written.day.is_some() || before.is_some_and(|before| before.dated);
                    placed.insert(slot, Before { at, dated });
                }
                None => report.fault("expected a day that its month has", format!("line {line}")),
            }
        }
        Timeline { placed }
    }

    pub fn at(&self, slot: Slot) -> Option<DateTime<Utc>> {
        self.placed.get(&slot).map(|placed| placed.at)
    }

    /// Rule 5: what has happened more than 36 hours from its schedule is kept, and a person should look. The telex has
    /// no schedule, only its day.
    pub fn judge(&self, day: NaiveDate, calendar: &Calendar, report: &mut Report) {
        let far = TimeDelta::hours(limits::MOVED_FROM_DAY_HOURS);
        let begin = day.and_hms_opt(0, 0, 0).map(|at| at.and_utc());
        let skew = TimeDelta::from_std(limits::CLOCK_SKEW).unwrap_or_default();
        for at in HAPPENED.iter().filter_map(|slot| self.at(*slot)) {
            if begin.is_some_and(|begin| at < begin - far || at > begin + TimeDelta::days(1) + far) {
                report.note("a time lies more than 36 hours from the day of the flight: a person should look");
            }
            if at > calendar.reference() + skew {
                report.note("an actual time lies after the telex was sent, or received: its day may be wrong");
            }
        }
    }
}

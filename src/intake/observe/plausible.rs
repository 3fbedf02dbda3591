//! Whether what a source says is likely at all. A feed that breaks cancels everything it has; an airport that shuts does
//! so too, but then somebody knows. So what goes beyond a bound waits for a person, and nobody is told before.
//! Kept in memory by the node that hears the source. Must not know: the store, what happens to what waits.

use crate::domain::place::FlightKey;
use crate::domain::source::Source;
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// What each source has cancelled of late; clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Plausible(Arc<Mutex<HashMap<Source, Recent>>>);

#[derive(Debug, Default)]
struct Recent {
    cancelled: BTreeMap<FlightKey, Noted>,
    /// A person has said that it is so: until then everything of this source is taken.
    confirmed_until: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy)]
struct Noted {
    /// When the source says it knew, and when we heard it.
    at: DateTime<Utc>,
    received: DateTime<Utc>,
    ridden: bool,
    taken: bool,
}

/// One cancellation, as it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Cancels<'a> {
    pub flight: &'a FlightKey,
    /// Somebody rides it, under this number or another.
    pub ridden: bool,
    /// When the source says it knew: of a message that was sent as a whole its time, else the receipt.
    pub at: DateTime<Utc>,
    pub received: DateTime<Utc>,
}

impl Plausible {
    /// Notes that `source` cancels a flight; whether that is likely enough to be taken. `around` tells how many flights
    /// anybody rides on the days around. What was once found likely stays so when it is sent again.
    pub fn cancels(&self, source: &Source, said: Cancels<'_>, around: impl FnOnce() -> usize) -> bool {
        let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = sources.entry(source.clone()).or_default();
        let within = TimeDelta::minutes(limits::MASS_CANCELLATION_WITHIN_MIN);
        recent.cancelled.retain(|_, noted| noted.received > said.received - within);
        if recent.cancelled.get(said.flight).is_some_and(|noted| noted.taken) {
            return true;
        }
        let near =
            recent.cancelled.iter().filter(|(f, noted)| *f != said.flight && (noted.at - said.at).abs() < within);
        let (all, riders) = near.fold((1, usize::from(said.ridden)), |(all, riders), (_, noted)| {
            (all + 1, riders + usize::from(noted.ridden))
        });
        let share = || around() * limits::MASS_CANCELLATION_RIDDEN_PERCENT / 100;
        let few =
            riders <= limits::MASS_CANCELLATION_RIDDEN || riders <= share().min(limits::MASS_CANCELLATION_RIDDEN_MOST);
        let confirmed = recent.confirmed_until.is_some_and(|until| said.received < until);
        let taken = confirmed || (few && all <= limits::MASS_CANCELLATION_ALL);
        if recent.cancelled.len() <= 2 * limits::MASS_CANCELLATION_ALL {
            let noted = Noted { at: said.at, received: said.received, ridden: said.ridden, taken };
            recent.cancelled.insert(said.flight.clone(), noted);
        }
        taken
    }

    /// A person has looked: for the next hours its cancellations are taken.
    pub fn confirm(&self, source: &Source, now: DateTime<Utc>) {
        let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = sources.entry(source.clone()).or_default();
        recent.confirmed_until = Some(now + TimeDelta::hours(limits::MASS_CANCELLATION_CONFIRMED_H));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flight(number: usize) -> FlightKey {
        format!("BA{}/2026-11-23/LHR-JFK", number + 1).parse().unwrap()
    }

    fn at(min: i64) -> DateTime<Utc> {
        "2026-11-23T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(min)
    }

    /// Said and heard at these minutes, where so many flights are ridden.
    fn cancels(held: &Plausible, number: usize, ridden: bool, (said, heard): (i64, i64), around: usize) -> bool {
        let flight = flight(number);
        let said = Cancels { flight: &flight, ridden, at: at(said), received: at(heard) };
        held.cancels(&Source::feed("aidx").unwrap(), said, || around)
    }

    #[test]
    fn one_cancellation_more_than_is_likely_waits_until_a_person_has_looked() {
        let held = Plausible::default();
        let most = limits::MASS_CANCELLATION_RIDDEN;
        for number in 0..most {
            assert!(cancels(&held, number, true, (0, 0), 20));
            assert!(cancels(&held, number, true, (1, 1), 20), "the same again is no other one");
        }
        assert!(!cancels(&held, most, true, (2, 2), 20));
        assert!((0..most).all(|number| cancels(&held, number, true, (3, 3), 20)), "what was taken stays taken");
        assert!(cancels(&held, most + 1, true, (2, 2), 100), "of a hundred they are a bad hour");
        assert!(cancels(&held, most + 2, true, (30, 30), 20), "spread over time they are a bad day");
        held.confirm(&Source::feed("aidx").unwrap(), at(31));
        assert!((50..90).all(|number| cancels(&held, number, true, (32, 32), 20)));
    }

    #[test]
    fn a_day_that_is_sent_again_in_a_minute_is_still_a_day_and_a_large_deployment_has_a_bound() {
        let held = Plausible::default();
        let hour = |n: usize| i64::try_from(n).unwrap() * 20;
        assert!((0..40).rev().all(|n| cancels(&held, n, true, (hour(n), 0), 20)), "in whichever order");
        let held = Plausible::default();
        let taken = (0..200).filter(|n| cancels(&held, *n, true, (0, 0), 10_000)).count();
        assert_eq!(taken, limits::MASS_CANCELLATION_RIDDEN_MOST);
        let held = Plausible::default();
        let taken = (0..2 * limits::MASS_CANCELLATION_ALL).filter(|n| cancels(&held, *n, false, (0, 0), 0)).count();
        assert_eq!(taken, limits::MASS_CANCELLATION_ALL);
    }
}

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
    cancelled: BTreeMap<FlightKey, (DateTime<Utc>, bool)>,
    /// A person has said that it is so: until then everything of this source is taken.
    confirmed_until: Option<DateTime<Utc>>,
}

impl Plausible {
    /// Notes that `source` cancels a flight; whether that is likely enough to be taken.
    pub fn cancels(&self, source: &Source, flight: &FlightKey, ridden: bool, at: DateTime<Utc>) -> bool {
        let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let recent = sources.entry(source.clone()).or_default();
        let since = at - TimeDelta::minutes(limits::MASS_CANCELLATION_WITHIN_MIN);
        recent.cancelled.retain(|_, (when, _)| *when > since);
        if recent.cancelled.len() <= limits::MASS_CANCELLATION_ALL {
            recent.cancelled.insert(flight.clone(), (at, ridden));
        }
        let of_riders = recent.cancelled.values().filter(|(_, ridden)| *ridden).count();
        let likely =
            of_riders <= limits::MASS_CANCELLATION_RIDDEN && recent.cancelled.len() <= limits::MASS_CANCELLATION_ALL;
        likely || recent.confirmed_until.is_some_and(|until| at < until)
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

    #[test]
    fn one_cancellation_more_than_is_likely_waits_until_a_person_has_looked() {
        let (held, source) = (Plausible::default(), Source::feed("aidx").unwrap());
        let at = |min: i64| "2026-11-23T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(min);
        for number in 0..limits::MASS_CANCELLATION_RIDDEN {
            assert!(held.cancels(&source, &flight(number), true, at(0)));
            assert!(held.cancels(&source, &flight(number), true, at(1)), "the same again is no other one");
        }
        let over = flight(limits::MASS_CANCELLATION_RIDDEN);
        assert!(!held.cancels(&source, &over, true, at(2)));
        assert!(held.cancels(&Source::feed("typeb").unwrap(), &over, true, at(2)), "another source has its own");
        assert!(held.cancels(&source, &over, true, at(30)), "spread over time they are a bad day");
        let many = limits::MASS_CANCELLATION_ALL;
        let taken = (0..=many).filter(|n| held.cancels(&source, &flight(100 + n), false, at(60))).count();
        assert_eq!(taken, many);
        held.confirm(&source, at(61));
        assert!(held.cancels(&source, &flight(999), false, at(62)));
    }
}

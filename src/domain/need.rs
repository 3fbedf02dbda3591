//! How often a flight is worth asking for: never when nobody rides it or it is over, more often the nearer its next
//! event, and more often still while somebody's connection hangs on it. Asking costs money and other people's patience.
//! Must not know: sources, budgets, requests, the clock (the time is an argument).

use super::band::Band;
use super::merged::Status;
use super::place::FlightKey;
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};

/// A flight that a live movement rides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    pub key: FlightKey,
    /// As planned: services look flights up by these, however late they are.
    pub scheduled_out: DateTime<Utc>,
    pub scheduled_in: DateTime<Utc>,
    /// Best-known off-block and on-block.
    pub departs: DateTime<Utc>,
    pub arrives: DateTime<Utc>,
    /// The least margin of the connections that hang on this flight; `None` where there is none to speak of.
    pub margin_min: Option<i64>,
    pub state: Status,
}

impl Needed {
    /// How far away the nearest event is that has not happened, on either side of it: a flight that should have left an
    /// hour ago is as uncertain as one that leaves in an hour.
    fn distance(&self, now: DateTime<Utc>) -> TimeDelta {
        let to_in = (self.arrives - now).abs();
        match self.state {
            Status::Scheduled | Status::Returned | Status::Cancelled => to_in.min((self.departs - now).abs()),
            Status::Out | Status::Off | Status::On | Status::Diverted | Status::In => to_in,
        }
    }

    fn over(&self, now: DateTime<Utc>) -> bool {
        let end = match self.state {
            Status::In => self.arrives + TimeDelta::minutes(limits::NEED_AFTER_IN_MIN),
            Status::Cancelled => self.departs + TimeDelta::minutes(limits::NEED_AFTER_CANCELLED_MIN),
            _ => self.arrives.max(self.departs) + TimeDelta::hours(limits::NEED_AFTER_DUE_H),
        };
        now >= end
    }

    /// Why it is asked for as often as it is, in a few words for the plan.
    #[must_use]
    pub fn why(&self, now: DateTime<Utc>) -> String {
        let minutes = |at: DateTime<Utc>| (at - now).num_minutes();
        let next = match self.state {
            Status::Cancelled => "cancelled, and may be reinstated".to_owned(),
            Status::In => "in: stand and belt".to_owned(),
            Status::Scheduled | Status::Returned if minutes(self.departs) >= 0 => {
                format!("departs in {} min", minutes(self.departs))
            }
            Status::Scheduled | Status::Returned => format!("should have left {} min ago", -minutes(self.departs)),
            _ if minutes(self.arrives) >= 0 => format!("arrives in {} min", minutes(self.arrives)),
            _ => format!("should have arrived {} min ago", -minutes(self.arrives)),
        };
        match self.margin_min.filter(|m| Band::of(*m) > Band::Safe) {
            Some(margin) => format!("{next}, margin {margin} min"),
            None => next,
        }
    }
}

/// Seconds from one question about it to the next; `None` while it is too far ahead, and once it is over.
#[must_use]
pub fn every(now: DateTime<Utc>, needed: &Needed, fastest_s: u32, slowest_s: u32) -> Option<u32> {
    if needed.over(now) || needed.departs - now > TimeDelta::hours(limits::NEED_AHEAD_H) {
        return None;
    }
    let slowest_s = slowest_s.max(fastest_s);
    let share = needed.distance(now).num_seconds() / i64::from(limits::NEED_TIMES);
    let share = match needed.margin_min.map(Band::of) {
        Some(Band::Tight | Band::Broken) => share / 4,
        Some(Band::Watch) => share / 2,
        Some(Band::Safe) | None => share,
    };
    Some(u32::try_from(share).unwrap_or(slowest_s).clamp(fastest_s, slowest_s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(min: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_930_000_000, 0).unwrap() + TimeDelta::minutes(min)
    }

    /// Departs at minute 0, arrives ten hours later.
    fn needed(state: Status, margin_min: Option<i64>) -> Needed {
        Needed {
            key: "RJ261/2031-02-27/AMM-JFK".parse().unwrap(),
            scheduled_out: at(0),
            scheduled_in: at(600),
            departs: at(0),
            arrives: at(600),
            margin_min,
            state,
        }
    }

    #[test]
    fn a_flight_is_asked_for_as_often_as_it_matters() {
        use Status::{Cancelled, Diverted, In, Off, Out, Scheduled};
        for (now_min, state, margin_min, expected) in [
            (-3000, Scheduled, None, None),
            (-2880, Scheduled, None, Some(3600)),
            (-720, Scheduled, None, Some(1800)),
            (-720, Scheduled, Some(200), Some(1800)),
            (-720, Scheduled, Some(29), Some(900)),
            (-720, Scheduled, Some(14), Some(450)),
            (-720, Scheduled, Some(-20), Some(450)),
            (-60, Scheduled, None, Some(150)),
            (-10, Scheduled, None, Some(60)),
            // It should have left: nobody has said that it did.
            (20, Scheduled, None, Some(60)),
            (120, Scheduled, None, Some(300)),
            // In the air, and the arrival is far.
            (5, Out, None, Some(1487)),
            (480, Off, None, Some(300)),
            (595, Off, Some(5), Some(60)),
            (600, In, None, Some(60)),
            (629, In, None, Some(72)),
            (630, In, None, None),
            (700, Off, None, Some(250)),
            (960, Diverted, None, None),
            (-30, Cancelled, None, Some(75)),
            (59, Cancelled, None, Some(147)),
            (60, Cancelled, None, None),
        ] {
            let needed = needed(state, margin_min);
            assert_eq!(every(at(now_min), &needed, 60, 3600), expected, "{now_min} {state:?} {margin_min:?}");
        }
    }

    #[test]
    fn the_plan_says_why() {
        let why = |state, now, margin| needed(state, margin).why(at(now));
        assert_eq!(why(Status::Scheduled, -90, Some(12)), "departs in 90 min, margin 12 min");
        assert_eq!(why(Status::Scheduled, 5, Some(90)), "should have left 5 min ago");
        assert_eq!(why(Status::Off, 540, None), "arrives in 60 min");
    }

    const STATES: [Status; 8] = [
        Status::Scheduled,
        Status::Out,
        Status::Off,
        Status::On,
        Status::In,
        Status::Cancelled,
        Status::Diverted,
        Status::Returned,
    ];

    proptest! {
        #[test]
        fn nearer_is_never_slower(a in -4000i64..0, b in -4000i64..0, margin in proptest::option::of(-90i64..300)) {
            let (far, near) = (a.min(b), a.max(b));
            let flight = needed(Status::Scheduled, margin);
            let slow = |t| every(at(t), &flight, 60, 3600).unwrap_or(u32::MAX);
            prop_assert!(slow(near) <= slow(far));
            let flight = needed(Status::Off, margin);
            let slow = |t: i64| every(at(t + 600), &flight, 60, 3600).unwrap_or(u32::MAX);
            prop_assert!(slow(near) <= slow(far));
        }

        #[test]
        fn a_thin_margin_is_never_slower_and_the_bounds_hold(
            now in -4000i64..2000, state in 0usize..8, a in -90i64..300, b in -90i64..300, fastest in 1u32..4000, more in 0u32..9000,
        ) {
            let ask = |margin| every(at(now), &needed(STATES[state], margin), fastest, fastest + more);
            let (thin, wide) = (ask(Some(a.min(b))), ask(Some(a.max(b))));
            prop_assert_eq!(thin.is_none(), wide.is_none());
            prop_assert!(thin <= wide && wide <= ask(None));
            prop_assert!(thin.is_none_or(|s| (fastest..=fastest + more).contains(&s)));
        }
    }
}

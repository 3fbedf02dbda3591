//! What a source may be asked in a minute and in a day. The minute is a window that slides, not a bucket that refills:
//! a full bucket and its refill would spend nearly twice the minute's budget in one minute of the service's count.
//! Must not know: what is asked, where the day's count is kept, the clock (times are arguments; they are real).

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::VecDeque;

/// What was spent, as it is kept for whoever asks next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// The day in UTC that `today` counts.
    pub day: NaiveDate,
    pub today: u32,
    /// Within the minute before `at`.
    pub minute: u32,
    pub at: DateTime<Utc>,
}

/// What may still be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub minute: u32,
    pub day: u32,
}

#[derive(Debug, Clone)]
pub struct Budget {
    per_minute: u32,
    per_day: u32,
    minute: VecDeque<(DateTime<Utc>, u32)>,
    day: NaiveDate,
    today: u32,
}

impl Budget {
    #[must_use]
    pub fn new(per_minute: u32, per_day: u32) -> Self {
        Self { per_minute, per_day, minute: VecDeque::new(), day: NaiveDate::MIN, today: 0 }
    }

    /// Goes on from what another node spent, or this one before it was started again.
    pub fn go_on(&mut self, spent: Spent) {
        self.minute = VecDeque::from([(spent.at, spent.minute)]);
        (self.day, self.today) = (spent.day, spent.today);
    }

    /// The count of the day as it is kept; it never falls within a day.
    pub fn counted(&mut self, spent: Spent) {
        if self.day == spent.day {
            self.today = self.today.max(spent.today);
        }
    }

    /// Whether this may be spent now; it is counted if so.
    pub fn take(&mut self, cost: u32, now: DateTime<Utc>) -> bool {
        self.move_on(now);
        let left = self.left(now);
        // What costs more than a minute's budget takes a minute for itself.
        let minute = cost <= left.minute || left.minute == self.per_minute;
        if !minute || cost > left.day {
            return false;
        }
        self.minute.push_back((now, cost));
        self.today = self.today.saturating_add(cost);
        true
    }

    #[must_use]
    pub fn left(&self, now: DateTime<Utc>) -> Left {
        let today = if self.day == now.date_naive() { self.today } else { 0 };
        Left { minute: self.per_minute.saturating_sub(self.last_minute(now)), day: self.per_day.saturating_sub(today) }
    }

    #[must_use]
    pub fn spent(&self, now: DateTime<Utc>) -> Spent {
        let day = now.date_naive();
        let today = if self.day == day { self.today } else { 0 };
        Spent { day, today, minute: self.last_minute(now), at: now }
    }

    fn last_minute(&self, now: DateTime<Utc>) -> u32 {
        let since = now - TimeDelta::seconds(60);
        self.minute.iter().filter(|(at, _)| *at > since).map(|(_, cost)| cost).sum()
    }

    fn move_on(&mut self, now: DateTime<Utc>) {
        let since = now - TimeDelta::seconds(60);
        while self.minute.front().is_some_and(|(at, _)| *at <= since) {
            self.minute.pop_front();
        }
        // Also when a clock is set back: a count for another day says nothing of this one.
        if self.day != now.date_naive() {
            (self.day, self.today) = (now.date_naive(), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(s: i64) -> DateTime<Utc> {
        "2026-11-26T23:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(s)
    }

    #[test]
    fn a_minute_slides_and_a_day_ends_at_midnight() {
        let mut budget = Budget::new(2, 4);
        assert_eq!([0, 1, 30, 59].map(|s| budget.take(1, at(s))), [true, true, false, false]);
        assert_eq!([60, 61, 121, 3599].map(|s| budget.take(1, at(s))), [true, true, false, false], "four a day");
        assert_eq!(budget.left(at(3599)), Left { minute: 2, day: 0 });
        assert!(budget.take(1, at(3600)), "the next day");
        assert_eq!(budget.left(at(3600)), Left { minute: 1, day: 3 });
    }

    #[test]
    fn what_costs_more_than_a_minute_waits_for_an_empty_one() {
        let mut budget = Budget::new(2, 100);
        assert!(budget.take(1, at(0)) && !budget.take(4, at(10)) && budget.take(4, at(60)));
        assert!(!budget.take(1, at(119)) && budget.take(1, at(120)));
    }

    #[test]
    fn another_node_goes_on_from_what_was_spent() {
        let mut first = Budget::new(3, 5);
        assert!((0..3).all(|s| first.take(1, at(s))));
        let mut second = Budget::new(3, 5);
        second.go_on(first.spent(at(2)));
        assert_eq!([5, 62, 63, 64].map(|s| second.take(1, at(s))), [false, true, true, false], "five a day in all");
    }

    proptest! {
        #[test]
        fn no_minute_and_no_day_is_ever_overspent(steps in proptest::collection::vec((0i64..40, 1u32..4), 1..200)) {
            let mut budget = Budget::new(7, 90);
            let (mut now, mut taken) = (0, Vec::new());
            for (wait, cost) in steps {
                now += wait;
                if budget.take(cost, at(now)) {
                    taken.push((now, cost));
                }
            }
            for (end, _) in &taken {
                let minute: u32 = taken.iter().filter(|(t, _)| *t <= *end && *t > end - 60).map(|(_, c)| c).sum();
                prop_assert!(minute <= 7);
            }
            for day in 0..3 {
                let of = |t: i64| at(t).date_naive() == at(day * 86400).date_naive();
                prop_assert!(taken.iter().filter(|(t, _)| of(*t)).map(|(_, c)| c).sum::<u32>() <= 90);
            }
        }
    }
}

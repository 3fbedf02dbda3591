//! When each thing is asked of one source: what is due, most pressing first, within the budgets; how long it is left
//! alone after an answer that was none; and what that comes to in the next hour.
//! Must not know: sockets, what an answer says, the clock and chance (both are arguments; times are real).

use super::Ask;
use super::budget::{Budget, Left, Spent};
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::time::Duration;

/// What became of one question, by what it means for the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Answered, with news or without.
    Answered,
    /// Answered, and the store could not take it.
    NotTaken,
    /// The source does not know this flight: it is asked less and less often.
    Unknown,
    /// Answered, with the wish not to be asked this again for so long; other things may be.
    Later(Duration),
    /// The source asks to be left alone for so long.
    Wait(Duration),
    /// A person has to look at the key.
    Refused,
    /// Anything else: tried again after a growing wait of random length.
    Broken,
}

/// One line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub what: String,
    pub at: DateTime<Utc>,
    pub every_s: u32,
    pub why: String,
}

/// The next hour of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hour {
    /// Soonest first.
    pub asks: Vec<Planned>,
    /// What the hour takes of the budgets.
    pub cost: u32,
    pub left: Left,
    /// Until when nothing is asked, and why.
    pub pause: Option<(DateTime<Utc>, String)>,
}

#[derive(Debug, Clone)]
struct Entry {
    ask: Ask,
    asked: Option<DateTime<Utc>>,
    /// Due then, whatever its pace says.
    again: Option<DateTime<Utc>>,
    /// Not due before then, whatever else says so.
    not_before: Option<DateTime<Utc>>,
    /// How often in a row it was not known.
    unknown: u32,
    /// How often in a row it was not answered.
    failed: u32,
    running: bool,
}

/// One source's queue.
#[derive(Debug, Clone)]
pub struct Schedule {
    entries: BTreeMap<String, Entry>,
    budget: Budget,
    fastest_s: u32,
    /// All paces are this many times slower, or the day's budget would not last.
    stretch: f64,
    failures: u32,
    pause: Option<(DateTime<Utc>, String)>,
}

const NOT_TAKEN_S: i64 = 10;
const STRETCH_MAX: f64 = 1000.0;

impl Schedule {
    #[must_use]
    pub fn new(budget: Budget, fastest_s: u32) -> Self {
        Self { entries: BTreeMap::new(), budget, fastest_s, stretch: 1.0, failures: 0, pause: None }
    }

    pub fn go_on(&mut self, spent: Spent) {
        self.budget.go_on(spent);
    }

    #[must_use]
    pub fn spent(&self, now: DateTime<Utc>) -> Spent {
        self.budget.spent(now)
    }

    /// What the day's count came to where it is kept: somebody else may have asked too.
    pub fn counted(&mut self, spent: Spent) {
        self.budget.counted(spent);
    }

    /// Whether it is still asked for.
    #[must_use]
    pub fn holds(&self, what: &str) -> bool {
        self.entries.contains_key(what)
    }

    /// Takes a new plan; what was asked when is kept.
    pub fn replan(&mut self, asks: Vec<Ask>, now: DateTime<Utc>) {
        let mut held = std::mem::take(&mut self.entries);
        for ask in asks {
            let fresh =
                |ask| Entry { ask, asked: None, again: None, not_before: None, unknown: 0, failed: 0, running: false };
            let entry = match held.remove(&ask.what) {
                Some(entry) => Entry { ask, ..entry },
                None => fresh(ask),
            };
            self.entries.insert(entry.ask.what.clone(), entry);
        }
        // Pages to come, and what is on its way.
        let kept = held.into_iter().filter(|(_, e)| e.running || (e.ask.page > 1 && e.asked.is_none()));
        self.entries.extend(kept);
        self.stretch = self.stretch(now);
    }

    /// The rest of the day at the pace of now, against what is left of it.
    fn stretch(&self, now: DateTime<Utc>) -> f64 {
        let midnight = (now.date_naive() + TimeDelta::days(1)).and_time(chrono::NaiveTime::MIN).and_utc();
        let rest_s = f64::from(u32::try_from((midnight - now).num_seconds()).unwrap_or(0));
        let pace = |e: &Entry| f64::from(e.ask.cost) / f64::from(e.ask.every_s.max(1));
        let planned = self.entries.values().map(pace).sum::<f64>() * rest_s;
        (planned / f64::from(self.budget.left(now).day.max(1))).clamp(1.0, STRETCH_MAX)
    }

    /// What to ask now, at most `room`; it counts as spent and on its way.
    pub fn due(&mut self, now: DateTime<Utc>, room: usize) -> Vec<Ask> {
        if self.pause.as_ref().is_some_and(|(until, _)| *until > now) {
            return Vec::new();
        }
        self.pause = None;
        let running = self.entries.values().filter(|e| e.running).count();
        let room = room.min(limits::POLLS_PER_SOURCE.saturating_sub(running));
        let mut due: Vec<(u32, bool, u32, DateTime<Utc>, String)> = Vec::new();
        for (what, entry) in self.entries.iter().filter(|(_, e)| !e.running) {
            let at = self.at(entry, now);
            if at <= now {
                // One question that always fails must not stand before all others for ever.
                let waits = entry.again.is_none() && entry.ask.page == 1;
                due.push((entry.failed, waits, entry.ask.every_s, at, what.clone()));
            }
        }
        due.sort();
        let mut asks = Vec::new();
        for (.., what) in due.into_iter().take(room) {
            let Some(entry) = self.entries.get_mut(&what) else { continue };
            // The most pressing one waits for its budget; what is behind it does not overtake it for good.
            if !self.budget.take(entry.ask.cost, now) {
                break;
            }
            entry.running = true;
            asks.push(entry.ask.clone());
        }
        asks
    }

    /// When an entry is due by itself.
    fn at(&self, entry: &Entry, now: DateTime<Utc>) -> DateTime<Utc> {
        let slower = self.stretch * f64::from(1u32 << entry.unknown.min(3));
        let pace = TimeDelta::seconds((f64::from(entry.ask.every_s) * slower) as i64);
        let by_pace = entry.asked.map_or(now, |asked| asked + pace);
        let due = entry.again.map_or(by_pace, |again| again.min(by_pace));
        entry.not_before.map_or(due, |not_before| not_before.max(due))
    }

    /// Puts a thing first; the one that is most pressing if nothing of this name is needed. Never more often than the
    /// fastest pace: whoever gives hints can prove nothing, and must not spend the budget.
    pub fn hint(&mut self, what: Option<&str>, now: DateTime<Utc>) {
        let named = |e: &Entry| {
            what.is_some_and(|w| e.ask.what == w || e.ask.what.split('/').next() == Some(w) || e.ask.why.starts_with(w))
        };
        let pressing = || self.entries.values().min_by_key(|e| (e.ask.every_s, e.asked)).map(|e| e.ask.what.clone());
        let mut found: Vec<String> = self.entries.values().filter(|e| named(e)).map(|e| e.ask.what.clone()).collect();
        if found.is_empty() {
            found.extend(pressing());
        }
        let fastest = TimeDelta::seconds(i64::from(self.fastest_s));
        for what in found {
            if let Some(entry) = self.entries.get_mut(&what) {
                entry.again = Some(entry.asked.map_or(now, |asked| now.max(asked + fastest)));
            }
        }
    }

    /// `chance` is 0 to 1; `why` is shown while the source is left alone.
    pub fn answered(&mut self, what: &str, after: &After, why: &str, now: DateTime<Utc>, chance: f64) {
        let paused = |for_: Duration| TimeDelta::from_std(for_.min(limits::POLL_WAIT_MAX)).unwrap_or_default();
        let mut pause = None;
        if let Some(entry) = self.entries.get_mut(what) {
            entry.running = false;
            entry.failed = if *after == After::Broken { entry.failed.saturating_add(1) } else { 0 };
            if matches!(after, After::Answered | After::NotTaken | After::Unknown | After::Later(_)) {
                entry.asked = Some(now);
                entry.not_before = if let After::Later(wait) = after { Some(now + paused(*wait)) } else { None };
                entry.again = (*after == After::NotTaken).then(|| now + TimeDelta::seconds(NOT_TAKEN_S));
                entry.unknown = if *after == After::Unknown { entry.unknown.saturating_add(1) } else { 0 };
            }
        }
        match after {
            After::Answered | After::NotTaken | After::Unknown | After::Later(_) => self.failures = 0,
            // Some say 429 and a wait of none.
            After::Wait(asked) => pause = Some(paused((*asked).max(limits::POLL_RETRY_FIRST))),
            After::Refused => pause = Some(paused(limits::POLL_REFUSED_WAIT)),
            After::Broken => {
                self.failures = self.failures.saturating_add(1);
                // All of the wait is random: hubs that were cut off together must not come back together.
                let most = limits::POLL_RETRY_FIRST.saturating_mul(1 << (self.failures - 1).min(16));
                let wait = most.min(limits::POLL_RETRY_MAX).mul_f64(chance.clamp(0.0, 1.0));
                pause = Some(paused(wait.max(Duration::from_secs(1))));
            }
        }
        if let Some(pause) = pause {
            let until = now + pause;
            if self.pause.as_ref().is_none_or(|(held, _)| *held < until) {
                self.pause = Some((until, why.to_owned()));
            }
        }
        self.entries.retain(|_, e| e.ask.page == 1 || e.running || e.asked.is_none() || e.again.is_some());
    }

    /// A next page, asked once and soon.
    pub fn add(&mut self, page: Ask) {
        if page.page <= limits::POLL_PAGES_MAX {
            let entry =
                Entry { ask: page, asked: None, again: None, not_before: None, unknown: 0, failed: 0, running: false };
            self.entries.insert(entry.ask.what.clone(), entry);
        }
    }

    /// What the next hour comes to, as far as is known now.
    #[must_use]
    pub fn hour(&self, now: DateTime<Utc>) -> Hour {
        let end = now + TimeDelta::hours(1);
        let pause = self.pause.clone().filter(|(until, _)| *until > now);
        let free = pause.as_ref().map_or(now, |(until, _)| *until);
        let (mut asks, mut cost) = (Vec::new(), 0u32);
        for entry in self.entries.values() {
            let at = self.at(entry, now).max(free);
            if at >= end {
                continue;
            }
            let every_s = (f64::from(entry.ask.every_s) * self.stretch) as u32;
            let times = 1 + u32::try_from((end - at).num_seconds()).unwrap_or(0) / every_s.max(1);
            let times = if entry.ask.page > 1 { 1 } else { times };
            cost = cost.saturating_add(times.saturating_mul(entry.ask.cost));
            asks.push(Planned { what: entry.ask.what.clone(), at, every_s, why: entry.ask.why.clone() });
        }
        asks.sort_by(|a, b| (a.at, a.every_s, &a.what).cmp(&(b.at, b.every_s, &b.what)));
        asks.truncate(limits::PLAN_SHOWN_MAX);
        Hour { asks, cost, left: self.budget.left(now), pause }
    }
}

#[cfg(test)]
mod tests;

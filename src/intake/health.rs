//! How each source is doing: when it was last heard, what of it could be used, and whether it is silent where it should
//! speak. What was read is counted by the node that heard it; when it was heard, all nodes tell each other.
//! Silence is judged against the hub's clock and is never taken for "on time".
//! Must not know: sockets, who is told.

use super::observe::Report;
use super::switches::Switches;
use super::{Intake, IntakeError};
use crate::config::feeds::Feed;
use crate::domain::coverage::{self, Cover, Leg, State};
use crate::domain::place::Airport;
use crate::domain::source::Source;
use crate::ledger::{LedgerError, feed};
use crate::limits;
use crate::store::Store;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Clones are the same.
#[derive(Clone, Default)]
pub struct Health {
    /// The sources that are named, and the airports each speaks of.
    named: Arc<BTreeMap<Source, Vec<Airport>>>,
    switches: Switches,
    held: Arc<Mutex<Held>>,
}

#[derive(Default)]
struct Held {
    sources: BTreeMap<Source, Heard>,
    covers: BTreeMap<Source, Cover>,
    /// What a source covers that is not named: every airport.
    everywhere: Cover,
    /// When this node first looked: a source that was never heard is waited for from then on.
    since: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Default)]
struct Heard {
    at: Option<DateTime<Utc>>,
    /// When the other nodes were last told.
    told: Option<DateTime<Utc>>,
    messages: u64,
    accepted: u64,
    unchanged: u64,
    unmatched: u64,
    rejected: u64,
    last_error: Option<String>,
}

/// One source as the health page and the `fresh` frame show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHealth {
    pub source: Source,
    pub state: State,
    /// By whichever node heard it last.
    pub heard: Option<DateTime<Utc>>,
    pub messages: u64,
    pub accepted: u64,
    pub unchanged: u64,
    pub unmatched: u64,
    pub rejected: u64,
    pub last_error: Option<String>,
}

impl Health {
    pub fn new(feeds: &[Feed], switches: Switches) -> Self {
        let named = feeds.iter().map(|feed| (feed.name.clone(), feed.covers.clone())).collect();
        Self { named: Arc::new(named), switches, held: Arc::default() }
    }

    /// This node has heard a source.
    pub fn heard(&self, source: &Source, at: DateTime<Utc>, report: &Report) {
        let mut held = self.held();
        let heard = held.sources.entry(source.clone()).or_default();
        heard.at = heard.at.max(Some(at));
        heard.messages += 1;
        heard.accepted += report.accepted;
        heard.unchanged += report.unchanged;
        heard.unmatched += report.unmatched;
        heard.rejected += u64::try_from(report.rejected.len()).unwrap_or(u64::MAX);
        if let Some((at, reason)) = report.rejected.last() {
            heard.last_error = Some(format!("{reason} at {at}"));
        }
    }

    /// It was asked, and there was no answer that could be read. Silence goes on: only what is heard ends it.
    pub fn failed(&self, source: &Source, reason: &str) {
        self.held().sources.entry(source.clone()).or_default().last_error = Some(reason.to_owned());
    }

    /// Reads when another node last heard a source. Called by whoever follows the change feed.
    ///
    /// # Errors
    /// When the store is away; what is known stays.
    pub async fn take(&self, store: &Store, source: &Source) -> Result<(), LedgerError> {
        let kept = feed::hearing(store, source).await?;
        let mut held = self.held();
        let heard = held.sources.entry(source.clone()).or_default();
        heard.at = heard.at.max(kept.value);
        Ok(())
    }

    /// What each source covers now, by the legs that are ridden.
    pub fn cover(&self, legs: &[Leg], now: DateTime<Utc>) {
        let covers = self.named.iter().map(|(name, airports)| (name.clone(), coverage::cover(airports, legs, now)));
        let (covers, everywhere) = (covers.collect(), coverage::cover(&[], legs, now));
        let mut held = self.held();
        (held.covers, held.everywhere) = (covers, everywhere);
        held.since.get_or_insert(now);
    }

    /// Every source that is named, was heard, or is switched off.
    pub fn list(&self, now: DateTime<Utc>) -> Vec<SourceHealth> {
        let held = self.held();
        let mut all = held.sources.clone();
        for name in self.named.keys() {
            all.entry(name.clone()).or_default();
        }
        all.into_iter().map(|(source, heard)| self.health(&held, source, heard, now)).collect()
    }

    fn health(&self, held: &Held, source: Source, heard: Heard, now: DateTime<Utc>) -> SourceHealth {
        let cover = held.covers.get(&source).copied().unwrap_or(held.everywhere);
        let since = heard.at.or(held.since).unwrap_or(now);
        let state = if self.switches.is_on(&source) { State::of(now - since, cover) } else { State::Off };
        SourceHealth {
            source,
            state,
            heard: heard.at.map(|at| at.trunc_subsecs(0)),
            messages: heard.messages,
            accepted: heard.accepted,
            unchanged: heard.unchanged,
            unmatched: heard.unmatched,
            rejected: heard.rejected,
            last_error: heard.last_error,
        }
    }

    /// Whether the other nodes are to be told that a source was heard: from time to time, or each message would be
    /// another commit. Whoever asks tells them.
    fn is_to_be_told(&self, source: &Source, now: DateTime<Utc>) -> bool {
        let mut held = self.held();
        let heard = held.sources.entry(source.clone()).or_default();
        let due = heard.told.is_none_or(|told| now - told >= TimeDelta::seconds(limits::HEARD_TOLD_EVERY_S));
        if due {
            heard.told = Some(now);
        }
        due
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells the other nodes that a source was heard, when it is time to. Somebody else who is faster says the same. Where it
/// fails the message itself has been taken, and the next one tells.
pub async fn tell(intake: &Intake, health: &Health, source: &Source, now: DateTime<Utc>) {
    if let Err(error) = try_to_tell(intake, health, source, now).await {
        tracing::debug!(%error, "the other nodes were not told that a source was heard");
    }
}

async fn try_to_tell(intake: &Intake, health: &Health, source: &Source, now: DateTime<Utc>) -> Result<(), IntakeError> {
    if !health.is_to_be_told(source, now) {
        return Ok(());
    }
    intake.gate.pass()?;
    let store = intake.movements.store();
    let kept = feed::hearing(store, source).await?;
    if kept.value.is_none_or(|held| held < now) {
        store.commit(vec![feed::write_hearing(source, now, kept.version)?], None, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::feeds;

    const FEEDS: &str = "[[feed]]\nname = \"glasgow\"\nkind = \"acdm-json\"\ncovers = [\"GLA\"]\n\
                         [[feed]]\nname = \"hong-kong\"\nkind = \"hkia\"\ncovers = [\"HKG\"]\n";

    fn at(minute: i64) -> DateTime<Utc> {
        "2026-11-26T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::minutes(minute)
    }

    fn source(name: &str) -> Source {
        Source::feed(name).unwrap()
    }

    /// Leaves Glasgow at minute 60.
    fn leg() -> Leg {
        let airport = |code| Airport::parse(code).unwrap();
        Leg { from: airport("GLA"), to: airport("LHR"), out: at(60), into: at(140), over: false }
    }

    fn states(health: &Health, minute: i64) -> Vec<(String, &'static str)> {
        health.list(at(minute)).into_iter().map(|s| (s.source.to_string(), s.state.as_str())).collect()
    }

    #[test]
    fn each_source_is_waited_for_where_it_should_speak_and_a_quiet_night_is_not_silence() {
        let feeds = feeds::parse(FEEDS, "feeds.toml").unwrap();
        let health = Health::new(&feeds, Switches::new(&feeds));
        let check = |minute: i64, expected: &[(&str, &str)]| {
            let expected: Vec<(String, &str)> = expected.iter().map(|(n, s)| ((*n).to_owned(), *s)).collect();
            assert_eq!(states(&health, minute), expected, "{minute}");
        };
        health.cover(&[leg()], at(0));
        check(0, &[("glasgow", "ok"), ("hong-kong", "ok")]);
        check(8, &[("glasgow", "late"), ("hong-kong", "ok")]);
        check(15, &[("glasgow", "silent"), ("hong-kong", "ok")]);
        health.heard(&source("glasgow"), at(16), &Report::default());
        health.heard(&source("typeb"), at(16), &Report::default());
        check(20, &[("glasgow", "ok"), ("hong-kong", "ok"), ("typeb", "ok")]);
        check(31, &[("glasgow", "silent"), ("hong-kong", "ok"), ("typeb", "silent")]);
        health.cover(&[], at(31));
        check(31, &[("glasgow", "ok"), ("hong-kong", "ok"), ("typeb", "ok")]);
    }

    #[test]
    fn the_other_nodes_are_told_from_time_to_time() {
        let health = Health::default();
        let tell = |second: i64| health.is_to_be_told(&source("aidx"), at(0) + TimeDelta::seconds(second));
        assert_eq!([0, 1, 29, 30, 31, 60].map(tell), [true, false, false, true, false, true]);
    }
}

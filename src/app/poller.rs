//! The poller: asks the sources that are set up to be asked, for the flights somebody rides, from whichever node holds
//! the lease. Every node works out the plan, so that whoever takes over goes on and everybody can be shown it.
//! Must not know: what is worth asking and when (that is `need` and `plan`), formats, how an exchange goes.
//! The lease is advice; what must not be spent twice is counted in the store before it is spent.

mod exchange;

use super::App;
use crate::config::feeds::{Feed, Poll};
use crate::domain::feed::Kind;
use crate::domain::source::Source;
use crate::feeds::ask::budget::{Budget, Spent};
use crate::feeds::ask::plan::{After, Schedule};
use crate::feeds::ask::{self, Ask};
use crate::feeds::poll::{Line, Patience};
use crate::intake::asking::{SourcePlan, Who};
use crate::intake::needs;
use crate::ledger::hint::{self, Left};
use crate::ledger::spent;
use crate::limits;
use crate::store::Seq;
use chrono::{DateTime, TimeDelta, Utc};
use exchange::Done;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

/// The lease of whoever asks.
pub const POLL: &str = "poll";

/// Asks until told to stop; then what is on its way is dropped, and the lease given up so that another node goes on.
pub async fn polls(app: App, mut stop: watch::Receiver<bool>) {
    let mut poller = Poller::new(app.clone());
    if poller.lines.is_empty() {
        // The sender is gone only when the hub is.
        drop(stop.wait_for(|v| *v).await);
        return;
    }
    tokio::select! {
        () = poller.run() => {}
        _ = stop.wait_for(|v| *v) => {}
    }
    let holder = poller.holder;
    drop(poller);
    if !app.intake.gate.is_shut() {
        let given_up = app.intake.movements.store().lease(POLL, holder, Duration::ZERO, Utc::now());
        // If it cannot be given up it runs out.
        drop(tokio::time::timeout(limits::LEASE_GIVEN_UP_WITHIN, given_up).await);
    }
}

/// One source that is set up to be asked.
struct Asked {
    name: Source,
    kind: Kind,
    feed: Feed,
    poll: Poll,
    /// `None`: it is not asked, and `problem` says why.
    line: Option<Arc<Line>>,
    problem: Option<String>,
    schedule: Schedule,
    /// What was said last, so that the log says it once.
    trouble: Option<String>,
    /// The last hint of another node that was heard.
    heeded: Seq,
}

struct Poller {
    app: App,
    holder: Uuid,
    lines: Vec<Asked>,
    running: JoinSet<Done>,
    /// What each of them asks, for the one that never says.
    asking: HashMap<tokio::task::Id, (usize, String)>,
    who: Who,
    planned: Option<DateTime<Utc>>,
}

impl Poller {
    fn new(app: App) -> Self {
        let real = app.clock.is_real();
        let lines = app.intake.rules.feeds.iter().filter_map(|f| Asked::new(f, real)).collect();
        Self {
            app,
            holder: Uuid::new_v4(),
            lines,
            running: JoinSet::new(),
            asking: HashMap::new(),
            who: Who::Nobody,
            planned: None,
        }
    }

    async fn run(&mut self) {
        let mut second = tokio::time::interval(Duration::from_secs(1));
        second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = second.tick() => self.second().await,
                Some(done) = self.running.join_next_with_id() => match done {
                    Ok((id, done)) => {
                        self.asking.remove(&id);
                        self.done(done);
                    }
                    Err(error) => self.lost(error.id()),
                },
            }
        }
    }

    async fn second(&mut self) {
        if self.app.intake.gate.is_shut() {
            return;
        }
        // The lease, the budgets and the pace are other people's time, never a replayed one.
        let now = Utc::now();
        let store = self.app.intake.movements.store().clone();
        let who = match store.lease(POLL, self.holder, limits::POLL_LEASE, now).await {
            Ok(true) => Who::This,
            Ok(false) => Who::Another,
            Err(_) => Who::Nobody,
        };
        if who != self.who {
            tracing::info!(who = who.as_str(), "who asks the sources");
        }
        let takes_over = who == Who::This && self.who != Who::This;
        let stale = self.planned.is_none_or(|at| (now - at).abs() >= TimeDelta::seconds(limits::NEEDS_EVERY_S));
        self.who = who;
        if takes_over || (stale && who != Who::This) {
            self.read_spent().await;
        }
        if stale || takes_over {
            self.replan(now);
        }
        self.hints(now).await;
        if who == Who::This {
            self.ask(now).await;
        }
    }

    /// Those given here are heard here or passed on; those passed on by others are heard by the one that asks.
    async fn hints(&mut self, now: DateTime<Utc>) {
        let given = self.app.hints.taken().await;
        let store = self.app.intake.movements.store();
        match self.who {
            Who::This => {
                for hint in given {
                    if let Some(asked) = self.lines.iter_mut().find(|a| a.name == hint.source) {
                        asked.schedule.hint(hint.what.as_deref(), now);
                    }
                }
                let names: Vec<&str> = self.lines.iter().map(|a| a.name.as_str()).collect();
                let left = hint::left(store, &names).await.unwrap_or_default();
                for (asked, left) in self.lines.iter_mut().zip(left) {
                    asked.heed(left, now);
                }
            }
            Who::Another => {
                // One a source and second: whoever gives hints without end writes little.
                let last: BTreeMap<_, _> = given.into_iter().map(|h| (h.source, h.what)).collect();
                for (source, what) in last {
                    if self.lines.iter().any(|a| a.name == source)
                        && let Err(error) = hint::leave(store, source.as_str(), what, now).await
                    {
                        tracing::warn!(%source, %error, "a hint could not be passed on");
                    }
                }
            }
            Who::Nobody => {}
        }
    }

    async fn read_spent(&mut self) {
        let store = self.app.intake.movements.store();
        for asked in &mut self.lines {
            match spent::load(store, asked.name.as_str()).await {
                Ok(Some(s)) => {
                    asked.schedule.go_on(Spent { day: s.day, today: s.today, minute: s.minute, at: s.at });
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(source = %asked.name, %error, "what was asked today cannot be read"),
            }
        }
    }

    fn replan(&mut self, now: DateTime<Utc>) {
        let hub_now = self.app.clock.now();
        let needed = needs::needed(&self.app.intake, hub_now);
        for asked in self.lines.iter_mut().filter(|a| a.line.is_some()) {
            // Switched off it has nothing to ask, and goes on where it was when it is switched on.
            let asks = if self.app.intake.switches.is_on(&asked.name) {
                ask::asks(&asked.feed, &needed, hub_now, &self.app.intake.rules.atlas)
            } else {
                Vec::new()
            };
            asked.schedule.replan(asks, now);
            if let Some(line) = &asked.line {
                line.keep(|what| asked.schedule.holds(what));
            }
        }
        self.planned = Some(now);
        self.show(now);
    }

    fn show(&self, now: DateTime<Utc>) {
        let plan = self.lines.iter().map(|asked| SourcePlan {
            source: asked.name.to_string(),
            kind: asked.kind,
            per_minute: asked.poll.per_minute,
            per_day: asked.poll.per_day,
            problem: asked.problem.clone().or_else(|| {
                let off = !self.app.intake.switches.is_on(&asked.name);
                off.then(|| "switched off".to_owned())
            }),
            hour: asked.schedule.hour(now),
        });
        self.app.asking.planned(self.who, plan.collect());
    }

    async fn ask(&mut self, now: DateTime<Utc>) {
        let store = self.app.intake.movements.store();
        for (index, asked) in self.lines.iter_mut().enumerate() {
            let Some(line) = asked.line.clone() else { continue };
            let room = limits::POLLS_AT_ONCE.saturating_sub(self.running.len());
            let due = asked.schedule.due(now, room);
            if due.is_empty() {
                continue;
            }
            let (cost, minute) = (due.iter().map(|a| a.cost).sum(), asked.schedule.spent(now).minute);
            match spent::add(store, asked.name.as_str(), cost, minute, now).await {
                Ok(Some(s)) => {
                    asked.schedule.counted(Spent { day: s.day, today: s.today, minute: s.minute, at: s.at });
                }
                // What cannot be counted is not spent.
                Ok(None) | Err(_) => {
                    asked.put_back(&due, now);
                    continue;
                }
            }
            for ask in due {
                let what = ask.what.clone();
                let one = exchange::one(self.app.clone(), index, asked.feed.clone(), line.clone(), ask);
                self.asking.insert(self.running.spawn(one).id(), (index, what));
            }
        }
    }

    /// An exchange that panicked: what it asked must not count as on its way for ever.
    fn lost(&mut self, id: tokio::task::Id) {
        let Some((index, what)) = self.asking.remove(&id) else { return };
        let trouble = Some("reading its answer failed inside the hub".to_owned());
        self.done(Done { index, what, after: After::Broken, trouble, next: None });
    }

    fn done(&mut self, done: Done) {
        let now = Utc::now();
        let Some(asked) = self.lines.get_mut(done.index) else { return };
        let why = done.trouble.clone().unwrap_or_default();
        asked.schedule.answered(&done.what, &done.after, &why, now, chance());
        if let Some(page) = done.next {
            asked.schedule.add(page);
        }
        if asked.trouble != done.trouble {
            match &done.trouble {
                Some(reason) => tracing::warn!(source = %asked.name, reason, "a source cannot be asked"),
                None => tracing::info!(source = %asked.name, "a source answers again"),
            }
            asked.trouble = done.trouble;
        }
        self.show(now);
    }
}

impl Asked {
    fn new(feed: &Feed, real: bool) -> Option<Self> {
        let poll = feed.poll.clone()?;
        let replayed = (!real && !poll.private).then(|| "a replayed day means nothing to a real service".to_owned());
        let problem = ask::lacking(feed).or(replayed);
        let line = match problem {
            Some(problem) => Err(problem),
            None => Line::new(feed, Patience::default()),
        };
        if let Err(problem) = &line {
            tracing::warn!(source = %feed.name, problem, "a source is set up to be asked and cannot be");
        }
        let schedule = Schedule::new(Budget::new(poll.per_minute, poll.per_day), poll.fastest_s);
        let (line, problem) = match line {
            Ok(line) => (Some(Arc::new(line)), None),
            Err(problem) => (None, Some(problem)),
        };
        let (name, kind, feed) = (feed.name.clone(), feed.kind, feed.clone());
        Some(Self { name, kind, feed, poll, line, problem, schedule, trouble: None, heeded: Seq(0) })
    }

    /// A hint that another node left, once.
    fn heed(&mut self, left: Option<Left>, now: DateTime<Utc>) {
        let Some(left) = left.filter(|left| left.seq > self.heeded) else { return };
        self.heeded = left.seq;
        if now - left.at < TimeDelta::seconds(limits::HINT_OLD_S) {
            self.schedule.hint(left.what.as_deref(), now);
        }
    }

    fn put_back(&mut self, asks: &[Ask], now: DateTime<Utc>) {
        for ask in asks {
            self.schedule.answered(&ask.what, &After::NotTaken, "", now, 1.0);
        }
    }
}

/// A number from 0 to 1.
pub fn chance() -> f64 {
    let mut bytes = [0; 4];
    // Without randomness the whole wait is taken.
    if getrandom::fill(&mut bytes).is_err() {
        return 1.0;
    }
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

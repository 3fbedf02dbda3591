//! `onward feeds record`: asks one source as a hub would, within the same budgets and counted in the same place, and
//! writes what came to a file. It ends by itself: at its time, or at its size.
//! Must not know: what a message says.

use super::needed;
use crate::app::App;
use crate::app::poller::chance;
use crate::cli::replay;
use crate::config::feeds::Feed;
use crate::feeds::ask::budget::{Budget, Spent};
use crate::feeds::ask::plan::{After, Schedule};
use crate::feeds::ask::{self, Ask};
use crate::feeds::poll::{Answer, Line, Patience};
use crate::ledger::spent;
use crate::limits;
use anyhow::{Context, anyhow, bail};
use chrono::{DateTime, TimeDelta, Utc};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Duration;

pub async fn run(app: &App, feed: &Feed, to: &Path, time: TimeDelta, bytes_max: u64) -> anyhow::Result<()> {
    if let Some(lacks) = ask::lacking(feed) {
        bail!(lacks);
    }
    let poll = feed.poll.as_ref().ok_or_else(|| anyhow!("{} is not set up to be asked", feed.name))?;
    let feed = Feed { on: true, ..feed.clone() };
    let mut schedule = Schedule::new(Budget::new(poll.per_minute, poll.per_day), poll.fastest_s);
    if let Some(s) = spent::load(app.intake.movements.store(), feed.name.as_str()).await? {
        schedule.go_on(Spent { day: s.day, today: s.today, minute: s.minute, at: s.at });
    }
    let file = File::create_new(to).with_context(|| format!("making {}", to.display()))?;
    let line = Line::new(&feed, Patience::default()).map_err(anyhow::Error::msg)?;
    let mut recording = Recording {
        app,
        feed,
        line,
        schedule,
        out: BufWriter::new(file),
        bytes: 0,
        bytes_max,
        full: false,
        messages: 0,
    };
    let end = Utc::now() + time;
    let mut read: Option<DateTime<Utc>> = None;
    while Utc::now() < end && !recording.full {
        let now = Utc::now();
        if read.is_none_or(|at| now - at >= TimeDelta::seconds(limits::RECORD_NEEDS_EVERY_S)) {
            let asks = ask::asks(&recording.feed, &needed(app).await?, app.clock.now(), &app.intake.rules.atlas);
            if read.is_none() {
                eprintln!("{} things to ask {} for", asks.len(), recording.feed.name);
            }
            recording.schedule.replan(asks, now);
            read = Some(now);
        }
        for ask in recording.schedule.due(now, 1) {
            recording.one(ask).await?;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    recording.out.flush()?;
    eprintln!("{} messages, {} bytes in {}", recording.messages, recording.bytes, to.display());
    Ok(())
}

struct Recording<'a> {
    app: &'a App,
    feed: Feed,
    line: Line,
    schedule: Schedule,
    out: BufWriter<File>,
    bytes: u64,
    bytes_max: u64,
    full: bool,
    messages: u64,
}

impl Recording<'_> {
    async fn one(&mut self, ask: Ask) -> anyhow::Result<()> {
        let (now, store) = (Utc::now(), self.app.intake.movements.store());
        let minute = self.schedule.spent(now).minute;
        let counted = spent::add(store, self.feed.name.as_str(), ask.cost, minute, now).await?;
        if let Some(s) = counted {
            self.schedule.counted(Spent { day: s.day, today: s.today, minute: s.minute, at: s.at });
        }
        let answer = self.line.ask(&ask).await;
        let trouble = answer.trouble();
        if let Some(why) = &trouble {
            eprintln!("{}: {why}", ask.what);
        }
        let after = match answer {
            Answer::Fresh(fresh) => {
                let content_type = fresh.content_type.clone();
                self.write(&fresh.body, content_type)?;
                self.line.taken(&ask.what, &fresh);
                if let Some(next) = fresh.next {
                    self.schedule.add(ask.next(next));
                }
                After::Answered
            }
            Answer::NotModified => After::Answered,
            Answer::Unknown => After::Unknown,
            Answer::Wait(wait) => After::Wait(wait),
            Answer::Refused(why) => bail!("{}: {why}", self.feed.name),
            Answer::Broken(_) => After::Broken,
        };
        self.schedule.answered(&ask.what, &after, trouble.as_deref().unwrap_or_default(), Utc::now(), chance());
        Ok(())
    }

    /// A message that would make the file too large ends the recording: half a message is none.
    fn write(&mut self, body: &[u8], content_type: String) -> anyhow::Result<()> {
        let body = String::from_utf8_lossy(body).into_owned();
        let line = replay::Line { at: Utc::now(), source: self.feed.name.to_string(), content_type, body };
        let text = serde_json::to_string(&line)?;
        let size = u64::try_from(text.len()).unwrap_or(u64::MAX).saturating_add(1);
        if self.bytes.saturating_add(size) > self.bytes_max {
            self.full = true;
            return Ok(());
        }
        writeln!(self.out, "{text}")?;
        self.out.flush()?;
        self.bytes += size;
        self.messages += 1;
        Ok(())
    }
}

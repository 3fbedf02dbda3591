//! Drop folders: files that somebody else writes into a folder, each one message of its source, taken when they are whole
//! and moved away when they have been read. The lease is advice that saves work: several hubs may see one network
//! folder, and two that take the same file change the same things and move it once.
//! A file is moved after what it says has been committed: one that a stop or a crash leaves behind is read again, and
//! found to change nothing. Must not know: what a file says.

mod files;
mod waiting;

use super::App;
use crate::config::feeds::Feed;
use crate::intake::observe::{self, Message, Report};
use crate::intake::{IntakeError, health};
use crate::limits;
use chrono::{DateTime, TimeDelta, Utc};
use files::{Folder, Found, Place};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::watch;
use uuid::Uuid;
use waiting::{Verdict, Waiting};

/// Takes what is dropped for a source until told to stop, and then gives the lease up.
pub async fn takes(app: App, feed: Feed, folder: PathBuf, mut stop: watch::Receiver<bool>) {
    let lease = format!("drop/{}", feed.name);
    let mut taker = Taker {
        app,
        feed,
        folder: Arc::new(Folder::new(folder)),
        lease,
        holder: Uuid::new_v4(),
        waiting: Waiting::default(),
        swept: None,
        told: None,
    };
    tokio::select! {
        () = taker.looks() => {}
        // A folder that hangs is left: the thread that asks it ends with the process.
        _ = stop.wait_for(|v| *v) => {}
    }
    if taker.app.intake.gate.is_shut() {
        return;
    }
    // If it cannot be given up it runs out.
    drop(tokio::time::timeout(limits::LEASE_GIVEN_UP_WITHIN, taker.hold(Duration::ZERO)).await);
}

struct Taker {
    app: App,
    feed: Feed,
    folder: Arc<Folder>,
    lease: String,
    holder: Uuid,
    waiting: Waiting,
    swept: Option<Instant>,
    /// What was said to be wrong, until it is not any more.
    told: Option<String>,
}

/// What may be in the way.
enum Trouble {
    /// The store takes nothing now; everything waits where it is.
    Later,
    /// Somebody has to look: in words that name no file and no path.
    Said(String),
}

impl Trouble {
    fn of(what: &str, error: &io::Error) -> Self {
        Trouble::Said(format!("{what}: {}", error.kind()))
    }
}

impl Taker {
    async fn looks(&mut self) {
        let mut every = tokio::time::interval(limits::DROP_LOOK_EVERY);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            if !self.app.intake.switches.is_on(&self.feed.name) || self.app.intake.gate.is_shut() {
                continue;
            }
            match self.hold(limits::DROP_LEASE).await {
                Some(true) => match self.look().await {
                    Ok(()) => self.tell(None),
                    Err(Trouble::Later) => {}
                    Err(Trouble::Said(words)) => self.tell(Some(words)),
                },
                Some(false) => self.waiting.forget(),
                None => {}
            }
        }
    }

    /// Whether this hub looks into the folder; `None` while the store does not say.
    async fn hold(&self, ttl: Duration) -> Option<bool> {
        self.app.intake.movements.store().lease(&self.lease, self.holder, ttl, Utc::now()).await.ok()
    }

    /// Takes what is whole. One file that cannot be taken is in no other's way.
    async fn look(&mut self) -> Result<(), Trouble> {
        let found = self.files(|folder| folder.list()).await;
        let found = found.map_err(|e| Trouble::of("the drop folder cannot be used", &e))?;
        let mut trouble = None;
        for file in self.waiting.still(found, Instant::now()) {
            if self.hold(limits::DROP_LEASE).await != Some(true) {
                return Err(Trouble::Later);
            }
            match self.take(&file).await {
                Err(Trouble::Said(words)) => {
                    self.waiting.failed(&file.name);
                    trouble.get_or_insert(Trouble::Said(words));
                }
                done => done?,
            }
        }
        self.sweep().await?;
        trouble.map_or(Ok(()), Err)
    }

    async fn take(&mut self, file: &Found) -> Result<(), Trouble> {
        let verdict = match self.waiting.verdict(&file.name) {
            Some(verdict) => verdict,
            None => match self.judge(file).await? {
                Some(verdict) => verdict,
                None => return Ok(()),
            },
        };
        // Should the move fail, it is the move that is tried again, and not the message.
        self.waiting.decide(&file.name, verdict.clone());
        let (place, why) = match verdict {
            Verdict::Taken(why) => (Place::Read, why),
            Verdict::Refused(why) => (Place::Refused, Some(why)),
        };
        let file = file.clone();
        let moved = self.files(move |folder| folder.put_away(&file, place, why.as_deref())).await;
        moved.map_err(|e| Trouble::of("a file of the drop folder cannot be moved", &e))
    }

    /// Hands a file to the intake; `None` if it changes still.
    async fn judge(&self, file: &Found) -> Result<Option<Verdict>, Trouble> {
        let now = self.app.clock.now();
        let received = match unfit(file) {
            Some(why) => Err(why),
            // In a replayed day the times of files mean nothing.
            None if !self.app.clock.is_real() => Ok(now),
            None => received(file.changed, now),
        };
        let report = match received {
            Err(why) => Report { rejected: vec![("file".to_owned(), why)], ..Report::default() },
            Ok(received) => {
                let asked = file.clone();
                let body = self.files(move |folder| folder.read(&asked)).await;
                let body = body.map_err(|e| Trouble::of("a file of the drop folder cannot be read", &e))?;
                let Some(body) = body else { return Ok(None) };
                self.observe(&body, received).await?
            }
        };
        self.app.health.heard(&self.feed.name, now, &report);
        health::tell(&self.app.intake, &self.app.health, &self.feed.name, now).await;
        Ok(Some(verdict(&report)))
    }

    async fn observe(&self, body: &[u8], received: DateTime<Utc>) -> Result<Report, Trouble> {
        let (source, airport) = (&self.feed.name, self.feed.airport.as_ref());
        let message = Message { source, kind: self.feed.kind, airport, body, received };
        observe::observe(&self.app.intake, &message).await.map_err(|error| match error {
            IntakeError::Later(_) => Trouble::Later,
            IntakeError::Broken(error) => {
                tracing::error!(%error, source = %self.feed.name, "a record cannot be read");
                Trouble::Said("a record of the store cannot be read".to_owned())
            }
        })
    }

    async fn sweep(&mut self) -> Result<(), Trouble> {
        if self.swept.is_some_and(|at| at.elapsed() < limits::DROP_SWEEP_EVERY) {
            return Ok(());
        }
        self.swept = Some(Instant::now());
        let swept = self.files(|folder| folder.sweep(SystemTime::now())).await;
        swept.map(drop).map_err(|e| Trouble::of("old files of the drop folder cannot be removed", &e))
    }

    /// Asks the file system on a thread that may wait for it.
    async fn files<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || ask(&folder)).await.unwrap_or_else(|e| Err(io::Error::other(e)))
    }

    /// Once when it begins, once when it is over: the folder is looked at again every two seconds.
    fn tell(&mut self, wrong: Option<String>) {
        if wrong == self.told {
            return;
        }
        match &wrong {
            Some(wrong) => {
                self.app.health.failed(&self.feed.name, wrong);
                tracing::warn!(source = %self.feed.name, wrong, "what is dropped is not taken");
            }
            None => tracing::info!(source = %self.feed.name, "what is dropped is taken again"),
        }
        self.told = wrong;
    }
}

/// Why a file is not even opened.
fn unfit(file: &Found) -> Option<String> {
    let most = limits::FEED_BODY_BYTES_MAX;
    if file.size_bytes == 0 {
        return Some("it is empty".to_owned());
    }
    let large = usize::try_from(file.size_bytes).map_or(true, |size| size > most);
    large.then(|| format!("it is larger than {most} bytes"))
}

/// When a file came: when it was written, for it may have lain here while no hub ran, and a telex that says "the 3rd" means
/// the month in which it was sent. A time that is none, because the sender has no clock or one that runs ahead, is now.
/// A file that is old is refused: taken as of now, a telex of the spring would cancel today's flight.
fn received(changed: SystemTime, now: DateTime<Utc>) -> Result<DateTime<Utc>, String> {
    let since = changed.duration_since(SystemTime::UNIX_EPOCH).ok();
    let written =
        since.and_then(|since| DateTime::from_timestamp(i64::try_from(since.as_secs()).ok()?, since.subsec_nanos()));
    match written.filter(|at| at.timestamp() >= NO_CLOCK_BEFORE_S) {
        Some(at) if at <= now && now - at > TimeDelta::days(limits::DROP_OLD_DAYS) => Err(format!(
            "it was written more than {} days ago; give it a new time if it is to be read",
            limits::DROP_OLD_DAYS
        )),
        Some(at) => Ok(at.min(now)),
        None => Ok(now),
    }
}

/// 2000-01-01: a clock that was never set begins in 1970 or 1980.
const NO_CLOCK_BEFORE_S: i64 = 946_684_800;

fn verdict(report: &Report) -> Verdict {
    if report.rejected.is_empty() {
        return Verdict::Taken(None);
    }
    let refused = report.accepted + report.unchanged + report.unmatched == 0;
    let head = if refused {
        "Nothing of this file was taken. To have it read again, put it back into the folder above this one."
    } else {
        "A part of this file was not taken:"
    };
    let faults = report.rejected.iter().map(|(at, reason)| format!("{at}: {reason}\n"));
    let why = format!("{head}\n{}", faults.collect::<String>());
    if refused { Verdict::Refused(why) } else { Verdict::Taken(Some(why)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_came_when_it_was_written_unless_that_time_is_none_or_old() {
        let now: DateTime<Utc> = "2026-11-26T12:00:00Z".parse().unwrap();
        let check = |written: &str, expected: Result<&str, ()>| {
            let at: DateTime<Utc> = written.parse().unwrap();
            let found = received(at.into(), now).map(|at| at.to_rfc3339()).map_err(|_| ());
            assert_eq!(found, expected.map(|e| e.replace('Z', "+00:00")), "{written}");
        };
        check("2026-11-26T11:59:00Z", Ok("2026-11-26T11:59:00Z"));
        check("2026-11-12T12:00:00Z", Ok("2026-11-12T12:00:00Z"));
        check("2026-11-12T11:59:59Z", Err(()));
        check("2001-01-01T00:00:00Z", Err(()));
        check("2026-11-26T12:00:01Z", Ok("2026-11-26T12:00:00Z"));
        check("2036-01-01T00:00:00Z", Ok("2026-11-26T12:00:00Z"));
        check("1980-01-01T00:00:00Z", Ok("2026-11-26T12:00:00Z"));
        check("1970-01-01T00:00:00Z", Ok("2026-11-26T12:00:00Z"));
        check("1901-01-01T00:00:00Z", Ok("2026-11-26T12:00:00Z"));
        // A time that no calendar has, as a broken file system says it.
        if let Some(never) = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(1 << 60)) {
            assert_eq!(received(never, now), Ok(now));
        }
    }

    #[test]
    fn a_file_is_refused_when_nothing_of_it_was_taken() {
        let rejected = vec![("line 3".to_owned(), "expected an airport".to_owned())];
        let report = |accepted, unmatched, rejected: &[(String, String)]| Report {
            accepted,
            unmatched,
            rejected: rejected.to_vec(),
            ..Report::default()
        };
        assert_eq!(verdict(&report(1, 0, &[])), Verdict::Taken(None));
        assert_eq!(verdict(&report(0, 0, &[])), Verdict::Taken(None), "only noted, as a telex of another kind");
        let part = Verdict::Taken(Some("A part of this file was not taken:\nline 3: expected an airport\n".into()));
        assert_eq!(verdict(&report(0, 1, &rejected)), part);
        let Verdict::Refused(why) = verdict(&report(0, 0, &rejected)) else { panic!("it is not refused") };
        assert!(why.ends_with("\nline 3: expected an airport\n"), "{why}");
    }

    #[test]
    fn what_is_empty_or_too_large_is_not_opened() {
        let most = u64::try_from(limits::FEED_BODY_BYTES_MAX).unwrap();
        for (size_bytes, fits) in [(0, false), (1, true), (most, true), (most + 1, false), (u64::MAX, false)] {
            let file = Found { name: "a".into(), size_bytes, changed: SystemTime::UNIX_EPOCH };
            assert_eq!(unfit(&file).is_none(), fits, "{size_bytes}");
        }
    }
}

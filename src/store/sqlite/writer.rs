//! The one thread that writes: takes what is waiting, does it in one transaction, and answers only when that is
//! durable. Inside the transaction each job has a savepoint, so one that is refused does not undo its neighbours.
//! Must not know: what the jobs mean; they are `writing`'s.

use super::schema::{empty_log, error};
use super::{copying, writing};
use crate::limits::GROUP_COMMIT_MAX;
use crate::store::copy::Import;
use crate::store::{Change, ClockMark, Once, Outcome, Seq, StoreError, Write};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;

pub(super) type Reply<T> = oneshot::Sender<Result<T, StoreError>>;

pub(super) enum Job {
    Commit { writes: Vec<Write>, once: Option<Once>, at: DateTime<Utc>, reply: Reply<Outcome> },
    Lease { name: String, holder: Uuid, until: DateTime<Utc>, now: DateTime<Utc>, reply: Reply<bool> },
    Sweep { now: DateTime<Utc>, reply: Reply<usize> },
    Mark { clock: ClockMark, reply: Reply<ClockMark> },
    Bookmark { name: String, seq: Seq, reply: Reply<()> },
    Import { step: Import, reply: Reply<()> },
    Moved { to: Option<String>, reply: Reply<()> },
    Close { reply: Reply<()> },
}

/// An answer that waits for the transaction to be durable, or to have failed.
type Answer = Box<dyn FnOnce(Result<(), StoreError>)>;

pub(super) struct Writer {
    pub connection: Connection,
    pub jobs: mpsc::Receiver<Job>,
    pub wake: Arc<watch::Sender<Seq>>,
    /// Removed bytes are still in the log; also looked at by the poll.
    pub log_owed: Arc<AtomicBool>,
}

impl Writer {
    /// Until every handle is dropped, or one of them closes the store. What was accepted by then is still written.
    pub(super) fn run(mut self) {
        let mut closing = Vec::new();
        let mut jobs = Vec::with_capacity(GROUP_COMMIT_MAX);
        while self.jobs.blocking_recv_many(&mut jobs, GROUP_COMMIT_MAX) > 0 {
            let mut group = Vec::with_capacity(jobs.len());
            for job in jobs.drain(..) {
                match job {
                    Job::Close { reply } => {
                        self.jobs.close();
                        closing.push(reply);
                    }
                    job => group.push(job),
                }
            }
            self.commit(group);
        }
        empty_log(&self.connection);
        let closed = self.connection.close().map_err(|(_, e)| error(e));
        for reply in closing {
            let _ = reply.send(closed.clone());
        }
    }

    fn commit(&mut self, group: Vec<Job>) {
        if group.is_empty() {
            return;
        }
        let mut answers = Vec::with_capacity(group.len());
        let mut last = None;
        let mut removes = false;
        // Immediate: the sequence is read and written here, and another process may write too.
        let mut done = self.connection.execute_batch("BEGIN IMMEDIATE").map_err(error);
        for job in group {
            removes |= removes_something(&job);
            let (answer, committed) = match &done {
                Ok(()) => perform(&self.connection, job),
                // The file does not let us begin; everybody is told so below.
                Err(_) => (refusal(job), None),
            };
            last = committed.or(last);
            answers.push(answer);
        }
        if done.is_ok() {
            done = self.connection.execute_batch("COMMIT").map_err(error);
        }
        if done.is_err() && !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        if done.is_ok() {
            self.announce(last);
            if removes {
                // Before the answer: "destroyed" should be true when it is said, unless a reader stands in the way.
                let emptied = empty_log(&self.connection);
                self.log_owed.store(!emptied, Ordering::Release);
            }
        }
        for answer in answers {
            answer(done.clone());
        }
    }

    fn announce(&self, last: Option<Seq>) {
        if let Some(seq) = last {
            self.wake.send_if_modified(|held| std::mem::replace(held, seq.max(*held)) < seq);
        }
    }
}

fn removes_something(job: &Job) -> bool {
    match job {
        Job::Commit { writes, .. } => writes.iter().any(|w| w.change == Change::Remove),
        // What a broken-off import left is removed at the next beginning, and replaced on the way.
        Job::Import { .. } => true,
        _ => false,
    }
}

/// Does one job in its own savepoint. Also tells its place in the sequence, if it took one.
fn perform(connection: &Connection, job: Job) -> (Answer, Option<Seq>) {
    match job {
        Job::Commit { writes, once, at, reply } => {
            let outcome = apart(
                connection,
                |c| writing::commit(c, &writes, once.as_ref(), at),
                |outcome| matches!(outcome, Outcome::Committed(_)),
            );
            let seq = match &outcome {
                Ok(Outcome::Committed(seq)) => Some(*seq),
                _ => None,
            };
            (answer(reply, outcome), seq)
        }
        Job::Lease { name, holder, until, now, reply } => {
            let taken = apart(connection, |c| writing::lease(c, &name, holder, until, now), |_| true);
            (answer(reply, taken), None)
        }
        Job::Sweep { now, reply } => (answer(reply, apart(connection, |c| writing::sweep(c, now), |_| true)), None),
        Job::Mark { clock, reply } => (answer(reply, apart(connection, |c| writing::mark(c, clock), |_| true)), None),
        Job::Bookmark { name, seq, reply } => {
            let set = apart(connection, |c| writing::set_bookmark(c, &name, seq), |()| true);
            (answer(reply, set), None)
        }
        Job::Import { step, reply } => {
            (answer(reply, apart(connection, |c| copying::import(c, &step), |()| true)), None)
        }
        Job::Moved { to, reply } => {
            (answer(reply, apart(connection, |c| copying::set_moved(c, to.as_deref()), |()| true)), None)
        }
        Job::Close { reply } => (answer(reply, Ok(())), None),
    }
}

/// Runs `act` so that it can be undone alone, and undoes it unless `keep` likes what came out.
fn apart<T>(
    connection: &Connection,
    act: impl FnOnce(&Connection) -> Result<T, StoreError>,
    keep: impl FnOnce(&T) -> bool,
) -> Result<T, StoreError> {
    let step = |sql: &str| connection.prepare_cached(sql).and_then(|mut s| s.execute([])).map_err(error);
    step("SAVEPOINT job")?;
    let result = act(connection);
    if !result.as_ref().is_ok_and(keep) {
        // Fails if SQLite gave up the whole transaction (a full disk): then COMMIT fails too and all are told.
        step("ROLLBACK TO job")?;
    }
    step("RELEASE job")?;
    result
}

fn answer<T: 'static>(reply: Reply<T>, result: Result<T, StoreError>) -> Answer {
    Box::new(move |durable| {
        // Nobody listens any more if the caller was dropped; what was committed stays committed.
        let _ = reply.send(durable.and(result));
    })
}

fn refusal(job: Job) -> Answer {
    fn with<T: 'static>(reply: Reply<T>) -> Answer {
        answer(reply, Err(StoreError::Away("the transaction did not begin".into())))
    }
    match job {
        Job::Commit { reply, .. } => with(reply),
        Job::Lease { reply, .. } => with(reply),
        Job::Sweep { reply, .. } => with(reply),
        Job::Mark { reply, .. } => with(reply),
        Job::Bookmark { reply, .. } => with(reply),
        Job::Import { reply, .. } => with(reply),
        Job::Moved { reply, .. } => with(reply),
        Job::Close { reply } => with(reply),
    }
}

//! The store in one SQLite file: one thread writes, a few connections read, one thread looks for what other
//! processes wrote. Answers come only after `COMMIT` with `synchronous=FULL`.
//! Must not know: what keys and records mean.

mod copying;
#[cfg(test)]
mod crash;
mod pool;
mod reading;
mod schema;
#[cfg(test)]
mod tests;
mod writer;
mod writing;

use super::copy::{About, Import, Page, Shut};
use super::{Changed, ClockMark, Held, Key, Once, Opening, Outcome, Record, Seq, StoreError, Tail, Version, Write};
use crate::limits;
use chrono::{DateTime, Utc};
use pool::Pool;
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot, watch};
use uuid::Uuid;
use writer::{Job, Reply, Writer};

/// A handle; clones share the file, the threads and the queue.
#[derive(Clone)]
pub struct Sqlite(Arc<Shared>);

struct Shared {
    jobs: mpsc::Sender<Job>,
    readers: Pool,
    wake: Arc<watch::Sender<Seq>>,
    threads: Mutex<Threads>,
}

struct Threads {
    handles: Vec<JoinHandle<()>>,
    /// Dropped to end the poll.
    poll: Option<SyncSender<()>>,
}

impl Sqlite {
    pub(super) async fn open(path: PathBuf, opening: Opening) -> Result<Self, StoreError> {
        blocking(move || Self::open_now(path, opening)).await
    }

    fn open_now(path: PathBuf, opening: Opening) -> Result<Self, StoreError> {
        match opening {
            Opening::Existing => schema::require_file(&path)?,
            Opening::MakeIfEmpty(_) => schema::make_file(&path)?,
        }
        let mut connection = schema::connect(&path)?;
        schema::prepare(&mut connection, opening)?;
        // A process that was killed between a removal and the emptying of the log left it to us.
        let log_owed = Arc::new(AtomicBool::new(!schema::empty_log(&connection)));
        let wake = Arc::new(watch::Sender::new(reading::number(&connection, "seq")?));
        let polling = schema::connect(&path)?;
        let (jobs, waiting) = mpsc::channel(limits::COMMIT_QUEUE);
        let (poll, ended) = sync_channel(1);
        let writer = Writer { connection, jobs: waiting, wake: wake.clone(), log_owed: log_owed.clone() };
        let announce = wake.clone();
        let handles = vec![
            thread("store-writer", move || writer.run())?,
            thread("store-poll", move || {
                while ended.recv_timeout(limits::STORE_POLL) == Err(RecvTimeoutError::Timeout) {
                    look_round(&polling, &announce, &log_owed);
                }
            })?,
        ];
        let threads = Mutex::new(Threads { handles, poll: Some(poll) });
        Ok(Self(Arc::new(Shared { jobs, readers: Pool::new(path), wake, threads })))
    }

    pub(super) async fn commit(
        &self,
        writes: Vec<Write>,
        once: Option<Once>,
        at: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        self.ask(|reply| Job::Commit { writes, once, at, reply }).await
    }

    pub(super) async fn read_many(&self, keys: Vec<Key>) -> Result<Vec<Held>, StoreError> {
        self.0.readers.read(move |c| reading::many(c, &keys)).await
    }

    pub(super) async fn read_tail(&self, key: Key, generation: Seq, kept: usize) -> Result<Tail, StoreError> {
        self.0.readers.read(move |c| reading::tail(c, &key, generation, kept)).await
    }

    pub(super) async fn list(
        &self,
        prefix: String,
        after: Option<Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Version, Seq)>, StoreError> {
        self.0.readers.read(move |c| reading::list(c, &prefix, after.as_ref(), limit)).await
    }

    pub(super) async fn changed(&self, after: Seq, limit: usize) -> Result<Changed, StoreError> {
        self.0.readers.read(move |c| reading::changed(c, after, limit)).await
    }

    pub(super) async fn seq(&self) -> Result<Seq, StoreError> {
        self.0.readers.read(|c| reading::number(c, "seq")).await
    }

    pub(super) fn wake(&self) -> watch::Receiver<Seq> {
        self.0.wake.subscribe()
    }

    pub(super) async fn seen(&self, id: Uuid) -> Result<Option<(Key, Record, Seq)>, StoreError> {
        self.0.readers.read(move |c| reading::seen(c, id)).await
    }

    pub(super) async fn lease(
        &self,
        name: String,
        holder: Uuid,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.ask(|reply| Job::Lease { name, holder, until, now, reply }).await
    }

    pub(super) async fn sweep(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        self.ask(|reply| Job::Sweep { now, reply }).await
    }

    pub(super) async fn deployment(&self) -> Result<Uuid, StoreError> {
        self.0.readers.read(reading::deployment).await
    }

    pub(super) async fn mark(&self, clock: ClockMark) -> Result<ClockMark, StoreError> {
        self.ask(|reply| Job::Mark { clock, reply }).await
    }

    pub(super) async fn bookmark(&self, name: String) -> Result<Seq, StoreError> {
        self.0.readers.read(move |c| reading::number(c, &format!("bookmark/{name}"))).await
    }

    pub(super) async fn set_bookmark(&self, name: String, seq: Seq) -> Result<(), StoreError> {
        self.ask(|reply| Job::Bookmark { name, seq, reply }).await
    }

    pub(super) async fn export(&self, after: Seq, keys_max: usize, bytes_max: usize) -> Result<Page, StoreError> {
        self.0.readers.read(move |c| copying::export(c, after, keys_max, bytes_max)).await
    }

    pub(super) async fn about(&self) -> Result<About, StoreError> {
        self.0.readers.read(copying::about).await
    }

    pub(super) async fn import(&self, step: Import) -> Result<(), StoreError> {
        self.ask(|reply| Job::Import { step, reply }).await
    }

    pub(super) async fn shut(&self) -> Result<Option<Shut>, StoreError> {
        self.0.readers.read(copying::shut).await
    }

    pub(super) async fn set_moved(&self, to: Option<String>) -> Result<(), StoreError> {
        self.ask(|reply| Job::Moved { to, reply }).await
    }

    /// Readers first: while one of their snapshots is open, the log cannot be emptied.
    pub(super) async fn close(self) -> Result<(), StoreError> {
        self.0.readers.close().await?;
        let threads = {
            let mut threads = self.0.threads.lock().unwrap_or_else(PoisonError::into_inner);
            threads.poll = None;
            std::mem::take(&mut threads.handles)
        };
        let closed = self.ask(|reply| Job::Close { reply }).await;
        blocking(move || {
            threads.into_iter().try_for_each(|t| t.join().map_err(|_| away("a thread of the store failed")))
        })
        .await?;
        closed
    }

    /// Hands a job to the writer and waits until it is durable.
    async fn ask<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T, StoreError> {
        let place = tokio::time::timeout(limits::STORE_WAIT, self.0.jobs.reserve()).await;
        let place = place.map_err(|_| away("the queue is full"))?.map_err(|_| away("closed"))?;
        let (reply, answer) = oneshot::channel::<Result<T, StoreError>>();
        place.send(job(reply));
        answer.await.unwrap_or_else(|_| Err(away("the writer has stopped")))
    }
}

/// What can only be learnt by looking: commits of other processes, and whether the log can be emptied now.
fn look_round(connection: &Connection, wake: &watch::Sender<Seq>, log_owed: &AtomicBool) {
    // A store that cannot be read now is looked at again next time; whoever reads it himself is told.
    if let Ok(seq) = reading::number(connection, "seq") {
        wake.send_if_modified(|held| std::mem::replace(held, seq.max(*held)) < seq);
    }
    if log_owed.swap(false, Ordering::AcqRel) && !schema::empty_log(connection) {
        log_owed.store(true, Ordering::Release);
    }
}

fn thread(name: &str, act: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new().name(name.into()).spawn(act).map_err(|e| StoreError::Away(e.to_string()))
}

async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(act).await.unwrap_or_else(|_| Err(away("a thread of the store failed")))
}

fn away(why: &str) -> StoreError {
    StoreError::Away(why.into())
}

//! The store in Redis: one Lua script per commit, every key under one hash tag, as many hubs as wanted. Two
//! connections ask and write, a third is only told what changed; truth is always read again.
//! Must not know: what keys and records mean.

pub mod address;
mod copying;
mod error;
#[cfg(test)]
mod failover;
mod greet;
mod life;
mod link;
mod listen;
mod reading;
mod scripts;
mod sentinel;
#[cfg(test)]
mod tests;
mod writer;

use super::copy::{About, Import, Page, Shut};
use super::{Change, Changed, ClockMark, Durability, Held, Key, Once, Opening, Outcome, Record, Seq, StoreError};
use super::{Tail, Version, Write};
use crate::limits;
use address::Address;
use chrono::{DateTime, TimeDelta, Utc};
use greet::Demands;
use link::{Known, Link};
use redis::{Cmd, FromRedisValue};
use scripts::META;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use uuid::Uuid;
use writer::{Job, Taken};

/// A handle; clones share the connections and the queue.
#[derive(Clone)]
pub struct Redis(Arc<Shared>);

struct Shared {
    jobs: mpsc::Sender<Job>,
    /// Not the writer's: what waits for replicas must not hold up who only asks.
    asks: Link,
    wake: Arc<watch::Sender<Seq>>,
    deployment: Known,
    durability: Durability,
    replicas: usize,
    /// Up to where replicas are known to have everything, in which life of the server.
    copied: Mutex<(Arc<str>, Seq)>,
    closed: AtomicBool,
    watching: JoinHandle<()>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.watching.abort();
    }
}

impl Redis {
    pub(super) async fn open(url: &str, durability: Durability, opening: Opening) -> Result<Self, StoreError> {
        let address = Arc::new(Address::read(url)?);
        let demands = Arc::new(Demands { durability, opening });
        let known = Known::default();
        let link = || Link::new(address.clone(), demands.clone(), known.clone());
        let (asks, writes) = (link(), link());
        asks.live().await?;
        let wake = Arc::new(watch::Sender::new(reading::number(&asks, "seq").await?));
        let (jobs, waiting) = mpsc::channel(limits::COMMIT_QUEUE);
        tokio::spawn(writer::run(writes.clone(), address.replicas, waiting));
        let watching = tokio::spawn(listen::run([asks.clone(), writes], wake.clone()));
        let replicas = address.replicas;
        let (copied, closed) = (Mutex::new(("".into(), Seq(0))), AtomicBool::new(false));
        Ok(Self(Arc::new(Shared {
            jobs,
            asks,
            wake,
            deployment: known,
            durability,
            replicas,
            copied,
            closed,
            watching,
        })))
    }

    pub(super) async fn commit(
        &self,
        writes: Vec<Write>,
        once: Option<Once>,
        at: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        let (call, bytes) = commit_call(writes, once, at, self.0.replicas > 0);
        self.send(call, bytes).await.map(|(outcome, _)| outcome)
    }

    /// Without replicas it is all done. With `appendfsync always` Redis syncs its file after every round of its loop and
    /// sends the answers of that round behind it, so nobody reads a commit of another connection before it is synced.
    /// Nothing such holds for replicas: they have it when they have it. What was read goes through the writer as a
    /// commit does, with a write that changes nothing, because WAIT waits only for what its own connection wrote.
    pub(super) async fn confirm(&self, held: impl IntoIterator<Item = (Key, Version)>) -> Result<bool, StoreError> {
        if self.0.replicas == 0 {
            return Ok(true);
        }
        let mut call = scripts::call(&scripts::KEEP, META);
        let mut bytes = limits::KEY_BYTES_MAX;
        for (key, version) in held {
            call.arg(key.as_str()).arg(version.0);
            bytes += key.as_str().len();
        }
        let (outcome, _) = self.send(call, bytes).await?;
        Ok(!matches!(outcome, Outcome::Stale(_)))
    }

    async fn send(&self, call: Cmd, bytes: usize) -> Result<Taken, StoreError> {
        let place = timeout(limits::STORE_WAIT, self.0.jobs.reserve()).await;
        let place = place.map_err(|_| away("the queue is full"))?.map_err(|_| away("closed"))?;
        let (reply, answer) = oneshot::channel::<Result<Taken, StoreError>>();
        place.send(Job::Commit { call, bytes, reply });
        answer.await.unwrap_or_else(|_| Err(away("the writer has stopped")))
    }

    pub(super) async fn read_many(&self, keys: &[Key]) -> Result<Vec<Held>, StoreError> {
        reading::many(self.open_asks()?, keys).await
    }

    pub(super) async fn read_tail(&self, key: &Key, generation: Seq, kept: usize) -> Result<Tail, StoreError> {
        reading::tail(self.open_asks()?, key, generation, kept).await
    }

    pub(super) async fn list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Version, Seq)>, StoreError> {
        reading::list(self.open_asks()?, prefix, after, limit).await
    }

    pub(super) async fn changed(&self, after: Seq, limit: usize) -> Result<Changed, StoreError> {
        reading::changed(self.open_asks()?, after, limit).await
    }

    pub(super) async fn seq(&self) -> Result<Seq, StoreError> {
        reading::seq(self.open_asks()?).await.map(|(seq, _)| seq)
    }

    pub(super) fn wake(&self) -> watch::Receiver<Seq> {
        self.0.wake.subscribe()
    }

    /// What is known is taken for acknowledged: with replicas, not before they have it. The first answer may have been
    /// *away* because they did not, and whoever sends the id again is answered from here.
    pub(super) async fn seen(&self, id: Uuid) -> Result<Option<(Key, Record, Seq)>, StoreError> {
        let (known, run) = reading::seen(self.open_asks()?, id).await?;
        let Some((owner, receipt, seq)) = known else { return Ok(None) };
        let copied = |(of, until): &(Arc<str>, Seq)| *of == run && seq <= *until;
        if self.0.replicas > 0 && !copied(&self.0.copied.lock().unwrap_or_else(PoisonError::into_inner)) {
            // Asked before the fence, which covers all of it: a device that asks about a day waits once.
            let (until, of) = reading::seq(self.open_asks()?).await?;
            let once = Some(Once { id, owner: owner.clone(), receipt: receipt.clone() });
            // A repeat writes nothing but the fence. Where the id is not known (it went with its owner, or a failover
            // lost it while a master that is cut off still answered us), a version that nobody can have keeps this
            // from noting it: an id without its effect would be a lost command that is called applied.
            let never = Write { key: owner.clone(), expected: Version(u64::MAX), change: Change::Append(Vec::new()) };
            let (call, bytes) = commit_call(vec![never], once, DateTime::UNIX_EPOCH, true);
            let (outcome, fenced) = self.send(call, bytes).await?;
            if let Outcome::Stale(_) = outcome {
                return Ok(None);
            }
            // Only of the server that was asked: the writer may have gone over to another one already.
            if of == run && run.split('/').next() == Some(&*fenced) {
                *self.0.copied.lock().unwrap_or_else(PoisonError::into_inner) = (run, until);
            }
        }
        Ok(Some((owner, receipt, seq)))
    }

    pub(super) async fn lease(
        &self,
        name: &str,
        holder: Uuid,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut call = scripts::call(&scripts::LEASE, &format!("{}lease:{name}", scripts::PREFIX));
        call.arg(holder.to_string()).arg(now.timestamp_millis()).arg(until.timestamp_millis());
        self.ask(call).await
    }

    /// Also has the file written anew if something was removed: until then it holds what nobody should find.
    pub(super) async fn sweep(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let before = (now - TimeDelta::days(limits::TOMBSTONE_DAYS)).timestamp();
        let mut call = scripts::call(&scripts::SWEEP, META);
        call.arg(before);
        let swept = self.ask(call).await?;
        let owed: Option<String> = self.ask(redis::cmd("HGET").arg(META).arg("rewrite_owed").to_owned()).await?;
        if let Some(owed) = owed {
            match self.ask::<String>(redis::cmd("BGREWRITEAOF").to_owned()).await {
                // Not before: whoever dies in between owes it still.
                Ok(_) => self.ask::<usize>(scripts::strike_out(&owed)).await.map(drop)?,
                Err(e) => {
                    tracing::warn!(error = %e, "removed records stay in the append-only file until it is written anew");
                }
            }
        }
        Ok(swept)
    }

    pub(super) fn deployment(&self) -> Result<Uuid, StoreError> {
        self.open_asks()?;
        link::known(&self.0.deployment).ok_or_else(|| StoreError::Broken("the id of the deployment".into()))
    }

    pub(super) async fn mark(&self, clock: ClockMark) -> Result<ClockMark, StoreError> {
        let mut both = redis::pipe();
        both.atomic()
            .cmd("HSETNX")
            .arg(META)
            .arg("clock")
            .arg(clock.word())
            .ignore()
            .cmd("HGET")
            .arg(META)
            .arg("clock");
        let (held,): (String,) = self.open_asks()?.ask(both).await?;
        ClockMark::from_word(&held)
    }

    pub(super) async fn bookmark(&self, name: &str) -> Result<Seq, StoreError> {
        reading::number(self.open_asks()?, &format!("bookmark/{name}")).await
    }

    pub(super) async fn set_bookmark(&self, name: &str, seq: Seq) -> Result<(), StoreError> {
        let call = redis::cmd("HSET").arg(META).arg(format!("bookmark/{name}")).arg(seq.0).to_owned();
        self.ask::<usize>(call).await.map(|_| ())
    }

    pub(super) async fn export(&self, after: Seq, keys_max: usize, bytes_max: usize) -> Result<Page, StoreError> {
        copying::export(self.open_asks()?, after, keys_max, bytes_max).await
    }

    pub(super) async fn about(&self) -> Result<About, StoreError> {
        copying::about(self.open_asks()?).await
    }

    /// The end gives the store the copied deployment's id; a connection made later has to find that one. While nobody
    /// knows whether the end was taken, it may find either.
    pub(super) async fn import(&self, step: Import) -> Result<(), StoreError> {
        let Import::End { about, .. } = &step else { return copying::import(self.open_asks()?, &step).await };
        let known = |id| std::mem::replace(&mut *self.0.deployment.lock().unwrap_or_else(PoisonError::into_inner), id);
        let before = known(None);
        let ended = copying::import(self.open_asks()?, &step).await;
        match &ended {
            Ok(()) => drop(known(Some(about.deployment))),
            Err(StoreError::Away(_)) => {}
            Err(_) => drop(known(before)),
        }
        ended
    }

    pub(super) async fn shut(&self) -> Result<Option<Shut>, StoreError> {
        copying::shut(self.open_asks()?).await
    }

    pub(super) async fn set_moved(&self, to: Option<String>) -> Result<(), StoreError> {
        copying::set_moved(self.open_asks()?, to).await
    }

    pub(super) fn durability(&self) -> Durability {
        self.0.durability
    }

    pub(super) async fn close(&self) -> Result<(), StoreError> {
        if self.0.closed.swap(true, Ordering::AcqRel) {
            return Err(away("closed"));
        }
        let (reply, done) = oneshot::channel::<()>();
        self.0.jobs.send(Job::Close { reply }).await.map_err(|_| away("closed"))?;
        done.await.map_err(|_| away("the writer has stopped"))
    }

    fn open_asks(&self) -> Result<&Link, StoreError> {
        if self.0.closed.load(Ordering::Acquire) { Err(away("closed")) } else { Ok(&self.0.asks) }
    }

    async fn ask<T: FromRedisValue>(&self, call: Cmd) -> Result<T, StoreError> {
        self.open_asks()?.ask(call).await
    }
}

/// The call of `commit.lua`, and about how many bytes it takes.
fn commit_call(writes: Vec<Write>, once: Option<Once>, at: DateTime<Utc>, fence: bool) -> (Cmd, usize) {
    let mut call = scripts::call(&scripts::COMMIT, META);
    let mut bytes = limits::KEY_BYTES_MAX;
    match &once {
        Some(once) => {
            bytes += once.receipt.len();
            call.arg(once.id.to_string()).arg(once.owner.as_str()).arg(once.receipt.as_ref());
        }
        None => {
            call.arg("").arg("").arg("");
        }
    }
    call.arg(at.timestamp()).arg(if fence { "1" } else { "0" });
    for write in writes {
        let (change, records) = match write.change {
            Change::Replace(records) => ("R", records),
            Change::Append(records) => ("A", records),
            Change::Remove => ("D", Vec::new()),
        };
        call.arg(write.key.as_str()).arg(write.expected.0).arg(change).arg(records.len());
        for record in &records {
            bytes += record.len();
            call.arg(record.as_ref());
        }
        bytes += write.key.as_str().len();
    }
    (call, bytes)
}

fn away(why: &str) -> StoreError {
    StoreError::Away(why.into())
}

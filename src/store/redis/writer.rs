//! The one task that commits: takes what is waiting, sends it in one go, waits for the replicas if there are any, and
//! answers. Together because Redis syncs its file once for all that came together.
//! Must not know: what a commit means; `commit.lua` does.

use super::error::{error, is_over};
use super::link::Link;
use crate::limits;
use crate::store::{Key, Outcome, Seq, StoreError};
use redis::{Cmd, Value};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

/// What came of it, and which process of Redis took it.
pub(super) type Taken = (Outcome, Arc<str>);
pub(super) type Reply = oneshot::Sender<Result<Taken, StoreError>>;

type Answer = Result<Value, StoreError>;

pub(super) enum Job {
    Commit { call: Cmd, bytes: usize, reply: Reply },
    Close { reply: oneshot::Sender<()> },
}

/// Runs until every handle is dropped, or one of them closes the store. What was accepted by then is still sent.
pub(super) async fn run(link: Link, replicas: usize, mut jobs: mpsc::Receiver<Job>) {
    let mut closing = Vec::new();
    while let Some(first) = jobs.recv().await {
        let mut group = Vec::new();
        let mut bytes = 0;
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Close { reply } => {
                    jobs.close();
                    closing.push(reply);
                }
                Job::Commit { call, bytes: more, reply } => {
                    bytes += more;
                    group.push((call, reply));
                }
            }
            let full = group.len() >= limits::GROUP_COMMIT_MAX || bytes >= limits::REDIS_GROUP_BYTES;
            next = if full { None } else { jobs.try_recv().ok() };
        }
        if !group.is_empty() {
            commit(&link, replicas, group).await;
        }
    }
    for reply in closing {
        // Whoever asked may have gone; the store is closed all the same.
        let _ = reply.send(());
    }
}

async fn commit(link: &Link, replicas: usize, group: Vec<(Cmd, Reply)>) {
    let (calls, replies): (Vec<Cmd>, Vec<Reply>) = group.into_iter().unzip();
    let sent = timeout(limits::STORE_WAIT, send(link, replicas, calls)).await;
    let (answers, run) = match sent.unwrap_or_else(|_| Err(StoreError::Away("Redis does not answer in time".into()))) {
        Ok(answered) => answered,
        Err(e) => (replies.iter().map(|_| Err(e.clone())).collect(), "".into()),
    };
    let mut answers = answers.into_iter();
    for reply in replies {
        let answer: Answer = answers.next().unwrap_or_else(|| Err(StoreError::Away("Redis left an answer out".into())));
        // Nobody listens any more if the caller was dropped; what was committed stays committed.
        let _ = reply.send(outcome(answer).map(|outcome| (outcome, run.clone())));
    }
}

/// Sends all; an answer for each and who gave them, or one failure for all: then nothing is known of any.
async fn send(link: &Link, replicas: usize, calls: Vec<Cmd>) -> Result<(Vec<Answer>, Arc<str>), StoreError> {
    let mut live = link.live().await?;
    let mut together = redis::Pipeline::with_capacity(calls.len() + 1);
    together.ignore_errors();
    for call in calls {
        together.add_command(call);
    }
    if replicas > 0 {
        together.cmd("WAIT").arg(replicas).arg(limits::REDIS_REPLICA_WAIT.as_millis() as u64);
    }
    let answered: Result<Vec<Result<Value, redis::RedisError>>, _> = together.query_async(&mut live.connection).await;
    let mut answers = match answered {
        Ok(answers) => answers,
        Err(e) => {
            if is_over(&e) {
                link.lose(&live).await;
            }
            return Err(error(e));
        }
    };
    if answers.iter().any(|a| a.as_ref().is_err_and(is_over)) {
        link.lose(&live).await;
    }
    if replicas > 0 {
        let reached = answers.pop().and_then(Result::ok).map_or(0, |v| if let Value::Int(n) = v { n } else { 0 });
        if usize::try_from(reached).unwrap_or(0) < replicas {
            // It stands at the master, and a failover now would lose it: not acknowledged. Whoever sends it again is
            // told what came of it once the replicas have it.
            return Err(StoreError::Away(format!("only {reached} of {replicas} replicas answer")));
        }
    }
    Ok((answers.into_iter().map(|a| a.map_err(error)).collect(), live.run))
}

fn outcome(answer: Answer) -> Result<Outcome, StoreError> {
    let broken = || StoreError::Broken("an answer to a commit".into());
    let mut parts = match answer? {
        Value::Array(parts) => parts.into_iter(),
        _ => return Err(broken()),
    };
    let mut text = || match parts.next() {
        Some(Value::BulkString(bytes)) => Some(bytes),
        Some(Value::Int(number)) => Some(number.to_string().into_bytes()),
        _ => None,
    };
    let seq = |bytes: Option<Vec<u8>>| -> Option<Seq> { Some(Seq(std::str::from_utf8(&bytes?).ok()?.parse().ok()?)) };
    match text().as_deref() {
        Some(b"committed") => seq(text()).map(Outcome::Committed),
        Some(b"stale") => text().and_then(|k| Key::new(String::from_utf8(k).ok()?)).map(Outcome::Stale),
        Some(b"repeated") => match (text(), seq(text())) {
            (Some(receipt), Some(seq)) => Some(Outcome::Repeated { receipt: receipt.into(), seq }),
            _ => None,
        },
        _ => None,
    }
    .ok_or_else(broken)
}

//! Questions to Redis, each answered from one moment: by one command, one transaction or one script.
//! What is there but is not of the form it should have is *broken*, for that key alone.
//! Must not know: connections, or how anything was written.

use super::link::Link;
use super::scripts::{self, META, PREFIX};
use crate::store::{Changed, ChangedKey, Held, Key, Record, Seq, StoreError, Tail, Version};
use std::sync::Arc;
use uuid::Uuid;

type Header = (Option<u64>, Option<u64>);

pub(super) async fn many(link: &Link, keys: &[Key]) -> Result<Vec<Held>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let mut all = redis::pipe();
    // One damaged key spoils only itself: the failure stands in its place.
    all.atomic().ignore_errors();
    for key in keys {
        all.cmd("HMGET").arg(format!("{PREFIX}k:{key}")).arg("version").arg("seq");
        all.cmd("LRANGE").arg(format!("{PREFIX}r:{key}")).arg(0).arg(-1);
    }
    let answers: Vec<redis::Value> = link.ask(all).await?;
    let mut answers = answers.into_iter();
    let mut held = Vec::with_capacity(keys.len());
    while let (Some(header), Some(records)) = (answers.next(), answers.next()) {
        let (version, seq): Header = redis::from_redis_value(header).map_err(|_| broken())?;
        let records: Vec<Vec<u8>> = redis::from_redis_value(records).map_err(|_| broken())?;
        held.push(Held {
            version: Version(version.unwrap_or(0)),
            seq: Seq(seq.unwrap_or(0)),
            records: records.into_iter().map(Record::from).collect(),
        });
    }
    if held.len() == keys.len() { Ok(held) } else { Err(broken()) }
}

pub(super) async fn tail(link: &Link, key: &Key, generation: Seq, kept: usize) -> Result<Tail, StoreError> {
    let mut call = scripts::call(&scripts::TAIL, META);
    call.arg(key.as_str()).arg(generation.0).arg(kept);
    let mut found: Vec<redis::Value> = link.ask(call).await?;
    let Some(records) = found.pop() else { return Ok(Tail::default()) };
    let numbers: Vec<u64> =
        found.into_iter().map(redis::from_redis_value).collect::<Result<_, _>>().map_err(|_| broken())?;
    let [version, seq, generation, first] = numbers.as_slice() else { return Err(broken()) };
    let records: Vec<Vec<u8>> = redis::from_redis_value(records).map_err(|_| broken())?;
    Ok(Tail {
        version: Version(*version),
        seq: Seq(*seq),
        generation: Seq(*generation),
        first: usize::try_from(*first).map_err(|_| broken())?,
        records: records.into_iter().map(Record::from).collect(),
    })
}

pub(super) async fn list(
    link: &Link,
    prefix: &str,
    after: Option<&Key>,
    limit: usize,
) -> Result<Vec<(Key, Version, Seq)>, StoreError> {
    let from = match after.map(Key::as_str) {
        Some(after) if after >= prefix => format!("({after}"),
        _ => format!("[{prefix}"),
    };
    // Keys are ASCII: nothing that begins with the prefix comes after this byte.
    let to = [b"[", prefix.as_bytes(), b"\xff"].concat();
    let mut call = scripts::call(&scripts::LIST, META);
    call.arg(from).arg(to).arg(i64::try_from(limit).unwrap_or(-1));
    let found: Vec<(String, u64, u64)> = link.ask(call).await?;
    found.into_iter().map(|(k, version, seq)| Ok((key(k)?, Version(version), Seq(seq)))).collect()
}

pub(super) async fn changed(link: &Link, after: Seq, limit: usize) -> Result<Changed, StoreError> {
    let mut call = scripts::call(&scripts::CHANGED, META);
    call.arg(after.0).arg(i64::try_from(limit.max(1)).unwrap_or(-1));
    let (found, run): (Vec<redis::Value>, _) = link.ask_run(call).await?;
    let mut found = found.into_iter();
    let mut number = || -> Option<u64> { redis::from_redis_value(found.next()?).ok() };
    let (Some(last), Some(horizon), Some(more)) = (number(), number(), number()) else { return Err(broken()) };
    let entries: Vec<(String, u64, bool)> =
        redis::from_redis_value(redis::Value::Array(found.collect())).map_err(|_| broken())?;
    let entry =
        |(k, seq, exists): (String, u64, bool)| Ok(ChangedKey { key: key(k)?, seq: Seq(seq), removed: !exists });
    let keys = entries.into_iter().map(entry).collect::<Result<Vec<_>, StoreError>>()?;
    let until = match keys.last() {
        Some(key) if more > 0 => key.seq,
        // Some commits only note an id and touch no key: they are passed over as well.
        _ => Seq(last).max(after),
    };
    Ok(Changed { keys, until, complete_from: Seq(horizon), last: Seq(last), run })
}

/// The last commit, and in which life of the server.
pub(super) async fn seq(link: &Link) -> Result<(Seq, Arc<str>), StoreError> {
    let (found, run): (Option<u64>, _) = link.ask_run(redis::cmd("HGET").arg(META).arg("seq").to_owned()).await?;
    Ok((Seq(found.unwrap_or(0)), run))
}

/// A number that the meta hash remembers; 0 if it does not.
pub(super) async fn number(link: &Link, name: &str) -> Result<Seq, StoreError> {
    let found: Option<u64> = link.ask(redis::cmd("HGET").arg(META).arg(name).to_owned()).await?;
    Ok(Seq(found.unwrap_or(0)))
}

/// The owner, receipt and place of an id, if it is known; and which run of the server said so.
pub(super) async fn seen(link: &Link, id: Uuid) -> Result<(Option<(Key, Record, Seq)>, Arc<str>), StoreError> {
    let question = redis::cmd("HMGET").arg(format!("{PREFIX}o:{id}")).arg("owner").arg("receipt").arg("seq").to_owned();
    let (found, run) = link.ask_run(question).await?;
    let found: (Option<String>, Option<Vec<u8>>, Option<u64>) = found;
    match found {
        (Some(owner), Some(receipt), Some(seq)) => Ok((Some((key(owner)?, receipt.into(), Seq(seq))), run)),
        _ => Ok((None, run)),
    }
}

pub(super) fn key(text: String) -> Result<Key, StoreError> {
    Key::new(text).ok_or_else(|| StoreError::Broken("a key that could not have been written".into()))
}

pub(super) fn broken() -> StoreError {
    StoreError::Broken("Redis holds something else where the store should be".into())
}

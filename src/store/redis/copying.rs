//! Whole copies out of Redis and into it, each step one script. The form of an entry on the way to a script and back
//! is this file's and the scripts' affair alone.
//! Must not know: files, how a copy is paced.

use super::link::Link;
use super::reading::{broken, key};
use super::scripts::{self, META};
use crate::limits::COMMIT_KEYS_MAX;
use crate::store::copy::{About, Entry, Import, Noted, Page, Shut};
use crate::store::{ClockMark, Record, Seq, StoreError, Version};
use chrono::{DateTime, Utc};
use redis::{Cmd, FromRedisValue, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// As Redis returns them: key, version, seq, generation, when removed, records, ids.
type Row = (String, u64, u64, u64, String, Vec<Vec<u8>>, Vec<(String, Vec<u8>, u64)>);

pub(super) async fn export(link: &Link, after: Seq, keys_max: usize, bytes_max: usize) -> Result<Page, StoreError> {
    // A number of more digits would lose some inside the script.
    let (keys_max, bytes_max) = (keys_max.clamp(1, 1 << 40), bytes_max.min(1 << 50));
    let mut call = scripts::call(&scripts::EXPORT, META);
    call.arg(after.0).arg(keys_max).arg(bytes_max).arg(keys_max + COMMIT_KEYS_MAX + 1);
    let (found, run): (Vec<Value>, _) = link.ask_run(call).await?;
    let mut found = found.into_iter();
    let mut number = || found.next().and_then(|v| u64::from_redis_value(v).ok()).map(Seq).ok_or_else(broken);
    let (last, complete_from, until) = (number()?, number()?, number()?);
    let entries =
        found.map(|row| entry(Row::from_redis_value(row).map_err(|_| broken())?)).collect::<Result<_, _>>()?;
    Ok(Page { entries, until: until.max(after), last, complete_from, run })
}

fn entry((name, version, seq, generation, removed, records, ids): Row) -> Result<Entry, StoreError> {
    let removed_at = match removed.as_str() {
        "" => None,
        seconds => {
            let at = seconds.parse().ok().and_then(|s| DateTime::from_timestamp(s, 0));
            Some(at.ok_or_else(|| StoreError::Broken("when a key was removed".into()))?)
        }
    };
    let noted = |(id, receipt, seq): (String, Vec<u8>, u64)| {
        let id = id.parse().map_err(|_| StoreError::Broken("the id of a commit".into()))?;
        Ok(Noted { id, receipt: receipt.into(), seq: Seq(seq) })
    };
    let mut ids = ids.into_iter().map(noted).collect::<Result<Vec<_>, StoreError>>()?;
    ids.sort_unstable_by_key(|noted| (noted.seq, noted.id));
    Ok(Entry {
        key: key(name)?,
        version: Version(version),
        seq: Seq(seq),
        generation: Seq(generation),
        removed_at,
        records: records.into_iter().map(Record::from).collect(),
        ids,
    })
}

pub(super) async fn about(link: &Link) -> Result<About, StoreError> {
    let meta: BTreeMap<String, String> = link.ask(redis::cmd("HGETALL").arg(META).to_owned()).await?;
    let wrong = |what: &str| StoreError::Broken(what.to_owned());
    let deployment = meta.get("deployment").and_then(|id| Uuid::parse_str(id).ok());
    let made_at = meta.get("made_at").and_then(|at| at.parse::<DateTime<Utc>>().ok());
    let clock = meta.get("clock").map(|word| ClockMark::from_word(word)).transpose()?;
    let bookmarks = meta.iter().filter_map(|(name, seq)| Some((name.strip_prefix("bookmark/")?.to_owned(), seq)));
    let bookmarks = bookmarks.map(|(name, seq)| Ok((name, Seq(seq.parse().map_err(|_| wrong("a bookmark"))?))));
    Ok(About {
        deployment: deployment.ok_or_else(|| wrong("the id of the deployment"))?,
        made_at: made_at.ok_or_else(|| wrong("when the store was made"))?,
        clock,
        bookmarks: bookmarks.collect::<Result<_, StoreError>>()?,
    })
}

pub(super) async fn import(link: &Link, step: &Import) -> Result<(), StoreError> {
    let said: String = link.ask(import_call(step)).await?;
    let refused = |why: &str| Err(StoreError::Refused(why.to_owned()));
    match said.as_str() {
        "OK" => Ok(()),
        "used" => refused("this store has been used; a copy goes only into a fresh one"),
        _ => refused("an import goes on that was not begun"),
    }
}

fn import_call(step: &Import) -> Cmd {
    let mut call = scripts::call(&scripts::IMPORT, META);
    match step {
        Import::Begin => {
            call.arg("begin");
        }
        Import::Entries(entries) => {
            call.arg("entries");
            entries.iter().for_each(|entry| put(&mut call, entry));
        }
        Import::End { about, whole } => {
            let clock = about.clock.map_or("", ClockMark::word);
            call.arg("end").arg(about.deployment.to_string()).arg(about.made_at.to_rfc3339()).arg(clock);
            call.arg(whole.seq.0).arg(whole.complete_from.0);
            for (name, seq) in &about.bookmarks {
                call.arg(name).arg(seq.0);
            }
        }
    }
    call
}

fn put(call: &mut Cmd, entry: &Entry) {
    let removed = entry.removed_at.map(|at| at.timestamp().to_string()).unwrap_or_default();
    call.arg(entry.key.as_str()).arg(entry.version.0).arg(entry.seq.0).arg(entry.generation.0).arg(removed);
    call.arg(entry.place().0).arg(entry.records.len()).arg(entry.ids.len());
    for record in &entry.records {
        call.arg(record.as_ref());
    }
    for noted in &entry.ids {
        call.arg(noted.id.to_string()).arg(noted.receipt.as_ref()).arg(noted.seq.0);
    }
}

pub(super) async fn shut(link: &Link) -> Result<Option<Shut>, StoreError> {
    let held: Option<String> = link.ask(redis::cmd("HGET").arg(META).arg("shut").to_owned()).await?;
    Ok(held.as_deref().map(Shut::from_text))
}

pub(super) async fn set_moved(link: &Link, to: Option<String>) -> Result<(), StoreError> {
    if shut(link).await? == Some(Shut::Importing) {
        return Err(Shut::Importing.refusal());
    }
    let call = match to {
        Some(to) => redis::cmd("HSET").arg(META).arg("shut").arg(Shut::Moved(to).text()).to_owned(),
        None => redis::cmd("HDEL").arg(META).arg("shut").to_owned(),
    };
    link.ask::<i64>(call).await.map(drop)
}

//! Whole copies out of the tables and into them. Reading is a function of one snapshot; writing runs inside the
//! writer's transaction.
//! Must not know: queues, threads, files.

use super::reading::{deployment, key, number, records, signed, unsigned};
use super::schema::error;
use super::writing::run;
use crate::limits::COMMIT_KEYS_MAX;
use crate::store::copy::{About, Entry, Import, Noted, Page, Shut, Whole};
use crate::store::{ClockMark, Key, Seq, StoreError, Version};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

/// Keys by their place, a page and the commits of one more. A key that an id was noted with since it was last touched
/// is listed there and not where it was touched: both halves go along an index, neither looks at what lies before.
const PLACES: &str = "
    SELECT key, place FROM (
        SELECT * FROM (
            SELECT key, seq AS place FROM keys k WHERE seq > ?1
                AND NOT EXISTS (SELECT 1 FROM once o WHERE o.owner = k.key AND o.seq > k.seq)
            ORDER BY seq, key LIMIT ?2)
        UNION ALL
        SELECT * FROM (
            SELECT o.owner AS key, o.seq AS place FROM once o JOIN keys k ON k.key = o.owner WHERE o.seq > ?1
                AND o.seq > k.seq AND NOT EXISTS (SELECT 1 FROM once l WHERE l.owner = o.owner AND l.seq > o.seq)
            ORDER BY o.seq LIMIT ?2))
    ORDER BY place, key";

pub(super) fn export(c: &Connection, after: Seq, keys_max: usize, bytes_max: usize) -> Result<Page, StoreError> {
    let last = number(c, "seq")?;
    let keys_max = keys_max.max(1);
    let mut statement = c.prepare_cached(PLACES).map_err(error)?;
    // The keys of one more commit, and the one that its id may be noted with beside them.
    let wanted = signed(keys_max.saturating_add(COMMIT_KEYS_MAX + 1) as u64);
    let mut rows = statement.query((signed(after.0), wanted)).map_err(error)?;
    let mut entries = Vec::new();
    let mut bytes = 0;
    let mut place = after;
    let mut until = last.max(after);
    while let Some(row) = rows.next().map_err(error)? {
        let next = Seq(unsigned(row, 1).map_err(error)?);
        if (entries.len() >= keys_max || bytes >= bytes_max) && next != place {
            until = place;
            break;
        }
        place = next;
        let entry = entry(c, &key(row, 0)?)?;
        bytes += entry.bytes();
        entries.push(entry);
    }
    Ok(Page { entries, until, last, complete_from: number(c, "horizon")?, run: "sqlite".into() })
}

fn entry(c: &Connection, key: &Key) -> Result<Entry, StoreError> {
    let query = "SELECT version, seq, generation, removed_at FROM keys WHERE key = ?1";
    let read = |row: &Row<'_>| Ok((unsigned(row, 0)?, unsigned(row, 1)?, unsigned(row, 2)?, row.get(3)?));
    let mut statement = c.prepare_cached(query).map_err(error)?;
    let (version, seq, generation, removed): (u64, u64, u64, Option<i64>) =
        statement.query_row([key.as_str()], read).map_err(error)?;
    let removed_at = match removed {
        None => None,
        Some(seconds) => Some(DateTime::from_timestamp(seconds, 0).ok_or_else(|| broken("when a key was removed"))?),
    };
    Ok(Entry {
        key: key.clone(),
        version: Version(version),
        seq: Seq(seq),
        generation: Seq(generation),
        removed_at,
        records: records(c, key, 0)?,
        ids: ids(c, key)?,
    })
}

fn ids(c: &Connection, owner: &Key) -> Result<Vec<Noted>, StoreError> {
    let query = "SELECT id, receipt, seq FROM once WHERE owner = ?1 ORDER BY seq, id";
    let mut statement = c.prepare_cached(query).map_err(error)?;
    let rows = statement.query_map([owner.as_str()], |row| {
        Ok((row.get_ref(0)?.as_blob()?.to_vec(), row.get_ref(1)?.as_blob()?.into(), unsigned(row, 2)?))
    });
    rows.map_err(error)?
        .map(|row| {
            let (id, receipt, seq) = row.map_err(error)?;
            let id = Uuid::from_slice(&id).map_err(|_| broken("the id of a commit"))?;
            Ok(Noted { id, receipt, seq: Seq(seq) })
        })
        .collect()
}

pub(super) fn about(c: &Connection) -> Result<About, StoreError> {
    let made_at: DateTime<Utc> =
        text(c, "made_at")?.and_then(|t| t.parse().ok()).ok_or_else(|| broken("when the store was made"))?;
    let clock = text(c, "clock")?.map(|word| ClockMark::from_word(&word)).transpose()?;
    // `0` follows `/`: all names that begin with `bookmark/`.
    let query =
        "SELECT substr(name, 10), value FROM meta WHERE name >= 'bookmark/' AND name < 'bookmark0' ORDER BY name";
    let mut statement = c.prepare_cached(query).map_err(error)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, Seq(unsigned(row, 1)?)))).map_err(error)?;
    let bookmarks = rows.collect::<rusqlite::Result<_>>().map_err(error)?;
    Ok(About { deployment: deployment(c)?, made_at, clock, bookmarks })
}

pub(super) fn shut(c: &Connection) -> Result<Option<Shut>, StoreError> {
    Ok(text(c, "shut")?.as_deref().map(Shut::from_text))
}

pub(super) fn set_moved(c: &Connection, to: Option<&str>) -> Result<(), StoreError> {
    match (shut(c)?, to) {
        (Some(Shut::Importing), _) => Err(Shut::Importing.refusal()),
        (_, Some(to)) => set(c, "shut", Shut::Moved(to.to_owned()).text()),
        (_, None) => run(c, "DELETE FROM meta WHERE name = 'shut'", []).map(drop),
    }
}

pub(super) fn import(c: &Connection, step: &Import) -> Result<(), StoreError> {
    match (step, shut(c)?) {
        (Import::Begin, shut) => begin(c, shut),
        (Import::Entries(entries), Some(Shut::Importing)) => entries.iter().try_for_each(|entry| put(c, entry)),
        (Import::End { about, whole }, Some(Shut::Importing)) => end(c, about, *whole),
        (Import::End { about, whole }, None)
            if deployment(c)? == about.deployment && number(c, "seq")? == whole.seq =>
        {
            Ok(())
        }
        _ => Err(StoreError::Refused("an import goes on that was not begun".into())),
    }
}

fn begin(c: &Connection, shut: Option<Shut>) -> Result<(), StoreError> {
    if shut != Some(Shut::Importing) {
        if shut.is_some() || number(c, "seq")? > Seq(0) {
            return Err(StoreError::Refused("this store has been used; a copy goes only into a fresh one".into()));
        }
        set(c, "shut", Shut::Importing.text())?;
    }
    for table in ["keys", "records", "once"] {
        run(c, &format!("DELETE FROM {table}"), [])?;
    }
    set(c, "seq", 0)?;
    // What a hub noted that had opened the fresh store, and never wrote.
    run(c, "DELETE FROM meta WHERE name = 'clock' OR name >= 'bookmark/' AND name < 'bookmark0'", []).map(drop)
}

fn put(c: &Connection, entry: &Entry) -> Result<(), StoreError> {
    let key = entry.key.as_str();
    run(c, "DELETE FROM records WHERE key = ?1", [key])?;
    run(c, "DELETE FROM once WHERE owner = ?1", [key])?;
    for (n, record) in (0_i64..).zip(&entry.records) {
        run(c, "INSERT INTO records VALUES (?1, ?2, ?3)", (key, n, record.as_ref()))?;
    }
    for noted in &entry.ids {
        // An id whose former owner is gone may have a new one; which of the two entries came first is chance.
        let insert = "INSERT INTO once VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT(id) DO UPDATE SET owner = ?2, receipt = ?3, seq = ?4 WHERE seq < ?4";
        run(c, insert, (noted.id.as_bytes().as_slice(), key, noted.receipt.as_ref(), signed(noted.seq.0)))?;
    }
    let row = (
        key,
        signed(entry.version.0),
        signed(entry.seq.0),
        signed(entry.generation.0),
        signed(entry.records.len() as u64),
        entry.removed_at.map(|at| at.timestamp()),
    );
    run(c, "INSERT OR REPLACE INTO keys VALUES (?1, ?2, ?3, ?4, ?5, ?6)", row)?;
    run(c, "UPDATE meta SET value = max(value, ?1) WHERE name = 'seq'", [signed(entry.place().0)]).map(drop)
}

fn end(c: &Connection, about: &About, whole: Whole) -> Result<(), StoreError> {
    set(c, "deployment", about.deployment.as_bytes().as_slice())?;
    set(c, "made_at", about.made_at.to_rfc3339())?;
    if let Some(clock) = about.clock {
        set(c, "clock", clock.word())?;
    }
    for (name, seq) in &about.bookmarks {
        set(c, &format!("bookmark/{name}"), signed(seq.0))?;
    }
    set(c, "seq", signed(whole.seq.0))?;
    set(c, "horizon", signed(whole.complete_from.0))?;
    run(c, "DELETE FROM meta WHERE name = 'shut'", []).map(drop)
}

fn set(c: &Connection, name: &str, value: impl rusqlite::ToSql) -> Result<(), StoreError> {
    run(c, "INSERT OR REPLACE INTO meta VALUES (?1, ?2)", (name, value)).map(drop)
}

fn text(c: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut statement = c.prepare_cached("SELECT value FROM meta WHERE name = ?1").map_err(error)?;
    statement.query_row([name], |row| row.get(0)).optional().map_err(error)
}

fn broken(what: &str) -> StoreError {
    StoreError::Broken(what.into())
}

//! Questions to the tables, each answered from one snapshot. A function from a connection to a value; who waits for
//! whom is decided above.
//! Must not know: threads, queues, or how anything was written.

use super::schema::error;
use crate::limits;
use crate::store::{Changed, ChangedKey, Held, Key, Record, Seq, StoreError, Tail, Version};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

/// The row of a key that exists.
pub(super) struct KeyRow {
    pub version: Version,
    pub seq: Seq,
    pub generation: Seq,
    pub count: u64,
}

/// SQLite's integers are signed; a negative one here was never written by us.
pub(super) fn unsigned(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// Numbers on their way in. A sequence past `i64` would take 292 years at a commit a nanosecond.
pub(super) fn signed(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

pub(super) fn key_row(connection: &Connection, key: &Key) -> Result<Option<KeyRow>, StoreError> {
    let query = "SELECT version, seq, generation, count FROM keys WHERE key = ?1 AND removed_at IS NULL";
    let found = connection.prepare_cached(query).map_err(error)?.query_row([key.as_str()], |row| {
        Ok(KeyRow {
            version: Version(unsigned(row, 0)?),
            seq: Seq(unsigned(row, 1)?),
            generation: Seq(unsigned(row, 2)?),
            count: unsigned(row, 3)?,
        })
    });
    found.optional().map_err(error)
}

pub(super) fn records(connection: &Connection, key: &Key, first: u64) -> Result<Vec<Record>, StoreError> {
    let query = "SELECT bytes FROM records WHERE key = ?1 AND n >= ?2 ORDER BY n";
    let mut statement = connection.prepare_cached(query).map_err(error)?;
    let rows = statement
        .query_map((key.as_str(), signed(first)), |row| Ok(Record::from(row.get_ref(0)?.as_blob()?)))
        .map_err(error)?;
    rows.collect::<rusqlite::Result<_>>().map_err(error)
}

pub(super) fn many(connection: &Connection, keys: &[Key]) -> Result<Vec<Held>, StoreError> {
    keys.iter()
        .map(|key| match key_row(connection, key)? {
            Some(row) => Ok(Held { version: row.version, seq: row.seq, records: records(connection, key, 0)? }),
            None => Ok(Held::default()),
        })
        .collect()
}

pub(super) fn tail(connection: &Connection, key: &Key, generation: Seq, kept: usize) -> Result<Tail, StoreError> {
    let Some(row) = key_row(connection, key)? else { return Ok(Tail::default()) };
    // Whoever claims more than there is, holds something else.
    let kept = kept as u64;
    let first = if row.generation == generation && kept <= row.count { kept } else { 0 };
    let records = records(connection, key, first)?;
    let first = usize::try_from(first).unwrap_or(0);
    Ok(Tail { version: row.version, seq: row.seq, generation: row.generation, first, records })
}

pub(super) fn list(
    connection: &Connection,
    prefix: &str,
    after: Option<&Key>,
    limit: usize,
) -> Result<Vec<(Key, Version, Seq)>, StoreError> {
    // No byte of a key is as high as 0x7f, so this bound is above every key with the prefix.
    let query = "SELECT key, version, seq FROM keys
        WHERE key >= ?1 AND key < ?1 || char(127) AND key > ?2 AND removed_at IS NULL ORDER BY key LIMIT ?3";
    let mut statement = connection.prepare_cached(query).map_err(error)?;
    let after = after.map_or("", Key::as_str);
    let mut rows = statement.query((prefix, after, signed(limit as u64))).map_err(error)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(error)? {
        found.push((key(row, 0)?, Version(unsigned(row, 1).map_err(error)?), Seq(unsigned(row, 2).map_err(error)?)));
    }
    Ok(found)
}

pub(super) fn changed(connection: &Connection, after: Seq, limit: usize) -> Result<Changed, StoreError> {
    let query = "SELECT key, seq, removed_at IS NOT NULL FROM keys WHERE seq > ?1 ORDER BY seq, key LIMIT ?2";
    let limit = limit.max(1);
    // As many rows more as one commit can have, so that the last commit on the page is there in full.
    let rows_wanted = signed(limit.saturating_add(limits::COMMIT_KEYS_MAX) as u64);
    let mut statement = connection.prepare_cached(query).map_err(error)?;
    let mut rows = statement.query((signed(after.0), rows_wanted)).map_err(error)?;
    let mut keys: Vec<ChangedKey> = Vec::new();
    let mut more = false;
    while let Some(row) = rows.next().map_err(error)? {
        let seq = Seq(unsigned(row, 1).map_err(error)?);
        if keys.len() >= limit && keys.last().is_some_and(|last| last.seq != seq) {
            more = true;
            break;
        }
        keys.push(ChangedKey { key: key(row, 0)?, seq, removed: row.get(2).map_err(error)? });
    }
    let last = number(connection, "seq")?;
    let until = match keys.last() {
        Some(key) if more => key.seq,
        // Some commits only note an id and touch no key: they are passed over as well.
        _ => last.max(after),
    };
    // A file does not lose commits while it is open.
    Ok(Changed { keys, until, complete_from: number(connection, "horizon")?, last, run: "sqlite".into() })
}

/// A place in the sequence that `meta` remembers; 0 if it does not.
pub(super) fn number(connection: &Connection, name: &str) -> Result<Seq, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1").map_err(error)?;
    let found = statement.query_row([name], |row| unsigned(row, 0)).optional().map_err(error)?;
    Ok(Seq(found.unwrap_or(0)))
}

pub(super) fn seen(connection: &Connection, id: Uuid) -> Result<Option<(Key, Record, Seq)>, StoreError> {
    let query = "SELECT owner, receipt, seq FROM once WHERE id = ?1";
    let mut statement = connection.prepare_cached(query).map_err(error)?;
    let mut rows = statement.query([id.as_bytes().as_slice()]).map_err(error)?;
    let Some(row) = rows.next().map_err(error)? else { return Ok(None) };
    let receipt = row.get_ref(1).map_err(error)?.as_blob().map_err(|e| error(e.into()))?;
    Ok(Some((key(row, 0)?, receipt.into(), Seq(unsigned(row, 2).map_err(error)?))))
}

pub(super) fn deployment(connection: &Connection) -> Result<Uuid, StoreError> {
    let query = "SELECT value FROM meta WHERE name = 'deployment'";
    let bytes: Vec<u8> = connection.query_row(query, [], |row| row.get(0)).map_err(error)?;
    Uuid::from_slice(&bytes).map_err(|_| StoreError::Broken("the id of the deployment".into()))
}

pub(super) fn key(row: &Row<'_>, column: usize) -> Result<Key, StoreError> {
    let text: String = row.get(column).map_err(error)?;
    Key::new(text).ok_or_else(|| StoreError::Broken("a key that could not have been written".into()))
}

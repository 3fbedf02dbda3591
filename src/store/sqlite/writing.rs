//! What a commit does to the tables. Each function runs inside the writer's transaction and leaves it to the writer
//! to undo what failed.
//! Must not know: queues, threads, or when something becomes durable.

use super::reading::{deployment, key_row, number, seen, signed};
use super::schema::error;
use crate::limits::TOMBSTONE_DAYS;
use crate::store::{Change, ClockMark, Key, Once, Outcome, Record, Seq, StoreError, Version, Write};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, Params};
use uuid::Uuid;

pub(super) fn run(connection: &Connection, sql: &str, values: impl Params) -> Result<usize, StoreError> {
    connection.prepare_cached(sql).map_err(error)?.execute(values).map_err(error)
}

/// Any outcome but `Committed` leaves changes behind that the caller has to undo.
pub(super) fn commit(
    connection: &Connection,
    writes: &[Write],
    once: Option<&Once>,
    at: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    // Before the versions: whoever repeats himself carries old versions, and would be told to decide again.
    if let Some(once) = once
        && let Some((_, receipt, seq)) = seen(connection, once.id)?
    {
        return Ok(Outcome::Repeated { receipt, seq });
    }
    // Read from the file, not kept in memory: another process may have committed since.
    let seq = Seq(number(connection, "seq")?.0 + 1);
    for write in writes {
        if !apply(connection, write, seq, at)? {
            return Ok(Outcome::Stale(write.key.clone()));
        }
    }
    if let Some(once) = once
        && !note(connection, once, writes, seq)?
    {
        return Ok(Outcome::Stale(once.owner.clone()));
    }
    run(connection, "UPDATE meta SET value = ?1 WHERE name = 'seq'", [signed(seq.0)])?;
    Ok(Outcome::Committed(seq))
}

/// `false` if the key is not at the expected version.
fn apply(connection: &Connection, write: &Write, seq: Seq, at: DateTime<Utc>) -> Result<bool, StoreError> {
    let held = key_row(connection, &write.key)?;
    let version = held.as_ref().map_or(Version(0), |row| row.version);
    if version != write.expected {
        return Ok(false);
    }
    let (records, appended): (&[Record], _) = match &write.change {
        Change::Remove => return remove(connection, &write.key, seq, at).map(|()| true),
        Change::Replace(records) => (records, None),
        // A key that did not exist begins a new generation, also when it is begun by appending.
        Change::Append(records) => (records, held),
    };
    let (generation, first) = appended.map_or((seq, 0), |row| (row.generation, row.count));
    if generation == seq {
        run(connection, "DELETE FROM records WHERE key = ?1", [write.key.as_str()])?;
    }
    for (n, record) in (first..).zip(records) {
        let insert = "INSERT INTO records VALUES (?1, ?2, ?3)";
        run(connection, insert, (write.key.as_str(), signed(n), record.as_ref()))?;
    }
    let count = first + records.len() as u64;
    let upsert = "INSERT INTO keys VALUES (?1, ?2, ?3, ?4, ?5, NULL) ON CONFLICT(key) DO UPDATE
        SET version = ?2, seq = ?3, generation = ?4, count = ?5, removed_at = NULL";
    let row = (write.key.as_str(), signed(version.0 + 1), signed(seq.0), signed(generation.0), signed(count));
    run(connection, upsert, row).map(|_| true)
}

fn remove(connection: &Connection, key: &Key, seq: Seq, at: DateTime<Utc>) -> Result<(), StoreError> {
    run(connection, "DELETE FROM records WHERE key = ?1", [key.as_str()])?;
    run(connection, "DELETE FROM once WHERE owner = ?1", [key.as_str()])?;
    let upsert = "INSERT INTO keys VALUES (?1, 0, ?2, ?2, 0, ?3) ON CONFLICT(key) DO UPDATE
        SET version = 0, seq = ?2, generation = ?2, count = 0, removed_at = ?3";
    run(connection, upsert, (key.as_str(), signed(seq.0), at.timestamp())).map(|_| ())
}

/// Notes the commit's id; `false` if its owner does not exist.
fn note(connection: &Connection, once: &Once, writes: &[Write], seq: Seq) -> Result<bool, StoreError> {
    if key_row(connection, &once.owner)?.is_none() {
        return Ok(writes.iter().any(|w| w.key == once.owner && w.change == Change::Remove));
    }
    let insert = "INSERT INTO once VALUES (?1, ?2, ?3, ?4)";
    let row = (once.id.as_bytes().as_slice(), once.owner.as_str(), once.receipt.as_ref(), signed(seq.0));
    run(connection, insert, row).map(|_| true)
}

pub(super) fn lease(
    connection: &Connection,
    name: &str,
    holder: Uuid,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    // One that ends later than ours would is by a clock that runs ahead: it is not waited for, or the work would rest
    // until that clock's hour comes.
    let upsert = "INSERT INTO leases VALUES (?1, ?2, ?3) ON CONFLICT(name) DO UPDATE
        SET holder = ?2, until = ?3 WHERE holder = ?2 OR until <= ?4 OR until > ?3";
    let row = (name, holder.as_bytes().as_slice(), until.timestamp_millis(), now.timestamp_millis());
    run(connection, upsert, row).map(|taken| taken > 0)
}

pub(super) fn sweep(connection: &Connection, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let before = (now - TimeDelta::days(TOMBSTONE_DAYS)).timestamp();
    let query = "SELECT max(seq) FROM keys WHERE removed_at < ?1";
    let last: Option<i64> = connection.query_row(query, [before], |row| row.get(0)).map_err(error)?;
    let Some(last) = last else { return Ok(0) };
    run(connection, "UPDATE meta SET value = max(value, ?1) WHERE name = 'horizon'", [last])?;
    run(connection, "DELETE FROM keys WHERE removed_at < ?1", [before])
}

/// The first mark stays.
pub(super) fn mark(connection: &Connection, clock: ClockMark) -> Result<ClockMark, StoreError> {
    // Only a store that is whole may be marked; this also refuses a file that lost its meta table.
    deployment(connection)?;
    run(connection, "INSERT INTO meta VALUES ('clock', ?1) ON CONFLICT(name) DO NOTHING", [clock.word()])?;
    let query = "SELECT value FROM meta WHERE name = 'clock'";
    let held: Option<String> = connection.query_row(query, [], |row| row.get(0)).optional().map_err(error)?;
    ClockMark::from_word(held.as_deref().unwrap_or_default())
}

pub(super) fn set_bookmark(connection: &Connection, name: &str, seq: Seq) -> Result<(), StoreError> {
    let upsert = "INSERT INTO meta VALUES ('bookmark/' || ?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2";
    run(connection, upsert, (name, signed(seq.0))).map(|_| ())
}

//! The SQLite file: how a connection is set up, which tables there are, and which versions of them can be read.
//! Every connection goes through here, so that none forgets `secure_delete` or the wait for another process.
//! Must not know: what a commit or a read does with the tables.

use crate::limits;
use crate::store::{Opening, StoreError};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::io::ErrorKind;
use std::path::Path;
use uuid::Uuid;

/// The form of the tables. A newer one is refused: an older program would write what the newer cannot trust.
pub(super) const FORM: i64 = 1;

/// `removed_at` is set while a key is gone: the row stays for the change feed, its records do not.
/// `generation` is the commit since which records were only appended.
const TABLES: &str = "
    CREATE TABLE keys(
        key TEXT PRIMARY KEY, version INTEGER NOT NULL, seq INTEGER NOT NULL, generation INTEGER NOT NULL,
        count INTEGER NOT NULL, removed_at INTEGER) WITHOUT ROWID;
    CREATE INDEX keys_by_seq ON keys(seq);
    CREATE TABLE records(key TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY(key, n)) WITHOUT ROWID;
    CREATE TABLE once(id BLOB PRIMARY KEY, owner TEXT NOT NULL, receipt BLOB NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX once_by_owner ON once(owner);
    CREATE TABLE leases(name TEXT PRIMARY KEY, holder BLOB NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE meta(name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
    INSERT INTO meta VALUES ('seq', 0), ('horizon', 0);";

/// Makes the file, readable for its owner only, and its folders, if they are not there.
pub(super) fn make_file(path: &Path) -> Result<(), StoreError> {
    let away = |e: std::io::Error| StoreError::Away(format!("{}: {e}", path.display()));
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(away)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    // SQLite gives its -wal and -shm the mode of the main file, so this covers all three.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(away)
}

/// Looks whether there is a file with something in it, and makes nothing. SQLite takes an empty one for a new database.
pub(super) fn require_file(path: &Path) -> Result<(), StoreError> {
    match std::fs::metadata(path) {
        Ok(found) if found.len() > 0 => Ok(()),
        Ok(_) => Err(empty(path)),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(StoreError::Empty(format!("no file {}", path.display()))),
        Err(e) => Err(StoreError::Away(format!("{}: {e}", path.display()))),
    }
}

fn empty(path: &Path) -> StoreError {
    StoreError::Empty(format!("the file {} is empty", path.display()))
}

/// A connection to a file that exists, with the settings every connection needs.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(error)?;
    connection.busy_timeout(limits::STORE_WAIT).map_err(error)?;
    connection.set_prepared_statement_cache_capacity(64);
    // FULL, because a commit that was answered must survive a power cut; secure_delete, because a destroyed key
    // must not linger in a free page.
    for (name, value) in [("journal_mode", "WAL"), ("synchronous", "FULL"), ("secure_delete", "ON")] {
        connection.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(nothing_said).map_err(error)?;
    }
    Ok(connection)
}

/// Some pragmas answer, some do not; both are right.
fn nothing_said(e: rusqlite::Error) -> rusqlite::Result<()> {
    if e == rusqlite::Error::QueryReturnedNoRows { Ok(()) } else { Err(e) }
}

/// Makes the tables of a new store, if that is allowed, or refuses what this program cannot read.
pub(super) fn prepare(connection: &mut Connection, opening: Opening) -> Result<(), StoreError> {
    // Immediate: two processes that open a new file at once must not both make the tables.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(error)?;
    let form: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(error)?;
    if form > FORM {
        return Err(StoreError::Refused(format!(
            "a store of form {form}, and this program reads up to {FORM}: use a newer Onward, or restore a backup made by this one"
        )));
    }
    if form == 0 {
        let strangers = "SELECT count(*) FROM sqlite_schema";
        if transaction.query_row(strangers, [], |row| row.get::<_, i64>(0)).map_err(error)? > 0 {
            return Err(StoreError::Refused("a SQLite file that is not an Onward store".into()));
        }
        // Somebody was killed while he made it.
        let Opening::MakeIfEmpty(opened_at) = opening else {
            return Err(empty(Path::new(transaction.path().unwrap_or_default())));
        };
        transaction.execute_batch(TABLES).map_err(error)?;
        let insert = "INSERT INTO meta VALUES ('deployment', ?1), ('made_at', ?2)";
        let id = Uuid::new_v4().into_bytes();
        transaction.execute(insert, (id.as_slice(), opened_at.to_rfc3339())).map_err(error)?;
        transaction.pragma_update(None, "user_version", FORM).map_err(error)?;
    }
    // Not in TABLES: stores made before copies could be made lack it, and an older program does not mind it.
    transaction.execute_batch("CREATE INDEX IF NOT EXISTS once_by_seq ON once(seq)").map_err(error)?;
    transaction.commit().map_err(error)
}

/// Moves everything from the log into the main file and empties the log, so that what was removed is in neither.
/// `false` if a reader stood in the way: the caller owes it another try.
pub(super) fn empty_log(connection: &Connection) -> bool {
    // Not waiting for readers: the writer has commits to answer.
    let tried = connection
        .busy_timeout(std::time::Duration::ZERO)
        .and_then(|()| connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0)));
    let restored = connection.busy_timeout(limits::STORE_WAIT);
    tried == Ok(0) && restored.is_ok()
}

/// SQLite's failures by what a caller can do. Its texts name tables and files, never what is stored in them.
pub(super) fn error(e: rusqlite::Error) -> StoreError {
    use rusqlite::Error as E;
    match e.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TypeMismatch) => broken(&e),
        Some(ErrorCode::TooBig) => StoreError::Refused(e.to_string()),
        Some(_) => StoreError::Away(e.to_string()),
        None => match e {
            E::InvalidColumnType(..) | E::FromSqlConversionFailure(..) | E::IntegralValueOutOfRange(..) => broken(&e),
            E::QueryReturnedNoRows => StoreError::Broken("a row that every store has is missing".into()),
            _ => StoreError::Away(e.to_string()),
        },
    }
}

fn broken(e: &rusqlite::Error) -> StoreError {
    StoreError::Broken(e.to_string())
}

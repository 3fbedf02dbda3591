//! Redis's failures by what a caller can do. The texts are ours: Redis may quote what it was given.
//! An answer that tells nothing of the outcome is *away*; what only a person can mend is *broken*.
//! Must not know: what was asked.

use crate::store::StoreError;
use redis::{ErrorKind, RedisError};

/// What the caller of the store is told.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
pub(super) fn error(e: RedisError) -> StoreError {
    let away = |why: &str| StoreError::Away(why.to_owned());
    match e.code() {
        Some("OOM") => return away("Redis is at its maxmemory and takes no writes"),
        // At its maxmemory it queues nothing, so that also reading in a transaction fails; and what an account may not do.
        Some("EXECABORT") => {
            return away("Redis refuses a transaction: it is at its maxmemory, or its account lacks a right");
        }
        Some("MISCONF") => return away("Redis cannot write its files and takes no writes"),
        Some("READONLY") => return away("the Redis that answers has become a replica"),
        Some("LOADING") => return away("Redis is still reading its files"),
        Some("NOREPLICAS") => return away("Redis has too few replicas and takes no writes"),
        Some("NOSCRIPT") => return away("Redis has forgotten the scripts"),
        Some("BUSY") => return away("Redis is busy with somebody's script"),
        Some("NOPERM") => return away("Redis does not let this account do that"),
        Some("WRONGPASS" | "NOAUTH") => return away("Redis does not accept the name or the password"),
        _ => {}
    }
    match e.kind() {
        _ if e.is_timeout() => away("Redis does not answer in time"),
        ErrorKind::Io | ErrorKind::Client => away("there is no connection to Redis"),
        ErrorKind::AuthenticationFailed => away("Redis does not accept the name or the password"),
        ErrorKind::Parse | ErrorKind::UnexpectedReturnType => {
            StoreError::Broken("Redis holds something else where the store should be".into())
        }
        ErrorKind::Server(_) if e.code() == Some("WRONGTYPE") => {
            StoreError::Broken("Redis holds something else where the store should be".into())
        }
        kind => StoreError::Away(format!("Redis failed ({kind:?})")),
    }
}

/// Whether the connection is of no use any more. After a time-out too: one that is half open looks the same.
pub(super) fn is_over(e: &RedisError) -> bool {
    let ours = matches!(e.code(), Some("READONLY" | "NOSCRIPT" | "LOADING" | "NOAUTH"));
    ours || e.is_timeout() || matches!(e.kind(), ErrorKind::Io | ErrorKind::Client | ErrorKind::Parse)
}

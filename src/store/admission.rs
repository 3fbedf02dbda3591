//! What a commit must be like before any store looks at it: the limits, checked once for all of them.
//! A refusal names the limit and never quotes a record.
//! Must not know: what is stored, or where.

use super::{Change, Once, StoreError, Write};
use crate::limits;
use std::collections::HashSet;

/// Refuses a commit that no store may take.
pub(super) fn check(writes: &[Write], once: Option<&Once>) -> Result<(), StoreError> {
    if writes.is_empty() && once.is_none() {
        return refuse("a commit that writes nothing".into());
    }
    if writes.len() > limits::COMMIT_KEYS_MAX {
        return refuse(format!("{} keys in one commit; at most {}", writes.len(), limits::COMMIT_KEYS_MAX));
    }
    let mut keys = HashSet::new();
    if let Some(twice) = writes.iter().find(|w| !keys.insert(&w.key)) {
        return refuse(format!("{} twice in one commit", twice.key));
    }
    let mut total = 0;
    let records = writes.iter().flat_map(|w| match &w.change {
        Change::Replace(records) | Change::Append(records) => records.as_slice(),
        Change::Remove => &[],
    });
    for record in records.chain(once.map(|o| &o.receipt)) {
        if record.len() > limits::RECORD_BYTES_MAX {
            return refuse(format!("a record of {} bytes; at most {}", record.len(), limits::RECORD_BYTES_MAX));
        }
        total += record.len();
    }
    if total > limits::COMMIT_BYTES_MAX {
        return refuse(format!("a commit of {total} bytes; at most {}", limits::COMMIT_BYTES_MAX));
    }
    Ok(())
}

fn refuse(why: String) -> Result<(), StoreError> {
    Err(StoreError::Refused(why))
}

//! Which life of a Redis answers: its process, and its history as a master. Asked with the question itself, because
//! Redis keeps the connections of a master that becomes a replica: one that was greeted says nothing of now.
//! Must not know: what is asked, or what becomes of the connection.

use crate::store::StoreError;
use redis::{Cmd, Pipeline};
use std::sync::Arc;

fn question() -> Cmd {
    redis::cmd("INFO").arg("replication").to_owned()
}

/// The question between two looks. A change between them is seen, and a history never comes back. No transaction: at
/// its maxmemory Redis refuses those, and a full one can still be read.
pub(super) fn framed(asked: Cmd) -> Pipeline {
    let mut framed = redis::pipe();
    framed.ignore_errors().add_command(question()).add_command(asked).add_command(question());
    framed
}

/// The life that answered between the two looks. `process` is the run the connection leads to: it changes with a restart.
/// The history (`master_replid`) changes when a replica is promoted, so also when a former master is again; what was
/// committed in between may be lost, and the sequence the same. It changes twice without a loss, and everything is then
/// read again for nothing: when a master gets its first replica, and an hour after it lost its last one.
///
/// # Errors
/// `Away` if it is no master, or was another one a moment ago.
pub(super) fn life(process: &str, before: &str, behind: &str) -> Result<Arc<str>, StoreError> {
    let away = |why: &str| StoreError::Away(why.to_owned());
    let look = |info: &str| {
        let value = |name: &str| info.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(':')).map(str::trim);
        if value("role") != Some("master") {
            return Err(away("the Redis that answers has become a replica"));
        }
        value("master_replid").map(str::to_owned).ok_or_else(|| away("a Redis that does not say which history it has"))
    };
    let (before, behind) = (look(before)?, look(behind)?);
    if before != behind {
        return Err(away("the Redis that answers has just become another master"));
    }
    Ok(format!("{process}/{behind}").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_life_is_a_process_with_one_history() {
        let info = |role: &str, replid: &str| format!("# Replication\r\nrole:{role}\r\nmaster_replid:{replid}\r\n");
        let check = |before: String, behind: String, expected: &str| {
            let said = life("p", &before, &behind).map_or_else(|e| e.to_string(), |life| life.to_string());
            assert!(said.contains(expected), "{said}, not {expected}");
        };
        check(info("master", "a"), info("master", "a"), "p/a");
        check(info("master", "a"), info("slave", "a"), "become a replica");
        check(info("slave", "b"), info("master", "c"), "become a replica");
        check(info("master", "a"), info("master", "b"), "another master");
        check(String::new(), String::new(), "become a replica");
        check("role:master".to_owned(), "role:master".to_owned(), "which history");
    }
}

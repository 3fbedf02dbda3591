//! The scripts that run inside Redis: each in a file of its own, loaded with every connection and called by its hash.
//! A server that was emptied of scripts answers NOSCRIPT: the connection is then given up, and the next one loads them.
//! Must not know: when one is called.

use redis::{Cmd, Script};
use std::sync::LazyLock;

/// Every key of the store begins with this. One hash tag: a commit spans keys.
pub(super) const PREFIX: &str = "{onward}:";
pub(super) const META: &str = "{onward}:meta";
pub(super) const WAKE: &str = "{onward}:wake";

pub(super) static COMMIT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("commit.lua")));
pub(super) static KEEP: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("keep.lua")));
pub(super) static CHANGED: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("changed.lua")));
pub(super) static LIST: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("list.lua")));
pub(super) static TAIL: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("tail.lua")));
pub(super) static LEASE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lease.lua")));
pub(super) static SWEEP: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("sweep.lua")));

pub(super) static EXPORT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("export.lua")));
pub(super) static IMPORT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("import.lua")));

/// Runs once for each connection, so it is sent whole.
pub(super) const PREPARE: &str = include_str!("prepare.lua");

/// Takes a debt off, if it is still the one that was read: what was removed since is not in the file that is being
/// written. Rarely needed, so it is sent whole.
pub(super) fn strike_out(owed: &str) -> Cmd {
    let text = "return redis.call('HGET', KEYS[1], 'rewrite_owed') == ARGV[1] and redis.call('HDEL', KEYS[1], 'rewrite_owed') or 0";
    redis::cmd("EVAL").arg(text).arg(1).arg(META).arg(owed).to_owned()
}

/// Loads them all.
pub(super) fn load() -> redis::Pipeline {
    let texts = [
        include_str!("commit.lua"),
        include_str!("keep.lua"),
        include_str!("changed.lua"),
        include_str!("list.lua"),
        include_str!("tail.lua"),
        include_str!("lease.lua"),
        include_str!("sweep.lua"),
        include_str!("export.lua"),
        include_str!("import.lua"),
    ];
    let mut load = redis::pipe();
    for text in texts {
        load.cmd("SCRIPT").arg("LOAD").arg(text).ignore();
    }
    load
}

/// A call of one, with its one key; arguments follow.
pub(super) fn call(script: &Script, key: &str) -> Cmd {
    let mut call = redis::cmd("EVALSHA");
    call.arg(script.get_hash()).arg(1).arg(key);
    call
}

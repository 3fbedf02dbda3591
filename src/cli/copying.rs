//! What `backup`, `restore` and `move` have in common: a store that has to be there, hubs that must not be, and a
//! line on stderr for whoever waits.
//! Must not know: files, what is copied.

use crate::app::deployment::words;
use crate::app::ticker::TICK;
use crate::config::settings::{Settings, hide};
use crate::limits::{LEASE_AHEAD, LEASE_TRY_EVERY, PROGRESS_EVERY, TICK_LEASE};
use crate::store::{Durability, Opening, Seq, Store};
use anyhow::bail;
use chrono::Utc;
use std::time::Instant;
use uuid::Uuid;

/// A store that was made and never written to: from a mistyped address it would give a good copy of nothing.
pub(super) async fn require_used(store: &Store, address: &str) -> anyhow::Result<()> {
    if store.seq().await? == Seq(0) {
        bail!("the store at {} has never been used: is ONWARD_STORE right?", hide(address));
    }
    Ok(())
}

/// A living hub prolongs its lease every second. One that has just been stopped or killed leaves it to run out, so
/// this waits for as long as a lease may last. `holder` has the lease then, and may ask again at once.
pub(super) async fn require_no_hub(store: &Store, address: &str, holder: Uuid) -> anyhow::Result<()> {
    let begun = Instant::now();
    // A lease that ends later than the asked one is not waited for, because its clock may run ahead; here it would be a
    // living hub, seen by a clock that is behind. So more is asked for first, and then given back.
    while !(store.lease(TICK, holder, TICK_LEASE + LEASE_AHEAD, Utc::now()).await?
        && store.lease(TICK, holder, TICK_LEASE, Utc::now()).await?)
    {
        if begun.elapsed() > TICK_LEASE + 2 * LEASE_TRY_EVERY {
            bail!("a hub is serving from {}: stop all hubs first", hide(address));
        }
        tokio::time::sleep(LEASE_TRY_EVERY).await;
    }
    Ok(())
}

/// Also one that is shut.
pub(super) async fn open(address: &str, settings: &Settings, opening: Opening) -> anyhow::Result<Store> {
    let durability = Durability::of(settings.durability_relaxed);
    Store::open_shut(address, durability, opening).await.map_err(|e| words(address, e))
}

/// Counts keys for whoever watches.
pub(super) struct Progress {
    what: &'static str,
    keys: u64,
    told: Instant,
}

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, keys: 0, told: Instant::now() }
    }

    pub(super) fn add(&mut self, keys: usize) {
        self.keys += keys as u64;
        if self.told.elapsed() >= PROGRESS_EVERY {
            self.told = Instant::now();
            eprintln!("{}: {} keys", self.what, self.keys);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[tokio::test]
    async fn a_hub_whose_clock_is_ahead_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("hub.db").display());
        let store = Store::open(&address, Durability::Synced, Opening::MakeIfEmpty(Utc::now())).await.unwrap();
        let hub = Utc::now() + TimeDelta::seconds(20);
        assert!(store.lease(TICK, Uuid::from_u128(1), TICK_LEASE, hub).await.unwrap());
        let found = require_no_hub(&store, &address, Uuid::from_u128(2)).await;
        assert!(found.unwrap_err().to_string().contains("stop all hubs first"));
        store.close().await.unwrap();
    }
}

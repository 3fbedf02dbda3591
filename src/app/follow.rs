//! The follower: reads the change feed and brings what changed to the shelf, the board and the consequences, in
//! that order. A wake is only a hint; once a second it looks by itself. And the ticker: what time changes.
//! Must not know: how any of them does it.

use super::App;
use crate::domain::audience::Role;
use crate::hub::doc::{AccountChange, Change};
use crate::intake::{consequences, tick};
use crate::ledger::LedgerError;
use crate::ledger::account::{SESSION_KEYS, Standing, TOKEN_KEYS, account_of};
use crate::limits;
use crate::store::{Key, Seq};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The lease a living hub holds, or another one on the same store.
pub const TICK: &str = "tick";

/// Follows the change feed from a place until told to stop.
pub async fn follow(app: App, mut after: Seq, mut stop: watch::Receiver<bool>) {
    let mut wake = app.intake.movements.store().wake();
    loop {
        match catch_up(&app, after).await {
            Ok(seq) => after = seq,
            Err(e) => tracing::warn!(error = %e, "the change feed cannot be read; trying again"),
        }
        tokio::select! {
            _ = wake.changed() => {}
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            _ = stop.wait_for(|v| *v) => return,
        }
    }
}

/// Takes in everything up to now.
///
/// # Errors
/// When the store is away; what was taken in stays.
pub async fn catch_up(app: &App, mut after: Seq) -> Result<Seq, LedgerError> {
    let ledger = &app.intake.movements;
    loop {
        let page = ledger.store().changed(after, limits::CHANGES_PAGE).await?;
        if page.until == after {
            return Ok(after);
        }
        let keys: Vec<Key> = page.keys.into_iter().map(|k| k.key).collect();
        let touched = app.intake.shelf.take(ledger, &app.intake.rules.order, &keys, page.until).await?;
        for id in &touched.removed {
            app.board.remove(*id, page.until);
        }
        accounts(app, &touched.others).await;
        for id in &touched.movements {
            if let Some(loaded) = app.intake.shelf.movement(*id) {
                app.board.show(&app.intake.shelf, &loaded, page.until);
            }
        }
        app.board.caught(page.until);
        after = page.until;
        for id in touched.movements {
            if let Err(e) = consequences::consider(&app.intake, id, app.clock.now()).await {
                tracing::warn!(movement = %id, error = %e, "what is owed could not be written; the next change tries again");
            }
        }
    }
}

/// A changed account closes its sessions; a new station account makes its airport a staffed one.
async fn accounts(app: &App, keys: &[Key]) {
    let changed: BTreeSet<&str> = keys.iter().filter_map(account_of).collect();
    for key in keys.iter().filter(|k| k.as_str().starts_with(SESSION_KEYS) || k.as_str().starts_with(TOKEN_KEYS)) {
        session(app, key).await;
    }
    if changed.is_empty() {
        return;
    }
    let all = match app.accounts.list().await {
        Ok(all) => all,
        Err(e) => return tracing::warn!(error = %e, "accounts cannot be listed"),
    };
    for (name, account) in all.iter().filter(|(name, _)| changed.contains(name.as_str())) {
        let what = if account.disabled { AccountChange::Revoked } else { AccountChange::Scope };
        app.fanout.send(Change::Account { account: Arc::from(name.as_str()), what });
    }
    let stations =
        all.into_iter().filter(|(_, a)| a.role == Role::Station && !a.disabled).flat_map(|(_, a)| a.stations);
    app.intake.rules.atlas.set_posts(stations.map(|a| a.to_string()).collect());
    // A post that came or went changes who is told and who may see, of every movement through that airport.
    for loaded in app.intake.shelf.movements() {
        app.board.show(&app.intake.shelf, &loaded, app.board.seq());
    }
}

/// A sign-in that is over closes its sockets.
async fn session(app: &App, key: &Key) {
    if let Ok(Standing::Valid(_)) = app.accounts.standing(key, chrono::Utc::now()).await {
        return;
    }
    let account: Arc<str> = Arc::from("");
    let hash = key.as_str().strip_prefix(SESSION_KEYS).unwrap_or_default();
    app.fanout.send(Change::Account { account, what: AccountChange::Expired(Arc::from(hash)) });
}

/// Commits what the clock changes, once a second; tells how the sources are.
pub async fn ticks(app: App, mut stop: watch::Receiver<bool>) {
    let holder = uuid::Uuid::new_v4();
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut count = 0u64;
    let mut fresh = String::new();
    loop {
        tokio::select! {
            _ = second.tick() => {}
            _ = stop.wait_for(|v| *v) => return,
        }
        let store = app.intake.movements.store();
        // Advice that saves work: two that tick at once write the same.
        let mine = store.lease(TICK, holder, limits::TICK_LEASE, chrono::Utc::now()).await.unwrap_or(false);
        if mine && let Err(e) = tick(&app, count).await {
            tracing::warn!(error = %e, "the tick could not write");
        }
        fresh = tell_fresh(&app, fresh, count);
        count += 1;
    }
}

async fn tick(app: &App, count: u64) -> Result<(), crate::intake::IntakeError> {
    let now = app.clock.now();
    tick::windows(&app.intake, now).await?;
    tick::whereabouts(&app.intake, now).await?;
    tick::words(&app.intake, now).await?;
    if count % limits::SWEEP_EVERY_S == limits::SWEEP_EVERY_S - 1 {
        tick::forget_flights(&app.intake, now).await?;
        app.intake.movements.store().sweep(chrono::Utc::now()).await?;
        if let Err(e) = app.accounts.sweep(chrono::Utc::now()).await {
            tracing::warn!(error = %e, "old sign-ins could not be swept");
        }
    }
    Ok(())
}

/// Sends the state of the sources when one changes, and once a minute.
fn tell_fresh(app: &App, last: String, count: u64) -> String {
    let sources = app.health.list(app.clock.now());
    let states: String = sources.iter().map(|s| format!("{}={};", s.source, s.state)).collect();
    if states != last || count.is_multiple_of(limits::FRESH_EVERY_S) {
        let told: Vec<_> = sources
            .iter()
            .map(|s| serde_json::json!({ "source": s.source, "state": s.state, "heard": s.heard }))
            .collect();
        app.fanout.send(Change::Fresh(serde_json::Value::Array(told).to_string().into()));
    }
    states
}

//! The ticker: what time changes, once a second, by whoever holds the lease; and what everybody is told of how fresh
//! the picture is. Must not know: how any of it is decided.
//! The lease is advice that saves work; two that tick at once write the same.

use super::{App, sources};
use crate::hub::doc::Change;
use crate::intake::health::SourceHealth;
use crate::intake::{IntakeError, tick, unmatched};
use crate::limits;
use crate::store::StoreError;
use crate::wire::say;
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// The lease a living hub holds, or another one on the same store.
pub const TICK: &str = "tick";

/// Ticks until told to stop, and then gives the lease up, so that another node need not wait for its end.
pub async fn ticks(app: App, mut stop: watch::Receiver<bool>) {
    let holder = Uuid::new_v4();
    tokio::select! {
        () = seconds(&app, holder) => {}
        _ = stop.wait_for(|v| *v) => {}
    }
    if app.intake.gate.is_shut() {
        return;
    }
    let given_up = app.intake.movements.store().lease(TICK, holder, Duration::ZERO, chrono::Utc::now());
    // If it cannot be given up it runs out.
    drop(tokio::time::timeout(limits::LEASE_GIVEN_UP_WITHIN, given_up).await);
}

async fn seconds(app: &App, holder: Uuid) {
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut told, mut heard) = (String::new(), Vec::new());
    for count in 0u64.. {
        second.tick().await;
        write(app, holder, count).await;
        if count.is_multiple_of(limits::COVERED_EVERY_S) {
            app.health.cover(&app.intake.shelf.legs(), app.clock.now());
        }
        let now = app.health.list(app.clock.now());
        sources::say(&heard, &now);
        told = tell_fresh(app, &now, told, count);
        heard = now;
    }
}

/// Whether the store takes anything is known from here also when nobody else writes.
async fn write(app: &App, holder: Uuid, count: u64) {
    if app.intake.gate.is_shut() {
        return;
    }
    let store = app.intake.movements.store();
    let mine = store.lease(TICK, holder, limits::TICK_LEASE, chrono::Utc::now()).await;
    let away = mine.as_ref().err().filter(|e| matches!(e, StoreError::Away(_)));
    // Once, not each second: whoever is woken finds the reason, and the moment, and the end.
    match (app.pulse.wrote(away.is_none()), away) {
        (true, Some(error)) => tracing::warn!(%error, "the store takes nothing"),
        (true, None) => tracing::warn!("the store takes what is written again"),
        (false, _) => {}
    }
    if mine.unwrap_or(false)
        && let Err(e) = tick(app, count).await
    {
        app.pulse.not_taken();
        tracing::warn!(error = %e, "the tick could not write");
    }
}

async fn tick(app: &App, count: u64) -> Result<(), IntakeError> {
    let now = app.clock.now();
    tick::windows(&app.intake, now).await?;
    tick::whereabouts(&app.intake, now).await?;
    tick::words(&app.intake, now).await?;
    if count % limits::SWEEP_EVERY_S == limits::SWEEP_EVERY_S - 1 {
        tick::forget_flights(&app.intake, now).await?;
        unmatched::forget(&app.intake, now).await?;
        app.intake.movements.store().sweep(chrono::Utc::now()).await?;
        if let Err(e) = app.accounts.sweep(chrono::Utc::now()).await {
            tracing::warn!(error = %e, "old sign-ins could not be swept");
        }
    }
    Ok(())
}

/// Sends the state of the sources and of the store when one changes, and once a minute.
fn tell_fresh(app: &App, sources: &[SourceHealth], last: String, count: u64) -> String {
    let word = app.pulse.word();
    let mut states: String = sources.iter().map(|s| format!("{}={};", s.source, s.state.as_str())).collect();
    states.push_str(word.state().as_str());
    if states != last || count.is_multiple_of(limits::FRESH_EVERY_S) {
        let list: Vec<_> = sources
            .iter()
            .map(|s| serde_json::json!({ "source": s.source, "state": s.state.as_str(), "heard": s.heard }))
            .collect();
        let list = serde_json::Value::Array(list).to_string();
        app.fanout.send(Change::Fresh(say::freshness(&list, word.state().as_str(), word.heard).into()));
    }
    states
}

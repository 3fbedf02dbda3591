//! What this node learns of sources from the change feed: which are switched off,
//! and when another node heard one.
//! Must not know: what a source says.

use super::App;
use crate::domain::coverage::State;
use crate::intake::health::SourceHealth;
use crate::ledger::{LedgerError, feed, key};
use crate::store::{Key, StoreError};

/// Reads what changed of sources.
///
/// # Errors
/// When the store is away; the same keys may be taken again.
pub async fn take(app: &App, keys: &[Key]) -> Result<(), LedgerError> {
    let store = app.intake.movements.store();
    for key in keys {
        let read = if let Some(source) = key::switch_of(key) {
            app.intake.switches.take(store, &source).await
        } else if let Some(source) = key::source_of(key) {
            app.health.take(store, &source).await
        } else {
            Ok(())
        };
        match read {
            Ok(()) => {}
            Err(away @ LedgerError::Store(StoreError::Away(_))) => return Err(away),
            // One damaged record must not hold up everything else that changes.
            Err(error) => tracing::error!(%error, "a record of a source cannot be read"),
        }
    }
    Ok(())
}

/// Reads all of it again: the store is another one than before.
///
/// # Errors
/// As [`take`].
pub async fn take_all(app: &App) -> Result<(), LedgerError> {
    let mut keys = feed::keys(app.intake.movements.store()).await?;
    // What this store has never heard of is as the settings say.
    keys.extend(app.intake.switches.said().iter().map(key::switch));
    take(app, &keys).await
}

/// Says in the log when a source turns silent that covers flights of ours, and when it speaks again: once each.
pub fn say(before: &[SourceHealth], now: &[SourceHealth]) {
    for source in now {
        let was = before.iter().find(|s| s.source == source.source).map(|s| s.state);
        match (was == Some(State::Silent), source.state == State::Silent) {
            (false, true) => tracing::warn!(source = %source.source, "a source is silent that covers ridden flights"),
            (true, false) => tracing::info!(source = %source.source, state = source.state.as_str(), "no longer silent"),
            _ => {}
        }
    }
}

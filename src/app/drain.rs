//! Leaving: everybody is told, has time to go elsewhere, and is shown the door; then the server stops. And the signals
//! that begin it. Must not know: what sessions hold, what requests do.
//! The times are in `limits`, and their sum stays below what a supervisor waits before it kills.

use super::App;
use crate::hub::doc::{Change, Leave};
use crate::limits;
use crate::web::server;
use crate::wire::codes;
use actix_web::dev::ServerHandle;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Becomes true when the process is told to stop (SIGTERM, SIGINT). Told twice, it ends at once: whoever asks again does
/// not want to wait, and what was answered is in the store.
///
/// # Errors
/// When the system gives no signal handler.
pub fn stop_signal() -> anyhow::Result<watch::Receiver<bool>> {
    let (tx, rx) = watch::channel(false);
    tokio::spawn(async move {
        match server::told_to_stop().await {
            Ok(signal) => tracing::info!(signal, "leaving"),
            Err(e) => tracing::error!(error = %e, "no signal handler"),
        }
        // Everybody who waited has gone: as good as told.
        let _ = tx.send(true);
        if let Ok(signal) = server::told_to_stop().await {
            tracing::warn!(signal, "told twice: ending at once");
            std::process::exit(ENDED_AT_ONCE);
        }
    });
    Ok(rx)
}

/// As a shell says it of a process that SIGTERM has ended.
const ENDED_AT_ONCE: i32 = 128 + 15;

/// Tells every session that this node leaves, waits for them to go, closes those that have not, and stops the server.
pub async fn drain(app: &App, handle: &ServerHandle) {
    app.pulse.drain();
    let sessions = app.fanout.counters().sessions.load(Ordering::Relaxed);
    tracing::info!(sessions, "draining");
    let (spread, close) = (limits::DRAIN_SPREAD, limits::DRAIN_CLOSE_SPREAD);
    app.fanout.send(Change::Drain { in_ms: 0, spread_ms: ms(spread) });
    let leave = Leave { close: codes::DRAINING, after_ms: ms(spread), spread_ms: ms(close) };
    app.fanout.send(Change::Leave(leave));
    all_gone(app, Instant::now() + spread + close + limits::LEAVE_WAIT).await;
    // Whoever is still here came between the signal and the closed door, or takes nothing.
    app.fanout.send(Change::Stop);
    server::stop(handle).await;
}

async fn all_gone(app: &App, deadline: Instant) {
    let mut look = tokio::time::interval(limits::DRAIN_LOOK);
    while app.fanout.counters().sessions.load(Ordering::Relaxed) > 0 && Instant::now() < deadline {
        look.tick().await;
    }
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

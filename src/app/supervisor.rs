//! What a supervisor is told (systemd's `Type=notify`): how far a start has come, that the hub serves, that it leaves,
//! and that its follower lives. Without `NOTIFY_SOCKET` nothing happens. A ping is sent for a sign of life of the follower itself, never by a
//! clock beside it: a store that is away leaves the follower trying, and the hub showing; a follower that hangs is silent.
//! Must not know: what the follower does, who is connected.

use crate::hub::pulse::Pulse;
use crate::limits;
use sd_notify::NotifyState;
use std::convert::Infallible;
use std::time::Duration;

/// The first request would be answered.
pub fn ready() {
    tell(&[NotifyState::Ready, NotifyState::Status("serving")]);
}

/// The drain begins, or the hub cannot go on.
pub fn stopping() {
    tell(&[NotifyState::Stopping, NotifyState::Status("leaving")]);
}

/// While the hub starts: for signs of life the time it is given is prolonged, and the log and the supervisor hear how many
/// movements have been read. A start that gives none is ended by the supervisor.
pub async fn starting(pulse: Pulse, movements: impl Fn() -> usize) -> Infallible {
    // A quick start needs no word about it.
    tokio::time::sleep(limits::START_SAID_EVERY).await;
    let silent_us = u32::try_from(limits::START_SILENT_MAX.as_micros()).unwrap_or(u32::MAX);
    let say = || {
        let movements = movements();
        tracing::info!(movements, "reading the store");
        let status = format!("reading the store: {movements} movements so far");
        tell(&[NotifyState::ExtendTimeoutUsec(silent_us), NotifyState::Status(&status)]);
    };
    each_sign(pulse, limits::START_SAID_EVERY, say).await
}

/// Pings for as long as the follower gives signs of life. Never returns.
pub async fn pings(pulse: Pulse) -> Infallible {
    let Some(silence) = sd_notify::watchdog_enabled() else {
        return std::future::pending().await;
    };
    if silence < limits::WATCHDOG_MIN {
        let (given_s, least_s) = (silence.as_secs(), limits::WATCHDOG_MIN.as_secs());
        tracing::warn!(given_s, least_s, "WatchdogSec is short: a store that hangs could be taken for a hub that does");
    }
    // Three in the time, so that one that comes late is not the last.
    each_sign(pulse, silence / 3, || tell(&[NotifyState::Watchdog])).await
}

/// At most one ping in `rest`, and none without a sign of life since the last.
async fn each_sign(pulse: Pulse, rest: Duration, ping: impl Fn()) -> Infallible {
    loop {
        pulse.sign_of_life().await;
        ping();
        tokio::time::sleep(rest).await;
    }
}

/// A supervisor that has gone, or does not listen, must not hold up the hub.
fn tell(states: &[NotifyState]) {
    if std::env::var_os("NOTIFY_SOCKET").is_none_or(|socket| socket.is_empty()) {
        return;
    }
    if let Err(error) = sd_notify::notify(states) {
        tracing::warn!(%error, "the supervisor could not be told");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test]
    async fn a_ping_is_a_sign_of_life_since_the_last_one() {
        let (pulse, (tx, mut pings)) = (Pulse::default(), mpsc::channel(8));
        let pinging = tokio::spawn(each_sign(pulse.clone(), Duration::ZERO, move || tx.try_send(()).unwrap()));
        for _ in 0..3 {
            pulse.lives();
            pings.recv().await.unwrap();
        }
        // It runs whenever this waits; had it anything to say without a sign, it would have said it.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(pings.try_recv().is_err(), "nobody has given a sign");
        // Many signs before it looks are one.
        pulse.lives();
        pulse.lives();
        pings.recv().await.unwrap();
        pinging.abort();
        assert!(pinging.await.unwrap_err().is_cancelled(), "it does not end by itself");
        assert!(pings.try_recv().is_err());
    }
}

//! What moves the wake: the channel that commits are announced on, and once a second a look, because an announcement
//! may be lost. With Sentinels also whether the master is still where our connections lead: a demoted one that is cut
//! off goes on answering. Must not know: who is woken.

use super::address::At;
use super::error::error;
use super::link::{Link, client};
use super::reading;
use super::scripts::WAKE;
use super::sentinel::master;
use crate::limits;
use crate::store::{Seq, StoreError};
use futures_util::StreamExt;
use std::sync::Arc;
use tokio::sync::watch::Sender;
use tokio::time::{interval, sleep, timeout};

/// Until it is aborted.
pub(super) async fn run(links: [Link; 2], wake: Arc<Sender<Seq>>) {
    let [asks, _] = &links;
    tokio::join!(listen(asks, &wake), look(&links, &wake));
}

async fn listen(link: &Link, wake: &Sender<Seq>) {
    loop {
        // Why it failed is told to whoever asks something; here only time has to pass.
        let _ = hear(link, wake).await;
        sleep(limits::STORE_POLL).await;
    }
}

/// On a connection of its own: a subscriber waits for as long as nothing happens, and would hold up who asks.
async fn hear(link: &Link, wake: &Sender<Seq>) -> Result<(), StoreError> {
    let opening = async {
        let (client, _) = client(link.address()).await?;
        let mut channel = client.get_async_pubsub().await.map_err(error)?;
        channel.subscribe(WAKE).await.map_err(error)?;
        Ok::<_, StoreError>(channel)
    };
    let opened = timeout(limits::REDIS_CONNECT_WITHIN, opening).await;
    let mut channel = opened.map_err(|_| StoreError::Away("Redis does not answer in time".into()))??;
    let mut messages = channel.on_message();
    // A half-open connection is silent for ever: a new one now and then costs nothing, the look covers the gap.
    while let Ok(Some(message)) = timeout(limits::REDIS_CHANNEL_SILENT, messages.next()).await {
        if let Ok(seq) = message.get_payload::<u64>() {
            tell(wake, Seq(seq));
        }
    }
    Ok(())
}

async fn look(links: &[Link; 2], wake: &Sender<Seq>) {
    let [asks, _] = links;
    let mut second = interval(limits::STORE_POLL);
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        second.tick().await;
        if matches!(asks.address().at, At::Sentinels { .. }) {
            follow_master(links).await;
        }
        // With its life: a master that was demoted by hand is let go of here also where nobody follows the changes.
        if let Ok((seq, _)) = reading::seq(asks).await {
            tell(wake, seq);
        }
    }
}

async fn follow_master(links: &[Link; 2]) {
    let [asks, _] = links;
    let Ok(now) = master(asks.address()).await else { return };
    for link in links {
        if let Some(live) = link.held().await
            && live.master.as_ref().is_some_and(|at| *at != now)
        {
            tracing::warn!("the Sentinels name another master; connecting to it");
            link.lose(&live).await;
        }
    }
}

/// Also backwards: a store that lost commits is something to look at.
fn tell(wake: &Sender<Seq>, seq: Seq) {
    wake.send_if_modified(|held| std::mem::replace(held, seq) != seq);
}

//! Failover: a master, a replica, three Sentinels that decide by two.
//! Must not know: what counts as a finding.

use super::context::Context;
use super::redis_rows::{reconnect_all, taken_again};
use crate::fault::Fault;
use crate::fixture::Place;
use crate::history::What;
use crate::proxy::Proxy;
use crate::rig::Rig;
use crate::rig::redis::Redis;
use anyhow::{Context as _, Result, bail};
use std::time::{Duration, Instant};

const SYNCED_WITHIN: Duration = Duration::from_secs(20);
const FAILED_OVER_WITHIN: Duration = Duration::from_secs(40);

struct Servers {
    /// Between replica and master.
    proxy: Proxy,
    replica: Redis,
    sentinels: Vec<Redis>,
}

pub async fn in_sync(context: &Context<'_>) -> Result<Rig> {
    let (mut rig, servers) = deploy(context).await?;
    rig.load().await?;
    rig.under_load(context.or_quick(10_000, 4_000)).await;
    fail_over(&mut rig, &servers).await?;
    finish(rig).await
}

pub async fn cut(context: &Context<'_>) -> Result<Rig> {
    let (mut rig, servers) = deploy(context).await?;
    rig.load().await?;
    rig.under_load(3_000).await;
    servers.proxy.set(Fault::Cut);
    rig.under_load(10_000).await;
    rig.note("the replica was cut off for 10 s");
    fail_over(&mut rig, &servers).await?;
    finish(rig).await
}

async fn finish(mut rig: Rig) -> Result<Rig> {
    taken_again(&mut rig, "after the failover").await?;
    reconnect_all(&mut rig).await?;
    rig.under_load(2_000).await;
    rig.end().await?;
    Ok(rig)
}

async fn deploy(context: &Context<'_>) -> Result<(Rig, Servers)> {
    let master = Redis::start(&[]).await?;
    let proxy = Proxy::start(master.address, context.seed, None).await?;
    let follows = format!("replicaof 127.0.0.1 {}", proxy.address.port());
    // Sentinel goes by what the master says of its replicas; behind a proxy the replica has to name itself.
    let replica = Redis::start(&[&follows, "repl-diskless-sync-delay 0", "replica-announce-ip 127.0.0.1"]).await?;
    let start = Instant::now();
    while replica.info("master_link_status")? != "up" {
        if start.elapsed() > SYNCED_WITHIN {
            bail!("the replica does not follow");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut sentinels = Vec::new();
    for _ in 0..3 {
        sentinels.push(Redis::sentinel(master.address, 2).await?);
    }
    let hosts: Vec<String> = sentinels.iter().map(|sentinel| sentinel.address.to_string()).collect();
    let store = format!("redis+sentinel://{}/onward", hosts.join(","));
    let mut setup = context.setup();
    setup.may_forget = true;
    let mut rig = Rig::start(Place::new(context.program(), Some(store))?, &setup).await?;
    rig.redis = Some(master);
    // A publication has no client that says it again.
    rig.world.republishing.set(false);
    Ok((rig, Servers { proxy, replica, sentinels }))
}

/// SIGKILL of the master; returns when the Sentinels name the replica.
async fn fail_over(rig: &mut Rig, servers: &Servers) -> Result<()> {
    let in_flight = rig.in_flight();
    let start = Instant::now();
    rig.redis.as_mut().context("no master")?.kill();
    let first = servers.sentinels.first().context("no Sentinel")?;
    let port = servers.replica.address.port().to_string();
    while !first.ask(&["sentinel", "get-master-addr-by-name", "onward"])?.lines().any(|line| line == port) {
        if start.elapsed() > FAILED_OVER_WITHIN {
            rig.world.log.rig(What::Wrong { text: "the Sentinels did not fail over within 40 s".into() });
            bail!("the Sentinels did not fail over within 40 s");
        }
        rig.under_load(50).await;
    }
    rig.note(format!(
        "the master was killed with {in_flight} commands in flight; the replica was named after {:.1} s",
        start.elapsed().as_secs_f64()
    ));
    Ok(())
}

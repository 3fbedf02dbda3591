//! Packets that are lost, not emulated: a share of those between hub and Redis, and all of half the clients.
//! Must not know: how packets are lost, what counts as a finding.

use super::context::Context;
use super::redis_rows::taken_again;
use crate::fault::Fault;
use crate::fixture::Place;
use crate::history::What;
use crate::loss::Loss;
use crate::proxy::Proxy;
use crate::rig::Rig;
use crate::rig::actor::address;
use crate::rig::redis::Redis;
use anyhow::Result;

const PERCENT: u32 = 5;
/// Each way.
const DELAY_MS: u32 = 500;

/// Between hub and Redis stands a proxy for the delay; packets are lost before it and behind it.
pub async fn hub_redis_loss(context: &Context<'_>) -> Result<Rig> {
    let redis = Redis::start(&[]).await?;
    let proxy = Proxy::start(redis.address, context.seed, None).await?;
    let ports = [redis.address.port(), proxy.address.port()];
    let place = Place::new(context.program(), Some(format!("redis://{}", proxy.address)))?;
    let mut rig = Rig::start(place, &context.setup()).await?;
    rig.redis = Some(redis);
    rig.load().await?;
    for (percent, fault) in [(PERCENT, Fault::Pass), (PERCENT, Fault::DelayMs(DELAY_MS)), (4 * PERCENT, Fault::Pass)] {
        rig.under_load(rig.chance(1_000, 2_000)).await;
        let (seconds, in_flight) = (context.or_quick(rig.chance(30, 60), rig.chance(8, 12)), rig.in_flight());
        let loss = Loss::of_ports(percent, &ports)?;
        proxy.set(fault);
        rig.under_load(seconds * 1000).await;
        let lost = counted(&rig, &loss)?;
        proxy.set(Fault::Pass);
        drop(loss);
        taken_again(&mut rig, &format!("after {percent} % loss and {fault}")).await?;
        rig.note(format!(
            "hub to Redis {percent} % of the packets lost, {fault}, for {seconds} s: {lost} packets, {in_flight} \
             commands in flight at its beginning"
        ));
    }
    rig.end().await?;
    Ok(rig)
}

/// No reset, no end, no answer to anything: what an address behind a radio that is gone looks like from both sides.
pub async fn half_open_dropped(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    let half = rig.actors.len() / 2;
    for _ in 0..context.or_quick(3, 1) {
        rig.under_load(rig.chance(1_000, 3_000)).await;
        let (seconds, in_flight) = (context.or_quick(60, 40), rig.in_flight());
        let before = rig.world.reconnects.get();
        let loss = Loss::of_addresses(address(0), address(half - 1))?;
        rig.under_load(seconds * 1000).await;
        let lost = counted(&rig, &loss)?;
        let tries = rig.world.reconnects.get() - before;
        drop(loss);
        rig.all_live("after packets passed again").await?;
        rig.note(format!(
            "all packets of {half} clients lost for {seconds} s: {lost} packets, {in_flight} commands in flight at its \
             beginning, {tries} connections given up"
        ));
    }
    rig.end().await?;
    Ok(rig)
}

/// Nothing lost would be no proof of anything.
fn counted(rig: &Rig, loss: &Loss) -> Result<u64> {
    let lost = loss.lost()?;
    if lost == 0 {
        rig.world.log.rig(What::Wrong { text: "no packet was lost".into() });
    }
    Ok(lost)
}

//! Harm to one Redis server and to the way there.
//! Must not know: what counts as a finding.

use super::context::Context;
use crate::fault::Fault;
use crate::fixture::Place;
use crate::history::What;
use crate::proxy::Proxy;
use crate::rig::Rig;
use crate::rig::redis::Redis;
use anyhow::{Context as _, Result};
use std::time::Instant;

fn redis(rig: &mut Rig) -> Result<&mut Redis> {
    rig.redis.as_mut().context("this row needs --store redis")
}

pub async fn kill(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    let (kills, mut in_flight, mut worst) = (context.kills_or(50, 5), 0, 0f64);
    for number in 1..=kills {
        rig.under_load(rig.chance(300, 1_500)).await;
        in_flight += rig.in_flight();
        let start = Instant::now();
        redis(&mut rig)?.kill();
        rig.under_load(rig.chance(0, 1_500)).await;
        redis(&mut rig)?.restart().await?;
        taken_again(&mut rig, &format!("after kill {number} of Redis")).await?;
        worst = worst.max(start.elapsed().as_secs_f64());
    }
    rig.note(format!(
        "{kills} kills of Redis, {in_flight} commands in flight; from a kill to the next answered command at worst {worst:.1} s"
    ));
    rig.end().await?;
    Ok(rig)
}

/// Waits until a command that was given after this moment is answered: then the hub has its store again.
pub async fn taken_again(rig: &mut Rig, when: &str) -> Result<()> {
    rig.all_live(when).await?;
    let (start, before) = (Instant::now(), rig.world.applied.get());
    while rig.world.applied.get() < before + 3 {
        if start.elapsed().as_secs() > 40 {
            rig.world.log.rig(What::Wrong { text: format!("{when}: no command was answered within 40 s") });
            break;
        }
        rig.under_load(20).await;
    }
    Ok(())
}

pub async fn truncated(context: &Context<'_>) -> Result<Rig> {
    let mut setup = context.setup();
    // What was cut off had been called applied: only the clients still know it.
    setup.may_forget = true;
    let mut rig = context.deploy(&setup).await?;
    // A publication has no client that says it again.
    rig.world.republishing.set(false);
    rig.load().await?;
    for number in 1..=context.kills_or(20, 3) {
        rig.under_load(rig.chance(1_000, 2_500)).await;
        let wanted = rig.chance(1, 6_000);
        let redis = redis(&mut rig)?;
        redis.kill();
        let cut = redis.cut_log(wanted)?;
        redis.restart().await?;
        taken_again(&mut rig, &format!("after cut {number}")).await?;
        // A hub that has not noticed yet is still on ground that is gone; a client that stays says nothing anew.
        rig.note(format!("Redis killed, {cut} bytes cut off the end of its log, started again"));
        if number % 2 == 0 {
            rig.kill_node(0);
            rig.start_node(0).await?;
            rig.all_live("after the hub was killed too").await?;
        }
    }
    reconnect_all(&mut rig).await?;
    rig.end().await?;
    Ok(rig)
}

/// What a failover lost comes back when clients reconnect: so all of them do, once.
pub async fn reconnect_all(rig: &mut Rig) -> Result<()> {
    let set = |rig: &Rig, asleep| rig.actors.iter().for_each(|actor| actor.borrow_mut().asleep = asleep);
    set(rig, true);
    rig.under_load(1_500).await;
    set(rig, false);
    rig.note("all clients reconnected");
    rig.all_live("after all reconnected").await
}

pub async fn stop(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    for _ in 0..context.or_quick(8, 3) {
        rig.under_load(rig.chance(1_000, 3_000)).await;
        let seconds = rig.chance(1, context.or_quick(60, 8));
        let in_flight = rig.in_flight();
        redis(&mut rig)?.freeze()?;
        rig.under_load(seconds * 1000).await;
        redis(&mut rig)?.thaw()?;
        taken_again(&mut rig, "after Redis went on").await?;
        rig.note(format!("Redis stood still for {seconds} s, {in_flight} commands in flight"));
    }
    rig.end().await?;
    Ok(rig)
}

pub async fn cut(context: &Context<'_>) -> Result<Rig> {
    let redis = Redis::start(&[]).await?;
    let proxy = Proxy::start(redis.address, context.seed, None).await?;
    let place = Place::new(context.program(), Some(format!("redis://{}", proxy.address)))?;
    let mut rig = Rig::start(place, &context.setup()).await?;
    rig.redis = Some(redis);
    rig.load().await?;
    let faults = [
        Fault::CutUp,
        Fault::CutDown,
        Fault::HalfOpen,
        Fault::Stall(5),
        Fault::Reset(5),
        Fault::DelayMs(500),
        Fault::Cut,
    ];
    for fault in faults {
        rig.under_load(rig.chance(1_000, 2_000)).await;
        let (seconds, in_flight) = (context.or_quick(rig.chance(10, 60), rig.chance(3, 8)), rig.in_flight());
        proxy.set(fault);
        rig.under_load(seconds * 1000).await;
        proxy.set(Fault::Pass);
        taken_again(&mut rig, &format!("after {fault}")).await?;
        rig.note(format!("hub to Redis {fault} for {seconds} s, {in_flight} commands in flight"));
    }
    rig.end().await?;
    Ok(rig)
}

pub async fn max_memory(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    for _ in 0..context.or_quick(4, 1) {
        rig.under_load(rig.chance(2_000, 4_000)).await;
        redis(&mut rig)?.ask(&["config", "set", "maxmemory", "1"]).await?;
        let seconds = context.or_quick(rig.chance(5, 30), 5);
        rig.under_load(seconds * 1000).await;
        redis(&mut rig)?.ask(&["config", "set", "maxmemory", "0"]).await?;
        taken_again(&mut rig, "after Redis had memory again").await?;
        rig.note(format!("Redis took no more memory for {seconds} s"));
    }
    rig.end().await?;
    Ok(rig)
}

/// The hub must not take an empty server for a deployment without movements: nothing is erased, nothing is written.
pub async fn replica_empty(context: &Context<'_>) -> Result<Rig> {
    let redis = Redis::start(&[]).await?;
    let empty = Redis::start(&[]).await?;
    let proxy = Proxy::start(redis.address, context.seed, None).await?;
    let place = Place::new(context.program(), Some(format!("redis://{}", proxy.address)))?;
    let mut rig = Rig::start(place, &context.setup()).await?;
    rig.redis = Some(redis);
    rig.world.republishing.set(false);
    rig.load().await?;
    rig.under_load(3_000).await;
    let gone = |rig: &Rig| rig.world.log.events().iter().filter(|e| matches!(e.what, What::Gone { .. })).count();
    let (before, applied) = (gone(&rig), rig.world.applied.get());
    proxy.lead_to(empty.address);
    proxy.set(Fault::Cut);
    rig.under_load(200).await;
    proxy.set(Fault::Pass);
    let seconds = context.or_quick(30, 8);
    rig.note("an empty server stands in the master's place");
    // What was committed just before is still called applied, within the 5 s of an answer; after that nothing may be.
    rig.under_load(6_000).await;
    let settled = rig.world.applied.get();
    rig.under_load(seconds * 1000).await;
    let (erased, taken) = (gone(&rig) - before, rig.world.applied.get() - settled);
    let keys = empty.ask(&["dbsize"]).await?;
    let wrong = |text: String| rig.world.log.rig(What::Wrong { text });
    if erased > 0 {
        wrong(format!("{erased} times clients had to erase documents because the store was empty"));
    }
    if taken > 0 {
        wrong(format!("{taken} commands were called applied by a hub on an empty store"));
    }
    if keys != "0" {
        wrong(format!("the empty server holds {keys} keys: the hub has written to it"));
    }
    proxy.lead_to(rig.redis.as_ref().context("no Redis")?.address);
    proxy.set(Fault::Cut);
    rig.under_load(200).await;
    proxy.set(Fault::Pass);
    taken_again(&mut rig, "with the right server back").await?;
    rig.note(format!(
        "an empty server stood in the master's place for {seconds} s: {erased} erased, {taken} applied, {keys} keys in \
         it, {} applied before",
        applied
    ));
    rig.end().await?;
    Ok(rig)
}

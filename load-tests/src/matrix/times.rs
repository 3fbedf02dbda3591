//! Time that is not what it should be: a client that was away for a shift, and clocks that are a day off.
//! Must not know: what counts as a finding.

use super::context::Context;
use crate::rig::{Rig, hand_over};
use anyhow::{Context as _, Result};

const QUEUED: i64 = 30;
const AWAY_H: i64 = 8;
const DAY_S: i64 = 86_400;

/// A receiver goes away with a movement that is then given to another. What it did while it was away was done before
/// that and counts; the names it holds are erased when it comes back.
pub async fn asleep(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.world.republishing.set(false);
    rig.load().await?;
    rig.under_load(2_000).await;
    let sleeper = rig.actors.iter().find(|actor| actor.borrow().audience.starts_with("receiver:")).cloned();
    let sleeper = sleeper.context("no receiver among the clients")?;
    let group = sleeper.borrow().group;
    let of_group = rig.world.movements.borrow().iter().filter(|m| m.group == group).cloned().collect::<Vec<_>>();
    let (leaves, stays) = (of_group.first().context("no movement")?.clone(), of_group.last().context("none")?.clone());
    sleeper.borrow_mut().asleep = true;
    rig.under_load(500).await;
    let now = chrono::Utc::now();
    for number in 0..QUEUED {
        let at = now - chrono::Duration::minutes(AWAY_H * 60 * (QUEUED - number) / QUEUED);
        let movement = if number % 2 == 0 { &leaves.id } else { &stays.id };
        sleeper.borrow_mut().queue(movement, None, at);
    }
    hand_over(&rig.world, &rig.plan, &rig.coordinators[group], &leaves, 1).await;
    rig.under_load(context.or_quick(20_000, 4_000)).await;
    sleeper.borrow_mut().asleep = false;
    rig.all_live("after waking").await?;
    rig.note(format!(
        "a receiver was away for {AWAY_H} h by its commands, {QUEUED} in its queue, half of them on a movement that was \
         given to another receiver meanwhile"
    ));
    rig.under_load(QUEUED as u64 * 400).await;
    rig.end().await?;
    Ok(rig)
}

pub async fn clock_off(context: &Context<'_>) -> Result<Rig> {
    let rig = context.deploy(&context.setup()).await?;
    let mut off = 0;
    for (index, actor) in rig.actors.iter().enumerate() {
        actor.borrow_mut().skew_s = [0, DAY_S, -DAY_S][index % 3];
        off += usize::from(index % 3 != 0);
    }
    run(context, rig, format!("{off} clients with clocks a day ahead or behind")).await
}

pub async fn clock_off_hub(context: &Context<'_>) -> Result<Rig> {
    let mut setup = context.setup();
    setup.clock_off_s = DAY_S;
    let rig = context.deploy(&setup).await?;
    for (index, actor) in rig.actors.iter().enumerate() {
        // Clients reckon in hub time, as `welcome` tells it; some do not.
        actor.borrow_mut().skew_s = if index % 3 == 0 { 0 } else { DAY_S };
    }
    run(context, rig, "the hub's clock a day ahead; a third of the clients go by their own".to_owned()).await
}

async fn run(context: &Context<'_>, mut rig: Rig, what: String) -> Result<Rig> {
    rig.load().await?;
    rig.under_load(context.or_quick(30_000, 6_000)).await;
    rig.note(what);
    rig.end().await?;
    Ok(rig)
}

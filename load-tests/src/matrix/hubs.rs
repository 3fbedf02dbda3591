//! Harm to hubs: killed, restarted in turn, of two versions, overrun.
//! Must not know: what counts as a finding.

use super::context::{Context, StoreKind};
use crate::history::What;
use crate::report::median;
use crate::rewrite::Plant;
use crate::rig::Rig;
use crate::swarm::{Swarm, Target};
use anyhow::{Context as _, Result};
use std::time::{Duration, Instant};

/// Of the hub.
const FILES_PER_CLIENT: usize = 2;
/// Everyone is told of every command meanwhile, and all clients share one core.
const STORM_WITHIN: Duration = Duration::from_secs(180);
/// For the store, the clients under load and those who look at the end.
const SPARE_FILES: usize = 200;

pub async fn kill(context: &Context<'_>) -> Result<Rig> {
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    let kills = context.kills_or(50, 5);
    let rolled = context.plant == Some(Plant::RollBack);
    let (mut listening, mut live, mut in_flight) = (Vec::new(), Vec::new(), 0);
    for number in 1..=kills {
        rig.under_load(rig.chance(150, 1_050)).await;
        if let Some(plants) = rig.plants.as_ref().filter(|_| number == kills) {
            plants.arm();
        }
        in_flight += rig.in_flight();
        let start = Instant::now();
        rig.kill_node(0);
        if rolled && number == 1 {
            rig.place.keep_store()?;
        }
        if rolled && number == kills / 2 + 1 {
            rig.place.put_store_back()?;
        }
        rig.start_node(0).await?;
        listening.push(start.elapsed().as_secs_f64());
        rig.all_live(&format!("after kill {number}")).await?;
        live.push(start.elapsed().as_secs_f64());
    }
    if rig.plants.is_some() {
        // A planted bug needs something to strike at.
        rig.under_load(5_000).await;
    }
    let worst = live.iter().copied().fold(0.0, f64::max);
    rig.note(format!(
        "{kills} kills of the hub, {in_flight} commands in flight; from a kill to listening again, median {:.2} s; to all \
         clients live {:.2} s, at worst {worst:.2} s",
        median(&listening).unwrap_or(0.0),
        median(&live).unwrap_or(0.0)
    ));
    rig.under_load(500).await;
    rig.end().await?;
    Ok(rig)
}

pub async fn rolling_restart(context: &Context<'_>) -> Result<Rig> {
    let mut setup = context.setup();
    setup.nodes = if context.store == StoreKind::Sqlite { 2 } else { 3 };
    let mut rig = context.deploy(&setup).await?;
    rig.load().await?;
    for round in 1..=context.or_quick(5, 1) {
        for index in 0..rig.nodes.len() {
            rig.under_load(rig.chance(1_000, 3_000)).await;
            let in_flight = rig.in_flight();
            let took = rig.leave_node(index).await;
            rig.start_node(index).await?;
            rig.all_live(&format!("round {round}")).await?;
            let name = rig.nodes[index].name.clone();
            rig.note(format!("round {round}, {name}: {in_flight} commands in flight, {took}"));
        }
    }
    rig.end().await?;
    Ok(rig)
}

pub async fn mixed_version(context: &Context<'_>) -> Result<Rig> {
    let other = context.other().context("needs --other")?.canonicalize()?;
    let mut rig = context.deploy(&context.setup()).await?;
    rig.add_node(false, Some(other)).await?;
    rig.load().await?;
    for turn in 0..context.or_quick(6, 2) {
        rig.under_load(rig.chance(3_000, 6_000)).await;
        let index = turn % 2;
        rig.leave_node(index).await;
        rig.start_node(index).await?;
        rig.all_live("after a restart").await?;
    }
    rig.note("the older and the newer program on one store, each restarted in turn");
    rig.end().await?;
    Ok(rig)
}

pub async fn storm(context: &Context<'_>) -> Result<Rig> {
    let wanted = context.or_quick(10_000, 500);
    // The hub inherits our limit and needs two files a connection, one of them to cut who takes nothing. Beyond it
    // nobody gets in, not even who asks for the final state.
    let clients = wanted.min((crate::machine::open_files() as usize).saturating_sub(SPARE_FILES) / FILES_PER_CLIENT);
    let mut rig = context.deploy(&context.setup()).await?;
    rig.load().await?;
    rig.under_load(2_000).await;
    let tokens = rig.actors.iter().map(|actor| actor.borrow().token.clone()).collect();
    let mut swarm = Swarm::new(Target { to: rig.nodes[0].listen, tokens }, clients);
    let mut times = Vec::new();
    for round in 0..2 {
        rig.kill_node(0);
        rig.start_node(0).await?;
        let (ready, world) = (swarm.ready(), rig.world.clone());
        let counting = async move {
            loop {
                world.guests.set(ready() as u64);
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        let came = tokio::select! {
            came = swarm.connect_within(STORM_WITHIN) => came,
            never = counting => never,
        };
        rig.world.guests.set(swarm.ready()() as u64);
        match &came {
            Ok(took) => times.push(format!("{:.2} s", took.as_secs_f64())),
            Err(error) => rig.world.log.rig(What::Wrong { text: format!("storm {round}: {error:#}") }),
        }
        rig.all_live("in the storm").await?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        // Whoever is left would keep the hub full until the end of the run.
        swarm.disconnect().await;
        rig.world.guests.set(0);
        if came.is_err() {
            break;
        }
    }
    for text in swarm.failures() {
        rig.world.log.rig(What::Wrong { text });
    }
    let limit = if clients < wanted { format!(" (of {wanted}: the limit of open files)") } else { String::new() };
    rig.note(format!(
        "{clients} clients{limit} on a hub that had just started, once with nothing and once with what they held: {}",
        times.join(", ")
    ));
    rig.end().await?;
    Ok(rig)
}

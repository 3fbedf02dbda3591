//! What happens beside the clients: movements that pass from one receiver to another and back, a feed that changes
//! flights, and a scale for the hubs' memory.
//! Must not know: which fault is tried.

use super::actor::Actor;
use super::world::{Movement, World};
use crate::history::What;
use crate::http::Http;
use crate::plan::{GROUPS, Plan};
use crate::process;
use anyhow::{Context, Result, bail};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

const REPUBLISH_EVERY_MS: u64 = 1_500;
const FEED_EVERY: Duration = Duration::from_millis(400);
const SAMPLE_EVERY: Duration = Duration::from_millis(500);

/// Republishes until no more is given; what was begun is finished first.
pub async fn publish(world: Rc<World>, plan: Rc<Plan>, tokens: Vec<String>) {
    let mut at: Vec<usize> = vec![0; world.movements.borrow().len()];
    loop {
        tokio::time::sleep(Duration::from_millis(world.random.below(2 * REPUBLISH_EVERY_MS))).await;
        if !world.giving.get() || world.ended.get() {
            return;
        }
        if !world.republishing.get() {
            continue;
        }
        let number = world.random.below(at.len() as u64) as usize;
        let movement = world.movements.borrow()[number].clone();
        at[number] = 1 - at[number];
        hand_over(&world, &plan, &tokens[movement.group], &movement, at[number]).await;
    }
}

/// From now on the movement goes to this one of the two receivers. Returns when the hub has taken it.
pub async fn hand_over(world: &World, plan: &Plan, token: &str, movement: &Movement, receiver: usize) {
    let group = &GROUPS[movement.group];
    let audiences = movement.audiences(receiver);
    let (id, mark) = (movement.id.clone(), group.mark.to_owned());
    world.log.rig(What::Publishing { movement: id.clone(), audiences: audiences.clone(), mark });
    let body = plan.movement(movement.number, group, group.receivers[receiver]).to_string();
    while !world.ended.get() {
        match once(world, token, movement, body.as_bytes()).await {
            Ok(()) => return world.log.rig(What::Published { movement: id, audiences }),
            Err(error) => *world.last_error.borrow_mut() = format!("publishing: {error:#}"),
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

async fn once(world: &World, token: &str, movement: &Movement, body: &[u8]) -> Result<()> {
    let mut http = Http::new(world.door().1, token);
    let held = http.get(&format!("/api/v1/movements/{}", movement.id)).await?.good()?.json()?;
    let live = held.get("live").unwrap_or(&held);
    let version = live.get("body").unwrap_or(live)["version"].as_u64().context("a movement without version")?;
    let answer = http.post_on("/api/v1/movements", version, body).await?;
    if answer.status == 422 || answer.status == 400 {
        world.log.rig(What::Wrong { text: format!("republishing was refused: {}", answer.text()) });
        return Ok(());
    }
    if !(200..300).contains(&answer.status) {
        bail!("answered {}: {}", answer.status, answer.text());
    }
    Ok(())
}

/// Changes a flight, then the next. A message that is not taken is not sent again: the next one says more.
pub async fn feed(world: Rc<World>, plan: Rc<Plan>, token: String) {
    let mut step = 0;
    while !world.ended.get() {
        tokio::time::sleep(FEED_EVERY).await;
        if !world.giving.get() {
            continue;
        }
        step += 1;
        let movements = world.movements.borrow().len() as i64;
        let movement = world.movements.borrow()[(step % movements) as usize].clone();
        let message = plan.message(step / movements, movement.number, &GROUPS[movement.group]);
        let mut http = Http::new(world.door().1, &token);
        let _ = http.post("/api/v1/feeds/aidx", "application/xml", message.as_bytes()).await;
    }
}

/// Weighs every hub that runs.
pub async fn sample(world: Rc<World>, actors: Vec<Rc<RefCell<Actor>>>) {
    while !world.ended.get() {
        tokio::time::sleep(SAMPLE_EVERY).await;
        let sessions = actors.iter().filter(|actor| actor.borrow().client.live).count() as u64 + world.guests.get();
        for (name, pid) in world.pids.borrow().values() {
            let kib = process::memory(*pid).pss_kib;
            if kib > 0 {
                let (node, applied) = (name.clone(), world.applied.get());
                world.log.rig(What::Memory { node, kib, sessions, applied });
            }
        }
    }
}

//! Whether anything was lost or done twice: from the history of each movement, and from clients that come anew.
//! Every command answered `applied` stands in the history exactly once, nothing stands there twice under another id,
//! and who lived through all kills holds what someone holds who has just arrived.
//! Must not know: how the commands were sent.

use super::World;
use super::actor::Actor;
use crate::client::{Client, Received};
use crate::http::Http;
use crate::ws::{Frame, Socket};
use anyhow::{Context, Result, bail};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::time::Duration;

const FRESH_WITHIN: Duration = Duration::from_secs(15);
/// What the passing of time changes meanwhile is not a difference: it is looked at this often, a second apart.
const LOOKS: u32 = 6;

pub async fn judge(world: &World, actors: &[Rc<RefCell<Actor>>], http: &mut Http) -> Result<()> {
    let mut facts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for movement in &world.movements {
        let answer = http.get(&format!("/api/v1/movements/{movement}/history")).await?.good()?;
        let history = answer.json()?;
        let mut contents: BTreeMap<String, String> = BTreeMap::new();
        for fact in history["facts"].as_array().context("a history without facts")? {
            let id = fact["id"].as_str().context("a fact without id")?.to_owned();
            let kind = fact["kind"].as_str().unwrap_or_default();
            // Counts and alerts carry something of their own; two claims may well say the same.
            let content = format!("{kind} {} {}", fact["by"], fact["body"]);
            let own = matches!(kind, "count" | "alert.raise");
            if let Some(other) = contents.insert(content, id.clone()).filter(|other| own && *other != id) {
                world.find("done-twice", format!("{kind} {id} says the same as {other} in movement {movement}"));
            }
            facts.entry(id).or_default().push(movement.clone());
        }
    }
    for (id, places) in &facts {
        if places.len() > 1 {
            world.find("stands-twice", format!("{id} stands {} times in the histories of {places:?}", places.len()));
        }
    }
    let mut applied = 0u64;
    for actor in actors {
        let actor = actor.borrow();
        for (id, said) in actor.said.iter().filter(|(_, said)| said.applied) {
            applied += 1;
            if facts.get(id).is_none_or(|places| !places.contains(&said.movement)) {
                world.find(
                    "applied-then-lost",
                    format!("{}: {} {id} was answered applied and is not in the history", actor.name, said.kind),
                );
            }
        }
    }
    println!("{applied} applied commands looked for in {} facts of {} movements.", facts.len(), world.movements.len());
    for (index, actor) in actors.iter().enumerate() {
        compare(world, actor, index).await;
    }
    Ok(())
}

async fn compare(world: &World, actor: &RefCell<Actor>, index: usize) {
    let (name, token) = (actor.borrow().name.clone(), actor.borrow().token.clone());
    let mut difference = String::new();
    for _ in 0..LOOKS {
        let fresh = match tokio::time::timeout(FRESH_WITHIN, fresh(world, &token, index)).await {
            Ok(Ok(fresh)) => fresh,
            Ok(Err(error)) => return world.find("fresh-client", format!("{name}: a fresh client failed: {error:#}")),
            Err(_) => {
                return world
                    .find("fresh-client", format!("{name}: a fresh client was not live within {FRESH_WITHIN:?}"));
            }
        };
        difference = differs(&actor.borrow().client.held, &fresh.held);
        if difference.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    world.find("not-converged", format!("{name} does not hold what a fresh client holds: {difference}"));
}

/// A few ids that only one of them holds, or in another revision.
fn differs(held: &BTreeMap<String, String>, fresh: &BTreeMap<String, String>) -> String {
    let other = held.iter().filter(|(id, rev)| fresh.get(*id) != Some(rev)).map(|(id, _)| id.as_str());
    let missing = fresh.keys().filter(|id| !held.contains_key(*id)).map(String::as_str);
    other.chain(missing).take(3).collect::<Vec<_>>().join(", ")
}

async fn fresh(world: &World, token: &str, index: usize) -> Result<Client> {
    let from = IpAddr::V4(Ipv4Addr::new(127, 3, 0, (index % 250 + 1) as u8));
    let mut socket = Socket::connect(world.address, from, "/api/v1/ws", Some(token)).await?;
    let mut client = Client::new(true);
    let hello = client.hello(&BTreeMap::new());
    socket.send(&hello).await?;
    while !client.live {
        match socket.next().await?.0 {
            Frame::Text(text) => {
                let frame: Received<'_> = serde_json::from_str(&text)?;
                client.on(&frame);
            }
            Frame::Close(code, reason) => bail!("closed with {code} {reason}"),
            _ => {}
        }
    }
    if let Some(finding) = client.findings.first() {
        bail!("{finding}");
    }
    Ok(client)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_old_or_left_over_differs() {
        let of = |pairs: &[(&str, &str)]| pairs.iter().map(|(id, rev)| ((*id).into(), (*rev).into())).collect();
        let fresh: BTreeMap<String, String> = of(&[("a", "1"), ("b", "2")]);
        assert_eq!(differs(&fresh, &fresh), "");
        assert_eq!(differs(&of(&[("a", "1")]), &fresh), "b");
        assert_eq!(differs(&of(&[("a", "1"), ("b", "1")]), &fresh), "b");
        assert_eq!(differs(&of(&[("a", "1"), ("b", "2"), ("c", "3")]), &fresh), "c");
    }
}

//! The end of a run: quiet, until every command has its answer and everyone holds what a fresh client holds, or time
//! is up; then the final state, as a hub tells it to those who have just come.
//! Must not know: what counts as a finding.

use super::Rig;
use super::actor::Actor;
use crate::check::differs;
use crate::client::{Client, Received};
use crate::history::{Documents, What, marks};
use crate::http::Http;
use crate::ws::{Frame, Socket};
use anyhow::{Context, Result, bail};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, Instant};

const SETTLED_WITHIN: Duration = Duration::from_secs(60);
const FRESH_WITHIN: Duration = Duration::from_secs(15);
/// What the passing of time changes meanwhile is not a difference: it is looked at this often, a second apart.
const LOOKS: u32 = 8;

pub async fn quiet(rig: &mut Rig) -> Result<()> {
    rig.world.giving.set(false);
    if let Some(publisher) = &mut rig.publisher
        && tokio::time::timeout(SETTLED_WITHIN, publisher).await.is_err()
    {
        let last = rig.world.last_error.borrow().clone();
        rig.world.log.rig(What::Wrong { text: format!("publishing did not come through: {last}") });
    }
    rig.publisher = None;
    rig.all_live("at the end").await?;
    let start = Instant::now();
    while rig.in_flight() > 0 && start.elapsed() < SETTLED_WITHIN {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

pub async fn final_state(rig: &Rig) -> Result<()> {
    let mut audiences: BTreeMap<String, Vec<Rc<RefCell<Actor>>>> = BTreeMap::new();
    for actor in &rig.actors {
        audiences.entry(actor.borrow().audience.clone()).or_default().push(actor.clone());
    }
    let hubs: Vec<SocketAddr> =
        rig.nodes.iter().filter(|node| node.process.is_some()).map(|node| node.listen).collect();
    for (index, (audience, actors)) in audiences.iter().enumerate() {
        let hub = *hubs.get(index % hubs.len().max(1)).context("no hub runs at the end")?;
        let token = actors[0].borrow().token.clone();
        let mut seen = None;
        for look in 0..LOOKS {
            match tokio::time::timeout(FRESH_WITHIN, fresh(hub, &token, index)).await {
                Ok(Ok(fresh)) => seen = Some(fresh),
                Ok(Err(error)) => note(rig, format!("a fresh client of {audience}: {error:#}")),
                Err(_) => note(rig, format!("a fresh client of {audience} was not live within {FRESH_WITHIN:?}")),
            }
            let same = |actor: &Rc<RefCell<Actor>>| {
                let actor = actor.borrow();
                actor.excused || seen.as_ref().is_some_and(|(docs, _)| differs(&actor.client.held, docs).is_empty())
            };
            if actors.iter().all(same) {
                break;
            }
            if look + 1 < LOOKS {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        if let Some((docs, marks)) = seen {
            rig.world.log.note("rig", audience, What::Fresh { docs, marks });
        }
    }
    histories(rig, hubs.first().copied().context("no hub runs at the end")?).await
}

fn note(rig: &Rig, text: String) {
    rig.world.log.rig(What::Wrong { text });
}

async fn histories(rig: &Rig, hub: SocketAddr) -> Result<()> {
    let movements = rig.world.movements.borrow().clone();
    for movement in &movements {
        let mut http = Http::new(hub, &rig.coordinators[movement.group]);
        let path = format!("/api/v1/movements/{}/history", movement.id);
        let answer = match http.get(&path).await.and_then(crate::http::Answer::good) {
            Ok(answer) => answer.json()?,
            Err(error) => {
                note(rig, format!("the history of {}: {error:#}", movement.id));
                continue;
            }
        };
        for fact in answer["facts"].as_array().context("a history without facts")? {
            let id = fact["id"].as_str().context("a fact without id")?.to_owned();
            let command = fact["kind"].as_str().unwrap_or_default().to_owned();
            // Counts and alerts carry something of their own; two claims may well say the same.
            let own = matches!(command.as_str(), "count" | "alert.raise") && fact["by"].is_string();
            let content = format!("{command} {} {}", fact["by"], fact["body"]);
            rig.world.log.rig(What::Fact { movement: movement.id.clone(), id, command, content, own });
        }
    }
    Ok(())
}

/// Everything a client gets that holds nothing, and the markers in it.
async fn fresh(hub: SocketAddr, token: &str, index: usize) -> Result<(Documents, Vec<String>)> {
    let from = IpAddr::V4(Ipv4Addr::new(127, 3, 0, (index % 250 + 1) as u8));
    let mut socket = Socket::connect(hub, from, "/api/v1/ws", Some(token)).await?;
    let mut client = Client::new(true);
    let mut seen = BTreeSet::new();
    let hello = client.hello(&BTreeMap::new());
    socket.send(&hello).await?;
    while !client.live {
        match socket.next().await?.0 {
            Frame::Text(text) => {
                seen.extend(marks(&text));
                let frame: Received<'_> = serde_json::from_str(&text)?;
                client.on(&frame);
            }
            Frame::Ping(payload) => socket.pong(&payload).await?,
            Frame::Close(code, reason) => bail!("closed with {code} {reason}"),
            Frame::Other => {}
        }
    }
    if let Some(finding) = client.wrong().first() {
        bail!("{finding}");
    }
    Ok((client.held, seen.into_iter().collect()))
}

//! One client that gives commands and sees each of them through, over however many connections and hubs that takes.
//! It resends what is unanswered, what the hub does not know, what was answered `later`, and now and then something
//! that was answered long ago: k sends have one effect. It leaves a hub that drains, and comes back with jitter.
//! Must not know: which fault is tried, and whether what it sees is right; it writes it down.

use super::world::World;
use crate::client::{Client, Received};
use crate::history::{Shown, What, marks};
use crate::plan::GROUPS;
use crate::ws::{Frame, Socket};
use anyhow::{Context, Result, bail};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// New commands wait while so many are unanswered; the contract allows 16 on the way.
const OPEN_MAX: usize = 6;
const ON_THE_WAY_MAX: usize = 14;
/// The hub refuses a `hello` with more than a thousand.
const PENDING_MAX: usize = 900;
/// `later` is said within 5 s; what has no answer by then is sent again.
const RESEND_AFTER: Duration = Duration::from_secs(6);
/// One in so many answered commands is sent once more.
const AGAIN_ONE_IN: u64 = 15;
/// Full jitter as the contract asks, but up to 2 s and not 20, so that a run stays short.
const JITTER_MS: (u64, u64) = (100, 2_000);
/// The contract: nothing received for so long, and the connection is dead.
const DEAD_AFTER: Duration = Duration::from_secs(35);
const CONNECT_WITHIN: Duration = Duration::from_secs(10);

pub struct Actor {
    pub name: String,
    role: &'static str,
    pub audience: String,
    pub group: usize,
    pub token: String,
    pub client: Client,
    pub said: BTreeMap<String, Said>,
    /// Away: it holds no connection and makes no command.
    pub asleep: bool,
    /// Not compared at the end.
    pub excused: bool,
    /// How far its clock is off.
    pub skew_s: i64,
    /// Its way to the hub, if it is not the one that all others have.
    pub way: Option<SocketAddr>,
    /// What it is shown is written down with its size and urgency.
    pub watched: bool,
    told: usize,
    tries: u32,
    drained: Option<Instant>,
}

pub struct Said {
    pub movement: String,
    pub kind: &'static str,
    pub applied: bool,
    answered: bool,
    due: Instant,
    first: Option<Instant>,
    at: DateTime<Utc>,
    body: Value,
}

impl Actor {
    pub fn new(name: String, role: &'static str, audience: String, group: usize, token: String) -> Self {
        Self {
            name,
            role,
            audience,
            group,
            token,
            client: Client::new(true),
            said: BTreeMap::new(),
            asleep: false,
            excused: false,
            skew_s: 0,
            way: None,
            watched: false,
            told: 0,
            tries: 0,
            drained: None,
        }
    }

    pub fn unanswered(&self) -> usize {
        if self.excused { 0 } else { self.said.values().filter(|said| !said.answered).count() }
    }

    fn note(&self, world: &World, what: What) {
        world.log.note(&self.name, &self.audience, what);
    }

    fn now(&self) -> DateTime<Utc> {
        Utc::now() + chrono::Duration::seconds(self.skew_s)
    }

    fn hello(&mut self, world: &World) -> String {
        let kept = self.said.iter().filter(|(_, said)| !said.answered || said.applied);
        // Ids grow with time: the newest are the ones that a store may have lost.
        let pending: BTreeMap<String, String> =
            kept.rev().take(PENDING_MAX).map(|(id, said)| (id.clone(), said.movement.clone())).collect();
        self.note(world, What::Hello { have: self.client.held.clone(), pending: pending.len() });
        self.client.hello(&pending)
    }

    /// A new command, as this role would give it. A receiver speaks of what it has: the rest would be refused.
    fn think(&mut self, world: &World) -> Option<String> {
        let movements = world.movements.borrow();
        // A station has no names this early; of a receiver that was left, the live document may stay as a farewell.
        let sign = if self.role == "station" { "" } else { "/people" };
        let holds = |id: &str| self.client.held.contains_key(&format!("{id}{sign}"));
        let own: Vec<_> = movements.iter().filter(|m| m.group == self.group && holds(&m.id)).collect();
        let movement = own.get(world.random.below(own.len() as u64) as usize)?;
        let what = match (self.role, world.random.below(6)) {
            ("station", 0) => {
                Some(("claim", json!({"station": GROUPS[self.group].via, "flight": movement.flight.clone()})))
            }
            ("station", 1..=3) => Some(("count", json!({"leg": 1, "place": "gate", "here": 4}))),
            ("receiver", 0..=1) => Some(("count", json!({"leg": 2, "place": "hall", "here": 4}))),
            _ => None,
        };
        Some(self.queue(&movement.id.clone(), what, self.now()))
    }

    /// Puts a command in the outbox, made at this time by its own clock: an alert if nothing else is named. The part
    /// of a count and the kind of an alert make its content its own.
    pub fn queue(&mut self, movement: &str, what: Option<(&'static str, Value)>, at: DateTime<Utc>) -> String {
        let id = uuid::Uuid::now_v7().to_string();
        let (kind, mut body) = what.unwrap_or_else(|| ("alert.raise", json!({"kind": format!("load-{}", &id[24..])})));
        if kind == "count" {
            body["part"] = format!("p{}", &id[24..]).into();
        }
        let (due, movement) = (Instant::now(), movement.to_owned());
        self.said
            .insert(id.clone(), Said { movement, kind, applied: false, answered: false, due, first: None, at, body });
        id
    }

    fn frame(&mut self, world: &World, node: usize, id: &str) -> Option<String> {
        let sent = self.now();
        let said = self.said.get_mut(id)?;
        said.due = Instant::now() + RESEND_AFTER;
        said.first.get_or_insert_with(Instant::now);
        let text = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let frame = json!({"t": "do", "id": id, "kind": said.kind, "movement": said.movement, "at": text(said.at),
                           "sent": text(sent), "body": said.body});
        let (command, movement) = (said.kind.to_owned(), said.movement.clone());
        self.note(world, What::Sent { id: id.to_owned(), command, movement, node: format!("hub-{}", node + 1) });
        Some(frame.to_string())
    }

    /// What to send next, if it is time for anything.
    fn next(&mut self, world: &World, node: usize) -> Option<String> {
        let now = Instant::now();
        let on_the_way = self.said.values().filter(|said| !said.answered && said.due > now).count();
        if on_the_way >= ON_THE_WAY_MAX {
            return None;
        }
        let due = self.said.iter().find(|(_, said)| !said.answered && said.due <= now);
        let again = || {
            let applied: Vec<&String> = self.said.iter().filter(|(_, said)| said.applied).map(|(id, _)| id).collect();
            let wanted = world.giving.get() && world.random.below(AGAIN_ONE_IN) == 0;
            applied.get(world.random.below(applied.len() as u64) as usize).filter(|_| wanted).map(|id| (*id).clone())
        };
        let id = match due.map(|(id, _)| id.clone()).or_else(again) {
            Some(id) => id,
            None if world.giving.get() && self.unanswered() < OPEN_MAX => self.think(world)?,
            None => return None,
        };
        self.frame(world, node, &id)
    }

    fn done(&mut self, world: &World, frame: &Received<'_>) {
        let (Some(id), Some(outcome)) = (frame.id.clone(), frame.outcome.clone()) else { return };
        let was = frame.was.clone();
        let why = frame.problem.as_ref().map(Value::to_string);
        self.note(world, What::Done { id: id.clone(), outcome: outcome.clone(), was: was.clone(), why });
        let Some(said) = self.said.get_mut(&id) else { return };
        let told = was.as_ref().map(|was| format!(" ({was})")).unwrap_or_default();
        world.count(&format!("{} {outcome}{told}", said.kind));
        match if outcome == "repeated" { was.as_deref().unwrap_or("repeated") } else { &outcome } {
            "applied" => {
                if !said.applied {
                    world.applied.set(world.applied.get() + 1);
                    let first = said.first.unwrap_or(said.due);
                    world.answers_ms.borrow_mut().push((first, first.elapsed().as_secs_f64() * 1e3));
                }
                (said.applied, said.answered) = (true, true);
            }
            "later" => said.due = Instant::now() + Duration::from_secs(1),
            _ => said.answered = true,
        }
    }

    fn heard(&mut self, world: &World, text: &str) -> Option<String> {
        let frame: Received<'_> = match serde_json::from_str(text) {
            Ok(frame) => frame,
            Err(error) => {
                self.note(world, What::Wrong { text: format!("a frame that cannot be read: {error}") });
                return None;
            }
        };
        let (ids, marks) = (frame.ids.clone(), marks(text));
        match frame.t {
            "put" => {
                let docs = frame.docs.iter().map(|put| (put.id.clone(), put.rev.clone())).collect();
                self.note(world, What::Put { docs, marks });
                if self.watched {
                    self.note(world, shown(text));
                }
            }
            other if !marks.is_empty() => self.note(world, What::Marked { frame: other.to_owned(), marks }),
            _ => {}
        }
        match frame.t {
            "welcome" => self.note(world, What::Welcome { granted: frame.audience.clone().unwrap_or_default() }),
            "gone" => self.note(world, What::Gone { ids }),
            "live" | "check" => {
                let (count, sum) = (frame.count.unwrap_or_default(), frame.sum.clone().unwrap_or_default());
                self.note(world, What::Sum { frame: frame.t.to_owned(), count, sum });
                self.tries = 0;
            }
            "done" => self.done(world, &frame),
            "unknown" => {
                for id in &ids {
                    if let Some(said) = self.said.get_mut(id) {
                        (said.answered, said.due) = (false, Instant::now());
                    }
                }
                self.note(world, What::Unknown { ids });
            }
            "drain" => self.drain(world, frame.in_ms.unwrap_or(0), frame.spread_ms.unwrap_or(0)),
            _ => {}
        }
        let answer = self.client.on(&frame);
        for text in self.client.findings.iter().skip(self.told) {
            self.note(world, What::Wrong { text: text.clone() });
        }
        self.told = self.client.findings.len();
        answer
    }

    fn drain(&mut self, world: &World, in_ms: u64, spread_ms: u64) {
        self.note(world, What::Drain { in_ms, spread_ms });
        self.drained = Some(Instant::now() + Duration::from_millis(world.random.below(spread_ms)));
    }

    /// How long to wait before the next connection.
    fn pause(&mut self, world: &World) -> Duration {
        self.tries = (self.tries + 1).min(10);
        Duration::from_millis(20 + world.random.below((JITTER_MS.0 << self.tries.min(6)).min(JITTER_MS.1)))
    }
}

/// The life of a client, until the run ends.
pub async fn live(actor: Rc<RefCell<Actor>>, world: Rc<World>, index: usize) {
    while !world.ended.get() {
        if actor.borrow().asleep {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        }
        if let Err(error) = session(&actor, &world, index).await {
            *world.last_error.borrow_mut() = format!("{}: {error:#}", actor.borrow().name);
        }
        let pause = {
            let mut actor = actor.borrow_mut();
            (actor.client.live, actor.drained) = (false, None);
            actor.pause(&world)
        };
        world.reconnects.set(world.reconnects.get() + 1);
        tokio::time::sleep(pause).await;
    }
}

/// Each client comes from an address of its own.
pub fn address(index: usize) -> Ipv4Addr {
    Ipv4Addr::new(127, 2, 0, (index % 250 + 1) as u8)
}

async fn session(actor: &RefCell<Actor>, world: &World, index: usize) -> Result<()> {
    let token = actor.borrow().token.clone();
    let from = IpAddr::V4(address(index));
    let (node, door) = world.door();
    let door = actor.borrow().way.unwrap_or(door);
    let connecting = Socket::connect(door, from, "/api/v1/ws", Some(&token));
    let mut socket = tokio::time::timeout(CONNECT_WITHIN, connecting).await.context("no answer to the upgrade")??;
    let hello = actor.borrow_mut().hello(world);
    socket.send(&hello).await?;
    let mut tick = tokio::time::interval(Duration::from_millis(1000 / u64::from(world.pace.max(1))));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut heard = Instant::now();
    while !world.ended.get() && !actor.borrow().asleep {
        let answer = tokio::select! {
            frame = socket.next() => {
                heard = Instant::now();
                match frame?.0 {
                    Frame::Text(text) => actor.borrow_mut().heard(world, &text),
                    Frame::Ping(payload) => {
                        socket.pong(&payload).await?;
                        None
                    }
                    Frame::Close(code, reason) => {
                        actor.borrow().note(world, What::Closed { code, reason: reason.clone() });
                        bail!("closed with {code} {reason}")
                    }
                    Frame::Other => None,
                }
            }
            _ = tick.tick() => {
                let mut actor = actor.borrow_mut();
                if actor.drained.is_some_and(|at| at <= Instant::now()) || heard.elapsed() > DEAD_AFTER {
                    return Ok(());
                }
                if actor.client.live { actor.next(world, node) } else { None }
            }
        };
        if let Some(answer) = answer {
            tokio::time::timeout(DEAD_AFTER, socket.send(&answer)).await.context("nothing can be sent")??;
        }
    }
    Ok(())
}

/// The live documents of a `put`, ranked by the worst band among their connections.
fn shown(text: &str) -> What {
    const BANDS: [&str; 3] = ["broken", "tight", "watch"];
    let frame: Value = serde_json::from_str(text).unwrap_or_default();
    let docs = frame["docs"].as_array().into_iter().flatten().filter_map(|put| {
        let id = put["id"].as_str().filter(|id| !id.contains('/'))?.to_owned();
        let rev = put["rev"].as_str()?.to_owned();
        let bands = put["body"]["connections"].as_array().into_iter().flatten().filter_map(|c| c["band"].as_str());
        let rank = |band| BANDS.iter().position(|known| *known == band).unwrap_or(BANDS.len()) as u8;
        let rank = bands.map(rank).min().unwrap_or(BANDS.len() as u8);
        Some(Shown { id, rev, rank, bytes: put["body"].to_string().len() as u64 })
    });
    What::Shown { bytes: text.len() as u64, docs: docs.collect() }
}

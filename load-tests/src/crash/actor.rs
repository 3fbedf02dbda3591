//! One client that gives commands and sees each of them through, over however many connections that takes.
//! It resends what is unanswered, what the hub does not know, what was answered `later`, and now and then something
//! that was answered long ago: k sends have one effect.
//! Must not know: when the hub is killed.

use super::World;
use crate::client::{Client, Received};
use crate::ws::{Frame, Socket};
use anyhow::{Result, bail};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Unanswered at a time: fewer than the 16 that the contract allows.
const OPEN_MAX: usize = 6;
/// The hub refuses a `hello` with more than a thousand.
const PENDING_MAX: usize = 900;
/// `later` is said within 5 s; what has no answer by then is sent again.
const RESEND_AFTER: Duration = Duration::from_secs(6);
/// One in so many answered commands is sent once more.
const AGAIN_ONE_IN: u64 = 15;

pub struct Actor {
    pub name: String,
    role: &'static str,
    pub token: String,
    pub client: Client,
    pub said: BTreeMap<String, Said>,
    told: usize,
}

pub struct Said {
    pub movement: String,
    pub kind: &'static str,
    pub sends: u64,
    pub applied: bool,
    answered: bool,
    due: Instant,
    at: String,
    body: Value,
}

impl Actor {
    pub fn new(name: String, role: &'static str, token: String) -> Self {
        Self { name, role, token, client: Client::new(true), said: BTreeMap::new(), told: 0 }
    }

    pub fn unanswered(&self) -> usize {
        self.said.values().filter(|said| !said.answered).count()
    }

    fn hello(&mut self) -> String {
        let kept = self.said.iter().filter(|(_, said)| !said.answered || said.applied);
        // Ids grow with time: the newest are the ones that a store may have lost.
        let pending = kept.rev().take(PENDING_MAX).map(|(id, said)| (id.clone(), said.movement.clone())).collect();
        self.client.hello(&pending)
    }

    /// A new command, as this role would give it. The kind of an alert and the part of a count make its content its own.
    fn think(&mut self, world: &World) -> String {
        let number = world.random.below(world.movements.len() as u64) as usize;
        let movement = &world.movements[number];
        let id = uuid::Uuid::now_v7().to_string();
        let alert = || ("alert.raise", json!({"kind": format!("load-{}", &id[24..])}));
        let (kind, body) = match (self.role, world.random.below(6)) {
            ("station", 0) => ("claim", json!({"station": "JFK", "flight": world.flights[number]})),
            ("station", 1..=3) => {
                ("count", json!({"leg": 1, "place": "gate", "here": 4, "part": format!("p{}", &id[24..])}))
            }
            ("receiver", 0..=1) => {
                ("count", json!({"leg": 2, "place": "hall", "here": 4, "part": format!("p{}", &id[24..])}))
            }
            _ => alert(),
        };
        let at = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let said = Said {
            movement: movement.clone(),
            kind,
            sends: 0,
            applied: false,
            answered: false,
            due: Instant::now(),
            at,
            body,
        };
        self.said.insert(id.clone(), said);
        id
    }

    fn frame(&mut self, id: &str) -> Option<String> {
        let said = self.said.get_mut(id)?;
        said.sends += 1;
        said.due = Instant::now() + RESEND_AFTER;
        let sent = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let frame = json!({"t": "do", "id": id, "kind": said.kind, "movement": said.movement, "at": said.at,
                           "sent": sent, "body": said.body});
        Some(frame.to_string())
    }

    /// What to send next, if it is time for anything.
    fn next(&mut self, world: &World) -> Option<String> {
        let now = Instant::now();
        let due = self.said.iter().find(|(_, said)| !said.answered && said.due <= now);
        let again = || {
            let applied: Vec<&String> = self.said.iter().filter(|(_, said)| said.applied).map(|(id, _)| id).collect();
            let wanted = world.giving.get() && world.random.below(AGAIN_ONE_IN) == 0;
            applied.get(world.random.below(applied.len() as u64) as usize).filter(|_| wanted).map(|id| (*id).clone())
        };
        let id = match due.map(|(id, _)| id.clone()).or_else(again) {
            Some(id) => id,
            None if world.giving.get() && self.unanswered() < OPEN_MAX => self.think(world),
            None => return None,
        };
        self.frame(&id)
    }

    fn done(&mut self, world: &World, frame: &Received<'_>) {
        let (Some(id), Some(outcome)) = (frame.id.as_deref(), frame.outcome.as_deref()) else { return };
        let Some(said) = self.said.get_mut(id) else {
            return world.find("stray-answer", format!("{}: an answer to {id}, which it never said", self.name));
        };
        let meant = if outcome == "repeated" { frame.was.as_deref().unwrap_or("repeated") } else { outcome };
        world.count(&format!(
            "{} {outcome}{}",
            said.kind,
            frame.was.as_ref().map(|w| format!(" ({w})")).unwrap_or_default()
        ));
        match meant {
            "applied" => (said.applied, said.answered) = (true, true),
            "later" => said.due = Instant::now() + Duration::from_secs(1),
            other => {
                said.answered = true;
                let why = frame.problem.as_ref().map(Value::to_string).unwrap_or_default();
                if said.applied {
                    world.find(
                        "applied-then-refused",
                        format!("{}: {} {id} was applied and is now {other} {why}", self.name, said.kind),
                    );
                } else if other == "rejected" {
                    world.find("rejected", format!("{}: {} {id} was rejected: {why}", self.name, said.kind));
                }
            }
        }
    }

    fn unknown(&mut self, world: &World, ids: &[String]) {
        for id in ids {
            let Some(said) = self.said.get_mut(id) else { continue };
            if said.applied {
                world.find(
                    "applied-then-unknown",
                    format!("{}: {} {id} was answered applied and is unknown", self.name, said.kind),
                );
            }
            (said.answered, said.due) = (false, Instant::now());
        }
    }

    /// Hands on what the client has found since the last time.
    fn tell(&mut self, world: &World) {
        for finding in self.client.findings.iter().skip(self.told) {
            world.find("protocol", format!("{}: {finding}", self.name));
        }
        self.told = self.client.findings.len();
    }
}

pub async fn live(actor: Rc<RefCell<Actor>>, world: Rc<World>, index: usize) {
    while !world.ended.get() {
        if let Err(error) = session(&actor, &world, index).await {
            let text = format!("{error:#}");
            // The kill is heard as a reset, an end of stream, or nobody there; a code is the hub's own decision.
            if text.starts_with("closed with 4") {
                world.find("closed", format!("{}: {text}", actor.borrow().name));
            }
        }
        actor.borrow_mut().client.live = false;
        world.reconnects.set(world.reconnects.get() + 1);
        tokio::time::sleep(Duration::from_millis(20 + world.random.below(180))).await;
    }
}

async fn session(actor: &RefCell<Actor>, world: &World, index: usize) -> Result<()> {
    let token = actor.borrow().token.clone();
    let from = IpAddr::V4(Ipv4Addr::new(127, 2, 0, (index % 250 + 1) as u8));
    let mut socket = Socket::connect(world.address, from, "/api/v1/ws", Some(&token)).await?;
    let hello = actor.borrow_mut().hello();
    socket.send(&hello).await?;
    let mut tick = tokio::time::interval(Duration::from_millis(1000 / u64::from(world.pace.max(1))));
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while !world.ended.get() {
        let answer = tokio::select! {
            frame = socket.next() => match frame?.0 {
                Frame::Text(text) => heard(&mut actor.borrow_mut(), world, &text),
                Frame::Ping(payload) => {
                    socket.pong(&payload).await?;
                    None
                }
                Frame::Close(code, reason) => bail!("closed with {code} {reason}"),
                Frame::Other => None,
            },
            _ = tick.tick() => {
                let mut actor = actor.borrow_mut();
                if actor.client.live { actor.next(world) } else { None }
            }
        };
        if let Some(answer) = answer {
            socket.send(&answer).await?;
        }
    }
    Ok(())
}

fn heard(actor: &mut Actor, world: &World, text: &str) -> Option<String> {
    let frame: Received<'_> = match serde_json::from_str(text) {
        Ok(frame) => frame,
        Err(error) => {
            world.find("unreadable", format!("{}: a frame that cannot be read: {error}", actor.name));
            return None;
        }
    };
    match frame.t {
        "done" => actor.done(world, &frame),
        "unknown" => actor.unknown(world, &frame.ids),
        _ => {}
    }
    let answer = actor.client.on(&frame);
    actor.tell(world);
    answer
}

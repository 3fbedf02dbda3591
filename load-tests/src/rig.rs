//! A deployment under load that harm is done to: hubs on one store, clients of several audiences that never touch each
//! other's movements, somebody who republishes, a feed, and a sampler of memory. What the clients did and saw is in
//! the log; the end of a run brings quiet, asks for the final state, and leaves the judging to `check`.
//! Must not know: which fault is tried, and what counts as a finding.

pub mod actor;
mod ending;
pub mod redis;
mod traffic;
pub mod world;

use crate::fixture::Place;
use crate::history::{Log, What};
use crate::http::Http;
use crate::machine;
use crate::plan::{GROUPS, Plan};
use crate::process::Process;
use crate::proxy::Proxy;
use crate::random::Random;
use crate::rewrite::{Plant, Plants};
use actor::Actor;
use anyhow::{Context, Result};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};
pub use traffic::hand_over;
use world::{Movement, World};

const READY_WITHIN: Duration = Duration::from_secs(40);
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// What a row asks for.
#[derive(Clone)]
pub struct Setup {
    pub row: &'static str,
    pub seed: u64,
    pub nodes: usize,
    pub clients: u32,
    pub movements: u32,
    /// Commands per second of one client.
    pub pace: u32,
    pub may_forget: bool,
    /// Clients reach each hub through a proxy of its own.
    pub proxied: bool,
    pub plant: Option<Plant>,
    /// Seconds that the hubs' clock is off.
    pub clock_off_s: i64,
}

pub struct Node {
    pub name: String,
    pub process: Option<Process>,
    pub listen: SocketAddr,
    pub proxy: Option<Proxy>,
    /// Another program than the one under test, for this hub.
    pub program: Option<PathBuf>,
    lives: u32,
}

pub struct Rig {
    pub place: Place,
    pub nodes: Vec<Node>,
    pub world: Rc<World>,
    pub actors: Vec<Rc<RefCell<Actor>>>,
    pub plants: Option<Rc<Plants>>,
    pub plan: Rc<Plan>,
    /// The servers under the store, if it is Redis.
    pub redis: Option<redis::Redis>,
    /// A bearer token per group of a coordinator, and of the feed.
    pub coordinators: Vec<String>,
    pub feed: String,
    /// What was done, for the verdict.
    pub did: Vec<String>,
    seed: u64,
    tasks: Vec<tokio::task::JoinHandle<()>>,
    publisher: Option<tokio::task::JoinHandle<()>>,
}

impl Rig {
    /// Accounts, hubs and movements; nobody is connected yet.
    pub async fn start(mut place: Place, setup: &Setup) -> Result<Self> {
        let hub_now = chrono::Utc::now() + chrono::Duration::seconds(setup.clock_off_s);
        if setup.clock_off_s != 0 {
            place.clock = Some(format!("{}@1", hub_now.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)));
        }
        let log = Log::new();
        log.rig(What::Row { row: setup.row.into(), seed: setup.seed, may_forget: setup.may_forget });
        let mut tokens = BTreeMap::new();
        let mut actors = Vec::new();
        for number in 0..setup.clients {
            let (name, role, scope, group) = seat(number);
            if !tokens.contains_key(&name) {
                tokens.insert(name.clone(), place.account(&name, role, &[scope.0, &scope.1]).await?);
            }
            let audience = format!("{role}:{}", scope.1);
            let actor = Actor::new(format!("{name}-{number}"), role, audience, group, tokens[&name].clone());
            actors.push(Rc::new(RefCell::new(actor)));
        }
        let mut coordinators = Vec::new();
        for (number, group) in GROUPS.iter().enumerate() {
            let name = format!("load-desk-{number}");
            coordinators.push(place.account(&name, "coordinator", &["--programme", group.programme]).await?);
        }
        let feed = place.account("load-feed", "feed", &["--source", "aidx"]).await?;
        let plants = setup.plant.filter(|plant| plant.rewrites()).map(Plants::new);
        let world = Rc::new(World::new(log, setup.pace, Random::new(setup.seed)));
        let mut rig = Self {
            place,
            nodes: Vec::new(),
            world,
            actors,
            plants,
            plan: Rc::new(Plan::from(hub_now)),
            redis: None,
            coordinators,
            feed,
            did: Vec::new(),
            seed: setup.seed,
            tasks: Vec::new(),
            publisher: None,
        };
        for _ in 0..setup.nodes {
            rig.add_node(setup.proxied || rig.plants.is_some(), None).await?;
        }
        rig.publish(setup.movements).await?;
        Ok(rig)
    }

    async fn publish(&mut self, movements: u32) -> Result<()> {
        let mut http: Vec<Http> =
            self.coordinators.iter().map(|token| Http::new(self.nodes[0].listen, token)).collect();
        for number in 0..movements {
            let group = number as usize % GROUPS.len();
            let id =
                self.plan.publish(&mut http[group], number, &GROUPS[group]).await.with_context(|| self.place.log())?;
            let flight = self.plan.flight(number, &GROUPS[group]);
            self.published(Movement { id, number, group, flight });
        }
        Ok(())
    }

    /// From now on this one counts among the movements.
    pub fn published(&self, movement: Movement) {
        let (audiences, mark) = (movement.audiences(0), GROUPS[movement.group].mark.to_owned());
        let id = movement.id.clone();
        self.world.log.rig(What::Publishing { movement: id.clone(), audiences: audiences.clone(), mark });
        self.world.log.rig(What::Published { movement: id, audiences });
        self.world.movements.borrow_mut().push(movement);
    }

    /// One more hub on the same store; clients may choose it from now on.
    pub async fn add_node(&mut self, proxied: bool, program: Option<PathBuf>) -> Result<usize> {
        let index = self.nodes.len();
        let listen = machine::free_address()?;
        let name = format!("hub-{}", index + 1);
        let proxy = match proxied {
            true => Some(Proxy::start(listen, self.seed + index as u64, self.plants.clone()).await?),
            false => None,
        };
        self.world.doors.borrow_mut().push(proxy.as_ref().map_or(listen, |proxy| proxy.address));
        self.nodes.push(Node { name, process: None, listen, proxy, program, lives: 0 });
        self.start_node(index).await?;
        Ok(index)
    }

    pub async fn start_node(&mut self, index: usize) -> Result<()> {
        let program = self.nodes[index].program.clone().unwrap_or_else(|| self.place.program.clone());
        let command = self.place.serving(&program, &self.nodes[index].listen.to_string())?;
        self.start_node_as(index, command).await
    }

    /// The same with a command of the caller's, made by `Place::serving`.
    pub async fn start_node_as(&mut self, index: usize, mut command: std::process::Command) -> Result<()> {
        let node = &mut self.nodes[index];
        let mut process = Process::start(&mut command, None)?;
        process.listening(READY_WITHIN).await.with_context(|| format!("{}: {}", node.name, self.place.log()))?;
        node.lives += 1;
        self.world.sample(&node.name, Some((format!("{}.{}", node.name, node.lives), process.id())));
        node.process = Some(process);
        Ok(())
    }

    /// SIGKILL. It is gone when this returns.
    pub fn kill_node(&mut self, index: usize) {
        self.world.sample(&self.nodes[index].name, None);
        drop(self.nodes[index].process.take());
    }

    /// SIGTERM; an end that is not clean, or takes longer than 15 s, is an error.
    pub async fn stop_node(&mut self, index: usize) -> Result<Duration> {
        self.world.sample(&self.nodes[index].name, None);
        let start = Instant::now();
        if let Some(mut process) = self.nodes[index].process.take() {
            let status = process.stop(STOP_WITHIN).await?;
            anyhow::ensure!(status.success(), "the hub ended with {status}: {}", self.place.log());
        }
        Ok(start.elapsed())
    }

    /// The same where the row goes on whatever comes of it: what is wrong is written down. In words.
    pub async fn leave_node(&mut self, index: usize) -> String {
        match self.stop_node(index).await {
            Ok(took) => format!("stopped within {:.1} s", took.as_secs_f64()),
            Err(error) => {
                let text = format!("{}: {error:#}", self.nodes[index].name);
                self.world.log.rig(What::Wrong { text: text.clone() });
                text
            }
        }
    }

    /// Clients, publisher, feed and sampler begin.
    pub async fn load(&mut self) -> Result<()> {
        for index in 0..self.actors.len() {
            self.wake(index);
        }
        self.tasks.push(tokio::task::spawn_local(traffic::sample(self.world.clone(), self.actors.clone())));
        let (world, plan) = (self.world.clone(), self.plan.clone());
        self.tasks.push(tokio::task::spawn_local(traffic::feed(world.clone(), plan.clone(), self.feed.clone())));
        let publisher = traffic::publish(world, plan, self.coordinators.clone());
        self.publisher = Some(tokio::task::spawn_local(publisher));
        self.all_live("at the start").await
    }

    fn wake(&mut self, index: usize) {
        let live = actor::live(self.actors[index].clone(), self.world.clone(), index);
        self.tasks.push(tokio::task::spawn_local(live));
    }

    /// One more client, at once.
    pub fn join(&mut self, actor: Actor) -> Rc<RefCell<Actor>> {
        self.actors.push(Rc::new(RefCell::new(actor)));
        self.wake(self.actors.len() - 1);
        self.actors[self.actors.len() - 1].clone()
    }

    /// Waits until every client that is awake is live; one that is not after a time is an error.
    pub async fn all_live(&self, when: &str) -> Result<()> {
        let start = Instant::now();
        let waits = |actor: &&Rc<RefCell<Actor>>| !actor.borrow().asleep && !actor.borrow().client.live;
        // A client notices the end of its socket a moment after it came.
        tokio::time::sleep(Duration::from_millis(50)).await;
        loop {
            let waiting: Vec<String> = self.actors.iter().filter(waits).map(|a| a.borrow().name.clone()).collect();
            if waiting.is_empty() {
                return Ok(());
            }
            if start.elapsed() > READY_WITHIN {
                let last = self.world.last_error.borrow().clone();
                let text = format!("{when}: not live after {READY_WITHIN:?}: {}; {last}", waiting.join(", "));
                self.world.log.note("rig", "", What::Wrong { text: text.clone() });
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub fn note(&mut self, text: impl Into<String>) {
        let text = text.into();
        eprintln!("  {text}");
        self.world.log.rig(What::Fault { text: text.clone() });
        self.did.push(text);
    }

    pub async fn under_load(&self, ms: u64) {
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }

    pub fn chance(&self, from: u64, to: u64) -> u64 {
        from + self.world.random.below(to.saturating_sub(from) + 1)
    }

    /// Commands without an answer at this moment.
    pub fn in_flight(&self) -> usize {
        self.actors.iter().map(|actor| actor.borrow().unanswered()).sum()
    }

    /// No more load; every command gets its answer, everyone converges, and the final state is written to the log.
    pub async fn end(&mut self) -> Result<()> {
        ending::quiet(self).await?;
        ending::final_state(self).await?;
        self.world.ended.set(true);
        // Clients leave first: what a hub says when it stops is looked at where it stops under load.
        for task in self.tasks.drain(..) {
            task.abort();
            let _ = task.await;
        }
        for index in 0..self.nodes.len() {
            self.leave_node(index).await;
        }
        Ok(())
    }

    pub fn keep_log(&self, path: &Path) -> Result<()> {
        self.world.log.keep(path)
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        self.world.ended.set(true);
        self.tasks.iter().chain(&self.publisher).for_each(tokio::task::JoinHandle::abort);
    }
}

/// Account, role, scope and group of a client: four seats in each of three programmes, in turn.
fn seat(number: u32) -> (String, &'static str, (&'static str, String), usize) {
    let group = number as usize / 4 % GROUPS.len();
    let of = &GROUPS[group];
    let (role, flag, scope, seat) = match number % 4 {
        0 => ("station", "--station", of.via, "station"),
        1 => ("receiver", "--receiver", of.receivers[0], "receiver"),
        2 => ("coordinator", "--programme", of.programme, "coordinator"),
        _ => ("receiver", "--receiver", of.receivers[1], "second"),
    };
    (format!("load-{seat}-{group}"), role, (flag, scope.to_owned()), group)
}

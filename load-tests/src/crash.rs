//! Kills the hub with SIGKILL again and again while clients give commands, and looks for what was lost or done twice.
//! Clients do what the contract asks of them: each command has an id, what is unanswered or was answered `applied`
//! is told in `hello.pending`, what the hub does not know is sent again. At the end the history of every movement and
//! the documents of fresh clients say whether that was enough. Any finding makes the exit code 1.
//! Must not know: how the hub keeps anything; a killed process is not a power cut, and the report says so.

mod actor;
mod verdict;

use crate::fixture::{PROGRAMME, Place, Plan, RECEIVER};
use crate::http::Http;
use crate::process::Process;
use crate::report::median;
use actor::Actor;
use anyhow::{Context, Result};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;
use std::time::{Duration, Instant};

const READY_WITHIN: Duration = Duration::from_secs(30);
const SETTLED_WITHIN: Duration = Duration::from_secs(60);

#[derive(clap::Args)]
pub struct Options {
    /// The program to kill.
    #[arg(long)]
    onward: PathBuf,
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=200))]
    kills: u32,
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=200))]
    clients: u32,
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=200))]
    movements: u32,
    /// Commands per second of one client; the contract allows 20 frames.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=15))]
    pace: u32,
    /// The same seed kills at the same moments after the clients are back.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Proves that loss is seen: half way the store is put back to what it was at the first kill. Has to end with 1.
    #[arg(long)]
    roll_back: bool,
}

/// What all clients share.
pub struct World {
    pub address: SocketAddr,
    pub movements: Vec<String>,
    /// The key of each movement's first flight, in the same order.
    pub flights: Vec<String>,
    pub pace: u32,
    pub random: Random,
    /// New commands are given only while this holds; what was given is seen through.
    pub giving: Cell<bool>,
    pub ended: Cell<bool>,
    /// By name.
    pub findings: RefCell<BTreeMap<&'static str, Vec<String>>>,
    pub outcomes: RefCell<BTreeMap<String, u64>>,
    pub reconnects: Cell<u64>,
}

/// Good enough to choose by, and the same for the same seed.
pub struct Random(Cell<u64>);

impl Random {
    pub fn below(&self, bound: u64) -> u64 {
        let state = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound.max(1)
    }
}

impl World {
    pub fn find(&self, name: &'static str, finding: String) {
        self.findings.borrow_mut().entry(name).or_default().push(finding);
    }

    pub fn count(&self, outcome: &str) {
        *self.outcomes.borrow_mut().entry(outcome.to_owned()).or_default() += 1;
    }
}

pub async fn run(options: Options) -> Result<ExitCode> {
    let place = Place::new(&options.onward)?;
    let coordinator = place.account("crash-coordinator", "coordinator", &["--programme", PROGRAMME])?;
    let mut actors = Vec::new();
    for number in 0..options.clients {
        let (role, scope) = [
            ("station", ["--station", "JFK"]),
            ("receiver", ["--receiver", RECEIVER]),
            ("coordinator", ["--programme", PROGRAMME]),
        ][number as usize % 3];
        let name = format!("crash-{role}-{number}");
        let token = place.account(&name, role, &scope)?;
        actors.push(Rc::new(RefCell::new(Actor::new(name, role, token))));
    }
    let mut process = place.serve("127.0.0.1:0", None)?;
    let address = process.listening(READY_WITHIN).await.with_context(|| place.log())?;
    let mut http = Http::new(address, &coordinator);
    let plan = Plan::from(chrono::Utc::now());
    let mut movements = Vec::new();
    for number in 0..options.movements {
        movements.push(plan.publish(&mut http, number).await?);
    }
    let world = Rc::new(World {
        address,
        movements,
        flights: (0..options.movements).map(|number| plan.flight(number)).collect(),
        pace: options.pace,
        random: Random(Cell::new(options.seed)),
        giving: Cell::new(true),
        ended: Cell::new(false),
        findings: RefCell::default(),
        outcomes: RefCell::default(),
        reconnects: Cell::new(0),
    });
    for (index, actor) in actors.iter().enumerate() {
        tokio::task::spawn_local(actor::live(actor.clone(), world.clone(), index));
    }
    let back = kill(&options, &place, &world, &actors, process).await?;
    settle(&world, &actors).await;
    verdict::judge(&world, &actors, &mut http).await?;
    world.ended.set(true);
    let code = tell(&options, &world, &actors, &back);
    back.process.context("no process")?.stop(Duration::from_secs(20)).await?;
    Ok(code)
}

#[derive(Default)]
struct Back {
    process: Option<Process>,
    listening: Vec<f64>,
    live: Vec<f64>,
}

async fn kill(
    options: &Options,
    place: &Place,
    world: &World,
    actors: &[Rc<RefCell<Actor>>],
    process: Process,
) -> Result<Back> {
    let mut back = Back { process: Some(process), ..Back::default() };
    all_live(world, actors, "at the start").await;
    for number in 1..=options.kills {
        tokio::time::sleep(Duration::from_millis(150 + world.random.below(900))).await;
        let start = Instant::now();
        // Gone before the next one starts: two hubs never share the store.
        drop(back.process.take());
        if options.roll_back && number == 1 {
            place.keep_store()?;
        }
        if options.roll_back && number == options.kills / 2 + 1 {
            place.put_store_back()?;
        }
        let mut next = place.serve(&world.address.to_string(), None)?;
        next.listening(READY_WITHIN).await.with_context(|| format!("after kill {number}: {}", place.log()))?;
        back.listening.push(start.elapsed().as_secs_f64());
        back.process = Some(next);
        all_live(world, actors, &format!("after kill {number}")).await;
        back.live.push(start.elapsed().as_secs_f64());
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    Ok(back)
}

async fn all_live(world: &World, actors: &[Rc<RefCell<Actor>>], when: &str) {
    let start = Instant::now();
    let live = || actors.iter().filter(|actor| actor.borrow().client.live).count();
    // A client notices the end of its socket a moment after the kill.
    tokio::time::sleep(Duration::from_millis(20)).await;
    while live() < actors.len() {
        if start.elapsed() > READY_WITHIN {
            return world.find("not-live", format!("{when}: {} of {} clients live after 30 s", live(), actors.len()));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// No new commands; every one that was given gets its answer.
async fn settle(world: &World, actors: &[Rc<RefCell<Actor>>]) {
    world.giving.set(false);
    let start = Instant::now();
    let open = || actors.iter().map(|actor| actor.borrow().unanswered()).sum::<usize>();
    while open() > 0 && start.elapsed() < SETTLED_WITHIN {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    if open() > 0 {
        world.find(
            "unanswered",
            format!("{} commands without an answer {SETTLED_WITHIN:?} after the last kill", open()),
        );
    }
}

fn tell(options: &Options, world: &World, actors: &[Rc<RefCell<Actor>>], back: &Back) -> ExitCode {
    let said: usize = actors.iter().map(|actor| actor.borrow().said.len()).sum();
    let sends: u64 = actors.iter().flat_map(|a| a.borrow().said.values().map(|s| s.sends).collect::<Vec<_>>()).sum();
    println!(
        "{} kills; {} clients, {} movements; seed {}.",
        options.kills,
        actors.len(),
        options.movements,
        options.seed
    );
    println!("{said} commands, sent {sends} times; {} reconnections.", world.reconnects.get());
    println!("Outcomes: {:?}", world.outcomes.borrow());
    if let (Some(listening), Some(live)) = (median(&back.listening), median(&back.live)) {
        let worst = back.live.iter().copied().fold(0.0, f64::max);
        println!(
            "From a kill to listening again, median {listening:.2} s; to all clients live {live:.2} s, at worst {worst:.2} s."
        );
    }
    println!("A killed process is not a power cut: what the kernel had taken in was still written.");
    let findings = world.findings.borrow();
    for (name, each) in findings.iter() {
        println!("FINDING {name}, {} times:", each.len());
        each.iter().take(5).for_each(|finding| println!("  {finding}"));
    }
    println!("{} findings.", findings.values().map(Vec::len).sum::<usize>());
    if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

//! Measures the hub and the floor in one run, in turn: the same clients, the same core, the same minute. One block is:
//! all connect, some rounds of one message to all, all leave. The floor's frame is made as long as the hub's.
//! What came out is a table with the machine beside it, and findings where a client was told something wrong.
//! Must not know: how the hub is set up (`fixture`), and what a websocket is.

use crate::fixture::{Hub, Store};
use crate::process::{Memory, Process, used_by_self};
use crate::report::{self, Figures};
use crate::swarm::{Round, Swarm, Target};
use crate::{commands, floor, machine};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Options {
    /// The program to measure, built with --release; without it only the floor is measured.
    #[arg(long)]
    onward: Option<PathBuf>,
    /// What the hub keeps its state in; several take turns, each with a hub of its own.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "sqlite")]
    store: Vec<Store>,
    /// A stock actix-ws server takes its turn too.
    #[arg(long)]
    peer: bool,
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    clients: u32,
    /// Messages to all, per block.
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=200))]
    rounds: u32,
    /// How often each subject takes its turn.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    blocks: u32,
    /// Documents in each client's scope.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=500))]
    documents: u32,
    /// Accounts that the clients share.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(3..=500))]
    accounts: u32,
    /// Clients that give commands at the end, one at a time each; 0 leaves that out.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(0..=250))]
    writers: u32,
    /// How often each store takes its turn at commands.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=20))]
    turns: u32,
    /// Bytes of the floor's message while there is no hub to take it from.
    #[arg(long, default_value_t = floor::MESSAGE_BYTES)]
    size: usize,
    /// Let server and clients share all cores instead of one each.
    #[arg(long)]
    unpinned: bool,
}

pub async fn run(options: Options) -> Result<()> {
    let clients = options.clients as usize;
    if machine::open_files() < options.clients as u64 + 200 {
        bail!("{} open files are too few for {clients} clients: raise `ulimit -n`", machine::open_files());
    }
    let cores = machine::cores();
    let pinned = !options.unpinned && cores.len() > 1;
    let core = pinned.then(|| cores[0]);
    let machine = machine::describe();
    let mut calibration = Vec::from_iter(machine::calibration());

    let mut floor = FloorSubject::start("floor", core, options.size, clients).await?;
    let mut peer = match options.peer {
        true => Some(FloorSubject::start("peer", core, options.size, clients).await?),
        false => None,
    };
    let mut hubs = Vec::new();
    for store in options.store.iter().filter(|_| options.onward.is_some()) {
        let program = options.onward.as_deref().context("no program")?;
        let hub = Hub::start(program, *store, core, options.documents, options.accounts).await;
        let hub = hub.with_context(|| format!("the hub on {}", store.name()))?;
        let target = Target { to: hub.address, tokens: hub.tokens.clone() };
        let figures = Figures { name: store.name().into(), ..Figures::default() };
        hubs.push(HubSubject { hub, swarm: Swarm::new(target, clients), baseline: Memory::default(), figures });
    }
    if pinned {
        machine::stay_on(&cores[1..2]);
    }
    for hub in &mut hubs {
        hub.baseline = hub.hub.warmed().await?;
    }
    let (ticks, start) = (machine::ticks(), Instant::now());
    let mut ours = Duration::ZERO;
    for block in 0..options.blocks {
        for hub in &mut hubs {
            ours += hub.block(block, options.rounds).await?;
        }
        if let Some(HubSubject { figures, .. }) = hubs.first() {
            let bytes = figures.bytes / figures.frames.max(1);
            floor.size(bytes)?;
            peer.as_mut().map_or(Ok(()), |peer| peer.size(bytes))?;
        }
        for subject in std::iter::once(&mut floor).chain(&mut peer) {
            ours += subject.block(block, options.rounds).await?;
        }
        eprintln!("block {} of {} done after {:.0} s", block + 1, options.blocks, start.elapsed().as_secs_f64());
    }
    calibration.extend(machine::calibration());
    let told = report::circumstances(&machine, ticks, ours, start.elapsed(), &calibration);
    let figures: Vec<&Figures> = std::iter::once(&floor.figures)
        .chain(peer.iter().map(|peer| &peer.figures))
        .chain(hubs.iter().map(|hub| &hub.figures))
        .collect();
    println!("\n{}\n{told}", report::table(&figures));
    tell(&options, pinned, &figures, &hubs);
    commands(&options, &hubs).await?;
    for hub in hubs {
        hub.hub.end().await?;
    }
    Ok(())
}

/// The stores take turns, so that a busy minute strikes all of them.
async fn commands(options: &Options, hubs: &[HubSubject]) -> Result<()> {
    if options.writers == 0 || hubs.is_empty() {
        return Ok(());
    }
    let mut all: Vec<_> = hubs.iter().map(|_| commands::Figures::default()).collect();
    for _ in 0..options.turns {
        for (hub, figures) in hubs.iter().zip(&mut all) {
            let (target, disk) = (&hub.swarm.target, hub.hub.disk());
            commands::measure(target, options.writers, &hub.hub.movements, disk, figures).await?;
        }
    }
    println!(
        "\nDurable commands, {} clients with one at a time, {} turns; medians, ms:",
        options.writers, options.turns
    );
    println!("| store | p50 | p99 | fsync p50 | fsync p99 | p99 × | outcomes |\n|---|---|---|---|---|---|---|");
    for (hub, figures) in hubs.iter().zip(&all) {
        println!("{}", figures.row(&hub.figures.name));
    }
    println!("Load average then: {}.", machine::load_average());
    Ok(())
}

fn tell(options: &Options, pinned: bool, figures: &[&Figures], hubs: &[HubSubject]) {
    println!(
        "{} clients, {} blocks of {} rounds, interleaved; medians over {} rounds; {}.",
        options.clients,
        options.blocks,
        options.rounds,
        options.blocks * options.rounds,
        if pinned { "server on one core, clients on another" } else { "server and clients share all cores" }
    );
    for hub in hubs {
        let (documents, checks) = (hub.swarm.documents(), hub.swarm.checks());
        println!("{}: client 0 holds {documents} documents; {checks} `check` sums were compared.", hub.figures.name);
    }
    for each in figures {
        let (us, count) = (each.generator_cpu.as_secs_f64() * 1e6, each.frames.max(1) as f64);
        let worst = each.last.iter().copied().fold(0.0, f64::max);
        println!(
            "{}: the generator took {:.1} µs of its core per message; the slowest round took {worst:.1} ms.",
            each.name,
            us / count
        );
        each.findings.iter().for_each(|finding| println!("FINDING ({}): {finding}", each.name));
    }
}

/// The floor, or a peer that is driven like it.
struct FloorSubject {
    process: Process,
    swarm: Swarm,
    baseline: Memory,
    figures: Figures,
}

struct HubSubject {
    hub: Hub,
    swarm: Swarm,
    baseline: Memory,
    figures: Figures,
}

impl FloorSubject {
    async fn start(name: &str, core: Option<usize>, size: usize, clients: usize) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([name, "--size", &size.to_string()]);
        let mut process = Process::start(&mut command, core)?;
        let to = process.listening(Duration::from_secs(10)).await.with_context(|| name.to_owned())?;
        let baseline = process.memory();
        let figures = Figures { name: name.into(), ..Figures::default() };
        Ok(Self { process, swarm: Swarm::new(Target { to, tokens: Vec::new() }, clients), baseline, figures })
    }

    fn size(&mut self, bytes: u64) -> Result<()> {
        self.process.say(&format!("size {bytes}"))
    }

    async fn block(&mut self, block: u32, rounds: u32) -> Result<Duration> {
        let before = (self.process.used(), used_by_self());
        let figures = &mut self.figures;
        connected(&mut self.swarm, block, figures).await?;
        weigh(&self.process, self.baseline, &self.swarm, block, false, figures);
        for _ in 0..rounds {
            let used = (self.process.used(), used_by_self());
            let process = &mut self.process;
            let send = async {
                let start = Instant::now();
                process.say("go").map(|()| start)
            };
            let round = self.swarm.round(floor::DOCUMENT, send).await?;
            self.process.skip_lines();
            note(&round, self.process.used().since(&used.0), used_by_self().since(&used.1), figures);
        }
        weigh(&self.process, self.baseline, &self.swarm, block, true, figures);
        self.swarm.disconnect().await;
        figures.findings.extend(self.swarm.failures());
        Ok(self.process.used().since(&before.0) + used_by_self().since(&before.1))
    }
}

impl HubSubject {
    async fn block(&mut self, block: u32, rounds: u32) -> Result<Duration> {
        let before = (self.hub.process.used(), used_by_self());
        let figures = &mut self.figures;
        connected(&mut self.swarm, block, figures).await?;
        weigh(&self.hub.process, self.baseline, &self.swarm, block, false, figures);
        for _ in 0..rounds {
            let used = (self.hub.process.used(), used_by_self());
            let awaited = self.hub.awaited();
            let round = self.swarm.round(&awaited, self.hub.feed()).await?;
            note(&round, self.hub.process.used().since(&used.0), used_by_self().since(&used.1), figures);
        }
        weigh(&self.hub.process, self.baseline, &self.swarm, block, true, figures);
        self.swarm.disconnect().await;
        figures.findings.extend(self.swarm.failures());
        Ok(self.hub.process.used().since(&before.0) + used_by_self().since(&before.1))
    }
}

async fn connected(swarm: &mut Swarm, block: u32, figures: &mut Figures) -> Result<()> {
    let took = swarm.connect().await.with_context(|| figures.name.clone())?.as_secs_f64();
    if block == 0 {
        figures.first_connect = Some(took);
    } else {
        figures.reconnects.push(took);
    }
    // What the handshakes left behind is done with before anything is weighed or timed.
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok(())
}

/// Only the first block is weighed: later ones stand on what the allocator kept.
fn weigh(process: &Process, before: Memory, swarm: &Swarm, block: u32, traffic: bool, figures: &mut Figures) {
    if block > 0 {
        return;
    }
    let now = process.memory();
    let each = |now: u64, before: u64| Some((now as f64 - before as f64) / swarm.clients() as f64);
    if traffic {
        figures.after_kib = each(now.pss_kib, before.pss_kib);
        figures.rss_after_kib = each(now.rss_kib, before.rss_kib);
    } else {
        figures.idle_kib = each(now.pss_kib, before.pss_kib);
    }
}

fn note(round: &Round, server: Duration, generator: Duration, figures: &mut Figures) {
    figures.p50.extend(report::share(&round.times, 0.5));
    figures.p99.extend(report::share(&round.times, 0.99));
    figures.last.extend(report::share(&round.times, 1.0));
    figures.server_cpu += server;
    figures.generator_cpu += generator;
    figures.frames += round.frames;
    figures.bytes += round.bytes;
    figures.lost += round.lost as u64;
    if round.lost > 0 {
        figures.findings.push(format!("round {}: {} clients not reached in 15 s", figures.p50.len(), round.lost));
    }
}

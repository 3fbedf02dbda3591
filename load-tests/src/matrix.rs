//! The fault matrix: each row is a program that sets up a deployment, loads it, does one kind of harm, waits for quiet
//! and has the history judged. The same seed does the same harm at the same moments after the clients are back.
//! Must not know: how the harm is done (`rows`), what counts as a finding (`check`).

mod clients;
mod context;
mod disk;
mod hubs;
mod lines;
mod packets;
mod redis_rows;
mod sentinel;
mod times;

use crate::check::{self, heads};
use crate::history::What;
use crate::loss;
use crate::rewrite::Plant;
use crate::rig::Rig;
use anyhow::{Result, bail};
use context::{Context, StoreKind};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

#[derive(clap::Args)]
pub struct Options {
    /// The program to do harm to.
    #[arg(long)]
    onward: PathBuf,
    /// One row, or several; all that this store can have if none is named. `--list` names them.
    #[arg(long)]
    row: Vec<String>,
    /// Fewer kills, shorter faults, smaller storms.
    #[arg(long)]
    quick: bool,
    #[arg(long, value_enum, default_value = "sqlite")]
    store: StoreKind,
    /// The same seed does harm at the same moments after the clients are back.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Runs of each row, with the seeds that follow.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    runs: u32,
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(12..=200))]
    clients: u32,
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(6..=200))]
    movements: u32,
    /// Commands per second of one client; the contract allows 20 frames.
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=15))]
    pace: u32,
    /// Instead of the row's own number.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=500))]
    kills: Option<u32>,
    /// An older program, for `mixed-version`.
    #[arg(long)]
    other: Option<PathBuf>,
    /// Plants a bug between hub and clients, to prove that it is seen: has to end with 1. Only for `hub-kill`.
    #[arg(long, value_enum)]
    plant: Option<Plant>,
    /// Keeps the history of each run in this folder, for `check`.
    #[arg(long)]
    logs: Option<PathBuf>,
    /// Names the rows, and ends.
    #[arg(long)]
    list: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    AnyStore,
    Redis,
    /// A network namespace of our own, where packets are lost.
    Packets,
    PacketsAndRedis,
}

/// What came of one run of one row.
enum Ran {
    Clean(String),
    Found(String),
    /// It could not be run here: neither passed nor failed.
    Skipped(String),
}

/// Name, what it needs, what is done.
const ROWS: &[(&str, Needs, &str)] = &[
    ("hub-kill", Needs::AnyStore, "SIGKILL and start again on the same store and port"),
    ("rolling-restart", Needs::AnyStore, "SIGTERM one hub after the other; two on one SQLite file, three on Redis"),
    ("slow-readers", Needs::AnyStore, "10 kbit/s, one byte a second and never reading, beside healthy clients"),
    ("slow-line", Needs::AnyStore, "50 kbit/s: 60 groups on one flight that changes once, then at ten times the line"),
    ("never-reads", Needs::AnyStore, "200 clients that never read, while flights change for 5 minutes"),
    ("half-open", Needs::AnyStore, "half the clients' connections pass nothing and do not close"),
    ("half-open-dropped", Needs::Packets, "all packets of half the clients are lost for a minute"),
    ("bad-radio", Needs::AnyStore, "between clients and hub: one way cut, 5 % stalls, 2 % resets, 500 ms, 2 KB/s"),
    ("asleep", Needs::AnyStore, "30 commands of 8 hours in the queue, and the scope changed meanwhile"),
    ("clock-off", Needs::AnyStore, "clients' clocks a day off, either way"),
    ("clock-off-hub", Needs::AnyStore, "the hub's clock a day ahead"),
    ("storm", Needs::AnyStore, "10,000 clients at once on a hub that has just started"),
    ("disk-full", Needs::AnyStore, "the disk of the store is full, then it is not"),
    ("poison-record", Needs::AnyStore, "one movement's first record is junk"),
    ("mixed-version", Needs::AnyStore, "an older program beside the new one on one store"),
    ("redis-kill", Needs::Redis, "SIGKILL of Redis, and start again"),
    ("aof-truncated", Needs::Redis, "SIGKILL of Redis, the end of its log cut off, start again"),
    ("redis-stop", Needs::Redis, "SIGSTOP of Redis for a while"),
    ("redis-cut", Needs::Redis, "between hub and Redis: one way cut, 5 % stalls, 500 ms, half open"),
    ("hub-redis-loss", Needs::PacketsAndRedis, "between hub and Redis 5 and 20 % of the packets are lost, and 500 ms"),
    ("redis-maxmemory", Needs::Redis, "Redis may take no more memory, then it may"),
    ("replica-empty", Needs::Redis, "an empty server takes the master's place"),
    ("sentinel-in-sync", Needs::Redis, "the master is killed, its replica takes over"),
    ("sentinel-cut", Needs::Redis, "the replica is cut off for 10 s, then the master is killed"),
];

pub async fn run(options: Options) -> Result<ExitCode> {
    if options.list {
        ROWS.iter().for_each(|(name, _, what)| println!("{name:18} {what}"));
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<&str> = match options.row.as_slice() {
        [] => ROWS.iter().filter(|(_, needs, _)| fits(*needs, options.store)).map(|(name, _, _)| *name).collect(),
        named => named.iter().map(String::as_str).collect(),
    };
    let no_loss = no_loss(&rows)?;
    let (mut lines, mut told, mut clean, mut skipped) = (Vec::new(), Vec::new(), true, 0);
    for row in rows {
        for run in 0..options.runs {
            let ran = one(&options, row, options.seed + u64::from(run), no_loss.as_deref(), &mut told).await?;
            clean &= !matches!(ran, Ran::Found(_));
            skipped += u32::from(matches!(ran, Ran::Skipped(_)));
            let (Ran::Clean(line) | Ran::Found(line) | Ran::Skipped(line)) = ran;
            println!("{line}");
            lines.push(line);
        }
    }
    println!("\n{}", heads());
    lines.iter().for_each(|line| println!("{line}"));
    told.iter().for_each(|line| println!("{line}"));
    if skipped > 0 {
        println!("{skipped} runs were skipped, and say nothing.");
    }
    println!("A killed process is not a power cut: what the kernel had taken in was still written.");
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn fits(needs: Needs, store: StoreKind) -> bool {
    match needs {
        Needs::AnyStore | Needs::Packets => true,
        Needs::Redis | Needs::PacketsAndRedis => store == StoreKind::Redis,
    }
}

/// Where a row asks for lost packets, everything is run again from its beginning where the kernel may lose them. Why
/// that cannot be done, if it cannot.
fn no_loss(rows: &[&str]) -> Result<Option<String>> {
    let asks = |(name, needs, _): &(&str, Needs, &str)| {
        rows.contains(name) && matches!(needs, Needs::Packets | Needs::PacketsAndRedis)
    };
    if !ROWS.iter().any(asks) {
        return Ok(None);
    }
    if loss::is_inside() {
        return loss::loopback_up().map(|()| None);
    }
    match loss::unavailable() {
        Some(why) => Ok(Some(why)),
        None => Err(loss::enter()),
    }
}

/// One run of one row.
async fn one(options: &Options, row: &str, seed: u64, no_loss: Option<&str>, told: &mut Vec<String>) -> Result<Ran> {
    let Some((name, needs, what)) = ROWS.iter().find(|(name, _, _)| *name == row) else {
        bail!("no row `{row}`; `--list` names them");
    };
    if !fits(*needs, options.store) {
        bail!("{row} needs another store: --store redis or sqlite");
    }
    let plants_in = options.plant.map(|plant| if plant == Plant::Hoard { "slow-line" } else { "hub-kill" });
    if let Some(row) = plants_in.filter(|row| row != name) {
        bail!("this bug is planted in the row {row} only");
    }
    if *name == "mixed-version" && options.other.is_none() {
        return Ok(Ran::Skipped(format!("| {name} | | 0 | | | | skipped: needs --other |")));
    }
    if let Some(why) = no_loss.filter(|_| matches!(needs, Needs::Packets | Needs::PacketsAndRedis)) {
        return Ok(Ran::Skipped(format!("| {name} | | 0 | | | | skipped: packets cannot be lost here: {why} |")));
    }
    eprintln!("{name}, seed {seed}: {what}");
    let start = Instant::now();
    let context = Context::new(options, name, seed)?;
    let rig = match perform(&context).await {
        Ok(rig) => rig,
        // The other rows are run all the same.
        Err(error) => {
            told.push(format!("FINDING {name}: seed {seed} did not come to its end: {error:#}"));
            return Ok(Ran::Found(format!("| {name} | {seed} | 1 | | | | did not come to its end |")));
        }
    };
    let verdict = check::check(&rig.world.log.events());
    if let Some(folder) = &options.logs {
        std::fs::create_dir_all(folder)?;
        let planted = options.plant.map(|plant| format!("-{plant:?}").to_lowercase()).unwrap_or_default();
        let stem = format!("{name}{planted}-{seed}");
        rig.keep_log(&folder.join(format!("{stem}.jsonl")))?;
        std::fs::copy(rig.place.folder.path().join("log"), folder.join(format!("{stem}.hub.log")))?;
    }
    tell(name, seed, &rig, start);
    verdict.told().into_iter().for_each(|line| told.push(line));
    if let Some(plants) = &rig.plants {
        println!("Planted {:?}, {} times.", options.plant, plants.strikes.get());
    }
    let line = verdict.line(1);
    Ok(if verdict.findings.is_empty() { Ran::Clean(line) } else { Ran::Found(line) })
}

fn tell(name: &str, seed: u64, rig: &Rig, start: Instant) {
    println!("{name}, seed {seed}, {:.0} s:", start.elapsed().as_secs_f64());
    rig.did.iter().for_each(|text| println!("  {text}"));
    println!("  outcomes {:?}; {} reconnections", rig.world.outcomes.borrow(), rig.world.reconnects.get());
    let events = rig.world.log.events();
    let mut applied = BTreeSet::new();
    let mut forgotten = 0;
    for event in &events {
        match &event.what {
            What::Done { id, outcome, .. } if outcome == "applied" => drop(applied.insert(id)),
            What::Unknown { ids } => forgotten += ids.iter().filter(|id| applied.contains(id)).count(),
            _ => {}
        }
    }
    if forgotten > 0 {
        println!("  {forgotten} times the hub did not know what had been applied, and was sent it again");
    }
    let drains = events.iter().filter(|event| matches!(event.what, What::Drain { .. })).count();
    if drains > 0 {
        println!("  {drains} clients were told to leave (`drain`)");
    }
}

async fn perform(context: &Context<'_>) -> Result<Rig> {
    match context.row {
        "hub-kill" => hubs::kill(context).await,
        "rolling-restart" => hubs::rolling_restart(context).await,
        "mixed-version" => hubs::mixed_version(context).await,
        "storm" => hubs::storm(context).await,
        "slow-readers" => clients::slow_readers(context).await,
        "never-reads" => lines::never_reads(context).await,
        "half-open-dropped" => packets::half_open_dropped(context).await,
        "hub-redis-loss" => packets::hub_redis_loss(context).await,
        "slow-line" => lines::slow_line(context).await,
        "half-open" => clients::half_open(context).await,
        "bad-radio" => clients::bad_radio(context).await,
        "asleep" => times::asleep(context).await,
        "clock-off" => times::clock_off(context).await,
        "clock-off-hub" => times::clock_off_hub(context).await,
        "disk-full" => disk::full(context).await,
        "poison-record" => disk::poison(context).await,
        "redis-kill" => redis_rows::kill(context).await,
        "aof-truncated" => redis_rows::truncated(context).await,
        "redis-stop" => redis_rows::stop(context).await,
        "redis-cut" => redis_rows::cut(context).await,
        "redis-maxmemory" => redis_rows::max_memory(context).await,
        "replica-empty" => redis_rows::replica_empty(context).await,
        "sentinel-in-sync" => sentinel::in_sync(context).await,
        "sentinel-cut" => sentinel::cut(context).await,
        other => bail!("no row `{other}`"),
    }
}

//! Clients that say hello and never read again, while every document in their scope changes again and again: what each
//! costs the hub's heap and the kernel, beside as many that read. The hub closes them after a while; what counts is the
//! most that was seen before.
//! Must not know: how the hub bounds it.

use crate::client::Client;
use crate::fixture::{Hub, Store};
use crate::swarm::{Swarm, Target, address};
use crate::ws::Socket;
use crate::{machine, report};
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

#[derive(clap::Args)]
pub struct Options {
    /// The program to measure, built with --release.
    #[arg(long)]
    onward: PathBuf,
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=2_000))]
    clients: u32,
    /// Movements in each client's scope.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=500))]
    documents: u32,
    /// How long flights change; the hub gives up on who does not read after 30 s.
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u64).range(1..=120))]
    seconds: u64,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    hub_kib: f64,
    kernel_kib: f64,
    changes: u32,
    open: usize,
}

pub async fn run(options: Options) -> Result<()> {
    let machine = machine::describe();
    let (ticks, start) = (machine::ticks(), Instant::now());
    let clients = options.clients as usize;
    for reads in [true, false] {
        let mut hub = Hub::start(&options.onward, Store::Sqlite, None, options.documents, 30).await?;
        let before = hub.warmed().await?.pss_kib as f64;
        let target = Target { to: hub.address, tokens: hub.tokens.clone() };
        let mut swarm = Swarm::new(target.clone(), clients);
        let mut held = Vec::new();
        if reads {
            swarm.connect().await?;
        } else {
            for index in 0..clients {
                let token = &target.tokens[index % target.tokens.len()];
                let mut socket = Socket::connect(target.to, address(index), "/api/v1/ws", Some(token)).await?;
                socket.send(&Client::new(false).hello(&BTreeMap::new())).await?;
                held.push(socket);
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        let (mut most, mut seen) = (Seen::default(), Seen::default());
        let look = |hub: &Hub, changes| weigh(hub, before, clients, changes);
        let first = look(&hub, 0)?;
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(options.seconds) {
            for _ in 0..50 {
                hub.feed_of(seen.changes % options.documents).await?;
                seen.changes += 1;
            }
            seen = look(&hub, seen.changes)?;
            if seen.open == clients {
                most.hub_kib = most.hub_kib.max(seen.hub_kib);
                most.kernel_kib = most.kernel_kib.max(seen.kernel_kib);
            }
        }
        println!(
            "{clients} clients that {}: hub {:.1} KiB each at first, at most {:.1}, at the end {:.1}; kernel (send queue) \
             {:.1} at first, at most {:.1}; {} changes in {} s; {} connections open at the end.",
            if reads { "read" } else { "never read" },
            first.hub_kib,
            most.hub_kib,
            seen.hub_kib,
            first.kernel_kib,
            most.kernel_kib,
            seen.changes,
            options.seconds,
            seen.open
        );
        drop(held);
        swarm.disconnect().await;
        hub.end().await?;
    }
    println!("{}", report::surroundings(&machine, ticks, start.elapsed()));
    Ok(())
}

fn weigh(hub: &Hub, before: f64, clients: usize, changes: u32) -> Result<Seen> {
    let output = Command::new("ss").args(["-tmnH", "state", "established"]).output().context("no program `ss`")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let port = format!(":{}", hub.address.port());
    let (mut queued, mut open, mut ours) = (0u64, 0, false);
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [_, _, local, peer, ..] = words.as_slice() {
            // Only the hub's end of what the clients in 127.1.0.0/16 opened.
            ours = local.ends_with(&port) && peer.contains("127.1.");
            open += usize::from(ours);
        }
        let Some((_, memory)) = line.split_once("skmem:(").filter(|_| ours) else { continue };
        // `w`: bytes queued for sending, with what the kernel needs around them.
        let queue = memory.split(',').find_map(|field| field.strip_prefix('w')?.parse::<u64>().ok());
        queued += queue.unwrap_or(0);
    }
    let each = |kib: f64| kib / clients as f64;
    Ok(Seen {
        hub_kib: each(hub.process.memory().pss_kib as f64 - before),
        kernel_kib: each(queued as f64 / 1024.0),
        changes,
        open,
    })
}

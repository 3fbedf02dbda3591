//! Two hubs on one Redis: how long a command on one takes to the clients of the other, how soon an account that was
//! ended loses its session on a node that nobody told, and how soon the other node ticks when the holder of the lease
//! was killed. Who holds the lease is read from Redis.
//! Must not know: how hubs tell each other.

use crate::fixture::{Hub, Store};
use crate::http::Http;
use crate::process::Process;
use crate::report::{self, median, share};
use crate::rig::redis::Redis;
use crate::swarm::{Swarm, Target, address};
use crate::ws::{Frame, Socket};
use crate::{client::Client, machine};
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const READY_WITHIN: Duration = Duration::from_secs(40);
const CLOSED_WITHIN: Duration = Duration::from_secs(20);
const LEASE_WITHIN: Duration = Duration::from_secs(40);
const CLIENTS: usize = 30;

#[derive(clap::Args)]
pub struct Options {
    /// The program to measure, built with --release.
    #[arg(long)]
    onward: PathBuf,
    #[arg(long, value_enum, default_value = "redis")]
    store: Store,
    /// Commands on each node.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    commands: u32,
    /// Accounts that are ended.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    accounts: u32,
    /// Kills of whoever holds the lease.
    #[arg(long, default_value_t = 6, value_parser = clap::value_parser!(u32).range(0..=50))]
    kills: u32,
}

pub async fn run(options: Options) -> Result<()> {
    let machine = machine::describe();
    let (ticks, start) = (machine::ticks(), Instant::now());
    let mut hub = Hub::start(&options.onward, options.store, None, 100, 3 * options.accounts).await?;
    let mut other = hub.place.serve("127.0.0.1:0", None)?;
    let to = other.listening(READY_WITHIN).await.with_context(|| hub.place.log())?;
    println!("Two hubs on {}.", options.store.name());
    across(&hub, to, options.commands).await?;
    ended(&hub, to, options.accounts).await?;
    if hub.redis.is_some() && options.kills > 0 {
        taken_over(&mut hub, other, options.kills).await?;
    }
    // What killed hubs and Redis used is not known any more: the work of others is not told from ours here.
    println!("{}", report::surroundings(&machine, ticks, start.elapsed()));
    Ok(())
}

/// Commands on either node in turn; all clients are on the second.
async fn across(hub: &Hub, to: SocketAddr, commands: u32) -> Result<()> {
    // A receiver is not shown a count at a gate on the way, so only coordinators and stations wait for it.
    let tokens = hub.tokens.iter().enumerate().filter(|(index, _)| index % 3 < 2);
    let tokens = tokens.map(|(_, token)| token.clone()).collect();
    let mut swarm = Swarm::new(Target { to, tokens }, CLIENTS);
    swarm.connect().await?;
    let mut posts = [Http::new(hub.address, &hub.tokens[1]), Http::new(to, &hub.tokens[1])];
    let mut times = [Vec::new(), Vec::new()];
    for number in 0..2 * commands {
        let node = number as usize % 2;
        let movement = &hub.movements[(number / 2) as usize % hub.movements.len()];
        let http = &mut posts[node];
        let send = async {
            let at = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
            let body = json!({"leg": 1, "place": "gate", "part": "nodes", "here": number % 5});
            let id = uuid::Uuid::now_v7().to_string();
            let command = json!({"id": id, "kind": "count", "movement": movement, "at": at, "sent": at, "body": body});
            let path = format!("/api/v1/movements/{movement}/commands");
            let answer = http.post(&path, "application/json", command.to_string().as_bytes()).await?.good()?;
            Ok(answer.asked)
        };
        let round = swarm.round(&format!(r#""id":"{movement}""#), send).await?;
        // The first of each node warms what happens once.
        if number > 1 {
            times[node].extend(round.times);
        }
        if round.lost > 0 {
            println!("FINDING: {} of {CLIENTS} clients were not shown a command", round.lost);
        }
    }
    for (mut times, whose) in times.into_iter().zip(["the other node", "the same node"]) {
        times.sort();
        let at = |part| share(&times, part).unwrap_or_default();
        println!(
            "A command on {whose} → document at {CLIENTS} clients: p50 {:.1} ms, p99 {:.1} ms, last {:.1} ms ({commands} commands).",
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
    swarm.disconnect().await;
    swarm.failures().iter().for_each(|failure| println!("FINDING: {failure}"));
    Ok(())
}

/// The change is committed somewhere between the start and the end of `onward account disable`; both are told.
async fn ended(hub: &Hub, to: SocketAddr, accounts: u32) -> Result<()> {
    let (mut from_start, mut from_end) = (Vec::new(), Vec::new());
    for index in 0..accounts {
        let number = 3 * index + 2;
        let token = &hub.tokens[number as usize];
        let mut socket = Socket::connect(to, address(index as usize), "/api/v1/ws", Some(token)).await?;
        socket.send(&Client::new(false).hello(&BTreeMap::new())).await?;
        let closed = tokio::task::spawn_local(async move {
            loop {
                match socket.next().await {
                    Ok((Frame::Close(code, _), at)) => return Ok((code, at)),
                    Ok((Frame::Ping(payload), _)) => socket.pong(&payload).await?,
                    Ok(_) => {}
                    Err(error) => return Err(error),
                }
            }
        });
        // Not in step with anything that the hub does once a second.
        tokio::time::sleep(Duration::from_millis(300 + u64::from(index) * 137 % 1_000)).await;
        let start = Instant::now();
        hub.place.disable(&format!("load-receiver-{number}")).await?;
        let end = Instant::now();
        let (code, at) = tokio::time::timeout(CLOSED_WITHIN, closed).await.context("not closed in 20 s")???;
        if code != 4403 {
            println!("FINDING: closed with {code} and not 4403");
        }
        from_start.push(at.saturating_duration_since(start).as_secs_f64());
        from_end.push(at.saturating_duration_since(end).as_secs_f64());
    }
    let worst = |times: &[f64]| times.iter().copied().fold(0.0, f64::max);
    println!(
        "An account ended → its session closed on a node: from the start of `account disable` median {:.3} s, worst {:.3} s; \
         from its end median {:.3} s, worst {:.3} s ({accounts} accounts).",
        median(&from_start).unwrap_or_default(),
        worst(&from_start),
        median(&from_end).unwrap_or_default(),
        worst(&from_end)
    );
    Ok(())
}

/// The holder is known by killing: when one is killed and the lease changes hands, the other has it.
async fn taken_over(hub: &mut Hub, other: Process, kills: u32) -> Result<()> {
    let redis = hub.redis.take().context("no Redis")?;
    let key = redis.ask(&["--scan", "--pattern", "*lease:tick*"]).await?;
    // The second hub came later, so the first holds it; the others follow in the order of their start.
    let first = std::mem::replace(&mut hub.process, other);
    let mut holder = first;
    let mut times = Vec::new();
    for kill in 0..kills {
        let before = lease(&redis, &key).await?;
        let start = Instant::now();
        holder.kill();
        loop {
            let now = lease(&redis, &key).await?;
            if !now.is_empty() && now != before {
                break;
            }
            if start.elapsed() > LEASE_WITHIN {
                bail!("nobody took the lease over");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        times.push(start.elapsed().as_secs_f64());
        let mut next = hub.place.serve("127.0.0.1:0", None)?;
        next.listening(READY_WITHIN).await?;
        holder = std::mem::replace(&mut hub.process, next);
        // Moments of a second that differ from kill to kill.
        tokio::time::sleep(Duration::from_millis(1_500 + u64::from(kill) * 170)).await;
    }
    println!(
        "The holder of the lease killed → the other node holds it, and ticks in that same second: median {:.2} s, worst {:.2} s ({kills} kills).",
        median(&times).unwrap_or_default(),
        times.iter().copied().fold(0.0, f64::max)
    );
    Ok(())
}

/// The holder alone: the end of the lease moves every second.
async fn lease(redis: &Redis, key: &str) -> Result<String> {
    let text = match redis.ask(&["type", key]).await?.as_str() {
        "hash" => redis.ask(&["hget", key, "holder"]).await?,
        "string" => redis.ask(&["get", key]).await?,
        _ => String::new(),
    };
    Ok(text.split_whitespace().next().unwrap_or_default().to_owned())
}

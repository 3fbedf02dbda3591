//! How long a durable `applied` takes: many clients, each with one command at a time, against one `fsync` of the same
//! disk in the same minute. The board, the fan-out and the store all have their part in it.
//! Must not know: what a command does.

use crate::client::{Client, Received};
use crate::report::share;
use crate::swarm::Target;
use crate::ws::{Frame, Socket};
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::time::{Duration, Instant};

/// Within the burst of 100 frames that the contract allows at once, so that no client has to wait for its turn.
const EACH: u32 = 40;
const SYNCS: u32 = 200;
const WITHIN: Duration = Duration::from_secs(60);

/// Runs and tells it in two lines.
pub async fn measure(target: &Target, writers: u32, movements: &[String], folder: &Path) -> Result<String> {
    let mut syncs = syncs(folder)?;
    let mut tasks = Vec::new();
    for writer in 0..writers {
        // Receivers may not raise what stations may; coordinators and stations have every third token each.
        let index = (writer as usize / 2 * 3 + writer as usize % 2) % target.tokens.len();
        let (target, movements) = (target.clone(), movements.to_vec());
        tasks.push(tokio::task::spawn_local(async move { write(&target, index, writer, &movements).await }));
    }
    let (mut times, mut outcomes) = (Vec::new(), BTreeMap::<String, u32>::new());
    for task in tasks {
        for (time, outcome) in tokio::time::timeout(WITHIN, task).await.context("commands take too long")??? {
            times.push(time);
            *outcomes.entry(outcome).or_default() += 1;
        }
    }
    syncs.extend(self::syncs(folder)?);
    times.sort();
    syncs.sort();
    let at = |times: &[Duration], part| share(times, part).unwrap_or_default();
    Ok(format!(
        "Durable command, {writers} clients with one at a time, {} in all {outcomes:?}: p50 {:.2} ms, p99 {:.2} ms. \
         One fsync of 4 KiB in the same folder: p50 {:.2} ms, p99 {:.2} ms. p99 to p99: {:.2}.",
        times.len(),
        at(&times, 0.5),
        at(&times, 0.99),
        at(&syncs, 0.5),
        at(&syncs, 0.99),
        at(&times, 0.99) / at(&syncs, 0.99).max(0.001)
    ))
}

fn syncs(folder: &Path) -> Result<Vec<Duration>> {
    let mut file = tempfile::tempfile_in(folder)?;
    let mut times = Vec::new();
    for _ in 0..SYNCS {
        let start = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(start.elapsed());
    }
    Ok(times)
}

async fn write(target: &Target, token: usize, writer: u32, movements: &[String]) -> Result<Vec<(Duration, String)>> {
    let from = IpAddr::V4(Ipv4Addr::new(127, 4, 0, (writer % 250 + 1) as u8));
    let mut socket = Socket::connect(target.to, from, "/api/v1/ws", Some(&target.tokens[token])).await?;
    let mut client = Client::new(false);
    let hello = client.hello(&BTreeMap::new());
    socket.send(&hello).await?;
    while !client.live {
        hear(&mut socket, &mut client).await?;
    }
    let mut times = Vec::new();
    for number in 0..EACH {
        let id = uuid::Uuid::now_v7().to_string();
        let at = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let movement = &movements[(writer + number * 7) as usize % movements.len()];
        let body = json!({"kind": format!("load-{}", &id[24..])});
        let frame = json!({"t": "do", "id": id, "kind": "alert.raise", "movement": movement, "at": at, "sent": at,
                           "body": body});
        let start = Instant::now();
        socket.send(&frame.to_string()).await?;
        let outcome = loop {
            if let Some((done, outcome)) = hear(&mut socket, &mut client).await?
                && done == id
            {
                break outcome;
            }
        };
        times.push((start.elapsed(), outcome));
    }
    Ok(times)
}

/// Takes one frame in; an answer to a command comes back.
async fn hear(socket: &mut Socket, client: &mut Client) -> Result<Option<(String, String)>> {
    match socket.next().await?.0 {
        Frame::Text(text) => {
            let frame: Received<'_> = serde_json::from_str(&text)?;
            if let Some(answer) = client.on(&frame) {
                socket.send(&answer).await?;
            }
            Ok((frame.t == "done").then(|| frame.id.zip(frame.outcome)).flatten())
        }
        Frame::Close(code, reason) => bail!("closed with {code} {reason}"),
        _ => Ok(None),
    }
}

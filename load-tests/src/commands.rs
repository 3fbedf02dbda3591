//! How long a durable `applied` takes: many clients, each with one command at a time, against one `fsync` of the same
//! disk in the same minute. They come over HTTP and nobody is connected: what it costs to tell others is not in it.
//! Must not know: what a command does.

use crate::http::Http;
use crate::report::{median, share};
use crate::swarm::Target;
use anyhow::{Context, Result};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

const EACH: u32 = 40;
const SYNCS: u32 = 200;
const WITHIN: Duration = Duration::from_secs(60);

/// What some turns gave, a value per turn, in milliseconds.
#[derive(Default)]
pub struct Figures {
    p50: Vec<f64>,
    p99: Vec<f64>,
    sync_p50: Vec<f64>,
    sync_p99: Vec<f64>,
    outcomes: BTreeMap<String, u32>,
}

impl Figures {
    /// A line of a table.
    pub fn row(&self, name: &str) -> String {
        let cell = |values: &[f64]| median(values).unwrap_or_default();
        let (p99, sync) = (cell(&self.p99), cell(&self.sync_p99));
        format!(
            "| {name} | {:.2} | {p99:.2} | {:.2} | {sync:.2} | {:.1} | {:?} |",
            cell(&self.p50),
            cell(&self.sync_p50),
            p99 / sync.max(0.001),
            self.outcomes
        )
    }
}

/// One turn.
pub async fn measure(
    target: &Target,
    writers: u32,
    movements: &[String],
    folder: &Path,
    figures: &mut Figures,
) -> Result<()> {
    let mut syncs = syncs(folder)?;
    let mut tasks = Vec::new();
    for writer in 0..writers {
        // Every third token is one of a station: they may count at the first leg.
        let index = (writer as usize * 3 + 1) % (target.tokens.len() / 3 * 3);
        let (target, movements) = (target.clone(), movements.to_vec());
        tasks.push(tokio::task::spawn_local(async move { write(&target, index, writer, &movements).await }));
    }
    let mut times = Vec::new();
    for task in tasks {
        for (time, outcome) in tokio::time::timeout(WITHIN, task).await.context("commands take too long")??? {
            times.push(time);
            *figures.outcomes.entry(outcome).or_default() += 1;
        }
    }
    syncs.extend(self::syncs(folder)?);
    times.sort();
    syncs.sort();
    figures.p50.extend(share(&times, 0.5));
    figures.p99.extend(share(&times, 0.99));
    figures.sync_p50.extend(share(&syncs, 0.5));
    figures.sync_p99.extend(share(&syncs, 0.99));
    Ok(())
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
    let mut http = Http::new(target.to, &target.tokens[token]);
    let mut times = Vec::new();
    for number in 0..EACH {
        let id = uuid::Uuid::now_v7().to_string();
        let at = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
        let movement = &movements[(writer + number * 7) as usize % movements.len()];
        // The same part replaces what it said before: no document grows.
        let body = json!({"leg": 1, "place": "gate", "part": format!("w{writer}"), "here": number % 5});
        let command = json!({"id": id, "kind": "count", "movement": movement, "at": at, "sent": at, "body": body});
        let path = format!("/api/v1/movements/{movement}/commands");
        let start = Instant::now();
        let answer = http.post(&path, "application/json", command.to_string().as_bytes()).await?;
        let time = start.elapsed();
        let outcome = answer.json()?["outcome"].as_str().map_or_else(|| answer.status.to_string(), str::to_owned);
        times.push((time, outcome));
    }
    Ok(times)
}

//! `onward replay`: sends a recorded stream of raw feed messages to a hub, at the speed they came, through the
//! same door as any feed. It sends and counts; it does not look into the messages beyond their dates.
//! Must not know: what a message says, the store, the hub's inside.

pub mod shift;

use anyhow::{Context, bail};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use shift::Shift;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// NDJSON of `{at, source, content_type, body}`, plain or gzipped.
    pub file: PathBuf,
    /// The hub's address, like http://127.0.0.1:8080.
    #[arg(long)]
    pub to: String,
    /// The bearer token of a feed account bound to the sources in the file.
    #[arg(long)]
    pub token: String,
    /// How many recorded seconds pass in one real second.
    #[arg(long, default_value_t = 1.0)]
    pub speed: f64,
    /// Move the first line's date to this one, and everything else with it.
    #[arg(long)]
    pub shift_to: Option<NaiveDate>,
}

/// One recorded message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    pub at: DateTime<Utc>,
    pub source: String,
    pub content_type: String,
    pub body: String,
}

/// Sends messages one after the other, in order, and tries again what a busy hub asked to have later.
pub struct Sender {
    client: reqwest::Client,
    base: String,
    token: String,
}

/// What the hub said about the legs of a message.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Told {
    #[serde(default)]
    pub accepted: u64,
    #[serde(default)]
    pub unchanged: u64,
    #[serde(default)]
    pub unmatched: u64,
    #[serde(default)]
    pub rejected: Vec<serde_json::Value>,
}

const TRIES: u32 = 8;

impl Sender {
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(base: &str, token: &str) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { client, base: base.trim_end_matches('/').to_owned(), token: token.to_owned() })
    }

    /// Sends one message; a hub that is busy or away is asked again with growing waits.
    ///
    /// # Errors
    /// When the hub refuses it, or stays away.
    pub async fn send(&self, line: &Line) -> anyhow::Result<Told> {
        let url = format!("{}/api/v1/feeds/{}", self.base, line.source);
        for attempt in 0..TRIES {
            let request = self.client.post(&url).bearer_auth(&self.token).header("content-type", &line.content_type);
            match request.body(line.body.clone()).send().await {
                Ok(answer) if answer.status().is_success() => return Ok(answer.json().await?),
                // Switched off there: the rest of the stream goes on, and is heard once it is on again.
                Ok(answer) if answer.status().as_u16() == 409 => return Ok(Told::default()),
                Ok(answer) if answer.status().as_u16() == 503 || answer.status().as_u16() == 429 => {}
                Ok(answer) => bail!("the hub answers {} to a message of {}", answer.status(), line.source),
                Err(e) if e.is_connect() || e.is_timeout() => {}
                Err(e) => return Err(e.into()),
            }
            tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
        }
        bail!("the hub at {} stays away", self.base)
    }
}

/// Reads a recorded stream.
///
/// # Errors
/// When the file cannot be read, or a line is not of the form; the line is named.
pub fn read(file: &Path) -> anyhow::Result<Vec<Line>> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    lines(&bytes)
}

/// # Errors
/// When a line is not of the form.
pub fn lines(bytes: &[u8]) -> anyhow::Result<Vec<Line>> {
    let reader: Box<dyn Read> =
        if bytes.starts_with(&[0x1f, 0x8b]) { Box::new(flate2::read::GzDecoder::new(bytes)) } else { Box::new(bytes) };
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(reader).lines()) {
        let line = line.with_context(|| format!("line {number}"))?;
        if line.trim().is_empty() {
            continue;
        }
        let parsed = serde_json::from_str(&line)
            .with_context(|| format!("line {number}: expected {{at, source, content_type, body}}"))?;
        lines.push(parsed);
    }
    Ok(lines)
}

/// Runs the command.
///
/// # Errors
/// When the file cannot be read or the hub refuses.
pub async fn run(args: ReplayArgs) -> anyhow::Result<()> {
    if !(args.speed > 0.0 && args.speed.is_finite()) {
        bail!("--speed: expected a number above 0");
    }
    let mut lines = read(&args.file)?;
    let Some(first) = lines.first().map(|l| l.at) else { bail!("{} holds no message", args.file.display()) };
    if let Some(date) = args.shift_to {
        let shift = Shift::days((date - first.date_naive()).num_days());
        lines = lines.into_iter().map(|l| shift.line(l)).collect();
    }
    let sender = Sender::new(&args.to, &args.token)?;
    let began = tokio::time::Instant::now();
    let first = lines.first().map(|l| l.at).unwrap_or(first);
    let total = lines.len();
    let mut sum = Told::default();
    for (number, line) in (1..).zip(&lines) {
        let due = (line.at - first).to_std().unwrap_or_default().div_f64(args.speed);
        tokio::time::sleep_until(began + due).await;
        let told = sender.send(line).await.with_context(|| format!("message {number} of {total}"))?;
        sum.accepted += told.accepted;
        sum.unchanged += told.unchanged;
        sum.unmatched += told.unmatched;
        sum.rejected.extend(told.rejected);
        if number % 100 == 0 || number == total {
            eprintln!(
                "{number} of {total} messages, to {}: {} legs taken, {} unchanged, {} unmatched, {} rejected",
                line.at,
                sum.accepted,
                sum.unchanged,
                sum.unmatched,
                sum.rejected.len()
            );
        }
    }
    Ok(())
}

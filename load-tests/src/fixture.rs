//! A hub to measure: an own store in a folder that goes away, accounts, movements, and the one flight that changes.
//! It is set up as an operator would: the command line for accounts, the published calls for everything else.
//! Must not know: what is measured.

use crate::http::Http;
use crate::plan::{GROUPS, Plan};
use crate::process::{Memory, Process};
use crate::rig::redis::Redis;
use anyhow::{Context, Result, bail};
use chrono::Utc;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const READY_WITHIN: Duration = Duration::from_secs(30);

/// What a hub keeps its state in, and how durably.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Store {
    Sqlite,
    /// A server of its own with `appendfsync always`.
    Redis,
    /// The same with `everysec`, and the hub told that it may lose two seconds.
    RedisEverysec,
}

impl Store {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Redis => "Redis always",
            Self::RedisEverysec => "Redis everysec",
        }
    }
}

pub struct Place {
    pub program: PathBuf,
    pub folder: TempDir,
    /// As `ONWARD_STORE`; a file in the folder unless another was named.
    pub store: String,
    /// As `ONWARD_CLOCK`, if it is not the real one.
    pub clock: Option<String>,
}

pub struct Hub {
    pub process: Process,
    pub address: SocketAddr,
    /// Of accounts that all have every movement in their scope: coordinator, station and receiver in turn.
    pub tokens: Vec<String>,
    pub place: Place,
    feed: Http,
    /// The last one is that whose flight changes.
    pub movements: Vec<String>,
    plan: Plan,
    posted: i64,
    /// The server under the store, if it is Redis; it ends after the hub.
    pub redis: Option<Redis>,
}

impl Hub {
    /// On a fresh store of this kind.
    pub async fn start(
        program: &Path,
        store: Store,
        core: Option<usize>,
        documents: u32,
        accounts: u32,
    ) -> Result<Self> {
        let redis = match store {
            Store::Sqlite => None,
            Store::Redis => Some(Redis::start(&[]).await?),
            Store::RedisEverysec => Some(Redis::start(&["appendfsync everysec"]).await?),
        };
        let place = Place::new(program, redis.as_ref().map(Redis::url))?;
        if store == Store::RedisEverysec {
            // The commands for accounts look where the default file would be.
            std::fs::create_dir(place.folder.path().join("config"))?;
            for file in ["onward.toml", "config/onward.toml"] {
                std::fs::write(place.folder.path().join(file), "durability = \"relaxed\"\n")?;
            }
        }
        let coordinator =
            place.account("load-coordinator", "coordinator", &["--programme", GROUPS[0].programme]).await?;
        let feed = place.account("load-feed", "feed", &["--source", "aidx"]).await?;
        let mut tokens = Vec::new();
        for number in 0..accounts {
            let (role, scope) = [
                ("coordinator", ["--programme", GROUPS[0].programme]),
                ("station", ["--station", GROUPS[0].via]),
                ("receiver", ["--receiver", GROUPS[0].receivers[0]]),
            ][number as usize % 3];
            tokens.push(place.account(&format!("load-{role}-{number}"), role, &scope).await?);
        }
        let mut process = place.serve("127.0.0.1:0", core)?;
        let address = process.listening(READY_WITHIN).await.with_context(|| place.log())?;
        let plan = Plan::from(Utc::now());
        let mut http = Http::new(address, &coordinator);
        let mut movements = Vec::new();
        for number in (0..documents).rev() {
            movements.push(plan.publish(&mut http, number, &GROUPS[0]).await?);
        }
        Ok(Self { process, address, tokens, place, feed: Http::new(address, &feed), movements, plan, posted: 0, redis })
    }

    /// The memory before any client, after everything that happens once.
    pub async fn warmed(&mut self) -> Result<Memory> {
        for _ in 0..3 {
            self.feed().await?;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
        Ok(self.process.memory())
    }

    /// What the message contains that a client waits for.
    pub fn awaited(&self) -> String {
        format!(r#""id":"{}""#, self.movements.last().map_or("", String::as_str))
    }

    /// One message of the feed that changes a time every audience sees; the instant it was posted.
    pub async fn feed(&mut self) -> Result<Instant> {
        self.feed_of(0).await
    }

    /// The same for the flight of another movement, by its number.
    pub async fn feed_of(&mut self, number: u32) -> Result<Instant> {
        self.posted += 1;
        let message = self.plan.message(self.posted, number, &GROUPS[0]);
        let answer = self.feed.post("/api/v1/feeds/aidx", "application/xml", message.as_bytes()).await?.good()?;
        if answer.json()?["accepted"] != 1 {
            bail!("the feed message was not taken: {}", answer.text());
        }
        Ok(answer.asked)
    }

    /// The folder on whose disk a commit is made durable.
    pub fn disk(&self) -> &Path {
        self.redis.as_ref().map_or(self.place.folder.path(), |redis| &redis.folder)
    }

    pub async fn end(mut self) -> Result<()> {
        let status = self.process.stop(Duration::from_secs(20)).await?;
        if !status.success() {
            bail!("the hub ended with {status}: {}", self.place.log());
        }
        Ok(())
    }
}

impl Place {
    pub fn new(program: &Path, store: Option<String>) -> Result<Self> {
        let program = program.canonicalize().with_context(|| format!("{} is not there", program.display()))?;
        let folder = tempfile::Builder::new().prefix("onward-load-").tempdir()?;
        let receiver = |id: &str, place: &str| {
            format!(
                "[[receiver]]\nid = \"{id}\"\nname = \"Load Reception\"\nplace = \"{place}\"\nlead_time_min = 120\n\
                 door_offset_min = 45\nphone = \"+1 716 555 0101\"\ncontact_hours = \"00:00-23:59\"\n"
            )
        };
        let receivers: String =
            GROUPS.iter().flat_map(|group| group.receivers.map(|id| receiver(id, group.to))).collect();
        // Rule files lie beside the settings; those that are not there are the shipped ones.
        std::fs::write(folder.path().join("receivers.toml"), receivers)?;
        std::fs::write(folder.path().join("onward.toml"), "")?;
        let store = store.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("load.db").display()));
        Ok(Self { program, folder, store, clock: None })
    }

    fn command(&self, program: &Path) -> Result<Command> {
        let mut command = Command::new(program);
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.folder.path().join("log"))?;
        command.current_dir(self.folder.path()).stderr(log);
        command.env("ONWARD_STORE", &self.store);
        if let Some(clock) = &self.clock {
            command.env("ONWARD_CLOCK", clock);
        }
        command.env("ONWARD_KEY_FILE", self.folder.path().join("key"));
        Ok(command)
    }

    /// Makes an account; its bearer token comes back. On a thread of its own: a proxy on the way to the store shares this.
    pub async fn account(&self, name: &str, role: &str, scope: &[&str]) -> Result<String> {
        let (mut add, mut token) = (self.command(&self.program)?, self.command(&self.program)?);
        add.args(["account", "add", name, "--role", role]).args(scope).arg("--password-stdin");
        add.stdin(Stdio::piped()).stdout(Stdio::null());
        token.args(["account", "token", name]).stdin(Stdio::null());
        let asking = tokio::task::spawn_blocking(move || -> Result<String> {
            let mut child = add.spawn()?;
            child.stdin.take().context("no stdin")?.write_all(b"load test, gone in a minute\n")?;
            let status = child.wait()?;
            let printed = String::from_utf8_lossy(&token.output()?.stdout).trim().to_owned();
            Ok(if status.success() { printed } else { String::new() })
        });
        match asking.await?? {
            printed if printed.is_empty() => bail!("account {name}: {}", self.log()),
            printed => Ok(printed),
        }
    }

    /// Ends an account, on the store directly.
    pub async fn disable(&self, name: &str) -> Result<()> {
        let mut command = self.command(&self.program)?;
        command.args(["account", "disable", name]).stdin(Stdio::null()).stdout(Stdio::null());
        let status = tokio::task::spawn_blocking(move || command.status()).await??;
        if !status.success() {
            bail!("account disable {name}: {}", self.log());
        }
        Ok(())
    }

    pub fn serve(&self, listen: &str, core: Option<usize>) -> Result<Process> {
        Process::start(&mut self.serving(&self.program, listen)?, core)
    }

    /// A hub on this store that is not started yet: of another version, or under limits of its own.
    pub fn serving(&self, program: &Path, listen: &str) -> Result<Command> {
        let mut command = self.command(program)?;
        command.arg("serve").arg("--config").arg(self.folder.path().join("onward.toml")).env("ONWARD_LISTEN", listen);
        Ok(command)
    }

    /// Copies the store aside. Only while no hub runs: then its files are whole as they lie.
    pub fn keep_store(&self) -> Result<()> {
        self.copy_store("", "kept-")
    }

    pub fn put_store_back(&self) -> Result<()> {
        self.copy_store("kept-", "")
    }

    fn copy_store(&self, from: &str, to: &str) -> Result<()> {
        for name in ["load.db", "load.db-wal", "load.db-shm"] {
            let path = |prefix: &str| self.folder.path().join(format!("{prefix}{name}"));
            let _ = std::fs::remove_file(path(to));
            if path(from).exists() {
                std::fs::copy(path(from), path(to))?;
            }
        }
        Ok(())
    }

    /// The last lines of what the program logged.
    pub fn log(&self) -> String {
        let text = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        format!("the end of its log:\n{}", lines[lines.len().saturating_sub(12)..].join("\n"))
    }
}

//! A Redis of our own on loopback: its files in a temporary folder, durable as the deployment asks, ended when dropped.
//! Must not know: what is kept in it.

use crate::machine;
use crate::process::Process;
use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const READY_WITHIN: Duration = Duration::from_secs(20);
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

pub struct Redis {
    pub address: SocketAddr,
    pub folder: PathBuf,
    settings: Vec<String>,
    process: Option<Process>,
    /// Sentinel rewrites its settings; they are written once and then are its own.
    is_sentinel: bool,
    _owned: Option<TempDir>,
}

impl Redis {
    /// With what the hub demands, and these settings besides, each a line of a settings file.
    pub async fn start(more: &[&str]) -> Result<Self> {
        let owned = tempfile::Builder::new().prefix("onward-redis-").tempdir()?;
        Self::make(owned.path().to_owned(), Some(owned), &durable(more), false).await
    }

    /// In a folder of the caller's.
    pub async fn start_in(folder: &Path, more: &[&str]) -> Result<Self> {
        Self::make(folder.to_owned(), None, &durable(more), false).await
    }

    /// A Sentinel that watches this master as `onward`; two of three decide.
    pub async fn sentinel(master: SocketAddr, quorum: u32) -> Result<Self> {
        let owned = tempfile::Builder::new().prefix("onward-sentinel-").tempdir()?;
        let settings = [
            format!("sentinel monitor onward {} {} {quorum}", master.ip(), master.port()),
            "sentinel down-after-milliseconds onward 1500".into(),
            "sentinel failover-timeout onward 6000".into(),
            "sentinel parallel-syncs onward 1".into(),
        ];
        Self::make(owned.path().to_owned(), Some(owned), &settings, true).await
    }

    async fn make(folder: PathBuf, owned: Option<TempDir>, settings: &[String], is_sentinel: bool) -> Result<Self> {
        let address = machine::free_address()?;
        let (settings, process) = (settings.to_vec(), None);
        let mut redis = Self { address, folder, settings, process, is_sentinel, _owned: owned };
        redis.write_settings()?;
        redis.restart().await?;
        Ok(redis)
    }

    fn write_settings(&self) -> Result<()> {
        let mut lines = vec![
            format!("port {}", self.address.port()),
            "bind 127.0.0.1".to_owned(),
            format!("dir {}", self.folder.display()),
            "logfile redis.log".to_owned(),
        ];
        lines.extend(self.settings.iter().cloned());
        Ok(std::fs::write(self.folder.join("redis.conf"), lines.join("\n") + "\n")?)
    }

    /// As the hub's setting.
    pub fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    /// Starts it, on its files and its port, and waits until it answers with more than "loading".
    pub async fn restart(&mut self) -> Result<()> {
        self.kill();
        let mut command = Command::new("redis-server");
        command.arg(self.folder.join("redis.conf")).current_dir(&self.folder);
        if self.is_sentinel {
            command.arg("--sentinel");
        }
        self.process = Some(Process::start(&mut command, None)?);
        let start = Instant::now();
        while start.elapsed() < READY_WITHIN {
            if self.ask(&["ping"]).await.is_ok_and(|answer| answer == "PONG") {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let log = std::fs::read_to_string(self.folder.join("redis.log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        bail!("Redis does not answer: {}", lines[lines.len().saturating_sub(5)..].join("; "))
    }

    /// SIGKILL. Nothing if it does not run.
    pub fn kill(&mut self) {
        drop(self.process.take());
    }

    pub fn is_running(&mut self) -> bool {
        self.process.as_mut().is_some_and(Process::is_running)
    }

    /// It stands still: its sockets stay open, nothing is answered.
    pub fn freeze(&self) -> Result<()> {
        self.process.as_ref().context("it does not run")?.signal(Signal::STOP)
    }

    pub fn thaw(&self) -> Result<()> {
        self.process.as_ref().context("it does not run")?.signal(Signal::CONT)
    }

    /// One command over `redis-cli`; what it prints. On a thread of its own: proxies and clients share this one.
    pub async fn ask(&self, words: &[&str]) -> Result<String> {
        let mut command = Command::new("redis-cli");
        command.args(["-h", "127.0.0.1", "-p", &self.address.port().to_string()]).args(words);
        command.stdin(Stdio::null());
        let asking = tokio::task::spawn_blocking(move || command.output());
        let output = tokio::time::timeout(ANSWER_WITHIN, asking).await.context("Redis does not answer")??;
        let output = output.context("no program `redis-cli`")?;
        if !output.status.success() {
            bail!("redis-cli {}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// A field of `INFO`.
    pub async fn info(&self, field: &str) -> Result<String> {
        let text = self.ask(&["info"]).await?;
        let line = text.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        Ok(line.context("no such field")?.trim().to_owned())
    }

    /// Cuts so many bytes off the end of its log, as a power cut may. Only while it is down. What was cut, at most.
    pub fn cut_log(&self, bytes: u64) -> Result<u64> {
        let folder = self.folder.join("appendonlydir");
        let files = std::fs::read_dir(&folder)?.flatten().map(|entry| entry.path());
        let incremental = files.filter(|path| path.to_string_lossy().contains(".incr.")).max();
        let file = std::fs::OpenOptions::new().write(true).open(incremental.context("no log to cut")?)?;
        let length = file.metadata()?.len();
        file.set_len(length.saturating_sub(bytes))?;
        Ok(bytes.min(length))
    }

    /// Overwrites the first record of whatever keys carry this name. Their kind is the store's own business.
    pub async fn junk(&self, name: &str) -> Result<()> {
        let keys = self.ask(&["--scan", "--pattern", &format!("*{name}*")]).await?;
        let mut struck = 0;
        for key in keys.lines() {
            match self.ask(&["type", key]).await?.as_str() {
                "list" => drop(self.ask(&["lset", key, "0", "junk"]).await?),
                "string" => drop(self.ask(&["set", key, "junk"]).await?),
                _ => continue,
            }
            struck += 1;
        }
        if struck == 0 {
            bail!("no list or string carries {name}: {keys}");
        }
        Ok(())
    }
}

fn durable(more: &[&str]) -> Vec<String> {
    let settings =
        ["appendonly yes", "appendfsync always", "maxmemory-policy noeviction", "aof-load-truncated yes", "save \"\""];
    settings.iter().chain(more).map(|line| (*line).to_owned()).collect()
}

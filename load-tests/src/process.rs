//! A process that a measurement started: where it listens, what it weighs, what it has used, and its end.
//! It ends when its owner does: dropping it kills it. Nothing that was not started here is ever signalled.
//! Must not know: what the process does.

use crate::machine;
use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;
use tokio::sync::mpsc;

/// Lines of its output that wait to be looked at; later ones are let go.
const LINES_MAX: usize = 256;

pub struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: mpsc::Receiver<String>,
}

/// Nanoseconds on a core by thread.
pub struct Used(BTreeMap<String, u64>);

#[derive(Clone, Copy, Default)]
pub struct Memory {
    pub pss_kib: u64,
    pub rss_kib: u64,
}

impl Process {
    /// Starts the command, on this core if one is named: it sees one core and sizes itself for one.
    pub fn start(command: &mut Command, core: Option<usize>) -> Result<Self> {
        let ours = machine::cores();
        if let Some(core) = core {
            machine::stay_on(&[core]);
        }
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        machine::stay_on(&ours);
        let mut child = child.with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
        let stdout = child.stdout.take().context("no stdout")?;
        let (said, lines) = mpsc::channel(LINES_MAX);
        // A pipe has to be read or its writer stands still; the thread ends with the process.
        std::thread::spawn(move || {
            for line in std::io::BufReader::new(stdout).lines().map_while(Result::ok) {
                // Nobody waits for more than the first lines; a pipe that is not read would stop the process.
                let _ = said.try_send(line);
            }
        });
        let stdin = child.stdin.take();
        Ok(Self { child, stdin, lines })
    }

    /// The address of its line `listening on …`.
    pub async fn listening(&mut self, within: Duration) -> Result<SocketAddr> {
        let wait = async {
            while let Some(line) = self.lines.recv().await {
                if let Some((_, address)) = line.split_once("listening on ") {
                    let address = address.trim().trim_start_matches("http://").trim_end_matches('/');
                    return address.parse().with_context(|| format!("not an address: {address}"));
                }
            }
            bail!("it ended before it listened")
        };
        tokio::time::timeout(within, wait).await.context("it does not listen in time")?
    }

    pub fn say(&mut self, line: &str) -> Result<()> {
        let stdin = self.stdin.as_mut().context("no stdin")?;
        Ok(stdin.write_all(format!("{line}\n").as_bytes())?)
    }

    /// Forgets what it has printed until now.
    pub fn skip_lines(&mut self) {
        while self.lines.try_recv().is_ok() {}
    }

    pub fn memory(&self) -> Memory {
        memory(self.child.id())
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGSTOP, SIGCONT and the like.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        Ok(kill_process(Pid::from_child(&self.child), signal)?)
    }

    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    pub fn used(&self) -> Used {
        used(&self.child.id().to_string())
    }

    /// SIGKILL, as a power cut would for all it knows, and waits for the end.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// SIGTERM, and SIGKILL if that takes too long. Says how it ended.
    pub async fn stop(&mut self, within: Duration) -> Result<std::process::ExitStatus> {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM)?;
        let since = std::time::Instant::now();
        while since.elapsed() < within {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.kill();
        bail!("it did not end within {within:?} of SIGTERM")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a process weighs; nothing if it is gone.
pub fn memory(pid: u32) -> Memory {
    let text = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let field = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().split(' ').next()?.parse().ok()
    };
    Memory { pss_kib: field("Pss:").unwrap_or(0), rss_kib: field("Rss:").unwrap_or(0) }
}

pub fn used_by_self() -> Used {
    used("self")
}

fn used(pid: &str) -> Used {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let time = |task: std::fs::DirEntry| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        let nanoseconds = text.split(' ').next()?.parse().ok()?;
        Some((task.file_name().to_string_lossy().into_owned(), nanoseconds))
    };
    Used(tasks.filter_map(time).collect())
}

impl Used {
    /// Finer than utime + stime, which come in ticks of 10 ms. A thread that ended meanwhile is not counted.
    pub fn since(&self, before: &Used) -> Duration {
        let grown = self.0.iter().map(|(id, now)| now.saturating_sub(before.0.get(id).copied().unwrap_or(0)));
        Duration::from_nanos(grown.sum())
    }
}

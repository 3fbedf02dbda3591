//! The machine that a figure was measured on, and how busy others kept it meanwhile: without that no figure is told.
//! Also the two things that a measurement asks of the system: open files for all sockets, and a core of its own.
//! Must not know: servers and clients.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
use std::process::Command;

pub struct Machine {
    pub model: String,
    pub cores: usize,
    pub memory_gib: u64,
    pub kernel: String,
}

/// Processor time of the whole machine, in clock ticks.
#[derive(Clone, Copy)]
pub struct Ticks {
    busy: u64,
    all: u64,
    cores: usize,
}

pub fn describe() -> Machine {
    let field = |file: &str, name: &str| {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let kib = field("/proc/meminfo", "MemTotal").split(' ').next().and_then(|kib| kib.parse::<u64>().ok());
    Machine {
        model: field("/proc/cpuinfo", "model name"),
        cores: cores().len(),
        memory_gib: kib.unwrap_or(0).div_ceil(1 << 20),
        kernel: std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned(),
    }
}

/// As many open files as the system lets us have; where the hard limit can be raised, it is.
pub fn raise_open_files() {
    const WANTED: u64 = 65_536;
    let limit = getrlimit(Resource::Nofile);
    let hard = limit.maximum.unwrap_or(WANTED);
    let raised = Rlimit { current: Some(WANTED), maximum: Some(hard.max(WANTED)) };
    if setrlimit(Resource::Nofile, raised).is_err() {
        // What is missing shows as sockets that cannot be opened, with the reason.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(hard), maximum: limit.maximum });
    }
}

pub fn open_files() -> u64 {
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

/// An address on loopback that nobody has at this moment, below the range that the kernel gives out to clients: while
/// a server there is down, nobody gets its port by chance, or even connects to itself.
pub fn free_address() -> std::io::Result<std::net::SocketAddr> {
    const FROM: u32 = 20_000;
    const PORTS: u32 = 10_000;
    static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let mut last = std::io::Error::other("no port is free");
    for _ in 0..PORTS {
        let next = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let port = FROM + (std::process::id().wrapping_mul(97) + next) % PORTS;
        match std::net::TcpListener::bind(("127.0.0.1", port as u16)) {
            Ok(listener) => return listener.local_addr(),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The cores that this process may use.
pub fn cores() -> Vec<usize> {
    let Ok(set) = sched_getaffinity(None) else { return vec![0] };
    (0..CpuSet::MAX_CPU).filter(|core| set.is_set(*core)).collect()
}

/// Keeps the calling thread, and whatever it starts from now on, on these cores.
pub fn stay_on(cores: &[usize]) {
    let mut set = CpuSet::new();
    cores.iter().for_each(|core| set.set(*core));
    if let Err(error) = sched_setaffinity(None, &set) {
        eprintln!("cannot choose the core: {error}");
    }
}

pub fn load_average() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(3).collect::<Vec<_>>().join(" ")
}

pub fn ticks() -> Ticks {
    let text = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    let fields: Vec<u64> = line.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user nice system idle iowait irq softirq steal; guest time is within user time.
    let all: u64 = fields.iter().take(8).sum();
    let idle: u64 = fields.iter().skip(3).take(2).sum();
    let cores = text.lines().filter(|line| line.starts_with("cpu")).count().saturating_sub(1);
    Ticks { busy: all - idle, all, cores }
}

impl Ticks {
    /// Cores that were busy since then, and of how many.
    pub fn cores_busy_since(self, before: Ticks) -> (f64, f64) {
        let all = (self.all - before.all) as f64;
        let cores = self.cores as f64;
        if all == 0.0 { (0.0, cores) } else { ((self.busy - before.busy) as f64 / all * cores, cores) }
    }
}

/// `openssl speed` for SHA-256 with 16 KiB blocks on one core, in MB/s: what this machine gave in this very run.
pub fn calibration() -> Option<f64> {
    let output = Command::new("openssl").args(["speed", "-seconds", "1", "-bytes", "16384", "sha256"]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().find(|line| line.starts_with("sha256"))?;
    let kilobytes: f64 = line.split_whitespace().last()?.trim_end_matches('k').parse().ok()?;
    Some(kilobytes / 1000.0)
}

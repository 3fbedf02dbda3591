//! Packets that are really lost: the kernel drops them on loopback, by rules that hold in a network namespace of our
//! own and vanish with it. So nothing outside is touched, however the run ends. Needs `unshare` with the right to it,
//! `ip`, and `nft` with `numgen`; where one is missing, that is said and nothing is tried.
//! Must not know: who talks over the loopback.

use anyhow::{Context, Result, bail};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

/// The namespace that a run came from; only where the present one is another are rules set.
const CAME_FROM: &str = "LOAD_TESTS_CAME_FROM";
const TABLE: &str = "inet load_tests";
/// As on a real link: with the 64 KiB of loopback hardly a packet would be there to be lost.
const MTU: &str = "1500";
const LOOPBACK_MTU: &str = "65536";

/// What is lost while this lives; afterwards everything passes.
pub struct Loss(());

fn namespace() -> String {
    std::fs::read_link("/proc/self/ns/net").map(|link| link.display().to_string()).unwrap_or_default()
}

pub fn is_inside() -> bool {
    std::env::var(CAME_FROM).is_ok_and(|from| !from.is_empty() && from != namespace())
}

/// Why packets cannot be lost here, if they cannot.
pub fn unavailable() -> Option<String> {
    if is_inside() {
        return None;
    }
    let try_it = "ip link set lo up && nft add table inet probe && nft add chain inet probe c \
                  '{ type filter hook input priority 0; }' && \
                  nft add rule inet probe c tcp dport 9 numgen random mod 100 \\< 5 counter drop";
    match Command::new("unshare").args(["--net", "sh", "-c", try_it]).stdin(Stdio::null()).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("refused").to_owned()),
        Err(error) => Some(format!("unshare: {error}")),
    }
}

/// The same run again, from its beginning, in a namespace of its own. Returns only if that is not possible.
pub fn enter() -> anyhow::Error {
    let Ok(program) = std::env::current_exe() else { return anyhow::anyhow!("which program is this?") };
    let mut command = Command::new("unshare");
    command.arg("--net").arg(program).args(std::env::args_os().skip(1)).env(CAME_FROM, namespace());
    anyhow::Error::new(command.exec()).context("unshare")
}

/// Once, before anything listens.
pub fn loopback_up() -> Result<()> {
    run("ip", &["link", "set", "lo", "up"], "")
}

impl Loss {
    /// So many percent of all packets from and to these ports.
    pub fn of_ports(percent: u32, ports: &[u16]) -> Result<Self> {
        let ports: Vec<String> = ports.iter().map(u16::to_string).collect();
        let set = format!("{{ {} }}", ports.join(", "));
        let rule = |end: &str| format!("tcp {end} {set} numgen random mod 100 < {percent} counter drop");
        Self::begin(&[rule("sport"), rule("dport")])
    }

    /// All packets from and to these addresses, both ends of the range among them.
    pub fn of_addresses(first: std::net::Ipv4Addr, last: std::net::Ipv4Addr) -> Result<Self> {
        let rule = |end: &str| format!("ip {end} {first}-{last} counter drop");
        Self::begin(&[rule("saddr"), rule("daddr")])
    }

    fn begin(rules: &[String]) -> Result<Self> {
        if !is_inside() {
            bail!("not in a namespace of our own");
        }
        run("ip", &["link", "set", "lo", "mtu", MTU], "")?;
        // On the way in: dropped on the way out, the sender would be told, and nothing would be lost.
        let lines: String = rules.iter().map(|rule| format!("add rule {TABLE} lost {rule}\n")).collect();
        let script = format!(
            "add table {TABLE}\nadd chain {TABLE} lost {{ type filter hook input priority 0; policy accept; }}\n{lines}"
        );
        run("nft", &["-f", "-"], &script)?;
        Ok(Self(()))
    }

    /// How many packets were lost until now.
    pub fn lost(&self) -> Result<u64> {
        let output = Command::new("nft").args(["list", "table"]).args(TABLE.split(' ')).output().context("nft")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let counts =
            text.split("counter packets ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<u64>().ok());
        Ok(counts.sum::<u64>())
    }
}

impl Drop for Loss {
    fn drop(&mut self) {
        let _ = run("nft", &["-f", "-"], &format!("delete table {TABLE}\n"));
        let _ = run("ip", &["link", "set", "lo", "mtu", LOOPBACK_MTU], "");
    }
}

fn run(program: &str, words: &[&str], said: &str) -> Result<()> {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("no program `{program}`"))?;
    child.stdin.take().context("no stdin")?.write_all(said.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("{program} {}: {}", words.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

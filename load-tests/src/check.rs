//! The verdict on a history: a pure function over the events of one run, the final state among them. Each finding
//! names the invariant it breaks. A history that proves nothing, because nothing was asked or sent, is a finding too.
//! Must not know: how the history came about, clocks, sockets, the hub.

mod commands;
mod holdings;
mod line;
mod memory;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

use crate::history::{self, Event, What};
use anyhow::Result;
pub use holdings::differs;
pub use memory::SESSION_KIB;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;

/// Told of each kind; the number of all of them stands beside.
const SHOWN: usize = 5;

#[derive(clap::Args)]
pub struct Options {
    /// Histories as `matrix --logs FOLDER` writes them, one run each.
    #[arg(required = true)]
    logs: Vec<PathBuf>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// `I1` to `I7` of the contract; `wire` for a broken promise of the protocol; `log` for a history that proves nothing.
    pub invariant: &'static str,
    pub kind: &'static str,
    pub text: String,
}

#[derive(Default)]
pub struct Verdict {
    pub row: String,
    pub seed: u64,
    pub actors: usize,
    pub sent: usize,
    pub applied: usize,
    pub findings: Vec<Finding>,
}

/// What the parts of the check share.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, invariant: &'static str, kind: &'static str, text: impl Into<String>) {
        self.0.push(Finding { invariant, kind, text: text.into() });
    }
}

/// As the subcommand.
pub fn run(options: &Options) -> Result<ExitCode> {
    let mut clean = true;
    println!("{}", heads());
    let mut told = Vec::new();
    for path in &options.logs {
        let verdict = check(&history::read(path)?);
        println!("{}", verdict.line(1));
        clean &= verdict.findings.is_empty();
        told.extend(verdict.told());
    }
    told.iter().for_each(|line| println!("{line}"));
    Ok(if clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Everything that can be said about one run.
pub fn check(events: &[Event]) -> Verdict {
    let mut findings = Findings::default();
    let mut verdict = Verdict::default();
    let mut may_forget = false;
    for event in events {
        if let What::Row { row, seed, may_forget: may } = &event.what {
            (verdict.row, verdict.seed, may_forget) = (row.clone(), *seed, *may);
        }
        wire(event, &mut findings);
    }
    drained(events, &mut findings);
    holdings::check(events, &mut findings);
    (verdict.sent, verdict.applied) = commands::check(events, may_forget, &mut findings);
    memory::check(events, &mut findings);
    line::check(events, &mut findings);
    let actors = events.iter().filter(|event| matches!(event.what, What::Hello { .. })).map(|event| &event.actor);
    verdict.actors = actors.collect::<BTreeSet<_>>().len();
    if verdict.row.is_empty() || verdict.actors == 0 || verdict.applied == 0 {
        let (actors, applied) = (verdict.actors, verdict.applied);
        findings.add("log", "no-evidence", format!("{actors} clients, {applied} applied commands: nothing is proved"));
    }
    verdict.findings = findings.0;
    verdict
}

fn wire(event: &Event, findings: &mut Findings) {
    match &event.what {
        What::Wrong { text } => findings.add("wire", "protocol", format!("{}: {text}", event.actor)),
        What::Welcome { granted } if *granted != event.audience => {
            findings.add("I2", "wrong-audience", format!("{} was welcomed as {granted}", event.actor));
        }
        // 4408 is ours to expect where a `hello` was late; the 45xx ask to come again.
        What::Closed { code, reason } if (4400..4500).contains(code) && *code != 4408 => {
            findings.add("wire", "closed", format!("{} was closed with {code} {reason}", event.actor));
        }
        _ => {}
    }
}

/// A hub that leaves says `drain` first, so that its clients spread their return over time.
fn drained(events: &[Event], findings: &mut Findings) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut untold = 0;
    for event in events {
        match &event.what {
            What::Hello { .. } => drop(told.remove(event.actor.as_str())),
            What::Drain { .. } => drop(told.insert(&event.actor)),
            What::Closed { code: 4503, .. } if !told.contains(event.actor.as_str()) => untold += 1,
            _ => {}
        }
    }
    if untold > 0 {
        findings.add("wire", "not-drained", format!("{untold} connections were closed with 4503 and without `drain`"));
    }
}

/// The head of the table.
pub fn heads() -> String {
    "| scenario | seed | runs | clients | commands sent | applied | findings |\n|---|---|---|---|---|---|---|"
        .to_owned()
}

impl Verdict {
    pub fn line(&self, runs: u32) -> String {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for finding in &self.findings {
            *kinds.entry(format!("{} {}", finding.invariant, finding.kind)).or_default() += 1;
        }
        let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{count} × {kind}")).collect();
        let kinds = if kinds.is_empty() { "none".to_owned() } else { kinds.join(", ") };
        let Self { row, seed, actors, sent, applied, .. } = self;
        format!("| {row} | {seed} | {runs} | {actors} | {sent} | {applied} | {kinds} |")
    }

    /// A few of each kind, in words.
    pub fn told(&self) -> Vec<String> {
        let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut lines = Vec::new();
        for finding in &self.findings {
            let count = kinds.entry((finding.invariant, finding.kind)).or_default();
            *count += 1;
            if *count <= SHOWN {
                lines.push(format!("FINDING {}: {} {}: {}", self.row, finding.invariant, finding.kind, finding.text));
            }
        }
        lines
    }
}

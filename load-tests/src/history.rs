//! What every actor did and saw, as one JSON line an event, in the order in which it happened in this process.
//! A body is kept as its id, its revision and the markers found in it: enough to prove a leak, and nothing of a person.
//! Must not know: which of it is right.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::Path;
use std::time::Instant;

/// Documents by id, with their revision.
pub type Documents = BTreeMap<String, String>;
/// What stands before every planted marker, in names and references.
pub const MARKER: &str = "MARKED-";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    pub at_ms: u64,
    /// Who did or saw it; `rig` for what was set up or asked at the end.
    pub actor: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audience: String,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// A new run begins. `may_forget`: a failover may lose what was applied until the clients have sent it again.
    Row {
        row: String,
        seed: u64,
        may_forget: bool,
    },
    /// The rig did this to the system.
    Fault {
        text: String,
    },
    /// From now on these audiences may see the movement; whether the hub has taken it is not known yet.
    Publishing {
        movement: String,
        audiences: Vec<String>,
        mark: String,
    },
    /// The hub has taken it: these and no others have the movement in scope.
    Published {
        movement: String,
        audiences: Vec<String>,
    },
    Hello {
        have: Documents,
        pending: usize,
    },
    Welcome {
        granted: String,
    },
    Put {
        docs: Vec<(String, String)>,
        marks: Vec<String>,
    },
    /// A frame other than `put` in which a marker stood.
    Marked {
        frame: String,
        marks: Vec<String>,
    },
    Gone {
        ids: Vec<String>,
    },
    /// `live` or `check`.
    Sum {
        frame: String,
        count: usize,
        sum: String,
    },
    Sent {
        id: String,
        command: String,
        movement: String,
        node: String,
    },
    Done {
        id: String,
        outcome: String,
        was: Option<String>,
        why: Option<String>,
    },
    Unknown {
        ids: Vec<String>,
    },
    Closed {
        code: u16,
        reason: String,
    },
    Drain {
        in_ms: u64,
        spread_ms: u64,
    },
    /// A revision that is not the body's, a frame that cannot be read, a refused frame.
    Wrong {
        text: String,
    },
    /// The client erased everything it held: signed out, or a new device.
    Erased {},
    Memory {
        node: String,
        kib: u64,
        sessions: u64,
        applied: u64,
    },
    /// In the final state: what a client of this audience gets that has just come.
    Fresh {
        docs: Documents,
        marks: Vec<String>,
    },
    /// In the final state: one fact of a movement's history. `own`: its content is nobody else's.
    Fact {
        movement: String,
        id: String,
        command: String,
        content: String,
        own: bool,
    },
    /// This client hears everything over so narrow a line; what was handed to the line and cannot be taken back is at
    /// most `kept_bytes`.
    Narrow {
        bytes_per_s: u64,
        kept_bytes: u64,
    },
    /// What the rig does from now on to a flight that many have in common.
    Phase {
        phase: Phase,
    },
    /// A `put` as a client sees it whose line is judged, or with which such a line is compared.
    Shown {
        bytes: u64,
        docs: Vec<Shown>,
    },
    /// A record of this movement was made junk: nothing is demanded of it any more.
    Poisoned {
        movement: String,
    },
    /// This client cannot be compared at the end: it was never connected, or is one that does not read.
    Excused {
        why: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// One change, on a line that was quiet.
    Change,
    /// Changes at many times what the line carries.
    Overload,
    /// No more changes.
    Calm,
}

/// One live document: how urgent it is, 0 for the worst band, and how long its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub id: String,
    pub rev: String,
    pub rank: u8,
    pub bytes: u64,
}

pub struct Log {
    start: Instant,
    events: RefCell<Vec<Event>>,
}

impl Log {
    pub fn new() -> Self {
        Self { start: Instant::now(), events: RefCell::default() }
    }

    pub fn note(&self, actor: &str, audience: &str, what: What) {
        let at_ms = self.start.elapsed().as_millis() as u64;
        self.events.borrow_mut().push(Event { at_ms, actor: actor.to_owned(), audience: audience.to_owned(), what });
    }

    pub fn rig(&self, what: What) {
        self.note("rig", "", what);
    }

    pub fn events(&self) -> Vec<Event> {
        self.events.borrow().clone()
    }

    pub fn keep(&self, path: &Path) -> Result<()> {
        let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut file = std::io::BufWriter::new(file);
        for event in self.events.borrow().iter() {
            serde_json::to_writer(&mut file, event)?;
            file.write_all(b"\n")?;
        }
        Ok(file.flush()?)
    }
}

pub fn read(path: &Path) -> Result<Vec<Event>> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = std::io::BufReader::new(file).lines().enumerate();
    lines.map(|(n, line)| serde_json::from_str(&line?).with_context(|| format!("line {}", n + 1))).collect()
}

/// The markers that stand in a text, each once: `MARKED-` and the letters behind it.
pub fn marks(text: &str) -> Vec<String> {
    let found = text.match_indices(MARKER).map(|(at, _)| {
        let rest = text.get(at + MARKER.len()..).unwrap_or_default();
        let letters: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
        format!("{MARKER}{letters}")
    });
    let mut marks: Vec<String> = found.collect();
    marks.sort();
    marks.dedup();
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_found_once_each_and_lines_are_read_back() {
        assert_eq!(marks("MARKED-b 1 MARKED-a-2 MARKED-b"), ["MARKED-a", "MARKED-b"]);
        let log = Log::new();
        log.note("s", "station:JFK", What::Gone { ids: vec!["m".into()] });
        log.rig(What::Fault { text: "kill".into() });
        let folder = tempfile::tempdir().unwrap();
        log.keep(&folder.path().join("log")).unwrap();
        let events = read(&folder.path().join("log")).unwrap();
        assert!(matches!(&events[0].what, What::Gone { ids } if ids == &["m"]));
        assert_eq!((events.len(), events[1].actor.as_str()), (2, "rig"));
    }
}

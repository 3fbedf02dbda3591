//! What became of every command: I4 durable (what was called applied stands in the history), I5 idempotent (k sends,
//! one effect, one answer).
//! Must not know: documents.

use super::Findings;
use crate::history::{Event, What};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
struct Said<'a> {
    actor: &'a str,
    command: &'a str,
    movement: &'a str,
    /// Applied, rejected, conflict: what it was finally told, each time.
    meant: BTreeSet<&'a str>,
    applied_plainly: u32,
    forgotten: bool,
}

/// How many commands were sent, and how many called applied.
pub fn check(events: &[Event], may_forget: bool, findings: &mut Findings) -> (usize, usize) {
    let mut said: BTreeMap<&str, Said<'_>> = BTreeMap::new();
    let (mut excused, mut poisoned): (BTreeSet<&str>, BTreeSet<&str>) = Default::default();
    for event in events {
        match &event.what {
            What::Sent { id, command, movement, .. } => {
                let said = said.entry(id).or_default();
                (said.actor, said.command, said.movement) = (&event.actor, command, movement);
            }
            What::Done { id, outcome, was, why } => {
                let Some(said) = said.get_mut(id.as_str()).filter(|said| said.actor == event.actor) else {
                    findings.add("I5", "stray-answer", format!("{} was answered {id}, never said", event.actor));
                    continue;
                };
                said.answered(id, outcome, was.as_deref(), why.as_deref(), may_forget, findings);
            }
            What::Unknown { ids } => {
                for id in ids {
                    let Some(said) = said.get_mut(id.as_str()) else { continue };
                    said.forgotten = true;
                    if said.meant.contains("applied") && !may_forget {
                        let text = format!("{}: {} {id} was applied and is unknown", said.actor, said.command);
                        findings.add("I4", "applied-then-unknown", text);
                    }
                }
            }
            What::Excused { .. } => drop(excused.insert(&event.actor)),
            What::Poisoned { movement } => drop(poisoned.insert(movement)),
            _ => {}
        }
    }
    let facts = facts(events, findings);
    for (id, said) in said.iter().filter(|(_, said)| !poisoned.contains(said.movement)) {
        let Said { actor, command, movement, .. } = said;
        if said.meant.is_empty() && !excused.contains(actor) {
            findings.add("I4", "unanswered", format!("{actor}: {command} {id} has no answer"));
        }
        if said.meant.contains("applied") && !facts.contains(&(*movement, *id)) {
            findings.add("I4", "applied-then-lost", format!("{actor}: {command} {id} was applied and is not there"));
        }
    }
    (said.len(), said.values().filter(|said| said.meant.contains("applied")).count())
}

impl<'a> Said<'a> {
    fn answered(
        &mut self,
        id: &str,
        outcome: &'a str,
        was: Option<&'a str>,
        why: Option<&str>,
        may_forget: bool,
        findings: &mut Findings,
    ) {
        let meant = if outcome == "repeated" { was.unwrap_or("repeated") } else { outcome };
        let (actor, command) = (self.actor, self.command);
        if meant == "later" {
            return;
        }
        if outcome == "applied" {
            self.applied_plainly += 1;
            if self.applied_plainly > 1 && !self.forgotten && !may_forget {
                findings.add("I5", "applied-twice", format!("{actor}: {command} {id} was applied, and applied again"));
            }
        }
        if self.meant.insert(meant) && self.meant.len() > 1 {
            let text = format!("{actor}: {command} {id} was answered {:?} {}", self.meant, why.unwrap_or_default());
            findings.add("I5", "outcome-changed", text);
        } else if meant == "rejected" {
            findings.add("I4", "rejected", format!("{actor}: {command} {id}: {}", why.unwrap_or_default()));
        }
    }
}

/// Movement and id of all facts in the final state.
fn facts<'a>(events: &'a [Event], findings: &mut Findings) -> BTreeSet<(&'a str, &'a str)> {
    let mut facts = BTreeSet::new();
    let mut places: BTreeMap<&str, &str> = BTreeMap::new();
    let mut contents: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for event in events {
        let What::Fact { movement, id, command, content, own } = &event.what else { continue };
        facts.insert((movement.as_str(), id.as_str()));
        if let Some(other) = places.insert(id, movement) {
            findings.add("I5", "stands-twice", format!("{command} {id} stands in {other} and in {movement}"));
        }
        if *own
            && let Some(other) = contents.insert((movement, content), id)
            && other != id
        {
            findings.add("I5", "done-twice", format!("{command} {id} says the same as {other} in {movement}"));
        }
    }
    facts
}

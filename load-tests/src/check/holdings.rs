//! What every client held, computed anew from what it was sent: I1 converged, I2 no leak, I3 erased.
//! Who may hold what is known from what was published, not from the hub.
//! Must not know: commands.

use super::Findings;
use crate::client::sum;
use crate::history::{Documents, Event, What};
use std::collections::{BTreeMap, BTreeSet};

/// A change of scope has reached every node and every open session by then.
const KNOWN_WITHIN_MS: u64 = 5_000;

#[derive(Default)]
struct Scope<'a> {
    /// By movement: who has it now. Unsure while a publication has no answer.
    now: BTreeMap<&'a str, (BTreeSet<&'a str>, bool)>,
    ever: BTreeSet<(&'a str, &'a str)>,
    /// By movement and audience: since when it is no longer theirs.
    left: BTreeMap<(&'a str, &'a str), u64>,
    marks: BTreeSet<(&'a str, &'a str)>,
    /// Nothing is demanded of these.
    poisoned: BTreeSet<&'a str>,
}

#[derive(Default)]
struct Held<'a> {
    audience: &'a str,
    docs: Documents,
    hello_ms: Option<u64>,
    excused: bool,
}

fn movement(id: &str) -> &str {
    id.split('/').next().unwrap_or(id)
}

fn with_names(id: &str) -> bool {
    id.ends_with("/people")
}

pub fn check(events: &[Event], findings: &mut Findings) {
    let mut scope = Scope::default();
    // What is published later may be seen by then and not before; what was ever allowed is no leak.
    for event in events {
        if let What::Publishing { movement, audiences, mark } = &event.what {
            for audience in audiences {
                scope.ever.insert((movement, audience));
                scope.marks.insert((audience, mark));
            }
        }
        if let What::Poisoned { movement } = &event.what {
            scope.poisoned.insert(movement);
        }
    }
    let mut held: BTreeMap<&str, Held<'_>> = BTreeMap::new();
    let mut fresh: BTreeMap<&str, &Documents> = BTreeMap::new();
    for event in events {
        match &event.what {
            What::Fresh { docs, marks } => {
                scope.allowed(event, docs.keys(), marks, findings);
                fresh.insert(&event.audience, docs);
            }
            What::Publishing { .. } | What::Published { .. } => scope.published(event),
            _ if event.audience.is_empty() => {}
            _ => held.entry(&event.actor).or_default().take(event, &scope, findings),
        }
    }
    scope.complete(&fresh, findings);
    for (actor, held) in held.iter().filter(|(_, held)| !held.excused && held.hello_ms.is_some()) {
        held.at_end(actor, &scope, &fresh, findings);
    }
}

impl<'a> Scope<'a> {
    fn published(&mut self, event: &'a Event) {
        match &event.what {
            What::Publishing { movement, .. } => self.now.entry(movement).or_default().1 = true,
            What::Published { movement, audiences } => {
                let (before, unsure) = self.now.entry(movement).or_default();
                let after: BTreeSet<&str> = audiences.iter().map(String::as_str).collect();
                for audience in before.difference(&after) {
                    self.left.insert((movement, audience), event.at_ms);
                }
                for audience in &after {
                    self.left.remove(&(movement.as_str(), *audience));
                }
                (*before, *unsure) = (after, false);
            }
            _ => {}
        }
    }

    fn allowed<'b>(
        &self,
        event: &Event,
        ids: impl Iterator<Item = &'b String>,
        marks: &[String],
        findings: &mut Findings,
    ) {
        let (actor, audience) = (event.actor.as_str(), event.audience.as_str());
        for id in ids.filter(|id| !self.ever.contains(&(movement(id), audience))) {
            findings.add("I2", "leak-document", format!("{actor} of {audience} was sent {id}"));
        }
        for mark in marks.iter().filter(|mark| !self.marks.contains(&(audience, mark.as_str()))) {
            findings.add("I2", "leak-text", format!("{actor} of {audience} was sent a text with {mark}"));
        }
    }

    /// Whether names of this document had to be erased at this time.
    fn is_left(&self, id: &str, audience: &str, at_ms: u64) -> bool {
        // While a publication has no answer the hub may already go by it.
        let sure = self.now.get(movement(id)).is_none_or(|(_, unsure)| !unsure);
        let left = self.left.get(&(movement(id), audience));
        with_names(id) && sure && left.is_some_and(|left| at_ms >= left + KNOWN_WITHIN_MS)
    }

    /// A fresh client has a live document of every movement in its scope, and no names of one that left it.
    fn complete(&self, fresh: &BTreeMap<&str, &Documents>, findings: &mut Findings) {
        for (audience, docs) in fresh {
            for (movement, (audiences, unsure)) in self.now.iter().filter(|(id, _)| !self.poisoned.contains(*id)) {
                if audiences.contains(audience) && !unsure && !docs.contains_key(*movement) {
                    findings.add("I1", "missing-document", format!("a fresh client of {audience} has no {movement}"));
                }
            }
            for id in docs.keys().filter(|id| self.is_left(id, audience, u64::MAX)) {
                findings.add("I3", "not-erased", format!("a fresh client of {audience} is still sent {id}"));
            }
        }
    }
}

impl<'a> Held<'a> {
    fn take(&mut self, event: &'a Event, scope: &Scope<'_>, findings: &mut Findings) {
        let actor = &event.actor;
        self.audience = &event.audience;
        match &event.what {
            What::Hello { have, .. } => {
                if *have != self.docs {
                    let difference = differs(have, &self.docs);
                    findings.add("log", "torn", format!("{actor} says it holds what the log does not: {difference}"));
                }
                (self.docs, self.hello_ms) = (have.clone(), Some(event.at_ms));
            }
            What::Put { docs, marks } => {
                scope.allowed(event, docs.iter().map(|(id, _)| id), marks, findings);
                for (id, rev) in docs {
                    if scope.is_left(id, self.audience, event.at_ms) {
                        findings.add("I3", "shown-after-leaving", format!("{actor} was sent {id}, no longer in scope"));
                    }
                    self.docs.insert(id.clone(), rev.clone());
                }
            }
            What::Marked { marks, .. } => scope.allowed(event, std::iter::empty(), marks, findings),
            What::Gone { ids } => ids.iter().for_each(|id| drop(self.docs.remove(id))),
            What::Erased {} => self.docs.clear(),
            What::Excused { .. } => self.excused = true,
            What::Sum { frame, count, sum: said } => {
                let own = sum(&self.docs);
                if *count != self.docs.len() || *said != own {
                    let text =
                        format!("{actor}: {frame} says {count} with {said}, held are {} with {own}", self.docs.len());
                    findings.add("I1", "sum-mismatch", text);
                }
                // The contact after the change of scope, and not one that was under way.
                let hello_ms = self.hello_ms.filter(|_| frame == "live").unwrap_or(0);
                for id in self.docs.keys().filter(|id| scope.is_left(id, self.audience, hello_ms)) {
                    findings.add("I3", "not-erased", format!("{actor} is live anew and still holds {id}"));
                }
            }
            _ => {}
        }
    }

    fn at_end(&self, actor: &str, scope: &Scope<'_>, fresh: &BTreeMap<&str, &Documents>, findings: &mut Findings) {
        let Some(fresh) = fresh.get(self.audience) else {
            return findings.add("log", "no-fresh", format!("nothing to compare {actor} with"));
        };
        let sound = |docs: &Documents| -> Documents {
            let sound = docs.iter().filter(|(id, _)| !scope.poisoned.contains(movement(id)));
            sound.map(|(id, rev)| (id.clone(), rev.clone())).collect()
        };
        let (docs, fresh) = (sound(&self.docs), sound(fresh));
        let difference = differs(&docs, &fresh);
        if !difference.is_empty() {
            findings.add("I1", "not-converged", format!("{actor} holds other than a fresh client: {difference}"));
        }
        for id in docs.keys().filter(|id| scope.is_left(id, self.audience, u64::MAX)) {
            findings.add("I3", "not-erased", format!("{actor} still holds {id}"));
        }
        // One that left and is kept by the client alone: the hub has let go of it.
        for id in docs.keys().filter(|id| !fresh.contains_key(*id) && !with_names(id)) {
            findings.add("I3", "not-erased", format!("{actor} still holds {id}, which nobody new is sent"));
        }
    }
}

/// A few ids that only one of them holds, or in another revision.
pub fn differs(held: &Documents, fresh: &Documents) -> String {
    let other = held.iter().filter(|(id, rev)| fresh.get(*id).is_some_and(|new| new != *rev));
    let extra = held.keys().filter(|id| !fresh.contains_key(*id));
    let missing = fresh.keys().filter(|id| !held.contains_key(*id));
    let other = other.map(|(id, rev)| format!("{id} at {rev}"));
    let told = other.chain(extra.map(|id| format!("{id} too many"))).chain(missing.map(|id| format!("{id} missing")));
    told.take(3).collect::<Vec<_>>().join(", ")
}

//! I7 fresh: what comes over a narrow line. After a change the newest of every document arrives in about the time that
//! its bytes need, and the worst band before the rest; after an overload what is newest arrives, and not the past.
//! What is newest is what a client without such a line was shown in the same phase.
//! Must not know: how the line is made narrow, which flight changed.

use super::Findings;
use crate::history::{Event, Phase, Shown, What};
use std::collections::BTreeMap;

/// Times what the bytes need: the machine is shared, and other documents and frames travel too.
const FACTOR: u64 = 2;
const SLACK_MS: u64 = 3_000;

struct Line<'a> {
    actor: &'a str,
    audience: &'a str,
    bytes_per_s: u64,
    kept_bytes: u64,
}

/// A phase with its events; the first began it.
struct Part<'a> {
    phase: Phase,
    start_ms: u64,
    events: &'a [Event],
}

pub fn check(events: &[Event], findings: &mut Findings) {
    let lines = events.iter().filter_map(|event| match event.what {
        What::Narrow { bytes_per_s, kept_bytes } => {
            Some(Line { actor: &event.actor, audience: &event.audience, bytes_per_s: bytes_per_s.max(1), kept_bytes })
        }
        _ => None,
    });
    let parts = parts(events);
    for line in lines {
        let mut held: BTreeMap<&str, &str> = BTreeMap::new();
        let mut judged = 0;
        // What changed in an overload is owed when it is over.
        let mut owed: BTreeMap<&str, &Shown> = BTreeMap::new();
        for part in &parts {
            owed.extend(newest(part, &line));
            match part.phase {
                Phase::Overload => {}
                Phase::Change | Phase::Calm => {
                    judged += usize::from(!owed.is_empty());
                    line.judge(part, &held, &std::mem::take(&mut owed), findings);
                }
            }
            for shown in shown(part.events, line.actor).flat_map(|(_, _, docs)| docs) {
                held.insert(&shown.id, &shown.rev);
            }
        }
        if judged < 2 {
            findings.add("log", "no-evidence", format!("{}: {judged} phases in which anything changed", line.actor));
        }
    }
}

fn parts(events: &[Event]) -> Vec<Part<'_>> {
    let begins = events.iter().enumerate().filter_map(|(at, event)| match event.what {
        What::Phase { phase } => Some((at, phase, event.at_ms)),
        _ => None,
    });
    let begins: Vec<_> = begins.collect();
    let ends = begins.iter().skip(1).map(|(at, _, _)| *at).chain([events.len()]);
    let parts = begins.iter().zip(ends);
    parts
        .map(|((at, phase, start_ms), end)| Part { phase: *phase, start_ms: *start_ms, events: &events[*at..end] })
        .collect()
}

/// Time, bytes and documents of what this client was shown.
fn shown<'a>(events: &'a [Event], actor: &str) -> impl Iterator<Item = (u64, u64, &'a Vec<Shown>)> {
    events.iter().filter(move |event| event.actor == actor).filter_map(|event| match &event.what {
        What::Shown { bytes, docs } => Some((event.at_ms, *bytes, docs)),
        _ => None,
    })
}

/// The last of each document that another client of the same audience was shown.
fn newest<'a>(part: &Part<'a>, line: &Line<'_>) -> BTreeMap<&'a str, &'a Shown> {
    let others = part.events.iter().filter(|event| event.actor != line.actor && event.audience == line.audience);
    let docs = others.filter_map(|event| if let What::Shown { docs, .. } = &event.what { Some(docs) } else { None });
    docs.flatten().map(|shown| (shown.id.as_str(), shown)).collect()
}

impl Line<'_> {
    fn judge(
        &self,
        part: &Part<'_>,
        held: &BTreeMap<&str, &str>,
        owed: &BTreeMap<&str, &Shown>,
        findings: &mut Findings,
    ) {
        let Some(worst) = owed.values().map(|shown| shown.rank).min() else { return };
        let held_is = |shown: &Shown| held.get(shown.id.as_str()) == Some(&shown.rev.as_str());
        let mut waits: BTreeMap<&str, &Shown> =
            owed.iter().filter(|(_, shown)| !held_is(shown)).map(|(id, shown)| (*id, *shown)).collect();
        let (mut bytes, mut worst_after, mut reached_ms) = (0, 0, part.start_ms);
        for (at_ms, size, docs) in shown(part.events, self.actor) {
            let mut until = bytes;
            bytes += size;
            for doc in docs {
                until += doc.bytes;
                let Some(newest) = waits.get(doc.id.as_str()).filter(|newest| newest.rev == doc.rev) else { continue };
                if newest.rank == worst {
                    worst_after = until;
                }
                reached_ms = at_ms;
                waits.remove(doc.id.as_str());
            }
        }
        let (actor, phase) = (self.actor, part.phase);
        if let Some(id) = waits.keys().next() {
            let text = format!("{actor}, {phase:?}: {} of {} never came, {id} among them", waits.len(), owed.len());
            return findings.add("I7", "newest-missing", text);
        }
        let whole: u64 = owed.values().map(|shown| shown.bytes).sum();
        let need_ms = (whole + self.kept_bytes) * 1000 / self.bytes_per_s;
        let (took_ms, allowed_ms) = (reached_ms - part.start_ms, FACTOR * need_ms + SLACK_MS);
        if took_ms > allowed_ms {
            let text =
                format!("{actor}, {phase:?}: the newest of {} took {took_ms} ms, allowed {allowed_ms}", owed.len());
            findings.add("I7", "newest-late", text);
        }
        let urgent: u64 = owed.values().filter(|shown| shown.rank == worst).map(|shown| shown.bytes).sum();
        // Where all are alike, or too little comes to tell, there is no order.
        if phase == Phase::Change && worst_after > urgent + urgent / 4 + self.kept_bytes {
            let text = format!(
                "{actor}: the worst band was complete after {worst_after} bytes; it has {urgent}, and {} may have been \
                 on the way",
                self.kept_bytes
            );
            findings.add("I7", "worst-not-first", text);
        }
    }
}

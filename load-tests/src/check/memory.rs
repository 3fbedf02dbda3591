//! I6 bounded: a node's memory, sampled over time, follows what it has to keep and nothing else.
//! Facts are kept and weigh; so do sessions. What grows beyond these is a leak, or a queue without a bound.
//! Must not know: how memory is measured, and what a session does.

use super::Findings;
use crate::history::{Event, What};
use std::collections::BTreeMap;

/// Fewer samples say nothing.
const SAMPLES_MIN: usize = 12;
/// What an allocator may keep of a busy moment.
const SLACK_KIB: u64 = 6 * 1024;
/// A fact with its place in four rendered documents, in a build without optimisation.
const FACT_KIB: u64 = 24;
/// Of one session, whatever it does: ids, two small buffers and the stack of its task; many times the goal of 8.
pub const SESSION_KIB: u64 = 128;

struct Sample {
    kib: u64,
    sessions: u64,
    applied: u64,
}

pub fn check(events: &[Event], findings: &mut Findings) {
    let mut nodes: BTreeMap<&str, Vec<Sample>> = BTreeMap::new();
    for event in events {
        if let What::Memory { node, kib, sessions, applied } = &event.what {
            let sample = Sample { kib: *kib, sessions: *sessions, applied: *applied };
            nodes.entry(node).or_default().push(sample);
        }
    }
    for (node, samples) in nodes.iter().filter(|(_, samples)| samples.len() >= SAMPLES_MIN) {
        // The first quarter is the start; then the second is compared with the last.
        let quarter = samples.len() / 4;
        let parts: Vec<&[Sample]> = samples.chunks(quarter).collect();
        let (Some(early), Some(late)) = (parts.get(1), samples.rchunks(quarter).next()) else { continue };
        let (before, after) = (median(early, |s| s.kib), median(late, |s| s.kib));
        let facts = median(late, |s| s.applied).saturating_sub(median(early, |s| s.applied));
        let sessions = median(late, |s| s.sessions).saturating_sub(median(early, |s| s.sessions));
        let allowed = SLACK_KIB + facts * FACT_KIB + sessions * SESSION_KIB;
        if after > before + allowed {
            let text = format!(
                "{node} grew from {before} to {after} KiB over {} samples; {facts} facts and {sessions} sessions more \
                 account for {allowed}",
                samples.len()
            );
            findings.add("I6", "memory-grows", text);
        }
    }
}

fn median(samples: &[Sample], of: impl Fn(&Sample) -> u64) -> u64 {
    let mut values: Vec<u64> = samples.iter().map(of).collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or(0)
}

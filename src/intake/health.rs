//! How each source is doing: when it was last heard, what of it could be used. Kept in memory by the node that
//! hears it; silence is judged against the hub's clock and is never taken for "on time".
//! Must not know: sockets, who is told.

use super::observe::Report;
use chrono::{DateTime, Duration, SubsecRound, Utc};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Default)]
pub struct Health(Arc<Mutex<BTreeMap<String, Heard>>>);

#[derive(Debug, Clone, Default)]
struct Heard {
    at: Option<DateTime<Utc>>,
    messages: u64,
    accepted: u64,
    unchanged: u64,
    unmatched: u64,
    rejected: u64,
    last_error: Option<String>,
}

/// One source as the health page and the `fresh` frame show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceHealth {
    pub source: String,
    pub state: &'static str,
    pub heard: Option<DateTime<Utc>>,
    pub messages: u64,
    pub accepted: u64,
    pub unchanged: u64,
    pub unmatched: u64,
    pub rejected: u64,
    pub last_error: Option<String>,
}

/// Silence raises after 15 minutes close to a departure (`product.md`); half of it is late.
const LATE_MIN: i64 = 8;
const SILENT_MIN: i64 = 15;

impl Health {
    pub fn heard(&self, source: &str, at: DateTime<Utc>, report: &Report) {
        let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let held = sources.entry(source.to_owned()).or_default();
        held.at = Some(at);
        held.messages += 1;
        held.accepted += report.accepted;
        held.unchanged += report.unchanged;
        held.unmatched += report.unmatched;
        held.rejected += u64::try_from(report.rejected.len()).unwrap_or(u64::MAX);
        if let Some((at, reason)) = report.rejected.last() {
            held.last_error = Some(format!("{reason} at {at}"));
        }
    }

    /// It was asked, and there was no answer that could be read. Silence goes on: only what is heard ends it.
    pub fn failed(&self, source: &str, reason: &str) {
        let mut sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sources.entry(source.to_owned()).or_default().last_error = Some(reason.to_owned());
    }

    pub fn list(&self, now: DateTime<Utc>) -> Vec<SourceHealth> {
        let sources = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sources.iter().map(|(source, h)| health(source, h, now)).collect()
    }
}

fn health(source: &str, h: &Heard, now: DateTime<Utc>) -> SourceHealth {
    let age = h.at.map(|at| now - at);
    let state = match age {
        None => "off",
        Some(age) if age >= Duration::minutes(SILENT_MIN) => "silent",
        Some(age) if age >= Duration::minutes(LATE_MIN) => "late",
        Some(_) => "ok",
    };
    SourceHealth {
        source: source.to_owned(),
        state,
        heard: h.at.map(|at| at.trunc_subsecs(0)),
        messages: h.messages,
        accepted: h.accepted,
        unchanged: h.unchanged,
        unmatched: h.unmatched,
        rejected: h.rejected,
        last_error: h.last_error.clone(),
    }
}

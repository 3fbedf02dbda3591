//! What is asked of sources, to be looked at: the plan of the next hour, who asks, and how it went. Written by the one
//! that plans, on every node; read by whoever shows it.
//! Must not know: how anything is asked, who looks.

use crate::domain::feed::Kind;
use crate::feeds::ask::plan::Hour;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Which node asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Who {
    This,
    Another,
    /// Nothing is set up to be asked, or the store does not say who may.
    #[default]
    Nobody,
}

impl Who {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::This => "this",
            Self::Another => "another",
            Self::Nobody => "nobody",
        }
    }
}

/// One source and its next hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcePlan {
    pub source: String,
    pub kind: Kind,
    pub per_minute: u32,
    pub per_day: u32,
    /// Why it is not asked at all.
    pub problem: Option<String>,
    pub hour: Hour,
}

/// Shared by the planner and those who look; clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Asking(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    who: Who,
    plan: Vec<SourcePlan>,
    /// By source and outcome: both from the settings and the program, so nobody outside can make it grow.
    polls: BTreeMap<(String, &'static str), u64>,
}

impl Asking {
    pub fn planned(&self, who: Who, plan: Vec<SourcePlan>) {
        self.with(|inner| (inner.who, inner.plan) = (who, plan));
    }

    pub fn polled(&self, source: &str, outcome: &'static str) {
        self.with(|inner| *inner.polls.entry((source.to_owned(), outcome)).or_default() += 1);
    }

    #[must_use]
    pub fn plan(&self) -> (Who, Vec<SourcePlan>) {
        self.with(|inner| (inner.who, inner.plan.clone()))
    }

    #[must_use]
    pub fn polls(&self) -> Vec<((String, &'static str), u64)> {
        self.with(|inner| inner.polls.iter().map(|(k, n)| (k.clone(), *n)).collect())
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

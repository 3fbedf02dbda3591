//! Hints: somebody who can prove nothing says that something has changed. Nothing of it is believed; it only puts a
//! question first. Bounded, and dropped when full: what is needed is asked for anyway.
//! Must not know: who asks, who gave the hint, what it said.

use crate::domain::source::Source;
use crate::limits;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};

/// Ask this source now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub source: Source,
    /// What is asked for first: a flight key, or a flight number like `BA117`. `None`, or what nobody needs: whatever
    /// is next in the source's plan.
    pub what: Option<String>,
}

/// Where hints are put; clones are the same. Any node may be given one; it is passed on to the node that asks.
#[derive(Debug, Clone)]
pub struct Hints {
    give: mpsc::Sender<Hint>,
    take: Arc<Mutex<mpsc::Receiver<Hint>>>,
}

impl Default for Hints {
    fn default() -> Self {
        let (give, take) = mpsc::channel(limits::HINTS_MAX);
        Self { give, take: Arc::new(Mutex::new(take)) }
    }
}

impl Hints {
    /// Never waits; `false` if there are too many already, and the hint is dropped.
    pub fn hint(&self, hint: Hint) -> bool {
        self.give.try_send(hint).is_ok()
    }

    /// All that wait now.
    pub async fn taken(&self) -> Vec<Hint> {
        let mut take = self.take.lock().await;
        std::iter::from_fn(|| take.try_recv().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hints_beyond_the_bound_are_dropped_and_the_others_are_kept() {
        let hints = Hints::default();
        let hint = || Hint { source: Source::feed("aeroapi").unwrap(), what: None };
        let taken = (0..limits::HINTS_MAX + 3).filter(|_| hints.hint(hint())).count();
        assert_eq!(taken, limits::HINTS_MAX);
        assert_eq!(hints.taken().await.len(), limits::HINTS_MAX);
        assert_eq!(hints.taken().await, Vec::new());
        assert!(hints.hint(hint()));
    }
}

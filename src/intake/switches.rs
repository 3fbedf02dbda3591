//! The switch of each source: off, it is neither asked nor heard. What a person has said last holds, on every node and
//! after a restart; nobody has: what the settings say. Kept in memory as the change feed tells.
//! Must not know: who may switch, what a source does.

use super::{Intake, IntakeError, TRIES};
use crate::config::feeds::Feed;
use crate::domain::source::Source;
use crate::ledger::{LedgerError, feed};
use crate::store::{Outcome, Store};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

/// Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Switches {
    /// Off by the settings.
    off: Arc<BTreeSet<Source>>,
    said: Arc<RwLock<BTreeMap<Source, bool>>>,
}

impl Switches {
    pub fn new(feeds: &[Feed]) -> Self {
        let off = feeds.iter().filter(|feed| !feed.on).map(|feed| feed.name.clone()).collect();
        Self { off: Arc::new(off), said: Arc::default() }
    }

    pub fn is_on(&self, source: &Source) -> bool {
        let said = self.said.read().unwrap_or_else(PoisonError::into_inner).get(source).copied();
        said.unwrap_or_else(|| !self.off.contains(source))
    }

    /// The sources that somebody has switched.
    pub fn said(&self) -> Vec<Source> {
        self.said.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
    }

    /// Reads a switch that has changed. Called by whoever follows the change feed.
    ///
    /// # Errors
    /// When the store is away; the switch stays as it was.
    pub async fn take(&self, store: &Store, source: &Source) -> Result<(), LedgerError> {
        let kept = feed::switch(store, source).await?;
        self.say(source, kept.value);
        Ok(())
    }

    fn say(&self, source: &Source, on: Option<bool>) {
        let mut said = self.said.write().unwrap_or_else(PoisonError::into_inner);
        match on {
            Some(on) => said.insert(source.clone(), on),
            None => said.remove(source),
        };
    }
}

/// Switches a source. This node does so at once, the others when the change feed tells them.
///
/// # Errors
/// When the store is away: nothing is switched then.
pub async fn switch(intake: &Intake, source: &Source, on: bool, now: DateTime<Utc>) -> Result<(), IntakeError> {
    intake.gate.pass()?;
    let store = intake.movements.store();
    for _ in 0..TRIES {
        let kept = feed::switch(store, source).await?;
        let write = feed::write_switch(source, on, now, kept.version)?;
        if kept.value == Some(on) || !matches!(store.commit(vec![write], None, now).await?, Outcome::Stale(_)) {
            intake.switches.say(source, Some(on));
            return Ok(());
        }
    }
    Err(IntakeError::Later("other writers keep coming first".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::feeds;

    #[test]
    fn what_a_person_said_holds_before_what_the_settings_say() {
        let text = "[[feed]]\nname = \"glasgow\"\nkind = \"aidx\"\non = false\n";
        let switches = Switches::new(&feeds::parse(text, "feeds.toml").unwrap());
        let [glasgow, other] = ["glasgow", "aidx"].map(|name| Source::feed(name).unwrap());
        assert!(!switches.is_on(&glasgow) && switches.is_on(&other));
        switches.say(&glasgow, Some(true));
        switches.clone().say(&other, Some(false));
        assert!(switches.is_on(&glasgow) && !switches.is_on(&other));
        switches.say(&glasgow, None);
        assert!(!switches.is_on(&glasgow));
    }
}

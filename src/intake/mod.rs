//! The write side: what feeds say, what people publish and do, what time changes, and what is owed because of
//! it. Everything ends in one commit to the store. Must not know: audiences' documents, sockets, sessions;
//! whoever watches learns of a commit from the store's change feed alone.

pub mod asking;
pub mod command;
pub mod consequences;
pub mod gate;
pub mod health;
pub mod hints;
pub mod label;
pub mod needs;
pub mod observe;
mod parting;
pub mod publish;
pub mod switches;
pub mod tick;
pub mod unmatched;

use crate::config::atlas::Atlas;
use crate::config::feeds::Feed;
use crate::domain::access::WindowTimes;
use crate::domain::connection_rules::Rules as ConnectionRules;
use crate::domain::source::SourceOrder;
use crate::ledger::LedgerError;
use crate::ledger::movement::Movements;
use crate::ledger::shelf::Shelf;
use crate::store::StoreError;
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// The rules, read once at start.
#[derive(Debug, Clone)]
pub struct Rules {
    pub atlas: Atlas,
    pub connection: ConnectionRules,
    pub windows: WindowTimes,
    pub order: SourceOrder,
    /// The sources that are named; any other of a known kind can be pushed to all the same.
    pub feeds: Arc<[Feed]>,
}

/// What every door of intake stands on.
#[derive(Clone)]
pub struct Intake {
    pub movements: Movements,
    pub shelf: Shelf,
    pub rules: Arc<Rules>,
    pub turns: Turns,
    pub gate: gate::Gate,
    pub plausible: observe::plausible::Plausible,
    pub switches: switches::Switches,
}

/// Taking turns at a movement within this process: fifty tablets that count one group at once would otherwise
/// outrun each other's versions. Advice that saves work, in stripes; what is right rests on the versions alone.
#[derive(Clone)]
pub struct Turns(Arc<[Mutex<()>]>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..crate::limits::TURN_STRIPES).map(|_| Mutex::new(())).collect())
    }
}

impl Turns {
    /// Waits for this movement's turn; it ends when the guard is dropped.
    pub async fn of(&self, movement: Uuid) -> Option<MutexGuard<'_, ()>> {
        let stripe = usize::try_from(movement.as_u128() % crate::limits::TURN_STRIPES as u128).unwrap_or_default();
        match self.0.get(stripe) {
            Some(turn) => Some(turn.lock().await),
            None => None,
        }
    }
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// Nothing is known: keep what you have and try again.
    #[error("later: {0}")]
    Later(String),
    /// A person must look.
    #[error(transparent)]
    Broken(LedgerError),
}

impl From<LedgerError> for IntakeError {
    fn from(e: LedgerError) -> Self {
        match e {
            LedgerError::Store(StoreError::Away(why)) => Self::Later(why),
            other => Self::Broken(other),
        }
    }
}

impl From<StoreError> for IntakeError {
    fn from(e: StoreError) -> Self {
        LedgerError::from(e).into()
    }
}

/// How often a commit is tried again when another writer came first: the only loop on the path.
pub const TRIES: usize = 3;

//! The composition: the only place that builds everything. `serve`, the demonstration and the tests
//! build the same thing here. Must not know: rules, formats, how anything is done; only what stands
//! on what.

pub mod deployment;
pub mod drain;
pub mod drop_folder;
pub mod follow;
pub mod key;
pub mod numbers;
pub mod poller;
pub mod reload;
pub mod rules;
pub mod serve;
pub mod sources;
pub mod supervisor;
pub mod ticker;

pub use drain::stop_signal;
pub use rules::RuleFiles;

use crate::clock::Clock;
use crate::config::atlas::Atlas;
use crate::config::settings::Settings;
use crate::hub::board::{Board, BoardRules};
use crate::hub::fanout::Fanout;
use crate::hub::pulse::Pulse;
use crate::intake::asking::Asking;
use crate::intake::gate::Gate;
use crate::intake::health::Health;
use crate::intake::hints::Hints;
use crate::intake::observe::plausible::Plausible;
use crate::intake::switches::Switches;
use crate::intake::{Intake, Rules, Turns};
use crate::ledger::account::Accounts;
use crate::ledger::keyring::DeploymentKey;
use crate::ledger::movement::Movements;
use crate::ledger::shelf::Shelf;
use crate::limits;
use crate::store::{ClockMark, Opening, Store};
use anyhow::bail;
use deployment::Remembered;
use std::sync::Arc;

/// Everything of one process.
#[derive(Clone)]
pub struct App {
    pub intake: Intake,
    pub board: Board<Atlas>,
    pub fanout: Fanout,
    pub accounts: Accounts,
    pub health: Health,
    pub asking: Asking,
    pub hints: Hints,
    pub clock: Clock,
    pub pulse: Pulse,
    pub settings: Arc<Settings>,
}

impl App {
    /// Opens the store and builds everything on it; nothing runs yet.
    ///
    /// # Errors
    /// When the store, the key or a rule cannot be used, in words for whoever starts it.
    pub async fn open(settings: &Settings, files: RuleFiles) -> anyhow::Result<Self> {
        Self::with_clock(settings, files, Clock::new(settings.clock)).await
    }

    /// The same, by a clock that somebody else starts.
    ///
    /// # Errors
    /// As [`App::open`].
    pub async fn with_clock(settings: &Settings, files: RuleFiles, clock: Clock) -> anyhow::Result<Self> {
        let remembered = Remembered::of(settings)?;
        let opening = remembered.opening();
        Self::opened(settings, files, clock, &remembered, opening).await
    }

    /// For whoever works beside a hub: the store has to be there.
    ///
    /// # Errors
    /// As [`App::open`], and where there is no store.
    pub async fn beside(settings: &Settings, files: RuleFiles) -> anyhow::Result<Self> {
        let (clock, remembered) = (Clock::new(settings.clock), Remembered::of(settings)?);
        Self::opened(settings, files, clock, &remembered, Opening::Existing).await
    }

    async fn opened(
        settings: &Settings,
        files: RuleFiles,
        clock: Clock,
        remembered: &Remembered,
        opening: Opening,
    ) -> anyhow::Result<Self> {
        let rules = Arc::new(files.read()?);
        let store = remembered.open(settings, opening).await?;
        let id = store.deployment().await?;
        // Before anything is written to it, the mark of the clock included.
        remembered.allows(id)?;
        let mark = if clock.is_real() { ClockMark::Real } else { ClockMark::Replay };
        if store.mark(mark).await? != mark {
            bail!(
                "clock: this store was made under another kind of clock; a replayed day and a real one never share a store"
            );
        }
        let deployment = key::of(&settings.key_file, &store).await?;
        remembered.remember(id)?;
        Ok(Self::build(settings, rules, deployment, store, clock))
    }

    fn build(settings: &Settings, rules: Arc<Rules>, deployment: DeploymentKey, store: Store, clock: Clock) -> Self {
        let accounts = Accounts::new(store.clone(), settings.sign_in.session);
        let movements = Movements::new(store, Arc::new(deployment));
        let intake = Intake {
            movements,
            shelf: Shelf::default(),
            rules: rules.clone(),
            turns: Turns::default(),
            gate: Gate::default(),
            plausible: Plausible::default(),
            switches: Switches::new(&rules.feeds),
        };
        let places = rules.atlas.clone();
        let (board, fanout) =
            Board::new(BoardRules { places, connection: rules.connection.clone(), windows: rules.windows });
        let health = Health::new(&rules.feeds, intake.switches.clone());
        let (pulse, settings) = (Pulse::default(), Arc::new(settings.clone()));
        let (asking, hints) = (Asking::default(), Hints::default());
        Self { intake, board, fanout, accounts, health, asking, hints, clock, pulse, settings }
    }

    /// Closes the store: what it has taken is written. A store that does not end is left as it is; what was answered is
    /// in it.
    pub async fn close(self) {
        let closing = self.intake.movements.store().clone().close();
        match tokio::time::timeout(limits::STORE_CLOSE_WAIT, closing).await {
            Ok(Ok(())) => tracing::info!("the store is closed"),
            Ok(Err(error)) => tracing::warn!(%error, "the store could not be closed"),
            Err(_) => tracing::warn!("the store could not be closed in time"),
        }
    }
}

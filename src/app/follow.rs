//! The follower: reads the change feed and brings what changed to the shelf, the board and the consequences, in
//! that order. A wake is only a hint; once a second it looks by itself. Where the store is another one than before it
//! hands over to `reload`. Must not know: how any of them does it.

use super::App;
use super::reload::{self, Next, Place};
use super::sources;
use crate::domain::audience::Role;
use crate::hub::doc::{AccountChange, Change};
use crate::intake::{IntakeError, consequences};
use crate::ledger::LedgerError;
use crate::ledger::account::{Account, AccountError, SESSION_KEYS, Standing, TOKEN_KEYS, account_of};
use crate::limits;
use crate::store::{Changed, Key, Seq, StoreError};
use crate::web::caller::Callers;
use actix_web::web;
use futures_util::future::{join_all, try_join_all};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

/// Where the picture stands, and what is still to be done about it.
pub struct Follower {
    pub(super) app: App,
    pub(super) place: Place,
    /// Movements whose consequences could not be written yet.
    pub(super) owed: BTreeSet<Uuid>,
    /// When a store that is not believed was last looked at, and last spoken of.
    pub(super) doubted: Option<Instant>,
    pub(super) complained: Option<Instant>,
    callers: Option<web::Data<Callers>>,
}

/// Takes in everything from a place until nothing new comes, what follows from it included. For whoever is alone on a
/// store: beside others who write it would have no end.
///
/// # Errors
/// When the store is away; what was taken in stays.
pub async fn catch_up(app: &App, after: Seq) -> Result<Seq, LedgerError> {
    let mut follower = Follower::new(app.clone());
    follower.place.after = after;
    loop {
        let before = follower.place.after;
        follower.catch_up().await?;
        if follower.place.after == before {
            return Ok(before);
        }
    }
}

impl Follower {
    /// At the beginning of the feed.
    pub fn new(app: App) -> Self {
        Self { app, place: Place::default(), owed: BTreeSet::new(), doubted: None, complained: None, callers: None }
    }

    /// Whoever believes sign-ins is told which of them changed.
    #[must_use]
    pub fn telling(self, callers: web::Data<Callers>) -> Self {
        Self { callers: Some(callers), ..self }
    }

    /// Follows until told to stop. Whatever was begun then is left: the store has it, and nobody is shown any more.
    pub async fn follow(mut self, mut stop: watch::Receiver<bool>) {
        tokio::select! {
            () = self.look_on() => {}
            _ = stop.wait_for(|v| *v) => {}
        }
    }

    async fn look_on(&mut self) {
        let mut wake = self.app.intake.movements.store().wake();
        loop {
            if let Err(e) = self.catch_up().await {
                self.app.pulse.unread();
                tracing::warn!(error = %e, "the change feed cannot be read; trying again");
            }
            self.app.pulse.lives();
            tokio::select! {
                _ = wake.changed() => {}
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
        }
    }

    /// Takes in everything up to now. What others write meanwhile is the next look's: one who is slower than they are
    /// would never come to an end here, and a hub that starts beside a busy one would never be ready.
    ///
    /// # Errors
    /// When the store is away; what was taken in stays.
    pub async fn catch_up(&mut self) -> Result<(), LedgerError> {
        let store = self.app.intake.movements.store().clone();
        if self.place.deployment.is_none() {
            self.place.deployment = Some(store.deployment().await?);
        }
        self.consider().await;
        let (began, mut goal) = (self.app.clock.now(), None);
        loop {
            self.app.pulse.lives();
            let page = store.changed(self.place.after, limits::CHANGES_PAGE).await?;
            let next = reload::next(&self.place, &page);
            let goal = *goal.get_or_insert(page.last);
            match next {
                // A reload was begun and not brought to an end: only a whole one opens the gate again.
                Next::Nothing | Next::Page if self.app.intake.gate.is_shut() => {
                    return self.reload("the store was not believed").await;
                }
                Next::Nothing => {
                    self.place.run = Some(page.run);
                    self.app.pulse.read(self.app.clock.now());
                    return Ok(());
                }
                Next::Page => {
                    self.take(page).await?;
                    if self.place.after >= goal {
                        self.app.pulse.read(began);
                        return Ok(());
                    }
                }
                Next::Reload(why) => return self.reload(why).await,
            }
        }
    }

    async fn take(&mut self, page: Changed) -> Result<(), LedgerError> {
        let app = self.app.clone();
        let keys: Vec<Key> = page.keys.into_iter().map(|k| k.key).collect();
        // Before the rest: who may no longer see it is told to go first. And where accounts cannot be read the page is
        // taken again, which the shelf would not do: it names what a flight has changed only once.
        self.accounts(&keys).await?;
        sources::take(&app, &keys).await?;
        let (intake, lives) = (&app.intake, || app.pulse.lives());
        let touched = intake.shelf.take(&intake.movements, &intake.rules.order, &keys, page.until, &lives).await?;
        for id in &touched.removed {
            app.board.remove(*id, page.until);
        }
        for id in &touched.movements {
            if let Some(loaded) = app.intake.shelf.movement(*id) {
                app.board.show(&app.intake.shelf, &loaded, page.until);
            }
        }
        app.board.caught(page.until);
        (self.place.after, self.place.run) = (page.until, Some(page.run));
        self.owed.extend(touched.movements);
        self.consider().await;
        Ok(())
    }

    /// Writes what is owed to movements that changed. What the store does not take now is tried again at the next look,
    /// after the feed has been read: readers do not wait for what cannot be written.
    pub(super) async fn consider(&mut self) {
        let (intake, clock) = (self.app.intake.clone(), self.app.clock.clone());
        while !intake.gate.is_shut() && !self.owed.is_empty() {
            // Each owes something to its own movement only: over a slow link they must not wait for each other.
            let portion: Vec<Uuid> = self.owed.iter().take(limits::OWN_AT_ONCE).copied().collect();
            let considered = portion.iter().map(|id| consequences::consider(&intake, *id, clock.now()));
            let mut later = None;
            for (id, considered) in portion.iter().zip(join_all(considered).await) {
                match considered {
                    Err(IntakeError::Later(why)) => later = Some((*id, why)),
                    Err(e @ IntakeError::Broken(_)) => {
                        tracing::warn!(movement = %id, error = %e, "what is owed could not be written");
                        self.owed.remove(id);
                    }
                    Ok(_) => {
                        self.owed.remove(id);
                    }
                }
            }
            self.app.pulse.lives();
            if let Some((id, error)) = later {
                self.app.pulse.not_taken();
                tracing::warn!(movement = %id, error, "what is owed could not be written; trying again");
                return;
            }
        }
    }

    /// A changed account closes its sessions; a new station account makes its airport a staffed one.
    async fn accounts(&self, keys: &[Key]) -> Result<(), LedgerError> {
        let app = &self.app;
        let is_sign_in = |k: &&Key| k.as_str().starts_with(SESSION_KEYS) || k.as_str().starts_with(TOKEN_KEYS);
        let changed: BTreeSet<&str> = keys.iter().filter_map(account_of).collect();
        if let Some(callers) = &self.callers {
            keys.iter().filter(|k| is_sign_in(k) || account_of(k).is_some()).for_each(|k| callers.forget(k));
        }
        // Before everything was read once nobody is let in, and there is no socket to close.
        let sign_ins = keys.iter().filter(is_sign_in).filter(|_| app.pulse.word().heard.is_some());
        for portion in sign_ins.collect::<Vec<_>>().chunks(limits::OWN_AT_ONCE) {
            try_join_all(portion.iter().map(|key| session(app, key))).await?;
            app.pulse.lives();
        }
        if changed.is_empty() {
            return Ok(());
        }
        let all = app.accounts.list().await.map_err(unlisted)?;
        for (name, account) in all.iter().filter(|(name, _)| changed.contains(name.as_str())) {
            let what = if account.disabled { AccountChange::Revoked } else { AccountChange::Scope };
            app.fanout.send(Change::Account { account: Arc::from(name.as_str()), what });
        }
        self.staff(all);
        // A post that came or went changes who is told and who may see, of every movement through that airport.
        for loaded in app.intake.shelf.movements() {
            app.board.show(&app.intake.shelf, &loaded, app.board.seq());
        }
        Ok(())
    }

    /// An airport with a station account is a staffed one.
    pub(super) fn staff(&self, all: Vec<(String, Account)>) {
        let stations =
            all.into_iter().filter(|(_, a)| a.role == Role::Station && !a.disabled).flat_map(|(_, a)| a.stations);
        self.app.intake.rules.atlas.set_posts(stations.map(|a| a.to_string()).collect());
    }

    /// Nobody who was verified before is believed without asking.
    pub(super) fn doubt_callers(&self) {
        if let Some(callers) = &self.callers {
            callers.forget_all();
        }
    }
}

pub(super) fn unlisted(e: AccountError) -> LedgerError {
    match e {
        AccountError::Store(e) => e.into(),
        _ => LedgerError::Unreadable("an account"),
    }
}

/// A sign-in that is over closes its sockets. One that cannot be asked about is not over.
async fn session(app: &App, key: &Key) -> Result<(), LedgerError> {
    match app.accounts.standing(key, chrono::Utc::now()).await {
        Ok(Standing::Valid(_)) => return Ok(()),
        Err(AccountError::Store(e @ StoreError::Away(_))) => return Err(e.into()),
        Ok(Standing::Expired | Standing::Revoked(..)) | Err(_) => {}
    }
    let account: Arc<str> = Arc::from("");
    let hash = key.as_str().strip_prefix(SESSION_KEYS).unwrap_or_default();
    app.fanout.send(Change::Account { account, what: AccountChange::Expired(Arc::from(hash)) });
    Ok(())
}

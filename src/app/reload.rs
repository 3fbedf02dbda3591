//! When the store is another one than before: everything that is kept is read again and put in the place of what was
//! shown, without a moment of nothing in between; and a store that has lost too much to be the same one is not
//! believed. The decisions are pure. Must not know: what movements hold, who is shown what.

use super::App;
use super::follow::{Follower, unlisted};
use super::sources;
use crate::hub::doc::{Change, Leave};
use crate::hub::pulse::ADVICE;
use crate::ledger::LedgerError;
use crate::ledger::shelf::Shelf;
use crate::limits;
use crate::store::{Changed, Key, Seq, StoreError};
use crate::wire::codes;
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::time::Instant;
use uuid::Uuid;

/// Up to where the feed is shown, and of which life of which deployment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    pub after: Seq,
    /// `None` until the first page.
    pub run: Option<Arc<str>>,
    /// `None` until it was asked.
    pub deployment: Option<Uuid>,
}

/// What to do with a page of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Everything is shown.
    Nothing,
    Page,
    /// Commits may have been lost, for this reason.
    Reload(&'static str),
}

/// Whether a page goes on from where the picture stands.
pub fn next(place: &Place, page: &Changed) -> Next {
    if place.run.as_ref().is_some_and(|run| *run != page.run) {
        return Next::Reload("another life of the store answers");
    }
    if page.last < place.after {
        return Next::Reload("the store went back");
    }
    if place.after > Seq(0) && place.after < page.complete_from {
        return Next::Reload("removals since then are no longer listed");
    }
    if page.until == place.after { Next::Nothing } else { Next::Page }
}

/// Why a store that was read again is not the one that was shown before; `None` if it may be.
/// One group that is missing is a commit that was lost; most of them missing is a store that was.
pub fn doubt(shown: usize, missing: usize, same_deployment: bool) -> Option<&'static str> {
    if shown > 0 && !same_deployment {
        return Some("the store is of another deployment");
    }
    let lost = shown >= limits::SUSPECT_SHOWN_MIN && missing * 2 > shown;
    lost.then_some("the store lacks most of what was shown")
}

/// Everything the store holds, beside what is shown.
struct Anew {
    shelf: Shelf,
    place: Place,
}

impl Anew {
    async fn read(app: &App) -> Result<Self, LedgerError> {
        let (ledger, shelf) = (&app.intake.movements, Shelf::default());
        let deployment = Some(ledger.store().deployment().await?);
        let mut place = Place { deployment, ..Place::default() };
        let mut goal = None;
        loop {
            app.pulse.lives();
            let page = ledger.store().changed(place.after, limits::CHANGES_PAGE).await?;
            let goal = *goal.get_or_insert(page.last);
            match next(&place, &page) {
                Next::Nothing => return Ok(Self { shelf, place: Place { run: Some(page.run), ..place } }),
                Next::Page => {}
                // It changed again meanwhile: half of one and half of another would be neither.
                Next::Reload(why) => return Err(StoreError::Away(why.to_owned()).into()),
            }
            let keys: Vec<Key> = page.keys.into_iter().map(|k| k.key).collect();
            shelf.take(ledger, &app.intake.rules.order, &keys, page.until, &|| app.pulse.lives()).await?;
            place = Place { after: page.until, run: Some(page.run), deployment };
            // What is written meanwhile comes with the next page, as always.
            if place.after >= goal {
                return Ok(Self { shelf, place });
            }
        }
    }
}

impl Follower {
    /// Reads everything again, and shows it if it can be believed.
    ///
    /// # Errors
    /// When the store is away or changes again meanwhile; the old picture stays.
    pub(super) async fn reload(&mut self, why: &'static str) -> Result<(), LedgerError> {
        let app = self.app.clone();
        if app.pulse.word().suspect.is_some()
            && self.doubted.is_some_and(|at| at.elapsed() < limits::SUSPECT_LOOK_EVERY)
        {
            return Ok(());
        }
        if app.pulse.word().suspect.is_none() {
            tracing::warn!(why, "reading everything again");
        }
        // Until it is known what this store is, nothing is written to it, and nobody is told that a group does not exist.
        app.intake.gate.shut(true);
        let anew = Anew::read(&app).await?;
        let (shown, found) = (app.intake.shelf.ids(), anew.shelf.ids());
        let same = self.place.deployment.is_none_or(|held| Some(held) == anew.place.deployment);
        if let Some(doubt) = doubt(shown.len(), shown.difference(&found).count(), same) {
            self.refuse(doubt, shown.len(), found.len());
            return Ok(());
        }
        self.show(anew, &shown).await?;
        if app.pulse.suspect(None) {
            tracing::warn!("the store is believed again");
        }
        app.intake.gate.shut(false);
        self.doubted = None;
        app.pulse.reloaded();
        app.pulse.read(app.clock.now());
        // Only `hello` carries what a device has done: each comes again, and brings back what was lost.
        let spread_ms = u64::try_from(limits::RELOAD_SPREAD.as_millis()).unwrap_or(u64::MAX);
        app.fanout.send(Change::Leave(Leave { close: codes::SCOPE, after_ms: 0, spread_ms }));
        self.consider().await;
        Ok(())
    }

    /// What differs is put, what is no longer there goes; what is the same is not touched.
    async fn show(&mut self, anew: Anew, shown: &BTreeSet<Uuid>) -> Result<(), LedgerError> {
        let app = self.app.clone();
        let accounts = app.accounts.list().await.map_err(unlisted)?;
        sources::take_all(&app).await?;
        let seq = anew.place.after;
        app.intake.shelf.replace(anew.shelf);
        self.staff(accounts);
        self.doubt_callers();
        let loaded = app.intake.shelf.movements();
        self.owed = loaded.iter().map(|l| l.movement.id).collect();
        for id in shown.difference(&self.owed) {
            app.board.remove(*id, seq);
        }
        for loaded in loaded {
            app.board.show(&app.intake.shelf, &loaded, seq);
        }
        app.board.caught(seq);
        self.place = anew.place;
        Ok(())
    }

    /// Keeps the old picture and writes nothing, until the store is whole again or a person has looked.
    fn refuse(&mut self, doubt: &'static str, shown: usize, found: usize) {
        let news = self.app.pulse.suspect(Some(doubt.into()));
        if news || self.complained.is_none_or(|at| at.elapsed() >= limits::SUSPECT_SAID_EVERY) {
            tracing::error!(doubt, shown, found, "{ADVICE}");
            self.complained = Some(Instant::now());
        }
        self.doubted = Some(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(until: u64, last: u64, complete_from: u64, run: &str) -> Changed {
        Changed {
            until: Seq(until),
            last: Seq(last),
            complete_from: Seq(complete_from),
            run: run.into(),
            ..Changed::default()
        }
    }

    #[test]
    fn a_page_goes_on_from_the_place_or_everything_is_read_again() {
        let at = |after, run: Option<&str>| Place { after: Seq(after), run: run.map(Into::into), deployment: None };
        let again = |next| matches!(next, Next::Reload(_));
        for (name, place, page, expected) in [
            ("an empty store at the start", at(0, None), page(0, 0, 0, "a"), Some(Next::Nothing)),
            ("the first page", at(0, None), page(9, 9, 0, "a"), Some(Next::Page)),
            ("the start after removals were forgotten", at(0, None), page(9, 9, 5, "a"), Some(Next::Page)),
            ("nothing new", at(9, Some("a")), page(9, 9, 0, "a"), Some(Next::Nothing)),
            ("something new", at(9, Some("a")), page(12, 12, 0, "a"), Some(Next::Page)),
            ("one page of several", at(9, Some("a")), page(12, 40, 0, "a"), Some(Next::Page)),
            ("removals forgotten up to here", at(9, Some("a")), page(12, 12, 9, "a"), Some(Next::Page)),
            ("removals forgotten that were not seen", at(9, Some("a")), page(12, 12, 10, "a"), None),
            ("it went back", at(9, Some("a")), page(9, 8, 0, "a"), None),
            ("it went back to nothing", at(9, Some("a")), page(9, 0, 0, "a"), None),
            ("it went back before it said which life", at(9, None), page(9, 3, 0, "a"), None),
            ("another life, further on", at(9, Some("a")), page(12, 12, 0, "b"), None),
            ("another life, at the same place", at(9, Some("a")), page(9, 9, 0, "b"), None),
            ("another life of an empty store", at(0, Some("a")), page(0, 0, 0, "b"), None),
        ] {
            let found = next(&place, &page);
            assert_eq!(expected.is_none(), again(found), "{name}: {found:?}");
            assert!(expected.is_none_or(|e| e == found), "{name}: {found:?}");
        }
    }

    #[test]
    fn a_store_that_lacks_most_of_what_was_shown_is_not_believed() {
        for (shown, missing, same, doubted) in [
            (0, 0, true, false),
            (0, 0, false, false),
            (1, 0, false, true),
            (2, 2, true, false),
            (3, 1, true, false),
            (3, 2, true, true),
            (4, 2, true, false),
            (4, 3, true, true),
            (100, 50, true, false),
            (100, 51, true, true),
            (100, 0, false, true),
        ] {
            assert_eq!(doubt(shown, missing, same).is_some(), doubted, "{missing} of {shown} missing, same: {same}");
        }
    }
}

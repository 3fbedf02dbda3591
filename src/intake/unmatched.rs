//! What a person does with messages that wait: says which flight one is about, says that a source's cancellations are
//! so, or lays one aside. Two days after it came an entry goes by itself.
//! Must not know: how it is shown, what else was said of the flight.

use super::{Intake, IntakeError, observe};
use crate::domain::observation::{Field, FlightRef, Observation};
use crate::domain::place::FlightKey;
use crate::ledger::shelf::Shelf;
use crate::ledger::unmatched::{self, Waiting, Why};
use crate::limits;
use crate::store::Outcome;
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// Done, of so many entries.
    Done(usize),
    /// It no longer waits: somebody else was faster, or its time was over.
    Gone,
    /// This one needs a flight to be named.
    WhichFlight,
}

/// Says which flight a message is about. For one that looks like another under a suffix this joins the two: what is said
/// of the one is said of the other from then on. For one of too many cancellations at once, all that wait of this source
/// are taken, and those of the next hours.
///
/// # Errors
/// When the store is away; nothing is lost then, and the same may be asked again.
pub async fn settle(
    intake: &Intake,
    id: Uuid,
    flight: Option<FlightKey>,
    now: DateTime<Utc>,
) -> Result<Settled, IntakeError> {
    intake.gate.pass()?;
    let store = intake.movements.store();
    let Some((waiting, _)) = unmatched::find(store, id).await? else { return Ok(Settled::Gone) };
    match (&waiting.why, flight) {
        (Why::MassCancellation { .. }, _) => {
            intake.plausible.confirm(&waiting.source, now);
            let mut taken = 0;
            for (other, _) in unmatched::list(store).await? {
                if let (Why::MassCancellation { flight }, true) = (&other.why, other.source == waiting.source) {
                    taken += usize::from(take(intake, &other, flight, now).await?);
                }
            }
            Ok(Settled::Done(taken))
        }
        (Why::Unknown | Why::Several { .. }, None) => Ok(Settled::WhichFlight),
        (Why::Unknown | Why::Several { .. }, Some(flight)) => one(intake, &waiting, &flight, now).await,
        (Why::Suffix { flight: proposed }, named) => {
            one(intake, &waiting, named.as_ref().unwrap_or(proposed), now).await
        }
    }
}

async fn one(
    intake: &Intake,
    waiting: &Waiting,
    flight: &FlightKey,
    now: DateTime<Utc>,
) -> Result<Settled, IntakeError> {
    Ok(if take(intake, waiting, flight, now).await? { Settled::Done(1) } else { Settled::Gone })
}

/// The flight first, the list after: what is interrupted between the two is done again and says nothing new.
async fn take(intake: &Intake, waiting: &Waiting, flight: &FlightKey, now: DateTime<Utc>) -> Result<bool, IntakeError> {
    observe::say(intake, &waiting.source, flight, &waiting.said, waiting.received).await?;
    if let Some(own) = own_key(&waiting.said).filter(|own| own != flight)
        && matches!(waiting.why, Why::Suffix { .. })
    {
        let link = observe::link(&waiting.said, Field::SameAs, flight);
        observe::say(intake, &waiting.source, &own, &link, waiting.received).await?;
    }
    lay_aside(intake, waiting.id, now).await
}

/// The key that a message with a full one has.
fn own_key(said: &Observation) -> Option<FlightKey> {
    let f = &said.flight;
    Some(FlightKey {
        carrier: f.carrier.clone(),
        number: f.number,
        suffix: f.suffix,
        date: f.date,
        from: f.from.clone()?,
        to: f.to.clone()?,
        repeat: f.repeat.max(1),
    })
}

/// The flights that an entry may be about, the likeliest first, for a person to choose among.
#[must_use]
pub fn proposals(intake: &Intake, waiting: &Waiting) -> Vec<FlightKey> {
    match &waiting.why {
        Why::Several { flights } => flights.clone(),
        Why::Suffix { flight } | Why::MassCancellation { flight } => vec![flight.clone()],
        Why::Unknown => alike(&intake.shelf, &waiting.said.flight),
    }
}

/// Ridden legs of the same number within some days, then those between the same airports on the same day.
fn alike(shelf: &Shelf, said: &FlightRef) -> Vec<FlightKey> {
    let days = |key: &FlightKey| (key.date - said.date).num_days().abs();
    let ends = |key: &FlightKey| {
        said.from.as_ref().is_none_or(|at| *at == key.from) && said.to.as_ref().is_none_or(|at| *at == key.to)
    };
    let numbered = shelf.numbered(&said.carrier, said.number).into_iter().map(|held| held.key);
    let mut found: Vec<FlightKey> = numbered.filter(|key| days(key) <= limits::PROPOSED_WITHIN_DAYS).collect();
    found.sort_by_key(|key| (days(key), !ends(key), key.suffix != said.suffix));
    if said.from.is_some() || said.to.is_some() {
        let beside = |key: &FlightKey| key.date == said.date && ends(key) && !found.contains(key);
        let mut beside: Vec<FlightKey> = shelf.ridden().into_iter().filter(beside).collect();
        // The same carrier under another number is likelier than another carrier.
        beside.sort_by_key(|key| (key.carrier != said.carrier, key.clone()));
        found.extend(beside);
    }
    found.truncate(limits::PROPOSED_MAX);
    found
}

/// Takes an entry off the list; `false` if it is no longer there.
///
/// # Errors
/// When the store is away.
pub async fn lay_aside(intake: &Intake, id: Uuid, now: DateTime<Utc>) -> Result<bool, IntakeError> {
    intake.gate.pass()?;
    let store = intake.movements.store();
    for _ in 0..super::TRIES {
        let Some((waiting, version)) = unmatched::find(store, id).await? else { return Ok(false) };
        if let Outcome::Committed(_) = store.commit(vec![unmatched::remove(&waiting, version)], None, now).await? {
            return Ok(true);
        }
    }
    Err(IntakeError::Later("other writers keep coming first".to_owned()))
}

/// Forgets what has waited for its two days; returns how many.
///
/// # Errors
/// When the store is away.
pub async fn forget(intake: &Intake, now: DateTime<Utc>) -> Result<usize, IntakeError> {
    let store = intake.movements.store();
    let mut gone = 0;
    for write in unmatched::old(store, now - Duration::hours(limits::UNMATCHED_H)).await? {
        if let Outcome::Committed(_) = store.commit(vec![write], None, now).await? {
            gone += 1;
        }
    }
    Ok(gone)
}

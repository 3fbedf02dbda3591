//! What follows from a change: for a movement that a commit touched, what is owed is computed and committed.
//! Ids are made from movement, cause and party, so doing it twice, on two nodes or after a crash writes
//! nothing new. Must not know: sockets, documents, which node it runs on.

use super::{Intake, IntakeError, TRIES};
use crate::domain::notice::{self, World};
use crate::store::Outcome;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Commits what is owed to one movement. The shelf is what the flights are read from, because the change that
/// led here has already been taken in there, and so is the movement at first: mostly nothing is owed, and the store need
/// not be asked. Where the shelf's is an old one, a newer one comes with the feed and is considered then.
///
/// # Errors
/// When the store is away; the follower comes back to the movement with the next change or tick.
pub async fn consider(intake: &Intake, movement: Uuid, now: DateTime<Utc>) -> Result<usize, IntakeError> {
    intake.gate.pass()?;
    let _turn = intake.turns.of(movement).await;
    let mut held = intake.shelf.movement(movement);
    for _ in 0..TRIES {
        let read = match held.take() {
            Some(held) => Some(held),
            None => intake.movements.load(movement).await?,
        };
        let Some(loaded) = read else { return Ok(0) };
        let flights = intake.shelf.flights(&loaded);
        let world = World { flights: &flights, rules: &intake.rules.connection, places: &intake.rules.atlas, now };
        let known: std::collections::HashSet<Uuid> = loaded.facts.iter().map(|f| f.id).collect();
        let owed: Vec<_> =
            notice::owed(&loaded.movement, &world).into_iter().filter(|f| !known.contains(&f.id)).collect();
        if owed.is_empty() || loaded.facts.len() + owed.len() > crate::limits::FACTS_MAX {
            return Ok(0);
        }
        match intake.movements.store().commit(vec![loaded.append(&owed)?], None, now).await? {
            Outcome::Stale(_) => continue,
            _ => return Ok(owed.len()),
        }
    }
    Ok(0)
}

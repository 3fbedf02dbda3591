//! What the clock changes, committed as records so that no view ever reads the clock: windows that open and
//! shut, staff words that expire, flights nobody rides that have had their 48 hours. Whoever holds the lease
//! ticks; two that tick at once write the same. Must not know: documents, sessions.

use super::{Intake, IntakeError};
use crate::domain::access;
use crate::domain::expectation;
use crate::domain::fact::{Body, Fact};
use crate::ledger::movement::Loaded;
use crate::ledger::{self, key};
use crate::limits;
use crate::store::{Change, Key, Outcome, Write};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// Commits every window that is due; returns how many movements changed.
///
/// # Errors
/// When the store is away.
pub async fn windows(intake: &Intake, now: DateTime<Utc>) -> Result<usize, IntakeError> {
    let mut changed = 0;
    for loaded in intake.shelf.movements() {
        let facts = due(intake, &loaded, now);
        if facts.is_empty() {
            continue;
        }
        if let Outcome::Committed(_) = intake.movements.store().commit(vec![loaded.append(&facts)?], None, now).await? {
            changed += 1;
        }
    }
    Ok(changed)
}

fn due(intake: &Intake, loaded: &Loaded, now: DateTime<Utc>) -> Vec<Fact> {
    let rules = &intake.rules;
    let flights = intake.shelf.flights(loaded);
    let due = access::due(&loaded.movement, &flights, &rules.atlas, &rules.windows, now);
    window_facts(&loaded.movement, due, now)
}

/// The facts that bring a movement's windows to where they should be.
pub fn window_facts(
    movement: &crate::domain::movement::Movement,
    due: std::collections::BTreeMap<String, (crate::domain::audience::Audience, crate::domain::fact::Level)>,
    now: DateTime<Utc>,
) -> Vec<Fact> {
    let now = now.max(movement.touched + Duration::milliseconds(1));
    let held = |name: &str| movement.windows.get(name).copied().unwrap_or(crate::domain::fact::Level::Hidden);
    due.into_iter()
        .filter(|(name, (_, level))| held(name) != *level)
        .map(|(name, (audience, level))| {
            let id =
                Uuid::new_v5(&movement.id, format!("window {name} {level:?} {}", now.timestamp_millis()).as_bytes());
            Fact::made(id, "hub", now, Body::Window { audience, level })
        })
        .collect()
}

/// Commits what the plan and the clock do to whereabouts: who left as planned, who is on their own, who is not known.
///
/// # Errors
/// When the store is away.
pub async fn whereabouts(intake: &Intake, now: DateTime<Utc>) -> Result<usize, IntakeError> {
    let mut changed = 0;
    for loaded in intake.shelf.movements() {
        if pass(intake, loaded, now).await? {
            changed += 1;
        }
    }
    Ok(changed)
}

/// One step at a time: where it makes another one due (off the aircraft, then alone for too long), the next tick takes it.
async fn pass(intake: &Intake, loaded: Loaded, now: DateTime<Utc>) -> Result<bool, IntakeError> {
    let flights = intake.shelf.flights(&loaded);
    let due = expectation::due(&loaded.movement, &flights, &intake.rules.atlas, now);
    let known: std::collections::HashSet<Uuid> = loaded.facts.iter().map(|f| f.id).collect();
    let news: Vec<Fact> = due.into_iter().filter(|f| !known.contains(&f.id)).collect();
    if news.is_empty() || loaded.facts.len() + news.len() > limits::FACTS_MAX {
        return Ok(false);
    }
    let write = loaded.append(&news)?;
    Ok(matches!(intake.movements.store().commit(vec![write], None, now).await?, Outcome::Committed(_)))
}

/// Ends staff words whose time is over, on the flights somebody rides.
///
/// # Errors
/// When the store is away.
pub async fn words(intake: &Intake, now: DateTime<Utc>) -> Result<usize, IntakeError> {
    let mut ended = 0;
    for page in intake.shelf.ridden().chunks(limits::COMMIT_KEYS_MAX) {
        for loaded in ledger::flight::load(intake.movements.store(), page).await? {
            let Some(expired) = loaded.flight.as_ref().and_then(|f| f.expire_words(now)) else { continue };
            let write = ledger::flight::write(&expired, loaded.version)?;
            if let Outcome::Committed(_) = intake.movements.store().commit(vec![write], None, now).await? {
                ended += 1;
            }
        }
    }
    Ok(ended)
}

/// Removes flights nobody rides whose last known time is more than 48 hours ago.
///
/// # Errors
/// When the store is away.
pub async fn forget_flights(intake: &Intake, now: DateTime<Utc>) -> Result<usize, IntakeError> {
    let ridden: std::collections::HashSet<_> = intake.shelf.ridden().into_iter().collect();
    let mut after: Option<Key> = None;
    let mut gone = 0;
    loop {
        let page = intake.movements.store().list(key::FLIGHTS, after.as_ref(), limits::CHANGES_PAGE).await?;
        let Some((last, _, _)) = page.last() else { return Ok(gone) };
        after = Some(last.clone());
        for (name, version, _) in &page {
            let Some(flight) = key::flight_of(name).filter(|f| !ridden.contains(f)) else { continue };
            let old = flight.date.and_time(chrono::NaiveTime::MIN).and_utc()
                + Duration::hours(24 + limits::UNRIDDEN_FLIGHT_H);
            if now <= old {
                continue;
            }
            let write = Write { key: name.clone(), expected: *version, change: Change::Remove };
            if let Outcome::Committed(_) = intake.movements.store().commit(vec![write], None, now).await? {
                gone += 1;
            }
        }
    }
}

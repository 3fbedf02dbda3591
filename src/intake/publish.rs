//! The publisher's door: a manifest becomes a movement, or the next version of one. The reference is the
//! publisher's name for it; the same manifest sent twice changes nothing. Must not know: who may publish
//! (that is checked before), documents, sockets.

use super::{Intake, IntakeError, TRIES, label, tick};
use crate::domain::access;
use crate::domain::fact::{Body, Fact, NoticeKind, Private};
use crate::domain::manifest::Manifest;
use crate::domain::movement::Movement;
use crate::domain::notice::{self, World};
use crate::domain::plan::{People, Plan};
use crate::domain::publish::{self, Wrong};
use crate::domain::standing::Flights;
use crate::ledger::key;
use crate::ledger::movement::Loaded;
use crate::store::{Change, Held, Outcome, Seq, Write};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// What became of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    New {
        id: Uuid,
        seq: Seq,
    },
    Version {
        id: Uuid,
        version: u32,
        seq: Seq,
    },
    Unchanged {
        id: Uuid,
        version: u32,
    },
    /// The reference exists and no version was named.
    VersionMissing {
        version: u32,
    },
    /// The reference is at another version than the one named.
    VersionStale {
        version: u32,
    },
    /// Closed or cancelled: nothing more is published on it.
    Ended,
    Wrong(Vec<Wrong>),
}

/// Checks and commits a manifest. `known` is the version the publisher has seen.
///
/// # Errors
/// When the store is away.
pub async fn publish(
    intake: &Intake,
    manifest: &Manifest,
    known: Option<u32>,
    account: &str,
    now: DateTime<Utc>,
) -> Result<Published, IntakeError> {
    intake.gate.pass()?;
    let reference = key::reference(&manifest.programme, &manifest.reference);
    for _ in 0..TRIES {
        let held = intake.movements.store().read(&reference).await?;
        let existing =
            held.records.first().and_then(|r| std::str::from_utf8(r).ok()).and_then(|t| t.parse::<Uuid>().ok());
        let outcome = match existing {
            None => first(intake, manifest, &held, reference.clone(), account, now).await?,
            Some(id) => again(intake, id, manifest, known, account, now).await?,
        };
        if let Some(published) = outcome {
            return Ok(published);
        }
    }
    Err(IntakeError::Later("other writers keep coming first".to_owned()))
}

async fn first(
    intake: &Intake,
    manifest: &Manifest,
    held: &Held,
    reference: crate::store::Key,
    account: &str,
    now: DateTime<Utc>,
) -> Result<Option<Published>, IntakeError> {
    let id = Uuid::now_v7();
    let (plan, people) = match publish::plan(id, manifest, &intake.rules.atlas) {
        Ok(checked) => checked,
        Err(wrong) => return Ok(Some(Published::Wrong(wrong))),
    };
    let (labels, mut writes) = label::take(intake, &plan.legs, 1).await?;
    let label = labels.into_iter().next().unwrap_or_default();
    let mut facts = vec![fact(id, 1, label, plan, people, account, now)];
    open_windows(intake, id, &mut facts, &Flights::default(), now);
    writes.extend(intake.movements.begin(id, &facts)?);
    writes.push(Write {
        key: reference,
        expected: held.version,
        change: Change::Replace(vec![id.to_string().into_bytes().into()]),
    });
    Ok(match intake.movements.store().commit(writes, None, now).await? {
        Outcome::Committed(seq) => Some(Published::New { id, seq }),
        _ => None,
    })
}

/// Adds the windows that a movement begins with. Of one that parts from another the flights that have gone are known:
/// without them every stop behind would have the names again.
pub(super) fn open_windows(intake: &Intake, id: Uuid, facts: &mut Vec<Fact>, flights: &Flights, now: DateTime<Utc>) {
    if let Some(movement) = Movement::fold(id, facts.iter()) {
        let due = access::due(&movement, flights, &intake.rules.atlas, &intake.rules.windows, now);
        facts.extend(tick::window_facts(&movement, due, now));
    }
}

async fn again(
    intake: &Intake,
    id: Uuid,
    manifest: &Manifest,
    known: Option<u32>,
    account: &str,
    now: DateTime<Utc>,
) -> Result<Option<Published>, IntakeError> {
    let Some(loaded) = intake.movements.load(id).await? else { return Ok(None) };
    let version = loaded.movement.version;
    let last = loaded.movement.manifest.1.as_deref();
    let (plan, people) = match publish::plan_again(id, manifest, last, &intake.rules.atlas) {
        Ok(checked) => checked,
        Err(wrong) => return Ok(Some(Published::Wrong(wrong))),
    };
    match known {
        None => return Ok(Some(Published::VersionMissing { version })),
        Some(v) if v != version => return Ok(Some(Published::VersionStale { version })),
        Some(_) if loaded.movement.ended() => return Ok(Some(Published::Ended)),
        Some(_) => {}
    }
    // Who came, went or was put right on the way is no reason for a new version of what is published again.
    let (held_plan, held_people) = &loaded.movement.manifest;
    if **held_plan == plan && held_people.as_deref() == Some(&people) {
        let safe = intake.movements.store().confirm([(key::movement(id), loaded.version)]).await?;
        return Ok(safe.then_some(Published::Unchanged { id, version }));
    }
    let facts = next_version(intake, &loaded, plan, people, account, now);
    Ok(match intake.movements.store().commit(vec![loaded.append(&facts)?], None, now).await? {
        Outcome::Committed(seq) => Some(Published::Version { id, version: version + 1, seq }),
        _ => None,
    })
}

fn next_version(
    intake: &Intake,
    loaded: &Loaded,
    plan: Plan,
    people: People,
    account: &str,
    now: DateTime<Utc>,
) -> Vec<Fact> {
    let m = &loaded.movement;
    let next = fact(m.id, m.version + 1, m.label.clone(), plan, people, account, now);
    let cause = next.id;
    let mut facts: Vec<Fact> = loaded.facts.iter().cloned().collect();
    facts.push(next.clone());
    let mut news = vec![next];
    if let Some(movement) = Movement::fold(m.id, &facts) {
        let flights = intake.shelf.flights(loaded);
        let world = World { flights: &flights, rules: &intake.rules.connection, places: &intake.rules.atlas, now };
        news.extend(notice::announce(&movement, cause, NoticeKind::Manifest, &world));
        let due = access::due(&movement, &flights, &intake.rules.atlas, &intake.rules.windows, now);
        news.extend(tick::window_facts(&movement, due, now));
    }
    news
}

fn fact(id: Uuid, version: u32, label: String, plan: Plan, people: People, account: &str, now: DateTime<Utc>) -> Fact {
    let own = Uuid::new_v5(&id, format!("published {version}").as_bytes());
    let body = Body::Published { version, label, plan: Box::new(plan) };
    Fact { private: Some(Private::People(Box::new(people))), ..Fact::made(own, account, now, body) }
}

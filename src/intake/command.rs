//! The people's door: a command with an id, decided and committed once, however often it is sent. Answers are
//! those of `protocol.md`: applied, rejected, conflict, repeated, later. Must not know: by which socket it
//! came, what documents it changes; the caller waits for the change feed to show the effect.

use super::{Intake, IntakeError, TRIES};
use crate::domain::access;
use crate::domain::audience::Audience;
use crate::domain::command::{self, Asked, Author, Decision, Refusal};
use crate::domain::fact::{Body, Fact, Stage};
use crate::domain::flight::{Flight, Merge, StaffSays};
use crate::ledger::movement::Loaded;
use crate::ledger::{self, key};
use crate::store::{Once, Outcome, Record, Seq, Write};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What is answered to a command.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Durable at this place; `repeated` if an earlier send did it.
    Applied {
        seq: Seq,
        repeated: bool,
    },
    Refused(Refusal),
    /// No such movement, or not in the sender's scope: the same answer for both.
    NotFound,
    /// The id was used for something else.
    Reused,
    /// Nothing is known: keep it and send it again.
    Later,
}

/// One receipt of a notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    pub notice: Uuid,
    pub movement: Uuid,
    pub stage: Stage,
}

/// Decides and commits one command.
pub async fn command(intake: &Intake, movement: Uuid, asked: &Asked, author: &Author, now: DateTime<Utc>) -> Answer {
    match try_command(intake, movement, asked, author, now).await {
        Ok(answer) => answer,
        Err(IntakeError::Later(_)) => Answer::Later,
        Err(IntakeError::Broken(e)) => {
            tracing::error!(%movement, error = %e, "a command met a record that cannot be read");
            Answer::Later
        }
    }
}

async fn try_command(
    intake: &Intake,
    movement: Uuid,
    asked: &Asked,
    author: &Author,
    now: DateTime<Utc>,
) -> Result<Answer, IntakeError> {
    let print = fingerprint(movement, asked, author);
    if let Some((_, receipt, seq)) = intake.movements.store().seen(asked.id).await? {
        return Ok(known(&receipt, &print, seq));
    }
    let _turn = intake.turns.of(movement).await;
    for _ in 0..TRIES {
        let Some(loaded) = intake.movements.load(movement).await? else { return Ok(Answer::NotFound) };
        if !in_scope(intake, &loaded, author) {
            return Ok(Answer::NotFound);
        }
        let decision = match command::decide(&loaded.movement, asked, author, now) {
            Ok(decision) => decision,
            Err(refusal) => return Ok(Answer::Refused(refusal)),
        };
        let writes = writes(intake, &loaded, decision).await?;
        let once = Once { id: asked.id, owner: key::movement(movement), receipt: print.clone() };
        match intake.movements.store().commit(writes, Some(once), now).await? {
            Outcome::Committed(seq) => return Ok(Answer::Applied { seq, repeated: false }),
            Outcome::Repeated { receipt, seq } => return Ok(known(&receipt, &print, seq)),
            Outcome::Stale(_) => continue,
        }
    }
    Ok(Answer::Later)
}

async fn writes(intake: &Intake, loaded: &Loaded, decision: Decision) -> Result<Vec<Write>, IntakeError> {
    match decision {
        Decision::Fact(fact) => Ok(vec![loaded.append(&[*fact])?]),
        Decision::Wave { flight, station, fact } => {
            let mut writes = vec![loaded.append(std::slice::from_ref(&*fact))?];
            let others = intake.shelf.riders(&flight).into_iter().filter(|id| *id != loaded.movement.id);
            for id in others.take(crate::limits::COMMIT_KEYS_MAX - 1) {
                let Some(other) = intake.movements.load(id).await? else { continue };
                let here = |leg: &crate::domain::plan::Leg| {
                    leg.flight() == Some(&flight) && (leg.from == station || leg.to == station)
                };
                if other.movement.plan.legs.iter().any(here) && !other.movement.ended() {
                    writes.push(other.append(std::slice::from_ref(&*fact))?);
                }
            }
            Ok(writes)
        }
        Decision::Word { flight, field, value, until, fact } => {
            let mut writes = vec![loaded.append(std::slice::from_ref(&*fact))?];
            let held = ledger::flight::load(intake.movements.store(), std::slice::from_ref(&flight)).await?;
            if let Some(held) = held.into_iter().next() {
                let author = fact.audience.clone().unwrap_or_default();
                let before = held.flight.clone().unwrap_or_else(|| Flight::new(flight.clone()));
                let says = StaffSays { field, value: Some(value), by: author, given: fact.acted, until };
                let said = before.say_staff(&says, &intake.rules.order);
                if let Merge::Changed { flight, .. } = said {
                    writes.push(ledger::flight::write(&flight, held.version)?);
                }
            }
            Ok(writes)
        }
    }
}

/// Scope is checked against the windows as they stand, or stood within the last 72 hours: a late report of
/// what somebody did while they were in scope is never refused for being late.
fn in_scope(intake: &Intake, loaded: &Loaded, author: &Author) -> bool {
    let m = &loaded.movement;
    let part = access::audiences(m, &intake.rules.atlas).contains(&author.audience);
    let seen = matches!(author.audience, Audience::Coordinator(_))
        || m.windows.get(&author.audience.to_string()).is_some_and(|l| *l > crate::domain::fact::Level::Hidden)
        || was_in_scope(loaded, author);
    part && seen
}

fn was_in_scope(loaded: &Loaded, author: &Author) -> bool {
    let since = loaded.movement.touched
        - chrono::Duration::seconds(i64::try_from(crate::limits::LATE_REPORT.as_secs()).unwrap_or(i64::MAX));
    loaded.facts.iter().filter(|f| f.acted >= since).any(|f| matches!(&f.body, Body::Window { audience, level } if *audience == author.audience && *level > crate::domain::fact::Level::Hidden))
}

/// Takes receipts in; what is known already writes nothing.
///
/// # Errors
/// When the store is away.
pub async fn receipts(
    intake: &Intake,
    receipts: &[Receipt],
    party: &str,
    account: &str,
    now: DateTime<Utc>,
) -> Result<(), IntakeError> {
    let mut by_movement: std::collections::BTreeMap<Uuid, Vec<&Receipt>> = std::collections::BTreeMap::new();
    for receipt in receipts {
        by_movement.entry(receipt.movement).or_default().push(receipt);
    }
    for (movement, list) in by_movement {
        let _turn = intake.turns.of(movement).await;
        for _ in 0..TRIES {
            let Some(loaded) = intake.movements.load(movement).await? else { break };
            let news: Vec<Fact> = list.iter().filter_map(|r| receipt_fact(&loaded, r, party, account, now)).collect();
            if news.is_empty() {
                break;
            }
            match intake.movements.store().commit(vec![loaded.append(&news)?], None, now).await? {
                Outcome::Stale(_) => continue,
                _ => break,
            }
        }
    }
    Ok(())
}

fn receipt_fact(loaded: &Loaded, receipt: &Receipt, party: &str, account: &str, now: DateTime<Utc>) -> Option<Fact> {
    let told = loaded.movement.notices.get(&receipt.notice)?;
    if told.notice.party != party || told.stage >= receipt.stage || loaded.movement.facts >= crate::limits::FACTS_MAX {
        return None;
    }
    let id = Uuid::new_v5(&receipt.notice, format!("{party} {}", receipt.stage.as_str()).as_bytes());
    let body = Body::Received { notice: receipt.notice, party: party.to_owned(), stage: receipt.stage };
    Some(Fact { audience: Some(party.to_owned()), ..Fact::made(id, account, now, body) })
}

/// Where in the sequence the store has each of these commands (id, movement); `None` must be sent again.
///
/// # Errors
/// When the store is away.
pub async fn known_ids(intake: &Intake, ids: &[(Uuid, Uuid)]) -> Result<Vec<(Uuid, Option<Seq>)>, IntakeError> {
    let mut known = Vec::with_capacity(ids.len());
    for (id, movement) in ids {
        let owner = key::movement(*movement);
        let seen = intake.movements.store().seen(*id).await?;
        known.push((*id, seen.filter(|(held, ..)| *held == owner).map(|(_, _, seq)| seq)));
    }
    Ok(known)
}

fn known(receipt: &Record, print: &Record, seq: Seq) -> Answer {
    if receipt == print { Answer::Applied { seq, repeated: true } } else { Answer::Reused }
}

/// What makes two sends the same command: `at` and `sent` are not compared, the first `at` stands.
fn fingerprint(movement: Uuid, asked: &Asked, author: &Author) -> Record {
    let mut digest = Sha256::new();
    for part in
        [asked.kind.as_bytes(), movement.as_bytes(), author.account.as_bytes(), asked.body.to_string().as_bytes()]
    {
        digest.update(part);
        digest.update([0]);
    }
    digest.finalize().to_vec().into()
}

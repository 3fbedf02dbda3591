//! The people's door: a command with an id, decided and committed once, however often it is sent. Answers are
//! those of `protocol.md`: applied, rejected, conflict, repeated, later. Must not know: by which socket it
//! came, what documents it changes; the caller waits for the change feed to show the effect.

use super::{Intake, IntakeError, TRIES, parting};
use crate::domain::access;
use crate::domain::audience::Audience;
use crate::domain::command::{self, Asked, Author, Decision, Ground, Refusal};
use crate::domain::fact::{Body, Confidence, Fact, Level, Stage};
use crate::domain::flight::{Flight, Merge, StaffSays};
use crate::domain::place::FlightKey;
use crate::domain::plan::Leg;
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
    intake.gate.pass()?;
    let print = fingerprint(movement, asked, author);
    if let Some((_, receipt, seq)) = intake.movements.store().seen(asked.id).await? {
        return Ok(known(&receipt, &print, seq));
    }
    let _turn = intake.turns.of(movement).await;
    for _ in 0..TRIES {
        let Some(loaded) = intake.movements.load(movement).await? else {
            // Held here and not there: gone a moment ago, or the store is not what it was. The feed will tell; until
            // then nobody is told that their group does not exist.
            return Ok(if intake.shelf.movement(movement).is_some() { Answer::Later } else { Answer::NotFound });
        };
        if !in_scope(intake, &loaded, author, command::acted(asked, now), now) {
            return Ok(Answer::NotFound);
        }
        let ground = Ground { movement: &loaded.movement, facts: &loaded.facts, places: &intake.rules.atlas };
        let decided = match command::decide(&ground, asked, author, now) {
            Ok(decision) => writes(intake, &loaded, decision, now).await?,
            Err(refusal) => Err(refusal),
        };
        let writes = match decided {
            Ok(writes) => writes,
            Err(refusal) => {
                if keep(intake, &loaded, asked, author, &refusal, now).await? {
                    return Ok(Answer::Refused(refusal));
                }
                continue;
            }
        };
        let once = Once { id: asked.id, owner: key::movement(movement), receipt: print.clone() };
        match intake.movements.store().commit(writes, Some(once), now).await? {
            Outcome::Committed(seq) => return Ok(Answer::Applied { seq, repeated: false }),
            Outcome::Repeated { receipt, seq } => return Ok(known(&receipt, &print, seq)),
            Outcome::Stale(_) => continue,
        }
    }
    Ok(Answer::Later)
}

/// Keeps a command that could not apply, with its reason, for the coordinator: what somebody meant to say must not be
/// lost because it came second. `false` if another writer was quicker: then it is decided again.
async fn keep(
    intake: &Intake,
    loaded: &Loaded,
    asked: &Asked,
    author: &Author,
    refusal: &Refusal,
    now: DateTime<Utc>,
) -> Result<bool, IntakeError> {
    let id = Uuid::new_v5(&asked.id, refusal.code().as_bytes());
    let m = &loaded.movement;
    let known = m.refused.contains_key(&id) || m.refused.len() >= crate::limits::REFUSED_KEPT_MAX;
    if refusal.of_shape() || known || m.facts >= crate::limits::FACTS_MAX {
        // Whoever is refused again drops the command: what was kept of it has to be as safe as when it is kept now.
        return Ok(
            refusal.of_shape() || intake.movements.store().confirm([(key::movement(m.id), loaded.version)]).await?
        );
    }
    let body = Body::Refused {
        command: asked.kind.clone(),
        code: refusal.code().to_owned(),
        detail: refusal.detail().to_owned(),
    };
    // What only the guardian says, and locators that are opened one by one, are not kept to be read.
    let mut said = asked.body.clone();
    if let Some(said) = said.as_object_mut() {
        said.retain(|name, _| name != "code" && name != "booking");
    }
    let said: String = said.to_string().chars().take(crate::limits::REFUSED_CHARS_MAX).collect();
    let private = Confidence { text: Some(said), ..Confidence::default() }.kept();
    let fact = Fact {
        audience: Some(author.audience.to_string()),
        said_by: asked.said_by.clone(),
        heard: asked.heard,
        acted: command::acted(asked, now),
        private: private.filter(|_| m.people.is_some()),
        ..Fact::made(id, author.account.clone(), now, body)
    };
    let kept = intake.movements.store().commit(vec![loaded.append(&[fact])?], None, now).await?;
    Ok(!matches!(kept, Outcome::Stale(_)))
}

async fn writes(
    intake: &Intake,
    loaded: &Loaded,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<Result<Vec<Write>, Refusal>, IntakeError> {
    Ok(Ok(match decision {
        Decision::Fact(fact) => {
            let mut writes = parting::late(intake, loaded, &fact).await?;
            writes.push(loaded.append(&[*fact])?);
            writes
        }
        Decision::Wave { flight, station, fact } => wave(intake, loaded, &flight, &station, &fact).await?,
        Decision::Word { flight, field, value, until, fact } => {
            let author = fact.audience.clone().unwrap_or_default();
            let says = StaffSays { field, value: Some(value), by: author, given: fact.acted, until };
            word(intake, loaded, flight, &says, *fact).await?
        }
        Decision::Part { parts, fact } => parting::part(intake, loaded, &parts, &fact, now).await?,
        Decision::Join { with, fact } => return parting::join(intake, loaded, with, &fact).await,
    }))
}

/// The same fact in every movement of the wave.
async fn wave(
    intake: &Intake,
    loaded: &Loaded,
    flight: &FlightKey,
    station: &str,
    fact: &Fact,
) -> Result<Vec<Write>, IntakeError> {
    let mut writes = vec![loaded.append(std::slice::from_ref(fact))?];
    let others = intake.shelf.riders(flight).into_iter().filter(|id| *id != loaded.movement.id);
    for id in others.take(crate::limits::COMMIT_KEYS_MAX - 1) {
        let Some(other) = intake.movements.load(id).await? else { continue };
        let here = |leg: &Leg| leg.flight() == Some(flight) && (leg.from == station || leg.to == station);
        if other.movement.plan.legs.iter().any(here) && !other.movement.ended() {
            writes.push(other.append(std::slice::from_ref(fact))?);
        }
    }
    Ok(writes)
}

/// The fact in the movement, and the word among the claims of the flight.
async fn word(
    intake: &Intake,
    loaded: &Loaded,
    flight: FlightKey,
    says: &StaffSays,
    fact: Fact,
) -> Result<Vec<Write>, IntakeError> {
    let mut writes = vec![loaded.append(&[fact])?];
    let held = ledger::flight::load(intake.movements.store(), std::slice::from_ref(&flight)).await?;
    if let Some(held) = held.into_iter().next() {
        let before = held.flight.clone().unwrap_or_else(|| Flight::new(flight));
        if let Merge::Changed { flight, .. } = before.say_staff(says, &intake.rules.order) {
            writes.push(ledger::flight::write(&flight, held.version)?);
        }
    }
    Ok(writes)
}

/// Scope is that of the moment it was done, or of publication where that was later: a report of what somebody did while
/// they were in scope is taken for 72 hours. Whoever is in scope now is heard too.
fn in_scope(intake: &Intake, loaded: &Loaded, author: &Author, acted: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let m = &loaded.movement;
    let part = access::audiences(m, &intake.rules.atlas).contains(&author.audience);
    let sees = matches!(author.audience, Audience::Coordinator(_))
        || m.windows.get(&author.audience.to_string()).is_some_and(|l| *l > Level::Hidden);
    (part && sees) || was_in_scope(loaded, &author.audience, acted, now)
}

fn was_in_scope(loaded: &Loaded, audience: &Audience, acted: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    let late = chrono::Duration::seconds(i64::try_from(crate::limits::LATE_REPORT.as_secs()).unwrap_or(i64::MAX));
    if now - acted > late {
        return false;
    }
    let mut windows: Vec<(DateTime<Utc>, Level)> = loaded
        .facts
        .iter()
        .filter_map(|f| match &f.body {
            Body::Window { audience: of, level } if of == audience => Some((f.acted, *level)),
            _ => None,
        })
        .collect();
    windows.sort();
    let then = windows.iter().rev().find(|(at, _)| *at <= acted).or(windows.first());
    then.is_some_and(|(_, level)| *level > Level::Hidden)
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
    intake.gate.pass()?;
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
                match intake.movements.store().confirm([(key::movement(movement), loaded.version)]).await? {
                    true => break,
                    false => continue,
                }
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
    intake.gate.pass()?;
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

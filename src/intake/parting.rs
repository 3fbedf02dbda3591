//! The writes of groups that part and meet again: movements that begin with what their people bring along, the word
//! that stays behind, and reports that come late and belong to both sides. Must not know: how facts are narrowed (that
//! is `domain::parting`), sockets.

use super::{Intake, IntakeError, label, publish};
use crate::domain::command::{Part, Refusal};
use crate::domain::fact::{Body, Fact};
use crate::domain::movement::Movement;
use crate::domain::parting::{self, Apart, Newcomer};
use crate::domain::plan::TravellerId;
use crate::ledger::key;
use crate::ledger::movement::Loaded;
use crate::limits;
use crate::store::{Change, Version, Write};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The writes that make movements of parts: each with its key, its facts, its label and its reference.
pub(super) async fn part(
    intake: &Intake,
    loaded: &Loaded,
    parts: &[Part],
    asked: &Fact,
    now: DateTime<Utc>,
) -> Result<Vec<Write>, IntakeError> {
    let m = &loaded.movement;
    let legs = m.plan.legs.iter().chain(parts.iter().filter_map(|p| p.onward.as_ref()).flat_map(|(_, legs)| legs));
    let (labels, mut writes) = label::take(intake, legs, parts.len()).await?;
    let mut left = Vec::new();
    for (nth, (part, label)) in parts.iter().zip(labels).enumerate() {
        let reference = free_reference(intake, m, &label).await?;
        let new = Newcomer { id: Uuid::now_v7(), reference, label };
        let mut facts = parting::branch(m, &loaded.facts, part, &new, asked);
        publish::open_windows(intake, new.id, &mut facts, &intake.shelf.flights(loaded), now);
        writes.extend(intake.movements.begin(new.id, &facts)?);
        writes.push(Write {
            key: key::reference(&m.plan.programme, &new.reference),
            expected: Version(0),
            change: Change::Replace(vec![new.id.to_string().into_bytes().into()]),
        });
        left.push(parting::left(m, part, &new, asked, nth));
    }
    writes.push(loaded.append(&left)?);
    Ok(writes)
}

/// A label comes again on other days, and a publisher may have taken the name: then it gets a number.
async fn free_reference(intake: &Intake, m: &Movement, label: &str) -> Result<String, IntakeError> {
    let mut name = reference(&m.plan.reference, label);
    for n in 2..=limits::PARTS_MAX {
        if intake.movements.store().read(&key::reference(&m.plan.programme, &name)).await?.version == Version(0) {
            break;
        }
        name = reference(&m.plan.reference, &format!("{label}-{n}"));
    }
    Ok(name)
}

/// The publisher's name of a part: that of the whole and its own label, short enough to be a reference.
fn reference(whole: &str, label: &str) -> String {
    let kept: String = whole.chars().take(limits::REFERENCE_CHARS_MAX - label.len() - 1).collect();
    format!("{kept}.{label}")
}

/// The writes that join another movement to this one, or why they stay apart.
pub(super) async fn join(
    intake: &Intake,
    loaded: &Loaded,
    with: Uuid,
    asked: &Fact,
) -> Result<Result<Vec<Write>, Refusal>, IntakeError> {
    let refused = |code, detail: &str| Refusal::Rejected { code, detail: detail.to_owned(), pointer: None };
    let unknown = || refused("not-found", "Expected another movement of this programme.");
    let Some(other) = intake.movements.load(with).await? else { return Ok(Err(unknown())) };
    Ok(match parting::join(&loaded.movement, &other.movement, &other.facts, asked) {
        Ok((came, went)) if loaded.facts.len() + came.len() < limits::FACTS_MAX => {
            Ok(vec![loaded.append(&came)?, other.append(&[went])?])
        }
        Ok(_) => Err(refused("too-many-facts", "Together they hold more facts than one movement may.")),
        Err(Apart::OtherProgramme) => Err(unknown()),
        Err(Apart::Ended) => Err(refused("already-ended", "The other movement has ended.")),
        Err(Apart::OtherWay) => {
            Err(refused("not-the-same-way", "Expected two movements whose legs ahead are the same, and some ahead."))
        }
    })
}

/// What was done before a group parted and is told only now belongs to both sides.
pub(super) async fn late(intake: &Intake, loaded: &Loaded, fact: &Fact) -> Result<Vec<Write>, IntakeError> {
    let mut writes = Vec::new();
    let mut sides = parted(loaded, fact);
    let mut seen = BTreeSet::from([loaded.movement.id]);
    // Parts of parts too, each once: groups that parted and met again lead back here.
    while let Some((into, narrowed)) = sides.pop() {
        if !seen.insert(into) || seen.len() > limits::COMMIT_KEYS_MAX {
            continue;
        }
        let Some(other) = intake.movements.load(into).await? else { continue };
        sides.extend(parted(&other, &narrowed));
        writes.push(other.append(&[narrowed])?);
    }
    Ok(writes)
}

/// A fact as it is for each movement that some of its people went to after it was done.
fn parted(loaded: &Loaded, fact: &Fact) -> Vec<(Uuid, Fact)> {
    let m = &loaded.movement;
    let mut gone: BTreeMap<Uuid, Vec<TravellerId>> = BTreeMap::new();
    // What is taken back stands on every side that it went to.
    let acted = match &fact.body {
        Body::Undone { command } => loaded.facts.iter().find(|f| f.id == *command).map_or(fact.acted, |f| f.acted),
        _ => fact.acted,
    };
    for (id, former) in m.former.iter().filter(|(_, f)| acted < f.at) {
        gone.entry(former.into).or_default().push(id.clone());
    }
    if gone.is_empty() {
        return Vec::new();
    }
    let with: Vec<Fact> = loaded.facts.iter().cloned().chain([fact.clone()]).collect();
    let concerned = parting::concerned(m.id, &with);
    let narrowed = |travellers: &[TravellerId]| {
        parting::narrowed(fact, concerned.get(&fact.id), travellers, &BTreeSet::new(), Uuid::nil())
    };
    gone.iter().filter_map(|(into, travellers)| Some((*into, narrowed(travellers)?))).collect()
}

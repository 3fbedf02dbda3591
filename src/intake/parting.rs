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
use std::collections::btree_map::Entry;
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

/// What was done before a group parted and is told only now belongs to all sides, however often they have parted and met
/// since; and so does taking back what was done before.
pub(super) async fn late(intake: &Intake, loaded: &Loaded, fact: &Fact) -> Result<Vec<Write>, IntakeError> {
    let mut told: BTreeMap<Uuid, (Loaded, Vec<Fact>)> = BTreeMap::new();
    let mut here = vec![(loaded.clone(), fact.clone())];
    while let Some((from, fact)) = here.pop() {
        for (into, news) in passed_on(&from, &fact) {
            if into == loaded.movement.id {
                continue;
            }
            let held = match told.entry(into) {
                Entry::Occupied(held) => held.into_mut(),
                Entry::Vacant(free) => match intake.movements.load(into).await? {
                    Some(other) => free.insert((other, Vec::new())),
                    None => continue,
                },
            };
            let of_nothing =
                matches!(news.body, Body::Undone { command } if !held.0.facts.iter().any(|f| f.id == command));
            if !of_nothing && !held.1.contains(&news) {
                held.1.push(news.clone());
                here.push((held.0.clone(), news));
            }
        }
    }
    told.into_values().filter(|(_, news)| !news.is_empty()).map(|(other, news)| Ok(other.append(&news)?)).collect()
}

/// A fact as far as it is about people who have gone another way since, by the movement they went to.
fn passed_on(loaded: &Loaded, fact: &Fact) -> Vec<(Uuid, Fact)> {
    let m = &loaded.movement;
    // To take something back is to say that it was never done.
    let done = match fact.body {
        Body::Undone { command } => loaded.facts.iter().find(|f| f.id == command).map_or(fact.acted, |f| f.acted),
        _ => fact.acted,
    };
    let mut gone: BTreeMap<Uuid, Vec<TravellerId>> = BTreeMap::new();
    for (id, former) in m.former.iter().filter(|(_, f)| done < f.at) {
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
    let joined =
        |into: &Uuid, fact| if m.joined_into == Some(*into) { parting::of_its_leg(fact, &m.plan) } else { fact };
    gone.into_iter().filter_map(|(into, who)| narrowed(&who).map(|f| (into, joined(&into, f)))).collect()
}

//! Who is with whom, as each audience may see it, and what was said on the way: the parts of live and people documents
//! that are made of custody. A party is shown to a reader in the words of the reader's own part of the journey.
//! Must not know: grants, flights' times.

use crate::domain::audience::Audience;
use crate::domain::custody::{Custody, Reception, Where};
use crate::domain::fact::{Checkpoint, Outcome};
use crate::domain::movement::Movement;
use crate::domain::party::Party;
use crate::domain::plan::{Counted, Leg, Plan};
use crate::domain::view::words::PartyText;
use crate::limits;
use chrono::{DateTime, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct PartyView {
    #[schemars(with = "PartyText")]
    pub party: String,
    pub count: u16,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct OfferView {
    pub offer: Uuid,
    pub from: String,
    pub to: String,
    pub count: u16,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct BoardedView {
    pub leg: u8,
    pub count: u16,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct LandedView {
    pub leg: u8,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckpointView {
    pub place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<Checkpoint>,
    pub count: u16,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct NoteView {
    pub id: Uuid,
    pub from: String,
    pub to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct FamilyView {
    pub language: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ReceptionView {
    pub receiver: String,
    pub expected: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<ProblemView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<ReceivedView>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ProblemView {
    pub kind: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ReceivedView {
    pub count: u16,
    pub at: DateTime<Utc>,
}

/// Whereabouts of one person, beside who they are.
#[derive(Debug, Serialize, JsonSchema)]
pub struct WhereView {
    #[schemars(with = "PartyText")]
    pub party: String,
    pub since: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<SeenView>,
    /// When a party outside should have brought them back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_by: Option<DateTime<Utc>>,
    /// Added on the way, and not confirmed by the coordinator.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unconfirmed: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_travelling: bool,
    /// Why; for the coordinator only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct SeenView {
    pub at: DateTime<Utc>,
    pub place: String,
    pub by: String,
}

/// Counts per party of those who still travel, in the reader's words, most first.
pub fn with(m: &Movement, reader: &Audience) -> Vec<PartyView> {
    let mut counts: BTreeMap<String, u16> = BTreeMap::new();
    let own = own(reader);
    for (_, held) in m.custody.active(&m.plan).filter(|(t, _)| own.is_none_or(|r| t.receiver.as_deref() == Some(r))) {
        *counts.entry(shown(held, reader, &m.plan)).or_default() += 1;
    }
    let mut list: Vec<PartyView> = counts.into_iter().map(|(party, count)| PartyView { party, count }).collect();
    list.sort_by_key(|p| (std::cmp::Reverse(p.count), p.party.clone()));
    list
}

/// The receiver whose people alone a reader sees.
fn own(reader: &Audience) -> Option<&str> {
    match reader {
        Audience::Receiver(id) => Some(id),
        _ => None,
    }
}

/// A party in the words of who reads: a station knows of other posts only that they are before or after its own, a
/// receiver only whether people are on the way, at the border, or there.
pub fn shown(held: &Where, reader: &Audience, plan: &Plan) -> String {
    let party = &held.party;
    match reader {
        Audience::Coordinator(_) | Audience::Escort(_) => party.to_string(),
        Audience::Station(me) => {
            let mine = held.by == reader.to_string();
            match party {
                Party::Out(_) if !mine => "previous-stop".to_owned(),
                Party::Station(other) if other != me => around(plan, me.as_str(), other.as_str()).to_owned(),
                Party::Origin if plan.legs.first().is_some_and(|l| l.from != me.as_str()) => "previous-stop".to_owned(),
                Party::Receiver(_) => "next-stop".to_owned(),
                _ => party.to_string(),
            }
        }
        Audience::Receiver(_) | Audience::Authority(_) | Audience::Display(_) => match party {
            Party::Receiver(_) => "here",
            Party::Out(crate::domain::party::Outside::Border) => "border",
            Party::Ended => "ended",
            _ => "on-the-way",
        }
        .to_owned(),
    }
}

fn around(plan: &Plan, me: &str, other: &str) -> &'static str {
    let stops = plan.stops();
    let at = |code: &str| stops.iter().position(|s| *s == code);
    if at(other) > at(me) { "next-stop" } else { "previous-stop" }
}

/// One person's whereabouts for a reader; only who sees a person at all gets this.
pub fn whereabouts(m: &Movement, traveller: &Counted, reader: &Audience) -> Option<WhereView> {
    let held = m.custody.whereabouts.get(&traveller.id)?;
    let drop = m.custody.dropped.get(&traveller.id);
    let all = matches!(reader, Audience::Coordinator(_) | Audience::Escort(_));
    let seen = held.seen.as_ref().filter(|s| all || s.by == reader.to_string());
    let mine = all || held.by == reader.to_string();
    Some(WhereView {
        party: shown(held, reader, &m.plan),
        since: held.since.trunc_subsecs(0),
        seen: seen.map(|s| SeenView { at: s.at.trunc_subsecs(0), place: s.place.clone(), by: s.by.clone() }),
        back_by: held.back_by.filter(|_| mine).map(|at| at.trunc_subsecs(0)),
        unconfirmed: m.custody.unconfirmed.contains(&traveller.id),
        not_travelling: drop.is_some(),
        outcome: drop.map(|d| d.outcome).filter(|_| matches!(reader, Audience::Coordinator(_))),
    })
}

/// Open offers: all for the coordinator, else those from or to the reader.
pub fn offers(m: &Movement, reader: &Audience) -> Vec<OfferView> {
    let me = Party::of(reader);
    let mine = |from: &Party, to: &Party| {
        matches!(reader, Audience::Coordinator(_)) || Some(from) == me.as_ref() || Some(to) == me.as_ref()
    };
    let offers = m.custody.offers.iter().filter(|(_, o)| mine(&o.from, &o.to));
    offers
        .map(|(id, o)| OfferView {
            offer: *id,
            from: o.from.to_string(),
            to: o.to.to_string(),
            count: o.count,
            at: o.at.trunc_subsecs(0),
        })
        .collect()
}

pub fn boarded(m: &Movement, mine: impl Fn(&Leg) -> bool) -> Vec<BoardedView> {
    let legs = m.custody.boarded.iter().filter(|(n, _)| m.plan.leg(**n).is_some_and(&mine));
    legs.map(|(n, b)| BoardedView { leg: *n, count: b.count, by: b.by.clone(), at: b.at.trunc_subsecs(0) }).collect()
}

pub fn landed(m: &Movement, mine: impl Fn(&Leg) -> bool) -> Vec<LandedView> {
    let legs = m.custody.landed.iter().filter(|(n, _)| m.plan.leg(**n).is_some_and(&mine));
    legs.map(|(n, done)| LandedView { leg: *n, at: done.at.trunc_subsecs(0) }).collect()
}

/// The newest of each place and checkpoint; `by` who they were seen, or all.
pub fn checkpoints(custody: &Custody, by: Option<&str>) -> Vec<CheckpointView> {
    let mut list: Vec<CheckpointView> = custody
        .checkpoints
        .iter()
        .filter(|(_, c)| by.is_none_or(|by| c.by == by))
        .map(|((place, checkpoint), c)| CheckpointView {
            place: place.clone(),
            checkpoint: *checkpoint,
            count: c.count,
            by: c.by.clone(),
            at: c.at.trunc_subsecs(0),
        })
        .collect();
    list.sort_by_key(|c| std::cmp::Reverse(c.at));
    list.truncate(limits::LINES_SHOWN_MAX);
    list
}

/// Notes are for who wrote them, who they are to, and the coordinator.
pub fn notes(custody: &Custody, reader: &Audience) -> Vec<NoteView> {
    let me = reader.to_string();
    let mine = |n: &&crate::domain::custody::Note| {
        matches!(reader, Audience::Coordinator(_)) || n.from == me || n.to == *reader
    };
    let mut list: Vec<NoteView> = custody
        .notes
        .iter()
        .filter(|(_, n)| mine(n))
        .map(|(id, n)| NoteView {
            id: *id,
            from: n.from.clone(),
            to: n.to.to_string(),
            text: n.text.clone(),
            at: n.at.trunc_subsecs(0),
        })
        .collect();
    list.sort_by_key(|n| (std::cmp::Reverse(n.at), n.id));
    list.truncate(limits::LINES_SHOWN_MAX);
    list
}

/// The newest word to the family in each language.
pub fn family(custody: &Custody) -> Vec<FamilyView> {
    let mut newest: BTreeMap<&str, FamilyView> = BTreeMap::new();
    for told in &custody.family {
        let at = told.at.trunc_subsecs(0);
        newest.insert(&told.language, FamilyView { language: told.language.clone(), by: told.by.clone(), at });
    }
    newest.into_values().take(limits::LINES_SHOWN_MAX).collect()
}

/// What a receiver has answered.
pub fn reception(m: &Movement, receiver: &str) -> ReceptionView {
    let none = Reception::default();
    let held = m.custody.reception.get(receiver).unwrap_or(&none);
    let (walk, arms) = m.expected(Some(receiver));
    let whole = |at: DateTime<Utc>| at.trunc_subsecs(0);
    ReceptionView {
        receiver: receiver.to_owned(),
        expected: walk.saturating_add(arms),
        ready: held.ready.map(whole),
        problem: held.problem.as_ref().map(|(kind, at)| ProblemView { kind: kind.clone(), at: whole(*at) }),
        received: held.received.map(|(count, at)| ReceivedView { count, at: whole(at) }),
    }
}

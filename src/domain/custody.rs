//! Who is with whom: one party for every traveller at every minute, from the facts in order of `(acted, id)`. A total
//! function: no order, repetition or absence of facts leaves somebody with nobody or with two, and *not known* is one
//! of the answers, which raises. Must not know: flights' times, who may see it, the clock.

mod concern;
mod handover;
mod journey;
mod standing;

pub use journey::{leg_name, rides};

use super::audience::Audience;
use super::fact::{Body, Checkpoint, Fact, Outcome, Priority, Why};
use super::movement::{Alert, Done};
use super::party::Party;
use super::plan::{Counted, Plan, TravellerId};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What the facts say of the people of one movement.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Custody {
    /// Everybody who ever travelled in it, those who left it included.
    pub whereabouts: BTreeMap<TravellerId, Where>,
    /// Handovers offered and not answered.
    pub offers: BTreeMap<Uuid, Offered>,
    /// By leg: the newest word on who boarded.
    pub boarded: BTreeMap<u8, Boarded>,
    pub landed: BTreeMap<u8, Done>,
    pub left_behind: BTreeMap<u8, BTreeSet<TravellerId>>,
    /// By place and checkpoint: the newest.
    pub checkpoints: BTreeMap<(String, Option<Checkpoint>), Checked>,
    pub dropped: BTreeMap<TravellerId, Drop>,
    /// Added on the way and not confirmed.
    pub unconfirmed: BTreeSet<TravellerId>,
    /// Children about to be handed to a guardian: by the fact that began it.
    pub releases: BTreeMap<Uuid, Release>,
    pub notes: BTreeMap<Uuid, Note>,
    pub family: Vec<FamilyTold>,
    pub reception: BTreeMap<String, Reception>,
    /// What happened that somebody must look at, until it is resolved.
    pub alerts: BTreeMap<Uuid, Alert>,
    /// Offers answered before they were heard of.
    answered: BTreeSet<Uuid>,
}

/// Where one traveller is, as far as anybody has said.
#[derive(Debug, Clone, PartialEq)]
pub struct Where {
    pub party: Party,
    pub since: DateTime<Utc>,
    /// As whom it was said.
    pub by: String,
    /// The newest fact that says so, or that saw them there.
    pub evidence: Uuid,
    /// The last party that was not *unknown*, and as whom it was said.
    pub last: Party,
    /// As whom that was said.
    pub last_by: String,
    /// When a party outside should have brought them back, or until when they are on their own as planned.
    pub back_by: Option<DateTime<Utc>>,
    pub seen: Option<Seen>,
    /// Why they are not known.
    pub why: Option<Why>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub at: DateTime<Utc>,
    pub place: String,
    /// The audience that saw them.
    pub by: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    pub from: Party,
    pub to: Party,
    pub travellers: Vec<TravellerId>,
    pub count: u16,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Boarded {
    pub count: u16,
    pub travellers: Vec<TravellerId>,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    pub count: u16,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Drop {
    pub outcome: Outcome,
    pub by: String,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    pub traveller: TravellerId,
    pub account: String,
    pub at: DateTime<Utc>,
    /// What the guardian said; gone with the names.
    pub code: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub from: String,
    pub to: Audience,
    pub text: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct FamilyTold {
    pub language: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// What a receiver has answered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reception {
    pub ready: Option<DateTime<Utc>>,
    pub problem: Option<(String, DateTime<Utc>)>,
    pub received: Option<(u16, DateTime<Utc>)>,
}

impl Custody {
    /// Everybody of a plan who is not known yet is with those who send them.
    pub fn enrol(&mut self, travellers: &[Counted], evidence: Uuid, at: DateTime<Utc>) {
        for traveller in travellers {
            self.whereabouts
                .entry(traveller.id.clone())
                .or_insert_with(|| Where::new(Party::Origin, "hub".to_owned(), evidence, at));
        }
    }

    /// Takes one fact in; `plan` is the plan in force at its place in the order.
    pub fn apply(&mut self, fact: &Fact, plan: &Plan) {
        let actor = fact.actor().as_ref().and_then(Party::of);
        match &fact.body {
            Body::Offered(offer) => self.offered(fact, offer, actor, plan),
            Body::Accepted(accept) => self.accepted(fact, accept, actor, plan),
            Body::Declined { from, offer } => self.declined(fact, from, *offer, actor),
            Body::Given(give) => self.given(fact, give, actor, plan),
            Body::Taken(take) => self.taken(fact, take, actor, plan),
            Body::Boarded(boarding) => self.boarded(fact, boarding, actor, plan),
            Body::LeftBehind { leg, travellers } => self.left_behind(fact, *leg, travellers, actor),
            Body::Landed { leg } => {
                self.landed.entry(*leg).or_insert_with(|| Done { by: author(fact), at: fact.acted });
            }
            Body::Sighted(sighting) => self.sighted(fact, sighting, actor, plan),
            Body::Added(addition) => self.added(fact, addition, actor),
            Body::Dropped { travellers, outcome } => self.drop_out(fact, travellers, *outcome),
            Body::Corrected { traveller, confirm: true } => {
                self.unconfirmed.remove(traveller);
            }
            Body::Missing { traveller, .. } => self.lost(fact, traveller),
            Body::Found { traveller, place } => self.found(fact, traveller, place, actor),
            Body::Releasing { traveller } => self.releasing(fact, traveller),
            Body::Released { traveller, release } => self.released(fact, traveller, release),
            Body::CallBack { priority } => self.call_back(fact, *priority),
            Body::Noted { to } => self.noted(fact, to),
            Body::FamilyTold { language } => {
                self.family.push(FamilyTold { language: language.clone(), by: author(fact), at: fact.acted })
            }
            Body::Ready => self.answer(actor).ready = Some(fact.acted),
            Body::Problem { problem } => {
                self.answer(actor).problem = Some((problem.clone(), fact.acted));
                self.raise(fact, "reception-problem", Vec::new(), None);
            }
            Body::ReceivedAll { count, missing } => self.received(fact, *count, missing, actor, plan),
            Body::Passed(passing) => self.passed(fact, passing),
            _ => {}
        }
    }

    /// Those who still travel under this plan.
    pub fn active<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (&'a Counted, &'a Where)> {
        plan.travellers
            .iter()
            .filter(|t| !self.dropped.contains_key(&t.id))
            .filter_map(|t| Some((t, self.whereabouts.get(&t.id)?)))
    }

    pub fn party(&self, traveller: &str) -> Option<&Party> {
        self.whereabouts.get(traveller).map(|w| &w.party)
    }

    /// Whether a party has anybody of a plan.
    pub fn holds(&self, party: &Party, plan: &Plan) -> bool {
        self.active(plan).any(|(_, w)| w.party == *party)
    }

    fn call_back(&mut self, fact: &Fact, priority: Priority) {
        let mut alert = alert(fact, "callback", Vec::new(), None);
        alert.priority = Some(priority);
        self.alerts.insert(fact.id, alert);
    }

    fn noted(&mut self, fact: &Fact, to: &Audience) {
        let note = Note { from: author(fact), to: to.clone(), text: fact.text().map(str::to_owned), at: fact.acted };
        self.notes.insert(fact.id, note);
    }

    fn answer(&mut self, actor: Option<Party>) -> &mut Reception {
        let receiver = match actor {
            Some(Party::Receiver(id)) => id,
            _ => String::new(),
        };
        self.reception.entry(receiver).or_default()
    }

    /// Something happened that somebody must look at. The id is made of the fact, so that it is the same each time.
    fn raise(&mut self, fact: &Fact, kind: &str, travellers: Vec<TravellerId>, party: Option<&Party>) {
        self.raise_to(fact, kind, travellers, party, Vec::new());
    }

    /// The same for parties that must know beside the author and who is named.
    fn raise_to(
        &mut self,
        fact: &Fact,
        kind: &str,
        travellers: Vec<TravellerId>,
        party: Option<&Party>,
        others: Vec<Party>,
    ) {
        let id = Uuid::new_v5(&fact.id, kind.as_bytes());
        let mut alert = alert(fact, kind, travellers, party);
        let told = others.iter().chain(party).filter_map(Party::audience).chain(fact.actor());
        alert.parties = told.map(|audience| audience.to_string()).collect();
        alert.parties.sort();
        alert.parties.dedup();
        self.alerts.insert(id, alert);
    }
}

impl Where {
    fn new(party: Party, by: String, evidence: Uuid, since: DateTime<Utc>) -> Self {
        let (last, last_by) = (party.clone(), by.clone());
        Self { last, last_by, party, since, by, evidence, back_by: None, seen: None, why: None }
    }

    /// Who waits for somebody who is outside or not known: whoever had them last, or gave them away.
    pub fn answers(&self) -> Option<Audience> {
        match (&self.party, &self.last) {
            (Party::Out(_), _) | (Party::Unknown, Party::Out(_)) => self.last_by.parse().ok(),
            (Party::Unknown, last) => last.audience(),
            _ => None,
        }
    }

    /// When they were last known to be where they are.
    pub fn known_at(&self) -> DateTime<Utc> {
        self.seen.as_ref().map_or(self.since, |s| s.at.max(self.since))
    }
}

/// As whom a fact was done, for a reader.
fn author(fact: &Fact) -> String {
    fact.said_by.clone().or_else(|| fact.audience.clone()).unwrap_or_else(|| fact.by.clone())
}

fn alert(fact: &Fact, kind: &str, travellers: Vec<TravellerId>, party: Option<&Party>) -> Alert {
    Alert {
        kind: kind.to_owned(),
        text: fact.text().map(str::to_owned),
        travellers,
        by: fact.by.clone(),
        audience: fact.audience.clone(),
        at: fact.acted,
        party: party.map(ToString::to_string),
        priority: None,
        parties: Vec::new(),
    }
}

#[cfg(test)]
mod tests;

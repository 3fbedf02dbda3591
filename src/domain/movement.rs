//! A movement as the fold of its facts in order of `(acted, id)`: the same list in any order of
//! arrival gives the same movement. A fact that makes no sense where it stands changes nothing and
//! stays in the list. Must not know: flights' times, who may see what, the clock.

mod counts;
mod people;
mod plans;

pub use plans::{Changed, Farewell, Former, Rebooked, names};

use super::band::Band;
use super::custody::Custody;
use super::fact::{Body, Count, Fact, Level, Notice, NoticeKind, Priority, Private, Stage, Turn};
use super::plan::{People, Plan, TravellerId};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// The state of one movement.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    pub id: Uuid,
    /// The manifest's version; `ETag` of the movement.
    pub version: u32,
    pub published: DateTime<Utc>,
    pub label: String,
    /// The plan in force: as last published or rerouted, with those who came on the way.
    pub plan: Arc<Plan>,
    /// Absent once the names are destroyed.
    pub people: Option<Arc<People>>,
    /// The manifest as it was last published; what the same manifest sent again is compared with.
    pub manifest: (Arc<Plan>, Option<Arc<People>>),
    /// Who is with whom, and what was said on the way.
    pub custody: Custody,
    /// Those who went another way, and the movement they became.
    pub former: BTreeMap<TravellerId, Former>,
    /// The movements that parted from this one, and the one it parted from.
    pub into: BTreeMap<Uuid, (String, u16)>,
    pub parted_from: Option<Uuid>,
    /// The movement this one was joined to; it has nobody any more.
    pub joined_into: Option<Uuid>,
    /// Audiences that the plan has left, and what they are told until they know.
    pub farewells: BTreeMap<String, Farewell>,
    /// The same for those that had not seen it yet, as far as is known: their window may be told of later.
    leaving: BTreeMap<String, Farewell>,
    /// Changes of the way, and of who goes it, that everybody has to know of; each is told once.
    pub changed: Vec<Changed>,
    /// What the airline or a desk did to bookings, newest last.
    pub rebooked: Vec<Rebooked>,
    /// Commands that could not apply.
    pub refused: BTreeMap<Uuid, RefusedCommand>,
    /// By (station, flight).
    pub claims: BTreeMap<(String, String), Done>,
    pub arrived: BTreeMap<(String, String), Done>,
    /// By (leg, place, part), each part's newest count; older ones that differ stay beside it.
    pub counts: BTreeMap<Counted, Vec<Counting>>,
    pub notices: BTreeMap<Uuid, Told>,
    pub alerts: BTreeMap<Uuid, Alert>,
    /// By (arriving leg, departing leg); the damped band and how often it has changed.
    pub bands: BTreeMap<(u8, u8), Episode<Band>>,
    pub turns: BTreeMap<u8, Episode<Turn>>,
    pub doors: BTreeMap<String, Episode<Window>>,
    pub windows: BTreeMap<String, Level>,
    pub closed: Option<DateTime<Utc>>,
    pub cancelled: Option<DateTime<Utc>>,
    /// Alerts somebody has looked at and closed.
    resolved: BTreeSet<Uuid>,
    /// How many facts the fold has read.
    pub facts: usize,
    /// When the newest fact was made.
    pub touched: DateTime<Utc>,
}

/// What was counted: leg, place, part.
pub type Counted = (u8, String, Option<String>);

/// From and to.
pub type Window = (DateTime<Utc>, DateTime<Utc>);

/// Who did it, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A count and who counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Counting {
    pub id: Uuid,
    pub count: Count,
    pub by: String,
    /// As whom: the party it was written down for, else the author's audience.
    pub audience: String,
    pub acted: DateTime<Utc>,
    /// People who walk and infants in arms that should have been there at that moment.
    pub expected: (u16, u16),
}

/// A command that was kept and changed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedCommand {
    pub kind: String,
    pub code: String,
    pub detail: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A notice and how far it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub notice: Notice,
    pub at: DateTime<Utc>,
    pub stage: Stage,
    pub acknowledged: Option<Done>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Alert {
    pub kind: String,
    pub text: Option<String>,
    pub travellers: Vec<TravellerId>,
    pub by: String,
    pub audience: Option<String>,
    pub at: DateTime<Utc>,
    /// The party it is about, in its text form: whom people were last with, who said they had them.
    pub party: Option<String>,
    /// How soon somebody asks to be called.
    pub priority: Option<Priority>,
    /// Audiences it concerns by name: both sides of a handover that do not agree.
    pub parties: Vec<String>,
}

/// The newest state of something that turns, and the how-many-eth it is: ids of what is owed are made
/// from the number, so that the same turn is told once and a second turn is told again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode<T> {
    pub now: T,
    pub number: u32,
    pub fact: Uuid,
    pub since: DateTime<Utc>,
}

impl Movement {
    /// Folds facts into a movement; `None` if none of them publishes a plan.
    pub fn fold<'a>(id: Uuid, facts: impl IntoIterator<Item = &'a Fact>) -> Option<Self> {
        Self::walk(id, facts, |_, _| {})
    }

    /// The same, showing each fact with the movement as it stood before it.
    pub fn walk<'a>(
        id: Uuid,
        facts: impl IntoIterator<Item = &'a Fact>,
        mut visit: impl FnMut(&Self, &Fact),
    ) -> Option<Self> {
        let mut facts: Vec<&Fact> = facts.into_iter().collect();
        // An answer stands whatever its time says: a device's clock may put it before what it answers.
        facts.sort_by_key(|f| (f.body.answers(), f.acted, f.id));
        let reunited = super::parting::reunited(&facts);
        facts.dedup_by_key(|f| f.id);
        facts.iter_mut().for_each(|f| *f = reunited.get(&f.id).unwrap_or(f));
        // A command may carry an earlier time than the publication it belongs to (a wrong clock, a plan
        // published late): the first plan is the ground everything else stands on, whatever a clock says of the second.
        let version = |f: &Fact| match f.body {
            Body::Published { version, .. } => Some(version),
            _ => None,
        };
        let plans = facts.iter().enumerate().filter_map(|(n, f)| Some((version(f)?, n)));
        let (_, first) = plans.min()?;
        let ground = facts.remove(first);
        let mut movement = Self::start(id, ground)?;
        movement.await_joined(&facts);
        let undone = undone(&facts);
        let back: BTreeMap<Uuid, &Fact> = facts.iter().filter(|f| undone.contains(&f.id)).map(|f| (f.id, *f)).collect();
        for fact in facts {
            if undone.contains(&fact.id) {
                movement.facts += 1;
                continue;
            }
            visit(&movement, fact);
            movement.apply(fact);
            if let Body::Undone { command } = &fact.body {
                back.get(command).into_iter().for_each(|was| movement.taken_back(fact, &was.body));
            }
        }
        movement.stand();
        Some(movement)
    }

    /// The movement as it was at a moment: of what people did, only what had been done by then. What was taken back later
    /// was never so.
    pub fn fold_at<'a>(id: Uuid, facts: impl IntoIterator<Item = &'a Fact>, at: DateTime<Utc>) -> Option<Self> {
        let ground = |f: &&Fact| matches!(f.body, Body::Published { version: 1, .. } | Body::Undone { .. });
        Self::fold(id, facts.into_iter().filter(|f| f.acted <= at || ground(f)))
    }

    fn start(id: Uuid, fact: &Fact) -> Option<Self> {
        let Body::Published { version, label, plan } = &fact.body else { return None };
        let (plan, people) = (Arc::new((**plan).clone()), people(fact));
        let mut custody = Custody::default();
        custody.enrol(&plan.travellers, fact.id, fact.received);
        Some(Self {
            id,
            version: *version,
            published: fact.received,
            label: label.clone(),
            manifest: (plan.clone(), people.clone()),
            plan,
            people,
            custody,
            former: BTreeMap::new(),
            into: BTreeMap::new(),
            parted_from: None,
            joined_into: None,
            farewells: BTreeMap::new(),
            leaving: BTreeMap::new(),
            changed: Vec::new(),
            rebooked: Vec::new(),
            refused: BTreeMap::new(),
            claims: BTreeMap::new(),
            arrived: BTreeMap::new(),
            counts: BTreeMap::new(),
            notices: BTreeMap::new(),
            alerts: BTreeMap::new(),
            bands: BTreeMap::new(),
            turns: BTreeMap::new(),
            doors: BTreeMap::new(),
            windows: BTreeMap::new(),
            closed: None,
            cancelled: None,
            resolved: BTreeSet::new(),
            facts: 1,
            touched: fact.received,
        })
    }

    fn apply(&mut self, fact: &Fact) {
        self.facts += 1;
        self.touched = self.touched.max(fact.received);
        let done = Done { by: fact.by.clone(), at: fact.acted };
        match &fact.body {
            Body::Published { version, plan, .. } => self.republish(fact, *version, plan),
            Body::Claimed { station, flight } => {
                self.claims.insert((station.clone(), flight.clone()), done);
            }
            Body::Unclaimed { station, flight } => {
                self.claims.remove(&(station.clone(), flight.clone()));
            }
            Body::Arrived { station, flight } => {
                self.arrived.entry((station.clone(), flight.clone())).or_insert(done);
            }
            Body::Counted(count) => self.count(fact, count),
            Body::Acknowledged { notice, party } => self.acknowledge(notice, party, done),
            Body::Received { notice, party, stage } => {
                if let Some(told) = self.notices.get_mut(notice).filter(|t| t.notice.party == *party) {
                    told.stage = told.stage.max(*stage);
                }
            }
            Body::AlertRaised { alert, travellers } => self.raise(fact, alert, travellers),
            Body::AlertResolved { alert } => {
                self.resolved.insert(*alert);
            }
            Body::Closed => self.closed = self.closed.or(Some(fact.acted)),
            Body::Cancelled => self.cancelled = self.cancelled.or(Some(fact.acted)),
            // Said of a flight that is not on this plan any more: the leg that has its place has not turned.
            Body::Turned { leg, flight: Some(name), .. } if *name != super::custody::leg_name(&self.plan, *leg) => {
                next(&mut self.turns, *leg, Turn::Planned, fact);
            }
            Body::Turned { leg, to, .. } => next(&mut self.turns, *leg, to.clone(), fact),
            Body::Banded { arriving, departing, band } => next(&mut self.bands, (*arriving, *departing), *band, fact),
            Body::DoorTold { receiver, from, to } => next(&mut self.doors, receiver.clone(), (*from, *to), fact),
            Body::Noticed(notice) => {
                let told = Told { notice: notice.clone(), at: fact.acted, stage: Stage::Told, acknowledged: None };
                self.notices.entry(fact.id).or_insert(told);
            }
            Body::Said { .. } | Body::Undone { .. } => {}
            Body::Window { audience, level } => self.window(audience, *level),
            Body::Refused { command, code, detail } => self.refuse(fact, command, code, detail),
            Body::Rebooked(change) => self.rebook(fact, change),
            Body::Rerouted(rerouting) => self.reroute(fact, rerouting),
            Body::Parted(parting) => self.part(fact, parting),
            Body::Merged(merging) => self.merge(fact, merging),
            _ => self.people_fact(fact),
        }
    }

    /// What people did with people.
    fn people_fact(&mut self, fact: &Fact) {
        match &fact.body {
            Body::Added(addition) => self.add(fact, &addition.traveller),
            Body::Corrected { traveller, .. } => self.correct(fact, traveller),
            _ => {}
        }
        let plan = self.plan.clone();
        self.custody.apply(fact, &plan);
    }

    fn raise(&mut self, fact: &Fact, kind: &str, travellers: &[TravellerId]) {
        let alert = Alert {
            kind: kind.to_owned(),
            text: fact.text().map(str::to_owned),
            travellers: travellers.to_vec(),
            by: fact.by.clone(),
            audience: fact.audience.clone(),
            at: fact.acted,
            party: None,
            priority: None,
            parties: Vec::new(),
        };
        self.alerts.insert(fact.id, alert);
    }

    /// Alarms made from the state once all facts are in. What stands as long as it is so cannot be resolved away.
    fn stand(&mut self) {
        self.alerts.extend(self.custody.alerts.clone());
        let mismatched = self.mismatches();
        self.alerts.extend(mismatched);
        self.alerts.retain(|id, _| !self.resolved.contains(id));
        self.alerts.extend(self.custody.not_known(&self.plan));
    }

    fn refuse(&mut self, fact: &Fact, kind: &str, code: &str, detail: &str) {
        let refused = RefusedCommand {
            kind: kind.to_owned(),
            code: code.to_owned(),
            detail: detail.to_owned(),
            by: fact.audience.clone().unwrap_or_else(|| fact.by.clone()),
            at: fact.acted,
        };
        self.refused.insert(fact.id, refused);
    }

    fn acknowledge(&mut self, notice: &Uuid, party: &str, done: Done) {
        if let Some(told) = self.notices.get_mut(notice).filter(|t| t.notice.party == party) {
            told.stage = Stage::Acknowledged;
            told.acknowledged.get_or_insert(done);
            // Answers are read last: one to an earlier last word is not one to the newest.
            let cause = told.notice.cause;
            if told.notice.kind == NoticeKind::Farewell && self.farewells.get(party).is_some_and(|f| f.cause == cause) {
                self.farewells.remove(party);
            }
        }
    }

    /// Nothing more is expected of it.
    pub fn ended(&self) -> bool {
        self.closed.is_some() || self.cancelled.is_some() || self.joined_into.is_some()
    }

    /// Planned → moving → arrived, or closed, cancelled; `broken` is a matter of its connections too.
    pub fn turn(&self, leg: u8) -> &Turn {
        self.turns.get(&leg).map_or(&Turn::Planned, |e| &e.now)
    }
}

/// What was taken back by its author. Whether it may be is decided when it is asked for.
fn undone(facts: &[&Fact]) -> BTreeSet<Uuid> {
    let author = |id: Uuid| facts.iter().find(|f| f.id == id).map(|f| &f.by);
    let undo = |f: &&Fact| match f.body {
        Body::Undone { command } if author(command) == Some(&f.by) => Some(command),
        _ => None,
    };
    facts.iter().filter_map(undo).collect()
}

fn next<K: Ord, T: PartialEq>(held: &mut BTreeMap<K, Episode<T>>, key: K, to: T, fact: &Fact) {
    let number = held.get(&key).map_or(0, |e| e.number) + 1;
    held.insert(key, Episode { now: to, number, fact: fact.id, since: fact.acted });
}

fn people(fact: &Fact) -> Option<Arc<People>> {
    match &fact.private {
        Some(Private::People(people)) => Some(Arc::new((**people).clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

//! A movement as the fold of its facts in order of `(acted, id)`: the same list in any order of
//! arrival gives the same movement. A fact that makes no sense where it stands changes nothing and
//! stays in the list. Must not know: flights' times, who may see what, the clock.

use super::band::Band;
use super::fact::{Body, Count, Fact, Level, Notice, Private, Stage, Turn};
use super::plan::{People, Plan, TravellerId};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
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
    pub plan: Arc<Plan>,
    /// Absent once the names are destroyed.
    pub people: Option<Arc<People>>,
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
    pub audience: String,
    pub acted: DateTime<Utc>,
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
        let mut facts: Vec<&Fact> = facts.into_iter().collect();
        // An answer stands whatever its time says: a device's clock may put it before what it answers.
        facts.sort_by_key(|f| (f.body.answers(), f.acted, f.id));
        facts.dedup_by_key(|f| f.id);
        // A command may carry an earlier time than the publication it belongs to (a wrong clock, a plan
        // published late): the first plan is the ground everything else stands on.
        let first = facts.iter().position(|f| matches!(f.body, Body::Published { .. }))?;
        let ground = facts.remove(first);
        let mut movement = Self::start(id, ground)?;
        for fact in facts {
            movement.apply(fact);
        }
        Some(movement)
    }

    fn start(id: Uuid, fact: &Fact) -> Option<Self> {
        let Body::Published { version, label, plan } = &fact.body else { return None };
        Some(Self {
            id,
            version: *version,
            published: fact.received,
            label: label.clone(),
            plan: Arc::new((**plan).clone()),
            people: people(fact),
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
            facts: 1,
            touched: fact.received,
        })
    }

    fn apply(&mut self, fact: &Fact) {
        self.facts += 1;
        self.touched = self.touched.max(fact.received);
        let done = Done { by: fact.by.clone(), at: fact.acted };
        match &fact.body {
            Body::Published { version, plan, .. } => {
                if *version > self.version {
                    self.version = *version;
                    self.plan = Arc::new((**plan).clone());
                    self.people = people(fact);
                }
            }
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
            Body::AlertRaised { alert, travellers } => {
                let alert = Alert {
                    kind: alert.clone(),
                    text: text(fact),
                    travellers: travellers.clone(),
                    by: fact.by.clone(),
                    audience: fact.audience.clone(),
                    at: fact.acted,
                };
                self.alerts.insert(fact.id, alert);
            }
            Body::AlertResolved { alert } => {
                self.alerts.remove(alert);
            }
            Body::Closed => self.closed = self.closed.or(Some(fact.acted)),
            Body::Cancelled => self.cancelled = self.cancelled.or(Some(fact.acted)),
            Body::Turned { leg, to } => next(&mut self.turns, *leg, to.clone(), fact),
            Body::Banded { arriving, departing, band } => next(&mut self.bands, (*arriving, *departing), *band, fact),
            Body::DoorTold { receiver, from, to } => next(&mut self.doors, receiver.clone(), (*from, *to), fact),
            Body::Noticed(notice) => {
                let told = Told { notice: notice.clone(), at: fact.acted, stage: Stage::Told, acknowledged: None };
                self.notices.entry(fact.id).or_insert(told);
            }
            Body::Said { .. } => {}
            Body::Window { audience, level } => {
                self.windows.insert(audience.to_string(), *level);
            }
        }
    }

    /// A later count of the same part replaces; one by somebody else that differs stays beside it,
    /// because two people who counted different numbers is a fact worth seeing.
    fn count(&mut self, fact: &Fact, count: &Count) {
        let counting = Counting {
            id: fact.id,
            count: count.clone(),
            by: fact.by.clone(),
            audience: fact.audience.clone().unwrap_or_default(),
            acted: fact.acted,
        };
        let held = self.counts.entry((count.leg, count.place.clone(), count.part.clone())).or_default();
        held.retain(|c| {
            c.audience != counting.audience && Some(c.id) != count.corrects && c.count.total() != count.total()
        });
        held.push(counting);
    }

    fn acknowledge(&mut self, notice: &Uuid, party: &str, done: Done) {
        if let Some(told) = self.notices.get_mut(notice).filter(|t| t.notice.party == party) {
            told.stage = Stage::Acknowledged;
            told.acknowledged.get_or_insert(done);
        }
    }

    /// Nothing more is expected of it.
    pub fn ended(&self) -> bool {
        self.closed.is_some() || self.cancelled.is_some()
    }

    /// Planned → moving → arrived, or closed, cancelled; `broken` is a matter of its connections too.
    pub fn turn(&self, leg: u8) -> &Turn {
        self.turns.get(&leg).map_or(&Turn::Planned, |e| &e.now)
    }
}

impl Count {
    /// What two counts of the same part are compared by.
    pub fn total(&self) -> (u16, u16, u16, u16) {
        (self.here, self.in_arms, self.escorts, self.over)
    }
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

fn text(fact: &Fact) -> Option<String> {
    match &fact.private {
        Some(Private::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

//! A plan that changes: a new version of the manifest, a new way onward, people who come, groups that part and meet
//! again; and the last word to audiences that the plan has left. Flown legs stay as they were.
//! Must not know: whether a plan makes sense, who is staffed where, the clock.

use super::people::{keep_person, merge_people};
use super::{Episode, Movement, people};
use crate::domain::audience::Audience;
use crate::domain::band::Band;
use crate::domain::fact::{
    Body, BookingChange, Changer, Fact, Level, Merging, NoticeKind, Parting, Private, Rerouting, Turn,
};
use crate::domain::place::Airport;
use crate::domain::plan::{Counted, Leg, Plan, TravellerId};
use crate::limits;
use chrono::{DateTime, Duration, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// Somebody who went another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    pub at: DateTime<Utc>,
    pub into: Uuid,
}

/// What an audience that the plan has left is told until it knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Farewell {
    /// The fact that changed the plan.
    pub cause: Uuid,
    /// The flight it knew them on.
    pub flight: Option<String>,
    /// The stops of the new plan.
    pub via: Vec<String>,
    /// Those it knew of: people who walk and infants in arms, a receiver's own. What becomes of them is not its affair.
    pub counts: (u16, u16),
    pub at: DateTime<Utc>,
    /// Two hours after the old plan's time there.
    pub until: DateTime<Utc>,
}

/// A change of the plan that is told to everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub cause: Uuid,
    pub kind: NoticeKind,
    /// New stops, where there are any.
    pub via: Vec<String>,
}

/// What was done to a booking.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebooked {
    pub fact: Uuid,
    pub travellers: Vec<TravellerId>,
    pub legs: Vec<Leg>,
    pub by: Changer,
    pub at: DateTime<Utc>,
}

impl Movement {
    pub(super) fn republish(&mut self, fact: &Fact, version: u32, plan: &Plan) {
        if version <= self.version {
            return;
        }
        let (mut plan, mut told) = (plan.clone(), people(fact));
        let before = std::mem::replace(&mut self.manifest, (Arc::new(plan.clone()), told.clone())).0;
        // Who came on the way, or parted, did so whatever a later manifest repeats.
        plan.travellers.retain(|t| !self.former.contains_key(&t.id));
        let left_out = |t: &&Counted| !plan.travellers.iter().any(|p| p.id == t.id);
        let listed = |t: &Counted| before.travellers.iter().any(|b| b.id == t.id);
        let stays = |t: &&Counted| self.on_the_way(t) || (!listed(t) && !self.former.contains_key(&t.id));
        let kept: Vec<Counted> = self.plan.travellers.iter().filter(left_out).filter(stays).cloned().collect();
        let units = units_anew(&self.plan, &plan, &kept);
        for mut traveller in kept {
            traveller.unit = units.get(&traveller.unit).copied().unwrap_or(traveller.unit);
            keep_person(&mut told, self.people.as_deref(), &traveller);
            plan.travellers.push(traveller);
        }
        self.people = told;
        self.custody.enrol(&plan.travellers, fact.id, fact.acted);
        self.replace(fact, version, plan);
    }

    /// A manifest that leaves somebody out does not make them vanish once they have been handed on; who was never on it,
    /// because they came on the way or with another group, stays wherever they are.
    fn on_the_way(&self, traveller: &Counted) -> bool {
        use crate::domain::party::Party;
        !self.former.contains_key(&traveller.id)
            && self.custody.party(&traveller.id).is_some_and(|p| !matches!(p, Party::Origin | Party::Ended))
    }

    pub(super) fn reroute(&mut self, fact: &Fact, rerouting: &Rerouting) {
        if rerouting.version <= self.version {
            return;
        }
        // Of the plan in the fact the way counts; who travels is as it stands here.
        let plan =
            Plan { legs: rerouting.plan.legs.clone(), escorts: rerouting.plan.escorts.clone(), ..(*self.plan).clone() };
        let via = onward(&plan, &self.plan);
        self.changed.push(Changed { cause: fact.id, kind: NoticeKind::Rerouted, via });
        self.replace(fact, rerouting.version, plan);
    }

    /// A way onward, or the end of it all, that was taken back: who was told of it is told that it is not so.
    pub(super) fn taken_back(&mut self, undo: &Fact, was: &Body) {
        let kind = match was {
            Body::Rerouted(rerouting) if rerouting.version > self.version => {
                self.version = rerouting.version + 1;
                self.farewell(undo, &rerouting.plan);
                NoticeKind::Rerouted
            }
            Body::Cancelled => NoticeKind::Reinstated,
            _ => return,
        };
        self.changed.push(Changed { cause: undo.id, kind, via: Vec::new() });
    }

    fn replace(&mut self, fact: &Fact, version: u32, plan: Plan) {
        let old = std::mem::replace(&mut self.plan, Arc::new(plan));
        self.version = version;
        let same = |n: &u8| {
            let way = |l: &Leg| (l.way.clone(), l.from.clone(), l.to.clone());
            old.leg(*n).map(way) == self.plan.leg(*n).map(way)
        };
        let changed: BTreeSet<u8> =
            (1..=u8::try_from(limits::LEGS_MAX).unwrap_or(u8::MAX)).filter(|n| !same(n)).collect();
        self.forget_legs(&changed);
        self.farewell(fact, &old);
    }

    /// What was said of a leg that is another one now no longer counts. The number of an episode goes on, so that the
    /// same turn of the new leg is told again.
    fn forget_legs(&mut self, changed: &BTreeSet<u8>) {
        let anew = |e: &mut Episode<Turn>| e.now = Turn::Planned;
        self.turns.iter_mut().filter(|(n, _)| changed.contains(n)).for_each(|(_, e)| anew(e));
        let touched = |(arrives, leaves): &(u8, u8)| changed.contains(arrives) || changed.contains(leaves);
        self.bands.iter_mut().filter(|(key, _)| touched(key)).for_each(|(_, e)| e.now = Band::Safe);
        self.counts.retain(|(leg, ..), _| !changed.contains(leg));
        for leg in changed {
            self.custody.boarded.remove(leg);
            self.custody.landed.remove(leg);
            self.custody.left_behind.remove(leg);
        }
    }

    /// Audiences that saw the movement and are not of the new plan get a last word; those that are back lose theirs.
    fn farewell(&mut self, fact: &Fact, old: &Plan) {
        let back = |name: &String| name.parse::<Audience>().is_ok_and(|a| names(&self.plan, &a));
        self.farewells.retain(|name, _| !back(name));
        self.leaving.retain(|name, _| !back(name));
        let mut all: BTreeSet<String> = of(old).iter().map(ToString::to_string).collect();
        all.extend(self.windows.keys().cloned());
        for name in all {
            let Ok(audience) = name.parse::<Audience>() else { continue };
            let known = self.farewells.contains_key(&name) || matches!(audience, Audience::Display(_));
            if known || names(&self.plan, &audience) {
                continue;
            }
            let farewell = self.last_word(fact, old, &audience);
            if self.windows.get(&name).is_some_and(|level| *level > Level::Hidden) {
                self.farewells.insert(name, farewell);
            } else {
                self.leaving.insert(name, farewell);
            }
        }
    }

    /// A window that was opened before the plan turned away may stand after it in the order.
    pub(super) fn window(&mut self, audience: &Audience, level: Level) {
        let name = audience.to_string();
        if level > Level::Hidden
            && let Some(farewell) = self.leaving.remove(&name)
        {
            self.farewells.insert(name.clone(), farewell);
        }
        self.windows.insert(name, level);
    }

    fn last_word(&self, fact: &Fact, old: &Plan, audience: &Audience) -> Farewell {
        let there = |leg: &&Leg| match audience {
            Audience::Station(a) => leg.from == a.as_str() || leg.to == a.as_str(),
            _ => true,
        };
        let last = old.legs.iter().rfind(there);
        let time = match (audience, last) {
            (Audience::Station(a), Some(leg)) if leg.from == a.as_str() => Some(leg.scheduled_out),
            (_, Some(leg)) => Some(leg.scheduled_in),
            (_, None) => None,
        };
        let own = match audience {
            Audience::Receiver(id) => Some(id.as_str()),
            _ => None,
        };
        Farewell {
            cause: fact.id,
            flight: old.legs.iter().find(there).and_then(|leg| leg.flight()).map(ToString::to_string),
            via: onward(&self.plan, old),
            counts: self.expected_of(old, own),
            at: fact.acted,
            until: time.unwrap_or(fact.acted).max(fact.acted) + Duration::hours(limits::FAREWELL_H),
        }
    }

    pub(super) fn rebook(&mut self, fact: &Fact, change: &BookingChange) {
        self.rebooked.retain(|r| r.travellers != change.travellers);
        self.rebooked.push(Rebooked {
            fact: fact.id,
            travellers: change.travellers.clone(),
            legs: change.legs.clone(),
            by: change.by,
            at: fact.acted,
        });
    }

    pub(super) fn part(&mut self, fact: &Fact, parting: &Parting) {
        if let Some(from) = parting.from {
            self.parted_from = Some(from);
            return;
        }
        let Some(into) = parting.into else { return };
        self.version = self.version.max(parting.version);
        for id in &parting.travellers {
            self.former.insert(id.clone(), Former { at: fact.acted, into });
        }
        let old = self.plan.clone();
        let plan = Arc::make_mut(&mut self.plan);
        plan.travellers.retain(|t| !parting.travellers.contains(&t.id));
        self.custody.part(&parting.travellers);
        for alert in self.alerts.values_mut() {
            alert.travellers.retain(|id| !parting.travellers.contains(id));
        }
        // What was counted was another group.
        self.counts.clear();
        self.changed.push(Changed { cause: fact.id, kind: NoticeKind::Split, via: Vec::new() });
        let count = u16::try_from(parting.travellers.len()).unwrap_or(u16::MAX);
        self.into.insert(into, (parting.label.clone(), count));
        self.farewell(fact, &old);
    }

    /// The legs that have not left yet.
    pub fn ahead(&self) -> Vec<(&crate::domain::plan::Way, &str, &str)> {
        let flown = |n: u8| matches!(self.turn(n), Turn::Left | Turn::In | Turn::Diverted(_));
        let from = (1..).zip(&self.plan.legs).filter(|(n, _)| flown(*n)).map(|(n, _)| n).last().unwrap_or(0);
        let legs = self.plan.legs.iter().skip(usize::from(from));
        legs.map(|leg| (&leg.way, leg.from.as_str(), leg.to.as_str())).collect()
    }

    /// Those who will be joined to this movement have a history already: it is taken in at its own place in the order.
    pub(super) fn await_joined(&mut self, facts: &[&Fact]) {
        for fact in facts {
            let Body::Merged(Merging { from: Some(_), plan: Some(plan), .. }) = &fact.body else { continue };
            self.custody.enrol(&plan.travellers, fact.id, self.published);
            follow_too(Arc::make_mut(&mut self.plan), plan);
        }
    }

    pub(super) fn merge(&mut self, fact: &Fact, merging: &Merging) {
        self.version = self.version.max(merging.version);
        self.changed.push(Changed { cause: fact.id, kind: NoticeKind::Joined, via: Vec::new() });
        if let Some(into) = merging.into {
            let everybody: Vec<TravellerId> = self.plan.travellers.iter().map(|t| t.id.clone()).collect();
            for id in &everybody {
                self.former.insert(id.clone(), Former { at: fact.acted, into });
            }
            Arc::make_mut(&mut self.plan).travellers.clear();
            self.custody.part(&everybody);
            self.into.insert(into, (merging.label.clone(), u16::try_from(everybody.len()).unwrap_or(u16::MAX)));
            self.joined_into = Some(into);
            return;
        }
        let (Some(_), Some(plan)) = (merging.from, &merging.plan) else { return };
        self.counts.clear();
        let mine = Arc::make_mut(&mut self.plan);
        // Again: a way onward since the beginning may have had only its own.
        follow_too(mine, plan);
        for traveller in &plan.travellers {
            self.former.remove(&traveller.id);
            if !mine.travellers.iter().any(|t| t.id == traveller.id) {
                mine.travellers.push(traveller.clone());
            }
        }
        if let (Some(Private::People(more)), Some(held)) = (&fact.private, &mut self.people) {
            merge_people(Arc::make_mut(held), more);
        }
    }
}

/// Who travels with and who follows the people of another plan does so here.
fn follow_too(mine: &mut Plan, other: &Plan) {
    let escorts: Vec<_> = other.escorts.iter().filter(|e| !mine.escorts.contains(e)).cloned().collect();
    mine.escorts.extend(escorts);
    let authorities: Vec<_> = other.authorities.iter().filter(|a| !mine.authorities.contains(a)).cloned().collect();
    mine.authorities.extend(authorities);
}

/// Whether a plan still has to do with an audience. That a stop has nobody working there is not known here: whoever
/// had a window at a stop of the plan keeps it.
pub fn names(plan: &Plan, audience: &Audience) -> bool {
    match audience {
        Audience::Coordinator(programme) => *programme == plan.programme,
        Audience::Station(a) | Audience::Display(a) => plan.stops().contains(&a.as_str()),
        Audience::Receiver(id) => plan.receivers().contains(id.as_str()),
        Audience::Authority(id) => plan.authorities.contains(id),
        Audience::Escort(account) => plan.escorts.iter().any(|e| e.account == *account),
    }
}

/// Whom a plan names; who works at its stops is not known here.
fn of(plan: &Plan) -> Vec<Audience> {
    let stations = plan.stops().into_iter().filter_map(|stop| Airport::parse(stop).ok()).map(Audience::Station);
    let receivers = plan.receivers().into_iter().map(|id| Audience::Receiver(id.to_owned()));
    let authorities = plan.authorities.iter().cloned().map(Audience::Authority);
    let escorts = plan.escorts.iter().map(|e| Audience::Escort(e.account.clone()));
    stations.chain(receivers).chain(authorities).chain(escorts).collect()
}

/// The stops of the new plan that the old one did not have.
fn onward(new: &Plan, old: &Plan) -> Vec<String> {
    let before = old.stops();
    new.stops().into_iter().filter(|stop| !before.contains(stop)).map(str::to_owned).collect()
}

/// A manifest numbers its units anew: who is kept belongs to the unit their family has now, or to one that nobody has.
fn units_anew(old: &Plan, new: &Plan, kept: &[Counted]) -> BTreeMap<u16, u16> {
    let mut units = BTreeMap::new();
    let mut free = new.travellers.iter().map(|t| t.unit).max().map_or(0, |n| n.saturating_add(1));
    for unit in kept.iter().map(|t| t.unit) {
        if units.contains_key(&unit) {
            continue;
        }
        let mut family = old.travellers.iter().filter(|t| t.unit == unit);
        let now = family.find_map(|t| new.travellers.iter().find(|n| n.id == t.id)).map(|n| n.unit);
        units.insert(unit, now.unwrap_or(free));
        free = free.saturating_add(u16::from(now.is_none()));
    }
    units
}

//! What the plan expects of whereabouts: who should have been seen where by when, and what follows where nobody has. Left
//! as planned where nobody could have said so; on their own until a stated time; not known where somebody could have
//! seen them and did not. Times of the rules: `product.md`, default settings. Must not know: the clock, who is told.

use super::custody::{Where, leg_name, rides};
use super::fact::{Body, Fact, Passing, Turn, Why};
use super::movement::Movement;
use super::party::Party;
use super::plan::{Counted, Leg, Places, TravellerId, Way};
use super::standing::Flights;
use crate::limits;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Where somebody goes by the plan or the clock.
#[derive(Debug, Clone, PartialEq)]
struct Due {
    at: DateTime<Utc>,
    to: Party,
    until: Option<DateTime<Utc>>,
    why: Why,
}

struct Expecting<'a, P: Places> {
    m: &'a Movement,
    flights: &'a Flights,
    places: &'a P,
    now: DateTime<Utc>,
}

/// The facts that are due at `now` and do not stand yet. Asked again they are the same, until a fact is taken in.
pub fn due(m: &Movement, flights: &Flights, places: &impl Places, now: DateTime<Utc>) -> Vec<Fact> {
    if m.ended() {
        return Vec::new();
    }
    let e = Expecting { m, flights, places, now };
    let mut passing: BTreeMap<Step, Vec<(TravellerId, Uuid)>> = BTreeMap::new();
    for (traveller, held) in m.custody.active(&m.plan) {
        let Some(due) = e.of(traveller, held).filter(|d| d.at <= now) else { continue };
        // Never before what it follows from, or it would stand before it and change nothing.
        let at = due.at.max(held.known_at() + Duration::milliseconds(1));
        let step = (at, held.party.clone(), held.back_by, due.to, due.until, due.why);
        passing.entry(step).or_default().push((traveller.id.clone(), held.evidence));
    }
    passing
        .into_iter()
        .map(|((at, from, back_by, to, until, why), people)| {
            let names: Vec<String> = people.iter().map(|(id, evidence)| format!("{id} {evidence}")).collect();
            let id = Uuid::new_v5(&m.id, format!("{from} {to} {}", names.join(" ")).as_bytes());
            let fact = Fact::made(id, "hub", at, Body::Passed(Passing { people, from, back_by, to, until, why }));
            Fact { received: now, ..fact }
        })
        .collect()
}

/// Those who go the same way at the same moment: when, from whom and until when they were there, to whom and until when
/// they may be, why.
type Step = (DateTime<Utc>, Party, Option<DateTime<Utc>>, Party, Option<DateTime<Utc>>, Why);

impl<P: Places> Expecting<'_, P> {
    fn of(&self, traveller: &Counted, held: &Where) -> Option<Due> {
        match &held.party {
            Party::Origin => self.at_the_start(held),
            Party::Aboard(leg) => self.aboard(traveller, held, leg),
            Party::Station(airport) => self.at_a_post(held, airport.as_str()),
            Party::Escort(account) => self.with_an_escort(traveller, held, account),
            Party::Out(_) => self.lapse(held, Why::LateReturn),
            Party::Alone => self.alone(held),
            Party::Receiver(_) | Party::Ended | Party::Unknown => None,
        }
    }

    fn at_the_start(&self, held: &Where) -> Option<Due> {
        let leg = self.m.plan.leg(1)?;
        let left = self.left_at(1)?;
        let seen = self.places.staffed(&leg.from) || self.escorted(1);
        if seen {
            // Seen since, by somebody who had not taken them over: the wait begins there. Publication has seen nobody.
            let last = held.seen.as_ref().map_or(left, |s| s.at.max(left));
            return Some(not_seen(last + Duration::minutes(limits::NOT_SEEN_AIRSIDE_MIN)));
        }
        let to = Party::Aboard(leg_name(&self.m.plan, 1));
        Some(Due { at: left, to, until: None, why: Why::AsPlanned })
    }

    fn aboard(&self, traveller: &Counted, held: &Where, name: &str) -> Option<Due> {
        let number = self.m.plan.numbered().map(|(n, _)| n).find(|n| leg_name(&self.m.plan, *n) == name);
        let come = number.and_then(|n| Some((n, self.in_at(n)?)));
        // Cancelled after they had boarded, diverted, or not of the plan any more: they cannot be still on it once the
        // others have gone on.
        let Some((number, came)) = come else { return self.went_without(held, number) };
        let leg = self.m.plan.leg(number)?;
        let came = came.max(held.known_at());
        let last = usize::from(number) == self.m.plan.legs.len();
        if self.seen_at(&leg.to, number + 1) {
            let min = if last { limits::NOT_SEEN_AT_END_MIN } else { limits::NOT_SEEN_AIRSIDE_MIN };
            return Some(not_seen(came + Duration::minutes(min)));
        }
        Some(self.left_alone(traveller, number, came, came))
    }

    /// On their own where nobody works, from a moment on, since their leg came in: until the next one leaves, or until
    /// they should be at the door, and never for longer than they may be.
    fn left_alone(&self, traveller: &Counted, leg: u8, came: DateTime<Utc>, at: DateTime<Utc>) -> Due {
        let last = usize::from(leg) == self.m.plan.legs.len();
        let planned = if last { self.door_of(traveller) } else { self.flights.best_out(self.m, leg + 1) };
        let planned = planned.map(|at| at + Duration::minutes(limits::NOT_SEEN_AIRSIDE_MIN));
        // Who may not be alone at all is with nobody from the first minute: that is the alarm.
        let alone = came + Duration::hours(if self.never_alone(traveller) { 0 } else { limits::ALONE_H });
        let until = planned.map_or(alone, |planned| planned.min(alone));
        Due { at, to: Party::Alone, until: Some(until), why: Why::AsPlanned }
    }

    /// The next leg has left, and nobody has said that they are on it.
    fn went_without(&self, held: &Where, aboard: Option<u8>) -> Option<Due> {
        let turn = aboard.and_then(|n| self.m.plan.leg(n)).map(|leg| self.flights.turn(leg));
        // While they may still be in the air, a bus that goes by the plan is no sign that anybody went on.
        let flying = matches!(turn, Some(Turn::Planned | Turn::Left));
        let after =
            self.m.plan.numbered().filter(|(n, leg)| aboard.is_none_or(|held| *n > held) && !(flying && by_plan(leg)));
        let left = after.filter_map(|(n, _)| self.left_at(n)).find(|left| *left >= held.known_at())?;
        Some(not_seen(left + Duration::minutes(limits::NOT_SEEN_AIRSIDE_MIN)))
    }

    fn at_a_post(&self, held: &Where, code: &str) -> Option<Due> {
        let (number, _) = self.m.plan.numbered().filter(|(_, leg)| leg.from == code).last()?;
        let left = self.left_at(number)?.max(held.known_at());
        Some(not_seen(left + Duration::minutes(limits::NOT_SEEN_AIRSIDE_MIN)))
    }

    fn with_an_escort(&self, traveller: &Counted, held: &Where, account: &str) -> Option<Due> {
        let duty = self.m.plan.escorts.iter().filter(|e| e.account == account).map(|e| e.to_leg).max();
        // Who is no longer of the plan and still has people is expected to be with them to the end.
        let duty = duty.unwrap_or(u8::try_from(self.m.plan.legs.len()).unwrap_or(u8::MAX));
        let leg = self.m.plan.leg(duty)?;
        let came = self.in_at(duty)?.max(held.known_at());
        let last = usize::from(duty) == self.m.plan.legs.len();
        let door = self.door().filter(|_| last).unwrap_or(came);
        if !last && !self.seen_at(&leg.to, duty + 1) {
            // Her duty ends where nobody works: by the plan they go on without anybody.
            let handed_on = came + Duration::minutes(limits::NOT_SEEN_AT_END_MIN);
            return Some(self.left_alone(traveller, duty, came, handed_on));
        }
        Some(not_seen(came.max(door) + Duration::minutes(limits::NOT_SEEN_AT_END_MIN)))
    }

    /// On their own until the next leg leaves: then they are on it as planned, unless their time was over before.
    fn alone(&self, held: &Where) -> Option<Due> {
        let back_by = held.back_by?;
        let legs = self.m.plan.numbered().map(|(n, _)| n);
        let next = legs.filter_map(|n| Some((n, self.left_at(n)?))).find(|(_, left)| *left >= held.since);
        match next.filter(|(_, left)| *left <= back_by) {
            Some((n, left)) => {
                let to = Party::Aboard(leg_name(&self.m.plan, n));
                Some(Due { at: left, to, until: None, why: Why::AsPlanned })
            }
            None => self.lapse(held, Why::AloneOverdue),
        }
    }

    fn lapse(&self, held: &Where, why: Why) -> Option<Due> {
        Some(Due { at: held.back_by?, to: Party::Unknown, until: None, why })
    }

    /// When the receiver of somebody should have seen them at the door.
    fn door_of(&self, traveller: &Counted) -> Option<DateTime<Utc>> {
        let last = u8::try_from(self.m.plan.legs.len()).unwrap_or(u8::MAX);
        let (_, door) = self.places.door_min(traveller.receiver.as_deref()?);
        Some(self.flights.best_in(self.m, last)? + Duration::minutes(door.max(limits::NOT_SEEN_AT_END_MIN)))
    }

    /// Somebody is there who can see them: a post, or an escort whose duty begins.
    fn seen_at(&self, place: &str, next_leg: u8) -> bool {
        self.places.staffed(place) || self.escorted(next_leg)
    }

    fn escorted(&self, leg: u8) -> bool {
        self.m.plan.escorts.iter().any(|e| rides(&Party::Escort(e.account.clone()), leg, &self.m.plan))
    }

    /// A child alone, and who needs assistance, are never left on their own.
    fn never_alone(&self, traveller: &Counted) -> bool {
        let person = self.m.people.as_ref().and_then(|p| p.persons.get(&traveller.id));
        traveller.unaccompanied || person.is_some_and(|p| !p.needs.is_empty())
    }

    fn door(&self) -> Option<DateTime<Utc>> {
        let last = u8::try_from(self.m.plan.legs.len()).unwrap_or(u8::MAX);
        let most = self.m.plan.receivers().into_iter().map(|r| self.places.door_min(r).1).max()?;
        Some(self.flights.best_in(self.m, last)? + Duration::minutes(most))
    }

    /// When a leg left, once it has. Of a bus or a walk nobody reports; it goes by the plan.
    fn left_at(&self, number: u8) -> Option<DateTime<Utc>> {
        let leg = self.m.plan.leg(number)?;
        let at = self.flights.best_out(self.m, number)?;
        let gone = if by_plan(leg) { at <= self.now } else { self.flights.has_left(self.m, number) };
        gone.then_some(at)
    }

    fn in_at(&self, number: u8) -> Option<DateTime<Utc>> {
        let leg = self.m.plan.leg(number)?;
        let at = self.flights.best_in(self.m, number)?;
        let landed = self.m.custody.landed.get(&number).map(|done| done.at);
        if let Some(landed) = landed {
            return Some(if self.flights.is_in(self.m, number) { at } else { landed });
        }
        let come = if by_plan(leg) { at <= self.now } else { self.flights.is_in(self.m, number) };
        come.then_some(at)
    }
}

fn not_seen(at: DateTime<Utc>) -> Due {
    Due { at, to: Party::Unknown, until: None, why: Why::NotSeen }
}

fn by_plan(leg: &Leg) -> bool {
    matches!(leg.way, Way::Ground(_))
}

/// A stretch on which the plan leaves people on their own for too long: raised when it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alone {
    /// The leg after which it begins.
    pub after_leg: u8,
    pub place: String,
    pub hours: i64,
    pub travellers: Vec<TravellerId>,
}

/// Stretches of the plan on which nobody can see people for longer than they may be alone.
pub fn planned_alone(m: &Movement, flights: &Flights, places: &impl Places) -> Vec<Alone> {
    let e = Expecting { m, flights, places, now: m.published };
    let last = m.plan.legs.len();
    let mut found = Vec::new();
    for (number, leg) in m.plan.numbered().filter(|(n, _)| usize::from(*n) < last) {
        if e.seen_at(&leg.to, number + 1) || e.escorted(number) {
            continue;
        }
        let Some(next) = m.plan.leg(number + 1) else { continue };
        let alone = next.scheduled_out - leg.scheduled_in;
        let long = |t: &Counted| e.never_alone(t) || alone > Duration::hours(limits::ALONE_H);
        let people: Vec<&Counted> = m.custody.active(&m.plan).map(|(t, _)| t).filter(|t| long(t)).collect();
        if !people.is_empty() {
            let travellers = people.into_iter().map(|t| t.id.clone()).collect();
            found.push(Alone { after_leg: number, place: leg.to.clone(), hours: alone.num_hours(), travellers });
        }
    }
    found
}

#[cfg(test)]
mod tests;

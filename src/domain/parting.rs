//! Groups that part and meet again: the facts that a movement's people take with them, so that who was with whom, and
//! what was seen, stands on both sides and a device that was offline can still add to it. A fact about all becomes a
//! fact about those who go. Must not know: labels and keys of the store, who is told.

use super::command::Part;
use super::fact::{Body, BookingChange, Fact, Merging, Parting, Passing, Private, Rerouting, Whom};
use super::movement::Movement;
use super::plan::{People, Plan, TravellerId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// A movement that is about to begin.
#[derive(Debug, Clone)]
pub struct Newcomer {
    pub id: Uuid,
    pub label: String,
    pub reference: String,
}

/// Whom each fact of a movement was about, by the fact's id.
pub type Concerned = BTreeMap<Uuid, Vec<TravellerId>>;

/// Whom each fact is about, as the state was at its place in the order.
pub fn concerned(id: Uuid, facts: &[Fact]) -> Concerned {
    let mut all = Concerned::new();
    Movement::walk(id, facts, |movement, fact| {
        if let Some(people) = movement.custody.concerns(fact, &movement.plan) {
            let about = all.entry(fact.id).or_default();
            about.extend(people.into_iter().filter(|id| !about.contains(id)).collect::<Vec<_>>());
        }
    });
    all
}

/// The facts a part begins with. `asked` is the coordinator's command.
pub fn branch(m: &Movement, facts: &[Fact], part: &Part, new: &Newcomer, asked: &Fact) -> Vec<Fact> {
    let plan = part_of(m, &part.travellers, new);
    let ground = Uuid::new_v5(&new.id, b"published 1");
    let published = Fact {
        private: m.people.as_deref().map(|p| Private::People(Box::new(people_of(p, &part.travellers)))),
        ..Fact::made(
            ground,
            asked.by.clone(),
            m.published,
            Body::Published { version: 1, label: new.label.clone(), plan: Box::new(plan.clone()) },
        )
    };
    let mut taken = vec![published];
    taken.extend(carried(m.id, facts, &part.travellers, ground));
    let parting = Parting {
        travellers: part.travellers.clone(),
        into: None,
        from: Some(m.id),
        label: m.label.clone(),
        version: 1,
    };
    taken.push(copy(asked, Uuid::new_v5(&new.id, b"parted"), Body::Parted(parting)));
    if let Some((from_leg, legs)) = &part.onward {
        let plan = Box::new(super::command::way_on(&plan, *from_leg, legs));
        let body = Body::Rerouted(Rerouting { version: 2, from_leg: *from_leg, plan });
        taken.push(copy(asked, Uuid::new_v5(&new.id, b"rerouted"), body));
    }
    taken
}

/// What stays behind of it: the word that they have gone, in the order of the parts.
pub fn left(m: &Movement, part: &Part, new: &Newcomer, asked: &Fact, nth: usize) -> Fact {
    let id = if nth == 0 { asked.id } else { Uuid::new_v5(&asked.id, format!("part {nth}").as_bytes()) };
    let parting = Parting {
        travellers: part.travellers.clone(),
        into: Some(new.id),
        from: None,
        label: new.label.clone(),
        version: m.version + 1,
    };
    copy(asked, id, Body::Parted(parting))
}

/// Why two movements cannot become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// What is left of the way is not the same, or nothing is left of it.
    OtherWay,
    OtherProgramme,
    Ended,
}

/// The facts that make one movement of two: for the one that stays, and for the one that ends.
///
/// # Errors
/// When they do not go the same way from here on.
pub fn join(stays: &Movement, ends: &Movement, facts: &[Fact], asked: &Fact) -> Result<(Vec<Fact>, Fact), Apart> {
    if ends.ended() || stays.ended() {
        return Err(Apart::Ended);
    }
    if stays.plan.programme != ends.plan.programme {
        return Err(Apart::OtherProgramme);
    }
    let (ahead, theirs) = (stays.ahead(), ends.ahead());
    if ahead.is_empty() || ahead != theirs {
        return Err(Apart::OtherWay);
    }
    let travellers: Vec<TravellerId> = ends.plan.travellers.iter().map(|t| t.id.clone()).collect();
    let units = units_apart(stays, ends);
    let plan = Box::new(seen_from(stays, ends, &units));
    let merging = |into, from, label: &str, plan| Merging {
        into,
        from,
        label: label.to_owned(),
        version: stays.version.max(ends.version) + 1,
        plan,
    };
    let came = merging(None, Some(ends.id), &ends.label, Some(plan));
    let mut first = copy(asked, asked.id, Body::Merged(came));
    first.private = ends.people.as_deref().map(|p| {
        let mut people = people_of(p, &travellers);
        people.cases.iter_mut().for_each(|c| c.unit = units.get(&c.unit).copied().unwrap_or(c.unit));
        Private::People(Box::new(people))
    });
    let mut more = vec![first];
    let same_legs = |f: &Fact| !matches!(f.body, Body::Turned { .. } | Body::Landed { .. });
    let news = carried(ends.id, facts, &travellers, asked.id);
    more.extend(news.into_iter().filter(same_legs).map(|f| in_units(of_its_leg(f, &ends.plan), &units)));
    let went = copy(asked, asked.id, Body::Merged(merging(Some(stays.id), None, &stays.label, None)));
    Ok((more, went))
}

/// Units of two manifests have the same numbers by chance: those who come get numbers that nobody here has.
fn units_apart(stays: &Movement, ends: &Movement) -> BTreeMap<u16, u16> {
    let held: BTreeSet<u16> = stays.plan.travellers.iter().map(|t| t.unit).collect();
    let coming: BTreeSet<u16> = ends.plan.travellers.iter().map(|t| t.unit).collect();
    let free = held.union(&coming).max().map_or(0, |n| n.saturating_add(1));
    coming.intersection(&held).copied().zip(free..).collect()
}

/// The plan of those who come, in the numbers of the movement they come to: what is left of the way is the same, what
/// lies behind may be longer on one side.
fn seen_from(stays: &Movement, ends: &Movement, units: &BTreeMap<u16, u16>) -> Plan {
    let mut plan = Plan { legs: Vec::new(), ..(*ends.plan).clone() };
    plan.travellers.iter_mut().for_each(|t| t.unit = units.get(&t.unit).copied().unwrap_or(t.unit));
    let legs = |m: &Movement| i16::try_from(m.plan.legs.len()).unwrap_or(i16::MAX);
    let shift = legs(stays) - legs(ends);
    let number = |n: u8| u8::try_from(i16::from(n) + shift).unwrap_or(0);
    plan.escorts.retain(|e| number(e.to_leg) > 0);
    for escort in &mut plan.escorts {
        escort.from_leg = number(escort.from_leg).max(1);
        escort.to_leg = number(escort.to_leg);
    }
    plan
}

/// Facts that came back on two ways, each narrowed to those who went it: about all of them again. By id, where the two
/// differ; sorted facts with the same id stand beside each other.
pub fn reunited(sorted: &[&Fact]) -> BTreeMap<Uuid, Fact> {
    let mut whole: BTreeMap<Uuid, Fact> = BTreeMap::new();
    for pair in sorted.windows(2) {
        let [first, again] = pair else { continue };
        if first.id == again.id && first.body != again.body {
            let held = whole.entry(first.id).or_insert_with(|| (*first).clone());
            held.body = both(held.body.clone(), &again.body);
        }
    }
    whole
}

fn both(held: Body, more: &Body) -> Body {
    match (held, more) {
        (Body::Offered(mut h), Body::Offered(m)) => {
            h.count = join_whom(&mut h.whom, h.count, &m.whom, m.count);
            Body::Offered(h)
        }
        (Body::Accepted(mut h), Body::Accepted(m)) => {
            h.count = join_whom(&mut h.whom, h.count, &m.whom, m.count);
            Body::Accepted(h)
        }
        (Body::Given(mut h), Body::Given(m)) => {
            h.count = join_whom(&mut h.whom, h.count, &m.whom, m.count);
            Body::Given(h)
        }
        (Body::Taken(mut h), Body::Taken(m)) => {
            h.count = join_whom(&mut h.whom, h.count, &m.whom, m.count);
            Body::Taken(h)
        }
        (Body::Boarded(mut h), Body::Boarded(m)) => {
            h.count = join_whom(&mut h.whom, h.count, &m.whom, m.count);
            Body::Boarded(h)
        }
        (Body::Sighted(mut h), Body::Sighted(m)) => {
            join_whom(&mut h.whom, 0, &m.whom, 0);
            Body::Sighted(h)
        }
        (Body::LeftBehind { leg, mut travellers }, Body::LeftBehind { travellers: more, .. }) => {
            add(&mut travellers, more);
            travellers.sort();
            Body::LeftBehind { leg, travellers }
        }
        (Body::Dropped { mut travellers, outcome }, Body::Dropped { travellers: more, .. }) => {
            add(&mut travellers, more);
            travellers.sort();
            Body::Dropped { travellers, outcome }
        }
        (Body::Passed(mut h), Body::Passed(m)) => {
            add(&mut h.people, &m.people);
            Body::Passed(h)
        }
        (held, _) => held,
    }
}

/// Both lists in the first, and how many they are together. A fact about all, or about whoever was there, is about
/// them already.
fn join_whom(held: &mut Whom, count: u16, more: &Whom, again: u16) -> u16 {
    if held.travellers.is_empty() {
        return count;
    }
    if more.travellers.is_empty() {
        held.clone_from(more);
        return again;
    }
    let new = add(&mut held.travellers, &more.travellers);
    let known = u16::try_from(more.travellers.len().saturating_sub(new)).unwrap_or(u16::MAX);
    count.saturating_add(again.saturating_sub(known))
}

fn add<T: Clone + PartialEq>(held: &mut Vec<T>, more: &[T]) -> usize {
    let new: Vec<T> = more.iter().filter(|t| !held.contains(t)).cloned().collect();
    held.extend(new.iter().cloned());
    new.len()
}

/// The facts of a movement as far as they are about some of its people. `ground` is the fact that brings these people
/// into the movement the facts are for: what the hub said of their beginning is said of that one.
pub fn carried(id: Uuid, facts: &[Fact], travellers: &[TravellerId], ground: Uuid) -> Vec<Fact> {
    let concerned = concerned(id, facts);
    let begins: BTreeSet<Uuid> =
        facts.iter().filter(|f| matches!(f.body, Body::Published { .. } | Body::Merged(_))).map(|f| f.id).collect();
    let former = of_former_legs(id, facts);
    facts
        .iter()
        .filter_map(|fact| narrowed(fact, concerned.get(&fact.id), travellers, &begins, ground))
        .map(|fact| match former.get(&fact.id) {
            Some(plan) => of_its_leg(fact, plan),
            None => fact,
        })
        .collect()
}

/// Facts about a leg whose place another one has taken since, each with the plan it was of: the people take only the
/// newest plan with them.
fn of_former_legs(id: Uuid, facts: &[Fact]) -> BTreeMap<Uuid, Arc<Plan>> {
    let mut plans: BTreeMap<Uuid, (u8, Arc<Plan>)> = BTreeMap::new();
    let newest = Movement::walk(id, facts, |movement, fact| {
        if let Body::Boarded(super::fact::Boarding { leg, .. }) | Body::LeftBehind { leg, .. } = &fact.body {
            plans.insert(fact.id, (*leg, movement.plan.clone()));
        }
    });
    let Some(newest) = newest else { return BTreeMap::new() };
    let name = |plan: &Plan, leg: u8| super::custody::leg_name(plan, leg);
    let other = plans.into_iter().filter(|(_, (leg, plan))| name(plan, *leg) != name(&newest.plan, *leg));
    other.map(|(fact, (_, plan))| (fact, plan)).collect()
}

/// One fact as far as it is about some people; `None` if it is not about them.
pub fn narrowed(
    fact: &Fact,
    concerned: Option<&Vec<TravellerId>>,
    travellers: &[TravellerId],
    begins: &BTreeSet<Uuid>,
    ground: Uuid,
) -> Option<Fact> {
    let all_the_same = matches!(
        fact.body,
        Body::Turned { .. }
            | Body::Claimed { .. }
            | Body::Arrived { .. }
            | Body::Landed { .. }
            | Body::Undone { .. }
            // What somebody has looked at and closed does not open again on the other side.
            | Body::AlertResolved { .. }
    );
    if all_the_same {
        return Some(fact.clone());
    }
    let about: Vec<TravellerId> = concerned?.iter().filter(|id| travellers.contains(id)).cloned().collect();
    if about.is_empty() {
        return None;
    }
    let count = u16::try_from(about.len()).unwrap_or(u16::MAX);
    let whom = Whom::these(about.clone());
    let body = match fact.body.clone() {
        Body::Offered(offer) => Body::Offered(super::fact::Offer { whom, count, ..offer }),
        Body::Accepted(accept) => Body::Accepted(super::fact::Accept { whom, count, ..accept }),
        Body::Given(give) => Body::Given(super::fact::Give { whom, count, ..give }),
        Body::Taken(take) => Body::Taken(super::fact::Take { whom, count, ..take }),
        Body::Boarded(boarding) => Body::Boarded(super::fact::Boarding { whom, count, ..boarding }),
        Body::Sighted(sighting) => Body::Sighted(super::fact::Sighting { whom, ..sighting }),
        Body::LeftBehind { leg, .. } => Body::LeftBehind { leg, travellers: about },
        Body::Dropped { outcome, .. } => Body::Dropped { travellers: about, outcome },
        Body::AlertRaised { alert, .. } => Body::AlertRaised { alert, travellers: about },
        Body::Rebooked(change) => Body::Rebooked(BookingChange { travellers: about, ..change }),
        // The receiver's number was of all; of these it is as many as they are.
        Body::ReceivedAll { missing, .. } => {
            let missing = missing.into_iter().filter(|id| travellers.contains(id)).collect();
            Body::ReceivedAll { count, missing }
        }
        Body::Passed(passing) => {
            let mine = passing.people.into_iter().filter(|(id, _)| travellers.contains(id));
            let people = mine.map(|(id, e)| (id, if begins.contains(&e) { ground } else { e })).collect();
            Body::Passed(Passing { people, ..passing })
        }
        other => other,
    };
    Some(Fact { body, ..fact.clone() })
}

/// A fact about a leg of the other movement keeps the name of that leg: here the number is another leg's.
pub fn of_its_leg(fact: Fact, of: &Plan) -> Fact {
    let body = match fact.body {
        Body::Boarded(boarding) => {
            let aboard = boarding.aboard.or_else(|| Some(super::custody::leg_name(of, boarding.leg)));
            Body::Boarded(super::fact::Boarding { leg: 0, aboard, ..boarding })
        }
        Body::LeftBehind { travellers, .. } => Body::LeftBehind { leg: 0, travellers },
        other => other,
    };
    Fact { body, ..fact }
}

/// Who was added there stands in the numbers of the units here.
fn in_units(mut fact: Fact, units: &BTreeMap<u16, u16>) -> Fact {
    if let Body::Added(addition) = &mut fact.body {
        let unit = &mut addition.traveller.unit;
        *unit = units.get(unit).copied().unwrap_or(*unit);
    }
    fact
}

fn copy(asked: &Fact, id: Uuid, body: Body) -> Fact {
    Fact { id, body, ..asked.clone() }
}

fn part_of(m: &Movement, travellers: &[TravellerId], new: &Newcomer) -> Plan {
    let mine = m.plan.travellers.iter().filter(|t| travellers.contains(&t.id)).cloned().collect();
    Plan { reference: new.reference.clone(), travellers: mine, ..(*m.plan).clone() }
}

fn people_of(people: &People, travellers: &[TravellerId]) -> People {
    let mine = |id: &TravellerId| travellers.contains(id);
    let persons: BTreeMap<_, _> =
        people.persons.iter().filter(|(id, _)| mine(id)).map(|(id, p)| (id.clone(), p.clone())).collect();
    let cases = people.cases.iter().filter_map(|c| {
        let held: Vec<TravellerId> = c.travellers.iter().filter(|id| mine(id)).cloned().collect();
        (!held.is_empty()).then(|| super::plan::CaseOf { travellers: held, ..c.clone() })
    });
    let keys: BTreeSet<&String> = persons.values().map(|p| &p.key).collect();
    let bookings = people.bookings.iter().filter(|b| b.travellers.iter().any(|k| keys.contains(k)));
    let bookings = bookings.map(|b| {
        let travellers = b.travellers.iter().filter(|k| keys.contains(k)).cloned().collect();
        super::manifest::Booking { travellers, ..b.clone() }
    });
    People { cases: cases.collect(), bookings: bookings.collect(), escorts: people.escorts.clone(), persons }
}

#[cfg(test)]
mod tests;

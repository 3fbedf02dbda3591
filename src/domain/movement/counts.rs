//! Counts: what was counted by whom beside what should have been there. Parts add up, the same part replaces, two that
//! differ stay beside each other, and a number is never lowered in silence.
//! Must not know: who is told of a difference, screens.

use super::{Alert, Counting, Movement};
use crate::domain::fact::{Count, Fact};
use crate::domain::party::Party;
use crate::domain::plan::{Counted, Plan};
use std::collections::BTreeMap;
use uuid::Uuid;

impl Movement {
    /// A later count of the same part replaces; one by somebody else that differs stays beside it, because two people
    /// who counted different numbers is a fact worth seeing. One's own lower number stays beside it too unless it says
    /// what it corrects: a count is never lowered in silence.
    pub(super) fn count(&mut self, fact: &Fact, count: &Count) {
        let audience = fact.said_by.clone().or_else(|| fact.audience.clone()).unwrap_or_default();
        let counting = Counting {
            id: fact.id,
            count: count.clone(),
            by: fact.by.clone(),
            expected: self.expected_at(&audience),
            audience,
            acted: fact.acted,
        };
        let held = self.counts.entry((count.leg, count.place.clone(), count.part.clone())).or_default();
        // Each receiver counts its own people: two that differ do not contradict each other, and two that are the same
        // are two counts.
        let own = |audience: &str| audience.starts_with("receiver:");
        held.retain(|c| {
            if c.audience != counting.audience && (own(&c.audience) || own(&counting.audience)) {
                return true;
            }
            let lowered = c.audience == counting.audience && c.count.people() > count.people();
            let replaced = c.audience == counting.audience && !lowered;
            !replaced && Some(c.id) != count.corrects && c.count.total() != count.total()
        });
        held.push(counting);
        let plan = self.plan.clone();
        self.custody.counted(fact, count, &plan);
    }

    /// The newest count of each party, where it differs from who should have been there. A part alone says nothing of
    /// who is missing: the others may still be counted.
    pub(super) fn mismatches(&self) -> Vec<(Uuid, Alert)> {
        let mut newest: BTreeMap<&str, &Counting> = BTreeMap::new();
        for counting in self.counts.values().flatten() {
            let held = newest.entry(&counting.audience).or_insert(counting);
            if (held.acted, held.id) < (counting.acted, counting.id) {
                *held = counting;
            }
        }
        let differs = |c: &&&Counting| {
            let (walk, arms) = c.expected;
            let arms_differ = c.count.in_arms.is_some_and(|n| n != arms);
            let part = c.count.part.is_some();
            c.count.over > 0 || (!part && (c.count.here != walk || arms_differ)) || (part && c.count.here > walk)
        };
        let alert = |c: &&Counting| {
            let alert = Alert {
                kind: "count-mismatch".to_owned(),
                text: None,
                travellers: c.count.missing.clone(),
                by: c.by.clone(),
                audience: Some(c.audience.clone()),
                at: c.acted,
                party: Some(c.audience.clone()),
                priority: None,
                parties: Vec::new(),
            };
            (Uuid::new_v5(&c.id, b"count-mismatch"), alert)
        };
        newest.values().filter(differs).map(alert).collect()
    }

    /// People who walk, and infants in arms, of one receiver or of all: those who still travel under this plan.
    pub fn expected(&self, receiver: Option<&str>) -> (u16, u16) {
        self.expected_of(&self.plan, receiver)
    }

    pub(super) fn expected_of(&self, plan: &Plan, receiver: Option<&str>) -> (u16, u16) {
        let mine = |t: &&Counted| {
            !self.custody.dropped.contains_key(&t.id) && receiver.is_none_or(|r| t.receiver.as_deref() == Some(r))
        };
        let count = |arms: bool| plan.travellers.iter().filter(mine).filter(|t| t.in_arms == arms).count();
        (u16::try_from(count(false)).unwrap_or(u16::MAX), u16::try_from(count(true)).unwrap_or(u16::MAX))
    }

    /// Those who should be at a door that one party counts at: not who is known to be elsewhere.
    fn expected_at(&self, audience: &str) -> (u16, u16) {
        let receiver = audience.strip_prefix("receiver:");
        let mut expected = (0u16, 0u16);
        for (traveller, held) in self.custody.active(&self.plan) {
            let mine = receiver.is_none_or(|r| traveller.receiver.as_deref() == Some(r));
            let here = match &held.party {
                Party::Out(_) | Party::Ended => false,
                Party::Receiver(_) => receiver.is_some(),
                _ => true,
            };
            if mine && here {
                let side = if traveller.in_arms { &mut expected.1 } else { &mut expected.0 };
                *side = side.saturating_add(1);
            }
        }
        expected
    }
}

impl Count {
    /// What two counts of the same part are compared by.
    pub fn total(&self) -> (u16, Option<u16>, u16, u16) {
        (self.here, self.in_arms, self.escorts, self.over)
    }

    /// Everybody counted, infants included.
    pub fn people(&self) -> u16 {
        self.here.saturating_add(self.in_arms.unwrap_or(0))
    }
}

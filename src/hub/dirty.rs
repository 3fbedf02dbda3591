//! The ids a session still has to be told of: a set, so a document that changes a thousand times waits once.
//! The worst band goes first, and of equals whoever has waited longest; what is old goes before everything.
//! Must not know: documents, frames, who reads.

use super::doc::DocId;
use std::collections::{BTreeMap, BTreeSet};

/// Ids that wait, in the order they go out.
#[derive(Debug, Default)]
pub struct Dirty {
    waits: BTreeMap<DocId, Place>,
    by_urgency: BTreeSet<(u8, u64)>,
    by_age: BTreeMap<u64, DocId>,
    next: u64,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    urgency: u8,
    turn: u64,
    since_ms: u64,
}

impl Dirty {
    /// Whether it was not waiting yet. A second mark may change its urgency, never its age.
    pub fn mark(&mut self, id: DocId, urgency: u8, now_ms: u64) -> bool {
        if let Some(place) = self.waits.get_mut(&id) {
            if place.urgency != urgency {
                self.by_urgency.remove(&(place.urgency, place.turn));
                place.urgency = urgency;
                self.by_urgency.insert((urgency, place.turn));
            }
            return false;
        }
        let turn = self.next;
        self.next += 1;
        self.by_urgency.insert((urgency, turn));
        self.by_age.insert(turn, id.clone());
        self.waits.insert(id, Place { urgency, turn, since_ms: now_ms });
        true
    }

    /// Who goes next: the oldest if it has waited `old_ms`, else the most urgent.
    pub fn first(&self, now_ms: u64, old_ms: u64) -> Option<&DocId> {
        let (_, oldest) = self.by_age.first_key_value()?;
        if self.waits.get(oldest).is_some_and(|p| now_ms.saturating_sub(p.since_ms) >= old_ms) {
            return Some(oldest);
        }
        let (_, turn) = self.by_urgency.first()?;
        self.by_age.get(turn)
    }

    /// It has been told.
    pub fn clear(&mut self, id: &str) {
        if let Some(place) = self.waits.remove(id) {
            self.by_urgency.remove(&(place.urgency, place.turn));
            self.by_age.remove(&place.turn);
        }
    }

    /// Those that began to wait before `turn`, longest first.
    pub fn before(&self, turn: u64) -> impl Iterator<Item = &DocId> {
        self.by_age.range(..turn).map(|(_, id)| id)
    }
    /// The turn of whoever comes next.
    pub fn next_turn(&self) -> u64 {
        self.next
    }
    pub fn len(&self) -> usize {
        self.waits.len()
    }
    pub fn is_empty(&self) -> bool {
        self.waits.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(dirty: &mut Dirty, now: u64) -> Vec<String> {
        let mut order = Vec::new();
        while let Some(id) = dirty.first(now, 100).cloned() {
            dirty.clear(id.as_str());
            order.push(id.to_string());
        }
        assert!(dirty.is_empty() && dirty.by_age.is_empty() && dirty.by_urgency.is_empty());
        order
    }

    #[test]
    fn the_worst_first_then_by_age_and_the_old_before_all() {
        let mut dirty = Dirty::default();
        for (id, urgency, at) in [("calm", 3, 0), ("tight", 1, 50), ("broken", 0, 60), ("broken too", 0, 70)] {
            assert!(dirty.mark(DocId::new(id), urgency, at));
        }
        assert!(!dirty.mark(DocId::new("calm"), 3, 99), "a document waits once");
        assert_eq!(drain(&mut dirty, 99), ["broken", "broken too", "tight", "calm"]);
        for (id, urgency, at) in [("calm", 3, 0), ("broken", 0, 60)] {
            dirty.mark(DocId::new(id), urgency, at);
        }
        assert_eq!(drain(&mut dirty, 100), ["calm", "broken"]);
    }

    #[test]
    fn urgency_can_change_while_it_waits() {
        let mut dirty = Dirty::default();
        dirty.mark(DocId::new("a"), 1, 0);
        dirty.mark(DocId::new("b"), 2, 0);
        dirty.mark(DocId::new("b"), 0, 5);
        assert_eq!(drain(&mut dirty, 5), ["b", "a"]);
    }
}

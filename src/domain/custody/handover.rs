//! Handovers: offered and accepted between two users of Onward, given to and taken from a party outside. An accept
//! stands alone and ends whatever was in force at its time; where that was not what its author said, the person still
//! moves and both are told. Must not know: the plan's times, who may see it.

use super::{Custody, Offered, Seen, Where, author};
use crate::domain::fact::{Accept, Fact, Give, Offer, Take, Whom, Why};
use crate::domain::party::Party;
use crate::domain::plan::{Plan, TravellerId};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use uuid::Uuid;

impl Custody {
    pub(super) fn offered(&mut self, fact: &Fact, offer: &Offer, actor: Option<Party>, plan: &Plan) {
        let Some(from) = actor else { return };
        if self.answered.contains(&fact.id) {
            return;
        }
        let travellers = self.chosen(&offer.whom, Some(&from), plan);
        // A later offer of the same people to the same party is the newer word of one handover.
        self.offers.retain(|_, held| held.from != from || held.to != offer.to || held.travellers != travellers);
        let to = offer.to.clone();
        self.offers.insert(fact.id, Offered { from, to, travellers, count: offer.count, at: fact.acted });
    }

    pub(super) fn accepted(&mut self, fact: &Fact, accept: &Accept, actor: Option<Party>, plan: &Plan) {
        let Some(to) = actor else { return };
        let people = self.accepting(accept, Some(&to), plan);
        let offer = accept.offer.and_then(|id| self.offers.get(&id)).map(|o| o.count);
        self.moved(fact, &people, &accept.from, &to);
        self.close_offers(accept.offer, &accept.from, &to, &people);
        // The number was typed before the offer's was shown: that is the read-back.
        let read = [usize::from(accept.count)].into_iter().chain(offer.map(usize::from));
        if read.into_iter().any(|n| n != people.len()) {
            self.raise(fact, "count-mismatch", Vec::new(), Some(&accept.from));
        }
    }

    /// Whom an accept is about: of all that a party has, a receiver takes its own.
    pub(super) fn accepting(&self, accept: &Accept, to: Option<&Party>, plan: &Plan) -> Vec<TravellerId> {
        let mut people = self.chosen(&accept.whom, Some(&accept.from), plan);
        if let (Some(Party::Receiver(id)), true) = (to, accept.whom.all) {
            let own = |t: &&crate::domain::plan::Counted| t.receiver.as_deref() == Some(id.as_str());
            let own: BTreeSet<&TravellerId> = plan.travellers.iter().filter(own).map(|t| &t.id).collect();
            people.retain(|id| own.contains(id));
        }
        people
    }

    pub(super) fn declined(&mut self, fact: &Fact, from: &Party, offer: Option<Uuid>, actor: Option<Party>) {
        let Some(to) = actor else { return };
        self.close_offers(offer, from, &to, &[]);
        self.raise(fact, "handover-refused", Vec::new(), Some(from));
    }

    pub(super) fn given(&mut self, fact: &Fact, give: &Give, actor: Option<Party>, plan: &Plan) {
        let people = self.chosen(&give.whom, actor.as_ref(), plan);
        let mut others = Vec::new();
        for id in &people {
            // Whoever stands at the aircraft door may give to assistance those nobody has taken over yet.
            let held = self.party(id).filter(|p| p.audience().is_some() && Some(*p) != actor.as_ref()).cloned();
            if let Some(held) = held {
                others.push((id.clone(), held));
            }
            self.settle(id, Party::Out(give.party), fact, Some(give.back_by));
        }
        self.contradicted(fact, others, None);
        self.miscounted(fact, give.count, people.len());
    }

    pub(super) fn taken(&mut self, fact: &Fact, take: &Take, actor: Option<Party>, plan: &Plan) {
        let Some(to) = actor else { return };
        let people = self.chosen(&take.whom, Some(&take.from), plan);
        self.moved(fact, &people, &take.from, &to);
        self.close_offers(None, &take.from, &to, &people);
        self.miscounted(fact, take.count, people.len());
    }

    /// Moves people to who took them, whoever had them.
    fn moved(&mut self, fact: &Fact, people: &[TravellerId], from: &Party, to: &Party) {
        let mut others = Vec::new();
        for id in people {
            let Some(held) = self.whereabouts.get(id) else { continue };
            if self.dropped.contains_key(id) || !agrees(held, from, to) {
                others.push((id.clone(), held.party.clone()));
            }
            self.dropped.remove(id);
            self.settle(id, to.clone(), fact, None);
            self.see(id, fact, &to.to_string());
        }
        self.contradicted(fact, others, Some(from));
    }

    /// The person has moved; who had them by our record, who is said to have had them and who took them are told.
    fn contradicted(&mut self, fact: &Fact, people: Vec<(TravellerId, Party)>, from: Option<&Party>) {
        if people.is_empty() {
            return;
        }
        let (people, had): (Vec<TravellerId>, Vec<Party>) = people.into_iter().unzip();
        self.raise_to(fact, "custody.contradiction", people, from, had);
    }

    pub(super) fn miscounted(&mut self, fact: &Fact, said: u16, people: usize) {
        if usize::from(said) != people {
            self.raise(fact, "count-mismatch", Vec::new(), None);
        }
    }

    fn close_offers(&mut self, offer: Option<Uuid>, from: &Party, to: &Party, people: &[TravellerId]) {
        if let Some(id) = offer {
            self.answered.insert(id);
            self.offers.remove(&id);
        }
        let people: BTreeSet<&TravellerId> = people.iter().collect();
        let settled =
            |held: &Offered| held.to == *to && held.from == *from && held.travellers.iter().all(|t| people.contains(t));
        self.offers.retain(|_, held| !settled(held));
    }

    /// Whom a fact is about. *All* are those the party has; where it has nobody by our record, everybody still
    /// travelling who is not with a party outside or not known: a wrong record must not make a handover vanish.
    pub(super) fn chosen(&self, whom: &Whom, holder: Option<&Party>, plan: &Plan) -> Vec<TravellerId> {
        if !whom.all {
            let mut people: Vec<_> =
                whom.travellers.iter().filter(|id| self.whereabouts.contains_key(*id)).cloned().collect();
            people.sort();
            people.dedup();
            return people;
        }
        let held = self.having(plan, |p| Some(p) == holder);
        if !held.is_empty() {
            return held;
        }
        self.having(plan, |p| p.travelling() && !matches!(p, Party::Out(_) | Party::Unknown))
    }

    pub(super) fn having(&self, plan: &Plan, with: impl Fn(&Party) -> bool) -> Vec<TravellerId> {
        let mut people: Vec<_> = self.active(plan).filter(|(_, w)| with(&w.party)).map(|(t, _)| t.id.clone()).collect();
        people.sort();
        people
    }

    pub(super) fn settle(&mut self, id: &str, party: Party, fact: &Fact, back_by: Option<DateTime<Utc>>) {
        self.settle_why(id, party, fact, back_by, None);
    }

    pub(super) fn settle_why(
        &mut self,
        id: &str,
        party: Party,
        fact: &Fact,
        back_by: Option<DateTime<Utc>>,
        why: Option<Why>,
    ) {
        let Some(held) = self.whereabouts.get_mut(id) else { return };
        if party != Party::Unknown {
            (held.last, held.last_by) = (party.clone(), author(fact));
        }
        (held.party, held.by) = (party, author(fact));
        (held.since, held.evidence) = (fact.acted, fact.id);
        (held.back_by, held.why) = (back_by, why);
    }

    pub(super) fn see(&mut self, id: &str, fact: &Fact, place: &str) {
        let Some(held) = self.whereabouts.get_mut(id) else { return };
        held.evidence = fact.id;
        held.seen = Some(Seen { at: fact.acted, place: place.to_owned(), by: author(fact) });
    }
}

/// Whether what its author says fits what was in force. Somebody who was not known has been found; and where neither our
/// record nor the author names a post or a person, nobody's word stands against another's: people on their own between
/// two flights came off the first one.
fn agrees(held: &Where, from: &Party, to: &Party) -> bool {
    let nobodys = |p: &Party| p.audience().is_none();
    held.party == *from || held.party == *to || held.party == Party::Unknown || (nobodys(&held.party) && nobodys(from))
}

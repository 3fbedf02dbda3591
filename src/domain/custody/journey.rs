//! What happens to people on the way: seen, boarded, left behind, missing
//! and found, come and gone, received at the end. Must not know: handovers
//! (that is `handover`), the plan's times, who may see it.

use super::{Boarded, Checked, Custody, Drop, Release, Where, alert, author};
use crate::domain::fact::{Addition, Boarding, Checkpoint, Count, Fact, Outcome, Passing, Reason, Sighting};
use crate::domain::party::{Outside, Party};
use crate::domain::plan::{Plan, TravellerId};
use std::collections::BTreeSet;
use uuid::Uuid;

impl Custody {
    pub(super) fn boarded(&mut self, fact: &Fact, boarding: &Boarding, actor: Option<Party>, plan: &Plan) {
        let Some(actor) = actor else { return };
        let people = if boarding.whom.travellers.is_empty() {
            self.at_the_gate(boarding.leg, &actor, plan)
        } else {
            self.chosen(&boarding.whom, Some(&actor), plan)
        };
        let aboard = Party::Aboard(boarding.aboard.clone().unwrap_or_else(|| leg_name(plan, boarding.leg)));
        for id in &people {
            // Of a leg of another movement it is not known who rode it: an escort who had them went with them.
            let rode = |p: &Party| matches!(p, Party::Escort(_)) && boarding.leg == 0;
            let riding = self.party(id).is_some_and(|p| rides(p, boarding.leg, plan) || rode(p));
            let with = match &actor {
                Party::Escort(_) => actor.clone(),
                _ if riding => self.party(id).cloned().unwrap_or(Party::Unknown),
                _ => aboard.clone(),
            };
            self.settle(id, with, fact, None);
            self.see(id, fact, "boarded");
        }
        self.miscounted(fact, boarding.count, people.len());
        let (by, at) = (author(fact), fact.acted);
        self.check("boarded", Some(Checkpoint::Boarded), fact, people.len());
        if boarding.leg > 0 {
            self.boarded.insert(boarding.leg, Boarded { count: boarding.count, travellers: people, by, at });
        }
    }

    /// Who can board without being named: whom the post has, whom the escort on that leg has, those not taken over
    /// yet where the journey begins, and those with the crew. Not who was left behind.
    pub(super) fn at_the_gate(&self, leg: u8, actor: &Party, plan: &Plan) -> Vec<TravellerId> {
        let from = plan.leg(leg).map(|l| l.from.as_str());
        let behind = self.left_behind.get(&leg);
        let here = |p: &Party| match p {
            Party::Station(a) => Some(a.as_str()) == from,
            Party::Origin => leg == 1,
            Party::Out(Outside::Crew) => true,
            p => p == actor || rides(p, leg, plan),
        };
        let mut people = self.having(plan, here);
        people.retain(|id| behind.is_none_or(|b| !b.contains(id)));
        people
    }

    pub(super) fn left_behind(&mut self, fact: &Fact, leg: u8, people: &[TravellerId], actor: Option<Party>) {
        for id in people {
            // The post has them; an escort who has flown can only say that they are not with her.
            let with = match &actor {
                Some(Party::Station(_)) => actor.clone().unwrap_or(Party::Unknown),
                _ => Party::Unknown,
            };
            self.settle(id, with, fact, None);
        }
        self.left_behind.entry(leg).or_default().extend(people.iter().cloned());
        if let Some(boarded) = self.boarded.get_mut(&leg) {
            boarded.travellers.retain(|id| !people.contains(id));
        }
        self.raise(fact, "left-behind", people.to_vec(), actor.as_ref());
    }

    pub(super) fn sighted(&mut self, fact: &Fact, sighting: &Sighting, actor: Option<Party>, plan: &Plan) {
        let mut people = self.chosen(&sighting.whom, actor.as_ref(), plan);
        if sighting.whom.all {
            // A child alone is looked at, not assumed.
            let alone: BTreeSet<&TravellerId> =
                plan.travellers.iter().filter(|t| t.unaccompanied).map(|t| &t.id).collect();
            people.retain(|id| !alone.contains(id));
        }
        for id in &people {
            self.meet(id, fact, &sighting.place, actor.as_ref());
        }
        self.check(&sighting.place, sighting.checkpoint, fact, people.len());
    }

    /// A count of everybody its author has is a sighting of each of them, but for those it names as missing.
    pub fn counted(&mut self, fact: &Fact, count: &Count, plan: &Plan) {
        let Some(actor) = fact.actor().as_ref().and_then(Party::of) else { return };
        let mut people = self.having(plan, |p| *p == actor);
        people.retain(|id| !count.missing.contains(id));
        let said = usize::from(count.here) + usize::from(count.in_arms.unwrap_or(0));
        if count.part.is_none() && count.over == 0 && said >= people.len() {
            for id in &people {
                self.see(id, fact, &count.place);
            }
        }
    }

    fn check(&mut self, place: &str, checkpoint: Option<Checkpoint>, fact: &Fact, count: usize) {
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        let checked = Checked { count, by: author(fact), at: fact.acted };
        self.checkpoints.insert((place.to_owned(), checkpoint), checked);
    }

    /// Seen: they stay with whoever has them; who was not known is with whoever sees them.
    fn meet(&mut self, id: &str, fact: &Fact, place: &str, actor: Option<&Party>) {
        let lost = self.party(id) == Some(&Party::Unknown);
        if let Some(actor) = actor.filter(|_| lost) {
            self.settle(id, actor.clone(), fact, None);
        }
        self.see(id, fact, place);
    }

    pub(super) fn lost(&mut self, fact: &Fact, traveller: &str) {
        self.settle(traveller, Party::Unknown, fact, None);
    }

    pub(super) fn found(&mut self, fact: &Fact, traveller: &str, place: &str, actor: Option<Party>) {
        if let Some(actor) = actor {
            self.settle(traveller, actor, fact, None);
        }
        self.see(traveller, fact, place);
    }

    pub(super) fn added(&mut self, fact: &Fact, addition: &Addition, actor: Option<Party>) {
        let id = &addition.traveller.id;
        self.dropped.remove(id);
        self.whereabouts
            .entry(id.clone())
            .or_insert_with(|| Where::new(actor.clone().unwrap_or(Party::Origin), author(fact), fact.id, fact.acted));
        if addition.reason == Reason::Unlisted {
            self.unconfirmed.insert(id.clone());
        }
    }

    pub(super) fn drop_out(&mut self, fact: &Fact, people: &[TravellerId], outcome: Outcome) {
        for id in people {
            let with = if outcome == Outcome::NotFound { Party::Unknown } else { Party::Ended };
            self.settle(id, with, fact, None);
            let drop = Drop { outcome, by: author(fact), at: fact.acted };
            self.dropped.insert(id.clone(), drop);
            self.unconfirmed.remove(id);
        }
        for offer in self.offers.values_mut() {
            offer.travellers.retain(|id| !people.contains(id));
        }
        self.offers.retain(|_, offer| !offer.travellers.is_empty());
    }

    pub(super) fn releasing(&mut self, fact: &Fact, traveller: &str) {
        let code = fact.confidence().and_then(|c| c.code.clone());
        let release = Release { traveller: traveller.to_owned(), account: fact.by.clone(), at: fact.acted, code };
        self.releases.insert(fact.id, release);
    }

    pub(super) fn released(&mut self, fact: &Fact, traveller: &str, release: &Uuid) {
        if self.releases.remove(release).is_some_and(|held| held.traveller == traveller) {
            self.settle(traveller, Party::Ended, fact, None);
        }
    }

    /// A receiver's own word is the taking: no giver is asked for.
    pub(super) fn received(
        &mut self,
        fact: &Fact,
        count: u16,
        missing: &[TravellerId],
        actor: Option<Party>,
        plan: &Plan,
    ) {
        let Some(Party::Receiver(id)) = &actor else { return };
        let own = |t: &&crate::domain::plan::Counted| t.receiver.as_deref() == Some(id.as_str());
        let mine: Vec<TravellerId> = plan.travellers.iter().filter(own).map(|t| t.id.clone()).collect();
        let mut people = mine.clone();
        people.retain(|id| !missing.contains(id) && self.party(id) != Some(&Party::Ended));
        let loose = |p: Option<&Party>| matches!(p, Some(Party::Unknown | Party::Out(_)));
        let near = people.iter().filter(|id| !loose(self.party(id))).count();
        // Who is not known or elsewhere has come only if the number says so.
        if usize::from(count) <= near && near < people.len() {
            people.retain(|id| !loose(self.party(id)));
        }
        let party = Party::Receiver(id.clone());
        for id in &people {
            self.dropped.remove(id);
            self.settle(id, party.clone(), fact, None);
            self.see(id, fact, "door");
        }
        self.offers.retain(|_, o| o.to != party || !o.travellers.iter().all(|t| people.contains(t)));
        self.answer(Some(party)).received = Some((count, fact.acted));
        self.miscounted(fact, count, people.len());
        let absent: Vec<TravellerId> = missing.iter().filter(|id| mine.contains(id)).cloned().collect();
        if !absent.is_empty() {
            let id = Uuid::new_v5(&fact.id, b"not-received");
            self.alerts.insert(id, alert(fact, "not-received", absent, actor.as_ref()));
        }
    }

    pub(super) fn passed(&mut self, fact: &Fact, passing: &Passing) {
        for (id, evidence) in &passing.people {
            let same = |w: &Where| w.party == passing.from && w.back_by == passing.back_by;
            if self.whereabouts.get(id).is_some_and(|w| w.evidence == *evidence && same(w)) {
                self.settle_why(id, passing.to.clone(), fact, passing.until, Some(passing.why));
            }
        }
    }
}

/// The name of a leg in a party: its flight key, or its number where it has none.
pub fn leg_name(plan: &Plan, number: u8) -> String {
    plan.leg(number).and_then(|l| l.flight()).map_or_else(|| format!("leg-{number}"), ToString::to_string)
}

/// Whether a party is an escort who rides this leg.
pub fn rides(party: &Party, leg: u8, plan: &Plan) -> bool {
    let on =
        |account: &str| plan.escorts.iter().any(|e| e.account == account && (e.from_leg..=e.to_leg).contains(&leg));
    matches!(party, Party::Escort(account) if on(account))
}

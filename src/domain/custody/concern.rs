//! Whom a fact is about: what it names, or what *all* means at its
//! place in the order. Needed where people take their history to
//! another movement. Must not know: what the fact does to them.

use super::Custody;
use crate::domain::fact::{Body, Fact};
use crate::domain::party::Party;
use crate::domain::plan::{Plan, TravellerId};

impl Custody {
    /// The travellers a fact is about; `None` if it is about none. Asked before the fact is applied.
    pub fn concerns(&self, fact: &Fact, plan: &Plan) -> Option<Vec<TravellerId>> {
        let actor = fact.actor().as_ref().and_then(Party::of);
        let me = actor.as_ref();
        Some(match &fact.body {
            Body::Offered(offer) => self.chosen(&offer.whom, me, plan),
            Body::Accepted(accept) => self.accepting(accept, me, plan),
            Body::Given(give) => self.chosen(&give.whom, me, plan),
            Body::Taken(take) => self.chosen(&take.whom, Some(&take.from), plan),
            Body::Sighted(sighting) => self.chosen(&sighting.whom, me, plan),
            Body::Boarded(boarding) if boarding.whom.travellers.is_empty() => self.at_the_gate(boarding.leg, me?, plan),
            Body::Boarded(boarding) => self.chosen(&boarding.whom, me, plan),
            Body::LeftBehind { travellers, .. } | Body::Dropped { travellers, .. } => travellers.clone(),
            Body::Added(addition) => vec![addition.traveller.id.clone()],
            Body::Corrected { traveller, .. }
            | Body::Missing { traveller, .. }
            | Body::Found { traveller, .. }
            | Body::Releasing { traveller }
            | Body::Released { traveller, .. } => vec![traveller.clone()],
            // What somebody asked for people, and what was done to their booking; what the hub owes it owes anew.
            Body::AlertRaised { travellers, .. } if fact.audience.is_some() => travellers.clone(),
            Body::Rebooked(change) => change.travellers.clone(),
            Body::Passed(passing) => passing.people.iter().map(|(id, _)| id.clone()).collect(),
            Body::ReceivedAll { missing, .. } => {
                let Some(Party::Receiver(id)) = me else { return None };
                let own = plan.travellers.iter().filter(|t| t.receiver.as_deref() == Some(id.as_str()));
                own.map(|t| t.id.clone()).filter(|id| !missing.contains(id)).collect()
            }
            _ => return None,
        })
    }

    /// Those who have gone to another movement: nothing is offered of them here any more.
    pub fn part(&mut self, people: &[TravellerId]) {
        for offer in self.offers.values_mut() {
            let before = offer.travellers.len();
            offer.travellers.retain(|id| !people.contains(id));
            let gone = u16::try_from(before - offer.travellers.len()).unwrap_or(u16::MAX);
            offer.count = offer.count.saturating_sub(gone);
        }
        self.offers.retain(|_, offer| !offer.travellers.is_empty());
        for alert in self.alerts.values_mut() {
            alert.travellers.retain(|id| !people.contains(id));
        }
    }
}

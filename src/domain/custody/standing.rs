//! Alarms that stand as long as what they say is so: people who are not known. They are made from the state each
//! time, so that nobody can resolve them away: they end when the person is seen, found or has dropped out.
//! Must not know: who is told.

use super::Custody;
use crate::domain::audience::Audience;
use crate::domain::movement::Alert;
use crate::domain::party::Party;
use crate::domain::plan::{Plan, TravellerId};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Who got lost together: they, since when, and the kind of alarm.
type Lost = (Vec<TravellerId>, DateTime<Utc>, &'static str);

impl Custody {
    /// One alarm for all who got lost in the same moment from the same party.
    pub fn not_known(&self, plan: &Plan) -> BTreeMap<Uuid, Alert> {
        let mut lost: BTreeMap<(Uuid, &Party, &str), Lost> = BTreeMap::new();
        let mut waits: BTreeMap<(Uuid, &Party, &str), BTreeSet<String>> = BTreeMap::new();
        for traveller in &plan.travellers {
            let Some(held) = self.whereabouts.get(&traveller.id).filter(|w| w.party == Party::Unknown) else {
                continue;
            };
            let kind = held.why.and_then(crate::domain::fact::Why::alert).unwrap_or("person-missing");
            let entry = lost
                .entry((held.evidence, &held.last, held.last_by.as_str()))
                .or_insert_with(|| (Vec::new(), held.since, kind));
            entry.0.push(traveller.id.clone());
            let who = held.answers().filter(|a| !matches!(a, Audience::Receiver(_)));
            waits
                .entry((held.evidence, &held.last, held.last_by.as_str()))
                .or_default()
                .extend(who.map(|a| a.to_string()));
        }
        lost.into_iter()
            .map(|((evidence, last, by), (travellers, at, kind))| {
                let parties = waits.remove(&(evidence, last, by)).unwrap_or_default().into_iter().collect();
                let id = Uuid::new_v5(&evidence, format!("not known, last {last} by {by}").as_bytes());
                let alert = Alert {
                    kind: kind.to_owned(),
                    text: None,
                    travellers,
                    by: "hub".to_owned(),
                    // Whoever said where they were last knows it already.
                    audience: Some(by.to_owned()),
                    at,
                    party: Some(last.to_string()),
                    priority: None,
                    parties,
                };
                (id, alert)
            })
            .collect()
    }

    /// Whether an alarm stands for people who are not known: those cannot be resolved, only found.
    pub fn stands(&self, alert: &Uuid, plan: &Plan) -> bool {
        self.not_known(plan).contains_key(alert)
    }
}

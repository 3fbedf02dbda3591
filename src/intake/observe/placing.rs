//! Which flight a message belongs to, of those that are ridden or were spoken of. A message with both airports and a
//! date of departure has its own flights to look up; one with less is looked for among all flights of its number.
//! Must not know: what the message says beyond its flight and its scheduled times.

use super::{Batch, Intake, IntakeError};
use crate::domain::matching::{self, Held, Match, Scheduled};
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Value};
use crate::domain::place::{Carrier, FlightKey};
use crate::domain::plan::Places;
use crate::{ledger, limits};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

impl Batch {
    /// Reads what the messages of a page may be about in one go: a question for each would cost more than all else.
    pub(super) async fn foresee(&mut self, intake: &Intake, page: &[&Observation]) -> Result<(), IntakeError> {
        let keys: BTreeSet<FlightKey> = page.iter().flat_map(|said| named(intake, said).2).collect();
        let keys: Vec<FlightKey> = keys.into_iter().collect();
        for some in keys.chunks(limits::COMMIT_KEYS_MAX) {
            self.load(intake, some).await?;
        }
        Ok(())
    }

    /// The flight, and the message's own name for it with the carrier's IATA code.
    pub(super) async fn place(
        &mut self,
        intake: &Intake,
        said: &Observation,
    ) -> Result<(Match, FlightRef), IntakeError> {
        let (reference, scheduled, candidates) = named(intake, said);
        let mut keys = candidates.clone();
        let ridden = intake.shelf.numbered(&reference.carrier, reference.number);
        if candidates.is_empty() || reference.basis == DateBasis::Arrival {
            keys.extend(ridden.iter().map(|held| held.key.clone()));
            keys.extend(ledger::flight::numbered(intake.movements.store(), &reference).await?);
            // A flight that is ridden and was spoken of stands in both lists; twice it would be two that fit equally well.
            keys = keys.into_iter().collect::<BTreeSet<FlightKey>>().into_iter().collect();
        }
        self.load(intake, &keys).await?;
        let held: Vec<Held> = keys.iter().filter_map(|key| self.held(intake, key, &ridden)).collect();
        let matched = matching::decide(&reference, scheduled, &candidates, &held);
        if let Match::Held(key) | Match::New(key) = &matched {
            self.load(intake, std::slice::from_ref(key)).await?;
        }
        Ok((matched, reference))
    }

    /// A flight as it is held: spoken of by a feed, else ridden by somebody; `None` if neither.
    fn held(&self, intake: &Intake, key: &FlightKey, ridden: &[Held]) -> Option<Held> {
        let planned = ridden.iter().find(|held| held.key == *key);
        let flight = self.flights.get(key).and_then(|(loaded, _)| loaded.flight.as_ref());
        if flight.is_none() && planned.is_none() {
            return None;
        }
        let (out, into) = flight.map(|flight| flight.scheduled(&intake.rules.order)).unwrap_or_default();
        Some(Held {
            key: key.clone(),
            scheduled_out: out.or_else(|| planned?.scheduled_out),
            scheduled_in: into.or_else(|| planned?.scheduled_in),
        })
    }
}

/// The message's own name for its flight with the carrier's IATA code, its scheduled times, and what it may be about.
fn named(intake: &Intake, said: &Observation) -> (FlightRef, Scheduled, Vec<FlightKey>) {
    let atlas = &intake.rules.atlas;
    let mut reference = said.flight.clone();
    if let Ok(carrier) = Carrier::parse(&atlas.iata_carrier(reference.carrier.as_str())) {
        reference.carrier = carrier;
    }
    let scheduled = Scheduled { out: scheduled(said, Event::Out), into: scheduled(said, Event::In) };
    let candidates = matching::candidates(&reference, scheduled.out, |airport, at| atlas.local_date(airport, at));
    (reference, scheduled, candidates)
}

fn scheduled(said: &Observation, event: Event) -> Option<DateTime<Utc>> {
    said.says.iter().find_map(|say| match (&say.field, &say.value) {
        (Field::Time(Kind::Scheduled, of), Some(Value::At(at))) if *of == event => Some(*at),
        _ => None,
    })
}

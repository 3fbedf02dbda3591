//! Which flight a message belongs to, of those that are ridden or were spoken of. A message with both airports and a
//! date of departure has its own flights to look up; one with less is looked for among all flights of its number.
//! Must not know: what the message says beyond its flight and its scheduled times.

use super::{Batch, Intake, IntakeError};
use crate::domain::matching::{self, Held, Match, Scheduled};
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Kind, Observation, Value};
use crate::domain::place::{Carrier, FlightKey};
use crate::domain::plan::Places;
use crate::ledger;
use chrono::{DateTime, Utc};

impl Batch {
    /// The flight, and the message's own name for it with the carrier's IATA code.
    pub(super) async fn place(
        &mut self,
        intake: &Intake,
        said: &Observation,
    ) -> Result<(Match, FlightRef), IntakeError> {
        let atlas = &intake.rules.atlas;
        let mut reference = said.flight.clone();
        if let Ok(carrier) = Carrier::parse(&atlas.iata_carrier(reference.carrier.as_str())) {
            reference.carrier = carrier;
        }
        let scheduled = Scheduled { out: scheduled(said, Event::Out), into: scheduled(said, Event::In) };
        let candidates = matching::candidates(&reference, scheduled.out, |airport, at| atlas.local_date(airport, at));
        let mut keys = candidates.clone();
        let ridden = intake.shelf.numbered(&reference.carrier, reference.number);
        if candidates.is_empty() || reference.basis == DateBasis::Arrival {
            keys.extend(ridden.iter().map(|held| held.key.clone()));
            keys.extend(ledger::flight::numbered(intake.movements.store(), &reference).await?);
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
        let merged = flight.map(|flight| flight.merged(&intake.rules.order));
        let time = |event| merged.as_ref().and_then(|m| m.times.get(&(Kind::Scheduled, event))).map(|t| t.at);
        Some(Held {
            key: key.clone(),
            scheduled_out: time(Event::Out).or_else(|| planned?.scheduled_out),
            scheduled_in: time(Event::In).or_else(|| planned?.scheduled_in),
        })
    }
}

fn scheduled(said: &Observation, event: Event) -> Option<DateTime<Utc>> {
    said.says.iter().find_map(|say| match (&say.field, &say.value) {
        (Field::Time(Kind::Scheduled, of), Some(Value::At(at))) if *of == event => Some(*at),
        _ => None,
    })
}

//! The feed's door: one raw message of one source in, flights merged and committed, and a report of what was
//! taken, leg by leg. A message with a full key always has a place, whether anybody rides the flight or not;
//! what cannot be keyed is counted, named and given back. Must not know: movements, who is told.

use super::{Intake, IntakeError, TRIES};
use crate::domain::flight::{self, Merge};
use crate::domain::matching;
use crate::domain::observation::{Event, Field, Kind, Observation, Value};
use crate::domain::place::FlightKey;
use crate::domain::plan::Places;
use crate::domain::source::Source;
use crate::feeds;
use crate::ledger::flight::Loaded;
use crate::ledger::{self, key};
use crate::limits;
use crate::store::Outcome;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What became of one message; the numbers count flight legs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub accepted: u64,
    pub unchanged: u64,
    /// Legs that cannot be keyed.
    pub unmatched: u64,
    /// What could not be read: where, and what was expected.
    pub rejected: Vec<(String, String)>,
}

struct Batch {
    flights: BTreeMap<FlightKey, (Loaded, bool)>,
    report: Report,
}

/// Reads one message and commits what it changes.
///
/// # Errors
/// [`IntakeError::Later`] when the store is away or too busy: nothing of the message was taken, or all of what
/// was taken will be found `unchanged` when it is sent again.
pub async fn observe(
    intake: &Intake,
    source: &Source,
    kind: feeds::Kind,
    body: &[u8],
    received: DateTime<Utc>,
) -> Result<Report, IntakeError> {
    intake.gate.pass()?;
    let parsed = feeds::parse(kind, body, received);
    let mut total =
        Report { rejected: parsed.faults.into_iter().map(|f| (f.at, f.reason)).collect(), ..Report::default() };
    for page in parsed.observations.chunks(limits::COMMIT_KEYS_MAX) {
        let report = commit(intake, source, page, received).await?;
        total.accepted += report.accepted;
        total.unchanged += report.unchanged;
        total.unmatched += report.unmatched;
    }
    Ok(total)
}

async fn commit(
    intake: &Intake,
    source: &Source,
    page: &[(Observation, String)],
    received: DateTime<Utc>,
) -> Result<Report, IntakeError> {
    for _ in 0..TRIES {
        let batch = merge(intake, source, page, received).await?;
        let writes = batch
            .flights
            .values()
            .filter(|(_, changed)| *changed)
            .filter_map(|(loaded, _)| loaded.flight.as_ref().map(|f| ledger::flight::write(f, loaded.version)))
            .collect::<Result<Vec<_>, _>>()?;
        if writes.is_empty() {
            // What is called unchanged will not be sent again. Who said it first may have been told to come again.
            let held = batch.flights.values().map(|(loaded, _)| (key::flight(&loaded.key), loaded.version));
            if batch.report.unchanged == 0 || intake.movements.store().confirm(held).await? {
                return Ok(batch.report);
            }
            continue;
        }
        match intake.movements.store().commit(writes, None, received).await? {
            Outcome::Stale(_) => continue,
            Outcome::Committed(_) | Outcome::Repeated { .. } => return Ok(batch.report),
        }
    }
    Err(IntakeError::Later("other writers keep coming first".to_owned()))
}

async fn merge(
    intake: &Intake,
    source: &Source,
    page: &[(Observation, String)],
    received: DateTime<Utc>,
) -> Result<Batch, IntakeError> {
    let mut batch = Batch { flights: BTreeMap::new(), report: Report::default() };
    let order = &intake.rules.order;
    for (observation, _) in page {
        let Some(key) = place(intake, &mut batch, observation).await? else {
            batch.report.unmatched += 1;
            continue;
        };
        let Some((loaded, changed)) = batch.flights.get_mut(&key) else { continue };
        match flight::merge(loaded.flight.as_ref(), &key, observation, source, received, order) {
            Merge::Same => batch.report.unchanged += 1,
            Merge::Changed { flight, .. } => {
                loaded.flight = Some(flight);
                *changed = true;
                batch.report.accepted += 1;
            }
        }
    }
    Ok(batch)
}

/// The flight a message belongs to: the first candidate that is held and fits by scheduled off-block, else the
/// first candidate, new.
async fn place(
    intake: &Intake,
    batch: &mut Batch,
    observation: &Observation,
) -> Result<Option<FlightKey>, IntakeError> {
    let atlas = &intake.rules.atlas;
    let mut reference = observation.flight.clone();
    if let Ok(carrier) = crate::domain::place::Carrier::parse(&atlas.iata_carrier(reference.carrier.as_str())) {
        reference.carrier = carrier;
    }
    let scheduled = scheduled_out(observation);
    let candidates = matching::candidates(&reference, scheduled, |airport, at| atlas.local_date(airport, at));
    let unread: Vec<FlightKey> = candidates.iter().filter(|k| !batch.flights.contains_key(*k)).cloned().collect();
    for loaded in ledger::flight::load(intake.movements.store(), &unread).await? {
        batch.flights.insert(loaded.key.clone(), (loaded, false));
    }
    let order = &intake.rules.order;
    let flight = |key: &FlightKey| batch.flights.get(key).and_then(|(l, _)| l.flight.as_ref());
    let fits = |key: &&FlightKey| {
        flight(key).is_some_and(|f| {
            let held = f.merged(order).times.get(&(Kind::Scheduled, Event::Out)).map(|t| t.at);
            matching::matches(key, held, &reference, scheduled)
        })
    };
    let new = |key: &&FlightKey| flight(key).is_none();
    Ok(candidates.iter().find(fits).or_else(|| candidates.iter().find(new)).cloned())
}

fn scheduled_out(observation: &Observation) -> Option<DateTime<Utc>> {
    observation.says.iter().find_map(|say| match (&say.field, &say.value) {
        (Field::Time(Kind::Scheduled, Event::Out), Some(Value::At(at))) => Some(*at),
        _ => None,
    })
}

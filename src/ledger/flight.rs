//! Flights as the store keeps them: one record a flight, its claims, replaced as a whole. Nothing of
//! it is personal. Must not know: who rides it, which source is to be believed (that is
//! `domain::merged`).

use super::{LedgerError, key};
use crate::domain::flight::Flight;
use crate::domain::observation::FlightRef;
use crate::domain::place::FlightKey;
use crate::limits;
use crate::store::{Change, Held, Store, Version, Write};

/// A flight as it was read; `None` inside if nobody has spoken of it yet.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub key: FlightKey,
    pub flight: Option<Flight>,
    pub version: Version,
}

/// Reads flights, in the order asked.
///
/// # Errors
/// When the store is away, or a record cannot be read.
pub async fn load(store: &Store, keys: &[FlightKey]) -> Result<Vec<Loaded>, LedgerError> {
    let names: Vec<_> = keys.iter().map(key::flight).collect();
    let held = store.read_many(&names).await?;
    keys.iter().zip(held).map(|(key, held)| decode(key.clone(), &held)).collect()
}

/// The flights of one number that anybody has spoken of, ridden or not, of any day.
///
/// # Errors
/// When the store is away.
pub async fn numbered(store: &Store, flight: &FlightRef) -> Result<Vec<FlightKey>, LedgerError> {
    let names = store.list(&key::flights_numbered(flight), None, limits::COMMIT_KEYS_MAX).await?;
    Ok(names.iter().filter_map(|(name, ..)| key::flight_of(name)).collect())
}

fn decode(key: FlightKey, held: &Held) -> Result<Loaded, LedgerError> {
    let flight = held.records.first().map(|r| Flight::decode(r)).transpose()?;
    Ok(Loaded { key, flight, version: held.version })
}

/// The write that replaces a flight, valid only while nobody else has written to it.
///
/// # Errors
/// When it cannot be encoded.
pub fn write(flight: &Flight, expected: Version) -> Result<Write, LedgerError> {
    let record = flight.encode()?.into();
    Ok(Write { key: key::flight(&flight.key), expected, change: Change::Replace(vec![record]) })
}

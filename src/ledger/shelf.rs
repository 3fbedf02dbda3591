//! The movements and the flights they ride, in memory, kept as the change feed tells. One follower fills it;
//! everything else reads. What a flight changes is found by its riders, never by looking at all movements.
//! Must not know: what is owed, who is shown what.

use super::movement::{Loaded, Movements};
use super::{LedgerError, flight, key};
use crate::domain::coverage::Leg;
use crate::domain::matching::Held;
use crate::domain::merged::Merged;
use crate::domain::observation::{Event, Kind};
use crate::domain::place::{Carrier, FlightKey};
use crate::domain::source::SourceOrder;
use crate::domain::standing::Flights;
use crate::store::{Key, Seq, StoreError};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use uuid::Uuid;

/// Shared by whoever reads; written by the follower alone.
#[derive(Clone, Default)]
pub struct Shelf(Arc<RwLock<Inner>>);

#[derive(Default)]
struct Inner {
    movements: HashMap<Uuid, Loaded>,
    flights: HashMap<FlightKey, Arc<Merged>>,
    riders: HashMap<FlightKey, BTreeSet<Uuid>>,
    /// Ridden legs by their number: many messages name little else.
    numbers: HashMap<(Carrier, u16), BTreeSet<FlightKey>>,
    /// What could not be read when it last changed.
    unreadable: BTreeSet<Uuid>,
    seq: Seq,
}

/// What a page of changes touched.
#[derive(Debug, Default)]
pub struct Touched {
    /// Movements to look at again: their own facts, or a flight they ride.
    pub movements: BTreeSet<Uuid>,
    pub removed: BTreeSet<Uuid>,
    /// Everything that is neither a movement nor a flight: accounts, sign-ins, tokens.
    pub others: Vec<Key>,
}

impl Shelf {
    /// Takes in a page of the change feed: reads what changed and names what it touches.
    ///
    /// # Errors
    /// When the store is away; nothing is taken in then, and the same page may be tried again.
    pub async fn take(
        &self,
        ledger: &Movements,
        order: &SourceOrder,
        keys: &[Key],
        seq: Seq,
    ) -> Result<Touched, LedgerError> {
        let mut touched = Touched::default();
        for key in keys {
            if let Some(id) = key::movement_of(key) {
                self.take_movement(ledger, id, &mut touched).await?;
            } else if key::flight_of(key).is_none() {
                touched.others.push(key.clone());
            }
        }
        let ridden: BTreeSet<FlightKey> = {
            let inner = self.read();
            let changed = keys.iter().filter_map(key::flight_of).filter(|k| inner.riders.contains_key(k));
            let missing = inner.riders.keys().filter(|k| !inner.flights.contains_key(k)).cloned();
            changed.chain(missing).collect()
        };
        self.take_flights(ledger, order, ridden.into_iter().collect(), &mut touched).await?;
        self.write(|inner| inner.seq = seq);
        Ok(touched)
    }

    async fn take_movement(&self, ledger: &Movements, id: Uuid, touched: &mut Touched) -> Result<(), LedgerError> {
        // One record that cannot be read must not hold up everybody else: it is reported, and its movement is shown
        // to nobody until a person has looked.
        let read = ledger.load(id).await;
        let unreadable = !matches!(read, Ok(_) | Err(LedgerError::Store(StoreError::Away(_) | StoreError::Refused(_))));
        let loaded = match read {
            Err(LedgerError::Store(e @ (StoreError::Away(_) | StoreError::Refused(_)))) => return Err(e.into()),
            Err(e) => {
                tracing::error!(movement = %id, error = %e, "a movement cannot be read and is not shown");
                None
            }
            Ok(loaded) => loaded,
        };
        self.write(|inner| {
            inner.forget(id);
            if unreadable {
                inner.unreadable.insert(id);
            }
            match loaded {
                Some(loaded) => {
                    for (_, flight) in loaded.movement.plan.flights() {
                        inner.ride(flight, id);
                    }
                    inner.movements.insert(id, loaded);
                    touched.movements.insert(id);
                }
                None => {
                    touched.removed.insert(id);
                }
            }
        });
        Ok(())
    }

    async fn take_flights(
        &self,
        ledger: &Movements,
        order: &SourceOrder,
        keys: Vec<FlightKey>,
        touched: &mut Touched,
    ) -> Result<(), LedgerError> {
        // All of them before any of them: what is kept here is not named a second time when the page is tried again.
        let mut all = Vec::with_capacity(keys.len());
        for page in keys.chunks(crate::limits::COMMIT_KEYS_MAX) {
            all.extend(flight::load(ledger.store(), page).await?);
        }
        for loaded in all {
            let merged = loaded.flight.map(|f| Arc::new(f.merged(order)));
            self.write(|inner| {
                let same = inner.flights.get(&loaded.key).map(Arc::as_ref) == merged.as_deref();
                if !same {
                    touched.movements.extend(inner.riders.get(&loaded.key).into_iter().flatten());
                }
                match merged {
                    Some(merged) => inner.flights.insert(loaded.key.clone(), merged),
                    None => inner.flights.remove(&loaded.key),
                };
            });
        }
        Ok(())
    }

    pub fn movement(&self, id: Uuid) -> Option<Loaded> {
        self.read().movements.get(&id).cloned()
    }

    pub fn movements(&self) -> Vec<Loaded> {
        self.read().movements.values().cloned().collect()
    }

    pub fn ids(&self) -> BTreeSet<Uuid> {
        self.read().movements.keys().copied().collect()
    }

    /// How many movements cannot be read, and so are shown to nobody.
    pub fn unreadable(&self) -> usize {
        self.read().unreadable.len()
    }

    /// Holds what `other` holds, from one moment to the next.
    pub fn replace(&self, other: Self) {
        let next = other.write(std::mem::take);
        self.write(|inner| *inner = next);
    }

    /// The merged flights a movement rides.
    pub fn flights(&self, loaded: &Loaded) -> Flights {
        let inner = self.read();
        Flights::new(loaded.movement.plan.flights().filter_map(|(_, key)| inner.flights.get(key).cloned()))
    }

    /// All movements that ride a flight.
    pub fn riders(&self, flight: &FlightKey) -> Vec<Uuid> {
        self.read().riders.get(flight).into_iter().flatten().copied().collect()
    }

    pub fn is_ridden(&self, flight: &FlightKey) -> bool {
        self.read().riders.contains_key(flight)
    }

    /// The ridden legs of one number, whatever the day, with their times as scheduled.
    pub fn numbered(&self, carrier: &Carrier, number: u16) -> Vec<Held> {
        let inner = self.read();
        let legs = inner.numbers.get(&(carrier.clone(), number));
        legs.into_iter().flatten().map(|key| inner.held(key)).collect()
    }

    /// What is shown of a ridden leg; `None` while nobody has spoken of it.
    pub fn merged(&self, flight: &FlightKey) -> Option<Arc<Merged>> {
        self.read().flights.get(flight).cloned()
    }

    /// The ridden legs with the times that are known best.
    pub fn legs(&self) -> Vec<Leg> {
        let inner = self.read();
        inner.riders.keys().filter_map(|key| inner.leg(key)).collect()
    }

    pub fn ridden(&self) -> Vec<FlightKey> {
        self.read().riders.keys().cloned().collect()
    }

    pub fn seq(&self) -> Seq {
        self.read().seq
    }

    /// A panic while the lock was held leaves whole values behind: every write is one insert.
    fn read(&self) -> RwLockReadGuard<'_, Inner> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Inner {
    fn ride(&mut self, flight: &FlightKey, id: Uuid) {
        self.riders.entry(flight.clone()).or_default().insert(id);
        self.numbers.entry((flight.carrier.clone(), flight.number)).or_default().insert(flight.clone());
    }

    /// As a feed knows it, or else as the plan of whoever rides it has it.
    fn held(&self, key: &FlightKey) -> Held {
        let time = |event| self.flights.get(key).and_then(|m| m.times.get(&(Kind::Scheduled, event))).map(|t| t.at);
        let rider = self.riders.get(key).and_then(|ids| self.movements.get(ids.first()?));
        let leg = rider.and_then(|l| l.movement.plan.legs.iter().find(|leg| leg.flight() == Some(key)));
        Held {
            key: key.clone(),
            scheduled_out: time(Event::Out).or_else(|| leg.map(|leg| leg.scheduled_out)),
            scheduled_in: time(Event::In).or_else(|| leg.map(|leg| leg.scheduled_in)),
        }
    }

    fn leg(&self, key: &FlightKey) -> Option<Leg> {
        let rider = self.movements.get(self.riders.get(key)?.first()?)?;
        let leg = rider.movement.plan.legs.iter().find(|leg| leg.flight() == Some(key))?;
        let merged = self.flights.get(key).map(Arc::as_ref);
        Some(Leg::new((&key.from, &key.to), (leg.scheduled_out, leg.scheduled_in), merged))
    }

    fn forget(&mut self, id: Uuid) {
        self.unreadable.remove(&id);
        let Some(old) = self.movements.remove(&id) else { return };
        for (_, flight) in old.movement.plan.flights() {
            if let Some(riders) = self.riders.get_mut(flight) {
                riders.remove(&id);
                if riders.is_empty() {
                    self.riders.remove(flight);
                    self.flights.remove(flight);
                    let number = (flight.carrier.clone(), flight.number);
                    if let Some(legs) = self.numbers.get_mut(&number) {
                        legs.remove(flight);
                        if legs.is_empty() {
                            self.numbers.remove(&number);
                        }
                    }
                }
            }
        }
    }
}

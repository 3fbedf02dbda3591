//! The movements and the flights they ride, in memory, kept as the change feed tells. One follower fills it;
//! everything else reads. What a flight changes is found by its riders, never by looking at all movements.
//! Must not know: what is owed, who is shown what.

use super::movement::{Decoded, Loaded, Movements};
use super::{LedgerError, flight, key};
use crate::domain::coverage::Leg;
use crate::domain::matching::Held;
use crate::domain::merged::Merged;
use crate::domain::observation::{Event, Kind};
use crate::domain::place::{Carrier, FlightKey};
use crate::domain::source::SourceOrder;
use crate::domain::standing::Flights;
use crate::limits;
use crate::store::{Key, Seq, StoreError};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};
use uuid::Uuid;

/// Shared by whoever reads; written by the follower alone.
#[derive(Clone, Default)]
pub struct Shelf(Arc<RwLock<Inner>>);

#[derive(Default)]
struct Inner {
    movements: HashMap<Uuid, Loaded>,
    /// `None`: the store was asked, and nobody has spoken of it yet. Whoever does is heard through the feed, so it is not
    /// asked for with every page again.
    flights: HashMap<FlightKey, Option<Arc<Merged>>>,
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
    /// Takes in a page of the change feed: reads what changed, in portions, and names what it touches. `step` is called
    /// after each answer of the store: a page may take minutes over a slow link.
    ///
    /// # Errors
    /// When the store is away; nothing is taken in then, and the same page may be tried again.
    pub async fn take(
        &self,
        ledger: &Movements,
        order: &SourceOrder,
        keys: &[Key],
        seq: Seq,
        step: Step<'_>,
    ) -> Result<Touched, LedgerError> {
        let mut touched = Touched::default();
        let ids: Vec<Uuid> = keys.iter().filter_map(key::movement_of).collect();
        let is_other = |k: &&Key| key::movement_of(k).is_none() && key::flight_of(k).is_none();
        touched.others = keys.iter().filter(is_other).cloned().collect();
        self.take_movements(ledger, &ids, &mut touched, step).await?;
        let ridden: BTreeSet<FlightKey> = {
            let inner = self.read();
            let changed = keys.iter().filter_map(key::flight_of).filter(|k| inner.riders.contains_key(k));
            let missing = inner.riders.keys().filter(|k| !inner.flights.contains_key(k)).cloned();
            changed.chain(missing).collect()
        };
        self.take_flights(ledger, order, ridden.into_iter().collect(), &mut touched, step).await?;
        self.write(|inner| inner.seq = seq);
        Ok(touched)
    }

    async fn take_movements(
        &self,
        ledger: &Movements,
        mut ids: &[Uuid],
        touched: &mut Touched,
        step: Step<'_>,
    ) -> Result<(), LedgerError> {
        let mut most = limits::PORTION_FIRST;
        while let Some((portion, rest)) = ids.split_at_checked(most.min(ids.len())).filter(|(p, _)| !p.is_empty()) {
            match ledger.load_many(portion).await {
                Ok((found, bytes)) => {
                    most = next_portion(portion.len(), bytes);
                    for (id, found) in portion.iter().zip(found) {
                        self.put(*id, found, touched)?;
                    }
                }
                Err(e) if must_wait(&e) => return Err(e),
                // One of them spoils the answer for all: which one, only asking for each tells.
                Err(_) => {
                    for id in portion {
                        self.put(*id, ledger.load(*id).await, touched)?;
                        step();
                    }
                }
            }
            step();
            ids = rest;
        }
        Ok(())
    }

    fn put(&self, id: Uuid, read: Decoded, touched: &mut Touched) -> Result<(), LedgerError> {
        // One record that cannot be read must not hold up everybody else: it is reported, and its movement is shown
        // to nobody until a person has looked.
        let (loaded, unreadable) = match read {
            Err(e) if must_wait(&e) => return Err(e),
            Err(e) => {
                tracing::error!(movement = %id, error = %e, "a movement cannot be read and is not shown");
                (None, true)
            }
            Ok(loaded) => (loaded, false),
        };
        let named = if loaded.is_some() { &mut touched.movements } else { &mut touched.removed };
        named.insert(id);
        self.write(|inner| inner.put(id, loaded, unreadable));
        Ok(())
    }

    async fn take_flights(
        &self,
        ledger: &Movements,
        order: &SourceOrder,
        keys: Vec<FlightKey>,
        touched: &mut Touched,
        step: Step<'_>,
    ) -> Result<(), LedgerError> {
        // All of them before any of them: what is kept here is not named a second time when the page is tried again.
        let mut all = Vec::with_capacity(keys.len());
        for page in keys.chunks(limits::COMMIT_KEYS_MAX) {
            all.extend(flight::load(ledger.store(), page).await?);
            step();
        }
        for loaded in all {
            let merged = loaded.flight.map(|f| Arc::new(f.merged(order)));
            self.write(|inner| {
                let held = inner.flights.get(&loaded.key).and_then(Option::as_deref);
                let same = held == merged.as_deref();
                if !same {
                    touched.movements.extend(inner.riders.get(&loaded.key).into_iter().flatten());
                }
                inner.flights.insert(loaded.key.clone(), merged);
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
        Flights::new(loaded.movement.plan.flights().filter_map(|(_, key)| inner.flights.get(key).cloned().flatten()))
    }

    /// All movements that ride a flight.
    pub fn riders(&self, flight: &FlightKey) -> Vec<Uuid> {
        self.read().riders.get(flight).into_iter().flatten().copied().collect()
    }

    /// How many flights anybody rides on this day, the one before and the one after.
    pub fn ridden_around(&self, day: NaiveDate) -> usize {
        self.read().riders.keys().filter(|key| (key.date - day).num_days().abs() <= 1).count()
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
        self.read().merged_of(flight).cloned()
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

    fn merged_of(&self, key: &FlightKey) -> Option<&Arc<Merged>> {
        self.flights.get(key).and_then(Option::as_ref)
    }

    /// As a feed knows it, or else as the plan of whoever rides it has it.
    fn held(&self, key: &FlightKey) -> Held {
        let time = |event| self.merged_of(key).and_then(|m| m.times.get(&(Kind::Scheduled, event))).map(|t| t.at);
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
        let merged = self.merged_of(key).map(Arc::as_ref);
        Some(Leg::new((&key.from, &key.to), (leg.scheduled_out, leg.scheduled_in), merged))
    }

    /// Flights that are ridden before and after stay: nobody finds a movement without them in between, and they are not
    /// read again.
    fn put(&mut self, id: Uuid, loaded: Option<Loaded>, unreadable: bool) {
        self.unreadable.remove(&id);
        if unreadable {
            self.unreadable.insert(id);
        }
        let rides: BTreeSet<FlightKey> =
            loaded.iter().flat_map(|l| l.movement.plan.flights()).map(|(_, flight)| flight.clone()).collect();
        let old = match loaded {
            Some(loaded) => self.movements.insert(id, loaded),
            None => self.movements.remove(&id),
        };
        for flight in &rides {
            self.ride(flight, id);
        }
        for (_, flight) in old.iter().flat_map(|l| l.movement.plan.flights()) {
            if let Some(riders) = self.riders.get_mut(flight).filter(|_| !rides.contains(flight)) {
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

/// Called after each answer of the store.
pub type Step<'a> = &'a (dyn Fn() + Send + Sync);

/// How many movements to ask for next, after so many took so many bytes. It grows by steps: the first ones may be small.
fn next_portion(movements: usize, bytes: usize) -> usize {
    let each = (bytes / movements.max(1)).max(1);
    (limits::PORTION_BYTES / each).clamp(1, limits::PORTION_MOVEMENTS.min(movements * 4).max(1))
}

/// Nothing is known of the record: the page is taken again.
fn must_wait(e: &LedgerError) -> bool {
    matches!(e, LedgerError::Store(StoreError::Away(_) | StoreError::Refused(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portion_is_as_large_as_the_last_one_lets_expect() {
        let usual = 30 * 1024;
        assert_eq!(next_portion(16, 16 * usual), limits::PORTION_BYTES / usual);
        assert_eq!(next_portion(16, 16 * 1024), 64, "it grows by steps");
        assert_eq!(next_portion(250, 250), limits::PORTION_MOVEMENTS);
        assert_eq!(next_portion(3, 0), 12, "removed ones take nothing");
        assert_eq!(next_portion(16, 64 * limits::PORTION_BYTES), 1, "and it always goes on");
    }
}

//! The feed's door: one raw message of one source in, flights merged and committed, and a report of what was
//! taken, leg by leg. A message with a full key always has a place, whether anybody rides the flight or not; what
//! cannot be keyed waits for a person, named and given back. What is said of an operation is said of every number people
//! ride it under. Must not know: movements' facts, who is told.

mod placing;
pub mod plausible;

use super::{Intake, IntakeError, TRIES};
use crate::domain::flight;
use crate::domain::hearing::{self, Part};
use crate::domain::matching::{Match, Unmatched};
use crate::domain::observation::{DateBasis, Field, Observation, Say, Stage, Value};
use crate::domain::place::{Airport, FlightKey};
use crate::domain::source::Source;
use crate::feeds::{self, About};
use crate::ledger::flight::Loaded;
use crate::ledger::unmatched::{Waiting, Why};
use crate::ledger::{self, key, unmatched};
use crate::limits;
use crate::store::Outcome;
use chrono::{DateTime, Utc};
use plausible::Cancels;
use std::collections::{BTreeMap, BTreeSet};

/// What became of one message; the numbers count flight legs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub accepted: u64,
    pub unchanged: u64,
    /// Legs that wait for a person.
    pub unmatched: u64,
    /// What could not be read: where, and what was expected.
    pub rejected: Vec<(String, String)>,
    /// The source asks to be left alone for so long.
    pub wait_s: Option<u32>,
}

/// One message and where it came from.
pub struct Message<'a> {
    pub source: &'a Source,
    pub kind: feeds::Kind,
    /// Whose board it is, where the source is set up with one.
    pub airport: Option<&'a Airport>,
    pub body: &'a [u8],
    pub received: DateTime<Utc>,
}

#[derive(Default)]
struct Batch {
    flights: BTreeMap<FlightKey, (Loaded, bool)>,
    waiting: Vec<Waiting>,
    /// Legs that found no flight, or of which nothing else remained to be said.
    unmatched: usize,
    /// The time of a report is the message's own, and not one of each flight.
    sent_whole: bool,
}

/// Reads one message and commits what it changes.
///
/// # Errors
/// [`IntakeError::Later`] when the store is away or too busy: nothing of the message was taken, or all of what
/// was taken will be found `unchanged` when it is sent again.
pub async fn observe(intake: &Intake, message: &Message<'_>) -> Result<Report, IntakeError> {
    intake.gate.pass()?;
    let about = About { received: message.received, airport: message.airport, atlas: &intake.rules.atlas };
    let parsed = feeds::parse(message.kind, message.body, &about);
    let mut total = Report {
        wait_s: parsed.wait_s,
        rejected: parsed.faults.into_iter().map(|f| (f.at, f.reason)).collect(),
        ..Report::default()
    };
    for page in parsed.observations.chunks(limits::COMMIT_KEYS_MAX) {
        let said: Vec<&Observation> = page.iter().map(|(observation, _)| observation).collect();
        let report = commit(intake, message, &said).await?;
        total.accepted += report.accepted;
        total.unchanged += report.unchanged;
        total.unmatched += report.unmatched;
    }
    Ok(total)
}

/// Commits what these observations change.
async fn commit(intake: &Intake, message: &Message<'_>, page: &[&Observation]) -> Result<Report, IntakeError> {
    let (source, received) = (message.source, message.received);
    // What was written before another writer came first is no news the second time, and was taken all the same.
    let mut accepted = BTreeSet::new();
    for _ in 0..TRIES {
        let mut batch = Batch { sent_whole: message.kind.says_when_sent(), ..Batch::default() };
        batch.foresee(intake, page).await?;
        for (index, said) in page.iter().enumerate() {
            if batch.take(intake, source, said, received).await? {
                accepted.insert(index);
            }
        }
        if batch.write(intake, received).await? && batch.stands(intake, page.len() - accepted.len()).await? {
            for waiting in &batch.waiting {
                wait(intake, waiting).await?;
            }
            let (accepted, unmatched) = (count(accepted.len()), count(batch.unmatched));
            let unchanged = count(page.len()).saturating_sub(accepted + unmatched);
            return Ok(Report { accepted, unchanged, unmatched, ..Report::default() });
        }
    }
    Err(IntakeError::Later("other writers keep coming first".to_owned()))
}

async fn wait(intake: &Intake, waiting: &Waiting) -> Result<(), IntakeError> {
    let store = intake.movements.store();
    for _ in 0..TRIES {
        let writes = unmatched::put(store, waiting.clone()).await?;
        if writes.is_empty() {
            return Ok(());
        }
        if !matches!(store.commit(writes, None, waiting.received).await?, Outcome::Stale(_)) {
            return Ok(());
        }
    }
    Err(IntakeError::Later("other writers keep coming first".to_owned()))
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

/// Says of a flight what a message said that a person has matched to it.
pub(super) async fn say(
    intake: &Intake,
    source: &Source,
    key: &FlightKey,
    said: &Observation,
    received: DateTime<Utc>,
) -> Result<(), IntakeError> {
    for _ in 0..TRIES {
        let mut batch = Batch::default();
        batch.load(intake, std::slice::from_ref(key)).await?;
        batch.tell(intake, source, key, said, received).await?;
        if batch.write(intake, received).await? {
            return Ok(());
        }
    }
    Err(IntakeError::Later("other writers keep coming first".to_owned()))
}

impl Batch {
    /// Whether it changed anything.
    async fn take(
        &mut self,
        intake: &Intake,
        source: &Source,
        said: &Observation,
        received: DateTime<Utc>,
    ) -> Result<bool, IntakeError> {
        let (matched, reference) = self.place(intake, said).await?;
        let key = match matched {
            Match::Held(key) | Match::New(key) => key,
            Match::No(why) => {
                let why = match why {
                    Unmatched::Unknown => Why::Unknown,
                    Unmatched::Several(flights) => Why::Several { flights },
                };
                self.unmatched += 1;
                // A board of arrivals names hundreds that nobody rides, at each look. They would push out what a person
                // has to see.
                let ours = || !intake.shelf.numbered(&reference.carrier, reference.number).is_empty();
                if reference.basis != DateBasis::Arrival || why != Why::Unknown || ours() {
                    let said = Observation { flight: reference, ..said.clone() };
                    self.waiting.push(Waiting::new(source.clone(), received, why, said));
                }
                return Ok(false);
            }
        };
        let mut said = said.clone();
        let cancels = self.doubted(intake, source, &key, &mut said, received);
        let changed = self.tell(intake, source, &key, &said, received).await?;
        self.unmatched += usize::from(cancels.is_some() && !changed);
        self.waiting.extend(cancels);
        // Once a person has joined the two there is nothing left to ask.
        if let Some(flight) = suffixed(intake, &key).filter(|flight| !self.is_joined(&key, flight)) {
            let said = Observation { flight: reference, ..said };
            self.waiting.push(Waiting::new(source.clone(), received, Why::Suffix { flight }, said));
        }
        Ok(changed)
    }

    /// Whether a person has said that the one is the other.
    fn is_joined(&self, key: &FlightKey, flight: &FlightKey) -> bool {
        let name = flight.to_string();
        let held = self.flights.get(key).and_then(|(loaded, _)| loaded.flight.as_ref());
        held.is_some_and(|held| {
            held.claims().any(|claim| match (&claim.field, &claim.value) {
                (Field::SameAs, Some(Value::List(names))) => names.contains(&name),
                _ => false,
            })
        })
    }

    /// Merges into the flight, into what it links to, and into whoever hears it. Whether anything changed.
    async fn tell(
        &mut self,
        intake: &Intake,
        source: &Source,
        key: &FlightKey,
        said: &Observation,
        received: DateTime<Utc>,
    ) -> Result<bool, IntakeError> {
        let mut changed = self.merge(source, key, said, received);
        let new_number = hearing::renumbered(key, said).map(|new| (new, key.clone(), Field::SameAs));
        let onward = hearing::continuation(key, said).map(|next| (next, key.clone(), Field::Continues));
        let carried = intake.shelf.numbered(&key.carrier, key.number).into_iter().filter_map(|ridden| {
            let diverted = intake.shelf.merged(&ridden.key)?;
            hearing::carries_on(key, &diverted).then(|| (key.clone(), ridden.key, Field::Continues))
        });
        for (speaker, hearer, field) in new_number.into_iter().chain(onward).chain(carried.collect::<Vec<_>>()) {
            self.load(intake, std::slice::from_ref(&speaker)).await?;
            let link = link(said, field, &hearer);
            changed |= self.merge(source, &speaker, &link, received);
        }
        for (hearer, part) in self.hearers(intake, key) {
            self.load(intake, std::slice::from_ref(&hearer)).await?;
            if let Some(heard) = hearing::heard(said, part) {
                changed |= self.merge(source, &hearer, &heard, received);
            }
        }
        Ok(changed)
    }

    fn merge(&mut self, source: &Source, key: &FlightKey, said: &Observation, received: DateTime<Utc>) -> bool {
        let Some((loaded, changed)) = self.flights.get_mut(key) else { return false };
        let news = flight::take_in(&mut loaded.flight, key, said, source, received);
        *changed |= news;
        news
    }

    /// Merging shows the whole flight, so it is only asked of those that can have anybody who hears them.
    fn hearers(&self, intake: &Intake, key: &FlightKey) -> Vec<(FlightKey, Part)> {
        let Some(flight) = self.flights.get(key).and_then(|(loaded, _)| loaded.flight.as_ref()) else {
            return Vec::new();
        };
        let links = |field: Field| matches!(field, Field::Marketing | Field::SameAs | Field::Continues);
        if key.repeat == 1 && !flight.claims().any(|claim| links(claim.field)) {
            return Vec::new();
        }
        hearing::hearers(&flight.merged(&intake.rules.order), |key| intake.shelf.is_ridden(key))
    }

    async fn load(&mut self, intake: &Intake, keys: &[FlightKey]) -> Result<(), IntakeError> {
        let unread: Vec<FlightKey> = keys.iter().filter(|k| !self.flights.contains_key(*k)).cloned().collect();
        if !unread.is_empty() {
            for loaded in ledger::flight::load(intake.movements.store(), &unread).await? {
                self.flights.insert(loaded.key.clone(), (loaded, false));
            }
        }
        Ok(())
    }

    /// Whether it is written; `false` if somebody else was faster.
    async fn write(&self, intake: &Intake, received: DateTime<Utc>) -> Result<bool, IntakeError> {
        let changed = self.flights.values().filter(|(_, changed)| *changed);
        let writes = changed
            .filter_map(|(loaded, _)| loaded.flight.as_ref().map(|f| ledger::flight::write(f, loaded.version)))
            .collect::<Result<Vec<_>, _>>()?;
        // Flights are nothing to each other: several commits are as good as one.
        for page in writes.chunks(limits::COMMIT_KEYS_MAX) {
            if let Outcome::Stale(_) = intake.movements.store().commit(page.to_vec(), None, received).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What is called unchanged will not be sent again, and who said it first may have been told to come again: so it has to
    /// stand as firmly as if it had been written now. `false`: read again.
    async fn stands(&self, intake: &Intake, unchanged: usize) -> Result<bool, IntakeError> {
        if unchanged == 0 {
            return Ok(true);
        }
        let read = self.flights.values().filter(|(_, changed)| !changed);
        let held: Vec<_> = read.map(|(loaded, _)| (key::flight(&loaded.key), loaded.version)).collect();
        Ok(intake.movements.store().confirm(held).await?)
    }

    /// Somebody rides it, under its own number or one that hears what is said of it.
    fn is_ridden(&self, intake: &Intake, key: &FlightKey, said: &Observation) -> bool {
        let rides = |key: &FlightKey| intake.shelf.is_ridden(key);
        let named = said.says.iter().filter_map(|say| match (say.field, &say.value) {
            (Field::Marketing, Some(Value::List(list))) => Some(list),
            _ => None,
        });
        rides(key)
            || named.flatten().filter_map(|text| key.under(text)).any(|key| rides(&key))
            || self.hearers(intake, key).iter().any(|(key, _)| rides(key))
    }

    /// Takes a cancellation out of the message when its source cancels more at once than is likely.
    fn doubted(
        &self,
        intake: &Intake,
        source: &Source,
        key: &FlightKey,
        said: &mut Observation,
        received: DateTime<Utc>,
    ) -> Option<Waiting> {
        let cancels = |say: &Say| say.field == Field::Cancelled && say.value == Some(Value::Flag(true));
        let held = self.flights.get(key).and_then(|(loaded, _)| loaded.flight.as_ref());
        if !said.says.iter().any(cancels) || held.is_some_and(|flight| cancelled_by(flight, source)) {
            return None;
        }
        let at = said.reported.filter(|_| self.sent_whole).map_or(received, |at| at.min(received));
        let cancelled = Cancels { flight: key, ridden: self.is_ridden(intake, key, said), at, received };
        if intake.plausible.cancels(source, cancelled, || intake.shelf.ridden_around(key.date)) {
            return None;
        }
        let withheld: Vec<Say> = said.says.iter().filter(|say| cancels(say)).cloned().collect();
        said.says.retain(|say| !cancels(say));
        let why = Why::MassCancellation { flight: key.clone() };
        Some(Waiting::new(source.clone(), received, why, Observation { says: withheld, ..said.clone() }))
    }
}

fn cancelled_by(flight: &flight::Flight, source: &Source) -> bool {
    flight.claims().any(|c| c.field == Field::Cancelled && c.source == *source && c.value == Some(Value::Flag(true)))
}

/// What a speaker's record is told, so that its hearer is found with every later message.
pub(super) fn link(said: &Observation, field: Field, hearer: &FlightKey) -> Observation {
    let value = Some(Value::List(vec![hearer.to_string()]));
    Observation { says: vec![Say { field, stage: Stage::Estimated, value }], ..said.clone() }
}

/// The ridden flight that this one may stand for: the same number of the same day with a suffix or without.
fn suffixed(intake: &Intake, key: &FlightKey) -> Option<FlightKey> {
    let ridden = intake.shelf.numbered(&key.carrier, key.number);
    let like = |held: &FlightKey| {
        held.suffix != key.suffix && (held.date, &held.from, &held.to) == (key.date, &key.from, &key.to)
    };
    let other = ridden.into_iter().map(|held| held.key).find(like)?;
    (!intake.shelf.is_ridden(key)).then_some(other)
}

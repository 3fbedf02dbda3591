//! Messages that wait for a person, as the store keeps them: what was said, by whom, and why nothing was done with it.
//! One entry for each source and flight named; a later message takes the place of an earlier one. Nothing of it is
//! personal. Must not know: which flight it is about, who may decide that.

use super::{LedgerError, key};
use crate::domain::observation::{Observation, Say};
use crate::domain::place::FlightKey;
use crate::domain::source::Source;
use crate::limits;
use crate::store::{Change, Key, Store, Version, Write};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Version of the persisted form.
const FORM: u32 = 1;

/// Why a message waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum Why {
    /// It names too little to be a flight of its own, and none that is held fits.
    Unknown,
    /// These fit equally well.
    Several { flights: Vec<FlightKey> },
    /// It has a place of its own, and looks like this flight under a suffix.
    Suffix { flight: FlightKey },
    /// Its source cancels more at once than is likely: a person is asked before anybody is told.
    MassCancellation { flight: FlightKey },
}

/// One message that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    v: u32,
    pub id: Uuid,
    pub source: Source,
    /// When the first of its like came.
    pub since: DateTime<Utc>,
    /// When this one did.
    pub received: DateTime<Utc>,
    #[serde(flatten)]
    pub why: Why,
    pub said: Observation,
}

impl Waiting {
    /// Named by what it is about, so that the same source saying more of the same flight makes no second entry.
    pub fn new(source: Source, received: DateTime<Utc>, why: Why, said: Observation) -> Self {
        let f = &said.flight;
        let name = |a: &Option<crate::domain::place::Airport>| a.as_ref().map(ToString::to_string).unwrap_or_default();
        // What a person is asked first is a question of its own, beside any other about the same flight.
        let asked = matches!(why, Why::MassCancellation { .. });
        let about = format!(
            "{source} {asked} {}{}{:?} {} {}-{}~{}",
            f.carrier,
            f.number,
            f.suffix,
            f.date,
            name(&f.from),
            name(&f.to),
            f.repeat
        );
        let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, about.as_bytes());
        Self { v: FORM, id, source, since: received, received, why, said }
    }

    /// Later values in the place of earlier ones of the same field and stage.
    fn after(mut self, earlier: Self) -> Self {
        let newer = |say: &Say| self.said.says.iter().any(|s| (s.field, s.stage) == (say.field, say.stage));
        let kept: Vec<Say> = earlier.said.says.into_iter().filter(|say| !newer(say)).collect();
        self.said.says.extend(kept);
        self.since = earlier.since;
        self
    }
}

/// What waits, the oldest first.
///
/// # Errors
/// When the store is away, or an entry cannot be read.
pub async fn list(store: &Store) -> Result<Vec<(Waiting, Version)>, LedgerError> {
    let names: Vec<Key> = names(store).await?;
    let mut waiting = Vec::with_capacity(names.len());
    for page in names.chunks(limits::COMMIT_KEYS_MAX) {
        for held in store.read_many(page).await? {
            // One that another version wrote must not hide the others.
            match held.records.first().map(|record| decode(record)) {
                Some(Ok(entry)) => waiting.push((entry, held.version)),
                Some(Err(error)) => tracing::warn!(%error, "a waiting message cannot be read"),
                None => {}
            }
        }
    }
    Ok(waiting)
}

async fn names(store: &Store) -> Result<Vec<Key>, LedgerError> {
    let names = store.list(key::UNMATCHED, None, limits::UNMATCHED_MAX + 1).await?;
    Ok(names.into_iter().map(|(name, ..)| name).collect())
}

/// One entry, if it still waits.
///
/// # Errors
/// As [`list`].
pub async fn find(store: &Store, id: Uuid) -> Result<Option<(Waiting, Version)>, LedgerError> {
    let Some(name) = names(store).await?.into_iter().find(|name| key::unmatched_of(name) == Some(id)) else {
        return Ok(None);
    };
    let held = store.read(&name).await?;
    held.records.first().map(|record| Ok((decode(record)?, held.version))).transpose()
}

/// The writes that put an entry into the list, in the place of an earlier one of its like; when the list is full the
/// oldest goes.
///
/// # Errors
/// When the store is away, or it cannot be encoded.
pub async fn put(store: &Store, waiting: Waiting) -> Result<Vec<Write>, LedgerError> {
    let names = names(store).await?;
    let same = names.iter().find(|name| key::unmatched_of(name) == Some(waiting.id));
    let earlier = match same {
        Some(name) => store.read(name).await?,
        None => crate::store::Held::default(),
    };
    let held = earlier.records.first().and_then(|record| decode(record).ok());
    let waiting = match held.clone() {
        Some(held) => waiting.after(held),
        None => waiting,
    };
    // Said again at each look: no reason to write.
    if held.is_some_and(|held| (&held.why, &held.said.says) == (&waiting.why, &waiting.said.says)) {
        return Ok(Vec::new());
    }
    let record = serde_json::to_vec(&waiting)?.into();
    let change = Change::Replace(vec![record]);
    let mut writes = vec![Write { key: key::unmatched(waiting.since, waiting.id), expected: earlier.version, change }];
    if same.is_none()
        && names.len() >= limits::UNMATCHED_MAX
        && let Some((oldest, version)) = least(store, &names).await?
    {
        writes.push(Write { key: oldest, expected: version, change: Change::Remove });
    }
    Ok(writes)
}

/// The one that goes when the list is full: the oldest of the first few that is no question of many cancellations.
async fn least(store: &Store, names: &[Key]) -> Result<Option<(Key, Version)>, LedgerError> {
    let first = names.get(..names.len().min(limits::COMMIT_KEYS_MAX)).unwrap_or_default();
    let held = store.read_many(first).await?;
    let asks = |held: &crate::store::Held| {
        let entry = held.records.first().and_then(|record| decode(record).ok());
        entry.is_some_and(|entry| matches!(entry.why, Why::MassCancellation { .. }))
    };
    let all = || first.iter().zip(&held);
    let least = all().find(|(_, held)| !asks(held)).or_else(|| all().next());
    Ok(least.map(|(name, held)| (name.clone(), held.version)))
}

/// The writes that take off what came before a moment, whether it can be read or not.
///
/// # Errors
/// When the store is away.
pub async fn old(store: &Store, before: DateTime<Utc>) -> Result<Vec<Write>, LedgerError> {
    let names = store.list(key::UNMATCHED, None, limits::UNMATCHED_MAX + 1).await?;
    let old = names
        .into_iter()
        .take_while(|(name, ..)| key::unmatched_since_ms(name).is_some_and(|ms| ms < before.timestamp_millis()));
    Ok(old.map(|(key, expected, _)| Write { key, expected, change: Change::Remove }).collect())
}

/// The write that takes an entry off the list.
pub fn remove(waiting: &Waiting, version: Version) -> Write {
    Write { key: key::unmatched(waiting.since, waiting.id), expected: version, change: Change::Remove }
}

fn decode(record: &[u8]) -> Result<Waiting, LedgerError> {
    let waiting: Waiting = serde_json::from_slice(record)?;
    if waiting.v == FORM { Ok(waiting) } else { Err(LedgerError::Unreadable("a waiting message of another version")) }
}

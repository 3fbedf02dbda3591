//! Movements as the store keeps them: one record a fact, its personal half sealed under the movement's own
//! key, and that key wrapped by the deployment's under `key/<movement>`. Destroying that one record
//! destroys every name, in every backup that does not hold it. Must not know: who may see what, sockets.

use super::keyring::{DeploymentKey, MovementKey};
use super::{LedgerError, key};
use crate::domain::fact::{Fact, Private};
use crate::domain::movement::Movement;
use crate::store::{Change, Held, Key, Record, Store, Version, Write};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// The persisted form of a fact.
#[derive(Serialize, Deserialize)]
struct Stored {
    v: u8,
    fact: Fact,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
}

const FORM: u8 = 1;

/// A movement as it was read, with what is needed to write the next fact.
#[derive(Clone)]
pub struct Loaded {
    pub movement: Arc<Movement>,
    pub facts: Arc<Vec<Fact>>,
    pub version: Version,
    key: Option<Arc<MovementKey>>,
}

/// A movement as it was read, `None` if there is none; or why it cannot be read.
pub type Decoded = Result<Option<Loaded>, LedgerError>;

/// Movements in one store, opened with one deployment key.
#[derive(Clone)]
pub struct Movements {
    store: Store,
    deployment: Arc<DeploymentKey>,
}

impl Movements {
    pub fn new(store: Store, deployment: Arc<DeploymentKey>) -> Self {
        Self { store, deployment }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Reads and folds a movement; `None` if there is none of this id.
    ///
    /// # Errors
    /// When the store is away, or a record cannot be read.
    pub async fn load(&self, id: Uuid) -> Result<Option<Loaded>, LedgerError> {
        let (mut found, _) = self.load_many(&[id]).await?;
        found.pop().unwrap_or(Ok(None))
    }

    /// Several, in the order asked, with one question to the store; and how many bytes the answer took. What of them
    /// cannot be read stands in its place.
    ///
    /// # Errors
    /// When the store is away, or one of them is so damaged that the store cannot read it: then none is read.
    pub async fn load_many(&self, ids: &[Uuid]) -> Result<(Vec<Decoded>, usize), LedgerError> {
        let keys: Vec<Key> = ids.iter().flat_map(|id| [key::movement(*id), key::seal(*id)]).collect();
        let held = self.store.read_many(&keys).await?;
        let bytes = held.iter().flat_map(|h| &h.records).map(|r| r.len()).sum();
        let decode = |(id, pair): (&Uuid, &[Held])| match pair {
            [movement, seal] if movement.version != Version(0) => self.decode(*id, movement, seal).map(Some),
            _ => Ok(None),
        };
        Ok((ids.iter().zip(held.chunks(2)).map(decode).collect(), bytes))
    }

    fn decode(&self, id: Uuid, movement: &Held, seal: &Held) -> Result<Loaded, LedgerError> {
        let key = match seal.records.first() {
            Some(wrapped) => Some(Arc::new(MovementKey::from_wrapped(&self.deployment, id, wrapped)?)),
            None => None,
        };
        let facts = movement.records.iter().map(|r| decode(id, r, key.as_deref())).collect::<Result<Vec<Fact>, _>>()?;
        let folded = Movement::fold(id, &facts).ok_or(LedgerError::Unreadable("a movement without a plan"))?;
        Ok(Loaded { movement: Arc::new(folded), facts: Arc::new(facts), version: movement.version, key })
    }

    /// The writes that begin a movement: its key, and its first facts.
    ///
    /// # Errors
    /// When sealing fails.
    pub fn begin(&self, id: Uuid, facts: &[Fact]) -> Result<Vec<Write>, LedgerError> {
        let own = MovementKey::generate()?;
        let wrapped: Record = own.wrap(&self.deployment, id)?.into();
        let records = facts.iter().map(|f| encode(id, f, Some(&own))).collect::<Result<Vec<Record>, _>>()?;
        Ok(vec![
            Write { key: key::seal(id), expected: Version(0), change: Change::Replace(vec![wrapped]) },
            Write { key: key::movement(id), expected: Version(0), change: Change::Append(records) },
        ])
    }
}

impl Loaded {
    /// The write that adds facts to this movement, valid only while nobody else has written to it.
    ///
    /// # Errors
    /// When sealing fails, or a personal value would be written after the names were destroyed.
    pub fn append(&self, facts: &[Fact]) -> Result<Write, LedgerError> {
        let id = self.movement.id;
        let records = facts.iter().map(|f| encode(id, f, self.key.as_deref())).collect::<Result<Vec<Record>, _>>()?;
        Ok(Write { key: key::movement(id), expected: self.version, change: Change::Append(records) })
    }
}

fn encode(id: Uuid, fact: &Fact, own: Option<&MovementKey>) -> Result<Record, LedgerError> {
    let sealed = match (&fact.private, own) {
        (None, _) => None,
        (Some(_), None) => return Err(LedgerError::Destroyed),
        (Some(private), Some(own)) => {
            let plain = zeroize::Zeroizing::new(serde_json::to_vec(private)?);
            Some(super::base64(&own.seal(&context(id, fact.id), &plain)?))
        }
    };
    let stored = Stored { v: FORM, fact: fact.clone(), sealed };
    Ok(serde_json::to_vec(&stored)?.into())
}

fn decode(id: Uuid, record: &Record, own: Option<&MovementKey>) -> Result<Fact, LedgerError> {
    let stored: Stored = serde_json::from_slice(record)?;
    if stored.v != FORM {
        return Err(LedgerError::Unreadable("a fact of a newer form"));
    }
    let private = match (stored.sealed, own) {
        (Some(sealed), Some(own)) => {
            let plain = own.open(&context(id, stored.fact.id), &super::unbase64(&sealed)?)?;
            Some(serde_json::from_slice::<Private>(&plain)?)
        }
        _ => None,
    };
    Ok(Fact { private, ..stored.fact })
}

/// Binds a sealed value to its place, so that it cannot be moved to another fact or movement.
fn context(movement: Uuid, fact: Uuid) -> String {
    format!("{movement}/{fact}")
}

/// Ids of all movements in the store.
///
/// # Errors
/// When the store is away.
pub async fn ids(store: &Store) -> Result<Vec<Uuid>, LedgerError> {
    let mut ids = Vec::new();
    let mut after: Option<Key> = None;
    loop {
        let page = store.list(key::MOVEMENTS, after.as_ref(), crate::limits::CHANGES_PAGE).await?;
        let full = page.len() == crate::limits::CHANGES_PAGE;
        after = page.last().map(|(key, _, _)| key.clone());
        ids.extend(page.iter().filter_map(|(key, _, _)| key::movement_of(key)));
        if !full {
            return Ok(ids);
        }
    }
}

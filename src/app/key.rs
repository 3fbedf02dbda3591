//! The deployment key that belongs to this store: made only where nothing is sealed yet. A hub that came up with another
//! key would show nobody anything, call itself ready, and seal what comes under a key that opens nothing else.
//! Must not know: what is sealed.

use crate::ledger::key::{SEALS, seal_of};
use crate::ledger::keyring::{DeploymentKey, KeyFileError, MovementKey};
use crate::limits::KEYS_TRIED;
use crate::store::{Key, Store};
use anyhow::{Context, bail};
use std::io::ErrorKind;
use std::path::Path;

/// Reads the key file, and makes one if there is none and none was needed yet.
///
/// # Errors
/// When the file cannot be used, or opens nothing of what is sealed, in words for whoever starts the hub.
pub async fn of(file: &Path, store: &Store) -> anyhow::Result<DeploymentKey> {
    match look(file, store).await? {
        Some(key) => Ok(key),
        None => Ok(DeploymentKey::load_or_create(file)?),
    }
}

/// The same, and makes none: `None` where there is none and none was needed yet.
///
/// # Errors
/// As [`of`].
pub async fn look(file: &Path, store: &Store) -> anyhow::Result<Option<DeploymentKey>> {
    let keys: Vec<Key> = store.list(SEALS, None, KEYS_TRIED).await?.into_iter().map(|(key, ..)| key).collect();
    if keys.is_empty() {
        return match DeploymentKey::load(file) {
            Err(KeyFileError::File(_, e)) if e.kind() == ErrorKind::NotFound => Ok(None),
            loaded => Ok(Some(loaded?)),
        };
    }
    let needed = "the names in the store are sealed; bring the key file of this deployment from where its copy is kept";
    let key = DeploymentKey::load(file).context(needed)?;
    let held = store.read_many(&keys).await?;
    let sealed = keys.iter().zip(&held).filter_map(|(key, held)| Some((seal_of(key)?, held.records.first()?)));
    // One damaged record must not keep all others from being shown.
    if sealed.clone().count() > 0 && !sealed.clone().any(|(id, s)| MovementKey::from_wrapped(&key, id, s).is_ok()) {
        bail!("the key file {} is of another deployment: it opens none of the names in this store", file.display());
    }
    Ok(Some(key))
}

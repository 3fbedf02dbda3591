//! Movements, flights and accounts as the store keeps them: between records and the rules. It encodes,
//! seals, decodes and folds; it decides nothing. Intake and the hub both stand on it, because they may not
//! name each other. Must not know: sockets, audiences, what is owed to whom.

pub mod account;
pub mod feed;
pub mod file;
pub mod flight;
pub mod hint;
pub mod key;
pub mod keyring;
pub mod movement;
pub mod seal;
pub mod shelf;
pub mod spent;
pub mod unmatched;

use crate::store::StoreError;
use base64::Engine;

/// What a caller can do about a failure.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Nothing is known: keep what you have and try again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A person must look: a record is damaged, or the deployment key is another one.
    #[error("unreadable: {0}")]
    Unreadable(&'static str),
    #[error("unreadable: a sealed value does not open with this deployment's key")]
    Seal(#[from] seal::SealError),
    /// The names of this movement are gone; nothing personal can be added any more.
    #[error("the names of this movement have been destroyed")]
    Destroyed,
}

impl From<serde_json::Error> for LedgerError {
    /// The text of the error is dropped: it may quote what it could not read.
    fn from(_: serde_json::Error) -> Self {
        Self::Unreadable("a record is not in the form it should be")
    }
}

fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD_NO_PAD.encode(bytes)
}

fn unbase64(text: &str) -> Result<Vec<u8>, LedgerError> {
    base64::engine::general_purpose::STANDARD_NO_PAD
        .decode(text)
        .map_err(|_| LedgerError::Unreadable("a sealed value is not base64"))
}

//! What is handed out to prove an account: 32 random bytes as text, kept only as their SHA-256.
//! A plain hash is enough here: there is nothing to guess in 256 random bits, and a slow one would let anybody
//! who sends made-up tokens keep the server busy. Must not know: whose it is, how long it holds.

use super::AccountError;
use crate::limits::PROOF_BYTES_MAX;
use crate::store::{Key, StoreError};
use base64::Engine;
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

pub const SESSION_KEYS: &str = "session/";
pub const TOKEN_KEYS: &str = "token/";
pub const LINK_KEYS: &str = "link/";
/// Begins a program's token, so that a scanner for leaked secrets can know one.
const TOKEN_MARK: &str = "onward_";

/// A secret on its way to its owner. Not printed, wiped when dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub(super) fn plain() -> Result<Self, AccountError> {
        Self::marked("")
    }

    pub(super) fn token() -> Result<Self, AccountError> {
        Self::marked(TOKEN_MARK)
    }

    fn marked(mark: &str) -> Result<Self, AccountError> {
        let mut bytes = Zeroizing::new([0u8; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| StoreError::Away("the system gives no randomness".into()))?;
        let text = Zeroizing::new(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes.as_slice()));
        Ok(Self(Zeroizing::new(format!("{mark}{}", text.as_str()))))
    }

    /// The one place where it becomes text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// # Errors
/// Never for a text of usual length; `Unknown` otherwise.
pub fn session_key(presented: &str) -> Result<Key, AccountError> {
    hashed(SESSION_KEYS, presented)
}

/// # Errors
/// As [`session_key`].
pub fn token_key(presented: &str) -> Result<Key, AccountError> {
    hashed(TOKEN_KEYS, presented)
}

pub(super) fn link_key(presented: &str) -> Result<Key, AccountError> {
    hashed(LINK_KEYS, presented)
}

fn hashed(kind: &str, presented: &str) -> Result<Key, AccountError> {
    if presented.len() > PROOF_BYTES_MAX {
        return Err(AccountError::Unknown);
    }
    let hex: String = Sha256::digest(presented).iter().map(|byte| format!("{byte:02x}")).collect();
    Key::new(format!("{kind}{hex}")).ok_or(AccountError::Unknown)
}

//! What the contents of a store are found by. Keys travel in the change feed, in logs and in backups, so nothing
//! personal may stand in one.
//! Must not know: which keys there are.

use std::sync::Arc;

/// `<kind>/<name>`: ASCII, at most [`crate::limits::KEY_BYTES_MAX`] bytes, and never personal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Arc<str>);

impl Key {
    /// `None` if the text is empty, too long, or holds anything but `[A-Za-z0-9/_.:~-]`.
    pub fn new(text: impl AsRef<str>) -> Option<Self> {
        let t = text.as_ref();
        let ok = |b: u8| b.is_ascii_alphanumeric() || b"/_.:~-".contains(&b);
        (!t.is_empty() && t.len() <= crate::limits::KEY_BYTES_MAX && t.bytes().all(ok)).then(|| Self(t.into()))
    }
    /// A key for a text that may be long or hold other characters: its SHA-256, under `hash/`.
    pub fn hashed(text: &str) -> Self {
        use sha2::{Digest, Sha256};
        let hex: String = Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect();
        Self(format!("hash/{hex}").into())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

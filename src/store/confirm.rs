//! The acknowledgement of what needed no writing. A door that finds nothing to do has only read, and a reader may see
//! what a failover can still take back.
//! Must not know: what keys mean, whom a door answers.

use super::{Key, Store, StoreError, Version};

impl Store {
    /// Whether what was read at these versions is as safe as a commit would be: asked by whoever answers as if he had
    /// written it. `false`: a key is at another version by now; read again, decide again. Costs nothing where what can
    /// be read is safe already, and then says `true` unseen.
    ///
    /// # Errors
    /// `Away` while it is not known to be safe.
    pub async fn confirm(&self, held: impl IntoIterator<Item = (Key, Version)>) -> Result<bool, StoreError> {
        match self {
            // A transaction is shown to readers only when its frames are synced to the log.
            Self::Sqlite(_) => Ok(true),
            Self::Redis(s) => s.confirm(held).await,
        }
    }
}

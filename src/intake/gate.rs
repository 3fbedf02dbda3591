//! Whether anything may be written at all. While the store cannot be what it was before, every door answers *later*: a
//! command that meets an empty store would be told that its group does not exist, and would be dropped by its device.
//! Must not know: who shuts it, and why.

use super::IntakeError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shared by all doors; clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Gate(Arc<AtomicBool>);

impl Gate {
    pub fn shut(&self, shut: bool) {
        self.0.store(shut, Ordering::Release);
    }

    #[must_use]
    pub fn is_shut(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Every door passes here first.
    ///
    /// # Errors
    /// `Later` while it is shut.
    pub fn pass(&self) -> Result<(), IntakeError> {
        if self.is_shut() { Err(IntakeError::Later("the store is being looked at".to_owned())) } else { Ok(()) }
    }
}

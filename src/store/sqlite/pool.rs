//! The connections that read: a few, each answering one question at a time from one snapshot of the file.
//! SQLite blocks, so a question runs on a blocking thread and takes its permit along: a caller that gives up does not
//! let the next one in early. Must not know: what is asked.

use super::{away, blocking, schema};
use crate::limits::{STORE_READERS, STORE_WAIT};
use crate::store::StoreError;
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(super) struct Pool {
    free: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    path: PathBuf,
}

impl Pool {
    /// Opens nothing yet: connections are made when first needed, and again after one was lost.
    pub(super) fn new(path: PathBuf) -> Self {
        Self { free: Arc::default(), permits: Arc::new(Semaphore::new(STORE_READERS)), path }
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let permit = self.permits(1).await?;
        let (free, path) = (self.free.clone(), self.path.clone());
        blocking(move || {
            let idle = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = idle.map_or_else(|| schema::connect(&path), Ok)?;
            let snapshot = connection.unchecked_transaction().map_err(schema::error)?;
            let answer = ask(&snapshot);
            // Nothing was written: ending the snapshot is all there is to do, and a failure costs the connection.
            if snapshot.rollback().is_ok() {
                free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            }
            drop(permit);
            answer
        })
        .await
    }

    /// Waits for the questions that are being answered, and takes no more.
    pub(super) async fn close(&self) -> Result<(), StoreError> {
        let all = self.permits(u32::try_from(STORE_READERS).unwrap_or(u32::MAX)).await?;
        self.permits.close();
        self.free.lock().unwrap_or_else(PoisonError::into_inner).clear();
        drop(all);
        Ok(())
    }

    async fn permits(&self, count: u32) -> Result<OwnedSemaphorePermit, StoreError> {
        let permits = tokio::time::timeout(STORE_WAIT, self.permits.clone().acquire_many_owned(count)).await;
        permits.map_err(|_| away("too many are reading"))?.map_err(|_| away("closed"))
    }
}

//! Takes away sessions and links that are over, so that the store does not keep who signed in when.
//! A session stays 72 h past its end: a device that was away still learns whether it was revoked, and may still
//! hand in what it did. Must not know: when it is called.

use super::record::{self, Link, Session};
use super::{AccountError, Accounts, LINK_KEYS, SESSION_KEYS};
use crate::limits;
use crate::store::{Change, Held, Write};
use chrono::{DateTime, Utc};

impl Accounts {
    /// Says how many were taken away. Two that sweep at once, on two nodes, harm nothing.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<usize, AccountError> {
        let kept = now - limits::REVOKED_SESSION_HEARD;
        let session = |h: &Held| h.records.last().and_then(|r| record::decode::<Session>(r).ok()).map(|s| s.expires);
        let link = |h: &Held| h.records.last().and_then(|r| record::decode::<Link>(r).ok()).map(|l| l.expires);
        let sessions = self.sweep_under(SESSION_KEYS, |held| session(held).is_some_and(|end| end < kept)).await?;
        let links = self.sweep_under(LINK_KEYS, |held| link(held).is_some_and(|end| end < now)).await?;
        Ok(sessions + links)
    }

    async fn sweep_under(&self, prefix: &str, is_over: impl Fn(&Held) -> bool) -> Result<usize, AccountError> {
        let (mut swept, mut after) = (0, None);
        loop {
            let page = self.store.list(prefix, after.as_ref(), limits::COMMIT_KEYS_MAX).await?;
            let Some((last, ..)) = page.last() else { return Ok(swept) };
            after = Some(last.clone());
            let mut over = Vec::new();
            for (key, ..) in page {
                let held = self.store.read(&key).await?;
                if is_over(&held) {
                    over.push(Write { key, expected: held.version, change: Change::Remove });
                }
            }
            let count = over.len();
            if count > 0 && self.commit(over).await? {
                swept += count;
            }
        }
    }
}

//! Passwords: argon2id, a bounded number at a time, off the threads that serve.
//! Wrong password, unknown account and account without a password take the same work and give the same answer.
//! Must not know: accounts, the store.

use super::{AccountError, exposed};
use crate::limits;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::SecretString;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// 19 MiB, two passes, one lane: the least that OWASP's password storage cheat sheet asks of argon2id. More memory
/// would let a few sign-ins at once crowd a small server out, and the rate limit already makes guessing slow.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Verified when there is no hash to verify: same parameters, same work. Nothing hashes to it on purpose, and a hit
/// would still be refused.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LWhhcy10aGlzIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[derive(Clone)]
pub(super) struct Hashing(Arc<Semaphore>);

impl Hashing {
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(limits::HASHES_AT_ONCE)))
    }

    pub async fn hash(&self, secret: &SecretString) -> Result<String, AccountError> {
        let (least, most) = (limits::PASSWORD_CHARS_MIN, limits::PASSWORD_CHARS_MAX);
        if !(least..=most).contains(&exposed(secret).chars().count()) {
            return Err(AccountError::Invalid(format!("expected a password of {least} to {most} characters")));
        }
        let secret = secret.clone();
        self.run(move || {
            let mut salt = [0u8; 16];
            getrandom::fill(&mut salt).ok()?;
            let hash = argon2()?.hash_password_with_salt(exposed(&secret).as_bytes(), &salt).ok()?;
            Some(hash.to_string())
        })
        .await?
        .ok_or(AccountError::Busy)
    }

    pub async fn verify(&self, secret: &SecretString, hash: Option<String>) -> Result<bool, AccountError> {
        // Longer than any password: refused before the work, which says nothing about any account.
        if exposed(secret).len() > limits::PASSWORD_CHARS_MAX * 4 {
            return Ok(false);
        }
        let secret = secret.clone();
        self.run(move || {
            let right = argon2().is_some_and(|argon2| {
                argon2.verify_password(exposed(&secret).as_bytes(), against(hash.as_deref())).is_ok()
            });
            right && hash.is_some()
        })
        .await
    }

    /// The permit goes with the work: a caller that hangs up does not make room for another while its hash still runs.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AccountError> {
        let turn = tokio::time::timeout(limits::HASH_WAIT, Arc::clone(&self.0).acquire_owned()).await;
        let permit = turn.map_err(|_| AccountError::Busy)?.map_err(|_| AccountError::Busy)?;
        let work = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(permit);
            done
        });
        work.await.map_err(|_| AccountError::Busy)
    }
}

/// What a password is compared with: there is always something, and always the same work.
pub(super) fn against(hash: Option<&str>) -> &str {
    hash.unwrap_or(NOBODY)
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

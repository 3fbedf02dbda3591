//! Accounts, and what proves that somebody holds one: a password, a session, a bearer token, a one-time link.
//! The store keeps only hashes of what was handed out: whoever reads it, or a backup of it, can sign in as nobody.
//! Times here are always real, also when a day is replayed. Must not know: requests, cookies, what an audience sees.

mod password;
mod proof;
mod record;
mod sweep;

#[cfg(test)]
mod tests;

pub use proof::{LINK_KEYS, SESSION_KEYS, Secret, TOKEN_KEYS, session_key, token_key};
pub use record::{Account, account_key, account_of};

use crate::domain::audience::{Audience, Role, audiences_of, slug};
use crate::limits;
use crate::store::{Change, Key, Outcome, Store, StoreError, Version, Write};
use chrono::{DateTime, TimeDelta, Utc};
use record::{Link, Session, Token};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// What a caller can do about a failure.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Nothing is known: try again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A person must look: a record is damaged.
    #[error("the record of an account cannot be read")]
    Unreadable,
    #[error("there is no account of this name")]
    Unknown,
    #[error("there is an account of this name already")]
    Exists,
    /// A rule about names, scopes, passwords or times; the text says what was expected.
    #[error("{0}")]
    Invalid(String),
    /// Too many at once: try again in a moment.
    #[error("too many sign-ins at once: try again")]
    Busy,
}

/// Somebody who has proved to be an account, and what that opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub account: Arc<str>,
    pub role: Role,
    pub audiences: Vec<Audience>,
    /// For a feed: the sources it may write.
    pub sources: Vec<String>,
    pub language: Option<String>,
    /// `None` for a token: it ends with its account or its replacement.
    pub expires: Option<DateTime<Utc>>,
}

/// What a presented session or token is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Valid(Holder),
    /// Over, never known, or signed out: sign in again and keep what is on the device.
    Expired,
    /// Taken back at this instant, by disabling or a new password: erase what is on the device.
    Revoked(Holder, DateTime<Utc>),
}

/// All accounts of the deployment. Cheap to copy.
#[derive(Clone)]
pub struct Accounts {
    store: Store,
    hashing: password::Hashing,
    session: Duration,
}

impl Accounts {
    /// `session` is how long a sign-in holds.
    #[must_use]
    pub fn new(store: Store, session: Duration) -> Self {
        Self { store, hashing: password::Hashing::new(), session }
    }

    /// # Errors
    /// `Invalid` for a name or a scope that is none, `Exists`.
    pub async fn add(
        &self,
        name: &str,
        mut account: Account,
        secret: Option<&SecretString>,
    ) -> Result<(), AccountError> {
        slug(name).ok_or_else(|| AccountError::Invalid(record::NAME.to_owned()))?;
        account.check(name)?;
        account.password = match secret {
            Some(secret) => Some(self.hashing.hash(secret).await?),
            None => None,
        };
        let key = account_key(name)?;
        match self.commit(vec![write(key, Version(0), &account)?]).await? {
            true => Ok(()),
            false => Err(AccountError::Exists),
        }
    }

    /// All accounts, in the order of their names.
    ///
    /// # Errors
    /// When the store is away or a record is damaged.
    pub async fn list(&self) -> Result<Vec<(String, Account)>, AccountError> {
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.list(record::ACCOUNTS, after.as_ref(), limits::COMMIT_KEYS_MAX).await?;
            let Some((last, ..)) = page.last() else { return Ok(all) };
            after = Some(last.clone());
            let keys: Vec<Key> = page.into_iter().map(|(key, ..)| key).collect();
            for (key, held) in keys.iter().zip(self.store.read_many(&keys).await?) {
                if let (Some(name), Some(bytes)) = (account_of(key), held.records.last()) {
                    all.push((name.to_owned(), record::decode(bytes)?));
                }
            }
        }
    }

    /// Ends the account and everything handed out for it, at once.
    ///
    /// # Errors
    /// `Unknown`; `Busy` if it kept changing.
    pub async fn disable(&self, name: &str, now: DateTime<Utc>) -> Result<(), AccountError> {
        self.change(name, |account| {
            account.disabled = true;
            account.revoke(now);
        })
        .await
    }

    /// Ends all sessions and links of an account, as after a lost device. Tokens of programs stay.
    ///
    /// # Errors
    /// `Unknown`, `Busy`.
    pub async fn revoke(&self, name: &str, now: DateTime<Utc>) -> Result<(), AccountError> {
        self.change(name, |account| account.revoke(now)).await
    }

    /// A new password ends all sessions and links: whoever knew the old one may be sitting in one of them.
    ///
    /// # Errors
    /// `Invalid` for a password too short or too long, `Unknown`, `Busy`.
    pub async fn set_password(
        &self,
        name: &str,
        secret: &SecretString,
        now: DateTime<Utc>,
    ) -> Result<(), AccountError> {
        let hash = self.hashing.hash(secret).await?;
        self.change(name, |account| {
            account.password = Some(hash.clone());
            account.revoke(now);
        })
        .await
    }

    /// Whether this is the password of this account. An unknown or disabled account, or one without a password,
    /// costs the same work as a wrong password: the time of the answer must not tell which names exist.
    ///
    /// # Errors
    /// `Busy` when too many wait; the store.
    pub async fn verify(&self, name: &str, secret: &SecretString) -> Result<bool, AccountError> {
        let held = match slug(name) {
            Some(name) => self.account(name).await?,
            None => None,
        };
        let hash = held.filter(|(account, _)| !account.disabled).and_then(|(account, _)| account.password);
        self.hashing.verify(secret, hash).await
    }

    /// The secret goes into the cookie, once; only its hash is kept.
    ///
    /// # Errors
    /// `Unknown` also for a disabled account.
    pub async fn open_session(&self, name: &str, now: DateTime<Utc>) -> Result<(Secret, Holder), AccountError> {
        let account = self.enabled(name).await?;
        let (secret, key, session) = self.new_session(name, &account, now)?;
        let holder = holder(name, &account, Some(session.expires));
        match self.commit(vec![write(key, Version(0), &session)?]).await? {
            true => Ok((secret, holder)),
            false => Err(AccountError::Busy),
        }
    }

    /// Signs out: the session is gone. One that is gone already stays so.
    ///
    /// # Errors
    /// When the store is away; `Busy` if it kept changing.
    pub async fn close_session(&self, key: &Key) -> Result<(), AccountError> {
        for _ in 0..limits::STALE_TRIES {
            let expected = self.store.read(key).await?.version;
            let gone = match expected {
                Version(0) => self.store.confirm([(key.clone(), expected)]).await?,
                _ => self.commit(vec![Write { key: key.clone(), expected, change: Change::Remove }]).await?,
            };
            if gone {
                return Ok(());
            }
        }
        Err(AccountError::Busy)
    }

    /// What a session or token is worth now, by the key its hash makes ([`session_key`], [`token_key`]).
    ///
    /// # Errors
    /// When the store is away or a record is damaged.
    pub async fn standing(&self, key: &Key, now: DateTime<Utc>) -> Result<Standing, AccountError> {
        if key.as_str().starts_with(TOKEN_KEYS) {
            let Some((token, _)) = self.held::<Token>(key).await? else { return Ok(Standing::Expired) };
            let Some((account, _)) = self.account(&token.account).await? else { return Ok(Standing::Expired) };
            let holder = holder(&token.account, &account, None);
            let current = !account.disabled && account.tokens == token.tokens;
            return Ok(if current {
                Standing::Valid(holder)
            } else {
                Standing::Revoked(holder, account.revoked_at(now))
            });
        }
        let Some((session, _)) = self.held::<Session>(key).await? else { return Ok(Standing::Expired) };
        let Some((account, _)) = self.account(&session.account).await? else { return Ok(Standing::Expired) };
        let holder = holder(&session.account, &account, Some(session.expires));
        // Revocation before expiry: a lost device must learn to erase, however long it was away.
        if account.disabled || account.generation != session.generation {
            return Ok(Standing::Revoked(holder, account.revoked_at(now)));
        }
        Ok(if session.expires <= now { Standing::Expired } else { Standing::Valid(holder) })
    }

    /// A bearer token for a program. `replace` ends those made before.
    ///
    /// # Errors
    /// `Unknown` also for a disabled account.
    pub async fn make_token(&self, name: &str, replace: bool, now: DateTime<Utc>) -> Result<Secret, AccountError> {
        if replace {
            self.enabled(name).await?;
            self.change(name, |account| account.tokens += 1).await?;
        }
        let account = self.enabled(name).await?;
        let secret = Secret::token()?;
        let token = Token { account: name.to_owned(), tokens: account.tokens, created: now };
        match self.commit(vec![write(token_key(secret.expose())?, Version(0), &token)?]).await? {
            true => Ok(secret),
            false => Err(AccountError::Busy),
        }
    }

    /// A link that signs in once, for a reader without a password.
    ///
    /// # Errors
    /// `Invalid` outside 30 minutes to 72 hours, `Unknown`.
    pub async fn make_link(&self, name: &str, valid: TimeDelta, now: DateTime<Utc>) -> Result<Secret, AccountError> {
        if valid < limits::LINK_VALID_MIN || valid > limits::LINK_VALID_MAX {
            return Err(AccountError::Invalid("expected a link that holds between 30 minutes and 72 hours".to_owned()));
        }
        let account = self.enabled(name).await?;
        let secret = Secret::plain()?;
        let link = Link { account: name.to_owned(), generation: account.generation, expires: now + valid };
        match self.commit(vec![write(proof::link_key(secret.expose())?, Version(0), &link)?]).await? {
            true => Ok(secret),
            false => Err(AccountError::Busy),
        }
    }

    /// Trades a link for a session. Both happen in one commit on the link's version, so that of two that come at
    /// once, on one node or on two, one gets in. `None`: used, over, revoked or never made; which, is not said.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn use_link(&self, link: &str, now: DateTime<Utc>) -> Result<Option<(Secret, Holder)>, AccountError> {
        let key = proof::link_key(link)?;
        let Some((link, version)) = self.held::<Link>(&key).await? else { return Ok(None) };
        let Some((account, _)) = self.account(&link.account).await? else { return Ok(None) };
        if account.disabled || link.generation != account.generation || link.expires <= now {
            return Ok(None);
        }
        let (secret, session_key, session) = self.new_session(&link.account, &account, now)?;
        let used = Write { key, expected: version, change: Change::Remove };
        let signed_in = self.commit(vec![used, write(session_key, Version(0), &session)?]).await?;
        Ok(signed_in.then(|| (secret, holder(&link.account, &account, Some(session.expires)))))
    }

    fn new_session(
        &self,
        name: &str,
        account: &Account,
        now: DateTime<Utc>,
    ) -> Result<(Secret, Key, Session), AccountError> {
        let secret = Secret::plain()?;
        let expires = now + TimeDelta::from_std(self.session).unwrap_or(TimeDelta::days(1));
        let session = Session { account: name.to_owned(), generation: account.generation, created: now, expires };
        Ok((secret.clone(), session_key(secret.expose())?, session))
    }

    async fn account(&self, name: &str) -> Result<Option<(Account, Version)>, AccountError> {
        self.held(&account_key(name)?).await
    }

    async fn enabled(&self, name: &str) -> Result<Account, AccountError> {
        slug(name).ok_or(AccountError::Unknown)?;
        let held = self.account(name).await?.filter(|(account, _)| !account.disabled);
        held.map(|(account, _)| account).ok_or(AccountError::Unknown)
    }

    /// Reads, changes and writes back, again if somebody else came first.
    async fn change(&self, name: &str, change: impl Fn(&mut Account)) -> Result<(), AccountError> {
        slug(name).ok_or(AccountError::Unknown)?;
        for _ in 0..limits::STALE_TRIES {
            let (mut account, version) = self.account(name).await?.ok_or(AccountError::Unknown)?;
            change(&mut account);
            if self.commit(vec![write(account_key(name)?, version, &account)?]).await? {
                return Ok(());
            }
        }
        Err(AccountError::Busy)
    }

    async fn held<T: record::Kept>(&self, key: &Key) -> Result<Option<(T, Version)>, AccountError> {
        let held = self.store.read(key).await?;
        match held.records.last() {
            Some(bytes) => Ok(Some((record::decode(bytes)?, held.version))),
            None => Ok(None),
        }
    }

    /// `false`: somebody else came first, nothing was written.
    async fn commit(&self, writes: Vec<Write>) -> Result<bool, AccountError> {
        Ok(matches!(self.store.commit(writes, None, Utc::now()).await?, Outcome::Committed(_)))
    }
}

fn write<T: Serialize>(key: Key, expected: Version, record: &T) -> Result<Write, AccountError> {
    Ok(Write { key, expected, change: Change::Replace(vec![record::encode(record)?]) })
}

fn holder(name: &str, account: &Account, expires: Option<DateTime<Utc>>) -> Holder {
    let audiences = audiences_of(account.role, name, &account.scopes());
    let sources = if account.role == Role::Feed { account.sources.clone() } else { Vec::new() };
    Holder { account: name.into(), role: account.role, audiences, sources, language: account.language.clone(), expires }
}

/// Text from a person, as a secret that is wiped when dropped and not printed.
#[must_use]
pub fn secret(text: String) -> SecretString {
    SecretString::from(text)
}

fn exposed(secret: &SecretString) -> &str {
    secret.expose_secret()
}

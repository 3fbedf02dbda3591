//! How accounts, sessions, tokens and links are written down: JSON with a version, one record under one key.
//! A reader of another version stops rather than guess about who may see people.
//! Must not know: how a password is hashed, what a scope opens.

use super::AccountError;
use crate::domain::audience::{Role, Scopes, slug};
use crate::domain::place::Airport;
use crate::domain::source::Source;
use crate::store::{Key, Record};
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub const ACCOUNTS: &str = "account/";
pub const NAME: &str = "expected a name of 1 to 40 characters out of a-z, 0-9 and -";
const FORM: u8 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub role: Role,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stations: Vec<Airport>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receivers: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    pub created: DateTime<Utc>,
    #[serde(default)]
    pub disabled: bool,
    /// An argon2id PHC string; `None`: signs in by link or token only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<String>,
    /// Sessions and links of an earlier one are revoked.
    #[serde(default)]
    pub(super) generation: u64,
    /// The same for tokens of programs.
    #[serde(default)]
    pub(super) tokens: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) revoked: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Session {
    pub account: String,
    pub generation: u64,
    pub created: DateTime<Utc>,
    pub expires: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Token {
    pub account: String,
    pub tokens: u64,
    pub created: DateTime<Utc>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Link {
    pub account: String,
    pub generation: u64,
    pub expires: DateTime<Utc>,
}

/// What may stand in a record of this module.
pub(super) trait Kept: DeserializeOwned {}
impl Kept for Account {}
impl Kept for Session {}
impl Kept for Token {}
impl Kept for Link {}

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    v: u8,
    #[serde(flatten)]
    record: T,
}

impl Account {
    #[must_use]
    pub fn new(role: Role, created: DateTime<Utc>) -> Self {
        Self {
            role,
            programmes: Vec::new(),
            stations: Vec::new(),
            receivers: Vec::new(),
            authorities: Vec::new(),
            sources: Vec::new(),
            language: None,
            created,
            disabled: false,
            password: None,
            generation: 0,
            tokens: 0,
            revoked: None,
        }
    }

    #[must_use]
    pub fn scopes(&self) -> Scopes {
        Scopes {
            programmes: self.programmes.clone(),
            stations: self.stations.clone(),
            receivers: self.receivers.clone(),
            authorities: self.authorities.clone(),
        }
    }

    #[must_use]
    pub fn has_password(&self) -> bool {
        self.password.is_some()
    }

    pub(super) fn revoke(&mut self, now: DateTime<Utc>) {
        self.generation += 1;
        self.revoked = Some(now);
    }

    pub(super) fn revoked_at(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.revoked.unwrap_or(now)
    }

    /// Exactly the scopes that the role uses, and at least one where it is nothing without: an account that opens
    /// less than its administrator believes is found out at night.
    pub(super) fn check(&self, name: &str) -> Result<(), AccountError> {
        let (role, wants) = (self.role, wanted(self.role));
        let given = [
            ("programme", self.programmes.len()),
            ("station", self.stations.len()),
            ("receiver", self.receivers.len()),
            ("authority", self.authorities.len()),
            ("source", self.sources.len()),
        ];
        for (scope, count) in given {
            if count > 0 && wants != Some(scope) {
                return Err(AccountError::Invalid(format!("a {role} has no {scope}: leave it out")));
            }
            if count == 0 && wants == Some(scope) {
                return Err(AccountError::Invalid(format!("a {role} needs at least one {scope}")));
            }
        }
        let names = self.programmes.iter().chain(&self.receivers).chain(&self.authorities);
        if let Some(wrong) = names.into_iter().find(|n| slug(n).is_none()) {
            return Err(AccountError::Invalid(format!("`{wrong}`: {NAME}")));
        }
        // `plan` and `staff` outrank what feeds say: an account that could write under those names would speak as people.
        if let Some(wrong) = self.sources.iter().find_map(|s| Source::feed(s).err()) {
            return Err(AccountError::Invalid(wrong.to_string()));
        }
        let language =
            |l: &String| (2..=12).contains(&l.len()) && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !self.language.as_ref().is_none_or(language) {
            return Err(AccountError::Invalid("expected a language like en, ar or pt-BR".to_owned()));
        }
        slug(name).map(|_| ()).ok_or_else(|| AccountError::Invalid(NAME.to_owned()))
    }
}

fn wanted(role: Role) -> Option<&'static str> {
    match role {
        Role::Coordinator => Some("programme"),
        Role::Station | Role::Display => Some("station"),
        Role::Receiver => Some("receiver"),
        Role::Authority => Some("authority"),
        Role::Feed => Some("source"),
        Role::Escort | Role::Admin | Role::Dpo => None,
    }
}

/// # Errors
/// `Unknown` for a name that cannot be one.
pub fn account_key(name: &str) -> Result<Key, AccountError> {
    slug(name).and_then(|name| Key::new(format!("{ACCOUNTS}{name}"))).ok_or(AccountError::Unknown)
}

/// The name of the account a key stands for.
#[must_use]
pub fn account_of(key: &Key) -> Option<&str> {
    key.as_str().strip_prefix(ACCOUNTS)
}

pub(super) fn encode<T: Serialize>(record: &T) -> Result<Record, AccountError> {
    let bytes = serde_json::to_vec(&Versioned { v: FORM, record }).map_err(|_| AccountError::Unreadable)?;
    Ok(bytes.into())
}

pub(super) fn decode<T: Kept>(bytes: &[u8]) -> Result<T, AccountError> {
    let read: Versioned<T> = serde_json::from_slice(bytes).map_err(|_| AccountError::Unreadable)?;
    if read.v == FORM { Ok(read.record) } else { Err(AccountError::Unreadable) }
}

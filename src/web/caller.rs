//! Who is calling: from the session cookie of a browser or the bearer token of a program, never from a URL, which
//! ends up in logs, histories and referrers. A verified caller is believed for 2 s, or until the change feed says
//! otherwise; while the store does not answer, for longer. Must not know: what a caller may do; that is in the
//! signature of each handler.

use super::problem::{CROSS_SITE, later};
use crate::config::public_url::PublicUrl;
use crate::domain::audience::{Audience, Role};
use crate::intake::gate::Gate;
use crate::ledger::account::{AccountError, Accounts, Holder, Standing, account_of, session_key, token_key};
use crate::limits;
use crate::store::{Key, StoreError};
use crate::wire::problem::{Problem, SESSION_EXPIRED, SESSION_REVOKED, SIGN_IN};
use actix_web::cookie::time::Duration as CookieAge;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header::{AUTHORIZATION, ORIGIN};
use actix_web::{FromRequest, HttpRequest, web};
use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Somebody who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub account: Arc<str>,
    /// The hash of the session; `None` for a program with a token.
    pub session: Option<Arc<str>>,
    pub audiences: Vec<Audience>,
    pub role: Role,
    /// For a feed: the sources it may write.
    pub sources: Vec<String>,
    pub language: Option<String>,
    /// When the session ends; `None` for a token.
    pub expires: Option<DateTime<Utc>>,
    /// The record this rests on: when it or the account's changes, ask [`Callers::recheck`].
    pub key: Key,
}

/// Like a [`Caller`], and also one whose session was taken back within 72 h: it may still hand in what it did.
#[derive(Debug, Clone)]
pub struct Former(pub Caller);

/// What became of a caller that was verified earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recheck {
    Same,
    /// Other audiences, role or sources than before.
    ScopeChanged,
    Expired,
    Revoked,
}

/// Finds out who is calling. One for all workers.
pub struct Callers {
    accounts: Accounts,
    public: PublicUrl,
    gate: Gate,
    kept: Mutex<HashMap<Key, (Instant, Caller)>>,
}

impl Callers {
    #[must_use]
    pub fn new(accounts: Accounts, public: PublicUrl) -> Self {
        Self { accounts, public, gate: Gate::default(), kept: Mutex::default() }
    }

    /// Asks the store only while this gate is open: one that is not believed would say of everybody that they are
    /// unknown.
    #[must_use]
    pub fn behind(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// Whether accounts may be looked at and changed.
    ///
    /// # Errors
    /// 503 while the store is not believed.
    pub fn open(&self) -> Result<(), Problem> {
        if self.gate.is_shut() { Err(later()) } else { Ok(()) }
    }

    /// A record has changed: what rests on it is asked for again. Called by whoever follows the change feed.
    pub fn forget(&self, key: &Key) {
        match account_of(key) {
            Some(name) => self.kept().retain(|_, (_, caller)| &*caller.account != name),
            None => drop(self.kept().remove(key)),
        }
    }

    /// The store is another one than before: all are asked for again.
    pub fn forget_all(&self) {
        self.kept().clear();
    }

    /// Asks the store, past what is kept: for connections that live longer than a request.
    ///
    /// # Errors
    /// When the store is away: then nothing is known, and nothing has to end.
    pub async fn recheck(&self, caller: &Caller) -> Result<Recheck, AccountError> {
        let asked = Instant::now();
        let standing = self.ask(&caller.key).await?;
        self.forget(&caller.key);
        Ok(match standing {
            Standing::Valid(holder) => {
                let now = Caller::of(caller.key.clone(), holder);
                self.keep(caller.key.clone(), asked, &now);
                if now == *caller { Recheck::Same } else { Recheck::ScopeChanged }
            }
            Standing::Expired => Recheck::Expired,
            Standing::Revoked(..) => Recheck::Revoked,
        })
    }

    /// The cookie that carries a session. Scripts cannot read it, other sites cannot send it, and under https no
    /// other host or plain connection can have set it.
    #[must_use]
    pub fn cookie(&self, secret: &str, age: CookieAge) -> Cookie<'static> {
        Cookie::build(self.cookie_name(), secret.to_owned())
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(self.public.is_https())
            .path("/")
            .max_age(age)
            .finish()
    }

    /// Under https no other host or plain connection can have set a cookie of this name.
    #[must_use]
    pub fn cookie_name(&self) -> &'static str {
        if self.public.is_https() { "__Host-onward_session" } else { "onward_session" }
    }

    /// The record that what was presented would have.
    fn presented(&self, request: &HttpRequest) -> Result<Key, Problem> {
        let unknown = |_| Problem::new(SESSION_EXPIRED, "");
        // No browser adds this header by itself: who sends it meant to.
        if let Some(header) = request.headers().get(AUTHORIZATION) {
            let bearer = header.to_str().ok().and_then(|text| text.split_once(' '));
            let token =
                bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
            return token_key(token.ok_or_else(|| Problem::new(SIGN_IN, "expected `Bearer` and a token"))?)
                .map_err(unknown);
        }
        let cookie = request.cookie(self.cookie_name()).ok_or_else(|| Problem::new(SIGN_IN, ""))?;
        if !request.method().is_safe() && !is_same_origin(request, &self.public) {
            return Err(Problem::new(CROSS_SITE, ""));
        }
        session_key(cookie.value()).map_err(unknown)
    }

    async fn ask(&self, key: &Key) -> Result<Standing, AccountError> {
        let shut = || AccountError::Store(StoreError::Away("it is not believed".to_owned()));
        if self.gate.is_shut() {
            return Err(shut());
        }
        let standing = self.accounts.standing(key, Utc::now()).await?;
        // Shut while it was asked: what it said may be of the other store.
        if self.gate.is_shut() { Err(shut()) } else { Ok(standing) }
    }

    async fn caller(&self, key: Key) -> Result<Caller, Problem> {
        // From before the question: an answer that was old when it came is not believed for longer.
        let asked = Instant::now();
        let kept = self.kept().get(&key).filter(|(_, c)| c.expires.is_none_or(|end| end > Utc::now())).cloned();
        let (since, kept) = kept.unzip();
        let age = since.map_or(Duration::MAX, |since| since.elapsed());
        if let Some(caller) = kept.clone().filter(|_| age < limits::CALLER_KEPT) {
            return Ok(caller);
        }
        let believed = kept.filter(|_| age < limits::CALLER_BELIEVED);
        let asking = self.ask(&key);
        let standing = match believed {
            None => asking.await?,
            Some(caller) => match tokio::time::timeout(limits::CALLER_ASKED_WITHIN, asking).await {
                Ok(Err(AccountError::Store(StoreError::Away(_)))) | Err(_) => return Ok(caller),
                Ok(standing) => standing?,
            },
        };
        match standing {
            Standing::Valid(holder) => {
                let caller = Caller::of(key.clone(), holder);
                self.keep(key, asked, &caller);
                Ok(caller)
            }
            // Not forgotten here: the change feed does that when it is so. In the second before a store is found out
            // that has lost everything, all are unknown to it.
            Standing::Expired => Err(Problem::new(SESSION_EXPIRED, "")),
            Standing::Revoked(..) => {
                self.forget(&key);
                Err(Problem::new(SESSION_REVOKED, ""))
            }
        }
    }

    /// For whoever hands in a queue: the same question, where nobody is believed without an answer.
    async fn former(&self, key: &Key) -> Result<Standing, Problem> {
        Ok(self.ask(key).await?)
    }

    fn keep(&self, key: Key, asked: Instant, caller: &Caller) {
        let mut kept = self.kept();
        if kept.len() >= limits::CALLERS_KEPT_MAX {
            kept.retain(|_, (since, _)| since.elapsed() < limits::CALLER_KEPT);
        }
        if kept.len() < limits::CALLERS_KEPT_MAX {
            kept.insert(key, (asked, caller.clone()));
        }
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Key, (Instant, Caller)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Caller {
    #[must_use]
    pub fn of(key: Key, holder: Holder) -> Self {
        let Holder { account, role, audiences, sources, language, expires } = holder;
        let session = key.as_str().strip_prefix(crate::ledger::account::SESSION_KEYS).map(Arc::from);
        Self { account, session, audiences, role, sources, language, expires, key }
    }
}

/// Browsers say where a request comes from and no page can change it. A page of another site could make the browser
/// send the cookie along; `SameSite` is the first bar, this is the second.
fn is_same_origin(request: &HttpRequest, public: &PublicUrl) -> bool {
    match request.headers().get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => request.headers().get(ORIGIN).and_then(|o| o.to_str().ok()).is_some_and(|o| public.is_origin(o)),
    }
}

/// For a call that needs no sign-in but must not be made by another site's page, such as signing in itself:
/// somebody could be signed in as somebody else and write into the wrong account.
///
/// # Errors
/// 403 if the browser says that another site asks. A program says nothing and passes.
pub fn not_cross_site(request: &HttpRequest, public: &PublicUrl) -> Result<(), Problem> {
    let says = request.headers().contains_key("sec-fetch-site") || request.headers().contains_key(ORIGIN);
    if says && !is_same_origin(request, public) { Err(Problem::new(CROSS_SITE, "")) } else { Ok(()) }
}

fn callers(request: &HttpRequest) -> Result<web::Data<Callers>, Problem> {
    request.app_data::<web::Data<Callers>>().cloned().ok_or_else(|| Problem::new(super::problem::INTERNAL, ""))
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let presented = callers(request).and_then(|callers| Ok((callers.presented(request)?, callers)));
        Box::pin(async move {
            let (key, callers) = presented?;
            callers.caller(key).await
        })
    }
}

impl FromRequest for Former {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let presented = callers(request).and_then(|callers| Ok((callers.presented(request)?, callers)));
        Box::pin(async move {
            let (key, callers) = presented?;
            match callers.former(&key).await? {
                Standing::Revoked(holder, at) if Utc::now() - at <= limits::REVOKED_SESSION_HEARD => {
                    Ok(Self(Caller::of(key, holder)))
                }
                Standing::Revoked(..) => Err(Problem::new(SESSION_REVOKED, "")),
                Standing::Valid(_) | Standing::Expired => callers.caller(key).await.map(Self),
            }
        })
    }
}

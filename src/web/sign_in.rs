//! Signing in and out, and one's own account. A refused sign-in never says whether the account exists.
//! Nothing of a body is logged: people type passwords into the field of the account.
//! Must not know: what an account opens.

pub mod openapi;

use super::caller::{Caller, Callers, not_cross_site};
use super::metrics::Metrics;
use super::peer::Proxies;
use super::problem::{CROSS_SITE, allow};
use super::rate::Attempts;
use super::strict::Strict;
use crate::config::public_url::PublicUrl;
use crate::ledger::account::{AccountError, Accounts, Holder, Secret, secret};
use crate::limits::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, PROOF_BYTES_MAX, SMALL_BODY_BYTES_MAX};
use crate::wire::problem::{BAD_CREDENTIALS, Problem, REFUSED};
use actix_web::cookie::time::Duration as CookieAge;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Utc;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    account: String,
    password: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    token: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// The one in force: a tablet left open must not lose its account to a passer-by.
    password: String,
    #[schemars(length(min = PASSWORD_CHARS_MIN, max = PASSWORD_CHARS_MAX))]
    new: String,
}

type Small<T> = Strict<T, SMALL_BODY_BYTES_MAX>;

/// The routes under `/api/v1`.
pub fn routes(api: &mut web::ServiceConfig) {
    api.service(web::resource("/sign-in").route(web::post().to(sign_in)).default_service(allow("POST")))
        .service(web::resource("/sign-in/link").route(web::post().to(use_link)).default_service(allow("POST")))
        .service(web::resource("/sign-out").route(web::post().to(sign_out)).default_service(allow("POST")))
        .service(web::resource("/me").route(web::get().to(me)).default_service(allow("GET")))
        .service(web::resource("/me/password").route(web::post().to(password)).default_service(allow("POST")));
}

/// What signing in needs besides the body: one thing to take, because all its parts belong together.
struct Door {
    accounts: web::Data<Accounts>,
    callers: web::Data<Callers>,
    attempts: web::Data<Attempts>,
    metrics: web::Data<Metrics>,
}

impl actix_web::FromRequest for Door {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    /// The address is counted before the body is read: a flood is turned away cheaply.
    fn from_request(request: &HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let open = || {
            let missing = || Problem::new(super::problem::INTERNAL, "");
            let door = Self {
                accounts: request.app_data::<web::Data<Accounts>>().ok_or_else(missing)?.clone(),
                callers: request.app_data::<web::Data<Callers>>().ok_or_else(missing)?.clone(),
                attempts: request.app_data::<web::Data<Attempts>>().ok_or_else(missing)?.clone(),
                metrics: request.app_data::<web::Data<Metrics>>().ok_or_else(missing)?.clone(),
            };
            door.callers.open()?;
            not_cross_site(request, request.app_data::<web::Data<PublicUrl>>().ok_or_else(missing)?)?;
            let proxies = request.app_data::<web::Data<Proxies>>().ok_or_else(missing)?;
            door.attempts.of_peer(proxies.client(request)).inspect_err(|_| door.metrics.sign_in("limited"))?;
            Ok(door)
        };
        std::future::ready(open())
    }
}

impl Door {
    fn welcome(&self, session: &Secret, holder: &Holder) -> HttpResponse {
        self.metrics.sign_in("accepted");
        tracing::info!(account = &*holder.account, role = %holder.role, "signed in");
        let left = holder.expires.map_or(0, |end| (end - Utc::now()).num_seconds() + 1);
        let cookie = self.callers.cookie(session.expose(), CookieAge::seconds(left));
        HttpResponse::Ok().cookie(cookie).json(who(
            &holder.account,
            holder.role.as_str(),
            &holder.audiences,
            holder.language.as_deref(),
        ))
    }

    fn refused(&self, detail: &str) -> Problem {
        self.metrics.sign_in("refused");
        tracing::info!("a sign-in was refused");
        Problem::new(BAD_CREDENTIALS, detail)
    }
}

fn who(
    account: &str,
    role: &str,
    audiences: &[crate::domain::audience::Audience],
    language: Option<&str>,
) -> serde_json::Value {
    let audiences: Vec<String> = audiences.iter().map(ToString::to_string).collect();
    json!({ "account": account, "role": role, "audiences": audiences, "language": language })
}

async fn sign_in(door: Door, body: Small<SignIn>) -> Result<HttpResponse, Problem> {
    let Strict(SignIn { account, password }) = body;
    let account = account.trim().to_lowercase();
    door.attempts.of_account(&account).inspect_err(|_| door.metrics.sign_in("limited"))?;
    if !door.accounts.verify(&account, &secret(password)).await? {
        return Err(door.refused(""));
    }
    match door.accounts.open_session(&account, Utc::now()).await {
        Ok((session, holder)) => Ok(door.welcome(&session, &holder)),
        // Disabled since its password was read.
        Err(AccountError::Unknown) => Err(door.refused("")),
        Err(error) => Err(error.into()),
    }
}

async fn use_link(door: Door, body: Small<Link>) -> Result<HttpResponse, Problem> {
    let Strict(Link { token }) = body;
    let used = if token.len() <= PROOF_BYTES_MAX { door.accounts.use_link(&token, Utc::now()).await? } else { None };
    match used {
        Some((session, holder)) => Ok(door.welcome(&session, &holder)),
        None => Err(door.refused("this link has been used, or its time is over")),
    }
}

/// Whoever is signed in no longer, is signed out: the answer is the same.
async fn sign_out(
    caller: Result<Caller, Problem>,
    accounts: web::Data<Accounts>,
    callers: web::Data<Callers>,
) -> Result<HttpResponse, Problem> {
    match caller {
        Ok(caller) if caller.session.is_some() => {
            callers.open()?;
            accounts.close_session(&caller.key).await?;
            callers.forget(&caller.key);
        }
        Err(problem) if problem.slug == CROSS_SITE.slug || problem.status >= 500 => return Err(problem),
        Ok(_) | Err(_) => {}
    }
    Ok(HttpResponse::NoContent().cookie(callers.cookie("", CookieAge::ZERO)).finish())
}

async fn me(caller: Caller) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(who(
        &caller.account,
        caller.role.as_str(),
        &caller.audiences,
        caller.language.as_deref(),
    ))
}

/// A new password ends every session of the account; the one that asked gets a new one.
async fn password(caller: Caller, door: Door, body: Small<NewPassword>) -> Result<HttpResponse, Problem> {
    let Strict(NewPassword { password, new }) = body;
    // A leaked token must not become an account: only a person at a session changes a password.
    if caller.session.is_none() {
        return Err(Problem::new(crate::wire::problem::FORBIDDEN, "sign in with the password to change it"));
    }
    door.attempts.of_account(&caller.account)?;
    if !door.accounts.verify(&caller.account, &secret(password)).await? {
        return Err(Problem::new(BAD_CREDENTIALS, "the present password is another one").at("/password"));
    }
    match door.accounts.set_password(&caller.account, &secret(new), Utc::now()).await {
        Ok(()) => {}
        Err(AccountError::Invalid(expected)) => return Err(Problem::new(REFUSED, expected).at("/new")),
        Err(error) => return Err(error.into()),
    }
    door.callers.forget(&crate::ledger::account::account_key(&caller.account)?);
    let (session, holder) = door.accounts.open_session(&caller.account, Utc::now()).await?;
    Ok(door.welcome(&session, &holder))
}

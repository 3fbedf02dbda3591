//! Signing in and out, and one's own account, as they are described.
//! A refused sign-in never says whether the account exists.
//! Must not know: how an account is checked.

use super::{Link, NewPassword, SignIn};
use crate::domain::audience::{Audience, Role};
use crate::web::describe::{Api, Operation};
use crate::web::problem::CROSS_SITE;
use crate::wire::problem::{BAD_CREDENTIALS, FORBIDDEN, NOT_FOUND, REFUSED, TOO_MANY};
use schemars::JsonSchema;
use serde_json::{Value, json};

/// Who is signed in.
#[derive(JsonSchema)]
#[schemars(rename = "Account")]
pub struct Who {
    pub account: String,
    pub role: Role,
    /// What the account may open; the first is taken where a call names none.
    pub audiences: Vec<Audience>,
    /// Of its screens, as in `ar`; null for the browser's.
    pub language: Option<String>,
}

fn ana() -> Value {
    json!({ "account": "jfk-1", "role": "station", "audiences": ["station:JFK"], "language": null })
}

/// An answer with a new session in a cookie.
fn welcomes(operation: Operation<'_>) -> Operation<'_> {
    operation
        .refuses(&[BAD_CREDENTIALS, CROSS_SITE, TOO_MANY])
        .reads_the_store()
        .answers::<Who>(200, "Signed in; the session is in the cookie.", ana())
        .with_header(200, "Set-Cookie", "The session: `HttpOnly; SameSite=Strict`, and `Secure` under https.")
}

pub fn describe(api: &mut Api) {
    api.group("signing in", "Accounts and their sessions.");
    let sign_in = api.post("/api/v1/sign-in", "signIn", "Sign in with a password").for_anyone();
    welcomes(sign_in.body::<SignIn>(json!({ "account": "jfk-1", "password": "correct horse" })))
        .note("A refusal never says whether the account exists.")
        .end();
    let link = api.post("/api/v1/sign-in/link", "signInByLink", "Sign in with a one-time link").for_anyone();
    welcomes(link.body::<Link>(json!({ "token": "the part of the link behind #sign-in=" })))
        .note("A link works once.")
        .end();
    api.post("/api/v1/sign-out", "signOut", "Sign out")
        .for_anyone()
        .note("Whoever is signed in no longer, is signed out: the answer is the same.")
        .refuses(&[CROSS_SITE])
        .reads_the_store()
        .answers_with(204, "Signed out.", Value::Null)
        .with_header(204, "Set-Cookie", "The cookie is taken away.")
        .end();
    api.get("/api/v1/me", "me", "Who is signed in").for_signed_in().answers::<Who>(200, "The caller.", ana()).end();
    let password = api.post("/api/v1/me/password", "setPassword", "Set a new password").for_signed_in();
    welcomes(password.body::<NewPassword>(json!({ "password": "correct horse", "new": "battery staple" })))
        .note("At a session, not with a token. All other sessions of the account end.")
        .refuses(&[FORBIDDEN, NOT_FOUND, REFUSED])
        .end();
}

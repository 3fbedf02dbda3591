//! A problem as RFC 9457 writes it, the one form of every refusal: over HTTP, in `done` and in `problem`.
//! `type` is a slug that never changes; a client decides by it and shows `detail`.
//! Must not know: which error became which problem; that is decided where the error is met.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// The stable part of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slug {
    pub slug: &'static str,
    pub title: &'static str,
    pub status: u16,
}

const fn slug(slug: &'static str, title: &'static str, status: u16) -> Slug {
    Slug { slug, title, status }
}

pub const BAD_REQUEST: Slug = slug("bad-request", "The request cannot be read", 400);
pub const BAD_FRAME: Slug = slug("bad-frame", "The frame cannot be read", 400);
pub const NO_SUBPROTOCOL: Slug = slug("no-common-subprotocol", "None of the offered subprotocols is spoken here", 400);
pub const NOT_A_WEBSOCKET: Slug = slug("not-a-websocket", "This address answers websocket handshakes", 400);
pub const OTHER_WEBSOCKET: Slug =
    slug("other-websocket-version", "Another version of the handshake is spoken here", 426);
pub const BAD_CREDENTIALS: Slug = slug("bad-credentials", "Account and password do not match", 401);
pub const SIGN_IN: Slug = slug("not-signed-in", "Sign in first", 401);
pub const SESSION_EXPIRED: Slug = slug("session-expired", "The sign-in has ended", 401);
pub const SESSION_REVOKED: Slug = slug("session-revoked", "The account may no longer sign in", 401);
pub const FORBIDDEN: Slug = slug("forbidden", "The role may never do this", 403);
pub const FOREIGN_ORIGIN: Slug = slug("foreign-origin", "The page comes from another address", 403);
pub const NOT_FOUND: Slug = slug("not-found", "Not found", 404);
pub const CONFLICT: Slug = slug("conflict", "Another act came first", 409);
pub const TOO_BIG: Slug = slug("too-big", "Too big", 413);
pub const REFUSED: Slug = slug("refused", "Refused by a rule", 422);
pub const COMMAND_ID_REUSED: Slug = slug("command-id-reused", "The command id was used for another command", 422);
pub const HAVE_NEEDED: Slug = slug("have-needed", "The sums differ: send what you have", 409);
pub const TOO_MANY: Slug = slug("too-many", "Too many requests", 429);
pub const LATER: Slug = slug("later", "Nothing is known: send it again", 503);
pub const DRAINING: Slug = slug("draining", "This node leaves: connect again", 503);
pub const STORE_AWAY: Slug = slug("store-away", "The store does not answer", 503);
pub const STORE_SUSPECT: Slug = slug("store-suspect", "The store is not the one that was shown before", 503);
pub const BEHIND: Slug = slug("behind", "What is shown is too old", 503);

/// What is answered when something is refused.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    pub slug: Cow<'static, str>,
    pub title: Cow<'static, str>,
    pub status: u16,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// A JSON pointer to what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What this kind of problem adds, such as `now` of a conflict.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Problem {
    pub fn new(slug: Slug, detail: impl Into<String>) -> Self {
        Self {
            slug: Cow::Borrowed(slug.slug),
            title: Cow::Borrowed(slug.title),
            status: slug.status,
            detail: detail.into(),
            pointer: None,
            extra: Map::new(),
        }
    }

    /// A refusal by a rule, whose slug and title the rule has.
    pub fn of_rule(slug: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self::new(Slug { slug, title, status: REFUSED.status }, detail)
    }

    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// The problem as JSON text.
    pub fn json(&self) -> String {
        // Strings, a number and JSON values: there is nothing here that cannot be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_is_written_with_its_type_first_and_without_what_it_lacks() {
        let bare = Problem::new(NOT_FOUND, "");
        assert_eq!(bare.json(), r#"{"type":"not-found","title":"Not found","status":404}"#);
        let full = Problem::new(CONFLICT, "accepted by ORD").at("/body/from").with("now", "station:ORD");
        assert_eq!(
            full.json(),
            r#"{"type":"conflict","title":"Another act came first","status":409,"detail":"accepted by ORD","pointer":"/body/from","now":"station:ORD"}"#
        );
    }
}

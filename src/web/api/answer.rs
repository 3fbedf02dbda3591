//! Answers that several resources share: refusals as problems, and waiting for the board to show a
//! commit. "Not found" and "not yours" are one answer, byte for byte. Must not know: rules, any one
//! resource.

use crate::config::atlas::Atlas;
use crate::domain::audience::Audience;
use crate::domain::command::Refusal;
use crate::domain::publish::Wrong;
use crate::domain::view::schema::{AnyLive, AnyPeople};
use crate::hub::board::Board;
use crate::hub::doc::Doc;
use crate::intake::IntakeError;
use crate::intake::command::Answer;
use crate::store::{Seq, Store};
use crate::web::caller::Caller;
use crate::web::problem;
use crate::wire::codes::Outcome;
use crate::wire::problem::{COMMAND_ID_REUSED, NOT_FOUND, Problem, Slug};
use crate::wire::say::Done;
use crate::wire::schema::{DocIdText, RevText};
use actix_web::HttpResponse;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde_json::{Value, json};
use uuid::Uuid;

pub use crate::web::problem::not_found;

pub type Reply = Result<HttpResponse, Problem>;

pub const VERSION_MISSING: Slug =
    Slug { slug: "version-missing", title: "Say which version you have seen", status: 428 };
pub const VERSION_STALE: Slug = Slug { slug: "version-stale", title: "It is at another version", status: 412 };
pub const ALREADY_ENDED: Slug = Slug { slug: "already-ended", title: "It has been closed or cancelled", status: 409 };
pub const MANIFEST_REFUSED: Slug =
    Slug { slug: "manifest-refused", title: "The manifest does not hold together", status: 422 };
pub const NOT_YOUR_PROGRAMME: Slug =
    Slug { slug: "not-your-programme", title: "Publish for your own programme", status: 403 };

pub fn later(e: IntakeError) -> Problem {
    if let IntakeError::Broken(e) = &e {
        tracing::error!(error = %e, "a record cannot be read");
    }
    problem::later()
}

/// Every fault of a manifest at once; the first one also where a program looks first.
pub fn wrong(wrong: Vec<Wrong>) -> Problem {
    let errors: Vec<Value> = wrong.iter().map(|w| json!({ "pointer": w.pointer, "detail": w.expected })).collect();
    let first = wrong.into_iter().next();
    let (pointer, detail) = first.map(|w| (w.pointer, w.expected)).unwrap_or_default();
    Problem::new(MANIFEST_REFUSED, detail).at(pointer).with("errors", errors)
}

/// The first of the caller's audiences that holds something of a movement. What another node has just taken in may not
/// be shown here yet: before it is said not to exist, everything the store has by now is waited for.
///
/// # Errors
/// The same for what does not exist and for what none of them may see; *later* if the store cannot be asked.
pub async fn holder<'a>(
    caller: &'a Caller,
    board: &Board<Atlas>,
    store: &Store,
    movement: Uuid,
) -> Result<&'a Audience, Problem> {
    let find = || caller.audiences.iter().find(|a| board.documents(&a.to_string(), movement).0.is_some());
    if let Some(found) = find() {
        return Ok(found);
    }
    shown(board, store.seq().await?).await;
    find().ok_or_else(not_found)
}

/// The audience a call is made for: the one it names, if the caller holds it, else the caller's first.
///
/// # Errors
/// The same as for what does not exist, if the caller does not hold it.
pub fn audience<'a>(caller: &'a Caller, wanted: Option<&Audience>) -> Result<&'a Audience, Problem> {
    caller.audiences.iter().find(|a| wanted.is_none_or(|w| w == *a)).ok_or_else(not_found)
}

/// Waits until the board shows a commit, at most two seconds: a reader who has just written finds its effect.
pub async fn shown(board: &Board<Atlas>, seq: Seq) {
    let deadline = tokio::time::Instant::now() + crate::limits::SHOWN_WAIT;
    let mut changed = board.progress();
    while board.seq() < seq {
        if tokio::time::timeout_at(deadline, changed.changed()).await.is_err() {
            return;
        }
    }
}

/// What is said of a command: its outcome and, where it was refused, why.
pub fn done(id: Uuid, answer: &Answer) -> Done {
    match answer {
        Answer::Applied { repeated: false, .. } => Done::new(id, Outcome::Applied),
        Answer::Applied { repeated: true, .. } => Done::repeated(id, Outcome::Applied),
        Answer::Refused(Refusal::Rejected { code, detail, pointer }) => {
            let problem = Problem::of_rule(code, "Refused by a rule", detail);
            let problem = match pointer {
                Some(pointer) => problem.at(pointer),
                None => problem,
            };
            Done::refused(id, Outcome::Rejected, problem)
        }
        Answer::Refused(Refusal::Conflict { code, detail, now }) => {
            let slug = Slug { slug: code, title: "Another act came first", status: 409 };
            Done::refused(id, Outcome::Conflict, Problem::new(slug, detail).with("now", now.clone()))
        }
        Answer::NotFound => Done::refused(id, Outcome::Rejected, Problem::new(NOT_FOUND, "")),
        Answer::Reused => {
            Done::refused(id, Outcome::Rejected, Problem::new(COMMAND_ID_REUSED, "Make a new id for a new command."))
        }
        Answer::Later => Done::new(id, Outcome::Later),
    }
}

/// A live document in an answer, for its description.
#[derive(JsonSchema)]
pub struct LiveDocument {
    pub id: Uuid,
    pub rev: RevText,
    pub body: AnyLive,
    /// Erase it then by your own clock.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

/// A people document in an answer, for its description.
#[derive(JsonSchema)]
pub struct PeopleDocument {
    pub id: DocIdText,
    pub rev: RevText,
    pub body: AnyPeople,
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

/// One row of a list, for its description.
#[derive(JsonSchema)]
pub struct Listed {
    pub id: Uuid,
    pub rev: RevText,
    pub body: AnyLive,
}

/// A document as the board holds it: `{id, rev, body, until?}`.
pub fn document(doc: &Doc) -> Value {
    serde_json::from_str(doc.text()).unwrap_or(Value::Null)
}

/// The body alone.
pub fn body(doc: &Doc) -> Value {
    document(doc).get_mut("body").map(Value::take).unwrap_or(Value::Null)
}

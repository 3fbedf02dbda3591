//! Hints, as they are described: a path that stands for a password,
//! and an answer that says nothing.
//! Must not know: what is asked because of one.

use crate::web::describe::Api;
use crate::wire::problem::{BAD_REQUEST, TOO_BIG};
use schemars::JsonSchema;
use serde_json::{Value, json};

/// Made by whoever sets the source up; 24 characters or more.
#[derive(JsonSchema)]
pub struct HintPath(pub String);

pub fn describe(api: &mut Api) {
    api.post("/api/v1/hints/{path}", "hint", "Say that a source has news")
        .for_anyone()
        .note("For senders that can sign nothing. What is sent is never believed: it only asks the source itself, sooner. Every path is answered the same.")
        .path::<HintPath>("path", "What was agreed with the sender.", "kJ3v9sQ2xW7tB4nM8pLr5cYd")
        .may_take(json!({ "application/json": { "schema": {} }, "application/octet-stream": { "schema": {} } }))
        .refuses(&[BAD_REQUEST, TOO_BIG])
        .answers_with(200, "Whatever came.", Value::Null)
        .end();
}

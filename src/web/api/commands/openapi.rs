//! Commands and receipts over HTTP, as they are described: which body
//! goes with which kind, and what is answered.
//! Must not know: what a command does.

use super::{DoBody, LateBody, ReceiptsBody};
use crate::web::api::answer::LiveDocument;
use crate::web::describe::Api;
use crate::wire::codes::Outcome;
use crate::wire::problem::{BAD_REQUEST, NOT_FOUND, Problem, REFUSED};
use crate::wire::published::never_null;
use crate::wire::schema::of_a_kind;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};
use std::borrow::Cow;
use uuid::Uuid;

/// The body of a command, and which body goes with which kind.
pub struct Command;

impl JsonSchema for Command {
    fn schema_name() -> Cow<'static, str> {
        "CommandBody".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        of_a_kind(DoBody::json_schema(generator), generator)
    }
}

/// The same of a late queue, where each names its movement.
pub struct LateCommand;

impl JsonSchema for LateCommand {
    fn schema_name() -> Cow<'static, str> {
        "LateCommand".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut command = Command::json_schema(generator);
        command.pointer_mut("/properties/movement").into_iter().for_each(never_null);
        if let Some(required) = command.get_mut("required").and_then(Value::as_array_mut) {
            required.push("movement".into());
        }
        command
    }
}

/// What came of a command, and the live document that shows it.
#[derive(JsonSchema)]
pub struct CommandAnswer {
    pub outcome: Outcome,
    /// With `repeated`: what came of it the first time.
    pub was: Option<Outcome>,
    /// Why, with `rejected` and `conflict`.
    pub problem: Option<Problem>,
    /// As the caller's audience sees it now; null if that sees the movement no longer.
    pub doc: Option<LiveDocument>,
}

#[derive(JsonSchema)]
pub struct LateAnswer {
    pub outcomes: Vec<LateOutcome>,
}

/// What came of one command of a late queue.
#[derive(JsonSchema)]
pub struct LateOutcome {
    pub id: Uuid,
    pub outcome: Outcome,
    pub was: Option<Outcome>,
    pub problem: Option<Problem>,
}

const ID: &str = "01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f";

fn count() -> Value {
    json!({ "id": "01932c0a-7d10-7c55-9a3f-6b1c2d3e4f50", "kind": "count", "at": "2015-01-02T14:20:05Z",
        "sent": "2015-01-02T14:20:06Z", "body": { "leg": 1, "place": "gate", "here": 21 } })
}

fn with(mut value: Value, name: &str, field: &str) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.insert(name.to_owned(), field.into());
    }
    value
}

pub fn describe(api: &mut Api) {
    api.group("commands", "What people do. The same id sent again has one effect.");
    api.post("/api/v1/movements/{id}/commands", "command", "Give a command")
        .for_roles("every role that may act; what it may do, the rules decide")
        .note("`at` when the person acted, `sent` now, both by the device's clock. Never refused for being late. `applied` is said only after a durable commit.")
        .path::<Uuid>("id", "The movement.", ID)
        .body::<Command>(count())
        .refuses(&[BAD_REQUEST, NOT_FOUND, REFUSED])
        .answers::<CommandAnswer>(
            200,
            "Every outcome but `later`, which is 503.",
            json!({ "outcome": "repeated", "was": "applied", "problem": null, "doc": null }),
        )
        .end();
    api.post("/api/v1/commands/late", "lateCommands", "Hand in a queue from a device that lost its scope")
        .for_signed_in()
        .note("Also up to 72 h after the account was taken back; each command is judged as of when it was made.")
        .body::<LateBody>(json!({ "commands": [with(count(), "movement", ID)] }))
        .refuses(&[NOT_FOUND])
        .answers::<LateAnswer>(
            200,
            "One outcome for each, in order.",
            json!({ "outcomes": [{ "id": "01932c0a-7d10-7c55-9a3f-6b1c2d3e4f50", "outcome": "applied", "was": null,
                "problem": null }] }),
        )
        .end();
    api.post("/api/v1/receipts", "receipts", "Say that notices reached the device or a person")
        .for_roles("every role that opens documents")
        .note("Repeat it until the document shows the stage.")
        .body::<ReceiptsBody>(json!({ "notices": [{ "id": "9a1de6a4-6f0e-5b1c-8d2f-3a4b5c6d7e8f", "movement": ID,
            "stage": "seen" }] }))
        .refuses(&[NOT_FOUND])
        .answers_with(204, "Taken.", Value::Null)
        .end();
}

//! The frames as schemas, for whoever writes a client. What clients say is read by the very types described here; what
//! the hub says is written by `say.rs` as text, and the test below holds both to the same names.
//! Must not know: sockets, when a frame is sent, what a body holds: the documents have schemas of their own.

use super::codes::Outcome;
use super::frame::{Beat, Do, HaveFields, HelloFields, ReceiptFields};
use super::problem::Problem;
use crate::domain::audience::Audience;
use crate::domain::command;
use crate::domain::source::Source;
use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value};
use std::borrow::Cow;
use uuid::Uuid;

/// What a client says: one object a frame, named by `t`.
#[derive(JsonSchema)]
#[schemars(tag = "t", rename_all = "lowercase", rename = "ClientFrame")]
pub enum ClientSays {
    Hello(HelloFields),
    Have(HaveFields),
    Do(Command),
    Receipt(ReceiptFields),
    Ping(Beat),
    Pong(Beat),
}

/// A command: the fields of [`Do`], and which body goes with which kind.
pub struct Command;

impl JsonSchema for Command {
    fn schema_name() -> Cow<'static, str> {
        "Command".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        of_a_kind(Do::json_schema(generator), generator)
    }
}

/// The same schema, with `kind` and `body` as they go together.
pub fn of_a_kind(mut fields: Schema, generator: &mut SchemaGenerator) -> Schema {
    let kinds = command::schema::kinds(generator);
    fields.insert("oneOf".to_owned(), kinds.into_iter().map(Value::from).collect());
    fields
}

/// What the hub says.
#[derive(JsonSchema)]
#[schemars(tag = "t", rename_all = "lowercase", rename = "HubFrame")]
pub enum HubSays {
    /// The first answer to `hello`.
    Welcome {
        session: String,
        audience: Audience,
        /// Hub time; `rate` is its speed, 1 outside replay.
        now: DateTime<Utc>,
        rate: f64,
        heartbeat_s: u64,
    },
    /// The newest content of documents; idempotent.
    Put {
        docs: Vec<PutDoc>,
    },
    /// Erase these now.
    Gone {
        #[schemars(length(max = crate::limits::GONE_IDS))]
        ids: Vec<DocIdText>,
    },
    /// Caught up: the client holds so many documents with this checksum.
    Live {
        count: u64,
        #[schemars(with = "SumText")]
        sum: String,
    },
    /// The same, from time to time; if it does not match, send `have`.
    Check {
        count: u64,
        #[schemars(with = "SumText")]
        sum: String,
    },
    /// What came of a command.
    Done {
        id: Uuid,
        outcome: Outcome,
        #[schemars(skip_serializing_if = "Option::is_none")]
        was: Option<Outcome>,
        #[schemars(skip_serializing_if = "Option::is_none")]
        problem: Option<Problem>,
    },
    /// Pending commands that the store does not know: send them again.
    Unknown {
        ids: Vec<Uuid>,
    },
    /// How the sources and the store are.
    Fresh {
        sources: Vec<FreshSource>,
        store: FreshStore,
    },
    /// This node leaves: connect again at a random moment within the spread.
    Drain {
        in_ms: u64,
        spread_ms: u64,
    },
    /// A frame was refused.
    Problem {
        code: String,
        detail: String,
        #[schemars(skip_serializing_if = "Option::is_none")]
        retry_ms: Option<u64>,
    },
    Ping {
        n: u64,
        now: DateTime<Utc>,
    },
    Pong {
        n: u64,
        now: DateTime<Utc>,
    },
}

/// One version of one document.
#[derive(JsonSchema)]
pub struct PutDoc {
    pub id: DocIdText,
    pub rev: RevText,
    /// Live or people, as the audience of the session may see it: `live-*.json`, `people-*.json`.
    pub body: Map<String, Value>,
    /// Erase it then by your own clock, connected or not.
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

/// A movement's id, or `<movement>/people`.
#[derive(JsonSchema)]
#[schemars(rename = "DocumentId")]
pub struct DocIdText(#[schemars(regex(pattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/people)?$"))] pub String);

/// The first 16 hex digits of the SHA-256 of the encoded body.
#[derive(JsonSchema)]
#[schemars(rename = "Revision")]
pub struct RevText(#[schemars(regex(pattern = "^[0-9a-f]{16}$"))] pub String);

/// XOR over all documents of FNV-1a-64 of `id + " " + rev`, as hex digits.
#[derive(JsonSchema)]
#[schemars(rename = "Checksum")]
pub struct SumText(#[schemars(regex(pattern = "^[0-9a-f]{16}$"))] pub String);

/// How one source is.
#[derive(JsonSchema)]
pub struct FreshSource {
    pub source: Source,
    pub state: SourceState,
    /// When it was last heard; null if never.
    pub heard: Option<DateTime<Utc>>,
}

/// How the store is: what is shown is as old as its last word.
#[derive(JsonSchema)]
pub struct FreshStore {
    pub state: StoreWord,
    /// When everything in it was last shown, by the hub's clock; null before the first time.
    pub heard: Option<DateTime<Utc>>,
}

/// Away: it does not answer, or takes nothing. Suspect: it has lost too much to be believed. Commands are answered `later`.
#[derive(JsonSchema)]
#[schemars(rename = "StoreState", rename_all = "lowercase")]
pub enum StoreWord {
    Ok,
    Away,
    Suspect,
}

/// Late and silent by what it covers: silent after 15 minutes within three hours of a flight of ours, after 60 otherwise, late
/// at half of it; never while there is none in the next twelve hours. Off: switched off, neither asked nor heard.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum SourceState {
    Ok,
    Late,
    Silent,
    Off,
}

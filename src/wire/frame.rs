//! What a client says: one JSON object a frame, named by `t`. Readers ignore fields and types they do not
//! know, and are strict about those they do. What cannot be read says why, so that whoever writes a client
//! finds out. Must not know: whether the frame is welcome at this moment; that is the session's.

use crate::domain::audience::Audience;
use crate::domain::shape::{expected, instant};
use crate::limits;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use uuid::Uuid;

/// One frame from a client.
#[derive(Debug, Clone, PartialEq)]
pub enum ClientFrame {
    Hello(Box<Hello>),
    Have(Held),
    Do(Box<Do>),
    Receipt(Vec<Receipt>),
    Ping(u64),
    Pong(u64),
    /// A type this version does not know.
    Other,
}

/// Document ids and the revisions the client holds.
pub type Held = BTreeMap<String, String>;

/// How the client says what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Have {
    /// Every document by name. A `hello` that says nothing holds nothing.
    Each(Held),
    /// Only how many and their checksum.
    Sum { count: u64, sum: String },
}

/// The first frame of a websocket, or the body of `POST /stream`, where `t` may be left out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "HelloFields")]
pub struct Hello {
    pub have: Have,
    pub audience: Option<String>,
    /// Command id → movement id: what is unanswered, and what was answered `applied` in the last 24 h.
    pub pending: BTreeMap<Uuid, Uuid>,
    pub app: Option<String>,
}

/// By which way another party was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "HowHeard")]
pub enum Heard {
    Phone,
    Radio,
    InPerson,
}

/// A command. Over HTTP the same object without `t` and `movement`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct Do {
    pub id: Uuid,
    pub kind: String,
    pub movement: Uuid,
    /// When the person acted, by the device's clock.
    #[serde(deserialize_with = "instant")]
    pub at: DateTime<Utc>,
    /// When the device sent it, by the same clock.
    #[serde(deserialize_with = "instant")]
    pub sent: DateTime<Utc>,
    #[serde(default)]
    pub body: Value,
    /// On whose behalf, and how they were heard.
    #[serde(default, rename = "for")]
    #[schemars(with = "Option<Audience>")]
    pub on_behalf: Option<String>,
    #[serde(default)]
    pub heard: Option<Heard>,
    /// The person at a shared post.
    #[serde(default)]
    pub by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "ReceiptStage")]
pub enum Stage {
    Delivered,
    Seen,
}

/// One notice that reached the device or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Receipt {
    pub id: Uuid,
    pub movement: Uuid,
    pub stage: Stage,
}

/// Why a frame cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not a JSON object with a text `t`: the connection ends.
    #[error("{0}")]
    Malformed(String),
    #[error("a frame of {0} bytes")]
    TooBig(usize),
    /// A known type with wrong fields: refused by name, and the connection goes on.
    #[error("{0}")]
    Bad(String),
}

#[derive(Deserialize)]
struct Tag<'a> {
    #[serde(borrow)]
    t: Cow<'a, str>,
}

#[derive(Deserialize, JsonSchema)]
enum IsHello {
    #[serde(rename = "hello")]
    Hello,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Hello", extend("dependentRequired" = { "count": ["sum"], "sum": ["count"] }))]
pub struct HelloFields {
    /// Another type is another frame, and not a `hello` of a client that holds nothing.
    #[serde(rename = "t")]
    _t: Option<IsHello>,
    /// Document id → revision. Without any of `have`, `count`, `sum` the client holds nothing.
    have: Option<Held>,
    count: Option<u64>,
    sum: Option<String>,
    #[schemars(with = "Option<Audience>")]
    audience: Option<String>,
    /// Command id → movement id: commands whose outcome the client wants to be sure of.
    #[serde(default)]
    pending: Option<BTreeMap<Uuid, Uuid>>,
    app: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Have")]
pub struct HaveFields {
    have: Held,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "Receipts")]
pub struct ReceiptFields {
    notices: Vec<Receipt>,
}

#[derive(Deserialize, JsonSchema)]
pub struct Beat {
    n: u64,
}

/// Reads one text frame.
pub fn parse(text: &str) -> Result<ClientFrame, Unreadable> {
    if text.len() > limits::HELLO_BYTES_MAX {
        return Err(Unreadable::TooBig(text.len()));
    }
    // An array would be read as a struct too; the contract says object.
    if !text.trim_start().starts_with('{') {
        return Err(Unreadable::Malformed("expected one JSON object".to_owned()));
    }
    let tag: Tag<'_> = serde_json::from_str(text).map_err(|e| Unreadable::Malformed(e.to_string()))?;
    let large = matches!(tag.t.as_ref(), "hello" | "have");
    if !large && text.len() > limits::CLIENT_FRAME_BYTES_MAX {
        return Err(Unreadable::TooBig(text.len()));
    }
    Ok(match tag.t.as_ref() {
        "hello" => ClientFrame::Hello(Box::new(fields(text)?)),
        "have" => ClientFrame::Have(fields::<HaveFields>(text)?.have),
        "do" => ClientFrame::Do(Box::new(fields(text)?)),
        "receipt" => ClientFrame::Receipt(fields::<ReceiptFields>(text)?.notices),
        "ping" => ClientFrame::Ping(fields::<Beat>(text)?.n),
        "pong" => ClientFrame::Pong(fields::<Beat>(text)?.n),
        _ => ClientFrame::Other,
    })
}

fn fields<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    serde_json::from_str(text).map_err(|e| Unreadable::Bad(expected(&e.to_string())))
}

impl TryFrom<HelloFields> for Hello {
    type Error = &'static str;

    fn try_from(read: HelloFields) -> Result<Self, Self::Error> {
        let have = match (read.have, read.count, read.sum) {
            (Some(held), _, _) => Have::Each(held),
            (None, Some(count), Some(sum)) => Have::Sum { count, sum },
            (None, None, None) => Have::Each(Held::new()),
            (None, _, _) => return Err("`count` and `sum` stand together"),
        };
        Ok(Self { have, audience: read.audience, pending: read.pending.unwrap_or_default(), app: read.app })
    }
}

#[cfg(test)]
mod tests;

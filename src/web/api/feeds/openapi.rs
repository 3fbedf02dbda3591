//! Feeds and their health, as they are described: one raw message in,
//! and what became of it.
//! Must not know: what a message says.

use crate::domain::source::Source;
use crate::web::describe::Api;
use crate::wire::problem::{BAD_REQUEST, TOO_BIG};
use crate::wire::schema::SourceState;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde_json::json;

/// What became of one message; the numbers count flight legs.
#[derive(JsonSchema)]
pub struct FeedReport {
    pub accepted: u64,
    pub unchanged: u64,
    /// Legs that cannot be keyed.
    pub unmatched: u64,
    pub rejected: Vec<Unread>,
}

/// What could not be read.
#[derive(JsonSchema)]
pub struct Unread {
    /// Where in the message.
    pub at: String,
    pub reason: String,
}

#[derive(JsonSchema)]
pub struct Sources {
    pub sources: Vec<SourceRow>,
}

/// One source, as this node heard it since it started.
#[derive(JsonSchema)]
#[schemars(rename = "SourceHealth")]
pub struct SourceRow {
    pub source: Source,
    pub state: SourceState,
    pub heard: Option<DateTime<Utc>>,
    pub messages: u64,
    pub accepted: u64,
    pub unchanged: u64,
    pub unmatched: u64,
    pub rejected: u64,
    pub last_error: Option<String>,
}

pub fn describe(api: &mut Api) {
    api.group("flights", "What feeds say, and what is made of it.");
    let row = json!({ "source": "aidx", "state": "ok", "heard": "2015-01-02T14:02:11Z", "messages": 9, "accepted": 12,
        "unchanged": 3, "unmatched": 0, "rejected": 0, "last_error": null });
    api.get("/api/v1/feeds", "feeds", "How each source is doing")
        .for_signed_in()
        .answers::<Sources>(200, "Every source that was heard.", json!({ "sources": [row] }))
        .end();
    super::plan::describe(api);
    api.post("/api/v1/feeds/{source}", "feed", "Hand in one raw message of a source")
        .for_roles("a feed account bound to this source")
        .note("In the source's own format, at most 1 MiB. A source named like a kind of feed exists without configuration, and so does `anything-<kind>`.")
        .path::<Source>("source", "The name of the source.", "aidx")
        .takes(json!({
            "application/xml": { "schema": { "type": "string" } },
            "text/plain": { "schema": { "type": "string", "minLength": 1 } },
            "application/octet-stream": { "schema": { "type": "string", "minLength": 1 } }
        }))
        .refuses(&[BAD_REQUEST, TOO_BIG])
        .answers::<FeedReport>(
            202,
            "Taken: a bad leg never hides a good one.",
            json!({ "accepted": 2, "unchanged": 1, "unmatched": 0,
                "rejected": [{ "at": "FlightLeg 4", "reason": "expected an airport" }] }),
        )
        .end();
}

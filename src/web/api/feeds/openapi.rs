//! Feeds and their health, as they are described: one raw message in,
//! and what became of it.
//! Must not know: what a message says.

use crate::domain::source::Source;
use crate::web::describe::{Api, Operation};
use crate::wire::problem::{BAD_REQUEST, TOO_BIG};
use crate::wire::schema::SourceState;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde_json::{Value, json};

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
    let post = api.post("/api/v1/feeds/{source}", "feed", "Hand in one raw message of a source");
    message(post);
    let put = api.put("/api/v1/feeds/{source}", "feedUpdate", "The same, for senders that put an update");
    message(put);
}

fn message(mut call: Operation<'_>) {
    let report = call.schema::<FeedReport>();
    let taken = json!({ "accepted": 2, "unchanged": 1, "unmatched": 0,
        "rejected": [{ "at": "FlightLeg[4]", "reason": "expected an airport" }] });
    let xml = |example: &str| json!({ "schema": { "type": "string" }, "example": example });
    call.for_roles("a feed account bound to this source")
        .note("In the source's own format, at most 1 MiB. A source named like a kind of feed exists without configuration, and so does `anything-<kind>`.")
        .note("AIDX is answered by an `IATA_AIDX_FlightLegRS` if `Accept` prefers `application/xml` or `text/xml`, or if the message came in a SOAP envelope; anything else by JSON.")
        .path::<Source>("source", "The name of the source.", "aidx")
        .takes(json!({
            "application/xml": { "schema": { "type": "string" } },
            "text/plain": { "schema": { "type": "string", "minLength": 1 } },
            "application/octet-stream": { "schema": { "type": "string", "minLength": 1 } }
        }))
        .refuses(&[BAD_REQUEST, TOO_BIG])
        .answers_with(
            202,
            "Taken: a bad leg never hides a good one.",
            json!({ "application/json": { "schema": report, "example": taken },
                "application/xml": xml(TAKEN), "text/xml": xml(TAKEN) }),
        )
        .answers_with(
            200,
            "Taken, said in the envelope of the message.",
            json!({ "text/xml": xml(ENVELOPE), "application/soap+xml": xml(ENVELOPE) }),
        )
        .answers_with(400, "", refused(UNREAD))
        .answers_with(503, "", refused(LATER))
        .end();
}

/// In whichever form was asked for.
fn refused(example: &str) -> Value {
    let one = json!({ "schema": { "type": "string" }, "example": example });
    json!({ "application/xml": one, "text/xml": one, "application/soap+xml": one })
}

const TAKEN: &str = r#"<IATA_AIDX_FlightLegRS xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="2015-01-02T14:02:11Z" EchoToken="42"><Success/><Warnings><Warning Type="294">FlightLeg[4]: expected an airport</Warning></Warnings></IATA_AIDX_FlightLegRS>"#;
const ENVELOPE: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><IATA_AIDX_FlightLegRS xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="2015-01-02T14:02:11Z"><Success/></IATA_AIDX_FlightLegRS></s:Body></s:Envelope>"#;
const UNREAD: &str = r#"<IATA_AIDX_FlightLegRS xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="2015-01-02T14:02:11Z"><Errors><Error Type="294">message: a DOCTYPE is not accepted; send the message without it</Error></Errors></IATA_AIDX_FlightLegRS>"#;
const LATER: &str = r#"<IATA_AIDX_FlightLegRS xmlns="http://www.iata.org/IATA/2007/00" Version="21.3" TimeStamp="2015-01-02T14:02:11Z"><Errors><Error Type="911">nothing was taken for certain: send it again in 1 seconds</Error></Errors></IATA_AIDX_FlightLegRS>"#;

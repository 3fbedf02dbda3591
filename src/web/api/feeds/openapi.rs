//! Feeds and their health, as they are described: one raw message in,
//! and what became of it.
//! Must not know: what a message says.

use super::unmatched::{DoneRow, Settle, UnmatchedList};
use super::{FEED_OFF, Switch};
use crate::domain::source::Source;
use crate::web::describe::{Api, Operation};
use crate::wire::problem::{BAD_REQUEST, NOT_FOUND, REFUSED, TOO_BIG};
use crate::wire::schema::SourceState;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde_json::{Value, json};
use uuid::Uuid;

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

/// One source: when any node heard it last, and what this one made of it since it started.
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
    let post = api.post("/api/v1/feeds/{source}", "feed", "Hand in one raw message of a source");
    message(post);
    let put = api.put("/api/v1/feeds/{source}", "feedUpdate", "The same, for senders that put an update");
    message(put);
    switching(api);
    waiting(api);
}

fn message(mut call: Operation<'_>) {
    let report = call.schema::<FeedReport>();
    let taken = json!({ "accepted": 2, "unchanged": 1, "unmatched": 0,
        "rejected": [{ "at": "FlightLeg[4]", "reason": "expected an airport" }] });
    let xml = |example: &str| json!({ "schema": { "type": "string" }, "example": example });
    call.for_roles("a feed account bound to this source, or whoever signs as it")
        .note("In the source's own format, at most 1 MiB. A source named like a kind of feed exists without configuration, and so does `anything-<kind>`.")
        .note("AIDX is answered by an `IATA_AIDX_FlightLegRS` if `Accept` prefers `application/xml` or `text/xml`, or if the message came in a SOAP envelope; anything else by JSON.")
        .note("Signed by Standard Webhooks where the source has a secret: HMAC-SHA256 over `id.timestamp.body`, within five minutes.")
        .header("webhook-id", "Of a signed message.", &json!({ "type": "string" }))
        .header("webhook-timestamp", "Seconds since 1970, of a signed message.", &json!({ "type": "string" }))
        .header("webhook-signature", "One or several `v1,BASE64` with blanks between.", &json!({ "type": "string" }))
        .path::<Source>("source", "The name of the source.", "aidx")
        .takes(json!({
            "application/xml": { "schema": { "type": "string" } },
            "text/plain": { "schema": { "type": "string", "minLength": 1 } },
            "application/octet-stream": { "schema": { "type": "string", "minLength": 1 } }
        }))
        .refuses(&[BAD_REQUEST, TOO_BIG, FEED_OFF])
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

fn switching(api: &mut Api) {
    api.post("/api/v1/feeds/{source}/switch", "switchFeed", "Switch a source off or on")
        .for_roles("a coordinator or an administrator")
        .note("Off, it is neither asked nor heard: pushes are answered `feed-off`. It stays so after a restart.")
        .path::<Source>("source", "The name of the source.", "aidx")
        .body::<Switch>(json!({ "on": false }))
        .answers::<Switched>(200, "Every node knows within two seconds.", json!({ "source": "aidx", "on": false }))
        .end();
}

/// Where the switch is now.
#[derive(JsonSchema)]
pub struct Switched {
    pub source: Source,
    pub on: bool,
}

fn waiting(api: &mut Api) {
    let id = "5f0c2a7e-7a3b-5c1d-9e8f-001122334455";
    let row = json!({ "id": id, "source": "typeb", "since": "2015-01-02T14:02:11Z", "received": "2015-01-02T14:08:40Z",
        "why": "unknown", "flights": ["MQ3386/2015-01-02/ORD-ERI"],
        "said": { "flight": { "carrier": "MQ", "number": "3386", "suffix": null, "date": "2015-01-02", "from": null, "to": "CMH" },
            "says": { "estimated_in": "2015-01-02T17:20:00Z" } } });
    api.get("/api/v1/feeds/unmatched", "unmatched", "Messages that wait for a person")
        .for_roles("every role but feeds and data-protection officers")
        .note("Of ridden flights only the caller's own are proposed.")
        .answers::<UnmatchedList>(200, "The oldest first.", json!({ "unmatched": [row] }))
        .end();
    api.post("/api/v1/feeds/unmatched/{id}", "settleUnmatched", "Say which flight a message is about")
        .for_roles("a coordinator or an administrator")
        .note("A suffix is then the same operation as the flight, also in later messages. For one of many cancellations all of its source are taken, and those of the next hours.")
        .path::<Uuid>("id", "The entry.", id)
        .body::<Settle>(json!({ "flight": "MQ3386/2015-01-02/ORD-ERI" }))
        .refuses(&[REFUSED])
        .answers::<DoneRow>(200, "Done.", json!({ "done": 1 }))
        .end();
    api.delete("/api/v1/feeds/unmatched/{id}", "layAsideUnmatched", "Lay a message aside")
        .for_roles("a coordinator or an administrator")
        .path::<Uuid>("id", "The entry.", id)
        .refuses(&[NOT_FOUND])
        .answers::<DoneRow>(200, "It waits no longer.", json!({ "done": 1 }))
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

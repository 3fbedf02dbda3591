//! Movements, as they are described: published, listed and
//! read.
//! Must not know: how documents are rendered.

use super::Filter;
use crate::domain::manifest::Manifest;
use crate::domain::view::coordinator::CoordinatorLive;
use crate::web::api::answer::{self, Listed, LiveDocument, PeopleDocument};
use crate::web::describe::Api;
use crate::wire::problem::{BAD_REQUEST, NOT_FOUND};
use crate::wire::schema::RevText;
use schemars::JsonSchema;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(JsonSchema)]
pub struct Publication {
    pub id: Uuid,
    pub version: u32,
    /// Of the coordinator's live document; null if it could not be shown within two seconds.
    pub rev: Option<RevText>,
    pub body: Option<CoordinatorLive>,
}

#[derive(JsonSchema)]
#[schemars(rename = "Movements")]
pub struct Page {
    /// Live documents in order of id.
    #[schemars(length(max = crate::limits::MOVEMENTS_PAGE))]
    pub movements: Vec<Listed>,
    /// What to name as `after` for the next page; null on the last.
    pub next: Option<Uuid>,
}

#[derive(JsonSchema)]
#[schemars(rename = "Movement")]
pub struct One {
    pub live: LiveDocument,
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub people: Option<PeopleDocument>,
}

const ID: &str = "01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f";

fn manifest() -> Value {
    json!({ "reference": "US-2015-01-02-07", "programme": "us-rp", "receiver": "erie-reception",
        "itinerary": [{ "kind": "flight", "carrier": "MQ", "number": "3386", "from": "ORD", "to": "ERI",
            "scheduled_out": "2015-01-02T15:20:00Z", "scheduled_in": "2015-01-02T16:50:00Z" }],
        "cases": [{ "number": "C-1041", "travellers": [{ "key": "t1", "name": "Made Up", "born": "1990",
            "languages": ["ar"], "needs": ["WCHR"], "bags": 2 }] }] })
}

pub fn describe(api: &mut Api) {
    api.group("movements", "People on one itinerary under one plan.");
    publish(api);
    api.get("/api/v1/movements", "movements", "List movements")
        .for_roles("every role that opens documents")
        .query::<Filter>()
        .refuses(&[NOT_FOUND])
        .answers::<Page>(200, "At most 200 live documents.", json!({ "movements": [], "next": null }))
        .end();
    api.get("/api/v1/movements/{id}", "movement", "Read one movement")
        .for_roles("every role that opens documents")
        .path::<Uuid>("id", "The movement.", ID)
        .answers::<One>(
            200,
            "Its live document, and the people where names may be seen now.",
            json!({ "live": { "id": ID, "rev": "015abd7f5cc57a2d", "body": { "movement": ID, "label": "K7",
                "state": "moving", "legs": [], "connections": [], "people": "few" } } }),
        )
        .with_header(200, "ETag", "The version, in quotes.")
        .end();
}

fn publish(api: &mut Api) {
    let answer = json!({ "id": ID, "version": 1, "rev": null, "body": null });
    api.post("/api/v1/movements", "publish", "Publish a movement, or its next version")
        .for_roles("a coordinator of the programme")
        .note("The reference is the publisher's name for it. The same reference again needs `If-Match` and becomes the next version if anything differs. All faults are named at once.")
        .header("If-Match", "The version that was seen, in quotes; needed once the reference exists.", &json!({
            "type": "string", "pattern": "^\"[0-9]{1,9}\"$" }))
        .body::<Manifest>(manifest())
        .refuses(&[
            BAD_REQUEST,
            answer::NOT_YOUR_PROGRAMME,
            answer::ALREADY_ENDED,
            answer::VERSION_STALE,
            answer::MANIFEST_REFUSED,
            answer::VERSION_MISSING,
        ])
        .answers::<Publication>(200, "A new version, or nothing changed.", answer.clone())
        .with_header(200, "ETag", "The version, in quotes.")
        .answers::<Publication>(201, "New.", answer)
        .with_header(201, "ETag", "The version, in quotes.")
        .end();
}

//! What happened to a movement, as it is described, which body
//! with which kind; and who was with whom at a moment.
//! Must not know: how facts are folded.

use super::Moment;
use crate::domain::fact::{Body, Heard};
use crate::domain::view::custody::{PartyView, SeenView};
use crate::domain::view::words::{PartyText, TravellerText};
use crate::web::describe::Api;
use crate::wire::problem::BAD_REQUEST;
use chrono::{DateTime, Utc};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use uuid::Uuid;

#[derive(JsonSchema)]
pub struct History {
    /// In order of `(acted, id)`, as the caller may see them.
    pub facts: Vec<HistoryFact>,
}

/// One fact: the kinds of the commands, and what the hub owed because of them.
#[derive(JsonSchema)]
pub struct Said {
    pub id: Uuid,
    pub kind: String,
    /// The account for the coordinator and for one's own, else the audience.
    pub by: Option<String>,
    /// Written down for this party, and how it was heard.
    #[schemars(rename = "for")]
    pub said_by: Option<String>,
    pub heard: Option<Heard>,
    pub acted: DateTime<Utc>,
    pub received: DateTime<Utc>,
    pub body: Map<String, Value>,
}

/// [`Said`], and which body goes with which kind.
pub struct HistoryFact;

impl JsonSchema for HistoryFact {
    fn schema_name() -> Cow<'static, str> {
        "Fact".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut said = Said::json_schema(generator);
        let bodies = Body::json_schema(generator);
        let bodies = bodies.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        said.insert("oneOf".to_owned(), bodies.filter_map(of_kind).collect());
        said
    }
}

/// A body as it is stored names its kind itself, as `act`; here `kind` stands beside it, and free text in it.
fn of_kind(stored: &Value) -> Option<Value> {
    let mut body = stored.clone();
    let properties = body.get_mut("properties")?.as_object_mut()?;
    let kind = properties.remove("act")?.get("const")?.clone();
    for name in ["text", "person", "name"] {
        properties.insert(name.to_owned(), json!({ "type": "string" }));
    }
    if let Some(required) = body.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != "act");
    }
    Some(json!({ "title": kind, "properties": { "kind": { "const": kind }, "body": body } }))
}

/// Who was with whom.
#[derive(JsonSchema)]
pub struct Whereabouts {
    pub at: DateTime<Utc>,
    pub with: Vec<PartyView>,
    /// Empty for who holds no `people` of the movement.
    pub travellers: Vec<TravellerWhere>,
}

#[derive(JsonSchema)]
pub struct TravellerWhere {
    pub traveller: TravellerText,
    pub party: PartyText,
    pub since: DateTime<Utc>,
    #[schemars(skip_serializing_if = "Option::is_none")]
    pub seen: Option<SeenView>,
}

const ID: &str = "01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f";

pub fn describe(api: &mut Api) {
    api.get("/api/v1/movements/{id}/history", "history", "What happened")
        .for_roles("every role that opens documents")
        .note("A coordinator sees everything but windows, bands and doors; others their own, handovers they are a side of, and the notices addressed to them; stations and escorts also the turns of legs.")
        .path::<Uuid>("id", "The movement.", ID)
        .answers::<History>(
            200,
            "Its facts.",
            json!({ "facts": [{ "id": ID, "kind": "count", "by": "jfk-1", "for": null, "heard": null,
                "acted": "2015-01-02T14:20:05Z", "received": "2015-01-02T14:20:06Z",
                "body": { "leg": 1, "place": "gate", "part": null, "here": 21, "in_arms": 0, "escorts": 0, "over": 0,
                    "missing": [], "wave": false, "corrects": null } }] }),
        )
        .end();
    api.get("/api/v1/movements/{id}/whereabouts", "whereabouts", "Who was with whom at a moment")
        .for_roles("every role that opens documents")
        .note("By what had been done until then, as it is known today. Without `at`: now.")
        .path::<Uuid>("id", "The movement.", ID)
        .query::<Moment>()
        .refuses(&[BAD_REQUEST])
        .answers::<Whereabouts>(
            200,
            "Counts, and persons for who may see them.",
            json!({ "at": "2015-01-02T14:07:00Z", "with": [{ "party": "station:ORD", "count": 22 }], "travellers": [] }),
        )
        .end();
}

//! The demonstration's own calls, as they are described; elsewhere
//! there are none.
//! Must not know: how the day is sent.

use super::Enter;
use crate::domain::audience::Role;
use crate::web::describe::Api;
use crate::wire::problem::NOT_FOUND;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde_json::json;

/// What one is looking at: what is recorded, what is made up, which doors there are.
#[derive(JsonSchema)]
#[schemars(extend("additionalProperties" = true))]
pub struct Demonstration {
    pub title: String,
    pub roles: Vec<super::RoleDoor>,
    pub clock: DemoClock,
}

#[derive(JsonSchema)]
pub struct DemoClock {
    pub now: DateTime<Utc>,
    pub rate: f64,
}

#[derive(JsonSchema)]
pub struct Entered {
    pub account: String,
    pub role: Role,
}

/// What has just happened, newest first.
#[derive(JsonSchema)]
pub struct Pulse {
    pub events: Vec<super::Event>,
    pub messages: u64,
    pub groups: u32,
    pub moving: u32,
    pub broken: u32,
    pub cancelled: u32,
}

pub fn describe(api: &mut Api) {
    api.group("demonstration", "Only where `onward demo` runs, on loopback.");
    api.get("/api/v1/demo", "demo", "What is shown")
        .for_anyone()
        .answers::<Demonstration>(
            200,
            "The day and its doors.",
            json!({ "title": "A day of snow", "roles": [], "clock": { "now": "2013-03-08T12:00:00Z", "rate": 60.0 } }),
        )
        .end();
    api.post("/api/v1/demo/enter", "enter", "Open a role in one click")
        .for_anyone()
        .body::<Enter>(json!({ "account": "jfk" }))
        .refuses(&[NOT_FOUND])
        .reads_the_store()
        .answers::<Entered>(200, "Signed in.", json!({ "account": "jfk", "role": "station" }))
        .with_header(200, "Set-Cookie", "The session.")
        .end();
    api.get("/api/v1/demo/pulse", "pulse", "What has just happened")
        .for_anyone()
        .answers::<Pulse>(
            200,
            "Events, and how many groups are how.",
            json!({ "events": [], "messages": 1200, "groups": 9, "moving": 4, "broken": 1, "cancelled": 0 }),
        )
        .end();
}

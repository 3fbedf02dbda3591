//! Health and numbers, as they are described: for load balancers and
//! for whoever is woken at night. Must not know: how they are
//! measured.

use crate::web::describe::Api;
use crate::wire::problem::{FORBIDDEN, SESSION_EXPIRED, SESSION_REVOKED, SIGN_IN};
use schemars::JsonSchema;
use serde_json::json;

#[derive(JsonSchema)]
pub struct Alive {
    #[schemars(extend("const" = "ok"))]
    pub status: String,
    pub version: String,
    /// Which zone rules are in use, and whether they are the system's or bundled.
    pub zones: String,
}

#[derive(JsonSchema)]
pub struct Ready {
    #[schemars(extend("const" = "ready"))]
    pub status: String,
    #[schemars(extend("const" = "ok"))]
    pub store: String,
    /// The last commit.
    pub seq: u64,
    pub clock: ClockNow,
    pub zones: String,
}

#[derive(JsonSchema)]
#[schemars(rename = "Clock")]
pub struct ClockNow {
    pub kind: ClockKind,
    /// Seconds of the hub's clock in one real second.
    pub rate: f64,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub enum ClockKind {
    Real,
    Replay,
}

pub fn describe(api: &mut Api) {
    api.group("health", "For whoever runs it.");
    api.get("/healthz", "healthz", "Whether the process lives")
        .for_anyone()
        .answers::<Alive>(200, "It does.", json!({ "status": "ok", "version": "0.1.0", "zones": "2026b (system)" }))
        .end();
    let ready = json!({ "status": "ready", "store": "ok", "seq": 42, "clock": { "kind": "real", "rate": 1.0 },
        "zones": "2026b (system)" });
    api.get("/readyz", "readyz", "Whether it can do its work")
        .for_anyone()
        .reads_the_store()
        .answers::<Ready>(200, "The store answers.", ready)
        .end();
    api.get("/metrics", "metrics", "Numbers without persons")
        .for_anyone()
        .note("On this computer without more, from elsewhere with an administrator's token.")
        .refuses(&[SIGN_IN, SESSION_EXPIRED, SESSION_REVOKED, FORBIDDEN])
        .reads_the_store()
        .answers_with(
            200,
            "OpenMetrics text.",
            json!({ "application/openmetrics-text": { "schema": { "type": "string" } } }),
        )
        .end();
}

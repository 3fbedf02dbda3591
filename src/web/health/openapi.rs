//! Health and numbers, as they are described: for load balancers and
//! for whoever is woken at night. Must not know: how they are
//! measured.

use crate::web::describe::Api;
use crate::wire::problem::{
    BEHIND, DRAINING, FORBIDDEN, SESSION_EXPIRED, SESSION_REVOKED, SIGN_IN, STORE_AWAY, STORE_SUSPECT,
};
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
    /// The last commit that every audience has been shown.
    pub shown_seq: u64,
    /// Seconds since the change feed was last read to its end.
    pub behind_s: u64,
    /// What an acknowledged commit survives: `synced`, or `relaxed: may lose 2 s on power loss`.
    pub durability: String,
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
    let ready = json!({ "status": "ready", "store": "ok", "seq": 42, "shown_seq": 42,
        "behind_s": 0, "durability": "synced", "clock": { "kind": "real", "rate": 1.0 },
        "zones": "2026b (system)" });
    api.get("/readyz", "readyz", "Whether it can do its work")
        .for_anyone()
        .note("Where it cannot, the type of the problem says why: this node leaves, the store is away or is not believed, or what is shown is too old. The fields of a ready hub stand beside it; `seq` is null where the store does not answer.")
        .refuses(&[DRAINING, STORE_AWAY, STORE_SUSPECT, BEHIND])
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

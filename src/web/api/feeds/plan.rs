//! `/feeds/plan`: what the sources are going to be asked in the next hour, what that takes of the budgets, and which
//! node asks. For whoever pays for it.
//! Must not know: how a plan comes about.

use super::super::answer::Reply;
use crate::clock::Clock;
use crate::domain::audience::Role;
use crate::domain::source::Source;
use crate::intake::asking::{Asking, SourcePlan};
use crate::web::caller::Caller;
use crate::web::describe::Api;
use crate::wire::problem::{FORBIDDEN, Problem};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde_json::{Value, json};

pub async fn show(caller: Caller, asking: web::Data<Asking>, clock: web::Data<Clock>) -> Reply {
    if !matches!(caller.role, Role::Coordinator | Role::Admin) {
        return Err(Problem::new(FORBIDDEN, ""));
    }
    let (who, plan) = asking.plan();
    let sources: Vec<Value> = plan.into_iter().map(row).collect();
    Ok(HttpResponse::Ok().json(json!({ "now": time(clock.now()), "asked_by": who.as_str(), "sources": sources })))
}

fn row(source: SourcePlan) -> Value {
    let hour = source.hour;
    let asks: Vec<Value> = hour
        .asks
        .into_iter()
        .map(|a| json!({ "what": a.what, "at": time(a.at), "every_s": a.every_s, "why": a.why }))
        .collect();
    let paused = hour.pause.map(|(until, why)| json!({ "until": time(until), "why": why }));
    json!({
        "source": source.source, "kind": source.kind.name(), "problem": source.problem, "paused": paused,
        "asks": asks, "cost": hour.cost,
        "minute": { "budget": source.per_minute, "left": hour.left.minute },
        "day": { "budget": source.per_day, "left": hour.left.day }
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// What the sources are going to be asked.
#[derive(JsonSchema)]
pub struct FeedsPlan {
    /// By the hub's clock; the times below are by the real one.
    pub now: DateTime<Utc>,
    /// `this` node asks, `another` does, or `nobody`.
    pub asked_by: AskedBy,
    pub sources: Vec<PlannedSource>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum AskedBy {
    This,
    Another,
    Nobody,
}

/// The next hour of one source.
#[derive(JsonSchema)]
pub struct PlannedSource {
    pub source: Source,
    /// The kind of feed.
    pub kind: String,
    /// Why it is not asked at all: the setting that lacks.
    pub problem: Option<String>,
    pub paused: Option<Paused>,
    /// Soonest first; at most 200.
    pub asks: Vec<PlannedAsk>,
    /// What the hour takes of the budgets, in requests or what the service counts.
    pub cost: u32,
    pub minute: BudgetLeft,
    /// The day in UTC.
    pub day: BudgetLeft,
}

/// Nothing is asked until then.
#[derive(JsonSchema)]
pub struct Paused {
    pub until: DateTime<Utc>,
    pub why: String,
}

#[derive(JsonSchema)]
pub struct PlannedAsk {
    /// A flight, or a part of a board.
    pub what: String,
    /// When it is next due.
    pub at: DateTime<Utc>,
    pub every_s: u32,
    pub why: String,
}

#[derive(JsonSchema)]
pub struct BudgetLeft {
    pub budget: u32,
    pub left: u32,
}

pub fn describe(api: &mut Api) {
    let ask = json!({ "what": "BA117/2026-11-26/LHR-JFK", "at": "2026-11-26T12:02:30Z", "every_s": 150,
        "why": "departs in 60 min, margin 22 min" });
    let row = json!({ "source": "aeroapi", "kind": "aeroapi", "problem": null, "paused": null, "asks": [ask], "cost": 23,
        "minute": { "budget": 10, "left": 10 }, "day": { "budget": 500, "left": 311 } });
    api.get("/api/v1/feeds/plan", "feeds-plan", "What the sources are going to be asked, and what it costs")
        .for_roles("a coordinator or an administrator")
        .note("A node that does not ask does not know when each was asked last, and shows it as due now.")
        .answers::<FeedsPlan>(
            200,
            "The next hour as this node works it out. Every node does, and one asks.",
            json!({ "now": "2026-11-26T12:00:00Z", "asked_by": "this", "sources": [row] }),
        )
        .end();
}

//! `/feeds`: one raw message in, in its source's own format, and the health of each source. The door of
//! every feed, of `onward replay` and of the demo alike. Must not know: what a message says, who is
//! affected.

mod ack;
pub mod openapi;

use super::answer::{Reply, later, not_found};
use crate::clock::Clock;
use crate::domain::source::Source;
use crate::feeds::Kind;
use crate::intake::Intake;
use crate::intake::health::{Health, SourceHealth};
use crate::intake::observe::{self, Message};
use crate::web::caller::Caller;
use crate::web::problem::allow;
use crate::web::role::Feed;
use crate::wire::problem::{BAD_REQUEST, Problem};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/feeds").route(web::get().to(list)).default_service(allow("GET"))).service(
        web::resource("/feeds/{source}")
            .app_data(web::PayloadConfig::new(crate::limits::FEED_BODY_BYTES_MAX))
            .route(web::post().to(post))
            // Some senders of AIDX put what is an update to them. A message says itself what it changes.
            .route(web::put().to(post))
            .default_service(allow("POST, PUT")),
    );
}

async fn post(
    request: HttpRequest,
    caller: Feed,
    intake: web::Data<Intake>,
    health: web::Data<Health>,
    clock: web::Data<Clock>,
    source: web::Path<String>,
    body: web::Bytes,
) -> Reply {
    // A source that is not the caller's is answered as one that does not exist.
    if !caller.sources.iter().any(|s| s == source.as_str()) {
        return Err(not_found());
    }
    let name = Source::feed(&source).map_err(|_| not_found())?;
    let named = intake.rules.feeds.iter().find(|feed| feed.name == name);
    let kind = named.map(|feed| feed.kind).or_else(|| kind_of(&source)).ok_or_else(not_found)?;
    let airport = named.and_then(|feed| feed.airport.clone());
    let now = clock.now();
    let message = Message { source: &name, kind, airport: airport.as_ref(), body: &body, received: now };
    let taken = if body.is_empty() {
        Err(Problem::new(BAD_REQUEST, "expected one raw message of this source's format"))
    } else {
        observe::observe(&intake, &message).await.map_err(later)
    };
    if let Ok(report) = &taken {
        health.heard(&source, now, report);
    }
    ack::answer(request.headers(), kind, &body, now, taken)
}

/// A source named like a kind exists without configuration; `demo-aidx` is of the kind after the last dash.
fn kind_of(source: &str) -> Option<Kind> {
    source.parse().ok().or_else(|| source.rsplit('-').next()?.parse().ok())
}

async fn list(_caller: Caller, health: web::Data<Health>, clock: web::Data<Clock>) -> Reply {
    let row = |s: SourceHealth| {
        json!({ "source": s.source, "state": s.state, "heard": s.heard, "messages": s.messages, "accepted": s.accepted,
            "unchanged": s.unchanged, "unmatched": s.unmatched, "rejected": s.rejected, "last_error": s.last_error })
    };
    let sources: Vec<Value> = health.list(clock.now()).into_iter().map(row).collect();
    Ok(HttpResponse::Ok().json(json!({ "sources": sources })))
}

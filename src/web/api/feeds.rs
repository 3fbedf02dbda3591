//! `/feeds`: one raw message in, in its source's own format, the health of each source and its switch. The door of every
//! feed, of `onward replay` and of the demo alike.
//! Must not know: what a message says, who is affected.

mod ack;
pub mod openapi;
pub mod plan;
pub mod unmatched;

use super::answer::{Reply, later, not_found};
use crate::clock::Clock;
use crate::config::feeds::Feed as Named;
use crate::config::secret;
use crate::domain::source::Source;
use crate::feeds::Kind;
use crate::intake::Intake;
use crate::intake::health::{self, Health, SourceHealth};
use crate::intake::observe::{self, Message, Report};
use crate::intake::switches;
use crate::limits;
use crate::web::caller::Caller;
use crate::web::problem::allow;
use crate::web::role::{Feed, FeedKeeper};
use crate::web::strict::Strict;
use crate::web::webhook::Signed;
use crate::wire::problem::{BAD_REQUEST, Problem, Slug};
use actix_web::{Error, FromRequest, HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// 409 and not 503: nothing is broken, and a sender that tries again by itself would fill its queue for nothing.
pub const FEED_OFF: Slug = Slug { slug: "feed-off", title: "This source is switched off here", status: 409 };

pub fn routes(cfg: &mut web::ServiceConfig) {
    // Before the sources: what waits and what is asked are named like one.
    cfg.service(
        web::resource("/feeds/plan")
            .route(web::get().to(plan::show))
            .route(web::post().to(no_source))
            .route(web::put().to(no_source))
            .default_service(allow("GET")),
    );
    unmatched::routes(cfg);
    cfg.service(web::resource("/feeds").route(web::get().to(list)).default_service(allow("GET")))
        .service(
            web::resource("/feeds/{source}")
                .app_data(web::PayloadConfig::new(limits::FEED_BODY_BYTES_MAX))
                .route(web::post().to(post))
                // Some senders of AIDX put what is an update to them. A message says itself what it changes.
                .route(web::put().to(post))
                .default_service(allow("POST, PUT")),
        )
        .service(web::resource("/feeds/{source}/switch").route(web::post().to(switch)).default_service(allow("POST")));
}

/// What stands where a source would, and is none.
pub(crate) async fn no_source() -> Reply {
    Err(not_found())
}

/// A source as it can be pushed to.
struct Door<'a> {
    name: Source,
    kind: Kind,
    named: Option<&'a Named>,
}

impl<'a> Door<'a> {
    /// A source that is named, or one named like a kind: it exists without configuration, and `demo-aidx` is of the kind
    /// after the dash.
    fn find(intake: &'a Intake, source: &str) -> Option<Self> {
        let name = Source::feed(source).ok()?;
        let named = intake.rules.feeds.iter().find(|feed| feed.name == name);
        let kind = named.map(|feed| feed.kind).or_else(|| kind_of(source))?;
        Some(Self { name, kind, named })
    }

    /// Whether the body is this source's own.
    fn is_signed(&self, signed: Signed<'_>, body: &[u8]) -> bool {
        let from = self.named.and_then(|feed| feed.webhook_secret.as_ref());
        from.and_then(secret::webhook).is_some_and(|secret| signed.proves(&secret, body, Utc::now()))
    }
}

fn kind_of(source: &str) -> Option<Kind> {
    let last = || Kind::ALL.iter().copied().find(|kind| source.ends_with(&format!("-{kind}")));
    source.parse().ok().or_else(last)
}

async fn post(
    request: HttpRequest,
    caller: Result<Feed, Problem>,
    intake: web::Data<Intake>,
    health: web::Data<Health>,
    clock: web::Data<Clock>,
    source: web::Path<String>,
    payload: web::Payload,
) -> Result<HttpResponse, Error> {
    let signed = match &caller {
        // A source that is not the caller's is answered as one that does not exist.
        Ok(caller) if !caller.sources.iter().any(|s| s == source.as_str()) => return Err(not_found().into()),
        Ok(_) => None,
        Err(problem) => Some((Signed::of(request.headers()).ok_or_else(|| problem.clone())?, problem)),
    };
    let body = web::Bytes::from_request(&request, &mut payload.into_inner()).await?;
    let door = Door::find(&intake, &source);
    if let Some((signed, problem)) = signed
        && !door.as_ref().is_some_and(|door| door.is_signed(signed, &body))
    {
        // The same words as without any signature, whether there is such a source or not.
        return Err(problem.clone().into());
    }
    let door = door.ok_or_else(not_found)?;
    if !intake.switches.is_on(&door.name) {
        return Err(Problem::new(FEED_OFF, "a coordinator or an administrator has switched it off").into());
    }
    let now = clock.now();
    let taken = take(&intake, &health, now, &door, &body).await;
    Ok(ack::answer(request.headers(), door.kind, &body, now, taken)?)
}

async fn take(
    intake: &Intake,
    health: &Health,
    now: DateTime<Utc>,
    door: &Door<'_>,
    body: &[u8],
) -> Result<Report, Problem> {
    if body.is_empty() {
        return Err(Problem::new(BAD_REQUEST, "expected one raw message of this source's format"));
    }
    let airport = door.named.and_then(|feed| feed.airport.as_ref());
    let message = Message { source: &door.name, kind: door.kind, airport, body, received: now };
    let report = observe::observe(intake, &message).await.map_err(later)?;
    health.heard(&door.name, now, &report);
    // Of rubbish the other nodes are not told: it shows that something is sent, and not that it can be used.
    let read = report.accepted + report.unchanged + report.unmatched > 0;
    if read {
        health::tell(intake, health, &door.name, now).await;
    }
    Ok(report)
}

async fn list(_caller: Caller, health: web::Data<Health>, clock: web::Data<Clock>) -> Reply {
    let row = |s: SourceHealth| {
        json!({ "source": s.source, "state": s.state.as_str(), "heard": s.heard, "messages": s.messages,
            "accepted": s.accepted, "unchanged": s.unchanged, "unmatched": s.unmatched, "rejected": s.rejected,
            "last_error": s.last_error })
    };
    let sources: Vec<Value> = health.list(clock.now()).into_iter().map(row).collect();
    Ok(HttpResponse::Ok().json(json!({ "sources": sources })))
}

/// Whether a source is to be asked and heard.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Switch {
    pub on: bool,
}

async fn switch(
    _caller: FeedKeeper,
    intake: web::Data<Intake>,
    clock: web::Data<Clock>,
    source: web::Path<String>,
    body: Strict<Switch, { limits::SMALL_BODY_BYTES_MAX }>,
) -> Reply {
    let (door, on) = (Door::find(&intake, &source).ok_or_else(not_found)?, body.0.on);
    switches::switch(&intake, &door.name, on, clock.now()).await.map_err(later)?;
    tracing::info!(source = %door.name, on, "a source was switched");
    Ok(HttpResponse::Ok().json(json!({ "source": door.name, "on": on })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_of_the_kind_it_ends_in() {
        for (source, kind) in [
            ("aidx", Some(Kind::Aidx)),
            ("demo-aidx", Some(Kind::Aidx)),
            ("acdm-json", Some(Kind::AcdmJson)),
            ("glasgow-acdm-json", Some(Kind::AcdmJson)),
            ("json", None),
            ("unmatched", None),
            ("notaidx", None),
        ] {
            assert_eq!(kind_of(source), kind, "{source}");
        }
    }
}

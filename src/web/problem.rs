//! Every refusal leaves as one problem (RFC 9457): what handlers return, what extractors and the router find wrong,
//! and what the layers below could not do. A `404` is one constant, so that it cannot tell *missing* from *not yours*.
//! Must not know: who is calling.

use crate::domain::shape::expected;
use crate::ledger::LedgerError;
use crate::ledger::account::AccountError;
use crate::limits;
use crate::store::StoreError;
use crate::wire::problem::{
    BAD_REQUEST, CONFLICT, FORBIDDEN, LATER, NOT_FOUND, Problem, REFUSED, SIGN_IN, Slug, TOO_BIG, TOO_MANY,
};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, ResponseError, Route, web};
use std::fmt;

pub const CROSS_SITE: Slug = Slug { slug: "cross-site", title: "Another site may not do this here", status: 403 };
pub const METHOD_NOT_ALLOWED: Slug =
    Slug { slug: "method-not-allowed", title: "This address does not answer that method", status: 405 };
pub const STALE: Slug = Slug { slug: "stale", title: "It has changed since you read it", status: 412 };
pub const UNSUPPORTED_MEDIA: Slug =
    Slug { slug: "unsupported-media-type", title: "Send another content type", status: 415 };
pub const PRECONDITION_REQUIRED: Slug =
    Slug { slug: "precondition-required", title: "Say which version you read", status: 428 };
pub const INTERNAL: Slug = Slug { slug: "internal", title: "Something is broken here, not with you", status: 500 };

const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");
const RETRY_AFTER: &str = "retry_after_s";

/// *Missing* and *outside your scope*, byte for byte the same.
#[must_use]
pub fn not_found() -> Problem {
    Problem::new(NOT_FOUND, "")
}

/// Nothing is known about the outcome; the client keeps what it has and asks again.
#[must_use]
pub fn later() -> Problem {
    retry_after(Problem::new(LATER, ""), 1)
}

/// Says when to come again, in the body and as `Retry-After`.
#[must_use]
pub fn retry_after(problem: Problem, seconds: u64) -> Problem {
    problem.with(RETRY_AFTER, seconds.max(1))
}

/// After how many seconds whoever meets this problem may come again.
#[must_use]
pub fn seconds_to_wait(problem: &Problem) -> u64 {
    problem.extra.get(RETRY_AFTER).and_then(serde_json::Value::as_u64).unwrap_or(1)
}

impl fmt::Display for Problem {
    /// The slug alone: this is what ends up in a log, and a detail may quote what was sent.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.slug)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((header::CONTENT_TYPE, CONTENT_TYPE));
        if let Some(seconds) = self.extra.get(RETRY_AFTER).and_then(serde_json::Value::as_u64) {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if self.status == 401 {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        // Whatever a handler said about it: a detail in one 404 and none in another would tell who exists.
        if self.status == 404 { response.body(not_found().json()) } else { response.body(self.json()) }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Away(_) => {
                tracing::warn!(%error, "a request met a store that does not answer");
                later()
            }
            StoreError::Refused(_) | StoreError::Broken(_) | StoreError::Empty(_) => {
                tracing::error!(%error, "a request met a store that cannot do it");
                Problem::new(INTERNAL, "")
            }
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Store(error) => error.into(),
            AccountError::Unreadable => {
                tracing::error!("the record of an account cannot be read");
                Problem::new(INTERNAL, "")
            }
            AccountError::Unknown => not_found(),
            AccountError::Exists => Problem::new(CONFLICT, "there is an account of this name already"),
            AccountError::Invalid(expected) => Problem::new(REFUSED, expected),
            AccountError::Busy => later(),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Store(error) => error.into(),
            LedgerError::Unreadable(_) | LedgerError::Seal(_) => {
                tracing::error!(%error, "a request met a record that cannot be read");
                Problem::new(INTERNAL, "")
            }
            LedgerError::Destroyed => Problem::new(REFUSED, "the names of this movement have been destroyed"),
        }
    }
}

/// The default service of a resource: names the methods it answers, e.g. `allow("GET, POST")`. The macros of the
/// framework would answer 404 and hide that the address is right.
#[must_use]
pub fn allow(methods: &'static str) -> Route {
    web::route().to(move || async move { not_allowed(methods) })
}

#[must_use]
pub fn not_allowed(methods: &'static str) -> HttpResponse {
    let mut response = Problem::new(METHOD_NOT_ALLOWED, format!("it answers {methods}")).error_response();
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

/// What extractors of the framework find wrong, as problems.
pub fn extractors(app: &mut web::ServiceConfig) {
    app.app_data(web::PayloadConfig::new(limits::JSON_BODY_BYTES_MAX))
        // An id that is none names nothing: the same as one that is not there.
        .app_data(web::PathConfig::default().error_handler(|_, _| not_found().into()))
        .app_data(web::QueryConfig::default().error_handler(|error, _| bad_request(&error)))
        .app_data(web::FormConfig::default().error_handler(|error, _| bad_request(&error)))
        .app_data(web::JsonConfig::default().error_handler(|error, _| bad_request(&error)));
}

fn bad_request(error: &dyn ResponseError) -> Error {
    let slug = of_status(error.status_code());
    if slug == BAD_REQUEST {
        // The framework's own words come first, and then the reader's, which may repeat what was sent.
        let said = error.to_string();
        let said = said.split_once("deserialize error: ").map_or(said.as_str(), |(_, said)| said);
        Problem::new(BAD_REQUEST, expected(said)).into()
    } else {
        Problem::new(slug, "").into()
    }
}

/// Marks a refusal that is written in the form of the caller's own standard, and is to stay so.
#[derive(Debug, Clone, Copy)]
pub struct InTheirOwnForm;

/// The last net: an error that is not yet a problem becomes one, so that no text of a library reaches a client.
///
/// # Errors
/// Never of its own.
pub async fn only_problems<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let mut response = next.call(request).await?;
    let is_stream = |v: &HeaderValue| v.as_bytes().starts_with(b"text/event-stream");
    if response.headers().get(header::CONTENT_TYPE).is_some_and(is_stream) {
        // A compressor waits for more before it sends; an event must not wait.
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    }
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let is_meant = response.response().extensions().contains::<InTheirOwnForm>();
    if !failed || is_meant || response.headers().get(header::CONTENT_TYPE) == Some(&CONTENT_TYPE) {
        return Ok(response.map_into_left_body());
    }
    if status.is_server_error() {
        tracing::error!(status = status.as_u16(), "an error without a problem");
    }
    let (request, old) = response.into_parts();
    let mut slug = of_status(status);
    slug.status = status.as_u16();
    let mut new = Problem::new(slug, "").error_response();
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = old.headers().get(&name) {
            new.headers_mut().insert(name, value.clone());
        }
    }
    Ok(ServiceResponse::new(request, new).map_into_right_body())
}

fn of_status(status: StatusCode) -> Slug {
    match status.as_u16() {
        401 => SIGN_IN,
        403 => FORBIDDEN,
        404 => NOT_FOUND,
        405 => METHOD_NOT_ALLOWED,
        409 => CONFLICT,
        412 => STALE,
        413 => TOO_BIG,
        415 => UNSUPPORTED_MEDIA,
        422 => REFUSED,
        428 => PRECONDITION_REQUIRED,
        429 => TOO_MANY,
        503 => LATER,
        500..=599 => INTERNAL,
        _ => BAD_REQUEST,
    }
}

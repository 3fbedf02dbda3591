//! Numbers about the program, for whoever runs it: counts and times by route, never by person.
//! The registry is open to the other floors at start; labels come from fixed sets, so that no client can make it grow.
//! Must not know: what the numbers of other floors mean.

use super::peer::Proxies;
use super::role::Admin;
use crate::wire::problem::Problem;
use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

/// One for all workers.
pub struct Metrics {
    registry: Mutex<Registry>,
    answers: Family<Answer, Counter>,
    seconds: Histogram,
    sign_ins: Family<Outcome, Counter>,
}

impl Metrics {
    #[must_use]
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("onward");
        let (answers, sign_ins) = (Family::default(), Family::default());
        let seconds = Histogram::new(exponential_buckets(0.001, 4.0, 8));
        registry.register("http_answers", "Requests answered", answers.clone());
        registry.register("http_answer_seconds", "Time from the request's head to the answer's", seconds.clone());
        registry.register("sign_ins", "Attempts to sign in", sign_ins.clone());
        Self { registry: Mutex::new(registry), answers, seconds, sign_ins }
    }

    /// Lets another floor add its numbers, at start.
    pub fn register(&self, add: impl FnOnce(&mut Registry)) {
        add(&mut self.registry.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn sign_in(&self, outcome: &'static str) {
        self.sign_ins.get_or_create(&Outcome { outcome }).inc();
    }

    /// `route` is the pattern of the route, never the path.
    pub(super) fn answered(&self, route: &str, method: &Method, status: u16, took: Duration) {
        let answer = Answer { route: route.to_owned(), method: known(method), status };
        self.answers.get_or_create(&answer).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        // A String takes whatever is written to it.
        let _written = prometheus_client::encoding::text::encode(&mut text, &registry);
        text
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// Anybody can invent a method; it must not become a label.
pub(super) fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// On this computer without more; from elsewhere with the token of an administrator.
pub async fn show(
    request: HttpRequest,
    admin: Result<Admin, Problem>,
    proxies: web::Data<Proxies>,
    metrics: web::Data<Metrics>,
) -> Result<HttpResponse, Problem> {
    if !proxies.is_local(&request) {
        admin?;
    }
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(HttpResponse::Ok().content_type(content_type).body(metrics.text()))
}

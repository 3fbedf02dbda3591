//! `/airports?codes=`: names, cities and zones of airports, so that screens
//! can show each time in its own zone. Public facts. Must not know:
//! movements.

pub mod openapi;

use super::answer::Reply;
use crate::intake::Intake;
use crate::web::problem::allow;
use actix_web::{HttpResponse, web};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/airports").route(web::get().to(get)).default_service(allow("GET")));
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Codes {
    /// IATA codes with commas between them, at most 200.
    codes: String,
}

async fn get(intake: web::Data<Intake>, query: web::Query<Codes>) -> Reply {
    let atlas = &intake.rules.atlas;
    let codes = query.codes.split(',').map(str::trim).take(crate::limits::AIRPORTS_ASKED_MAX);
    let airports: BTreeMap<&str, _> = codes.filter_map(|c| Some((c, atlas.airport(c)?))).collect();
    Ok(HttpResponse::Ok().json(serde_json::json!({ "airports": airports })))
}

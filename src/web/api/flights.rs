//! `/flights/{key}`: one merged flight, with sources, ages and disagreements.
//! Public facts, but only for people who are signed in. Must not know: who rides
//! it.

pub mod openapi;

use super::answer::{Reply, later, not_found};
use crate::domain::place::FlightKey;
use crate::domain::view::flight;
use crate::intake::Intake;
use crate::ledger;
use crate::web::caller::Caller;
use crate::web::problem::allow;
use actix_web::{HttpResponse, web};

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/flights/{key:.*}").route(web::get().to(get)).default_service(allow("GET")));
}

async fn get(_caller: Caller, intake: web::Data<Intake>, key: web::Path<String>) -> Reply {
    let key: FlightKey = key.parse().map_err(|_| not_found())?;
    intake.gate.pass().map_err(later)?;
    let loaded = ledger::flight::load(intake.movements.store(), std::slice::from_ref(&key))
        .await
        .map_err(|e| later(e.into()))?;
    let held = loaded.into_iter().next().and_then(|l| l.flight).ok_or_else(not_found)?;
    Ok(HttpResponse::Ok().json(flight::flight(&held.merged(&intake.rules.order))))
}

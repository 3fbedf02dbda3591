//! What happened to a movement, as the caller may see it, and who was with whom at a moment. A movement outside the
//! caller's scope is answered exactly as one that does not exist. Must not know: how facts are folded, how documents
//! are rendered.

pub mod openapi;

use super::answer::{self, Reply, later, not_found};
use crate::clock::Clock;
use crate::config::atlas::Atlas;
use crate::domain::access;
use crate::domain::audience::Audience;
use crate::domain::fact::{Body, Fact, Level};
use crate::domain::movement::Movement;
use crate::domain::party::Party;
use crate::domain::view::custody;
use crate::hub::board::Board;
use crate::intake::Intake;
use crate::ledger::movement::Loaded;
use crate::web::problem::allow;
use crate::web::role::Reader;
use crate::wire::problem::{BAD_REQUEST, Problem};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/movements/{id}/history").route(web::get().to(history)).default_service(allow("GET")))
        .service(
            web::resource("/movements/{id}/whereabouts")
                .route(web::get().to(whereabouts))
                .default_service(allow("GET")),
        );
}

/// The movement, and the audience the caller sees it as.
async fn seen(caller: &Reader, intake: &Intake, board: &Board<Atlas>, id: &str) -> Result<(Audience, Loaded), Problem> {
    let id: Uuid = id.parse().map_err(|_| not_found())?;
    let audience = answer::holder(caller, board, intake.movements.store(), id).await?;
    intake.gate.pass().map_err(later)?;
    let loaded = intake.movements.load(id).await.map_err(|e| later(e.into()))?.ok_or_else(not_found)?;
    Ok((audience.clone(), loaded))
}

/// The facts as the caller may see them: the coordinator all of them, everybody else their own, those they are a side
/// of, and the hub's to them.
async fn history(
    caller: Reader,
    intake: web::Data<Intake>,
    board: web::Data<Board<Atlas>>,
    id: web::Path<String>,
) -> Reply {
    let (audience, loaded) = seen(&caller, &intake, &board, &id).await?;
    // A post the plan has left keeps what it did; what the flights do now is nothing to it.
    let left = access::left_out(&loaded.movement, &audience);
    let told = |f: &&Fact| sees(&audience, f) && !(left && matches!(f.body, Body::Turned { .. }));
    let mut facts: Vec<&Fact> = loaded.facts.iter().filter(told).collect();
    facts.sort_by_key(|f| (f.acted, f.id));
    facts.dedup_by(|a, b| a.id == b.id && a.body == b.body);
    let facts: Vec<Value> = facts.into_iter().map(|f| row(&audience, f)).collect();
    Ok(HttpResponse::Ok().json(json!({ "facts": facts })))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Moment {
    /// RFC 3339, with its offset.
    #[schemars(with = "Option<DateTime<Utc>>")]
    at: Option<String>,
}

/// Who was with whom at a moment, now if none is named. Persons one by one only for who sees them by name.
async fn whereabouts(
    caller: Reader,
    intake: web::Data<Intake>,
    board: web::Data<Board<Atlas>>,
    clock: web::Data<Clock>,
    id: web::Path<String>,
    moment: web::Query<Moment>,
) -> Reply {
    let (audience, loaded) = seen(&caller, &intake, &board, &id).await?;
    let at = match &moment.at {
        Some(text) => instant(text)?,
        None => clock.now(),
    };
    if access::left_out(&loaded.movement, &audience) {
        return Ok(HttpResponse::Ok().json(json!({ "at": whole(at), "with": [], "travellers": [] })));
    }
    let id = loaded.movement.id;
    // A last word has no people in it, and where they are now is not for who has just been told that they do not come.
    let level = loaded.movement.windows.get(&audience.to_string());
    if level == Some(&Level::Farewell) {
        return Err(not_found());
    }
    let then = Movement::fold_at(id, loaded.facts.iter(), at).ok_or_else(not_found)?;
    let named = board.documents(&audience.to_string(), id).1.is_some();
    let mine = |receiver: &Option<String>| match &audience {
        Audience::Receiver(id) => receiver.as_deref() == Some(id.as_str()),
        _ => true,
    };
    let travellers: Vec<Value> = then
        .plan
        .travellers
        .iter()
        .filter(|t| named && mine(&t.receiver))
        .filter_map(|t| {
            let held = custody::whereabouts(&then, t, &audience)?;
            let mut row = json!({ "traveller": t.id, "party": held.party, "since": held.since });
            if let (Some(seen), Some(row)) = (held.seen, row.as_object_mut()) {
                row.insert("seen".to_owned(), json!(seen));
            }
            Some(row)
        })
        .collect();
    let with = custody::with(&then, &audience);
    Ok(HttpResponse::Ok().json(json!({ "at": whole(at), "with": with, "travellers": travellers })))
}

fn instant(text: &str) -> Result<DateTime<Utc>, Problem> {
    // A plus of an offset arrives as a blank where a client did not escape it.
    let text = text.replace(' ', "+");
    DateTime::parse_from_rfc3339(&text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| Problem::new(BAD_REQUEST, "expected `at` with its offset, like 2015-01-02T11:00:00Z").at("/at"))
}

fn sees(audience: &Audience, fact: &Fact) -> bool {
    let me = audience.to_string();
    let mine = fact.audience.as_deref() == Some(me.as_str()) || fact.said_by.as_deref() == Some(me.as_str());
    let party = Party::of(audience);
    let side = |other: &Party| party.as_ref() == Some(other);
    match (audience, &fact.body) {
        (_, Body::Window { .. } | Body::Banded { .. } | Body::DoorTold { .. }) => false,
        (Audience::Coordinator(_), _) => true,
        (_, Body::Refused { .. } | Body::Passed(_)) => false,
        (_, Body::Noticed(n)) => n.party == me,
        (_, Body::Received { party, .. } | Body::Acknowledged { party, .. }) => *party == me,
        (_, Body::Turned { .. }) => matches!(audience, Audience::Station(_) | Audience::Escort(_)),
        (_, Body::Offered(offer)) => mine || side(&offer.to),
        (_, Body::Accepted(accept)) => mine || side(&accept.from),
        (_, Body::Taken(take)) => mine || side(&take.from),
        (_, Body::Declined { from, .. }) => mine || side(from),
        (_, Body::Noted { to }) => mine || *to == *audience,
        _ => mine,
    }
}

/// A fact for a reader: the plan's own content stays out (it is in the documents, as this reader may see it), and so does
/// why somebody no longer travels.
fn row(audience: &Audience, fact: &Fact) -> Value {
    let coordinator = matches!(audience, Audience::Coordinator(_));
    let mine = fact.audience.as_deref() == Some(audience.to_string().as_str());
    let mut body = serde_json::to_value(&fact.body).unwrap_or(Value::Null);
    if let Some(map) = body.as_object_mut() {
        map.remove("act");
        map.remove("plan");
        if !coordinator {
            map.remove("outcome");
        }
        let addressed = match &fact.body {
            Body::Noted { to } => to == audience,
            // What is said beside an offer is for who takes them.
            Body::Offered(offer) => Party::of(audience).as_ref() == Some(&offer.to),
            _ => false,
        };
        let said = fact.confidence().filter(|_| coordinator || mine || addressed);
        for (name, text) in said.into_iter().flat_map(|s| [("text", &s.text), ("person", &s.by), ("name", &s.named)]) {
            if let Some(text) = text {
                map.insert(name.to_owned(), Value::String(text.clone()));
            }
        }
    }
    let by = if coordinator || mine { Some(fact.by.clone()) } else { fact.audience.clone() };
    json!({ "id": fact.id, "kind": fact.body.kind(), "by": by, "for": fact.said_by, "heard": fact.heard, "acted": whole(fact.acted), "received": whole(fact.received), "body": body })
}

fn whole(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

//! `/search`: by label, case tail, reference or flight, within the caller's scope. It looks only at
//! documents the caller holds anyway, so it can find nothing that could not be seen. Must not know: the
//! store.

pub mod openapi;

use super::answer::{self, Reply};
use crate::config::atlas::Atlas;
use crate::domain::audience::Audience;
use crate::hub::board::Board;
use crate::web::problem::allow;
use crate::web::role::Reader;
use crate::web::strict::Strict;
use crate::wire::problem::{Problem, REFUSED};
use actix_web::{HttpResponse, web};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/search").route(web::post().to(post)).default_service(allow("POST")));
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Search")]
pub(crate) struct Query {
    #[schemars(length(min = 1, max = crate::limits::TEXT_CHARS_MAX))]
    q: String,
    #[serde(default)]
    audience: Option<Audience>,
}

/// POST, so that what is searched for never stands in a URL or an access log.
async fn post(caller: Reader, board: web::Data<Board<Atlas>>, query: Strict<Query>) -> Reply {
    let query = query.0;
    let q: String = query.q.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
    if q.is_empty() || q.chars().count() > crate::limits::TEXT_CHARS_MAX {
        return Err(Problem::new(REFUSED, "expected a label, a case tail, a reference or a flight").at("/q"));
    }
    let audience = answer::audience(&caller, query.audience.as_ref())?.to_string();
    let mut found: Vec<Value> = Vec::new();
    for doc in board.all(&audience) {
        let Ok(id) = doc.id.as_str().parse::<Uuid>() else { continue };
        let body = answer::body(&doc);
        let people = board.documents(&audience, id).1.as_deref().map(answer::body);
        if found.len() < crate::limits::SEARCH_RESULTS_MAX
            && (live_has(&body, &q) || people.is_some_and(|p| case_has(&p, &q)))
        {
            found.push(json!({ "id": id, "rev": doc.rev.to_string(), "body": body }));
        }
    }
    Ok(HttpResponse::Ok().json(json!({ "movements": found })))
}

fn live_has(body: &Value, q: &str) -> bool {
    let text = |v: &Value, name: &str| v.get(name).and_then(Value::as_str).unwrap_or_default().to_uppercase();
    let flights = body.get("legs").and_then(Value::as_array).into_iter().flatten().map(|leg| text(leg, "flight"));
    let number = |f: &String| f.split('/').next() == Some(q);
    text(body, "label") == q || text(body, "reference") == q || flights.into_iter().any(|f| number(&f) || f == q)
}

fn case_has(people: &Value, q: &str) -> bool {
    let cases = people.get("cases").and_then(Value::as_array).into_iter().flatten();
    q.chars().count() >= 3 && cases.filter_map(|c| c.get("case")?.as_str()).any(|c| c.to_uppercase().ends_with(q))
}

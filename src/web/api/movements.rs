//! `/movements`: publish, list, read. A movement outside the caller's scope is answered
//! exactly as one that does not exist. Must not know: rules, how documents are rendered, the
//! store.

pub mod openapi;

use super::answer::{self, Reply, later, not_found};
use crate::clock::Clock;
use crate::config::atlas::Atlas;
use crate::domain::audience::Audience;
use crate::domain::manifest::Manifest;
use crate::domain::view::words::StateWord;
use crate::hub::board::Board;
use crate::intake::Intake;
use crate::intake::publish::{self, Published};
use crate::store::{Seq, Store};
use crate::web::problem::allow;
use crate::web::role::{Coordinator, Reader};
use crate::web::strict::Strict;
use crate::wire::problem::{BAD_REQUEST, Problem};
use actix_web::http::StatusCode;
use actix_web::http::header::{ETAG, HeaderMap, IF_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/movements")
            .route(web::get().to(list))
            .route(web::post().to(post))
            .default_service(allow("GET, POST")),
    )
    .service(web::resource("/movements/{id}").route(web::get().to(get)).default_service(allow("GET")));
}

async fn post(
    req: HttpRequest,
    caller: Coordinator,
    intake: web::Data<Intake>,
    board: web::Data<Board<Atlas>>,
    clock: web::Data<Clock>,
    manifest: Strict<Manifest>,
) -> Reply {
    let manifest = manifest.0;
    let audience = Audience::Coordinator(manifest.programme.clone());
    if !caller.audiences.contains(&audience) {
        return Err(Problem::new(answer::NOT_YOUR_PROGRAMME, "").at("/programme"));
    }
    let known = if_match(req.headers())?;
    let published = publish::publish(&intake, &manifest, known, &caller.account, clock.now()).await.map_err(later)?;
    let (status, id, version, seq) = match published {
        Published::New { id, seq } => (StatusCode::CREATED, id, 1, seq),
        Published::Version { id, version, seq } => (StatusCode::OK, id, version, seq),
        Published::Unchanged { id, version } => (StatusCode::OK, id, version, Seq(0)),
        Published::VersionMissing { version } => {
            return Err(Problem::new(
                answer::VERSION_MISSING,
                "This reference exists. Send If-Match with the version you have seen.",
            )
            .with("version", version));
        }
        Published::VersionStale { version } => {
            return Err(Problem::new(
                answer::VERSION_STALE,
                "The movement is at another version than the one you named. Read it again.",
            )
            .with("version", version));
        }
        Published::Ended => return Err(Problem::new(answer::ALREADY_ENDED, "")),
        Published::Wrong(wrong) => return Err(answer::wrong(wrong)),
    };
    answer::shown(&board, seq).await;
    let doc = board.documents(&audience.to_string(), id).0;
    let body = json!({ "id": id, "version": version, "rev": doc.as_ref().map(|d| d.rev.to_string()), "body": doc.as_deref().map(answer::body) });
    Ok(HttpResponse::build(status).insert_header((ETAG, format!("\"{version}\""))).json(body))
}

fn if_match(headers: &HeaderMap) -> Result<Option<u32>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let quoted = value.to_str().ok().and_then(|t| t.trim().strip_prefix('"')?.strip_suffix('"'));
    let version = quoted.filter(|v| v.bytes().all(|b| b.is_ascii_digit())).and_then(|v| v.parse().ok());
    version
        .map(Some)
        .ok_or_else(|| Problem::new(BAD_REQUEST, "expected If-Match to hold a version in quotes, like \"3\"."))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Filter {
    /// Where a leg begins or ends.
    station: Option<String>,
    /// The date in the key of one of its flights.
    date: Option<chrono::NaiveDate>,
    state: Option<StateWord>,
    /// The last id of the page before.
    after: Option<Uuid>,
    /// Which of the caller's audiences looks; the first, if left out.
    audience: Option<Audience>,
}

async fn list(caller: Reader, board: web::Data<Board<Atlas>>, filter: web::Query<Filter>) -> Reply {
    let audience = answer::audience(&caller, filter.audience.as_ref())?;
    let mut movements: Vec<Value> = Vec::new();
    let mut next = None;
    for doc in board.all(&audience.to_string()) {
        let Ok(id) = doc.id.as_str().parse::<Uuid>() else { continue };
        if filter.after.is_some_and(|after| id <= after) {
            continue;
        }
        let body = answer::body(&doc);
        if !fits(&body, &filter) {
            continue;
        }
        if movements.len() == crate::limits::MOVEMENTS_PAGE {
            next = movements.last().and_then(|m| m.get("id").cloned());
            break;
        }
        movements.push(json!({ "id": id, "rev": doc.rev.to_string(), "body": body }));
    }
    Ok(HttpResponse::Ok().json(json!({ "movements": movements, "next": next })))
}

fn fits(body: &Value, filter: &Filter) -> bool {
    let legs = || body.get("legs").and_then(Value::as_array).into_iter().flatten();
    let text = |v: &Value, name: &str| v.get(name).and_then(Value::as_str).map(str::to_owned);
    let station = filter
        .station
        .as_ref()
        .is_none_or(|s| legs().any(|l| [text(l, "from"), text(l, "to")].contains(&Some(s.clone()))));
    let date =
        filter.date.is_none_or(|d| legs().filter_map(|l| text(l, "flight")).any(|f| f.contains(&format!("/{d}/"))));
    let state = filter.state.is_none_or(|s| body.get("state") == serde_json::to_value(s).ok().as_ref());
    station && date && state
}

async fn get(caller: Reader, board: web::Data<Board<Atlas>>, store: web::Data<Store>, id: web::Path<String>) -> Reply {
    let id: Uuid = id.parse().map_err(|_| not_found())?;
    let audience = answer::holder(&caller, &board, &store, id).await?;
    let (live, people) = board.documents(&audience.to_string(), id);
    let live = live.ok_or_else(not_found)?;
    let version = answer::body(&live).get("version").and_then(Value::as_u64).unwrap_or(0);
    let mut body = json!({ "live": answer::document(&live) });
    if let (Some(people), Some(body)) = (people, body.as_object_mut()) {
        body.insert("people".to_owned(), answer::document(&people));
    }
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{version}\""))).json(body))
}

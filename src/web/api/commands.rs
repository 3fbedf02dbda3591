//! Commands and receipts over HTTP: the same commands as on the websocket, for programs, for clients
//! behind proxies that refuse websockets, and for a queue that comes late. Must not know: rules, the
//! store.

pub mod openapi;

use super::answer::{self, Reply, later, not_found};
use crate::clock::Clock;
use crate::config::atlas::Atlas;
use crate::domain::audience::Audience;
use crate::domain::command::{Asked, Author};
use crate::domain::fact::{Heard, Stage};
use crate::domain::shape::instant;
use crate::hub::board::Board;
use crate::intake::Intake;
use crate::intake::command::{self, Answer, Receipt};
use crate::limits;
use crate::web::caller::Former;
use crate::web::problem::allow;
use crate::web::role::{Actor, Reader};
use crate::web::strict::Strict;
use crate::wire::problem::{BAD_REQUEST, Problem, REFUSED};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/movements/{id}/commands").route(web::post().to(post)).default_service(allow("POST")))
        .service(web::resource("/receipts").route(web::post().to(receipts)).default_service(allow("POST")))
        .service(web::resource("/commands/late").route(web::post().to(late)).default_service(allow("POST")));
}

/// The body of a `do` frame.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "CommandFields")]
pub struct DoBody {
    pub id: Uuid,
    pub kind: String,
    pub movement: Option<Uuid>,
    #[serde(deserialize_with = "instant")]
    pub at: DateTime<Utc>,
    #[serde(deserialize_with = "instant")]
    pub sent: DateTime<Utc>,
    pub body: Value,
    #[serde(default, rename = "for")]
    pub said_by: Option<Audience>,
    #[serde(default)]
    pub heard: Option<Heard>,
    #[serde(default)]
    pub by: Option<String>,
    #[serde(default)]
    pub audience: Option<Audience>,
}

impl DoBody {
    pub fn asked(&self) -> Asked {
        Asked {
            id: self.id,
            kind: self.kind.clone(),
            at: self.at,
            sent: self.sent,
            body: self.body.clone(),
            said_by: self.said_by.as_ref().map(ToString::to_string),
            heard: self.heard,
            by: self.by.clone(),
        }
    }
}

async fn post(
    caller: Actor,
    intake: web::Data<Intake>,
    board: web::Data<Board<Atlas>>,
    clock: web::Data<Clock>,
    id: web::Path<String>,
    body: Strict<DoBody>,
) -> Reply {
    let id: Uuid = id.parse().map_err(|_| not_found())?;
    let body = body.0;
    if body.movement.is_some_and(|m| m != id) {
        return Err(Problem::new(REFUSED, "expected the movement of the address, or none").at("/movement"));
    }
    let audience = match &body.audience {
        Some(wanted) => answer::audience(&caller, Some(wanted))?.clone(),
        None => answer::holder(&caller, &board, intake.movements.store(), id).await?.clone(),
    };
    let author = Author { account: caller.account.to_string(), audience: audience.clone() };
    let answer = within(command::command(&intake, id, &body.asked(), &author, clock.now())).await;
    if answer == Answer::NotFound {
        return Err(not_found());
    }
    reply(&board, &audience, id, body.id, &answer).await
}

/// Past this, nothing is known: what the store has taken it will still do, and the id finds it.
async fn within(answer: impl Future<Output = Answer>) -> Answer {
    tokio::time::timeout(limits::ANSWER_WITHIN, answer).await.unwrap_or(Answer::Later)
}

async fn reply(board: &Board<Atlas>, audience: &Audience, movement: Uuid, command: Uuid, answer: &Answer) -> Reply {
    match answer {
        Answer::Later => return Err(crate::web::problem::later()),
        Answer::Applied { seq, .. } => answer::shown(board, *seq).await,
        _ => {}
    }
    let done = answer::done(command, answer);
    let doc = board.documents(&audience.to_string(), movement).0;
    let doc = doc.as_deref().map(answer::document);
    Ok(HttpResponse::Ok().json(json!({ "outcome": done.outcome.as_str(), "was": done.was.map(|w| w.as_str()), "problem": done.problem, "doc": doc })))
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct ReceiptsBody {
    notices: Vec<ReceiptBody>,
    #[serde(default)]
    audience: Option<Audience>,
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct ReceiptBody {
    id: Uuid,
    movement: Uuid,
    stage: Stage,
}

async fn receipts(
    caller: Reader,
    intake: web::Data<Intake>,
    clock: web::Data<Clock>,
    body: Strict<ReceiptsBody>,
) -> Reply {
    let body = body.0;
    let audience = answer::audience(&caller, body.audience.as_ref())?;
    let list: Vec<Receipt> = body
        .notices
        .iter()
        .filter(|r| matches!(r.stage, Stage::Delivered | Stage::Seen))
        .map(|r| Receipt { notice: r.id, movement: r.movement, stage: r.stage })
        .collect();
    command::receipts(&intake, &list, &audience.to_string(), &caller.account, clock.now()).await.map_err(later)?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct LateBody {
    #[schemars(with = "Vec<openapi::LateCommand>")]
    commands: Vec<DoBody>,
}

/// A queue from a device that has lost its scope: each command is judged as of when it was made.
async fn late(caller: Former, intake: web::Data<Intake>, clock: web::Data<Clock>, body: Strict<LateBody>) -> Reply {
    let caller = caller.0;
    // All of them before any of them: a queue that cannot be read is not half done.
    let mut queue = Vec::new();
    for (i, body) in body.0.commands.into_iter().enumerate() {
        let Some(id) = body.movement else {
            let pointer = format!("/commands/{i}/movement");
            return Err(Problem::new(BAD_REQUEST, "expected `movement` in every command").at(pointer));
        };
        let audience = answer::audience(&caller, body.audience.as_ref())?.clone();
        queue.push((id, body, Author { account: caller.account.to_string(), audience }));
    }
    let mut outcomes = Vec::new();
    for (id, body, author) in queue {
        let answer = within(command::command(&intake, id, &body.asked(), &author, clock.now())).await;
        let done = answer::done(body.id, &answer);
        outcomes.push(json!({ "id": body.id, "outcome": done.outcome.as_str(), "was": done.was.map(|w| w.as_str()), "problem": done.problem }));
    }
    Ok(HttpResponse::Ok().json(json!({ "outcomes": outcomes })))
}

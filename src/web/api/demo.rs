//! The demonstration's own resources: what one is looking at, a door for each role in one click, and what has
//! just happened. They exist only under `onward demo`, which listens on loopback only; elsewhere they are 404
//! like any other unknown address. Must not know: how the day is sent, the store.

pub mod openapi;

use super::answer::{Reply, not_found};
use crate::clock::Clock;
use crate::domain::band::Band;
use crate::domain::fact::{NoticeKind, Turn};
use crate::intake::Intake;
use crate::ledger::account::Accounts;
use crate::web::caller::Callers;
use crate::web::problem::allow;
use crate::web::strict::Strict;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;
use uuid::Uuid;

/// What the demonstration says of itself, and what the stream has just said.
#[derive(Clone)]
pub struct Stage(Arc<Inner>);

struct Inner {
    /// The sidecar of the day: title, source, what is recorded and what is derived.
    day: Value,
    roles: Vec<RoleDoor>,
    said: Mutex<Said>,
    visited: Notify,
    /// Roles a visitor has opened.
    entered: Mutex<BTreeSet<String>>,
}

#[derive(Default)]
struct Said {
    events: VecDeque<Event>,
    messages: u64,
}

/// One account that opens in one click.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RoleDoor {
    pub role: String,
    pub account: String,
    pub title: String,
    #[serde(rename = "where")]
    pub place: String,
}

/// One thing that has just happened, in plain words without names.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Event {
    pub at: DateTime<Utc>,
    pub kind: &'static str,
    pub text: String,
}

/// How many events the page can ask for; it shows fewer.
const EVENTS_KEPT: usize = 40;

impl Stage {
    pub fn new(day: Value, roles: Vec<RoleDoor>) -> Self {
        Self(Arc::new(Inner { day, roles, said: Mutex::default(), visited: Notify::new(), entered: Mutex::default() }))
    }

    /// Returns once somebody has opened the start page.
    pub async fn visited(&self) {
        self.0.visited.notified().await;
    }

    /// Whether a visitor has opened this role: then nobody made up acts for it.
    pub fn entered(&self, account: &str) -> bool {
        self.0.entered.lock().unwrap_or_else(PoisonError::into_inner).contains(account)
    }

    /// Notes one message of the stream and what is worth showing of it.
    pub fn said(&self, events: impl IntoIterator<Item = Event>) {
        let mut said = self.0.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.messages += 1;
        for event in events {
            if said.events.len() == EVENTS_KEPT {
                said.events.pop_front();
            }
            said.events.push_back(event);
        }
    }
}

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/demo").route(web::get().to(get)).default_service(allow("GET")))
        .service(web::resource("/demo/enter").route(web::post().to(enter)).default_service(allow("POST")))
        .service(web::resource("/demo/pulse").route(web::get().to(pulse)).default_service(allow("GET")));
}

async fn get(stage: web::Data<Stage>, clock: web::Data<Clock>) -> Reply {
    stage.0.visited.notify_one();
    let mut body = stage.0.day.clone();
    if let Some(map) = body.as_object_mut() {
        map.insert("roles".into(), json!(stage.0.roles));
        map.insert("clock".into(), json!({ "now": clock.now().trunc_subsecs(0), "rate": clock.rate() }));
    }
    Ok(HttpResponse::Ok().json(body))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enter {
    account: String,
}

/// Opens a role without a password: only here, and only on loopback.
async fn enter(
    stage: web::Data<Stage>,
    accounts: web::Data<Accounts>,
    callers: web::Data<Callers>,
    body: Strict<Enter>,
) -> Reply {
    let body = body.0;
    let door = stage.0.roles.iter().find(|r| r.account == body.account).ok_or_else(not_found)?;
    let (secret, _) =
        accounts.open_session(&door.account, Utc::now()).await.map_err(|_| crate::web::problem::later())?;
    stage.0.entered.lock().unwrap_or_else(PoisonError::into_inner).insert(door.account.clone());
    Ok(HttpResponse::Ok()
        .cookie(callers.cookie(secret.expose(), actix_web::cookie::time::Duration::hours(12)))
        .json(json!({ "account": door.account, "role": door.role })))
}

async fn pulse(stage: web::Data<Stage>, intake: web::Data<Intake>) -> Reply {
    let (mut events, messages) = {
        let said = stage.0.said.lock().unwrap_or_else(PoisonError::into_inner);
        (said.events.iter().cloned().collect::<Vec<_>>(), said.messages)
    };
    let (mut broken, mut cancelled, mut moving, mut groups) = (0u32, 0u32, 0u32, 0u32);
    let mut told: BTreeMap<Uuid, Event> = BTreeMap::new();
    for loaded in intake.shelf.movements() {
        let m = &loaded.movement;
        groups += 1;
        let last = u8::try_from(m.plan.legs.len()).unwrap_or(u8::MAX);
        moving += u32::from(matches!(m.turn(1), Turn::Left | Turn::In) && !matches!(m.turn(last), Turn::In));
        broken += u32::from(m.bands.values().any(|e| e.now == Band::Broken));
        cancelled += u32::from(m.turns.values().any(|e| e.now == Turn::Cancelled));
        for t in m.notices.values().filter(|t| t.notice.party.starts_with("coordinator:")) {
            if let Some(kind) = shown(t.notice.kind) {
                let text = format!("Group {}: {}", m.label, t.notice.words.text);
                told.insert(t.notice.cause, Event { at: t.at.trunc_subsecs(0), kind, text });
            }
        }
    }
    events.extend(told.into_values());
    events.sort_by_key(|e| std::cmp::Reverse(e.at));
    events.truncate(EVENTS_KEPT);
    Ok(HttpResponse::Ok().json(
        json!({ "events": events, "messages": messages, "groups": groups, "moving": moving, "broken": broken, "cancelled": cancelled }),
    ))
}

fn shown(kind: NoticeKind) -> Option<&'static str> {
    match kind {
        NoticeKind::Broken => Some("broken"),
        NoticeKind::Cancelled => Some("cancelled"),
        NoticeKind::Diverted => Some("diverted"),
        NoticeKind::Tight => Some("tight"),
        NoticeKind::Recovered | NoticeKind::Reinstated => Some("recovered"),
        _ => None,
    }
}

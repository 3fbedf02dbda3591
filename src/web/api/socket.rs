//! `GET /ws`: joins a caller's websocket to the doors of intake. Everything about the socket
//! itself is in `web::ws`; everything about a command is in intake. Must not know: frames,
//! rules.

pub mod openapi;

use super::answer;
use crate::clock::Clock;
use crate::config::public_url::PublicUrl;
use crate::domain::audience::Audience;
use crate::domain::command::{Asked, Author};
use crate::domain::fact;
use crate::hub::session::Known;
use crate::hub::worker::Worker;
use crate::intake::Intake;
use crate::intake::command::{self, Answer, Receipt};
use crate::store::Seq;
use crate::web::problem::allow;
use crate::web::role::Reader;
use crate::web::ws::{self, Doors, Guest};
use crate::wire::codes::Outcome;
use crate::wire::frame::{self, Do};
use crate::wire::problem::Problem;
use crate::wire::say::Done;
use actix_web::{HttpRequest, HttpResponse, web};
use std::rc::Rc;
use std::sync::Arc;
use uuid::Uuid;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/ws").route(web::get().to(open)).default_service(allow("GET")));
}

async fn open(
    request: HttpRequest,
    payload: web::Payload,
    caller: Reader,
    worker: web::Data<Worker>,
    clock: web::Data<Clock>,
    public: web::Data<PublicUrl>,
    intake: web::Data<Intake>,
) -> Result<HttpResponse, Problem> {
    let hands = Hands { intake, clock: clock.clone(), account: caller.account.clone() };
    ws::open(&request, payload, Guest::from(&*caller), &worker, clock.get_ref().clone(), &public, hands.doors())
}

/// What the doors of one connection hold.
#[derive(Clone)]
struct Hands {
    intake: web::Data<Intake>,
    clock: web::Data<Clock>,
    account: Arc<str>,
}

impl Hands {
    fn doors(self) -> Doors {
        let (commands, receipts, known) = (self.clone(), self.clone(), self);
        Doors {
            command: Rc::new(move |audience, asked| {
                let hands = commands.clone();
                Box::pin(async move { hands.command(&audience, *asked).await })
            }),
            receipts: Rc::new(move |audience, list| {
                let hands = receipts.clone();
                Box::pin(async move { hands.receipts(&audience, list).await })
            }),
            known: Rc::new(move |_, pending| {
                let hands = known.clone();
                Box::pin(async move { hands.known(pending).await })
            }),
        }
    }

    async fn command(&self, audience: &str, asked: Do) -> (Done, Option<Seq>) {
        let Ok(audience) = audience.parse::<Audience>() else { return (Done::new(asked.id, Outcome::Later), None) };
        let author = Author { account: self.account.to_string(), audience };
        let heard = asked.heard.map(|h| match h {
            frame::Heard::Phone => fact::Heard::Phone,
            frame::Heard::Radio => fact::Heard::Radio,
            frame::Heard::InPerson => fact::Heard::InPerson,
        });
        let movement = asked.movement;
        let asked = Asked {
            id: asked.id,
            kind: asked.kind,
            at: asked.at,
            sent: asked.sent,
            body: asked.body,
            said_by: asked.on_behalf,
            heard,
        };
        let answer = command::command(&self.intake, movement, &asked, &author, self.clock.now()).await;
        let seq = match answer {
            Answer::Applied { seq, .. } => Some(seq),
            _ => None,
        };
        (answer::done(asked.id, &answer), seq)
    }

    async fn receipts(&self, audience: &str, list: Vec<frame::Receipt>) {
        let stage = |s| match s {
            frame::Stage::Delivered => fact::Stage::Delivered,
            frame::Stage::Seen => fact::Stage::Seen,
        };
        let list: Vec<Receipt> =
            list.into_iter().map(|r| Receipt { notice: r.id, movement: r.movement, stage: stage(r.stage) }).collect();
        // Lost receipts come again: the client repeats them until the document shows the stage.
        let taken = command::receipts(&self.intake, &list, audience, &self.account, self.clock.now()).await;
        if let Err(e) = taken {
            tracing::debug!(error = %e, "receipts were not taken");
        }
    }

    async fn known(&self, pending: Vec<(Uuid, Uuid)>) -> Option<Known> {
        // Asked also with nothing pending: a store that does not answer must not greet as if all were well.
        self.intake.movements.store().seq().await.ok()?;
        let known = command::known_ids(&self.intake, &pending).await.ok()?;
        let mut answer = Known { done: Vec::new(), unknown: Vec::new() };
        for (id, seq) in known {
            match seq {
                Some(seq) => answer.done.push((Done::repeated(id, Outcome::Applied), Some(seq))),
                None => answer.unknown.push(id),
            }
        }
        Some(answer)
    }
}

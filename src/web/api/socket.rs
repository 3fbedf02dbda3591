//! `GET /ws` and `POST /stream`: join a caller's session to the doors of intake. Everything about the
//! connection itself is in `web::ws`; everything about a command is in intake. Must not know: frames,
//! rules.

pub mod openapi;

use super::answer;
use crate::clock::Clock;
use crate::config::public_url::PublicUrl;
use crate::domain::audience::Audience;
use crate::domain::command::{Asked, Author};
use crate::domain::fact;
use crate::hub::pulse::Pulse;
use crate::hub::session::Known;
use crate::hub::worker::Worker;
use crate::intake::command::{self, Answer, Receipt};
use crate::intake::{Intake, IntakeError};
use crate::ledger::account::AccountError;
use crate::limits;
use crate::store::{Seq, StoreError};
use crate::web::caller::{Caller, Callers, Recheck};
use crate::web::problem::{allow, retry_after};
use crate::web::role::Reader;
use crate::web::strict::Strict;
use crate::web::ws::{self, Doors, Guest};
use crate::wire::codes::{self, Close, Outcome};
use crate::wire::frame::{self, Do, Hello};
use crate::wire::problem::{BAD_REQUEST, DRAINING, Problem};
use crate::wire::say::Done;
use actix_web::{HttpRequest, HttpResponse, web};
use std::rc::Rc;
use uuid::Uuid;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(web::resource("/ws").route(web::get().to(open)).default_service(allow("GET")))
        .service(web::resource("/stream").route(web::post().to(stream)).default_service(allow("POST")));
}

async fn open(
    request: HttpRequest,
    payload: web::Payload,
    caller: Reader,
    worker: web::Data<Worker>,
    public: web::Data<PublicUrl>,
    pulse: web::Data<Pulse>,
    behind: Behind,
) -> Result<HttpResponse, Problem> {
    stays(&pulse)?;
    let (guest, clock) = (Guest::from(&*caller), behind.1.get_ref().clone());
    ws::open(&request, payload, guest, &worker, clock, &public, Hands::of(&caller, behind).doors())
}

/// The sign-in is looked at like that of every other POST: a cookie from another site's page is refused before this.
async fn stream(
    request: HttpRequest,
    caller: Reader,
    worker: web::Data<Worker>,
    pulse: web::Data<Pulse>,
    behind: Behind,
    hello: Strict<Hello, { limits::HELLO_BYTES_MAX }>,
) -> Result<HttpResponse, Problem> {
    stays(&pulse)?;
    let hello = hello.0;
    if hello.audience.as_ref().is_some_and(|named| named.parse::<Audience>().is_err()) {
        return Err(Problem::new(BAD_REQUEST, "expected an audience, like `station:JFK`").at("/audience"));
    }
    let (guest, clock) = (Guest::from(&*caller), behind.1.get_ref().clone());
    ws::stream(&request, hello, guest, &worker, clock, Hands::of(&caller, behind).doors())
}

/// Whoever comes now would be told to go again at once: another node, or this one in a moment, takes them.
fn stays(pulse: &Pulse) -> Result<(), Problem> {
    if pulse.is_draining() { Err(retry_after(Problem::new(DRAINING, ""), 1)) } else { Ok(()) }
}

/// What is behind the doors.
type Behind = (web::Data<Intake>, web::Data<Clock>, web::Data<Callers>);

/// What the doors of one connection hold.
#[derive(Clone)]
struct Hands {
    intake: web::Data<Intake>,
    clock: web::Data<Clock>,
    callers: web::Data<Callers>,
    caller: Caller,
}

impl Hands {
    fn of(caller: &Caller, (intake, clock, callers): Behind) -> Self {
        Self { intake, clock, callers, caller: caller.clone() }
    }

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
        let author = Author { account: self.caller.account.to_string(), audience };
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
            by: asked.by,
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
        let taken = command::receipts(&self.intake, &list, audience, &self.caller.account, self.clock.now()).await;
        if let Err(e) = taken {
            tracing::debug!(error = %e, "receipts were not taken");
        }
    }

    /// What the store knows. Where it does not answer, nothing is known of any command, and the greeting goes on: what
    /// this hub has is worth seeing, and `fresh` says how old it is.
    async fn known(&self, pending: Vec<(Uuid, Uuid)>) -> Result<Known, Close> {
        match tokio::time::timeout(limits::LOOK_UP_WITHIN, self.look_up(&pending)).await {
            Ok(Ok(Some(known))) => Ok(known),
            Ok(Err(close)) => Err(close),
            Ok(Ok(None)) | Err(_) => {
                let later = |(id, _)| (Done::new(id, Outcome::Later), None);
                Ok(Known { done: pending.into_iter().map(later).collect(), unknown: Vec::new() })
            }
        }
    }

    /// `None` if the store is away. Asked also with nothing pending, because of the caller.
    async fn look_up(&self, pending: &[(Uuid, Uuid)]) -> Result<Option<Known>, Close> {
        // A caller is believed for two seconds. Whoever came in on that after the account had changed, and joined
        // after all sessions were told, would be told by nobody: so the store is asked once more, from within.
        match self.callers.recheck(&self.caller).await {
            Ok(Recheck::Same) => {}
            Ok(Recheck::ScopeChanged) => return Err(codes::SCOPE),
            Ok(Recheck::Expired) => return Err(codes::EXPIRED),
            Ok(Recheck::Revoked) => return Err(codes::REVOKED),
            // The caller was believed a moment ago, or the handshake would have ended otherwise.
            Err(AccountError::Store(StoreError::Away(_))) => return Ok(None),
            Err(_) => return Err(codes::UNREADABLE),
        }
        let known = match command::known_ids(&self.intake, pending).await {
            Ok(known) => known,
            Err(IntakeError::Later(_)) => return Ok(None),
            Err(IntakeError::Broken(_)) => return Err(codes::UNREADABLE),
        };
        let mut answer = Known { done: Vec::new(), unknown: Vec::new() };
        for (id, seq) in known {
            match seq {
                Some(seq) => answer.done.push((Done::repeated(id, Outcome::Applied), Some(seq))),
                None => answer.unknown.push(id),
            }
        }
        Ok(Some(answer))
    }
}

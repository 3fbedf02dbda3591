//! `/feeds/unmatched`: messages that wait for a person, and what a person makes of each. Facts about flights; but that
//! somebody rides one is a fact about people, so only the caller's own ridden flights are proposed.
//! Must not know: how a message is matched, what is done with it.

use crate::clock::Clock;
use crate::config::atlas::Atlas;
use crate::domain::audience::{Audience, Role};
use crate::domain::place::{Airport, Carrier, FlightKey};
use crate::domain::source::Source;
use crate::domain::view::said;
use crate::hub::board::Board;
use crate::intake::Intake;
use crate::intake::unmatched::{self, Settled};
use crate::ledger;
use crate::ledger::unmatched::{Waiting, Why};
use crate::limits;
use crate::web::api::answer::{Reply, later, not_found};
use crate::web::caller::Caller;
use crate::web::problem::allow;
use crate::web::role::{FeedKeeper, FeedWatcher};
use crate::web::strict::Strict;
use crate::wire::problem::{Problem, REFUSED};
use actix_web::{HttpResponse, web};
use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/feeds/unmatched")
            .route(web::get().to(list))
            .route(web::post().to(super::no_source))
            .route(web::put().to(super::no_source))
            .default_service(allow("GET")),
    )
    .service(
        web::resource("/feeds/unmatched/{id}")
            .route(web::post().to(settle))
            .route(web::delete().to(lay_aside))
            .default_service(allow("DELETE, POST")),
    );
}

/// What waits, the oldest first.
#[derive(Serialize, JsonSchema)]
pub(crate) struct UnmatchedList {
    pub unmatched: Vec<UnmatchedRow>,
}

/// One message that waits for a person.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Unmatched")]
pub(crate) struct UnmatchedRow {
    pub id: Uuid,
    pub source: Source,
    /// When the first of its like came.
    pub since: DateTime<Utc>,
    /// When the last did.
    pub received: DateTime<Utc>,
    pub why: WhyWord,
    /// The flights it may be about, the likeliest first.
    pub flights: Vec<FlightKey>,
    pub said: SaidRow,
}

/// Unknown: it names too little, and nothing fits. Several: more than one flight fits. Suffix: it has a place of its own and looks
/// like a ridden flight under a suffix. Mass cancellation: its source cancels more at once than is likely.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "UnmatchedWhy")]
pub(crate) enum WhyWord {
    Unknown,
    Several,
    Suffix,
    MassCancellation,
}

/// What the message said.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnmatchedSaid")]
pub(crate) struct SaidRow {
    pub flight: SaidFlight,
    /// By the names of the merged flight; null is taken back.
    pub says: BTreeMap<String, Value>,
}

/// The flight as the message named it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SaidFlight {
    pub carrier: Carrier,
    pub number: String,
    pub suffix: Option<char>,
    pub date: NaiveDate,
    pub from: Option<Airport>,
    pub to: Option<Airport>,
}

/// The flight it is about. For one of many cancellations, and for a suffix, none need be named.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settle {
    #[serde(default)]
    #[schemars(with = "Option<FlightKey>")]
    pub flight: Option<String>,
}

/// What became of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "UnmatchedDone")]
pub(crate) struct DoneRow {
    /// How many entries: with one of many cancellations, all of its source.
    pub done: u64,
}

/// Which flights a caller may be told are ridden.
struct Scope<'a> {
    caller: &'a Caller,
    intake: &'a Intake,
    board: &'a Board<Atlas>,
}

impl Scope<'_> {
    /// An administrator keeps the whole deployment's feeds, and learns nothing of who rides.
    fn rides(&self, flight: &FlightKey) -> bool {
        if self.caller.role == Role::Admin {
            return self.intake.shelf.is_ridden(flight);
        }
        let own = |audience: &&Audience| match audience {
            Audience::Station(at) | Audience::Display(at) => *at == flight.from || *at == flight.to,
            _ => true,
        };
        let riders = self.intake.shelf.riders(flight);
        let mut audiences = self.caller.audiences.iter().filter(own).map(ToString::to_string);
        audiences.any(|audience| riders.iter().any(|id| self.board.documents(&audience, *id).0.is_some()))
    }

    /// Nobody's, or the caller's.
    fn may_know(&self, flight: &FlightKey) -> bool {
        !self.intake.shelf.is_ridden(flight) || self.rides(flight)
    }

    /// That a suffix waits says that somebody rides the flight without it.
    fn shows(&self, waiting: &Waiting) -> bool {
        match &waiting.why {
            Why::Suffix { flight } => self.rides(flight),
            Why::Unknown | Why::Several { .. } | Why::MassCancellation { .. } => true,
        }
    }

    fn flights(&self, waiting: &Waiting) -> Vec<FlightKey> {
        let mut flights = unmatched::proposals(self.intake, waiting);
        // The flight of a cancellation is named by the message itself.
        flights.retain(|flight| matches!(waiting.why, Why::MassCancellation { .. }) || self.may_know(flight));
        flights
    }

    fn row(&self, waiting: &Waiting) -> UnmatchedRow {
        let flight = &waiting.said.flight;
        UnmatchedRow {
            id: waiting.id,
            source: waiting.source.clone(),
            since: waiting.since.trunc_subsecs(0),
            received: waiting.received.trunc_subsecs(0),
            why: match &waiting.why {
                Why::Unknown => WhyWord::Unknown,
                Why::Several { .. } => WhyWord::Several,
                Why::Suffix { .. } => WhyWord::Suffix,
                Why::MassCancellation { .. } => WhyWord::MassCancellation,
            },
            flights: self.flights(waiting),
            said: SaidRow {
                flight: SaidFlight {
                    carrier: flight.carrier.clone(),
                    number: flight.number.to_string(),
                    suffix: flight.suffix,
                    date: flight.date,
                    from: flight.from.clone(),
                    to: flight.to.clone(),
                },
                says: said::says(&waiting.said).into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            },
        }
    }

    /// One entry, if it waits and is the caller's to see.
    async fn find(&self, id: &str) -> Result<Waiting, Problem> {
        let id: Uuid = id.parse().map_err(|_| not_found())?;
        self.intake.gate.pass().map_err(later)?;
        let found = ledger::unmatched::find(self.intake.movements.store(), id).await?;
        found.map(|(waiting, _)| waiting).filter(|waiting| self.shows(waiting)).ok_or_else(not_found)
    }

    /// A flight can be named that the caller's people ride, or that a feed has spoken of, which is no secret. Anything
    /// else would be a slip, and make a flight that nobody ever looks at.
    async fn check(&self, flight: &FlightKey) -> Result<(), Problem> {
        if self.rides(flight) {
            return Ok(());
        }
        let loaded = ledger::flight::load(self.intake.movements.store(), std::slice::from_ref(flight)).await?;
        if loaded.iter().any(|loaded| loaded.flight.is_some()) {
            return Ok(());
        }
        Err(Problem::new(REFUSED, "expected a flight of yours, or one that a feed has spoken of").at("/flight"))
    }
}

async fn list(caller: FeedWatcher, intake: web::Data<Intake>, board: web::Data<Board<Atlas>>) -> Reply {
    intake.gate.pass().map_err(later)?;
    let scope = Scope { caller: &caller, intake: &intake, board: &board };
    let waiting = ledger::unmatched::list(intake.movements.store()).await?;
    let shown = waiting.iter().map(|(waiting, _)| waiting).filter(|waiting| scope.shows(waiting));
    Ok(HttpResponse::Ok().json(UnmatchedList { unmatched: shown.map(|waiting| scope.row(waiting)).collect() }))
}

async fn settle(
    caller: FeedKeeper,
    intake: web::Data<Intake>,
    board: web::Data<Board<Atlas>>,
    clock: web::Data<Clock>,
    id: web::Path<String>,
    body: Strict<Settle, { limits::SMALL_BODY_BYTES_MAX }>,
) -> Reply {
    let scope = Scope { caller: &caller, intake: &intake, board: &board };
    let key = body.0.flight.map(|text| text.parse::<FlightKey>()).transpose();
    let flight = key.map_err(|malformed| Problem::new(REFUSED, malformed.to_string()).at("/flight"))?;
    let waiting = scope.find(&id).await?;
    if let Some(flight) = &flight {
        scope.check(flight).await?;
    }
    match unmatched::settle(&intake, waiting.id, flight, clock.now()).await.map_err(later)? {
        Settled::Done(done) => Ok(HttpResponse::Ok().json(DoneRow { done: u64::try_from(done).unwrap_or(u64::MAX) })),
        Settled::Gone => Err(not_found()),
        Settled::WhichFlight => Err(Problem::new(REFUSED, "expected the flight it is about").at("/flight")),
    }
}

async fn lay_aside(
    caller: FeedKeeper,
    intake: web::Data<Intake>,
    board: web::Data<Board<Atlas>>,
    clock: web::Data<Clock>,
    id: web::Path<String>,
) -> Reply {
    let scope = Scope { caller: &caller, intake: &intake, board: &board };
    let waiting = scope.find(&id).await?;
    if unmatched::lay_aside(&intake, waiting.id, clock.now()).await.map_err(later)? {
        Ok(HttpResponse::Ok().json(json!({ "done": 1 })))
    } else {
        Err(not_found())
    }
}

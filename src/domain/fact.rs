//! Facts: what people did and what the hub owed because of it, one after the other. A movement is its
//! facts; this is their persisted, versioned form. The personal half of a fact ([`Private`]) is not in
//! here when it is written: the ledger seals it apart. Must not know: how state is folded, who may see it.

mod confidence;
mod custody;
mod notice;
mod reroute;

pub use confidence::{Confidence, Correction, Private};
pub use custody::{
    Accept, Addition, Boarding, Checkpoint, Give, Offer, Outcome, Passing, Priority, Reason, Sighting, Take, Whom, Why,
};
pub use notice::{Notice, NoticeKind, Stage, Words};
pub use reroute::{BookingChange, Changer, Merging, Parting, Rerouting};

use super::audience::Audience;
use super::band::Band;
use super::command::{PLACE_WORD, SHORT_WORD};
use super::party::Party;
use super::plan::{Plan, TravellerId};
use super::view::words::TravellerText;
use crate::limits;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One entry of a movement's list. Order of the fold: `(acted, id)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub id: Uuid,
    /// The account that sent it; `hub` for what the hub owed.
    pub by: String,
    /// As which audience; absent for the hub and for systems.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// Written down for this party, and how it was heard.
    #[serde(default, rename = "for", skip_serializing_if = "Option::is_none")]
    pub said_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heard: Option<Heard>,
    pub acted: DateTime<Utc>,
    pub received: DateTime<Utc>,
    /// The device's clock, where it was more than a minute off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_at: Option<DateTime<Utc>>,
    pub body: Body,
    #[serde(skip)]
    pub private: Option<Private>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Heard {
    Phone,
    Radio,
    InPerson,
}

/// What happened. The names are those of the commands where there is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "act")]
pub enum Body {
    #[serde(rename = "published")]
    Published {
        version: u32,
        label: String,
        #[schemars(skip)]
        plan: Box<Plan>,
    },
    #[serde(rename = "claim")]
    Claimed { station: String, flight: String },
    #[serde(rename = "unclaim")]
    Unclaimed { station: String, flight: String },
    #[serde(rename = "arrived")]
    Arrived { station: String, flight: String },
    #[serde(rename = "count")]
    Counted(Count),
    #[serde(rename = "notice.ack")]
    Acknowledged { notice: Uuid, party: String },
    #[serde(rename = "alert.raise")]
    AlertRaised { alert: String, travellers: Vec<TravellerId> },
    #[serde(rename = "alert.resolve")]
    AlertResolved { alert: Uuid },
    #[serde(rename = "movement.close")]
    Closed,
    #[serde(rename = "movement.cancel")]
    Cancelled,
    /// A leg turned: its flight was cancelled, diverted, reinstated, left, came in.
    #[serde(rename = "turned")]
    Turned {
        leg: u8,
        to: Turn,
        /// Which flight it was: the plan may have another one there now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        flight: Option<String>,
    },
    /// The damped band of a connection.
    #[serde(rename = "banded")]
    Banded { arriving: u8, departing: u8, band: Band },
    /// The door window a receiver was told.
    #[serde(rename = "door")]
    DoorTold { receiver: String, from: DateTime<Utc>, to: DateTime<Utc> },
    #[serde(rename = "notice")]
    Noticed(Notice),
    #[serde(rename = "receipt")]
    Received { notice: Uuid, party: String, stage: Stage },
    /// A staff word about a flight; the word itself is a claim on the flight.
    #[serde(rename = "flight.state")]
    Said { flight: String, field: String, until: DateTime<Utc> },
    /// What an audience may see from now on.
    #[serde(rename = "window")]
    Window { audience: Audience, level: Level },
    #[serde(rename = "handover.offer")]
    Offered(Offer),
    #[serde(rename = "handover.accept")]
    Accepted(Accept),
    #[serde(rename = "handover.refuse")]
    Declined { from: Party, offer: Option<Uuid> },
    #[serde(rename = "handover.give")]
    Given(Give),
    #[serde(rename = "handover.take")]
    Taken(Take),
    #[serde(rename = "boarded")]
    Boarded(Boarding),
    #[serde(rename = "left-behind")]
    LeftBehind { leg: u8, travellers: Vec<TravellerId> },
    #[serde(rename = "landed")]
    Landed { leg: u8 },
    #[serde(rename = "sighting")]
    Sighted(Sighting),
    #[serde(rename = "traveller.add")]
    Added(Addition),
    #[serde(rename = "traveller.drop")]
    Dropped { travellers: Vec<TravellerId>, outcome: Outcome },
    /// What is corrected is sealed beside it.
    #[serde(rename = "traveller.correct")]
    Corrected { traveller: TravellerId, confirm: bool },
    /// A child is about to be handed to the registered guardian; counts once a second account has confirmed it.
    #[serde(rename = "release")]
    Releasing { traveller: TravellerId },
    #[serde(rename = "release.confirm")]
    Released { traveller: TravellerId, release: Uuid },
    #[serde(rename = "person.missing")]
    Missing {
        traveller: TravellerId,
        #[serde(rename = "where")]
        place: String,
    },
    #[serde(rename = "person.found")]
    Found {
        traveller: TravellerId,
        #[serde(rename = "where")]
        place: String,
    },
    #[serde(rename = "callback")]
    CallBack { priority: Priority },
    #[serde(rename = "note")]
    Noted { to: Audience },
    #[serde(rename = "told.family")]
    FamilyTold { language: String },
    #[serde(rename = "reception.ready")]
    Ready,
    #[serde(rename = "reception.problem")]
    Problem { problem: String },
    #[serde(rename = "reception.received")]
    ReceivedAll { count: u16, missing: Vec<TravellerId> },
    #[serde(rename = "undo")]
    Undone { command: Uuid },
    #[serde(rename = "whereabouts")]
    Passed(Passing),
    #[serde(rename = "booking.changed")]
    Rebooked(BookingChange),
    #[serde(rename = "reroute.approve")]
    Rerouted(Rerouting),
    #[serde(rename = "movement.split")]
    Parted(Parting),
    #[serde(rename = "movement.join")]
    Merged(Merging),
    /// A command that could not apply: kept with its reason, for the coordinator. What it said is sealed beside it.
    #[serde(rename = "refused")]
    Refused { command: String, code: String, detail: String },
}

/// A count of one part of a wave or movement. Parts add; the same part replaces.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    pub leg: u8,
    #[schemars(regex(pattern = PLACE_WORD))]
    pub place: String,
    #[serde(default)]
    #[schemars(regex(pattern = SHORT_WORD))]
    pub part: Option<String>,
    #[schemars(range(max = limits::COUNT_MAX))]
    pub here: u16,
    /// Absent where they were not counted apart.
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    pub in_arms: Option<u16>,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    pub escorts: u16,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    pub over: u16,
    #[serde(default)]
    #[schemars(with = "Vec<TravellerText>")]
    pub missing: Vec<TravellerId>,
    /// This group's share of a count of the whole wave, made at one door.
    #[serde(default)]
    pub wave: bool,
    #[serde(default)]
    pub corrects: Option<Uuid>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    Planned,
    Cancelled,
    Diverted(String),
    Returned,
    Left,
    In,
}

/// How much an audience may see; each level includes the ones before it, `Farewell` apart: it is a last word to an
/// audience that the plan has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Hidden,
    Farewell,
    Live,
    /// Needs and age bands, without names.
    People,
    Names,
}

impl Fact {
    /// What was said beside it, while it can be read.
    pub fn confidence(&self) -> Option<&Confidence> {
        match &self.private {
            Some(Private::Said(said)) => Some(said),
            _ => None,
        }
    }

    /// Free text said beside it.
    pub fn text(&self) -> Option<&str> {
        self.confidence().and_then(|c| c.text.as_deref())
    }

    /// As whom it was done: the party it was written down for, else the author's audience.
    pub fn actor(&self) -> Option<Audience> {
        self.said_by.as_deref().or(self.audience.as_deref()).and_then(|name| name.parse().ok())
    }

    /// A fact made here and now: no device's clock, no party it was written down for, nothing personal.
    pub fn made(id: Uuid, by: impl Into<String>, at: DateTime<Utc>, body: Body) -> Self {
        Self {
            id,
            by: by.into(),
            audience: None,
            said_by: None,
            heard: None,
            acted: at,
            received: at,
            device_at: None,
            body,
            private: None,
        }
    }
}

impl Body {
    /// The name of the kind, as commands and history call it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Published { .. } => "published",
            Self::Claimed { .. } => "claim",
            Self::Unclaimed { .. } => "unclaim",
            Self::Arrived { .. } => "arrived",
            Self::Counted(_) => "count",
            Self::Acknowledged { .. } => "notice.ack",
            Self::AlertRaised { .. } => "alert.raise",
            Self::AlertResolved { .. } => "alert.resolve",
            Self::Closed => "movement.close",
            Self::Cancelled => "movement.cancel",
            Self::Turned { .. } => "turned",
            Self::Banded { .. } => "banded",
            Self::DoorTold { .. } => "door",
            Self::Noticed(_) => "notice",
            Self::Received { .. } => "receipt",
            Self::Said { .. } => "flight.state",
            Self::Window { .. } => "window",
            Self::Offered(_) => "handover.offer",
            Self::Accepted(_) => "handover.accept",
            Self::Declined { .. } => "handover.refuse",
            Self::Given(_) => "handover.give",
            Self::Taken(_) => "handover.take",
            Self::Boarded(_) => "boarded",
            Self::LeftBehind { .. } => "left-behind",
            Self::Landed { .. } => "landed",
            Self::Sighted(_) => "sighting",
            Self::Added(_) => "traveller.add",
            Self::Dropped { .. } => "traveller.drop",
            Self::Corrected { .. } => "traveller.correct",
            Self::Releasing { .. } => "release",
            Self::Released { .. } => "release.confirm",
            Self::Missing { .. } => "person.missing",
            Self::Found { .. } => "person.found",
            Self::CallBack { .. } => "callback",
            Self::Noted { .. } => "note",
            Self::FamilyTold { .. } => "told.family",
            Self::Ready => "reception.ready",
            Self::Problem { .. } => "reception.problem",
            Self::ReceivedAll { .. } => "reception.received",
            Self::Undone { .. } => "undo",
            Self::Passed(_) => "whereabouts",
            Self::Rebooked(_) => "booking.changed",
            Self::Rerouted(_) => "reroute.approve",
            Self::Parted(_) => "movement.split",
            Self::Merged(_) => "movement.join",
            Self::Refused { .. } => "refused",
        }
    }
}

impl Body {
    /// Whether it speaks of another fact, by its id, and of nothing else.
    pub fn answers(&self) -> bool {
        matches!(self, Self::Acknowledged { .. } | Self::Received { .. } | Self::AlertResolved { .. })
    }
}

//! Facts: what people did and what the hub owed because of it, one after the other. A movement is its
//! facts; this is their persisted, versioned form. The personal half of a fact ([`Private`]) is not in
//! here when it is written: the ledger seals it apart. Must not know: how state is folded, who may see it.

use super::audience::Audience;
use super::band::Band;
use super::command::SHORT_WORD;
use super::plan::{People, Plan, TravellerId};
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
    Turned { leg: u8, to: Turn },
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
}

/// A count of one part of a wave or movement. Parts add; the same part replaces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    pub leg: u8,
    #[schemars(regex(pattern = SHORT_WORD))]
    pub place: String,
    #[serde(default)]
    #[schemars(regex(pattern = SHORT_WORD))]
    pub part: Option<String>,
    #[schemars(range(max = limits::COUNT_MAX))]
    pub here: u16,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    pub in_arms: u16,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    pub escorts: u16,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    pub over: u16,
    #[serde(default)]
    #[schemars(with = "Vec<TravellerText>")]
    pub missing: Vec<TravellerId>,
    #[serde(default)]
    pub corrects: Option<Uuid>,
}

/// Something a party must be told. Addressed to one party; its text names nobody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    pub kind: NoticeKind,
    /// The audience that is told.
    pub party: String,
    /// Why: the fact that turned.
    pub cause: Uuid,
    pub must_ack: bool,
    pub words: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_word: Option<DateTime<Utc>>,
}

/// What a notice says, as data: screens put it into the reader's language, `text` is the English.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    Cancelled,
    Diverted,
    Reinstated,
    Returned,
    Departed,
    Broken,
    Tight,
    Watch,
    Recovered,
    Door,
    Manifest,
    MovementCancelled,
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

/// How far a notice has come with one party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    Told,
    Delivered,
    Seen,
    Acknowledged,
}

/// How much an audience may see; each level includes the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Hidden,
    Live,
    /// Needs and age bands, without names.
    People,
    Names,
}

/// The personal half of a fact: sealed wherever it is stored, destroyed with the movement's key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Private {
    People(Box<People>),
    Text(String),
}

impl Fact {
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
        }
    }
}

impl Body {
    /// Whether it speaks of another fact, by its id, and of nothing else.
    pub fn answers(&self) -> bool {
        matches!(self, Self::Acknowledged { .. } | Self::Received { .. } | Self::AlertResolved { .. })
    }
}

impl Stage {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Delivered => "delivered",
            Self::Seen => "seen",
            Self::Acknowledged => "acknowledged",
        }
    }
}

//! Facts about who is with whom and who travels: handovers, sightings, people who came or dropped out, what
//! receivers answer. The persisted form; names of fields are those of the commands (`protocol.md` §3).
//! Must not know: what they do to the state, who may make them.

use crate::domain::party::{Outside, Party};
use crate::domain::plan::{Counted, TravellerId};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which travellers a fact is about: those it names, or all that the party it speaks of has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Whom {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub travellers: Vec<TravellerId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
}

/// The giving side of a two-sided handover.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    pub to: Party,
    #[serde(flatten)]
    pub whom: Whom,
    pub count: u16,
}

/// The taking side. It stands alone: its offer may be told later, or never.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Accept {
    pub from: Party,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Uuid>,
    #[serde(flatten)]
    pub whom: Whom,
    pub count: u16,
    pub papers_bag: bool,
}

/// Given to a party outside, with a time back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Give {
    pub party: Outside,
    #[serde(flatten)]
    pub whom: Whom,
    pub count: u16,
    pub back_by: DateTime<Utc>,
}

/// Taken from a party that cannot say so itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Take {
    pub from: Party,
    #[serde(flatten)]
    pub whom: Whom,
    pub count: u16,
}

/// Seen boarding, counted at the gate. Without names: everybody who was there to board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Boarding {
    /// 0 where it was a leg of a movement that has been joined to this one; then `aboard` names it.
    pub leg: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aboard: Option<String>,
    pub count: u16,
    #[serde(flatten)]
    pub whom: Whom,
}

/// Seen at a place, still with whoever had them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sighting {
    #[serde(flatten)]
    pub whom: Whom,
    pub place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<Checkpoint>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Checkpoint {
    CheckIn,
    ExitControl,
    OffTheAircraft,
    Border,
    Bags,
    Security,
    Gate,
    Boarded,
    Kerb,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    Birth,
    Reunited,
    /// Found among them and on no list: unconfirmed until the coordinator says so.
    Unlisted,
}

/// Why somebody no longer travels. Seen by the coordinator only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "DropOutcome")]
pub enum Outcome {
    StayedAtOrigin,
    OwnDecision,
    WithAuthorities,
    Hospital,
    Died,
    OtherTravel,
    NotFound,
}

/// A person who was not on the manifest; who they are is sealed beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Addition {
    pub traveller: Counted,
    pub reason: Reason,
}

/// How soon somebody asks to be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    Now,
    Soon,
    Later,
}

/// What the plan or the clock does to whereabouts, said by the hub. It holds only for those whose newest evidence is
/// still the one named, and who still are with whom they were, until when they were: an earlier sighting or handover
/// that is told later makes it void.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passing {
    pub people: Vec<(TravellerId, Uuid)>,
    pub from: Party,
    /// The time back that has passed, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_by: Option<DateTime<Utc>>,
    pub to: Party,
    /// Until when somebody on their own is as planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Left with nobody there who could have said so.
    AsPlanned,
    /// Expected where somebody could have seen them, and not seen.
    NotSeen,
    /// Given to a party outside and not back in time.
    LateReturn,
    /// On their own longer than planned.
    AloneOverdue,
}

impl Whom {
    pub fn everybody() -> Self {
        Self { travellers: Vec::new(), all: true }
    }

    pub fn these(travellers: Vec<TravellerId>) -> Self {
        Self { travellers, all: false }
    }
}

impl Checkpoint {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CheckIn => "check-in",
            Self::ExitControl => "exit-control",
            Self::OffTheAircraft => "off-the-aircraft",
            Self::Border => "border",
            Self::Bags => "bags",
            Self::Security => "security",
            Self::Gate => "gate",
            Self::Boarded => "boarded",
            Self::Kerb => "kerb",
        }
    }
}

impl Why {
    pub fn alert(self) -> Option<&'static str> {
        match self {
            Self::AsPlanned => None,
            Self::NotSeen => Some("not-seen"),
            Self::LateReturn => Some("late-return"),
            Self::AloneOverdue => Some("alone-overdue"),
        }
    }
}

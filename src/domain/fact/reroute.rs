//! Facts about plans that change on the way: what the airline did to a booking, a new way onward, groups that part
//! and meet again. The persisted form. Must not know: whether a plan makes sense (that is `publish` and `reroute`),
//! who is told.

use crate::domain::plan::{Leg, Plan, TravellerId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What was done to one booking; its locator is sealed beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BookingChange {
    pub travellers: Vec<TravellerId>,
    pub legs: Vec<Leg>,
    pub by: Changer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Changer {
    Airline,
    Desk,
}

/// The whole plan anew, with the flown legs as they were. Who travels stays sealed where it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rerouting {
    pub version: u32,
    /// The first leg that is new.
    pub from_leg: u8,
    #[schemars(skip)]
    pub plan: Box<Plan>,
}

/// Whole units that go another way. Stands on both sides: in the movement they leave, with `into`; in the one they
/// become, with `from`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Parting {
    pub travellers: Vec<TravellerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Uuid>,
    /// The label of the other side.
    pub label: String,
    pub version: u32,
}

/// Two movements that become one. In the one that stays, with `from` and the plan of all; who came is sealed beside
/// it. In the one that ends, with `into`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Merging {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Uuid>,
    pub label: String,
    pub version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(skip)]
    pub plan: Option<Box<Plan>>,
}

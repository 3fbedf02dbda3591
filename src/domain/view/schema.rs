//! Documents as schemas: the body of each, by audience, and any of them where an answer may hold one
//! of several. A new audience gets its lines here.
//! Must not know: who asks, how schemas are published.

use super::people::{ForCoordinator, ForEscort, ForReceiver, ForStation, PeopleView};
use super::{authority, coordinator, display, escort, plans, receiver, station};
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// A live document of any audience.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "LiveBody")]
pub enum AnyLive {
    Coordinator(coordinator::CoordinatorLive),
    Station(station::StationLive),
    Receiver(receiver::ReceiverLive),
    Authority(authority::AuthorityLive),
    Escort(escort::EscortLive),
    Display(display::DisplayLive),
    Farewell(plans::FarewellLive),
}

/// A people document of any audience that has one.
#[derive(JsonSchema)]
#[schemars(untagged, rename = "PeopleBody")]
pub enum AnyPeople {
    Coordinator(PeopleView<ForCoordinator>),
    Station(PeopleView<ForStation>),
    Receiver(PeopleView<ForReceiver>),
    Escort(PeopleView<ForEscort>),
}

type Body = fn(&mut SchemaGenerator) -> Schema;

/// Every kind of document, as `live-<role>` and `people-<role>`.
pub const DOCUMENTS: [(&str, Body); 11] = [
    ("live-coordinator", coordinator::CoordinatorLive::json_schema),
    ("live-station", station::StationLive::json_schema),
    ("live-receiver", receiver::ReceiverLive::json_schema),
    ("live-authority", authority::AuthorityLive::json_schema),
    ("live-escort", escort::EscortLive::json_schema),
    ("live-display", display::DisplayLive::json_schema),
    ("live-farewell", plans::FarewellLive::json_schema),
    ("people-coordinator", PeopleView::<ForCoordinator>::json_schema),
    ("people-station", PeopleView::<ForStation>::json_schema),
    ("people-receiver", PeopleView::<ForReceiver>::json_schema),
    ("people-escort", PeopleView::<ForEscort>::json_schema),
];

//! The words that stand in documents, as their schemas list them. The code writes them as text; a word that is
//! written and not listed here fails `tests/it/schemas.rs`, where real documents are compared with the schemas.
//! Must not know: when a word is used, who reads it.

use super::live::Stamped;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a movement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "State")]
pub enum StateWord {
    Planned,
    Moving,
    Broken,
    Arrived,
    Closed,
    Cancelled,
    Farewell,
}

/// The one next action of a card.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "Next")]
pub enum NextWord {
    Claim,
    Arrived,
    Count,
    Accept,
    Checkpoint,
    Offer,
    Boarded,
    Landed,
    Done,
}

/// A party in the words of who reads: `domain/party.rs`, and what a station or a receiver reads instead of another's name.
#[derive(JsonSchema)]
#[schemars(rename = "PartyShown")]
pub struct PartyText(#[schemars(regex(pattern = PARTY))] pub String);

const PARTY: &str = "^(origin|alone|ended|unknown|previous-stop|next-stop|on-the-way|border|here|(escort|receiver|coordinator):[a-z0-9-]{1,40}|station:[A-Z0-9]{3,4}|aboard:[ -~]{1,64}|out:(prm|crew|border|hospital|hotel|adult|other))$";

/// What ends the time a group has.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "Limit")]
pub enum LimitWord {
    DoorClose,
    CheckInClose,
    Departure,
    Cancelled,
}

/// What the minutes at a connection go to.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "PartName")]
pub enum PartWord {
    Disembark,
    Border,
    Bags,
    Airport,
    Terminal,
    Security,
    Walk,
    Wheelchair,
    Children,
    Group,
    Language,
    Mct,
}

/// How a flight stands; a leg without a feed is `scheduled`.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "FlightStatus")]
pub enum StatusWord {
    Scheduled,
    Out,
    Off,
    On,
    In,
    Cancelled,
    Diverted,
    Returned,
}

/// What an escort reads of a paper.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", rename = "PaperKind")]
pub enum PaperWord {
    TravelDocument,
    Other,
}

/// Block times are `out` and `in`, runway times `off` and `on`. What nobody has said is absent.
#[derive(JsonSchema)]
#[schemars(rename = "Times", extend("required" = []))]
pub struct TimesByName {
    pub scheduled_out: Option<Stamped>,
    pub scheduled_off: Option<Stamped>,
    pub scheduled_on: Option<Stamped>,
    pub scheduled_in: Option<Stamped>,
    pub estimated_out: Option<Stamped>,
    pub estimated_off: Option<Stamped>,
    pub estimated_on: Option<Stamped>,
    pub estimated_in: Option<Stamped>,
    pub actual_out: Option<Stamped>,
    pub actual_off: Option<Stamped>,
    pub actual_on: Option<Stamped>,
    pub actual_in: Option<Stamped>,
}

/// A person in one movement, as the hub names them: the same over all versions of the manifest.
#[derive(JsonSchema)]
#[schemars(rename = "TravellerId")]
pub struct TravellerText(#[schemars(regex(pattern = "^[0-9a-z]{8}$"))] pub String);

/// A number of people, or `few` below four.
#[derive(JsonSchema)]
#[schemars(rename = "NumberOrFew")]
pub struct PeopleText(#[schemars(regex(pattern = "^(few|[0-9]+)$"))] pub String);

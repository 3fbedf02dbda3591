//! The manifest as a coordinator or a system publishes it: the JSON of `protocol.md` §3, shape only.
//! A field left out is the same as null or empty; an unknown field is refused by name, because a
//! misspelt need that is dropped in silence is a wheelchair that is not there. What the values mean
//! together is checked in `plan`. Must not know: ids, versions, who may see what.

use super::shape::instant;
use crate::limits;
use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

/// What a schema says of the publisher's name of a movement, of other names, and of a service code.
const REFERENCE: &str = "^[A-Za-z0-9._-]{1,64}$";
const NAME: &str = "^[A-Za-z0-9._-]{1,40}$";
const CODE: &str = "^[A-Z]{4}$";

/// One movement: people on one itinerary under one plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    #[schemars(regex(pattern = REFERENCE))]
    pub reference: String,
    #[schemars(regex(pattern = NAME))]
    pub programme: String,
    /// The default receiver; a case or a traveller may name another.
    #[serde(default)]
    #[schemars(regex(pattern = NAME))]
    pub receiver: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<String>>", inner(regex(pattern = NAME)))]
    pub authorities: Vec<String>,
    #[schemars(length(min = 1, max = limits::LEGS_MAX))]
    pub itinerary: Vec<LegSpec>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<EscortSpec>>")]
    pub escorts: Vec<EscortSpec>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<Booking>>")]
    pub bookings: Vec<Booking>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<Case>>")]
    pub cases: Vec<Case>,
}

/// One take-off to one landing, or a ground leg.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegSpec {
    pub kind: LegKind,
    #[serde(default)]
    pub carrier: Option<String>,
    #[serde(default)]
    pub number: Option<String>,
    #[serde(default)]
    pub mode: Option<GroundMode>,
    #[serde(default)]
    pub charter: bool,
    #[serde(default)]
    pub operator: Option<String>,
    #[serde(default)]
    pub callsign: Option<String>,
    #[serde(default)]
    pub registration: Option<String>,
    #[schemars(length(min = 1, max = limits::TEXT_CHARS_MAX))]
    pub from: String,
    #[schemars(length(min = 1, max = limits::TEXT_CHARS_MAX))]
    pub to: String,
    #[serde(deserialize_with = "instant")]
    pub scheduled_out: DateTime<Utc>,
    #[serde(deserialize_with = "instant")]
    pub scheduled_in: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LegKind {
    Flight,
    Ground,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum GroundMode {
    Bus,
    Hotel,
    Walk,
    Road,
}

/// An escort and the legs she travels, 1-based and inclusive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EscortSpec {
    #[schemars(regex(pattern = NAME))]
    pub account: String,
    pub kind: EscortKind,
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    pub from: u8,
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    pub to: u8,
    #[serde(default)]
    pub called: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum EscortKind {
    Operational,
    Medical,
}

/// A record locator and who is on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    #[serde(rename = "ref")]
    pub locator: String,
    pub carrier: String,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<String>>")]
    pub travellers: Vec<String>,
    #[serde(default = "yes")]
    pub through_checked: bool,
}

/// One case of the programme. Travellers of one `unit` are never split.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    #[schemars(length(min = 1, max = limits::TEXT_CHARS_MAX))]
    pub number: String,
    #[serde(default)]
    pub unit: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<String>>")]
    pub linked: Vec<String>,
    #[serde(default)]
    #[schemars(regex(pattern = NAME))]
    pub receiver: Option<String>,
    pub travellers: Vec<Traveller>,
}

/// One person. `key` is the publisher's handle; everybody else uses the id the hub makes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Traveller {
    #[schemars(regex(pattern = NAME))]
    pub key: String,
    #[schemars(length(min = 1, max = limits::TEXT_CHARS_MAX))]
    pub name: String,
    #[serde(default)]
    pub called: Option<String>,
    #[serde(default)]
    pub name_local: Option<String>,
    /// `1990` or `1990-05-17`.
    #[schemars(regex(pattern = "^[0-9]{4}(-[0-9]{2}-[0-9]{2})?$"))]
    pub born: String,
    #[serde(default)]
    pub sex: Option<Sex>,
    #[serde(default)]
    pub principal: bool,
    /// The key of the responsible adult; everyone under 18 has this or a guardian.
    #[serde(default)]
    pub with: Option<String>,
    #[serde(default)]
    pub guardian: Option<Guardian>,
    #[serde(default)]
    #[schemars(regex(pattern = NAME))]
    pub receiver: Option<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<String>>")]
    pub languages: Vec<String>,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<Need>>")]
    pub needs: Vec<Need>,
    #[serde(default)]
    pub bags: u8,
    #[serde(default, deserialize_with = "null_is_empty")]
    #[schemars(with = "Option<Vec<Paper>>")]
    pub papers: Vec<Paper>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Sex {
    F,
    M,
    X,
}

/// Who receives a child who travels without a responsible adult.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guardian {
    pub org: String,
    pub name: String,
    pub document_kind: String,
}

/// A service code, or one with how long its supply lasts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a service code like \"WCHR\", or {\"code\", \"lasts_min\"}")]
pub enum Need {
    Code(#[schemars(regex(pattern = CODE))] String),
    Timed(TimedNeed),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimedNeed {
    #[schemars(regex(pattern = CODE))]
    pub code: String,
    #[serde(default)]
    pub lasts_min: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub kind: String,
    #[serde(default)]
    pub issuer: Option<String>,
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

impl GroundMode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Bus => "bus",
            Self::Hotel => "hotel",
            Self::Walk => "walk",
            Self::Road => "road",
        }
    }
}

impl Need {
    pub fn code(&self) -> &str {
        match self {
            Need::Code(code) => code,
            Need::Timed(timed) => &timed.code,
        }
    }
}

fn yes() -> bool {
    true
}

fn null_is_empty<'de, D: Deserializer<'de>, T: Deserialize<'de>>(de: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(de)?.unwrap_or_default())
}

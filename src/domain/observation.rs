//! What one feed message says about one flight leg, before anything is matched or merged.
//! Every parser in `feeds::parse` ends in these types and nothing else, so a new feed cannot
//! smuggle its own idea of a flight past the merge. Must not know: what is held, who is
//! affected, the wall clock. An absent field is absent: it never becomes a value.

use super::place::{Airport, Carrier};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which calendar the `date` of a [`FlightRef`] was counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateBasis {
    /// UTC date of the first leg's scheduled departure (AIDX `OriginDate`).
    Utc,
    /// Local date at the departure airport (airport boards).
    Local,
    /// Only a day of month was given and the parser resolved it (telex).
    Day,
    /// Local date of the scheduled arrival: all that a board of arrivals knows. The flight may have left the day before, or
    /// across the date line two days before or the day after.
    Arrival,
}

/// A flight leg as the message names it. Not yet a [`super::flight_key::FlightKey`]: the date
/// may be in another calendar, and the airports may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlightRef {
    pub carrier: Carrier,
    /// 1–9999, without padding.
    pub number: u16,
    pub suffix: Option<char>,
    pub date: NaiveDate,
    pub basis: DateBasis,
    pub from: Option<Airport>,
    pub to: Option<Airport>,
    /// 1 for the first operation of the leg; 2.. for a repeat (AIDX `RepeatNumber`).
    pub repeat: u8,
}

/// The three moments between gate and gate, at both ends. Block times are `Out` and `In`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Out,
    Off,
    On,
    In,
}

/// Which family of times a value belongs to; the prefix of the field's name on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Scheduled,
    Estimated,
    Actual,
}

/// How firm a value is. Order matters: a later variant outranks an earlier one.
/// Fields that are not times carry `Estimated` unless the message says planned (`Scheduled`)
/// or actual (`Actual`), as AIDX `AirportResources/@Usage` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Scheduled,
    Estimated,
    /// Target and calculated times (TOBT, TSAT, CTOT) are shown as estimates but outrank them.
    Target,
    Actual,
}

/// What a claim is about. The names on the wire are those of the merged flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Time(Kind, Event),
    GateOut,
    TerminalOut,
    GateIn,
    TerminalIn,
    Belt,
    StandIn,
    /// `Flag(true)` cancelled, `Flag(false)` reinstated.
    Cancelled,
    /// `Flag(true)`: went out and came back to the stand (RR, GRT, RST).
    Returned,
    /// `Text(airport)`; `Text("")` when a diversion is said without naming where.
    DivertedTo,
    /// `List` of codes as sent, numeric or alpha.
    DelayCodes,
    /// `List` of marketing flights, e.g. `["BA1511"]`.
    Marketing,
    Registration,
    /// IATA or ICAO type designator, e.g. `332`, `B744`.
    AircraftType,
    /// `At`: no time of departure is known, and more will be said then (MVT `NI`). Never an estimate.
    NextInformation,
    /// `Text` of all on board as the source counts them, e.g. `"162"`; a check on others, never on our people.
    Aboard,
    /// `Text(designator)`: the operator gave this operation another number, e.g. `"BA118"` (ASM `FLT`).
    Renumbered,
    /// `Text(key)`: another leg carries the people on: after a diversion, or in place of this one.
    ContinuedBy,
    /// `List` of keys: this record is the same operation as those (another number, a suffix, matched by a person), so
    /// what is said here is said of them too.
    SameAs,
    /// `List` of keys of legs that this one carries on: what is said of its arrival is said of theirs.
    Continues,
    /// Boarding has begun, final call, gate closed: what the board says to passengers.
    Boarding,
    /// `Flag(true)`: the source deleted this leg; all it said up to then counts as withdrawn.
    Deleted,
}

/// A value as the source gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    At(DateTime<Utc>),
    Text(String),
    Flag(bool),
    List(Vec<String>),
}

/// One statement of a message. `value: None` withdraws what this source said before
/// (`xsi:nil`, RR, COR); a field that is missing from the message has no `Say` at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Say {
    pub field: Field,
    pub stage: Stage,
    pub value: Option<Value>,
}

/// Everything one message says about one leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    pub flight: FlightRef,
    pub says: Vec<Say>,
    /// When the source says it knew this; `None` ranks below any report that has a time.
    pub reported: Option<DateTime<Utc>>,
}

/// An aircraft seen in the air or on the ground, by a receiver of its own transmissions. Evidence and nothing more: it
/// has no flight number, as a call sign is none, so it never becomes an [`Observation`].
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting {
    /// The 24-bit address of the transponder, six lower-case hex digits.
    pub address: String,
    /// As transmitted, without padding.
    pub callsign: Option<String>,
    /// In capitals, with or without hyphen, as the receiver's table has it.
    pub registration: Option<String>,
    pub at: DateTime<Utc>,
    /// Degrees north and east.
    pub position: Option<(f64, f64)>,
    /// Feet above the standard pressure level; `None` on the ground or when not known.
    pub altitude_ft: Option<f64>,
    pub on_ground: Option<bool>,
}

/// A part of a message that could not be used, named so that its sender can mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong and what was expected, in plain words, without any value that could be personal.
    pub reason: String,
    /// Where: an element path with index, a line number, or a JSON pointer.
    pub at: String,
}

impl Field {
    /// The field's name on the wire, e.g. `estimated_out`, `gate_in`.
    pub fn name(&self) -> &'static str {
        use {Event::*, Kind::*};
        match self {
            Field::Time(Scheduled, Out) => "scheduled_out",
            Field::Time(Scheduled, Off) => "scheduled_off",
            Field::Time(Scheduled, On) => "scheduled_on",
            Field::Time(Scheduled, In) => "scheduled_in",
            Field::Time(Estimated, Out) => "estimated_out",
            Field::Time(Estimated, Off) => "estimated_off",
            Field::Time(Estimated, On) => "estimated_on",
            Field::Time(Estimated, In) => "estimated_in",
            Field::Time(Actual, Out) => "actual_out",
            Field::Time(Actual, Off) => "actual_off",
            Field::Time(Actual, On) => "actual_on",
            Field::Time(Actual, In) => "actual_in",
            Field::GateOut => "gate_out",
            Field::TerminalOut => "terminal_out",
            Field::GateIn => "gate_in",
            Field::TerminalIn => "terminal_in",
            Field::Belt => "belt",
            Field::StandIn => "stand_in",
            Field::Cancelled => "cancelled",
            Field::Returned => "returned",
            Field::DivertedTo => "diverted_to",
            Field::DelayCodes => "delay_codes",
            Field::Marketing => "marketing",
            Field::Registration => "registration",
            Field::AircraftType => "aircraft_type",
            Field::NextInformation => "next_information_at",
            Field::Aboard => "aboard",
            Field::Renumbered => "renumbered",
            Field::ContinuedBy => "continued_by",
            Field::SameAs => "same_as",
            Field::Continues => "continues",
            Field::Boarding => "boarding",
            Field::Deleted => "deleted",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.reason, self.at)
    }
}

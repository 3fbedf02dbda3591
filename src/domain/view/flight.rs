//! The merged flight as `GET /flights/{key}` answers it: public facts
//! of one leg, with sources and ages. Must not know: movements,
//! audiences.

use super::live::{DisagreementView, Stamped, StampedText, disagreements, merged_times, stamped, stamped_time};
use super::words;
use crate::domain::merged::Merged;
use crate::domain::place::FlightKey;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Serialize, JsonSchema)]
pub struct FlightView {
    #[schemars(with = "FlightKey")]
    flight: String,
    marketing: Vec<String>,
    #[schemars(with = "words::StatusWord")]
    status: &'static str,
    #[schemars(with = "words::TimesByName")]
    times: BTreeMap<&'static str, Stamped>,
    gate_out: Option<StampedText>,
    terminal_out: Option<StampedText>,
    gate_in: Option<StampedText>,
    terminal_in: Option<StampedText>,
    belt: Option<StampedText>,
    stand_in: Option<StampedText>,
    diverted_to: Option<StampedText>,
    delay_codes: Vec<String>,
    /// As an aircraft's registration and type are said, e.g. `JY-BAA` and `788`.
    #[serde(skip_serializing_if = "Option::is_none")]
    registration: Option<StampedText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aircraft_type: Option<StampedText>,
    /// Boarding as the board says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    boarding: Option<StampedText>,
    /// No time of departure is known; more will be said then.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_information_at: Option<Stamped>,
    /// The number the operator gave it in place of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    renumbered: Option<StampedText>,
    /// The key of the leg that carries its people on.
    #[serde(skip_serializing_if = "Option::is_none")]
    continued_by: Option<StampedText>,
    disagreements: Vec<DisagreementView>,
}

pub fn flight(m: &Merged) -> FlightView {
    FlightView {
        flight: m.key.to_string(),
        marketing: m.marketing.clone(),
        status: m.status.as_str(),
        times: merged_times(m),
        gate_out: m.gate_out.as_ref().map(stamped),
        terminal_out: m.terminal_out.as_ref().map(stamped),
        gate_in: m.gate_in.as_ref().map(stamped),
        terminal_in: m.terminal_in.as_ref().map(stamped),
        belt: m.belt.as_ref().map(stamped),
        stand_in: m.stand_in.as_ref().map(stamped),
        diverted_to: m.diverted_to.as_ref().map(stamped),
        delay_codes: m.delay_codes.clone(),
        registration: m.registration.as_ref().map(stamped),
        aircraft_type: m.aircraft_type.as_ref().map(stamped),
        boarding: m.boarding.as_ref().map(stamped),
        next_information_at: m.next_information.as_ref().map(stamped_time),
        renumbered: m.renumbered.as_ref().map(stamped),
        continued_by: m.continued_by.as_ref().map(stamped),
        disagreements: disagreements(m),
    }
}

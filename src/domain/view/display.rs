//! The live document of a wall display: waves only, in a room the public cannot see into.
//! Written out field by field against `protocol.md` §4; what is not in the struct is not seen.
//! Must not know: sessions, the clock, other audiences' fields.

use super::Scene;
use super::live::{self, ConnectionView, LegView, Minutes};
use super::words;
use crate::domain::place::Airport;
use crate::domain::plan::Places;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct DisplayLive {
    movement: Uuid,
    label: String,
    #[schemars(with = "words::StateWord")]
    state: &'static str,
    legs: Vec<LegView>,
    connections: Vec<ConnectionView>,
    /// A number from four people on; fewer show as `few`, because a wall that says *1* points at a person.
    #[schemars(with = "words::PeopleText")]
    people: String,
}

/// Below this a group could be recognised from the wall.
const FEW: u16 = 4;

pub fn live<P: Places>(scene: &Scene<P>, airport: &Airport) -> DisplayLive {
    let m = scene.movement;
    let code = airport.as_str();
    let (expected, in_arms) = m.expected(None);
    let all = expected.saturating_add(in_arms);
    DisplayLive {
        movement: m.id,
        label: m.label.clone(),
        state: live::state(scene),
        legs: live::legs(scene, |_, leg| leg.from == code || leg.to == code),
        connections: live::connections(scene, Minutes::WithoutNeeds, |c| c.station == code)
            .into_iter()
            .map(|c| ConnectionView { reason: None, ..c })
            .collect(),
        people: if all < FEW { "few".to_owned() } else { all.to_string() },
    }
}

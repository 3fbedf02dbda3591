//! The live document of a station: its own legs, the way here, and what is to be done next.
//! Written out field by field against `protocol.md` §4; what is not in the struct is not seen.
//! Must not know: sessions, the clock, other audiences' fields.

use super::Scene;
use super::live::{self, ConnectionView, LegView, Minutes};
use super::sums::{self, AlertView, ClaimView, CountsView, LanguageView, NoticeView, SumView};
use super::words;
use crate::domain::access::Grant;
use crate::domain::audience::Audience;
use crate::domain::fact::Level;
use crate::domain::fact::Turn;
use crate::domain::place::Airport;
use crate::domain::plan::{Leg, Places};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct StationLive {
    movement: Uuid,
    version: u32,
    label: String,
    #[schemars(with = "words::StateWord")]
    state: &'static str,
    /// The leg that comes here and the one that leaves.
    legs: Vec<LegView>,
    final_city: String,
    connections: Vec<ConnectionView>,
    counts: CountsView,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<SumView>,
    languages: Vec<LanguageView>,
    claims: Vec<ClaimView>,
    notices: Vec<NoticeView>,
    alerts: Vec<AlertView>,
    contacts: Vec<super::people::ContactView>,
    #[schemars(with = "Option<words::NextWord>")]
    next: Option<&'static str>,
}

pub fn live<P: Places>(scene: &Scene<P>, grant: &Grant, airport: &Airport) -> StationLive {
    let m = scene.movement;
    let code = airport.as_str();
    let me = Audience::Station(airport.clone()).to_string();
    let here = |leg: &Leg| leg.from == code || leg.to == code;
    let last = m.plan.legs.last();
    let seen = if grant.level >= Level::Names { Minutes::All } else { Minutes::WithoutNeeds };
    StationLive {
        movement: m.id,
        version: m.version,
        label: m.label.clone(),
        state: live::state(scene),
        legs: live::legs(scene, |_, leg| here(leg)),
        final_city: last.map(|leg| leg.to.clone()).unwrap_or_default(),
        connections: live::connections(scene, seen, |c| c.station == code),
        counts: sums::counts(m, None, |c| m.plan.leg(c.count.leg).is_some_and(here)),
        needs: if grant.level >= Level::Names { sums::needs(scene, None, false) } else { Vec::new() },
        languages: sums::languages(m, None),
        claims: sums::claims(m, |station| station == code),
        notices: sums::notices(m, |t| t.notice.party == me, false),
        alerts: sums::alerts(m, &me),
        contacts: super::people::contacts(scene),
        next: next(scene, code),
    }
}

/// The one next action of a card: claim, then be there, then count; nothing once they have left.
fn next<P: Places>(scene: &Scene<P>, code: &str) -> Option<&'static str> {
    let m = scene.movement;
    if m.ended() {
        return None;
    }
    let (number, leg) = m
        .plan
        .numbered()
        .find(|(_, leg)| leg.to == code)
        .or_else(|| m.plan.numbered().find(|(_, leg)| leg.from == code))?;
    let gone = m.plan.numbered().any(|(n, leg)| leg.from == code && matches!(m.turn(n), Turn::Left | Turn::In));
    let flight = leg.flight()?.to_string();
    let claim = (code.to_owned(), flight);
    let counted = m.counts.keys().any(|(l, _, _)| *l == number);
    if gone || (counted && leg.to == code && scene.movement.plan.legs.len() == usize::from(number)) {
        None
    } else if !m.claims.contains_key(&claim) {
        Some("claim")
    } else if !m.arrived.contains_key(&claim) {
        Some("arrived")
    } else if !counted {
        Some("count")
    } else {
        None
    }
}

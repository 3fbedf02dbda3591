//! Commands on the plan itself: what the airline did to a booking, a new way onward for all or for whole units, groups
//! that part and meet again, and the end. Flown legs stay; a unit is never split. Must not know: how movements are
//! stored, their labels, who is told.

use super::{Asking, Decision, Part, Refusal, Said, at, conflict, rejected, short, text_only};
use crate::domain::audience::Role;
use crate::domain::fact::{Body, BookingChange, Changer, Confidence, Merging, Parting, Rerouting, Turn};
use crate::domain::manifest::LegSpec;
use crate::domain::movement::Movement;
use crate::domain::plan::{Escort, Leg, Places, Plan, TravellerId};
use crate::domain::publish;
use crate::domain::view::words::TravellerText;
use crate::limits;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RerouteBody {
    /// One of the options the hub has worked out.
    #[serde(default)]
    option: Option<String>,
    #[serde(default)]
    from_leg: Option<u8>,
    #[serde(default)]
    itinerary: Vec<LegSpec>,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    reason: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<Vec<TravellerText>>")]
    travellers: Option<Vec<TravellerId>>,
}

pub(super) fn reroute<P: Places>(a: &Asking<P>) -> Result<Decision, Refusal> {
    a.role(&[Role::Coordinator])?;
    let said: RerouteBody = a.body()?;
    if said.option.is_some() {
        let detail = "No options have been worked out for this movement; send from_leg, itinerary and reason.";
        return Err(rejected("unknown-option", detail.to_owned()));
    }
    let from_leg = said.from_leg.ok_or_else(|| at("/body/from_leg", "Expected the first leg that is new."))?;
    let reason = short(said.reason)?.ok_or_else(|| at("/body/reason", "Expected a reason."))?;
    open(a)?;
    let legs = onward(a, from_leg, &said.itinerary)?;
    let named = said.travellers.unwrap_or_default();
    let confidence = Confidence { text: Some(reason), ..Confidence::default() };
    let rest = others(a.movement, &named);
    if named.is_empty() || rest == 0 {
        a.travellers(&named)?;
        let plan = Box::new(way_on(&a.movement.plan, from_leg, &legs));
        let body = Body::Rerouted(Rerouting { version: a.movement.version + 1, from_leg, plan });
        return Ok(Decision::Fact(a.signed(body, confidence)?));
    }
    let travellers = whole(a, named, "/body/travellers")?;
    let part = Part { travellers: travellers.clone(), onward: Some((from_leg, legs)) };
    Ok(Decision::Part { parts: vec![part], fact: a.signed(parting(travellers), confidence)? })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SplitBody {
    parts: Vec<PartBody>,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    reason: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum PartBody {
    Named(NamedPart),
    Travellers(Vec<TravellerId>),
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NamedPart {
    #[schemars(with = "Vec<TravellerText>")]
    travellers: Vec<TravellerId>,
}

pub(super) fn split<P: Places>(a: &Asking<P>) -> Result<Decision, Refusal> {
    a.role(&[Role::Coordinator])?;
    let said: SplitBody = a.body()?;
    open(a)?;
    if said.parts.is_empty() || said.parts.len() > limits::PARTS_MAX {
        return Err(at("/body/parts", "Expected 1 to 12 parts; whoever is in none keeps this movement."));
    }
    let mut parts = Vec::new();
    let mut all: Vec<TravellerId> = Vec::new();
    for (i, part) in said.parts.into_iter().enumerate() {
        let (PartBody::Named(NamedPart { travellers }) | PartBody::Travellers(travellers)) = part;
        let pointer = format!("/body/parts/{i}/travellers");
        let travellers = whole(a, travellers, &pointer)?;
        if travellers.iter().any(|id| all.contains(id)) {
            return Err(at(&pointer, "Expected nobody to be in two parts."));
        }
        all.extend(travellers.iter().cloned());
        parts.push(Part { travellers, onward: None });
    }
    if others(a.movement, &all) == 0 {
        return Err(rejected("nobody-left", "Expected somebody to stay in this movement.".to_owned()));
    }
    Ok(Decision::Part { parts, fact: a.signed(parting(all), text_only(said.reason)?)? })
}

fn parting(travellers: Vec<TravellerId>) -> Body {
    Body::Parted(Parting { travellers, into: None, from: None, label: String::new(), version: 0 })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct JoinBody {
    with: Uuid,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    reason: Option<String>,
}

pub(super) fn join<P: Places>(a: &Asking<P>) -> Result<Decision, Refusal> {
    a.role(&[Role::Coordinator])?;
    let said: JoinBody = a.body()?;
    open(a)?;
    if said.with == a.movement.id {
        return Err(at("/body/with", "Expected another movement."));
    }
    let body =
        Body::Merged(Merging { into: None, from: Some(said.with), label: String::new(), version: 0, plan: None });
    Ok(Decision::Join { with: said.with, fact: a.signed(body, text_only(said.reason)?)? })
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BookingBody {
    booking: String,
    itinerary: Vec<LegSpec>,
    by: Changer,
}

pub(super) fn booking_changed<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Station, Role::Coordinator])?;
    let said: BookingBody = a.body()?;
    let unknown = || rejected("unknown-booking", "Expected a booking of this movement.".to_owned());
    let people = a.movement.people.as_ref().ok_or_else(unknown)?;
    let booking = people.bookings.iter().find(|b| b.locator.eq_ignore_ascii_case(said.booking.trim()));
    let booking = booking.ok_or_else(unknown)?;
    let on_it = |id: &TravellerId| people.persons.get(id).is_some_and(|p| booking.travellers.contains(&p.key));
    let travellers =
        a.movement.plan.travellers.iter().map(|t| &t.id).filter(|id| on_it(id)).cloned().collect::<Vec<_>>();
    let legs = checked(a, &said.itinerary)?;
    let confidence = Confidence { locator: Some(booking.locator.clone()), ..Confidence::default() };
    Ok((Body::Rebooked(BookingChange { travellers, legs, by: said.by }), confidence))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReasonBody {
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    reason: Option<String>,
}

pub(super) fn ended<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Coordinator])?;
    let reason: ReasonBody = a.body()?;
    open(a)?;
    let said = if a.asked.kind == "movement.close" { Body::Closed } else { Body::Cancelled };
    Ok((said, text_only(reason.reason)?))
}

fn open<P: Places>(a: &Asking<P>) -> Result<(), Refusal> {
    let m = a.movement;
    if !m.ended() {
        return Ok(());
    }
    let now = serde_json::json!({ "closed": m.closed, "cancelled": m.cancelled, "joined_into": m.joined_into });
    Err(conflict("already-ended", "This movement has been closed or cancelled already.", now))
}

/// Whole units only: a family is never cut by a slip of a list.
fn whole<P: Places>(
    a: &Asking<P>,
    mut travellers: Vec<TravellerId>,
    pointer: &str,
) -> Result<Vec<TravellerId>, Refusal> {
    if travellers.is_empty() {
        return Err(at(pointer, "Expected who goes."));
    }
    a.travellers(&travellers)?;
    travellers.sort();
    travellers.dedup();
    let units: BTreeSet<u16> = a
        .movement
        .custody
        .active(&a.movement.plan)
        .filter(|(t, _)| travellers.contains(&t.id))
        .map(|(t, _)| t.unit)
        .collect();
    let missing = |t: &crate::domain::plan::Counted| units.contains(&t.unit) && !travellers.contains(&t.id);
    let cut: Vec<TravellerId> =
        a.movement.custody.active(&a.movement.plan).filter(|(t, _)| missing(t)).map(|(t, _)| t.id.clone()).collect();
    if cut.is_empty() {
        return Ok(travellers);
    }
    let detail = format!("A unit is never split: expected also {}.", cut.join(", "));
    Err(Refusal::Rejected { code: "unit-split", detail, pointer: Some(pointer.to_owned()) })
}

/// How many still travel and are not named.
fn others(m: &Movement, named: &[TravellerId]) -> usize {
    m.custody.active(&m.plan).filter(|(t, _)| !named.contains(&t.id)).count()
}

/// The legs of a new way, from a leg on that has not been flown.
fn onward<P: Places>(a: &Asking<P>, from_leg: u8, itinerary: &[LegSpec]) -> Result<Vec<Leg>, Refusal> {
    let m = a.movement;
    let held = u8::try_from(m.plan.legs.len()).unwrap_or(u8::MAX);
    if from_leg == 0 || from_leg > held.saturating_add(1) {
        return Err(at("/body/from_leg", &format!("Expected a leg from 1 to {}.", held.saturating_add(1))));
    }
    let flown = (from_leg..=held).find(|n| matches!(m.turn(*n), Turn::Left | Turn::In | Turn::Diverted(_)));
    if let Some(leg) = flown {
        let now = serde_json::json!({ "leg": leg, "flown": true });
        return Err(conflict("already-flown", "A flown leg stays; begin after it.", now));
    }
    if itinerary.is_empty() || usize::from(from_leg) - 1 + itinerary.len() > limits::LEGS_MAX {
        return Err(at("/body/itinerary", &format!("Expected 1 to {} legs in all.", limits::LEGS_MAX)));
    }
    let legs = checked(a, itinerary)?;
    let before = from_leg.checked_sub(1).and_then(|n| m.plan.leg(n).map(|leg| (n, leg)));
    if let (Some((n, leg)), Some(first)) = (before, legs.first()) {
        let ends = match m.turn(n) {
            Turn::Diverted(place) if !place.is_empty() => place.clone(),
            _ => leg.to.clone(),
        };
        if first.from != ends && first.from != leg.to {
            let detail = "Expected the place where the leg before ends; add a ground leg between two places.";
            return Err(at("/body/itinerary/0/from", detail));
        }
    }
    Ok(legs)
}

fn checked<P: Places>(a: &Asking<P>, itinerary: &[LegSpec]) -> Result<Vec<Leg>, Refusal> {
    publish::itinerary(itinerary, a.ground.places).map_err(|wrong| {
        let first = wrong.into_iter().next();
        let (pointer, expected) = first.map_or_else(Default::default, |w| (w.pointer, w.expected));
        Refusal::Rejected { code: "malformed-command", detail: expected, pointer: Some(format!("/body{pointer}")) }
    })
}

/// A plan with other legs from one on. An escort who was to see them to the end still does.
pub fn way_on(plan: &Plan, from_leg: u8, legs: &[Leg]) -> Plan {
    let kept = usize::from(from_leg.saturating_sub(1));
    let old_last = u8::try_from(plan.legs.len()).unwrap_or(u8::MAX);
    let all: Vec<Leg> = plan.legs.iter().take(kept).chain(legs).cloned().collect();
    let last = u8::try_from(all.len()).unwrap_or(u8::MAX);
    let duty = |e: &Escort| {
        let to_leg = if e.to_leg == old_last { last } else { e.to_leg.min(last) };
        Escort { to_leg, ..e.clone() }
    };
    let escorts = plan.escorts.iter().filter(|e| e.from_leg <= last).map(duty).collect();
    Plan { legs: all, escorts, ..plan.clone() }
}

//! What was done to the plan, for the coordinator: bookings that the airline changed and the families it cut, groups that
//! parted, commands that could not apply; and the last word to an audience that the plan has left.
//! Must not know: sessions, the clock.

use super::Scene;
use crate::domain::access::Grant;
use crate::domain::audience::Audience;
use crate::domain::fact::{Changer, NoticeKind};
use crate::domain::movement::{Movement, Rebooked};
use crate::domain::plan::{Leg, Places, TravellerId};
use crate::domain::view::sums::{self, NoticeView};
use crate::domain::view::words::{StateWord, TravellerText};
use crate::limits;
use chrono::{DateTime, SubsecRound, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct BookingView {
    pub id: Uuid,
    #[schemars(with = "Vec<TravellerText>")]
    pub travellers: Vec<TravellerId>,
    pub by: Changer,
    pub at: DateTime<Utc>,
    pub itinerary: Vec<NewLegView>,
    /// Units of which only some are on it.
    pub cuts: Vec<u16>,
    /// Those whose papers end before the new arrival.
    #[schemars(with = "Vec<TravellerText>")]
    pub papers: Vec<TravellerId>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct NewLegView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flight: Option<String>,
    pub from: String,
    pub to: String,
    pub scheduled_out: DateTime<Utc>,
    pub scheduled_in: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct RefusedView {
    pub id: Uuid,
    pub kind: String,
    pub by: String,
    pub code: String,
    pub detail: String,
    pub acted: DateTime<Utc>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct SplitView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Uuid>,
    pub into: Vec<IntoView>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct IntoView {
    pub movement: Uuid,
    pub label: String,
    pub count: u16,
}

/// What an audience still holds of a movement that no longer comes its way: no people, and erased once it knows.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FarewellLive {
    movement: Uuid,
    label: String,
    #[schemars(with = "StateWord")]
    state: &'static str,
    counts: FarewellCounts,
    farewell: FarewellView,
    notices: Vec<NoticeView>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct FarewellCounts {
    expected: u16,
    in_arms: u16,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct FarewellView {
    #[serde(skip_serializing_if = "Option::is_none")]
    flight: Option<String>,
    via: Vec<String>,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
}

pub fn farewell<P: Places>(scene: &Scene<P>, grant: &Grant) -> Option<FarewellLive> {
    let m = scene.movement;
    let me = grant.audience.to_string();
    let held = m.farewells.get(&me)?;
    let (expected, in_arms) = held.counts;
    let knows_the_way = matches!(grant.audience, Audience::Station(_) | Audience::Escort(_));
    Some(FarewellLive {
        movement: m.id,
        label: m.label.clone(),
        state: "farewell",
        counts: FarewellCounts { expected, in_arms },
        farewell: FarewellView {
            flight: held.flight.clone(),
            via: if knows_the_way { held.via.clone() } else { Vec::new() },
            at: held.at.trunc_subsecs(0),
            until: held.until.trunc_subsecs(0),
        },
        notices: sums::notices(m, |t| t.notice.party == me && t.notice.kind == NoticeKind::Farewell, false),
    })
}

pub fn bookings(m: &Movement) -> Vec<BookingView> {
    m.rebooked.iter().rev().take(limits::LINES_SHOWN_MAX).map(|r| booking(m, r)).collect()
}

fn booking(m: &Movement, r: &Rebooked) -> BookingView {
    let on = |t: &crate::domain::plan::Counted| r.travellers.contains(&t.id);
    let active: Vec<_> = m.custody.active(&m.plan).map(|(t, _)| t).collect();
    let units: BTreeSet<u16> = active.iter().filter(|t| on(t)).map(|t| t.unit).collect();
    let cut = |unit: &u16| active.iter().any(|t| t.unit == *unit && !on(t));
    let arrives = r.legs.last().map(|leg| leg.scheduled_in.date_naive());
    let ends_before = |id: &&TravellerId| {
        let papers = m.people.as_ref().and_then(|p| p.persons.get(*id)).map(|p| &p.papers);
        papers.into_iter().flatten().any(|p| p.valid_until.is_some_and(|until| Some(until) < arrives))
    };
    let leg = |l: &Leg| NewLegView {
        flight: l.flight().map(ToString::to_string),
        from: l.from.clone(),
        to: l.to.clone(),
        scheduled_out: l.scheduled_out.trunc_subsecs(0),
        scheduled_in: l.scheduled_in.trunc_subsecs(0),
    };
    BookingView {
        id: r.fact,
        travellers: r.travellers.clone(),
        by: r.by,
        at: r.at.trunc_subsecs(0),
        itinerary: r.legs.iter().map(leg).collect(),
        cuts: units.into_iter().filter(cut).collect(),
        papers: r.travellers.iter().filter(ends_before).cloned().collect(),
    }
}

pub fn refused(m: &Movement) -> Vec<RefusedView> {
    let view = |(id, r): (&Uuid, &crate::domain::movement::RefusedCommand)| RefusedView {
        id: *id,
        kind: r.kind.clone(),
        by: r.by.clone(),
        code: r.code.clone(),
        detail: r.detail.clone(),
        acted: r.at.trunc_subsecs(0),
    };
    let mut list: Vec<RefusedView> = m.refused.iter().map(view).collect();
    list.sort_by_key(|r| (std::cmp::Reverse(r.acted), r.id));
    list.truncate(limits::LINES_SHOWN_MAX);
    list
}

/// Where its people went and came from; `None` if it never parted.
pub fn split(m: &Movement) -> Option<SplitView> {
    let into: Vec<IntoView> = m
        .into
        .iter()
        .map(|(id, (label, count))| IntoView { movement: *id, label: label.clone(), count: *count })
        .collect();
    (m.parted_from.is_some() || !into.is_empty()).then_some(SplitView { from: m.parted_from, into })
}

//! The live document of a station: its own legs, the way here, and what is to be done next.
//! Written out field by field against `protocol.md` §4; what is not in the struct is not seen.
//! Must not know: sessions, the clock, other audiences' fields.

use super::Scene;
use super::custody::{self, BoardedView, CheckpointView, FamilyView, LandedView, NoteView, OfferView, PartyView};
use super::live::{self, ConnectionView, LegView, Minutes};
use super::sums::{self, AlertView, ClaimView, CountsView, LanguageView, NoticeView, SumView};
use super::words;
use crate::domain::access::Grant;
use crate::domain::audience::Audience;
use crate::domain::fact::Level;
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
    with: Vec<PartyView>,
    offers: Vec<OfferView>,
    boarded: Vec<BoardedView>,
    landed: Vec<LandedView>,
    checkpoints: Vec<CheckpointView>,
    notes: Vec<NoteView>,
    family: Vec<FamilyView>,
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
        alerts: sums::alerts(m, &me, grant.level >= Level::Names),
        contacts: contacts(scene, code),
        with: custody::with(m, &grant.audience),
        offers: custody::offers(m, &grant.audience),
        boarded: custody::boarded(m, here),
        landed: custody::landed(m, here),
        checkpoints: custody::checkpoints(&m.custody, Some(&me)),
        notes: custody::notes(&m.custody, &grant.audience),
        family: custody::family(&m.custody),
        next: super::next::station(scene, airport),
    }
}

/// Posts and escorts of the plan; where the journey ends, who receives as well.
fn contacts<P: Places>(scene: &Scene<P>, code: &str) -> Vec<super::people::ContactView> {
    let ends = scene.movement.plan.legs.last().is_some_and(|leg| leg.to == code);
    let mut list = super::people::contacts(scene);
    list.extend(super::people::receivers(scene).filter(|_| ends));
    list
}

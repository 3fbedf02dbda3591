//! The live document of a coordinator: everything of her programme, minutes and chances included.
//! Written out field by field against `protocol.md` §4; what is not in the struct is not seen.
//! Must not know: sessions, the clock, other audiences' fields.

use super::Scene;
use super::custody::{
    self, BoardedView, CheckpointView, FamilyView, LandedView, NoteView, OfferView, PartyView, ReceptionView,
};
use super::live::{self, ConnectionView, LegView, Minutes};
use super::plans::{self, BookingView, RefusedView, SplitView};
use super::sums::{self, AlertView, ClaimView, CountsView, DoorView, LanguageView, NoticeView, SumView};
use super::words;
use crate::domain::access::Grant;
use crate::domain::plan::Places;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct CoordinatorLive {
    movement: Uuid,
    reference: String,
    version: u32,
    label: String,
    #[schemars(with = "words::StateWord")]
    state: &'static str,
    legs: Vec<LegView>,
    connections: Vec<ConnectionView>,
    counts: CountsView,
    receivers: Vec<ReceiverSum>,
    needs: Vec<SumView>,
    languages: Vec<LanguageView>,
    claims: Vec<ClaimView>,
    notices: Vec<NoticeView>,
    alerts: Vec<AlertView>,
    doors: Vec<DoorView>,
    contacts: Vec<super::people::ContactView>,
    with: Vec<PartyView>,
    offers: Vec<OfferView>,
    boarded: Vec<BoardedView>,
    landed: Vec<LandedView>,
    checkpoints: Vec<CheckpointView>,
    notes: Vec<NoteView>,
    family: Vec<FamilyView>,
    reception: Vec<ReceptionView>,
    bookings: Vec<BookingView>,
    refused: Vec<RefusedView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<SplitView>,
    #[schemars(with = "Option<words::NextWord>")]
    next: Option<&'static str>,
}

#[derive(Debug, Serialize, JsonSchema)]
pub struct ReceiverSum {
    receiver: String,
    expected: u16,
    in_arms: u16,
}

pub fn live<P: Places>(scene: &Scene<P>, grant: &Grant) -> CoordinatorLive {
    let m = scene.movement;
    let sum = |r: &str| {
        let (expected, in_arms) = m.expected(Some(r));
        ReceiverSum { receiver: r.to_owned(), expected, in_arms }
    };
    CoordinatorLive {
        movement: m.id,
        reference: m.plan.reference.clone(),
        version: m.version,
        label: m.label.clone(),
        state: live::state(scene),
        legs: live::legs(scene, |_, _| true),
        connections: live::connections(scene, Minutes::All, |_| true),
        counts: sums::counts(m, None, |_| true),
        receivers: m.plan.receivers().into_iter().map(sum).collect(),
        needs: sums::needs(scene, None, true),
        languages: sums::languages(m, None),
        claims: sums::claims(m, |_| true),
        notices: sums::notices(m, |_| true, true),
        alerts: sums::alerts(m, &grant.audience.to_string(), true),
        doors: sums::doors(scene, |_| true),
        contacts: super::people::contacts(scene),
        with: custody::with(m, &grant.audience),
        offers: custody::offers(m, &grant.audience),
        boarded: custody::boarded(m, |_| true),
        landed: custody::landed(m, |_| true),
        checkpoints: custody::checkpoints(&m.custody, None),
        notes: custody::notes(&m.custody, &grant.audience),
        family: custody::family(&m.custody),
        reception: m.plan.receivers().into_iter().map(|r| custody::reception(m, r)).collect(),
        bookings: plans::bookings(m),
        refused: plans::refused(m),
        split: plans::split(m),
        next: None,
    }
}

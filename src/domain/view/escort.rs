//! The live document of an escort: the whole journey she is on, the count, and who meets them.
//! Written out field by field against `protocol.md` §4; what is not in the struct is not seen.
//! Must not know: sessions, the clock, other audiences' fields.

use super::Scene;
use super::custody::{self, BoardedView, CheckpointView, FamilyView, LandedView, NoteView, OfferView, PartyView};
use super::live::{self, ConnectionView, LegView, Minutes};
use super::sums::{self, AlertView, CountsView, DoorView, LanguageView, NoticeView, SumView};
use super::words;
use crate::domain::access::Grant;
use crate::domain::plan::Places;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct EscortLive {
    movement: Uuid,
    version: u32,
    label: String,
    #[schemars(with = "words::StateWord")]
    state: &'static str,
    /// The legs she travels, 1-based.
    #[schemars(inner(range(min = 1)))]
    duty: Vec<u8>,
    legs: Vec<LegView>,
    connections: Vec<ConnectionView>,
    counts: CountsView,
    needs: Vec<SumView>,
    languages: Vec<LanguageView>,
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
    #[schemars(with = "Option<words::NextWord>")]
    next: Option<&'static str>,
}

pub fn live<P: Places>(scene: &Scene<P>, grant: &Grant, account: &str) -> EscortLive {
    let m = scene.movement;
    let me = grant.audience.to_string();
    let duty = m.plan.escorts.iter().filter(|e| e.account == account).flat_map(|e| e.from_leg..=e.to_leg).collect();
    EscortLive {
        movement: m.id,
        version: m.version,
        label: m.label.clone(),
        state: live::state(scene),
        duty,
        legs: live::legs(scene, |_, _| true),
        connections: live::connections(scene, Minutes::All, |_| true),
        counts: sums::counts(m, None, |_| true),
        needs: sums::needs(scene, None, false),
        languages: sums::languages(m, None),
        notices: sums::notices(m, |t| t.notice.party == me, false),
        alerts: sums::alerts(m, &me, true),
        doors: sums::doors(scene, |_| true),
        contacts: super::people::contacts(scene),
        with: custody::with(m, &grant.audience),
        offers: custody::offers(m, &grant.audience),
        boarded: custody::boarded(m, |_| true),
        landed: custody::landed(m, |_| true),
        checkpoints: custody::checkpoints(&m.custody, None),
        notes: custody::notes(&m.custody, &grant.audience),
        family: custody::family(&m.custody),
        next: super::next::escort(m, account),
    }
}

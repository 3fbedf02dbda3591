//! The live document of a receiver: its own people only: who comes when, at the door, with what needs.
//! Written out field by field against `protocol.md` §4; what is not in the struct is not seen.
//! Must not know: sessions, the clock, other audiences' fields.

use super::Scene;
use super::custody::{self, NoteView, OfferView, PartyView, ReceptionView};
use super::live::{self, ConnectionView, LegView, Minutes};
use super::sums::{self, CountsView, DoorView, LanguageView, NoticeView, SumView};
use super::words;
use crate::domain::access::Grant;
use crate::domain::audience::Audience;
use crate::domain::plan::{AgeBand, Places};
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct ReceiverLive {
    movement: Uuid,
    version: u32,
    label: String,
    #[schemars(with = "words::StateWord")]
    state: &'static str,
    /// The arriving leg.
    legs: Vec<LegView>,
    connections: Vec<ConnectionView>,
    counts: CountsView,
    seats: u16,
    child_seats: u16,
    needs: Vec<SumView>,
    languages: Vec<LanguageView>,
    notices: Vec<NoticeView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    door: Option<DoorView>,
    contacts: Vec<super::people::ContactView>,
    with: Vec<PartyView>,
    offers: Vec<OfferView>,
    notes: Vec<NoteView>,
    reception: ReceptionView,
    #[schemars(with = "Option<words::NextWord>")]
    next: Option<&'static str>,
}

pub fn live<P: Places>(scene: &Scene<P>, grant: &Grant, id: &str) -> ReceiverLive {
    let m = scene.movement;
    let me = Audience::Receiver(id.to_owned()).to_string();
    let last = m.plan.legs.len();
    let mine = || m.custody.active(&m.plan).map(|(t, _)| t).filter(|t| t.receiver.as_deref() == Some(id));
    let number = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    ReceiverLive {
        movement: m.id,
        version: m.version,
        label: m.label.clone(),
        state: live::state(scene),
        legs: live::legs(scene, |n, _| usize::from(n) == last),
        connections: live::connections(scene, Minutes::None, |_| true),
        counts: sums::counts(m, Some(id), |c| c.audience == me),
        seats: number(mine().count()),
        child_seats: number(mine().filter(|t| t.age_band <= AgeBand::Child).count()),
        needs: sums::needs(scene, Some(id), false),
        languages: sums::languages(m, Some(id)),
        notices: sums::notices(m, |t| t.notice.party == me, false),
        door: sums::doors(scene, |r| r == id).into_iter().next(),
        contacts: super::people::last_escort(scene, grant),
        with: custody::with(m, &grant.audience),
        offers: custody::offers(m, &grant.audience),
        notes: custody::notes(&m.custody, &grant.audience),
        reception: custody::reception(m, id),
        next: super::next::receiver(m, id),
    }
}

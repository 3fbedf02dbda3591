//! The live document of an authority: a whole arrival in counts, needs summed, and the door times.
//! Written out field by field against `protocol.md` §4; what is not in the struct is not seen.
//! Must not know: sessions, the clock, other audiences' fields.

use super::Scene;
use super::custody::{self, PartyView};
use super::live::{self, ConnectionView, LegView, Minutes};
use super::sums::{self, CountsView, DoorView, LanguageView, NoticeView, SumView};
use super::words;
use crate::domain::access::Grant;
use crate::domain::plan::Places;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize, JsonSchema)]
pub struct AuthorityLive {
    movement: Uuid,
    version: u32,
    label: String,
    #[schemars(with = "words::StateWord")]
    state: &'static str,
    legs: Vec<LegView>,
    connections: Vec<ConnectionView>,
    counts: CountsView,
    needs: Vec<SumView>,
    languages: Vec<LanguageView>,
    notices: Vec<NoticeView>,
    doors: Vec<DoorView>,
    with: Vec<PartyView>,
}

pub fn live<P: Places>(scene: &Scene<P>, grant: &Grant) -> AuthorityLive {
    let m = scene.movement;
    let me = grant.audience.to_string();
    let last = m.plan.legs.len();
    let plain = |c: ConnectionView| ConnectionView { reason: None, ..c };
    AuthorityLive {
        movement: m.id,
        version: m.version,
        label: m.label.clone(),
        state: live::state(scene),
        legs: live::legs(scene, |n, _| usize::from(n) == last),
        connections: live::connections(scene, Minutes::None, |_| true).into_iter().map(plain).collect(),
        counts: sums::counts(m, None, |_| false),
        needs: sums::needs(scene, None, false),
        languages: sums::languages(m, None),
        notices: sums::notices(m, |t| t.notice.party == me, false),
        doors: sums::doors(scene, |_| true),
        with: custody::with(m, &grant.audience),
    }
}

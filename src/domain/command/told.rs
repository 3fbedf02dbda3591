//! Commands about what was told: acknowledgements, alerts, notes, calls
//! asked for, what the family knows. Free text is short, sealed, and seen
//! by whoever it is for. Must not know: how a notice travels.

use super::{Asking, Refusal, SHORT_WORD, Said, at, conflict, rejected, short, slug, text_only};
use crate::domain::audience::{Audience, Role};
use crate::domain::fact::{Body, Confidence, Priority};
use crate::domain::movement::names;
use crate::domain::plan::{Places, TravellerId};
use crate::domain::view::words::TravellerText;
use crate::limits;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

const ACTING: [Role; 4] = [Role::Station, Role::Escort, Role::Receiver, Role::Coordinator];

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AckBody {
    notice: Uuid,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

pub(super) fn acknowledged<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    let ack: AckBody = a.body()?;
    let party = a.actor.to_string();
    if a.movement.notices.get(&ack.notice).is_none_or(|told| told.notice.party != party) {
        let detail = "Expected a notice of this movement that is addressed to you.";
        return Err(rejected("unknown-notice", detail.to_owned()));
    }
    Ok((Body::Acknowledged { notice: ack.notice, party }, text_only(ack.text)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AlertBody {
    #[schemars(regex(pattern = SHORT_WORD))]
    kind: String,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
    #[serde(default)]
    #[schemars(with = "Option<Vec<TravellerText>>")]
    travellers: Option<Vec<TravellerId>>,
}

pub(super) fn alert_raised<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&ACTING)?;
    let alert: AlertBody = a.body()?;
    let travellers = alert.travellers.unwrap_or_default();
    a.travellers(&travellers)?;
    let said = Body::AlertRaised { alert: slug(&alert.kind, "/body/kind")?, travellers };
    Ok((said, text_only(alert.text)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ResolveBody {
    alert: Uuid,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

pub(super) fn alert_resolved<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&ACTING)?;
    let alert: ResolveBody = a.body()?;
    if a.movement.custody.stands(&alert.alert, &a.movement.plan) {
        let detail = "Somebody is still not known. Say who was found, or that they no longer travel.";
        return Err(rejected("still-not-known", detail.to_owned()));
    }
    if !a.movement.alerts.contains_key(&alert.alert) {
        let now = serde_json::json!({ "alerts": a.movement.alerts.keys().collect::<Vec<_>>() });
        return Err(conflict("no-such-alert", "This alert is not open; somebody may have resolved it.", now));
    }
    Ok((Body::AlertResolved { alert: alert.alert }, text_only(alert.text)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CallBackBody {
    priority: Priority,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    about: Option<String>,
}

pub(super) fn call_back<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Station, Role::Escort, Role::Receiver])?;
    let call: CallBackBody = a.body()?;
    Ok((Body::CallBack { priority: call.priority }, text_only(call.about)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteBody {
    to: String,
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: String,
}

pub(super) fn noted<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&ACTING)?;
    let note: NoteBody = a.body()?;
    // Posts and escorts know their desk, not what its programme is called.
    let to = match note.to.as_str() {
        "coordinator" => Audience::Coordinator(a.movement.plan.programme.clone()),
        party => party.parse().map_err(|_| at("/body/to", "Expected a party like station:ORD, or coordinator."))?,
    };
    if !names(&a.movement.plan, &to) || !ACTING.contains(&to.role()) {
        return Err(at("/body/to", "Expected a party of this movement."));
    }
    let text = short(Some(note.text))?.ok_or_else(|| at("/body/text", "Expected a text."))?;
    Ok((Body::Noted { to }, Confidence { text: Some(text), ..Confidence::default() }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FamilyBody {
    language: String,
}

pub(super) fn family_told<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Station, Role::Escort])?;
    let told: FamilyBody = a.body()?;
    let ok = (2..=12).contains(&told.language.len())
        && told.language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !ok {
        return Err(at("/body/language", "Expected a language tag like ar or fa-AF."));
    }
    Ok((Body::FamilyTold { language: told.language }, Confidence::default()))
}

//! Commands of a receiver: ready, a problem, received N. Received
//! is the taking itself; nobody else's word is waited for. Must
//! not know: the state of anybody, who is told.

use super::{Asking, Refusal, SHORT_WORD, Said, at, slug, text_only};
use crate::domain::audience::{Audience, Role};
use crate::domain::fact::{Body, Confidence};
use crate::domain::plan::{Places, TravellerId};
use crate::domain::view::words::TravellerText;
use crate::limits;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReadyBody {}

pub(super) fn ready<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Receiver])?;
    let ReadyBody {} = a.body()?;
    Ok((Body::Ready, Confidence::default()))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProblemBody {
    #[schemars(regex(pattern = SHORT_WORD))]
    kind: String,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

pub(super) fn problem<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Receiver])?;
    let said: ProblemBody = a.body()?;
    Ok((Body::Problem { problem: slug(&said.kind, "/body/kind")? }, text_only(said.text)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReceivedBody {
    #[schemars(range(max = limits::COUNT_MAX))]
    count: u16,
    #[serde(default)]
    #[schemars(with = "Option<Vec<TravellerText>>")]
    missing: Option<Vec<TravellerId>>,
}

pub(super) fn received<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Receiver])?;
    let said: ReceivedBody = a.body()?;
    if said.count > limits::COUNT_MAX {
        return Err(at("/body/count", "Expected at most 999."));
    }
    let missing = said.missing.unwrap_or_default();
    a.travellers(&missing)?;
    let Audience::Receiver(id) = &a.actor else { return Err(at("/for", "Expected a receiver.")) };
    let own = |t: &TravellerId| {
        a.movement.plan.travellers.iter().any(|p| p.id == *t && p.receiver.as_deref() == Some(id.as_str()))
    };
    if !missing.iter().all(own) {
        return Err(at("/body/missing", "Expected your own people."));
    }
    Ok((Body::ReceivedAll { count: said.count, missing }, Confidence::default()))
}

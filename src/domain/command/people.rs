//! Commands about who travels: people who come and drop out on the way, what is put right about them, who is missing
//! and found, and a child handed to the registered guardian by two accounts. What is personal is sealed.
//! Must not know: who may see it.

use super::{Asking, PLACE_WORD, Refusal, Said, at, conflict, place, rejected, short, text_only};
use crate::domain::audience::{Audience, Role};
use crate::domain::fact::{Addition, Body, Confidence, Correction, Outcome, Reason, Turn};
use crate::domain::manifest::Sex;
use crate::domain::party::Party;
use crate::domain::plan::{AgeBand, Counted, Person, Places, TravellerId};
use crate::domain::publish::traveller_id;
use crate::domain::view::words::TravellerText;
use crate::limits;
use chrono::Duration;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddBody {
    reason: Reason,
    #[serde(default)]
    called: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    age_band: Option<AgeBand>,
    #[serde(default)]
    sex: Option<Sex>,
    /// The responsible adult.
    #[serde(default)]
    #[schemars(with = "Option<TravellerText>")]
    with: Option<TravellerId>,
    /// Somebody whose unit and receiver they share.
    #[serde(default)]
    #[schemars(with = "Option<TravellerText>")]
    like: Option<TravellerId>,
    #[serde(default)]
    receiver: Option<String>,
    #[serde(default)]
    languages: Option<Vec<String>>,
}

pub(super) fn added<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort, Role::Station, Role::Coordinator])?;
    let add: AddBody = a.body()?;
    if a.movement.plan.travellers.len() >= limits::TRAVELLERS_MAX {
        return Err(rejected("too-many-travellers", format!("Expected at most {}.", limits::TRAVELLERS_MAX)));
    }
    let kin = add.like.as_ref().or(add.with.as_ref());
    a.travellers(&kin.cloned().into_iter().collect::<Vec<_>>())?;
    let held = kin.and_then(|id| a.movement.plan.travellers.iter().find(|t| t.id == *id));
    let born = if add.reason == Reason::Birth { AgeBand::Infant } else { AgeBand::Adult };
    let age_band = add.age_band.unwrap_or(born);
    let next_unit = a.movement.plan.travellers.iter().map(|t| t.unit).max().map_or(0, |n| n.saturating_add(1));
    let receiver = match add.receiver {
        Some(id) => {
            // Somebody on the way names no new party that would see them.
            let of_plan = a.movement.plan.receivers().contains(id.as_str());
            if !of_plan && a.actor.role() != Role::Coordinator {
                return Err(at("/body/receiver", "Expected a receiver of this movement."));
            }
            Some(super::slug(&id, "/body/receiver")?)
        }
        None => held.and_then(|t| t.receiver.clone()).or_else(|| only_receiver(a)),
    };
    let traveller = Counted {
        id: traveller_id(a.movement.id, &format!("added {}", a.asked.id)),
        receiver,
        unit: held.map_or(next_unit, |t| t.unit),
        in_arms: age_band == AgeBand::Infant,
        age_band,
        unaccompanied: age_band.minor() && add.with.is_none() && held.is_none(),
    };
    let (name, called) = (short(add.name)?.unwrap_or_default(), short(add.called)?);
    let person = Person {
        key: String::new(),
        called: called.unwrap_or_else(|| name.clone()),
        name,
        name_local: None,
        born: String::new(),
        sex: add.sex,
        principal: false,
        with: add.with,
        guardian: None,
        languages: languages(add.languages)?.unwrap_or_default(),
        needs: Vec::new(),
        bags: 0,
        papers: Vec::new(),
    };
    let said = Body::Added(Addition { traveller, reason: add.reason });
    Ok((said, Confidence { person: Some(Box::new(person)), ..Confidence::default() }))
}

/// The receiver of everybody, where there is one.
fn only_receiver<P: Places>(a: &Asking<P>) -> Option<String> {
    let all = a.movement.plan.receivers();
    if all.len() == 1 { all.into_iter().next().map(str::to_owned) } else { None }
}

fn languages(list: Option<Vec<String>>) -> Result<Option<Vec<String>>, Refusal> {
    let ok = |l: &String| (2..=12).contains(&l.len()) && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match list {
        Some(list) if list.len() > 8 || !list.iter().all(ok) => {
            Err(at("/body/languages", "Expected at most 8 language tags like ar or fa-AF."))
        }
        list => Ok(list),
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DropBody {
    #[schemars(with = "Vec<TravellerText>")]
    travellers: Vec<TravellerId>,
    outcome: Outcome,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

pub(super) fn dropped<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort, Role::Station, Role::Coordinator])?;
    let drop: DropBody = a.body()?;
    if drop.travellers.is_empty() {
        return Err(at("/body/travellers", "Expected who no longer travels."));
    }
    // A search is given up by one person who answers for it.
    if drop.outcome == Outcome::NotFound && a.actor.role() != Role::Coordinator {
        let detail = "Only the coordinator says that a search is over. Say person.missing.";
        return Err(rejected("not-your-command", detail.to_owned()));
    }
    a.travellers(&drop.travellers)?;
    Ok((Body::Dropped { travellers: drop.travellers, outcome: drop.outcome }, text_only(drop.text)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectBody {
    #[schemars(with = "TravellerText")]
    traveller: TravellerId,
    #[serde(default)]
    called: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    name_local: Option<String>,
    #[serde(default)]
    sex: Option<Sex>,
    #[serde(default)]
    languages: Option<Vec<String>>,
    #[serde(default)]
    bags: Option<u8>,
    #[serde(default)]
    confirm: bool,
}

pub(super) fn corrected<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort, Role::Station, Role::Coordinator])?;
    let said: CorrectBody = a.body()?;
    a.travellers(std::slice::from_ref(&said.traveller))?;
    if said.confirm && a.actor.role() != Role::Coordinator {
        return Err(rejected("not-your-command", "Only the coordinator confirms somebody who was added.".to_owned()));
    }
    let correction = Correction {
        called: short(said.called)?,
        name: short(said.name)?,
        name_local: short(said.name_local)?,
        sex: said.sex,
        languages: languages(said.languages)?,
        bags: said.bags,
    };
    if correction == Correction::default() && !said.confirm {
        return Err(at("/body", "Expected something to put right, or `confirm`."));
    }
    let body = Body::Corrected { traveller: said.traveller, confirm: said.confirm };
    Ok((body, Confidence { correction: Some(Box::new(correction)), ..Confidence::default() }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonBody {
    #[schemars(with = "TravellerText")]
    traveller: TravellerId,
    #[serde(rename = "where")]
    #[schemars(regex(pattern = PLACE_WORD))]
    place: String,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

pub(super) fn missing_or_found<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort, Role::Station])?;
    let said: PersonBody = a.body()?;
    a.travellers(std::slice::from_ref(&said.traveller))?;
    let (traveller, place) = (said.traveller, place(&said.place, "/body/where")?);
    let body = match a.asked.kind.as_str() {
        "person.missing" => Body::Missing { traveller, place },
        _ => Body::Found { traveller, place },
    };
    Ok((body, text_only(said.text)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReleaseBody {
    #[schemars(with = "TravellerText")]
    traveller: TravellerId,
    id_seen: bool,
    code: String,
}

/// The first of two accounts. It never counts alone, and nobody writes it down for somebody else.
pub(super) fn releasing<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    let said = release(a)?;
    let child = a.movement.plan.travellers.iter().any(|t| t.id == said.traveller && t.unaccompanied);
    if !child {
        let detail = "Only a child without a responsible adult is handed to a registered guardian.";
        return Err(rejected("no-guardian", detail.to_owned()));
    }
    let confidence = Confidence { code: Some(said.code), ..Confidence::default() };
    Ok((Body::Releasing { traveller: said.traveller }, confidence))
}

pub(super) fn released<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    let said = release(a)?;
    let open = a.movement.custody.releases.iter().filter(|(_, r)| r.traveller == said.traveller);
    let Some((id, held)) = open.max_by_key(|(_, r)| r.at) else {
        let now = serde_json::json!({ "party": a.movement.custody.party(&said.traveller).map(ToString::to_string) });
        return Err(conflict("no-such-release", "Nobody has begun to hand this child over.", now));
    };
    if held.account == a.author.account {
        let detail = "A second account confirms: expected another one than the one that began.";
        return Err(rejected("second-account", detail.to_owned()));
    }
    if a.acted - held.at > Duration::minutes(limits::RELEASE_WITHIN_MIN) || a.acted < held.at {
        let detail = format!("Expected within {} min of the first; begin again.", limits::RELEASE_WITHIN_MIN);
        return Err(rejected("release-expired", detail));
    }
    if held.code.as_deref() != Some(said.code.as_str()) {
        return Err(rejected("code-differs", "The code is not the one the first account was told.".to_owned()));
    }
    Ok((Body::Released { traveller: said.traveller, release: *id }, Confidence::default()))
}

fn release<P: Places>(a: &Asking<P>) -> Result<ReleaseBody, Refusal> {
    a.role(&[Role::Receiver, Role::Escort])?;
    if a.asked.said_by.is_some() {
        return Err(rejected("not-your-command", "A child is handed over by who stands there.".to_owned()));
    }
    let said: ReleaseBody = a.body()?;
    a.travellers(std::slice::from_ref(&said.traveller))?;
    if !said.id_seen {
        return Err(at("/body/id_seen", "Expected true: the guardian's document has been seen."));
    }
    if said.code.trim().is_empty() || said.code.chars().count() > limits::PERSON_CHARS_MAX {
        return Err(at("/body/code", "Expected the code the guardian says."));
    }
    let own = |me: &String| {
        let of = |t: &Counted| t.id == said.traveller && t.receiver.as_ref() == Some(me);
        a.movement.plan.travellers.iter().any(of)
    };
    if matches!(&a.actor, Audience::Receiver(me) if !own(me)) {
        return Err(rejected("unknown-traveller", "Expected a child of your own.".to_owned()));
    }
    if !at_the_end(a, &said.traveller) {
        let detail = "Expected at the final place, by who has the child.";
        return Err(rejected("not-at-the-end", detail.to_owned()));
    }
    Ok(said)
}

/// With the receiver, or with an escort once the last leg has come in.
fn at_the_end<P: Places>(a: &Asking<P>, traveller: &str) -> bool {
    let last = u8::try_from(a.movement.plan.legs.len()).unwrap_or(u8::MAX);
    let come = *a.movement.turn(last) == Turn::In || a.movement.custody.landed.contains_key(&last);
    match (a.movement.custody.party(traveller), &a.actor) {
        (Some(Party::Receiver(id)), Audience::Receiver(me)) => id == me,
        (Some(Party::Receiver(_)), Audience::Escort(_)) => true,
        (Some(Party::Escort(_)), _) => come,
        _ => false,
    }
}

//! Commands that say who is with whom: handovers of two sides and of
//! one, sightings, boarding. What they do to the state is the fold's
//! affair. Must not know: the state of anybody, who is told.

use super::{Asking, Named, PLACE_WORD, Refusal, Said, at, place, rejected, short, text_only};
use crate::domain::audience::{Audience, Role};
use crate::domain::fact::{Accept, Boarding, Body, Checkpoint, Confidence, Give, Offer, Sighting, Take, Whom};
use crate::domain::movement::names;
use crate::domain::party::{Outside, Party};
use crate::domain::plan::{Places, TravellerId};
use crate::domain::shape::instant_or_none;
use crate::domain::view::words::TravellerText;
use crate::limits;
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

const HANDS: [Role; 3] = [Role::Escort, Role::Station, Role::Receiver];

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OfferBody {
    to: Party,
    #[serde(default)]
    travellers: Option<Named>,
    #[serde(default)]
    all: bool,
    #[schemars(range(max = limits::COUNT_MAX))]
    count: u16,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    note: Option<String>,
}

pub(super) fn offered<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&HANDS)?;
    let offer: OfferBody = a.body()?;
    let to = offer.to.audience().filter(|to| names(&a.movement.plan, to) && *to != a.actor);
    if to.is_none() {
        return Err(at("/body/to", "Expected another station, escort or receiver of this movement."));
    }
    let body = Offer { to: offer.to, whom: whom(a, offer.travellers, offer.all)?, count: counted(offer.count)? };
    Ok((Body::Offered(body), text_only(offer.note)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AcceptBody {
    from: Party,
    #[serde(default)]
    offer: Option<Uuid>,
    #[serde(default)]
    travellers: Option<Named>,
    #[serde(default)]
    all: bool,
    #[schemars(range(max = limits::COUNT_MAX))]
    count: u16,
    #[serde(default)]
    papers_bag: bool,
}

pub(super) fn accepted<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&HANDS)?;
    let accept: AcceptBody = a.body()?;
    let body = Accept {
        from: accept.from,
        offer: accept.offer,
        whom: whom(a, accept.travellers, accept.all)?,
        count: counted(accept.count)?,
        papers_bag: accept.papers_bag,
    };
    Ok((Body::Accepted(body), Confidence::default()))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RefuseBody {
    #[serde(default)]
    from: Option<Party>,
    #[serde(default)]
    offer: Option<Uuid>,
    // What a two-sided handover says of people may stand here too; a refusal moves nobody.
    #[serde(default, rename = "travellers")]
    _travellers: Option<Named>,
    #[serde(default, rename = "all")]
    _all: bool,
    #[serde(default, rename = "count")]
    _count: Option<u16>,
    #[serde(default, rename = "papers_bag")]
    _papers_bag: Option<bool>,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

pub(super) fn declined<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&HANDS)?;
    let refuse: RefuseBody = a.body()?;
    let offered = refuse.offer.and_then(|id| a.movement.custody.offers.get(&id)).map(|o| o.from.clone());
    let from = refuse.from.or(offered).ok_or_else(|| at("/body/from", "Expected `from`, or an open offer."))?;
    Ok((Body::Declined { from, offer: refuse.offer }, text_only(refuse.text)?))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GiveBody {
    party: Outsider,
    #[serde(default)]
    travellers: Option<Named>,
    #[serde(default)]
    all: bool,
    #[schemars(range(max = limits::COUNT_MAX))]
    count: u16,
    #[serde(default, deserialize_with = "instant_or_none")]
    back_by: Option<DateTime<Utc>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Outsider {
    kind: Outside,
    #[serde(default)]
    name: Option<String>,
}

pub(super) fn given<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort, Role::Station])?;
    let give: GiveBody = a.body()?;
    let named = short(give.party.name)?;
    // Nobody is given away without a time back: a time nobody said is the default's.
    let night = matches!(give.party.kind, Outside::Hotel | Outside::Hospital);
    let default_h = if night { limits::BACK_BY_NIGHT_H } else { limits::BACK_BY_H };
    let body = Give {
        party: give.party.kind,
        whom: whom(a, give.travellers, give.all)?,
        count: counted(give.count)?,
        back_by: give.back_by.unwrap_or(a.acted + Duration::hours(default_h)),
    };
    Ok((Body::Given(body), Confidence { named, ..Confidence::default() }))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TakeBody {
    from: Party,
    #[serde(default)]
    travellers: Option<Named>,
    #[serde(default)]
    all: bool,
    #[schemars(range(max = limits::COUNT_MAX))]
    count: u16,
}

pub(super) fn taken<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort, Role::Station])?;
    let take: TakeBody = a.body()?;
    let whom = whom(a, take.travellers, take.all)?;
    Ok((Body::Taken(Take { from: take.from, whom, count: counted(take.count)? }), Confidence::default()))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BoardedBody {
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    leg: u8,
    #[schemars(range(max = limits::COUNT_MAX))]
    count: u16,
    #[serde(default)]
    #[schemars(with = "Option<Vec<TravellerText>>")]
    travellers: Option<Vec<TravellerId>>,
}

pub(super) fn boarded<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Station, Role::Escort])?;
    let said: BoardedBody = a.body()?;
    leaves_here(a, said.leg)?;
    let travellers = said.travellers.unwrap_or_default();
    a.travellers(&travellers)?;
    let boarding = Boarding { leg: said.leg, aboard: None, count: counted(said.count)?, whom: Whom::these(travellers) };
    Ok((Body::Boarded(boarding), Confidence::default()))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BehindBody {
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    leg: u8,
    #[schemars(with = "Vec<TravellerText>")]
    travellers: Vec<TravellerId>,
}

pub(super) fn left_behind<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Station, Role::Escort])?;
    let said: BehindBody = a.body()?;
    leaves_here(a, said.leg)?;
    if said.travellers.is_empty() {
        return Err(at("/body/travellers", "Expected who was left behind."));
    }
    a.travellers(&said.travellers)?;
    Ok((Body::LeftBehind { leg: said.leg, travellers: said.travellers }, Confidence::default()))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LandedBody {
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    leg: u8,
}

pub(super) fn landed<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort])?;
    let said: LandedBody = a.body()?;
    a.leg(said.leg)?;
    Ok((Body::Landed { leg: said.leg }, Confidence::default()))
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SightingBody {
    #[serde(default)]
    travellers: Option<Named>,
    #[serde(default)]
    all: bool,
    #[schemars(regex(pattern = PLACE_WORD))]
    place: String,
    #[serde(default)]
    checkpoint: Option<Checkpoint>,
}

pub(super) fn sighted<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Escort, Role::Station])?;
    let said: SightingBody = a.body()?;
    let sighting = Sighting {
        whom: whom(a, said.travellers, said.all)?,
        place: place(&said.place, "/body/place")?,
        checkpoint: said.checkpoint,
    };
    Ok((Body::Sighted(sighting), Confidence::default()))
}

/// A station speaks only of legs that leave from its own airport.
fn leaves_here<P: Places>(a: &Asking<P>, leg: u8) -> Result<(), Refusal> {
    let from = &a.leg(leg)?.from;
    match &a.actor {
        Audience::Station(own) if own.as_str() != from => {
            Err(rejected("not-your-airport", "Expected a leg that leaves from your own airport.".to_owned()))
        }
        _ => Ok(()),
    }
}

fn whom<P: Places>(a: &Asking<P>, travellers: Option<Named>, all: bool) -> Result<Whom, Refusal> {
    match travellers {
        Some(Named::Word(word)) if word == "all" => Ok(Whom::everybody()),
        Some(Named::These(ids)) if !ids.is_empty() && !all => {
            a.travellers(&ids)?;
            Ok(Whom::these(ids))
        }
        Some(Named::These(ids)) if ids.is_empty() && all => Ok(Whom::everybody()),
        None if all => Ok(Whom::everybody()),
        _ => Err(at("/body/travellers", "Expected either `travellers` with ids, or `all: true`.")),
    }
}

fn counted(count: u16) -> Result<u16, Refusal> {
    if count > limits::COUNT_MAX { Err(at("/body/count", "Expected at most 999.")) } else { Ok(count) }
}

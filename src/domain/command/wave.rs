//! Commands on a whole wave, and counts: claim, be there, count. A wave is all
//! our people on one flight at one station; what is said of it stands in each
//! of its movements. Must not know: which movements those are.

use super::{Asking, Decision, PLACE_WORD, Refusal, SHORT_WORD, Said, at, conflict, place, slug};
use crate::domain::audience::{Audience, Role};
use crate::domain::fact::{Body, Confidence, Count};
use crate::domain::place::FlightKey;
use crate::domain::plan::{Leg, Places, TravellerId};
use crate::domain::view::words::TravellerText;
use crate::limits;
use schemars::JsonSchema;
use serde::Deserialize;
use uuid::Uuid;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WaveBody {
    #[schemars(with = "crate::domain::place::Airport")]
    station: String,
    flight: FlightKey,
}

pub(super) fn wave<P: Places>(a: &Asking<P>) -> Result<Decision, Refusal> {
    a.role(&[Role::Station])?;
    let wave: WaveBody = a.body()?;
    at_own_station(a, &wave.station)?;
    on_plan(a, &wave.flight, &wave.station)?;
    let (flight, station) = (wave.flight.to_string(), wave.station.clone());
    let said = match a.asked.kind.as_str() {
        "claim" => {
            unclaimed(a, &station, &flight)?;
            Body::Claimed { station: station.clone(), flight }
        }
        "unclaim" => Body::Unclaimed { station: station.clone(), flight },
        _ => Body::Arrived { station: station.clone(), flight },
    };
    let fact = a.signed(said, Confidence::default())?;
    Ok(Decision::Wave { flight: wave.flight, station, fact })
}

fn at_own_station<P: Places>(a: &Asking<P>, station: &str) -> Result<(), Refusal> {
    match &a.actor {
        Audience::Station(own) if own.as_str() != station => Err(at("/body/station", "Expected your own station.")),
        _ => Ok(()),
    }
}

fn on_plan<P: Places>(a: &Asking<P>, flight: &FlightKey, station: &str) -> Result<(), Refusal> {
    let here = |leg: &Leg| leg.flight() == Some(flight) && (leg.from == station || leg.to == station);
    if a.movement.plan.legs.iter().any(here) {
        Ok(())
    } else {
        Err(at("/body/flight", "Expected a flight of this movement that leaves from or comes to this station."))
    }
}

fn unclaimed<P: Places>(a: &Asking<P>, station: &str, flight: &str) -> Result<(), Refusal> {
    match a.movement.claims.get(&(station.to_owned(), flight.to_owned())) {
        Some(held) if held.by != a.author.account => Err(conflict(
            "already-claimed",
            "Somebody else has claimed this wave.",
            serde_json::json!({ "by": held.by, "at": held.at }),
        )),
        _ => Ok(()),
    }
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CountBody {
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    leg: u8,
    #[schemars(regex(pattern = PLACE_WORD))]
    place: String,
    #[serde(default)]
    #[schemars(regex(pattern = SHORT_WORD))]
    part: Option<String>,
    #[schemars(range(max = limits::COUNT_MAX))]
    here: u16,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    in_arms: Option<u16>,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    escorts: Option<u16>,
    #[serde(default)]
    #[schemars(range(max = limits::COUNT_MAX))]
    over: Option<u16>,
    #[serde(default)]
    #[schemars(with = "Option<Vec<TravellerText>>")]
    missing: Option<Vec<TravellerId>>,
    /// Whether it is a share of one count of the whole wave; its flight may stand here too.
    #[serde(default)]
    wave: Option<Share>,
    #[serde(default)]
    corrects: Option<Uuid>,
}

#[derive(Deserialize, PartialEq, JsonSchema)]
#[serde(untagged)]
enum Share {
    Said(bool),
    Flight(FlightKey),
}

pub(super) fn counted<P: Places>(a: &Asking<P>) -> Result<Said, Refusal> {
    a.role(&[Role::Station, Role::Escort, Role::Receiver])?;
    let said: CountBody = a.body()?;
    a.leg(said.leg)?;
    let most = [said.here, said.in_arms.unwrap_or(0), said.escorts.unwrap_or(0), said.over.unwrap_or(0)];
    if most.iter().any(|n| *n > limits::COUNT_MAX) {
        return Err(at("/body/here", "Expected at most 999."));
    }
    let missing = said.missing.unwrap_or_default();
    a.travellers(&missing)?;
    let count = Count {
        leg: said.leg,
        place: place(&said.place, "/body/place")?,
        part: said.part.as_deref().map(|part| slug(part, "/body/part")).transpose()?,
        here: said.here,
        in_arms: said.in_arms,
        escorts: said.escorts.unwrap_or(0),
        over: said.over.unwrap_or(0),
        missing,
        wave: said.wave.is_some_and(|share| share != Share::Said(false)),
        corrects: said.corrects,
    };
    Ok((Body::Counted(count), Confidence::default()))
}

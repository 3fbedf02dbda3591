//! Commands: what a person did, decided against the state of one movement. A command is never refused for
//! being late; scope is that of the moment it was made. The answer is a fact, a staff word about a flight,
//! or a refusal that says what was expected. Must not know: the store, the socket it came by, other movements.

pub mod schema;
mod word;

use super::audience::Audience;
use super::fact::{Body, Count, Fact, Heard, Private};
use super::movement::Movement;
use super::observation::{Field, Value};
use super::place::{Airport, FlightKey};
use super::plan::TravellerId;
use super::shape;
use super::view::words::TravellerText;
use crate::limits;
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// A command as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: Uuid,
    pub kind: String,
    /// When the person acted and when the device sent it, both by the device's clock.
    pub at: DateTime<Utc>,
    pub sent: DateTime<Utc>,
    pub body: serde_json::Value,
    pub said_by: Option<String>,
    pub heard: Option<Heard>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Author {
    pub account: String,
    pub audience: Audience,
}

/// What a command comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// On this movement.
    Fact(Box<Fact>),
    /// On every movement of the wave: all our people on one flight at one station.
    Wave { flight: FlightKey, station: String, fact: Box<Fact> },
    /// A staff word about a flight.
    Word { flight: FlightKey, field: Field, value: Value, until: DateTime<Utc>, fact: Box<Fact> },
}

/// Why not. `code` is stable; `detail` is for a person.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The rules refuse.
    Rejected { code: &'static str, detail: String, pointer: Option<String> },
    /// Right when made, but another act came first; `now` says what holds.
    Conflict { code: &'static str, detail: String, now: serde_json::Value },
}

/// Decides a command.
///
/// # Errors
/// The refusal, named by what the sender can do about it.
pub fn decide(
    movement: &Movement,
    asked: &Asked,
    author: &Author,
    received: DateTime<Utc>,
) -> Result<Decision, Refusal> {
    if movement.facts >= limits::FACTS_MAX {
        let detail =
            format!("This movement holds {} facts, its limit; close it and publish another.", limits::FACTS_MAX);
        return Err(rejected("too-many-facts", detail));
    }
    if asked.said_by.as_ref().is_some_and(|party| party.parse::<Audience>().is_err()) {
        return Err(at("/for", "Expected a party like receiver:erie-reception."));
    }
    let acted = received.min(received - (asked.sent - asked.at).max(Duration::zero()));
    let (body, private) = match asked.kind.as_str() {
        "claim" | "unclaim" | "arrived" => return wave(movement, asked, author, received, acted),
        "flight.state" => return word::word(movement, asked, author, received, acted),
        "count" => counted(movement, asked, author)?,
        "notice.ack" => acknowledged(movement, asked, author)?,
        "alert.raise" => alert_raised(movement, asked, author)?,
        "alert.resolve" => alert_resolved(movement, asked, author)?,
        "movement.close" | "movement.cancel" => ended(movement, asked, author)?,
        _ => {
            let detail = format!("There is no such command here. Known: {}.", KINDS.join(", "));
            return Err(rejected("unknown-command", detail));
        }
    };
    Ok(Decision::Fact(Box::new(fact(asked, author, acted, received, body, private))))
}

/// What a command adds to the movement: its open half and its sealed one.
type Said = (Body, Option<Private>);

fn wave(
    movement: &Movement,
    asked: &Asked,
    author: &Author,
    received: DateTime<Utc>,
    acted: DateTime<Utc>,
) -> Result<Decision, Refusal> {
    role(author, asked, &["station"])?;
    let wave: WaveBody = body(asked)?;
    at_own_station(author, &wave.station)?;
    on_plan(movement, &wave.flight, &wave.station)?;
    let (flight, station) = (wave.flight.to_string(), wave.station.clone());
    let said = match asked.kind.as_str() {
        "claim" => {
            unclaimed(movement, &station, &flight, author)?;
            Body::Claimed { station: station.clone(), flight }
        }
        "unclaim" => Body::Unclaimed { station: station.clone(), flight },
        _ => Body::Arrived { station: station.clone(), flight },
    };
    let fact = Box::new(fact(asked, author, acted, received, said, None));
    Ok(Decision::Wave { flight: wave.flight, station, fact })
}

fn counted(movement: &Movement, asked: &Asked, author: &Author) -> Result<Said, Refusal> {
    role(author, asked, &["station", "escort", "receiver"])?;
    let count: Count = body(asked)?;
    if movement.plan.leg(count.leg).is_none() {
        return Err(at("/body/leg", "Expected a leg of this movement."));
    }
    if [count.here, count.in_arms, count.escorts, count.over].iter().any(|n| *n > limits::COUNT_MAX) {
        return Err(at("/body/here", "Expected at most 999."));
    }
    slug(&count.place)?;
    count.part.as_deref().map(slug).transpose()?;
    known_travellers(movement, &count.missing)?;
    Ok((Body::Counted(count), None))
}

fn acknowledged(movement: &Movement, asked: &Asked, author: &Author) -> Result<Said, Refusal> {
    let ack: AckBody = body(asked)?;
    // Only a coordinator writes down what another party said, and only with how it was heard.
    let written_down = asked.heard.is_some() && matches!(author.audience, Audience::Coordinator(_));
    let party = match &asked.said_by {
        Some(party) if written_down => party.clone(),
        Some(_) => {
            return Err(rejected(
                "not-your-command",
                "Expected `heard`, and a coordinator, to write down for another party.".to_owned(),
            ));
        }
        None => author.audience.to_string(),
    };
    if movement.notices.get(&ack.notice).is_none_or(|told| told.notice.party != party) {
        let detail = "Expected a notice of this movement that is addressed to you.";
        return Err(rejected("unknown-notice", detail.to_owned()));
    }
    Ok((Body::Acknowledged { notice: ack.notice, party }, short(ack.text)?.map(Private::Text)))
}

fn alert_raised(movement: &Movement, asked: &Asked, author: &Author) -> Result<Said, Refusal> {
    role(author, asked, &["station", "escort", "receiver", "coordinator"])?;
    let alert: AlertBody = body(asked)?;
    known_travellers(movement, &alert.travellers)?;
    let said = Body::AlertRaised { alert: slug(&alert.kind)?, travellers: alert.travellers };
    Ok((said, short(alert.text)?.map(Private::Text)))
}

fn alert_resolved(movement: &Movement, asked: &Asked, author: &Author) -> Result<Said, Refusal> {
    role(author, asked, &["station", "escort", "receiver", "coordinator"])?;
    let alert: ResolveBody = body(asked)?;
    if !movement.alerts.contains_key(&alert.alert) {
        let now = serde_json::json!({ "alerts": movement.alerts.keys().collect::<Vec<_>>() });
        return Err(conflict("no-such-alert", "This alert is not open; somebody may have resolved it.", now));
    }
    Ok((Body::AlertResolved { alert: alert.alert }, short(alert.text)?.map(Private::Text)))
}

fn ended(movement: &Movement, asked: &Asked, author: &Author) -> Result<Said, Refusal> {
    role(author, asked, &["coordinator"])?;
    let reason: ReasonBody = body(asked)?;
    if movement.ended() {
        let now = serde_json::json!({ "closed": movement.closed, "cancelled": movement.cancelled });
        return Err(conflict("already-ended", "This movement has been closed or cancelled already.", now));
    }
    let said = if asked.kind == "movement.close" { Body::Closed } else { Body::Cancelled };
    Ok((said, short(reason.reason)?.map(Private::Text)))
}

/// The commands this hub knows.
pub const KINDS: [&str; 10] = [
    "claim",
    "unclaim",
    "arrived",
    "count",
    "notice.ack",
    "alert.raise",
    "alert.resolve",
    "movement.close",
    "movement.cancel",
    "flight.state",
];

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WaveBody {
    #[schemars(with = "Airport")]
    station: String,
    flight: FlightKey,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AckBody {
    notice: Uuid,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AlertBody {
    #[schemars(regex(pattern = SHORT_WORD))]
    kind: String,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
    #[serde(default)]
    #[schemars(with = "Vec<TravellerText>")]
    travellers: Vec<TravellerId>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ResolveBody {
    alert: Uuid,
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    text: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReasonBody {
    #[serde(default)]
    #[schemars(length(max = limits::TEXT_CHARS_MAX))]
    reason: Option<String>,
}

fn fact(
    asked: &Asked,
    author: &Author,
    acted: DateTime<Utc>,
    received: DateTime<Utc>,
    body: Body,
    private: Option<Private>,
) -> Fact {
    let skew = Duration::seconds(i64::try_from(limits::CLOCK_SKEW.as_secs()).unwrap_or(60));
    Fact {
        id: asked.id,
        by: author.account.clone(),
        audience: Some(author.audience.to_string()),
        said_by: asked.said_by.clone(),
        heard: asked.heard,
        acted,
        received,
        device_at: ((asked.sent - received).abs() > skew).then_some(asked.at),
        body,
        private,
    }
}

fn body<T: DeserializeOwned>(asked: &Asked) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(&asked.body).map_err(|e| {
        let path = e.path().to_string();
        let steps = path.split(['.', '[', ']']).filter(|s| !s.is_empty() && *s != "?");
        let pointer = steps.fold("/body".to_owned(), |pointer, step| format!("{pointer}/{step}"));
        Refusal::Rejected {
            code: "malformed-command",
            detail: shape::expected(&e.into_inner().to_string()),
            pointer: Some(pointer),
        }
    })
}

fn role(author: &Author, asked: &Asked, allowed: &[&str]) -> Result<(), Refusal> {
    let text = author.audience.to_string();
    let role = text.split(':').next().unwrap_or_default().to_owned();
    // A coordinator may write down what another party said; then that party's right is what counts.
    let said = asked
        .said_by
        .as_deref()
        .and_then(|p| p.split(':').next())
        .filter(|_| asked.heard.is_some() && role == "coordinator");
    if allowed.contains(&role.as_str()) || said.is_some_and(|r| allowed.contains(&r)) {
        return Ok(());
    }
    Err(rejected("not-your-command", format!("{} is for: {}.", asked.kind, allowed.join(", "))))
}

fn at_own_station(author: &Author, station: &str) -> Result<(), Refusal> {
    match &author.audience {
        Audience::Station(own) if own.as_str() != station => Err(at("/body/station", "Expected your own station.")),
        _ => Ok(()),
    }
}

fn on_plan(movement: &Movement, flight: &FlightKey, station: &str) -> Result<(), Refusal> {
    let here = |leg: &super::plan::Leg| leg.flight() == Some(flight) && (leg.from == station || leg.to == station);
    if movement.plan.legs.iter().any(here) {
        Ok(())
    } else {
        Err(at("/body/flight", "Expected a flight of this movement that leaves from or comes to this station."))
    }
}

fn unclaimed(movement: &Movement, station: &str, flight: &str, author: &Author) -> Result<(), Refusal> {
    match movement.claims.get(&(station.to_owned(), flight.to_owned())) {
        Some(held) if held.by != author.account => Err(conflict(
            "already-claimed",
            "Somebody else has claimed this wave.",
            serde_json::json!({ "by": held.by, "at": held.at }),
        )),
        _ => Ok(()),
    }
}

fn known_travellers(movement: &Movement, ids: &[TravellerId]) -> Result<(), Refusal> {
    if ids.iter().all(|id| movement.plan.travellers.iter().any(|t| t.id == *id)) {
        Ok(())
    } else {
        Err(rejected("unknown-traveller", "Expected travellers of this movement.".to_owned()))
    }
}

/// What a schema says of a place, a part, or a kind of alert.
pub const SHORT_WORD: &str = "^[a-z0-9-]{1,40}$";

fn slug(text: &str) -> Result<String, Refusal> {
    let ok = !text.is_empty()
        && text.len() <= 40
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if ok {
        Ok(text.to_owned())
    } else {
        Err(rejected("malformed-command", "Expected a short lower-case word of a-z 0-9 -.".to_owned()))
    }
}

fn short(text: Option<String>) -> Result<Option<String>, Refusal> {
    let text = text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    if text.as_ref().is_some_and(|t| t.chars().count() > limits::TEXT_CHARS_MAX) {
        return Err(rejected("text-too-long", format!("Expected at most {} characters.", limits::TEXT_CHARS_MAX)));
    }
    Ok(text)
}

fn at(pointer: &str, detail: &str) -> Refusal {
    Refusal::Rejected { code: "malformed-command", detail: detail.to_owned(), pointer: Some(pointer.to_owned()) }
}

fn rejected(code: &'static str, detail: String) -> Refusal {
    Refusal::Rejected { code, detail, pointer: None }
}

fn conflict(code: &'static str, detail: &str, now: serde_json::Value) -> Refusal {
    Refusal::Conflict { code, detail: detail.to_owned(), now }
}

#[cfg(test)]
mod tests;

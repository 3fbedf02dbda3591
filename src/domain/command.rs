//! Commands: what a person did, decided against the state of one movement. A command is never refused for being late;
//! scope is that of the moment it was made. The answer is a fact, a staff word about a flight, a change of who travels
//! together, or a refusal that says what was expected. Must not know: the store, the socket it came by.

mod custody;
mod parting;
mod people;
mod reception;
pub mod schema;
mod told;
mod undo;
mod wave;
mod word;

pub use parting::way_on;

use super::audience::{Audience, Role};
use super::fact::{Body, Confidence, Fact, Heard};
use super::movement::Movement;
use super::observation::{Field, Value};
use super::place::FlightKey;
use super::plan::{Leg, Places, TravellerId};
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
    /// Written down for this party, and how it was heard.
    pub said_by: Option<String>,
    pub heard: Option<Heard>,
    /// The person at a shared post.
    pub by: Option<String>,
}

/// Who asks.
#[derive(Debug, Clone)]
pub struct Author {
    pub account: String,
    pub audience: Audience,
}

/// What a command is decided against.
pub struct Ground<'a, P: Places> {
    pub movement: &'a Movement,
    pub facts: &'a [Fact],
    pub places: &'a P,
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
    /// Whole units become movements of their own, each on its way onward.
    Part { parts: Vec<Part>, fact: Box<Fact> },
    /// Another movement's people come to this one.
    Join { with: Uuid, fact: Box<Fact> },
}

/// A part of a movement that goes its own way.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub travellers: Vec<TravellerId>,
    /// The first leg that is new, and the legs from there on; without it they keep the way they had.
    pub onward: Option<(u8, Vec<Leg>)>,
}

/// Why not. `code` is stable; `detail` is for a person.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The rules refuse.
    Rejected { code: &'static str, detail: String, pointer: Option<String> },
    /// Right when made, but another act came first; `now` says what holds.
    Conflict { code: &'static str, detail: String, now: serde_json::Value },
}

/// One command on its way to a decision.
struct Asking<'a, P: Places> {
    ground: &'a Ground<'a, P>,
    movement: &'a Movement,
    asked: &'a Asked,
    author: &'a Author,
    received: DateTime<Utc>,
    acted: DateTime<Utc>,
    /// As whom: the party it is written down for, else the author's own.
    actor: Audience,
}

/// What a command adds to the movement: its open half and its sealed one.
type Said = (Body, Confidence);

/// Decides a command.
///
/// # Errors
/// The refusal, named by what the sender can do about it.
pub fn decide<P: Places>(
    ground: &Ground<P>,
    asked: &Asked,
    author: &Author,
    received: DateTime<Utc>,
) -> Result<Decision, Refusal> {
    let movement = ground.movement;
    if movement.facts >= limits::FACTS_MAX {
        let detail =
            format!("This movement holds {} facts, its limit; close it and publish another.", limits::FACTS_MAX);
        return Err(rejected("too-many-facts", detail));
    }
    let acted = acted(asked, received);
    let actor = spoken_for(ground, asked, author)?;
    let a = Asking { ground, movement, asked, author, received, acted, actor };
    if asked.by.as_ref().is_some_and(|by| by.chars().count() > limits::PERSON_CHARS_MAX) {
        return Err(at("/by", "Expected at most 40 characters."));
    }
    a.still_here()?;
    let (body, mut confidence) = match asked.kind.as_str() {
        "claim" | "unclaim" | "arrived" => return wave::wave(&a),
        "flight.state" => return word::word(&a),
        "movement.split" => return parting::split(&a),
        "movement.join" => return parting::join(&a),
        "reroute.approve" => return parting::reroute(&a),
        "undo" => return undo::undo(&a),
        "booking.changed" => parting::booking_changed(&a)?,
        "movement.close" | "movement.cancel" => parting::ended(&a)?,
        "count" => wave::counted(&a)?,
        "notice.ack" => told::acknowledged(&a)?,
        "alert.raise" => told::alert_raised(&a)?,
        "alert.resolve" => told::alert_resolved(&a)?,
        "callback" => told::call_back(&a)?,
        "note" => told::noted(&a)?,
        "told.family" => told::family_told(&a)?,
        "handover.offer" => custody::offered(&a)?,
        "handover.accept" => custody::accepted(&a)?,
        "handover.refuse" => custody::declined(&a)?,
        "handover.give" => custody::given(&a)?,
        "handover.take" => custody::taken(&a)?,
        "boarded" => custody::boarded(&a)?,
        "left-behind" => custody::left_behind(&a)?,
        "landed" => custody::landed(&a)?,
        "sighting" => custody::sighted(&a)?,
        "traveller.add" => people::added(&a)?,
        "traveller.drop" => people::dropped(&a)?,
        "traveller.correct" => people::corrected(&a)?,
        "person.missing" | "person.found" => people::missing_or_found(&a)?,
        "release" => people::releasing(&a)?,
        "release.confirm" => people::released(&a)?,
        "reception.ready" => reception::ready(&a)?,
        "reception.problem" => reception::problem(&a)?,
        "reception.received" => reception::received(&a)?,
        _ => {
            let detail = format!("There is no such command here. Known: {}.", KINDS.join(", "));
            return Err(rejected("unknown-command", detail));
        }
    };
    confidence.by = person(asked)?;
    Ok(Decision::Fact(Box::new(a.fact(body, confidence))))
}

/// When it was done: never after it was received, whatever the device's clock says. A clock that jumped by an age between
/// the two is taken for what it is: instants have an end, and beyond it subtracting panics.
pub fn acted(asked: &Asked, received: DateTime<Utc>) -> DateTime<Utc> {
    let ago = asked.sent - asked.at;
    received - ago.clamp(Duration::zero(), Duration::days(limits::ACTED_BEFORE_DAYS))
}

/// The commands this hub knows.
pub const KINDS: [&str; 37] = [
    "claim",
    "unclaim",
    "arrived",
    "landed",
    "count",
    "sighting",
    "handover.offer",
    "handover.accept",
    "handover.refuse",
    "handover.give",
    "handover.take",
    "boarded",
    "left-behind",
    "traveller.add",
    "traveller.drop",
    "traveller.correct",
    "release",
    "release.confirm",
    "person.missing",
    "person.found",
    "callback",
    "note",
    "told.family",
    "notice.ack",
    "alert.raise",
    "alert.resolve",
    "flight.state",
    "booking.changed",
    "reroute.approve",
    "movement.split",
    "movement.join",
    "movement.close",
    "movement.cancel",
    "reception.ready",
    "reception.problem",
    "reception.received",
    "undo",
];

/// Whoever hears something by phone may write it down for the party that said it; then that party's right counts.
fn spoken_for<P: Places>(ground: &Ground<P>, asked: &Asked, author: &Author) -> Result<Audience, Refusal> {
    let Some(party) = &asked.said_by else { return Ok(author.audience.clone()) };
    let said = party.parse::<Audience>().map_err(|_| at("/for", "Expected a party like receiver:erie-reception."))?;
    let writes = matches!(author.audience.role(), Role::Coordinator | Role::Station | Role::Escort | Role::Receiver);
    if !writes || asked.heard.is_none() {
        let detail = "Expected `heard`, and somebody who acts, to write down for another party.";
        return Err(rejected("not-your-command", detail.to_owned()));
    }
    // A coordinator's word changes or ends the journey of all, and what she must acknowledge: only a coordinator gives it.
    if said.role() == Role::Coordinator && author.audience.role() != Role::Coordinator {
        let detail = "Only a coordinator writes down what a coordinator said.";
        return Err(rejected("not-your-command", detail.to_owned()));
    }
    let part = super::movement::names(&ground.movement.plan, &said)
        || ground.movement.windows.contains_key(party)
        || ground.movement.farewells.contains_key(party);
    if part { Ok(said) } else { Err(at("/for", "Expected a party of this movement.")) }
}

fn person(asked: &Asked) -> Result<Option<String>, Refusal> {
    short(asked.by.clone())
}

impl<P: Places> Asking<'_, P> {
    fn fact(&self, body: Body, confidence: Confidence) -> Fact {
        let skew = Duration::seconds(i64::try_from(limits::CLOCK_SKEW.as_secs()).unwrap_or(60));
        Fact {
            id: self.asked.id,
            by: self.author.account.clone(),
            audience: Some(self.author.audience.to_string()),
            said_by: self.asked.said_by.clone(),
            heard: self.asked.heard,
            acted: self.acted,
            received: self.received,
            device_at: ((self.asked.sent - self.received).abs() > skew).then_some(self.asked.at),
            body,
            private: confidence.kept(),
        }
    }

    /// The same with the person at the post kept.
    fn signed(&self, body: Body, confidence: Confidence) -> Result<Box<Fact>, Refusal> {
        Ok(Box::new(self.fact(body, Confidence { by: person(self.asked)?, ..confidence })))
    }

    fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_path_to_error::deserialize(&self.asked.body).map_err(|e| {
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

    fn role(&self, allowed: &[Role]) -> Result<(), Refusal> {
        if allowed.contains(&self.actor.role()) {
            return Ok(());
        }
        let names: Vec<&str> = allowed.iter().map(|r| r.as_str()).collect();
        Err(rejected("not-your-command", format!("{} is for: {}.", self.asked.kind, names.join(", "))))
    }

    fn leg(&self, number: u8) -> Result<&Leg, Refusal> {
        self.movement.plan.leg(number).ok_or_else(|| at("/body/leg", "Expected a leg of this movement."))
    }

    /// After it was joined to another, everything is done there, but for answers to what was said before.
    fn still_here(&self) -> Result<(), Refusal> {
        let m = self.movement;
        let answers = matches!(self.asked.kind.as_str(), "notice.ack" | "alert.resolve" | "undo");
        let met = m.joined_into.filter(|into| m.former.values().any(|f| f.into == *into && f.at <= self.acted));
        match met.filter(|_| !answers) {
            Some(into) => {
                let now = serde_json::json!({ "movement": into });
                Err(conflict("gone-another-way", "These people travel with another movement now.", now))
            }
            None => Ok(()),
        }
    }

    /// Travellers of this movement; those who have gone another way only for what was done before they went.
    fn travellers(&self, ids: &[TravellerId]) -> Result<(), Refusal> {
        let gone = ids.iter().find_map(|id| self.movement.former.get(id).filter(|f| f.at <= self.acted));
        if let Some(former) = gone {
            let now = serde_json::json!({ "movement": former.into });
            return Err(conflict("gone-another-way", "Somebody of these travels with another movement now.", now));
        }
        let known = |id: &TravellerId| {
            self.movement.plan.travellers.iter().any(|t| t.id == *id) || self.movement.former.contains_key(id)
        };
        if ids.iter().all(known) {
            Ok(())
        } else {
            Err(rejected("unknown-traveller", "Expected travellers of this movement.".to_owned()))
        }
    }
}

/// A list of ids, or the word `all`.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Named {
    These(#[schemars(with = "Vec<TravellerText>")] Vec<TravellerId>),
    Word(#[schemars(regex(pattern = "^all$"))] String),
}

fn slug(text: &str, pointer: &str) -> Result<String, Refusal> {
    match super::audience::slug(text) {
        Some(slug) => Ok(slug.to_owned()),
        None => Err(at(pointer, "Expected a short lower-case word of a-z 0-9 -.")),
    }
}

/// What a schema says of a part, or a kind of alert.
pub const SHORT_WORD: &str = "^[a-z0-9-]{1,40}$";
/// What it says of a place.
pub const PLACE_WORD: &str = "^[A-Za-z0-9-]{1,40}$";

/// A place as people name it on a pad: a word, never a sentence.
fn place(text: &str, pointer: &str) -> Result<String, Refusal> {
    let ok = !text.is_empty() && text.len() <= 40 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if ok { Ok(text.to_owned()) } else { Err(at(pointer, "Expected a short word of letters, digits and -.")) }
}

fn short(text: Option<String>) -> Result<Option<String>, Refusal> {
    let text = text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    if text.as_ref().is_some_and(|t| t.chars().count() > limits::TEXT_CHARS_MAX) {
        return Err(rejected("text-too-long", format!("Expected at most {} characters.", limits::TEXT_CHARS_MAX)));
    }
    Ok(text)
}

fn text_only(text: Option<String>) -> Result<Confidence, Refusal> {
    Ok(Confidence { text: short(text)?, ..Confidence::default() })
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

impl Refusal {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Rejected { code, .. } | Self::Conflict { code, .. } => code,
        }
    }

    pub fn detail(&self) -> &str {
        match self {
            Self::Rejected { detail, .. } | Self::Conflict { detail, .. } => detail,
        }
    }

    /// A slip of the sending program, not of a person: nothing a coordinator could do about it, so it is not kept.
    pub fn of_shape(&self) -> bool {
        matches!(self.code(), "malformed-command" | "unknown-command" | "text-too-long" | "too-many-facts")
    }
}

#[cfg(test)]
mod tests;

//! Views: one movement as one audience may see it, as at most two documents: **live** and **people**.
//! Each audience's file writes its document out field by field; there is no redaction that could be
//! forgotten. A view is a function of committed state and a [`Grant`], never of the clock.
//! Must not know: sessions, revisions, encoding beyond serde.

pub mod authority;
pub mod coordinator;
pub mod custody;
pub mod display;
pub mod escort;
pub mod flight;
pub mod live;
pub mod next;
pub mod people;
pub mod plans;
pub mod receiver;
pub mod said;
pub mod schema;
pub mod station;
pub mod sums;
pub mod words;

use super::access::Grant;
use super::audience::Audience;
use super::connection_rules::Rules as ConnectionRules;
use super::fact::Level;
use super::movement::Movement;
use super::plan::Places;
use super::standing::{Connection, Flights};
use crate::limits;
use chrono::{DateTime, Utc};
use serde_json::Value;

/// What one audience holds of one movement.
#[derive(Debug, Clone, PartialEq)]
pub struct Documents {
    pub live: Value,
    pub people: Option<Value>,
    /// When the client erases the live document by its own clock: a last word does not stay.
    pub live_until: Option<DateTime<Utc>>,
    /// 0 is the worst band: the order in which a slow client gets its documents.
    pub urgency: u8,
}

/// Everything a view is made of.
pub struct Scene<'a, P: Places> {
    pub movement: &'a Movement,
    pub flights: &'a Flights,
    pub connections: &'a [Connection],
    pub rules: &'a ConnectionRules,
    pub places: &'a P,
}

/// Renders the documents a grant opens.
pub fn render<P: Places>(scene: &Scene<P>, grant: &Grant) -> Documents {
    if grant.level == Level::Farewell {
        let live = plans::farewell(scene, grant).map_or(Value::Null, |f| encode(&f));
        let live_until = scene.movement.farewells.get(&grant.audience.to_string()).map(|f| f.until);
        return Documents { live, people: None, live_until, urgency: 0 };
    }
    let (live, people) = match &grant.audience {
        Audience::Coordinator(_) => {
            (encode(&coordinator::live(scene, grant)), people::coordinator(scene, grant).map(|p| encode(&p)))
        }
        Audience::Station(airport) => {
            (encode(&station::live(scene, grant, airport)), people::station(scene, grant).map(|p| encode(&p)))
        }
        Audience::Receiver(id) => {
            (encode(&receiver::live(scene, grant, id)), people::receiver(scene, grant, id).map(|p| encode(&p)))
        }
        Audience::Authority(_) => (encode(&authority::live(scene, grant)), None),
        Audience::Escort(account) => {
            (encode(&escort::live(scene, grant, account)), people::escort(scene, grant).map(|p| encode(&p)))
        }
        Audience::Display(airport) => (encode(&display::live(scene, airport)), None),
    };
    let live = fitting(live);
    let worst = scene.connections.iter().map(|c| c.margin.band).max();
    let urgency = worst.map_or(3, |band| 3 - band as u8);
    Documents { live, people, live_until: None, urgency }
}

/// Keeps a live document within its size: what is told least urgently goes first, from the end of its list; what waits
/// for an answer goes last. The counts, the legs and who is with whom always stay.
fn fitting(mut live: Value) -> Value {
    let answered = |n: &Value| n.get("must_ack") == Some(&Value::Bool(false)) || n.get("acknowledged").is_some();
    for (list, all) in [
        ("notices", false),
        ("checkpoints", true),
        ("notes", true),
        ("refused", true),
        ("bookings", true),
        ("alerts", true),
        ("offers", true),
        ("notices", true),
    ] {
        while live.to_string().len() > limits::LIVE_BYTES_MAX {
            let held = live.get_mut(list).and_then(Value::as_array_mut);
            let shortened = held.filter(|l| all || l.last().is_some_and(answered)).and_then(Vec::pop);
            if shortened.is_none() {
                break;
            }
        }
    }
    live
}

/// A view holds only strings, numbers and lists, whose encoding cannot fail.
fn encode<T: serde::Serialize>(view: &T) -> Value {
    serde_json::to_value(view).unwrap_or(Value::Null)
}

#[cfg(test)]
mod tests;

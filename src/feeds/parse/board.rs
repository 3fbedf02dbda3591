//! What the boards of airports and of airlines have in common: the end of the leg that is theirs, short lists of texts,
//! how far boarding has come, and the answer of a service that refused.
//! Must not know: any one format.

pub use super::aidx::codes::Boarding;
use super::json::Node;
use super::leg::{self, Designator, Wall};
use super::report::Report;
use super::says::Says;
use super::time;
use crate::config::atlas::Atlas;
use crate::domain::observation::{DateBasis, Event, Field, FlightRef, Stage, Value};
use crate::domain::place::Airport;
use chrono::{DateTime, NaiveDate, Utc};

/// The end of a leg that a board or a part of a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Departure,
    Arrival,
}

impl End {
    /// At the gate or stand.
    pub fn block(self) -> Event {
        match self {
            End::Departure => Event::Out,
            End::Arrival => Event::In,
        }
    }

    pub fn runway(self) -> Event {
        match self {
            End::Departure => Event::Off,
            End::Arrival => Event::On,
        }
    }

    pub fn gate(self) -> Field {
        match self {
            End::Departure => Field::GateOut,
            End::Arrival => Field::GateIn,
        }
    }

    pub fn terminal(self) -> Field {
        match self {
            End::Departure => Field::TerminalOut,
            End::Arrival => Field::TerminalIn,
        }
    }

    /// The calendar of a date on a board that shows this end.
    pub fn basis(self) -> DateBasis {
        match self {
            End::Departure => DateBasis::Local,
            End::Arrival => DateBasis::Arrival,
        }
    }

    /// A leg on the board of `home`, which names only the other end.
    pub fn leg(self, flight: Designator, date: NaiveDate, home: Option<Airport>, other: Option<Airport>) -> FlightRef {
        let (from, to) = match self {
            End::Departure => (home, other),
            End::Arrival => (other, home),
        };
        flight_ref(flight, date, self.basis(), from, to)
    }
}

/// The first operation of a leg.
pub fn flight_ref(
    (carrier, number, suffix): Designator,
    date: NaiveDate,
    basis: DateBasis,
    from: Option<Airport>,
    to: Option<Airport>,
) -> FlightRef {
    FlightRef { carrier, number, suffix, date, basis, from, to, repeat: 1 }
}

/// A time that carries its offset, or one on the wall at `home`; without either it is a time of no place.
pub fn moment(
    node: &Node,
    name: &str,
    home: Option<&Airport>,
    not_before: Option<DateTime<Utc>>,
    atlas: &Atlas,
    report: &mut Report,
) -> Option<DateTime<Utc>> {
    let (text, at) = (node.text(name, report)?, node.place(name));
    if let Some(instant) = time::with_offset(&text) {
        return Some(instant);
    }
    match (time::on_the_wall(&text), home) {
        (Some(local), Some(home)) => leg::instant(Wall::Airport(home), local, not_before, atlas, &at, report),
        (Some(_), None) => {
            report.fault("expected a time with its offset, as the airport of its clock is not known", at);
            None
        }
        (None, _) => {
            report.fault(time::TIME, at);
            None
        }
    }
}

/// The airport by the first of these members that is a code.
pub fn airport(node: &Node, names: &[&str], atlas: &Atlas, report: &mut Report) -> Option<Airport> {
    let given: Vec<(&str, String)> = names.iter().filter_map(|n| Some((*n, node.text(n, report)?))).collect();
    let good = given.iter().find_map(|(_, text)| Airport::parse(text).ok());
    match (good, given.first()) {
        (Some(airport), _) => Some(atlas.iata_airport(airport)),
        (None, Some((name, text))) => leg::airport(text, atlas, &node.place(name), report),
        (None, None) => None,
    }
}

/// What the words of a status mean, in phrases that systems of airports use; `None` if they are not known.
pub fn phrase(text: &str) -> Option<Phrase> {
    let lower = text.trim().trim_end_matches('.').to_ascii_lowercase();
    let mut words: &str = &lower;
    for start in ["flight ", "is ", "has been ", "has ", "was "] {
        words = words.strip_prefix(start).unwrap_or(words);
    }
    Some(match words {
        "cancelled" | "canceled" => Phrase::Cancelled,
        "diverted" => Phrase::Diverted,
        "gate open" | "go to gate" => Phrase::Boarding(Boarding::GateOpen),
        "boarding" => Phrase::Boarding(Boarding::Begun),
        "final call" | "last call" | "gate closing" => Phrase::Boarding(Boarding::FinalCall),
        "gate closed" | "boarding closed" => Phrase::Boarding(Boarding::GateClosed),
        "on schedule" | "scheduled" | "on time" | "estimated" | "expected" | "delayed" | "airborne" | "en route"
        | "departed" | "taken off" | "taxiing" | "off blocks" | "approaching" | "landed" | "arrived" | "on blocks"
        | "on stand" | "in blocks" | "first bag" | "last bag" | "bags delivered" | "closed" | "open" => Phrase::Said,
        _ => return None,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    Cancelled,
    Diverted,
    Boarding(Boarding),
    /// Known, and said better by a time or a gate.
    Said,
}

impl Phrase {
    pub fn put(self, says: &mut Says) {
        match self {
            Phrase::Cancelled => says.flag(Field::Cancelled, true),
            Phrase::Diverted => put_diverted(says),
            Phrase::Boarding(boarding) => put_boarding(says, boarding),
            Phrase::Said => {}
        }
    }
}

/// Diverted, and nobody has said where.
pub fn put_diverted(says: &mut Says) {
    says.put(Field::DivertedTo, Stage::Estimated, Some(Value::Text(String::new())));
}

/// Of whoever sells seats on a leg under a number of their own.
pub fn add_marketing(says: &mut Says, operating: &FlightRef, sold: &Designator) {
    if (&operating.carrier, operating.number, operating.suffix) != (&sold.0, sold.1, sold.2) {
        says.add(Field::Marketing, Stage::Estimated, leg::shown(sold));
    }
}

/// The texts of an array, or the one text that stands where an array may; numbers as their digits.
pub fn texts(node: &Node, name: &str, report: &mut Report) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for element in node.one_or_many(name) {
        match element.value {
            serde_json::Value::String(text) if text.trim().is_empty() => {}
            serde_json::Value::String(text) => found.push((text.trim().to_owned(), element.at)),
            serde_json::Value::Number(number) => found.push((number.to_string(), element.at)),
            serde_json::Value::Null => {}
            _ => report.fault("expected a text", element.at),
        }
    }
    found
}

/// The texts of a list as one, e.g. the belts `3, 4`.
pub fn put_joined(says: &mut Says, field: Field, node: &Node, name: &str, report: &mut Report) {
    let texts: Vec<String> = texts(node, name, report).into_iter().map(|(text, _)| text).collect();
    says.text(field, &texts.join(", "), &node.place(name), report);
}

pub fn put_boarding(says: &mut Says, boarding: Boarding) {
    says.put(Field::Boarding, Stage::Estimated, Some(Value::Text(boarding.text().to_owned())));
}

/// A registration as it is painted, in capitals; with or without hyphen as sent.
pub fn put_registration(says: &mut Says, text: Option<String>, at: &str, report: &mut Report) {
    says.text(Field::Registration, &text.unwrap_or_default().to_ascii_uppercase(), at, report);
}

/// What services call the members of an answer that is none.
const REFUSALS: &[&str] = &[
    "error",
    "errors",
    "Error",
    "Errors",
    "fault",
    "Fault",
    "message",
    "Message",
    "problemNo",
    "statusCode",
    "detail",
    "ProcessingErrors",
    "processingErrors",
    "developerMessage",
    "error_description",
];

const CODES: &[&str] =
    &["statusCode", "status", "httpStatus", "httpStatusCode", "code", "Code", "errorCode", "error_code"];

/// Whether this is the answer of a service that refused; then it is a fault in words of ours. Of theirs only a number is
/// repeated: the rest may hold the address that was asked, and in it a key.
pub fn refused(answer: &Node, report: &mut Report) -> bool {
    if !REFUSALS.iter().any(|name| answer.has(name)) {
        return false;
    }
    let inside = REFUSALS.iter().flat_map(|name| answer.one_or_many(name)).take(CODES.len());
    let inside: Vec<Node> = inside.flat_map(|node| [node.get("ProcessingError"), Some(node)]).flatten().collect();
    let code = inside.iter().chain([answer]).find_map(code);
    let reason = match code.as_deref() {
        Some("400") => "the service refused: 400, it did not understand the question".to_owned(),
        Some("401") => "the service refused: 401, the key is missing or wrong".to_owned(),
        Some("403") => "the service refused: 403, not allowed".to_owned(),
        Some("404") => "the service refused: 404, nothing found".to_owned(),
        Some("429") => "the service refused: 429, asked too often".to_owned(),
        Some(code) => format!("the service refused with code {code}"),
        None => "the service refused".to_owned(),
    };
    report.fault(reason, answer.whole());
    true
}

fn code(node: &Node) -> Option<String> {
    CODES.iter().find_map(|name| {
        let text = match &node.get(name)?.value {
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::String(text) => text.trim().to_owned(),
            _ => return None,
        };
        let number = (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        number.then_some(text)
    })
}

#[cfg(test)]
mod tests;

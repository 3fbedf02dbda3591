//! AeroDataBox's words for where a flight stands and who flies it. Answers write them out; notifications write the
//! place of the word in its list, from 0, as the serializer of the service does.
//! Must not know: times, or what is held about a flight.

use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Unknown,
    Expected,
    EnRoute,
    CheckIn,
    Boarding,
    GateClosed,
    Departed,
    Delayed,
    Approaching,
    Arrived,
    Canceled,
    Diverted,
    CanceledUncertain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codeshare {
    Unknown,
    Operator,
    Codeshared,
}

const STATUSES: [(&str, Status); 13] = [
    ("unknown", Status::Unknown),
    ("expected", Status::Expected),
    ("enroute", Status::EnRoute),
    ("checkin", Status::CheckIn),
    ("boarding", Status::Boarding),
    ("gateclosed", Status::GateClosed),
    ("departed", Status::Departed),
    ("delayed", Status::Delayed),
    ("approaching", Status::Approaching),
    ("arrived", Status::Arrived),
    ("canceled", Status::Canceled),
    ("diverted", Status::Diverted),
    ("canceleduncertain", Status::CanceledUncertain),
];

const CODESHARES: [(&str, Codeshare); 3] =
    [("unknown", Codeshare::Unknown), ("isoperator", Codeshare::Operator), ("iscodeshared", Codeshare::Codeshared)];

const QUALITIES: [(&str, bool); 3] = [("basic", false), ("live", false), ("approximate", true)];

impl Status {
    /// `None` for a word that is not in the list.
    pub fn parse(value: &Value) -> Option<Self> {
        listed(&STATUSES, value)
    }

    /// The flight has left, so a time of its departure that is past is the one at which it did.
    pub fn has_departed(self) -> bool {
        use Status::{Approaching, Arrived, Departed, Diverted, EnRoute};
        matches!(self, Departed | EnRoute | Approaching | Arrived | Diverted)
    }
}

impl Codeshare {
    pub fn parse(value: &Value) -> Option<Self> {
        listed(&CODESHARES, value)
    }
}

/// Whether a word of `quality` says that times are approximate; `None` for one that is not known.
pub fn is_approximate(value: &Value) -> Option<bool> {
    listed(&QUALITIES, value)
}

fn listed<T: Copy>(list: &[(&str, T)], value: &Value) -> Option<T> {
    match value {
        Value::String(word) => list.iter().find(|(w, _)| w.eq_ignore_ascii_case(word.trim())).map(|(_, t)| *t),
        Value::Number(place) => list.get(usize::try_from(place.as_u64()?).ok()?).map(|(_, t)| *t),
        _ => None,
    }
}

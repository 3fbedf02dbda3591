//! What one message says of a flight, under the names of the merged flight: for whoever connects a feed, and for whoever
//! decides what becomes of a message that waits.
//! Must not know: which flight it is about, what else is known of that.

use crate::domain::observation::{Field, Observation, Value};
use chrono::SecondsFormat;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Each field with its value; null for what is taken back. Of one field the firmest is shown.
pub fn says(observation: &Observation) -> BTreeMap<&'static str, Json> {
    let mut says: Vec<_> = observation.says.iter().collect();
    // Of one name the last: returned is a status as cancelled is.
    says.sort_by_key(|say| (say.field != Field::Returned, say.stage));
    says.into_iter().map(|say| (name(say.field), value(say.field, say.value.as_ref()))).collect()
}

/// The names of the merged flight, which has one status where a message has flags.
fn name(field: Field) -> &'static str {
    if matches!(field, Field::Cancelled | Field::Returned) { "status" } else { field.name() }
}

fn value(field: Field, value: Option<&Value>) -> Json {
    match (field, value) {
        (_, None) => Json::Null,
        (Field::Cancelled, Some(Value::Flag(true))) => Json::from("cancelled"),
        (Field::Returned, Some(Value::Flag(true))) => Json::from("returned"),
        (Field::Cancelled | Field::Returned, Some(Value::Flag(false))) => Json::from("scheduled"),
        (_, Some(Value::Flag(flag))) => Json::from(*flag),
        (_, Some(Value::At(at))) => Json::from(at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        (_, Some(Value::Text(text))) => Json::from(text.as_str()),
        (_, Some(Value::List(list))) => Json::from(list.clone()),
    }
}

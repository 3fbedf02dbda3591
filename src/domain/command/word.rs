//! The staff word: what a person at the airport says about a flight, for a while. It outranks what feeds had
//! said when it was given, 60 minutes by default and 4 hours at most, a station only for flights at its own
//! airport. Must not know: how a word is weighed against feeds (that is `pick`), the store.

use super::{Asking, Decision, Refusal, at, rejected};
use crate::domain::audience::{Audience, Role};
use crate::domain::fact::{Body, Confidence};
use crate::domain::observation::{Event, Field, Kind, Value};
use crate::domain::plan::Places;
use crate::domain::shape::instant_or_none;
use crate::limits;
use chrono::{DateTime, Duration, Utc};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WordBody {
    #[schemars(range(min = 1, max = limits::LEGS_MAX))]
    leg: u8,
    #[schemars(with = "FieldWord")]
    field: String,
    /// An instant for times, true or false for `cancelled`, else a short text.
    #[schemars(extend("type" = ["string", "boolean"]))]
    value: serde_json::Value,
    #[serde(default, deserialize_with = "instant_or_none")]
    until: Option<DateTime<Utc>>,
}

/// What a staff word can be about.
#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case", rename = "StaffField")]
#[expect(dead_code, reason = "the names for the schema; `field_value` reads them")]
enum FieldWord {
    EstimatedOut,
    EstimatedIn,
    ActualOut,
    ActualIn,
    GateOut,
    TerminalOut,
    GateIn,
    TerminalIn,
    Belt,
    DivertedTo,
    Cancelled,
}

pub(super) fn word<P: Places>(a: &Asking<P>) -> Result<Decision, Refusal> {
    a.role(&[Role::Station, Role::Coordinator])?;
    let said: WordBody = a.body()?;
    let (leg, acted) = (a.leg(said.leg)?, a.acted);
    let flight = leg
        .flight()
        .ok_or_else(|| at("/body/leg", "Expected a flight; a ground leg has no state of its own."))?
        .clone();
    if let Audience::Station(station) = &a.actor
        && station.as_str() != leg.from
        && station.as_str() != leg.to
    {
        return Err(rejected("not-your-airport", "A station may speak only of flights at its own airport.".to_owned()));
    }
    let (field, value) = field_value(&said)?;
    let longest = acted + Duration::seconds(i64::try_from(limits::STAFF_WORD_MAX.as_secs()).unwrap_or(i64::MAX));
    let usual = acted + Duration::seconds(i64::try_from(limits::STAFF_WORD_DEFAULT.as_secs()).unwrap_or(i64::MAX));
    let until = said.until.unwrap_or(usual);
    if until > longest || until <= acted {
        return Err(at("/body/until", "Expected a time after now and at most 4 hours ahead."));
    }
    let body = Body::Said { flight: flight.to_string(), field: said.field, until };
    let fact = a.signed(body, Confidence::default())?;
    Ok(Decision::Word { flight, field, value, until, fact })
}

fn field_value(said: &WordBody) -> Result<(Field, Value), Refusal> {
    let time = |kind, event| -> Result<(Field, Value), Refusal> {
        let text = said.value.as_str().unwrap_or_default();
        let at_time = DateTime::parse_from_rfc3339(text)
            .map_err(|_| at("/body/value", "Expected a time with its offset, like 2015-01-02T11:00:00Z."))?;
        Ok((Field::Time(kind, event), Value::At(at_time.with_timezone(&Utc))))
    };
    let text = |field| -> Result<(Field, Value), Refusal> {
        let t = said.value.as_str().map(str::trim).filter(|t| !t.is_empty() && t.len() <= limits::FEED_TEXT_BYTES_MAX);
        t.map(|t| (field, Value::Text(t.to_owned()))).ok_or_else(|| at("/body/value", "Expected a short text."))
    };
    match said.field.as_str() {
        "estimated_out" => time(Kind::Estimated, Event::Out),
        "estimated_in" => time(Kind::Estimated, Event::In),
        "actual_out" => time(Kind::Actual, Event::Out),
        "actual_in" => time(Kind::Actual, Event::In),
        "gate_out" => text(Field::GateOut),
        "terminal_out" => text(Field::TerminalOut),
        "gate_in" => text(Field::GateIn),
        "terminal_in" => text(Field::TerminalIn),
        "belt" => text(Field::Belt),
        "diverted_to" => text(Field::DivertedTo),
        "cancelled" => said
            .value
            .as_bool()
            .map(|b| (Field::Cancelled, Value::Flag(b)))
            .ok_or_else(|| at("/body/value", "Expected true or false.")),
        _ => Err(at(
            "/body/field",
            "Expected estimated_out, estimated_in, actual_out, actual_in, gate_out, terminal_out, gate_in, terminal_in, belt, diverted_to or cancelled.",
        )),
    }
}

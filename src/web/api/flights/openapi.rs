//! Merged flights, as they are described: their address is their key,
//! written as its three parts.
//! Must not know: how they are merged.

use crate::domain::view::flight::FlightView;
use crate::web::describe::Api;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde_json::json;

/// Carrier, number without padding, and a letter where there is one.
#[derive(JsonSchema)]
pub struct FlightNumber(#[schemars(regex(pattern = "^[A-Z0-9]{2,3}[1-9][0-9]{0,3}[A-Z]?$"))] pub String);

/// From and to; a second operation on the same day appends `~2`.
#[derive(JsonSchema)]
pub struct Route(#[schemars(regex(pattern = "^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}(~[2-9])?$"))] pub String);

pub fn describe(api: &mut Api) {
    let told = |value: &str| json!({ "value": value, "source": "aidx", "heard": "2015-01-02T14:02:11Z" });
    let example = json!({
        "flight": "MQ3386/2015-01-02/ORD-ERI", "marketing": ["AA3386"], "status": "scheduled",
        "times": { "scheduled_out": { "at": "2015-01-02T15:20:00Z", "source": "aidx", "heard": "2015-01-02T09:00:00Z" } },
        "gate_out": told("G9"), "terminal_out": told("3"), "gate_in": null, "terminal_in": null, "belt": null,
        "stand_in": null, "diverted_to": null, "delay_codes": [],
        "disagreements": [{ "field": "gate_out", "values": [told("G9"), told("G11A")] }]
    });
    api.get("/api/v1/flights/{flight}/{date}/{route}", "flight", "One merged flight")
        .for_signed_in()
        .note("The path is the flight's key, as documents and notices carry it: `MQ3386/2015-01-02/ORD-ERI`.")
        .path::<FlightNumber>("flight", "The operating flight.", "MQ3386")
        .path::<NaiveDate>("date", "The local date of its first scheduled off-block.", "2015-01-02")
        .path::<Route>("route", "From and to.", "ORD-ERI")
        .answers::<FlightView>(200, "With sources, ages and disagreements.", example)
        .end();
}

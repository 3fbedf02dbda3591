//! Airports, as they are described: names, cities and zones, which
//! are public facts.
//! Must not know: where the facts come from.

use super::Codes;
use crate::web::describe::Api;
use schemars::JsonSchema;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(JsonSchema)]
pub struct Airports {
    /// By the code that was asked for; one that is not known is not there.
    pub airports: BTreeMap<String, AirportNames>,
}

#[derive(JsonSchema)]
pub struct AirportNames {
    pub name: String,
    pub city: String,
    /// ISO 3166, two letters.
    pub country: String,
    /// A zone of the tz database.
    pub tz: String,
}

pub fn describe(api: &mut Api) {
    let example = json!({ "airports": { "BUF": { "name": "Buffalo Niagara International Airport", "city": "Buffalo",
        "country": "US", "tz": "America/New_York" } } });
    api.get("/api/v1/airports", "airports", "Names, cities and zones of airports")
        .for_anyone()
        .note("Public facts.")
        .query::<Codes>()
        .answers::<Airports>(200, "Those that are known.", example)
        .end();
}

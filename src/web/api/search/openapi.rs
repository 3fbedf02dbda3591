//! Search, as it is described: within one's scope, and never in an
//! address.
//! Must not know: what is searched.

use super::Query;
use crate::web::api::answer::Listed;
use crate::web::describe::Api;
use crate::wire::problem::{NOT_FOUND, REFUSED};
use schemars::JsonSchema;
use serde_json::json;

#[derive(JsonSchema)]
pub struct Found {
    #[schemars(length(max = crate::limits::SEARCH_RESULTS_MAX))]
    pub movements: Vec<Listed>,
}

pub fn describe(api: &mut Api) {
    api.post("/api/v1/search", "search", "Find movements within one's scope")
        .for_roles("every role that opens documents")
        .note("By label, reference, flight, or the end of a case number (3 characters or more) where the caller holds people. POST, so that nothing searched for stands in a URL.")
        .body::<Query>(json!({ "q": "K7" }))
        .refuses(&[NOT_FOUND, REFUSED])
        .answers::<Found>(200, "At most 50 live documents.", json!({ "movements": [] }))
        .end();
}

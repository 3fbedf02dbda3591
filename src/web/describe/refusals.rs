//! Refusals in the description: for each status the problems it can
//! be, with an example of each, and the headers that go with it.
//! Must not know: which call refuses what.

use super::SCHEMAS;
use crate::web::problem::METHOD_NOT_ALLOWED;
use crate::wire::problem::{Problem, Slug};
use serde_json::{Map, Value, json};

/// One status: the problems of it, and the headers that go with it.
pub fn response(status: u16, slugs: &[Slug]) -> Value {
    let names: Vec<&str> = slugs.iter().map(|slug| slug.slug).collect();
    let said: Vec<String> = slugs.iter().map(|slug| format!("`{}`: {}", slug.slug, slug.title)).collect();
    let example = |slug: &Slug| (slug.slug.to_owned(), json!({ "value": Problem::new(*slug, "") }));
    let examples: Map<String, Value> = slugs.iter().map(example).collect();
    let schema = json!({
        "allOf": [{ "$ref": format!("{SCHEMAS}Problem") }],
        "properties": { "type": { "enum": names }, "status": { "const": status } }
    });
    let mut response = json!({
        "description": said.join(". "),
        "content": { "application/problem+json": { "schema": schema, "examples": examples } }
    });
    if let (Some(headers), Some(response)) = (headers(status), response.as_object_mut()) {
        response.insert("headers".to_owned(), headers);
    }
    response
}

fn headers(status: u16) -> Option<Value> {
    let (name, schema, description) = match status {
        401 => ("WWW-Authenticate", json!({ "const": "Bearer" }), "How to sign in."),
        405 => ("Allow", json!({ "type": "string" }), "The methods this address answers."),
        429 | 503 => ("Retry-After", json!({ "type": "integer", "minimum": 1 }), "When to come again, in seconds."),
        _ => return None,
    };
    Some(json!({ name: { "required": true, "schema": schema, "description": description } }))
}

/// The same for every address.
pub fn method_not_allowed() -> Value {
    response(405, &[METHOD_NOT_ALLOWED])
}

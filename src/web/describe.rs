//! The description of the HTTP API, OpenAPI 3.1, put together from what each resource says of itself beside its routes.
//! What follows from the door of a call (who may, which body, which path) is said once, in `operation.rs`: the statuses
//! of a sign-in, of a body that cannot be read, of an address that names nothing. Must not know: any one resource.

mod operation;
mod refusals;

pub use operation::Operation;

use crate::wire::problem::Problem;
use crate::wire::published;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const SCHEMAS: &str = "#/components/schemas/";

/// Everything that has been described so far.
pub struct Api {
    paths: Map<String, Value>,
    tags: Vec<Value>,
    /// Schemas of what is sent to us, and of what we answer.
    asked: SchemaGenerator,
    answered: SchemaGenerator,
}

impl Default for Api {
    fn default() -> Self {
        let mut answered = published::written("/components/schemas");
        answered.subschema_for::<Problem>();
        let asked = published::read("/components/schemas");
        Self { paths: Map::new(), tags: Vec::new(), asked, answered }
    }
}

impl Api {
    /// Begins a group of calls: those that follow carry its name.
    pub fn group(&mut self, name: &str, description: &str) {
        self.tags.push(json!({ "name": name, "description": description }));
    }

    pub fn get<'a>(&'a mut self, path: &str, id: &str, summary: &str) -> Operation<'a> {
        Operation::new(self, "get", path, id, summary)
    }

    pub fn post<'a>(&'a mut self, path: &str, id: &str, summary: &str) -> Operation<'a> {
        Operation::new(self, "post", path, id, summary)
    }

    pub fn delete<'a>(&'a mut self, path: &str, id: &str, summary: &str) -> Operation<'a> {
        Operation::new(self, "delete", path, id, summary)
    }

    pub fn put<'a>(&'a mut self, path: &str, id: &str, summary: &str) -> Operation<'a> {
        Operation::new(self, "put", path, id, summary)
    }

    /// Names the frames of the websocket among the schemas, though no call of HTTP carries them.
    pub fn frames<Client: JsonSchema, Hub: JsonSchema>(&mut self) {
        self.asked.subschema_for::<Client>();
        self.answered.subschema_for::<Hub>();
    }

    fn tag(&self) -> Vec<Value> {
        self.tags.last().and_then(|tag| tag.get("name").cloned()).into_iter().collect()
    }

    fn add(&mut self, path: &str, method: &str, operation: Map<String, Value>) {
        let path = self.paths.entry(path).or_insert_with(|| json!({}));
        if let Some(path) = path.as_object_mut() {
            path.insert(method.to_owned(), operation.into());
        }
    }

    /// The whole description. `cookie` is the name of the cookie that carries a sign-in on this deployment.
    #[must_use]
    pub fn document(mut self, cookie: &str) -> Value {
        let mut schemas = self.answered.take_definitions(true);
        let asked = self.asked.take_definitions(true);
        let twofold = twofold(&asked, &schemas);
        for (name, mut schema) in asked {
            point(&mut schema, &twofold);
            let name = if twofold.contains(&name) { sent(&name) } else { name };
            schemas.insert(name, schema);
        }
        let operations = self.paths.values_mut().filter_map(Value::as_object_mut).flat_map(|path| path.values_mut());
        for operation in operations {
            for part in ["parameters", "requestBody"] {
                operation.get_mut(part).into_iter().for_each(|part| point(part, &twofold));
            }
        }
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Onward", "version": env!("CARGO_PKG_VERSION"), "description": ABOUT,
                "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
            },
            "servers": [{ "url": "/" }],
            "tags": self.tags,
            "paths": self.paths,
            "components": {
                "schemas": schemas,
                "responses": { "MethodNotAllowed": refusals::method_not_allowed() },
                "securitySchemes": {
                    "cookie": { "type": "apiKey", "in": "cookie", "name": cookie, "description": COOKIE },
                    "bearer": { "type": "http", "scheme": "bearer", "description": BEARER }
                }
            }
        })
    }
}

const ABOUT: &str = "Live transit assistance. Errors are RFC 9457 problems whose `type` is a stable slug. Instants are \
RFC 3339 with an offset on input, UTC with `Z` and whole seconds on output. What lies outside the caller's scope is \
answered exactly as what does not exist. Readers ignore fields they do not know.";
const COOKIE: &str = "A browser's sign-in, from `POST /api/v1/sign-in`. With it an unsafe method needs \
`Sec-Fetch-Site: same-origin` or the right `Origin`.";
const BEARER: &str = "A program's token, from `onward account token`. Never in a URL.";

/// Types that are read in another form than they are written, as when a field may be left out, and those that name them.
fn twofold(asked: &Map<String, Value>, answered: &Map<String, Value>) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    loop {
        let differs = |name: &String, schema: &Value| {
            let mut pointed = schema.clone();
            point(&mut pointed, &found);
            !found.contains(name) && answered.get(name).is_some_and(|held| *held != pointed)
        };
        let more: Vec<String> = asked.iter().filter(|(n, s)| differs(n, s)).map(|(n, _)| n.clone()).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

fn sent(name: &str) -> String {
    format!("{name}Sent")
}

/// Lets every reference to one of these name its form as sent.
fn point(schema: &mut Value, names: &BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Value::String(to) if key == "$ref" => {
                        if let Some(name) = to.strip_prefix(SCHEMAS).filter(|name| names.contains(*name)) {
                            *to = format!("{SCHEMAS}{}", sent(name));
                        }
                    }
                    value => point(value, names),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| point(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_of_two_forms_has_two_names_and_so_has_what_names_it() {
        let of = |leaf: &str| {
            let to = |name: &str| json!({ "$ref": format!("{SCHEMAS}{name}") });
            let all = json!({ "Leaf": { "title": leaf }, "Branch": { "items": to("Leaf") }, "Other": {} });
            all.as_object().cloned().unwrap_or_default()
        };
        assert_eq!(twofold(&of("one"), &of("one")), BTreeSet::new());
        assert_eq!(twofold(&of("one"), &of("two")), ["Branch", "Leaf"].map(str::to_owned).into());
    }
}

//! The description as a test reads it: calls by method and path, and what they say of an answer.
//! Schemas are closed here, so that a field nobody described is found.
//! Must not know: which calls there are.

use crate::schemas::strict::{close, faults};
use serde_json::Value;
use std::collections::BTreeSet;

pub struct Document {
    pub json: Value,
    /// The schemas, closed.
    components: Value,
}

impl Document {
    pub fn new(json: Value) -> Self {
        let mut schemas = json["components"]["schemas"].clone();
        schemas.as_object_mut().unwrap().values_mut().for_each(|schema| close(schema, true));
        let components = serde_json::json!({ "schemas": schemas });
        Self { json, components }
    }

    /// Every call: method, path, what is said of it.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str, &Value)> + Clone {
        let paths = self.json["paths"].as_object().unwrap().iter();
        paths.flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(move |(method, call)| (method.as_str(), path.as_str(), call))
        })
    }

    pub fn operations(&self) -> BTreeSet<(String, String)> {
        self.all().map(|(method, path, _)| (method.to_owned(), path.to_owned())).collect()
    }

    /// What does not fit a schema of this document.
    pub fn faults(&self, schema: &Value, instance: &Value) -> Vec<String> {
        let mut schema = schema.clone();
        close(&mut schema, true);
        schema.as_object_mut().unwrap().insert("components".to_owned(), self.components.clone());
        let validator =
            jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema");
        faults(&validator, instance)
    }

    /// What is wrong with an answer by what is said of its call: `None` if no such address is described.
    pub fn judge(&self, method: &str, address: &str, status: u16, kind: &str, body: &str) -> Option<Vec<String>> {
        let address = address.split('?').next().unwrap();
        let at = || self.json["paths"].as_object().unwrap().iter().filter(|(path, _)| is_at(path, address));
        // `/feeds/plan` stands where a source would: what is sent there is judged as if it were one.
        let (path, item) = at().find(|(_, item)| item.get(method).is_some()).or_else(|| at().next())?;
        let Some(call) = item.get(method) else {
            let other = (status != 405).then(|| format!("{path} describes no {method} and answered {status}"));
            return Some(other.into_iter().collect());
        };
        let mut response = &call["responses"][status.to_string()];
        if let Some(to) = response["$ref"].as_str() {
            response = self.json.pointer(&to[1..]).unwrap();
        }
        if response.is_null() {
            return Some(vec![format!("{method} {path} answered {status}, which is not described: {body}")]);
        }
        let Some(content) = response["content"].as_object() else {
            return Some(
                (!body.is_empty()).then(|| format!("{method} {path} {status} has a body")).into_iter().collect(),
            );
        };
        let kind = kind.split(';').next().unwrap();
        let Some(media) = content.get(kind) else {
            return Some(vec![format!("{method} {path} {status} is {kind:?}")]);
        };
        let body = serde_json::from_str(body).unwrap_or_else(|_| Value::String(body.to_owned()));
        let wrong = self.faults(&media["schema"], &body);
        Some(wrong.into_iter().map(|fault| format!("{method} {path} {status} {fault}")).collect())
    }
}

/// Whether an address is one of this path.
fn is_at(path: &str, address: &str) -> bool {
    let (path, address): (Vec<_>, Vec<_>) = (path.split('/').collect(), address.split('/').collect());
    path.len() == address.len()
        && path.iter().zip(&address).all(|(p, a)| p == a || (p.starts_with('{') && !a.is_empty()))
}

#[test]
fn an_answer_is_judged() {
    let schema = serde_json::json!({ "$ref": "#/components/schemas/A" });
    let document = Document::new(serde_json::json!({
        "paths": { "/a/{id}": { "get": { "responses": { "200": { "content": { "application/json": { "schema": schema } } } } } } },
        "components": { "schemas": { "A": { "properties": { "n": { "type": "integer" } } } } }
    }));
    let wrong =
        |method: &str, status, kind: &str, body: &str| document.judge(method, "/a/1?x=y", status, kind, body).unwrap();
    assert!(wrong("get", 200, "application/json; charset=utf-8", r#"{"n":1}"#).is_empty());
    assert!(wrong("post", 405, "", "").is_empty());
    for (method, status, kind, body) in [
        ("get", 200, "application/json", r#"{"n":"1"}"#),
        ("get", 200, "application/json", r#"{"n":1,"m":2}"#),
        ("get", 200, "text/html", r#"{"n":1}"#),
        ("get", 500, "application/json", r#"{"n":1}"#),
        ("post", 404, "", ""),
    ] {
        assert_eq!(wrong(method, status, kind, body).len(), 1, "{method} {status} {kind} {body}");
    }
    assert_eq!(document.judge("get", "/a", 200, "", ""), None);
}

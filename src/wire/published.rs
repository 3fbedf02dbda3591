//! What is published for whoever writes a client: a JSON Schema (2020-12) of every frame, of every document, of the
//! manifest and of the merged flight. They are open: a reader ignores what it does not know.
//! `docs/schemas` holds them as files; `tests/it/schemas.rs` compares. Must not know: HTTP, files.

use super::schema::{ClientSays, HubSays};
use crate::domain::manifest::Manifest;
use crate::domain::view::flight::FlightView;
use crate::domain::view::schema::DOCUMENTS;
use schemars::generate::{Contract, SchemaSettings};
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

/// A generator for what is sent to us. `definitions` is where the schemas it names will stand.
#[must_use]
pub fn read(definitions: &'static str) -> SchemaGenerator {
    generator(Contract::Deserialize, definitions)
}

/// A generator for what we say.
#[must_use]
pub fn written(definitions: &'static str) -> SchemaGenerator {
    generator(Contract::Serialize, definitions)
}

fn generator(contract: Contract, definitions: &'static str) -> SchemaGenerator {
    let sent = contract == Contract::Serialize;
    let mut settings = SchemaSettings::draft2020_12();
    settings.contract = contract;
    settings.definitions_path = definitions.into();
    settings.meta_schema = None;
    settings = settings.with_transform(RecursiveTransform(plain));
    if sent {
        settings = settings.with_transform(RecursiveTransform(absent_is_never_null));
    }
    settings.into_generator()
}

/// Widths of our integers mean nothing outside, the bounds say it; and that null is as good as absent, the types say.
fn plain(schema: &mut Schema) {
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default().to_owned();
    if format.starts_with("uint") || format.starts_with("int") {
        schema.remove("format");
    }
    if format == "uint32" {
        schema.insert("maximum".to_owned(), u32::MAX.into());
    }
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
}

/// What an audience may not see is absent, not null: a property that may be absent is never null when it is there.
pub fn absent_is_never_null(schema: &mut Schema) {
    let required: Vec<String> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(text).collect();
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (_, value) in properties.iter_mut().filter(|(name, _)| !required.contains(name)) {
        never_null(value);
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Takes `null` out of a type, or out of the choices.
pub fn never_null(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|t| t != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(choices)) = schema.get_mut("anyOf") else { return };
    choices.retain(|c| c.get("type").is_none_or(|t| t != "null"));
    if let [Value::Object(only)] = choices.as_mut_slice() {
        let only = std::mem::take(only);
        schema.remove("anyOf");
        schema.extend(only);
    }
}

/// Every schema by the name of its file in `docs/schemas`, without `.json`.
#[must_use]
pub fn all() -> Vec<(&'static str, Value)> {
    let mut all = vec![
        one("client-frames", Contract::Deserialize, ClientSays::json_schema),
        one("hub-frames", Contract::Serialize, HubSays::json_schema),
        one("manifest", Contract::Deserialize, Manifest::json_schema),
        one("flight", Contract::Serialize, FlightView::json_schema),
    ];
    all.extend(DOCUMENTS.map(|(name, body)| one(name, Contract::Serialize, body)));
    all
}

fn one(name: &'static str, contract: Contract, schema: fn(&mut SchemaGenerator) -> Schema) -> (&'static str, Value) {
    let mut generator = generator(contract, "/$defs");
    let mut schema = schema(&mut generator);
    let definitions = generator.take_definitions(true);
    for transform in generator.transforms_mut() {
        transform.transform(&mut schema);
    }
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("$id".to_owned(), format!("urn:onward:v1:{name}").into());
    schema.insert("title".to_owned(), name.into());
    if !definitions.is_empty() {
        schema.insert("$defs".to_owned(), definitions.into());
    }
    (name, schema.into())
}

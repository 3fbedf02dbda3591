//! Schemas for the tests: the published ones are open, because a reader ignores what it does not know; these refuse
//! every property that no schema names, so that a field cannot be sent and stay undescribed.
//! Must not know: which schemas there are.

use jsonschema::Validator;
use serde_json::{Value, json};

/// A validator that also checks formats.
pub fn strict(mut schema: Value) -> Validator {
    close(&mut schema, true);
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).expect("a schema")
}

/// Adds `unevaluatedProperties: false` to every object that lists properties, unless the place above it does.
pub fn close(schema: &mut Value, outermost: bool) {
    let Value::Object(map) = schema else { return };
    let lists = map.contains_key("properties") && !map.contains_key("additionalProperties");
    if lists && outermost {
        map.insert("unevaluatedProperties".to_owned(), json!(false));
    }
    for (key, value) in map.iter_mut() {
        match (key.as_str(), value) {
            ("properties" | "$defs", Value::Object(named)) => named.values_mut().for_each(|s| close(s, true)),
            ("items" | "additionalProperties", value) => close(value, true),
            // Each of these looks at the same object.
            ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => {
                all.iter_mut().for_each(|s| close(s, outermost && !lists));
            }
            _ => {}
        }
    }
}

/// What does not fit, each with its place.
pub fn faults(schema: &Validator, instance: &Value) -> Vec<String> {
    schema.iter_errors(instance).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn a_field_that_no_schema_names_is_found() {
    let schema = strict(json!({ "properties": { "a": { "$ref": "#/$defs/A" }, "when": { "format": "date-time" } },
        "oneOf": [{ "properties": { "b": { "type": "string" } }, "required": ["b"] }, { "required": ["c"] }],
        "$defs": { "A": { "properties": { "x": {} } } } }));
    let fits = |value: Value| faults(&schema, &value).is_empty();
    assert!(fits(json!({ "a": { "x": 1 }, "b": "" })));
    assert!(!fits(json!({ "a": { "x": 1, "y": 2 }, "b": "" })), "deep down");
    assert!(!fits(json!({ "b": "", "d": 1 })), "at the top");
    assert!(!fits(json!({ "b": "", "when": "yesterday" })), "a format");
}

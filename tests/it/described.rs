//! The description of the API is whole and true: every route of the sources stands in it, every example fits its
//! schema, and what a running hub answers, to right calls and to wrong ones, is a status and a shape that it names.
//! Must not know: how it is put together.

mod answers;
mod document;

use super::tidy::{files, relative, root};
use document::Document;
use onward::web::api::docs;
use serde_json::Value;
use std::collections::BTreeSet;

fn description() -> Document {
    Document::new(docs::document(true, "onward_session"))
}

/// `(method, path)` of every `web::resource` in the sources, with the methods that its `allow` names.
fn routes() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for path in files(&root().join("src/web"), ".rs") {
        let text = std::fs::read_to_string(&path).unwrap();
        let at_root = ["src/web/health.rs", "src/web/assets.rs"].contains(&relative(&path).as_str());
        for resource in text.split("web::resource(\"").skip(1) {
            let (pattern, rest) = resource.split_once('"').unwrap();
            let methods = rest.split("allow(\"").nth(1).and_then(|r| r.split('"').next()).unwrap();
            let prefix = if at_root || pattern.starts_with("/api/") { "" } else { "/api/v1" };
            for method in methods.split(", ") {
                found.insert((method.to_lowercase(), format!("{prefix}{pattern}")));
            }
        }
    }
    found
}

#[test]
fn every_route_is_described_and_nothing_else() {
    let mut routes = routes();
    // The screens are no API, and OpenAPI knows no path whose part holds slashes: a key is written as its parts.
    routes.retain(|(_, path)| path != "/");
    assert!(routes.remove(&("get".to_owned(), "/api/v1/flights/{key:.*}".to_owned())));
    routes.insert(("get".to_owned(), "/api/v1/flights/{flight}/{date}/{route}".to_owned()));
    let described = description().operations();
    let undescribed: Vec<_> = routes.difference(&described).collect();
    let unserved: Vec<_> = described.difference(&routes).collect();
    assert!(undescribed.is_empty(), "add to the openapi.rs beside the route: {undescribed:?}");
    assert!(unserved.is_empty(), "described and not served: {unserved:?}");
}

#[test]
fn the_demonstration_is_described_only_where_it_is() {
    let paths = |demo: bool| Document::new(docs::document(demo, "onward_session")).operations();
    let more: Vec<_> = paths(true).difference(&paths(false)).map(|(_, path)| path.clone()).collect();
    assert_eq!(more, ["/api/v1/demo", "/api/v1/demo/pulse", "/api/v1/demo/enter"]);
}

#[test]
fn every_reference_leads_somewhere_and_every_name_says_something() {
    let document = description();
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|v| references(v, found));
            }
            Value::Array(items) => items.iter().for_each(|v| references(v, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    references(&document.json, &mut found);
    for reference in found {
        assert!(document.json.pointer(&reference[1..]).is_some(), "{reference}");
    }
    for name in document.json["components"]["schemas"].as_object().unwrap().keys() {
        assert!(!name.ends_with(|c: char| c.is_ascii_digit()), "{name}: two types of one name, rename one");
    }
    let ids = document.all().map(|(.., operation)| operation["operationId"].as_str().unwrap().to_owned());
    let (all, once): (Vec<_>, BTreeSet<_>) = (ids.clone().collect(), ids.collect());
    assert_eq!(all.len(), once.len(), "an operationId twice");
}

#[test]
fn every_example_fits_its_schema() {
    let document = description();
    let mut wrong = Vec::new();
    for (method, path, operation) in document.all() {
        let of = |what: &str| format!("{method} {path} {what}");
        let mut contents = vec![("request".to_owned(), &operation["requestBody"]["content"])];
        let responses = operation["responses"].as_object().unwrap();
        contents.extend(responses.iter().map(|(status, response)| (status.clone(), &response["content"])));
        for (what, media) in
            contents.iter().flat_map(|(what, c)| c.as_object().into_iter().flatten().map(move |m| (what, m.1)))
        {
            let examples = media["examples"].as_object().into_iter().flatten().map(|(_, e)| &e["value"]);
            for example in examples.chain(media.get("example")) {
                wrong.extend(
                    document.faults(&media["schema"], example).into_iter().map(|f| format!("{}: {f}", of(what))),
                );
            }
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if let Some(example) = parameter.get("example") {
                let faults = document.faults(&parameter["schema"], example);
                wrong.extend(faults.into_iter().map(|f| format!("{}: {f}", of(&parameter["name"].to_string()))));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

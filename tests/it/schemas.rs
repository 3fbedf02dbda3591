//! The JSON Schemas of `docs/schemas` are those of the code: `UPDATE_SCHEMAS=1 cargo test --test it schemas` writes
//! them anew. And what a running hub says fits them, with no field that they do not name.
//! Must not know: how a schema is made.

mod fits;
pub mod strict;

use super::tidy::{files, root};
use onward::wire::published;
use std::collections::BTreeSet;

const HOW: &str = "run `UPDATE_SCHEMAS=1 cargo test --test it schemas`, read the difference, and commit it";

#[test]
fn the_files_are_those_of_the_code() {
    let folder = root().join("docs/schemas");
    let update = std::env::var_os("UPDATE_SCHEMAS").is_some();
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for (name, schema) in published::all() {
        let path = folder.join(format!("{name}.json"));
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != text {
            wrong.push(format!("docs/schemas/{name}.json is not what the code says"));
        }
        names.insert(path);
    }
    let others = files(&folder, ".json").into_iter().filter(|path| !names.contains(path));
    wrong.extend(others.map(|path| format!("{} belongs to nothing: take it away", path.display())));
    assert!(wrong.is_empty(), "{}: {HOW}", wrong.join(", "));
}

#[test]
fn each_is_a_schema() {
    for (name, schema) in published::all() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name} is not a schema of 2020-12");
    }
}

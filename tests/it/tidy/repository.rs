//! The rules on what is not Rust: words on screens, links in documents, decisions, what is vendored.
//! Each works on text or on a folder, so that its test can plant a violation.
//! Must not know: the rules on Rust source.

use super::{files, relative};
use sha2::{Digest, Sha256};
use std::path::Path;

pub fn check(root: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    for path in files(&root.join("static/lang"), ".ftl") {
        let english = relative(&path).starts_with("static/lang/en");
        wrong.extend(named(&path, words(&read(&path), english)));
    }
    let mut documents = files(&root.join("docs"), ".md");
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        documents.extend(Some(root.join(name)).filter(|path| path.exists()));
    }
    for path in documents {
        wrong.extend(named(&path, links(&read(&path), path.parent().unwrap_or(root))));
    }
    for path in files(&root.join("docs/decisions"), ".md") {
        wrong.extend(named(&path, decision(&read(&path))));
    }
    wrong.extend(vendored(&root.join("static/vendor")));
    wrong
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

fn named(path: &Path, wrong: Vec<String>) -> Vec<String> {
    wrong.into_iter().map(|message| format!("{}: {message}", relative(path))).collect()
}

/// Nothing the public can see says what these people fled from: in no language, anywhere in the file.
const LABELS: &[&str] = &["refugee", "réfugié", "vluchteling", "asylum", "asile", "asiel", "migrant", "لاجئ", "لجوء"];
/// Words of the code, never of a screen.
const CODE_WORDS: &[&str] = &["holder", "custody", "release", "released"];

fn words(text: &str, english: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let (number, lower) = (index + 1, line.to_lowercase());
        for label in LABELS.iter().filter(|label| lower.contains(**label)) {
            wrong.push(format!("line {number}: `{label}` on a screen: say group, people, families, travellers"));
        }
        let said = spoken(&lower);
        let has = |word: &str| said.split(|c: char| !c.is_alphanumeric()).any(|w| w == word);
        for word in CODE_WORDS.iter().filter(|word| english && has(word)) {
            wrong.push(format!("line {number}: `{word}` is a word of the code: say with, in the care of, handed to"));
        }
    }
    wrong
}

/// What a line of Fluent says to people: its value, without comment and without what stands in braces.
fn spoken(line: &str) -> String {
    let value = match line.chars().next() {
        Some('#') | None => "",
        Some(' ' | '\t') => line,
        Some(_) => line.split_once('=').map_or("", |(_, value)| value),
    };
    let mut depth = 0usize;
    let mut said = String::new();
    for c in value.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => said.push(c),
            _ => {}
        }
    }
    said
}

fn links(text: &str, folder: &Path) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let local = targets.filter(|t| !t.contains("://") && !t.starts_with('#') && !t.starts_with("mailto:"));
    local
        .map(|target| target.split(['#', ' ']).next().unwrap_or(target))
        .filter(|target| !folder.join(target).exists())
        .map(|target| format!("links to `{target}`, which is not there: repair the link or bring the file"))
        .collect()
}

fn decision(text: &str) -> Vec<String> {
    let missing = ["Date: ", "## Context", "## Choice", "## Cost"].into_iter().filter(|part| !text.contains(part));
    let mut wrong: Vec<String> = missing.map(|part| format!("a decision has a `{part}`")).collect();
    if text.lines().count() >= 60 {
        wrong.push("a decision is told in fewer than 60 lines".to_owned());
    }
    wrong
}

fn vendored(folder: &Path) -> Vec<String> {
    if !folder.exists() {
        return Vec::new();
    }
    let Ok(json) = serde_json::from_str(&read(&folder.join("vendor.json"))) else {
        return vec!["static/vendor/vendor.json: write it, with version and sha256 of each file".to_owned()];
    };
    let mut sums = Vec::new();
    listed(&json, None, &mut sums);
    let mut wrong = Vec::new();
    for (name, sum) in &sums {
        let actual = std::fs::read(folder.join(name)).map(|bytes| hex(&Sha256::digest(&bytes))).unwrap_or_default();
        if actual != *sum {
            wrong.push(format!(
                "static/vendor/{name}: sha256 is `{actual}`, vendor.json says `{sum}`: bring the original back; \
                 a new version gets a new sum"
            ));
        }
    }
    for path in files(folder, "") {
        let name = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        if name != "vendor.json" && !sums.iter().any(|(listed, _)| *listed == name) {
            wrong.push(format!("static/vendor/{name}: list it in vendor.json with its version and sha256"));
        }
    }
    wrong
}

/// Files and their sums, wherever they stand: `{"file", "sha256"}`, `{name: {"sha256"}}` or `{name: sum}`.
fn listed(json: &serde_json::Value, key: Option<&str>, sums: &mut Vec<(String, String)>) {
    let is_sum = |text: &&str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    match json {
        serde_json::Value::Array(items) => items.iter().for_each(|item| listed(item, key, sums)),
        serde_json::Value::Object(fields) => {
            let file = ["file", "path"].iter().find_map(|name| fields.get(*name)?.as_str()).or(key);
            for (name, value) in fields {
                match (value.as_str().filter(is_sum), file) {
                    (Some(sum), Some(file)) if name == "sha256" => sums.push((file.to_owned(), sum.to_owned())),
                    (Some(sum), _) => sums.push((name.clone(), sum.to_owned())),
                    _ => listed(value, Some(name), sums),
                }
            }
        }
        _ => {}
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn labels_and_code_words_are_found_on_screens() {
    assert_eq!(words("title = Refugees\nother = De vluchtelingen", false).len(), 2);
    assert_eq!(words("who = In custody of { $party }\n    holder", true).len(), 2);
    assert_eq!(words("custody-with = With { $holder }\n# release\nwho = handed to", true).len(), 0);
}

#[test]
fn dead_links_are_found() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("there.md"), "").unwrap();
    let text = "[a](there.md#part) [b](gone.md) [c](https://example.org) [d](#here)";
    assert_eq!(links(text, folder.path()).len(), 1);
}

#[test]
fn decisions_have_their_parts() {
    assert_eq!(decision("Date: 2026-11-23\n## Context\n## Choice\n").len(), 1);
    assert_eq!(decision(&format!("Date: x\n## Context\n## Choice\n## Cost\n{}", "\n".repeat(60))).len(), 1);
}

#[test]
fn vendored_files_are_what_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let sum = hex(&Sha256::digest(b"one"));
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("a.js", "one");
    write("vendor.json", &format!(r#"{{"a.js": {{"version": "1", "sha256": "{sum}"}}}}"#));
    assert_eq!(vendored(folder.path()), Vec::<String>::new());
    write("vendor.json", &format!(r#"[{{"version": "1", "file": "a.js", "sha256": "{sum}"}}]"#));
    assert_eq!(vendored(folder.path()), Vec::<String>::new());
    write("a.js", "two");
    write("b.js", "");
    assert_eq!(vendored(folder.path()).len(), 2);
}

//! Keeps the tree as ARCHITECTURE.md describes it, by reading the sources: floors, pure files, sizes, words.
//! A finding says what to do. What may stay as it is stands in EXCEPTIONS with its reason, and has to be true.
//! Must not know: anything at run time; it only reads files.

mod planted;
mod repository;
mod rules;
mod source;

use rules::{Finding, RULES};
use source::Source;
use std::path::{Path, PathBuf};

/// What a rule would refuse and is granted: the rule, the place as the finding names it, and why.
/// One that is no longer needed fails the test, so this list only holds what is true.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("serde", "src/domain/audience.rs", "audience and role: words that facts, records and frames are made of"),
    ("serde", "src/web/sign_in.rs", "the bodies of signing in: they are read here and go nowhere"),
    ("serde", "src/web/strict.rs", "reads any body that is a promise: the bound, not a type of its own"),
    ("serde", "src/domain/place.rs", "codes and keys: words that facts, records and views are all made of"),
    (
        "serde",
        "src/domain/observation.rs",
        "field, stage and value: words that the claims of a flight record are made of",
    ),
    ("serde", "src/domain/claim.rs", "the persisted form of a flight, with its version"),
    ("serde", "src/domain/audience.rs", "the names of audiences and roles: words of facts, frames and views"),
    ("serde", "src/domain/band.rs", "a word of facts and views"),
    ("serde", "src/domain/plan.rs", "the plan inside a fact, and the people sealed beside it"),
    ("serde", "src/domain/command.rs", "the bodies of commands, which stand in no frame type of their own"),
    ("serde", "src/domain/command/word.rs", "the body of one command"),
    ("serde", "src/domain/command/custody.rs", "the bodies of commands about who is with whom"),
    ("serde", "src/domain/command/parting.rs", "the bodies of commands on the plan"),
    ("serde", "src/domain/command/people.rs", "the bodies of commands about who travels"),
    ("serde", "src/domain/command/reception.rs", "the bodies of a receiver's commands"),
    ("serde", "src/domain/command/told.rs", "the bodies of commands about what was told"),
    ("serde", "src/domain/command/undo.rs", "the body of one command"),
    ("serde", "src/domain/command/wave.rs", "the bodies of commands on a whole wave, and of a count"),
    ("serde", "src/domain/party.rs", "the text form of a party: a word that facts and views are made of"),
    ("serde", "src/domain/shape.rs", "reads the instants of every body that holds one"),
    ("serde", "src/domain/source.rs", "the name of a source: a word that claims and views are made of"),
];

/// The only places where `no_panic` can be granted.
const START_UP: &[&str] = &["src/main.rs", "src/app"];

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files under a folder with this ending, in order; none if there is no such folder.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn sources() -> Vec<Source> {
    let read = |path: &PathBuf| Source::new(&relative(path), &std::fs::read_to_string(path).expect("a source is text"));
    let mut all: Vec<Source> = files(&root().join("src"), ".rs").iter().map(read).collect();
    let mut tests = Vec::new();
    for source in &all {
        let mut folder = source.module();
        folder[0] = "src".to_owned();
        tests.extend(source.test_modules().into_iter().map(|name| format!("{}/{name}", folder.join("/"))));
    }
    for source in &mut all {
        let is = |t: &String| source.path == format!("{t}.rs") || source.path.starts_with(&format!("{t}/"));
        if tests.iter().any(is) {
            source.shipped.clear();
        }
    }
    all
}

/// What remains after the exceptions, and the exceptions that nothing needed.
fn judge(findings: &[Finding], exceptions: &[(&str, &str, &str)]) -> Vec<String> {
    let granted = |f: &&Finding| exceptions.iter().any(|(rule, at, _)| *rule == f.rule && *at == f.at);
    let left = findings.iter().filter(|f| !granted(f));
    let mut wrong: Vec<String> = left.map(|f| format!("{}:{} [{}] {}", f.at, f.line, f.rule, f.message)).collect();
    for (rule, at, why) in exceptions {
        if !findings.iter().any(|f| f.rule == *rule && f.at == *at) {
            wrong.push(format!("{at} [{rule}] this exception is no longer needed: take it out of tests/it/tidy.rs"));
        }
        if why.len() < 20 {
            wrong.push(format!("{at} [{rule}] this exception has no reason: write one, or repair the code"));
        }
        if *rule == "no_panic" && !START_UP.iter().any(|start| at.starts_with(start)) {
            wrong.push(format!("{at} [{rule}] only start-up may panic: return an error"));
        }
    }
    wrong
}

fn report(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{} to put right:\n  {}\n", wrong.len(), wrong.join("\n  "));
}

#[test]
fn the_sources_keep_the_rules() {
    let sources = sources();
    assert!(!sources.is_empty(), "no sources found under {}", root().display());
    let findings: Vec<Finding> = sources.iter().flat_map(|s| RULES.iter().flat_map(move |rule| rule(s))).collect();
    report(judge(&findings, EXCEPTIONS));
}

#[test]
fn the_repository_keeps_its_promises() {
    report(repository::check(&root()));
}

#[test]
fn exceptions_have_to_be_true() {
    let long = [Finding { rule: "length", at: "src/x.rs".into(), line: 1, message: "long".into() }];
    let reason = "one table, and parted it would say less";
    assert_eq!(judge(&long, &[]).len(), 1);
    assert_eq!(judge(&long, &[("length", "src/x.rs", reason)]).len(), 0);
    assert_eq!(judge(&long, &[("length", "src/x.rs", "")]).len(), 1);
    assert_eq!(judge(&[], &[("length", "src/x.rs", reason)]).len(), 1);
    let panic = [Finding { rule: "no_panic", at: "src/hub/board.rs".into(), line: 1, message: "unwrap".into() }];
    assert_eq!(judge(&panic, &[("no_panic", "src/hub/board.rs", reason)]).len(), 1);
}

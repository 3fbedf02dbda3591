//! The rules on Rust source, each a function from a source to what is wrong with it.
//! A message says what to do instead. `planted.rs` plants a violation of each.
//! Must not know: the file system, or which exceptions are granted.

use super::source::{Source, Token, is_word, lines_with};

/// What is wrong, where, and under which name an exception could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static str,
    /// The file, and for a function `file::name`.
    pub at: String,
    pub line: usize,
    pub message: String,
}

pub type Rule = fn(&Source) -> Vec<Finding>;

pub const RULES: &[Rule] = &[floors, pure, head, length, names, no_panic, serde_in_its_places, bounded, finished];

/// Beside the floors: every floor from 2 up may name them.
const FOUNDATIONS: &[&str] = &["limits", "config", "clock", "telemetry"];
const NOT_ON_FOUNDATIONS: &[&str] = &["limits", "domain", "config", "clock", "telemetry"];

/// Who may name whom, besides itself and (from floor 2 up) the foundations. The floors of ARCHITECTURE.md.
const FLOORS: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("domain", &["limits"]),
    ("config", &["limits", "domain"]),
    ("clock", &["limits", "config"]),
    ("telemetry", &["limits", "config", "clock"]),
    ("feeds", &["domain"]),
    ("wire", &["domain"]),
    ("store", &[]),
    ("ledger", &["domain", "store"]),
    ("intake", &["domain", "feeds", "wire", "store", "ledger"]),
    ("hub", &["domain", "wire", "store", "ledger"]),
    ("notify", &["domain", "wire", "store", "ledger"]),
    ("web", &["domain", "feeds", "wire", "store", "ledger", "intake", "hub", "notify"]),
    ("app", &["domain", "feeds", "wire", "store", "ledger", "intake", "hub", "notify", "web"]),
    ("cli", &["domain", "feeds", "wire", "store", "ledger", "intake", "hub", "notify", "web", "app"]),
];

pub fn floors(source: &Source) -> Vec<Finding> {
    let module = source.module();
    let Some(own) = module.get(1) else { return Vec::new() };
    let Some((_, below)) = FLOORS.iter().find(|(name, _)| name == own) else {
        let message = format!(
            "`{own}` stands on no floor: give it one in FLOORS (tests/it/tidy/rules.rs) and in ARCHITECTURE.md"
        );
        return vec![finding("floors", source, 1, message)];
    };
    let mut found = Vec::new();
    for (line, path) in source.paths(&source.tokens) {
        let Some(named) = path.get(1).filter(|_| path[0] == "crate") else {
            continue;
        };
        if named == "*" {
            let message = "`crate::*` names every floor: name what you use".to_owned();
            found.push(finding("floors", source, line, message));
        }
        let known = FLOORS.iter().any(|(name, _)| name == named);
        let foundation = FOUNDATIONS.contains(&named.as_str()) && !NOT_ON_FOUNDATIONS.contains(&own.as_str());
        if known && named != own && !foundation && !below.contains(&named.as_str()) {
            found.push(finding("floors", source, line, floor_message(own, named)));
        }
    }
    if own == "intake" {
        let socket = |t: &&Token| t.text.starts_with("actix") || t.text.to_lowercase().contains("websocket");
        for token in source.shipped.iter().filter(socket) {
            let message = format!("`{}`: intake knows no socket; take values and let web move the bytes", token.text);
            found.push(finding("floors", source, token.line, message));
        }
    }
    found
}

fn floor_message(own: &str, named: &str) -> String {
    let cure = match (own, named) {
        ("intake" | "hub" | "notify", "intake" | "hub" | "notify") => {
            "the two meet only in the store: commit there and follow the change feed; what both need belongs in \
             ledger, a test that needs both in tests/it"
        }
        ("domain", _) => "rules take values, the time included, as arguments: let the caller read and pass them in",
        ("store", _) => "the store keeps opaque records: what they mean belongs in ledger",
        _ => "pass the value in from the floor above, or move the shared part down",
    };
    format!("`{own}` must not name `crate::{named}`: {cure}")
}

const PURE: &[&str] = &["src/domain/", "src/wire/", "src/feeds/parse/", "src/feeds/ask/"];
const PURE_FILES: &[&str] =
    &["src/domain.rs", "src/wire.rs", "src/feeds/parse.rs", "src/feeds/ask.rs", "src/hub/session.rs"];

pub fn pure(source: &Source) -> Vec<Finding> {
    if !PURE.iter().any(|p| source.path.starts_with(p)) && !PURE_FILES.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for token in &source.shipped {
        let word = token.text.as_str();
        if matches!(word, "tokio" | "redis" | "rusqlite" | "reqwest" | "async" | "await") || word.starts_with("actix") {
            let message = format!("`{word}` in a pure file: return the value and let the floor above do the work");
            found.push(finding("pure", source, token.line, message));
        }
    }
    for line in lines_with(&source.shipped, "now ( )") {
        let message = "`now()` in a pure file: take the time as an argument".to_owned();
        found.push(finding("pure", source, line, message));
    }
    for (line, path) in source.paths(&source.shipped) {
        let starts = |wanted: &[&str]| path.len() >= wanted.len() && path.iter().zip(wanted).all(|(a, b)| a == b);
        let time = starts(&["std", "time", "Instant"]) || starts(&["std", "time", "SystemTime"]);
        if starts(&["std", "fs"]) || starts(&["std", "net"]) {
            let message = format!("`{}` in a pure file: take the bytes as an argument", path.join("::"));
            found.push(finding("pure", source, line, message));
        } else if source.path.starts_with("src/domain") && time {
            let message = "domain knows only instants of UTC, given as arguments".to_owned();
            found.push(finding("pure", source, line, message));
        }
    }
    found
}

/// A file of this many lines or fewer, as one that only lists its modules, needs less of an introduction.
const SMALL: usize = 12;

pub fn head(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().take_while(|l| l.starts_with("//!")).count();
    let code = source.text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with("//!")).count();
    let least = if code <= SMALL { 1 } else { 3 };
    if code <= 1 || (least..=8).contains(&lines) {
        return Vec::new();
    }
    let message = format!(
        "starts with {lines} lines of `//!`; write {least} to 8 before anything else: what this file is for, \
         and what it must not know"
    );
    vec![finding("head", source, 1, message)]
}

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 70;

pub fn length(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let lines = source.text.lines().count();
    if lines > FILE_LINES {
        let message =
            format!("{lines} lines; a file over {FILE_LINES} is two things: part them by what changes together");
        found.push(finding("length", source, 1, message));
    }
    for function in source.functions().into_iter().filter(|f| f.lines > FUNCTION_LINES) {
        let (name, lines) = (&function.name, function.lines);
        let message = format!("`{name}` has {lines} lines; one over {FUNCTION_LINES} is two things: name its parts");
        let at = format!("{}::{name}", source.path);
        found.push(Finding { rule: "length", at, line: function.line, message });
    }
    found
}

const EMPTY_NAMES: &[&str] = &["manager", "helper", "util", "utility", "utilitie", "common", "data"];

pub fn names(source: &Source) -> Vec<Finding> {
    let of_path = source.module().into_iter().map(|name| (1, name));
    let declared = source.tokens.windows(2).filter(|w| w[0].text == "mod" && is_word(&w[1].text));
    of_path
        .chain(declared.map(|w| (w[1].line, w[1].text.clone())))
        .filter(|(_, name)| name.split('_').any(|part| EMPTY_NAMES.contains(&part.trim_end_matches('s'))))
        .map(|(line, name)| {
            let message = format!("a module named `{name}` says nothing: call it by what it does");
            finding("names", source, line, message)
        })
        .collect()
}

pub fn no_panic(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for wanted in [". unwrap (", ". expect (", ":: unwrap", ":: expect"] {
        for line in lines_with(&source.shipped, wanted) {
            let message = "no unwrap and no expect outside tests: return an error named by what the caller can do; \
                           at start-up only, write an exception in tests/it/tidy.rs"
                .to_owned();
            found.push(finding("no_panic", source, line, message));
        }
    }
    found
}

/// Where a type is a promise: persisted, sent, read from outside, or printed.
const SERDE: &[&str] = &[
    "src/domain/fact",
    "src/domain/record",
    "src/domain/view",
    "src/domain/manifest",
    "src/wire",
    "src/feeds/parse",
    "src/config",
    "src/ledger",
    "src/web/api",
    "src/web/problem.rs",
    "src/cli",
];

pub fn serde_in_its_places(source: &Source) -> Vec<Finding> {
    if SERDE.iter().any(|prefix| source.path.starts_with(prefix)) {
        return Vec::new();
    }
    let derives = |t: &&Token| matches!(t.text.as_str(), "Serialize" | "Deserialize" | "DeserializeOwned");
    let message = |word: &str| {
        format!(
            "`{word}` here makes an inner type a promise to the outside: keep it in facts, records, views, wire, \
             parsers, config, ledger, web/api or cli, and convert"
        )
    };
    let found = source.shipped.iter().filter(derives);
    found.map(|token| finding("serde", source, token.line, message(&token.text))).collect()
}

pub fn bounded(source: &Source) -> Vec<Finding> {
    let wrong = ["unbounded_channel", "unbounded", "UnboundedSender", "UnboundedReceiver"];
    let tokens = &source.shipped;
    let mut lines: Vec<usize> = tokens.iter().filter(|t| wrong.contains(&t.text.as_str())).map(|t| t.line).collect();
    // The channel of std takes no size, the one of tokio does.
    lines.extend(lines_with(tokens, "channel ( )"));
    let std =
        |p: &[String]| p.len() >= 4 && p[0] == "std" && p[2] == "mpsc" && matches!(p[3].as_str(), "channel" | "*");
    lines.extend(source.paths(tokens).iter().filter(|(_, p)| std(p)).map(|(line, _)| *line));
    lines.sort_unstable();
    lines.dedup();
    let message = "a channel without a bound: use tokio::sync::mpsc::channel with a size from limits.rs, and say \
                   what happens when it is full";
    lines.into_iter().map(|line| finding("bounded", source, line, message.to_owned())).collect()
}

pub fn finished(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for wanted in ["dbg !", "todo !", "unimplemented !"] {
        for line in lines_with(&source.tokens, wanted) {
            let message = format!("`{}` is a note to oneself: finish it or take it out", wanted.replace(' ', ""));
            found.push(finding("finished", source, line, message));
        }
    }
    if !source.path.starts_with("src/cli") {
        for wanted in ["println !", "print !", "eprintln !", "eprint !"] {
            for line in lines_with(&source.shipped, wanted) {
                let message = "printing belongs in cli: use tracing, without personal values".to_owned();
                found.push(finding("finished", source, line, message));
            }
        }
    }
    found
}

fn finding(rule: &'static str, source: &Source, line: usize, message: String) -> Finding {
    Finding { rule, at: source.path.clone(), line, message }
}

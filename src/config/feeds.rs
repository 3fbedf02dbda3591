//! Reads `config/feeds.toml`: the sources of flight status, how each proves itself, and what is asked of it.
//! Secrets stand in the environment or in files of their own and are named here, never written. A fault names the feed
//! and what was expected. Must not know: formats, requests, whom to believe (that is `sources`).

use super::Invalid;
use crate::domain::feed::Kind;
use crate::domain::place::Airport;
use crate::domain::source::Source;
use crate::limits;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The file as shipped: it names no source.
pub const SHIPPED: &str = include_str!("../../config/feeds.toml");
pub const FILE: &str = "config/feeds.toml";
/// What waits for a person is asked for where a source is pushed to.
const UNMATCHED: &str = "unmatched";

/// One source of flight status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    pub name: Source,
    pub kind: Kind,
    /// The switch: off, it is neither asked nor heard.
    pub on: bool,
    /// Whose board it is.
    pub airport: Option<Airport>,
    /// Airports whose flights it speaks of; empty is everywhere.
    pub covers: Vec<Airport>,
    pub webhook_secret: Option<SecretFrom>,
    pub hint_path: Option<SecretFrom>,
    pub drop_folder: Option<PathBuf>,
    pub poll: Option<Poll>,
}

/// What is asked of a source, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// `None`: the service's own address.
    pub url: Option<String>,
    pub key: Option<SecretFrom>,
    /// The other half of the key, for services with two.
    pub id: Option<SecretFrom>,
    pub per_minute: u32,
    pub per_day: u32,
    pub fastest_s: u32,
    pub slowest_s: u32,
    /// Its server stands in the operator's own network.
    pub private: bool,
}

/// Where a secret is kept. The secret itself is read by whoever needs it, when it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretFrom {
    Environment(String),
    File(PathBuf),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    feed: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    kind: String,
    #[serde(default = "yes")]
    on: bool,
    airport: Option<String>,
    #[serde(default)]
    covers: Vec<String>,
    webhook_secret: Option<String>,
    hint_path: Option<String>,
    drop_folder: Option<PathBuf>,
    poll: Option<PollRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PollRow {
    url: Option<String>,
    key: Option<String>,
    id: Option<String>,
    #[serde(default = "ten")]
    per_minute: u32,
    #[serde(default = "a_thousand")]
    per_day: u32,
    #[serde(default = "a_minute")]
    fastest_s: u32,
    #[serde(default = "an_hour")]
    slowest_s: u32,
    #[serde(default)]
    private: bool,
}

fn yes() -> bool {
    true
}
fn ten() -> u32 {
    10
}
fn a_thousand() -> u32 {
    1000
}
fn a_minute() -> u32 {
    60
}
fn an_hour() -> u32 {
    3600
}

/// The sources, or everything that is wrong with the file. `file` is for the messages.
pub fn parse(text: &str, file: &str) -> Result<Vec<Feed>, Vec<Invalid>> {
    let document: Document = toml::from_str(text).map_err(|error| vec![Invalid::of_toml(file, text, &error)])?;
    let mut reading = Reading { file, feed: String::new(), faults: Vec::new() };
    let mut names = BTreeSet::new();
    let mut feeds = Vec::new();
    for row in document.feed {
        reading.feed.clone_from(&row.name);
        if !names.insert(row.name.clone()) {
            reading.fault("name", "each name once");
        }
        feeds.extend(reading.feed(row));
    }
    if reading.faults.is_empty() { Ok(feeds) } else { Err(reading.faults) }
}

struct Reading<'a> {
    file: &'a str,
    feed: String,
    faults: Vec<Invalid>,
}

impl Reading<'_> {
    fn fault(&mut self, field: &str, expected: impl std::fmt::Display) {
        let table = format!("[[feed]] {} {field}", self.feed);
        self.faults.push(Invalid { file: self.file.into(), table, expected: format!("expected {expected}") });
    }

    /// `None` when anything was wrong; everything is looked at all the same.
    fn feed(&mut self, row: Row) -> Option<Feed> {
        let before = self.faults.len();
        let name = Source::feed(&row.name).map_err(|e| self.fault("name", e.expected.trim_start_matches("expected ")));
        if row.name == UNMATCHED {
            self.fault("name", "another name: what waits for a person has this address");
        }
        let kind = row.kind.parse::<Kind>().map_err(|e| self.fault("kind", format!("one of {}", e.known)));
        let airport = row.airport.and_then(|text| self.airport("airport", &text));
        let covers = row.covers.iter().filter_map(|text| self.airport("covers", text)).collect();
        let webhook_secret = row.webhook_secret.and_then(|text| self.secret("webhook_secret", &text));
        let hint_path = row.hint_path.and_then(|text| self.secret("hint_path", &text));
        let poll = row.poll.map(|poll| self.poll(poll));
        if hint_path.is_some() && poll.is_none() {
            self.fault("hint_path", "a [feed.poll] beside it: a hint is never believed, it only asks for a poll");
        }
        if let (Some(_), Ok(kind)) = (&row.drop_folder, &kind)
            && *kind != Kind::TypeB
        {
            self.fault("drop_folder", "the kind typeb");
        }
        (self.faults.len() == before).then_some(Feed {
            name: name.ok()?,
            kind: kind.ok()?,
            on: row.on,
            airport,
            covers,
            webhook_secret,
            hint_path,
            drop_folder: row.drop_folder,
            poll,
        })
    }

    fn poll(&mut self, row: PollRow) -> Poll {
        let sealed = |url: &String| url.starts_with("https://") || (row.private && url.starts_with("http://"));
        if row.url.as_ref().is_some_and(|url| !sealed(url)) {
            self.fault("poll.url", "https://…, or http://… with private = true");
        }
        if row.url.as_ref().is_some_and(|url| url.contains('@') || url.contains("key=")) {
            self.fault("poll.url", "no secret in it: name it with key = \"env:NAME\" or \"file:PATH\"");
        }
        if row.per_minute == 0 || row.per_day == 0 {
            self.fault("poll.per_minute", "at least 1 a minute and 1 a day; on = false stops it");
        }
        if row.per_minute > limits::POLL_PER_MINUTE_MAX {
            self.fault("poll.per_minute", format!("at most {}", limits::POLL_PER_MINUTE_MAX));
        }
        if row.fastest_s == 0 || row.fastest_s > row.slowest_s {
            self.fault("poll.fastest_s", "1 to slowest_s");
        }
        Poll {
            url: row.url,
            key: row.key.and_then(|text| self.secret("poll.key", &text)),
            id: row.id.and_then(|text| self.secret("poll.id", &text)),
            per_minute: row.per_minute,
            per_day: row.per_day,
            fastest_s: row.fastest_s,
            slowest_s: row.slowest_s,
            private: row.private,
        }
    }

    fn airport(&mut self, field: &str, text: &str) -> Option<Airport> {
        Airport::parse(text).map_err(|_| self.fault(field, "an airport code like GLA")).ok()
    }

    /// The text itself is never repeated: it may be a secret in the wrong place.
    fn secret(&mut self, field: &str, text: &str) -> Option<SecretFrom> {
        let from = match text.split_once(':') {
            Some(("env", name)) if !name.is_empty() => Some(SecretFrom::Environment(name.to_owned())),
            Some(("file", path)) if !path.is_empty() => Some(SecretFrom::File(PathBuf::from(path))),
            _ => None,
        };
        if from.is_none() {
            self.fault(field, "env:NAME or file:PATH; a secret is named here, not written");
        }
        from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLASGOW: &str = r#"
[[feed]]
name = "glasgow"
kind = "acdm-json"
airport = "GLA"
covers = ["GLA"]
webhook_secret = "file:/etc/onward/secrets/glasgow"
hint_path = "env:GLASGOW_PATH"
[feed.poll]
url = "https://api.example.org/flights"
key = "env:GLASGOW_KEY"
"#;

    #[test]
    fn what_is_shipped_names_no_source_and_its_example_can_be_used() {
        assert_eq!(parse(SHIPPED, FILE), Ok(Vec::new()));
        let example: String =
            SHIPPED.lines().skip(4).filter_map(|l| l.strip_prefix("# ")).fold(String::new(), |a, l| {
                let told = l.starts_with('[') || l.split_once(" = ").is_some_and(|(name, _)| !name.contains(' '));
                if told && !l.starts_with("drop_folder") { a + l + "\n" } else { a }
            });
        let feeds = parse(&example, FILE).unwrap();
        assert_eq!(feeds.len(), 1);
        assert!(feeds[0].poll.is_some() && feeds[0].webhook_secret.is_some());
    }

    #[test]
    fn a_source_is_read_with_its_defaults() {
        let feeds = parse(GLASGOW, FILE).unwrap();
        let [feed] = feeds.as_slice() else { panic!("{feeds:?}") };
        assert_eq!(
            (feed.kind, feed.on, feed.airport.as_ref().map(Airport::as_str)),
            (Kind::AcdmJson, true, Some("GLA"))
        );
        let poll = feed.poll.as_ref().unwrap();
        assert_eq!((poll.per_minute, poll.per_day, poll.fastest_s, poll.slowest_s), (10, 1000, 60, 3600));
        assert_eq!(poll.key, Some(SecretFrom::Environment("GLASGOW_KEY".into())));
    }

    #[test]
    fn a_fault_names_the_feed_and_what_was_expected_and_no_secret() {
        let check = |old: &str, new: &str, expected: &str| {
            assert!(GLASGOW.contains(old), "{old}");
            let faults = parse(&GLASGOW.replacen(old, new, 1), FILE).unwrap_err();
            let text = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
            assert!(text.starts_with(FILE) && text.contains(expected) && !text.contains("hunter2"), "{new}: {text}");
        };
        check("\"glasgow\"", "\"plan\"", "[[feed]] plan name: expected another source");
        check("\"glasgow\"", "\"unmatched\"", "name: expected another name");
        check("acdm-json", "telegraph", "[[feed]] glasgow kind: expected one of aidx, typeb");
        check("\"GLA\"", "\"Glasgow\"", "[[feed]] glasgow airport: expected an airport code");
        check("env:GLASGOW_KEY", "hunter2", "poll.key: expected env:NAME or file:PATH");
        check("https://api", "http://api", "poll.url: expected https://");
        check("/flights", "/flights?key=hunter2", "poll.url: expected no secret in it");
        check("[feed.poll]", "[feed.pol]", "unknown field");
        check("key =", "per_day = 0\nkey =", "at least 1 a minute");
        check("key =", "per_minute = 6001\nkey =", "poll.per_minute: expected at most 6000");
        check("key =", "fastest_s = 7200\nkey =", "poll.fastest_s: expected 1 to slowest_s");
        check("[feed.poll]", "drop_folder = \"/tmp\"\n[feed.poll]", "drop_folder: expected the kind typeb");
        let twice = parse(&GLASGOW.repeat(2), FILE).unwrap_err();
        assert!(twice[0].to_string().contains("each name once"));
        let alone = GLASGOW.split("[feed.poll]").next().unwrap();
        assert!(parse(alone, FILE).unwrap_err()[0].to_string().contains("a [feed.poll] beside it"));
    }
}

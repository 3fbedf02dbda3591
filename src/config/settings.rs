//! The settings of one process: the shipped file, a file of the operator, the environment, the command line,
//! each before the one named earlier, and for every value where it came from.
//! An unknown key is refused with the nearest known one: a typing error must not leave a default in force.
//! Must not know: where on disk a file lies, what a setting is used for.

use super::Invalid;
use super::public_url::PublicUrl;
use chrono::{DateTime, Utc};
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use toml::Value;

/// The file as shipped: every setting and its default.
pub const SHIPPED: &str = include_str!("../../config/onward.toml");
pub const FILE: &str = "config/onward.toml";

/// How the address of a store begins.
const STORES: &[&str] =
    &["sqlite:", "redis://", "rediss://", "redis+unix://", "redis+sentinel://", "rediss+sentinel://"];

const EXPECTED_STORE: &str = "expected sqlite:PATH, redis://HOST, rediss://HOST, redis+unix:///PATH, redis+sentinel://HOST,HOST/NAME or rediss+sentinel://…";

/// Settings that an operator may give in the environment.
pub const VARIABLES: [(&str, &str); 6] = [
    ("ONWARD_LISTEN", "listen"),
    ("ONWARD_STORE", "store"),
    ("ONWARD_PUBLIC_URL", "public_url"),
    ("ONWARD_KEY_FILE", "key_file"),
    ("ONWARD_DEPLOYMENT_FILE", "deployment_file"),
    ("ONWARD_CLOCK", "clock"),
];

#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    pub public_url: Option<PublicUrl>,
    pub store: String,
    /// `durability = "relaxed"`: a Redis may lose the last two seconds in a power cut.
    pub durability_relaxed: bool,
    pub key_file: PathBuf,
    /// `None`: beside the key file.
    pub deployment_file: Option<PathBuf>,
    pub clock: ClockSetting,
    pub http: Http,
    pub sign_in: SignIn,
    /// For `onward check`: what is in force, secrets hidden, in the order of the names.
    pub shown: Vec<Shown>,
}

#[derive(Debug, Clone)]
pub struct Http {
    /// 0: one per core.
    pub workers: usize,
    pub connections_per_peer: usize,
    pub trusted_proxies: Vec<IpNet>,
}

#[derive(Debug, Clone, Copy)]
pub struct SignIn {
    pub session: Duration,
    pub account: Rate,
    pub peer: Rate,
}

/// So many at once, then so many a minute.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    pub burst: u32,
    pub per_minute: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClockSetting {
    Real,
    Replay { start: DateTime<Utc>, rate: f64 },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub name: String,
    pub value: String,
    pub origin: Origin,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Shipped,
    File(String),
    Environment(&'static str),
    CommandLine,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shipped => f.write_str("default"),
            Self::File(name) => f.write_str(name),
            Self::Environment(name) => f.write_str(name),
            Self::CommandLine => f.write_str("command line"),
        }
    }
}

/// Reads one variable; in a real process `&|name| std::env::var(name).ok()`.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What lies over the shipped file.
#[derive(Default)]
pub struct Layers<'a> {
    /// Name and text of the operator's file.
    pub file: Option<(&'a str, &'a str)>,
    pub environment: Option<Environment<'a>>,
    /// `(name, value)` as given on the command line.
    pub command_line: &'a [(&'a str, String)],
}

impl Settings {
    /// # Errors
    /// Every fault found, each with the file or variable it stands in and what was expected there.
    pub fn read(layers: &Layers<'_>) -> Result<Self, Vec<Invalid>> {
        let mut given = Given::shipped()?;
        if let Some((name, text)) = layers.file {
            given.lay_file(name, text);
        }
        for (variable, name) in VARIABLES {
            let value = layers.environment.and_then(|read| read(variable)).filter(|v| !v.is_empty());
            if let Some(value) = value {
                given.values.insert(name.to_owned(), (Value::String(value), Origin::Environment(variable)));
            }
        }
        for (name, value) in layers.command_line {
            given.values.insert((*name).to_owned(), (Value::String(value.clone()), Origin::CommandLine));
        }
        given.settings()
    }

    /// Where the hub remembers which deployment it serves.
    #[must_use]
    pub fn deployment_file(&self) -> PathBuf {
        self.deployment_file.clone().unwrap_or_else(|| {
            let mut name = self.key_file.clone().into_os_string();
            name.push(".deployment");
            name.into()
        })
    }
}

/// Values by dotted name, and what was wrong on the way.
struct Given {
    values: BTreeMap<String, (Value, Origin)>,
    faults: Vec<Invalid>,
}

impl Given {
    fn shipped() -> Result<Self, Vec<Invalid>> {
        let table = SHIPPED.parse().map_err(|error| vec![Invalid::of_toml(FILE, SHIPPED, &error)])?;
        let mut values = BTreeMap::new();
        flatten("", table, &mut |name, value| {
            values.insert(name, (value, Origin::Shipped));
        });
        Ok(Self { values, faults: Vec::new() })
    }

    fn lay_file(&mut self, file: &str, text: &str) {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => return self.faults.push(Invalid::of_toml(file, text, &error)),
        };
        let mut laid = Vec::new();
        flatten("", table, &mut |name, value| laid.push((name, value)));
        for (name, value) in laid {
            match self.values.get(&name) {
                None => {
                    let expected = match nearest(&name, self.values.keys().map(String::as_str)) {
                        Some(near) => format!("no such setting; did you mean `{near}`?"),
                        None => format!("no such setting; {FILE} lists them all"),
                    };
                    self.faults.push(Invalid { file: file.into(), table: name, expected });
                }
                Some((known, _)) if known.same_type(&value) => {
                    self.values.insert(name, (value, Origin::File(file.to_owned())));
                }
                Some((known, _)) => {
                    let expected = format!("expected a value like `{known}`");
                    self.faults.push(Invalid { file: file.into(), table: name, expected });
                }
            }
        }
    }

    fn settings(mut self) -> Result<Settings, Vec<Invalid>> {
        let listen = self
            .text("listen", |t| t.parse().map_err(|_| "expected an address and a port like 127.0.0.1:8080".to_owned()));
        let public_url = self
            .text("public_url", |t| if t.is_empty() { Ok(None) } else { t.parse().map(Some).map_err(str::to_owned) });
        let store = self.text("store", |t| {
            let known = STORES.iter().any(|s| t.starts_with(s));
            if known { Ok(t.to_owned()) } else { Err(EXPECTED_STORE.to_owned()) }
        });
        let durability_relaxed = self.text("durability", |t| match t {
            "synced" => Ok(false),
            "relaxed" => Ok(true),
            _ => Err("expected `synced` or `relaxed`".into()),
        });
        let key_file =
            self.text("key_file", |t| if t.is_empty() { Err("expected a path".into()) } else { Ok(PathBuf::from(t)) });
        let deployment_file =
            self.text("deployment_file", |t| Ok(if t.is_empty() { None } else { Some(PathBuf::from(t)) }));
        let clock = self.text("clock", clock);
        let workers = self.number("http.workers", 0, 256);
        let connections_per_peer = self.number("http.connections_per_peer", 1, 1_000_000);
        let trusted_proxies = self.networks("http.trusted_proxies");
        let session_hours = self.number("sign_in.session_hours", 1, 90 * 24);
        let account =
            (self.number("sign_in.account_burst", 1, 10_000), self.number("sign_in.account_per_minute", 1, 60_000));
        let peer = (self.number("sign_in.peer_burst", 1, 10_000), self.number("sign_in.peer_per_minute", 1, 60_000));
        let shown = self.shown();
        let rate =
            |(burst, per_minute): (Option<u32>, Option<u32>)| Some(Rate { burst: burst?, per_minute: per_minute? });
        let settings = (|| {
            Some(Settings {
                listen: listen?,
                public_url: public_url?,
                store: store?,
                durability_relaxed: durability_relaxed?,
                key_file: key_file?,
                deployment_file: deployment_file?,
                clock: clock?,
                http: Http {
                    workers: workers? as usize,
                    connections_per_peer: connections_per_peer? as usize,
                    trusted_proxies: trusted_proxies?,
                },
                sign_in: SignIn {
                    session: Duration::from_secs(u64::from(session_hours?) * 3600),
                    account: rate(account)?,
                    peer: rate(peer)?,
                },
                shown,
            })
        })();
        settings.filter(|_| self.faults.is_empty()).ok_or(self.faults)
    }

    fn text<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.values.get(name).and_then(|(value, _)| value.as_str());
        let read = value.ok_or_else(|| "expected a text".to_owned()).and_then(read);
        read.map_err(|expected| self.fault(name, expected)).ok()
    }

    fn number(&mut self, name: &str, least: u32, most: u32) -> Option<u32> {
        let value = self.values.get(name).and_then(|(value, _)| value.as_integer());
        let number = value.and_then(|v| u32::try_from(v).ok()).filter(|v| (least..=most).contains(v));
        if number.is_none() {
            self.fault(name, format!("expected a number from {least} to {most}"));
        }
        number
    }

    fn networks(&mut self, name: &str) -> Option<Vec<IpNet>> {
        let list = self.values.get(name).and_then(|(value, _)| value.as_array());
        let networks = list.and_then(|l| l.iter().map(|v| v.as_str()?.parse().ok()).collect::<Option<Vec<IpNet>>>());
        if networks.is_none() {
            self.fault(name, "expected networks like [\"10.0.0.0/8\", \"192.0.2.7/32\"]".into());
        }
        networks
    }

    fn fault(&mut self, name: &str, expected: String) {
        let file = self.values.get(name).map_or_else(|| FILE.to_owned(), |(_, origin)| origin.to_string());
        self.faults.push(Invalid { file, table: name.to_owned(), expected });
    }

    fn shown(&self) -> Vec<Shown> {
        let shown = self.values.iter().map(|(name, (value, origin))| {
            let value = value.as_str().map_or_else(|| value.to_string(), hide);
            Shown { name: name.clone(), value, origin: origin.clone() }
        });
        shown.collect()
    }
}

fn flatten(prefix: &str, table: toml::Table, take: &mut dyn FnMut(String, Value)) {
    for (key, value) in table {
        let name = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
        match value {
            Value::Table(inner) => flatten(&name, inner, take),
            value => take(name, value),
        }
    }
}

/// The known name someone most likely meant; `None` if nothing is near.
pub fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|k| (strsim::jaro_winkler(written, k), k)).filter(|(score, _)| *score >= 0.75);
    scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, k)| k)
}

fn clock(text: &str) -> Result<ClockSetting, String> {
    if text == "real" {
        return Ok(ClockSetting::Real);
    }
    let expected = || "expected `real`, or START@RATE like 2015-01-02T10:00:00Z@60".to_owned();
    let (start, rate) = text.split_once('@').ok_or_else(expected)?;
    let start = DateTime::parse_from_rfc3339(start).map_err(|_| expected())?.to_utc();
    let rate: f64 = rate.parse().map_err(|_| expected())?;
    if (0.01..=10_000.0).contains(&rate) { Ok(ClockSetting::Replay { start, rate }) } else { Err(expected()) }
}

/// A store's address may hold a password: everything between the scheme and the last `@` is hidden, and the value of an
/// option that is called a password, which there is none of, and which people try.
#[must_use]
pub fn hide(value: &str) -> String {
    let shown = match value.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?))) {
        Some((scheme, (_, host))) => format!("{scheme}://…@{host}"),
        None => value.to_owned(),
    };
    let Some((place, options)) = shown.split_once('?').filter(|_| value.starts_with("redis")) else { return shown };
    let option = |option: &str| match option.split_once('=') {
        Some((name, _)) if name.contains("pass") && !name.ends_with("_file") => format!("{name}=…"),
        _ => option.to_owned(),
    };
    format!("{place}?{}", options.split('&').map(option).collect::<Vec<_>>().join("&"))
}

#[cfg(test)]
mod tests;

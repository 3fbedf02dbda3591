//! The address of a Redis: one server, a socket of this machine, or the Sentinels that know where the master is.
//! Read once, by hand: an address with several hosts is no URL. What is refused is named, and nothing that could be
//! a password is said again. Must not know: connections.

use crate::limits;
use crate::store::StoreError;
use percent_encoding::percent_decode_str;
use redis::{ConnectionAddr, IntoConnectionInfo, RedisConnectionInfo, TlsCertificates};
use std::path::{Path, PathBuf};

/// The forms an address may have, for whoever wrote another one.
pub const FORMS: &str = "redis://HOST, rediss://HOST, redis+unix://PATH or redis+sentinel://HOST,HOST/NAME";

/// Where the store is and how to get in.
pub(super) struct Address {
    pub at: At,
    /// Replicas that must have a commit before it is acknowledged.
    pub replicas: usize,
    enter: Enter,
    tls: Option<Certificates>,
    /// How to get in at the Sentinels, which have accounts of their own.
    guard: Enter,
}

pub(super) enum At {
    Server(String, u16),
    Socket(PathBuf),
    Sentinels { hosts: Vec<(String, u16)>, name: String },
}

#[derive(Default)]
struct Enter {
    user: Option<String>,
    password: Option<String>,
    db: i64,
}

#[derive(Default)]
struct Certificates {
    ca: Option<Vec<u8>>,
    client: Option<(Vec<u8>, Vec<u8>)>,
}

impl Address {
    /// # Errors
    /// `Refused` with what was expected; files that are named are read here.
    pub fn read(text: &str) -> Result<Self, StoreError> {
        let (scheme, rest) = text.split_once("://").ok_or_else(|| refuse(&format!("expected {FORMS}")))?;
        let (rest, options) = rest.split_once('?').unwrap_or((rest, ""));
        let (tls, sentinel) = match scheme {
            "redis" | "redis+unix" => (false, false),
            "rediss" => (true, false),
            "redis+sentinel" => (false, true),
            "rediss+sentinel" => (true, true),
            _ => return Err(refuse(&format!("a store of kind `{scheme}`; expected {FORMS}"))),
        };
        let mut address = Self {
            at: At::Socket(PathBuf::from(rest)),
            replicas: usize::from(sentinel),
            enter: Enter::default(),
            tls: tls.then(Certificates::default),
            guard: Enter::default(),
        };
        if scheme == "redis+unix" {
            if !rest.starts_with('/') {
                return Err(refuse("redis+unix: expected the whole path of a socket"));
            }
        } else {
            address.network(rest, sentinel)?;
        }
        address.options(options)?;
        Ok(address)
    }

    fn network(&mut self, rest: &str, sentinel: bool) -> Result<(), StoreError> {
        let (who, rest) = rest.rsplit_once('@').unwrap_or(("", rest));
        if !who.is_empty() {
            let (user, password) = who.split_once(':').unwrap_or((who, ""));
            self.enter.user = Some(decoded(user)?).filter(|u| !u.is_empty());
            self.enter.password = Some(decoded(password)?).filter(|p| !p.is_empty());
        }
        let (hosts, path) = rest.split_once('/').unwrap_or((rest, ""));
        let port = if sentinel { 26379 } else { 6379 };
        let hosts = hosts.split(',').map(|h| host(h, port)).collect::<Result<Vec<_>, _>>()?;
        let db = if sentinel {
            let (name, db) = path.split_once('/').unwrap_or((path, ""));
            if name.is_empty() {
                return Err(refuse("redis+sentinel: expected the name of the master after the hosts, as in /mymaster"));
            }
            self.at = At::Sentinels { hosts, name: name.to_owned() };
            db
        } else {
            let [(host, port)] = hosts.as_slice() else {
                return Err(refuse("several hosts are for redis+sentinel: a cluster of Redis is not used"));
            };
            self.at = At::Server(host.clone(), *port);
            path
        };
        self.enter.db = database(db)?;
        Ok(())
    }

    fn options(&mut self, options: &str) -> Result<(), StoreError> {
        let mut client = (None, None);
        for option in options.split('&').filter(|o| !o.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            let value = decoded(value)?;
            match name {
                "replicas" => self.replicas = replicas(&value)?,
                "db" => self.enter.db = database(&value)?,
                "user" => self.enter.user = Some(value),
                "password_file" => self.enter.password = Some(secret(name, &value)?),
                "sentinel_user" => self.guard.user = Some(value),
                "sentinel_password_file" => self.guard.password = Some(secret(name, &value)?),
                "ca" | "cert" | "key" => {
                    let Some(tls) = &mut self.tls else {
                        return Err(refuse(&format!("`{name}` is for rediss:// and rediss+sentinel://")));
                    };
                    let file = Some(file(name, &value)?);
                    match name {
                        "ca" => tls.ca = file,
                        "cert" => client.0 = file,
                        _ => client.1 = file,
                    }
                }
                _ => {
                    let known =
                        "replicas, db, user, password_file, ca, cert, key, sentinel_user, sentinel_password_file";
                    // What stands here may be the rest of a password with a `?` in it.
                    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                    let named = if plain { format!("no option `{name}`") } else { "an option of another form".into() };
                    return Err(refuse(&format!("{named}; there are {known}")));
                }
            }
        }
        match (client, &mut self.tls) {
            ((None, None), _) => Ok(()),
            ((Some(cert), Some(key)), Some(tls)) => {
                tls.client = Some((cert, key));
                Ok(())
            }
            _ => Err(refuse("`cert` and `key` go together")),
        }
    }

    /// A client for the server at this place, which the Sentinels have named or the address itself has.
    pub fn server(&self, host: &str, port: u16) -> Result<redis::Client, StoreError> {
        self.client(host, port, &self.enter)
    }

    /// A client for one of the Sentinels.
    pub fn sentinel(&self, host: &str, port: u16) -> Result<redis::Client, StoreError> {
        self.client(host, port, &self.guard)
    }

    pub fn socket(&self, path: &Path) -> Result<redis::Client, StoreError> {
        let info = ConnectionAddr::Unix(path.to_owned()).into_connection_info().map_err(unusable)?;
        redis::Client::open(info.set_redis_settings(self.enter.settings())).map_err(unusable)
    }

    fn client(&self, host: &str, port: u16, enter: &Enter) -> Result<redis::Client, StoreError> {
        let Some(tls) = &self.tls else {
            let info = ConnectionAddr::Tcp(host.to_owned(), port).into_connection_info().map_err(unusable)?;
            return redis::Client::open(info.set_redis_settings(enter.settings())).map_err(unusable);
        };
        let secured = ConnectionAddr::TcpTls { host: host.to_owned(), port, insecure: false, tls_params: None };
        let info = secured.into_connection_info().map_err(unusable)?.set_redis_settings(enter.settings());
        let client_tls = tls
            .client
            .as_ref()
            .map(|(cert, key)| redis::ClientTlsConfig { client_cert: cert.clone(), client_key: key.clone() });
        let certificates = TlsCertificates { client_tls, root_cert: tls.ca.clone() };
        redis::Client::build_with_tls(info, certificates).map_err(unusable)
    }
}

impl Enter {
    fn settings(&self) -> RedisConnectionInfo {
        let mut settings =
            RedisConnectionInfo::default().set_db(self.db).set_lib_name("onward", env!("CARGO_PKG_VERSION"));
        if let Some(user) = &self.user {
            settings = settings.set_username(user);
        }
        if let Some(password) = &self.password {
            settings = settings.set_password(password);
        }
        settings
    }
}

fn host(text: &str, standard: u16) -> Result<(String, u16), StoreError> {
    let wrong = || refuse("expected HOST or HOST:PORT");
    let (name, port) = match text.strip_prefix('[') {
        // An IPv6 address is full of colons; it stands in brackets.
        Some(rest) => {
            let (name, port) = rest.split_once(']').ok_or_else(wrong)?;
            (name, port.strip_prefix(':'))
        }
        None => text.split_once(':').map_or((text, None), |(name, port)| (name, Some(port))),
    };
    let port = port.map_or(Ok(standard), |p| p.parse().map_err(|_| wrong()))?;
    if name.is_empty() || port == 0 { Err(wrong()) } else { Ok((name.to_owned(), port)) }
}

fn database(text: &str) -> Result<i64, StoreError> {
    let number = if text.is_empty() { Ok(0) } else { text.parse::<u16>() };
    number.map(i64::from).map_err(|_| refuse("expected the number of a database after the last `/`"))
}

fn replicas(text: &str) -> Result<usize, StoreError> {
    let number = text.parse().ok().filter(|n| *n <= limits::REDIS_REPLICAS_MAX);
    number.ok_or_else(|| refuse(&format!("replicas: expected a number up to {}", limits::REDIS_REPLICAS_MAX)))
}

fn decoded(text: &str) -> Result<String, StoreError> {
    let text = percent_decode_str(text).decode_utf8();
    text.map(|t| t.into_owned()).map_err(|_| refuse("expected UTF-8 after the percent signs"))
}

fn file(option: &str, path: &str) -> Result<Vec<u8>, StoreError> {
    std::fs::read(path).map_err(|e| refuse(&format!("{option}: {path}: {e}")))
}

fn secret(option: &str, path: &str) -> Result<String, StoreError> {
    let text = String::from_utf8(file(option, path)?).map_err(|_| refuse(&format!("{option}: expected text")))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

fn refuse(why: &str) -> StoreError {
    StoreError::Refused(format!("the store's address: {why}"))
}

/// The library's own text could hold what was given to it.
fn unusable(e: redis::RedisError) -> StoreError {
    StoreError::Refused(format!("the store's address cannot be used ({:?})", e.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match Address::read(text) {
            Ok(a) => {
                let at = match &a.at {
                    At::Server(host, port) => format!("{host} {port}"),
                    At::Socket(path) => path.display().to_string(),
                    At::Sentinels { hosts, name } => format!("{hosts:?} {name}"),
                };
                let user = a.enter.user.unwrap_or_default();
                format!("{at} {user}:{} {} {}", a.enter.password.unwrap_or_default(), a.enter.db, a.replicas)
            }
            Err(e) => e.to_string(),
        }
    }

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("redis://localhost", "localhost 6379 : 0 0"),
            ("redis://u:p%40ss@10.0.0.1:7000/2?replicas=1", "10.0.0.1 7000 u:p@ss 2 1"),
            ("rediss://:secret@[::1]:7000", "::1 7000 :secret 0 0"),
            ("redis+unix:///run/redis.sock?db=3&user=onward", "/run/redis.sock onward: 3 0"),
            ("redis+sentinel://a,b:1/main/4", "[(\"a\", 26379), (\"b\", 1)] main : 4 1"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_refused_says_why_and_no_secret() {
        for (text, why) in [
            ("redis:localhost", "expected redis://"),
            ("valkey://x", "kind `valkey`"),
            ("redis://u:hunter2@", "expected HOST"),
            ("redis://u:hunter2@h:0", "expected HOST"),
            ("redis://h/hunter2x", "number of a database"),
            ("redis://a,b", "redis+sentinel"),
            ("redis+sentinel://a,b", "name of the master"),
            ("redis+unix://run", "whole path"),
            ("redis://h?replicas=9", "up to"),
            ("redis://h?ca=/x", "rediss://"),
            ("rediss://h?ca=/does/not/exist", "ca: /does/not/exist"),
            ("redis://h?tls=1", "no option `tls`"),
            ("redis://u:%ff@h", "UTF-8"),
            ("redis://u:123?hunter2@h", "another form"),
        ] {
            let said = shown(text);
            assert!(said.contains(why), "{text}: {said}");
            assert!(!said.contains("hunter2@"), "{said}");
        }
    }
}

//! How people reach the server: the origin that browsers must name, and whether cookies may count on TLS.
//! Plain http is for this computer alone: anywhere else the cookie and the names would travel in the open.
//! Must not know: requests, cookies, settings.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

const EXPECTED: &str = "expected scheme, host and port without a path, like https://onward.example";
const PLAIN: &str =
    "plain http is only for this computer (localhost, 127.0.0.1, [::1]): put a proxy with TLS in front and say https";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    https: bool,
    host: String,
    port: Option<u16>,
}

impl PublicUrl {
    /// The address the server listens on, when no other was given.
    ///
    /// # Errors
    /// When that is not this computer: then the operator has to say how people reach it.
    pub fn of_listen(listen: SocketAddr) -> Result<Self, &'static str> {
        format!("http://{listen}").parse()
    }

    #[must_use]
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether an `Origin` header names this server. On loopback every name of this computer is the same place:
    /// a page somewhere else cannot have any of them as its origin.
    #[must_use]
    pub fn is_origin(&self, origin: &str) -> bool {
        let Ok(other) = origin.parse::<Self>() else { return false };
        let port = |url: &Self| url.port.unwrap_or(if url.https { 443 } else { 80 });
        let host = other.host == self.host || (is_loopback(&other.host) && is_loopback(&self.host));
        host && other.https == self.https && port(&other) == port(self)
    }
}

impl FromStr for PublicUrl {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, &'static str> {
        let text = text.to_ascii_lowercase();
        let (scheme, rest) = text.split_once("://").ok_or(EXPECTED)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().map_err(|_| EXPECTED)?)),
            _ => (rest, None),
        };
        let name = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'.';
        let known = name.parse::<IpAddr>().is_ok() || (!name.is_empty() && name.bytes().all(plain));
        match scheme {
            "https" if known => Ok(Self { https: true, host: host.to_owned(), port }),
            "http" if known && is_loopback(host) => Ok(Self { https: false, host: host.to_owned(), port }),
            "http" if known => Err(PLAIN),
            _ => Err(EXPECTED),
        }
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.https { "https" } else { "http" }, self.host)?;
        self.port.map_or(Ok(()), |port| write!(f, ":{port}"))
    }
}

fn is_loopback(host: &str) -> bool {
    let name = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_this_computer_alone() {
        let check = |text: &str, expected: Result<&str, &'static str>| {
            let got = text.parse::<PublicUrl>().map(|u| u.to_string());
            assert_eq!(got, expected.map(str::to_owned), "{text}");
        };
        check("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080"));
        check("http://localhost/", Ok("http://localhost"));
        check("http://[::1]:80", Ok("http://[::1]:80"));
        check("https://Onward.Example", Ok("https://onward.example"));
        check("http://onward.example", Err(PLAIN));
        check("http://10.0.0.7:8080", Err(PLAIN));
        check("http://127.0.0.1.example", Err(PLAIN));
        for text in [
            "",
            "onward.example",
            "ftp://localhost",
            "https://",
            "https://a@b",
            "https://onward.example/app",
            "https://x:y",
        ] {
            check(text, Err(EXPECTED));
        }
        assert!(PublicUrl::of_listen("0.0.0.0:8080".parse().unwrap()).is_err());
    }

    #[test]
    fn only_the_own_origin_is_one() {
        let check = |own: &str, origin: &str, expected: bool| {
            assert_eq!(own.parse::<PublicUrl>().unwrap().is_origin(origin), expected, "{own} {origin}");
        };
        check("https://onward.example", "https://onward.example", true);
        check("https://onward.example", "https://onward.example:443", true);
        check("https://onward.example", "https://onward.example.evil", false);
        check("https://onward.example", "http://onward.example", false);
        check("https://onward.example", "https://onward.example:8443", false);
        check("https://onward.example", "null", false);
        check("http://127.0.0.1:8080", "http://localhost:8080", true);
        check("http://127.0.0.1:8080", "http://localhost:8081", false);
        check("http://127.0.0.1:8080", "http://rebound.example:8080", false);
    }
}

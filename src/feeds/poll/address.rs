//! Which addresses may be asked. An address in a setting or a redirect must not become a way into the operator's own
//! network: what is checked is the address that is connected to, because a name may mean another one a second later.
//! Must not know: what is asked there.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::LOCATION;
use reqwest::{Response, Url};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String, Option<String>, Option<u16>);

impl Origin {
    pub fn of(url: &Url) -> Self {
        Self(url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port_or_known_default())
    }
}

/// Why an address is not asked.
#[derive(Debug, thiserror::Error)]
#[error("{0} is an address inside a network; it is asked only with private = true, and never by a redirect")]
pub struct Inside(String);

/// Resolves names, and gives back only what may be connected to.
pub struct Guard {
    pub private: bool,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let private = self.private;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let asked: Vec<SocketAddr> =
                found.iter().copied().filter(|address| private || is_public(address.ip())).collect();
            if asked.is_empty() && !found.is_empty() {
                return Err(Inside(host).into());
            }
            Ok(Box::new(asked.into_iter()) as Addrs)
        })
    }
}

/// What the resolver is not asked about: the scheme, and addresses written as numbers.
///
/// # Errors
/// Why it is not asked, in a sentence.
pub fn may_ask(url: &Url, private: bool) -> Result<(), String> {
    let host = url.host_str().ok_or_else(|| "poll.url names no host".to_owned())?;
    let number = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    if number.is_some_and(|ip| !private && !is_public(ip)) {
        return Err(Inside(host.to_owned()).to_string());
    }
    if url.scheme() == "https" || (private && url.scheme() == "http") {
        return Ok(());
    }
    Err(format!("{host} is not asked without https"))
}

/// Where a redirect leads; `None` if the answer is none.
///
/// # Errors
/// When it leads nowhere, or from https to http.
pub fn redirect(response: &Response, from: &Url) -> Result<Option<Url>, String> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let to = response.headers().get(LOCATION).and_then(|v| v.to_str().ok()).and_then(|to| from.join(to).ok());
    let to = to.ok_or_else(|| "redirects to nowhere".to_owned())?;
    if from.scheme() == "https" && to.scheme() != "https" {
        return Err("redirects from https to http".to_owned());
    }
    Ok(Some(to))
}

/// Whether a failure was our own refusal.
pub fn refusal(error: &reqwest::Error) -> Option<&Inside> {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if let Some(inside) = error.downcast_ref::<Inside>() {
            return Some(inside);
        }
        source = error.source();
    }
    None
}

/// Everybody's, as far as is known of reserved blocks; also of the IPv4 address that an IPv6 one carries.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => public_v4(ip),
        IpAddr::V6(ip) => public_v6(ip),
    }
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let reserved = matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., _, _)
            | (100, 64..=127, _)
            | (172, 16..=31, _)
            | (198, 18 | 19, _)
            | (169, 254, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !reserved
}

fn public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let carried = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b, c, d, e, f) {
        // Mapped, compatible, `::` and `::1` among them.
        (0, 0, 0, 0, 0, 0 | 0xffff) => carried(g, h),
        (0x64, 0xff9b, 0, 0, 0, 0) => carried(g, h),
        (0x2002, ..) => carried(b, c),
        // Only what is given out to everybody, without documentation and Teredo.
        (0x2001, 0 | 0xdb8, ..) => false,
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_are_known_in_every_form() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.9",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2002:7f00:1::",
            "64:ff9b::a00:1",
            "2001:db8::1",
            "2001::1",
            "fec0::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["8.8.8.8", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn a_number_and_a_scheme_are_looked_at_before_anything_is_sent() {
        let ask = |url: &str, private| may_ask(&Url::parse(url).unwrap(), private).is_ok();
        for (url, public, private) in [
            ("https://api.example.org/x", true, true),
            ("http://api.example.org/x", false, true),
            ("https://127.0.0.1/x", false, true),
            ("https://[::1]/x", false, true),
            ("https://2130706433/x", false, true),
            ("https://0x7f.1/x", false, true),
            ("ftp://api.example.org/x", false, false),
        ] {
            assert_eq!((ask(url, false), ask(url, true)), (public, private), "{url}");
        }
    }

    #[tokio::test]
    async fn a_name_that_means_this_computer_resolves_to_nothing() {
        let resolve = |private| Guard { private }.resolve("localhost".parse().unwrap());
        assert!(resolve(false).await.err().unwrap().downcast_ref::<Inside>().is_some());
        assert!(resolve(true).await.unwrap().count() > 0);
    }
}

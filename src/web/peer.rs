//! Who is calling, as an address: the peer of the connection, or what a trusted proxy says about it.
//! Anybody can write `X-Forwarded-For`: it is believed only from the addresses the operator named, from the right
//! to the left, up to the first that is not one of them. Must not know: accounts, limits.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;
use ipnet::IpNet;
use std::net::IpAddr;

/// Addresses that are believed about who is calling.
#[derive(Debug, Clone, Default)]
pub struct Proxies(pub Vec<IpNet>);

impl Proxies {
    #[must_use]
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|net| net.contains(&address))
    }

    /// `None` if the connection has no address, or a trusted proxy says something that is none.
    #[must_use]
    pub fn client(&self, request: &HttpRequest) -> Option<IpAddr> {
        self.of(request.peer_addr()?.ip(), request.headers())
    }

    fn of(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let mut client = peer.to_canonical();
        let said: Vec<&str> = headers.get_all("x-forwarded-for").filter_map(|v| v.to_str().ok()).collect();
        for hop in said.iter().rev().flat_map(|line| line.rsplit(',')) {
            if !self.trusts(client) {
                break;
            }
            client = hop.trim().parse::<IpAddr>().ok()?.to_canonical();
        }
        Some(client)
    }

    /// Whether a program on this computer asks by itself. A proxy on this computer is one too, so that a request
    /// that was forwarded never counts, or the whole world would be local.
    #[must_use]
    pub fn is_local(&self, request: &HttpRequest) -> bool {
        let forwarded = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
        let direct = !forwarded.iter().any(|name| request.headers().contains_key(*name));
        direct && request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::Proxies;
    use actix_web::test::TestRequest;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let check = |trusted: &[&str], peer: &str, said: &[&str], expected: Option<&str>| {
            let proxies = Proxies(trusted.iter().map(|net| net.parse().unwrap()).collect());
            let mut request = TestRequest::default().peer_addr(format!("{peer}:1").parse().unwrap());
            for line in said {
                request = request.append_header(("x-forwarded-for", *line));
            }
            let client = proxies.client(&request.to_http_request());
            assert_eq!(client, expected.map(|e| e.parse().unwrap()), "{peer} {said:?}");
        };
        check(&[], "192.0.2.1", &["10.9.9.9"], Some("192.0.2.1"));
        check(&["10.0.0.0/8"], "10.0.0.1", &[], Some("10.0.0.1"));
        check(&["10.0.0.0/8"], "10.0.0.1", &["198.51.100.7"], Some("198.51.100.7"));
        // The left part was written by the client itself.
        check(&["10.0.0.0/8"], "10.0.0.1", &["127.0.0.1, 198.51.100.7"], Some("198.51.100.7"));
        check(&["10.0.0.0/8"], "10.0.0.1", &["127.0.0.1", "198.51.100.7, 10.0.0.2"], Some("198.51.100.7"));
        check(&["10.0.0.0/8"], "10.0.0.1", &["unknown"], None);
    }

    #[test]
    fn what_was_forwarded_is_not_local() {
        let local = |request: TestRequest| Proxies::default().is_local(&request.to_http_request());
        let from = |peer: &str| TestRequest::default().peer_addr(peer.parse().unwrap());
        assert!(local(from("127.0.0.1:1")));
        assert!(!local(from("192.0.2.1:1")));
        assert!(!local(from("127.0.0.1:1").insert_header(("x-forwarded-for", "127.0.0.1"))));
        assert!(!local(TestRequest::default()));
    }
}

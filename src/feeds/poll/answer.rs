//! What came back, sorted by what the caller can do with it. The status decides first, then the headers, then how the
//! body looks from outside: a content type is not believed, a web page with status 200 is no answer.
//! Must not know: what a body says; how long anything is then waited for.

use super::Mark;
use super::address::Origin;
use crate::feeds::ask::{Ask, Expects, Pages};
use crate::limits;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, LAST_MODIFIED, LINK, RETRY_AFTER};
use reqwest::{Response, Url};
use std::time::Duration;

/// What can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Read it.
    Fresh(Fresh),
    /// Nothing has changed since the last one.
    NotModified,
    /// The source does not know this flight. It works.
    Unknown,
    /// Leave it alone for so long.
    Wait(Duration),
    /// It does not take the key, or there is none to send: a person has to look.
    Refused(String),
    /// Try again later.
    Broken(String),
}

/// A body that looks like one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fresh {
    pub body: Bytes,
    /// As it was sent; it may be wrong.
    pub content_type: String,
    /// Where it goes on.
    pub next: Option<String>,
    pub(super) mark: Mark,
}

impl Answer {
    /// One word for numbers and lists.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::Fresh(_) => "fresh",
            Self::NotModified => "not-modified",
            Self::Unknown => "unknown-flight",
            Self::Wait(_) => "wait",
            Self::Refused(_) => "refused",
            Self::Broken(_) => "broken",
        }
    }

    /// What went wrong, in a sentence without secrets; `None` if the source works.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        match self {
            Self::Fresh(_) | Self::NotModified | Self::Unknown => None,
            Self::Wait(wait) => Some(format!("asks to wait {} s", wait.as_secs())),
            Self::Refused(why) | Self::Broken(why) => Some(why.clone()),
        }
    }
}

/// Status and headers, apart from the body that may never come.
pub struct Heads {
    status: u16,
    headers: HeaderMap,
    url: Url,
}

impl Heads {
    pub fn of(response: &Response) -> Self {
        Self { status: response.status().as_u16(), headers: response.headers().clone(), url: response.url().clone() }
    }

    /// The answer where the body says nothing more.
    pub fn without_body(&self, ask: &Ask, marked: bool) -> Option<Answer> {
        match self.status {
            304 if marked => Some(Answer::NotModified),
            status if ask.unknown.contains(&status) => Some(Answer::Unknown),
            status @ (429 | 503) => {
                let broken = || Answer::Broken(format!("answers {status}"));
                Some(self.wait_or_default().map_or_else(broken, Answer::Wait))
            }
            status @ (401..=403 | 407) => {
                Some(Answer::Refused(format!("answers {status}: look at key and subscription")))
            }
            200 => match self.headers.get(CONTENT_ENCODING).map(|v| v.as_bytes().to_ascii_lowercase()) {
                None => None,
                Some(coding) if coding == b"identity" => None,
                Some(_) => Some(Answer::Broken("sends it packed, which it was not asked for".to_owned())),
            },
            status => Some(Answer::Broken(format!("answers {status}"))),
        }
    }

    /// # Errors
    /// `Broken` if it looks like something else.
    pub fn with_body(&self, ask: &Ask, origin: &Origin, body: Bytes) -> Result<Answer, Answer> {
        looks_like(ask.expects, &body).map_err(|why| Answer::Broken(why.to_owned()))?;
        let next = match ask.pages {
            Pages::One => None,
            Pages::NextLink => next_link(&body),
            Pages::LinkHeader => self.headers.get(LINK).and_then(|v| next_of(v.to_str().ok()?)),
        };
        let mark = Mark { etag: self.headers.get(ETAG).cloned(), modified: self.headers.get(LAST_MODIFIED).cloned() };
        let content_type = self.headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let next = next.and_then(|next| self.resolved(ask, origin, &next));
        Ok(Answer::Fresh(Fresh { body, content_type, next, mark }))
    }

    /// The address of the next page, if it is of the same service: its key goes along.
    fn resolved(&self, ask: &Ask, origin: &Origin, next: &str) -> Option<String> {
        let url = match ask.pages {
            // It begins below the address of the service, which may itself have a path.
            Pages::NextLink if next.starts_with('/') => {
                let base = ask.request.url.split("/flights/").next()?;
                let path = Url::parse(base).ok()?.path().trim_end_matches('/').to_owned();
                let below =
                    if path.is_empty() { None } else { next.strip_prefix(&path).filter(|r| r.starts_with('/')) };
                Url::parse(&format!("{base}{}", below.unwrap_or(next))).ok()?
            }
            _ => self.url.join(next).ok()?,
        };
        (Origin::of(&url) == *origin).then(|| url.to_string())
    }

    pub fn wait_or_default(&self) -> Option<Duration> {
        self.wait().or((self.status == 429).then_some(limits::POLL_WAIT_DEFAULT))
    }

    fn wait(&self) -> Option<Duration> {
        let text = |name: &str| self.headers.get(name).and_then(|v| v.to_str().ok());
        let named = text("x-rate-limit-retry-after-seconds").and_then(|s| s.trim().parse().ok());
        let wait = named.map(Duration::from_secs).or_else(|| retry_after(text(RETRY_AFTER.as_str())?, Utc::now()));
        wait.map(|wait| wait.min(limits::POLL_WAIT_MAX))
    }
}

/// Seconds, or a date of HTTP; one that has gone by is no wait.
fn retry_after(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?;
    Some((at.to_utc() - now).to_std().unwrap_or_default())
}

fn looks_like(expects: Expects, body: &[u8]) -> Result<(), &'static str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    let begins: Vec<u8> = body.iter().take(15).map(u8::to_ascii_lowercase).collect();
    let page = begins.starts_with(b"<!doctype html") || begins.starts_with(b"<html");
    match expects {
        _ if body.is_empty() => Err("an empty answer"),
        _ if page => Err("answers with a web page"),
        Expects::Json if !matches!(body.first(), Some(b'{' | b'[')) => Err("answers with something that is no JSON"),
        Expects::Xml if body.first() != Some(&b'<') => Err("answers with something that is no XML"),
        _ => Ok(()),
    }
}

fn next_link(body: &[u8]) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    Some(body.pointer("/links/next")?.as_str()?.to_owned())
}

/// `<https://…>; rel="next", <https://…>; rel="last"`.
fn next_of(links: &str) -> Option<String> {
    links.split(',').find_map(|link| {
        let (address, rest) = link.trim().strip_prefix('<')?.split_once('>')?;
        let next = rest.split(';').any(|p| matches!(p.trim(), "rel=\"next\"" | "rel=next"));
        next.then(|| address.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_read_in_seconds_and_as_a_date() {
        let now = "2026-11-26T12:00:00Z".parse().unwrap();
        for (text, expected) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Thu, 26 Nov 2026 12:10:00 GMT", Some(600)),
            ("Thu, 26 Nov 2026 11:10:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
        ] {
            assert_eq!(retry_after(text, now), expected.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn a_body_is_known_by_how_it_begins() {
        for (expects, body, good) in [
            (Expects::Json, "  {\"a\":1}", true),
            (Expects::Json, "\u{feff}[]", true),
            (Expects::Json, "<html><body>sorry</body>", false),
            (Expects::Json, "Service Unavailable", false),
            (Expects::Json, "", false),
            (Expects::Xml, "<?xml version='1.0'?><a/>", true),
            (Expects::Xml, "<!DOCTYPE html><p>sorry", false),
            (Expects::Xml, "{}", false),
        ] {
            assert_eq!(looks_like(expects, body.as_bytes()).is_ok(), good, "{body}");
        }
    }

    #[test]
    fn the_next_page_is_named_in_a_header_or_in_the_body() {
        let links = "<https://x.org/f?page=1>; rel=\"first\", <https://x.org/f?page=3>; rel=\"next\"";
        assert_eq!(next_of(links).as_deref(), Some("https://x.org/f?page=3"));
        assert_eq!(next_of("<https://x.org/f>; rel=\"last\""), None);
        assert_eq!(
            next_link(b"{\"links\":{\"next\":\"/flights/X?cursor=1\"}}").as_deref(),
            Some("/flights/X?cursor=1")
        );
        assert_eq!(next_link(b"{\"links\":null}"), None);
    }
}

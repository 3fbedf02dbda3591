//! What to ask of a source: for a feed as it is set up and the flights that are needed, the requests that would tell.
//! Pure: an [`Ask`] names secrets and never holds one, so it can be shown, compared and logged.
//! Must not know: sockets, answers, what was asked before (that is `plan`), who rides a flight.

mod aeroapi;
mod boards;
pub mod budget;
mod by_number;
pub mod plan;
mod positions;
mod soap;

use crate::config::atlas::Atlas;
use crate::config::feeds::{Feed, Poll};
use crate::domain::feed::Kind;
use crate::domain::need::{self, Needed};
use chrono::{DateTime, Utc};

/// Which of a feed's two secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    Id,
    Key,
}

/// A value of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Plain(String),
    Secret(Half),
    /// `Bearer` and the secret.
    Bearer(Half),
}

/// The body of a POST, put together from its parts; secrets are escaped for XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub content_type: &'static str,
    pub parts: Vec<Part>,
}

/// One request, with its secrets by name. The address is complete but for the query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Request {
    pub url: String,
    pub query: Vec<(&'static str, Part)>,
    pub headers: Vec<(&'static str, Part)>,
    /// A POST when there is one.
    pub body: Option<Body>,
    /// Where id and key are changed for a token (OAuth 2, client credentials) that then stands in `Authorization`.
    pub sign_in: Option<String>,
    /// Id and key as HTTP Basic.
    pub basic: bool,
}

/// What an answer looks like from outside; a web page that says "sorry" does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    Json,
    Xml,
}

/// How a long answer names its next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    One,
    /// `links.next` in the body, relative to the address of the service; taken as it is.
    NextLink,
    /// A `Link` header with `rel="next"`.
    LinkHeader,
}

/// One thing to ask of a source, again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Names it within its source, the same from one plan to the next: a flight key, `departures 2026-11-26`.
    pub what: String,
    pub request: Request,
    pub expects: Expects,
    pub pages: Pages,
    /// From 1.
    pub page: u32,
    /// What it takes of the budgets.
    pub cost: u32,
    pub every_s: u32,
    pub why: String,
    /// Statuses by which the service says that it does not know the flight. They are no outage.
    pub unknown: &'static [u16],
}

impl Ask {
    /// The same question about its next page.
    #[must_use]
    pub fn next(&self, url: String) -> Self {
        let request = Request { url, query: Vec::new(), ..self.request.clone() };
        let what = self.what.split(" page ").next().unwrap_or(&self.what);
        Self { what: format!("{what} page {}", self.page + 1), request, page: self.page + 1, ..self.clone() }
    }
}

/// A needed flight, and how often this source is asked for it.
struct Wanted<'a> {
    needed: &'a Needed,
    every_s: u32,
}

/// What the files of the kinds work from.
struct Asking<'a> {
    feed: &'a Feed,
    poll: &'a Poll,
    /// Without a slash at its end.
    base: &'a str,
    wanted: Vec<Wanted<'a>>,
    now: DateTime<Utc>,
    atlas: &'a Atlas,
}

/// What is to be asked of this source for these flights; nothing where it is pushed, or lacks a setting.
#[must_use]
pub fn asks(feed: &Feed, needed: &[Needed], now: DateTime<Utc>, atlas: &Atlas) -> Vec<Ask> {
    let Some(poll) = feed.poll.as_ref().filter(|_| lacking(feed).is_none()) else { return Vec::new() };
    let base = poll.url.as_deref().or_else(|| base(feed.kind)).unwrap_or_default().trim_end_matches('/');
    let covered = |n: &&Needed| {
        feed.covers.is_empty() || feed.covers.iter().any(|airport| *airport == n.key.from || *airport == n.key.to)
    };
    let wanted = needed.iter().filter(covered).filter_map(|needed| {
        Some(Wanted { needed, every_s: need::every(now, needed, poll.fastest_s, poll.slowest_s)? })
    });
    let asking = Asking { feed, poll, base, wanted: wanted.collect(), now, atlas };
    match feed.kind {
        Kind::AeroApi => aeroapi::asks(&asking),
        Kind::FlightStats => by_number::flightstats(&asking),
        Kind::AeroDataBox => by_number::aerodatabox(&asking),
        Kind::AfKlm => by_number::afklm(&asking),
        Kind::Lufthansa => by_number::lufthansa(&asking),
        Kind::AviationStack => by_number::aviationstack(&asking),
        Kind::Schiphol => by_number::schiphol(&asking),
        Kind::Hkia => boards::hkia(&asking),
        Kind::AcdmJson => boards::acdm_json(&asking),
        Kind::Aidx => soap::aidx(&asking),
        Kind::Readsb => positions::readsb(&asking),
        Kind::OpenSky => positions::opensky(&asking),
        // Firehose is a stream, the others are only ever pushed.
        Kind::Firehose | Kind::TypeB | Kind::Ams => Vec::new(),
    }
}

/// The service's own address, where the kind has one.
#[must_use]
pub fn base(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::AeroApi => "https://aeroapi.flightaware.com/aeroapi",
        Kind::FlightStats => "https://api.flightstats.com/flex/flightstatus/rest/v2/json",
        Kind::AeroDataBox => "https://aerodatabox.p.rapidapi.com",
        Kind::AfKlm => "https://api.airfranceklm.com/opendata/flightstatus",
        Kind::Lufthansa => "https://api.lufthansa.com/v1",
        Kind::AviationStack => "https://api.aviationstack.com/v1/flights",
        Kind::Schiphol => "https://api.schiphol.nl/public/public-flights/v4",
        Kind::Hkia => "https://www.hongkongairport.com/flightinfo-rest/rest/flights/past",
        Kind::OpenSky => "https://opensky-network.org/api/states/all",
        Kind::AcdmJson | Kind::Aidx | Kind::Readsb | Kind::Firehose | Kind::TypeB | Kind::Ams => return None,
    })
}

/// The setting without which a feed with a `[feed.poll]` cannot be asked, and what to do.
#[must_use]
pub fn lacking(feed: &Feed) -> Option<String> {
    let poll = feed.poll.as_ref()?;
    let setting = |name: &str, expected: &str| Some(format!("[[feed]] {} {name}: expected {expected}", feed.name));
    match feed.kind {
        Kind::Firehose => return setting("poll", "no [feed.poll]: firehose is a stream, and is not read yet"),
        Kind::TypeB | Kind::Ams => return setting("poll", "no [feed.poll]: this kind is only ever pushed"),
        Kind::AcdmJson | Kind::Aidx | Kind::Readsb if poll.url.is_none() => {
            return setting("poll.url", "the address of the board: this kind has none of its own");
        }
        _ => {}
    }
    let (id, key) = match feed.kind {
        Kind::FlightStats | Kind::Lufthansa => (true, true),
        Kind::AeroApi | Kind::AeroDataBox | Kind::AfKlm | Kind::AviationStack | Kind::Schiphol => (false, true),
        _ => (false, false),
    };
    if key && poll.key.is_none() {
        return setting("poll.key", "env:NAME or file:PATH: this service answers nobody without a key");
    }
    if id && poll.id.is_none() {
        return setting("poll.id", "env:NAME or file:PATH: this service's key has two halves");
    }
    None
}

impl Asking<'_> {
    /// One ask a flight, for services that are asked by flight.
    fn each(&self, unknown: &'static [u16], request: impl Fn(&Needed) -> Option<Request>) -> Vec<Ask> {
        let ask = |wanted: &Wanted<'_>| {
            Some(Ask {
                what: wanted.needed.key.to_string(),
                request: request(wanted.needed)?,
                expects: Expects::Json,
                pages: Pages::One,
                page: 1,
                cost: 1,
                every_s: wanted.every_s,
                why: wanted.needed.why(self.now),
                unknown,
            })
        };
        self.wanted.iter().filter_map(ask).collect()
    }

    /// One ask for all of these flights, as often as the one that needs it most; `None` without any.
    fn board(&self, what: &str, request: Request, concerns: impl Fn(&Needed) -> bool) -> Option<Ask> {
        let flights = || self.wanted.iter().filter(|w| concerns(w.needed));
        let first = flights().min_by_key(|w| w.every_s)?;
        let others = flights().count() - 1;
        let more = if others > 0 { format!(", and {others} more") } else { String::new() };
        Some(Ask {
            what: what.to_owned(),
            request,
            expects: Expects::Json,
            pages: Pages::One,
            page: 1,
            cost: 1,
            every_s: first.every_s,
            why: format!("{} {}{more}", first.needed.key, first.needed.why(self.now)),
            unknown: &[],
        })
    }
}

/// `BA117`, with its suffix.
fn number(needed: &Needed) -> String {
    let key = &needed.key;
    format!("{}{}{}", key.carrier, key.number, key.suffix.map(String::from).unwrap_or_default())
}

fn plain(text: impl Into<String>) -> Part {
    Part::Plain(text.into())
}

#[cfg(test)]
mod tests;

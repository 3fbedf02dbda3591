//! Airport boards with one address: a day's departures and arrivals at once, asked as often as the flight that needs it
//! most. Only days and directions on which somebody travels.
//! Must not know: the shape of the answers.

use super::{Ask, Asking, Half, Part, Request, by_number, plain};
use crate::domain::need::Needed;
use crate::domain::place::Airport;
use chrono::NaiveDate;
use std::collections::BTreeSet;

const HONG_KONG: &str = "HKG";

/// Honest about who asks, in the form that its gate lets through: it answers 403 to the names of plain clients.
const AGENT: &str = concat!("Mozilla/5.0 (compatible; Onward/", env!("CARGO_PKG_VERSION"), "; transit assistance)");

pub fn hkia(asking: &Asking<'_>) -> Vec<Ask> {
    let request = |date: NaiveDate, arrival: bool| Request {
        url: asking.base.to_owned(),
        query: vec![
            ("date", plain(date.to_string())),
            ("lang", plain("en")),
            ("cargo", plain("false")),
            ("arrival", plain(arrival.to_string())),
        ],
        headers: vec![("User-Agent", plain(AGENT)), ("Accept", plain("application/json"))],
        ..Request::default()
    };
    let leaves = |n: &Needed| (n.key.from.as_str() == HONG_KONG).then_some(n.key.date);
    let comes = |n: &Needed| {
        (n.key.to.as_str() == HONG_KONG).then(|| by_number::local(asking, &n.key.to, n.scheduled_in)).flatten()
    };
    let days = |of: &dyn Fn(&Needed) -> Option<NaiveDate>| -> BTreeSet<NaiveDate> {
        asking.wanted.iter().filter_map(|w| of(w.needed)).collect()
    };
    let departures = days(&leaves).into_iter().filter_map(|date| {
        asking.board(&format!("departures {date}"), request(date, false), |n| leaves(n) == Some(date))
    });
    let arrivals = days(&comes)
        .into_iter()
        .filter_map(|date| asking.board(&format!("arrivals {date}"), request(date, true), |n| comes(n) == Some(date)));
    departures.chain(arrivals).collect()
}

/// The key, where there is one, as a bearer token.
pub fn acdm_json(asking: &Asking<'_>) -> Vec<Ask> {
    let mut headers = vec![("Accept", plain("application/json"))];
    if asking.poll.key.is_some() {
        headers.push(("Authorization", Part::Bearer(Half::Key)));
    }
    let request = Request { url: asking.base.to_owned(), headers, ..Request::default() };
    asking.board("board", request, |n| touches(n, asking.feed.airport.as_ref())).into_iter().collect()
}

/// A board says nothing of flights elsewhere; whose board it is may not be told, and then it may be any.
pub(super) fn touches(needed: &Needed, airport: Option<&Airport>) -> bool {
    airport.is_none_or(|airport| *airport == needed.key.from || *airport == needed.key.to)
}

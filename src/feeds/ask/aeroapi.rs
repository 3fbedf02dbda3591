//! AeroAPI: `GET /flights/{ident}` for each flight, within half a day around its scheduled departure. By the ICAO form
//! of its number, because an IATA form is ambiguous there. Each page is a result set and is paid for.
//! Must not know: the shape of the answer.

use super::{Ask, Asking, Half, Pages, Part, Request, plain};
use crate::domain::need::Needed;
use chrono::{SecondsFormat, TimeDelta};

/// Around the scheduled departure, in hours: a day's flight and not its neighbours.
const AROUND_H: i64 = 12;
/// The service refuses a window that ends later than this.
const AHEAD_H: i64 = 47;

pub fn asks(asking: &Asking<'_>) -> Vec<Ask> {
    let request = |needed: &Needed| {
        let key = &needed.key;
        let carrier = asking.atlas.icao_carrier(&key.carrier).unwrap_or(key.carrier.as_str());
        let suffix = key.suffix.map(String::from).unwrap_or_default();
        let around = TimeDelta::hours(AROUND_H);
        let end = (needed.scheduled_out + around).min(asking.now + TimeDelta::hours(AHEAD_H));
        let time = |at: chrono::DateTime<chrono::Utc>| plain(at.to_rfc3339_opts(SecondsFormat::Secs, true));
        Some(Request {
            url: format!("{}/flights/{carrier}{}{suffix}", asking.base, key.number),
            query: vec![
                ("ident_type", plain("designator")),
                ("start", time(needed.scheduled_out - around)),
                ("end", time(end)),
                ("max_pages", plain("1")),
            ],
            headers: vec![("x-apikey", Part::Secret(Half::Key))],
            ..Request::default()
        })
    };
    // 400 is also its answer to a number it does not know, or may not show.
    asking.each(&[400, 404], request).into_iter().map(|ask| Ask { pages: Pages::NextLink, ..ask }).collect()
}

//! Services that are asked by flight number and local date: one small request a flight. Carriers' own services are
//! asked for their own flights only.
//! Must not know: the shape of the answers.

use super::{Ask, Asking, Half, Pages, Part, Request, number, plain};
use chrono::{Datelike, TimeDelta};

const AIR_FRANCE_KLM: &[&str] = &["AF", "KL"];
const LUFTHANSA: &[&str] = &["LH", "LX", "OS", "SN", "EN"];
const SCHIPHOL: &str = "AMS";

/// Keys stand in the query there.
pub fn flightstats(asking: &Asking<'_>) -> Vec<Ask> {
    asking.each(&[404], |needed| {
        let (key, date) = (&needed.key, needed.key.date);
        Some(Request {
            url: format!(
                "{}/flight/status/{}/{}/dep/{}/{}/{}",
                asking.base,
                key.carrier,
                key.number,
                date.year(),
                date.month(),
                date.day()
            ),
            query: vec![
                ("appId", Part::Secret(Half::Id)),
                ("appKey", Part::Secret(Half::Key)),
                ("utc", plain("false")),
                ("airport", plain(key.from.as_str())),
                // Without it errors come as 200.
                ("extendedOptions", plain("useHttpErrors")),
            ],
            ..Request::default()
        })
    })
}

/// The same service at two marketplaces, each with its own header.
pub fn aerodatabox(asking: &Asking<'_>) -> Vec<Ask> {
    let host = asking.base.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(rest));
    let headers = if host.ends_with("rapidapi.com") {
        vec![("x-rapidapi-key", Part::Secret(Half::Key)), ("x-rapidapi-host", plain(host))]
    } else {
        vec![("x-api-market-key", Part::Secret(Half::Key))]
    };
    asking.each(&[204, 404], |needed| {
        Some(Request {
            url: format!("{}/flights/number/{}/{}", asking.base, number(needed), needed.key.date),
            query: vec![
                ("dateLocalRole", plain("Departure")),
                ("withAircraftImage", plain("false")),
                ("withLocation", plain("false")),
            ],
            headers: headers.clone(),
            ..Request::default()
        })
    })
}

pub fn afklm(asking: &Asking<'_>) -> Vec<Ask> {
    asking.each(&[404], |needed| {
        let key = &needed.key;
        let own = AIR_FRANCE_KLM.contains(&key.carrier.as_str());
        let time = |at: chrono::DateTime<chrono::Utc>| plain(at.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let around = TimeDelta::hours(12);
        own.then(|| Request {
            url: asking.base.to_owned(),
            query: vec![
                ("startRange", time(needed.scheduled_out - around)),
                ("endRange", time(needed.scheduled_out + around)),
                ("carrierCode", plain(key.carrier.as_str())),
                ("flightNumber", plain(format!("{:04}", key.number))),
            ],
            headers: vec![("API-Key", Part::Secret(Half::Key)), ("Accept", plain("application/json"))],
            ..Request::default()
        })
    })
}

pub fn lufthansa(asking: &Asking<'_>) -> Vec<Ask> {
    asking.each(&[404], |needed| {
        LUFTHANSA.contains(&needed.key.carrier.as_str()).then(|| Request {
            url: format!("{}/operations/flightstatus/{}/{}", asking.base, number(needed), needed.key.date),
            headers: vec![("Accept", plain("application/json"))],
            sign_in: Some(format!("{}/oauth/token", asking.base)),
            ..Request::default()
        })
    })
}

/// The key stands in the query there. It has no date for small plans, and answers with the flights of now.
pub fn aviationstack(asking: &Asking<'_>) -> Vec<Ask> {
    asking.each(&[404], |needed| {
        Some(Request {
            url: asking.base.to_owned(),
            query: vec![
                ("access_key", Part::Secret(Half::Key)),
                ("flight_iata", plain(number(needed))),
                ("limit", plain("10")),
            ],
            ..Request::default()
        })
    })
}

/// Its board has thirty pages a day, and most of it is nobody's: it is asked by flight.
pub fn schiphol(asking: &Asking<'_>) -> Vec<Ask> {
    let mut headers = vec![("ResourceVersion", plain("v4")), ("Accept", plain("application/json"))];
    match asking.poll.id {
        Some(_) => headers.extend([("app_id", Part::Secret(Half::Id)), ("app_key", Part::Secret(Half::Key))]),
        None => headers.push(("Authorization", Part::Bearer(Half::Key))),
    }
    let asks = asking.each(&[204, 404], |needed| {
        let key = &needed.key;
        let (leaves, comes) = (key.from.as_str() == SCHIPHOL, key.to.as_str() == SCHIPHOL);
        // The date on the wall at Schiphol, of the end that is there.
        let at_end = needed.scheduled_in;
        let date = if leaves { Some(key.date) } else { local(asking, &key.to, at_end) };
        (leaves || comes).then_some(())?;
        Some(Request {
            url: format!("{}/flights", asking.base),
            query: vec![
                ("flightName", plain(number(needed))),
                ("scheduleDate", plain(date?.to_string())),
                ("flightDirection", plain(if leaves { "D" } else { "A" })),
                ("includedelays", plain("false")),
            ],
            headers: headers.clone(),
            ..Request::default()
        })
    });
    asks.into_iter().map(|ask| Ask { pages: Pages::LinkHeader, ..ask }).collect()
}

pub(super) fn local(
    asking: &Asking<'_>,
    airport: &crate::domain::place::Airport,
    at: chrono::DateTime<chrono::Utc>,
) -> Option<chrono::NaiveDate> {
    use crate::domain::plan::Places;
    asking.atlas.local_date(airport, at)
}

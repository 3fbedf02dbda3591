//! Receivers of positions: a box around each airport at which something is to happen. Evidence that an aircraft is there,
//! and nothing more.
//! Must not know: the shape of the answers.

use super::{Ask, Asking, Request, plain};
use crate::domain::merged::Status;
use crate::domain::need::Needed;
use crate::domain::place::Airport;
use std::collections::BTreeSet;

/// Half the side of a box, in degrees: some 160 km to each side, and the cheapest question OpenSky has.
const AROUND_DEG: f64 = 1.5;
/// What a box of up to 25 square degrees costs there, and what the world does.
const BOX_CREDITS: u32 = 1;
const WORLD_CREDITS: u32 = 4;
const OPENSKY_SIGN_IN: &str =
    "https://auth.opensky-network.org/auth/realms/opensky-network/protocol/openid-connect/token";

/// One address: what one's own receiver sees.
pub fn readsb(asking: &Asking<'_>) -> Vec<Ask> {
    let request = Request { url: asking.base.to_owned(), ..Request::default() };
    asking.board("aircraft", request, |_| true).into_iter().collect()
}

pub fn opensky(asking: &Asking<'_>) -> Vec<Ask> {
    let signed = asking.poll.id.is_some() && asking.poll.key.is_some();
    let request = |query| Request {
        url: asking.base.to_owned(),
        query,
        sign_in: signed.then(|| OPENSKY_SIGN_IN.to_owned()),
        ..Request::default()
    };
    if asking.base.contains('?') {
        // An operator who gives a box knows which.
        let whole = asking.board("aircraft", request(Vec::new()), |_| true);
        return whole.into_iter().map(|ask| Ask { cost: WORLD_CREDITS, ..ask }).collect();
    }
    let airports: BTreeSet<&Airport> = asking.wanted.iter().map(|w| next(w.needed)).collect();
    let around = airports.into_iter().filter_map(|airport| {
        let (lat, lon) = asking.atlas.position(airport.as_str())?;
        let edge = |name, at: f64, most: f64| (name, plain(format!("{:.2}", at.clamp(-most, most))));
        let query = vec![
            edge("lamin", lat - AROUND_DEG, 90.0),
            edge("lomin", lon - AROUND_DEG, 180.0),
            edge("lamax", lat + AROUND_DEG, 90.0),
            edge("lomax", lon + AROUND_DEG, 180.0),
        ];
        let ask = asking.board(&format!("around {airport}"), request(query), |n| next(n) == airport)?;
        Some(Ask { cost: BOX_CREDITS, ..ask })
    });
    around.collect()
}

/// Where it is next to be seen.
fn next(needed: &Needed) -> &Airport {
    match needed.state {
        Status::Scheduled | Status::Returned | Status::Cancelled | Status::Out => &needed.key.from,
        Status::Off | Status::On | Status::In | Status::Diverted => &needed.key.to,
    }
}

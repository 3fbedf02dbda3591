//! `/hints/{path}`: for senders that can sign nothing. The path stands for a password, which whoever holds a feed can take
//! back. What comes is never believed: it only asks the source itself, sooner than it would have been.
//! Every path is answered the same, so that none can be found by trying. Must not know: what is asked, and when.

pub mod openapi;

use crate::clock::Clock;
use crate::config::feeds::Feed;
use crate::config::secret;
use crate::domain::plan::Places;
use crate::feeds::{self, About};
use crate::intake::Intake;
use crate::intake::hints::{Hint, Hints};
use crate::limits;
use crate::web::problem::allow;
use actix_web::{HttpResponse, rt, web};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use subtle::ConstantTimeEq;

pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(
        web::resource("/hints/{path}")
            .app_data(web::PayloadConfig::new(limits::FEED_BODY_BYTES_MAX))
            .route(web::post().to(post))
            .default_service(allow("POST")),
    );
}

/// 200 and nothing, whatever came: senders take anything else for a failure and switch themselves off.
async fn post(
    intake: web::Data<Intake>,
    hints: web::Data<Hints>,
    clock: web::Data<Clock>,
    path: web::Path<String>,
    body: web::Bytes,
) -> HttpResponse {
    if let Some(index) = known(&intake.rules.feeds, &path) {
        // After the answer: a path that is known must not take longer.
        rt::spawn(async move {
            if let Some(feed) = intake.rules.feeds.get(index).filter(|feed| intake.switches.is_on(&feed.name)) {
                hint(&hints, &intake, feed, &clock, &body);
            }
        });
    }
    HttpResponse::Ok().finish()
}

/// Whose path it is. All are read and compared, and by their hashes: neither how many letters are right nor which feed
/// is first shows in the time it takes.
fn known(feeds: &[Feed], path: &str) -> Option<usize> {
    let given = Sha256::digest(path);
    let mut found = None;
    for (index, feed) in feeds.iter().enumerate() {
        let Some(held) = feed.hint_path.as_ref().and_then(secret::hint_path) else { continue };
        if bool::from(Sha256::digest(held.expose_secret()).ct_eq(&given)) {
            found = Some(index);
        }
    }
    found
}

/// The flights it names are asked for first; where it names none, whatever is next in the plan of the source.
fn hint(hints: &Hints, intake: &Intake, feed: &Feed, clock: &Clock, body: &[u8]) {
    let about = About { received: clock.now(), airport: feed.airport.as_ref(), atlas: &intake.rules.atlas };
    let parsed = feeds::parse(feed.kind, body, &about);
    let flights = parsed.observations.iter().map(|(said, _)| {
        let (flight, atlas) = (&said.flight, &intake.rules.atlas);
        let suffix = flight.suffix.map(String::from).unwrap_or_default();
        format!("{}{}{suffix}", atlas.iata_carrier(flight.carrier.as_str()), flight.number)
    });
    let flights: BTreeSet<String> = flights.take(limits::HINT_FLIGHTS_MAX).collect();
    let whats = if flights.is_empty() { vec![None] } else { flights.into_iter().map(Some).collect() };
    for what in whats {
        // One that finds no room is dropped: the thing is asked for anyway.
        hints.hint(Hint { source: feed.name.clone(), what });
    }
}

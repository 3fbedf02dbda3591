//! What is asked of each kind of source, as a request: method, address, query, headers, with secrets by name only.
//! And of which flights: those a source can know.
//! Must not know: sockets.

use super::*;
use crate::config::atlas::Sources;
use crate::config::feeds;
use crate::domain::merged::Status;
use chrono::TimeDelta;

fn now() -> DateTime<Utc> {
    "2026-11-26T12:00:00Z".parse().unwrap()
}

/// Departs in `out_min` minutes, ten hours long.
fn needed(key: &str, out_min: i64) -> Needed {
    let out = now() + TimeDelta::minutes(out_min);
    let arrives = out + TimeDelta::hours(10);
    Needed {
        key: key.parse().unwrap(),
        scheduled_out: out,
        scheduled_in: arrives,
        departs: out,
        arrives,
        margin_min: None,
        state: Status::Scheduled,
    }
}

fn feed(kind: &str, rest: &str, poll: &str) -> Feed {
    let text = format!("[[feed]]\nname = \"f\"\nkind = \"{kind}\"\n{rest}\n[feed.poll]\n{poll}\n");
    feeds::parse(&text, "t").unwrap().remove(0)
}

const FLIGHTS: [(&str, i64); 6] = [
    ("BA117/2026-11-26/LHR-JFK", 120),
    ("KL641/2026-11-26/AMS-JFK", 240),
    ("LH400/2026-11-27/FRA-JFK", 1440),
    ("CX255/2026-11-26/HKG-LHR", 60),
    ("BA31/2026-11-26/LHR-HKG", 300),
    ("QF1/2026-12-24/SYD-LHR", 40_000),
];

fn all(feed: &Feed) -> Vec<Ask> {
    let needed: Vec<Needed> = FLIGHTS.iter().map(|(key, out)| needed(key, *out)).collect();
    asks(feed, &needed, now(), &Atlas::read(&Sources::with_folder(None)).unwrap())
}

/// As it would go over the line, with names in the place of secrets.
fn shown(ask: &Ask) -> String {
    let part = |part: &Part| match part {
        Part::Plain(text) => text.clone(),
        Part::Secret(half) => format!("<{half:?}>"),
        Part::Bearer(half) => format!("Bearer <{half:?}>"),
    };
    let query: Vec<String> = ask.request.query.iter().map(|(n, p)| format!("{n}={}", part(p))).collect();
    let headers: String = ask.request.headers.iter().map(|(n, p)| format!("\n{n}: {}", part(p))).collect();
    let body = ask.request.body.as_ref().map(|b| b.parts.iter().map(part).collect::<String>());
    let method = if body.is_some() { "POST" } else { "GET" };
    let question = if query.is_empty() { "" } else { "?" };
    let body = body.map(|b| format!("\n\n{b}")).unwrap_or_default();
    format!("{method} {}{question}{}{headers}{body}", ask.request.url, query.join("&"))
}

const KEY: &str = "key = \"env:K\"";
const BOTH: &str = "key = \"env:K\"\nid = \"env:I\"";

#[test]
fn services_are_asked_by_flight() {
    let check = |kind: &str, poll: &str, count: usize, first: &str| {
        let asks = all(&feed(kind, "", poll));
        assert_eq!(asks.len(), count, "{kind}: {asks:?}");
        assert_eq!(shown(&asks[0]), first, "{kind}");
    };
    check(
        "aeroapi",
        KEY,
        5,
        "GET https://aeroapi.flightaware.com/aeroapi/flights/BAW117?ident_type=designator&start=2026-11-26T02:00:00Z\
         &end=2026-11-27T02:00:00Z&max_pages=1\nx-apikey: <Key>",
    );
    check(
        "flightstats",
        BOTH,
        5,
        "GET https://api.flightstats.com/flex/flightstatus/rest/v2/json/flight/status/BA/117/dep/2026/11/26\
         ?appId=<Id>&appKey=<Key>&utc=false&airport=LHR&extendedOptions=useHttpErrors",
    );
    check(
        "aerodatabox",
        KEY,
        5,
        "GET https://aerodatabox.p.rapidapi.com/flights/number/BA117/2026-11-26?dateLocalRole=Departure\
         &withAircraftImage=false&withLocation=false\nx-rapidapi-key: <Key>\nx-rapidapi-host: aerodatabox.p.rapidapi.com",
    );
    check(
        "aerodatabox",
        "key = \"env:K\"\nurl = \"https://prod.api.market/api/v1/aedbx/aerodatabox/\"",
        5,
        "GET https://prod.api.market/api/v1/aedbx/aerodatabox/flights/number/BA117/2026-11-26?dateLocalRole=Departure\
         &withAircraftImage=false&withLocation=false\nx-api-market-key: <Key>",
    );
    check(
        "afklm",
        KEY,
        1,
        "GET https://api.airfranceklm.com/opendata/flightstatus?startRange=2026-11-26T04:00:00Z\
         &endRange=2026-11-27T04:00:00Z&carrierCode=KL&flightNumber=0641\nAPI-Key: <Key>\nAccept: application/json",
    );
    check(
        "lufthansa",
        BOTH,
        1,
        "GET https://api.lufthansa.com/v1/operations/flightstatus/LH400/2026-11-27\nAccept: application/json",
    );
    check(
        "aviationstack",
        KEY,
        5,
        "GET https://api.aviationstack.com/v1/flights?access_key=<Key>&flight_iata=BA117&limit=10",
    );
    check(
        "schiphol",
        KEY,
        1,
        "GET https://api.schiphol.nl/public/public-flights/v4/flights?flightName=KL641&scheduleDate=2026-11-26\
         &flightDirection=D&includedelays=false\nResourceVersion: v4\nAccept: application/json\nAuthorization: Bearer <Key>",
    );
    let lufthansa = all(&feed("lufthansa", "", BOTH)).remove(0);
    assert_eq!(lufthansa.request.sign_in.as_deref(), Some("https://api.lufthansa.com/v1/oauth/token"));
    let schiphol = shown(&all(&feed("schiphol", "", BOTH))[0]);
    assert!(schiphol.contains("app_id: <Id>\napp_key: <Key>") && !schiphol.contains("Bearer"), "{schiphol}");
    assert!(all(&feed("aeroapi", "", KEY))[0].unknown.contains(&400), "an ident it does not know is no outage");
}

#[test]
fn boards_are_asked_once_for_all_their_flights() {
    let hkia = all(&feed("hkia", "", ""));
    // 300 min and ten hours after noon in UTC it is the next day in Hong Kong.
    assert_eq!(
        hkia.iter().map(|a| (a.what.as_str(), a.every_s)).collect::<Vec<_>>(),
        [("departures 2026-11-26", 150), ("arrivals 2026-11-27", 750)]
    );
    let first = shown(&hkia[0]);
    assert!(
        first.contains(
            "?date=2026-11-26&lang=en&cargo=false&arrival=false\nUser-Agent: Mozilla/5.0 (compatible; Onward/"
        )
    );

    let url = "url = \"https://gla.example.org/flights\"";
    assert!(all(&feed("acdm-json", "airport = \"GLA\"", url)).is_empty(), "nobody travels there");
    let board = all(&feed("acdm-json", "airport = \"LHR\"", &format!("{url}\n{KEY}")));
    assert_eq!(board.len(), 1);
    assert!(shown(&board[0]).ends_with("/flights\nAccept: application/json\nAuthorization: Bearer <Key>"));
    assert!(board[0].why.starts_with("CX255/2026-11-26/HKG-LHR departs in 60 min, and 2 more"), "{}", board[0].why);

    let aidx = all(&feed("aidx", "airport = \"LHR\"", &format!("{url}\n{BOTH}")));
    let shown: Vec<String> = aidx.iter().map(shown).collect();
    assert_eq!(
        aidx.iter().map(|a| (a.what.as_str(), a.every_s)).collect::<Vec<_>>(),
        [("everything", 3600), ("changes", 150)]
    );
    assert!(shown[0].starts_with("POST https://gla.example.org/flights\nSOAPAction: \"\""), "{}", shown[0]);
    assert!(
        shown[0].contains("<userID><Id></userID><fullRefresh>1</fullRefresh>") && shown[1].contains("<fullRefresh>0<")
    );
    assert!(aidx.iter().all(|a| a.expects == Expects::Xml && a.request.basic));
}

#[test]
fn positions_are_asked_around_the_airports_where_something_is_to_happen() {
    let asks = all(&feed("opensky", "covers = [\"HKG\"]", BOTH));
    assert_eq!(
        asks.iter().map(|a| (a.what.as_str(), a.cost)).collect::<Vec<_>>(),
        [("around HKG", 1), ("around LHR", 1)]
    );
    assert!(shown(&asks[1]).contains("?lamin=49.97&lomin=-1.96&lamax=52.97&lomax=1.04"), "{}", shown(&asks[1]));
    assert!(asks[0].request.sign_in.is_some() && all(&feed("opensky", "", ""))[0].request.sign_in.is_none());
    let own = all(&feed("readsb", "", "url = \"http://10.0.0.5/data/aircraft.json\"\nprivate = true"));
    assert_eq!(shown(&own[0]), "GET http://10.0.0.5/data/aircraft.json");
}

#[test]
fn a_source_is_asked_only_for_what_it_covers_and_only_when_it_can_be() {
    let covers = |rest: &str| all(&feed("aeroapi", rest, KEY)).into_iter().map(|a| a.what).collect::<Vec<_>>();
    assert_eq!(covers("covers = [\"FRA\"]"), ["LH400/2026-11-27/FRA-JFK"]);
    for (kind, poll, setting) in [
        ("aeroapi", "", "[[feed]] f poll.key: expected env:NAME"),
        ("flightstats", KEY, "[[feed]] f poll.id: expected"),
        ("aidx", KEY, "[[feed]] f poll.url: expected the address"),
        ("firehose", KEY, "[[feed]] f poll: expected no [feed.poll]"),
        ("typeb", "", "[[feed]] f poll: expected no [feed.poll]"),
    ] {
        let feed = feed(kind, "", poll);
        assert!(lacking(&feed).unwrap().starts_with(setting), "{:?}", lacking(&feed));
        assert!(all(&feed).is_empty());
    }
}

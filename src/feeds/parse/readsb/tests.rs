//! What one aircraft, one message and one trace of readsb are read as, and what holds for any bytes. The messages are our
//! own; whole ones lie in `tests/golden/feeds/readsb`.
//! Must not know: the world outside a message.

use crate::feeds::Kind;
use crate::feeds::parse::golden::{self, read};
use proptest::prelude::*;

const RECEIVED: &str = "2026-11-23T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::Readsb, body, RECEIVED, "", expected);
}

/// One aircraft of a message of noon.
fn check_one(members: &str, expected: &[&str]) {
    check(&format!("{{\"now\":1795435200.0,\"aircraft\":[{{\"hex\":\"4ca123\",{members}}}]}}"), expected);
}

#[test]
fn an_aircraft_was_seen_as_long_before_now_as_its_position_is_old() {
    let at = |time: &str, rest: &str| format!("sighting 4ca123 - - at 2026-11-23T{time}Z {rest} at /aircraft/0");
    let seen = at("11:59:50", "Some((1.0, 2.0)) None ft ground None");
    check_one(r#""lat":1.0,"lon":2.0,"seen_pos":10,"seen":1"#, &[&seen]);
    check_one(r#""lat":1.0,"lon":2.0,"seen":10"#, &[&seen]);
    check_one(r#""lat":1.0,"seen_pos":10,"seen":1"#, &[&at("11:59:59", "None None ft ground None")]);
    let untold = "note an aircraft without its age was taken as seen at the time of the message";
    check_one("\"gs\":1", &[&at("12:00:00", "None None ft ground None"), untold]);
    let age = "fault expected an age in seconds before now at /aircraft/0";
    check_one("\"seen\":-1", &[age]);
    check_one("\"seen\":1e300", &[age]);
    let off = "fault expected degrees of latitude and longitude at /aircraft/0/lat";
    check_one(r#""lat":91,"lon":2,"seen":1"#, &[&at("11:59:59", "None None ft ground None"), off]);
}

#[test]
fn an_altitude_is_in_feet_or_on_the_ground() {
    let said = |rest: &str| format!("sighting 4ca123 - - at 2026-11-23T12:00:00Z None {rest} at /aircraft/0");
    check_one(r#""seen":0,"alt_baro":-75"#, &[&said("Some(-75.0) ft ground Some(false)")]);
    check_one(r#""seen":0,"altitude":900"#, &[&said("Some(900.0) ft ground Some(false)")]);
    check_one(r#""seen":0,"alt_baro":"ground""#, &[&said("None ft ground Some(true)")]);
    check_one(r#""seen":0,"alt_baro":null"#, &[&said("None ft ground None")]);
    let fault = "fault expected an altitude in feet, or \"ground\" at /aircraft/0/alt_baro";
    check_one(r#""seen":0,"alt_baro":"high""#, &[&said("None ft ground None"), fault]);
}

#[test]
fn names_are_those_transmitted_and_addresses_those_of_icao() {
    let said = |callsign: &str, rest: &str| {
        format!("sighting 4ca123 {callsign} {rest} at 2026-11-23T12:00:00Z None None ft ground None at /aircraft/0")
    };
    check_one(r#""seen":0,"flight":"ein9zz  ","r":"ei-zzz""#, &[&said("EIN9ZZ", "EI-ZZZ")]);
    check_one(r#""seen":0,"flight":"@@@@@@@@""#, &[&said("-", "-")]);
    let long = "fault expected a call sign of up to 8 characters at /aircraft/0/flight";
    check_one(r#""seen":0,"flight":"EIN9ZZ123""#, &[&said("-", "-"), long]);
    let address = "fault expected an address of six hex digits at /hex";
    check(r#"{"now":1,"hex":""}"#, &[address]);
    check(r#"{"now":1,"hex":"4ca12"}"#, &[address]);
    check(r#"{"now":1,"hex":"~4ca123"}"#, &["note an address that is none of ICAO's (~) was left out"]);
}

#[test]
fn a_message_without_its_time_gives_none() {
    let list = r#"{"aircraft":[{"hex":"4ca123","seen":1},{"hex":"4ca124","seen":1}]}"#;
    check(list, &["fault expected now, the time of the message: 2 aircraft have no time at message"]);
    check(r#"{"hex":"4ca123","seen":1}"#, &["fault expected now, the time of the message at message"]);
    check(r#"{"now":0,"aircraft":[]}"#, &["note no aircraft in the message"]);
    check(r#"{"ac":null,"msg":"No error"}"#, &["note no aircraft in the message"]);
    check(
        r#"{"ac":[],"msg":"secret"}"#,
        &["fault the service reports an error at /msg", "note no aircraft in the message"],
    );
    check("{}", &["fault expected aircraft, a list at message"]);
    check("[]", &["fault expected aircraft, a list at message"]);
}

#[test]
fn a_trace_gives_its_newest_point() {
    let trace = |points: &str| format!(r#"{{"icao":"4ca123","timestamp":1795435200.5,"trace":[{points}]}}"#);
    let said = "sighting 4ca123 EIN9ZZ - at 2026-11-23T12:00:10Z Some((1.0, 2.0)) Some(900.0) ft ground Some(false) at /trace/1";
    let first = r#"[0,1.0,2.0,"ground",0,0,0,0,{"flight":"EIN9ZZ "}]"#;
    check(&trace(&format!("{first},[9.5,1.0,2.0,900]")), &[said]);
    check(&trace(&format!("[9.5,1.0,2.0,900],{first}")), &[&said.replace("/1", "/0")]);
    let later = r#"[9.5,1.0,2.0,900,0,0,0,0,{"flight":"EIN8ZZ "}]"#;
    check(&trace(&format!("{first},{later}")), &[&said.replace("EIN9ZZ", "EIN8ZZ")]);
    check(&trace(""), &["note no points in the trace"]);
    check(&trace("7"), &["fault expected points that begin with seconds at /trace"]);
    let made_up = trace("").replace("4ca123", "~4ca123");
    check(&made_up, &["note an address that is none of ICAO's (~) was left out"]);
    let untimed = r#"{"icao":"4ca123","trace":[[0,1,2,3]]}"#;
    check(untimed, &["fault expected timestamp, from which the times of the points are counted at /timestamp"]);
}

proptest! {
    #[test]
    fn no_change_of_a_message_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let mut bytes = match whole {
            true => include_bytes!("../../../../tests/golden/feeds/readsb/aircraft.json").to_vec(),
            false => include_bytes!("../../../../tests/golden/feeds/readsb/trace.json").to_vec(),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        prop_assert!(read(Kind::Readsb, &bytes, RECEIVED, "").observations.is_empty());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(Kind::Readsb, &bytes, RECEIVED, "");
    }
}

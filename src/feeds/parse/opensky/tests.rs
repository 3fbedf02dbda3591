//! What one row and one answer of OpenSky are read as, and what holds for any bytes. The messages are our own; whole ones
//! lie in `tests/golden/feeds/opensky`.
//! Must not know: the world outside a message.

use crate::feeds::Kind;
use crate::feeds::parse::golden::{self, read};
use proptest::prelude::*;

const RECEIVED: &str = "2026-11-23T12:00:00Z";
const ROW: &str =
    r#"["4CA123","EIN9ZZ  ","x",1795435195,1795435198,-6.25,53.42,1524.0,false,1,1,1,null,1,"1",false,0]"#;

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::OpenSky, body, RECEIVED, "", expected);
}

fn check_row(from: &str, to: &str, expected: &[&str]) {
    assert!(ROW.contains(from), "{from}");
    check(&format!("{{\"time\":1795435200,\"states\":[{}]}}", ROW.replacen(from, to, 1)), expected);
}

#[test]
fn a_row_is_read_by_its_places_in_metres_and_by_the_time_of_its_position() {
    let said = "sighting 4ca123 EIN9ZZ - at 2026-11-23T11:59:55Z Some((53.42, -6.25)) Some(5000.0) ft ground Some(false) at /states/0";
    check_row("false,0", "false,0,5", &[said]);
    check_row("false,0", "false,0,5,\"more\"", &[said]);
    check_row("\"EIN9ZZ  \"", "\"        \"", &[&said.replace("EIN9ZZ", "-")]);
    check_row("\"EIN9ZZ  \"", "null", &[&said.replace("EIN9ZZ", "-")]);
    let heard = "sighting 4ca123 EIN9ZZ - at 2026-11-23T11:59:58Z None Some(5000.0) ft ground Some(false) at /states/0";
    check_row("1795435195", "null", &[heard, "note a position without its time was not taken"]);
    check_row("-6.25,53.42", "null,null", &[heard]);
    check_row("-6.25", "-186.25", &[heard, "fault expected degrees of latitude and longitude at /states/0/5"]);
    check_row("-6.25", "\"west\"", &[heard, "fault expected a number at /states/0/5"]);
    let ground = said.replace("Some(5000.0)", "None").replace("Some(false)", "Some(true)");
    check_row("1524.0,false", "1524.0,true", &[&ground]);
    check_row("1524.0,false", "null,null", &[&ground.replace("Some(true)", "None")]);
}

#[test]
fn a_row_that_is_none_hides_no_other() {
    let said = "sighting 4ca123 EIN9ZZ - at 2026-11-23T11:59:55Z Some((53.42, -6.25)) Some(5000.0) ft ground Some(false) at /states/2";
    let unnamed = ROW.replacen("\"4CA123\"", "null", 1);
    let untimed = ROW.replacen("1795435195,1795435198", "null,0", 1);
    let expected = [
        said,
        "fault expected a row of 17 or 18 values at /states/0",
        "fault expected an address of six hex digits at /states/1/0",
        "fault expected a time of position or of contact, in seconds since 1970 at /states/3/3",
        "note a position without its time was not taken",
    ];
    check(&format!("{{\"states\":[[1],{unnamed},{ROW},{untimed}]}}"), &expected);
}

#[test]
fn what_holds_no_states_says_so() {
    check(r#"{"time":1,"states":null}"#, &["note no aircraft in the answer"]);
    check("[]", &["note no aircraft in the answer"]);
    check(r#"{"time":1,"states":{}}"#, &["fault expected an array at /states", "note no aircraft in the answer"]);
    check(r#"{"status":429,"error":"secret"}"#, &["fault the service refused: status 429 at message"]);
    check("{}", &["fault expected time and states at message"]);
    check("[7]", &["fault expected time and states at message"]);
    check(r#"{"icao24":"4ca123","path":[]}"#, &["note a track is not used: states say where an aircraft is"]);
}

proptest! {
    #[test]
    fn no_change_of_a_message_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = format!("{{\"time\":1,\"states\":[{ROW},{ROW}]}}").into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        prop_assert!(read(Kind::OpenSky, &bytes, RECEIVED, "").observations.is_empty());
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(Kind::OpenSky, &bytes, RECEIVED, "");
    }
}

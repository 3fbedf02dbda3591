//! What one row and one answer of AviationStack are read as, rule by rule, and what holds for any bytes.
//! The messages are our own; whole ones lie in `tests/golden/feeds/aviationstack`.
//! Must not know: the world outside a message.

use crate::feeds::Kind;
use crate::feeds::parse::golden::{self, read};
use proptest::prelude::*;

const RECEIVED: &str = "2026-11-23T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::AviationStack, body, RECEIVED, "", expected);
}

const ROW: &str = r#"{"flight_date":"2026-11-23","flight_status":"active",
    "departure":{"timezone":"Africa/Nairobi","iata":"NBO","scheduled":"2026-11-23T13:00:00+00:00"},
    "arrival":{"timezone":"Europe/Amsterdam","iata":"AMS"},
    "airline":{"iata":"KQ","icao":"KQA"},"flight":{"number":"112","iata":"KQ112","icao":"KQA112","codeshared":null}}"#;
const SAID: &str = "KQ112/2026-11-23l/NBO-AMS at /data/0: scheduled_out@s=11-23T10:00:00";

/// The row with one part of it replaced.
fn check_changed(from: &str, to: &str, expected: &[&str]) {
    assert!(ROW.contains(from), "{from}");
    check(&format!("{{\"data\":[{}]}}", ROW.replacen(from, to, 1)), expected);
}

#[test]
fn a_time_is_read_by_the_clock_of_its_end_whatever_offset_it_is_labelled_with() {
    let time = "2026-11-23T13:00:00+00:00";
    for same in ["2026-11-23T13:00:00Z", "2026-11-23T13:00:00", "2026-11-23T13:00", "2026-11-23T13:00:00.000+0000"] {
        check_changed(time, same, &[SAID]);
    }
    check_changed(time, "2026-11-23T13:00:00+03:00", &[SAID]);
    check_changed(time, "2026-11-23T11:00:00+01:00", &[SAID]);
    check_changed("\"Africa/Nairobi\"", "null", &[SAID]);
    check_changed("Africa/Nairobi", "Africa/Nowhere", &[SAID]);
    let bare = "KQ112/2026-11-23l/NBO-AMS at /data/0: ";
    let fault = "fault expected a local time like 2018-06-03T19:36:00+00:00 at /data/0/departure/scheduled";
    check_changed(time, "13:00", &[bare, fault]);
    let bare = "KQ112/2026-11-23l/?-AMS at /data/0: ";
    let fault = "fault no time zone and no airport: the local time was not taken at /data/0/departure/scheduled";
    check_changed(r#""timezone":"Africa/Nairobi","iata":"NBO""#, r#""iata":null"#, &[bare, fault]);
    let bare = "KQ112/2026-11-23l/QQQ-AMS at /data/0: ";
    let fault = "fault no time zone is known for QQQ: the time was not taken at /data/0/departure/scheduled";
    check_changed(r#""timezone":"Africa/Nairobi","iata":"NBO""#, r#""iata":"QQQ""#, &[bare, fault]);
}

#[test]
fn an_hour_that_the_clock_showed_twice_is_marked_and_one_it_skipped_refused() {
    let arrival = r#""iata":"AMS""#;
    let at = |time: &str| format!(r#""iata":"AMS","scheduled":"{time}""#);
    let twice = "note a local time in the hour that this zone had twice, at /data/0/arrival/scheduled: the earlier one was taken";
    let said = format!("{SAID} scheduled_in@s=10-31T00:30:00");
    check_changed(arrival, &at("2027-10-31T02:30:00+00:00"), &[&said, twice]);
    let skipped =
        "fault expected a local time that there was: the clocks of this zone skipped it at /data/0/arrival/scheduled";
    check_changed(arrival, &at("2027-03-28T02:30:00+00:00"), &[SAID, skipped]);
}

#[test]
fn a_row_is_read_as_the_flight_that_operates() {
    let shared = |inside: &str| format!("\"codeshared\":{{{inside}}}");
    let said = "KL565/2026-11-23l/NBO-AMS at /data/0: scheduled_out@s=11-23T10:00:00 marketing@e=KQ112";
    for inside in [
        r#""airline_iata":"kl","airline_icao":"klm","flight_number":"565","flight_iata":"kl565""#,
        r#""airline_iata":null,"flight_iata":"kl0565""#,
        r#""airline_iata":"kl","flight_number":565"#,
    ] {
        check_changed("\"codeshared\":null", &shared(inside), &[said]);
    }
    let icao = said.replace("KL565", "KLM565");
    check_changed("\"codeshared\":null", &shared(r#""airline_icao":"klm","flight_number":"565""#), &[&icao]);
    let own = r#""airline_iata":"kq","flight_number":"0112""#;
    check_changed("\"codeshared\":null", &shared(own), &[SAID]);
    check_changed("\"codeshared\":null", &shared(""), &[SAID]);
    check_changed("\"codeshared\":null", &shared(r#""airline_iata":null,"flight_number":"""#), &[SAID]);
    let unnamed = "fault expected a flight like BA117 at /data/0/flight/codeshared";
    check_changed("\"codeshared\":null", &shared(r#""airline_name":"klm""#), &[unnamed]);
}

#[test]
fn the_number_is_that_of_the_airline_by_iata_and_else_by_icao() {
    let airline = r#""airline":{"iata":"KQ","icao":"KQA"}"#;
    check_changed(airline, r#""airline":null"#, &[SAID]);
    check_changed(airline, r#""airline":{"iata":null,"icao":"KQA"}"#, &[SAID]);
    check_changed(
        r#""number":"112","iata":"KQ112""#,
        r#""number":null,"iata":null"#,
        &[&SAID.replace("KQ112", "KQA112")],
    );
    let suffix = SAID.replace("KQ112", "KQ112D");
    check_changed(r#""number":"112""#, r#""number":"0112d""#, &[&suffix]);
    let none = r#""flight":{"number":null,"iata":null,"icao":"HMB"}"#;
    let flight = r#""flight":{"number":"112","iata":"KQ112","icao":"KQA112","codeshared":null}"#;
    check_changed(flight, none, &["fault expected a flight like BA117 at /data/0/flight/icao"]);
    check_changed(flight, "\"flight\":null", &["fault expected a flight with its number at /data/0/flight"]);
}

#[test]
fn statuses_places_and_the_aircraft_are_said() {
    let status = |word: &str, said: &str, rest: &[&str]| {
        let line = format!("{SAID}{said}");
        let expected: Vec<&str> = [line.as_str()].into_iter().chain(rest.iter().copied()).collect();
        check_changed("\"active\"", word, &expected);
    };
    status("\"cancelled\"", " cancelled@e=true", &[]);
    status("\"diverted\"", " diverted_to@e=''", &[]);
    status("\"landed\"", "", &[]);
    status("null", "", &[]);
    status("\"incident\"", "", &["note an incident, of which nothing more is said"]);
    status("\"lost\"", "", &["note a flight_status that is not known"]);
    status("7", "", &["note a flight_status that is not known"]);
    let places = r#""iata":"AMS","terminal":"2","gate":"D7","baggage":14"#;
    let said = format!("{SAID} gate_in@e='D7' terminal_in@e='2' belt@e='14'");
    check_changed(r#""iata":"AMS""#, places, &[&said]);
    let live = r#""flight_date":"2026-11-23","live":{"latitude":1.0},"aircraft":{"registration":"5y-kzz","iata":"","icao":"B788"}"#;
    let said = format!("{SAID} registration@e='5Y-KZZ' aircraft_type@e='B788'");
    check_changed(r#""flight_date":"2026-11-23""#, live, &[&said, "note a position (live) is not used"]);
}

#[test]
fn the_date_is_the_one_told_and_else_that_of_the_scheduled_departure() {
    check_changed(r#""flight_date":"2026-11-23","#, "", &[SAID]);
    let told = SAID.replace("2026-11-23l", "2026-11-22l");
    check_changed("\"flight_date\":\"2026-11-23\"", "\"flight_date\":\"2026-11-22\"", &[&told]);
    let fault = "fault expected a date like 2018-06-03 at /data/0/flight_date";
    check_changed("\"flight_date\":\"2026-11-23\"", "\"flight_date\":\"today\"", &[fault]);
    let neither = r#"[{"flight":{"iata":"KQ112"},"arrival":{"scheduled":"2026-11-23T13:00:00+00:00"}}]"#;
    check(neither, &["fault expected flight_date, or a scheduled departure at /0"]);
}

#[test]
fn what_is_no_answer_about_flights_says_so() {
    check("{\"data\":[]}", &["note no flights in the answer"]);
    check("{\"pagination\":{\"count\":0}}", &["note no flights in the answer"]);
    check("[]", &["note no flights in the answer"]);
    check("{}", &["fault expected data, a list of flights at message"]);
    check("{\"data\":[7]}", &["fault expected a flight at /data/0"]);
    let code = r#"{"error":{"code":"usage_limit_reached","message":"You, the owner of KEY, ..."}}"#;
    check(code, &["fault the service refused: usage_limit_reached at /error"]);
    let number = r#"{"success":false,"error":{"code":104,"type":"monthly_limit_reached","info":"..."}}"#;
    check(number, &["fault the service refused: monthly_limit_reached at /error"]);
    check(r#"{"error":{"code":104}}"#, &["fault the service refused: code 104 at /error"]);
    check(r#"{"error":"KEY"}"#, &["fault the service refused, and the reason is no code at /error"]);
    check(ROW, &[&SAID.replace(" at /data/0", "")]);
    check(&format!("[{ROW}]"), &[&SAID.replace("/data", "")]);
}

const BAD: [&str; 5] =
    ["null", "{}", "[[]]", r#"{"flight":{"iata":"?"}}"#, r#"{"flight":{"iata":"KQ1"},"flight_date":7}"#];

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(Kind::AviationStack, &bytes, RECEIVED, "");
    }

    #[test]
    fn no_change_of_a_message_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = ROW.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        read(Kind::AviationStack, &bytes, RECEIVED, "");
    }

    #[test]
    fn a_bad_row_never_changes_what_the_others_say(bad in 0..BAD.len(), first in any::<bool>()) {
        let bad = BAD[bad];
        let body = if first { format!("[{bad},{ROW}]") } else { format!("[{ROW},{bad}]") };
        let parsed = read(Kind::AviationStack, body.as_bytes(), RECEIVED, "");
        let alone = read(Kind::AviationStack, ROW.as_bytes(), RECEIVED, "");
        prop_assert_eq!(parsed.observations.len(), 1);
        prop_assert_eq!(&parsed.observations[0].0, &alone.observations[0].0);
    }
}

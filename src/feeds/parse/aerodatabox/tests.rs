//! What one row and one answer of AeroDataBox are read as, rule by rule, and what holds for any bytes.
//! The messages are our own; whole ones lie in `tests/golden/feeds/aerodatabox`.
//! Must not know: the world outside a message.

use crate::feeds::Kind;
use crate::feeds::parse::golden::{self, lines, read};
use proptest::prelude::*;

const RECEIVED: &str = "2026-11-23T12:00:00Z";

fn check(body: &str, airport: &str, expected: &[&str]) {
    golden::check(Kind::AeroDataBox, body, RECEIVED, airport, expected);
}

/// A flight by number, with more members of the row, of its departure and of its arrival.
fn row(more: &str, departure: &str, arrival: &str) -> String {
    format!(
        r#"{{"number":"KQ 0112"{more},
        "departure":{{"airport":{{"iata":"NBO"}},"scheduledTime":{{"utc":"2026-11-23 10:00Z"}}{departure}}},
        "arrival":{{"airport":{{"iata":"AMS"}}{arrival}}}}}"#
    )
}

fn check_said(more: &str, departure: &str, arrival: &str, said: &str, rest: &[&str]) {
    let line = format!("KQ112/2026-11-23l/NBO-AMS at /0: scheduled_out@s=11-23T10:00:00 {said}");
    let expected: Vec<&str> = [line.trim_end()].into_iter().chain(rest.iter().copied()).collect();
    let got = lines(&read(Kind::AeroDataBox, format!("[{}]", row(more, departure, arrival)).as_bytes(), RECEIVED, ""));
    assert_eq!(got.iter().map(|l| l.trim_end()).collect::<Vec<_>>(), expected, "{more} {departure} {arrival}");
}

#[test]
fn a_status_is_read_by_its_word_or_its_place_in_the_list() {
    for (status, said, rest) in [
        ("\"Canceled\"", "cancelled@e=true", &[][..]),
        ("\"canceled\"", "cancelled@e=true", &[]),
        ("10", "cancelled@e=true", &[]),
        ("\"CanceledUncertain\"", "", &["note CanceledUncertain: may be cancelled, so nothing is"]),
        ("12", "", &["note CanceledUncertain: may be cancelled, so nothing is"]),
        ("\"Diverted\"", "diverted_to@e=''", &[]),
        ("\"Boarding\"", "boarding@e='boarding'", &[]),
        ("5", "boarding@e='gate closed'", &[]),
        ("\"Expected\"", "", &[]),
        ("null", "", &[]),
        ("\"Delayed\"", "", &[]),
        ("\"Lost\"", "", &["note a status that is not known"]),
        ("13", "", &["note a status that is not known"]),
        ("-1", "", &["note a status that is not known"]),
    ] {
        check_said(&format!(",\"status\":{status}"), "", "", said, rest);
    }
}

#[test]
fn a_revised_time_is_an_estimate_until_the_status_says_that_it_happened() {
    let revised = r#","revisedTime":{"utc":"2026-11-23 10:20Z","local":"2026-11-23 13:20+03:00"}"#;
    let check = |status: &str, known: &str, said: &str| {
        let more = format!(r#","status":"{status}","lastUpdatedUtc":"2026-11-23 {known}Z""#);
        let got = lines(&read(Kind::AeroDataBox, row(&more, revised, "").as_bytes(), RECEIVED, ""));
        let head =
            format!("KQ112/2026-11-23l/NBO-AMS reported 2026-11-23T{known}:00Z: scheduled_out@s=11-23T10:00:00 ");
        assert_eq!(got, [format!("{head}{said}")], "{status} {known}");
    };
    check("Delayed", "11:00", "estimated_out@e=11-23T10:20:00");
    check("Unknown", "11:00", "estimated_out@e=11-23T10:20:00");
    for status in ["Departed", "EnRoute", "Approaching", "Arrived"] {
        check(status, "11:00", "actual_out@a=11-23T10:20:00");
        check(status, "10:19", "estimated_out@e=11-23T10:20:00");
    }
    let old = r#","actualTimeUtc":"2026-11-23 10:20Z""#;
    check_said(",\"status\":\"Delayed\"", old, "", "estimated_out@e=11-23T10:20:00", &[]);
    check_said(",\"status\":\"Departed\"", old, "", "actual_out@a=11-23T10:20:00", &[]);
}

#[test]
fn an_arrival_is_actual_when_it_is_past_and_not_when_only_the_landing_is() {
    let both = |gate: &str, runway: &str| {
        format!(r#","revisedTime":{{"utc":"2026-11-23 {gate}Z"}},"runwayTime":{{"utc":"2026-11-23 {runway}Z"}}"#)
    };
    let arrived = ",\"status\":\"Arrived\"";
    check_said(arrived, "", &both("11:50", "11:40"), "actual_on@a=11-23T11:40:00 actual_in@a=11-23T11:50:00", &[]);
    check_said(arrived, "", &both("12:10", "11:40"), "estimated_in@e=11-23T12:10:00 actual_on@a=11-23T11:40:00", &[]);
    let both_ahead = "estimated_on@e=11-23T11:40:00 estimated_in@e=11-23T11:50:00";
    check_said(",\"status\":\"EnRoute\"", "", &both("11:50", "11:40"), both_ahead, &[]);
    let order = "note a revised time that is the runway's, or on the wrong side of it, was taken as an estimate";
    let said = "estimated_in@e=11-23T11:40:00 actual_on@a=11-23T11:40:00";
    check_said(arrived, "", &both("11:40", "11:40"), said, &[order]);
    let said = "estimated_in@e=11-23T11:30:00 actual_on@a=11-23T11:40:00";
    check_said(arrived, "", &both("11:30", "11:40"), said, &[order]);
    let said = "estimated_out@e=11-23T10:40:00 actual_off@a=11-23T10:30:00";
    check_said(arrived, &both("10:40", "10:30"), "", said, &[order]);
    let note = "note times of the quality Approximate were taken as estimates";
    let approximate = both("11:50", "11:40") + r#","quality":["Basic",2]"#;
    check_said(arrived, "", &approximate, both_ahead, &[note]);
    let predicted = r#","predictedTime":{"utc":"2026-11-23 11:45Z"}"#;
    check_said("", "", predicted, "estimated_on@e=11-23T11:45:00", &[]);
    let note = "note a predicted departure is not used: people would come too late for the real one";
    check_said("", predicted, "", "", &[note]);
}

#[test]
fn times_are_read_with_a_blank_and_never_without_a_place() {
    let arrival = |time: &str| format!(r#","scheduledTime":{time}"#);
    let said = "scheduled_in@s=11-23T18:00:00";
    for time in [
        r#"{"utc":"2026-11-23 18:00Z","local":"2026-11-23 19:00+01:00"}"#,
        r#"{"utc":"2026-11-23 18:00"}"#,
        r#"{"utc":"2026-11-23T18:00:00Z"}"#,
        r#"{"local":"2026-11-23 19:00+01:00"}"#,
        r#"{"local":"2026-11-23 19:00"}"#,
        r#""2026-11-23 18:00Z""#,
    ] {
        check_said("", "", &arrival(time), said, &[]);
    }
    check_said("", "", r#","scheduledTimeLocal":"2026-11-23 19:00""#, said, &[]);
    let differ = "note utc and local of one time differ: utc was taken";
    check_said("", "", &arrival(r#"{"utc":"2026-11-23 18:00Z","local":"2026-11-23 18:00+01:00"}"#), said, &[differ]);
    let fault = "fault expected a time like 2018-06-03 19:36Z at /0/arrival/scheduledTime/utc";
    check_said("", "", &arrival(r#"{"utc":"soon"}"#), "", &[fault]);
    check_said("", "", &arrival("7"), "", &["fault expected an object at /0/arrival/scheduledTime"]);
    check_said("", "", &arrival("{}"), "", &[]);
    let bare = r#"[{"number":"KQ112","departure":{"scheduledTime":{"local":"2026-11-23 13:00"}}}]"#;
    let no_clock = "fault a local time of an airport that is not named: the time was not taken at /0/departure/scheduledTime/local";
    check(bare, "", &[no_clock, "fault expected a scheduled time: the flight has no date at /0"]);
    let zone = bare.replace("{\"scheduledTime\"", r#"{"airport":{"timeZone":"Africa/Nairobi"},"scheduledTime""#);
    let line = "KQ112/2026-11-23l/?-? at /0: scheduled_out@s=11-23T10:00:00";
    check(&zone, "", &[line, "note an airport without a code was not taken"]);
}

#[test]
fn a_flight_is_dated_by_its_departure_and_else_by_its_arrival() {
    let departure = r#"[{"number":"6E 25","departure":{"scheduledTime":{"utc":"2026-11-23 21:30Z"}}}]"#;
    check(departure, "", &["6E25/2026-11-23u/?-? at /0: scheduled_out@s=11-23T21:30:00"]);
    let local = departure.replace("Z\"}", "Z\",\"local\":\"2026-11-24 03:00+05:30\"}");
    check(&local, "", &["6E25/2026-11-24l/?-? at /0: scheduled_out@s=11-23T21:30:00"]);
    let airport = departure.replace("{\"scheduledTime\"", "{\"airport\":{\"icao\":\"VIDP\"},\"scheduledTime\"");
    check(&airport, "", &["6E25/2026-11-24l/DEL-? at /0: scheduled_out@s=11-23T21:30:00"]);
    let board = departure.replace("departure", "movement").replacen('[', "{\"arrivals\":[", 1) + "}";
    check(&board, "DEL", &["6E25/2026-11-24a/?-DEL at /arrivals/0: scheduled_in@s=11-23T21:30:00"]);
    let untold = "note a board does not name its own airport: tell whose board it is";
    check(&board, "", &["fault expected a scheduled time: the flight has no date at /arrivals/0", untold]);
    let alone = "fault expected departure and arrival: a movement alone does not say which it is at /0/movement";
    check(&departure.replace("departure", "movement"), "", &[alone]);
}

#[test]
fn the_airline_is_named_by_iata_where_the_row_has_both() {
    let line = |name: &str| format!("{name}/2026-11-23l/NBO-AMS: scheduled_out@s=11-23T10:00:00");
    let check_named = |number: &str, airline: &str, name: &str| {
        let body = row(&format!(",\"airline\":{airline}"), "", "").replace("KQ 0112", number);
        check(&body, "", &[&line(name)]);
    };
    check_named("KQA 112", r#"{"iata":"KQ","icao":"KQA"}"#, "KQ112");
    check_named("KQA 112", r#"{"icao":"KQA"}"#, "KQA112");
    check_named("KLM 112D", r#"{"iata":"KQ","icao":"KQA"}"#, "KLM112D");
    check_named("6E 6025", r#"{"name":"IndiGo"}"#, "6E6025");
}

#[test]
fn codeshares_are_left_out_and_a_bad_row_hides_no_other() {
    let shared = row(",\"codeshareStatus\":2", "", "");
    let body = format!("[{shared},7,{{}},{},null]", row(",\"codeshareStatus\":\"Unknown\",\"isCargo\":true", "", ""));
    let expected = [
        "KQ112/2026-11-23l/NBO-AMS at /3: scheduled_out@s=11-23T10:00:00",
        "fault expected a flight at /1",
        "fault expected a flight like BA117 at /2/number",
        "fault expected a flight at /4",
        "note rows marked as codeshares were left out: they do not name the operating flight",
        "note a flight of cargo only",
    ];
    check(&body, "", &expected);
}

#[test]
fn what_is_no_answer_about_flights_says_so() {
    check("[]", "", &["note no flights in the answer"]);
    check("", "", &["note the message is empty"]);
    check(r#"{"flights":[],"balance":{"creditsRemaining":0}}"#, "", &["note no flights in the answer"]);
    check(r#"{"departures":[],"arrivals":null}"#, "", &["note no flights in the answer"]);
    let message = "fault the service refused: it answered with a message and no flights at message";
    check(r#"{"message":"You are not subscribed to this API."}"#, "", &[message]);
    check(r#"{"status":429,"message":"secret"}"#, "", &["fault the service refused: status 429 at message"]);
    check("{}", "", &["fault expected a list of flights, or departures and arrivals at message"]);
    let parsed = read(Kind::AeroDataBox, b"Too many requests", RECEIVED, "");
    assert_eq!(parsed.faults[0].to_string(), "expected JSON; from here on nothing was read at line 1 column 1");
}

const BAD: [&str; 6] = [
    "null",
    "{}",
    "[[]]",
    r#"{"number":"KQ112","departure":{"scheduledTime":{"utc":"never"}}}"#,
    r#"{"number":9,"departure":[],"arrival":7,"status":{}}"#,
    r#"{"flight":{"flight":{}},"type":"Arrival","airport":"AMS"}"#,
];

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        read(Kind::AeroDataBox, &bytes, RECEIVED, "AMS");
    }

    #[test]
    fn no_change_of_a_message_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = include_bytes!("../../../../tests/golden/feeds/aerodatabox/pushed.json").to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        read(Kind::AeroDataBox, &bytes, RECEIVED, "AMS");
    }

    #[test]
    fn a_bad_row_never_changes_what_the_others_say(bad in 0..BAD.len(), first in any::<bool>()) {
        let bad = BAD[bad];
        let good = row(",\"status\":\"Arrived\"", "", "");
        let body = if first { format!("[{bad},{good}]") } else { format!("[{good},{bad}]") };
        let parsed = read(Kind::AeroDataBox, body.as_bytes(), RECEIVED, "");
        let alone = read(Kind::AeroDataBox, format!("[{good}]").as_bytes(), RECEIVED, "");
        prop_assert_eq!(&parsed.observations[0].0, &alone.observations[0].0);
    }
}

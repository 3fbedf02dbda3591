//! What the boards of Hong Kong are read as, one line a case: a row, what it says, what is wrong with it.
//! Every case goes through the one `check` of its file, which is the notation of the golden messages.
//! Must not know: the world outside a message.

use super::super::golden;
use crate::feeds::Kind;

const RECEIVED: &str = "2026-03-02T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::Hkia, body, RECEIVED, "", expected);
}

fn day(arrival: bool, row: &str) -> String {
    format!(
        r#"[{{"date":"2026-03-02","arrival":{arrival},"cargo":false,"list":[{row}],"lastUpdatedTime":"2026-03-09T00:00:00+08:00"}}]"#
    )
}

fn departure(members: &str) -> String {
    day(
        false,
        &format!(r#"{{"time":"09:05","flight":[{{"no":"XY 0104","airline":"XYZ"}}],"destination":["SIN"]{members}}}"#),
    )
}

fn arrival(members: &str) -> String {
    day(true, &format!(r#"{{"time":"09:05","flight":[{{"no":"XY 0105","airline":"XYZ"}}],"origin":["SIN"]{members}}}"#))
}

const OUT: &str = "XY104/2026-03-02l/HKG-SIN at /0/list/0: scheduled_out@s=03-02T01:05:00";
const IN: &str = "XY105/2026-03-02a/SIN-HKG at /0/list/0: scheduled_in@s=03-02T01:05:00";

#[test]
fn a_status_in_words_says_a_time_of_hong_kong() {
    let status = |text: &str| format!(r#","status":"{text}""#);
    for (text, says) in [
        ("", ""),
        ("Dep 09:12", " actual_out@a=03-02T01:12:00"),
        ("Departed 09:12", " actual_out@a=03-02T01:12:00"),
        ("Dep 00:12 (03/03/2026)", " actual_out@a=03-02T16:12:00"),
        (" dep 08:59 ", " actual_out@a=03-02T00:59:00"),
        ("Est at 10:00", " estimated_out@e=03-02T02:00:00"),
        ("Est at 13:15 (03/03/2026)", " estimated_out@e=03-03T05:15:00"),
        ("Cancelled", " cancelled@e=true"),
        ("Boarding", " boarding@e='boarding'"),
        ("Final Call", " boarding@e='final call'"),
        ("Gate Closed", " boarding@e='gate closed'"),
    ] {
        check(&departure(&status(text)), &[&format!("{OUT}{says}")]);
    }
    for (text, says) in [
        ("Est at 08:50", " estimated_in@e=03-02T00:50:00"),
        ("Landed 08:41", " actual_on@a=03-02T00:41:00"),
        ("At gate 08:55", " actual_in@a=03-02T00:55:00"),
        ("At gate 00:10 (03/03/2026)", " actual_in@a=03-02T16:10:00"),
        ("Cancelled", " cancelled@e=true"),
    ] {
        let says = format!("{IN}{says}");
        check(&arrival(&status(text)), &[&says]);
    }
}

#[test]
fn a_status_that_cannot_be_used_is_named_and_hides_nothing() {
    let status = |text: &str| format!(r#","status":"{text}""#);
    let fault = "fault expected a status like Dep 00:23 (14/08/2026) at /0/list/0/status";
    for text in [
        "Dep 25:00",
        "Dep soon",
        "Dep 09:12 (2026-03-03)",
        "Dep 09:12 (31/02/2026)",
        "Est at 9:12",
        "Dep 09:12 (03/03/2026",
    ] {
        check(&departure(&status(text)), &[OUT, fault]);
    }
    for (text, note) in [
        ("Delayed", "note status Delayed without a time is not used"),
        ("Boarding Soon", "note status Boarding Soon is not used: boarding has not begun"),
        ("Jane Roe please call", "note a status that is not known"),
        ("At gate 09:00", "note a status that is not known"),
        ("已起飛 09:12", "note a status that is not known"),
    ] {
        check(&departure(&status(text)), &[OUT, note]);
    }
    check(&arrival(&status("Dep 09:00")), &[IN, "note a status that is not known"]);
}

#[test]
fn the_first_flight_operates_and_the_lists_are_in_the_order_of_flying() {
    let row = |flights: &str, route: &str| format!(r#"{{"time":"23:55","flight":[{flights}],{route}}}"#);
    let first = r#"{"no":"XY 012F","airline":"XYZ"},{"no":"LH 7015","airline":"DLH"},{"no":"5X 9","airline":"UPS"}"#;
    check(
        &day(false, &row(first, r#""destination":["TPE","KIX"]"#)),
        &["XY12F/2026-03-02l/HKG-TPE at /0/list/0: scheduled_out@s=03-02T15:55:00 marketing@e=LH7015+5X9"],
    );
    check(
        &day(true, &row(first, r#""origin":["DXB","BKK"]"#)),
        &["XY12F/2026-03-02a/BKK-HKG at /0/list/0: scheduled_in@s=03-02T15:55:00 marketing@e=LH7015+5X9"],
    );
    check(
        &day(false, &row(r#"{"no":"XY 12"},{"no":"many"}"#, r#""destination":["SIN"]"#)),
        &[
            "XY12/2026-03-02l/HKG-SIN at /0/list/0: scheduled_out@s=03-02T15:55:00",
            "fault expected a flight like BA117 at /0/list/0/flight/1/no",
        ],
    );
}

#[test]
fn places_are_those_of_the_end_that_the_board_shows() {
    check(
        &departure(r#","terminal":"T1","aisle":"C","gate":" 64 ","stand":"","hall":null"#),
        &["XY104/2026-03-02l/HKG-SIN at /0/list/0: scheduled_out@s=03-02T01:05:00 gate_out@e='64' terminal_out@e='T1'"],
    );
    check(
        &arrival(r#","terminal":"T1","hall":"B","stand":"N36","baggage":"12","gate":"7""#),
        &[
            "XY105/2026-03-02a/SIN-HKG at /0/list/0: scheduled_in@s=03-02T01:05:00 terminal_in@e='T1' belt@e='12' stand_in@e='N36'",
        ],
    );
}

#[test]
fn a_row_that_cannot_be_named_is_a_fault_and_hides_no_other() {
    let good = r#"{"time":"09:05","flight":[{"no":"XY 104"}],"destination":["SIN"]}"#;
    let at = "XY104/2026-03-02l/HKG-SIN at /0/list/1: scheduled_out@s=03-02T01:05:00";
    for (bad, fault) in [
        (r#"{"time":"09:05"}"#, "expected a flight with its no at /0/list/0/flight"),
        (r#"{"flight":[{"no":"104"}]}"#, "expected a flight like BA117 at /0/list/0/flight/0/no"),
        (r#"{"flight":[{}]}"#, "expected a flight like BA117 at /0/list/0/flight/0/no"),
        (r#"{"flight":"XY 104"}"#, "expected an array at /0/list/0/flight"),
    ] {
        let body = day(false, &format!("{bad},{good}"));
        let lines = golden::lines(&golden::read(Kind::Hkia, body.as_bytes(), RECEIVED, ""));
        assert_eq!((lines[0].as_str(), lines[1].as_str()), (at, format!("fault {fault}").as_str()), "{body}");
    }
    check(
        &day(false, r#"{"time":"9.05","flight":[{"no":"XY 104"}],"destination":["S"],"gate":"5"}"#),
        &[
            "XY104/2026-03-02l/HKG-? at /0/list/0: gate_out@e='5'",
            "fault expected an airport code of 3 (IATA) or 4 (ICAO) letters at /0/list/0/destination/0",
            "fault expected a time like 09:05 at /0/list/0/time",
        ],
    );
}

#[test]
fn days_are_known_by_their_date_and_direction() {
    check("[]", &["note no days in it"]);
    check(&day(false, ""), &["note a day without flights"]);
    check(&departure("").replace("\"cargo\":false", "\"cargo\":true"), &["note cargo flights are not used"]);
    check(&departure("").replace("2026-03-02", "02/03/2026"), &["fault expected a date like 2018-06-03 at /0/date"]);
    check(&departure("").replace("\"arrival\":false,", ""), &[OUT]);
    check(&arrival("").replace("\"arrival\":true,", ""), &[IN]);
    let neither = r#"{"date":"2026-03-02","list":[{"time":"09:05","flight":[{"no":"XY 1"}]}]}"#;
    check(neither, &["fault expected an origin or a destination at /list/0"]);
    check(
        r#"{"problemNo":"c1","message":"The combination of parameter date [x] is out of valid range"}"#,
        &["fault the service refused at message"],
    );
    check("{}", &["fault expected a day with its date and list at message"]);
    check("[7]", &["fault expected a day with its date and list at /0"]);
    check("<html>403 Forbidden</html>", &["fault expected JSON, found a page of HTML or XML at message"]);
}

//! What AeroAPI's answers are read as, one row a case, and what holds for every answer: nothing panics, and a bad row
//! never changes what the others say. The golden messages lie in `tests/golden/feeds/aeroapi`.
//! Must not know: the world outside a message.

use super::super::golden;
use crate::domain::observation::Observation;
use crate::feeds::Kind;
use proptest::prelude::*;

const RECEIVED: &str = "2026-11-23T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::AeroApi, body, RECEIVED, "", expected);
}

/// One row with what `told` adds or replaces, in a list of flights.
fn row(told: &str) -> String {
    let mut row = serde_json::json!({
        "ident": "RJA264", "ident_icao": "RJA264", "ident_iata": "RJ264", "fa_flight_id": "RJA264-1-schedule-1",
        "scheduled_out": "2026-11-22T23:30:00Z",
        "origin": {"code": "OJAI", "code_iata": "AMM", "code_icao": "OJAI", "timezone": "Asia/Amman"},
        "destination": {"code": "KORD", "code_iata": "ORD", "code_icao": "KORD", "timezone": "America/Chicago"},
    });
    let told: serde_json::Value = serde_json::from_str(&format!("{{{told}}}")).unwrap();
    row.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
    row.to_string()
}

fn told(told: &str, expected: &[&str]) {
    let at = "RJ264/2026-11-23l/AMM-ORD at /flights/0: scheduled_out@s=11-22T23:30:00";
    let expected: Vec<String> = expected
        .iter()
        .map(|line| match line.strip_prefix("+") {
            Some(says) => format!("{at}{}{says}", if says.is_empty() { "" } else { " " }),
            None => (*line).to_owned(),
        })
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    check(&format!("{{\"flights\": [{}]}}", row(told)), &expected);
}

#[test]
fn a_row_says_its_times_and_places() {
    told("", &["+"]);
    told(
        r#""estimated_in": "2026-11-23T11:02:00Z", "actual_off": null, "gate_origin": "", "terminal_origin": " 2 ""#,
        &["+estimated_in@e=11-23T11:02:00 terminal_out@e='2'"],
    );
    told(
        r#""actual_out": "2026-11-22T23:41:00", "actual_off": 7"#,
        &[
            "+",
            "fault expected a time with its offset, like 2018-06-03T19:36:00Z at /flights/0/actual_out",
            "fault expected a time with its offset, like 2018-06-03T19:36:00Z at /flights/0/actual_off",
        ],
    );
    told(
        r#""aircraft_type": "B788 ", "registration": "jy-bae", "baggage_claim": "7""#,
        &["+belt@e='7' registration@e='JY-BAE' aircraft_type@e='B788'"],
    );
    told(
        r#""codeshares": ["AAL6900", "QTR5001"], "codeshares_iata": ["AA6900", "?"]"#,
        &["+marketing@e=AA6900", "fault expected a flight like BA117 at /flights/0/codeshares_iata/1"],
    );
    told(
        r#""codeshares": ["AAL6900", 5], "codeshares_iata": []"#,
        &["+marketing@e=AA6900", "fault expected a flight like BA117 at /flights/0/codeshares/1"],
    );
}

#[test]
fn a_flag_that_is_not_raised_says_nothing() {
    told(r#""cancelled": false, "diverted": false, "blocked": false, "position_only": false"#, &["+"]);
    told(r#""cancelled": true"#, &["+cancelled@e=true"]);
    told(r#""blocked": true"#, &["note a blocked flight is not used"]);
    told(r#""position_only": true"#, &["note a flight known by positions alone is not used"]);
    told(
        r#""status": "Returned to Gate""#,
        &["+", "note the status text says that it returned to the gate: a hint, not taken"],
    );
    told(r#""status": "Cancelled""#, &["+"]);
    told(r#""cancelled": "perhaps""#, &["+", "fault expected true or false at /flights/0/cancelled"]);
}

#[test]
fn the_flight_is_the_airlines_and_no_call_sign() {
    let named = |told: &str, name: &str| {
        let line = format!("{name}/2026-11-23l/AMM-ORD at /flights/0: scheduled_out@s=11-22T23:30:00");
        check(&format!("{{\"flights\": [{}]}}", row(told)), &[&line]);
    };
    named(r#""ident_iata": null"#, "RJA264");
    named(r#""ident_iata": null, "operator_iata": "RJ", "flight_number": "0264""#, "RJ264");
    named(
        r#""ident_iata": null, "ident_icao": null, "ident": "RJA264X", "operator": "RJA", "flight_number": "264""#,
        "RJA264",
    );
    named(r#""ident_iata": "RJ264D""#, "RJ264D");
    named(r#""ident_iata": null, "ident_icao": null, "ident": "NK264""#, "NK264");
    let none = "note an ident that is a call sign or a registration, and no flight number, is not used";
    for told in [
        r#""ident_iata": "RJ2KT", "ident_icao": "RJA2KT", "ident": "RJA2KT", "flight_number": "2KT", "operator_iata": "RJ""#,
        r#""ident_iata": null, "ident_icao": "RJA264E", "ident": "RJA264E""#,
        r#""ident_iata": null, "ident_icao": null, "ident": "N1234A""#,
        r#""ident_iata": null, "ident_icao": null, "ident": "CGQRS""#,
    ] {
        check(&format!("{{\"flights\": [{}]}}", row(told)), &[none]);
    }
    let general = "note general aviation is not used";
    told(r#""type": "General_Aviation""#, &[general]);
    told(r#""ident_iata": null, "ident_icao": null, "ident": "C9123", "registration": "C9-123""#, &[general]);
    told(r#""ident_iata": null, "ident_icao": null, "ident": null"#, &["fault expected an ident at /flights/0"]);
}

#[test]
fn the_day_is_that_of_the_clock_at_the_origin() {
    let dated = |told: &str, expected: &[&str]| check(&format!("{{\"flights\": [{}]}}", row(told)), expected);
    let origin = r#""origin": {"code": "XX9Z", "code_lid": "XX9Z", "timezone": "Asia/Amman"}"#;
    dated(
        origin,
        &[
            "RJ264/2026-11-23l/?-ORD at /flights/0: scheduled_out@s=11-22T23:30:00",
            "note origin is a place without a code of IATA or ICAO",
        ],
    );
    dated(r#""origin": null"#, &["RJ264/2026-11-22u/?-ORD at /flights/0: scheduled_out@s=11-22T23:30:00"]);
    dated(
        r#""origin": {"code": "OJAI"}"#,
        &["RJ264/2026-11-23l/AMM-ORD at /flights/0: scheduled_out@s=11-22T23:30:00"],
    );
    dated(
        r#""origin": {"code_iata": "A"}"#,
        &[
            "RJ264/2026-11-22u/?-ORD at /flights/0: scheduled_out@s=11-22T23:30:00",
            "fault expected an airport code of 3 (IATA) or 4 (ICAO) letters at /flights/0/origin/code_iata",
        ],
    );
    dated(
        r#""scheduled_out": null, "scheduled_off": "2026-11-22T23:45:00Z""#,
        &["RJ264/2026-11-22u/AMM-ORD at /flights/0: scheduled_off@s=11-22T23:45:00"],
    );
    dated(
        r#""scheduled_out": null, "actual_off": "2026-11-22T23:45:00Z""#,
        &[
            "RJ264/2026-11-22u/AMM-ORD at /flights/0: actual_off@a=11-22T23:45:00",
            "note no scheduled departure: the day is that of the departure as far as known",
        ],
    );
    dated(
        r#""scheduled_out": null, "actual_on": "2026-11-22T23:45:00Z""#,
        &["fault expected a departure time: without one the day of the flight is not known at /flights/0"],
    );
}

const DIVERTED: &str = "note what a diverted flight says of its arrival is that of another airport and was not taken";

#[test]
fn a_diverted_flight_keeps_its_leg_and_says_nothing_of_another_airport() {
    let arrival = r#""diverted": true, "scheduled_in": "2026-11-23T11:00:00Z", "estimated_in": "2026-11-23T12:00:00Z",
        "actual_on": "2026-11-23T11:40:00Z", "actual_in": "2026-11-23T11:50:00Z", "gate_destination": "M7", "baggage_claim": "2""#;
    told(arrival, &["+scheduled_in@s=11-23T11:00:00 diverted_to@e=''", DIVERTED]);
    let first = row(r#""diverted": true, "actual_off": null"#);
    let elsewhere = row(r#""destination": {"code_iata": "DTW"}, "actual_off": "2026-11-22T23:50:00Z",
        "actual_in": "2026-11-23T11:50:00Z""#);
    let onward = row(r#""origin": {"code_iata": "DTW"}, "scheduled_out": "2026-11-23T14:00:00Z""#);
    let merged = "note the row of the leg to the airport of a diversion was read with the flight that was diverted";
    let body = |rows: &[&str]| format!("{{\"flights\": [{}]}}", rows.join(","));
    let told = "scheduled_out@s=11-22T23:30:00 actual_off@a=11-22T23:50:00";
    check(
        &body(&[&elsewhere, &first]),
        &[&format!("RJ264/2026-11-23l/AMM-ORD at /flights/1: {told} diverted_to@e='DTW'"), merged, DIVERTED],
    );
    let own = first.replace(r#""actual_off":null"#, r#""actual_off":"2026-11-22T23:49:00Z""#);
    check(
        &body(&[&own, &elsewhere]),
        &[
            &format!("RJ264/2026-11-23l/AMM-ORD at /flights/0: {} diverted_to@e='DTW'", told.replace("50:", "49:")),
            merged,
            DIVERTED,
        ],
    );
    let next = "RJ264/2026-11-23l/DTW-ORD at /flights/1: scheduled_out@s=11-23T14:00:00";
    let to = "RJ264/2026-11-23l/AMM-ORD at /flights/0: scheduled_out@s=11-22T23:30:00 diverted_to@e='DTW' \
        continued_by@e='RJ264/2026-11-23/DTW-ORD'";
    check(&body(&[&first, &onward]), &[to, next, DIVERTED]);
    let all = body(&[&first, &onward, &elsewhere]);
    check(&all, &[&to.replace(" diverted", " actual_off@a=11-22T23:50:00 diverted"), next, merged, DIVERTED]);
    // The same id without a diversion, or another id, is nobody's second row.
    let apart = elsewhere.replace("RJA264-1-schedule-1", "RJA264-2");
    let line = "RJ264/2026-11-23l/AMM-DTW at /flights/1: scheduled_out@s=11-22T23:30:00 actual_off@a=11-22T23:50:00 \
        actual_in@a=11-23T11:50:00";
    check(
        &body(&[&first, &apart]),
        &["RJ264/2026-11-23l/AMM-ORD at /flights/0: scheduled_out@s=11-22T23:30:00 diverted_to@e=''", line, DIVERTED],
    );
}

#[test]
fn an_alert_says_more_than_its_flight_only_by_three_events() {
    let alert = |code: &str, told: &str| {
        let flight = row(told).replace(
            r#""origin":{"code":"OJAI","code_iata":"AMM","code_icao":"OJAI","timezone":"Asia/Amman"}"#,
            r#""origin":"OJAI","origin_iata":"AMM""#,
        );
        format!(r#"{{"event_code": "{code}", "alert_id": 5, "long_description": "Jane Roe", "flight": {flight}}}"#)
    };
    let line = |says: &str| format!("RJ264/2026-11-23l/AMM-ORD at /flight: scheduled_out@s=11-22T23:30:00{says}");
    for (code, told, says) in [
        ("out", "", ""),
        ("hold_entry", "", ""),
        ("cancelled", "", " cancelled@e=true"),
        ("change", r#""cancelled": true"#, " cancelled@e=true"),
        ("uncancelled", r#""cancelled": false"#, " cancelled@e=false"),
    ] {
        check(&alert(code, told), &[&line(says)]);
    }
    check(&alert("diverted", ""), &[&line(" diverted_to@e=''"), DIVERTED]);
    check(
        &alert("uncancelled", r#""cancelled": true"#),
        &[&line(""), "note uncancelled and cancelled at once: neither was taken"],
    );
    check(&alert("Jane Roe", ""), &[&line(""), "note an event_code that is not known"]);
    check(
        &alert("out", r#""error": "no flight of Jane Roe""#),
        &[&line(""), "note the service could not fill in the flight of this alert"],
    );
    check(r#"{"alert_id": 5}"#, &["fault expected a flight at /flight", "note an alert without an event_code"]);
    check(r#"{"event_code": "out", "flight": "RJ264"}"#, &["fault expected an object at /flight"]);
}

#[test]
fn what_stands_around_the_rows_is_told() {
    let one = "RJ264/2026-11-23l/AMM-ORD";
    let out = "scheduled_out@s=11-22T23:30:00";
    check(&row(""), &[&format!("{one}: {out}")]);
    check(&format!("[{}]", row("")), &[&format!("{one} at /0: {out}")]);
    check(
        &format!(r#"{{"flights": [{{"segments": [{}]}}]}}"#, row("")),
        &[&format!("{one} at /flights/0/segments/0: {out}")],
    );
    check(&format!(r#"{{"departures": {}, "arrivals": []}}"#, row("")), &[&format!("{one} at /departures: {out}")]);
    check(
        &format!(
            r#"{{"scheduled": [{}]}}"#,
            row(r#""ident_iata": "AA6900", "actual_ident": "RJA264", "actual_ident_iata": "RJ264""#)
        ),
        &[&format!("{one} at /scheduled/0: {out} marketing@e=AA6900")],
    );
    check(
        &format!(r#"{{"links": {{"next": "/x?cursor=secret"}}, "flights": [{}]}}"#, row("")),
        &[&format!("{one} at /flights/0: {out}"), "note the answer has more pages: follow links.next"],
    );
    for body in [r#"{"flights": []}"#, r#"{"arrivals": [], "departures": []}"#, "[]", r#"{"flights": null}"#] {
        check(body, &["note no flights in it"]);
    }
    check(r#"{"flights": ["x"]}"#, &["fault expected a flight at /flights/0"]);
    check(r#"{"positions": []}"#, &["note an answer with positions, which says nothing of a flight"]);
    check("{}", &["fault expected flights, a board or an alert of AeroAPI at message"]);
    check("7", &["fault expected flights, a board or an alert of AeroAPI at message"]);
    check("<html>502", &["fault expected JSON, found a page of HTML or XML at message"]);
    check("", &["note the message is empty"]);
}

#[test]
fn a_refusal_is_told_without_its_words() {
    for (body, reason) in [
        (
            r#"{"title": "Invalid argument", "reason": "INVALID_ARGUMENT", "detail": "Jane Roe", "status": 400}"#,
            "with status 400 (Invalid argument): a bad question, or a flight that it does not know or may not show",
        ),
        (r#"{"title": "Jane Roe", "status": "401"}"#, "with status 401: the key is missing or wrong"),
        (
            r#"{"title": "Too Many Requests", "status": 429}"#,
            "with status 429 (Too Many Requests): too many questions in this minute",
        ),
        (r#"{"error": "key 0123456789abcdef"}"#, ": for a reason of its own"),
        (r#"{"detail": "x", "status": 99999}"#, ": for a reason of its own"),
        (r#"{"detail": "x", "status": 503}"#, "with status 503: a fault of the service"),
    ] {
        let gap = if reason.starts_with(':') { "" } else { " " };
        check(body, &[&format!("fault the service refused{gap}{reason} at message")]);
    }
}

fn said(body: &str) -> Vec<Observation> {
    golden::read(Kind::AeroApi, body.as_bytes(), RECEIVED, "").observations.into_iter().map(|(o, _)| o).collect()
}

const TOLD: [&str; 4] = [
    "",
    r#""cancelled": true"#,
    r#""diverted": true, "actual_in": "2026-11-23T11:50:00Z""#,
    r#""actual_off": "2026-11-22T23:50:00Z", "codeshares_iata": ["AA1"]"#,
];
const BAD: [&str; 4] = ["null", "{}", r#"{"ident": "RJA1", "fa_flight_id": "?"}"#, r#"[[{"flights": 1}]]"#];

const GOLDEN: [&[u8]; 4] = [
    include_bytes!("../../../../tests/golden/feeds/aeroapi/diverted.json"),
    include_bytes!("../../../../tests/golden/feeds/aeroapi/board.json"),
    include_bytes!("../../../../tests/golden/feeds/aeroapi/alert-uncancelled.json"),
    include_bytes!("../../../../tests/golden/feeds/aeroapi/schedule.json"),
];

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        golden::read(Kind::AeroApi, &bytes, RECEIVED, "");
    }

    #[test]
    fn no_change_of_one_byte_and_no_cut_of_a_golden_message_panics(
        which in 0..GOLDEN.len(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        golden::bent(Kind::AeroApi, GOLDEN[which], at, byte, RECEIVED);
    }

    #[test]
    fn a_bad_row_never_changes_the_others(
        rows in prop::collection::vec((1..99u16, 0..TOLD.len()), 0..6), bad in 0..BAD.len(), at in any::<prop::sample::Index>(),
    ) {
        let mut rows: Vec<String> =
            rows.into_iter().map(|(n, told)| row(TOLD[told]).replace("264", &n.to_string())).collect();
        let whole = said(&format!(r#"{{"flights": [{}]}}"#, rows.join(",")));
        rows.insert(at.index(rows.len() + 1), BAD[bad].to_owned());
        prop_assert_eq!(said(&format!(r#"{{"flights": [{}]}}"#, rows.join(","))), whole);
    }
}

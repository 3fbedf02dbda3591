//! What lines of Firehose are read as, one a case, and what holds for every body: nothing panics, and a bad line never
//! changes what the others say. The golden messages lie in `tests/golden/feeds/firehose`.
//! Must not know: the world outside a body.

use super::super::golden;
use super::last_pitr;
use crate::domain::observation::Observation;
use crate::feeds::Kind;
use proptest::prelude::*;

const RECEIVED: &str = "2026-11-23T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::Firehose, body, RECEIVED, "", expected);
}

/// A line of a type about one flight: RJA264 from Amman to Chicago, filed for 2026-11-22T23:30:00Z.
fn line(kind: &str, told: &str) -> String {
    let head = r#""pitr": "1795392000", "ident": "RJA264", "id": "RJA264-1795100000-airline-0001", "orig": "OJAI", "dest": "KORD""#;
    format!(r#"{{"type": "{kind}", {head}{}{told}}}"#, if told.is_empty() { "" } else { ", " })
}

const DAY: &str = r#""fdt": "1795390200""#;
const HEAD: &str = "RJA264/2026-11-22u/AMM-ORD reported 2026-11-23T00:00:00Z:";

fn told(kind: &str, more: &str, expected: &[&str]) {
    let body = line(kind, &format!("{DAY}{}{more}", if more.is_empty() { "" } else { ", " }));
    let expected: Vec<String> = expected
        .iter()
        .map(|line| match line.strip_prefix("+") {
            Some(says) => format!("{HEAD} {says}"),
            None => (*line).to_owned(),
        })
        .collect();
    check(&body, &expected.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn each_type_says_its_times() {
    told(
        "flightplan",
        r#""status": "F", "edt": "1795391000", "eta": "1795434000", "ete": "43000", "aircrafttype": "B788""#,
        &["+estimated_off@e=11-22T23:43:20 estimated_on@e=11-23T11:40:00 aircraft_type@e='B788'"],
    );
    told(
        "departure",
        r#""adt": "1795391000", "synthetic": "1", "reg": "JYBAE""#,
        &["+actual_off@a=11-22T23:43:20 registration@e='JYBAE'"],
    );
    told("arrival", r#""aat": "1795434000""#, &["+actual_on@a=11-23T11:40:00"]);
    told("arrival", r#""aat": "1795434000", "timeType": "estimated""#, &["+estimated_on@e=11-23T11:40:00"]);
    told("offblock", r#""clock": "1795390500""#, &["+actual_out@a=11-22T23:35:00"]);
    told("surface_onblock", r#""clock": "1795434900""#, &["+actual_in@a=11-23T11:55:00"]);
    told("onblock", "", &["+", "fault expected a clock at message"]);
    told("cancellation", r#""trueCancel": "1", "status": "X""#, &["+cancelled@e=true"]);
    told("cancellation", "", &["+cancelled@e=true"]);
    told("cancellation", r#""trueCancel": "0""#, &["+", "note a flight plan was withdrawn, which cancels no flight"]);
    told(
        "flifo",
        r#""actual_out": 1795390500, "estimated_in": "1795434900", "actual_departure_gate": "7",
        "scheduled_departure_gate": "5", "estimated_arrival_terminal": "5", "baggage_claim": "A""#,
        &[
            "+estimated_in@e=11-23T11:55:00 actual_out@a=11-22T23:35:00 gate_out@s='5' gate_out@a='7' terminal_in@e='5' belt@e='A'",
        ],
    );
    told("departure", r#""adt": "tomorrow""#, &["+", "fault expected a time in seconds since 1970 at /adt"]);
    told("departure", r#""adt": "0""#, &["+", "fault expected a time in seconds since 1970 at /adt"]);
    told("departure", r#""adt": """#, &["+"]);
}

#[test]
fn the_day_is_that_of_the_departure_however_it_is_known() {
    let dated = |kind: &str, more: &str, expected: &[&str]| check(&line(kind, more), expected);
    let head = |day: &str| format!("RJA264/{day}/AMM-ORD reported 2026-11-23T00:00:00Z:");
    dated(
        "flifo",
        r#""scheduled_out": "1795390200""#,
        &[&format!("{} scheduled_out@s=11-22T23:30:00", head("2026-11-23l"))],
    );
    dated(
        "flightplan",
        r#""edt": "1795392600""#,
        &[&format!("{} estimated_off@e=11-23T00:10:00", head("2026-11-23u"))],
    );
    dated("offblock", r#""clock": "1795390500""#, &[&format!("{} actual_out@a=11-22T23:35:00", head("2026-11-22u"))]);
    // A landing alone gives its own day, where none of the day before can be meant: 07:00 in Chicago, and not 05:40.
    dated("arrival", r#""aat": "1795438800""#, &[&format!("{} actual_on@a=11-23T13:00:00", head("2026-11-23a"))]);
    dated("onblock", r#""clock": "1795438800""#, &[&format!("{} actual_in@a=11-23T13:00:00", head("2026-11-23a"))]);
    let unknown = format!("fault {} at message", super::flight::NO_DAY);
    dated("arrival", r#""aat": "1795434000""#, &[&unknown]);
    dated("onblock", r#""clock": "1795434000""#, &[&unknown]);
    let nowhere = line("arrival", r#""aat": "1795438800""#).replace("KORD", "ZZZZ");
    check(&nowhere, &[&unknown]);
    // Another message of the same flight knows it, wherever it stands and whatever it knows of it.
    let arrival =
        r#"{"type": "arrival", "ident": "RJA264", "id": "RJA264-1795100000-airline-0001", "aat": "1795434000"}"#;
    let plan = line("flightplan", DAY);
    check(
        &format!("{arrival}\n{plan}"),
        &[
            "RJA264/2026-11-22u/AMM-ORD at line 1: actual_on@a=11-23T11:40:00",
            "RJA264/2026-11-22u/AMM-ORD reported 2026-11-23T00:00:00Z at line 2: ",
        ],
    );
    // A filed day is better known than that of a take-off after midnight.
    let late = line("departure", r#""adt": "1795395000""#);
    check(
        &format!("{plan}\n{late}"),
        &[
            "RJA264/2026-11-22u/AMM-ORD reported 2026-11-23T00:00:00Z at line 1: ",
            "RJA264/2026-11-22u/AMM-ORD reported 2026-11-23T00:00:00Z at line 2: actual_off@a=11-23T00:50:00",
        ],
    );
}

#[test]
fn only_an_airlines_number_names_a_flight() {
    let none = "note an ident that is a call sign, a registration or blocked, and no flight number, is not used";
    for ident in ["BAW196E", "RJA2KT", "BLOCKED", "N944TT", "N12345", "RJA", "RJA0", "RJA12345", "J264"] {
        check(&line("departure", DAY).replace("\"RJA264\"", &format!("\"{ident}\"")), &[none]);
    }
    let iata = line("departure", &format!(r#"{DAY}, "ident_iata": "RJ264""#));
    check(&iata, &["RJ264/2026-11-22u/AMM-ORD reported 2026-11-23T00:00:00Z: "]);
    check(&line("departure", DAY).replace("\"RJA264\"", "\"\""), &["fault expected an ident at message"]);
    let nowhere = line("departure", DAY).replace("OJAI", "L 31.7 35.9").replace("KORD", "1C9");
    check(
        &nowhere,
        &[
            "RJA264/2026-11-22u/?-? reported 2026-11-23T00:00:00Z: ",
            "note orig is a place without an ICAO code",
            "note dest is a place without an ICAO code",
        ],
    );
}

#[test]
fn a_position_is_a_sighting_and_no_flight() {
    let position = |told: &str| {
        let head = r#""type": "position", "pitr": "1795392000", "ident": "BAW196E", "clock": "1795391999""#;
        format!("{{{head}, {told}}}")
    };
    check(
        &position(
            r#""hexid": "40621D", "lat": "51.5", "lon": "-0.25", "alt": "34000", "air_ground": "A", "reg": "gxlea""#,
        ),
        &[
            "sighting 40621d BAW196E GXLEA at 2026-11-22T23:59:59Z Some((51.5, -0.25)) Some(34000.0) ft ground Some(false) at ",
        ],
    );
    check(
        &position(
            r#""hexid": "40621D", "lat": "51.5", "lon": "-0.25", "alt": "80", "air_ground": "G", "atcident": "BAW7""#,
        ),
        &["sighting 40621d BAW7 - at 2026-11-22T23:59:59Z Some((51.5, -0.25)) None ft ground Some(true) at "],
    );
    let ground = position(r#""hexid": "40621D", "reg": "BLOCKED""#).replace("\"position\"", "\"ground_position\"");
    check(&ground, &["sighting 40621d BAW196E - at 2026-11-22T23:59:59Z None None ft ground Some(true) at "]);
    let none = "note a position without the address of a transponder is not used";
    for told in [r#""alt": "100""#, r#""hexid": "BLOCKED""#, r#""hexid": "40621""#] {
        check(&position(told), &[none]);
    }
    check(
        &position(r#""hexid": "40621D", "lat": "91", "lon": "0""#),
        &[
            "sighting 40621d BAW196E - at 2026-11-22T23:59:59Z None None ft ground None at ",
            "fault expected degrees of latitude and longitude at /lat",
        ],
    );
    // A name that is too long for one hides no position.
    let long = format!(r#""hexid": "40621D", "atcident": "BAW196EFG", "reg": "{}""#, "G".repeat(65));
    check(
        &position(&long),
        &[
            "sighting 40621d - - at 2026-11-22T23:59:59Z None None ft ground None at ",
            "fault expected a call sign of up to 8 characters at /atcident",
            "fault text is too long at /reg",
        ],
    );
    check(r#"{"type": "position", "hexid": "40621D"}"#, &["fault expected a clock at message"]);
    check(
        r#"{"type": "position", "hexid": "40621D", "clock": "x"}"#,
        &["fault expected a time in seconds since 1970 at /clock"],
    );
}

#[test]
fn what_is_no_flight_is_told() {
    check(r#"{"type": "keepalive", "pitr": "1795392000"}"#, &["note messages of the type keepalive are not used"]);
    check(r#"{"type": "power_on"}"#, &["note messages of the type power_on are not used"]);
    check(r#"{"type": "Jane Roe"}"#, &["note a type of message that is not known"]);
    check(
        r#"{"type": "error", "error_msg": "password of Jane Roe"}"#,
        &["fault the service answered with an error at message"],
    );
    let untyped = "fault expected a message of Firehose with a type at ";
    for (body, place) in [("{}", "message"), ("[{}]", "/0"), ("7", "message"), (r#"{"type": 3}"#, "message")] {
        check(body, &[&format!("{untyped}{place}")]);
    }
    check("", &["note the message is empty"]);
    check("[]", &["note no messages in it"]);
    check("<html>", &["fault expected JSON, found a page of HTML or XML at message"]);
    check("{\"type\":\n\"keepalive\"", &["fault expected JSON; from here on nothing was read at line 2 column 11"]);
}

#[test]
fn a_broken_line_hides_no_other() {
    let keepalive = r#"{"type": "keepalive"}"#;
    let body = format!("{{\"type\": \"departure\", \n{keepalive}\r\n\n7\n{}", line("departure", DAY));
    check(
        &body,
        &[
            "RJA264/2026-11-22u/AMM-ORD reported 2026-11-23T00:00:00Z at line 5: ",
            "fault expected a JSON object on this line at line 1",
            "fault expected a JSON object on this line at line 4",
            "note messages of the type keepalive are not used",
        ],
    );
    let pretty = line("departure", DAY).replace(", ", ",\n");
    check(&pretty, &["RJA264/2026-11-22u/AMM-ORD reported 2026-11-23T00:00:00Z: "]);
}

#[test]
fn a_client_goes_on_from_the_last_pitr() {
    for (line, pitr) in [
        (r#"{"pitr": "1795392000", "type": "x"}"#, Some(1_795_392_000)),
        (r#"{"pitr": 5}"#, Some(5)),
        ("{\"pitr\": \"5\"}\n{\"pitr\": \"6\"}\n{\"pitr\": ", Some(6)),
        (r#"{"pitr": "-5"}"#, None),
        (r#"{"pitr": "soon"}"#, None),
        (r#"{"pitr": null}"#, None),
        ("{", None),
        ("", None),
    ] {
        assert_eq!(last_pitr(line.as_bytes()), pitr, "{line}");
    }
}

fn said(body: &str) -> Vec<Observation> {
    golden::read(Kind::Firehose, body.as_bytes(), RECEIVED, "").observations.into_iter().map(|(o, _)| o).collect()
}

const BAD: [&str; 4] = ["{", "{}", r#"{"type": "departure", "id": 5, "ident": "?"}"#, "[[[["];

const GOLDEN: [&[u8]; 3] = [
    include_bytes!("../../../../tests/golden/feeds/firehose/stream.jsonl"),
    include_bytes!("../../../../tests/golden/feeds/firehose/flifo.jsonl"),
    include_bytes!("../../../../tests/golden/feeds/firehose/positions.jsonl"),
];

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        golden::read(Kind::Firehose, &bytes, RECEIVED, "");
        last_pitr(&bytes);
    }

    #[test]
    fn no_change_of_one_byte_and_no_cut_of_a_golden_message_panics(
        which in 0..GOLDEN.len(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        golden::bent(Kind::Firehose, GOLDEN[which], at, byte, RECEIVED);
    }

    #[test]
    fn a_bad_line_never_changes_the_others(
        numbers in prop::collection::vec(1..99u16, 1..6), bad in 0..BAD.len(), at in any::<prop::sample::Index>(),
    ) {
        let mut lines: Vec<String> =
            numbers.into_iter().map(|n| line("departure", DAY).replace("264", &n.to_string())).collect();
        let whole = said(&lines.join("\n"));
        lines.insert(at.index(lines.len() + 1), BAD[bad].to_owned());
        prop_assert_eq!(said(&lines.join("\n")), whole);
    }
}

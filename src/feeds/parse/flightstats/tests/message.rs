//! Alerts, schedules, refusals and other answers of FlightStats, and what holds for every answer: nothing panics, no key is
//! repeated, and a bad row never changes what the others say.
//! Must not know: the world outside a message.

use super::super::super::golden;
use super::{RECEIVED, body, check, date, row, times};
use crate::domain::observation::Observation;
use crate::feeds::Kind;
use proptest::prelude::*;
use serde_json::{Value, json};

#[test]
fn an_alert_knows_when_it_was_recorded() {
    let alert = |recorded: &str, flight: Value| {
        json!({
        "alert": {"event": {"type": "TIME_ADJUSTMENT"}, "dataSource": "ASDI", "dateTimeRecorded": recorded,
            "rule": {"nameValues": [{"name": "secret", "value": "Jane Roe"}], "delivery": {"destination": "https://key@x"}}, "flightStatus": flight},
        "appendix": {"airlines": {"airline": {"fs": "RJ", "iata": "RJ"}}},
    }).to_string()
    };
    let flight = row(json!({"flightId": "1001", "flightStatusUpdates": {"flightStatusUpdate": [
        {"updatedAt": {"dateUtc": "2026-11-22T20:00:00.000Z"}}, {"updatedAt": {"dateUtc": "2026-11-22T21:00:00.000Z"}}, {"updatedAt": {"dateUtc": "2026-11-22T19:00:00.000Z"}}]}}));
    let line =
        |reported: &str, at: &str| format!("RJ264/2026-11-23l/AMM-ORD reported 2026-11-22T{reported}:00Z at {at}: ");
    check(&alert("2026-11-22T22:00:00.096Z", flight.clone()), &[&line("22:00", "/alert/flightStatus")]);
    check(
        &alert("2026-11-22T22:00:00", flight.clone()),
        &[
            &line("21:00", "/alert/flightStatus"),
            "fault expected a time with its offset, like 2018-06-03T19:36:00Z at /alert/dateTimeRecorded",
        ],
    );
    check(&json!({"flightStatus": flight}).to_string(), &[&line("21:00", "/flightStatus")]);
    // Cut out of its wrapping.
    check(&flight.to_string(), &[&line("21:00", "").replace(" at ", "")]);
    check(&json!([flight]).to_string(), &[&line("21:00", "/0")]);
    check("[]", &["note no flights in it"]);
    let bare = json!({"dateTimeRecorded": "2026-11-22T22:00:00Z", "event": {"type": "x"}, "flightStatus": flight});
    check(&bare.to_string(), &[&line("22:00", "/flightStatus")]);
    check(&alert("2026-11-22T22:00:00Z", json!(null)), &["fault expected a flightStatus at /alert/flightStatus"]);
}

#[test]
fn a_schedule_is_read_by_the_clocks_of_its_ends() {
    let flight = |told: Value| {
        let mut row = json!({"carrierFsCode": "RJ", "flightNumber": "264", "departureAirportFsCode": "AMM", "arrivalAirportFsCode": "ORD",
            "stops": 0, "departureTime": "2026-11-23T02:30:00.000", "arrivalTime": "2026-11-23T05:00:00.000", "departureTerminal": "1"});
        row.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
        json!({"scheduledFlights": [row], "appendix": {}}).to_string()
    };
    let line = "RJ264/2026-11-23l/AMM-ORD at /scheduledFlights/0: scheduled_out@s=11-22T23:30:00 scheduled_in@s=11-23T11:00:00 terminal_out@s='1'";
    check(&flight(json!({})), &[line]);
    check(
        &flight(
            json!({"flightEquipmentIataCode": "788", "codeshares": [{"carrierFsCode": "AA", "flightNumber": "6900"}]}),
        ),
        &[&format!("{line} marketing@e=AA6900 aircraft_type@s='788'")],
    );
    check(
        &flight(
            json!({"carrierFsCode": "AA", "flightNumber": "6900", "isCodeshare": true, "operator": {"carrierFsCode": "RJ", "flightNumber": "264"}}),
        ),
        &[&format!("{line} marketing@e=AA6900")],
    );
    check(
        &flight(json!({"isCodeshare": true})),
        &["note a codeshare that does not name the flight that operates it is not used"],
    );
    check(&flight(json!({"stops": 1})), &["note a row over several legs is not used: each leg has its own"]);
    check(
        &flight(json!({"departureTime": "02:30"})),
        &["fault expected a departureTime on the wall, like 2018-06-03T19:36:00 at /scheduledFlights/0/departureTime"],
    );
    check(
        &flight(json!({"arrivalAirportFsCode": "QZZ"})),
        &[
            &line.replace("ORD", "QZZ").replace(" scheduled_in@s=11-23T11:00:00", ""),
            "fault no time zone is known for QZZ: the time was not taken at /scheduledFlights/0/arrivalTime",
        ],
    );
    check(r#"{"scheduledFlights": []}"#, &["note no flights in it"]);
}

#[test]
fn what_stands_around_the_rows_is_told() {
    for (body, line) in [
        (r#"{"flightStatuses": []}"#, "note no flights in it"),
        (r#"{"flightStatuses": {"flightStatus": []}}"#, "note no flights in it"),
        (r#"{"flightStatuses": null}"#, "note no flights in it"),
        (r#"{"flightStatuses": {"flightStatus": null}}"#, "note no flights in it"),
        (r#"{"flightStatuses": {"flightStatus": ""}}"#, "note no flights in it"),
        (r#"{"fidsData": []}"#, "note no flights in it"),
        (
            r#"{"items": ["https://x/y?appKey=1"]}"#,
            "note a list of addresses of the status feed, which says nothing of a flight",
        ),
        (r#"{"rule": {"id": "1"}, "request": {}}"#, "note an alert rule, which says nothing of a flight"),
        (r#"{"ruleIds": [1]}"#, "note a list of alert rules, which says nothing of a flight"),
        (r#"{"flightStatuses": ["x"]}"#, "fault expected a flight status at /flightStatuses/0"),
        (r#"{"flightStatuses": [{}]}"#, "fault expected a carrier at /flightStatuses/0"),
        (r#"{"flightStatus": {"carrierFsCode": "RJ"}}"#, "fault expected a flightNumber at /flightStatus"),
        ("{}", "fault expected flightStatuses, a flightStatus, scheduledFlights or an alert of FlightStats at message"),
        ("3", "fault expected flightStatuses, a flightStatus, scheduledFlights or an alert of FlightStats at message"),
        ("<response/>", "fault expected JSON, found a page of HTML or XML at message"),
    ] {
        check(body, &[line]);
    }
}

#[test]
fn a_refusal_shows_its_code_and_no_key() {
    let error = |error: &str| format!(r#"{{"request": {{"url": "?appKey=0123456789abcdef"}}, "error": {error}}}"#);
    check(
        &error(
            r#"{"httpStatusCode": 403, "errorCode": "AUTH_FAILURE", "errorId": "ab-1", "errorMessage": "appKey 0123456789abcdef"}"#,
        ),
        &["fault the service refused with status 403: AUTH_FAILURE at /error"],
    );
    check(
        &error(r#"{"errorCode": "0123456789abcdef"}"#),
        &["fault the service refused without a code that can be shown at /error"],
    );
    check(&error("\"0123456789abcdef\""), &["fault the service refused without a code that can be shown at /error"]);
}

fn said(body: &str) -> Vec<Observation> {
    golden::read(Kind::FlightStats, body.as_bytes(), RECEIVED, "").observations.into_iter().map(|(o, _)| o).collect()
}

fn cases() -> [Value; 4] {
    [
        json!({}),
        json!({"status": "C"}),
        json!({"status": "D", "irregularOperations": [{"type": "CONTINUED_BY", "relatedFlightId": 5}]}),
        times(json!({"actualGateArrival": date("23T11:00", "23T05:00")})),
    ]
}

const GOLDEN: [&[u8]; 5] = [
    include_bytes!("../../../../../tests/golden/feeds/flightstats/status.json"),
    include_bytes!("../../../../../tests/golden/feeds/flightstats/diverted.json"),
    include_bytes!("../../../../../tests/golden/feeds/flightstats/alert.json"),
    include_bytes!("../../../../../tests/golden/feeds/flightstats/inline.json"),
    include_bytes!("../../../../../tests/golden/feeds/flightstats/schedule.json"),
];

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        golden::read(Kind::FlightStats, &bytes, RECEIVED, "");
    }

    #[test]
    fn no_change_of_one_byte_and_no_cut_of_a_golden_message_panics(
        which in 0..GOLDEN.len(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        golden::bent(Kind::FlightStats, GOLDEN[which], at, byte, RECEIVED);
    }

    #[test]
    fn a_bad_row_never_changes_the_others(
        rows in prop::collection::vec((1..99u16, 0..4usize), 0..6), bad in 0..4usize, at in any::<prop::sample::Index>(),
    ) {
        let mut rows: Vec<Value> = rows
            .into_iter()
            .map(|(n, which)| {
                let mut row = row(cases()[which].clone());
                row["flightNumber"] = json!(n);
                row["flightId"] = json!(n);
                row
            })
            .collect();
        let whole = said(&body(&rows));
        let bad = [json!(null), json!({}), json!({"carrierFsCode": "?", "flightId": 5}), json!([[1]])][bad].clone();
        rows.insert(at.index(rows.len() + 1), bad);
        prop_assert_eq!(said(&body(&rows)), whole);
    }
}

//! What a flight status of FlightStats is read as, one row a case; `message` has what stands around the rows. The golden
//! messages lie in `tests/golden/feeds/flightstats`.
//! Must not know: the world outside a message.

mod message;

use super::super::golden;
use crate::feeds::Kind;
use serde_json::{Value, json};

const RECEIVED: &str = "2026-11-23T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::FlightStats, body, RECEIVED, "", expected);
}

fn date(utc: &str, local: &str) -> Value {
    json!({"dateUtc": format!("2026-11-{utc}:00.000Z"), "dateLocal": format!("2026-11-{local}:00.000")})
}

/// A row of RJ264 from Amman to Chicago with what `told` adds or replaces.
fn row(told: Value) -> Value {
    let mut row = json!({
        "flightId": 1001, "carrierFsCode": "RJ", "flightNumber": "264",
        "departureAirportFsCode": "AMM", "arrivalAirportFsCode": "ORD",
        "departureDate": date("22T23:30", "23T02:30"), "arrivalDate": date("23T11:00", "23T05:00"), "status": "S",
    });
    row.as_object_mut().unwrap().extend(told.as_object().unwrap().clone());
    row
}

fn body(rows: &[Value]) -> String {
    json!({"request": {"appKey": "0123456789abcdef"}, "flightStatuses": rows}).to_string()
}

/// One row against what is said of it, and what is told beside.
fn told(more: Value, says: &str, beside: &[&str]) {
    let line = format!("RJ264/2026-11-23l/AMM-ORD at /flightStatuses/0: {says}");
    let expected: Vec<&str> = std::iter::once(line.as_str()).chain(beside.iter().copied()).collect();
    check(&body(&[row(more)]), &expected);
}

fn times(told: Value) -> Value {
    json!({"operationalTimes": told})
}

#[test]
fn times_are_of_the_gate_and_of_the_runway() {
    let at = date("22T23:40", "23T02:40");
    for (name, says) in [
        ("publishedDeparture", "scheduled_out@s"),
        ("scheduledGateDeparture", "scheduled_out@s"),
        ("scheduledRunwayDeparture", "scheduled_off@s"),
        ("estimatedGateDeparture", "estimated_out@e"),
        ("estimatedRunwayDeparture", "estimated_off@e"),
        ("actualGateDeparture", "actual_out@a"),
        ("actualRunwayDeparture", "actual_off@a"),
        ("publishedArrival", "scheduled_in@s"),
        ("scheduledGateArrival", "scheduled_in@s"),
        ("scheduledRunwayArrival", "scheduled_on@s"),
        ("estimatedGateArrival", "estimated_in@e"),
        ("estimatedRunwayArrival", "estimated_on@e"),
        ("actualGateArrival", "actual_in@a"),
        ("actualRunwayArrival", "actual_on@a"),
    ] {
        told(times(json!({name: at.clone()})), &format!("{says}=11-22T23:40:00"), &[]);
    }
    told(times(json!({"flightPlanPlannedDeparture": at.clone()})), "", &[]);
    let both = json!({"publishedDeparture": at.clone(), "scheduledGateDeparture": date("22T23:45", "23T02:45")});
    told(times(both), "scheduled_out@s=11-22T23:45:00", &[]);
    let local = json!({"actualGateDeparture": {"dateLocal": "2026-11-23T02:40:00.000"}});
    told(times(local), "actual_out@a=11-22T23:40:00", &[]);
    let local = json!({"estimatedGateArrival": {"dateLocal": "2026-11-23T05:40:00.000"}});
    told(times(local), "estimated_in@e=11-23T11:40:00", &[]);
    let place = "/flightStatuses/0/operationalTimes/actualGateDeparture";
    told(
        times(json!({"actualGateDeparture": {"dateUtc": "soon"}})),
        "",
        &[&format!("fault expected a time like 2018-06-03T19:36:00Z at {place}/dateUtc")],
    );
    told(times(json!({"actualGateDeparture": "2026-11-23"})), "", &[&format!("fault expected an object at {place}")]);
    told(times(json!({"actualGateDeparture": {}, "actualGateArrival": null})), "", &[]);
}

#[test]
fn an_arrival_before_its_departure_is_none() {
    let fault = "fault an arrival before the departure of the same flight was not taken at \
        /flightStatuses/0/operationalTimes/actualGateArrival/dateUtc";
    let early =
        json!({"actualGateDeparture": date("22T23:40", "23T02:40"), "actualGateArrival": date("22T23:39", "22T17:39")});
    told(times(early), "actual_out@a=11-22T23:40:00", &[fault]);
    let year = json!({"scheduledGateDeparture": date("22T23:40", "23T02:40"), "actualGateArrival": date("20T11:00", "20T05:00")});
    told(times(year), "scheduled_out@s=11-22T23:40:00", &[fault]);
}

#[test]
fn the_letter_of_the_status_holds() {
    for (status, says, beside) in [
        ("A", "", None),
        ("L", "", None),
        ("S", "", None),
        ("U", "", None),
        ("", "", None),
        ("C", "cancelled@e=true", None),
        ("NO", "", Some("note status NO, not operational, is not taken as a cancellation")),
        ("DN", "", Some("note status DN, no source of data")),
        ("Q", "", Some("note status Q is not known")),
        ("Jane Roe", "", Some("note status that is no code is not known")),
    ] {
        told(json!({"status": status}), says, &beside.into_iter().collect::<Vec<_>>());
    }
    let history = json!({"status": "L", "irregularOperations": [{"type": "CANCELLATION"}, {"type": "REPLACED_BY", "relatedFlightId": 7}]});
    told(history, "", &["note irregularOperations are history: the status letter holds"]);
    let unknown = json!({"irregularOperations": [{"type": "Jane Roe", "message": "Jane Roe"}]});
    told(unknown, "", &["note an irregular operation that is not known"]);
}

const DIVERTED: &str = "note what a diverted flight says of its arrival is that of another airport and was not taken";
const HISTORY: &str = "note irregularOperations are history: the status letter holds";

#[test]
fn a_diverted_flight_says_nothing_of_another_airport() {
    told(json!({"status": "D"}), "diverted_to@e=''", &[DIVERTED]);
    told(json!({"status": "R", "divertedAirportFsCode": "DTW"}), "diverted_to@e='DTW'", &[DIVERTED]);
    told(json!({"status": "L", "divertedAirport": {"fs": "DTW", "iata": "DTW"}}), "diverted_to@e='DTW'", &[DIVERTED]);
    told(json!({"status": "L", "divertedAirportFsCode": "ORD"}), "", &[]);
    let history = json!({"status": "D", "irregularOperations": [
        {"type": "DIVERSION", "newArrivalAirportFsCode": "DTW", "dateUtc": "2026-11-23T09:00:00.000Z"},
        {"type": "DIVERSION", "newArrivalAirportFsCode": "CLE", "dateUtc": "2026-11-23T08:00:00.000Z"},
    ]});
    told(history, "diverted_to@e='DTW'", &[HISTORY, DIVERTED]);
    let mut arrival = times(json!({
        "publishedArrival": date("23T11:00", "23T05:00"), "scheduledGateArrival": date("23T12:00", "23T07:00"),
        "estimatedRunwayArrival": date("23T11:50", "23T06:50"), "actualGateArrival": date("23T12:10", "23T07:10"),
        "actualGateDeparture": date("22T23:40", "23T02:40"),
    }));
    arrival["status"] = json!("D");
    arrival["airportResources"] =
        json!({"departureGate": "7", "arrivalGate": "A2", "arrivalTerminal": "M", "baggage": "3"});
    let says = "scheduled_in@s=11-23T11:00:00 actual_out@a=11-22T23:40:00 gate_out@e='7' diverted_to@e=''";
    told(arrival, says, &[DIVERTED]);
}

#[test]
fn a_leg_that_carries_on_is_named_by_its_key() {
    let by = |kind: &str, status: &str| {
        row(json!({"status": status, "irregularOperations": [{"type": kind, "relatedFlightId": "1002"}]}))
    };
    let onward =
        row(json!({"flightId": 1002, "departureAirportFsCode": "DTW", "departureDate": date("23T14:00", "23T09:00")}));
    let first = "RJ264/2026-11-23l/AMM-ORD at /flightStatuses/0:";
    let second = "RJ264/2026-11-23l/DTW-ORD at /flightStatuses/1: ";
    let carried = "continued_by@e='RJ264/2026-11-23/DTW-ORD'";
    check(
        &body(&[by("CONTINUED_BY", "D"), onward.clone()]),
        &[&format!("{first} diverted_to@e='' {carried}"), second, DIVERTED],
    );
    check(&body(&[by("REPLACED_BY", "C"), onward.clone()]), &[&format!("{first} cancelled@e=true {carried}"), second]);
    // What the letter does not bear out is history.
    for (kind, status) in [("CONTINUED_BY", "L"), ("REPLACED_BY", "S"), ("CONTINUATION_OF", "A")] {
        check(&body(&[by(kind, status), onward.clone()]), &[&format!("{first} "), second, HISTORY]);
    }
    let absent = "note another flight carries on from this one, and is not in this message";
    check(&body(&[by("REPLACED_BY", "C")]), &[&format!("{first} cancelled@e=true"), absent, HISTORY]);
    // Under the same name on the same day it is a second operation.
    let again = row(json!({"flightId": 1002, "status": "A"}));
    check(
        &body(&[by("SUBSEQUENT_OPERATION_BY", "D"), again]),
        &[
            &format!("{first} diverted_to@e='' continued_by@e='RJ264/2026-11-23/AMM-ORD~2'"),
            "RJ264/2026-11-23l/AMM-ORD~2 at /flightStatuses/1: ",
            DIVERTED,
        ],
    );
}

#[test]
fn a_return_to_the_gate_counts_until_it_has_left_again() {
    let back = |status: &str, out: Option<Value>| {
        let mut told = json!({"status": status, "irregularOperations": [{"type": "RETURN_TO_GATE", "dateUtc": "2026-11-23T00:10:00.000Z"}]});
        if let Some(out) = out {
            told["operationalTimes"] = json!({"actualGateDeparture": out});
        }
        told
    };
    let history = "note a return to the gate that is history, or without a time, is not used";
    told(back("A", Some(date("22T23:40", "23T02:40"))), "actual_out@a=- returned@e=true", &[]);
    told(back("S", None), "returned@e=true", &[]);
    told(back("A", Some(date("23T00:40", "23T03:40"))), "actual_out@a=11-23T00:40:00", &[history]);
    told(back("L", None), "", &[history]);
    told(json!({"irregularOperations": {"irregularOperation": {"type": "RETURN_TO_GATE"}}}), "", &[history]);
}

#[test]
fn places_aircraft_and_codeshares_are_said() {
    let resources = json!({"departureTerminal": "1", "departureGate": "7", "arrivalTerminal": "5", "arrivalGate": "M12", "baggage": " "});
    told(
        json!({"airportResources": resources}),
        "gate_out@e='7' terminal_out@e='1' gate_in@e='M12' terminal_in@e='5'",
        &[],
    );
    let equipment =
        json!({"scheduledEquipmentIataCode": "788", "actualEquipmentIataCode": "B788", "tailNumber": "jy-bae"});
    told(
        json!({"flightEquipment": equipment}),
        "registration@e='JY-BAE' aircraft_type@s='788' aircraft_type@a='B788'",
        &[],
    );
    told(json!({"flightEquipment": {"actualEquipment": {"iata": "788"}}}), "aircraft_type@a='788'", &[]);
    told(
        json!({"flightEquipment": {"actualEquipmentIataCode": "Jane Roe"}}),
        "",
        &["fault expected an aircraft type of IATA or ICAO at /flightStatuses/0/flightEquipment/actualEquipment"],
    );
    let shares = json!([
        {"fsCode": "AA", "flightNumber": "6900", "relationship": "L"}, {"carrier": {"fs": "QR", "iata": "QR"}, "flightNumber": "5001", "relationship": "Z"},
        {"fsCode": "UA", "relationship": "X"},
    ]);
    told(
        json!({"codeshares": shares}),
        "marketing@e=AA6900+QR5001",
        &["fault expected a flight like BA117 at /flightStatuses/0/codeshares/2"],
    );
    let marked = json!([{"fsCode": "RV*", "flightNumber": "1"}, {"flightNumber": "1"}]);
    told(
        json!({"codeshares": marked}),
        "",
        &[
            "fault expected a carrier of IATA or ICAO, or one that the appendix names at /flightStatuses/0/codeshares/0/fsCode",
            "fault expected a flight like BA117 at /flightStatuses/0/codeshares/1",
        ],
    );
    let one = json!({"codeshare": {"fsCode": "AA", "flightNumber": "6900"}});
    told(json!({"codeshares": one}), "marketing@e=AA6900", &[]);
    told(json!({"codeshares": {}, "delays": {"arrivalGateDelayMinutes": 5}}), "", &[]);
}

#[test]
fn a_row_sold_under_another_number_is_the_flight_that_operates() {
    let sold = row(
        json!({"carrierFsCode": "AA", "flightNumber": "6900", "operatingCarrierFsCode": "RJ", "primaryCarrierFsCode": "AA",
        "codeshares": [{"fsCode": "RJ", "flightNumber": "264", "relationship": "Z"}, {"fsCode": "QR", "flightNumber": "5001", "relationship": "L"}]}),
    );
    check(&body(&[sold]), &["RJ264/2026-11-23l/AMM-ORD at /flightStatuses/0: marketing@e=AA6900+QR5001"]);
    let hidden = row(json!({"carrierFsCode": "AA", "flightNumber": "6900", "operatingCarrierFsCode": "RJ"}));
    check(
        &body(&[hidden]),
        &[
            "AA6900/2026-11-23l/AMM-ORD at /flightStatuses/0: ",
            "note operated by another carrier under a number that is not given: read under the number given",
        ],
    );
    told(json!({"operatingCarrierFsCode": "RJ", "primaryCarrierFsCode": "AA"}), "", &[]);
}

#[test]
fn the_services_own_codes_are_resolved_by_the_appendix() {
    let appendix = json!({
        "airlines": {"airline": [{"fs": "RV*", "iata": "RV", "icao": "CSP"}, {"fs": "GCS", "icao": "GCS"}]},
        "airports": [{"fs": "AMX", "iata": "AMM", "icao": "OJAI", "timeZoneRegionName": "Asia/Amman"}, {"fs": "QZZ", "timeZoneRegionName": "Asia/Tokyo"}],
    });
    let with = |told: Value| json!({"flightStatus": row(told), "appendix": appendix.clone()}).to_string();
    check(
        &with(json!({"carrierFsCode": "RV*", "departureAirportFsCode": "AMX"})),
        &["RV264/2026-11-23l/AMM-ORD at /flightStatus: "],
    );
    check(
        &with(json!({"carrierFsCode": "GCS", "arrivalAirportFsCode": "KORD"})),
        &["GCS264/2026-11-23l/AMM-ORD at /flightStatus: "],
    );
    check(
        &with(json!({"carrierFsCode": "XY*"})),
        &["fault expected a carrier of IATA or ICAO, or one that the appendix names at /flightStatus/carrierFsCode"],
    );
    let tokyo = with(
        json!({"departureAirportFsCode": "QZZ", "operationalTimes": {"actualGateDeparture": {"dateLocal": "2026-11-23T09:00:00.000"}}}),
    );
    check(&tokyo, &["RJ264/2026-11-23l/QZZ-ORD at /flightStatus: actual_out@a=11-23T00:00:00"]);
    let inline = row(
        json!({"carrierFsCode": null, "carrier": {"fs": "RJ*", "iata": "RJ"}, "departureAirportFsCode": null, "departureAirport": {"icao": "OJAI"}}),
    );
    check(&body(&[inline]), &["RJ264/2026-11-23l/AMM-ORD at /flightStatuses/0: "]);
}

#[test]
fn the_day_is_the_local_one_of_departure() {
    let dated = |date: Value, expected: &[&str]| check(&body(&[row(json!({"departureDate": date}))]), expected);
    dated(json!({"dateUtc": "2026-11-22T23:30:00.000Z"}), &["RJ264/2026-11-23l/AMM-ORD at /flightStatuses/0: "]);
    dated(json!({"dateLocal": "2026-11-23T02:30:00.000"}), &["RJ264/2026-11-23l/AMM-ORD at /flightStatuses/0: "]);
    let fault = "fault expected a departureDate with a dateLocal or dateUtc at /flightStatuses/0/departureDate";
    dated(json!({"dateLocal": "soon"}), &[fault]);
    dated(json!(null), &[fault]);
    let nowhere =
        row(json!({"departureDate": {"dateUtc": "2026-11-22T23:30:00.000Z"}, "departureAirportFsCode": "QZZ"}));
    check(&body(&[nowhere]), &["RJ264/2026-11-22u/QZZ-ORD at /flightStatuses/0: "]);
    let published =
        row(json!({"departureDate": null, "operationalTimes": {"publishedDeparture": date("22T23:30", "23T02:30")}}));
    check(&body(&[published]), &["RJ264/2026-11-23l/AMM-ORD at /flightStatuses/0: scheduled_out@s=11-22T23:30:00"]);
}

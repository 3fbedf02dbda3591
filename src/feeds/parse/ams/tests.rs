//! What notifications of the AMS kind are read as, one line a case: a flight, what it says, what is wrong with it.
//! Every case goes through the one `check` of its file, which is the notation of the golden messages.
//! Must not know: the world outside a message.

use super::super::golden;
use crate::feeds::Kind;

const RECEIVED: &str = "2026-03-02T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::Ams, body, RECEIVED, "", expected);
}

fn id(kind: &str) -> String {
    format!(
        r#""FlightId":{{"FlightKind":"{kind}","FlightNumber":"0206","ScheduledDate":"2026-03-03",
        "AirportCode":{{"IATA":"AUH","ICAO":"OMAA"}},"AirlineDesignator":{{"IATA":"EY","ICAO":"ETD"}}}}"#
    )
}

fn flight(action: &str, kind: &str, state: &str) -> String {
    format!(
        r#"{{"Action":"{action}",{},"FlightState":{{"ScheduledTime":"2026-03-03T02:20:00",
        "Route":{{"CustomType":"International","ViaPoints":[{{"SequenceNumber":"0","AirportCode":{{"IATA":"BOM","ICAO":"VABB"}}}}]}}{state}}},
        "Changes":{{"GateSlotsChange":null}},"ValueChanges":[]}}"#,
        id(kind)
    )
}

const OUT: &str = "EY206/2026-03-03l/AUH-BOM: scheduled_out@s=03-02T22:20:00";
const IN: &str = "EY206/2026-03-03a/BOM-AUH: scheduled_in@s=03-02T22:20:00";

#[test]
fn actions_tell_what_holds() {
    for action in ["CREATE", "UPDATE", "STATUS"] {
        check(&flight(action, "Departure", ""), &[OUT]);
        check(&flight(action, "Arrival", ""), &[IN]);
    }
    check(&flight("DELETE", "Departure", ""), &["EY206/2026-03-03l/AUH-BOM: deleted@e=true"]);
    // The empty text says nothing, also where an object or a list stands otherwise.
    let empty = r#","Values":"","StandSlots":"","GateSlots":" ","CarouselSlots":"","Aircraft":"","AircraftType":"""#;
    check(&flight("CREATE", "Arrival", empty), &[IN]);
    check(&flight("MOVE", "Departure", ""), &[OUT, "note Action MOVE is not known"]);
}

#[test]
fn slots_are_places_at_this_end() {
    let slots = r#","GateSlots":[{"StartTime":"2026-03-03T01:30:00","Name":"04","ExternalName":"4"},{"Name":"04","ExternalName":"4"},{"Name":"05"}],
        "StandSlots":[{"Name":"122","ExternalName":""}],"CarouselSlots":[{"Name":"C7"},{"StartTime":"2026-03-03T02:30:00","Category":""}]"#;
    check(&flight("UPDATE", "Departure", slots), &[&format!("{OUT} gate_out@e='05, 4'")]);
    check(&flight("UPDATE", "Arrival", slots), &[&format!("{IN} gate_in@e='05, 4' belt@e='C7' stand_in@e='122'")]);
    check(&flight("UPDATE", "Arrival", r#","GateSlots":[],"CarouselSlots":[{}]"#), &[IN]);
}

#[test]
fn values_are_read_by_the_names_that_are_certain() {
    let values =
        |inside: &str| flight("STATUS", "Departure", &format!(r#","Values":{{"FlightUniqueID":"DEP_1",{inside}}}"#));
    for (inside, says) in [
        (r#""S---_Terminal":"T1""#, " terminal_out@e='T1'"),
        (r#""S---_Status":"SCH - Scheduled""#, ""),
        (r#""S---_Status":"CNX - Cancelled""#, " cancelled@e=true"),
        (r#""S---_Status":"Boarding""#, " boarding@e='boarding'"),
        (r#""S---_Status":"""#, ""),
        (r#""de--_TargetOffBlock":"2026-03-03T02:35:00""#, " estimated_out@t=03-02T22:35:00"),
        (r#""de--_TargetOffBlock":"2026-03-03T02:20:00""#, ""),
        (
            r#""ATOT":"2026-03-03T02:41:00","de--_AOBT":"2026-03-03T02:28:00""#,
            " actual_out@a=03-02T22:28:00 actual_off@a=03-02T22:41:00",
        ),
        (r#""de--_MostConfidentDepartureTime":"2026-03-03T02:35:00","Il--_TotalCrew":"5""#, ""),
    ] {
        check(&values(inside), &[&format!("{OUT}{says}")]);
    }
    check(&values(r#""S---_Status":"XYZ - Jane Roe""#), &[OUT, "note status XYZ is not known"]);
    let fault = "fault expected a time like 2018-06-03T19:36:00Z at /FlightState/Values/ATOT";
    check(&values(r#""ATOT":"soon""#), &[OUT, fault]);
}

#[test]
fn aircraft_and_linked_flight() {
    let aircraft = r#","Aircraft":{"AircraftId":{"Registration":"a6blk"}},"AircraftType":{"AircraftTypeId":{"AircraftTypeCode":{"IATA":"","ICAO":"B789"}}},
        "LinkedFlight":{"FlightId":{"FlightKind":"Arrival","FlightNumber":"7"},"Values":{"ScheduledTime":"2026-03-02T23:00:00"}}"#;
    check(&flight("CREATE", "Departure", aircraft), &[&format!("{OUT} registration@e='A6BLK' aircraft_type@e='B789'")]);
    check(&flight("CREATE", "Departure", r#","Aircraft":{"AircraftId":{"Registration":""}}"#), &[OUT]);
}

#[test]
fn the_neighbour_is_the_first_stop_and_not_guessed_for_arrivals() {
    let points = r#"[{"SequenceNumber":"1","AirportCode":{"IATA":"SYD"}},{"SequenceNumber":"0","AirportCode":{"IATA":"","ICAO":"WSSS"}}]"#;
    let several = |kind: &str| {
        let body = flight("CREATE", kind, "");
        let (start, end) = (body.find("[{\"Sequence").unwrap(), body.find("}}]}").unwrap() + 3);
        format!("{}{points}{}", &body[..start], &body[end..])
    };
    check(&several("Departure"), &[&OUT.replace("BOM", "SIN")]);
    let note = "note an arrival with several via points: which was the last is not said";
    check(&several("Arrival"), &[&IN.replace("BOM", "?"), note]);
}

#[test]
fn the_clock_is_that_of_the_airport_named_or_of_the_settings() {
    let bare = flight("CREATE", "Departure", "").replace(r#""AirportCode":{"IATA":"AUH","ICAO":"OMAA"},"#, "");
    golden::check(Kind::Ams, &bare, RECEIVED, "AUH", &[OUT]);
    check(
        &bare,
        &[
            "EY206/2026-03-03l/?-BOM: ",
            "fault expected a time with its offset, as the airport of its clock is not known at /FlightState/ScheduledTime",
        ],
    );
    let icao = flight("CREATE", "Departure", "").replace("\"AUH\"", "\"\"").replace("\"EY\"", "null");
    check(&icao, &[&OUT.replace("EY206", "ETD206")]);
}

#[test]
fn lists_answers_and_what_cannot_be_named() {
    let one = flight("STATUS", "Departure", "");
    check(&format!("[{one}]"), &[&OUT.replace(": ", " at /0: ")]);
    let answer = format!(r#"{{"Airport":"AUH","Warnings":[],"Errors":["Jane"],"Flights":[{one}]}}"#);
    check(&answer, &[&OUT.replace(": ", " at /Flights/0: "), "fault the service answered with an error at /Errors/0"]);
    check(r#"{"Flights":[]}"#, &["note no flights in it"]);
    check("{}", &["fault expected a FlightId at message"]);
    check(r#"{"Error":"no such user"}"#, &["fault the service refused at message"]);
    check(
        &one.replace("Departure", "Both"),
        &["fault expected a FlightKind Departure or Arrival at /FlightId/FlightKind"],
    );
    check(&one.replace("0206", "x"), &["fault expected a flight like BA117 at /FlightId/FlightNumber"]);
    check(
        &one.replace("2026-03-03\",", "3 March\","),
        &["fault expected a date like 2018-06-03 at /FlightId/ScheduledDate"],
    );
}

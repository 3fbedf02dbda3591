//! What flights of the Lufthansa group are read as, one line a case: a flight, what it says, what is wrong with it.
//! Every case goes through the one `check` of its file, which is the notation of the golden messages.
//! Must not know: the world outside a message.

use super::super::golden;
use crate::feeds::Kind;

const RECEIVED: &str = "2026-03-02T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::Lufthansa, body, RECEIVED, "", expected);
}

fn one(out: &str, arrival: &str, members: &str) -> String {
    format!(
        r#"{{"Departure":{{"AirportCode":"ZRH","ScheduledTimeLocal":{{"DateTime":"2026-03-02T09:45"}}{out}}},
        "Arrival":{{"AirportCode":"ORD","ScheduledTimeLocal":{{"DateTime":"2026-03-02T12:55"}}{arrival}}},
        "MarketingCarrier":{{"AirlineID":"LX","FlightNumber":"8"}},"OperatingCarrier":{{"AirlineID":"LX","FlightNumber":"008"}}{members}}}"#
    )
}

fn resource(flights: &str) -> String {
    format!(r#"{{"FlightStatusResource":{{"Flights":{{"Flight":{flights}}},"Meta":{{"@Version":"1.0.0"}}}}}}"#)
}

const AT: &str = "/FlightStatusResource/Flights/Flight";

fn plan(at: &str) -> String {
    format!("LX8/2026-03-02l/ZRH-ORD at {at}: scheduled_out@s=03-02T08:45:00 scheduled_in@s=03-02T18:55:00")
}

#[test]
fn one_flight_is_an_object_and_several_are_an_array() {
    check(&resource(&one("", "", "")), &[&plan(AT)]);
    let (first, second) = (plan(&format!("{AT}/0")), plan(&format!("{AT}/1")).replace("LX8", "LX9"));
    let other = one("", "", "").replace("\"8\"", "9").replace("\"008\"", "9");
    check(&resource(&format!("[{},{other}]", one("", "", ""))), &[&first, &second]);
    check(&one("", "", ""), &[&plan("").replace(" at ", "")]);
    check(&format!("[{}]", one("", "", "")), &[&plan("/0")]);
    check(&resource(&one("", "", "")).replacen('{', "{\"message\":\"ok\",", 1), &[&plan(AT)]);
    check(&resource("[]"), &["note no flights in it"]);
}

#[test]
fn local_times_are_read_by_the_zone_and_utc_holds() {
    let time = |name: &str, text: &str| format!(r#","{name}":{{"DateTime":"{text}"}}"#);
    let check_out = |members: &str, says: &str| {
        let expected =
            plan(AT).replace(" scheduled_in@s=03-02T18:55:00", &format!(" scheduled_in@s=03-02T18:55:00{says}"));
        check(&resource(&one(members, "", "")), &[&expected]);
    };
    check_out(&time("EstimatedTimeLocal", "2026-03-02T10:05"), " estimated_out@e=03-02T09:05:00");
    check_out(&time("ActualTimeLocal", "2026-03-02T10:11"), " actual_out@a=03-02T09:11:00");
    check_out(&time("ActualTimeUTC", "2026-03-02T09:12Z"), " actual_out@a=03-02T09:12:00");
    check_out(&time("ActualTimeUTC", "2026-03-02T09:12"), " actual_out@a=03-02T09:12:00");
    let both = time("ActualTimeLocal", "2026-03-02T10:11") + &time("ActualTimeUTC", "2026-03-02T09:12Z");
    check_out(&both, " actual_out@a=03-02T09:12:00");
    let body = resource(&one("", &time("ActualTimeLocal", "2026-03-02T12:41"), ""));
    check(&body, &[&format!("{} actual_in@a=03-02T18:41:00", plan(AT))]);
    let wrong = resource(&one(&time("ActualTimeLocal", "10:11"), "", ""));
    let fault = "fault expected a local time like 2018-06-03T19:36 at /FlightStatusResource/Flights/Flight/Departure/ActualTimeLocal";
    check(&wrong, &[&plan(AT), fault]);
    let unknown = resource(&one("", &time("ActualTimeLocal", "2026-03-02T12:41"), "")).replace("\"ORD\"", "\"QQQ\"");
    let fault = |name: &str| {
        format!(
            "fault no time zone is known for QQQ: the time was not taken at /FlightStatusResource/Flights/Flight/Arrival/{name}"
        )
    };
    check(
        &unknown,
        &[
            "LX8/2026-03-02l/ZRH-QQQ at /FlightStatusResource/Flights/Flight: scheduled_out@s=03-02T08:45:00",
            &fault("ScheduledTimeLocal"),
            &fault("ActualTimeLocal"),
        ],
    );
}

#[test]
fn the_hour_that_a_clock_shows_twice_comes_after_the_schedule() {
    let body = one(r#","ActualTimeLocal":{"DateTime":"2026-10-25T02:40"}"#, "", "")
        .replace("2026-03-02T09:45", "2026-10-25T02:50")
        .replace("2026-03-02T12:55", "2026-10-25T06:00");
    let utc = body.replace(
        "\"ScheduledTimeLocal\":{\"DateTime\":\"2026-10-25T02:50\"}",
        "\"ScheduledTimeUTC\":{\"DateTime\":\"2026-10-25T01:30Z\"}",
    );
    check(
        &resource(&utc),
        &[
            "LX8/2026-10-25l/ZRH-ORD at /FlightStatusResource/Flights/Flight: scheduled_out@s=10-25T01:30:00 \
             scheduled_in@s=10-25T11:00:00 actual_out@a=10-25T01:40:00",
            "note a local time in the hour that ZRH had twice, at \
             /FlightStatusResource/Flights/Flight/Departure/ActualTimeLocal: the later one was taken",
        ],
    );
}

#[test]
fn the_flight_is_the_one_that_operates() {
    let carriers = |marketing: &str, operating: &str| {
        let body = one("", "", "");
        let start = body.find("\"MarketingCarrier\"").unwrap();
        resource(&format!("{}{marketing},{operating}}}", &body[..start]))
    };
    let list = r#""MarketingCarrierList":{"MarketingCarrier":[{"AirlineID":"LH","FlightNumber":"5720"},{"AirlineID":"UA","FlightNumber":9714}]}"#;
    let marketing = r#""MarketingCarrier":{"AirlineID":"LH","FlightNumber":"5720"}"#;
    let operating = r#""OperatingCarrier":{"AirlineID":"LX","FlightNumber":"8"}"#;
    check(&carriers(list, operating), &[&format!("{} marketing@e=LH5720+UA9714", plan(AT))]);
    check(&carriers(marketing, operating), &[&format!("{} marketing@e=LH5720", plan(AT))]);
    let own = r#""MarketingCarrier":{"AirlineID":"LX","FlightNumber":"8"}"#;
    check(&carriers(own, r#""OperatingCarrier":{"AirlineID":"LX"}"#), &[&plan(AT)]);
    check(&carriers(own, r#""OperatingCarrier":null"#), &[&plan(AT)]);
    check(
        &carriers(marketing, r#""OperatingCarrier":{"AirlineID":"LX"}"#),
        &[
            "fault expected the FlightNumber of the operating flight at /FlightStatusResource/Flights/Flight/OperatingCarrier",
        ],
    );
}

#[test]
fn codes_places_and_equipment() {
    for (code, says) in [("CD", " cancelled@e=true"), ("RT", " diverted_to@e=''"), ("DP", ""), ("LD", ""), ("NA", "")] {
        let body = resource(&one("", "", &format!(r#","FlightStatus":{{"Code":"{code}","Definition":"x"}}"#)));
        check(&body, &[&format!("{}{says}", plan(AT))]);
    }
    for code in ["OT", "DL", "FE", "NA"] {
        check(&resource(&one(&format!(r#","TimeStatus":{{"Code":"{code}"}}"#), "", "")), &[&plan(AT)]);
    }
    let note = "note TimeStatus NI without a time is not used";
    check(&resource(&one(r#","TimeStatus":{"Code":"NI"}"#, "", "")), &[&plan(AT), note]);
    check(
        &resource(&one("", "", r#","FlightStatus":{"Code":"QQ"}"#)),
        &[&plan(AT), "note FlightStatus QQ is not known"],
    );
    let terminal = r#","Terminal":{"Name":1,"Gate":"E43"}"#;
    let equipment = r#","Equipment":{"AircraftCode":"333","AircraftRegistration":"HBJHA"}"#;
    check(
        &resource(&one(terminal, r#","Terminal":{"Name":"5"}"#, equipment)),
        &[&format!(
            "{} gate_out@e='E43' terminal_out@e='1' terminal_in@e='5' registration@e='HBJHA' aircraft_type@e='333'",
            plan(AT)
        )],
    );
}

#[test]
fn the_customer_information_says_the_same_in_other_words() {
    let body = r#"{"FlightInformation":{"Flights":{"Flight":{
        "Departure":{"AirportCode":"ZRH","Scheduled":{"Date":"2026-03-02","Time":"09:45"},"Actual":{"Date":"2026-03-02","Time":"09:51"},"Status":{"Code":"DP"}},
        "Arrival":{"AirportCode":"ORD","Scheduled":{"Date":"2026-03-02","Time":"12:55"},"Estimated":{"Date":"2026-03-02","Time":"12:40"},"Status":{"Code":"FE"}},
        "OperatingCarrier":{"AirlineID":"LX","FlightNumber":"8"},"Status":{"Code":"DP","Description":"Flight Departed"}}}}}"#;
    let at = "/FlightInformation/Flights/Flight";
    check(
        body,
        &[&plan(at).replace(
            "scheduled_in@s=03-02T18:55:00",
            "scheduled_in@s=03-02T18:55:00 estimated_in@e=03-02T18:40:00 actual_out@a=03-02T08:51:00",
        )],
    );
}

#[test]
fn refusals_and_flights_that_cannot_be_named() {
    check(
        r#"{"ProcessingErrors":{"ProcessingError":{"@RetryIndicator":"false","Type":"ResourceNotFound","Code":2001,"Description":"key"}}}"#,
        &["fault the service refused with code 2001 at message"],
    );
    check(r#"{"Error":"Not Authorized"}"#, &["fault the service refused at message"]);
    check("{}", &["fault expected FlightStatusResource/Flights/Flight at message"]);
    check("<ProcessingErrors/>", &["fault expected JSON, found a page of HTML or XML at message"]);
    check(
        &resource(&one("", "", "").replace("\"ScheduledTimeLocal\":{\"DateTime\":\"2026-03-02T09:45\"}", "\"x\":1")),
        &["fault expected a scheduled departure, to know the day at /FlightStatusResource/Flights/Flight/Departure"],
    );
    check(
        &resource(&format!("[{{}},{}]", one("", "", ""))),
        &[
            &plan(&format!("{AT}/1")),
            "fault expected a Departure and an Arrival at /FlightStatusResource/Flights/Flight/0",
        ],
    );
    check(
        &resource(&one("", "", "").replace("\"ZRH\"", "\"\"")),
        &[
            "fault expected an airport code of 3 (IATA) or 4 (ICAO) letters at /FlightStatusResource/Flights/Flight/Departure/AirportCode",
        ],
    );
}

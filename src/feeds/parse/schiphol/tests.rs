//! What the flights of Schiphol are read as, one line a case: a row, what it says, what is wrong with it.
//! Every case goes through the one `check` of its file, which is the notation of the golden messages.
//! Must not know: the world outside a message.

use super::super::golden;
use crate::feeds::Kind;

const RECEIVED: &str = "2026-03-02T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::Schiphol, body, RECEIVED, "", expected);
}

fn row(direction: &str, members: &str) -> String {
    format!(
        r#"{{"flights":[{{"id":"140674803324836944","flightName":"KL0641","mainFlight":"KL0641","flightDirection":"{direction}",
        "scheduleDateTime":"2026-03-02T17:05:00.000+01:00","scheduleDate":"2026-03-02","scheduleTime":"17:05:00",
        "route":{{"destinations":["JFK"]}}{members}}}]}}"#
    )
}

const OUT: &str = "KL641/2026-03-02l/AMS-JFK at /flights/0: scheduled_out@s=03-02T16:05:00";
const IN: &str = "KL641/2026-03-02a/JFK-AMS at /flights/0: scheduled_in@s=03-02T16:05:00";

#[test]
fn each_direction_has_its_times() {
    let times = r#","publicEstimatedOffBlockTime":"2026-03-02T17:20:00.000+01:00","actualOffBlockTime":"2026-03-02T17:24:10.000+01:00",
        "estimatedLandingTime":"2026-03-02T17:01:00.000+01:00","actualLandingTime":null"#;
    check(&row("D", times), &[&format!("{OUT} estimated_out@e=03-02T16:20:00 actual_out@a=03-02T16:24:10")]);
    check(&row("A", times), &[&IN.replace("16:05:00", "16:05:00 estimated_on@e=03-02T16:01:00")]);
    let wrong = r#","actualLandingTime":"17:01""#;
    let fault = "fault expected a time like 2018-06-03T19:36:00Z at /flights/0/actualLandingTime";
    check(&row("A", wrong), &[IN, fault]);
}

#[test]
fn a_schedule_is_read_with_its_offset_or_at_amsterdam() {
    let old = |date: &str, clock: &str| {
        let body = row("D", "").replace("\"scheduleDateTime\":\"2026-03-02T17:05:00.000+01:00\",", "");
        body.replace("2026-03-02", date).replace("17:05:00", clock)
    };
    check(&old("2026-03-02", "17:05:00"), &[OUT]);
    check(&old("2026-07-02", "17:05:00"), &["KL641/2026-07-02l/AMS-JFK at /flights/0: scheduled_out@s=07-02T15:05:00"]);
    check(
        &old("2026-10-25", "02:30:00"),
        &[
            "KL641/2026-10-25l/AMS-JFK at /flights/0: scheduled_out@s=10-25T00:30:00",
            "note a local time in the hour that AMS had twice, at /flights/0/scheduleTime: the earlier one was taken",
        ],
    );
    check(
        &old("2026-03-29", "02:30:00"),
        &[
            "KL641/2026-03-29l/AMS-JFK at /flights/0: ",
            "fault expected a local time that there was: the clocks of AMS skipped it at /flights/0/scheduleTime",
        ],
    );
    let no_date = row("D", "")
        .replace("\"scheduleDate\":\"2026-03-02\",\"", "\"")
        .replace("17:05:00.000+01:00", "23:30:00.000-01:00");
    check(&no_date, &["KL641/2026-03-03l/AMS-JFK at /flights/0: scheduled_out@s=03-03T00:30:00"]);
}

#[test]
fn several_states_stand_at_once() {
    let states = |codes: &str| row("D", &format!(r#","publicFlightState":{{"flightStates":[{codes}]}}"#));
    for (codes, says) in [
        ("", ""),
        (r#""SCH""#, ""),
        (r#""DEP","EXP","AIR","FIR","LND","ARR","FIB","GCH","DEL""#, ""),
        (r#""CNX","SCH""#, " cancelled@e=true"),
        (r#""DIV""#, " diverted_to@e=''"),
        (r#""GTO""#, " boarding@e='gate open'"),
        (r#""BRD","GTO""#, " boarding@e='boarding'"),
        (r#""GCL","BRD""#, " boarding@e='final call'"),
        (r#""DEL","GTD""#, " boarding@e='gate closed'"),
    ] {
        check(&states(codes), &[&format!("{OUT}{says}")]);
    }
    let notes =
        ["note state TOM is not used", "note state QQQ is not known", "note state that is no code is not known"];
    check(&states(r#""TOM","QQQ","Jane Roe""#), &[OUT, notes[0], notes[1], notes[2]]);
}

#[test]
fn a_row_of_a_codeshare_is_read_as_the_flight_that_operates() {
    let body = row("D", r#","codeshares":{"codeshares":["DL9394","KL0641","VS6884"]}"#);
    check(&body, &[&format!("{OUT} marketing@e=DL9394+VS6884")]);
    let sold = body.replace("\"flightName\":\"KL0641\"", "\"flightName\":\"VS6884\"");
    check(&sold, &[&format!("{OUT} marketing@e=VS6884+DL9394")]);
    let fault = "fault expected a flight like BA117 at /flights/0/mainFlight";
    check(&row("D", "").replace("\"mainFlight\":\"KL0641\"", "\"mainFlight\":\"KL\""), &[OUT, fault]);
}

#[test]
fn places_aircraft_and_the_time_of_the_report() {
    let told = r#","gate":"D57","pier":"D","terminal":2,"baggageClaim":{"belts":["3","4"]},"aircraftRegistration":"phbhc",
        "aircraftType":{"iataMain":"787","iataSub":"789"},"lastUpdatedAt":"2026-03-02T16:58:01.740+01:00""#;
    check(
        &row("D", told),
        &["KL641/2026-03-02l/AMS-JFK reported 2026-03-02T15:58:01Z at /flights/0: scheduled_out@s=03-02T16:05:00 \
             gate_out@e='D57' terminal_out@e='2' registration@e='PHBHC' aircraft_type@e='787'"],
    );
    check(
        &row("A", &told.replace("iataMain", "iatamain").replace("+01:00", "")),
        &["KL641/2026-03-02a/JFK-AMS reported 2026-03-02T15:58:01Z at /flights/0: scheduled_in@s=03-02T16:05:00 \
             gate_in@e='D57' terminal_in@e='2' belt@e='3, 4' registration@e='PHBHC' aircraft_type@e='787'"],
    );
}

#[test]
fn stops_of_a_departure_are_in_order_and_of_an_arrival_are_not_said() {
    check(&row("D", "").replace("[\"JFK\"]", "[\"AUA\",\"BON\"]"), &[&OUT.replace("JFK", "AUA")]);
    let note = "note an arrival with several stops: which was the last is not said";
    check(&row("A", "").replace("[\"JFK\"]", "[\"AUA\",\"BON\"]"), &[&IN.replace("JFK", "?"), note]);
}

#[test]
fn one_flight_alone_nothing_and_refusals() {
    let one = row("D", "").replace("{\"flights\":[", "").replace("]}}]}", "]}}");
    check(&one, &[&OUT.replace(" at /flights/0", "")]);
    check(r#"{"flights":[],"schemaVersion":"4"}"#, &["note no flights in it"]);
    check("", &["note the message is empty"]);
    check(
        r#"{"statusCode":429,"message":"Rate limit of key 1234 is exceeded"}"#,
        &["fault the service refused: 429, asked too often at message"],
    );
    check("{}", &["fault expected flights at message"]);
    check(&row("X", ""), &["fault expected a flightDirection A or D at /flights/0/flightDirection"]);
    check(
        &row("D", "").replace("KL0641", "?"),
        &[
            "fault expected a flight like BA117 at /flights/0/mainFlight",
            "fault expected a flight like BA117 at /flights/0/flightName",
            "fault expected a flight like BA117 at /flights/0/flightName",
        ],
    );
}

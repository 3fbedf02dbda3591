//! What JSON with the names of A-CDM is read as, one line a case: a row, what it says, what is wrong with it.
//! Every case goes through the one `check` of its file, which is the notation of the golden messages.
//! Must not know: the world outside a message.

use super::super::golden;
use crate::feeds::Kind;

const RECEIVED: &str = "2026-06-02T12:00:00Z";

fn check_at(airport: &str, body: &str, expected: &[&str]) {
    golden::check(Kind::AcdmJson, body, RECEIVED, airport, expected);
}

fn check(body: &str, expected: &[&str]) {
    check_at("GLA", body, expected);
}

fn row(direction: &str, members: &str) -> String {
    format!(
        r#"[{{"AirlineIATA":"LM","AirlineICAO":"LOG","FlightNumber":"0417","DepartureArrivalType":"{direction}",
        "OriginDestAirportIATA":"BHD","OriginDestAirportICAO":"EGAC","ScheduledDateTime":"2026-06-02T09:15:00+01:00"{members}}}]"#
    )
}

const OUT: &str = "LM417/2026-06-02l/GLA-BHD at /0: scheduled_out@s=06-02T08:15:00";
const IN: &str = "LM417/2026-06-02a/BHD-GLA at /0: scheduled_in@s=06-02T08:15:00";

#[test]
fn milestones_are_read_by_their_names() {
    for (name, says) in [
        ("SOBT", "scheduled_out@s"),
        ("EOBT", "estimated_out@e"),
        ("TOBT", "estimated_out@t"),
        ("AOBT", "actual_out@a"),
        ("STOT", "scheduled_off@s"),
        ("ETOT", "estimated_off@e"),
        ("TTOT", "estimated_off@t"),
        ("CTOT", "estimated_off@t"),
        ("ATOT", "actual_off@a"),
        ("SLDT", "scheduled_on@s"),
        ("ELDT", "estimated_on@e"),
        ("TLDT", "estimated_on@t"),
        ("ALDT", "actual_on@a"),
        ("SIBT", "scheduled_in@s"),
        ("EIBT", "estimated_in@e"),
        ("AIBT", "actual_in@a"),
        ("AODBProbableDateTime", "estimated_in@e"),
    ] {
        let body = row("A", &format!(r#","{name}":"2026-06-02T08:15:00Z""#));
        let parsed = golden::lines(&golden::read(Kind::AcdmJson, body.as_bytes(), RECEIVED, "GLA"));
        let (_, said) = parsed[0].split_once(": ").unwrap();
        assert!(said.contains(&format!("{says}=06-02T08:15:00")), "{name}: {said}");
        assert_eq!(parsed.len(), 1);
        for nothing in ["null", "\"\""] {
            check(&row("A", &format!(r#","{name}":{nothing}"#)), &[IN]);
        }
    }
    let both = r#","TTOT":"2026-06-02T08:30:00Z","CTOT":"2026-06-02T08:41:00Z""#;
    check(&row("D", both), &[&format!("{OUT} estimated_off@t=06-02T08:41:00")]);
    let probable = r#","AODBProbableDateTime":"2026-06-02T08:20:00Z""#;
    check(&row("A", probable), &[&format!("{IN} estimated_in@e=06-02T08:20:00")]);
    check(
        &row("A", &format!(r#"{probable},"EIBT":"2026-06-02T08:18:00Z""#)),
        &[&format!("{IN} estimated_in@e=06-02T08:18:00")],
    );
}

#[test]
fn the_other_end_is_the_airport_of_the_settings_or_open() {
    check(&row("D", ""), &[OUT]);
    check_at("", &row("D", ""), &["LM417/2026-06-02u/?-BHD at /0: scheduled_out@s=06-02T08:15:00"]);
    check_at("", &row("A", ""), &["LM417/2026-06-02a/BHD-? at /0: scheduled_in@s=06-02T08:15:00"]);
    let late = row("D", "").replace("2026-06-02T09:15:00+01:00", "2026-06-02T23:30:00Z");
    check(&late, &["LM417/2026-06-03l/GLA-BHD at /0: scheduled_out@s=06-02T23:30:00"]);
    check_at("", &late, &["LM417/2026-06-02u/?-BHD at /0: scheduled_out@s=06-02T23:30:00"]);
    check(&row("D", "").replace("BHD", ""), &[OUT]);
    check(&row("D", "").replace("BHD", "B"), &[OUT]);
    let local = row("D", "").replace("+01:00", "");
    check(&local, &[OUT]);
    check_at(
        "",
        &local,
        &[
            "fault expected a time with its offset, as the airport of its clock is not known at /0/ScheduledDateTime",
            "fault expected a ScheduledDateTime that can be read, to know the day at /0/ScheduledDateTime",
        ],
    );
}

#[test]
fn a_status_is_its_code_and_its_words() {
    let status = |code: &str, words: &str| row("D", &format!(r#","FlightStatus":{code},"FlightStatusDesc":{words}"#));
    for (code, words, says) in [
        ("\"C\"", "\"Flight is cancelled\"", " cancelled@e=true"),
        ("\"C\"", "null", " cancelled@e=true"),
        ("null", "\"Cancelled\"", " cancelled@e=true"),
        ("\"S\"", "\"Flight is on schedule\"", ""),
        ("\"S\"", "null", ""),
        ("null", "null", ""),
        ("\"V\"", "\"Flight has been diverted.\"", " diverted_to@e=''"),
        ("\"B\"", "\"Boarding\"", " boarding@e='boarding'"),
        ("\"C\"", "\"Flight is closed\"", ""),
    ] {
        check(&status(code, words), &[&format!("{OUT}{says}")]);
    }
    check(&status("\"X\"", "null"), &[OUT, "note FlightStatus X is not known with these words"]);
    check(&status("\"C\"", "\"not cancelled\""), &[OUT, "note FlightStatus C is not known with these words"]);
    check(&status("null", "\"Jane Roe to call\""), &[OUT, "note a FlightStatusDesc that is not known"]);
}

#[test]
fn places_are_those_of_the_airport_and_counts_are_not_read() {
    let told = r#","TerminalCode":"1","GateCode":"24","CarouselCode":"2","StandCode":"31L","Runway":"23","MaxPax":0,
        "PaxEstimated":null,"TotalPassengerCount":0,"Registration":"g-lgno","AircraftTypeICAO":"AT76""#;
    let aircraft = "registration@e='G-LGNO' aircraft_type@e='AT76'";
    check(&row("D", told), &[&format!("{OUT} gate_out@e='24' terminal_out@e='1' {aircraft}")]);
    check(&row("A", told), &[&format!("{IN} gate_in@e='24' terminal_in@e='1' belt@e='2' stand_in@e='31L' {aircraft}")]);
}

#[test]
fn a_list_of_codeshares_may_be_parted_in_several_ways() {
    let shares = |text: &str| row("D", &format!(r#","CodeShareInd":"Y","CodeShareFlights":"{text}""#));
    for text in ["BA4417,QR5921", "BA 4417 , QR 5921", "BA4417;QR5921", "BA4417 QR5921", "BA4417/QR5921/LM417"] {
        check(&shares(text), &[&format!("{OUT} marketing@e=BA4417+QR5921")]);
    }
    check(&shares(""), &[OUT]);
    check(&shares("?"), &[OUT, "fault expected a flight like BA117 at /0/CodeShareFlights"]);
}

#[test]
fn a_flight_is_named_by_its_parts_and_one_that_is_not_is_a_fault() {
    check(&row("D", "").replace("0417", "417D"), &[&OUT.replace("LM417", "LM417D")]);
    check(&row("D", "").replace("0417", "LM0417"), &[OUT]);
    check(&row("D", "").replace("\"LM\"", "null"), &[&OUT.replace("LM417", "LOG417")]);
    let number = "fault expected a flight like BA117 at /0/FlightNumber";
    check(&row("D", "").replace("\"0417\"", "\"0\""), &[number]);
    check(&row("D", "").replace("\"0417\"", "null"), &[number]);
    check(&row("Q", ""), &["fault expected a DepartureArrivalType A or D at /0/DepartureArrivalType"]);
    let one = row("D", "");
    check(&one[1..one.len() - 1], &[&OUT.replace(" at /0", "")]);
    check("[]", &["note no flights in it"]);
    check("[3]", &["fault expected a flight as an object at /0"]);
    check(r#"{"error":{"code":401}}"#, &["fault the service refused: 401, the key is missing or wrong at message"]);
}

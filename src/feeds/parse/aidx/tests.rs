//! What AIDX messages are read as, one line a case: the leg's XML, what it says, what is wrong with it.
//! A value is written as `field@stage=value`; a withdrawn one as `field@stage=-`.
//! Must not know: the world outside a message.

mod message;
mod properties;

use super::parse;
use crate::domain::observation::{Observation, Value};
use crate::feeds::Parsed;
use crate::feeds::parse::golden::said;
use chrono::{DateTime, Utc};

const SPACE: &str = "http://www.iata.org/IATA/2007/00";
const ID: &str = "<LegIdentifier><Airline CodeContext='3'>BA</Airline><FlightNumber>0117</FlightNumber>\
    <DepartureAirport>LHR</DepartureAirport><ArrivalAirport>JFK</ArrivalAirport><OriginDate>2018-06-03</OriginDate>\
    </LegIdentifier>";

fn received() -> DateTime<Utc> {
    "2018-06-03T12:00:00Z".parse().unwrap()
}

fn read(body: &str) -> Parsed {
    parse(body.as_bytes(), received())
}

fn message(legs: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='UTF-8'?><IATA_AIDX_FlightLegNotifRQ xmlns='{SPACE}' \
         xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' Version='21.3' TimeStamp='2018-06-03T11:59:00Z'>\
         {legs}</IATA_AIDX_FlightLegNotifRQ>"
    )
}

fn leg(told: &str) -> String {
    format!("<FlightLeg>{ID}<LegData>{told}</LegData></FlightLeg>")
}

fn named(observation: &Observation) -> String {
    let f = &observation.flight;
    let airport = |a: &Option<crate::domain::place::Airport>| a.as_ref().unwrap().to_string();
    let suffix = f.suffix.map(String::from).unwrap_or_default();
    let route = format!("{}-{}", airport(&f.from), airport(&f.to));
    format!("{}{}{suffix}/{}/{route}~{}", f.carrier, f.number, f.date, f.repeat)
}

/// One message against `observations | faults | notes`.
fn check(body: &str, observations: &[&str], faults: &[&str], notes: &[&str]) {
    let parsed = read(body);
    let said: Vec<String> = parsed.observations.iter().map(|(o, _)| said(o)).collect();
    assert_eq!(said, observations, "{body}");
    assert_eq!(parsed.faults.iter().map(ToString::to_string).collect::<Vec<_>>(), faults, "{body}");
    assert_eq!(parsed.notes, notes, "{body}");
}

fn check_told(told: &str, says: &str) {
    check(&message(&leg(told)), &[says], &[], &[]);
}

#[test]
fn times_are_read_by_qualifier_and_type() {
    let time = |qualifier: &str, kind: &str, text: &str| {
        format!("<OperationTime OperationQualifier='{qualifier}' CodeContext='0000' {kind}>{text}</OperationTime>")
    };
    let at = "2018-06-03T10:05:00Z";
    for (qualifier, kind, says) in [
        ("OFB", "TimeType='SCT'", "scheduled_out@s"),
        ("OFB", "TimeType='PLN'", "estimated_out@e"),
        ("TKO", "TimeType='EST'", "estimated_off@e"),
        ("TKO", "TimeType='TAR'", "estimated_off@t"),
        ("TDN", "TimeType='CAL'", "estimated_on@t"),
        ("TDN", "TimeType='ACT'", "actual_on@a"),
        ("ONB", "TimeType='ACT'", "actual_in@a"),
        ("SCD", "", "scheduled_out@s"),
        ("ED", "", "estimated_out@e"),
        ("AD", "", "actual_out@a"),
        ("EO", "", "estimated_off@e"),
        ("EA", "", "estimated_on@e"),
        ("SCA", "", "scheduled_in@s"),
        ("EB", "", "estimated_in@e"),
        ("OB", "", "actual_in@a"),
    ] {
        check_told(&time(qualifier, kind, at), &format!("{says}=06-03T10:05:00"));
        let nil = format!("<OperationTime OperationQualifier='{qualifier}' {kind} xsi:nil='true'/>");
        check_told(&nil, &format!("{says}=-"));
        check_told(&time(qualifier, kind, " "), "");
    }
    let act = "TimeType='ACT'";
    for (text, says) in [
        ("2018-06-03T10:05:00.4014748+01:00", "06-03T09:05:00"),
        ("2018-06-03T10:05:00", "06-03T10:05:00"),
        ("2018-06-03T10:05", "06-03T10:05:00"),
        ("2018-06-03T24:00:00Z", "06-04T00:00:00"),
        ("2018-06-03T23:59:60Z", "06-04T00:00:00"),
        ("2018-06-03T00:30:00-0230", "06-03T03:00:00"),
        (" 2018-06-03T10:05:00Z\n", "06-03T10:05:00"),
        ("<![CDATA[2018-06-03T10:05:00Z]]>", "06-03T10:05:00"),
        ("2018-06-03T10:05:00&#90;", "06-03T10:05:00"),
    ] {
        check_told(&time("ONB", act, text), &format!("actual_in@a={says}"));
    }
    for text in [
        "2018-06-03",
        "10:05",
        "2018-06-31T10:00:00Z",
        "2018-06-03T24:01:00Z",
        "2018-06-03T10:05:00.Z",
        "tomorrow",
        "0001-01-01T00:00:00",
        "1900-01-01T00:00:00Z",
        "1999-12-31T24:00:00Z",
        "+2018-6-3T1:1",
    ] {
        let fault = "expected a time like 2018-06-03T19:36:00Z at FlightLeg[1]/LegData/OperationTime[1]";
        check(&message(&leg(&time("ONB", act, text))), &[""], &[fault], &[]);
    }
}

#[test]
fn a_time_said_twice_is_said_once() {
    let time = |kind: &str, text: &str| {
        format!("<OperationTime OperationQualifier='TKO' TimeType='{kind}'>2018-06-03T{text}:00Z</OperationTime>")
    };
    let nil = "<OperationTime OperationQualifier='TKO' TimeType='ACT' xsi:nil='true'/>";
    check_told(&(time("CAL", "10:20") + &time("TAR", "10:10")), "estimated_off@t=06-03T10:20:00");
    check_told(&(time("TAR", "10:10") + &time("CAL", "10:20")), "estimated_off@t=06-03T10:20:00");
    check_told(&(time("ACT", "10:10") + nil), "actual_off@a=06-03T10:10:00");
    let estimated = "estimated_off@e=06-03T10:10:00";
    check_told(&(time("EST", "10:10") + &time("PLN", "10:20")), estimated);
    check_told(&(time("PLN", "10:20") + &time("EST", "10:10")), estimated);
    let note = "estimated_off given twice in one leg: the later one was taken";
    let twice = time("EST", "10:10") + &time("EST", "10:20");
    check(&message(&leg(&twice)), &["estimated_off@e=06-03T10:20:00"], &[], &[note]);
}

#[test]
fn a_status_is_found_under_any_name() {
    for (code, says) in [
        ("DX", "cancelled@e=true"),
        ("CX", "cancelled@e=true"),
        ("NOP", "cancelled@e=true"),
        ("SQ", "cancelled@e=false"),
        ("DV", "diverted_to@e=''"),
        ("GRT", "actual_out@a=- returned@e=true"),
        ("RST", "actual_out@a=- returned@e=true"),
        ("RS", "actual_out@a=- returned@e=true"),
        ("GOP", "boarding@e='gate open'"),
        ("BST", "boarding@e='boarding'"),
        ("fct", "boarding@e='final call'"),
        ("GCL", "boarding@e='gate closed'"),
        ("LAN", ""),
        ("", ""),
    ] {
        check_told(&format!("<OperationalStatus CodeContext='2005'>{code}</OperationalStatus>"), says);
        check_told(&format!("<RemarkTextCode Qualifier='PUB'>{code}</RemarkTextCode>"), says);
    }
    let several = "<OperationalStatus>BST</OperationalStatus><OperationalStatus>GCL</OperationalStatus>\
        <OperationalStatus>GOP</OperationalStatus><RemarkTextCode Qualifier='BAG'>DX</RemarkTextCode>";
    check_told(several, "cancelled@e=true boarding@e='gate closed'");
    let unknown = "<OperationalStatus>QQ</OperationalStatus><OperationalStatus>Jane Roe</OperationalStatus>";
    let notes = ["OperationalStatus QQ is not known", "OperationalStatus that is no code is not known"];
    check(&message(&leg(unknown)), &[""], &[], &notes);
    let both = "<OperationalStatus>DX</OperationalStatus><OperationalStatus>SQ</OperationalStatus>";
    let note = "cancelled and reinstated at once: only a reinstatement undoes a cancellation, so it holds";
    check(&message(&leg(both)), &["cancelled@e=false"], &[], &[note]);
}

#[test]
fn diversions_returns_and_boarding_take_more_than_a_code() {
    let history = "<PlannedArrivalAptHistory RepeatIndex='1'>STN</PlannedArrivalAptHistory>\
        <PlannedArrivalAptHistory RepeatIndex='2'>MAN</PlannedArrivalAptHistory>";
    check_told(&format!("<OperationalStatus>DV</OperationalStatus>{history}"), "diverted_to@e='MAN'");
    let own = "<OperationalStatus>DV</OperationalStatus><PlannedArrivalAptHistory>JFK</PlannedArrivalAptHistory>";
    check_told(own, "diverted_to@e=''");
    check_told(history, "diverted_to@e='MAN'");
    check_told("<PlannedArrivalAptHistory>JFK</PlannedArrivalAptHistory>", "diverted_to@e='JFK'");
    check_told("<PlannedArrivalAptHistory xsi:nil='true'/>", "diverted_to@e=-");
    check_told("<PlannedArrivalAptHistory/>", "");
    let wrong = "<PlannedArrivalAptHistory>?</PlannedArrivalAptHistory>";
    let fault = "expected an airport code of 3 (IATA) or 4 (ICAO) letters at \
        FlightLeg[1]/LegData/PlannedArrivalAptHistory[1]";
    check(&message(&leg(wrong)), &[""], &[fault], &[]);
    let out = "<OperationTime OperationQualifier='OFB' TimeType='ACT'>2018-06-03T10:05:00Z</OperationTime>";
    let again = format!("<OperationalStatus>RST</OperationalStatus>{out}");
    check_told(&again, "actual_out@a=06-03T10:05:00 returned@e=true");
    let began = "<OperationTime OperationQualifier='BST' TimeType='ACT'>2018-06-03T10:05:00Z</OperationTime>";
    check_told(began, "boarding@e='boarding'");
    check_told("<OperationTime OperationQualifier='GCL' TimeType='ACT' xsi:nil='1'/>", "boarding@e=-");
    let later = began.replace("ACT", "EST");
    check(&message(&leg(&later)), &[""], &[], &["boarding times still to come are not used"]);
}

#[test]
fn gates_belts_and_the_rest_are_said_as_the_sender_ranks_them() {
    let at = |usage: &str, end: &str, inside: &str| {
        format!("<AirportResources {usage}><Resource DepartureOrArrival='{end}'>{inside}</Resource></AirportResources>")
    };
    let gate = "<PassengerGate>A12</PassengerGate><AircraftTerminal>5</AircraftTerminal>";
    check_told(&at("Usage='Planned'", "Departure", gate), "gate_out@s='A12' terminal_out@s='5'");
    check_told(&at("Usage='Actual'", "Arrival", gate), "gate_in@a='A12' terminal_in@a='5'");
    check_told(&at("", "D", gate), "gate_out@e='A12' terminal_out@e='5'");
    let arrival = "<AircraftParkingPosition>54L</AircraftParkingPosition><BaggageClaimUnit>3</BaggageClaimUnit>\
        <BaggageClaimUnit>4</BaggageClaimUnit><PublicTerminal>N</PublicTerminal><AircraftTerminal>1</AircraftTerminal>";
    check_told(&at("", "A", arrival), "terminal_in@e='N' belt@e='3, 4' stand_in@e='54L'");
    check_told(&at("", "A", "<BaggageClaimUnit xsi:nil='true'/><PassengerGate/>"), "belt@e=-");
    check_told("<AircraftInfo><Registration>g-viia</Registration></AircraftInfo>", "registration@e='G-VIIA'");
    check_told("<AircraftInfo><Registration xsi:nil='true'/></AircraftInfo>", "registration@e=-");
    let delay = "<IrregularityDelay><ReasonCode>81</ReasonCode></IrregularityDelay>";
    check_told(&(delay.to_owned() + &delay.replace("81", "wx") + delay), "delay_codes@e=81+WX");
    let codes = "<IrregularityDelay><ReasonCode>81</ReasonCode><ReasonCode>93</ReasonCode></IrregularityDelay>";
    check_told(codes, "delay_codes@e=81+93");
    check_told("<IrregularityDelay xsi:nil='true'/>", "delay_codes@e=-");
    let share = "<CodeShareInfo><Airline>AA</Airline><FlightNumber>06138</FlightNumber></CodeShareInfo>";
    check_told(share, "marketing@e=AA6138");
    let half = share.to_owned() + "<CodeShareInfo><Airline>IB</Airline></CodeShareInfo>";
    let fault = "expected a flight number from 1 to 9999 at FlightLeg[1]/LegData/CodeShareInfo[2]/FlightNumber";
    check(&message(&leg(&half)), &["marketing@e=AA6138"], &[fault], &[]);
    let long = format!("<AircraftInfo><Registration>{}</Registration></AircraftInfo>", "X".repeat(65));
    let fault = "text is too long at FlightLeg[1]/LegData/AircraftInfo/Registration";
    check(&message(&leg(&long)), &[""], &[fault], &[]);
}

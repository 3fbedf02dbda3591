//! The message around the legs: roots, identities, refusals, and what is broken or hostile.
//! Every case goes through the one `check` of the table.
//! Must not know: the world outside a message.

use super::*;
use crate::limits;

#[test]
fn a_leg_is_named_however_its_sender_writes_it() {
    let known = |from: &str, to: &str, name: &str| {
        let body = message(&leg("").replace(from, to));
        let parsed = read(&body);
        assert_eq!(parsed.observations.iter().map(|(o, _)| named(o)).collect::<Vec<_>>(), [name], "{body}");
        assert_eq!(parsed.faults, []);
    };
    known("", "", "BA117/2018-06-03/LHR-JFK~1");
    known(">BA<", ">TOM<", "TOM117/2018-06-03/LHR-JFK~1");
    known("0117", "117p", "BA117P/2018-06-03/LHR-JFK~1");
    known("<Dep", "<OperationalSuffix>D</OperationalSuffix><Dep", "BA117D/2018-06-03/LHR-JFK~1");
    known("2018-06-03<", "2018-06-03T23:30:00-01:00<", "BA117/2018-06-04/LHR-JFK~1");
    known("2018-06-03<", "2018-06-03Z<", "BA117/2018-06-03/LHR-JFK~1");
    known(
        "</LegIdentifier>",
        "<RepeatNumber CurrentInd='true'>2</RepeatNumber></LegIdentifier>",
        "BA117/2018-06-03/LHR-JFK~2",
    );
}

#[test]
fn a_leg_that_cannot_be_named_is_a_fault_at_its_place() {
    for (from, to, reason, at) in [
        (">BA<", "><", "expected a carrier of 2 characters (IATA) or 3 letters (ICAO)", "Airline"),
        ("0117", "0", "expected a flight number from 1 to 9999", "FlightNumber"),
        ("0117", "+117", "expected a flight number from 1 to 9999", "FlightNumber"),
        ("LHR", "L", "expected an airport code of 3 (IATA) or 4 (ICAO) letters", "DepartureAirport"),
        ("JFK", "", "expected an airport code of 3 (IATA) or 4 (ICAO) letters", "ArrivalAirport"),
        ("2018-06-03", "03JUN", "expected a date like 2018-06-03", "OriginDate"),
    ] {
        let legs = leg("") + &leg("").replace(from, to) + &leg("<OperationalStatus>DX</OperationalStatus>");
        let fault = format!("{reason} at FlightLeg[2]/LegIdentifier/{at}");
        check(&message(&legs), &["", "cancelled@e=true"], &[&fault], &[]);
    }
    check(&message("<FlightLeg/>"), &[], &["expected a LegIdentifier at FlightLeg[1]"], &[]);
    let aviation = "<FlightLeg><GeneralAviationLegIdentifier/></FlightLeg>";
    check(&message(aviation), &[], &[], &["general aviation legs are not used"]);
}

#[test]
fn special_actions_and_answers_are_told_apart() {
    let act = |action: &str| format!("<FlightLeg>{ID}<SpecialAction>{action}</SpecialAction></FlightLeg>");
    check(&message(&act("Delete")), &["deleted@e=true"], &[], &[]);
    check(&message(&act("LockDown")), &[""], &[], &["SpecialAction LockDown is not used"]);
    let asked = "<Success/><Warnings><Warning Type='911'>Full Refresh not possible at this time please try in 590 \
        seconds.</Warning></Warnings>";
    let fault = "the sender answered Warning 911: system error, commonly a full refresh asked for too soon; asks to \
        wait 590 seconds at Warnings/Warning[1]";
    check(&message(asked), &[], &[fault], &[]);
    let refused = "<Errors><Error Type='294'/><Error Type='Jane'/></Errors>";
    let bad = "the sender answered Error 294: bad format at Errors/Error[1]";
    check(&message(refused), &[], &[bad, "the sender answered Error without a Type at Errors/Error[2]"], &[]);
    check(&message("<Success/>"), &[], &[], &[]);
    check(&message(""), &[], &[], &["no FlightLeg in it"]);
    let test = message(&leg("")).replace("Version=", "Target='Test' Version=");
    check(&test, &[], &[], &["Target is Test: nothing was taken"]);
    let question = message(&leg("")).replace("NotifRQ", "RQ");
    let fault = "expected IATA_AIDX_FlightLegNotifRQ or IATA_AIDX_FlightLegRS at IATA_AIDX_FlightLegRQ";
    check(&question, &[], &[fault], &[]);
    let elsewhere = message(&leg("")).replace(SPACE, "http://example.org");
    let none = "no IATA_AIDX_FlightLegNotifRQ or IATA_AIDX_FlightLegRS found at message";
    check(&elsewhere, &[], &[none], &[]);
    check("", &[], &[none], &[]);
    let soap =
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body><s:Fault/></s:Body></s:Envelope>";
    check(soap, &[], &["the sender answered with a SOAP fault at Fault"], &[]);
}

#[test]
fn the_time_of_the_report_is_the_senders() {
    let reported = |from: &str, to: &str| read(&message(&leg("")).replace(from, to)).observations[0].0.reported;
    let at = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
    assert_eq!(reported("", ""), at("2018-06-03T11:59:00Z"));
    assert_eq!(reported("11:59:00Z", "11:59:00.4014748+01:00"), at("2018-06-03T10:59:00.4014748Z"));
    assert_eq!(reported("11:59:00Z", "11:59:00"), at("2018-06-03T11:59:00Z"));
    assert_eq!(reported("TimeStamp=", "Stamp="), None);
    let wrong = message(&leg("")).replace("11:59:00Z", "noon");
    let fault = "expected a time like 2018-06-03T19:36:00Z at IATA_AIDX_FlightLegNotifRQ/@TimeStamp";
    check(&wrong, &[""], &[fault], &[]);
    let ahead = message(&leg("")).replace("11:59:00Z", "12:59:00Z");
    let note = "TimeStamp is later than the receipt: the sender's clock or its offset is wrong";
    check(&ahead, &[""], &[], &[note]);
}

#[test]
fn a_broken_message_keeps_what_was_complete() {
    let cancelled = leg("<OperationalStatus>DX</OperationalStatus>");
    let whole = message(&(cancelled.clone() + &leg("<RemarkFreeText>late</RemarkFreeText>")));
    let cut = &whole[..whole.find("late").unwrap()];
    let fault =
        format!("the message ends in the middle; what was complete has been read at line 1 (byte {})", cut.len());
    check(cut, &["cancelled@e=true"], &[&fault], &[]);
    let crossed = message(&(cancelled.clone() + "<FlightLeg></LegData>"));
    let parsed = read(&crossed);
    assert_eq!((parsed.observations.len(), parsed.faults.len()), (1, 1), "{parsed:?}");
    assert!(parsed.faults[0].reason.starts_with("the XML is broken here"), "{parsed:?}");
    let entity = message(&(cancelled.clone() + &leg("<RemarkFreeText>&xxe;</RemarkFreeText>") + &cancelled));
    let fault = "an element of this leg uses an entity that is not one of XML's own at FlightLeg[2]";
    check(&entity, &["cancelled@e=true", "cancelled@e=true"], &[fault], &[]);
    let mut bytes = whole.replace("late", "l#te").into_bytes();
    let wrong = bytes.iter().position(|b| *b == b'#').unwrap();
    bytes[wrong] = 0xff;
    let parsed = parse(&bytes, received());
    assert_eq!(parsed.observations.len(), 2);
    assert_eq!(parsed.faults[0].to_string(), format!("bytes that are not UTF-8 at byte {wrong}"));
}

#[test]
fn a_hostile_message_is_refused_with_its_reason() {
    let good = message(&leg(""));
    let doctype = good.replace("<IATA", "<!DOCTYPE x [<!ENTITY a 'b'>]><IATA");
    check(&doctype, &[], &["a DOCTYPE is not accepted; send the message without it at line 1 (byte 38)"], &[]);
    let latin = good.replace("UTF-8", "ISO-8859-1");
    check(&latin, &[], &["the message declares another encoding; expected UTF-8 at line 1 (byte 0)"], &[]);
    check(&good.replace("UTF-8", "utf-8"), &[""], &[], &[]);
    check(&format!("\u{feff}{good}"), &[""], &[], &[]);
    let deep = message(&(leg("") + "<FlightLeg>" + &"<a>".repeat(70_000)));
    let parsed = read(&deep);
    assert_eq!(parsed.observations.len(), 1);
    assert!(parsed.faults[0].reason.starts_with("elements lie too deep"), "{:?}", parsed.faults);
    let many: String = (0..=limits::XML_ATTRIBUTES_MAX).map(|n| format!(" a{n}='1'")).collect();
    let wide = message(&(leg(&format!("<PublicStatus{many}/>")) + &leg("")));
    check(&wide, &[""], &["an element of this leg has too many attributes at FlightLeg[1]"], &[]);
    let large = vec![b' '; limits::FEED_BODY_BYTES_MAX + 1];
    assert_eq!(parse(&large, received()).faults[0].to_string(), "message is larger than 1048576 bytes at message");
    let empty = message(&"<FlightLeg/>".repeat(limits::LEGS_PER_MESSAGE_MAX + 5));
    let parsed = read(&empty);
    assert_eq!(parsed.faults.len(), limits::FAULTS_PER_MESSAGE_MAX);
    assert_eq!(parsed.faults.last().unwrap().reason, "1902 more faults, not listed");
}

#[test]
fn reports_of_one_second_keep_their_order() {
    let reported = |stamp: &str| {
        let body = message(&leg("")).replace("2018-06-03T11:59:00Z", stamp);
        read(&body).observations.first().and_then(|(o, _)| o.reported)
    };
    let (first, second) = ("2018-06-03T12:59:00.4014748+01:00", "2018-06-03T12:59:00.4014750+01:00");
    assert!(reported(first).is_some() && reported(first) < reported(second));
    assert_eq!(reported("2018-06-03T11:59:00.000Z"), reported("2018-06-03T11:59:00Z"));
}

#[test]
fn a_list_that_is_no_list_is_bounded_and_named() {
    let share =
        |n: usize| format!("<CodeShareInfo><Airline>AA</Airline><FlightNumber>{n}</FlightNumber></CodeShareInfo>");
    let shares = |n: usize| message(&leg(&(1..=n).map(share).collect::<String>()));
    let listed = |body: &str| {
        let parsed = read(body);
        let says = parsed.observations.into_iter().flat_map(|(o, _)| o.says);
        let lists =
            says.filter_map(|say| if let Some(Value::List(list)) = say.value { Some(list.len()) } else { None });
        (lists.sum::<usize>(), parsed.faults)
    };
    let most = limits::VALUES_REMEMBERED_MAX;
    assert_eq!(listed(&shares(most)), (most, vec![]));
    let (kept, faults) = listed(&shares(most + 5));
    assert_eq!((kept, faults.len()), (most, 1));
    assert_eq!(
        faults[0].to_string(),
        "marketing has more than 64 values; the rest was not read at FlightLeg[1]/LegData"
    );
    let belts: String = (0..9000).map(|n| format!("<BaggageClaimUnit>{n}</BaggageClaimUnit>")).collect();
    let resource = format!("<Resource DepartureOrArrival='Arrival'>{belts}</Resource>");
    let fault = "text is too long at FlightLeg[1]/LegData/AirportResources[1]/Resource[1]/BaggageClaimUnit";
    check(&message(&leg(&format!("<AirportResources>{resource}</AirportResources>"))), &[""], &[fault], &[]);
}

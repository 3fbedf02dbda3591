//! What flights of Air France and KLM are read as, one line a case: a leg, what it says, what is wrong with it.
//! Every case goes through the one `check` of its file, which is the notation of the golden messages.
//! Must not know: the world outside a message.

use super::super::golden;
use crate::feeds::Kind;

const RECEIVED: &str = "2026-03-02T12:00:00Z";

fn check(body: &str, expected: &[&str]) {
    golden::check(Kind::AfKlm, body, RECEIVED, "", expected);
}

fn leg(from: &str, to: &str, out: &str, arrival: &str, members: &str) -> String {
    format!(
        r#"{{"departureInformation":{{"airport":{{"code":"{from}"}},"times":{{{out}}}}},
        "arrivalInformation":{{"airport":{{"code":"{to}"}},"times":{{{arrival}}}}}{members}}}"#
    )
}

fn flight(legs: &str, members: &str) -> String {
    format!(
        r#"{{"operationalFlights":[{{"flightNumber":990,"flightScheduleDate":"2026-03-02","id":"20260302+AF+0990","airline":{{"code":"AF"}},
        "flightLegs":[{legs}]{members}}}],"page":{{"pageNumber":0,"totalPages":1}}}}"#
    )
}

const SCHEDULED: &str = r#""scheduled":"2026-03-02T23:30:00.000+01:00""#;
const SCHEDULED_IN: &str = r#""scheduled":"2026-03-03T10:20:00.000+02:00""#;
const PLAN: &str = "AF990/2026-03-02l/CDG-JNB at /operationalFlights/0/flightLegs/0: scheduled_out@s=03-02T22:30:00 scheduled_in@s=03-03T08:20:00";

fn one(members: &str) -> String {
    flight(&leg("CDG", "JNB", SCHEDULED, SCHEDULED_IN, members), "")
}

#[test]
fn times_carry_their_offset_and_an_estimate_outranks_what_was_published() {
    let at = |name: &str, clock: &str| format!(r#""{name}":"2026-03-02T{clock}:00.000+01:00""#);
    let value = r#""estimated":{"value":"2026-03-02T23:45:00.000+01:00"}"#.to_owned();
    for (times, says) in [
        (at("latestPublished", "23:40"), "estimated_out@e=03-02T22:40:00"),
        (format!("{value},{}", at("latestPublished", "23:40")), "estimated_out@e=03-02T22:45:00"),
        (
            format!("{},{}", at("estimatedPublic", "23:41"), at("latestPublished", "23:40")),
            "estimated_out@e=03-02T22:41:00",
        ),
        (at("actual", "23:38"), "actual_out@a=03-02T22:38:00"),
        (at("estimatedTakeOffTime", "23:55"), "estimated_off@e=03-02T22:55:00"),
        (at("actualTakeOffTime", "23:56"), "actual_off@a=03-02T22:56:00"),
        (at("estimatedTouchDownTime", "23:56"), ""),
        (at("modified", "23:56"), ""),
        (r#""estimated":{}"#.to_owned(), ""),
        (r#""actual":"""#.to_owned(), ""),
    ] {
        let body = flight(&leg("CDG", "JNB", &times, "", ""), "");
        check(&body, &[&format!("AF990/2026-03-02l/CDG-JNB at /operationalFlights/0/flightLegs/0: {says}")]);
    }
    for (name, says) in [
        ("actual", "actual_in@a"),
        ("estimatedArrival", "estimated_in@e"),
        ("estimatedTouchDownTime", "estimated_on@e"),
        ("actualTouchDownTime", "actual_on@a"),
    ] {
        let body = flight(&leg("CDG", "JNB", "", &at(name, "23:56"), ""), "");
        let says = format!("{says}=03-02T22:56:00");
        check(&body, &[&format!("AF990/2026-03-02l/CDG-JNB at /operationalFlights/0/flightLegs/0: {says}")]);
    }
    let bare = SCHEDULED.replace("+01:00", "");
    check(
        &flight(&leg("CDG", "JNB", &bare, SCHEDULED_IN, ""), ""),
        &[
            &PLAN.replace("scheduled_out@s=03-02T22:30:00 ", ""),
            "fault expected a time with its offset, like 2018-06-03T19:36:00Z at \
             /operationalFlights/0/flightLegs/0/departureInformation/times/scheduled",
        ],
    );
}

#[test]
fn each_leg_has_the_date_of_its_own_departure() {
    let second = r#""scheduled":"2026-03-03T00:40:00.000+03:00""#;
    let legs = leg("CDG", "DJI", SCHEDULED, "", "") + "," + &leg("DJI", "TNR", second, "", "");
    check(
        &flight(&legs, ""),
        &[
            "AF990/2026-03-02l/CDG-DJI at /operationalFlights/0/flightLegs/0: scheduled_out@s=03-02T22:30:00",
            "AF990/2026-03-03l/DJI-TNR at /operationalFlights/0/flightLegs/1: scheduled_out@s=03-02T21:40:00",
        ],
    );
    let undated = leg("CDG", "DJI", "", "", "") + "," + &leg("DJI", "TNR", "", "", "");
    check(
        &flight(&undated, ""),
        &[
            "AF990/2026-03-02l/CDG-DJI at /operationalFlights/0/flightLegs/0: ",
            "fault expected a scheduled departure with its offset, to know the day of this leg at /operationalFlights/0/flightLegs/1",
        ],
    );
    check(
        &one("").replace("\"2026-03-02\"", "\"2 March\""),
        &[PLAN, "fault expected a date like 2018-06-03 at /operationalFlights/0/flightScheduleDate"],
    );
}

#[test]
fn a_status_cancels_or_diverts_and_n_says_nothing() {
    for (members, says) in [
        (r#","irregularity":{"cancelled":"Y"}"#, " cancelled@e=true"),
        (r#","irregularity":{"cancelled":"N"}"#, ""),
        (r#","legStatusPublic":"CANCELLED""#, " cancelled@e=true"),
        (r#","publishedStatus":"CANCELLED","status":"C""#, " cancelled@e=true"),
        (r#","legStatusPublic":"DIVERTED""#, " diverted_to@e=''"),
        (r#","legStatusPublic":"ON_TIME","publishedStatus":"ONTIME""#, ""),
        (r#","otherFlightLegStatuses":{"boardingStatus":"Not Open"}"#, ""),
        (r#","otherFlightLegStatuses":{"boardingStatus":"Open"}"#, " boarding@e='boarding'"),
        (r#","otherFlightLegStatuses":{"boardingStatus":"Closed"}"#, " boarding@e='gate closed'"),
        (r#","irregularity":{"delayInformation":[{"delayCode":"93"},{"delayCode":"41"}]}"#, " delay_codes@e=93+41"),
        (r#","irregularity":{"delayCode":["93a"]}"#, " delay_codes@e=93A"),
    ] {
        check(&one(members), &[&format!("{PLAN}{says}")]);
    }
    let whole = flight(&leg("CDG", "JNB", SCHEDULED, SCHEDULED_IN, ""), r#","flightStatusPublic":"CANCELLED""#);
    check(&whole, &[&format!("{PLAN} cancelled@e=true")]);
    let part = whole.replace("\"CANCELLED\"", "\"PARTIALLY_CANCELLED\"");
    check(&part, &[PLAN]);
    check(&one(r#","legStatusPublic":"QUX""#), &[PLAN, "note status QUX is not known"]);
    check(
        &one(r#","otherFlightLegStatuses":{"boardingStatus":"Jane Roe"}"#),
        &[PLAN, "note a boardingStatus that is not known"],
    );
}

#[test]
fn places_aircraft_and_codeshares() {
    let places =
        r#","places":{"gateNumber":["K41","K43"],"terminalCode":"2E","baggageBelt":["7"],"parkingPosition":"K41"}"#;
    let body = one(r#","aircraft":{"registration":"fgspz","typeCode":"772","cockpitCrewEmployer":"AF"}"#)
        .replace("\"code\":\"CDG\"", &format!("\"code\":\"CDG\"{places}"))
        .replace("\"code\":\"JNB\"", &format!("\"code\":\"JNB\"{}", places.replace("2E", "A")));
    let shares = r#","codeShareRelations":[{"marketingFlightNumber":8201,"airline":{"code":"KL"}},{"marketingFlightNumber":"0990","airline":{"code":"AF"}},
        {"marketingFlightNumber":"x","airline":{"code":"DL"}}],"flightRelations":{"onwardFlightData":{"id":"20260303+AF+0995"}}"#;
    let body = body.replace("}],\"page\"", &format!("{shares}}}],\"page\""));
    check(
        &body,
        &[
            &format!(
                "{PLAN} gate_out@e='K41, K43' terminal_out@e='2E' gate_in@e='K41, K43' terminal_in@e='A' belt@e='7' \
                 stand_in@e='K41' marketing@e=KL8201 registration@e='FGSPZ' aircraft_type@e='772'"
            ),
            "fault expected a flight like BA117 at /operationalFlights/0/codeShareRelations/2/marketingFlightNumber",
            "note flightRelations are not used: they follow the aircraft",
        ],
    );
}

#[test]
fn one_flight_alone_pages_and_refusals() {
    let body = one("");
    let (start, end) = (body.find("[{").unwrap() + 1, body.find("],\"page\"").unwrap());
    check(&body[start..end], &[&PLAN.replace("/operationalFlights/0", "")]);
    check(&body[start..end].replace("990,", "\"0990\","), &[&PLAN.replace("/operationalFlights/0", "")]);
    let pages = body.replace("\"totalPages\":1", "\"totalPages\":4");
    check(&pages, &[PLAN, "note one page of several: the others have to be asked for"]);
    check(r#"{"operationalFlights":[]}"#, &["note no flights in it"]);
    check("{}", &["fault expected operationalFlights at message"]);
    check(
        r#"{"errors":[{"code":4040,"name":"Not found","description":"key abc"}]}"#,
        &["fault the service refused with code 4040 at message"],
    );
    let bad = leg("", "JNB", SCHEDULED, "", "") + "," + &leg("CDG", "JNB", SCHEDULED, SCHEDULED_IN, "");
    check(
        &flight(&bad, ""),
        &[
            &PLAN.replace("flightLegs/0", "flightLegs/1"),
            "fault expected the airports of departureInformation and arrivalInformation at /operationalFlights/0/flightLegs/0",
        ],
    );
    check(&flight("", ""), &["fault expected at least one leg at /operationalFlights/0/flightLegs"]);
    check(
        &body.replace("\"AF\"}", "\"\"}"),
        &["fault expected a flight like BA117 at /operationalFlights/0/flightNumber"],
    );
}

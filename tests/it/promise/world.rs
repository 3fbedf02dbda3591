//! The made-up day: movements with marked names, and AIDX messages about their flights. Every marker is a text that
//! stands nowhere else, so that finding it in bytes means it got there.
//! Must not know: servers, clients.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicI64, Ordering};

/// The hub's clock: the first flight is in the air, its people are due at JFK.
pub const NOW: &str = "2031-05-06T14:00:00Z";
pub const RJ261: &str = "RJ261/2031-05-06/AMM-JFK";
pub const B6130: &str = "B6130/2031-05-06/JFK-BUF";

/// What is marked in a manifest: the buffalo family's things, and the erie family's.
pub const BUFFALO: [&str; 6] =
    ["Nour Markerbuf", "Callbuf", "نور-بوف", "CASEBUF-7001", "1987-03-21", "Small Markerbuf"];
pub const ERIE: [&str; 4] = ["Idris Markererie", "Callerie", "CASEERI-8002", "1979-11-02"];
pub const GUARDIAN: [&str; 1] = ["Guardian Markerguard"];
pub const LOCATOR: &str = "ZQ9LOC";
pub const LINKED: &str = "LINKED-9003";
pub const KEYS: [&str; 3] = ["keymark-a", "keymark-b", "keymark-d"];
pub const ESCORT_PHONE: &str = "+1 555 0177";
pub const ESCORT_CALLED: &str = "Escortmark";

pub fn flight(carrier: &str, number: &str, from: &str, to: &str, out: &str, arrives: &str) -> Value {
    json!({ "kind": "flight", "carrier": carrier, "number": number, "from": from, "to": to,
        "scheduled_out": out, "scheduled_in": arrives })
}

fn inbound() -> Value {
    flight("RJ", "261", "AMM", "JFK", "2031-05-06T07:45:00Z", "2031-05-06T19:40:00Z")
}

/// AMM-JFK-BUF with two cases for two receivers, everything marked.
pub fn marked() -> Value {
    json!({ "reference": "GROUP-1", "programme": "us-rp", "receiver": "buffalo-welcome", "authorities": ["us-arrivals"],
        "itinerary": [inbound(),
            flight("B6", "130", "JFK", "BUF", "2031-05-06T23:40:00Z", "2031-05-07T01:10:00Z")],
        "escorts": [{ "account": "escort-01", "kind": "operational", "from": 1, "to": 2, "called": ESCORT_CALLED,
            "phone": ESCORT_PHONE }],
        "bookings": [{ "ref": LOCATOR, "carrier": "RJ", "travellers": [KEYS[0]], "through_checked": true }],
        "cases": [
            { "number": BUFFALO[3], "unit": "u1", "linked": [LINKED], "travellers": [
                { "key": KEYS[0], "name": BUFFALO[0], "called": BUFFALO[1], "name_local": BUFFALO[2], "born": BUFFALO[4],
                  "sex": "F", "languages": ["ar"], "needs": ["WCHR"], "bags": 2,
                  "papers": [{ "kind": "travel-document", "valid_until": "2032-01-01" }] },
                { "key": KEYS[1], "name": BUFFALO[5], "born": "2024-02-01", "with": KEYS[0], "languages": ["ar"] }] },
            { "number": ERIE[2], "unit": "u2", "receiver": "erie-reception", "travellers": [
                { "key": KEYS[2], "name": ERIE[0], "called": ERIE[1], "born": ERIE[3], "languages": ["fr"] },
                { "key": "k-minor", "name": "Teen Traveller", "born": "2016-01-01",
                  "guardian": { "org": "Family Office", "name": GUARDIAN[0], "document_kind": "passport" } }] }] })
}

/// The same people on a way that lies behind by [`NOW`]: what happened on it is told at the times it happened.
pub fn walked() -> Value {
    let mut manifest = marked();
    manifest["itinerary"] = json!([
        flight("RJ", "261", "AMM", "JFK", "2031-05-06T00:45:00Z", "2031-05-06T12:40:00Z"),
        flight("B6", "130", "JFK", "BUF", "2031-05-06T13:30:00Z", "2031-05-06T13:55:00Z")
    ]);
    manifest
}

/// AMM-JFK-ALB on the same first flight, one plain case for buffalo-welcome.
pub fn second() -> Value {
    plain("GROUP-2", vec![inbound(), flight("B6", "22", "JFK", "ALB", "2031-05-06T22:00:00Z", "2031-05-06T23:05:00Z")])
}

/// Nowhere near JFK.
pub fn elsewhere() -> Value {
    plain("GROUP-3", vec![flight("AA", "1126", "LGA", "ORD", "2031-05-06T20:00:00Z", "2031-05-06T22:55:00Z")])
}

fn plain(reference: &str, itinerary: Vec<Value>) -> Value {
    json!({ "reference": reference, "programme": "us-rp", "receiver": "buffalo-welcome", "itinerary": itinerary,
        "cases": [{ "number": format!("N-{reference}"), "travellers": [
            { "key": "p1", "name": format!("Person of {reference}"), "born": "1990", "languages": ["so"] }] }] })
}

/// When a message was sent: each a second after the one before.
fn stamp() -> String {
    static SENT: AtomicI64 = AtomicI64::new(0);
    let start: DateTime<Utc> = "2031-05-06T10:00:00Z".parse().unwrap();
    let at = start + TimeDelta::seconds(SENT.fetch_add(1, Ordering::Relaxed));
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// One AIDX message about one leg; `data` is what stands in `LegData`.
pub fn aidx(flight: &str, data: &str) -> String {
    let stamp = stamp();
    let (named, rest) = flight.split_once('/').unwrap();
    let (date, route) = rest.split_once('/').unwrap();
    let ((carrier, number), (from, to)) = (named.split_at(2), route.split_once('-').unwrap());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><IATA_AIDX_FlightLegNotifRQ xmlns=\"http://www.iata.org/IATA/2007/00\" \
         Version=\"21.3\" TimeStamp=\"{stamp}\"><Originator CompanyShortName=\"Test\"/><FlightLeg><LegIdentifier>\
         <Airline CodeContext=\"3\">{carrier}</Airline><FlightNumber>{number}</FlightNumber>\
         <DepartureAirport CodeContext=\"3\">{from}</DepartureAirport><ArrivalAirport CodeContext=\"3\">{to}</ArrivalAirport>\
         <OriginDate>{date}</OriginDate></LegIdentifier><LegData>{data}</LegData></FlightLeg></IATA_AIDX_FlightLegNotifRQ>"
    )
}

pub fn cancelled(flight: &str) -> String {
    aidx(flight, "<OperationalStatus CodeContext=\"2005\">DX</OperationalStatus>")
}

/// `what` is OFB or ONB, `kind` EST or ACT.
pub fn time(flight: &str, what: &str, kind: &str, at: &str) -> String {
    let data = format!(
        "<OperationTime OperationQualifier=\"{what}\" CodeContext=\"9750\" TimeType=\"{kind}\">{at}</OperationTime>"
    );
    aidx(flight, &data)
}

pub fn gate(flight: &str, gate: &str) -> String {
    let data = format!(
        "<AirportResources Usage=\"Planned\"><Resource DepartureOrArrival=\"Departure\"><PassengerGate>{gate}\
         </PassengerGate></Resource></AirportResources>"
    );
    aidx(flight, &data)
}

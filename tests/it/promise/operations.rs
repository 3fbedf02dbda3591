//! One operation, many names: people ride a leg under the number on their ticket, and what is known of it comes under
//! others. Codeshares, new numbers, repeats, suffixes, diversions with a leg that carries on, and what waits for a person.
//! Must not know: how a flight is kept.

use super::house::House;
use super::world::{self, B6130, RJ261, aidx, cancelled, time};
use onward::domain::place::FlightKey;
use onward::domain::source::Source;
use onward::feeds::Kind;
use onward::intake::observe::{self, Message, Report};
use onward::intake::unmatched::{self, Settled};
use onward::ledger::unmatched::{self as waiting, Why};
use serde_json::Value;

/// One field of a merged flight, as the desk asks for it.
async fn flight(house: &House, key: &str) -> Value {
    house.get("desk", &format!("/api/v1/flights/{}", key.replace('/', "%2F"))).await
}

fn time_of(flight: &Value, name: &str) -> String {
    flight["times"][name]["at"].as_str().unwrap_or_default().to_owned()
}

async fn waits(house: &House) -> Vec<waiting::Waiting> {
    let list = waiting::list(house.app.intake.movements.store()).await.unwrap();
    list.into_iter().map(|(waiting, _)| waiting).collect()
}

async fn settle(house: &House, id: uuid::Uuid, flight: Option<&str>) -> Settled {
    let flight = flight.map(|key| key.parse::<FlightKey>().unwrap());
    unmatched::settle(&house.app.intake, id, flight, house.app.clock.now()).await.unwrap()
}

const SHARED: &str = "<CodeShareInfo><Airline>RJ</Airline><FlightNumber>261</FlightNumber></CodeShareInfo>";

#[tokio::test]
async fn a_codeshare_hears_what_is_said_of_the_operating_flight() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    let operating = "AA8100/2031-05-06/AMM-JFK";
    house.feed(aidx(operating, SHARED)).await;
    // A later message need not list the codeshares again.
    house.feed(time(operating, "ONB", "EST", "2031-05-06T21:00:00Z")).await;
    assert_eq!(time_of(&flight(&house, RJ261).await, "estimated_in"), "2031-05-06T21:00:00Z");
    // Of a number that nobody rides no record is made.
    let other = SHARED.replace(">RJ<", ">QR<");
    house.feed(aidx(operating, &other)).await;
    let nobody = house.ask("desk", reqwest::Method::GET, "/api/v1/flights/QR261%2F2031-05-06%2FAMM-JFK").send().await;
    assert_eq!(nobody.unwrap().status(), 404);
    house.close().await;
}

#[tokio::test]
async fn a_leg_that_carries_on_after_a_diversion_tells_when_they_arrive() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    house
        .feed(aidx(
            RJ261,
            "<OperationalStatus>DV</OperationalStatus><PlannedArrivalAptHistory>YQX</PlannedArrivalAptHistory>",
        ))
        .await;
    // The leg is found by the flight as it is shown.
    house.quiet().await;
    let onward = "RJ261/2031-05-06/YQX-JFK";
    house.feed(time(onward, "OFB", "EST", "2031-05-06T20:00:00Z")).await;
    house.feed(time(onward, "ONB", "EST", "2031-05-06T22:40:00Z")).await;
    let planned = flight(&house, RJ261).await;
    assert_eq!(
        (&planned["status"], &planned["diverted_to"]["value"]),
        (&"diverted".into(), &"YQX".into()),
        "{planned}"
    );
    assert_eq!(time_of(&planned, "estimated_in"), "2031-05-06T22:40:00Z");
    assert_eq!(time_of(&planned, "estimated_out"), "", "it left where it left");
    house.close().await;
}

async fn telex(house: &House, text: &str) -> Report {
    let (source, received) = (Source::feed("typeb").unwrap(), house.app.clock.now());
    let message = Message { source: &source, kind: Kind::TypeB, airport: None, body: text.as_bytes(), received };
    observe::observe(&house.app.intake, &message).await.unwrap()
}

#[tokio::test]
async fn a_telex_that_names_one_airport_finds_the_flight_that_is_ridden() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    // Nobody has spoken of it yet: it is known by the plan alone.
    let left = telex(&house, "MVT\r\nRJ261/06.JYBAA.AMM\r\nAD0750/0805\r\n").await;
    assert_eq!((left.accepted, left.unmatched), (1, 0), "{left:?}");
    assert_eq!(time_of(&flight(&house, RJ261).await, "actual_out"), "2031-05-06T07:50:00Z");
    // Ridden and spoken of it is still one flight.
    let arrives = telex(&house, "MVT\r\nRJ261/06.JYBAA.JFK\r\nEA2005\r\n").await;
    assert_eq!((arrives.accepted, arrives.unmatched), (1, 0), "{arrives:?}");
    assert_eq!(time_of(&flight(&house, RJ261).await, "estimated_on"), "2031-05-06T20:05:00Z");
    let unknown = telex(&house, "MVT\r\nRJ999/06.JYBAA.AMM\r\nAD0750/0805\r\n").await;
    assert_eq!((unknown.accepted, unknown.unmatched), (0, 1), "{unknown:?}");
    let list = waits(&house).await;
    let [waiting] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!((&waiting.why, settle(&house, waiting.id, None).await), (&Why::Unknown, Settled::WhichFlight));
    assert_eq!(settle(&house, waiting.id, Some(B6130)).await, Settled::Done(1));
    assert_eq!(waits(&house).await, []);
    house.close().await;
}

#[tokio::test]
async fn a_suffix_is_proposed_to_a_person_and_never_assumed() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    let late = "RJ261D/2031-05-06/AMM-JFK";
    let message = time(RJ261, "ONB", "EST", "2031-05-07T09:00:00Z").replace(">261<", ">261D<");
    house.feed(message).await;
    let list = waits(&house).await;
    let [proposal] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!(proposal.why, Why::Suffix { flight: RJ261.parse().unwrap() });
    assert_eq!(time_of(&flight(&house, late).await, "estimated_in"), "2031-05-07T09:00:00Z", "it has its own place");
    assert_eq!(settle(&house, proposal.id, None).await, Settled::Done(1));
    assert_eq!(time_of(&flight(&house, RJ261).await, "estimated_in"), "2031-05-07T09:00:00Z");
    // From then on it is the same operation.
    house.feed(time(RJ261, "ONB", "EST", "2031-05-07T10:00:00Z").replace(">261<", ">261D<")).await;
    assert_eq!(time_of(&flight(&house, RJ261).await, "estimated_in"), "2031-05-07T10:00:00Z");
    assert_eq!(settle(&house, proposal.id, None).await, Settled::Gone);
    house.close().await;
}

#[tokio::test]
async fn a_repeat_of_the_leg_is_what_its_people_fly_on() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    let again =
        aidx(B6130, "<OperationTime OperationQualifier=\"OFB\" TimeType=\"EST\">2031-05-07T02:00:00Z</OperationTime>")
            .replace("</LegIdentifier>", "<RepeatNumber>2</RepeatNumber></LegIdentifier>");
    house.feed(again).await;
    assert_eq!(time_of(&flight(&house, B6130).await, "estimated_out"), "2031-05-07T02:00:00Z");
    house.close().await;
}

#[tokio::test]
async fn what_cancels_everything_at_once_waits_for_a_person() {
    let house = House::open().await;
    house.publish(&world::marked()).await;
    house.quiet().await;
    let many = onward::limits::MASS_CANCELLATION_ALL;
    // As a feed would that has lost its mind: everything at once, and all of it in one second.
    let one = cancelled("AA2000/2031-05-06/LGA-ORD");
    let (head, rest) = one.split_once("<FlightLeg>").unwrap();
    let (leg, end) = rest.split_once("</FlightLeg>").unwrap();
    let legs =
        (0..many).map(|n| format!("<FlightLeg>{}</FlightLeg>", leg.replace(">2000<", &format!(">{}<", 2000 + n))));
    let answer = house.feed(format!("{head}{}{end}", legs.collect::<String>())).await;
    assert_eq!((&answer["accepted"], &answer["unmatched"]), (&many.into(), &0.into()), "{answer}");
    let over = house.feed(cancelled(RJ261)).await;
    assert_eq!((&over["accepted"], &over["unmatched"]), (&0.into(), &1.into()), "{over}");
    let list = waits(&house).await;
    let [asked] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!(asked.why, Why::MassCancellation { flight: RJ261.parse().unwrap() });
    assert_eq!(settle(&house, asked.id, None).await, Settled::Done(1));
    assert_eq!(flight(&house, RJ261).await["status"], "cancelled");
    // A person has looked: the rest is taken.
    assert_eq!(house.feed(cancelled(B6130)).await["accepted"], 1);
    assert_eq!(waits(&house).await, []);
    house.close().await;
}

//! What holds for every message: nothing panics, the wrapping says nothing, and legs keep to themselves.
//! The cases are made by `proptest`; a found one belongs into a table as well.
//! Must not know: the world outside a message.

use super::*;
use proptest::prelude::*;

const TOLD: [&str; 6] = [
    "",
    "<OperationalStatus>DX</OperationalStatus>",
    "<OperationTime OperationQualifier='ONB' TimeType='ACT'>2018-06-03T24:00:00Z</OperationTime>",
    "<AirportResources Usage='Actual'><Resource DepartureOrArrival='Arrival'><BaggageClaimUnit>3</BaggageClaimUnit>\
     <PassengerGate xsi:nil='true'/></Resource></AirportResources>",
    "<CodeShareInfo><Airline>AA</Airline><FlightNumber>1</FlightNumber></CodeShareInfo>",
    "<OperationalStatus>DV</OperationalStatus><PlannedArrivalAptHistory>STN</PlannedArrivalAptHistory>",
];

const BAD: [&str; 5] = [
    "<FlightLeg/>",
    "<FlightLeg><LegIdentifier><Airline>?</Airline></LegIdentifier></FlightLeg>",
    "<FlightLeg><LegData><OperationalStatus>&unknown;</OperationalStatus></LegData></FlightLeg>",
    "<Strange><FlightLeg/></Strange>",
    "<FlightLeg><LegIdentifier xsi:nil='true'/></FlightLeg>",
];

fn legs() -> impl Strategy<Value = Vec<String>> {
    let one = (1..200u16, 0..TOLD.len()).prop_map(|(n, told)| leg(TOLD[told]).replace("0117", &n.to_string()));
    prop::collection::vec(one, 0..6)
}

fn said_by(body: &str) -> Vec<Observation> {
    read(body).observations.into_iter().map(|(observation, _)| observation).collect()
}

fn prefixed(body: &str, prefix: &str) -> String {
    let (head, rest) = body.split_once("?>").unwrap();
    let named =
        rest.replace("</", "\u{1}").replace('<', &format!("<{prefix}:")).replace('\u{1}', &format!("</{prefix}:"));
    format!("{head}?>{}", named.replace("xmlns=", &format!("xmlns:{prefix}=")))
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        parse(&bytes, received());
    }

    #[test]
    fn no_mutation_panics(
        legs in legs(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = message(&legs.concat()).into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len() * 2));
        parse(&bytes, received());
    }

    #[test]
    fn a_cut_message_says_the_beginning_of_the_whole(legs in legs(), cut in any::<prop::sample::Index>()) {
        let whole = message(&legs.concat());
        let (before, after) = (said_by(&whole[..cut.index(whole.len())]), said_by(&whole));
        prop_assert_eq!(&before[..], &after[..before.len()]);
    }

    #[test]
    fn wrapping_and_prefix_say_nothing(legs in legs(), prefix in "[a-w][a-z0-9]{0,3}") {
        let plain = message(&legs.concat());
        let expected = said_by(&plain);
        prop_assert_eq!(expected.len(), legs.len());
        prop_assert_eq!(&said_by(&prefixed(&plain, &prefix)), &expected);
        let (head, rest) = plain.split_once("?>").unwrap();
        let soap = format!("{head}?><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{rest}</s:Body></s:Envelope>");
        prop_assert_eq!(&said_by(&soap), &expected);
    }

    #[test]
    fn the_order_of_legs_says_nothing(legs in legs()) {
        let mut backwards = legs.clone();
        backwards.reverse();
        let mut said = said_by(&message(&backwards.concat()));
        said.reverse();
        prop_assert_eq!(said, said_by(&message(&legs.concat())));
    }

    #[test]
    fn a_bad_leg_never_changes_the_others(legs in legs(), bad in 0..BAD.len(), at in any::<prop::sample::Index>()) {
        let mut with = legs.clone();
        with.insert(at.index(legs.len() + 1), BAD[bad].to_owned());
        prop_assert_eq!(said_by(&message(&with.concat())), said_by(&message(&legs.concat())));
    }
}

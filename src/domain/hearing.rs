//! Which other flights hear what is said of one: people ride a leg under the number on their ticket, and what is known of
//! the operation comes under others. A codeshare, a new number, a repeat after an air return and a match by a person are
//! the same operation; the leg that carries on after a diversion tells only how it arrives.
//! Must not know: which source said it, the store.

use super::merged::Merged;
use super::observation::{Event, Field, Observation, Value};
use super::place::FlightKey;

/// How much of what is said another flight hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// Landing, gate, belt: how the people arrive in the end.
    Arrival,
}

/// The flights that hear what is said of `flight`. `ridden` tells whether somebody rides a leg; a codeshare that nobody
/// rides needs no record of its own.
pub fn hearers(flight: &Merged, ridden: impl Fn(&FlightKey) -> bool) -> Vec<(FlightKey, Part)> {
    let named = |list: &[String]| list.iter().filter_map(|text| text.parse().ok()).collect::<Vec<FlightKey>>();
    let first = (flight.key.repeat > 1).then(|| FlightKey { repeat: 1, ..flight.key.clone() });
    let same = named(&flight.same_as).into_iter();
    let rides =
        flight.marketing.iter().filter_map(|text| flight.key.under(text)).chain(first).filter(|key| ridden(key));
    let mut all: Vec<(FlightKey, Part)> = same.chain(rides).map(|key| (key, Part::Whole)).collect();
    all.extend(named(&flight.continues).into_iter().map(|key| (key, Part::Arrival)));
    let mut heard: Vec<(FlightKey, Part)> = Vec::new();
    for (key, part) in all {
        if key != flight.key && !heard.iter().any(|(held, _)| *held == key) {
            heard.push((key, part));
        }
    }
    heard
}

/// What of a message a hearer hears; `None` if nothing. Links are the speaker's own and are never passed on, so that two
/// flights that hear each other end here.
pub fn heard(said: &Observation, part: Part) -> Option<Observation> {
    let arrives = |field: Field| {
        let place = matches!(field, Field::GateIn | Field::TerminalIn | Field::Belt | Field::StandIn);
        place || matches!(field, Field::Time(_, Event::On | Event::In))
    };
    let says: Vec<_> = said
        .says
        .iter()
        .filter(|say| match (part, say.field) {
            (_, Field::SameAs | Field::Continues | Field::Marketing | Field::Renumbered | Field::ContinuedBy) => false,
            (Part::Whole, _) => true,
            (Part::Arrival, field) => arrives(field),
        })
        .cloned()
        .collect();
    (!says.is_empty()).then(|| Observation { says, ..said.clone() })
}

/// The flight under its new number, if the message gives one: what is said there from then on is said of this one.
pub fn renumbered(key: &FlightKey, said: &Observation) -> Option<FlightKey> {
    let text = said.says.iter().find_map(|say| match (say.field, &say.value) {
        (Field::Renumbered, Some(Value::Text(text))) => Some(text),
        _ => None,
    })?;
    key.under(text).filter(|new| new != key)
}

/// The leg that carries on, if the message names it by its key.
pub fn continuation(key: &FlightKey, said: &Observation) -> Option<FlightKey> {
    let next = said.says.iter().find_map(|say| match (say.field, &say.value) {
        (Field::ContinuedBy, Some(Value::Text(text))) => text.parse::<FlightKey>().ok(),
        _ => None,
    })?;
    (next != *key).then_some(next)
}

/// Whether a leg may be what carries on after a diversion, told by nothing but itself: the same number, from where the
/// other one went, to where it should have gone, not before it and within a day.
pub fn carries_on(leg: &FlightKey, diverted: &Merged) -> bool {
    let planned = &diverted.key;
    let from = diverted.diverted_to.as_ref().is_some_and(|to| to.value == leg.from.as_str());
    let days = (leg.date - planned.date).num_days();
    from && leg.carrier == planned.carrier
        && leg.number == planned.number
        && leg.to == planned.to
        && (0..=1).contains(&days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::flight::{Merge, merge};
    use crate::domain::observation::{DateBasis, FlightRef, Kind, Say, Stage};
    use crate::domain::source::{Source, SourceOrder};

    fn said(says: &[(Field, Value)]) -> Observation {
        let key: FlightKey = "BA117/2026-11-23/LHR-JFK".parse().unwrap();
        let says = says.iter().map(|(field, v)| Say { field: *field, stage: Stage::Estimated, value: Some(v.clone()) });
        let flight = FlightRef {
            carrier: key.carrier,
            number: key.number,
            suffix: None,
            date: key.date,
            basis: DateBasis::Local,
            from: Some(key.from),
            to: Some(key.to),
            repeat: 1,
        };
        Observation { flight, says: says.collect(), reported: None }
    }

    fn merged(key: &str, says: &[(Field, Value)]) -> Merged {
        let (source, at) = (Source::feed("aidx").unwrap(), "2026-11-23T12:00:00Z".parse().unwrap());
        let order = SourceOrder::default();
        match merge(None, &key.parse().unwrap(), &said(says), &source, at, &order) {
            Merge::Changed { flight, .. } => flight.merged(&order),
            Merge::Same => panic!("nothing said"),
        }
    }

    fn list(keys: &[&str]) -> Value {
        Value::List(keys.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn who_hears_what_is_said_of_a_flight() {
        let check = |key: &str, says: &[(Field, Value)], ridden: &[&str], expected: &[(&str, Part)]| {
            let found = hearers(&merged(key, says), |key| ridden.contains(&key.to_string().as_str()));
            let found: Vec<(String, Part)> = found.into_iter().map(|(k, part)| (k.to_string(), part)).collect();
            assert_eq!(found, expected.iter().map(|(k, part)| (k.to_string(), *part)).collect::<Vec<_>>(), "{key}");
        };
        let aa = "AA6789/2026-11-23/LHR-JFK";
        let shared = [(Field::Marketing, list(&["AA6789", "IB4567", "BA117"]))];
        check("BA117/2026-11-23/LHR-JFK", &shared, &[aa, "BA117/2026-11-23/LHR-JFK"], &[(aa, Part::Whole)]);
        check("BA117/2026-11-23/LHR-JFK", &shared, &["AA6789/2026-11-24/LHR-JFK"], &[]);
        let first = "BA117/2026-11-23/LHR-JFK";
        check(
            "BA117/2026-11-23/LHR-JFK~2",
            &[(Field::Cancelled, Value::Flag(true))],
            &[first],
            &[(first, Part::Whole)],
        );
        let linked = [(Field::SameAs, list(&[first, "nonsense"]))];
        check("BA118/2026-11-23/LHR-JFK", &linked, &[], &[(first, Part::Whole)]);
        let on = [(Field::Continues, list(&[first]))];
        check("BA117/2026-11-23/YQX-JFK", &on, &[], &[(first, Part::Arrival)]);
    }

    #[test]
    fn a_leg_that_carries_on_tells_only_how_it_arrives_and_links_are_never_passed_on() {
        let at = |text: &str| Value::At(text.parse().unwrap());
        let message = said(&[
            (Field::Time(Kind::Estimated, Event::Out), at("2026-11-23T20:00:00Z")),
            (Field::Time(Kind::Estimated, Event::In), at("2026-11-23T23:00:00Z")),
            (Field::GateIn, Value::Text("B22".into())),
            (Field::Cancelled, Value::Flag(false)),
            (Field::SameAs, list(&["BA118/2026-11-23/LHR-JFK"])),
        ]);
        let names = |part| heard(&message, part).unwrap().says.iter().map(|s| s.field.name()).collect::<Vec<_>>();
        assert_eq!(names(Part::Arrival), ["estimated_in", "gate_in"]);
        assert_eq!(names(Part::Whole), ["estimated_out", "estimated_in", "gate_in", "cancelled"]);
        assert_eq!(heard(&said(&[(Field::Renumbered, Value::Text("BA118".into()))]), Part::Whole), None);
    }

    #[test]
    fn new_numbers_and_continuations_are_found() {
        let key: FlightKey = "BA117/2026-11-23/LHR-JFK".parse().unwrap();
        let new = |text: &str| renumbered(&key, &said(&[(Field::Renumbered, Value::Text(text.into()))]));
        assert_eq!(new("BA 9117P").map(|k| k.to_string()).as_deref(), Some("BA9117P/2026-11-23/LHR-JFK"));
        assert_eq!((new("BA117"), new("soon")), (None, None));
        let next = |text: &str| continuation(&key, &said(&[(Field::ContinuedBy, Value::Text(text.into()))]));
        assert!(next("BA117/2026-11-24/YQX-JFK").is_some() && next("later").is_none());
        let diverted = merged("BA117/2026-11-23/LHR-JFK", &[(Field::DivertedTo, Value::Text("YQX".into()))]);
        let check = |leg: &str, expected| assert_eq!(carries_on(&leg.parse().unwrap(), &diverted), expected, "{leg}");
        check("BA117/2026-11-23/YQX-JFK", true);
        check("BA117/2026-11-24/YQX-JFK", true);
        check("BA117/2026-11-25/YQX-JFK", false);
        check("BA118/2026-11-23/YQX-JFK", false);
        check("BA117/2026-11-23/YYT-JFK", false);
        check("BA117/2026-11-23/YQX-BOS", false);
    }
}

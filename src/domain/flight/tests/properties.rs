//! What holds for every set of messages, in every order and however often each is told.
//! Messages are made up from few values and minutes, so that ties and contradictions are common.
//! Must not know: single rules of the pick; those are in the tables.

use super::*;
use crate::limits::VALUES_REMEMBERED_MAX;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn say() -> impl Strategy<Value = (Field, Stage, Option<Value>)> {
    let stage = prop_oneof![Just(Stage::Scheduled), Just(Stage::Estimated), Just(Stage::Target), Just(Stage::Actual)];
    let kind = prop_oneof![Just(Kind::Scheduled), Just(Kind::Estimated), Just(Kind::Actual)];
    let event = prop_oneof![Just(Event::Out), Just(Event::Off), Just(Event::On), Just(Event::In)];
    let moment = (kind, event, 0i64..90).prop_map(|(k, e, m)| (Field::Time(k, e), time(m)));
    let gate = (0u8..4).prop_map(|n| (Field::GateOut, text(&format!("A{n}"))));
    let flags = prop_oneof![Just(Field::Cancelled), Just(Field::Returned), Just(Field::Deleted)];
    let flag = (flags, any::<bool>()).prop_map(|(f, b)| (f, Some(Value::Flag(b))));
    let diverted = prop_oneof![Just(""), Just("STN"), Just("ERI")].prop_map(|t| (Field::DivertedTo, text(t)));
    let said = prop_oneof![4 => moment, 2 => gate, 2 => flag, 1 => diverted];
    (said, stage, prop::bool::weighted(0.2))
        .prop_map(|((field, value), stage, withdrawn)| (field, stage, value.filter(|_| !withdrawn)))
}

fn message() -> impl Strategy<Value = Message> {
    let source = prop_oneof![Just("telex"), Just("aidx"), Just("board"), Just("unknown"), Just("plan")];
    let says = prop::collection::vec(say(), 0..4);
    (source, prop::option::weighted(0.7, 0i64..60), 0i64..60, says)
        .prop_map(|(source, reported, received, says)| Message { source, reported, received, says })
}

fn told(messages: &[Message]) -> Option<Flight> {
    messages.iter().fold(None, tell)
}

/// A set of messages and another telling of it: shuffled, some repeated.
fn two_tellings() -> impl Strategy<Value = (Vec<Message>, Vec<Message>)> {
    let set = prop::collection::vec(message(), 1..25);
    let with_repeats = set.prop_flat_map(|set| {
        let picks = prop::collection::vec(0..set.len(), 0..10);
        (Just(set), picks)
    });
    with_repeats.prop_flat_map(|(set, picks)| {
        let again: Vec<Message> = picks.iter().map(|i| set[*i].clone()).chain(set.clone()).collect();
        (Just(set), Just(again).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn order_and_repetition_leave_the_same_bytes((first, second) in two_tellings()) {
        let (one, two) = (told(&first), told(&second));
        prop_assert_eq!(one.as_ref().map(|f| f.encode().unwrap()), two.as_ref().map(|f| f.encode().unwrap()));
        prop_assert_eq!(one.map(|f| f.merged(&order())), two.map(|f| f.merged(&order())));
    }

    #[test]
    fn a_full_memory_forgets_the_same_in_every_order(
        minutes in Just((0..VALUES_REMEMBERED_MAX as i64 + 20).collect::<Vec<_>>()).prop_shuffle()
    ) {
        let message = |minute: &i64| Message {
            source: "aidx", reported: Some(minute % 7), received: *minute,
            says: vec![(OUT, Stage::Actual, time(*minute))],
        };
        let shuffled: Vec<Message> = minutes.iter().map(message).collect();
        let sorted: Vec<Message> = (0..VALUES_REMEMBERED_MAX as i64 + 20).map(|m| message(&m)).collect();
        prop_assert_eq!(told(&shuffled), told(&sorted));
    }

    #[test]
    fn what_is_told_again_is_same(messages in prop::collection::vec(message(), 1..15)) {
        let held = told(&messages);
        for m in &messages {
            let source = Source::parse(m.source).unwrap();
            let again = merge(held.as_ref(), &key(), &seen(m), &source, at(m.received), &order());
            prop_assert_eq!(again, Merge::Same);
        }
    }

    /// Who stores a flight only when it changed believes the answer, and matches by two times without showing the rest.
    #[test]
    fn a_change_is_told_as_it_is(messages in prop::collection::vec(message(), 1..15)) {
        let mut held = None;
        for m in messages.iter().chain(&messages) {
            let before = held.clone();
            let source = Source::parse(m.source).unwrap();
            let changed = take_in(&mut held, &key(), &seen(m), &source, at(m.received));
            prop_assert_eq!(changed, held != before);
            let Some(flight) = &held else { continue };
            let shown = flight.merged(&order());
            let time = |event| shown.times.get(&(Kind::Scheduled, event)).map(|told| told.at);
            prop_assert_eq!(flight.scheduled(&order()), (time(Event::Out), time(Event::In)));
        }
    }

    /// Any set is a subset of a larger one: whatever was lost, what is shown was said.
    #[test]
    fn nothing_is_shown_that_no_message_says(messages in prop::collection::vec(message(), 0..20)) {
        let Some(flight) = told(&messages) else { return Ok(()) };
        let merged = flight.merged(&order());
        let said: BTreeSet<(Field, Value)> = messages.iter()
            .flat_map(|m| m.says.iter().filter_map(|(f, _, v)| Some((*f, v.clone()?)))).collect();
        for ((kind, event), told) in &merged.times {
            prop_assert!(said.contains(&(Field::Time(*kind, *event), Value::At(told.at))));
        }
        for (field, told) in [(Field::GateOut, &merged.gate_out), (Field::DivertedTo, &merged.diverted_to)] {
            if let Some(t) = told { prop_assert!(said.contains(&(field, Value::Text(t.value.clone())))); }
        }
        let any = |field| said.iter().any(|(f, _)| *f == field);
        let actual = |event| any(Field::Time(Kind::Actual, event));
        let yes = |field| said.contains(&(field, Value::Flag(true)));
        let stated = match merged.status {
            Status::Scheduled => true,
            Status::Out => actual(Event::Out),
            Status::Off => actual(Event::Off),
            Status::On => actual(Event::On),
            Status::In => actual(Event::In),
            Status::Cancelled => yes(Field::Cancelled),
            Status::Diverted => any(Field::DivertedTo),
            Status::Returned => yes(Field::Returned),
        };
        prop_assert!(stated, "{:?}", merged.status);
        prop_assert!(!merged.cancelled_but_flew || yes(Field::Cancelled));
    }

    /// A withdrawal may uncover another source's value; it never brings one that nobody says.
    #[test]
    fn a_withdrawal_makes_no_value(messages in prop::collection::vec(message(), 1..15), minute in 0i64..60) {
        let Some(flight) = told(&messages) else { return Ok(()) };
        let fields: BTreeSet<Field> = flight.claims().map(|c| c.field).filter(|f| *f != Field::Deleted).collect();
        let withdraws = |field: &Field| (*field, Stage::Actual, None);
        let withdrawal = Message {
            source: "telex", reported: Some(minute), received: minute, says: fields.iter().map(withdraws).collect(),
        };
        let after = tell(Some(flight.clone()), &withdrawal).unwrap().merged(&order());
        let held: BTreeSet<(Field, &Value)> =
            flight.claims().filter_map(|c| Some((c.field, c.value.as_ref()?))).collect();
        for ((kind, event), told) in &after.times {
            prop_assert!(held.contains(&(Field::Time(*kind, *event), &Value::At(told.at))));
        }
    }
}

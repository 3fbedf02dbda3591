//! Tables and properties of the merge. Each table row is one story told to `check()`:
//! who said what and when, and what is shown in the end.
//! Must not know: how claims are kept.

use super::*;
use crate::domain::merged::{Merged, Status};
use crate::domain::observation::{DateBasis, Event, FlightRef, Kind, Say};
use crate::domain::place::{Airport, Carrier};
use chrono::{NaiveDate, TimeDelta, TimeZone};
use std::collections::BTreeMap;

mod properties;
mod reported;

const KEY: &str = "MQ3386/2015-01-02/ORD-ERI";
pub(super) const OUT: Field = Field::Time(Kind::Actual, Event::Out);
pub(super) const OFF: Field = Field::Time(Kind::Actual, Event::Off);
const EST_OUT: Field = Field::Time(Kind::Estimated, Event::Out);
const EST_IN: Field = Field::Time(Kind::Estimated, Event::In);
const SCH_OUT: Field = Field::Time(Kind::Scheduled, Event::Out);
const SCH_IN: Field = Field::Time(Kind::Scheduled, Event::In);

/// A minute of the test day.
pub(super) fn at(minute: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2015, 1, 2, 12, 0, 0).unwrap() + TimeDelta::minutes(minute)
}
pub(super) fn time(minute: i64) -> Option<Value> {
    Some(Value::At(at(minute)))
}
pub(super) fn text(value: &str) -> Option<Value> {
    Some(Value::Text(value.into()))
}
const YES: Option<Value> = Some(Value::Flag(true));
const NO: Option<Value> = Some(Value::Flag(false));

pub(super) fn order() -> SourceOrder {
    let s = |t: &str| Source::parse(t).unwrap();
    SourceOrder::new(vec![s("telex"), s("aidx"), s("board")], BTreeMap::new())
}
pub(super) fn key() -> FlightKey {
    KEY.parse().unwrap()
}

/// A message without its own time when `reported` is `None`.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub source: &'static str,
    pub reported: Option<i64>,
    pub received: i64,
    pub says: Vec<(Field, Stage, Option<Value>)>,
}

pub(super) fn seen(message: &Message) -> Observation {
    let says = message.says.iter().cloned().map(|(field, stage, value)| Say { field, stage, value });
    Observation {
        flight: FlightRef {
            carrier: Carrier::parse("MQ").unwrap(),
            number: 3386,
            suffix: None,
            date: NaiveDate::from_ymd_opt(2015, 1, 2).unwrap(),
            basis: DateBasis::Local,
            from: Airport::parse("ORD").ok(),
            to: Airport::parse("ERI").ok(),
            repeat: 1,
        },
        says: says.collect(),
        reported: message.reported.map(at),
    }
}

pub(super) fn tell(held: Option<Flight>, message: &Message) -> Option<Flight> {
    let source = Source::parse(message.source).unwrap();
    match merge(held.as_ref(), &key(), &seen(message), &source, at(message.received), &order()) {
        Merge::Same => held,
        Merge::Changed { flight, .. } => Some(flight),
    }
}

enum Step {
    /// A feed's message with its own time: source, reported, field, value.
    Feed(&'static str, i64, Field, Option<Value>),
    /// A message without a time: source, received.
    Weak(&'static str, i64, Field, Option<Value>),
    /// A staff word: given, minutes it holds, field, value.
    Word(i64, i64, Field, Option<Value>),
    /// The tick.
    Tick(i64),
}
use Step::*;

fn play(steps: &[Step]) -> Merged {
    let mut held = None;
    let feed = |held, source, reported, received, field, value: &Option<Value>| {
        tell(held, &Message { source, reported, received, says: vec![(field, Stage::Estimated, value.clone())] })
    };
    for step in steps {
        held = match step {
            Feed(source, minute, field, value) => feed(held, source, Some(*minute), *minute, *field, value),
            Weak(source, minute, field, value) => feed(held, source, None, *minute, *field, value),
            Word(given, holds, field, value) => {
                let says = StaffSays {
                    field: *field,
                    value: value.clone(),
                    by: "ord-desk".into(),
                    given: at(*given),
                    until: at(given + holds),
                };
                match held.unwrap_or_else(|| Flight::new(key())).say_staff(&says, &order()) {
                    Merge::Changed { flight, .. } => Some(flight),
                    Merge::Same => panic!("a word that changes nothing"),
                }
            }
            Tick(now) => held.map(|f| f.expire_words(at(*now)).unwrap_or(f)),
        };
    }
    held.unwrap_or_else(|| Flight::new(key())).merged(&order())
}

/// `status · field=value by source, … · disagreeing field: sources · !flew`, times in test minutes.
fn check(story: &str, steps: &[Step], expected: &str) {
    let m = play(steps);
    let mut parts: Vec<String> = vec![m.status.as_str().into()];
    for ((kind, event), told) in &m.times {
        parts.push(format!(
            "{}={} {}",
            Field::Time(*kind, *event).name(),
            (told.at - at(0)).num_minutes(),
            told.source
        ));
    }
    for (name, told) in [("gate", &m.gate_out), ("belt", &m.belt), ("to", &m.diverted_to)] {
        parts.extend(told.iter().map(|t| format!("{name}={} {}", t.value, t.source)));
    }
    for d in &m.disagreements {
        let sources: Vec<&str> = d.values.iter().map(|v| v.source.as_str()).collect();
        parts.push(format!("{}: {}", d.field, sources.join("/")));
    }
    parts.extend(m.cancelled_but_flew.then(|| "!flew".into()));
    assert_eq!(parts.join(" · "), expected, "{story}");
}

const GATE: Field = Field::GateOut;
const CNX: Field = Field::Cancelled;
const RET: Field = Field::Returned;
const DIV: Field = Field::DivertedTo;

#[test]
fn a_value_is_picked_by_stage_then_report_then_source() {
    check("nothing said", &[], "scheduled");
    check(
        "newer estimate",
        &[Feed("aidx", 0, EST_OUT, time(60)), Feed("board", 30, EST_OUT, time(70))],
        "scheduled · estimated_out=70 board",
    );
    check(
        "an older message comes late",
        &[Feed("aidx", 30, EST_OUT, time(70)), Feed("aidx", 0, EST_OUT, time(60))],
        "scheduled · estimated_out=70 aidx",
    );
    check(
        "of one moment the order decides",
        &[Feed("aidx", 0, EST_OUT, time(60)), Feed("board", 9, EST_OUT, time(70))],
        "scheduled · estimated_out=60 aidx",
    );
    check(
        "no time of its own ranks below at the same moment",
        &[Feed("board", 0, EST_OUT, time(60)), Weak("aidx", 9, EST_OUT, time(70))],
        "scheduled · estimated_out=60 board",
    );
    check(
        "actuals: the better witness, both shown",
        &[Feed("telex", 0, OUT, time(0)), Feed("board", 90, OUT, time(11))],
        "out · actual_out=0 telex · actual_out: telex/board",
    );
    check(
        "ten minutes are rounding",
        &[Feed("telex", 0, OUT, time(0)), Feed("board", 90, OUT, time(10))],
        "out · actual_out=0 telex",
    );
    check(
        "the plan is last, whenever it was published",
        &[Feed("board", 0, SCH_OUT, time(60)), Feed("plan", 90, SCH_OUT, time(62))],
        "scheduled · scheduled_out=60 board",
    );
    check(
        "gates differ",
        &[Feed("aidx", 0, GATE, text("A1")), Feed("board", 30, GATE, text("A2"))],
        "scheduled · gate=A2 board · gate_out: board/aidx",
    );
}

#[test]
fn the_status_follows_from_what_is_shown() {
    check("cancelled", &[Feed("aidx", 0, CNX, YES)], "cancelled");
    check("reinstated", &[Feed("aidx", 0, CNX, YES), Feed("aidx", 20, CNX, NO)], "scheduled");
    check(
        "cancelled, then it flew",
        &[Feed("aidx", 0, CNX, YES), Feed("board", 20, OFF, time(19))],
        "off · actual_off=19 board · cancelled: aidx/board · !flew",
    );
    check(
        "the cancellation is only repeated after the take-off",
        &[Feed("aidx", 0, CNX, YES), Feed("board", 20, OFF, time(19)), Feed("aidx", 40, CNX, YES)],
        "off · actual_off=19 board · cancelled: aidx/board · !flew",
    );
    check(
        "out, then cancelled at the stand",
        &[Feed("telex", 0, OUT, time(0)), Feed("aidx", 30, CNX, YES)],
        "cancelled · actual_out=0 telex",
    );
    check(
        "a better witness saw it take off",
        &[Feed("telex", 0, OFF, time(0)), Feed("board", 30, CNX, YES)],
        "off · actual_off=0 telex · cancelled: board/telex · !flew",
    );
    check(
        "in the air, and back where it came from",
        &[Feed("aidx", 0, OFF, time(0)), Feed("telex", 30, Field::Returned, YES)],
        "returned",
    );
    check(
        "diverted somewhere",
        &[Feed("aidx", 0, OFF, time(0)), Feed("aidx", 9, DIV, text(""))],
        "diverted · actual_off=0 aidx · to= aidx",
    );
    check(
        "a named place says more",
        &[Feed("aidx", 0, DIV, text("STN")), Feed("board", 60, DIV, text(""))],
        "diverted · to=STN aidx",
    );
    check("diverted back to where it was going", &[Feed("aidx", 0, DIV, text("ERI"))], "scheduled");
    let in_ = Field::Time(Kind::Actual, Event::In);
    check(
        "diverted and in",
        &[Feed("aidx", 0, DIV, text("STN")), Feed("aidx", 60, in_, time(59))],
        "in · actual_in=59 aidx · to=STN aidx",
    );
    check(
        "back at the stand, another source still says out",
        &[Feed("board", 1, OUT, time(0)), Feed("telex", 20, RET, YES), Weak("board", 30, OUT, time(0))],
        "returned",
    );
    check(
        "and out again",
        &[Feed("telex", 1, OUT, time(0)), Feed("telex", 20, RET, YES), Feed("telex", 45, OUT, time(44))],
        "out · actual_out=44 telex",
    );
    check(
        "back a second time",
        &[Feed("telex", 20, RET, YES), Feed("telex", 45, OUT, time(44)), Feed("telex", 60, RET, YES)],
        "returned",
    );
}

#[test]
fn a_staff_word_outranks_what_feeds_had_said() {
    let gate = |steps: Vec<Step>| {
        let all = [Feed("aidx", 0, GATE, text("A1")), Word(5, 60, GATE, text("A5"))].into_iter();
        all.chain(steps).collect::<Vec<_>>()
    };
    check("the word", &gate(vec![]), "scheduled · gate=A5 staff · gate_out: staff/aidx");
    check(
        "the same again is no change",
        &gate(vec![Feed("aidx", 9, GATE, text("A1"))]),
        "scheduled · gate=A5 staff · gate_out: staff/aidx",
    );
    check(
        "said before, heard after",
        &gate(vec![Feed("board", 4, GATE, text("A7"))]),
        "scheduled · gate=A5 staff · gate_out: staff/aidx/board",
    );
    check(
        "a newer gate wins",
        &gate(vec![Feed("aidx", 9, GATE, text("A9"))]),
        "scheduled · gate=A9 aidx · gate_out: aidx/staff",
    );
    check("until its time", &gate(vec![Tick(64)]), "scheduled · gate=A5 staff · gate_out: staff/aidx");
    check("and no longer", &gate(vec![Tick(65)]), "scheduled · gate=A1 aidx");
    check("taken back", &gate(vec![Word(20, 60, GATE, None)]), "scheduled · gate=A1 aidx");
    check(
        "spoken anew",
        &gate(vec![Word(20, 60, GATE, text("A6")), Tick(66)]),
        "scheduled · gate=A6 staff · gate_out: staff/aidx",
    );
    check(
        "a belt stays the word's",
        &[Word(0, 60, Field::Belt, text("3")), Feed("aidx", 9, Field::Belt, text("4"))],
        "scheduled · belt=3 staff · belt: staff/aidx",
    );
    check(
        "an actual ends the estimate of the same event",
        &[Word(0, 60, EST_OUT, time(30)), Feed("aidx", 9, EST_OUT, time(90)), Feed("aidx", 29, OUT, time(28))],
        "out · estimated_out=90 aidx · actual_out=28 aidx",
    );
    check(
        "an actual of another event does not",
        &[Word(0, 60, EST_IN, time(300)), Feed("aidx", 29, OUT, time(28))],
        "out · estimated_in=300 staff · actual_out=28 aidx",
    );
    check(
        "a person corrects an actual",
        &[Feed("aidx", 1, OUT, time(0)), Word(20, 60, OUT, time(18)), Weak("aidx", 30, OUT, time(0))],
        "out · actual_out=18 staff · actual_out: staff/aidx",
    );
    check(
        "a word cancels",
        &[Feed("telex", 1, OFF, time(0)), Word(20, 60, CNX, YES)],
        "cancelled · actual_off=0 telex",
    );
    check(
        "a feed reinstates after the word",
        &[Word(0, 60, CNX, YES), Feed("aidx", 9, CNX, NO)],
        "scheduled · cancelled: aidx/staff",
    );
}

#[test]
fn best_times_never_contradict_what_has_happened() {
    let on = Field::Time(Kind::Actual, Event::On);
    let est_on = Field::Time(Kind::Estimated, Event::On);
    let best = |steps: &[Step]| {
        let m = play(steps);
        let min = |best: Option<(DateTime<Utc>, Kind)>| best.map(|(t, _)| (t - at(0)).num_minutes());
        (min(m.best_out()), min(m.best_in()), m.delay_out_min(), m.delay_in_min())
    };
    let plan = || vec![Feed("plan", 0, SCH_OUT, time(60)), Feed("plan", 0, SCH_IN, time(150))];
    let and = |steps: Vec<Step>| plan().into_iter().chain(steps).collect::<Vec<_>>();
    assert_eq!(best(&[]), (None, None, None, None));
    assert_eq!(best(&plan()), (Some(60), Some(150), None, None), "a schedule is no delay of zero");
    assert_eq!(best(&and(vec![Feed("aidx", 1, EST_OUT, time(75))])), (Some(75), Some(150), Some(15), None));
    assert_eq!(best(&and(vec![Feed("aidx", 1, est_on, time(160))])), (Some(60), Some(166), None, Some(16)));
    let late = vec![Feed("aidx", 1, EST_IN, time(140)), Feed("aidx", 170, on, time(169))];
    assert_eq!(best(&and(late)), (Some(60), Some(175), None, Some(25)), "in cannot be before on");
}

#[test]
fn the_same_twice_is_same_and_a_repeat_changes_no_document() {
    let message = |reported| Message {
        source: "aidx",
        reported: Some(reported),
        received: reported,
        says: vec![(EST_OUT, Stage::Estimated, time(60))],
    };
    let source = Source::parse("aidx").unwrap();
    let of = |held: Option<&Flight>, m: &Message| merge(held, &key(), &seen(m), &source, at(m.received), &order());
    let Merge::Changed { flight, changes, document_changed } = of(None, &message(0)) else { panic!("nothing new") };
    assert_eq!((changes.len(), document_changed), (1, true));
    assert_eq!(of(Some(&flight), &message(0)), Merge::Same);
    let Merge::Changed { flight, changes, document_changed } = of(Some(&flight), &message(30)) else {
        panic!("a later report")
    };
    assert_eq!((changes, document_changed), (vec![], false));
    assert_eq!(flight.merged(&order()).times[&(Kind::Estimated, Event::Out)].heard, at(0));
    assert_eq!(of(None, &Message { says: vec![], ..message(0) }), Merge::Same, "a message that says nothing");
    let staff = Source::staff();
    assert_eq!(merge(None, &key(), &seen(&message(0)), &staff, at(0), &order()), Merge::Same, "no feed is staff");
    assert_eq!(flight.merged(&order()).status, Status::Scheduled);
}

#[test]
fn only_what_has_a_plan_and_an_outcome_has_a_stage() {
    let check = |field, firm, later, expected: &str| {
        let message = |reported, stage, value| Message {
            source: "aidx",
            reported: Some(reported),
            received: reported,
            says: vec![(field, stage, value)],
        };
        let held = tell(None, &message(0, Stage::Actual, firm));
        let merged = tell(held, &message(30, Stage::Scheduled, later)).unwrap().merged(&order());
        let gate = merged.gate_out.map_or("-".into(), |g| g.value);
        assert_eq!(format!("{} {gate}", merged.status.as_str()), expected);
    };
    check(GATE, text("A1"), text("A2"), "scheduled A1");
    check(CNX, YES, NO, "scheduled -");
    check(RET, YES, None, "scheduled -");
}

#[test]
fn memory_of_values_is_bounded_and_the_record_reads_back() {
    let mut held = None;
    for minute in 0..200 {
        let says = vec![(EST_OUT, Stage::Estimated, time(500 - minute))];
        held = tell(held, &Message { source: "aidx", reported: Some(minute), received: minute, says });
    }
    let flight = held.unwrap();
    let claim = flight.claims().next().unwrap();
    assert_eq!(claim.firsts.len(), crate::limits::VALUES_REMEMBERED_MAX);
    assert_eq!((claim.value.clone(), claim.heard()), (time(301), at(199)), "a forgotten value counts from its claim");
    let bytes = flight.encode().unwrap();
    assert_eq!(Flight::decode(&bytes).unwrap(), flight);
    let newer = String::from_utf8(bytes).unwrap().replace("\"v\":1", "\"v\":2");
    assert!(Flight::decode(newer.as_bytes()).unwrap_err().to_string().contains("expected version 1"));
}

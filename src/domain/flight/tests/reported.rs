//! What a source takes back, and what it says of when it knew it.
//! Must not know: which source is to be believed.
//! Every case goes through the one `check` of the table.

use super::*;

#[test]
fn a_withdrawal_takes_only_what_its_own_source_said() {
    let two = || vec![Feed("telex", 0, OUT, time(0)), Feed("board", 1, OUT, time(2))];
    let and = |step| two().into_iter().chain([step]).collect::<Vec<_>>();
    check("telex takes back", &and(Feed("telex", 5, OUT, None)), "out · actual_out=2 board");
    check("an older withdrawal is too late", &and(Feed("telex", -5, OUT, None)), "out · actual_out=0 telex");
    check("nobody's withdrawal makes nothing", &[Feed("telex", 5, OUT, None)], "scheduled");
    let deleted = |minute| and(Feed("telex", minute, Field::Deleted, YES));
    check("deleted", &deleted(0), "out · actual_out=2 board");
    check("deleted before it was said", &deleted(-1), "out · actual_out=0 telex");
}

#[test]
fn a_report_from_the_future_outranks_nothing() {
    let said = |reported, received, gate| Message {
        source: "aidx",
        reported: Some(reported),
        received,
        says: vec![(GATE, Stage::Estimated, text(gate))],
    };
    let gate = |first: Message| {
        let held = tell(tell(None, &first), &said(30, 30, "A2")).unwrap();
        held.merged(&order()).gate_out.unwrap().value
    };
    assert_eq!(gate(said(600, 0, "A1")), "A2");
    assert_eq!(gate(said(31, 25, "A1")), "A1", "a clock that is a little ahead is believed");
}

#[test]
fn the_next_information_is_gone_when_somebody_says_a_time() {
    let next = |steps: &[Step]| play(steps).next_information.map(|told| told.at);
    let promised = || Feed("telex", 0, Field::NextInformation, time(90));
    let estimate = |minute| Feed("aidx", minute, Field::Time(Kind::Estimated, Event::Out), time(120));
    assert_eq!(next(&[promised()]), Some(at(90)));
    assert_eq!(next(&[promised(), estimate(10)]), None);
    assert_eq!(next(&[estimate(-10), promised()]), Some(at(90)));
    assert_eq!(next(&[promised(), Feed("board", 20, OUT, time(18))]), None);
}

//! Which day is meant: the five rules, over the ends of months and years.
//! Tables of reference, word and day; whole telexes only where several times hang together.
//! Must not know: what a time is the time of.

use super::super::grammar;
use super::super::time::{Before, Calendar, Origin};
use super::{check, read};
use crate::feeds::parse::golden;
use chrono::{DateTime, Utc};
use winnow::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}:00Z").parse().unwrap()
}

fn shown(at: Option<DateTime<Utc>>) -> String {
    at.map_or("none".to_owned(), |at| at.format("%Y-%m-%dT%H:%M").to_string())
}

fn calendar(origin: &str, received: &str) -> Option<Calendar> {
    let origin = Origin { written: grammar::written.parse(origin).unwrap(), month: None };
    Calendar::of(Some(origin), at(received))
}

#[test]
fn rule_1_the_origin_is_in_the_month_that_puts_it_nearest_to_the_receipt() {
    for (origin, received, expected) in [
        ("101200", "2026-06-10T12:01", "2026-06-10T12:00"),
        ("312358", "2026-06-01T00:02", "2026-05-31T23:58"),
        ("312359", "2027-01-01T00:01", "2026-12-31T23:59"),
        ("010005", "2026-12-31T23:59", "2027-01-01T00:05"),
        ("282350", "2027-03-01T06:00", "2027-02-28T23:50"),
        ("292350", "2028-03-01T06:00", "2028-02-29T23:50"),
        // February has no 29th: the months beside it have one.
        ("290600", "2027-02-12T06:00", "2027-01-29T06:00"),
        ("290600", "2027-03-05T06:00", "2027-03-29T06:00"),
        ("310600", "2026-06-16T07:00", "2026-05-31T06:00"),
        ("310600", "2026-02-15T07:00", "2026-01-31T06:00"),
        ("302400", "2026-07-01T00:10", "2026-07-01T00:00"),
        // Just as far: what has been sent has been.
        ("150000", "2027-02-01T00:00", "2027-02-15T00:00"),
        ("160000", "2026-07-01T00:00", "2026-06-16T00:00"),
    ] {
        assert_eq!(shown(calendar(origin, received).and_then(|c| c.sent())), expected, "{origin} {received}");
    }
    assert!(Calendar::of(None, at("2026-06-10T12:01")).unwrap().sent().is_none());
}

#[test]
fn rule_2_a_time_with_its_day_is_in_the_month_nearest_to_the_reference() {
    for (reference, time, expected) in [
        ("2026-06-10T12:00", "101155", "2026-06-10T11:55"),
        ("2026-06-01T00:20", "312350", "2026-05-31T23:50"),
        ("2026-05-31T23:50", "010110", "2026-06-01T01:10"),
        ("2026-12-31T22:00", "010600", "2027-01-01T06:00"),
        ("2027-01-01T02:00", "312300", "2026-12-31T23:00"),
        ("2028-02-28T22:00", "290100", "2028-02-29T01:00"),
        ("2027-02-28T22:00", "010100", "2027-03-01T01:00"),
        ("2028-02-29T23:00", "292400", "2028-03-01T00:00"),
        ("2026-12-31T23:00", "312400", "2027-01-01T00:00"),
        // Days before: the flight line's day is not asked.
        ("2026-06-17T12:00", "121200", "2026-06-12T12:00"),
        ("2026-06-02T12:00", "251200", "2026-05-25T12:00"),
    ] {
        let calendar = Calendar::received(at(reference));
        let written = grammar::written.parse(time).unwrap();
        // Nothing moves a time whose day is written, not even the event before it.
        for before in [None, Some(Before { at: at("2029-01-01T00:00"), dated: true })] {
            assert_eq!(shown(calendar.time(written, before)), expected, "{reference} {time}");
        }
    }
}

#[test]
fn rule_3_a_time_without_a_day_is_nearest_to_the_reference_and_not_before_the_event_before_it() {
    for (origin, time, before, expected) in [
        ("101200", "1150", "", "2026-06-10T11:50"),
        ("100010", "2355", "", "2026-06-09T23:55"),
        ("102350", "0020", "", "2026-06-11T00:20"),
        ("101200", "0001", "", "2026-06-10T00:01"),
        // Twelve hours on either side: the earlier.
        ("101200", "0000", "", "2026-06-10T00:00"),
        ("101200", "2400", "", "2026-06-10T00:00"),
        ("101201", "2400", "", "2026-06-11T00:00"),
        // Off-block before midnight, take-off after it.
        ("100030", "0010", "2026-06-09T23:50", "2026-06-10T00:10"),
        // A landing 13 hours ahead is nearer to yesterday's.
        ("101200", "0100", "2026-06-10T11:50", "2026-06-11T01:00"),
        ("101200", "1150", "2026-06-10T11:50", "2026-06-10T11:50"),
        // One day and no more.
        ("101200", "1100", "2026-06-13T10:00", "2026-06-11T11:00"),
    ] {
        let calendar = calendar(origin, "2026-06-10T12:00").unwrap();
        let before = (!before.is_empty()).then(|| Before { at: at(before), dated: false });
        let written = grammar::written.parse(time).unwrap();
        assert_eq!(shown(calendar.time(written, before)), expected, "{origin} {time}");
    }
}

#[test]
fn without_an_origin_a_dated_event_is_the_reference_of_those_after_it() {
    let calendar = Calendar::received(at("2026-06-20T12:00"));
    let written = grammar::written.parse("0130").unwrap();
    let before = |dated| Some(Before { at: at("2026-06-10T23:00"), dated });
    assert_eq!(shown(calendar.time(written, before(true))), "2026-06-11T01:30");
    assert_eq!(shown(calendar.time(written, before(false))), "2026-06-20T01:30");
    // And of those after them in turn.
    let lines = golden::lines(&read("MVT\nKK1/10.ABCDE.ADD\nAD102350/0010 EA0930 IAD EB0945", "2026-06-20T12:00:00Z"));
    let said = "KK1/2026-06-10d/ADD-IAD at line 2: estimated_on@e=06-11T09:30:00 estimated_in@e=06-11T09:45:00 \
                actual_out@a=06-10T23:50:00 actual_off@a=06-11T00:10:00 registration@e='ABCDE'";
    assert_eq!(lines, [said]);
    // Who says when it was sent is taken at the word.
    let sent = self::calendar("201200", "2026-06-20T12:00").unwrap();
    assert_eq!(shown(sent.time(written, before(true))), "2026-06-20T01:30");
}

#[test]
fn a_whole_movement_goes_over_midnight() {
    let text = "QU ONWXXKK\n.ABCOPKK 010020\nMVT\nKK12/31.ABCDE.ADD\nAD2350/0010 EA0930 IAD\n";
    let expected = "KK12/2026-12-31d/ADD-IAD reported 2027-01-01T00:20:00Z at line 4: estimated_on@e=01-01T09:30:00 \
                    actual_out@a=12-31T23:50:00 actual_off@a=01-01T00:10:00 registration@e='ABCDE'";
    assert_eq!(golden::lines(&read(text, "2027-01-01T00:21:00Z")), [expected]);
}

#[test]
fn the_arrival_may_be_more_than_half_a_day_away() {
    check(
        "MVT\nKK1/10.ABCDE.SYD\nAD1140/1155 EB0210 EA0150 DFW",
        "estimated_on@e=06-11T01:50:00 estimated_in@e=06-11T02:10:00 actual_out@a=06-10T11:40:00 \
         actual_off@a=06-10T11:55:00 registration@e='ABCDE'",
    );
}

#[test]
fn rules_4_and_5_the_day_of_the_flight_is_not_the_day_of_its_events() {
    let far = "note a time lies more than 36 hours from the day of the flight: a person should look";
    check("MVT\nKK1/10.ABCDE.ADD\nAD1130", "actual_out@a=06-10T11:30:00 registration@e='ABCDE'");
    check("MVT\nKK1/08.ABCDE.ADD\nAD1130", "actual_out@a=06-10T11:30:00 registration@e='ABCDE'");
    // 36 hours behind the end of the 8th are over at 12:00 on the 10th.
    check(
        "MVT\nKK1/08.ABCDE.ADD\nAD101130/101201",
        "actual_out@a=06-10T11:30:00 actual_off@a=06-10T12:01:00 registration@e='ABCDE' | \
         note a time lies more than 36 hours from the day of the flight: a person should look",
    );
    check("MVT\nKK1/05.ABCDE.ADD\nAD1130", &format!("actual_out@a=06-10T11:30:00 registration@e='ABCDE' | {far}"));
    // An estimate may be as far as it likes.
    check("MVT\nKK1/05.ABCDE.ADD\nED151130", "estimated_out@e=06-15T11:30:00 registration@e='ABCDE'");
    let lines = super::flight("MVT\nKK1/31.ABCDE.ADD\nED101130");
    assert_eq!(lines, "KK1/2026-05-31d/ADD-?");
}

#[test]
fn a_day_that_its_month_does_not_have_is_a_fault() {
    let text = "QU ONWXXKK\n.ABCOPKK 300900 FEB26\nMVT\nKK1/28.ABCDE.ADD\nAD0830";
    let lines = golden::lines(&read(text, "2026-03-01T09:00:00Z"));
    assert_eq!(
        lines,
        [
            "KK1/2026-02-28d/ADD-? at line 4: actual_out@a=03-01T08:30:00 registration@e='ABCDE'",
            "fault expected an origin on a day that its month has at line 1"
        ]
    );
    let lines = golden::lines(&read("MVT\nKK1/29FEB.ABCDE.ADD\nAD0830", "2026-03-01T09:00:00Z"));
    assert_eq!(lines, ["fault expected the day of the flight, 01 to 31, also like 21MAY or 21MAY26 at line 2"]);
}

#[test]
fn what_happened_after_the_telex_is_marked_and_kept() {
    check(
        "MVT\nKK1/10.ABCDE.ADD\nAD1230",
        "actual_out@a=06-10T12:30:00 registration@e='ABCDE' | \
         note an actual time lies after the telex was sent, or received: its day may be wrong",
    );
    check(
        "MVT\nKK1/10.ABCDE.ADD\nAD101130/101120",
        "actual_out@a=06-10T11:30:00 actual_off@a=06-10T11:20:00 registration@e='ABCDE' | \
         note times that are not in the order of a flight",
    );
}

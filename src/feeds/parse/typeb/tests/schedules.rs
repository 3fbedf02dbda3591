//! Changes of the schedule: actions, days and periods, clocks, legs.
//! Every part of a telex is one line here, legs in the order in which they stand.
//! Must not know: envelopes.

use super::{read, sent};
use crate::feeds::parse::golden;

/// What an ASM in UTC says, each leg without when it was reported.
fn asm(text: &str) -> Vec<String> {
    plain(sent(&format!("ASM\nUTC\n{text}")))
}

fn ssm(text: &str) -> Vec<String> {
    plain(sent(&format!("SSM\nUTC\n{text}")))
}

fn plain(lines: Vec<String>) -> Vec<String> {
    let without = |line: String| match line.split_once(" reported 2026-06-10T12:00:00Z at line ") {
        Some((flight, said)) => format!("{flight} {said}"),
        None => line,
    };
    lines.into_iter().map(without).collect()
}

#[test]
fn a_cancellation_is_of_the_legs_that_it_names() {
    assert_eq!(asm("CNL\nKK117/16JUN"), ["KK117/2026-06-16u/?-? 6: cancelled@e=true"]);
    assert_eq!(asm("CNL WEAT/OPER\nKK117/16JUN26"), ["KK117/2026-06-16u/?-? 6: cancelled@e=true"]);
    for legs in [
        "KK117/16JUN\nADD NBO",
        "KK117/16JUN\nADDNBO",
        "KK117/16JUN ADD/NBO",
        "KK117/16JUN\nADD-HKJK",
        "KK117/16 ADDNBO",
    ] {
        let lines = asm(&format!("CNL\n{legs}"));
        assert!(lines.len() == 1 && lines[0].starts_with("KK117/2026-06-16u/ADD-NBO "), "{lines:?}");
        assert!(lines[0].ends_with(": cancelled@e=true"), "{lines:?}");
    }
    assert_eq!(
        asm("CNL\nKK117/16JUN ADD/NBO/MBA"),
        ["KK117/2026-06-16u/ADD-NBO 6: cancelled@e=true", "KK117/2026-06-16u/NBO-MBA 6: cancelled@e=true"]
    );
    // Times of a cancelled leg are none.
    assert_eq!(asm("CNL\nKK117/16JUN\nADD1000 NBO1200"), ["KK117/2026-06-16u/ADD-NBO 7: cancelled@e=true"]);
    assert_eq!(
        asm("CNL\nKK117/16JUN KK118/16JUN\nKK119/17JUN"),
        [
            "KK117/2026-06-16u/?-? 6: cancelled@e=true",
            "KK118/2026-06-16u/?-? 6: cancelled@e=true",
            "KK119/2026-06-17u/?-? 7: cancelled@e=true"
        ]
    );
    assert_eq!(asm("RIN\nKK117/16JUN"), ["KK117/2026-06-16u/?-? 6: cancelled@e=false"]);
}

#[test]
fn the_aircraft_is_read_behind_seats_with_a_dot() {
    let said = |line: &str| asm(&format!("EQT\nKK117/16JUN\n{line}"))[0].split_once(": ").unwrap().1.to_owned();
    assert_eq!(said("J 73H .C8Y150 ABCDE"), "registration@e='ABCDE' aircraft_type@e='73H'");
    for line in ["J 73H .C8Y150", "J 73H C8Y150", "J 73H ABCDE", "J 73H .C8Y150 4/KK"] {
        assert_eq!(said(line), "aircraft_type@e='73H'", "{line}");
    }
}

#[test]
fn times_routings_and_new_flights() {
    let said = "6: scheduled_out@s=06-16T22:00:00 scheduled_in@s=06-17T01:10:00";
    for legs in [
        "ADD2200 NBO0110/1",
        "ADD 2200 NBO 0110/1",
        "ADD2200/2205 NBO0110/1/0110",
        "ADD162200 NBO170110",
        "HAAB2200 HKJK0110/1",
    ] {
        let expected = format!("KK117/2026-06-16u/ADD-NBO {}", said.replace("6: ", "7: "));
        assert_eq!(asm(&format!("TIM TECH\nKK117/16JUN\n{legs}")), [expected], "{legs}");
    }
    assert_eq!(
        asm("RPL\nKK117/16JUN\nJ 73H .C8Y150 ABCDE 4/KK 5/KK\nADD2200 NBO0010/1\nNBO0100/1 MBA0155/1 6/KK118/17"),
        [
            "KK117/2026-06-16u/ADD-NBO 8: scheduled_out@s=06-16T22:00:00 scheduled_in@s=06-17T00:10:00 registration@e='ABCDE' aircraft_type@e='73H'",
            "KK117/2026-06-16u/NBO-MBA 9: scheduled_out@s=06-17T01:00:00 scheduled_in@s=06-17T01:55:00 registration@e='ABCDE' aircraft_type@e='73H'",
            "note data elements are not used"
        ]
    );
    assert_eq!(asm("NEW\nKK9117/16JUN\nJ 73H\nADD2200 NBO2355\nADDNBO 10/AA123").len(), 2);
    assert_eq!(
        asm("RRT WEAT\nKK117/16JUN\nADD2200 MBA2355"),
        [
            "KK117/2026-06-16u/ADD-MBA 7: scheduled_out@s=06-16T22:00:00 scheduled_in@s=06-16T23:55:00",
            "note RRT: legs of the routing before are not named in it, so nothing is said of them"
        ]
    );
    assert_eq!(asm("EQT EQUI\nKK117/16JUN\nJ 788 .Y250"), ["KK117/2026-06-16u/?-? 6: aircraft_type@e='788'"]);
    assert_eq!(
        asm("EQT/CON\nKK117/16JUN ADD/NBO\nJ 788"),
        ["KK117/2026-06-16u/ADD-NBO 6: aircraft_type@e='788'", "note ASM CON is not read"]
    );
    assert_eq!(asm("FLT\nKK117D/16JUN ADD/NBO KK9117/16JUN"), ["KK117D/2026-06-16u/ADD-NBO 6: renumbered@e='KK9117'"]);
    assert_eq!(asm("FLT\nKK117/16JUN KK117D/16"), ["KK117/2026-06-16u/?-? 6: renumbered@e='KK117D'"]);
}

#[test]
fn what_an_action_needs() {
    for (text, fault) in [
        ("TIM\nKK117/16JUN", "expected legs with times like LHR0900 JFK1200 at line 6"),
        ("TIM\nKK117/16JUN ADD/NBO", "expected legs with times like LHR0900 JFK1200 at line 6"),
        ("TIM\nKK117/16JUN\nADD2200", "expected a leg like ORY1810 CMN2115 at line 7"),
        ("TIM\nKK117/16JUN\nADD2560 NBO0100", "expected a leg like ORY1810 CMN2115 at line 7"),
        ("FLT\nKK117/16JUN", "expected the new flight behind the old one at line 6"),
        ("EQT\nKK117/16JUN", "expected an equipment line like J 73H at line 6"),
        ("CNL", "expected a flight below the action at line 5"),
        ("CNL\nSI WEATHER", "expected a flight below the action at line 5"),
        ("CNL\nKK117", "expected the day of the flight, 01 to 31, also like 21MAY or 21MAY26 at line 6"),
        ("CNL\nKK117/31JUN", "expected the day of the flight, 01 to 31, also like 21MAY or 21MAY26 at line 6"),
        ("CNL\n117/16JUN", "expected a flight like BA117 at line 6"),
        ("KK117/16JUN 6/KK118/16", "expected an action like CNL or TIM before the flight at line 5"),
        ("CHG\nKK117/16JUN", "expected an action like CNL or TIM before the flight at line 5"),
        ("", "expected a text behind ASM"),
    ] {
        let lines = asm(text);
        let faults: Vec<_> = lines.iter().filter(|l| l.starts_with("fault ")).collect();
        assert!(lines.iter().all(|l| l.starts_with("fault") || l.starts_with("note")), "{lines:?}");
        assert!(faults.len() == 1 && (faults[0] == &format!("fault {fault}") || text.is_empty()), "{text}: {lines:?}");
    }
    for action in ["ADM", "CON", "SKD", "REV", "RSD", "ACK", "NAC"] {
        assert_eq!(asm(&format!("{action}\nKK117/16JUN")), [format!("note ASM {action} is not read")]);
    }
}

#[test]
fn a_bad_leg_hides_no_other() {
    assert_eq!(
        asm("TIM\nKK117/16JUN\nADD2200 NBO0010/1\nNBO01?0/1 MBA0155/1\nMBA0300/1 DAR0400/1"),
        [
            "KK117/2026-06-16u/ADD-NBO 7: scheduled_out@s=06-16T22:00:00 scheduled_in@s=06-17T00:10:00",
            "KK117/2026-06-16u/MBA-DAR 9: scheduled_out@s=06-17T03:00:00 scheduled_in@s=06-17T04:00:00",
            "fault expected a leg like ORY1810 CMN2115 at line 8"
        ]
    );
    // A day that is left out is not guessed.
    let order = "fault expected times in the order of a flight, with the day behind them like LHR0900/1";
    assert_eq!(
        asm("TIM\nKK117/16JUN\nADD2200 NBO0010"),
        ["KK117/2026-06-16u/ADD-NBO 7: scheduled_out@s=06-16T22:00:00".to_owned(), format!("{order} at line 7")]
    );
    assert_eq!(
        asm("TIM\nKK117/16JUN\nADD2100 NBO2300\nNBO0010 MBA0110/1"),
        [
            "KK117/2026-06-16u/ADD-NBO 7: scheduled_out@s=06-16T21:00:00 scheduled_in@s=06-16T23:00:00".to_owned(),
            "KK117/2026-06-16u/NBO-MBA 8: scheduled_in@s=06-17T01:10:00".to_owned(),
            format!("{order} at line 8")
        ]
    );
}

#[test]
fn parts_are_parted_by_two_slashes() {
    assert_eq!(
        asm(
            "10JUN00123E001/REF\nCNL OPER\nKK117/16JUN\nSI NO CREW\n//\nTIM\nKK118/16JUN\nNBO1000 ADD1200\n//\nXXX\nKK1/16JUN\n//\nRIN\nKK119/17JUN\nSI RIN\nCNL"
        ),
        [
            "KK117/2026-06-16u/?-? 7: cancelled@e=true",
            "KK118/2026-06-16u/NBO-ADD 12: scheduled_out@s=06-16T10:00:00 scheduled_in@s=06-16T12:00:00",
            "KK119/2026-06-17u/?-? 18: cancelled@e=false",
            "fault expected an action like CNL or TIM before the flight at line 14"
        ]
    );
}

#[test]
fn no_flight_answers_for_another() {
    assert_eq!(
        asm("TIM\nKK117/16JUN\nADD2100 NBO2300\nKK1?8/16JUN\nNBO1000 ADD1200\nKK119/17JUN\nMBA0900/0905 NBO1000"),
        [
            "KK117/2026-06-16u/ADD-NBO 7: scheduled_out@s=06-16T21:00:00 scheduled_in@s=06-16T23:00:00",
            "KK119/2026-06-17u/MBA-NBO 11: scheduled_out@s=06-17T09:00:00 scheduled_in@s=06-17T10:00:00",
            "fault expected a flight like BA117 at line 8"
        ]
    );
    assert_eq!(
        ssm("CNL\nKK117\n15JUN26 15JUN26 1\nKK118\n16JUN26 16JUN26 2\n17JUN26 17JUN26 3"),
        [
            "KK117/2026-06-15u/?-? 6: cancelled@e=true",
            "KK118/2026-06-16u/?-? 8: cancelled@e=true",
            "KK118/2026-06-17u/?-? 8: cancelled@e=true"
        ]
    );
    assert_eq!(
        ssm("TIM\nKK117\n15JUN26 15JUN26 1\nADD1000 NBO1200\n16JUN26 16JUN26 2\nADD1100 NBO1300"),
        [
            "KK117/2026-06-15u/ADD-NBO 8: scheduled_out@s=06-15T10:00:00 scheduled_in@s=06-15T12:00:00",
            "KK117/2026-06-16u/ADD-NBO 10: scheduled_out@s=06-16T11:00:00 scheduled_in@s=06-16T13:00:00"
        ]
    );
}

#[test]
fn a_flight_of_another_airline_is_left_out() {
    let note = "note a flight that another airline operates (data element 2) was left out";
    assert_eq!(asm("RPL\nKK117/16JUN 2/AA\nJ 73H\nADD1000 NBO1200"), [note]);
    assert_eq!(asm("RPL\nKK117/16JUN\nJ 73H 2/AA\nADD1000 NBO1200"), [note]);
    assert_eq!(asm("RPL\nKK117/16JUN 2/KK\nJ 73H 2/X\nADD1000 NBO1200").len(), 2);
    assert_eq!(ssm("CNL\nKK117 2/AA\n16JUN26 18JUN26 1234567"), [note]);
}

#[test]
fn local_times_are_those_of_each_airport() {
    let local = |text: &str| plain(sent(&format!("ASM\nLT\n{text}")));
    assert_eq!(
        local("TIM\nKK117/16JUN\nADD0100 LHR0600"),
        ["KK117/2026-06-16l/ADD-LHR 7: scheduled_out@s=06-15T22:00:00 scheduled_in@s=06-16T05:00:00"]
    );
    // Over the date line: in Honolulu the day before.
    assert_eq!(
        local("TIM\nKK117/16JUN\nNRT2000 HNL0830"),
        ["KK117/2026-06-16l/NRT-HNL 7: scheduled_out@s=06-16T11:00:00 scheduled_in@s=06-16T18:30:00"]
    );
    assert_eq!(
        local("TIM\nKK117/16JUN\nADD2200 NBO2355\nNBO0100/1 MBA0200/1"),
        [
            "KK117/2026-06-16l/ADD-NBO 7: scheduled_out@s=06-16T19:00:00 scheduled_in@s=06-16T20:55:00",
            "KK117/2026-06-17l/NBO-MBA 8: scheduled_out@s=06-16T22:00:00 scheduled_in@s=06-16T23:00:00"
        ]
    );
    assert_eq!(local("CNL\nKK117/16JUN"), ["KK117/2026-06-16l/?-? 6: cancelled@e=true"]);
    assert_eq!(
        local("TIM\nKK117/16JUN\nZZZ1000 NBO1200"),
        [
            "KK117/2026-06-16l/ZZZ-NBO 7: scheduled_in@s=06-16T09:00:00",
            "fault no time zone is known for ZZZ: the time was not taken at line 7"
        ]
    );
    // The clocks go back in the night of 25 October.
    let lines = local("TIM\nKK117/25OCT\nLHR0130 ADD1030");
    assert_eq!(lines[0], "KK117/2026-10-25l/LHR-ADD 7: scheduled_out@s=10-25T00:30:00 scheduled_in@s=10-25T07:30:00");
    assert!(lines[1].starts_with("note a local time in the hour that LHR had twice"), "{lines:?}");
    let unsaid = plain(sent("ASM\nTIM\nKK117/16JUN\nADD1000 NBO1200"));
    assert_eq!(
        unsaid,
        [
            "KK117/2026-06-16d/ADD-NBO 6: scheduled_out@s=06-16T10:00:00 scheduled_in@s=06-16T12:00:00",
            "note neither UTC nor LT is written: its times are taken as UTC"
        ]
    );
}

#[test]
fn a_year_that_is_not_written_is_the_coming_one() {
    let date = |text: &str| asm(&format!("CNL\nKK1/{text}"))[0].get(4..14).unwrap().to_owned();
    for (written, expected) in [
        ("16DEC", "2026-12-16"),
        ("09JUN", "2026-06-09"),
        ("15MAY", "2026-05-15"),
        ("05MAY", "2027-05-05"),
        ("05MAY26", "2026-05-05"),
        ("28", "2026-05-28"),
        ("25", "2026-06-25"),
        ("29FEB28", "2028-02-29"),
    ] {
        assert_eq!(date(written), expected, "{written}");
    }
}

#[test]
fn a_period_is_every_day_on_which_the_flight_goes() {
    let days = |period: &str| {
        let lines = ssm(&format!("CNL\nKK117\n{period}"));
        let day = |line: &String| line.get(11..16).filter(|_| line.starts_with("KK117/")).map(str::to_owned);
        (lines.iter().filter_map(day).collect::<Vec<_>>().join(" "), lines)
    };
    // 15 June 2026 is a Monday.
    for (period, expected) in [
        ("15JUN26 21JUN26 1234567", "06-15 06-16 06-17 06-18 06-19 06-20 06-21"),
        ("15JUN26 21JUN26 17", "06-15 06-21"),
        ("15JUN 28JUN 1", "06-15 06-22"),
        ("15JUN-28JUN 1", "06-15 06-22"),
        ("16JUN26 16JUN26 2", "06-16"),
        ("16JUN26 30JUN26 3/W2", "06-17"),
        ("16JUN26 08JUL26 3/W2", "06-17 07-01"),
        ("15JUN26 15JUN26 1\n20JUN26 21JUN26 67", "06-15 06-20 06-21"),
        ("29MAR 16JUN 2", "03-31 04-07 04-14 04-21 04-28 05-05 05-12 05-19 05-26 06-02 06-09 06-16"),
        ("28DEC26 04JAN27 1", "12-28 01-04"),
        ("28DEC 04JAN 1", "12-28 01-04"),
    ] {
        let (found, lines) = days(period);
        assert_eq!(found, expected, "{period}");
        assert!(!lines.iter().any(|l| l.starts_with("fault") || l.starts_with("note")), "{lines:?}");
    }
    let none = days("16JUN26 16JUN26 1").1;
    assert_eq!(none, ["note no day of the periods of the flight on line 6 was taken"]);
    for bad in [
        "15JUN26",
        "15JUN26 14JUN26 1",
        "15JUN26 21JUN26",
        "15JUN26 21JUN26 8",
        "15JUN26 31JUN26 1",
        "15JUN26 00XXX00 1",
        "15JUN26 21JUN26 1/W3",
        "00XXX00 21JUN26 1",
    ] {
        assert_eq!(days(bad).1, ["fault expected a period like 04SEP25 11SEP25 1234 at line 7"], "{bad}");
    }
    assert_eq!(ssm("CNL\nKK117"), ["fault expected a period like 04SEP25 11SEP25 1234 at line 6"]);
    assert_eq!(ssm("CNL\n117\n15JUN26 21JUN26 1"), ["fault expected a flight like BA117 at line 6"]);
}

#[test]
fn of_a_season_only_the_days_around_the_telex_are_taken() {
    let note = "note a long period: only days from 2 before to 62 after the telex were taken";
    for (period, first, last) in [
        ("29MAR26 24OCT26 1234567", "06-08", "08-11"),
        ("29MAR26 24OCT26 1", "06-15", "06-29"),
        ("29MAR20 24OCT32 1234567", "06-08", "08-11"),
        ("29MAR20 24OCT32 3", "06-10", "08-05"),
    ] {
        let lines = ssm(&format!("TIM\nKK117\n{period}\nADD1000 NBO1200"));
        let days: Vec<&str> = lines.iter().filter_map(|l| l.get(11..16).filter(|_| l.starts_with("KK117"))).collect();
        if period.ends_with(" 1") {
            // Thirty Mondays are few enough to be said.
            assert_eq!((days.len(), lines.len()), (30, 30));
        } else {
            assert_eq!(
                (days[0], days[days.len() - 1], lines.last().unwrap().as_str()),
                (first, last, note),
                "{period}"
            );
        }
    }
    assert_eq!(
        ssm("CNL\nKK117\n29MAR20 24OCT25 1234567"),
        [note, "note no day of the periods of the flight on line 6 was taken"]
    );
}

#[test]
fn every_leg_of_every_day() {
    let lines = ssm("RPL\nKK117\n15JUN26 16JUN26 12\nJ 332 J24Y275 3/AA 4/AA\nADD0140 NBO0340\nNBO0500 MBA0600");
    assert_eq!(
        lines,
        [
            "KK117/2026-06-15u/ADD-NBO 9: scheduled_out@s=06-15T01:40:00 scheduled_in@s=06-15T03:40:00 aircraft_type@e='332'",
            "KK117/2026-06-15u/NBO-MBA 10: scheduled_out@s=06-15T05:00:00 scheduled_in@s=06-15T06:00:00 aircraft_type@e='332'",
            "KK117/2026-06-16u/ADD-NBO 9: scheduled_out@s=06-16T01:40:00 scheduled_in@s=06-16T03:40:00 aircraft_type@e='332'",
            "KK117/2026-06-16u/NBO-MBA 10: scheduled_out@s=06-16T05:00:00 scheduled_in@s=06-16T06:00:00 aircraft_type@e='332'",
            "note data elements are not used"
        ]
    );
    assert_eq!(ssm("FLT\nKK117\n15JUN26 15JUN26 1\nKK9117"), ["KK117/2026-06-15u/?-? 6: renumbered@e='KK9117'"]);
    assert_eq!(ssm("FLT\nKK117 KK9117\n15JUN26 15JUN26 1"), ["KK117/2026-06-15u/?-? 6: renumbered@e='KK9117'"]);
}

#[test]
fn a_hostile_schedule_ends_where_a_message_is_full() {
    let part = "CNL\nKK1\n29MAR26 24OCT26 1234567\n//\n";
    let parsed = read(&format!("SSM\nUTC\n{}", part.repeat(1500)), "2026-06-10T12:00:00Z");
    assert_eq!(parsed.observations.len(), 2000);
    assert!(golden::lines(&parsed).iter().any(|l| l.contains("more legs than one message may hold")));
}

//! Load telexes: people aboard, and nothing else.
//! A sum that lacks a part is worse than none.
//! Must not know: envelopes, days.

use super::{check, flight};

#[test]
fn people_for_all_destinations_are_added_up() {
    for (blocks, aboard) in [
        ("-NBO.60/40/8/2.0.T900.1/900.PAX/8/100.PAD/0/0", "110"),
        ("-NBO.100/8/2.T900.PAX/108", "110"),
        ("-NBO.108/2.T900", "110"),
        ("-NBO.110", "110"),
        ("-NBO.NIL\n-MBA.10/2/0/0.T90.PAX/0/12", "12"),
        ("-NBO.10/2/0/0.T90\n.1/50.PAX/12\n-MBA.20/0/0/1", "33"),
        ("-NBO.NIL", "0"),
        ("-HKJK.5/5/0/0\nSI\n-MBA.10/2/0/0", "10"),
    ] {
        check(
            &format!("LDM\nKK1/10.ABCDE.C8Y150.2/4\n{blocks}\nBW 14000 BI 39.5"),
            &format!("registration@e='ABCDE' aboard@e='{aboard}'"),
        );
    }
    assert_eq!(flight("LDM\nKK0001/09JUN26.ABCDE.Y150.2/4\n-HKJK.1/1/1/1"), "KK1/2026-06-09d/?-NBO");
    assert_eq!(flight("LDM\nKK1/10.ABCDE.Y150.2/4\n-NBO.1/1/1/1\n-MBA.NIL"), "KK1/2026-06-10d/?-?");
}

#[test]
fn a_total_with_a_hole_in_it_is_none() {
    let head = "LDM\nKK1/10.ABCDE.C8Y150.2/4";
    check(
        &format!("{head}\n-NBO.10/2/0/0\n-MBA.1X/2"),
        "registration@e='ABCDE' | fault expected passengers like 12/10/3/1 or NIL behind the destination at line 6",
    );
    check(
        &format!("{head}\n-N.10/2/0/0"),
        "registration@e='ABCDE' | fault expected an airport code of 3 (IATA) or 4 (ICAO) letters at line 5",
    );
    check(
        &format!("{head}\n-NBO.1/2/3/4/5"),
        "registration@e='ABCDE' | fault expected passengers like 12/10/3/1 or NIL behind the destination at line 5",
    );
    check(head, "registration@e='ABCDE' | fault expected a line for each destination, like -CMN.15/25/2/0 at line 4");
    check(
        &format!("{head}\n-NBO.10/2/0/1.PAX/0/15"),
        "registration@e='ABCDE' aboard@e='13' | \
         note passengers by class are not as many as by sex and age: the latter were taken",
    );
    check("LDM\nKK/10.ABCDE.Y\n-NBO.NIL", "fault expected a flight like BA117 at line 4");
    check(
        "LDM\nKK1/10.A?CDE.Y\n-NBO.1/1",
        "aboard@e='2' | fault expected a registration of 2 to 10 letters and digits at line 4",
    );
}

#[test]
fn a_part_of_a_load_is_no_total() {
    let note = "note a part of a telex: how many are aboard was not taken";
    let piece = "note a part of a telex, of which not all parts are here";
    let first = "LDM PART1\nKK1/10.ABCDE.Y150.2/4\n-NBO.10/2/0/0\nENDPART1";
    check(first, &format!("registration@e='ABCDE' | {piece} | {note}"));
    let both =
        format!("{first}\n\nQU ONWXXKK\n.ABCOPKK 101200\nLDM PART2\nKK1/10.ABCDE.Y150.2/4\n-MBA.20/0/0/1\nENDLDM");
    check(&both, "registration@e='ABCDE' aboard@e='33'");
}

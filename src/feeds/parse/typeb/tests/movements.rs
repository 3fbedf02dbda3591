//! The elements of movement and diversion telexes and their dialects.
//! One flight from ADD, and what is told of it in every spelling seen or described.
//! Must not know: envelopes, days.

use super::{check, flight, sent};

/// What a departure from ADD says with these lines below the flight.
#[track_caller]
fn elements(below: &str, expected: &str) {
    check(&format!("MVT\nKK1/10..ADD\n{below}"), expected);
}

#[test]
fn departures_in_all_their_spellings() {
    for line in
        ["AD1130/1140 EA1500 NBO", "AD 1130/1140 EA 1500 NBO", "EA1500NBO AD101130/101140", "EA1500/NBO\nAD1130/1140"]
    {
        elements(line, "estimated_on@e=06-10T15:00:00 actual_out@a=06-10T11:30:00 actual_off@a=06-10T11:40:00");
    }
    elements("AD1130", "actual_out@a=06-10T11:30:00");
    elements("AD1130/", "actual_out@a=06-10T11:30:00");
    elements("AD/1140", "actual_off@a=06-10T11:40:00");
    elements("AD1130 EO1145", "estimated_off@e=06-10T11:45:00 actual_out@a=06-10T11:30:00");
    elements("ED101500 EO101515", "estimated_out@e=06-10T15:00:00 estimated_off@e=06-10T15:15:00");
    elements("ED1500", "estimated_out@e=06-10T15:00:00");
    elements("NI101430", "estimated_out@e=- estimated_off@e=- next_information_at@e=06-10T14:30:00");
    elements(
        "NI 1430 ED101500",
        "estimated_out@e=06-10T15:00:00 estimated_off@e=- next_information_at@e=06-10T14:30:00",
    );
}

#[test]
fn arrivals_in_all_their_spellings() {
    for line in ["AA1130/1140", "AA 1130/1140", "TD1130 AA/1140", "AA101130/101140"] {
        elements(line, "actual_on@a=06-10T11:30:00 actual_in@a=06-10T11:40:00");
    }
    elements("EA1230 EB1240", "estimated_on@e=06-10T12:30:00 estimated_in@e=06-10T12:40:00");
    elements("AA1130 EB1145", "estimated_in@e=06-10T11:45:00 actual_on@a=06-10T11:30:00");
}

#[test]
fn delays_and_their_dialects() {
    elements("DL72/0015 AD1130", "actual_out@a=06-10T11:30:00 delay_codes@e=72");
    elements("AD1130\nDL31/62/0005/0017\nEDL93/0100", "actual_out@a=06-10T11:30:00 delay_codes@e=31+62+93");
    elements("AD1130 DL81/0015 DL34/0020 RA/0120", "actual_out@a=06-10T11:30:00 delay_codes@e=81+34+RA");
    // FR behind a delay is a delay of the crew; alone it is a return from the air.
    elements("AD1130 DL81/0015 FR/0020", "actual_out@a=06-10T11:30:00 delay_codes@e=81+FR");
    elements("AD1130 DLRA/0015 DLAT", "actual_out@a=06-10T11:30:00 delay_codes@e=RA+AT");
    elements("AD1130 DL93A/0015", "actual_out@a=06-10T11:30:00 delay_codes@e=93A");
    elements("AD1130 DL81/ DL 82", "actual_out@a=06-10T11:30:00 delay_codes@e=81+82");
    elements("AD1130 DL93/2615", "actual_out@a=06-10T11:30:00 delay_codes@e=93");
    elements("AD1130\nDL81/0015\nDLA81A///", "actual_out@a=06-10T11:30:00 delay_codes@e=81 | note DLA is not used");
    elements(
        "AD1130 DL81/15 DL7/0010",
        "actual_out@a=06-10T11:30:00 delay_codes@e=81+15 | fault expected delay codes and durations like 72/0015 at line 5",
    );
}

#[test]
fn passengers_and_their_dialects() {
    for (text, aboard) in [
        ("PX112", "112"),
        ("PX 112", "112"),
        ("PX30/185", "215"),
        ("PAX215+2INF", "217"),
        ("POB247", "247"),
        ("PX NIL", "0"),
        ("PXNIL", "0"),
    ] {
        elements(&format!("AD1130\n{text}"), &format!("actual_out@a=06-10T11:30:00 aboard@e='{aboard}'"));
    }
    elements(
        "AD1130\nPX1X2",
        "actual_out@a=06-10T11:30:00 | fault expected numbers of passengers like 112 or 30/185 at line 6",
    );
}

#[test]
fn nothing_behind_si_is_read() {
    elements("AD1130\nSI\nFR 50500\nDL99/0100\nKK2/10.ABCDE.NBO\nAA1140", "actual_out@a=06-10T11:30:00");
    elements("AD1130 SI RR1140", "actual_out@a=06-10T11:30:00");
    elements("AD1130\nSI/RR1140\nAA1150", "actual_out@a=06-10T11:30:00");
}

#[test]
fn what_is_not_understood_hides_nothing() {
    elements("XX SOMETHING\nAD1130", "actual_out@a=06-10T11:30:00 | note line 5 is not wholly understood");
    elements("ADP ABP AD1130", "actual_out@a=06-10T11:30:00 | note line 5 is not wholly understood");
    elements(
        "RC1300 NBO VIA MBA\nAD1130\nTOW12300 ZFW 10000\nCRT\nCAN",
        "actual_out@a=06-10T11:30:00 | note RC is not used | note TOW is not used | note ZFW is not used | \
         note CRT is not used | note CAN is not used: what senders mean by it is not sure",
    );
    elements(
        "AD1130/11X0 EA2560 NBO",
        "actual_out@a=06-10T11:30:00 | fault expected times like 1105, 1105/1120 or 211105/211120 at line 5 | \
         fault expected a time like 1105 or 211105 at line 5",
    );
    elements(
        "AD\nEA1500 NBO",
        "estimated_on@e=06-10T15:00:00 | fault expected times like 1105, 1105/1120 or 211105/211120 at line 5",
    );
    elements("AD1130\nAD1135", "actual_out@a=06-10T11:35:00 | note an element is given twice: the later one was taken");
    let second =
        "estimated_on@e=06-10T15:00:00 actual_out@a=06-10T11:30:00 | fault expected one time behind EA at line 5";
    elements("AD1130 EA1500/1510 NBO", second);
    assert_eq!(flight("MVT\nKK1/10..ADD\nAD1130 EA1500/1510 NBO"), "KK1/2026-06-10d/ADD-NBO");
    elements(
        "AD1130 EA1500 NBO\nEA1500 MBA",
        "estimated_on@e=06-10T15:00:00 actual_out@a=06-10T11:30:00 | fault expected one airport of arrival at line 6",
    );
    elements(
        "",
        " | note neither departure nor arrival: which end the airport of the flight line is was not said | \
                  note nothing was read of the flight on line 4",
    );
}

#[test]
fn which_end_the_airport_is_follows_from_what_is_told() {
    let ends = |below: &str| flight(&format!("MVT\nKK1/10.ABCDE.ADD\n{below}"));
    for (below, expected) in [
        ("AD1130", "ADD-?"),
        ("AD1130 EA1500 NBO", "ADD-NBO"),
        ("AD1130 EA1500", "ADD-?"),
        ("ED101500", "ADD-?"),
        ("NI101500", "ADD-?"),
        ("AD1130 EO1145", "ADD-?"),
        ("EO1145", "ADD-?"),
        ("AA1130", "?-ADD"),
        ("TD1130", "?-ADD"),
        ("EA1230", "?-ADD"),
        ("EA1230 ADD", "?-ADD"),
        ("EB1230", "?-ADD"),
        ("AA1130 EB1145", "?-ADD"),
        ("EA1500 NBO", "ADD-NBO"),
        ("AD1130 RR1140", "ADD-?"),
        ("FR1130/1140", "ADD-?"),
        ("FR1130/1140 EA1130 ADD", "ADD-?"),
        ("AA1140/1145 AD0930/0940 EA1140 ADD", "?-ADD"),
        ("AD0930/0940 EA1140 NBO AA1140/1145", "ADD-NBO"),
        ("AD0930/0940 AA1140/1145", "?-?"),
        ("EA1500 HAAB\nAD1130", "ADD-?"),
    ] {
        assert_eq!(ends(below), format!("KK1/2026-06-10d/{expected}"), "{below}");
    }
}

#[test]
fn elements_behind_the_flight_and_times_with_z() {
    check(
        "MVT\nKK1/10..ADD AD1130Z/1140Z\nEA1500Z NBO",
        "estimated_on@e=06-10T15:00:00 actual_out@a=06-10T11:30:00 \
                                                       actual_off@a=06-10T11:40:00",
    );
    check(
        "MVT\nKK1/10..ADD SI AD1130\nAD1130",
        " | note neither departure nor arrival: which end the airport of the \
                                            flight line is was not said | note nothing was read of the flight on line 4",
    );
}

#[test]
fn the_flight_line() {
    for (line, expected) in [
        ("KK0117/10.ABCDE.ADD", "KK117/2026-06-10d/ADD-?"),
        ("KK117D/10.ABCDE.ADD", "KK117D/2026-06-10d/ADD-?"),
        ("KKK 117/10.AB-CDE.HAAB", "KKK117/2026-06-10d/ADD-?"),
        ("5K1/09JUN.ABCDE.ADD", "5K1/2026-06-09d/ADD-?"),
        ("KK1/09JUN26.ABCDE.ADD", "KK1/2026-06-09d/ADD-?"),
        ("KK1/10.ADD", "KK1/2026-06-10d/ADD-?"),
        ("KK1/10..ADD", "KK1/2026-06-10d/ADD-?"),
        ("KK1/10. ABCDE .ADD", "KK1/2026-06-10d/ADD-?"),
    ] {
        assert_eq!(flight(&format!("MVT\n{line}\nAD1130")), expected, "{line}");
    }
    for (line, fault) in [
        ("K/10.ABCDE.ADD", "expected a flight like BA117"),
        ("KK0/10.ABCDE.ADD", "expected a flight like BA117"),
        ("KK1/32.ABCDE.ADD", "expected the day of the flight, 01 to 31, also like 21MAY or 21MAY26"),
        ("KK1/10.ABCDE", "expected an airport code of 3 (IATA) or 4 (ICAO) letters"),
        ("KK1/10", "expected flight, registration and airport like SD200/21.PMDFG.CDG"),
        ("AD1130", "expected a flight and its day like SD200/21"),
        ("117/10.ABCDE.ADD", "expected a flight like BA117"),
    ] {
        assert_eq!(sent(&format!("MVT\n{line}\nAD1130")), [format!("fault {fault} at line 4")], "{line}");
    }
    check(
        "MVT\nKK1/10.A.ADD\nAD1130",
        "actual_out@a=06-10T11:30:00 | fault expected a registration of 2 to 10 letters and digits at line 4",
    );
}

#[test]
fn a_flight_answers_for_no_other() {
    let lines = sent("MVT\nKK1/10..ADD\nAD1130\nKK?/10.ABCDE.NBO\nAD1135 DL93/0010\nKK3/10..MBA\nAA1140");
    assert_eq!(
        lines,
        [
            "KK1/2026-06-10d/ADD-? reported 2026-06-10T12:00:00Z at line 4: actual_out@a=06-10T11:30:00",
            "KK3/2026-06-10d/?-MBA reported 2026-06-10T12:00:00Z at line 8: actual_on@a=06-10T11:40:00",
            "fault expected a flight like BA117 at line 6"
        ]
    );
}

#[test]
fn the_day_of_the_leg_stands_before_that_of_the_flight() {
    assert_eq!(flight("MVT\nKK1/08.ABCDE.ADD\nAA1130\nFLD 09"), "KK1/2026-06-09d/?-ADD");
    assert_eq!(flight("MVT\nKK1/08.ABCDE.ADD\nAA1130 FLD09"), "KK1/2026-06-09d/?-ADD");
}

#[test]
fn a_diversion_keeps_the_flight_and_names_the_place() {
    assert_eq!(flight("DIV\nKK1/10.ABCDE.ADD\nEA1330 NBO"), "KK1/2026-06-10d/?-ADD");
    check(
        "DIV\nKK1/10.ABCDE.ADD\nEA1330 NBO\nDR71 PX112\nEB1340\nFLD10\nSI FOG AT ADD",
        "estimated_on@e=06-10T13:30:00 estimated_in@e=06-10T13:40:00 diverted_to@e='NBO' delay_codes@e=71 \
         registration@e='ABCDE' aboard@e='112'",
    );
    // Guangzhou is no word of the dialect behind a time.
    check("DIV\nKK1/10..ADD\nEA1330 CAN\nPOB112", "estimated_on@e=06-10T13:30:00 diverted_to@e='CAN' aboard@e='112'");
    check("DIV\nKK1/10..ADD\nEA1330 HKJK", "estimated_on@e=06-10T13:30:00 diverted_to@e='NBO'");
    let unnamed = "fault expected the diversion airport behind EA, like EA1125 STN at line 4";
    check(
        "DIV\nKK1/10..ADD\nEA1330\nDR71/72",
        &format!("estimated_on@e=06-10T13:30:00 diverted_to@e='' delay_codes@e=71+72 | {unnamed}"),
    );
    check("DIV\nKK1/10..ADD\nSI ENGINE", &format!("diverted_to@e='' | {unnamed}"));
    check(
        "DIV\nKK1/10..ADD\nAD1130 EA1330 NBO",
        "estimated_on@e=06-10T13:30:00 diverted_to@e='NBO' | \
                                                 note times of the departure in a diversion are not used",
    );
}

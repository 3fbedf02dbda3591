//! Returns and corrections: what they take back, and what they leave.
//! A withdrawal that is missing shows a flight as gone; one too many hides that it left.
//! Must not know: envelopes, days.

use super::check;

const COR: &str = " | note COR: a correction, which says all its values anew";

#[test]
fn back_at_the_ramp_the_departure_is_void() {
    let returned = "actual_out@a=- actual_off@a=- returned@e=true";
    check("MVT\nKK1/10..ADD\nAD1110 RR1140", returned);
    check(
        "MVT\nKK1/10..ADD\nAD101110 RR101140\nDL41/0100",
        "actual_out@a=- actual_off@a=- returned@e=true delay_codes@e=41",
    );
    check("MVT\nKK1/10..ADD\nRR1140", returned);
    check(
        "MVT\nKK1/10..ADD\nAD1110 RR1140 ED101500",
        "estimated_out@e=06-10T15:00:00 actual_out@a=- actual_off@a=- returned@e=true",
    );
    // That it came back is said even where the time is not.
    check("MVT\nKK1/10..ADD\nRR", &format!("{returned} | fault expected a time like 1105 or 211105 at line 5"));
}

#[test]
fn back_from_the_air_the_landing_is_none_of_the_leg() {
    let returned = "actual_out@a=- actual_off@a=- returned@e=true";
    check("MVT\nKK1/10..ADD\nFR1130/1140", returned);
    check("MVT\nKK1/10..ADD\nAD1030/1040\nFR1130/1140\nSI BIRD", returned);
    let note = "note an arrival back at the departure airport is none of the leg";
    check("MVT\nKK1/10..ADD\nFR1130\nAA1130/1140", &format!("{returned} | {note}"));
    check("MVT\nKK1/10..ADD\nFR1130 EA1130 ADD", &format!("{returned} | {note}"));
    check(
        "MVT\nKK1/10..ADD\nFR1130/1140 ED101600",
        "estimated_out@e=06-10T16:00:00 actual_out@a=- actual_off@a=- returned@e=true",
    );
}

#[test]
fn a_correction_takes_back_what_its_estimates_contradict() {
    for (below, expected) in [
        (
            "AD1130/1140 EA1500 NBO",
            "estimated_on@e=06-10T15:00:00 actual_out@a=06-10T11:30:00 actual_off@a=06-10T11:40:00",
        ),
        ("AD1130", "actual_out@a=06-10T11:30:00"),
        ("ED101500", "estimated_out@e=06-10T15:00:00 actual_out@a=- actual_off@a=-"),
        (
            "NI101500",
            "estimated_out@e=- estimated_off@e=- actual_out@a=- actual_off@a=- next_information_at@e=06-10T15:00:00",
        ),
        ("EO101500", "estimated_off@e=06-10T15:00:00 actual_out@a=- actual_off@a=-"),
        ("AD1130 EO1145", "estimated_off@e=06-10T11:45:00 actual_out@a=06-10T11:30:00 actual_off@a=-"),
        ("AA1130/1140", "actual_on@a=06-10T11:30:00 actual_in@a=06-10T11:40:00"),
        ("AA1130 EB1145", "estimated_in@e=06-10T11:45:00 actual_on@a=06-10T11:30:00 actual_in@a=-"),
        ("EA1230", "estimated_on@e=06-10T12:30:00 actual_on@a=- actual_in@a=-"),
        ("EB1230", "estimated_in@e=06-10T12:30:00 actual_on@a=- actual_in@a=-"),
        ("AD1110 RR1140", "actual_out@a=- actual_off@a=- returned@e=true"),
    ] {
        for head in ["COR MVT", "COR\nMVT", "MVT COR", "COR\n\nMVT"] {
            let text = format!("{head}\nKK1/10..ADD\n{below}");
            let said = super::says(&text);
            let said =
                said.split_once("at line 5: ").or(said.split_once("at line 6: ")).map_or(said.as_str(), |(_, s)| s);
            assert_eq!(said, format!("{expected}{COR}"), "{text}");
        }
    }
    // The same without the word takes nothing back.
    check("MVT\nKK1/10..ADD\nED101500", "estimated_out@e=06-10T15:00:00");
    check("MVT\nKK1/10..ADD\nEA1230", "estimated_on@e=06-10T12:30:00");
}

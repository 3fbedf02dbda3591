//! Where a telex begins and ends, and when it was sent.
//! One text in every frame; what it says may not depend on the frame.
//! Must not know: what the text says in detail.

use super::read;
use crate::feeds::parse::golden;

const RECEIVED: &str = "2026-06-10T12:01:00Z";
const TEXT: &str = "MVT\nKK1/10..ADD\nAD1130";

fn lines(text: &str) -> Vec<String> {
    golden::lines(&read(text, RECEIVED))
}

/// When it was sent, where it is the flight and nothing else.
#[track_caller]
fn check(text: &str, reported: &str) {
    let expected = if reported.is_empty() { String::new() } else { format!(" reported {reported}:00Z") };
    let lines = lines(text);
    let plain = |line: &String| line.split_once(" at line ").map(|(head, _)| head.to_owned()).unwrap_or_default();
    assert_eq!(
        lines.iter().map(plain).collect::<Vec<_>>(),
        [format!("KK1/2026-06-10d/ADD-?{expected}")],
        "{text}\n{lines:?}"
    );
}

#[test]
fn every_form_of_envelope() {
    let sent = "2026-06-10T12:00";
    check(TEXT, "");
    for head in [
        "QU ONWXXKK\n.ABCOPKK 101200\n",
        "\r\n\u{1}QU ONWXXKK\r\n.ABCOPKK 101200\r\n\u{2}",
        "\u{1}QD ONWXXKK ADDOPKK NBOOPKK\nMBAOPKK DIROPKK\n.ABCOPKK 101200\n\u{2}\n",
        "QU ONWXXKK\n.DEFOPKK 100800\n.ABCOPKK 101200\n",
        "QU ONWXXKK\n.ABCOPKK 101200\n.      \n",
        "QU ONWXXKK\n.ABCOPKK 101200/AMAMQ\n",
        "QU ONWXXKK\n.ABCOPKK KK/101200\n",
        "QU ONWXXKK\n.ABCOPKK KK/101200/AMAMQ 123\n",
        "QU ONWXXKK\n.ABCOPKK 101200 Z\n",
        "QU ONWXXKK\n.ABCOPKK 101200Z JUN26\n",
        "QU ONWXXKK\n.ABCOPKK 101200 REF1 JUN\n",
        "ONWXXKK\n.ABCOPKK 101200\n",
        "ZCZC ABC001 101201\nQU ONWXXKK\n.ABCOPKK 101200\n",
        "QU ONWXXKK ADDOPKK .ABCOPKK 101200\n",
        "QU ONWXXKK\n.XXXOPKK 101200\nA81\nFI KK0001/AN AB-CDE\nDT XXX ADD1 101201 M44A\n-\n",
        "QU ONWXXKK\nA81\nFI KK0001/AN AB-CDE\nDT XXX ADD1 101200 M44A\n-  \n",
        "=HEADER\nRCV,2026/06/10 14:01\n=PRIORITY\nQU\n=DESTINATION TYPE B\nSTX,ONWXXKK\nSTX,ADDOPKK\n=ORIGIN\nABCOPKK\n=DBLSIG\nKK\n=MSGID\n101200\n=TEXT\n",
        "=PRIORITY\nQD\n=ORIGIN\nABCOPKK\n=MSGID\n101200 REF028 JUN26\n=TEXT\n",
    ] {
        check(&format!("{head}{TEXT}"), sent);
        check(&format!("{head}{}\n\u{3}\n\n", TEXT.replace('\n', "\r\n")), sent);
        check(&format!("{head}{}", TEXT.to_lowercase()), sent);
    }
    // A router tells the kind in its heading, and the text may or may not repeat it.
    let routed = "=HEADER\n=MSGID\n101200\n=SMI\nMVT\n=TEXT\n";
    check(&format!("{routed}{TEXT}"), sent);
    check(&format!("{routed}KK1/10..ADD\nAD1130"), sent);
    check(&format!("{}\r", TEXT.replace('\n', "\r")), "");
}

#[test]
fn a_router_s_receipt_gives_an_old_telex_its_month() {
    let text = "=HEADER\nRCV,2025/08/16 15:39\n=PRIORITY\nQD\n=MSGID\n161539\n=SMI\nMVT\n=TEXT\nKK1/16..ADD\nAD1514";
    assert_eq!(
        lines(text),
        ["KK1/2025-08-16d/ADD-? reported 2025-08-16T15:39:00Z at line 10: actual_out@a=08-16T15:14:00"]
    );
    // One that lies ahead is no receipt, and neither is one of before there were such routers.
    for routed in ["2031/01/01 10:00", "1013/06/10 12:01", "0001/01/01 00:00", "1970/01/01 00:00"] {
        check(&format!("=HEADER\nRCV,{routed}\n=MSGID\n101200\n=TEXT\n{TEXT}"), "2026-06-10T12:00");
    }
}

#[test]
fn an_origin_that_cannot_be_read_is_a_fault_beside_the_text() {
    let said = "KK1/2026-06-10d/ADD-? at line 4: actual_out@a=06-10T11:30:00";
    for origin in ["ABCOPKK", "ABCOPKK 1200", "ABCOPKK 321200", "ABCOPKK 102500"] {
        let fault = "fault expected an origin like .LHRRMBA 010900 at line 2";
        assert_eq!(lines(&format!("QU ONWXXKK\n.{origin}\n{TEXT}")), [said, fault], "{origin}");
    }
    let late = lines(&format!("QU ONWXXKK\n.ABCOPKK 101330\n{TEXT}"));
    assert_eq!(late[1..], ["note the origin is later than the receipt: the sender's clock is wrong, or the month"]);
}

#[test]
fn several_telexes_one_behind_another() {
    let one = |n: u16| format!("MVT\nKK{n}/10..ADD\nAD1130\nSI NO REMARK\n");
    let named = |text: &str| {
        let parsed = read(text, RECEIVED);
        assert_eq!((&parsed.faults[..], &parsed.notes[..]), (&[][..], &[][..]), "{text}");
        parsed
            .observations
            .iter()
            .map(|(o, _)| format!("{}{}", o.flight.number, o.reported.map_or("", |_| "r")))
            .collect::<Vec<_>>()
    };
    let head = "QU ONWXXKK\n.ABCOPKK 101200\n";
    assert_eq!(named(&format!("{head}{}\n\n{head}{}", one(1), one(2))), ["1r", "2r"]);
    assert_eq!(named(&format!("{head}{}{head}{}", one(1), one(2))), ["1r", "2r"]);
    assert_eq!(named(&format!("{head}{}NNNN\n.ABCOPKK 101200\n{}", one(1), one(2))), ["1r", "2r"]);
    assert_eq!(named(&format!("{}\n{}\n{}", one(1), one(2), one(3))), ["1", "2", "3"]);
    let framed = |n| format!("\u{1}{head}\u{2}{}\u{3}", one(n));
    assert_eq!(named(&format!("{}{}{}", framed(1), framed(2), framed(3))), ["1r", "2r", "3r"]);
    let routed = |n| format!("=HEADER\nRCV,2026/06/10 12:00\n=PRIORITY\nQU\n=MSGID\n101200\n=TEXT\n{}", one(n));
    assert_eq!(named(&format!("{}{}", routed(1), routed(2))), ["1r", "2r"]);
    // Blank lines inside a text part nothing.
    assert_eq!(named("MVT\n\nKK1/10..ADD\n\nAD1130\n\nPX12"), ["1"]);
}

#[test]
fn a_correction_is_of_one_telex_only() {
    let lines = lines(&format!(
        "COR\n{}\n\n{}",
        TEXT.replace("AD1130", "ED101500"),
        TEXT.replace("KK1", "KK2").replace("AD1130", "ED101500")
    ));
    assert!(lines[0].ends_with("estimated_out@e=06-10T15:00:00 actual_out@a=- actual_off@a=-"), "{lines:?}");
    assert!(lines[1].ends_with("at line 7: estimated_out@e=06-10T15:00:00"), "{lines:?}");
}

#[test]
fn other_telexes_are_named_and_what_is_none_is_a_fault() {
    assert_eq!(
        lines("QU ONWXXKK\n.ABCOPKK 101200\nPTM\nKK1/10JUN ADDNBO PART1\n1TEST/PERSON"),
        ["note PTM telexes are not read"]
    );
    assert_eq!(lines("SVC\nMVT UNKNOWN"), ["note SVC telexes are not read"]);
    assert_eq!(
        lines("QU ONWXXKK\n.ABCOPKK 101200\nHELLO THERE\nMVT"),
        ["fault expected MVT, MVA, DIV, ASM, SSM or LDM before the text at line 3"]
    );
    assert_eq!(
        lines("KK1/10..ADD\nAD1130"),
        ["fault expected MVT, MVA, DIV, ASM, SSM or LDM before the text at line 1"]
    );
    assert_eq!(
        lines("QU ONWXXKK\n.ABCOPKK 101200"),
        ["fault expected MVT, MVA, DIV, ASM, SSM or LDM before the text at line 1"]
    );
    assert_eq!(lines("MVT\n"), ["fault expected a text behind MVT at line 1"]);
    for empty in ["", "\n\r\n ", "\u{1}\u{2}\u{3}"] {
        assert_eq!(lines(empty), ["note no telex in it"], "{empty:?}");
    }
    assert_eq!(
        lines(&format!("PDM {TEXT}")),
        ["KK1/2026-06-10d/ADD-? at line 2: actual_out@a=06-10T11:30:00", "note PDM: it may have been sent before"]
    );
}

#[test]
fn sizes_are_bounded() {
    let long = format!("{TEXT}\nSI\n{}", "ALL ABOUT IT\n".repeat(6000));
    let short = TEXT.replace("KK1", "KK2");
    assert_eq!(
        lines(&format!("{long}\n{short}")),
        [
            "KK2/2026-06-10d/ADD-? at line 6007: actual_out@a=06-10T11:30:00",
            "fault telex is larger than 65536 bytes at line 1"
        ]
    );
    let huge = "MVT\n".repeat(300_000);
    assert_eq!(lines(&huge), ["fault message is larger than 1048576 bytes at message"]);
    let many = format!("{TEXT}\n\n").repeat(2100);
    let parsed = read(&many, RECEIVED);
    assert_eq!(parsed.observations.len(), 2000);
    assert_eq!(parsed.faults.len(), 1);
}

#[test]
fn a_wrong_byte_is_a_mark_that_no_field_takes() {
    let parsed = golden::read(crate::feeds::Kind::TypeB, b"MVT\nKK1/10..ADD\nAD1130 DL\xff1\nSI caf\xe9", RECEIVED, "");
    assert_eq!(
        golden::lines(&parsed),
        [
            "KK1/2026-06-10d/ADD-? at line 2: actual_out@a=06-10T11:30:00",
            "fault expected delay codes and durations like 72/0015 at line 3",
            "note bytes that are not UTF-8"
        ]
    );
}

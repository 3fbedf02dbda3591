//! Frames as clients write them, well and badly.
//! Must not know: sessions.
//! Each case is one sentence of `protocol.md` §2.

use super::*;

const ID: &str = "01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f";

fn read(text: &str) -> ClientFrame {
    parse(text).unwrap()
}

#[test]
fn a_hello_says_what_it_holds_in_one_of_two_ways() {
    let ClientFrame::Hello(each) = read(r#"{"t":"hello","have":{"a":"1"},"audience":"station:ORD","later":[1]}"#)
    else {
        panic!()
    };
    assert_eq!(each.have, Have::Each(Held::from([("a".into(), "1".into())])));
    assert_eq!(each.audience.as_deref(), Some("station:ORD"));
    let ClientFrame::Hello(sum) = read(&format!(r#"{{"count":2,"sum":"8a","t":"hello","pending":{{"{ID}":"{ID}"}}}}"#))
    else {
        panic!()
    };
    assert_eq!(sum.have, Have::Sum { count: 2, sum: "8a".into() });
    assert_eq!(sum.pending.len(), 1);
    let ClientFrame::Hello(bare) = read(r#"{"t":"hello"}"#) else { panic!() };
    assert_eq!(bare.have, Have::Each(Held::new()));
}

#[test]
fn a_command_is_read_strictly_and_its_body_left_alone() {
    let text = format!(
        r#"{{"t":"do","id":"{ID}","kind":"count","movement":"{ID}","at":"2015-01-02T11:00:00Z","sent":"2015-01-02T12:00:00+01:00","body":{{"leg":1}},"for":"station:ORD","heard":"in-person"}}"#
    );
    let ClientFrame::Do(command) = read(&text) else { panic!() };
    assert_eq!((command.kind.as_str(), command.heard), ("count", Some(Heard::InPerson)));
    assert_eq!(command.at, command.sent);
    assert_eq!(command.body, serde_json::json!({"leg":1}));
    for (wrong, with) in
        [("01932c07", "x1932c07"), ("11:00:00Z", "11:00:00"), ("in-person", "rumour"), ("\"count\"", "7")]
    {
        assert!(matches!(parse(&text.replacen(wrong, with, 1)), Err(Unreadable::Bad(_))), "{with}");
    }
}

#[test]
fn unknown_types_are_let_pass_and_what_is_no_frame_is_malformed() {
    assert_eq!(read(r#"{"t":"from-tomorrow","x":{"t":1}}"#), ClientFrame::Other);
    for text in [
        "",
        "7",
        "[]",
        r#"["hello"]"#,
        r#"{"n":1}"#,
        r#"{"t":1}"#,
        r#"{"t":"ping","t":"pong","n":1}"#,
        r#"{"t":"ping""#,
    ] {
        assert!(matches!(parse(text), Err(Unreadable::Malformed(_))), "{text}");
    }
    for text in [
        r#"{"t":"ping"}"#,
        r#"{"t":"ping","n":-1}"#,
        r#"{"t":"have"}"#,
        r#"{"t":"hello","have":[]}"#,
        r#"{"t":"hello","count":1}"#,
    ] {
        assert!(matches!(parse(text), Err(Unreadable::Bad(_))), "{text}");
    }
}

#[test]
fn only_hello_and_have_may_be_large() {
    let of = |t: &str, size: usize| format!(r#"{{"t":"{t}","n":1,"have":{{}},"pad":"{}"}}"#, "x".repeat(size));
    assert_eq!(read(&of("have", limits::CLIENT_FRAME_BYTES_MAX)), ClientFrame::Have(Held::new()));
    assert!(matches!(parse(&of("ping", limits::CLIENT_FRAME_BYTES_MAX)), Err(Unreadable::TooBig(_))));
    assert!(matches!(parse(&of("have", limits::HELLO_BYTES_MAX)), Err(Unreadable::TooBig(_))));
}

#[test]
fn a_receipt_names_notices() {
    let text = format!(r#"{{"t":"receipt","notices":[{{"id":"{ID}","movement":"{ID}","stage":"seen"}}]}}"#);
    let ClientFrame::Receipt(notices) = read(&text) else { panic!() };
    assert_eq!(notices.first().map(|n| n.stage), Some(Stage::Seen));
}

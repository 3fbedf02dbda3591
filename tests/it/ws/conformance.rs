//! What RFC 6455 asks of a server, case by case, from a client that writes its own bytes: parts, control frames, text
//! that is none, closing, reserved bits, lengths, and the handshake.
//! Must not know: what a session says, beyond its first word.

use super::hub::Hub;
use super::raw::{BINARY, CLOSE, HELLO, LAST, PING, PONG, Raw, TEXT, closing, frame, head};

/// A text in parts of these sizes; the last part takes what is left.
fn parts(text: &[u8], sizes: &[usize]) -> Vec<Vec<u8>> {
    let mut rest = text;
    let mut parts = Vec::new();
    for (n, size) in sizes.iter().enumerate() {
        let (part, left) = rest.split_at(*size);
        parts.push(frame(if n == 0 { 1 } else { 0 }, part));
        rest = left;
    }
    parts.push(frame(if sizes.is_empty() { TEXT } else { LAST }, rest));
    parts
}

/// Each of these bytes alone, on a connection of its own, before the `hello`: the code it is closed with.
async fn refused(hub: &Hub, cases: &[(&str, Vec<u8>)], code: u16) {
    for (case, bytes) in cases {
        let mut raw = Raw::open(hub).await;
        raw.send(bytes).await;
        raw.closed(Some(code), case).await;
    }
}

#[actix_web::test]
async fn a_text_comes_in_parts() {
    let hub = Hub::start().await;
    let hello = HELLO.as_bytes();
    for sizes in [vec![], vec![5], vec![1; hello.len()], vec![0], vec![0, 5, 0, 0, 5], vec![hello.len()]] {
        let mut raw = Raw::open(&hub).await;
        raw.send(&parts(hello, &sizes).concat()).await;
        raw.welcomed().await;
    }
    // Control frames may stand between parts, and are answered before the text is whole.
    let mut raw = Raw::open(&hub).await;
    let [first, last] = parts(hello, &[7]).try_into().unwrap();
    raw.send(&[first, frame(PING, b"between"), frame(PONG, b"unasked")].concat()).await;
    assert_eq!(raw.frame().await, (PONG, b"between".to_vec()));
    raw.send(&last).await;
    raw.welcomed().await;
}

#[actix_web::test]
async fn parts_out_of_turn_are_refused() {
    let hub = Hub::start().await;
    let whole = frame(TEXT, HELLO.as_bytes());
    let cases = [
        ("a last part of nothing", frame(LAST, b"x")),
        ("a part of nothing", frame(0, b"x")),
        ("an empty part of nothing", frame(LAST, b"")),
        ("a text within a text", [frame(1, b"{"), whole.clone()].concat()),
        ("a beginning within a text", [frame(1, b"{"), frame(1, b"{")].concat()),
        ("something binary within a text", [frame(1, b"{"), frame(BINARY, b"x")].concat()),
        ("a ping between does not end the text", [frame(1, b"{"), frame(PING, b""), frame(TEXT, b"{}")].concat()),
    ];
    for (case, bytes) in &cases {
        let mut raw = Raw::open(&hub).await;
        raw.send(bytes).await;
        if case.starts_with("a ping") {
            assert_eq!(raw.frame().await, (PONG, vec![]));
        }
        raw.closed(Some(1002), case).await;
    }
    // What stands before it is still heard.
    let mut raw = Raw::open(&hub).await;
    raw.send(&[whole, frame(LAST, b"more")].concat()).await;
    raw.welcomed().await;
    raw.closed(Some(1002), "a part after the last").await;
}

#[actix_web::test]
async fn pings_are_answered_with_what_they_hold_and_pongs_are_not() {
    let hub = Hub::start().await;
    let all: Vec<u8> = (131..=255).collect();
    for live in [false, true] {
        let mut raw = if live { Raw::live(&hub).await } else { Raw::open(&hub).await };
        for payload in [&b""[..], b"hello", &[0, 0xff, 0xfe], &all] {
            raw.send(&[frame(PONG, b"unasked"), frame(PONG, b"")].concat()).await;
            raw.send(&frame(PING, payload)).await;
            assert_eq!(raw.frame().await, (PONG, payload.to_vec()), "live: {live}");
        }
    }
}

#[actix_web::test]
async fn control_frames_are_short_and_whole() {
    let hub = Hub::start().await;
    let long = [b'x'; 126];
    let cases = [
        ("a long ping", frame(PING, &long)),
        ("a long pong", frame(PONG, &long)),
        ("a long close", closing(1000, &[b'x'; 124])),
        ("a ping in parts", [frame(PING & !LAST, b"x"), frame(LAST, b"x")].concat()),
        ("a pong in parts", frame(PONG & !LAST, b"x")),
        ("a close in parts", frame(CLOSE & !LAST, &1000u16.to_be_bytes())),
    ];
    refused(&hub, &cases, 1002).await;
}

#[actix_web::test]
async fn a_character_may_be_cut_anywhere_and_has_to_be_one() {
    let hub = Hub::start().await;
    let hello = "{\"t\":\"hello\",\"app\":\"\u{e9} \u{20ac} \u{1f6eb} \u{10ffff} \u{0}\"}".replace('\0', "\\u0000");
    for cut in 0..=hello.len() {
        let mut raw = Raw::open(&hub).await;
        for part in parts(hello.as_bytes(), &[cut]) {
            raw.send(&part).await;
        }
        raw.welcomed().await;
    }
    let within = |bytes: &[u8]| [b"{\"t\":\"hello\",\"app\":\"", bytes, b"\"}"].concat();
    let cases = [
        ("a byte that is never one", within(b"\xff")),
        ("a character without a beginning", within(b"\x80")),
        ("a character without an end", within(b"\xe2\x82")),
        ("longer than need be", within(b"\xc0\xaf")),
        ("half a pair", within(b"\xed\xa0\x80")),
        ("beyond the last", within(b"\xf4\x90\x80\x80")),
        ("cut off at the end", b"{\"t\":\"hello\"}\xf0\x9f".to_vec()),
    ];
    for (case, text) in &cases {
        for sizes in [vec![], vec![21], vec![0, 22]] {
            let mut raw = Raw::open(&hub).await;
            raw.send(&parts(text, &sizes.into_iter().filter(|s| *s < text.len()).collect::<Vec<_>>()).concat()).await;
            raw.closed(Some(1007), case).await;
        }
    }
}

#[actix_web::test]
async fn a_close_is_answered_with_its_code() {
    let hub = Hub::start().await;
    let sent = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4510, 4999];
    for code in sent {
        let mut raw = Raw::open(&hub).await;
        raw.send(&closing(code, if code == 1000 { &[b'x'; 123] } else { "f\u{fc}r heute".as_bytes() })).await;
        raw.closed(Some(code), "answered").await;
    }
    for live in [false, true] {
        let mut raw = if live { Raw::live(&hub).await } else { Raw::open(&hub).await };
        raw.send(&frame(CLOSE, b"")).await;
        raw.closed(None, "without a code").await;
        // What follows it is not looked at: neither answered nor refused.
        let mut raw = if live { Raw::live(&hub).await } else { Raw::open(&hub).await };
        let after = [frame(PING, b"late"), frame(TEXT, HELLO.as_bytes()), frame(0x7f, b"nonsense")].concat();
        raw.send(&[closing(1000, b""), after].concat()).await;
        raw.closed(Some(1000), "and no more").await;
        // In the middle of a text it counts all the same.
        let mut raw = if live { Raw::live(&hub).await } else { Raw::open(&hub).await };
        raw.send(&[frame(1, b"{"), closing(1001, b"")].concat()).await;
        raw.closed(Some(1001), "within a text").await;
    }
}

#[actix_web::test]
async fn a_close_that_is_none_is_refused() {
    let hub = Hub::start().await;
    refused(&hub, &[("half a code", frame(CLOSE, &[3]))], 1002).await;
    for code in [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        refused(&hub, &[(&format!("code {code}"), closing(code, b"why"))], 1002).await;
    }
    let reasons = [("no reason", closing(1000, b"\xff")), ("half a reason", closing(1000, b"caf\xc3"))];
    refused(&hub, &reasons, 1007).await;
}

#[actix_web::test]
async fn reserved_bits_and_opcodes_and_bare_frames_are_refused() {
    let hub = Hub::start().await;
    for bit in [0x40, 0x20, 0x10, 0x70] {
        let continued = [frame(1, b"{"), frame(LAST | bit, b"}")].concat();
        let cases = [
            ("a text", frame(TEXT | bit, HELLO.as_bytes())),
            ("a ping", frame(PING | bit, b"")),
            ("a close", frame(CLOSE | bit, b"")),
            ("a part", continued),
        ];
        refused(&hub, &cases, 1002).await;
    }
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        for payload in [&b""[..], b"x"] {
            let case = format!("opcode {opcode}");
            refused(&hub, &[(&case, frame(LAST | opcode, payload)), (&case, frame(opcode, payload))], 1002).await;
        }
    }
    let bare = |first: u8, payload: &[u8]| [&head(first, payload.len() as u64, false)[..], payload].concat();
    let cases = [("a text", bare(TEXT, HELLO.as_bytes())), ("a ping", bare(PING, b"")), ("a close", bare(CLOSE, b""))];
    refused(&hub, &cases, 1002).await;
    let cases = [
        ("whole", frame(BINARY, b"x")),
        ("empty", frame(BINARY, b"")),
        ("the first part", frame(BINARY & !LAST, b"x")),
        ("as claimed", head(BINARY, 1000, true)),
    ];
    refused(&hub, &cases, 4400).await;
    let mut raw = Raw::live(&hub).await;
    raw.send(&frame(BINARY, b"x")).await;
    raw.closed(Some(4400), "binary, later").await;
}

const MIB: usize = 1024 * 1024;

#[actix_web::test]
async fn what_is_too_big_is_cut_at_the_claim() {
    let hub = Hub::start().await;
    let cases = [
        // Not one byte of these is sent: whoever waits for the rest keeps it.
        ("one over", head(TEXT, MIB as u64 + 1, true)),
        ("8 GiB", head(TEXT, 8 << 30, true)),
        ("8 GiB, and no mask yet", head(TEXT, 8 << 30, true)[..10].to_vec()),
        ("all there is", head(TEXT, i64::MAX as u64, true)),
        ("together", [frame(1, &vec![b' '; MIB - 10]), head(0, 11, true)].concat()),
        ("a wrap around", [frame(1, b"{"), head(0, i64::MAX as u64, true)].concat()),
    ];
    refused(&hub, &cases, 4413).await;
    let high = [("a length of 64 bits", head(TEXT, 1 << 63, true)), ("all bits", head(TEXT, u64::MAX, true))];
    refused(&hub, &high, 1002).await;
    let full = |size: usize| format!(r#"{{"t":"hello","app":"{}"}}"#, "x".repeat(size - 22));
    let mut raw = Raw::open(&hub).await;
    raw.send(&frame(TEXT, full(MIB).as_bytes())).await;
    raw.welcomed().await;
    let mut raw = Raw::open(&hub).await;
    raw.send(&parts(full(MIB).as_bytes(), &[100_000; 10]).concat()).await;
    raw.welcomed().await;
    for sizes in [vec![], vec![1000; 20]] {
        let command = full(64 * 1024 + 4).replace("hello", "do");
        assert_eq!(command.len(), 64 * 1024 + 1);
        let mut raw = Raw::live(&hub).await;
        raw.send(&parts(command.as_bytes(), &sizes).concat()).await;
        raw.closed(Some(4413), "a command").await;
    }
}

#[actix_web::test]
async fn frames_come_glued_and_byte_by_byte() {
    let hub = Hub::start().await;
    let hello = frame(TEXT, HELLO.as_bytes());
    let mut raw = Raw::open(&hub).await;
    let beat = |n: u8| frame(TEXT, format!(r#"{{"t":"ping","n":{n}}}"#).as_bytes());
    raw.send(&[frame(PONG, b""), hello.clone(), beat(1), beat(2), beat(3)].concat()).await;
    raw.welcomed().await;
    for n in 1..=3 {
        while !raw.text().await.starts_with(&format!(r#"{{"t":"pong","n":{n},"#)) {}
    }
    let mut raw = Raw::open(&hub).await;
    raw.send_one_by_one(&[frame(PING, b"x"), hello.clone()].concat()).await;
    assert_eq!(raw.frame().await, (PONG, b"x".to_vec()));
    raw.welcomed().await;
    // With every head that a length can have, cut at every place.
    let long = |size: usize| frame(TEXT, format!(r#"{{"t":"hello","app":"{}"}}"#, "x".repeat(size)).as_bytes());
    for (bytes, cuts) in [(hello, 1..8), (long(1000), 1..10), (long(70_000), 1..16)] {
        for cut in cuts {
            let mut raw = Raw::open(&hub).await;
            let (first, rest) = bytes.split_at(cut);
            raw.send(first).await;
            tokio::task::yield_now().await;
            raw.send(rest).await;
            raw.welcomed().await;
        }
    }
}

#[actix_web::test]
async fn the_handshake_is_one_of_version_13() {
    let hub = Hub::start().await;
    let whole = [
        ("Connection", "keep-alive, Upgrade"),
        ("Upgrade", "WebSocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ("Sec-WebSocket-Protocol", "onward.v1"),
    ];
    let (status, head) = hub.ask(&whole).await;
    assert_eq!(status, 101, "{head}");
    // The example of RFC 6455 §1.3.
    assert!(head.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n"), "{head}");
    assert!(!head.contains("sec-websocket-extensions"), "{head}");
    for (name, value, status) in [
        ("Connection", "keep-alive", 400),
        ("Upgrade", "h2c", 400),
        ("Sec-WebSocket-Version", "", 426),
        ("Sec-WebSocket-Version", "8", 426),
        ("Sec-WebSocket-Version", "14", 426),
        ("Sec-WebSocket-Version", "13, 8", 426),
        ("Sec-WebSocket-Key", "", 400),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZQ==", 400),
        ("Sec-WebSocket-Key", "not base64, but 24 long!", 400),
        ("Sec-WebSocket-Protocol", "onward.v2, graphql", 400),
    ] {
        let other = whole.map(|(n, v)| (n, if n == name { value } else { v }));
        let without: Vec<_> = whole.into_iter().filter(|(n, _)| *n != name).collect();
        let (got, head) = hub.ask(&other).await;
        assert_eq!(got, status, "{name}: {value}\n{head}");
        assert!(head.contains("application/problem+json"), "{head}");
        if status == 426 {
            assert!(head.contains("sec-websocket-version: 13\n") && head.contains("upgrade: websocket\n"), "{head}");
        }
        let (got, head) = hub.ask(&without).await;
        assert_eq!(got, if name == "Sec-WebSocket-Protocol" { 101 } else { 400 }, "without {name}\n{head}");
    }
}

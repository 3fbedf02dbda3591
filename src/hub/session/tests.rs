//! One session at a time, by hand: the order of frames, limits, liveness. Random interleavings are next door.
//! A test here drives the machine itself; how marks reach it is tested with the worker.
//! Must not know: tasks, sockets.

use super::*;
use crate::hub::doc::Mirror;
use bytestring::ByteString;
use chrono::DateTime;
use serde_json::Value;

mod asked;
mod interleavings;
mod leaving;

pub(super) const FRESH: &str =
    r#""sources":[{"source":"x","state":"ok","heard":null}],"store":{"state":"ok","heard":null}"#;

/// A session with its mirror and a clock that only moves when told.
pub(super) struct Bench {
    pub mirror: Mirror,
    pub caught: Seq,
    pub now: u64,
    pub session: Session,
    pub asks: Vec<Ask>,
    pub end: Option<End>,
    /// Written and not taken yet: at most one.
    pub line: Option<ByteString>,
}

macro_rules! view {
    ($bench:expr) => {
        View { mirror: &$bench.mirror, caught: $bench.caught, now: DateTime::UNIX_EPOCH, rate: 1.0, fresh: FRESH }
    };
}

pub(super) fn put(mirror: &mut Mirror, id: &str, body: &str, urgency: u8, seq: u64) -> bool {
    mirror.put(Arc::new(Doc::new(DocId::new(id), body, None, urgency, Seq(seq))))
}

pub(super) fn hello(text: &str) -> Hello {
    match frame::parse(text) {
        Ok(ClientFrame::Hello(hello)) => *hello,
        other => panic!("{other:?}"),
    }
}

impl Bench {
    pub fn new(mirror: Mirror, text: &str) -> Self {
        Self::by(mirror, text, true)
    }

    fn by(mirror: Mirror, text: &str, two_way: bool) -> Self {
        let who = Who { session: "s".into(), audience: "station:ORD".into(), two_way };
        let view = View { mirror: &mirror, caught: Seq(0), now: DateTime::UNIX_EPOCH, rate: 1.0, fresh: FRESH };
        let (session, out) = Session::begin(0, hello(text), who, &view);
        let mut bench = Self { mirror, caught: Seq(0), now: 0, session, asks: Vec::new(), end: None, line: None };
        bench.take(out);
        bench
    }

    fn take(&mut self, out: Effects) {
        self.asks.extend(out.asks);
        self.end = self.end.or(out.end);
        if let Some(frame) = out.send {
            assert!(self.line.is_none(), "a frame was written without room");
            self.line = Some(frame);
        }
    }

    pub fn on(&mut self, event: Event<'_>) {
        let out = self.session.on(self.now, event, &view!(self));
        self.take(out);
    }

    /// Takes the frame on the line, which makes room for the next.
    pub fn read(&mut self) -> Option<Value> {
        let frame = self.line.take()?;
        self.on(Event::Room);
        Some(serde_json::from_str(&frame).unwrap_or_else(|e| panic!("{frame}: {e}")))
    }

    /// Everything there is to read, as `t` or `t:ids`.
    pub fn words(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.read()).map(|frame| word(&frame)).collect()
    }

    pub fn change(&mut self, id: &str, body: &str, urgency: u8, seq: u64) {
        if put(&mut self.mirror, id, body, urgency, seq) {
            self.on(Event::Dirty(&[DocId::new(id)]));
        }
    }
    pub fn leave(&mut self, id: &str) {
        if self.mirror.remove(id) {
            self.on(Event::Dirty(&[DocId::new(id)]));
        }
    }
    pub fn known(&mut self) {
        self.on(Event::Known(Known::default()));
    }
    pub fn at(&mut self, now: u64) {
        self.now = now;
        self.on(Event::Tick);
    }
    fn closed(&self) -> Option<u16> {
        match self.end {
            Some(End::Close(close)) => Some(close.code),
            Some(End::Dead) => Some(0),
            None => None,
        }
    }
}

fn word(frame: &Value) -> String {
    let t = frame["t"].as_str().unwrap();
    match t {
        "put" => format!("put:{}", join(&frame["docs"], "id")),
        "gone" | "unknown" => format!("{t}:{}", join(&frame["ids"], "")),
        "done" => format!("done:{}:{}", short(&frame["id"]), frame["outcome"].as_str().unwrap()),
        "problem" => format!("problem:{}", frame["code"].as_str().unwrap()),
        t => t.to_owned(),
    }
}
fn join(list: &Value, field: &str) -> String {
    let of = |v: &Value| if field.is_empty() { short(v) } else { short(&v[field]) };
    list.as_array().unwrap().iter().map(of).collect::<Vec<_>>().join(",")
}
fn short(v: &Value) -> String {
    v.as_str().unwrap().trim_start_matches(['0', '-']).to_owned()
}

fn ready(ids: &[&str]) -> Bench {
    let mut mirror = Mirror::default();
    for id in ids {
        put(&mut mirror, id, "1", 1, 0);
    }
    let mut bench = Bench::new(mirror, r#"{"t":"hello","have":{}}"#);
    bench.known();
    bench.words();
    bench
}

fn command(n: u128) -> String {
    let at = "1970-01-01T00:00:00Z";
    let (id, movement) = (Uuid::from_u128(n), Uuid::from_u128(0xa));
    format!(r#"{{"t":"do","id":"{id}","kind":"count","movement":"{movement}","at":"{at}","sent":"{at}","body":{{}}}}"#)
}
fn applied(n: u128) -> Done {
    Done::new(Uuid::from_u128(n), Outcome::Applied)
}

#[test]
fn after_hello_comes_what_differs_then_what_was_pending_then_live_and_fresh() {
    let mut mirror = Mirror::default();
    put(&mut mirror, "same", "1", 1, 0);
    put(&mut mirror, "new", "1", 1, 0);
    put(&mut mirror, "changed", "2", 0, 0);
    let rev = mirror.get("same").unwrap().rev;
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let hello = format!(
        r#"{{"t":"hello","have":{{"same":"{rev}","changed":"{rev}","left":"x"}},"pending":{{"{one}":"{one}","{two}":"{two}"}}}}"#
    );
    let mut bench = Bench::new(mirror, &hello);
    assert_eq!(bench.asks, [Ask::LookUp(vec![(one, one), (two, two)])]);
    assert_eq!(bench.words(), ["welcome", "gone:left", "put:changed,new"], "live waits for what is pending");
    let done = vec![(Done::repeated(one, Outcome::Applied), Some(Seq(0)))];
    bench.on(Event::Known(Known { done, unknown: vec![two] }));
    assert_eq!(bench.words(), ["done:1:repeated", "unknown:2", "live", "fresh"]);
}

#[test]
fn matching_sums_need_no_document_and_others_need_have() {
    let mut mirror = Mirror::default();
    put(&mut mirror, "a", "1", 1, 0);
    let sum = mirror.digest().hex().to_string();
    let mut bench = Bench::new(mirror, &format!(r#"{{"t":"hello","count":1,"sum":"{sum}"}}"#));
    bench.known();
    assert_eq!(bench.words(), ["welcome", "live", "fresh"]);

    let mut mirror = Mirror::default();
    put(&mut mirror, "a", "1", 1, 0);
    let mut bench = Bench::new(mirror, r#"{"t":"hello","count":2,"sum":"00"}"#);
    bench.known();
    bench.change("b", "1", 1, 0);
    assert_eq!(bench.words(), ["welcome", "problem:have-needed"]);
    bench.on(Event::Text(r#"{"t":"have","have":{}}"#));
    assert_eq!(bench.words(), ["put:a,b", "live", "fresh"]);
}

#[test]
fn a_second_hello_is_a_have() {
    let mut bench = ready(&["a"]);
    bench.on(Event::Text(r#"{"t":"hello","have":{"b":"1"}}"#));
    assert_eq!(bench.words(), ["gone:b", "put:a", "check"]);
    bench.on(Event::Text(r#"{"t":"hello","count":0,"sum":"0000000000000000"}"#));
    assert_eq!(bench.words(), ["problem:have-needed"]);
}

#[test]
fn a_slow_client_skips_versions_and_the_worst_goes_first() {
    let mut bench = ready(&["a", "b"]);
    bench.change("a", "2", 1, 1);
    for n in 0..1000 {
        bench.change("b", &format!("{n}"), if n == 999 { 0 } else { 3 }, n);
        bench.change("c", &format!("{n}"), 2, n);
    }
    assert_eq!(bench.session.waiting(), 2);
    assert_eq!(bench.words(), ["put:a", "put:b,c"]);
    assert_eq!(bench.session.conflated(), 1998);
}

#[test]
fn done_comes_back_to_back_with_its_effect() {
    let movement = Uuid::from_u128(0xa).to_string();
    let mut bench = ready(&[&movement]);
    bench.on(Event::Text(&command(1)));
    assert!(matches!(&bench.asks[1..], [Ask::Command(_)]));
    bench.on(Event::Done(applied(1), Some(Seq(5))));
    assert_eq!(bench.words(), Vec::<String>::new(), "the board does not show it yet");
    assert!(bench.session.awaits_board());
    bench.change("other", "1", 0, 4);
    bench.change("more", "1", 0, 4);
    bench.change(&movement, "2", 3, 5);
    bench.caught = Seq(5);
    bench.on(Event::Tick);
    assert_eq!(bench.words(), ["put:other", "put:a", "done:1:applied", "put:more"]);
}

#[test]
fn done_waits_two_seconds_for_the_board_and_later_is_said_after_five() {
    let mut bench = ready(&[]);
    bench.on(Event::Text(&command(1)));
    bench.on(Event::Text(&command(2)));
    bench.on(Event::Done(applied(1), Some(Seq(5))));
    assert_eq!(bench.session.next_tick_ms(0), 2000);
    bench.at(1999);
    assert_eq!(bench.words(), Vec::<String>::new());
    bench.at(2000);
    assert_eq!(bench.words(), ["done:1:applied"]);
    assert_eq!(bench.session.next_tick_ms(2000), 5000);
    bench.at(5000);
    assert_eq!(bench.words(), ["done:2:later"]);
    bench.on(Event::Done(applied(2), Some(Seq(0))));
    assert_eq!(bench.words(), Vec::<String>::new(), "answered once");
}

#[test]
fn sixteen_commands_may_wait_and_never_more() {
    let mut bench = ready(&[]);
    for round in 0..50 {
        for n in 1..=16 {
            bench.on(Event::Text(&command(round * 16 + n)));
        }
        bench.on(Event::Text(&command(round * 16 + 1)));
        assert_eq!(bench.closed(), None, "800 commands at once, 16 at a time; a repeat of one at work is one");
        for n in 1..=16 {
            bench.on(Event::Done(applied(round * 16 + n), None));
        }
        assert_eq!(bench.words().len(), 16);
    }
    (1..=17).for_each(|n| bench.on(Event::Text(&command(9000 + n))));
    assert_eq!(bench.closed(), Some(4429));
}

#[test]
fn frames_have_a_rate_and_a_burst() {
    let ping = r#"{"t":"from-tomorrow"}"#;
    let mut bench = ready(&[]);
    (0..100).for_each(|_| bench.on(Event::Text(ping)));
    for second in 1..=10 {
        bench.at(second * 1000);
        (0..20).for_each(|_| bench.on(Event::Text(ping)));
    }
    assert_eq!(bench.closed(), None);
    bench.on(Event::Text(ping));
    assert_eq!(bench.closed(), Some(4429));
}

#[test]
fn bad_frames_are_named_and_ten_in_a_minute_end_it() {
    let mut bench = ready(&[]);
    for n in 0..20 {
        bench.at(n * 10_000);
        bench.on(Event::Text(r#"{"t":"ping","n":"x"}"#));
        assert!(bench.words().contains(&"problem:bad-frame".to_owned()));
    }
    (0..10).for_each(|_| bench.on(Event::Text(r#"{"t":"ping","n":"x"}"#)));
    assert_eq!(bench.closed(), Some(4400));
    for (event, code) in [(Event::Text("x"), 4400), (Event::Binary, 4400), (Event::Ended(codes::REVOKED), 4403)] {
        let mut bench = ready(&[]);
        bench.on(event);
        assert_eq!(bench.closed(), Some(code));
        bench.on(Event::Text(r#"{"t":"ping","n":1}"#));
        assert_eq!(bench.line, None, "nothing is said after the end");
    }
    let mut bench = ready(&[]);
    bench.on(Event::Text(&format!(r#"{{"t":"ping","n":1,"pad":"{}"}}"#, "x".repeat(limits::CLIENT_FRAME_BYTES_MAX))));
    assert_eq!(bench.closed(), Some(4413));
}

#[test]
fn who_cannot_answer_is_neither_asked_nor_given_up() {
    let mut bench = Bench::by(Mirror::default(), r#"{"t":"hello"}"#, false);
    bench.known();
    assert_eq!(bench.words(), ["welcome", "live", "fresh"]);
    assert!(!bench.session.needs_have());
    assert_eq!(bench.session.next_tick_ms(0), 50_000);
    for second in 1..=120 {
        bench.at(second * 1000);
    }
    assert_eq!((bench.words().join(" "), bench.closed()), ("check fresh check".to_owned(), None));
    let other = r#"{"t":"hello","count":1,"sum":"0000000000000000"}"#;
    assert!(Bench::by(Mirror::default(), other, false).session.needs_have());
}

#[test]
fn silence_is_asked_once_and_then_it_is_death() {
    let mut bench = ready(&[]);
    bench.at(24_999);
    assert_eq!(bench.words(), Vec::<String>::new());
    bench.at(25_000);
    assert_eq!(bench.words(), ["ping"]);
    bench.on(Event::Heard);
    bench.at(50_000);
    assert_eq!(bench.words(), ["ping", "check"]);
    // Nobody takes this frame: dead all the same.
    bench.change("a", "1", 0, 1);
    bench.at(59_999);
    assert_eq!(bench.closed(), None);
    bench.at(60_000);
    assert_eq!(bench.end, Some(End::Dead));
}

#[test]
fn check_comes_every_minute_when_nothing_is_dirty_and_the_old_go_first() {
    let mut bench = ready(&["calm"]);
    let (mut checks, mut calm) = (0, false);
    bench.change("first", "0", 0, 1);
    bench.change("calm", "2", 9, 1);
    // A narrow line, and an alarm that never rests: one frame a second.
    for second in 1..=200 {
        bench.on(Event::Heard);
        bench.at(second * 1000);
        bench.change("loud", &format!(r#""{second}{}""#, "x".repeat(limits::PUT_BYTES)), 0, second);
        let Some(frame) = bench.read() else { continue };
        checks += usize::from(frame["t"] == "check");
        if word(&frame).contains("calm") {
            assert!(second >= 119, "the alarm goes first while it can");
            calm = true;
        }
    }
    assert!(calm, "calm has been written after two minutes");
    assert_eq!(checks, 0);
    bench.at(300_000);
    assert!(bench.end.is_some());
}

#[test]
fn fresh_and_drain_are_passed_on_and_pings_answered_within_bounds() {
    let mut bench = ready(&[]);
    bench.on(Event::Fresh);
    assert_eq!(bench.words(), ["fresh"]);
    bench.on(Event::Drain { in_ms: 1, spread_ms: 2 });
    (0..50).for_each(|n| bench.on(Event::Text(&format!(r#"{{"t":"ping","n":{n}}}"#))));
    let words = bench.words();
    assert_eq!(words.first().map(String::as_str), Some("drain"));
    assert_eq!(words.len(), 1 + limits::PONGS_MAX);
    bench.at(60_000 - 26_000);
    bench.on(Event::Heard);
    bench.at(55_000);
    assert_eq!(bench.words(), ["ping", "fresh", "check"]);
}

#[test]
fn a_store_that_cannot_be_read_ends_a_hello_and_later_closes_nothing() {
    let mut bench = Bench::new(Mirror::default(), r#"{"t":"hello"}"#);
    bench.on(Event::Unreadable);
    assert_eq!(bench.closed(), Some(4504));
    let mut bench = Bench::new(Mirror::default(), r#"{"t":"hello"}"#);
    bench.at(5000);
    assert_eq!(bench.closed(), Some(4504));
    let mut bench = ready(&[]);
    bench.on(Event::Unreadable);
    let id = Uuid::from_u128(1);
    bench.on(Event::Text(&format!(r#"{{"t":"hello","pending":{{"{id}":"{id}"}}}}"#)));
    bench.on(Event::Unreadable);
    assert_eq!(bench.closed(), None);
}

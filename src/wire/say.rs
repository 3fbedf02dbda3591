//! What the hub says: every frame as text, written in one place. Documents come encoded and are only put
//! together here. Must not know: to whom a frame goes, or when.
//! Nothing here can fail: a frame is made of values that can always be written.

use super::codes::Outcome;
use super::problem::Problem;
use super::sum::Digest;
use crate::limits;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;
use uuid::Uuid;

/// What is answered to a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    pub id: Uuid,
    pub outcome: Outcome,
    /// With `repeated`: what came of it the first time.
    pub was: Option<Outcome>,
    pub problem: Option<Box<Problem>>,
}

impl Done {
    pub fn new(id: Uuid, outcome: Outcome) -> Self {
        Self { id, outcome, was: None, problem: None }
    }
    pub fn repeated(id: Uuid, was: Outcome) -> Self {
        Self { was: Some(was), ..Self::new(id, Outcome::Repeated) }
    }
    pub fn refused(id: Uuid, outcome: Outcome, problem: Problem) -> Self {
        Self { problem: Some(Box::new(problem)), ..Self::new(id, outcome) }
    }
}

/// An instant as the contract writes it: UTC with `Z`, whole seconds.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn quoted(text: &str) -> Value {
    Value::from(text)
}

pub const PUT_OPENS: &str = r#"{"t":"put","docs":["#;
pub const PUT_CLOSES: &str = "]}";

pub fn welcome(session: &str, audience: &str, now: DateTime<Utc>, rate: f64) -> String {
    let (session, audience, now) = (quoted(session), quoted(audience), instant(now));
    // A whole rate is written without a fraction: 1, not 1.0.
    let rate = if rate.fract() == 0.0 { format!("{rate:.0}") } else { rate.to_string() };
    let heartbeat = limits::PING_AFTER.as_secs();
    format!(
        r#"{{"t":"welcome","session":{session},"audience":{audience},"now":"{now}","rate":{rate},"heartbeat_s":{heartbeat}}}"#
    )
}

/// Documents that are encoded already, as one frame.
pub fn put<'a>(docs: impl IntoIterator<Item = &'a str>) -> String {
    let mut frame = PUT_OPENS.to_owned();
    for (i, doc) in docs.into_iter().enumerate() {
        if i > 0 {
            frame.push(',');
        }
        frame.push_str(doc);
    }
    frame.push_str(PUT_CLOSES);
    frame
}

fn ids<'a>(t: &str, ids: impl IntoIterator<Item = &'a str>) -> String {
    let list: Vec<String> = ids.into_iter().map(|id| quoted(id).to_string()).collect();
    format!(r#"{{"t":"{t}","ids":[{}]}}"#, list.join(","))
}

pub fn gone<'a>(erased: impl IntoIterator<Item = &'a str>) -> String {
    ids("gone", erased)
}

pub fn unknown(commands: &[Uuid]) -> String {
    let text: Vec<String> = commands.iter().map(Uuid::to_string).collect();
    ids("unknown", text.iter().map(String::as_str))
}

pub fn live(digest: Digest) -> String {
    format!(r#"{{"t":"live","count":{},"sum":"{}"}}"#, digest.count, digest.hex())
}

pub fn check(digest: Digest) -> String {
    format!(r#"{{"t":"check","count":{},"sum":"{}"}}"#, digest.count, digest.hex())
}

pub fn done(done: &Done) -> String {
    let was = done.was.map(|was| format!(r#","was":"{}""#, was.as_str())).unwrap_or_default();
    let problem = done.problem.as_ref().map(|p| format!(r#","problem":{}"#, p.json())).unwrap_or_default();
    format!(r#"{{"t":"done","id":"{}","outcome":"{}"{was}{problem}}}"#, done.id, done.outcome.as_str())
}

/// What `fresh` says: `sources` is the list, encoded; `store` how the store is, and when it was last read.
pub fn freshness(sources: &str, store: &str, heard: Option<DateTime<Utc>>) -> String {
    let heard = heard.map_or(Value::Null, |at| instant(at).into());
    format!(r#""sources":{sources},"store":{{"state":"{store}","heard":{heard}}}"#)
}

/// `says` is what [`freshness`] wrote.
pub fn fresh(says: &str) -> String {
    format!(r#"{{"t":"fresh",{says}}}"#)
}

pub fn drain(in_ms: u64, spread_ms: u64) -> String {
    format!(r#"{{"t":"drain","in_ms":{in_ms},"spread_ms":{spread_ms}}}"#)
}

pub fn problem(code: &str, detail: &str, retry_ms: Option<u64>) -> String {
    let retry = retry_ms.map(|ms| format!(r#","retry_ms":{ms}"#)).unwrap_or_default();
    format!(r#"{{"t":"problem","code":{},"detail":{}{retry}}}"#, quoted(code), quoted(detail))
}

pub fn ping(n: u64, now: DateTime<Utc>) -> String {
    format!(r#"{{"t":"ping","n":{n},"now":"{}"}}"#, instant(now))
}

pub fn pong(n: u64, now: DateTime<Utc>) -> String {
    format!(r#"{{"t":"pong","n":{n},"now":"{}"}}"#, instant(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::problem::{CONFLICT, Problem};

    #[test]
    fn every_frame_is_one_json_object_named_by_t() {
        let at = DateTime::from_timestamp(1_420_196_400, 987_000_000).unwrap();
        let id = Uuid::from_u128(7);
        let conflict =
            Done::refused(id, Outcome::Conflict, Problem::new(CONFLICT, "a \"quoted\"\nline").with("now", "x"));
        let frames = [
            ("welcome", welcome("s\"1", "station:ORD", at, 1.0)),
            ("put", put([r#"{"id":"a"}"#, r#"{"id":"b"}"#])),
            ("gone", gone(["a\"", "b/people"])),
            ("unknown", unknown(&[id])),
            ("live", live(Digest { count: 2, sum: 1 })),
            ("check", check(Digest::default())),
            ("done", done(&conflict)),
            ("fresh", fresh(&freshness("[]", "ok", Some(at)))),
            ("drain", drain(1, 2)),
            ("problem", problem("bad-frame", "no \\ n", Some(5))),
            ("ping", ping(1, at)),
            ("pong", pong(u64::MAX, at)),
        ];
        for (t, text) in frames {
            let value: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(value["t"], t, "{text}");
        }
        assert!(welcome("s", "a", at, 1.0).contains(r#""now":"2015-01-02T11:00:00Z","rate":1,"heartbeat_s":25"#));
        assert!(welcome("s", "a", at, 2.5).contains(r#""rate":2.5"#));
        assert_eq!(live(Digest { count: 2, sum: 255 }), r#"{"t":"live","count":2,"sum":"00000000000000ff"}"#);
        let repeated = Done::repeated(id, Outcome::Applied);
        assert!(done(&repeated).ends_with(r#""outcome":"repeated","was":"applied"}"#));
    }
}

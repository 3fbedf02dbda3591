//! Reads a JSON body strictly: its content type, its size, its characters, and every name in it. What is wrong is
//! answered with a JSON pointer and, for a name nobody knows, the one most likely meant.
//! Must not know: what a body means.

use super::problem::UNSUPPORTED_MEDIA;
use crate::config::settings::nearest;
use crate::domain::shape::expected;
use crate::limits;
use crate::wire::problem::{BAD_REQUEST, Problem, TOO_BIG};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use serde_path_to_error::{Path, Segment};

/// A body of at most `MAX` bytes, read as `T`. Types say `deny_unknown_fields`; fields given twice are refused.
#[derive(Debug)]
pub struct Strict<T, const MAX: usize = { limits::JSON_BODY_BYTES_MAX }>(pub T);

impl<T: DeserializeOwned + 'static, const MAX: usize> FromRequest for Strict<T, MAX> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = is_json(request);
        let payload = payload.take();
        Box::pin(async move {
            // A form of another site can send text/plain without asking first, but never this type.
            if !is_json {
                return Err(Problem::new(UNSUPPORTED_MEDIA, "expected application/json"));
            }
            parse(&bytes(payload, MAX).await?).map(Strict)
        })
    }
}

fn is_json(request: &HttpRequest) -> bool {
    request.mime_type().ok().flatten().is_some_and(|mime| {
        let utf8 = mime.get_param("charset").is_none_or(|charset| charset == "utf-8");
        let json = mime.subtype() == "json" || mime.suffix().is_some_and(|suffix| suffix == "json");
        mime.type_() == "application" && json && utf8
    })
}

/// The whole body, refused as soon as it is longer than `most`, whatever its length was said to be.
///
/// # Errors
/// Too big, or broken off.
pub async fn bytes(mut payload: Payload, most: usize) -> Result<Bytes, Problem> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::new(BAD_REQUEST, "the body broke off"))?;
        if body.len() + chunk.len() > most {
            return Err(Problem::new(TOO_BIG, format!("expected at most {most} bytes")));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// # Errors
/// What is wrong, where, and which name was most likely meant.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let text = std::str::from_utf8(body)
        .map_err(|error| Problem::new(BAD_REQUEST, format!("byte {} is not UTF-8", error.valid_up_to())))?;
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let mut pointer = pointer(error.path());
        let error = error.into_inner().to_string();
        if let Some(twice) = error.strip_prefix("duplicate field `").and_then(|e| e.split('`').next()) {
            pointer = format!("{pointer}/{}", escaped(twice));
        }
        Problem::new(BAD_REQUEST, explained(&error)).at(pointer)
    })?;
    reader.end().map_err(|error| Problem::new(BAD_REQUEST, error.to_string()))?;
    Ok(value)
}

/// RFC 6901: `/cases/0/travellers/2/born`.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        let name = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => escaped(key),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&name);
    }
    pointer
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Adds the nearest known name to "unknown field `x`, expected one of `a`, `b`".
fn explained(error: &str) -> String {
    let mut names = error.split('`').skip(1).step_by(2);
    let unknown = error.starts_with("unknown field") || error.starts_with("unknown variant");
    match names.next().filter(|_| unknown).and_then(|written| nearest(written, names)) {
        Some(near) => format!("{}; did you mean `{near}`?", expected(error)),
        None => expected(error),
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, parse};
    use serde::Deserialize;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Group {
        label: String,
        #[serde(default)]
        people: Vec<Person>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Person {
        born: u16,
    }

    fn check(body: &[u8], pointer: Option<&str>, says: &str) {
        let problem: Problem = parse::<Group>(body).expect_err(says);
        assert_eq!(problem.pointer.as_deref(), pointer, "{}", problem.detail);
        assert!(problem.detail.contains(says), "{} should say {says}", problem.detail);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        check(br#"{"lable":"K7"}"#, Some("/lable"), "did you mean `label`?");
        check(
            br#"{"label":"K7","people":[{"born":1990},{"bron":1991}]}"#,
            Some("/people/1/bron"),
            "did you mean `born`?",
        );
        check(br#"{"label":"K7","people":[{"born":"x"}]}"#, Some("/people/0/born"), "expected u16");
        check(br#"{"label":"K7","a/b~c":1}"#, Some("/a~1b~0c"), "unknown field");
        check(br#"{"label":"K7","label":"K8"}"#, Some("/label"), "duplicate field");
        check(br#"{}"#, Some(""), "missing field `label`");
        check(br#"{"label":"K7"} {"#, None, "trailing");
        check(b"{\"label\":\"\xff\"}", None, "byte 10 is not UTF-8");
        assert_eq!(parse::<Group>(br#"{"label":"K7"}"#), Ok(Group { label: "K7".into(), people: vec![] }));
    }
}

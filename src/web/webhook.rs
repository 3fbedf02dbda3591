//! Messages that are signed by whoever sends them, as Standard Webhooks has it: HMAC-SHA256 over id, time and body, with a
//! secret both sides hold. A header may carry several signatures, so that a key is changed without a gap.
//! Must not know: which source has which secret, what a message says.

use crate::limits;
use actix_web::http::header::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The version of the scheme that is symmetric; `v1a` would be a public key's.
const VERSION: &str = "v1";

/// What the headers of a signed message say.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    id: &'a str,
    timestamp: &'a str,
    signatures: &'a str,
}

impl<'a> Signed<'a> {
    /// `None` if a header is missing.
    #[must_use]
    pub fn of(headers: &'a HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let (id, timestamp) = (text("webhook-id")?, text("webhook-timestamp")?);
        let signed = Self { id, timestamp, signatures: text("webhook-signature")? };
        (!id.is_empty() && id.len() <= limits::WEBHOOK_ID_BYTES_MAX).then_some(signed)
    }

    /// Whether one of the signatures is by this secret, over this body, and of now. `now` is real time, whatever the
    /// hub's clock is: the sender has no other.
    ///
    /// The same message sent again within the window is taken again, and changes nothing: what a source says is merged
    /// by its own times, and the same claim twice is one. So no list of ids is kept, which nodes would have to share.
    #[must_use]
    pub fn proves(&self, secret: &[u8], body: &[u8], now: DateTime<Utc>) -> bool {
        let Ok(sent) = self.timestamp.parse::<i64>() else { return false };
        if now.timestamp().saturating_sub(sent).saturating_abs() > limits::WEBHOOK_SKEW_S {
            return false;
        }
        let given =
            self.signatures.split(' ').filter_map(|entry| entry.split_once(',')).take(limits::WEBHOOK_SIGNATURES_MAX);
        let given = given.filter(|(version, _)| *version == VERSION).filter_map(|(_, text)| STANDARD.decode(text).ok());
        // All of them, whichever holds; each is compared in constant time.
        given.fold(false, |proven, signature| {
            self.mac(secret, body).is_some_and(|mac| mac.verify_slice(&signature).is_ok()) | proven
        })
    }

    fn mac(&self, secret: &[u8], body: &[u8]) -> Option<Hmac<Sha256>> {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
        for part in [self.id.as_bytes(), b".", self.timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        Some(mac)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    /// The example of the specification.
    const SECRET: &str = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const AT: i64 = 1_614_265_330;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn headers(all: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap())
        };
        all.iter().map(pair).collect()
    }

    fn proves(id: &str, at: i64, signatures: &str, body: &[u8], now: i64) -> bool {
        let at = at.to_string();
        let all = [("webhook-id", id), ("webhook-timestamp", at.as_str()), ("webhook-signature", signatures)];
        let (headers, secret) = (headers(&all), STANDARD.decode(SECRET).unwrap());
        Signed::of(&headers).is_some_and(|s| s.proves(&secret, body, DateTime::from_timestamp(now, 0).unwrap()))
    }

    #[test]
    fn a_message_is_proven_by_one_good_signature_of_now() {
        let check = |expected: bool, id: &str, at: i64, signatures: &str, body: &[u8], now: i64| {
            assert_eq!(proves(id, at, signatures, body, now), expected, "{id} {at} {signatures} {now}");
        };
        check(true, ID, AT, SIGNATURE, BODY, AT);
        check(true, ID, AT, SIGNATURE, BODY, AT + 300);
        check(true, ID, AT, SIGNATURE, BODY, AT - 300);
        check(true, ID, AT, &format!("v1,AAAA v1a,x {SIGNATURE}"), BODY, AT);
        check(true, ID, AT, &format!("{SIGNATURE} v1,AAAA"), BODY, AT);
        check(false, ID, AT, SIGNATURE, BODY, AT + 301);
        check(false, ID, AT, SIGNATURE, BODY, AT - 301);
        check(false, ID, AT + 1, SIGNATURE, BODY, AT);
        check(false, "msg_other", AT, SIGNATURE, BODY, AT);
        check(false, ID, AT, SIGNATURE, b"{}", AT);
        check(false, ID, AT, &SIGNATURE.replace("v1,", "v2,"), BODY, AT);
        check(false, ID, AT, &SIGNATURE.replace("v1,", ""), BODY, AT);
        check(false, ID, AT, "", BODY, AT);
        check(false, "", AT, SIGNATURE, BODY, AT);
        check(false, ID, AT, &format!("{}{SIGNATURE}", "v1,AAAA ".repeat(limits::WEBHOOK_SIGNATURES_MAX)), BODY, AT);
        check(false, ID, i64::MIN, SIGNATURE, BODY, AT);
    }

    #[test]
    fn a_header_that_is_missing_is_no_signature() {
        let all = [("webhook-id", ID), ("webhook-timestamp", "1"), ("webhook-signature", SIGNATURE)];
        for missing in 0..all.len() {
            let some: Vec<_> = all.iter().enumerate().filter(|(n, _)| *n != missing).map(|(_, h)| *h).collect();
            assert!(Signed::of(&headers(&some)).is_none());
        }
    }
}

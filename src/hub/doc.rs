//! A document as every client of an audience gets it: encoded once, shared by all, with a revision bound to
//! its content. And the worker's own picture of an audience, with its digest kept up to date.
//! Must not know: what a body means, who may see it, sockets.

use crate::store::Seq;
use crate::wire::codes::Close;
use crate::wire::say;
use crate::wire::sum::{self, Digest};
use bytestring::ByteString;
use chrono::{DateTime, Utc};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A movement's id, or `<movement>/people`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(Arc<str>);

impl DocId {
    pub fn new(id: impl AsRef<str>) -> Self {
        Self(id.as_ref().into())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for DocId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The first 16 hex digits of the SHA-256 of the encoded body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rev(u64);

impl Rev {
    pub fn of(body: &[u8]) -> Self {
        let hash = Sha256::digest(body);
        Self(hash.iter().take(8).fold(0, |rev, byte| (rev << 8) | u64::from(*byte)))
    }
    /// Whether a client's text names this revision. Anything that is no revision differs.
    pub fn is(self, text: &str) -> bool {
        let plain = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        text.len() == 16 && text.bytes().all(plain) && u64::from_str_radix(text, 16) == Ok(self.0)
    }
}

impl fmt::Display for Rev {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// One version of one document for one audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc {
    pub id: DocId,
    pub rev: Rev,
    /// When the client erases it by its own clock. Not part of the revision: a body that is to be erased at
    /// another time should say so itself, or a client that was away keeps the old instant.
    pub until: Option<DateTime<Utc>>,
    /// Which goes first when the line is narrow; 0 is the worst band.
    pub urgency: u8,
    /// The commit that this version shows.
    pub seq: Seq,
    mark: u64,
    frame: ByteString,
}

impl Doc {
    /// `body` is the encoded JSON body; it is taken as it is.
    pub fn new(id: DocId, body: &str, until: Option<DateTime<Utc>>, urgency: u8, seq: Seq) -> Self {
        let rev = Rev::of(body.as_bytes());
        let mark = sum::mark(id.as_str(), &rev.to_string());
        let name = Value::from(id.as_str());
        let until_field = until.map(|at| format!(r#","until":"{}""#, say::instant(at))).unwrap_or_default();
        let doc = format!(r#"{{"id":{name},"rev":"{rev}","body":{body}{until_field}}}"#);
        let frame = say::put([doc.as_str()]).into();
        Self { id, rev, until, urgency, seq, mark, frame }
    }

    /// A `put` of this document alone: encoded once, shared by every session.
    pub fn frame(&self) -> &ByteString {
        &self.frame
    }
    /// `{"id":…,"rev":…,"body":…}`, to be put together with others.
    pub fn text(&self) -> &str {
        let end = self.frame.len().saturating_sub(say::PUT_CLOSES.len());
        self.frame.get(say::PUT_OPENS.len()..end).unwrap_or_default()
    }
    /// What it adds to the checksum.
    pub fn mark(&self) -> u64 {
        self.mark
    }
    /// Whether a client that holds `other` need not be told.
    fn same(&self, other: &Self) -> bool {
        self.rev == other.rev && self.until == other.until
    }
}

/// What the board tells the workers.
#[derive(Debug, Clone)]
pub enum Change {
    Put {
        audience: Arc<str>,
        doc: Arc<Doc>,
    },
    Gone {
        audience: Arc<str>,
        id: DocId,
        seq: Seq,
    },
    /// Everything up to here has been sent as `Put` and `Gone`.
    Caught(Seq),
    Account {
        account: Arc<str>,
        what: AccountChange,
    },
    /// What `fresh` says, encoded.
    Fresh(Arc<str>),
    Drain {
        in_ms: u64,
        spread_ms: u64,
    },
    /// Whoever is here now leaves, each at a moment of its own.
    Leave(Leave),
    /// Every socket closes now.
    Stop,
}

/// Sessions that are to go, spread over a time: all at once would come back all at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    pub close: Close,
    /// Nobody goes before.
    pub after_ms: u64,
    pub spread_ms: u64,
}

impl Leave {
    /// When a seat goes. Neighbours in number lie far apart, so that any part of the spread sees as many as another.
    pub fn moment_ms(&self, number: u64) -> u64 {
        // The golden ratio of 2^64: multiples of it fill the range evenly, without a random number.
        let part = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        self.after_ms + ((u128::from(self.spread_ms) * u128::from(part)) >> 32) as u64
    }
}

/// What became of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountChange {
    Revoked,
    Scope,
    /// One sign-in of it has ended: by its hash.
    Expired(Arc<str>),
}

/// Everything the board shows, at one moment.
#[derive(Debug, Clone, Default)]
pub struct BoardSnapshot {
    pub audiences: std::collections::HashMap<Arc<str>, BTreeMap<DocId, Arc<Doc>>>,
    pub caught: Seq,
}

/// One audience's documents as a worker sees them.
#[derive(Debug, Default)]
pub struct Mirror {
    docs: BTreeMap<DocId, Arc<Doc>>,
    digest: Digest,
}

impl Mirror {
    pub fn get(&self, id: &str) -> Option<&Arc<Doc>> {
        self.docs.get(id)
    }
    pub fn docs(&self) -> impl Iterator<Item = &Arc<Doc>> {
        self.docs.values()
    }
    pub fn len(&self) -> usize {
        self.docs.len()
    }
    pub fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Whether clients must be told.
    pub fn put(&mut self, doc: Arc<Doc>) -> bool {
        let mark = doc.mark();
        let old = self.docs.insert(doc.id.clone(), doc.clone());
        if let Some(old) = &old {
            self.digest.remove(old.mark());
        }
        self.digest.add(mark);
        !old.is_some_and(|old| old.same(&doc))
    }

    /// Whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(old) = self.docs.remove(id) else { return false };
        self.digest.remove(old.mark());
        true
    }

    /// Becomes `next`, and says which ids clients must be told of.
    pub fn become_like(&mut self, next: BTreeMap<DocId, Arc<Doc>>) -> Vec<DocId> {
        let left: Vec<DocId> = self.docs.keys().filter(|id| !next.contains_key(*id)).cloned().collect();
        let mut changed: Vec<DocId> = left.into_iter().filter(|id| self.remove(id.as_str())).collect();
        changed.extend(next.into_values().filter_map(|doc| {
            let id = doc.id.clone();
            self.put(doc).then_some(id)
        }));
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(id: &str, body: &str) -> Arc<Doc> {
        Arc::new(Doc::new(DocId::new(id), body, None, 1, Seq(1)))
    }

    #[test]
    fn a_document_is_encoded_as_the_contract_says() {
        let until = DateTime::from_timestamp(1_420_196_400, 0);
        let doc = Doc::new(DocId::new("m/people"), r#"{"a":1}"#, until, 0, Seq(3));
        // printf '{"a":1}' | sha256sum
        assert_eq!(doc.rev.to_string(), "015abd7f5cc57a2d");
        assert_eq!(
            doc.text(),
            r#"{"id":"m/people","rev":"015abd7f5cc57a2d","body":{"a":1},"until":"2015-01-02T11:00:00Z"}"#
        );
        assert_eq!(&**doc.frame(), format!(r#"{{"t":"put","docs":[{}]}}"#, doc.text()));
        assert!(doc.rev.is("015abd7f5cc57a2d"));
        for other in ["015ABD7F5CC57A2D", "+15abd7f5cc57a2d", "15abd7f5cc57a2d", "", "r1"] {
            assert!(!doc.rev.is(other), "{other}");
        }
    }

    #[test]
    fn seats_leave_all_over_the_spread() {
        let leave = Leave { close: crate::wire::codes::DRAINING, after_ms: 4000, spread_ms: 2000 };
        let mut tenths = [0; 10];
        for number in 1..=1000 {
            let moment = leave.moment_ms(number);
            assert!((4000..6000).contains(&moment), "{moment}");
            tenths[((moment - 4000) / 200) as usize] += 1;
        }
        assert!(tenths.iter().all(|n| (95..=105).contains(n)), "{tenths:?}");
        let first: std::collections::BTreeSet<u64> = (1..=5).map(|n| leave.moment_ms(n) / 200).collect();
        assert_eq!(first.len(), 5, "a handful do not go together either");
    }

    #[test]
    fn the_digest_follows_what_comes_and_goes() {
        let mut mirror = Mirror::default();
        assert!(mirror.put(doc("a", "1")));
        assert!(!mirror.put(doc("a", "1")), "the same content is no news");
        let one = mirror.digest();
        assert!(mirror.put(doc("b", "1")));
        assert!(mirror.put(doc("a", "2")));
        assert!(mirror.put(doc("a", "1")));
        assert!(mirror.remove("b"));
        assert!(!mirror.remove("b"));
        assert_eq!(mirror.digest(), one);
    }

    #[test]
    fn a_mirror_that_becomes_another_names_what_differs() {
        let mut mirror = Mirror::default();
        for (id, body) in [("a", "1"), ("b", "1"), ("c", "1")] {
            mirror.put(doc(id, body));
        }
        let next = [doc("b", "1"), doc("c", "2"), doc("d", "1")];
        let changed = mirror.become_like(next.iter().map(|d| (d.id.clone(), d.clone())).collect());
        assert_eq!(changed.iter().map(DocId::as_str).collect::<Vec<_>>(), ["a", "c", "d"]);
        let mut fresh = Mirror::default();
        assert!(next.into_iter().all(|doc| fresh.put(doc)));
        assert_eq!(mirror.digest(), fresh.digest());
    }
}

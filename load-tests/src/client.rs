//! One client of `onward.v1` without its socket: what it holds, what it answers, and whether the hub kept its word.
//! It keeps ids and revisions and no bodies, so that ten thousand of them fit into one process; with `strict` it also
//! computes each revision anew. What the hub got wrong is kept as findings, in words.
//! Must not know: sockets, time, how many other clients there are.

use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A frame of the hub, with every field that any type carries: what is not known is ignored, as the contract asks.
#[derive(Deserialize)]
pub struct Received<'a> {
    pub t: &'a str,
    #[serde(borrow, default)]
    pub docs: Vec<Put<'a>>,
    #[serde(default)]
    pub ids: Vec<String>,
    pub count: Option<usize>,
    pub sum: Option<String>,
    pub n: Option<serde_json::Value>,
    pub id: Option<String>,
    pub outcome: Option<String>,
    pub was: Option<String>,
    pub code: Option<String>,
    pub detail: Option<String>,
    pub problem: Option<serde_json::Value>,
    pub audience: Option<String>,
    pub in_ms: Option<u64>,
    pub spread_ms: Option<u64>,
}

#[derive(Deserialize)]
pub struct Put<'a> {
    pub id: String,
    pub rev: String,
    #[serde(borrow)]
    body: &'a RawValue,
}

#[derive(Default)]
pub struct Client {
    pub held: BTreeMap<String, String>,
    sum: u64,
    pub live: bool,
    strict: bool,
    pub checks: u64,
    pub findings: Vec<String>,
    /// Sums that did not match; whoever keeps a history computes them anew and has no need of these.
    pub sums: Vec<String>,
}

impl Client {
    pub fn new(strict: bool) -> Self {
        Self { strict, ..Self::default() }
    }

    /// The first frame of a connection. `pending` is what was said and may not have been kept.
    pub fn hello(&mut self, pending: &BTreeMap<String, String>) -> String {
        self.live = false;
        json!({"t": "hello", "have": self.held, "pending": pending, "app": "load-tests"}).to_string()
    }

    pub fn sum(&self) -> String {
        format!("{:016x}", self.sum)
    }

    /// All that was not as it should be.
    pub fn wrong(&self) -> Vec<String> {
        self.findings.iter().chain(&self.sums).cloned().collect()
    }

    /// Takes a frame in; what has to be answered comes back. Outcomes of commands are left to who sent them.
    pub fn on(&mut self, frame: &Received<'_>) -> Option<String> {
        match frame.t {
            "put" => frame.docs.iter().for_each(|put| self.put(put)),
            "gone" => frame.ids.iter().for_each(|id| self.erase(id)),
            "live" => {
                self.live = true;
                return self.compare(frame);
            }
            "check" => {
                self.checks += 1;
                return self.compare(frame);
            }
            "ping" => return Some(json!({"t": "pong", "n": frame.n}).to_string()),
            "problem" => {
                let (code, detail) = (frame.code.as_deref(), frame.detail.as_deref());
                self.findings.push(format!("problem {}: {}", code.unwrap_or("?"), detail.unwrap_or("")));
            }
            _ => {}
        }
        None
    }

    fn put(&mut self, put: &Put<'_>) {
        if self.strict {
            let computed = revision(put.body.get());
            if computed != put.rev {
                self.findings.push(format!("{} came as revision {} and is {computed}", put.id, put.rev));
            }
        }
        self.sum ^= fingerprint(&put.id, &put.rev);
        if let Some(old) = self.held.insert(put.id.clone(), put.rev.clone()) {
            self.sum ^= fingerprint(&put.id, &old);
        }
    }

    fn erase(&mut self, id: &str) {
        if let Some(old) = self.held.remove(id) {
            self.sum ^= fingerprint(id, &old);
        }
    }

    /// A sum that does not match is healed by `have`, and is told all the same.
    fn compare(&mut self, frame: &Received<'_>) -> Option<String> {
        let same = frame.sum.as_deref() == Some(&self.sum()) && frame.count == Some(self.held.len());
        if same {
            return None;
        }
        self.sums.push(format!(
            "{} says {} documents with sum {}, held are {} with {}",
            frame.t,
            frame.count.unwrap_or_default(),
            frame.sum.as_deref().unwrap_or("none"),
            self.held.len(),
            self.sum()
        ));
        Some(json!({"t": "have", "have": self.held}).to_string())
    }
}

fn revision(body: &str) -> String {
    Sha256::digest(body.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The checksum of the contract over these documents.
pub fn sum(held: &BTreeMap<String, String>) -> String {
    format!("{:016x}", held.iter().fold(0, |sum, (id, rev)| sum ^ fingerprint(id, rev)))
}

/// FNV-1a-64 of `id rev`.
fn fingerprint(id: &str, rev: &str) -> u64 {
    let bytes = id.bytes().chain([b' ']).chain(rev.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(client: &mut Client, text: &str) -> Option<String> {
        client.on(&serde_json::from_str(text).unwrap())
    }

    #[test]
    fn the_sum_is_the_one_of_the_contract() {
        let mut client = Client::new(false);
        assert_eq!(client.sum(), "0000000000000000");
        let put = r#"{"t":"put","docs":[{"id":"01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f","rev":"r1","body":{}},
                     {"id":"01932c07-21c0-7d4a-8f3e-0a1b2c3d4e60","rev":"r2","body":{}}]}"#;
        assert_eq!(take(&mut client, put), None);
        assert_eq!(client.sum(), "8a82c8539e4a6fde");
        assert_eq!(take(&mut client, r#"{"t":"live","count":2,"sum":"8a82c8539e4a6fde"}"#), None);
        assert!(client.live && client.findings.is_empty());
        let gone = r#"{"t":"gone","ids":["01932c07-21c0-7d4a-8f3e-0a1b2c3d4e5f"]}"#;
        take(&mut client, gone);
        assert!(take(&mut client, r#"{"t":"check","count":2,"sum":"8a82c8539e4a6fde"}"#).unwrap().contains("have"));
        assert_eq!(client.sums.len(), 1);
        assert_eq!(client.sum(), sum(&client.held));
    }

    #[test]
    fn a_revision_that_is_not_the_bodys_is_found() {
        let mut client = Client::new(true);
        take(&mut client, r#"{"t":"put","docs":[{"id":"a","rev":"44136fa355b3678a","body":{}}]}"#);
        assert_eq!(client.findings, Vec::<String>::new());
        take(&mut client, r#"{"t":"put","docs":[{"id":"a","rev":"44136fa355b3678b","body":{}}]}"#);
        assert_eq!(client.findings.len(), 1);
    }
}

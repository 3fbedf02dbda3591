//! What the fuzzer has learned, replayed: every input of its corpus, and every one that once broke a promise, is read within
//! the bounds that the fuzzer itself asks for. Time and memory are its own to measure: a test does not time.
//! Must not know: how a format is read.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests only")]

#[path = "../../../fuzz/src/bounds.rs"]
mod bounds;

use super::golden::read;
use crate::feeds::Kind;
use std::path::{Path, PathBuf};

/// The moment that the fuzzer's messages come at.
const RECEIVED: &str = "2026-11-23T12:00:00Z";

fn inputs(kind: Kind) -> Vec<PathBuf> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let folders = ["corpus", "found"].map(|name| fuzz.join(name).join(kind.name()));
    folders.iter().flat_map(|f| std::fs::read_dir(f).into_iter().flatten()).map(|e| e.unwrap().path()).collect()
}

#[test]
fn what_the_fuzzer_has_learned_is_read_within_bounds() {
    let mut wrong = Vec::new();
    for (kind, input) in Kind::ALL.iter().flat_map(|kind| inputs(*kind).into_iter().map(move |i| (*kind, i))) {
        let body = std::fs::read(&input).unwrap();
        for airport in ["", "AMS"] {
            let parsed = read(kind, &body, RECEIVED, airport);
            if let Err(promise) = bounds::broken(&parsed) {
                wrong.push(format!("{}: {promise}", input.display()));
            }
            assert_eq!(parsed, read(kind, &body, RECEIVED, airport), "{}", input.display());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

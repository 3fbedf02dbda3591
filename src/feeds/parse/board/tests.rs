//! What holds for every board: nothing panics, whatever is cut or changed, and a bad row never changes the others.
//! The messages are the golden ones of all kinds that lean on this file.
//! Must not know: how a format is read.

use super::super::golden;
use crate::domain::observation::Observation;
use crate::feeds::Kind;
use proptest::prelude::*;
use serde_json::Value;
use std::path::Path;

const RECEIVED: &str = "2026-03-02T12:00:00Z";

/// The kinds, whose board it is, and where their lists stand.
const BOARDS: &[(Kind, &str, &[&str])] = &[(Kind::Hkia, "", &["/0/list", "/1/list"])];

const BAD: [&str; 6] = [
    "{}",
    "7",
    "null",
    r#""BA117""#,
    "[[]]",
    r#"{"flight":[{"no":7}],"flightName":"?","FlightId":{},"flightLegs":[{}],"Departure":{},"FlightNumber":[],"list":[]}"#,
];

fn messages(kind: Kind) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/feeds").join(kind.name());
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.retain(|f| f.extension().is_some_and(|e| e == "json"));
    files.iter().map(|f| std::fs::read(f).unwrap()).collect()
}

fn said(kind: Kind, body: &[u8], airport: &str) -> Vec<Observation> {
    golden::read(kind, body, RECEIVED, airport).observations.into_iter().map(|(observation, _)| observation).collect()
}

#[test]
fn a_bad_row_never_changes_the_others() {
    let mut tried = 0;
    for (kind, airport, lists) in BOARDS {
        for body in messages(*kind) {
            let whole: Value = serde_json::from_slice(&body).unwrap();
            for list in *lists {
                let rows = whole.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
                for (at, bad) in (0..=rows).flat_map(|at| BAD.map(|bad| (at, bad))).filter(|_| rows > 0) {
                    let mut with = whole.clone();
                    let rows = with.pointer_mut(list).unwrap().as_array_mut().unwrap();
                    rows.insert(at, serde_json::from_str(bad).unwrap());
                    let changed = said(*kind, with.to_string().as_bytes(), airport);
                    assert_eq!(changed, said(*kind, &body, airport), "{kind} {list} {at} {bad}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 20, "there are golden messages of boards: {tried}");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for (kind, airport, _) in BOARDS {
            said(*kind, &bytes, airport);
        }
    }

    #[test]
    fn no_cut_and_no_change_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        cut in any::<prop::sample::Index>(),
    ) {
        for (kind, airport, _) in BOARDS {
            for mut bytes in messages(*kind) {
                for (at, byte) in &changes {
                    let at = at.index(bytes.len());
                    bytes[at] = *byte;
                }
                bytes.truncate(cut.index(bytes.len() * 2));
                said(*kind, &bytes, airport);
            }
        }
    }

    /// Other types where the format has a text, a number or an object.
    #[test]
    fn no_other_type_panics(at in any::<prop::sample::Index>(), with in 0..BAD.len()) {
        for (kind, airport, _) in BOARDS {
            for body in messages(*kind) {
                let text = String::from_utf8(body).unwrap();
                let places: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
                let start = places[at.index(places.len())];
                let rest = &text[start..];
                let end = start + rest.find([',', '}', '\n']).unwrap_or(rest.len());
                let other = format!("{}{}{}", &text[..start], BAD[with], &text[end..]);
                said(*kind, other.as_bytes(), airport);
            }
        }
    }
}

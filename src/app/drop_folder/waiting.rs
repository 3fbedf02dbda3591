//! Which files of a drop folder are written to their end, by how long they have not changed, and what was decided about
//! those that could not be moved yet. Stillness is measured by this machine's own clock: a file server has another.
//! Must not know: file systems, what a file says.

use super::files::Found;
use crate::limits;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::time::{Instant, SystemTime};

/// What becomes of a file that was looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Taken; where a part of it was not, why.
    Taken(Option<String>),
    Refused(String),
}

#[derive(Debug)]
struct Held {
    size_bytes: u64,
    changed: SystemTime,
    since: Instant,
    /// Something was in the way the last time: the others come first.
    failed: bool,
    verdict: Option<Verdict>,
}

/// The files that lie in one folder.
#[derive(Debug, Default)]
pub struct Waiting(BTreeMap<OsString, Held>);

impl Waiting {
    /// The files that may be taken now, the oldest first, for the later of two telexes stands. Whatever is no longer found
    /// is forgotten.
    pub fn still(&mut self, found: Vec<Found>, at: Instant) -> Vec<Found> {
        let mut now = BTreeMap::new();
        let mut still = Vec::new();
        for file in found {
            let before = self.0.remove(&file.name);
            let same = before.filter(|held| (held.size_bytes, held.changed) == (file.size_bytes, file.changed));
            let held = same.unwrap_or(Held {
                size_bytes: file.size_bytes,
                changed: file.changed,
                since: at,
                failed: false,
                verdict: None,
            });
            let wait = if file.size_bytes == 0 { limits::DROP_EMPTY_STILL } else { limits::DROP_STILL };
            let failed = held.failed;
            if at.duration_since(held.since) >= wait {
                still.push((failed, file.clone()));
            }
            now.insert(file.name, held);
        }
        self.0 = now;
        still.sort_by(|(a_failed, a), (b_failed, b)| {
            (a_failed, a.changed, &a.name).cmp(&(b_failed, b.changed, &b.name))
        });
        still.into_iter().take(limits::DROP_FILES_PER_LOOK).map(|(_, file)| file).collect()
    }

    /// What was decided about a file that has not changed since.
    pub fn verdict(&self, name: &OsStr) -> Option<Verdict> {
        self.0.get(name).and_then(|held| held.verdict.clone())
    }

    pub fn decide(&mut self, name: &OsStr, verdict: Verdict) {
        if let Some(held) = self.0.get_mut(name) {
            held.verdict = Some(verdict);
        }
    }

    pub fn failed(&mut self, name: &OsStr) {
        if let Some(held) = self.0.get_mut(name) {
            held.failed = true;
        }
    }

    /// Somebody else looks: what was seen says nothing any more.
    pub fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn file(name: &str, size_bytes: u64, changed_s: u64) -> Found {
        let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(changed_s);
        Found { name: name.into(), size_bytes, changed }
    }

    fn looks(looks: &[(u64, &[&Found], &[&str])]) -> Waiting {
        let (mut waiting, began) = (Waiting::default(), Instant::now());
        for (at_ms, found, expected) in looks {
            let still =
                waiting.still(found.iter().map(|f| (*f).clone()).collect(), began + Duration::from_millis(*at_ms));
            let names: Vec<&str> = still.iter().map(|f| f.name.to_str().unwrap()).collect();
            assert_eq!(names, *expected, "{at_ms} ms");
        }
        waiting
    }

    #[test]
    fn a_file_is_taken_when_it_has_not_changed_for_two_seconds() {
        let a = file("a", 1, 10);
        looks(&[(0, &[&a], &[]), (1999, &[&a], &[]), (2000, &[&a], &["a"])]);
        let grown = file("a", 2, 10);
        looks(&[(0, &[&a], &[]), (2000, &[&grown], &[]), (4000, &[&grown], &["a"])]);
        let touched = file("a", 1, 11);
        looks(&[(0, &[&a], &[]), (2000, &[&touched], &[]), (4000, &[&touched], &["a"])]);
        looks(&[(0, &[&a], &[]), (2000, &[], &[]), (4000, &[&a], &[])]);
        let empty = file("e", 0, 10);
        looks(&[(0, &[&empty], &[]), (59_000, &[&empty], &[]), (60_000, &[&empty], &["e"])]);
    }

    #[test]
    fn the_oldest_comes_first_and_what_failed_last() {
        let files = [file("c", 1, 9), file("b", 1, 10), file("a", 1, 10)];
        let all: Vec<&Found> = files.iter().collect();
        let mut waiting = looks(&[(0, &all, &[]), (2000, &all, &["c", "a", "b"])]);
        waiting.failed(OsStr::new("c"));
        waiting.decide(OsStr::new("a"), Verdict::Taken(None));
        let later = Instant::now() + Duration::from_secs(9);
        let still = waiting.still(files.to_vec(), later);
        assert_eq!(still.iter().map(|f| f.name.to_str().unwrap()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(waiting.verdict(OsStr::new("a")), Some(Verdict::Taken(None)));
        // Another file of the same name is another file.
        waiting.still(vec![file("a", 2, 10)], later);
        assert_eq!((waiting.verdict(OsStr::new("a")), waiting.0.len()), (None, 1));
        waiting.forget();
        assert!(waiting.0.is_empty());
    }

    #[test]
    fn one_look_takes_a_bounded_number() {
        let many: Vec<Found> = (0..limits::DROP_FILES_PER_LOOK + 5).map(|n| file(&format!("{n:04}"), 1, 1)).collect();
        let (mut waiting, began) = (Waiting::default(), Instant::now());
        waiting.still(many.clone(), began);
        let still = waiting.still(many, began + limits::DROP_STILL);
        assert_eq!(still.len(), limits::DROP_FILES_PER_LOOK);
    }
}

//! The files of a drop folder, in real folders: what is found, read, moved, and
//! removed when its time has come.
//! Must not know: what a file says.

use super::*;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;

struct Dropped {
    root: tempfile::TempDir,
    folder: Folder,
}

impl Dropped {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::new(root.path().to_owned());
        Self { root, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn drop(&self, name: &str, body: &str) -> Found {
        fs::write(self.path(name), body).unwrap();
        self.folder.look(name.into()).unwrap().unwrap()
    }

    fn listed(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.folder.list().unwrap().into_iter().map(|f| f.name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// What lies in a place, by name.
    fn put(&self, place: &str) -> BTreeMap<String, String> {
        let entries = fs::read_dir(self.path(place)).unwrap().map(|e| e.unwrap());
        entries.map(|e| (e.file_name().into_string().unwrap(), fs::read_to_string(e.path()).unwrap())).collect()
    }
}

#[test]
fn only_whole_files_of_the_folder_itself_are_found() {
    let dropped = Dropped::new();
    for name in ["a.txt", "b", ".hidden", "c.tmp", "d.PART", "e.Tmp", "part", "tmp"] {
        dropped.drop(name, "x");
    }
    fs::create_dir(dropped.path("inner")).unwrap();
    std::os::unix::fs::symlink(dropped.path("b"), dropped.path("link")).unwrap();
    assert_eq!(dropped.listed(), ["a.txt", "b", "part", "tmp"]);
    assert!(dropped.path("read").is_dir() && dropped.path("refused").is_dir());
}

#[test]
fn a_file_is_read_and_moved_as_it_was_found_or_not_at_all() {
    let dropped = Dropped::new();
    let found = dropped.drop("a", "one");
    assert_eq!(dropped.folder.read(&found).unwrap().as_deref(), Some(b"one".as_slice()));
    let grown = dropped.drop("a", "one and more");
    assert_eq!(dropped.folder.read(&found).unwrap(), None);
    dropped.folder.put_away(&found, Place::Read, None).unwrap();
    assert!(dropped.path("a").exists(), "what was written since has not been read");
    dropped.folder.put_away(&grown, Place::Read, None).unwrap();
    assert_eq!(dropped.put("read"), BTreeMap::from([("a".into(), "one and more".into())]));
    // Another hub has taken it.
    dropped.folder.put_away(&grown, Place::Read, None).unwrap();
    assert_eq!(dropped.folder.read(&grown).unwrap(), None);
    assert_eq!(dropped.put("read").len(), 1);
    // Another file in its place, and one that is no file.
    let other = dropped.drop("b", "one");
    fs::remove_file(dropped.path("b")).unwrap();
    std::os::unix::fs::symlink(dropped.path("read/a"), dropped.path("b")).unwrap();
    assert_eq!(dropped.folder.read(&other).unwrap(), None);
}

#[test]
fn two_of_one_name_are_both_kept_and_each_has_its_reason() {
    let dropped = Dropped::new();
    for body in ["one", "two", "three"] {
        let found = dropped.drop("a", body);
        dropped.folder.put_away(&found, Place::Refused, Some(&format!("why {body}"))).unwrap();
    }
    // A file that is called like a reason.
    let found = dropped.drop("a.why", "four");
    dropped.folder.put_away(&found, Place::Refused, Some("why four")).unwrap();
    let found = dropped.drop(&"n".repeat(250), "five");
    dropped.folder.put_away(&found, Place::Refused, Some("why five")).unwrap();
    let put = dropped.put("refused");
    assert_eq!(put.len(), 10, "{put:?}");
    assert_eq!((put["a"].as_str(), put["a.why"].as_str()), ("one", "why one"));
    for (name, body) in put.iter().filter(|(_, body)| !body.starts_with("why")) {
        assert_eq!(put[&format!("{name}.why")], format!("why {body}"), "{name}");
    }
    // The other way round: the name of the reason is taken first.
    let found = dropped.drop("b.why", "six");
    dropped.folder.put_away(&found, Place::Read, None).unwrap();
    let found = dropped.drop("b", "seven");
    dropped.folder.put_away(&found, Place::Read, Some("why seven")).unwrap();
    let put = dropped.put("read");
    assert_eq!((put.len(), put["b.why"].as_str()), (3, "six"), "{put:?}");
}

#[test]
fn what_was_put_away_goes_when_its_time_has_come() {
    let dropped = Dropped::new();
    for (name, place) in [("a", Place::Read), ("b", Place::Refused)] {
        let found = dropped.drop(name, "x");
        // Old by the sender's time, and only just moved.
        let old = SystemTime::now() - Duration::from_secs(90 * 24 * 3600);
        File::options().write(true).open(dropped.path(name)).unwrap().set_modified(old).unwrap();
        let found = Found {
            changed: dropped.folder.look(found.name).unwrap().unwrap().changed,
            ..dropped.folder.look(name.into()).unwrap().unwrap()
        };
        dropped.folder.put_away(&found, place, Some("why")).unwrap();
    }
    dropped.drop("c", "stays");
    let left = |days: u64| {
        dropped.folder.sweep(SystemTime::now() + Duration::from_secs(days * 24 * 3600)).unwrap();
        (dropped.put("read").len(), dropped.put("refused").len())
    };
    assert_eq!([left(0), left(6), left(8), left(31)], [(2, 2), (2, 2), (0, 2), (0, 0)]);
    assert!(dropped.path("c").exists());
}

#[test]
fn what_may_not_be_done_is_an_error_and_leaves_the_file() {
    let dropped = Dropped::new();
    let found = dropped.drop("a", "x");
    dropped.folder.list().unwrap();
    let refused = dropped.path("refused");
    fs::remove_dir(&refused).unwrap();
    fs::write(&refused, "in the way").unwrap();
    assert!(dropped.folder.put_away(&found, Place::Refused, Some("why")).is_err());
    assert!(dropped.path("a").exists());
    fs::remove_file(&refused).unwrap();
    let missing = Folder::new(dropped.path("missing"));
    assert_eq!(missing.list().unwrap_err().kind(), ErrorKind::NotFound);
    fs::set_permissions(dropped.path("read"), fs::Permissions::from_mode(0o500)).unwrap();
    // Whoever may everything is stopped by no permission.
    if File::create_new(dropped.path("read/probe")).is_err() {
        let error = dropped.folder.put_away(&found, Place::Read, None).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
        assert!(dropped.path("a").exists());
    }
}

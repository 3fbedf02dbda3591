//! The files of a drop folder: what lies there, its bytes, and where it is put afterwards. Nothing is ever overwritten, and
//! no link is followed: it could lead out of the folder.
//! Whoever drops files there may do so at any moment, and so may another hub that reads the same network folder: a file
//! that is gone or has changed is no error. Must not know: what a file says, when it is taken.

use crate::limits;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use uuid::Uuid;

/// One file, as it was when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub name: OsString,
    pub size_bytes: u64,
    pub changed: SystemTime,
}

/// Where a file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Read,
    Refused,
}

impl Place {
    const ALL: [(Place, Duration); 2] =
        [(Place::Read, limits::DROP_READ_KEPT), (Place::Refused, limits::DROP_REFUSED_KEPT)];

    fn name(self) -> &'static str {
        match self {
            Place::Read => "read",
            Place::Refused => "refused",
        }
    }
}

/// A folder into which a sender drops messages.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The files that may be taken, in no order; of more than are remembered only some.
    ///
    /// # Errors
    /// When the folder is not there or may not be read, or has no room for what is put away.
    pub fn list(&self) -> io::Result<Vec<Found>> {
        for (place, _) in Place::ALL {
            made(fs::create_dir(self.path.join(place.name())))?;
        }
        let mut all = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            if is_unfinished(&name) {
                continue;
            }
            let Some(found) = self.look(name)? else { continue };
            all.push(found);
            if all.len() >= limits::DROP_NAMES_MAX {
                break;
            }
        }
        Ok(all)
    }

    /// The file as it is now; `None` if it is gone, or is no file.
    fn look(&self, name: OsString) -> io::Result<Option<Found>> {
        let Some(seen) = there(fs::symlink_metadata(self.path.join(&name)))? else { return Ok(None) };
        Ok(seen.is_file().then(|| found(name, &seen)))
    }

    /// All its bytes; `None` if it is gone or not as it was found.
    ///
    /// # Errors
    /// When it may not be read.
    pub fn read(&self, file: &Found) -> io::Result<Option<Vec<u8>>> {
        // A pipe of this name would be waited for, and a link followed.
        if self.look(file.name.clone())?.as_ref() != Some(file) {
            return Ok(None);
        }
        let Some(open) = there(File::open(self.path.join(&file.name)))? else { return Ok(None) };
        let mut body = Vec::new();
        (&open).take(file.size_bytes.saturating_add(1)).read_to_end(&mut body)?;
        let whole = found(file.name.clone(), &open.metadata()?) == *file;
        Ok((whole && u64::try_from(body.len()).is_ok_and(|read| read == file.size_bytes)).then_some(body))
    }

    /// Moves a file that is as it was found, and writes beside it why, where there is something to say.
    ///
    /// # Errors
    /// When it may not be moved there; it stays where it is.
    pub fn put_away(&self, file: &Found, place: Place, why: Option<&str>) -> io::Result<()> {
        // What was written behind the end since would be put away unread.
        if self.look(file.name.clone())?.as_ref() != Some(file) {
            return Ok(());
        }
        let folder = self.path.join(place.name());
        made(fs::create_dir(&folder))?;
        let reserved = Reserved::new(&folder, &file.name, why)?;
        match fs::rename(self.path.join(&file.name), &reserved.file) {
            Ok(()) => Ok(()),
            Err(error) => {
                reserved.give_up();
                there(Err(error)).map(|_: Option<()>| ())
            }
        }
    }

    /// Removes what has been put away for long enough. How many files.
    ///
    /// # Errors
    /// When a folder may not be read, or a file not be removed.
    pub fn sweep(&self, now: SystemTime) -> io::Result<u64> {
        let mut removed = 0;
        for (place, kept) in Place::ALL {
            let Some(entries) = there(fs::read_dir(self.path.join(place.name())))? else { continue };
            for entry in entries {
                let entry = entry?;
                let Some(seen) = there(entry.metadata())? else { continue };
                if seen.is_file() && now.duration_since(put_there(&seen)).is_ok_and(|age| age > kept) {
                    removed += u64::from(there(fs::remove_file(entry.path()))?.is_some());
                }
            }
        }
        Ok(removed)
    }
}

fn found(name: OsString, seen: &fs::Metadata) -> Found {
    Found { name, size_bytes: seen.len(), changed: seen.modified().unwrap_or(SystemTime::UNIX_EPOCH) }
}

/// Moving a file keeps the time of its bytes and sets the one of its name.
fn put_there(seen: &fs::Metadata) -> SystemTime {
    let named =
        u64::try_from(seen.ctime()).ok().and_then(|s| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(s)));
    let written = seen.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    named.map_or(written, |named| named.max(written))
}

/// The names by which senders and copying programs mark what they have not finished.
fn is_unfinished(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes().to_ascii_lowercase();
    name.starts_with(b".") || name.ends_with(b".tmp") || name.ends_with(b".part")
}

fn there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn made(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    }
}

/// A name that nobody else has, held by an empty file: moving a file onto a name replaces what has it, and the portable
/// way to move without replacing, a hard link, is one that network folders do not know.
struct Reserved {
    file: PathBuf,
    why: Option<PathBuf>,
}

impl Reserved {
    fn new(folder: &Path, name: &OsStr, why: Option<&str>) -> io::Result<Self> {
        let mut last = io::Error::from(ErrorKind::AlreadyExists);
        for name in names(name) {
            match Self::of(folder, name, why) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => last = error,
                other => return other,
            }
        }
        Err(last)
    }

    fn of(folder: &Path, name: OsString, why: Option<&str>) -> io::Result<Self> {
        let mut beside = name.clone();
        beside.push(".why");
        let mut reserved = Self { file: folder.join(name), why: None };
        File::create_new(&reserved.file)?;
        if let Some(text) = why {
            let path = folder.join(beside);
            let written = File::create_new(&path).and_then(|mut file| {
                reserved.why = Some(path);
                file.write_all(text.as_bytes())
            });
            if let Err(error) = written {
                reserved.give_up();
                return Err(error);
            }
        }
        Ok(reserved)
    }

    /// What cannot be removed is an empty file that is swept with the others.
    fn give_up(&self) {
        for path in self.why.iter().chain([&self.file]) {
            drop(fs::remove_file(path));
        }
    }
}

/// The name itself, and one that is new.
fn names(name: &OsStr) -> Vec<OsString> {
    let id = Uuid::now_v7().to_string();
    if name.len() > limits::DROP_NAME_BYTES_MAX {
        return vec![id.into()];
    }
    let mut other = name.to_owned();
    other.push(".");
    other.push(id);
    vec![name.to_owned(), other]
}

#[cfg(test)]
mod tests;

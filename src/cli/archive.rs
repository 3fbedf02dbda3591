//! The form of a backup file: gzip of JSON lines, a head, one line a key, and an end with counts and the SHA-256 of
//! everything before it and of the counts. A file that was cut or changed anywhere does not read to its end.
//! Must not know: stores, where the file lies, what records mean.

#[cfg(test)]
mod tests;

use crate::limits::BACKUP_LINE_BYTES_MAX;
use crate::store::copy::{About, Entry, Noted, Whole};
use crate::store::{ClockMark, Key, Record, Seq, Version};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use uuid::Uuid;

const FORM: u32 = 1;

/// What a person can do about a backup that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("{0}")]
    File(#[from] std::io::Error),
    #[error("not a backup of Onward")]
    Stranger,
    #[error("a backup of form {0}, and this program reads up to {FORM}: use a newer Onward")]
    Newer(u64),
    #[error("damaged in line {line}: {what}; take another backup")]
    Damaged { line: u64, what: &'static str },
    #[error("{0} takes more than {BACKUP_LINE_BYTES_MAX} bytes, which no backup holds")]
    TooLarge(Key),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    OnwardBackup(Head),
    Key(KeyLine),
    End(End),
}

/// What a backup says of itself first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    form: u32,
    /// The version of the program that wrote it.
    pub onward: String,
    /// It shows no moment before this one.
    pub begun: DateTime<Utc>,
    pub deployment: Uuid,
    made_at: DateTime<Utc>,
    clock: Option<Clock>,
    bookmarks: BTreeMap<String, u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Clock {
    Real,
    Replay,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyLine {
    key: String,
    version: u64,
    seq: u64,
    generation: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    removed_at: Option<DateTime<Utc>>,
    records: Vec<Bytes>,
    ids: Vec<(Uuid, Bytes, u64)>,
}

/// What a backup says of itself last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Lines between the head and the end. A key that changed meanwhile has more than one; the last counts.
    pub entries: u64,
    pub seq: u64,
    complete_from: u64,
    sha256: String,
}

/// Bytes, written as base64.
#[derive(Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Bytes(Record);

impl Clone for Bytes {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl From<Bytes> for String {
    fn from(bytes: Bytes) -> Self {
        STANDARD_NO_PAD.encode(&bytes.0)
    }
}

impl TryFrom<String> for Bytes {
    type Error = base64::DecodeError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Ok(Self(STANDARD_NO_PAD.decode(text)?.into()))
    }
}

impl Head {
    #[must_use]
    pub fn new(about: &About, begun: DateTime<Utc>) -> Self {
        Self {
            form: FORM,
            onward: env!("CARGO_PKG_VERSION").to_owned(),
            begun,
            deployment: about.deployment,
            made_at: about.made_at,
            clock: about.clock.map(|clock| match clock {
                ClockMark::Real => Clock::Real,
                ClockMark::Replay => Clock::Replay,
            }),
            bookmarks: about.bookmarks.iter().map(|(name, seq)| (name.clone(), seq.0)).collect(),
        }
    }

    #[must_use]
    pub fn about(&self) -> About {
        About {
            deployment: self.deployment,
            made_at: self.made_at,
            clock: self.clock.map(|clock| match clock {
                Clock::Real => ClockMark::Real,
                Clock::Replay => ClockMark::Replay,
            }),
            bookmarks: self.bookmarks.iter().map(|(name, seq)| (name.clone(), Seq(*seq))).collect(),
        }
    }
}

impl End {
    /// Of the lines before it, and of its own numbers.
    fn sum(&self, lines: Sha256) -> String {
        hex(lines.chain_update(format!("{} {} {}", self.entries, self.seq, self.complete_from)))
    }

    #[must_use]
    pub fn whole(&self) -> Whole {
        Whole { seq: Seq(self.seq), complete_from: Seq(self.complete_from) }
    }
}

impl From<&Entry> for KeyLine {
    fn from(entry: &Entry) -> Self {
        Self {
            key: entry.key.to_string(),
            version: entry.version.0,
            seq: entry.seq.0,
            generation: entry.generation.0,
            removed_at: entry.removed_at,
            records: entry.records.iter().cloned().map(Bytes).collect(),
            ids: entry.ids.iter().map(|n| (n.id, Bytes(n.receipt.clone()), n.seq.0)).collect(),
        }
    }
}

impl KeyLine {
    fn entry(self) -> Option<Entry> {
        let noted = |(id, receipt, seq): (Uuid, Bytes, u64)| Noted { id, receipt: receipt.0, seq: Seq(seq) };
        Some(Entry {
            key: Key::new(self.key)?,
            version: Version(self.version),
            seq: Seq(self.seq),
            generation: Seq(self.generation),
            removed_at: self.removed_at,
            records: self.records.into_iter().map(|bytes| bytes.0).collect(),
            ids: self.ids.into_iter().map(noted).collect(),
        })
    }
}

/// One key as a line, with its end.
///
/// # Errors
/// `TooLarge`.
pub fn line(entry: &Entry) -> Result<Vec<u8>, ArchiveError> {
    let line = text(&Line::Key(entry.into()))?;
    if line.len() > BACKUP_LINE_BYTES_MAX { Err(ArchiveError::TooLarge(entry.key.clone())) } else { Ok(line) }
}

fn text(line: &Line) -> Result<Vec<u8>, ArchiveError> {
    let mut text = serde_json::to_vec(line).map_err(std::io::Error::from)?;
    text.push(b'\n');
    Ok(text)
}

/// Writes a backup, line by line.
pub struct Writer<W: Write> {
    out: GzEncoder<W>,
    sum: Sha256,
    pub entries: u64,
}

impl<W: Write> Writer<W> {
    /// # Errors
    /// `File`.
    pub fn begin(out: W, head: Head) -> Result<Self, ArchiveError> {
        let mut writer = Self { out: GzEncoder::new(out, Compression::default()), sum: Sha256::new(), entries: 0 };
        writer.put(&text(&Line::OnwardBackup(head))?)?;
        Ok(writer)
    }

    /// # Errors
    /// `File`, `TooLarge`.
    pub fn entry(&mut self, entry: &Entry) -> Result<(), ArchiveError> {
        self.put(&line(entry)?)?;
        self.entries += 1;
        Ok(())
    }

    /// # Errors
    /// `File`.
    pub fn end(mut self, whole: Whole) -> Result<W, ArchiveError> {
        let (entries, seq, complete_from) = (self.entries, whole.seq.0, whole.complete_from.0);
        let mut end = End { entries, seq, complete_from, sha256: String::new() };
        end.sha256 = end.sum(self.sum);
        self.out.write_all(&text(&Line::End(end))?)?;
        Ok(self.out.finish()?)
    }

    fn put(&mut self, line: &[u8]) -> Result<(), ArchiveError> {
        self.sum.update(line);
        Ok(self.out.write_all(line)?)
    }
}

/// Lower-case hex.
#[must_use]
pub fn hex(sum: Sha256) -> String {
    sum.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// Reads a backup, line by line. Nothing that was read is sure before the end has been.
pub struct Reader<R: BufRead> {
    lines: BufReader<GzDecoder<R>>,
    sum: Sha256,
    number: u64,
    pub head: Head,
    end: Option<End>,
}

impl<R: BufRead> Reader<R> {
    /// # Errors
    /// `Stranger`, `Newer`, `File`, `Damaged`.
    pub fn begin(file: R) -> Result<Self, ArchiveError> {
        let mut lines = BufReader::new(GzDecoder::new(file));
        let first = read(&mut lines, 1).map_err(|_| ArchiveError::Stranger)?;
        let known: serde_json::Value = serde_json::from_slice(&first).map_err(|_| ArchiveError::Stranger)?;
        let form = known.get("onward_backup").and_then(|head| head.get("form")?.as_u64());
        let form = form.ok_or(ArchiveError::Stranger)?;
        if form > u64::from(FORM) {
            return Err(ArchiveError::Newer(form));
        }
        let Ok(Line::OnwardBackup(head)) = serde_json::from_slice(&first) else {
            return Err(ArchiveError::Damaged { line: 1, what: "the head is not in the form it should be" });
        };
        Ok(Self { lines, sum: Sha256::new_with_prefix(&first), number: 1, head, end: None })
    }

    /// The next key; `None` after the last one, when everything was found to be as it was written.
    ///
    /// # Errors
    /// `File`, `Damaged`.
    pub fn entry(&mut self) -> Result<Option<Entry>, ArchiveError> {
        if self.end.is_some() {
            return Ok(None);
        }
        self.number += 1;
        let text = read(&mut self.lines, self.number)?;
        match serde_json::from_slice(&text) {
            Ok(Line::Key(line)) => {
                self.sum.update(&text);
                line.entry().map(Some).ok_or_else(|| self.damaged("a key no store could have held"))
            }
            Ok(Line::End(end)) => {
                self.check(&end)?;
                self.end = Some(end);
                Ok(None)
            }
            _ => Err(self.damaged("it is not in the form it should be")),
        }
    }

    /// What the backup says of itself last, once it has been read.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    fn check(&mut self, end: &End) -> Result<(), ArchiveError> {
        if end.sha256 != end.sum(self.sum.clone()) || end.entries + 2 != self.number {
            return Err(self.damaged("what came before is not what was written"));
        }
        // To the very end: gzip's own sum stands there, and nothing may follow it.
        let more = self.lines.fill_buf().map(|rest| !rest.is_empty()).map_err(|_| self.damaged("the end is cut"))?;
        let after = self.lines.get_mut().get_mut().fill_buf()?;
        if more || !after.is_empty() { Err(self.damaged("something follows the end")) } else { Ok(()) }
    }

    fn damaged(&self, what: &'static str) -> ArchiveError {
        ArchiveError::Damaged { line: self.number, what }
    }
}

fn read(lines: &mut impl BufRead, number: u64) -> Result<Vec<u8>, ArchiveError> {
    let damaged = |what| ArchiveError::Damaged { line: number, what };
    let mut text = Vec::new();
    let most = u64::try_from(BACKUP_LINE_BYTES_MAX).unwrap_or(u64::MAX);
    // Whatever fails inside is damage: gzip's failures and those of the disk come as the same kind of error.
    lines.take(most).read_until(b'\n', &mut text).map_err(|_| damaged("it cannot be unpacked, or is cut"))?;
    match text.last() {
        Some(b'\n') => Ok(text),
        Some(_) => Err(damaged("it has no end")),
        None => Err(damaged("the file ends before its end")),
    }
}

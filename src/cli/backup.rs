//! `onward backup FILE`: one moment of the store as one file, taken while hubs serve or without any. The file has its
//! name only once it is whole and on the disk.
//! Must not know: the form of the file, which store it is.

use super::archive::{Head, Writer};
use super::copying::{Progress, require_used};
use super::settings::Given;
use crate::app::deployment::existing;
use crate::store::Store;
use crate::store::copy::{Entry, Whole, copy};
use anyhow::{Context, bail};
use chrono::Utc;
use std::fs::File;
use std::io::{BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// Where to write it; a file that is there is not replaced
    file: PathBuf,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
}

/// # Errors
/// When the store or the file cannot be used, in words for whoever runs it; then there is no file.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    let settings = args.given.read(&[])?;
    if !args.force && args.file.exists() {
        bail!("{} is there already; --force replaces it", args.file.display());
    }
    let store = existing(&settings).await?;
    require_used(&store, &settings.store).await?;
    let part = beside(&args.file);
    let written = write(&store, &part).await;
    store.close().await?;
    let named = written.and_then(|(keys, whole)| {
        std::fs::rename(&part, &args.file).and_then(|()| sync_folder(&args.file)).context("naming the file")?;
        Ok((keys, whole))
    });
    if named.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    let (keys, whole) = named.with_context(|| args.file.display().to_string())?;
    println!("{}: {keys} keys, up to commit {}", args.file.display(), whole.seq.0);
    eprintln!(
        "The key file {} is not in it. Keep a copy of that apart: without it no name in the backup can be read, and beside \
         it anybody can read them.",
        settings.key_file.display()
    );
    Ok(())
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

async fn write(store: &Store, part: &Path) -> anyhow::Result<(u64, Whole)> {
    // Before the keys: a bookmark that is behind makes a follower look twice, one that is ahead makes it miss.
    let about = store.about().await?;
    let mut writer = Writer::begin(BufWriter::new(make(part)?), Head::new(&about, Utc::now()))?;
    let mut progress = Progress::new("backup");
    let take = async |entries: Vec<Entry>| -> anyhow::Result<()> {
        entries.iter().try_for_each(|entry| writer.entry(entry))?;
        progress.add(entries.len());
        Ok(())
    };
    let whole = copy::<anyhow::Error>(store, take).await?;
    let keys = writer.entries;
    let file = writer.end(whole)?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok((keys, whole))
}

/// For its owner only, and new: what another process left, or put there for us to write into, is removed first.
fn make(part: &Path) -> std::io::Result<File> {
    match std::fs::remove_file(part) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(part)
}

/// The name has to outlive a power cut as well.
fn sync_folder(file: &Path) -> std::io::Result<()> {
    let folder = file.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

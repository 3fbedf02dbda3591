//! `onward restore FILE`: a backup into a fresh store. The file is read through once before the store is touched, and
//! once more to put it there; until the second reading has come to its end the store refuses to be served.
//! Must not know: the form of the file, which store it is.

use super::archive::{ArchiveError, End, Head, Reader};
use super::copying::{Progress, open, require_no_hub};
use super::settings::Given;
use crate::config::settings::{Settings, hide};
use crate::ledger::key::seal_of;
use crate::ledger::keyring::{DeploymentKey, MovementKey};
use crate::limits::{COPY_PAGE_BYTES, COPY_PAGE_KEYS};
use crate::store::copy::{Entry, Import};
use crate::store::{Opening, Store};
use anyhow::{Context, bail};
use chrono::Utc;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use uuid::Uuid;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// A file that `onward backup` wrote
    file: PathBuf,
}

/// # Errors
/// When the file, the key or the store cannot be used, in words for whoever runs it.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    let settings = args.given.read(&[])?;
    let name = || args.file.display().to_string();
    let (head, end) = look(&args.file, &settings).with_context(name)?;
    tell_age(&head);
    let store = open(&settings.store, &settings, Opening::MakeIfEmpty(Utc::now())).await?;
    let holds = store.shut().await?.is_none() && store.deployment().await? == head.deployment;
    // A restore whose last answer was lost.
    let done = if holds && store.seq().await? == end.whole().seq {
        eprintln!("It is there already.");
        Ok(())
    } else {
        put(&store, &args.file, &settings, &end).await
    };
    store.close().await?;
    done?;
    println!("{}: {} keys, up to commit {}", hide(&settings.store), end.entries, end.seq);
    Ok(())
}

fn reader(file: &Path) -> Result<Reader<BufReader<File>>, ArchiveError> {
    Reader::begin(BufReader::new(File::open(file)?))
}

/// Reads the whole file and tries the key on it.
fn look(file: &Path, settings: &Settings) -> anyhow::Result<(Head, End)> {
    let mut reader = reader(file)?;
    let mut progress = Progress::new("reading");
    let mut trial = Trial::default();
    while let Some(entry) = reader.entry()? {
        trial.entry(&settings.key_file, &entry)?;
        progress.add(1);
    }
    trial.end(&settings.key_file)?;
    let end = reader.end().cloned().context("a backup without an end")?;
    Ok((reader.head, end))
}

/// Whether the key file is the one of this backup. It is never made here: a new one opens nothing.
#[derive(Default)]
struct Trial {
    key: Option<DeploymentKey>,
    opened: u64,
    closed: u64,
}

impl Trial {
    fn entry(&mut self, file: &Path, entry: &Entry) -> anyhow::Result<()> {
        let (Some(movement), Some(wrapped)) = (seal_of(&entry.key), entry.records.first()) else { return Ok(()) };
        let key = match self.key.take() {
            Some(key) => key,
            None => DeploymentKey::load(file).context("the backup holds sealed names; bring their key file first")?,
        };
        let opens = MovementKey::from_wrapped(&key, movement, wrapped).is_ok();
        *(if opens { &mut self.opened } else { &mut self.closed }) += 1;
        self.key = Some(key);
        Ok(())
    }

    fn end(&self, file: &Path) -> anyhow::Result<()> {
        match (self.opened, self.closed) {
            (_, 0) => Ok(()),
            (0, _) => {
                bail!("the key in {} is not the one its names are sealed with; nothing was restored", file.display())
            }
            // One damaged record must not keep all others from coming back.
            (_, closed) => {
                eprintln!("{closed} sealed keys do not open with {}; their movements show no names", file.display());
                Ok(())
            }
        }
    }
}

fn tell_age(head: &Head) {
    let hours = (Utc::now() - head.begun).num_hours();
    eprintln!(
        "A backup of deployment {}, made by Onward {} at {} ({hours} h ago).\n\
         What was done since is lost. Names that were destroyed since come back with it: destroy them again before anybody \
         signs in. Sign-ins that were ended since work again: disable those accounts or set new passwords.",
        head.deployment,
        head.onward,
        head.begun.format("%Y-%m-%d %H:%M UTC"),
    );
}

async fn put(store: &Store, file: &Path, settings: &Settings, seen: &End) -> anyhow::Result<()> {
    require_no_hub(store, &settings.store, Uuid::new_v4()).await?;
    let into = || format!("the store at {}", hide(&settings.store));
    store.import(Import::Begin).await.with_context(into)?;
    let broken_off = "the restore was broken off and the store is shut; run it again";
    put_entries(store, file, seen).await.context(broken_off)
}

async fn put_entries(store: &Store, file: &Path, seen: &End) -> anyhow::Result<()> {
    let mut reader = reader(file)?;
    let mut progress = Progress::new("restoring");
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while let Some(entry) = reader.entry()? {
        bytes += entry.bytes();
        batch.push(entry);
        if bytes >= COPY_PAGE_BYTES || batch.len() >= COPY_PAGE_KEYS {
            progress.add(batch.len());
            store.import(Import::Entries(std::mem::take(&mut batch))).await?;
            bytes = 0;
        }
    }
    if reader.end() != Some(seen) {
        bail!("{} changed while it was read", file.display());
    }
    store.import(Import::Entries(batch)).await?;
    store.import(Import::End { about: reader.head.about(), whole: seen.whole() }).await?;
    Ok(())
}

//! `onward move --to STORE`: everything from one store into another, without a file between. The old one is left as it
//! is and shut, so that a hub that is started on it by mistake says where the deployment went.
//! Must not know: which stores they are.

use super::archive::{hex, line};
use super::copying::{Progress, open, require_no_hub, require_used};
use super::settings::Given;
use crate::config::settings::{Settings, hide};
use crate::store::copy::{About, Entry, Import, Shut, Whole, copy};
use crate::store::{Opening, Store};
use anyhow::{Context, bail};
use chrono::Utc;
use sha2::{Digest, Sha256};
use uuid::Uuid;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// Where to: an address as in ONWARD_STORE, of a store that was never used. One with a password is better given in
    /// the environment, where no list of processes shows it
    #[arg(
        long,
        value_name = "STORE",
        env = "ONWARD_MOVE_TO",
        hide_env_values = true,
        required_unless_present = "reopen"
    )]
    to: Option<String>,
    /// Give a move up: the store it was made from may be served again, and what happened in the other one is lost to it
    #[arg(long)]
    reopen: bool,
}

/// # Errors
/// When a store cannot be used or a hub runs, in words for whoever runs it; the old store is as it was then.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    let settings = args.given.read(&[])?;
    let address = settings.store.clone();
    let from = open(&address, &settings, Opening::Existing).await?;
    let done = match &args.to {
        _ if args.reopen => reopen(&from, &address).await,
        Some(to) => move_to(&from, &settings, to).await,
        None => Ok(()),
    };
    from.close().await?;
    done
}

async fn reopen(from: &Store, address: &str) -> anyhow::Result<()> {
    match from.shut().await? {
        Some(Shut::Moved(to)) => {
            from.set_moved(None).await?;
            println!("{} may be served again; do not serve {to} any more", hide(address));
            Ok(())
        }
        _ => bail!("{} was not moved", hide(address)),
    }
}

async fn move_to(from: &Store, settings: &Settings, to: &str) -> anyhow::Result<()> {
    let address = &settings.store;
    require_used(from, address).await?;
    let moved = from.shut().await?;
    // Before the other place is opened, which would make a store there.
    if matches!(&moved, Some(Shut::Moved(before)) if *before != hide(to)) {
        bail!("{} was moved before, to another place", hide(address));
    }
    let target = open(to, settings, Opening::MakeIfEmpty(Utc::now())).await?;
    // A move whose last answer was lost.
    if matches!(moved, Some(Shut::Moved(_)))
        && target.shut().await?.is_none()
        && target.deployment().await? == from.deployment().await?
    {
        println!("{}: the deployment is there already, up to commit {}", hide(to), target.seq().await?.0);
        return Ok(target.close().await?);
    }
    let done = between(from, address, &target, to).await;
    target.close().await?;
    let (keys, whole) = done?;
    println!("{}: {keys} keys, up to commit {}", hide(to), whole.seq.0);
    eprintln!(
        "Now set `store` in the settings file, or ONWARD_STORE, to {}, keep the key file, and start the hubs.\n\
         {} is as it was, and shut. Remove it once the new one has a backup: it holds the same people.",
        hide(to),
        hide(address)
    );
    Ok(())
}

async fn between(from: &Store, address: &str, target: &Store, to: &str) -> anyhow::Result<(u64, Whole)> {
    let resumes = match (from.shut().await?, target.shut().await?) {
        (None, _) => true,
        // A move that was killed: the old store is shut, and the new one is not whole.
        (Some(Shut::Moved(_)), Some(Shut::Importing)) => true,
        (Some(_), _) => false,
    };
    if !resumes {
        bail!("{} is shut: it was moved before, or an import into it broke off", hide(address));
    }
    let holder = Uuid::new_v4();
    require_no_hub(from, address, holder).await?;
    require_no_hub(target, to, holder).await?;
    target.import(Import::Begin).await.with_context(|| format!("the store at {}", hide(to)))?;
    // From here on no hub can be started on the old one; one that was just starting is found out at the end.
    from.set_moved(Some(hide(to))).await?;
    let about = from.about().await?;
    let done = match copy_and_compare(from, target).await {
        Ok(done) => rested(from, address, holder, &about, done.1).await.map(|()| done),
        Err(e) => Err(e),
    };
    if done.is_err() {
        from.set_moved(None).await.context("the old store is still shut; run `onward move --reopen`")?;
    }
    let (keys, whole) = done?;
    // Nobody knows what came of a last step that was not answered: the old store must not open beside the new one.
    let unsure = "the last step was not answered and the old store stays shut: run the same command again";
    target.import(Import::End { about, whole }).await.context(unsure)?;
    Ok((keys, whole))
}

async fn copy_and_compare(from: &Store, target: &Store) -> anyhow::Result<(u64, Whole)> {
    let mut copied = Sum::new("copying");
    let take = async |entries: Vec<Entry>| -> anyhow::Result<()> {
        copied.add(&entries)?;
        target.import(Import::Entries(entries)).await?;
        Ok(())
    };
    let whole = copy::<anyhow::Error>(from, take).await?;
    let mut found = Sum::new("comparing");
    copy::<anyhow::Error>(target, async |entries: Vec<Entry>| found.add(&entries)).await?;
    let keys = copied.keys;
    if (keys, hex(copied.sum)) != (found.keys, hex(found.sum)) {
        bail!("the copy is not the same as the store; nothing was moved");
    }
    Ok((keys, whole))
}

/// Nobody wrote to the old store while it was copied, and no hub has begun to.
async fn rested(from: &Store, address: &str, holder: Uuid, about: &About, whole: Whole) -> anyhow::Result<()> {
    require_no_hub(from, address, holder).await?;
    if from.seq().await? != whole.seq || from.about().await? != *about {
        bail!("somebody wrote to {} meanwhile: stop all hubs first", hide(address));
    }
    Ok(())
}

/// Keys and the digest of all of them, in the order of the sequence.
struct Sum {
    keys: u64,
    sum: Sha256,
    progress: Progress,
}

impl Sum {
    fn new(what: &'static str) -> Self {
        Self { keys: 0, sum: Sha256::new(), progress: Progress::new(what) }
    }

    fn add(&mut self, entries: &[Entry]) -> anyhow::Result<()> {
        for entry in entries {
            self.sum.update(line(entry)?);
        }
        self.keys += entries.len() as u64;
        self.progress.add(entries.len());
        Ok(())
    }
}

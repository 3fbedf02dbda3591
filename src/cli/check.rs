//! `onward check`: what is in force and where it came from, secrets hidden, and whether the rules can be read.
//! With `--store` also whether the store and the key can be used. It makes no file and no key, and can run beside a live
//! server.
//! Must not know: how a setting is used.

use super::copying::require_there;
use super::settings::Given;
use crate::app::{RuleFiles, key};
use crate::config::public_url::PublicUrl;
use crate::config::settings::{Settings, hide};
use crate::ledger::keyring::DeploymentKey;
use crate::store::{Durability, Store};
use anyhow::Context;
use chrono::Utc;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    given: Given,
    /// Also open the store, as `serve` would, and read the key file
    #[arg(long)]
    store: bool,
}

/// # Errors
/// When anything is wrong: all of it, one line each.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    let settings = args.given.read(&[])?;
    let width = settings.shown.iter().map(|shown| shown.name.len()).max().unwrap_or_default();
    let values = settings.shown.iter().map(|shown| shown.value.len()).max().unwrap_or_default();
    for shown in &settings.shown {
        println!("{:width$}  {:values$}  {}", shown.name, shown.value, shown.origin);
    }
    if settings.public_url.is_none() {
        PublicUrl::of_listen(settings.listen).map_err(|expected| anyhow::anyhow!("public_url: {expected}"))?;
    }
    let folder = args.given.folder();
    RuleFiles::with_folder(folder.as_deref()).read()?;
    let from = folder.map_or_else(|| "as shipped".to_owned(), |f| format!("with those in {}", f.display()));
    println!("rules: {from}, in order");
    if args.store { store(&settings).await } else { Ok(()) }
}

/// What `serve` would refuse at its start. The Redis of a deployment to be gets its id here, as it would from `serve`;
/// a restore into it is still a restore into a fresh one.
async fn store(settings: &Settings) -> anyhow::Result<()> {
    require_there(&settings.store)?;
    let durability = Durability::of(settings.durability_relaxed);
    let store = Store::open(&settings.store, durability, Utc::now())
        .await
        .with_context(|| format!("the store at {}", hide(&settings.store)))?;
    let (seq, deployment) = (store.seq().await?, store.deployment().await?);
    println!("store: answers, deployment {deployment}, up to commit {}", seq.0);
    // `serve` makes the file where nothing is sealed yet; looking makes none.
    let key = DeploymentKey::load(&settings.key_file).map(|_| ()).map_err(anyhow::Error::from);
    let key = match key {
        Ok(()) => key::of(&settings.key_file, &store).await.map(|_| ()),
        Err(e) => Err(e),
    };
    store.close().await?;
    key?;
    println!("key file: the one of this store");
    Ok(())
}

//! `onward check`: what is in force and where it came from, secrets hidden, and whether the rules can be read.
//! With `--store` also whether the store and the key can be used. It makes no file and no key, and can run beside a live
//! server.
//! Must not know: how a setting is used.

use super::settings::Given;
use crate::app::deployment::Remembered;
use crate::app::{RuleFiles, key};
use crate::config::public_url::PublicUrl;
use crate::config::settings::Settings;
use crate::store::Opening;

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

/// What `serve` would refuse at its start, and a store that it would have to make.
async fn store(settings: &Settings) -> anyhow::Result<()> {
    let remembered = Remembered::of(settings)?;
    let store = remembered.open(settings, Opening::Existing).await?;
    let (seq, deployment) = (store.seq().await?, store.deployment().await?);
    println!("store: answers, deployment {deployment}, up to commit {}", seq.0);
    let key = key::look(&settings.key_file, &store).await;
    store.close().await?;
    remembered.allows(deployment)?;
    println!("{}", remembered.told());
    match key? {
        Some(_) => println!("key file: the one of this store"),
        None => {
            println!("key file: none yet; no name is sealed, and `serve` will make {}", settings.key_file.display())
        }
    }
    Ok(())
}

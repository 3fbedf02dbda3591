//! `onward check`: what is in force and where it came from, secrets hidden, and whether the rules can be read.
//! It opens no store and makes no file, so that it can run beside a live server.
//! Must not know: how a setting is used.

use super::settings::Given;
use crate::app::RuleFiles;
use crate::config::public_url::PublicUrl;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    given: Given,
}

/// # Errors
/// When anything is wrong: all of it, one line each.
pub fn run(args: &Args) -> anyhow::Result<()> {
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
    Ok(())
}

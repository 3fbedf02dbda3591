//! `onward serve`: the hub. Reads the settings, opens everything, serves until it
//! is told to stop. Must not know: what any setting is used for, how anything is
//! served.

use super::settings::{Given, settings};
use crate::app::{self, App, RuleFiles};
use crate::web::server::Bound;
use anyhow::Context;

/// Runs the hub.
///
/// # Errors
/// When a setting, a rule, the store or the address cannot be used, in words for whoever starts it.
pub async fn run(given: &Given) -> anyhow::Result<()> {
    let settings = settings(given)?;
    let app = App::open(&settings, RuleFiles::with_folder(given.folder().as_deref())).await?;
    let listener = Bound::new(settings.listen).with_context(|| format!("listening on {}", settings.listen))?;
    let served = app.clone().serve(listener, None, super::announce, app::stop_signal()?).await;
    app.close().await;
    served
}

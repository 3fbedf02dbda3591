//! The rule files: as shipped, each replaced by the one of the same
//! name in the operator's folder. Must not know: what the rules
//! decide.

use crate::config::atlas::{Atlas, Sources};
use crate::config::{connection_times, feeds, secret, sources, windows};
use crate::intake::Rules;
use std::path::Path;

/// The texts of all rule files.
pub struct RuleFiles {
    pub atlas: Sources,
    pub connection_times: String,
    pub feeds: String,
    pub sources: String,
    pub windows: String,
}

impl RuleFiles {
    pub fn shipped() -> Self {
        Self::with_folder(None)
    }

    pub fn with_folder(folder: Option<&Path>) -> Self {
        let read = |name: &str, shipped: &str| {
            folder.and_then(|f| std::fs::read_to_string(f.join(name)).ok()).unwrap_or_else(|| shipped.to_owned())
        };
        Self {
            atlas: Sources::with_folder(folder),
            connection_times: read("connection-times.toml", connection_times::SHIPPED),
            feeds: read("feeds.toml", feeds::SHIPPED),
            sources: read("sources.toml", sources::SHIPPED),
            windows: read("windows.toml", windows::SHIPPED),
        }
    }

    /// Parses and checks all of them.
    ///
    /// # Errors
    /// Every fault of the first file that has any, each with its place and what was expected.
    pub fn read(&self) -> anyhow::Result<Rules> {
        let all = |wrong: Vec<crate::config::Invalid>| {
            anyhow::anyhow!(wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
        };
        let feeds = feeds::parse(&self.feeds, feeds::FILE).map_err(all)?;
        secret::check(&feeds).map_err(all)?;
        Ok(Rules {
            atlas: Atlas::read(&self.atlas)?,
            connection: connection_times::parse(&self.connection_times, connection_times::FILE).map_err(all)?,
            feeds: feeds.into(),
            windows: windows::parse(&self.windows, windows::FILE).map_err(all)?,
            order: sources::parse(&self.sources, sources::FILE).map_err(all)?,
        })
    }
}

//! Where a command's settings come from: the file it names, the environment, its own options.
//! The default file may be missing; a file that was named must be there.
//! Must not know: what a setting is for.

use crate::config::Invalid;
use crate::config::settings::{FILE, Layers, Settings};
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Default, clap::Args)]
pub struct Given {
    /// File with the settings that differ from the defaults [default: config/onward.toml, if it is there]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

impl Given {
    /// Every fault at once, one line each.
    ///
    /// # Errors
    /// When a named file is not there, or anything in any layer is wrong.
    pub fn read(&self, command_line: &[(&str, String)]) -> anyhow::Result<Settings> {
        let file = self.text()?;
        let environment = |name: &str| std::env::var(name).ok();
        let layers = Layers {
            file: file.as_ref().map(|(name, text)| (name.as_str(), text.as_str())),
            environment: Some(&environment),
            command_line,
        };
        Settings::read(&layers).map_err(|faults| anyhow::anyhow!(lines(&faults)))
    }

    /// Where the rule files of this deployment lie: beside its settings. `None`: the shipped ones.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        self.config.as_ref().map(|file| file.parent().map_or_else(PathBuf::new, Path::to_path_buf))
    }

    fn text(&self) -> anyhow::Result<Option<(String, String)>> {
        let path = self.config.clone().unwrap_or_else(|| PathBuf::from(FILE));
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some((path.display().to_string(), text))),
            Err(error) if self.config.is_none() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(anyhow::anyhow!("{}: {error}", path.display())),
        }
    }
}

/// # Errors
/// As [`Given::read`].
pub fn settings(given: &Given) -> anyhow::Result<Settings> {
    given.read(&[])
}

fn lines(faults: &[Invalid]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

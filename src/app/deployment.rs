//! Which deployment this hub has served, in a file of its machine: it outlives the store, and a store that was lost or
//! mistaken cannot tell. An empty one that was taken for new would be a hub that shows nobody anything and calls itself
//! ready. Beside it the one way in which commands open a store, with words for whoever runs them.
//! Must not know: what a store holds beside its id.

use crate::config::settings::{Settings, hide};
use crate::ledger::file::write_once;
use crate::store::{Durability, Opening, Store, StoreError};
use anyhow::{Context, bail};
use chrono::Utc;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use uuid::Uuid;

const HEADER: &str = "# The deployment that this hub serves. While this file is here, the hub starts on no empty store and on no other deployment's.";

/// What the file says.
#[derive(Debug)]
pub struct Remembered {
    file: PathBuf,
    id: Option<Uuid>,
}

impl Remembered {
    /// Reads the file of these settings; where there is none, no deployment has been served from here.
    ///
    /// # Errors
    /// When it cannot be read or holds no id: taken for none, it would let everything pass.
    pub fn of(settings: &Settings) -> anyhow::Result<Self> {
        let file = settings.deployment_file();
        let id = read(&file)?;
        Ok(Self { file, id })
    }

    /// Whether a store may be made where there is none: only by who has served none.
    #[must_use]
    pub fn opening(&self) -> Opening {
        if self.id.is_some() { Opening::Existing } else { Opening::MakeIfEmpty(Utc::now()) }
    }

    /// Opens the store of these settings.
    ///
    /// # Errors
    /// Those of [`Store::open`]; where nothing is, with the ways out.
    pub async fn open(&self, settings: &Settings, opening: Opening) -> anyhow::Result<Store> {
        match (open(settings, opening).await, self.id) {
            (Err(StoreError::Empty(why)), Some(id)) => bail!(
                "the store at {} is gone: {why}, and this hub has served deployment {id}. Bring its store back as it was, \
                 or restore its backup. Only if a new deployment shall begin with nothing: {}",
                hide(&settings.store),
                self.forget()
            ),
            (opened, _) => opened.map_err(|e| words(&settings.store, e)),
        }
    }

    /// Whether this hub may serve the store it has opened.
    ///
    /// # Errors
    /// When it is another deployment's than before.
    pub fn allows(&self, found: Uuid) -> anyhow::Result<()> {
        match self.id {
            Some(id) if id != found => bail!(
                "the store holds deployment {found}, and this hub has served {id}: is ONWARD_STORE right? Bring that store \
                 back, or restore its backup. Only if this hub shall serve the other one from now on: {}",
                self.forget()
            ),
            _ => Ok(()),
        }
    }

    /// One that is served is remembered from here on.
    ///
    /// # Errors
    /// When the file cannot be written: a hub that forgets would not be told from one that has served none.
    pub fn remember(&self, served: Uuid) -> anyhow::Result<()> {
        if self.id == Some(served) {
            return Ok(());
        }
        write_once(&self.file, format!("{HEADER}\n{served}\n").as_bytes()).with_context(|| {
            format!(
                "{} cannot be written, and which deployment is served here would be forgotten: set `deployment_file` \
                 (ONWARD_DEPLOYMENT_FILE) to a place that this machine keeps",
                self.file.display()
            )
        })?;
        // Another process may have been quicker.
        Self { file: self.file.clone(), id: read(&self.file)? }.allows(served)
    }

    /// For who only looks.
    #[must_use]
    pub fn told(&self) -> String {
        match self.id {
            Some(_) => format!("this hub: has served this deployment, by {}", self.file.display()),
            None => format!("this hub: has served none yet; `serve` will remember this one in {}", self.file.display()),
        }
    }

    fn forget(&self) -> String {
        format!("remove {} by hand, and start again", self.file.display())
    }
}

/// Opens a store that has to be there. Nothing is made.
///
/// # Errors
/// Those of [`Store::open`], in words for whoever gave the address.
pub async fn existing(settings: &Settings) -> anyhow::Result<Store> {
    open(settings, Opening::Existing).await.map_err(|e| words(&settings.store, e))
}

/// A failure to open the store at this address, for whoever gave it.
#[must_use]
pub fn words(address: &str, error: StoreError) -> anyhow::Error {
    let empty = matches!(error, StoreError::Empty(_));
    let said = anyhow::Error::new(error).context(format!("opening the store at {}", hide(address)));
    if empty { anyhow::anyhow!("{said:#}: is ONWARD_STORE right? The first `onward serve` makes one") } else { said }
}

async fn open(settings: &Settings, opening: Opening) -> Result<Store, StoreError> {
    Store::open(&settings.store, Durability::of(settings.durability_relaxed), opening).await
}

fn read(file: &Path) -> anyhow::Result<Option<Uuid>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e).with_context(|| file.display().to_string()),
    };
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    match (lines.next().and_then(|l| l.parse().ok()), lines.next()) {
        (Some(id), None) => Ok(Some(id)),
        _ => bail!(
            "{} names no deployment: expected one id after lines that begin with #; `onward check --store` tells the id of \
             a store",
            file.display()
        ),
    }
}

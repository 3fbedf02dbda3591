//! Reads the files under `config/`: rules and facts as dated data, validated at start.
//! Every fault names the file, the table and what was expected there.
//! Must not know: what the rules decide, and where on disk a file lies.

pub mod atlas;
pub mod connection_times;
pub mod feeds;
pub mod local_time;
pub mod public_url;
pub mod secret;
pub mod settings;
pub mod sources;
pub mod windows;

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {table}: {expected}")]
pub struct Invalid {
    pub file: String,
    /// As in the file, with the name of the row: `[[station]] JFK`; a line where TOML itself is broken.
    pub table: String,
    pub expected: String,
}

impl Invalid {
    /// What the reader of TOML found, with the line it found it on.
    fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
        Self { file: file.into(), table: format!("line {line}"), expected: error.message().into() }
    }
}

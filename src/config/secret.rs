//! Reads a secret from where the settings say it is kept: the environment, or a file of its own. Read each time it is
//! needed, so that whoever changes the file need not restart the hub, and what is taken away is gone.
//! Must not know: what a secret is for. It never says one.

use super::Invalid;
use super::feeds::{FILE, Feed, SecretFrom};
use crate::limits;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use std::io::Read;
use zeroize::Zeroizing;

/// What Standard Webhooks puts before a secret.
const WEBHOOK_PREFIX: &str = "whsec_";

/// The secret without the line's end; `None` if there is none, or none that can be read.
#[must_use]
pub fn read(from: &SecretFrom) -> Option<SecretString> {
    let text = match from {
        SecretFrom::Environment(name) => Zeroizing::new(std::env::var(name).ok()?),
        SecretFrom::File(path) => {
            let mut text = Zeroizing::new(String::new());
            let file = std::fs::File::open(path).ok()?;
            file.take(limits::SECRET_FILE_BYTES_MAX).read_to_string(&mut text).ok()?;
            text
        }
    };
    let text = text.trim();
    (!text.is_empty()).then(|| SecretString::from(text.to_owned()))
}

/// The bytes that sign, of `whsec_` and base64.
#[must_use]
pub fn webhook(from: &SecretFrom) -> Option<Zeroizing<Vec<u8>>> {
    let text = read(from)?;
    let bytes = STANDARD.decode(text.expose_secret().strip_prefix(WEBHOOK_PREFIX)?).ok()?;
    (bytes.len() >= limits::WEBHOOK_SECRET_BYTES_MIN).then(|| Zeroizing::new(bytes))
}

/// The path that stands for a password.
#[must_use]
pub fn hint_path(from: &SecretFrom) -> Option<SecretString> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    read(from).filter(|text| {
        let text = text.expose_secret();
        text.len() >= limits::HINT_PATH_CHARS_MIN && text.chars().all(plain)
    })
}

/// What a hub must not start with: a source that is said to prove itself, and cannot.
///
/// # Errors
/// Each feed whose secret is missing or weak, and what was expected.
pub fn check(feeds: &[Feed]) -> Result<(), Vec<Invalid>> {
    let mut faults = Vec::new();
    for feed in feeds {
        let mut fault = |field: &str, expected: String| {
            let table = format!("[[feed]] {} {field}", feed.name);
            faults.push(Invalid { file: FILE.into(), table, expected });
        };
        if feed.webhook_secret.as_ref().is_some_and(|from| webhook(from).is_none()) {
            let least = limits::WEBHOOK_SECRET_BYTES_MIN;
            fault(
                "webhook_secret",
                format!("expected to find {WEBHOOK_PREFIX} and at least {least} bytes in base64 there"),
            );
        }
        if feed.hint_path.as_ref().is_some_and(|from| hint_path(from).is_none()) {
            let least = limits::HINT_PATH_CHARS_MIN;
            fault(
                "hint_path",
                format!("expected to find at least {least} characters from A-Z, a-z, 0-9, - and _ there"),
            );
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::feeds;

    #[test]
    fn a_source_that_cannot_prove_itself_is_found_at_the_start_and_its_secret_is_not_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        let check = |field: &str, secret: Option<&str>, good: bool| {
            match secret {
                Some(secret) => std::fs::write(&file, secret).unwrap(),
                None => std::fs::remove_file(&file).unwrap(),
            }
            let text = format!(
                "[[feed]]\nname = \"glasgow\"\nkind = \"aidx\"\n{field} = \"file:{}\"\n[feed.poll]\nurl = \"https://example.org\"\n",
                file.display()
            );
            let found = super::check(&feeds::parse(&text, FILE).unwrap());
            assert_eq!(found.is_ok(), good, "{field} {secret:?}");
            for fault in found.err().into_iter().flatten() {
                let said = fault.to_string();
                assert!(said.contains("glasgow") && said.contains(field), "{said}");
                assert!(!secret.is_some_and(|secret| said.contains(secret.trim())), "{said}");
            }
        };
        check("webhook_secret", Some("whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz\n"), true);
        check("webhook_secret", Some("whsec_MDEyMzQ1Njc4OTA="), false);
        check("webhook_secret", Some("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz"), false);
        check("webhook_secret", Some("whsec_not base64 at all, not at all"), false);
        check("webhook_secret", None, false);
        check("hint_path", Some("0123456789abcdefABCDEF-_"), true);
        check("hint_path", Some("0123456789abcdef"), false);
        check("hint_path", Some("0123456789/abcdef/ABCDEF"), false);
    }
}

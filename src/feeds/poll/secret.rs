//! Reads a secret from where it is kept: the environment, or a file of its own. When it is needed, so that a changed
//! one is in force at once.
//! Must not know: what it opens.

use crate::config::feeds::SecretFrom;
use crate::limits;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// The secret is not there; the name of the place is no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LackingSecret {
    #[error("the variable {0} is not set")]
    Variable(String),
    #[error("the file {0} cannot be read")]
    File(String),
    #[error("{0} holds no text, or too much of it")]
    Unusable(String),
}

/// The secret without the line end that editors add.
///
/// # Errors
/// When it is not there, is empty, or is larger than [`limits::SECRET_BYTES_MAX`].
pub async fn read(from: &SecretFrom) -> Result<SecretString, LackingSecret> {
    let (name, text) = match from {
        SecretFrom::Environment(name) => {
            let text = std::env::var(name).map_err(|_| LackingSecret::Variable(name.clone()))?;
            (name.clone(), Zeroizing::new(text))
        }
        SecretFrom::File(path) => {
            let name = path.display().to_string();
            let size = tokio::fs::metadata(path).await.map_err(|_| LackingSecret::File(name.clone()))?.len();
            if size > limits::SECRET_BYTES_MAX as u64 {
                return Err(LackingSecret::Unusable(name));
            }
            let text = tokio::fs::read_to_string(path).await.map_err(|_| LackingSecret::File(name.clone()))?;
            (name, Zeroizing::new(text))
        }
    };
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() || text.len() > limits::SECRET_BYTES_MAX {
        return Err(LackingSecret::Unusable(name));
    }
    Ok(SecretString::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[tokio::test]
    async fn a_secret_is_read_without_its_line_end_and_one_that_lacks_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
            SecretFrom::File(folder.path().join(name))
        };
        assert_eq!(read(&file("key", "hunter2\r\n")).await.unwrap().expose_secret(), "hunter2");
        for from in [file("empty", "\n"), file("long", &"x".repeat(limits::SECRET_BYTES_MAX + 1))] {
            assert!(matches!(read(&from).await, Err(LackingSecret::Unusable(_))));
        }
        let none = SecretFrom::File(folder.path().join("none"));
        assert!(read(&none).await.unwrap_err().to_string().ends_with("none cannot be read"));
        let unset = SecretFrom::Environment("ONWARD_TEST_NOT_SET".into());
        assert_eq!(read(&unset).await.unwrap_err().to_string(), "the variable ONWARD_TEST_NOT_SET is not set");
    }
}

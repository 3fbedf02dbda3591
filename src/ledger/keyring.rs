//! The two kinds of keys: one of the deployment, in a file apart from the data and its backups, and one for each
//! movement, kept in the store wrapped by the first. Destroying a movement's wrapped key destroys its names.
//! Must not know: records, the store, who may open what.

use super::file::write_once;
use super::seal::{KEY_BYTES, SealError, Secret, fresh, open, seal};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use uuid::Uuid;
use zeroize::Zeroizing;

const HEADER: &str = "# The key of an Onward deployment. Keep a copy apart from the data and its backups: without it no name can be read.";
/// The header and 32 bytes in hex take under 200.
const FILE_BYTES_MAX: u64 = 4096;

/// What a person can do about a key file.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the key file {0} cannot be read or made: {1}")]
    File(PathBuf, std::io::Error),
    #[error("the key file {0} may be read by others than its owner (mode {1:o}): run `chmod 600` on it")]
    Open(PathBuf, u32),
    #[error(
        "the key file {0} holds no key: expected one line of 64 hex digits or 44 characters of base64 after lines that begin with #"
    )]
    Form(PathBuf),
    #[error("a key could not be made: {0}")]
    Making(#[from] SealError),
}

/// The key that wraps all movement keys. Printing it prints no key.
#[derive(Debug)]
pub struct DeploymentKey(Secret);

impl DeploymentKey {
    /// Reads the key file; makes one, for its owner only, if there is none.
    ///
    /// # Errors
    /// When the file cannot be read or made, is open to others, or holds no key.
    pub fn load_or_create(path: &Path) -> Result<Self, KeyFileError> {
        match Self::load(path) {
            Err(KeyFileError::File(_, e)) if e.kind() == ErrorKind::NotFound => {
                create(path)?;
                // Read back what is there: another process may have been quicker, and then its key is the key.
                Self::load(path)
            }
            loaded => loaded,
        }
    }

    /// Reads the key file.
    ///
    /// # Errors
    /// As [`Self::load_or_create`], and when there is none.
    pub fn load(path: &Path) -> Result<Self, KeyFileError> {
        let failed = |e| KeyFileError::File(path.into(), e);
        let file = std::fs::File::open(path).map_err(failed)?;
        refuse_if_open(path, &file.metadata().map_err(failed)?)?;
        // With room from the start: a buffer that grows leaves copies behind.
        let mut text = Zeroizing::new(String::with_capacity(usize::try_from(FILE_BYTES_MAX).unwrap_or(0)));
        std::io::Read::read_to_string(&mut std::io::Read::take(file, FILE_BYTES_MAX), &mut text).map_err(failed)?;
        let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
        match (lines.next().and_then(decode), lines.next()) {
            (Some(key), None) => Ok(Self(key)),
            _ => Err(KeyFileError::Form(path.into())),
        }
    }
}

/// Refused, not repaired: whoever could read it may have done so, and a person should decide what follows.
#[cfg(unix)]
fn refuse_if_open(path: &Path, metadata: &std::fs::Metadata) -> Result<(), KeyFileError> {
    let mode = std::os::unix::fs::MetadataExt::mode(metadata) & 0o777;
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY").map(PathBuf::from);
    if mode & closed_bits(path, folder.as_deref()) == 0 { Ok(()) } else { Err(KeyFileError::Open(path.into(), mode)) }
}

/// Which bits nobody else may have. Where systemd hands a file over (`LoadCredential`), it lets the service in by an
/// access list, whose mask stands where the group's bits are: `r` there is the service itself.
#[cfg(unix)]
fn closed_bits(path: &Path, credentials: Option<&Path>) -> u32 {
    let handed_over = credentials.is_some_and(|folder| path.parent() == Some(folder));
    if handed_over { 0o037 } else { 0o077 }
}

#[cfg(not(unix))]
fn refuse_if_open(_: &Path, _: &std::fs::Metadata) -> Result<(), KeyFileError> {
    Ok(())
}

fn create(path: &Path) -> Result<(), KeyFileError> {
    let secret = fresh()?;
    let key = Zeroizing::new(STANDARD.encode(secret.expose_secret()));
    let text = Zeroizing::new([HEADER, "\n", key.as_str(), "\n"].concat());
    write_once(path, text.as_bytes()).map_err(|e| KeyFileError::File(path.into(), e))
}

fn decode(line: &str) -> Option<Secret> {
    let bytes: Zeroizing<Vec<u8>> = if line.len() == 2 * KEY_BYTES {
        let pairs = line.as_bytes().chunks_exact(2);
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        // `from_str_radix` takes a sign, a key does not.
        let hex = line.bytes().all(|b| b.is_ascii_hexdigit());
        Zeroizing::new(pairs.map(byte).collect::<Option<_>>().filter(|_| hex)?)
    } else {
        Zeroizing::new(STANDARD.decode(line).ok()?)
    };
    let fits = bytes.len() == KEY_BYTES;
    fits.then(|| Secret::init_with_mut(|key: &mut [u8; KEY_BYTES]| key.copy_from_slice(&bytes)))
}

/// The key under which one movement's personal values are sealed. Printing it prints no key.
#[derive(Debug)]
pub struct MovementKey(Secret);

impl MovementKey {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn generate() -> Result<Self, SealError> {
        fresh().map(Self)
    }

    /// Wrapped for the store. Bound to its movement: under another one it does not open.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn wrap(&self, deployment: &DeploymentKey, movement: Uuid) -> Result<Vec<u8>, SealError> {
        seal(&deployment.0, &wrapping(movement), self.0.expose_secret())
    }

    /// The reverse of [`Self::wrap`].
    ///
    /// # Errors
    /// `Closed` with another deployment key, another movement, or a damaged record.
    pub fn from_wrapped(deployment: &DeploymentKey, movement: Uuid, wrapped: &[u8]) -> Result<Self, SealError> {
        let bytes = open(&deployment.0, &wrapping(movement), wrapped)?;
        if bytes.len() != KEY_BYTES {
            return Err(SealError::Closed);
        }
        Ok(Self(Secret::init_with_mut(|key: &mut [u8; KEY_BYTES]| key.copy_from_slice(&bytes))))
    }

    /// Seals a personal value. `context` names its place (movement, record, field): it opens nowhere else.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        seal(&self.0, &value(context), plain)
    }

    /// The reverse of [`Self::seal`], with the same `context`. The plain bytes are wiped when dropped.
    ///
    /// # Errors
    /// `Closed` with another key or context, or damaged bytes.
    pub fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        open(&self.0, &value(context), sealed)
    }
}

// Two beginnings, so that no context of a value can ever read like a wrapped key.
fn wrapping(movement: Uuid) -> Vec<u8> {
    [b"movement-key/".as_slice(), movement.as_bytes()].concat()
}

fn value(context: &str) -> Vec<u8> {
    [b"value/".as_slice(), context.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVEMENT: Uuid = Uuid::from_u128(7);

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[cfg(unix)]
    fn write(path: &Path, text: &str, mode: u32) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::write(path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_movement_key_comes_back_only_to_its_movement_and_deployment() {
        let folder = folder();
        let deployment = DeploymentKey::load_or_create(&folder.path().join("one")).unwrap();
        let other = DeploymentKey::load_or_create(&folder.path().join("other")).unwrap();
        let key = MovementKey::generate().unwrap();
        let sealed = key.seal("m/f", b"Ana").unwrap();
        let wrapped = key.wrap(&deployment, MOVEMENT).unwrap();
        let back = MovementKey::from_wrapped(&deployment, MOVEMENT, &wrapped).unwrap();
        assert_eq!(back.open("m/f", &sealed).unwrap().as_slice(), b"Ana");
        let wrong = [
            MovementKey::from_wrapped(&other, MOVEMENT, &wrapped),
            MovementKey::from_wrapped(&deployment, Uuid::from_u128(8), &wrapped),
            MovementKey::from_wrapped(&deployment, MOVEMENT, &sealed),
        ];
        assert!(wrong.iter().all(|w| matches!(w, Err(SealError::Closed))));
        assert_ne!(wrapped, key.wrap(&deployment, MOVEMENT).unwrap(), "a nonce is never used twice");
    }

    #[test]
    fn a_key_of_another_length_is_none() {
        let deployment = DeploymentKey(fresh().unwrap());
        let short = seal(&deployment.0, &wrapping(MOVEMENT), &[1; 31]).unwrap();
        assert!(matches!(MovementKey::from_wrapped(&deployment, MOVEMENT, &short), Err(SealError::Closed)));
    }

    #[test]
    fn the_file_is_made_once_and_read_again() {
        let folder = folder();
        let path = folder.path().join("keys/deployment.key");
        let made = DeploymentKey::load_or_create(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(HEADER) && text.lines().count() == 2, "one line to say what it is, one key");
        let read = DeploymentKey::load_or_create(&path).unwrap();
        assert_eq!(made.0.expose_secret(), read.0.expose_secret());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        let names = std::fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(names, 1, "nothing is left beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn many_at_once_end_up_with_one_key() {
        let folder = folder();
        let path = folder.path().join("key");
        let load = || DeploymentKey::load_or_create(&path).unwrap();
        let keys: Vec<DeploymentKey> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16).map(|_| scope.spawn(load)).collect();
            threads.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|k| k.0.expose_secret() == keys[0].0.expose_secret()));
    }

    #[cfg(unix)]
    #[test]
    fn what_a_key_file_may_hold() {
        let folder = folder();
        let path = folder.path().join("key");
        let hex = "0123456789abcdefABCDEF".repeat(3)[..64].to_owned();
        let base64 = STANDARD.encode([9; 32]);
        for good in [format!("# note\n\n{hex}\n"), hex.clone(), format!("#\r\n  {base64} \r\n")] {
            write(&path, &good, 0o600);
            assert!(DeploymentKey::load_or_create(&path).is_ok(), "{good:?}");
        }
        let long = format!("{}\n{hex}", "#".repeat(5000));
        let short = STANDARD.encode([9; 31]);
        let signed = hex.replace("0123", "+1+2");
        for bad in ["", "# only words\n", &hex[..62], &short, &signed, &format!("{hex}\n{hex}"), &long, "ä"] {
            write(&path, bad, 0o600);
            let error = DeploymentKey::load_or_create(&path).unwrap_err();
            assert!(matches!(error, KeyFileError::Form(_)), "{bad:?}: {error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_may_read_is_refused_in_words() {
        let folder = folder();
        let path = folder.path().join("key");
        for mode in [0o640, 0o604, 0o620, 0o601, 0o666] {
            write(&path, &STANDARD.encode([9; 32]), mode);
            let error = DeploymentKey::load_or_create(&path).unwrap_err().to_string();
            assert!(error.contains("chmod 600") && error.contains(&format!("{mode:o}")), "{error}");
        }
        write(&path, &STANDARD.encode([9; 32]), 0o400);
        assert!(DeploymentKey::load_or_create(&path).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn only_where_the_supervisor_hands_it_over_may_the_group_bit_be_read() {
        let check = |path: &str, folder: Option<&str>, mode: u32, fits: bool| {
            let bits = closed_bits(Path::new(path), folder.map(Path::new));
            assert_eq!(mode & bits == 0, fits, "{path} {folder:?} {mode:o}");
        };
        check("/run/credentials/onward.service/key", Some("/run/credentials/onward.service"), 0o440, true);
        check("/run/credentials/onward.service/key", Some("/run/credentials/onward.service"), 0o460, false);
        check("/run/credentials/onward.service/key", Some("/run/credentials/onward.service"), 0o444, false);
        check("/run/credentials/onward.service/key", None, 0o440, false);
        check("/srv/key", Some("/run/credentials/onward.service"), 0o440, false);
        check("/run/credentials/onward.service/../../key", Some("/run/credentials/onward.service"), 0o440, false);
    }

    #[test]
    fn printing_shows_no_key() {
        let deployment = DeploymentKey(Secret::init_with_mut(|k: &mut [u8; 32]| *k = [171; 32]));
        let movement = MovementKey(Secret::init_with_mut(|k: &mut [u8; 32]| *k = [171; 32]));
        for shown in [format!("{deployment:?}"), format!("{movement:#?}")] {
            assert!(
                !shown.contains("171") && !shown.to_lowercase().contains("ab, ") && shown.contains("REDACTED"),
                "{shown}"
            );
        }
    }
}

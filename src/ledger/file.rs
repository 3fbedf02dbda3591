//! A small file of this machine that is written once, for its owner only: whole under its name or not there, also after
//! a power cut, and never replaced.
//! Must not know: what stands in it.

use std::io::{ErrorKind, Result, Write};
use std::path::Path;
use uuid::Uuid;

/// Writes it, with its folders. Written beside and linked into place: there is never half of it under the name, and
/// never a second one. One that is there stays, and the caller reads what it says.
///
/// # Errors
/// When it cannot be written.
pub fn write_once(path: &Path, text: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let beside = folder.join(format!(".{}.new", Uuid::new_v4()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let linked = options.open(&beside).and_then(|mut file| {
        file.write_all(text)?;
        // Names are sealed under a key from now on: it has to outlive a power cut before they do.
        file.sync_all()?;
        std::fs::hard_link(&beside, path)
    });
    let _ = std::fs::remove_file(&beside);
    match linked {
        Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(e),
        Ok(()) => std::fs::File::open(folder).and_then(|f| f.sync_all()),
    }
}

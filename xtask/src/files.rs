//! Reads folders as maps, and writes files atomically.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use halo_codegen::reconcile::TEMPORARY;

/// An error message that includes the path.
pub(crate) type Failure = String;

/// Turns an I/O error into a message that says what cannot be done with which path.
pub(crate) fn cannot<'a>(what: &'a str, path: &'a Path) -> impl Fn(std::io::Error) -> Failure + 'a {
    move |error| format!("cannot {what} {}: {error}", path.display())
}

/// The root of the workspace that xtask was run in.
pub(crate) fn workspace() -> PathBuf {
    let manifest =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().map_or_else(|| manifest.clone(), Path::to_owned)
}

/// Every file below a folder, from path with `/` to bytes; empty if the folder does not exist.
pub(crate) fn read_tree(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    if root.exists() {
        read_folder(root, "", &mut files)?;
    }
    Ok(files)
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(cannot("read", folder))? {
        let entry = entry.map_err(cannot("read", folder))?;
        let path = entry.path();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(cannot("read", &path))?;
        if kind.is_dir() {
            read_folder(&path, &format!("{name}/"), files)?;
        } else {
            files.insert(name, fs::read(&path).map_err(cannot("read", &path))?);
        }
    }
    Ok(())
}

/// Writes a file atomically: as a temporary file in the same folder, which is then renamed.
pub(crate) fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(cannot("create", folder))?;
    let (prefix, suffix) = TEMPORARY;
    let temporary = tempfile::Builder::new().prefix(prefix).suffix(suffix).permissions(readable()).tempfile_in(folder);
    let mut temporary = temporary.map_err(cannot("write in", folder))?;
    temporary.write_all(text.as_bytes()).map_err(cannot("write", path))?;
    temporary.persist(path).map_err(|error| cannot("write", path)(error.error))?;
    Ok(())
}

/// Permissions of a new file, within the umask. Temporary files would be private by default.
#[cfg(unix)]
fn readable() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

/// Removes a file, and the folders that become empty.
pub(crate) fn remove(root: &Path, path: &str) -> Result<(), Failure> {
    let path = root.join(path);
    fs::remove_file(&path).map_err(cannot("delete", &path))?;
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| *folder != root && fs::remove_dir(folder).is_ok()) {
        folder = empty.parent();
    }
    Ok(())
}

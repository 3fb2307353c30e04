//! Keeps a sign-in in a file that only its user can read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use halo_api::transport::BoxFuture;
use halo_api::{Error, StoredToken, TokenStore};

/// A file with mode 0600, which is replaced as a whole: a crash leaves the old text or the new one.
pub(crate) struct FileStore(PathBuf);

impl FileStore {
    pub(crate) fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    fn read(&self) -> io::Result<Option<StoredToken>> {
        match fs::read_to_string(&self.0) {
            Ok(text) => Ok(Some(StoredToken::new(text.trim_end())).filter(|token| !token.expose().is_empty())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, token: &StoredToken) -> io::Result<()> {
        let new = self.0.with_extension(format!("{}.new", std::process::id()));
        let written = create(&new).and_then(|mut file| {
            writeln!(file, "{}", token.expose())?;
            // On the disk before it replaces the only other copy.
            file.sync_all()
        });
        let written = written.and_then(|()| fs::rename(&new, &self.0));
        if written.is_err() {
            let _ = fs::remove_file(&new);
        }
        written
    }
}

/// Creates the file for this user only. An old one of a process that crashed is removed, and no link is followed.
fn create(path: &Path) -> io::Result<File> {
    let _ = fs::remove_file(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl TokenStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<StoredToken>, Error>> {
        let loaded = self.read().map_err(|error| self.failed("read", &error));
        Box::pin(std::future::ready(loaded))
    }

    fn save(&self, token: StoredToken) -> BoxFuture<'_, Result<(), Error>> {
        let saved = self.write(&token).map_err(|error| self.failed("written", &error));
        Box::pin(std::future::ready(saved))
    }
}

impl FileStore {
    fn failed(&self, what: &str, error: &io::Error) -> Error {
        Error::no_authorization(format!("{} cannot be {what}: {error}", self.0.display()))
    }
}

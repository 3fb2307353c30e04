//! Where a download is saved.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::transport::Target;

/// Where a download is saved: a path, or a writer.
///
/// A file at a path is written under another name beside it and takes its name when it is complete, so that a failure
/// leaves what was there before. A writer receives the bytes as they come; after a failure it holds a part of them, and
/// the download is not attempted again.
///
/// ```no_run
/// use halo_api::{Halo, Method, SaveTarget};
///
/// # async fn f(halo: Halo) -> Result<(), halo_api::Error> {
/// let saved = halo.request(Method::GET, "/Attachment/7").save_to("report.pdf").await?;
/// println!("{} bytes of {:?}", saved.size, saved.name);
/// halo.request(Method::GET, "/Attachment/7").save_to(SaveTarget::writer(std::io::stdout())).await?;
/// # Ok(()) }
/// ```
pub struct SaveTarget(Box<dyn Target>);

impl SaveTarget {
    /// A writer. It is flushed at the end.
    pub fn writer(writer: impl Write + Send + 'static) -> Self {
        Self(Box::new(Writer { writer, is_used: false }))
    }

    /// A file at this path, which replaces one that is there.
    pub fn path(path: impl AsRef<Path>) -> Self {
        Self(Box::new(AtPath { path: path.as_ref().to_owned(), unfinished: None }))
    }

    pub(super) fn into_target(self) -> Box<dyn Target> {
        self.0
    }
}

impl From<&str> for SaveTarget {
    fn from(path: &str) -> Self {
        Self::path(path)
    }
}

impl From<String> for SaveTarget {
    fn from(path: String) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for SaveTarget {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

impl From<PathBuf> for SaveTarget {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<File> for SaveTarget {
    fn from(file: File) -> Self {
        Self::writer(file)
    }
}

impl fmt::Debug for SaveTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SaveTarget").finish_non_exhaustive()
    }
}

struct Writer<W> {
    writer: W,
    is_used: bool,
}

impl<W: Write + Send> Target for Writer<W> {
    fn restart(&mut self) -> io::Result<()> {
        if self.is_used { Err(io::Error::other("the writer holds a part of an earlier attempt")) } else { Ok(()) }
    }

    fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.is_used |= !chunk.is_empty();
        self.writer.write_all(chunk)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

struct AtPath {
    path: PathBuf,
    /// The file under its other name, until it is complete.
    unfinished: Option<(File, PathBuf)>,
}

impl AtPath {
    /// The file, created with the first use: a request that fails leaves none.
    fn file(&mut self) -> io::Result<&mut File> {
        if self.unfinished.is_none() {
            let name = self.path.file_name().ok_or_else(|| io::Error::other("the path has no file name"))?;
            let name = format!(".{}.{:016x}.part", name.to_string_lossy(), fastrand::u64(..));
            let path = self.path.with_file_name(name);
            self.unfinished = Some((OpenOptions::new().write(true).create_new(true).open(&path)?, path));
        }
        let unfinished = self.unfinished.as_mut().map(|(file, _)| file);
        unfinished.ok_or_else(|| io::Error::other("the file is gone"))
    }
}

impl Target for AtPath {
    fn restart(&mut self) -> io::Result<()> {
        let file = self.file()?;
        file.set_len(0)?;
        file.seek(SeekFrom::Start(0)).map(drop)
    }

    fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.file()?.write_all(chunk)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.file()?.flush()?;
        if let Some((file, path)) = self.unfinished.take() {
            // Windows does not rename an open file.
            drop(file);
            fs::rename(&path, &self.path).inspect_err(|_| drop(fs::remove_file(&path)))?;
        }
        Ok(())
    }
}

impl Drop for AtPath {
    fn drop(&mut self) {
        if let Some((file, path)) = self.unfinished.take() {
            drop(file);
            // Nobody can be told.
            let _ = fs::remove_file(path);
        }
    }
}

//! A file of JSON lines that survives being stopped: what counts as written is noted after it is on disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use halo_api::Row;

/// The file of one resource: `<name>.jsonl` when it is complete, `<name>.part` with a note in `<name>.note` before.
pub(crate) struct Output {
    complete: PathBuf,
    part: PathBuf,
    note: PathBuf,
    file: Option<BufWriter<File>>,
    rows: u64,
    bytes: u64,
    position: Option<String>,
}

impl Output {
    pub(crate) fn open(folder: &Path, name: &str) -> io::Result<Self> {
        let stem = name.replace('/', ".");
        let path = |extension: &str| folder.join(format!("{stem}.{extension}"));
        let mut output = Self {
            complete: path("jsonl"),
            part: path("part"),
            note: path("note"),
            file: None,
            rows: 0,
            bytes: 0,
            position: None,
        };
        let note = match fs::read_to_string(&output.note) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            note => note?,
        };
        // Rows, bytes, and the position in the list.
        let mut words = note.split_whitespace();
        output.rows = words.next().and_then(|word| word.parse().ok()).unwrap_or_default();
        output.bytes = words.next().and_then(|word| word.parse().ok()).unwrap_or_default();
        output.position = words.next().map(str::to_owned);
        Ok(output)
    }

    /// The rows of a file that is complete.
    pub(crate) fn finished(&self) -> Option<u64> {
        let file = File::open(&self.complete).ok()?;
        u64::try_from(BufReader::new(file).lines().count()).ok()
    }

    /// Where the list stood when the last note was written.
    pub(crate) fn position(&self) -> Option<&str> {
        self.position.as_deref()
    }

    /// Begins at the beginning.
    pub(crate) fn restart(&mut self) -> io::Result<()> {
        (self.rows, self.bytes, self.position, self.file) = (0, 0, None, None);
        if self.note.exists() { fs::remove_file(&self.note) } else { Ok(()) }
    }

    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    pub(crate) fn write(&mut self, row: &Row) -> io::Result<()> {
        let mut line = serde_json::to_vec(row)?;
        line.push(b'\n');
        self.file()?.write_all(&line)?;
        self.rows += 1;
        self.bytes += u64::try_from(line.len()).unwrap_or_default();
        Ok(())
    }

    /// Notes how far it has come, once that is on disk.
    pub(crate) fn note(&mut self, position: &str) -> io::Result<()> {
        let file = self.file()?;
        file.flush()?;
        file.get_ref().sync_data()?;
        let temporary = self.note.with_extension("new");
        fs::write(&temporary, format!("{} {} {position}", self.rows, self.bytes))?;
        fs::rename(&temporary, &self.note)
    }

    /// Completes the file. Returns its rows.
    pub(crate) fn finish(&mut self) -> io::Result<u64> {
        let file = self.file()?;
        file.flush()?;
        file.get_ref().sync_data()?;
        fs::rename(&self.part, &self.complete)?;
        if self.note.exists() {
            fs::remove_file(&self.note)?;
        }
        Ok(self.rows)
    }

    /// The file, without what was written after the last note.
    fn file(&mut self) -> io::Result<&mut BufWriter<File>> {
        if self.file.is_none() {
            let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&self.part)?;
            file.set_len(self.bytes)?;
            file.seek(SeekFrom::End(0))?;
            self.file = Some(BufWriter::new(file));
        }
        self.file.as_mut().ok_or_else(|| io::Error::other("the file is open"))
    }
}

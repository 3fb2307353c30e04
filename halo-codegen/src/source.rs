//! The schema files as text, and positions in them.

use std::collections::BTreeMap;
use std::fmt;

/// The schema files: path below the schema folder (always with `/`) to text.
///
/// They are sorted by path, so the order in which files were found does not matter.
#[derive(Debug, Clone, Default)]
pub struct SourceSet {
    files: BTreeMap<String, Vec<u8>>,
}

impl SourceSet {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one with that path.
    ///
    /// The text is bytes, because invalid UTF-8 is an ordinary diagnostic.
    pub fn insert(&mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), text.into());
    }

    /// All files, in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &str, &[u8])> {
        self.files.iter().enumerate().map(|(index, (path, text))| (FileId(index), path.as_str(), text.as_slice()))
    }

    /// The text of the file at a path, with replacement characters for what is not UTF-8; empty if there is none.
    #[must_use]
    pub fn text_at(&self, path: &str) -> String {
        self.files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// The path of a file.
    #[must_use]
    pub fn path(&self, file: FileId) -> &str {
        self.files.keys().nth(file.0).map_or("", String::as_str)
    }

    /// The text of a file; empty if it is not UTF-8.
    #[must_use]
    pub fn text(&self, file: FileId) -> &str {
        self.files.values().nth(file.0).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl<P: Into<String>, T: Into<Vec<u8>>> FromIterator<(P, T)> for SourceSet {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(files: I) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }
}

/// A file of a [`SourceSet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) usize);

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

/// A value and its position in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its position.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Creates a value at a position.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A place in a schema file. Line and column count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file, below the schema folder.
    pub path: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

impl Location {
    /// Where a span begins.
    pub(crate) fn of(sources: &SourceSet, span: Span) -> Self {
        let (line, column) = line_and_column(sources.text(span.file), span.start);
        Self { path: sources.path(span.file).to_owned(), line, column }
    }
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

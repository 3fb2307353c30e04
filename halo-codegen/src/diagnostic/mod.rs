//! Mistakes in the schema: what they are, where they are, how to fix them.

mod code;
mod machine;
mod position;
mod render;

use std::collections::BTreeSet;

pub use self::code::Code;
pub(crate) use self::code::codes;
use crate::source::{FileId, Span};

/// What a diagnostic points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// In the schema as a whole: something is absent.
    Schema,
    /// In a file as a whole.
    File(FileId),
    /// At a stretch of a file.
    At(Span),
}

impl Target {
    /// The file, if there is one.
    #[must_use]
    pub fn file(self) -> Option<FileId> {
        match self {
            Self::Schema => None,
            Self::File(file) => Some(file),
            Self::At(span) => Some(span.file),
        }
    }

    /// The order of the report: by file, then by place.
    fn sort_key(self) -> (Option<FileId>, usize, usize) {
        match self {
            Self::At(span) => (Some(span.file), span.start, span.end),
            Self::Schema | Self::File(_) => (self.file(), 0, 0),
        }
    }
}

impl From<Span> for Target {
    fn from(span: Span) -> Self {
        Self::At(span)
    }
}

impl From<FileId> for Target {
    fn from(file: FileId) -> Self {
        Self::File(file)
    }
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// What is wrong, in one line that can be read alone.
    pub message: String,
    /// Where.
    pub place: Target,
    /// What is said at the place itself; may be empty.
    pub label: String,
    /// Other places that matter, such as the first of two duplicates.
    pub secondary: Vec<(Span, String)>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A mistake at a place.
    #[must_use]
    pub fn new(code: Code, place: impl Into<Target>, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place: place.into(),
            label: String::new(),
            secondary: Vec::new(),
            help: None,
        }
    }

    /// Says something at the place itself.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Shows another place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.secondary.push((span, label.into()));
        self
    }

    /// Says how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says how to fix it, if that is known.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }
}

/// The first empty doc of a file, which stands for all of them.
fn empty_docs(first: &Diagnostic, count: usize) -> Diagnostic {
    if count == 1 {
        return first.clone();
    }
    Diagnostic::new(first.code, first.place, format!("{count} docs of this file are empty"))
        .label("the first of them")
        .help("describe each of them in a sentence")
}

/// All mistakes of a run, in the order of the files.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds a mistake.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Adds those that were found elsewhere.
    pub(crate) fn append(&mut self, others: impl IntoIterator<Item = Self>) {
        self.found.extend(others.into_iter().flat_map(|other| other.found));
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// In how many files they are.
    #[must_use]
    pub fn file_count(&self) -> usize {
        self.found.iter().filter_map(|diagnostic| diagnostic.place.file()).collect::<BTreeSet<_>>().len()
    }

    /// Sorts by place, and drops repetitions: what many entities share is checked once for each of them. Empty docs, of which
    /// a draft has hundreds, come last and once per file, so that they hide nothing else.
    pub(crate) fn finish(&mut self) {
        self.found.sort_by(|a, b| {
            let order = |d: &Diagnostic| (d.place.sort_key(), d.code);
            order(a).cmp(&order(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.found.dedup();
        let (empty, others) = std::mem::take(&mut self.found).into_iter().partition(|d| d.code == Code::EmptyDoc);
        self.found = others;
        let empty: Vec<Diagnostic> = empty;
        for of_file in empty.chunk_by(|a, b| a.place.file() == b.place.file()) {
            self.found.extend(of_file.first().map(|first| empty_docs(first, of_file.len())));
        }
    }
}

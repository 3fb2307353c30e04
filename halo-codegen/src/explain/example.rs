//! An example of a mistake, and of how it is fixed.

use super::base;
use crate::source::SourceSet;

/// A mistake in a schema that is right otherwise.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// Lines of a file of the [`base`] schema.
    Lines {
        /// The file.
        path: &'static str,
        /// The lines that stand there, once.
        at: &'static str,
        /// What they are in the example.
        wrong: &'static str,
        /// What they should be.
        right: &'static str,
    },
    /// A file beside those of the [`base`] schema.
    File {
        /// Its path.
        path: &'static str,
        /// What it holds.
        wrong: Content,
        /// Path and text that it should have.
        right: (&'static str, &'static str),
    },
    /// A schema of its own: path and text of its only file, and of those that it should have.
    Schema {
        /// The file that is there.
        wrong: (&'static str, &'static str),
        /// The files that should be there.
        right: [(&'static str, &'static str); 2],
    },
}

/// What a file holds.
#[derive(Debug, Clone, Copy)]
pub enum Content {
    /// Text.
    Text(&'static str),
    /// Bytes that are no text.
    Bytes(&'static [u8]),
    /// A text, so many times.
    Repeated(&'static str, usize),
}

/// A file as it is shown: path, and text.
pub(super) type Shown = (&'static str, String);

impl Example {
    /// The schema with the mistake.
    #[must_use]
    pub fn wrong(&self) -> SourceSet {
        match *self {
            Self::Lines { path, at, wrong, .. } => with_lines(path, at, wrong),
            Self::File { path, wrong, .. } => with_file(path, &wrong.bytes()),
            Self::Schema { wrong, .. } => [wrong].into_iter().collect(),
        }
    }

    /// The schema with the mistake fixed.
    #[must_use]
    pub fn right(&self) -> SourceSet {
        match *self {
            Self::Lines { path, at, right, .. } => with_lines(path, at, right),
            Self::File { right: (path, text), .. } => with_file(path, text.as_bytes()),
            Self::Schema { right, .. } => right.into_iter().collect(),
        }
    }

    /// What is wrong, and what is right instead.
    pub(super) fn shown(&self) -> (Shown, Vec<Shown>) {
        match *self {
            Self::Lines { path, wrong, right, .. } => ((path, wrong.to_owned()), vec![(path, right.to_owned())]),
            Self::File { path, wrong, right } => ((path, wrong.shown()), vec![(right.0, right.1.to_owned())]),
            Self::Schema { wrong, right } => {
                let text = |(path, text): (&'static str, &str)| (path, text.to_owned());
                (text(wrong), right.map(text).into())
            }
        }
    }
}

fn with_lines(path: &str, at: &str, lines: &str) -> SourceSet {
    let edit = |known: &str, text: &str| if known == path { text.replacen(at, lines, 1) } else { text.to_owned() };
    base::FILES.into_iter().map(|(known, text)| (known, edit(known, text))).collect()
}

fn with_file(path: &str, bytes: &[u8]) -> SourceSet {
    let mut sources: SourceSet = base::FILES.into_iter().collect();
    sources.insert(path, bytes);
    sources
}

impl Content {
    fn bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into(),
            Self::Bytes(bytes) => bytes.into(),
            Self::Repeated(text, times) => text.repeat(times).into(),
        }
    }

    fn shown(self) -> String {
        match self {
            Self::Text(text) => text.to_owned(),
            Self::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Self::Repeated(text, times) => format!("{}…  # {times} times\n", text.repeat(20)),
        }
    }
}

//! Places as editors count them: lines and columns from 1, columns in characters.

use std::collections::BTreeMap;

use super::Target;
use super::render::{MARK, floor, shown};
use crate::source::{FileId, SourceSet, Span};

/// A place for machines. Where it is a whole file, there are no lines; where it is the whole schema, no path either.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) path: Option<String>,
    pub(super) start: Option<(usize, usize)>,
    /// One past the last character.
    pub(super) end: Option<(usize, usize)>,
}

/// The files, each cut into lines once.
pub(super) struct Positions<'s> {
    sources: &'s SourceSet,
    prefix: &'s str,
    files: BTreeMap<FileId, Lines<'s>>,
}

impl<'s> Positions<'s> {
    pub(super) fn new(sources: &'s SourceSet, prefix: &'s str) -> Self {
        Self { sources, prefix, files: BTreeMap::new() }
    }

    pub(super) fn place(&mut self, place: Target) -> Position {
        match place {
            Target::Schema => Position::default(),
            Target::File(file) => Position { path: Some(self.path(file)), ..Position::default() },
            Target::At(span) => self.span(span),
        }
    }

    pub(super) fn span(&mut self, span: Span) -> Position {
        let path = Some(self.path(span.file));
        let lines = self.lines(span.file);
        Position { path, start: Some(lines.position(span.start)), end: Some(lines.position(span.end.max(span.start))) }
    }

    /// The first line of a span, for those who cannot show more.
    pub(super) fn first_line(&mut self, span: Span) -> Position {
        let range = shown(self.lines(span.file).text, span);
        self.span(Span { start: range.start, end: range.end, ..span })
    }

    fn path(&self, file: FileId) -> String {
        format!("{}{}", self.prefix, self.sources.path(file))
    }

    fn lines(&mut self, file: FileId) -> &Lines<'s> {
        self.files.entry(file).or_insert_with(|| Lines::new(self.sources.text(file)))
    }
}

struct Lines<'s> {
    text: &'s str,
    /// The first byte of every line.
    starts: Vec<usize>,
}

impl<'s> Lines<'s> {
    fn new(text: &'s str) -> Self {
        // A byte order mark is no column.
        let first = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        let starts = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self { text, starts: std::iter::once(first).chain(starts).collect() }
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = floor(self.text, offset);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        (line, self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_lines_count_from_one() {
        let lines = Lines::new("\u{feff}é: 1\r\nb\n");
        let e = "\u{feff}".len();
        assert_eq!(lines.position(0), (1, 1));
        assert_eq!(lines.position(e), (1, 1));
        assert_eq!(lines.position(e + 1), (1, 1), "within a letter");
        assert_eq!(lines.position(e + 2), (1, 2));
        assert_eq!(lines.position("\u{feff}é: 1\r\n".len()), (2, 1));
        assert_eq!(lines.position(usize::MAX), (3, 1));
    }
}

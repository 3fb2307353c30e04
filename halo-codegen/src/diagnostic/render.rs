//! Diagnostics as text, in the form that rustc has made familiar.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Target};
use crate::source::{FileId, SourceSet, Span};

/// More than anybody reads; a file of rubbish must not take minutes to print.
pub(super) const MAX_SHOWN: usize = 1000;
/// The renderer looks at whole lines; of longer ones, which nobody writes by hand, only the place is said.
const MAX_WINDOW: usize = 64 * 1024;
/// What some editors put in front of UTF-8.
pub(super) const MARK: char = '\u{feff}';

impl Diagnostics {
    /// All mistakes as text, the last line counts them.
    ///
    /// `prefix` is put before the paths, such as `schema/`. With `color` the text holds ANSI escapes.
    #[must_use]
    pub fn render(&self, sources: &SourceSet, prefix: &str, color: bool) -> String {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let mut text = String::new();
        for diagnostic in self.iter().take(MAX_SHOWN) {
            text.push_str(&renderer.render(&[report(diagnostic, sources, prefix)]));
            text.push_str("\n\n");
        }
        if let Some(hidden) = self.len().checked_sub(MAX_SHOWN).filter(|hidden| *hidden > 0) {
            text.push_str(&renderer.render(&[note(format!("{} more not shown", count(hidden, "mistake")))]));
            text.push_str("\n\n");
        }
        text.push_str(&renderer.render(&[Group::with_title(Level::ERROR.primary_title(self.summary()))]));
        text.push('\n');
        text
    }

    fn summary(&self) -> String {
        let mistakes = count(self.len(), "mistake");
        match self.file_count() {
            0 => mistakes,
            files => format!("{mistakes} in {}", count(files, "file")),
        }
    }
}

fn note(text: String) -> Group<'static> {
    Group::with_title(Level::NOTE.primary_title(text))
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// One diagnostic: a snippet of its own file, then one of each other file that it points at.
fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a SourceSet, prefix: &str) -> Group<'a> {
    let title = Level::ERROR.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id());
    let path = |file| format!("{prefix}{}", sources.path(file));
    let mut group = Group::with_title(title);
    match diagnostic.place {
        Target::Schema => {}
        Target::File(file) => group = group.element(Origin::path(path(file))),
        Target::At(span) => {
            group = group.element(shown_place(diagnostic, Some(span), span.file, sources, path(span.file)));
        }
    }
    for file in other_files(diagnostic) {
        group = group.element(shown_place(diagnostic, None, file, sources, path(file)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

fn other_files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files: Vec<_> = diagnostic.secondary.iter().map(|(span, _)| span.file).collect();
    files.dedup();
    files.retain(|file| !matches!(diagnostic.place, Target::At(span) if span.file == *file));
    files
}

fn shown_place<'a>(
    diagnostic: &'a Diagnostic,
    primary: Option<Span>,
    file: FileId,
    sources: &'a SourceSet,
    path: String,
) -> Element<'a> {
    let text = sources.text(file);
    let secondary = || diagnostic.secondary.iter().filter(|(span, _)| span.file == file);
    let window = lines(text, primary.iter().chain(secondary().map(|(span, _)| span)));
    let first_line = text.get(..window.start).map_or(1, |before| before.matches('\n').count() + 1);
    if window.len() > MAX_WINDOW {
        let start = primary.map_or(window.start, |span| shown(text, span).start);
        let line = text.get(window.start..start).unwrap_or_default();
        let column = line.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        return Origin::path(path).line(first_line + line.matches('\n').count()).char_column(column).into();
    }
    let shift = |span: Span| {
        let range = shown(text, span);
        range.start.saturating_sub(window.start)..range.end.saturating_sub(window.start)
    };
    let marks = primary.map(|span| labelled(AnnotationKind::Primary.span(shift(span)), &diagnostic.label));
    let context = secondary().map(|(span, label)| labelled(AnnotationKind::Context.span(shift(*span)), label));
    Snippet::source(text.get(window.clone()).unwrap_or_default())
        .line_start(first_line)
        .path(path)
        .annotations(marks.into_iter().chain(context))
        .into()
}

fn labelled<'a>(annotation: Annotation<'a>, label: &'a str) -> Annotation<'a> {
    if label.is_empty() { annotation } else { annotation.label(label) }
}

/// The lines that hold the spans: the renderer looks at all that it is given, for every diagnostic anew.
fn lines<'s>(text: &str, spans: impl Iterator<Item = &'s Span>) -> Range<usize> {
    let (start, end) = spans.fold((text.len(), 0), |(start, end), span| {
        let range = shown(text, *span);
        (start.min(range.start), end.max(range.end))
    });
    let start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    // A byte order mark is no column, and the carriage return of a line's end no character.
    let start = if start == 0 && text.starts_with(MARK) { MARK.len_utf8() } else { start };
    let end = text.get(end..).and_then(|after| after.find('\n')).map_or(text.len(), |newline| end + newline);
    let line = text.get(start..end).unwrap_or_default();
    start..start + line.strip_suffix('\r').unwrap_or(line).len()
}

/// The part of a span that is marked: its first line, within the text.
pub(super) fn shown(text: &str, span: Span) -> Range<usize> {
    let start = floor(text, span.start);
    let end = floor(text, span.end).max(start);
    let line = text.get(start..end).unwrap_or_default();
    let breaks = [line.find('\n'), line.find('\r')];
    start..start + breaks.into_iter().flatten().min().unwrap_or(line.len())
}

pub(super) fn floor(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

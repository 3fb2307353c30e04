//! Sections: which title each item is under, and where each begins.

use super::docs::prose;
use crate::ir::{FieldDef, SectionDef};
use crate::source::Spanned;

/// The title that each of some items is under: the last one that begins at it or before it.
pub(super) fn titles<'a>(begins: impl Iterator<Item = Option<&'a Spanned<String>>>) -> Vec<Option<String>> {
    let mut current = None;
    let title = |begin: Option<&Spanned<String>>| {
        if let Some(begin) = begin {
            current = Some(prose(&begin.value).0.join(" "));
        }
        current.clone()
    };
    begins.map(title).collect()
}

/// The sections of a model: each title and the field that it begins with.
pub(super) fn contents(fields: &[FieldDef]) -> Vec<SectionDef> {
    let mut sections: Vec<SectionDef> = Vec::new();
    for field in fields.iter().filter(|field| field.in_model) {
        let Some(title) = &field.section else { continue };
        if sections.last().is_none_or(|last| last.title != *title) {
            sections.push(SectionDef { title: title.clone(), first: field.rust.clone() });
        }
    }
    sections
}

/// The line that leads to them.
pub(super) fn contents_line(sections: &[SectionDef]) -> String {
    let links: Vec<_> =
        sections.iter().map(|section| format!("[{}](#structfield.{})", section.title, section.first)).collect();
    if links.is_empty() { String::new() } else { format!("Sections: {}.", links.join(", ")) }
}

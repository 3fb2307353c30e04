//! Section titles and deprecation notes.

use std::collections::BTreeMap;

use super::{Check, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::suggest::quoted;

/// Longer titles are sentences.
const LONGEST_TITLE: usize = 60;

impl Check<'_> {
    pub(super) fn marks(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            self.deprecated(entity.deprecated.as_ref());
            if entity.has_own_types() {
                entity.fields.iter().for_each(|field| self.deprecated(field.deprecated.as_ref()));
                self.titles(entity.fields.iter().filter_map(|field| field.section.as_ref()));
            }
            let own = || requests(entity).filter(|request| !request.operation.kind.is_standard());
            own().for_each(|request| self.deprecated(request.operation.deprecated.as_ref()));
            self.titles(own().filter_map(|request| request.operation.section.as_ref()));
            for request in requests(entity) {
                for param in &request.operation.params {
                    self.deprecated(param.deprecated.as_ref());
                    if let Some(note) = param.deprecated.as_ref().filter(|_| param.required) {
                        let message =
                            format!("{} is an argument, which cannot be deprecated", quoted(&param.wire_name.value));
                        let help = "remove `required` or `deprecated`";
                        self.report(Diagnostic::new(Code::DeprecatedMisfit, note.span, message).help(help));
                    }
                }
                for is_filter in [true, false] {
                    let params = request.operation.params.iter().filter(|param| param.is_filter == is_filter);
                    self.titles(params.filter_map(|param| param.section.as_ref()));
                }
            }
        }
        for object in &schema.objects {
            object.fields.iter().for_each(|field| self.deprecated(field.deprecated.as_ref()));
            self.titles(object.fields.iter().filter_map(|field| field.section.as_ref()));
        }
    }

    fn deprecated(&mut self, note: Option<&Spanned<String>>) {
        let Some(note) = note.filter(|note| !note.value.trim().ends_with('.')) else { return };
        let message = format!("the note {} is not a sentence", quoted(note.value.trim()));
        let help = "say what to use instead, in a sentence with a full stop";
        self.report(Diagnostic::new(Code::DeprecatedMisfit, note.span, message).help(help));
    }

    fn titles<'t>(&mut self, titles: impl Iterator<Item = &'t Spanned<String>>) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for title in titles {
            let text = title.value.as_str();
            if let Some(why) = objection(text) {
                let message = format!("the title {} {why}", quoted(text));
                let help = "write a few words, such as \"Who and where\"";
                self.report(Diagnostic::new(Code::SectionTitle, title.span, message).help(help));
            } else if let Some(first) = seen.insert(text, title.span) {
                let message = format!("two sections are called {}", quoted(text));
                let help = "give one of them another title, or move its items together";
                self.report(
                    Diagnostic::new(Code::SectionTitle, title.span, message).also(first, "first here").help(help),
                );
            }
        }
    }
}

/// Why a text is not a title.
fn objection(text: &str) -> Option<&'static str> {
    match text {
        _ if text.trim().is_empty() => Some("is empty"),
        _ if text.trim() != text || text.contains(['\n', '\t', '`']) => Some("is more than words on one line"),
        _ if text.ends_with(['.', ':']) => Some("ends like a sentence"),
        _ if text.chars().count() > LONGEST_TITLE => Some("is too long for a title"),
        _ => None,
    }
}

//! Docs say something, in sentences.

use super::{Check, own_operations, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Param};
use crate::source::Spanned;
use crate::suggest::{is_hidden, quoted};

impl Check<'_> {
    pub(super) fn docs(&mut self) {
        let schema = self.schema;
        for group in &schema.halo.groups {
            self.doc(&group.doc, &[&group.title.value]);
        }
        for scope in &schema.halo.scopes {
            self.doc(&scope.doc, &[&scope.name.value]);
        }
        for id in &schema.halo.ids {
            self.doc(&id.doc, &[&id.name.value]);
        }
        schema.halo.params.iter().for_each(|param| self.param_doc(param));
        for entity in &schema.entities {
            self.doc(&entity.doc, &[&entity.name.value, &entity.plural]);
            self.field_docs(&entity.fields);
            requests(entity).flat_map(|request| &request.operation.params).for_each(|param| self.param_doc(param));
            for operation in own_operations(entity) {
                operation.doc.iter().for_each(|doc| self.doc(doc, &[&operation.name.value]));
            }
        }
        for object in &schema.objects {
            self.doc(&object.doc, &[&object.name.value]);
            self.field_docs(&object.fields);
        }
        for known in &schema.enums {
            self.doc(&known.doc, &[&known.name.value]);
            for value in &known.values {
                let name = value.name.as_ref().unwrap_or(&value.wire);
                self.doc(&value.doc, &[&value.wire.value, &name.value]);
            }
        }
    }

    /// The reader of a reason wants to know why something differs.
    fn why(&mut self, why: Option<&Spanned<String>>) {
        let Some(why) = why.filter(|why| !why.value.trim().ends_with('.')) else { return };
        let message = format!("the reason {} is not a sentence", quoted(why.value.trim()));
        let help = "say why it differs from the same wire name elsewhere, in a sentence with a full stop";
        self.report(Diagnostic::new(Code::EmptyReason, why.span, message).help(help));
    }

    fn field_docs(&mut self, fields: &[Field]) {
        for field in fields {
            self.why(field.why.as_ref());
            let name = self.rust_name(&field.wire_name, field.name.as_ref());
            self.doc(&field.doc, &[&field.wire_name.value, &name]);
        }
    }

    fn param_doc(&mut self, param: &Param) {
        // The doc of a shared parameter is checked in halo.yaml.
        let own = param.why.as_ref().filter(|why| why.span.file == param.wire_name.span.file);
        self.why(own);
        let name = self.rust_name(&param.wire_name, param.name.as_ref());
        self.doc(&param.doc, &[&param.wire_name.value, &name]);
    }

    fn doc(&mut self, doc: &Spanned<String>, names: &[&str]) {
        let text = doc.value.trim();
        if text.is_empty() {
            let diagnostic = Diagnostic::new(Code::EmptyDoc, doc.span, "the doc is empty");
            return self.report(diagnostic.help("describe it in a sentence"));
        }
        if let Some((why, help)) = unreadable(text) {
            let message = format!("the doc {} {why}", quoted(text));
            return self.report(Diagnostic::new(Code::UnreadableDoc, doc.span, message).help(help));
        }
        if names.iter().any(|name| says_only(text, name)) {
            let message = format!("the doc {} only repeats the name", quoted(text));
            let help = "say what the name does not: what it means, its unit, who sets it";
            return self.report(Diagnostic::new(Code::RepeatedName, doc.span, message).help(help));
        }
        if !text.ends_with('.') && !self.outcome.cut.contains(&doc.span) {
            let message = format!("the doc {} does not end in a full stop", quoted(text));
            self.report(
                Diagnostic::new(Code::NoFullStop, doc.span, message).help("docs are sentences: end this one with `.`"),
            );
        }
    }
}

/// Why a reader would see something other than what the text says, and what to do.
fn unreadable(text: &str) -> Option<(String, &'static str)> {
    if let Some(c) = text.chars().find(|c| is_hidden(*c) && !matches!(c, '\n' | '\t')) {
        return Some((format!("contains the character `{}`, which is invisible", c.escape_default()), "remove it"));
    }
    if text.contains("``") {
        return Some(("has two backticks in a row".to_owned(), "write code between single backticks"));
    }
    if text.matches('`').count() % 2 == 1 {
        return Some(("has a backtick that is not closed".to_owned(), "write code between two backticks"));
    }
    None
}

/// Whether a text is a name with nothing but an article and punctuation around it.
pub(crate) fn says_only(text: &str, name: &str) -> bool {
    let article = |article: &&str| text.get(..article.len()).is_some_and(|start| start.eq_ignore_ascii_case(article));
    let start = ["the ", "a ", "an "].iter().find(|start| article(start)).map_or(0, |article| article.len());
    letters(text.get(start..).unwrap_or_default()).eq(letters(name))
}

/// Letters and digits, in lower case. Lazily, as the first few tell most texts from a name.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

//! Values of a mapping by key, silently: what does not fit has been reported by the structure check.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::model::keys::ABSENT;
use crate::model::{Evidence, Literal, TypeExpr, VendorNote, Words};
use crate::node::{Entry, Node, Value};
use crate::source::{Span, Spanned};

/// Stands for a doc that is missing, so that only its absence is reported.
const NO_DOC: &str = "Not given.";

/// A mapping.
#[derive(Clone, Copy)]
pub(in crate::model) struct MappingView<'n> {
    entries: &'n [Entry],
    /// What shows the mapping: the key that holds it.
    pub(in crate::model) span: Span,
}

impl<'n> MappingView<'n> {
    /// A mapping under a key; empty if it is none.
    pub(in crate::model) fn new(node: &'n Node, span: Span) -> Self {
        Self { entries: node.entries().unwrap_or_default(), span }
    }

    /// The value of a key, the first if it is repeated.
    pub(in crate::model) fn get(self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    pub(in crate::model) fn has(self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// All keys.
    pub(in crate::model) fn keys(self) -> impl Iterator<Item = &'n str> {
        self.entries.iter().map(|entry| entry.key.value.as_str())
    }

    /// The mapping under a key.
    pub(in crate::model) fn view(self, key: &str) -> Option<MappingView<'n>> {
        let entry = self.entry(key)?;
        entry.value.entries().map(|_| MappingView::new(&entry.value, entry.key.span))
    }

    /// The entries of a mapping from names, each name once.
    pub(in crate::model) fn named(self, key: &str) -> Vec<&'n Entry> {
        self.get(key).map_or_else(Vec::new, unique)
    }

    pub(in crate::model) fn text(self, key: &str) -> Option<Spanned<String>> {
        self.get(key).and_then(Node::text)
    }

    /// A text that is always there, or what stands for it.
    pub(in crate::model) fn text_or(self, key: &str, substitute: impl Into<String>) -> Spanned<String> {
        self.text(key).unwrap_or_else(|| Spanned::new(substitute.into(), self.span))
    }

    pub(in crate::model) fn doc(self) -> Spanned<String> {
        self.text_or("doc", NO_DOC)
    }

    pub(in crate::model) fn bool(self, key: &str) -> Option<Spanned<bool>> {
        let node = self.get(key)?;
        match node.value {
            Value::Bool(value) => Some(Spanned::new(value, node.span)),
            _ => None,
        }
    }

    pub(in crate::model) fn flag(self, key: &str) -> bool {
        self.bool(key).is_some_and(|flag| flag.value)
    }

    pub(in crate::model) fn int(self, key: &str) -> Option<Spanned<u32>> {
        let node = self.get(key)?;
        match node.value {
            Value::Int(value) => u32::try_from(value).ok().map(|value| Spanned::new(value, node.span)),
            _ => None,
        }
    }

    /// A word out of a few.
    pub(in crate::model) fn choice<T: Words>(self, key: &str) -> Option<Spanned<T>> {
        let text = self.text(key)?;
        Some(Spanned::new(T::from_word(&text.value)?, text.span))
    }

    pub(in crate::model) fn evidence(self) -> Option<Evidence> {
        self.choice("evidence").map(|mark| mark.value)
    }

    /// `vendor:` of a field, parameter or operation.
    pub(in crate::model) fn vendor_note(self) -> Option<VendorNote> {
        match self.text("vendor") {
            Some(text) => (text.value == ABSENT.word).then_some(VendorNote::Absent),
            None => Some(VendorNote::Type(self.view("vendor")?.text("type")?.value)),
        }
    }

    /// One text, or a list of texts.
    pub(in crate::model) fn one_or_more(self, key: &str) -> Vec<Spanned<String>> {
        self.text(key).map_or_else(|| self.texts(key), |text| vec![text])
    }

    pub(in crate::model) fn texts(self, key: &str) -> Vec<Spanned<String>> {
        self.items(key).iter().filter_map(Node::text).collect()
    }

    /// A list of groups: each is one text or a list of texts.
    pub(in crate::model) fn groups(self, key: &str) -> Vec<Vec<Spanned<String>>> {
        let group = |node: &Node| match &node.value {
            Value::List(items) => items.iter().filter_map(Node::text).collect(),
            _ => node.text().into_iter().collect::<Vec<_>>(),
        };
        self.items(key).iter().map(group).filter(|group| !group.is_empty()).collect()
    }

    /// The entries of all mappings in a list.
    pub(in crate::model) fn entries_of_items(self, key: &str) -> Vec<&'n Entry> {
        self.items(key).iter().filter_map(Node::entries).flatten().collect()
    }

    /// Single values as texts: `1` and `"1"` are the same spelling of a value.
    pub(in crate::model) fn spellings(self, key: &str) -> Vec<Spanned<String>> {
        let spelling = |literal: Spanned<Literal>| Spanned::new(literal.value.to_string(), literal.span);
        self.literals(key).into_iter().map(spelling).collect()
    }

    pub(in crate::model) fn literals(self, key: &str) -> Vec<Spanned<Literal>> {
        self.items(key).iter().filter_map(literal).collect()
    }

    pub(in crate::model) fn literal(self, key: &str) -> Option<Spanned<Literal>> {
        self.get(key).and_then(literal)
    }

    pub(in crate::model) fn ty(self, key: &str, diagnostics: &mut Diagnostics) -> Spanned<TypeExpr> {
        let Some(node) = self.get(key) else { return Spanned::new(TypeExpr::unreadable(), self.span) };
        let Value::Text(text) = &node.value else { return Spanned::new(TypeExpr::unreadable(), node.span) };
        let span = inside_quotes(node.span, text);
        match TypeExpr::parse(text) {
            Ok(ty) => Spanned::new(ty, span),
            Err(error) => {
                // Where the text is not what the file has (escapes, lines), its parts have no place of their own.
                let exact = span.end - span.start == text.len() && error.start < error.end;
                let part = Span { start: span.start + error.start, end: span.start + error.end, ..span };
                let at = if exact { part } else { node.span };
                diagnostics.push(Diagnostic::new(
                    Code::MalformedType,
                    at,
                    format!("malformed type: {}", error.message),
                ));
                Spanned::new(TypeExpr::unreadable(), span)
            }
        }
    }

    fn entry(self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }

    fn items(self, key: &str) -> &'n [Node] {
        match self.get(key).map(|node| &node.value) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }
}

/// The entries of a mapping from names, each name once.
pub(super) fn unique(node: &Node) -> Vec<&Entry> {
    let mut seen = std::collections::BTreeSet::new();
    node.entries().unwrap_or_default().iter().filter(|entry| seen.insert(entry.key.value.as_str())).collect()
}

pub(super) fn literal(node: &Node) -> Option<Spanned<Literal>> {
    let value = match &node.value {
        Value::Null if node.is_absent() => return None,
        Value::Null => Literal::Null,
        Value::Bool(value) => Literal::Bool(*value),
        Value::Int(value) => Literal::Int(*value),
        Value::Float(value) => Literal::Float(*value),
        Value::Text(value) => Literal::String(value.clone()),
        Value::List(_) | Value::Map(_) | Value::Refused => return None,
    };
    Some(Spanned::new(value, node.span))
}

/// A quoted text is its span without the quotes, unless it holds escapes.
fn inside_quotes(span: Span, text: &str) -> Span {
    if span.end - span.start == text.len() + 2 {
        Span { start: span.start + 1, end: span.end - 1, ..span }
    } else {
        span
    }
}

//! YAML as a tree in which every key and value knows its place.

use crate::source::{Span, Spanned};

/// A value and its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The value.
    pub(crate) value: Value,
    /// Its place. A mapping or list in block style has no extent, so labels go on its key.
    pub(crate) span: Span,
    /// Whether a text stands in quotes or in a block, where nothing can be cut off.
    pub(crate) quoted: bool,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Node,
}

impl Node {
    /// What it is, for a message.
    pub(crate) fn describe(&self) -> &'static str {
        match self.value {
            Value::Null if self.is_absent() => "nothing",
            Value::Null => "`null`",
            Value::Bool(_) => "true or false",
            Value::Int(_) | Value::Float(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// Whether nothing at all is written.
    pub(crate) fn is_absent(&self) -> bool {
        matches!(self.value, Value::Null) && self.span.start == self.span.end
    }

    /// The text, if it is one.
    pub(crate) fn text(&self) -> Option<Spanned<String>> {
        match &self.value {
            Value::Text(text) => Some(Spanned::new(text.clone(), self.span)),
            _ => None,
        }
    }

    /// The entries, if it is a mapping.
    pub(crate) fn entries(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }
}

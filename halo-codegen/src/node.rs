//! YAML as a tree in which every key and value has its position.

use crate::source::{Span, Spanned};

/// A value and its position.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// The value.
    pub(crate) value: Value,
    /// Its position. A mapping or list in block style has no extent, so labels point to its key.
    pub(crate) span: Span,
    /// Whether a text is quoted or a block, so YAML cannot have cut anything off.
    pub(crate) quoted: bool,
}

/// The value of a node.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
    /// An alias, which is reported and ignored by all other checks.
    Refused,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Node,
}

/// The value of an unquoted text in YAML 1.2.
///
/// Octal and hexadecimal numbers are read as text.
pub(crate) fn plain_scalar(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    // `007` is not meant as a number.
    let is_padded = digits.len() > 1 && digits.starts_with('0') && digits.chars().all(|c| c.is_ascii_digit());
    if !is_number || is_padded {
        return Value::Text(text.to_owned());
    }
    let int = text.parse().ok().map(Value::Int);
    int.or_else(|| text.parse().ok().map(Value::Float)).unwrap_or_else(|| Value::Text(text.to_owned()))
}

impl Node {
    /// The kind of value, for a message.
    pub(crate) fn describe(&self) -> &'static str {
        match self.value {
            Value::Null if self.is_absent() => "nothing",
            Value::Refused => "an alias",
            Value::Null => "`null`",
            Value::Bool(_) => "true or false",
            Value::Int(_) | Value::Float(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// Whether the value is missing altogether.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_are_those_of_yaml_1_2() {
        assert!(matches!(plain_scalar("~"), Value::Null));
        assert!(matches!(plain_scalar("True"), Value::Bool(true)));
        assert!(matches!(plain_scalar("-12"), Value::Int(-12)));
        assert!(matches!(plain_scalar("+1"), Value::Int(1)));
        assert!(matches!(plain_scalar("1e3"), Value::Float(_)));
        assert!(matches!(plain_scalar(".5"), Value::Float(_)));
        assert!(matches!(plain_scalar("99999999999999999999"), Value::Float(_)));
        for text in ["yes", "off", "nan", "inf", "-", "007", "1_000", "0x1F", "1.2.3", "2024-01-01"] {
            assert!(matches!(plain_scalar(text), Value::Text(_)), "{text}");
        }
    }
}

//! Types as text: parsed, printed, and where their names stand.

use std::fmt;

use super::param::FILE;
use super::{Scalar, TypeExpr, Words as _};
use crate::source::{Span, Spanned};

/// Deeper types are no types of an API, and would take stack.
const MAX_DEPTH: usize = 8;

/// What is wrong with a type, and which bytes of its text.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TypeError {
    pub(crate) message: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl TypeExpr {
    /// Parses a type; names are not looked up.
    pub(crate) fn parse(text: &str) -> Result<Self, TypeError> {
        parse_at(text, 0, text.len(), 0)
    }

    /// The name in it, if it ends in one.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Scalar(_) | Self::File => None,
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.name(),
        }
    }

    /// Stands for a type that could not be read, so that only its own mistake is reported.
    pub(crate) fn unreadable() -> Self {
        Self::Named(String::new())
    }

    fn text_before_name(&self) -> usize {
        match self {
            Self::Scalar(_) | Self::Named(_) | Self::File => 0,
            Self::List(inner) => "list<".len() + inner.text_before_name(),
            Self::Map(inner) => "map<".len() + inner.text_before_name(),
        }
    }
}

impl Spanned<TypeExpr> {
    /// Where its name stands: the text of a type has no spaces, so that its parts can be counted.
    pub(crate) fn name_span(&self) -> Span {
        let start = self.span.start + self.value.text_before_name();
        let end = start + self.value.name().map_or(0, str::len);
        if end > self.span.end { self.span } else { Span { start, end, ..self.span } }
    }
}

fn parse_at(text: &str, start: usize, end: usize, depth: usize) -> Result<TypeExpr, TypeError> {
    let fail = |message: String| Err(TypeError { message, start, end });
    let part = text.get(start..end).unwrap_or_default();
    if depth > MAX_DEPTH {
        return fail(format!("a type nests at most {MAX_DEPTH} deep"));
    }
    if let Some((outer, rest)) = part.split_once('<') {
        let open = start + outer.len() + 1;
        let Some(inner) = rest.strip_suffix('>') else {
            return fail(format!("`{outer}<` is not closed by a `>` at the end"));
        };
        let close = open + inner.len();
        return match outer {
            "list" => Ok(TypeExpr::List(Box::new(parse_at(text, open, close, depth + 1)?))),
            "map" => Ok(TypeExpr::Map(Box::new(parse_at(text, open, close, depth + 1)?))),
            _ => Err(TypeError {
                message: "only `list` and `map` take a type".to_owned(),
                start,
                end: start + outer.len(),
            }),
        };
    }
    if part.is_empty() {
        return fail("a type is missing".to_owned());
    }
    if !part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return fail("a type is a name, `list<T>` or `map<T>`, without spaces".to_owned());
    }
    Ok(Scalar::from_word(part).map_or_else(|| TypeExpr::Named(part.to_owned()), TypeExpr::Scalar))
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => scalar.fmt(f),
            Self::Named(name) => f.write_str(name),
            Self::List(inner) => write!(f, "list<{inner}>"),
            Self::Map(inner) => write!(f, "map<{inner}>"),
            Self::File => f.write_str(FILE.word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn error(text: &str) -> Option<&str> {
        TypeExpr::parse(text).err().and_then(|error| text.get(error.start..error.end))
    }

    #[test]
    fn types_print_as_they_are_written() {
        for text in ["bool", "datetime", "TicketId", "list<int>", "map<list<CustomField>>"] {
            assert_eq!(TypeExpr::parse(text).map(|ty| ty.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn errors_point_at_what_is_wrong() {
        assert_eq!(error("list<list<int>"), Some("list<int"));
        assert_eq!(error("list<vec<int>>"), Some("vec"));
        assert_eq!(error("list<>"), Some(""));
        assert_eq!(error("map<a b>"), Some("a b"));
        assert_eq!(error("list<int>?"), Some("list<int>?"));
        assert!(TypeExpr::parse(&"list<".repeat(100_000)).is_err());
    }

    #[test]
    fn a_name_is_found_in_its_type() {
        let ty = TypeExpr::parse("list<map<Strng>>").ok();
        let span = Span { file: FileId(0), start: 100, end: 116 };
        let place = ty.map(|ty| Spanned::new(ty, span).name_span());
        assert_eq!(place, Some(Span { file: FileId(0), start: 109, end: 114 }));
    }
}

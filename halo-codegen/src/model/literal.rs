//! Literals as text.

use std::fmt;

use super::Literal;

/// No number of the schema is "not a number": YAML 1.2's own word for it is read as text.
impl Eq for Literal {}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::String(value) => f.write_str(value),
        }
    }
}

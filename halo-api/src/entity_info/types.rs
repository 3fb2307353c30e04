//! Types of fields, parameters, bodies and replies.

use std::fmt;

use super::{FieldInfo, ParamInfo};

/// A type, as the schema says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Type {
    /// Yes or no.
    Bool,
    /// A whole number of 64 bits.
    Int,
    /// A number with a fraction: hours, percentages, coordinates.
    Float,
    /// Money.
    Decimal,
    /// A text.
    String,
    /// An instant.
    DateTime,
    /// A calendar day.
    Date,
    /// A UUID, kept as text.
    Uuid,
    /// Anything.
    Json,
    /// An id of this name that is a whole number, such as `TicketId`.
    IntId(&'static str),
    /// An id of this name that is a text.
    TextId(&'static str),
    /// An enum of this name whose values are whole numbers.
    IntEnum(&'static str),
    /// An enum of this name whose values are texts.
    TextEnum(&'static str),
    /// An object or entity of this name, such as `CustomField`.
    Object(&'static str),
    /// A list of these.
    List(&'static Self),
    /// An object with any names and these values.
    Map(&'static Self),
    /// A file: a part of a form.
    File,
}

/// Constructors by type, for the thousands of fields and parameters: shorter to compile than naming the type in each.
macro_rules! by_type {
    ($info:ident) => {
        impl $info {
            by_type!(scalar bool Bool, int Int, float Float, decimal Decimal, string String, datetime DateTime);
            by_type!(scalar date Date, uuid Uuid, json Json);
            by_type!(named int_id IntId, text_id TextId, int_enum IntEnum, text_enum TextEnum, object Object);
        }
    };
    (scalar $($new:ident $variant:ident),*) => {
        $(pub(crate) const fn $new(wire_name: &'static str, rust_name: &'static str) -> Self {
            Self::new(wire_name, rust_name, Type::$variant)
        })*
    };
    (named $($new:ident $variant:ident),*) => {
        $(pub(crate) const fn $new(wire_name: &'static str, rust_name: &'static str, name: &'static str) -> Self {
            Self::new(wire_name, rust_name, Type::$variant(name))
        })*
    };
}
by_type!(FieldInfo);
by_type!(ParamInfo);

/// In the schema's words, such as `list<TicketId>`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float",
            Self::Decimal => "decimal",
            Self::String => "string",
            Self::DateTime => "datetime",
            Self::Date => "date",
            Self::Uuid => "uuid",
            Self::Json => "json",
            Self::File => "file",
            Self::IntId(name)
            | Self::TextId(name)
            | Self::IntEnum(name)
            | Self::TextEnum(name)
            | Self::Object(name) => name,
            Self::List(element) => return write!(f, "list<{element}>"),
            Self::Map(element) => return write!(f, "map<{element}>"),
        };
        f.write_str(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_written_as_in_the_schema() {
        assert_eq!(Type::Map(&Type::List(&Type::IntId("TicketId"))).to_string(), "map<list<TicketId>>");
        assert_eq!(Type::DateTime.to_string(), "datetime");
    }
}

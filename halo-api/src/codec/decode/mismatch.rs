//! The message of strict decoding for a value that does not fit its field.

use std::fmt;

use serde_json::Value;

use crate::entity_info::Type;

/// Most characters of a value that are shown.
const SHOWN: usize = 80;
/// The most member names that are shown.
const SHOWN_NAMES: usize = 5;

/// A message with the expected type and the found value.
pub(super) struct Mismatch<'a> {
    /// `None` where it is unknown.
    pub(super) expected: Option<&'static Type>,
    pub(super) found: &'a Value,
    /// Whether the value must not be shown.
    pub(super) secret: bool,
}

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Where no field is known, neither is whether its value may be shown.
        let Some(expected) = self.expected else { return f.write_str("the value does not fit the type") };
        write!(f, "expected {}, found ", Expected(expected))?;
        match self.found {
            Value::Array(elements) => write!(f, "an array of {} elements", elements.len()),
            Value::Object(_) if self.secret => f.write_str("an object"),
            Value::Object(members) if members.is_empty() => f.write_str("an empty object"),
            Value::Object(members) => {
                f.write_str("an object with ")?;
                for (position, name) in members.keys().take(SHOWN_NAMES).enumerate() {
                    write!(f, "{}`{}`", if position == 0 { "" } else { ", " }, Short(name))?;
                }
                f.write_str(if members.len() > SHOWN_NAMES { ", …" } else { "" })
            }
            _ if self.secret => f.write_str("a value that is not shown, since the field is secret"),
            scalar => write!(f, "`{}`", Short(&scalar.to_string())),
        }
    }
}

/// A type of the schema in plain words.
struct Expected(&'static Type);

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Type::Bool => "true or false",
            Type::Int => "a whole number",
            Type::Float => "a number",
            Type::Decimal => "a decimal number",
            Type::String | Type::Uuid => "text",
            Type::DateTime => "a date and time",
            Type::Date => "a date",
            Type::Json => "any JSON",
            Type::File => "a file",
            Type::List(_) => "an array",
            Type::Map(_) => "an object",
            Type::IntId(name) | Type::TextId(name) => return write!(f, "an id of type `{name}`"),
            Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) => return write!(f, "a `{name}`"),
        })
    }
}

/// The beginning of a text.
struct Short<'a>(&'a str);

impl fmt::Display for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "{}…", &self.0[..end]),
            None => f.write_str(self.0),
        }
    }
}

/// The type of the elements of a list or map: `int` of `list<int>`. `None` where the type has none.
pub(super) fn element_type(list: Option<&'static Type>) -> Option<&'static Type> {
    match list? {
        Type::List(element) | Type::Map(element) => Some(element),
        _ => None,
    }
}

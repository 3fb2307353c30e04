//! The message of strict decoding for a value that does not fit its field.

use std::fmt;

use serde_json::Value;

/// The most characters of a value that are shown.
const SHOWN: usize = 80;
/// The most member names that are shown.
const SHOWN_NAMES: usize = 5;

/// A message with the expected type and the found value.
pub(super) struct Mismatch<'a> {
    /// The type in the schema's notation, such as `list<int>`; empty if it is unknown.
    pub(super) expected: &'static str,
    pub(super) found: &'a Value,
    /// Whether the value must not be shown.
    pub(super) secret: bool,
}

impl fmt::Display for Mismatch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without a known field, it is unknown whether its value may be shown.
        if self.expected.is_empty() {
            return f.write_str("the value does not fit the type");
        }
        write!(f, "expected {}, found ", Expected(self.expected))?;
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

/// A type of the schema in plain language.
struct Expected(&'static str);

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            "bool" => "true or false",
            "int" => "a whole number",
            "float" => "a number",
            "decimal" => "a decimal number",
            "string" | "uuid" => "text",
            "datetime" => "a date and time",
            "date" => "a date",
            name if name.starts_with("list<") => "an array",
            name if name.starts_with("map<") => "an object",
            name => return write!(f, "{} `{name}`", if name.ends_with("Id") { "an id of type" } else { "a" }),
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

/// The element type of a list or map: `int` of `list<int>`. Empty if the type has none.
pub(super) fn element_type(type_name: &'static str) -> &'static str {
    let inner = type_name.strip_prefix("list<").or_else(|| type_name.strip_prefix("map<"));
    inner.and_then(|inner| inner.strip_suffix('>')).unwrap_or_default()
}

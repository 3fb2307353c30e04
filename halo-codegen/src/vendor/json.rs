//! JSON as a tree that preserves the order of keys and repeated keys.
//!
//! The YAML keeps Halo's own order of properties, but `serde_json::Value` sorts them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Deeper nesting contains nothing that is needed here, and reading it takes stack.
const MAX_DEPTH: usize = 100;

/// A JSON value. Texts without escapes are borrowed from the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Number,
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl<'a> Json<'a> {
    /// The value of a key, the last one if it is repeated, as JSON readers do.
    pub(super) fn get(&self, key: &str) -> Option<&Json<'a>> {
        self.entries().iter().rev().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub(super) fn entries(&self) -> &[(Cow<'a, str>, Json<'a>)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Json<'a>] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The kind of value, for a note.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a bool",
            Self::Number => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Parses a text. Values that are nested too deeply become `null`; `then` receives their number.
pub(super) fn parse<R>(text: &str, then: impl FnOnce(&Json<'_>, usize) -> R) -> Result<R, serde_json::Error> {
    match serde_json::from_str(text) {
        Ok(json) => Ok(then(&json, 0)),
        Err(error) => {
            // The parser rejects deep nesting altogether; without the deep parts the rest may be readable.
            let (shallow, cut) = without_deep(text);
            if cut == 0 {
                return Err(error);
            }
            serde_json::from_str(&shallow).map(|json| then(&json, cut))
        }
    }
}

/// Copies the text with `null` for every list and object that is nested too deeply.
fn without_deep(text: &str) -> (String, usize) {
    let mut scan = Scan { depth: 0, in_text: false, escaped: false };
    let (mut shallow, mut from, mut cut) = (String::new(), 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        let before = scan.depth;
        scan.step(byte);
        if before == MAX_DEPTH && scan.depth > MAX_DEPTH {
            shallow.push_str(text.get(from..at).unwrap_or_default());
            shallow.push_str("null");
            cut += 1;
            // Nothing is copied until it is closed.
            from = text.len();
        } else if before > MAX_DEPTH && scan.depth == MAX_DEPTH {
            from = at + 1;
        }
    }
    shallow.push_str(text.get(from..).unwrap_or_default());
    (shallow, cut)
}

struct Scan {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Scan {
    fn step(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' if self.in_text => self.escaped = true,
            b'"' => self.in_text = !self.in_text,
            _ if self.in_text => {}
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json<'de>, E> {
        Ok(Json::Number)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let mut entries = Vec::new();
        while let Some(Json::Text(key)) = map.next_key()? {
            entries.push((key, map.next_value()?));
        }
        Ok(Json::Object(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(Vec<String>, usize), String> {
        let keys = |json: &Json<'_>, cut| (json.entries().iter().map(|(key, _)| key.to_string()).collect(), cut);
        parse(text, keys).map_err(|error| error.to_string())
    }

    #[test]
    fn order_and_repeated_keys_are_preserved() {
        assert_eq!(read(r#"{"b": 1, "a\n": 2.5, "b": null}"#), Ok((vec!["b".into(), "a\n".into(), "b".into()], 0)));
    }

    #[test]
    fn values_that_are_too_deep_are_cut_and_the_rest_is_read() {
        let deep = format!("{}\"]\\\"\"{}", "[".repeat(5000), "]".repeat(5000));
        let text = format!(r#"{{"a": {deep}, "b": {deep}, "c": "[[["}}"#);
        assert_eq!(read(&text), Ok((vec!["a".into(), "b".into(), "c".into()], 2)));
    }

    #[test]
    fn incomplete_json_is_an_error_at_any_depth() {
        let deep = "[".repeat(5000);
        assert!(read(&deep).is_err());
        assert!(read(&format!("{{\"a\": {deep}")).is_err());
        assert!(read("{\"a\": 1").is_err());
        assert!(read("").is_err());
        assert!(read("{} x").is_err());
    }
}

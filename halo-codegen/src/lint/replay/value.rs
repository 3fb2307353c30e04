//! Compares the members of a record with the fields of its type.

use std::collections::BTreeSet;

use glob::Pattern;
use serde_json::{Map, Value};

use super::{Mismatch, MismatchKind};
use crate::model::{Entity, EnumRepr, Field, IdRepr, Literal, Named, Presence, Scalar, TypeExpr, Types};
use crate::source::Spanned;

/// Deeper records are not compared; the schema has none.
const MAX_DEPTH: usize = 16;

/// A walk through one record.
pub(super) struct Walk<'w> {
    pub(super) types: &'w Types<'w>,
    pub(super) presence: Presence,
    pub(super) found: &'w mut BTreeSet<Mismatch>,
}

impl Walk<'_> {
    pub(super) fn entity(&mut self, entity: &Entity, members: &Map<String, Value>, path: &str) {
        self.members(&entity.fields, &entity.omit.fields, members, (path, 0));
    }

    fn report(&mut self, path: &str, kind: MismatchKind, what: impl Into<String>) {
        self.found.insert(Mismatch { path: path.to_owned(), kind, what: what.into() });
    }

    fn members(
        &mut self,
        fields: &[Field],
        omit: &[Spanned<String>],
        members: &Map<String, Value>,
        (path, depth): (&str, usize),
    ) {
        for (name, value) in members {
            let path = format!("{path}.{name}");
            match fields.iter().find(|field| field.wire_name.value == *name) {
                Some(field) => self.field(field, value, (&path, depth)),
                None if is_omitted(omit, name) => {}
                None => self.report(
                    &path,
                    MismatchKind::Unknown,
                    format!("{} is neither described nor omitted", describe(value)),
                ),
            }
        }
    }

    fn field(&mut self, field: &Field, value: &Value, (path, depth): (&str, usize)) {
        if value.is_null() {
            return;
        }
        let elsewhere = match (field.presence, self.presence) {
            (Presence::List, Presence::Detail) => Some("only in lists"),
            (Presence::Detail, Presence::List) => Some("only in details"),
            _ => None,
        };
        // In nested objects `in` says nothing, and an empty value is how Halo leaves something out.
        if let Some(elsewhere) = elsewhere.filter(|_| depth == 0 && !is_empty(value)) {
            self.report(path, MismatchKind::Place, format!("`in` says that it is filled {elsewhere}"));
        }
        if says_empty(&field.doc.value) && !is_empty(value) {
            self.report(path, MismatchKind::NotEmpty, "the doc says that it is empty");
        }
        if let Some(text) = value.as_str().filter(|text| is_json(text)) {
            let says_so =
                field.doc.value.contains("JSON") || field.ty.value.name().is_none() && is_json_type(&field.ty.value);
            if !says_so {
                let start: String = text.chars().take(1).collect();
                self.report(
                    path,
                    MismatchKind::JsonText,
                    format!("the text is JSON (it begins with `{start}`), which the doc does not say"),
                );
            }
        }
        self.not_set(field, value, path);
        self.value(&field.ty.value, value, (path, depth));
    }

    /// An id that names no record, although `none` does not list it.
    fn not_set(&mut self, field: &Field, value: &Value, path: &str) {
        let is_int_id = match &field.ty.value {
            TypeExpr::Named(name) => self.types.get(name).is_some_and(|named| matches!(named, Named::Id(IdRepr::Int))),
            _ => false,
        };
        let Some(number) = number(value).filter(|_| is_int_id && field.required.is_none()) else { return };
        let is_listed = field.null_values.iter().any(|none| none.value == Literal::Int(number));
        if matches!(number, 0 | -1 | -99) && !is_listed {
            self.report(
                path,
                MismatchKind::NotSet,
                format!("{number} seems to mean \"not set\", but `none` does not list it"),
            );
        }
    }

    fn value(&mut self, ty: &TypeExpr, value: &Value, (path, depth): (&str, usize)) {
        if depth > MAX_DEPTH || value.is_null() {
            return;
        }
        match (ty, value) {
            (TypeExpr::List(inner), Value::Array(items)) => {
                for item in items {
                    self.value(inner, item, (path, depth + 1));
                }
            }
            (TypeExpr::Map(inner), Value::Object(members)) => {
                for member in members.values() {
                    self.value(inner, member, (path, depth + 1));
                }
            }
            (TypeExpr::Named(name), value) => self.named(name, value, (path, depth)),
            (TypeExpr::Scalar(scalar), value) if fits(*scalar, value) => {}
            (ty, value) => self.report(path, MismatchKind::Type, format!("{} is no `{ty}`", describe(value))),
        }
    }

    fn named(&mut self, name: &str, value: &Value, (path, depth): (&str, usize)) {
        let types = self.types;
        let (fields, omit) = match (types.get(name), value) {
            (Some(Named::Object(object)), Value::Object(_)) => (&object.fields, &object.omit.fields),
            (Some(Named::Entity(entity)), Value::Object(_)) => (&entity.fields, &entity.omit.fields),
            (Some(Named::Id(repr)), value) if id_fits(repr, value) => return,
            (Some(Named::Enum(known)), value) if enum_fits(known.repr.value, value) => return,
            _ => return self.report(path, MismatchKind::Type, format!("{} is no `{name}`", describe(value))),
        };
        if let Value::Object(members) = value {
            self.members(fields, omit, members, (path, depth + 1));
        }
    }
}

fn is_omitted(omit: &[Spanned<String>], name: &str) -> bool {
    omit.iter().any(|pattern| Pattern::new(&pattern.value).is_ok_and(|pattern| pattern.matches(name)))
}

/// A value in words, without its content: recordings are of real tenants.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a bool",
        Value::Number(number) if number.is_f64() => "a number with a point",
        Value::Number(_) => "a whole number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Number(number) => number.as_f64() == Some(0.0) || number.as_i64() == Some(-1),
        Value::String(text) => text.is_empty() || is_no_date(text),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(true) => false,
    }
}

/// The dates with which Halo says that there is none.
fn is_no_date(text: &str) -> bool {
    ["0001-01-01", "1753-01-01", "1899-12-30", "1900-01-01"].iter().any(|date| text.starts_with(date))
}

fn says_empty(doc: &str) -> bool {
    let lower = doc.to_lowercase();
    ["always empty", "is empty.", "never filled"].iter().any(|phrase| lower.contains(phrase))
}

fn is_json(text: &str) -> bool {
    let trimmed = text.trim();
    let opens =
        (trimmed.starts_with('{') && trimmed.ends_with('}')) || (trimmed.starts_with('[') && trimmed.ends_with(']'));
    opens && serde_json::from_str::<Value>(trimmed).is_ok()
}

fn is_json_type(ty: &TypeExpr) -> bool {
    matches!(ty, TypeExpr::Scalar(Scalar::Json))
}

/// A whole number, also as Halo writes it with a point.
fn number(value: &Value) -> Option<i64> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    text.strip_suffix(".0").unwrap_or(&text).parse().ok()
}

/// Whether the codec reads a value as this type.
fn fits(scalar: Scalar, value: &Value) -> bool {
    let is_number = |text: &str| text.is_empty() || text.trim().parse::<f64>().is_ok();
    match (scalar, value) {
        (Scalar::Json, _)
        | (Scalar::Bool, Value::Bool(_))
        | (Scalar::Float | Scalar::Decimal, Value::Number(_))
        | (Scalar::String, Value::String(_) | Value::Number(_) | Value::Bool(_))
        | (Scalar::Uuid, Value::String(_)) => true,
        (Scalar::Bool, Value::Number(_)) => matches!(number(value), Some(0 | 1)),
        (Scalar::Bool, Value::String(text)) => {
            matches!(text.to_lowercase().as_str(), "" | "true" | "false" | "0" | "1")
        }
        (Scalar::Int, Value::Number(_)) => number(value).is_some(),
        (Scalar::Int | Scalar::Float | Scalar::Decimal, Value::String(text)) => is_number(text),
        (Scalar::DateTime | Scalar::Date, Value::String(text)) => text.is_empty() || is_date(text),
        _ => false,
    }
}

/// Whether a text begins with a date, such as `2024-06-20`.
fn is_date(text: &str) -> bool {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let is_dash = |at: usize| text.as_bytes().get(at) == Some(&b'-');
    [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(is_digit) && is_dash(4) && is_dash(7)
}

fn id_fits(repr: IdRepr, value: &Value) -> bool {
    match repr {
        IdRepr::Int => number(value).is_some() || value.as_str() == Some(""),
        _ => value.is_string() || value.is_number(),
    }
}

fn enum_fits(repr: EnumRepr, value: &Value) -> bool {
    match repr {
        EnumRepr::Int => number(value).is_some(),
        EnumRepr::String => value.is_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_that_the_codec_reads_fit() {
        for (scalar, value) in [
            (Scalar::Int, json!(18.0)),
            (Scalar::Int, json!("7")),
            (Scalar::DateTime, json!("2024-06-20T14:45:15.9746271Z")),
            (Scalar::Bool, json!("true")),
            (Scalar::Float, json!(1)),
        ] {
            assert!(fits(scalar, &value), "{scalar:?} {value}");
        }
        for (scalar, value) in [
            (Scalar::Int, json!(1.5)),
            (Scalar::Int, json!(true)),
            (Scalar::DateTime, json!("yesterday")),
            (Scalar::String, json!([])),
            (Scalar::Bool, json!(2)),
        ] {
            assert!(!fits(scalar, &value), "{scalar:?} {value}");
        }
    }

    #[test]
    fn text_that_is_json_is_found() {
        assert!(is_json("[{\"a\":1}]") && is_json(" {} "));
        assert!(!is_json("[note]") && !is_json("12") && !is_json(""));
    }
}

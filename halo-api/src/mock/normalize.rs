//! Normalizes incoming values: which forms Halo accepts for a type, and how it stores them.

use serde_json::{Number, Value};

use super::server_behavior::{NO_DATE, instant, naive};
use crate::entity_info::Type;

/// The kind of a schema type in Halo's own JSON parser.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Whole,
    Double,
    Bool,
    Text,
    Instant,
    Day,
    /// Enums, objects, lists and JSON: kept as they came.
    Any,
}

fn kind(ty: Type) -> Kind {
    match ty {
        Type::Int | Type::IntId(_) => Kind::Whole,
        Type::Float | Type::Decimal => Kind::Double,
        Type::Bool => Kind::Bool,
        Type::String | Type::Uuid | Type::TextId(_) => Kind::Text,
        Type::DateTime => Kind::Instant,
        Type::Date => Kind::Day,
        _ => Kind::Any,
    }
}

/// The value as Halo stores it, or Halo's message for one that does not fit. `place` is the path within the body.
pub(super) fn accept(value: Value, ty: Type, is_decimal: bool, place: &str) -> Result<Value, String> {
    let kind = if is_decimal { Kind::Double } else { kind(ty) };
    let refuse = |what: &str, value: &Value| Err(format!("Could not convert {what}: {value}. Path '{place}'."));
    let stored = match (kind, &value) {
        (Kind::Any, _) | (_, Value::Null) | (Kind::Text, Value::String(_)) | (Kind::Bool, Value::Bool(_)) => None,
        (Kind::Whole, Value::Number(number)) if !number.is_f64() => None,
        (Kind::Text, Value::Number(_) | Value::Bool(_)) => Some(value.to_string().into()),
        (Kind::Bool, Value::Number(number)) => Some((number.as_f64() != Some(0.0)).into()),
        (Kind::Double, Value::Number(number)) => number.as_f64().and_then(Number::from_f64).map(Value::Number),
        (_, Value::String(text)) if text.is_empty() => Some(Value::Null),
        (_, Value::String(text)) => match from_text(kind, text) {
            Some(stored) => Some(stored),
            None => return refuse("string", &value),
        },
        _ => return refuse("value", &value),
    };
    Ok(stored.unwrap_or(value))
}

/// Parses a text.
///
/// Ids and numbers may be sent as text, as Halo's own pages do. Instants are stored without their zone.
fn from_text(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Whole => text.parse::<i64>().ok().map(Value::from),
        Kind::Double => text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number),
        Kind::Bool => text.to_ascii_lowercase().parse::<bool>().ok().map(Value::from),
        Kind::Instant => instant(text).ok().map(|at| at.map_or_else(|| NO_DATE.to_owned(), naive).into()),
        Kind::Day => {
            let day = text.get(..10).filter(|day| day.parse::<jiff::civil::Date>().is_ok())?;
            Some(format!("{day}T00:00:00").into())
        }
        Kind::Text | Kind::Any => Some(text.into()),
    }
}

//! Views of field values, for printing, comparing and encoding.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

use super::element::{List, Map};
use super::model::Model;

/// The value of a field.
#[derive(Clone, Copy)]
pub enum View<'a> {
    /// Not set.
    None,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// Money.
    Decimal(Decimal),
    /// Text.
    Str(&'a str),
    /// An instant.
    Timestamp(Timestamp),
    /// A calendar day.
    Date(Date),
    /// A nested object.
    Object(&'a dyn Model),
    /// A list.
    List(&'a dyn List),
    /// A map.
    Map(&'a dyn Map),
    /// Any JSON.
    Json(&'a Value),
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
            Self::Decimal(value) => value.fmt(f),
            Self::Str(value) => value.fmt(f),
            Self::Timestamp(value) => value.fmt(f),
            Self::Date(value) => value.fmt(f),
            Self::Object(model) => model.fmt(f),
            Self::List(list) => list.fmt(f),
            Self::Map(map) => map.fmt(f),
            Self::Json(value) => fmt::Display::fmt(value, f),
        }
    }
}

impl PartialEq for View<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a == b,
            (Self::Decimal(a), Self::Decimal(b)) => a == b,
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::Timestamp(a), Self::Timestamp(b)) => a == b,
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::Object(a), Self::Object(b)) => equal(*a, *b),
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && (0..a.len()).all(|index| a.item(index) == b.item(index))
            }
            (Self::Map(a), Self::Map(b)) => a.entries().eq(b.entries()),
            (Self::Json(a), Self::Json(b)) => a == b,
            _ => false,
        }
    }
}

/// Whether two values of the same model are equal.
pub(crate) fn equal(a: &dyn Model, b: &dyn Model) -> bool {
    let mut equal = **a.extra() == **b.extra();
    a.with_fields(&mut |a| {
        b.with_fields(&mut |b| equal = equal && a.iter().zip(b).all(|(a, b)| a.view() == b.view()));
    });
    equal
}

/// Prints the set fields, by their Rust names.
pub(crate) fn debug(model: &dyn Model, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let info = model.model_info();
    let mut debug = f.debug_struct(info.name);
    model.with_fields(&mut |fields| {
        for (info, field) in info.fields.iter().zip(fields) {
            match field.view() {
                View::None => {}
                _ if info.secret => {
                    debug.field(info.rust_name, &format_args!("***"));
                }
                view => {
                    debug.field(info.rust_name, &view);
                }
            }
        }
    });
    if !model.extra().is_empty() {
        debug.field("extra", model.extra());
    }
    debug.finish()
}

/// The view as JSON. Every view can be encoded, so the fallback to null is never used.
pub(super) fn any_json(view: &View<'_>) -> Value {
    serde_json::to_value(view).unwrap_or(Value::Null)
}

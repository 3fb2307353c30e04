//! Encodes models to JSON, or to any other serde format.

use rust_decimal::prelude::ToPrimitive as _;
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::fast_path::fast_double;
use super::model::{self, Model};
use super::scalar::decimal_of_float;
use super::view::View;

/// Writes a model: the set fields in schema order, then `extra`.
///
/// A set field wins over an `extra` of its name.
pub(crate) fn serialize<S: Serializer>(model: &dyn Model, serializer: S) -> Result<S::Ok, S::Error> {
    Fields { model, omitted: &[] }.serialize(serializer)
}

/// The fields of a model, except omitted ones.
pub(super) struct Fields<'a> {
    pub(super) model: &'a dyn Model,
    /// The positions of the omitted fields.
    pub(super) omitted: &'a [usize],
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Some formats require the number of members first.
        let set = model::set(self.model, self.omitted);
        let is_set = |name: &str| set.iter().any(|(set, _)| *set == name);
        let extra: Vec<_> = self.model.extra().iter().filter(|(name, _)| !is_set(name)).collect();
        let mut map = serializer.serialize_map(Some(set.len() + extra.len()))?;
        for (name, view) in &set {
            map.serialize_entry(name, view)?;
        }
        for (name, value) in extra {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for View<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::None => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(value),
            Self::Int(value) => serializer.serialize_i64(value),
            Self::Float(value) => serializer.serialize_f64(value),
            Self::Decimal(value) => exact_decimal(value, serializer),
            Self::Str(value) => serializer.serialize_str(value),
            Self::Timestamp(value) => serializer.collect_str(&value),
            Self::Date(value) => serializer.collect_str(&value),
            Self::Object(model) => serialize(model, serializer),
            Self::List(list) => serializer.collect_seq((0..list.len()).filter_map(|index| list.item(index))),
            Self::Map(map) => serializer.collect_map(map.entries()),
            Self::Json(value) => value.serialize(serializer),
        }
    }
}

/// Writes money of a model exactly: as text if no JSON number can represent all digits.
fn exact_decimal<S: Serializer>(value: rust_decimal::Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    const ALWAYS_EXACT: u128 = 1_000_000_000_000_000;
    let exact = value.mantissa().unsigned_abs() < ALWAYS_EXACT
        || value.is_integer() && (value.to_i64().is_some() || value.to_u64().is_some())
        || value.to_string().parse().ok().and_then(decimal_of_float) == Some(value);
    if exact { decimal(value, serializer) } else { serializer.collect_str(&value) }
}

/// Writes money as a JSON number: an integer if it is whole, else the nearest double.
///
/// The double is exact for 15 digits.
pub(super) fn decimal<S: Serializer>(value: rust_decimal::Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    if value.is_integer() {
        if let Some(whole) = value.to_i64() {
            return serializer.serialize_i64(whole);
        }
        if let Some(whole) = value.to_u64() {
            return serializer.serialize_u64(whole);
        }
    }
    match fast_double(value).map_or_else(|| value.to_string().parse(), Ok) {
        Ok(double) => serializer.serialize_f64(double),
        Err(_) => serializer.collect_str(&value),
    }
}

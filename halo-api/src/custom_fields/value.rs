//! What names a value, and what can be written to it.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::codec::WriteValue;

/// What tells a custom field, or a field of an asset type, from the others of a record: its number, or its name.
///
/// Halo's own names of custom fields begin with `CF`. A name finds a field also without that, and in capitals or small
/// letters: `"CFSerial"`, `"cfserial"` and `"serial"` are the same, unless a field is spelt exactly as the name. A field that
/// the record does not hold yet is written under the name as it is given, so give it with `CF`. Numbers and names are those
/// of the tenant: two tenants never share them, not even where the captions are the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CustomFieldKey {
    /// The number of the field's definition.
    Id(i64),
    /// The technical name.
    Name(String),
}

impl CustomFieldKey {
    /// The member of a body that says so.
    pub(super) fn member(&self) -> (&'static str, Value) {
        match self {
            Self::Id(id) => ("id", (*id).into()),
            Self::Name(name) => ("name", name.as_str().into()),
        }
    }
}

/// Whether two names mean the same field.
pub(super) fn alike(one: &str, other: &str) -> bool {
    bare(one).eq_ignore_ascii_case(bare(other))
}

fn bare(name: &str) -> &str {
    match name.split_at_checked(2) {
        Some((start, rest)) if start.eq_ignore_ascii_case("cf") && !rest.is_empty() => rest,
        _ => name,
    }
}

impl From<i64> for CustomFieldKey {
    fn from(id: i64) -> Self {
        Self::Id(id)
    }
}

impl From<i32> for CustomFieldKey {
    fn from(id: i32) -> Self {
        Self::Id(id.into())
    }
}

impl From<&str> for CustomFieldKey {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for CustomFieldKey {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

/// What is written to a custom field: text, a number, a bool, an instant, a day, money, several of them, or any JSON.
/// `serde_json::Value::Null`, or an `Option` that is `None`, clears it.
///
/// A choice is written as its number, several choices as a list of numbers, a table as a list of JSON rows.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomFieldValue(pub(crate) WriteValue);

macro_rules! inputs {
    ($($type:ty),*) => {
        $(impl From<$type> for CustomFieldValue {
            fn from(value: $type) -> Self {
                Self(value.into())
            }
        })*
    };
}

inputs!(Value, bool, i64, f64, String, &str, Decimal, Timestamp, Date);

impl From<i32> for CustomFieldValue {
    fn from(value: i32) -> Self {
        i64::from(value).into()
    }
}

impl<T: Into<Self>> From<Option<T>> for CustomFieldValue {
    fn from(value: Option<T>) -> Self {
        value.map_or_else(|| Value::Null.into(), Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for CustomFieldValue {
    fn from(values: Vec<T>) -> Self {
        Self(WriteValue::List(values.into_iter().map(|value| value.into().0).collect()))
    }
}

impl<T: Into<Self>, const N: usize> From<[T; N]> for CustomFieldValue {
    fn from(values: [T; N]) -> Self {
        Vec::from(values).into()
    }
}

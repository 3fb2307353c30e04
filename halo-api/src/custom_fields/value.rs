//! Values to write to a custom field.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::codec::WriteValue;

/// A value to write to a custom field, or to a field of an asset type.
///
/// It is text, a number, a bool, an instant, a day, money, several of them, or any JSON. `serde_json::Value::Null`, or
/// an `Option` that is `None`, clears the field.
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

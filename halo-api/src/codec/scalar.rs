//! Scalars, and how leniently each type decodes them.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromStr as _;
use serde_json::{Number, Value};

use super::element::{TypeMismatch, WireType};
use super::fast_path::{fast_decimal, fast_timestamp};
use super::view::View;
use crate::entity_info::NullValue;

/// A JSON value that is neither an array nor an object.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number beyond `i64`.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(&'a str),
}

impl<'a> Scalar<'a> {
    /// The scalar of a JSON value. `None` for an array or object.
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64()) {
                (Some(value), _) => Self::Int(value),
                (None, Some(value)) => Self::UInt(value),
                (None, None) => Self::Float(number.as_f64()?),
            },
            Value::String(text) => Self::Str(text),
            Value::Array(_) | Value::Object(_) => return None,
        })
    }

    /// The scalar as JSON.
    pub fn to_json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => value.into(),
            Self::Int(value) => value.into(),
            Self::UInt(value) => value.into(),
            Self::Float(value) => Number::from_f64(value).map_or(Value::Null, Value::Number),
            Self::Str(value) => value.into(),
        }
    }

    /// The kind of the scalar, for messages.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Int(_) | Self::UInt(_) | Self::Float(_) => "number",
            Self::Str(_) => "text",
        }
    }

    /// Converts to a whole number: Halo writes some ids as `18.0`, and the web client posts them as `"18"`.
    pub fn whole(self) -> Result<i64, TypeMismatch> {
        match self {
            Self::Int(value) => Ok(value),
            Self::Float(value) => whole_float(value),
            Self::Str(text) => {
                let text = text.trim();
                text.parse().or_else(|_| whole_float(text.parse().map_err(|_| TypeMismatch)?))
            }
            _ => Err(TypeMismatch),
        }
    }
}

impl NullValue {
    /// Whether the scalar is this value.
    pub(crate) fn is(self, scalar: Scalar<'_>) -> bool {
        match self {
            Self::Int(number) => !matches!(scalar, Scalar::Bool(_)) && scalar.whole() == Ok(number),
            Self::Text(text) => scalar == Scalar::Str(text),
            Self::Instant(text) => {
                let Scalar::Str(other) = scalar else { return false };
                any_timestamp(text).is_ok_and(|instant| any_timestamp(other.trim()) == Ok(instant))
            }
            Self::Day(day) => matches!(scalar, Scalar::Str(other) if other.trim().starts_with(day)),
        }
    }
}

/// Converts a float to a whole number. Exact below 2^53, where every whole number has its own `f64`.
fn whole_float(value: f64) -> Result<i64, TypeMismatch> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        // Checked just above: whole, and within the range of `i64`.
        #[allow(clippy::cast_possible_truncation)]
        return Ok(value as i64);
    }
    Err(TypeMismatch)
}

impl WireType for i64 {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            other => other.whole().map(Some),
        }
    }

    fn view(&self) -> View<'_> {
        View::Int(*self)
    }
}

impl WireType for bool {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            Scalar::Bool(value) => Ok(Some(value)),
            Scalar::Str(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Scalar::Str(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            other => match other.whole()? {
                0 => Ok(Some(false)),
                1 => Ok(Some(true)),
                _ => Err(TypeMismatch),
            },
        }
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

impl WireType for f64 {
    // Whole numbers beyond 2^53 lose digits, as they would in JSON numbers.
    #[allow(clippy::cast_precision_loss)]
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            Scalar::Int(value) => Ok(Some(value as Self)),
            Scalar::UInt(value) => Ok(Some(value as Self)),
            Scalar::Float(value) => Ok(Some(value)),
            Scalar::Str(text) => match text.trim().parse::<Self>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(TypeMismatch),
            },
            Scalar::Bool(_) => Err(TypeMismatch),
        }
    }

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }
}

impl WireType for Decimal {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            Scalar::Int(value) => Ok(Some(value.into())),
            Scalar::UInt(value) => Ok(Some(value.into())),
            // The shortest text of the double is what Halo wrote, for up to 15 digits.
            Scalar::Float(value) => decimal_of_float(value).map(Some).ok_or(TypeMismatch),
            Scalar::Str(text) => decimal(text.trim()).map(Some),
            Scalar::Bool(_) => Err(TypeMismatch),
        }
    }

    fn view(&self) -> View<'_> {
        View::Decimal(*self)
    }
}

/// The shortest decimal that reads back as this double.
pub(super) fn decimal_of_float(value: f64) -> Option<Decimal> {
    fast_decimal(value).or_else(|| decimal(&value.to_string()).ok())
}

pub(super) fn decimal(text: &str) -> Result<Decimal, TypeMismatch> {
    Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).map_err(|_| TypeMismatch)
}

impl WireType for String {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            Scalar::Str(text) => Ok(Some(text.to_owned())),
            _ => Err(TypeMismatch),
        }
    }

    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

impl WireType for Timestamp {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            Scalar::Str(text) => timestamp(text.trim()),
            _ => Err(TypeMismatch),
        }
    }

    fn view(&self) -> View<'_> {
        View::Timestamp(*self)
    }
}

impl WireType for Date {
    fn from_scalar(scalar: Scalar<'_>) -> Result<Option<Self>, TypeMismatch> {
        match scalar {
            Scalar::Null => Ok(None),
            Scalar::Str(text) => date(text.trim()),
            _ => Err(TypeMismatch),
        }
    }

    fn view(&self) -> View<'_> {
        View::Date(*self)
    }
}

/// The instant truncated to seven digits of a second: Halo was never seen to read or write more.
pub(crate) fn sent_timestamp(instant: Timestamp) -> Timestamp {
    // Floor, since it truncates the digits of the text, before 1970 too.
    let seven = TimestampRound::new().smallest(Unit::Nanosecond).increment(100).mode(RoundMode::Floor);
    instant.round(seven).unwrap_or(instant)
}

/// The days that Halo writes for "no date".
const NO_DATE: [&str; 3] = ["1900-01-01", "1899-12-30", "0001-01-01"];

/// Parses an instant; without a zone, it is UTC.
///
/// A sentinel day counts only at midnight: others are times of day.
fn timestamp(text: &str) -> Result<Option<Timestamp>, TypeMismatch> {
    if text.is_empty() {
        return Ok(None);
    }
    let timestamp = fast_timestamp(text).map_or_else(|| any_timestamp(text), Ok)?;
    let midnight = timestamp.as_second().rem_euclid(24 * 60 * 60) == 0;
    let sentinel = midnight && NO_DATE.iter().any(|day| text.starts_with(day));
    Ok((!sentinel).then_some(timestamp))
}

/// Parses an instant in any form that jiff accepts, with or without a zone.
pub(super) fn any_timestamp(text: &str) -> Result<Timestamp, TypeMismatch> {
    if let Ok(timestamp) = text.parse() {
        return Ok(timestamp);
    }
    let naive: DateTime = text.parse().map_err(|_| TypeMismatch)?;
    Offset::UTC.to_timestamp(naive).map_err(|_| TypeMismatch)
}

/// Parses the day of a timestamp whose time part is meaningless: its first ten characters.
fn date(text: &str) -> Result<Option<Date>, TypeMismatch> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.get(..10).ok_or(TypeMismatch)?;
    if NO_DATE.contains(&day) {
        return Ok(None);
    }
    day.parse().map(Some).map_err(|_| TypeMismatch)
}

/// Implements a field of a bare type: a member of the key, which every response contains.
macro_rules! required_field {
    ($type:ty) => {
        impl $crate::codec::FieldSlot for $type {
            fn take(&mut self, scalar: $crate::codec::Scalar<'_>) -> Result<(), $crate::codec::TypeMismatch> {
                *self = <$type as $crate::codec::WireType>::from_scalar(scalar)?.ok_or($crate::codec::TypeMismatch)?;
                Ok(())
            }

            fn as_container(&mut self) -> $crate::codec::Container<'_> {
                $crate::codec::Container::Closed
            }

            fn clear(&mut self) {}

            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::WireType::view(self)
            }
        }
    };
}
pub(crate) use required_field;

required_field!(i64);
required_field!(String);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read<T: WireType>(scalar: Scalar<'_>) -> Result<Option<T>, TypeMismatch> {
        T::from_scalar(scalar)
    }

    #[test]
    fn a_date_that_means_not_set_is_known_in_any_form() {
        let (instant, day) = (NullValue::Instant("2100-01-01"), NullValue::Day("2100-01-01"));
        for (text, is_instant, is_day) in [
            ("2100-01-01", true, true),
            (" 2100-01-01T00:00:00.000 ", true, true),
            ("2100-01-01T01:00:00+01:00", true, true),
            ("2100-01-01T09:00:00Z", false, true),
            ("2100-01-02T00:00:00Z", false, false),
            ("never", false, false),
        ] {
            assert_eq!((instant.is(Scalar::Str(text)), day.is(Scalar::Str(text))), (is_instant, is_day), "{text}");
        }
        assert!(!instant.is(Scalar::Int(0)) && !day.is(Scalar::Null));
    }

    #[test]
    fn whole_numbers_come_as_decimals_and_as_text() {
        for scalar in [Scalar::Int(18), Scalar::Float(18.0), Scalar::Str("18"), Scalar::Str(" 18.0 ")] {
            assert_eq!(read(scalar), Ok(Some(18_i64)));
        }
        for scalar in
            [Scalar::Float(18.5), Scalar::Float(1e300), Scalar::Str(""), Scalar::Bool(true), Scalar::UInt(u64::MAX)]
        {
            assert_eq!(read::<i64>(scalar), Err(TypeMismatch));
        }
    }

    #[test]
    fn bools_come_as_numbers_and_as_text() {
        assert_eq!(read(Scalar::Int(1)), Ok(Some(true)));
        assert_eq!(read(Scalar::Str("False")), Ok(Some(false)));
        assert_eq!(read::<bool>(Scalar::Int(2)), Err(TypeMismatch));
    }

    #[test]
    fn dates_come_naive_with_offset_and_with_seven_digits() {
        let noon: Timestamp = "2026-08-05T12:00:00Z".parse().unwrap();
        for text in ["2026-08-05T12:00:00", "2026-08-05 12:00:00", "2026-08-05T14:00:00+02:00"] {
            assert_eq!(read(Scalar::Str(text)), Ok(Some(noon)));
        }
        let precise: Timestamp = read(Scalar::Str("2026-10-25T19:13:41.4892555+00:00")).unwrap().unwrap();
        assert_eq!(precise.to_string(), "2026-10-25T19:13:41.4892555Z");
        assert_eq!(read::<Timestamp>(Scalar::Str("2026-13-01T00:00:00")), Err(TypeMismatch));
    }

    #[test]
    fn instants_are_sent_with_at_most_seven_digits() {
        for (instant, sent) in [
            ("2026-08-05T12:00:00.123456789Z", "2026-08-05T12:00:00.1234567Z"),
            ("2026-08-05T12:00:00.999999999Z", "2026-08-05T12:00:00.9999999Z"),
            ("1969-12-31T23:59:59.123456789Z", "1969-12-31T23:59:59.1234567Z"),
            ("2026-08-05T12:00:00.5Z", "2026-08-05T12:00:00.5Z"),
            ("2026-08-05T12:00:00Z", "2026-08-05T12:00:00Z"),
        ] {
            assert_eq!(sent_timestamp(instant.parse().unwrap()).to_string(), sent);
        }
        for extreme in [Timestamp::MIN, Timestamp::MAX] {
            assert!(sent_timestamp(extreme).duration_since(extreme).as_millis() == 0);
        }
    }

    #[test]
    fn absent_dates_come_in_many_forms() {
        for text in ["", "1900-01-01T00:00:00", "1899-12-30T00:00:00", "0001-01-01T00:00:00"] {
            assert_eq!(read::<Timestamp>(Scalar::Str(text)), Ok(None), "{text}");
            assert_eq!(read::<Date>(Scalar::Str(text)), Ok(None), "{text}");
        }
        assert!(read::<Timestamp>(Scalar::Str("1900-01-01T09:00:00")).unwrap().is_some(), "a time of day is retained");
    }

    #[test]
    fn money_keeps_its_digits() {
        assert_eq!(read(Scalar::Float(19.99)), Ok(Some("19.99".parse::<Decimal>().unwrap())));
        assert_eq!(read(Scalar::Float(1e-7)), Ok(Some("0.0000001".parse::<Decimal>().unwrap())));
        assert_eq!(read(Scalar::Str("1234567.8912")), Ok(Some("1234567.8912".parse::<Decimal>().unwrap())));
        assert_eq!(read::<Decimal>(Scalar::Float(1e300)), Err(TypeMismatch));
    }
}

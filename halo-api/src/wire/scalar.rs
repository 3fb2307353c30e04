//! The scalars, and how loosely each is read.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromStr as _;
use serde_json::{Number, Value};

use super::element::{Element, Misfit};
use super::usual::{usual_decimal, usual_timestamp};
use super::view::View;

/// A JSON value that holds no others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Atom<'a> {
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

impl Atom<'_> {
    /// The same as JSON.
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

    /// The whole number that it stands for: Halo writes some ids as `18.0` and the web client posts them as `"18"`.
    pub fn whole(self) -> Result<i64, Misfit> {
        match self {
            Self::Int(value) => Ok(value),
            Self::Float(value) => whole_float(value),
            Self::Str(text) => {
                let text = text.trim();
                text.parse().or_else(|_| whole_float(text.parse().map_err(|_| Misfit)?))
            }
            _ => Err(Misfit),
        }
    }
}

/// Exact below 2^53, where every whole number has its own `f64`.
fn whole_float(value: f64) -> Result<i64, Misfit> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        // Checked just above: whole, and within the range of `i64`.
        #[allow(clippy::cast_possible_truncation)]
        return Ok(value as i64);
    }
    Err(Misfit)
}

impl Element for i64 {
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            other => other.whole().map(Some),
        }
    }

    fn view(&self) -> View<'_> {
        View::Int(*self)
    }
}

impl Element for bool {
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            Atom::Bool(value) => Ok(Some(value)),
            Atom::Str(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Atom::Str(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            other => match other.whole()? {
                0 => Ok(Some(false)),
                1 => Ok(Some(true)),
                _ => Err(Misfit),
            },
        }
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}

impl Element for f64 {
    // Whole numbers beyond 2^53 lose digits, as they would in JSON's own number type.
    #[allow(clippy::cast_precision_loss)]
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            Atom::Int(value) => Ok(Some(value as Self)),
            Atom::UInt(value) => Ok(Some(value as Self)),
            Atom::Float(value) => Ok(Some(value)),
            Atom::Str(text) => match text.trim().parse::<Self>() {
                Ok(value) if value.is_finite() => Ok(Some(value)),
                _ => Err(Misfit),
            },
            Atom::Bool(_) => Err(Misfit),
        }
    }

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }
}

impl Element for Decimal {
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            Atom::Int(value) => Ok(Some(value.into())),
            Atom::UInt(value) => Ok(Some(value.into())),
            // The shortest text of the double is what Halo wrote, for up to 15 digits.
            Atom::Float(value) => usual_decimal(value).map_or_else(|| decimal(&value.to_string()), Ok).map(Some),
            Atom::Str(text) => decimal(text.trim()).map(Some),
            Atom::Bool(_) => Err(Misfit),
        }
    }

    fn view(&self) -> View<'_> {
        View::Decimal(*self)
    }
}

pub(super) fn decimal(text: &str) -> Result<Decimal, Misfit> {
    Decimal::from_str(text).or_else(|_| Decimal::from_scientific(text)).map_err(|_| Misfit)
}

impl Element for String {
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            Atom::Str(text) => Ok(Some(text.to_owned())),
            _ => Err(Misfit),
        }
    }

    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

impl Element for Timestamp {
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            Atom::Str(text) => timestamp(text.trim()),
            _ => Err(Misfit),
        }
    }

    fn view(&self) -> View<'_> {
        View::Timestamp(*self)
    }
}

impl Element for Date {
    fn from_atom(atom: Atom<'_>) -> Result<Option<Self>, Misfit> {
        match atom {
            Atom::Null => Ok(None),
            Atom::Str(text) => date(text.trim()),
            _ => Err(Misfit),
        }
    }

    fn view(&self) -> View<'_> {
        View::Date(*self)
    }
}

/// Days that Halo writes for "no date".
const NO_DATE: [&str; 3] = ["1900-01-01", "1899-12-30", "0001-01-01"];

/// An instant; naive ones are UTC. A sentinel counts only at midnight: other times of those days are times of day.
fn timestamp(text: &str) -> Result<Option<Timestamp>, Misfit> {
    if text.is_empty() {
        return Ok(None);
    }
    let timestamp = usual_timestamp(text).map_or_else(|| any_timestamp(text), Ok)?;
    let midnight = timestamp.as_second().rem_euclid(24 * 60 * 60) == 0;
    let sentinel = midnight && NO_DATE.iter().any(|day| text.starts_with(day));
    Ok((!sentinel).then_some(timestamp))
}

/// What jiff takes, and the same without a zone.
pub(super) fn any_timestamp(text: &str) -> Result<Timestamp, Misfit> {
    if let Ok(timestamp) = text.parse() {
        return Ok(timestamp);
    }
    let naive: DateTime = text.parse().map_err(|_| Misfit)?;
    Offset::UTC.to_timestamp(naive).map_err(|_| Misfit)
}

/// The day of a timestamp whose time part means nothing: its first ten characters.
fn date(text: &str) -> Result<Option<Date>, Misfit> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.get(..10).ok_or(Misfit)?;
    if NO_DATE.contains(&day) {
        return Ok(None);
    }
    day.parse().map(Some).map_err(|_| Misfit)
}

/// Makes a bare type a field: a member of the key, which a reply always holds.
macro_rules! always {
    ($type:ty) => {
        impl $crate::wire::Field for $type {
            fn take(&mut self, atom: $crate::wire::Atom<'_>) -> Result<(), $crate::wire::Misfit> {
                *self = <$type as $crate::wire::Element>::from_atom(atom)?.ok_or($crate::wire::Misfit)?;
                Ok(())
            }

            fn open(&mut self) -> $crate::wire::Open<'_> {
                $crate::wire::Open::Closed
            }

            fn clear(&mut self) {}

            fn view(&self) -> $crate::wire::View<'_> {
                $crate::wire::Element::view(self)
            }
        }
    };
}
pub(crate) use always;

always!(i64);
always!(String);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read<T: Element>(atom: Atom<'_>) -> Result<Option<T>, Misfit> {
        T::from_atom(atom)
    }

    #[test]
    fn whole_numbers_come_as_decimals_and_as_text() {
        for atom in [Atom::Int(18), Atom::Float(18.0), Atom::Str("18"), Atom::Str(" 18.0 ")] {
            assert_eq!(read(atom), Ok(Some(18_i64)));
        }
        for atom in [Atom::Float(18.5), Atom::Float(1e300), Atom::Str(""), Atom::Bool(true), Atom::UInt(u64::MAX)] {
            assert_eq!(read::<i64>(atom), Err(Misfit));
        }
    }

    #[test]
    fn bools_come_as_numbers_and_as_text() {
        assert_eq!(read(Atom::Int(1)), Ok(Some(true)));
        assert_eq!(read(Atom::Str("False")), Ok(Some(false)));
        assert_eq!(read::<bool>(Atom::Int(2)), Err(Misfit));
    }

    #[test]
    fn dates_come_naive_with_offset_and_with_seven_digits() {
        let noon: Timestamp = "2026-08-05T12:00:00Z".parse().unwrap();
        for text in ["2026-08-05T12:00:00", "2026-08-05 12:00:00", "2026-08-05T14:00:00+02:00"] {
            assert_eq!(read(Atom::Str(text)), Ok(Some(noon)));
        }
        let precise: Timestamp = read(Atom::Str("2026-10-25T19:13:41.4892555+00:00")).unwrap().unwrap();
        assert_eq!(precise.to_string(), "2026-10-25T19:13:41.4892555Z");
        assert_eq!(read::<Timestamp>(Atom::Str("2026-13-01T00:00:00")), Err(Misfit));
    }

    #[test]
    fn absent_dates_have_many_faces() {
        for text in ["", "1900-01-01T00:00:00", "1899-12-30T00:00:00", "0001-01-01T00:00:00"] {
            assert_eq!(read::<Timestamp>(Atom::Str(text)), Ok(None), "{text}");
            assert_eq!(read::<Date>(Atom::Str(text)), Ok(None), "{text}");
        }
        assert!(read::<Timestamp>(Atom::Str("1900-01-01T09:00:00")).unwrap().is_some(), "a time of day is kept");
    }

    #[test]
    fn money_keeps_its_digits() {
        assert_eq!(read(Atom::Float(19.99)), Ok(Some("19.99".parse::<Decimal>().unwrap())));
        assert_eq!(read(Atom::Float(1e-7)), Ok(Some("0.0000001".parse::<Decimal>().unwrap())));
        assert_eq!(read(Atom::Str("1234567.8912")), Ok(Some("1234567.8912".parse::<Decimal>().unwrap())));
        assert_eq!(read::<Decimal>(Atom::Float(1e300)), Err(Misfit));
    }
}

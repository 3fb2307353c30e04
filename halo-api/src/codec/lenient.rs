//! Lenient reading of Halo's scalars, for your own types: `#[serde(deserialize_with = "halo_api::lenient::int")]`.
//!
//! The models of this crate read them so by themselves. A struct for [`stream_as`](crate::tickets::ListTickets::stream_as) or
//! for a raw request meets what plain serde does not take: ids as `18.0` or `"18"`, `0` and `1` for booleans, instants
//! without a zone, `1900-01-01` for "no date". Each function reads a bare type or an `Option` of it; with an `Option`, add
//! `default`, since Halo leaves out what has no value.
//!
//! ```
//! use halo_api::lenient;
//! use jiff::Timestamp;
//! use serde::Deserialize;
//!
//! #[derive(Debug, Deserialize)]
//! struct Row {
//!     #[serde(deserialize_with = "lenient::int")]
//!     id: i64,
//!     #[serde(default, deserialize_with = "lenient::int")]
//!     site_id: Option<u32>,
//!     #[serde(default, deserialize_with = "lenient::datetime")]
//!     dateoccurred: Option<Timestamp>,
//!     #[serde(default, deserialize_with = "lenient::bool")]
//!     inactive: bool,
//! }
//!
//! let text = r#"{"id": 7.0, "site_id": "18", "dateoccurred": "1900-01-01T00:00:00", "inactive": 1}"#;
//! let row: Row = serde_json::from_str(text).unwrap();
//! assert_eq!((row.id, row.site_id, row.dateoccurred, row.inactive), (7, Some(18), None, true));
//! ```

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::{Deserializer, Error};

use crate::codec::{WireType, optional};

/// A type that a function of this module can give: the bare one, or an `Option` of it.
pub trait Lenient<T>: Sized + sealed::Sealed<T> {
    /// From what was read, if there was something.
    #[doc(hidden)]
    fn from_lenient(value: Option<T>) -> Result<Self, &'static str>;
}

mod sealed {
    pub trait Sealed<T> {}
}

macro_rules! targets {
    ($($target:ty: $read:ty),* $(,)?) => {
        $(
            impl sealed::Sealed<$read> for $target {}
            impl sealed::Sealed<$read> for Option<$target> {}

            impl Lenient<$read> for $target {
                fn from_lenient(value: Option<$read>) -> Result<Self, &'static str> {
                    value.ok_or("a value is missing")?.try_into().map_err(|_| "the number is out of range")
                }
            }

            impl Lenient<$read> for Option<$target> {
                fn from_lenient(value: Option<$read>) -> Result<Self, &'static str> {
                    value.map(|value| value.try_into().map_err(|_| "the number is out of range")).transpose()
                }
            }
        )*
    };
}

targets!(i64: i64, i32: i64, u32: i64, u64: i64, bool: bool, Decimal: Decimal, Timestamp: Timestamp, Date: Date);

fn read<'de, D: Deserializer<'de>, T: WireType, R: Lenient<T>>(deserializer: D) -> Result<R, D::Error> {
    R::from_lenient(optional(deserializer)?).map_err(D::Error::custom)
}

/// A whole number (`i64`, `i32`, `u32`, `u64`), also as `18.0` or `"18"`.
///
/// # Errors
/// The value is not such a number.
pub fn int<'de, D: Deserializer<'de>, T: Lenient<i64>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// A boolean, also as `0`, `1`, `"true"` or `"false"`.
///
/// # Errors
/// The value is not a boolean.
pub fn bool<'de, D: Deserializer<'de>, T: Lenient<bool>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// Money, from a number or text, with the digits that Halo wrote.
///
/// # Errors
/// The value is not a decimal number.
pub fn decimal<'de, D: Deserializer<'de>, T: Lenient<Decimal>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// An instant, also without a zone, which means UTC. An empty text and Halo's "no date" days are none.
///
/// # Errors
/// The value is not an instant.
pub fn datetime<'de, D: Deserializer<'de>, T: Lenient<Timestamp>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// A day: the first ten characters of an instant, whose time part means nothing. An empty text and Halo's "no date" days
/// are none.
///
/// # Errors
/// The value is not a day.
pub fn date<'de, D: Deserializer<'de>, T: Lenient<Date>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

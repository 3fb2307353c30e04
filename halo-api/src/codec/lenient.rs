//! Lenient decoding of Halo's scalars, for your own types.
//!
//! Use it as `#[serde(deserialize_with = "halo_api::lenient::int")]`. The models of this crate do the same. A struct
//! for [`stream_as`](crate::tickets::ListTickets::stream_as) or for a raw request must handle forms that plain serde
//! rejects: ids as `18.0` or `"18"`, `0` and `1` for booleans, instants without a zone, `1900-01-01` for "no date".
//! Each function returns a bare type or an `Option` of it; with an `Option`, add `default`, since Halo omits members
//! without a value.
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

/// A result type of the functions in this module: the bare type, or an `Option` of it.
pub trait Lenient<T>: Sized + sealed::Sealed<T> {
    /// Converts the decoded value, if there is one.
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

/// Decodes a whole number (`i64`, `i32`, `u32`, `u64`), also from `18.0` or `"18"`.
///
/// # Errors
/// The value is not such a number.
pub fn int<'de, D: Deserializer<'de>, T: Lenient<i64>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// Decodes a boolean, also from `0`, `1`, `"true"` or `"false"`.
///
/// # Errors
/// The value is not a boolean.
pub fn bool<'de, D: Deserializer<'de>, T: Lenient<bool>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// Decodes money from a number or text, with the digits that Halo wrote.
///
/// # Errors
/// The value is not a decimal number.
pub fn decimal<'de, D: Deserializer<'de>, T: Lenient<Decimal>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// Decodes an instant; without a zone, it is UTC.
///
/// An empty text and Halo's "no date" days are `None`.
///
/// # Errors
/// The value is not an instant.
pub fn datetime<'de, D: Deserializer<'de>, T: Lenient<Timestamp>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

/// Decodes a day: the first ten characters of an instant, whose time part is meaningless.
///
/// An empty text and Halo's "no date" days are `None`.
///
/// # Errors
/// The value is not a day.
pub fn date<'de, D: Deserializer<'de>, T: Lenient<Date>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer)
}

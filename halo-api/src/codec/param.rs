//! Values of query parameters, in the form that Halo reads.

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::scalar::sent_timestamp;

/// A value of a query parameter.
///
/// ```
/// use halo_api::Param;
///
/// assert_eq!(true.to_param(), "true");
/// assert_eq!("2026-01-31T09:30:00+01:00".parse::<jiff::Timestamp>().unwrap().to_param(), "2026-01-31T08:30:00Z");
/// ```
pub trait Param {
    /// The value as it is sent, before percent-encoding.
    fn to_param(&self) -> String;
}

macro_rules! displayed {
    ($($type:ty),*) => {
        $(impl Param for $type {
            fn to_param(&self) -> String {
                self.to_string()
            }
        })*
    };
}

// Halo reads `true` and `false`; `1` was seen to count as false. Floats print without an exponent.
displayed!(bool, i8, i16, i32, i64, u8, u16, u32, u64, usize, f64, Decimal, str, String);

/// An instant in UTC: `2026-01-31T08:30:00Z`, with a fraction of at most seven digits if there is one.
impl Param for Timestamp {
    fn to_param(&self) -> String {
        sent_timestamp(*self).to_string()
    }
}

/// A day: `2026-01-31`.
impl Param for Date {
    fn to_param(&self) -> String {
        self.to_string()
    }
}

impl<T: Param + ?Sized> Param for &T {
    fn to_param(&self) -> String {
        (**self).to_param()
    }
}

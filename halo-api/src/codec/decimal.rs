//! The argument types of setters for money and other decimals.

use rust_decimal::Decimal;

use super::scalar::decimal_of_float;

/// A number that a decimal setter accepts: a [`Decimal`], any integer, or a float.
///
/// A float becomes the shortest decimal that reads back as the same float, so `12.1` is 12.1 and `0.1_f32` is 0.1. An
/// `f64` can represent any number of up to 15 digits. The result of a calculation may have more digits: `0.1 + 0.2` is
/// 0.30000000000000004. Round it first, or calculate with [`Decimal`].
///
/// The setter accepts NaN, infinite numbers and numbers beyond [`Decimal::MAX`]. A request with such a number fails
/// with [`ErrorKind::Config`](crate::ErrorKind::Config) before anything is sent.
///
/// ```
/// use halo_api::tickets::TicketWrite;
/// use rust_decimal::Decimal;
///
/// let float = TicketWrite::new().opp_value(12.5);
/// assert_eq!(float, TicketWrite::new().opp_value(Decimal::new(125, 1)));
/// let whole = TicketWrite::new().opp_value(12);
/// assert_eq!(serde_json::to_string(&whole).unwrap(), r#"{"oppvalue":12}"#);
/// ```
pub trait IntoDecimal {
    /// The decimal, or `None` if the number is NaN, infinite or too large.
    fn into_decimal(self) -> Option<Decimal>;
}

macro_rules! lossless {
    ($($type:ty),*) => {
        $(impl IntoDecimal for $type {
            fn into_decimal(self) -> Option<Decimal> {
                Some(self.into())
            }
        })*
    };
}

lossless!(Decimal, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

impl IntoDecimal for f64 {
    fn into_decimal(self) -> Option<Decimal> {
        decimal_of_float(self)
    }
}

impl IntoDecimal for f32 {
    fn into_decimal(self) -> Option<Decimal> {
        // From its own text: as a double, 0.1 would be 0.10000000149011612.
        self.to_string().parse().ok().and_then(decimal_of_float)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn text(number: impl IntoDecimal) -> Option<String> {
        number.into_decimal().map(|decimal| decimal.to_string())
    }

    #[test]
    fn floats_become_the_shortest_decimal() {
        for (float, expected) in [
            (12.5, "12.5"),
            (12.1, "12.1"),
            (-0.07, "-0.07"),
            (1e-7, "0.0000001"),
            (0.1 + 0.2, "0.30000000000000004"),
            (123_456_789.012_345, "123456789.012345"),
            (1e20, "100000000000000000000"),
        ] {
            assert_eq!(text(float).as_deref(), Some(expected));
        }
        assert_eq!(text(0.1_f32).as_deref(), Some("0.1"));
        assert_eq!((text(5).as_deref(), text(u64::MAX).as_deref()), (Some("5"), Some("18446744073709551615")));
    }

    #[test]
    fn numbers_beyond_the_range_of_decimals_are_none() {
        for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e29, -1e300] {
            assert_eq!(text(float), None, "{float}");
        }
        assert_eq!((text(f32::NAN), text(f32::MAX)), (None, None));
    }
}

//! Fast paths for the usual forms of values.
//!
//! `None` means that the general parser must be used. If both can parse a value, the results are the same.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use rust_decimal::Decimal;

/// Parses `2026-08-05T12:00:00`, with or without a fraction and a `Z`, in a tenth of the time.
///
/// This is the form that Halo sends.
pub(super) fn fast_timestamp(text: &str) -> Option<Timestamp> {
    let (whole, rest) = text.as_bytes().split_first_chunk::<19>()?;
    let rest = rest.strip_suffix(b"Z").unwrap_or(rest);
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2] = *whole else {
        return None;
    };
    let nanosecond = match rest {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            digits.iter().chain(std::iter::repeat(&b'0')).take(9).try_fold(0, |number, next| append(number, *next))?
        }
        _ => return None,
    };
    let pair = |tens, ones| i8::try_from(append(append(0, tens)?, ones)?).ok();
    let year = append(append(append(append(0, y1)?, y2)?, y3)?, y4)?;
    let (month, day) = (pair(mo1, mo2)?, pair(d1, d2)?);
    let (hour, minute, second) = (pair(h1, h2)?, pair(mi1, mi2)?, pair(s1, s2)?);
    let naive = DateTime::new(i16::try_from(year).ok()?, month, day, hour, minute, second, nanosecond).ok()?;
    Offset::UTC.to_timestamp(naive).ok()
}

/// Appends a digit to a number.
fn append(number: i32, digit: u8) -> Option<i32> {
    digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0'))
}

/// Converts a decimal with up to four decimal places, without formatting it first.
///
/// Nearly all money has this form. Below 10^11, it has at most 15 digits in total, and no two numbers of at most 15
/// digits are the same double.
pub(super) fn fast_decimal(value: f64) -> Option<Decimal> {
    if value.abs() >= 1e11 {
        return None;
    }
    let scales = [(0, 1.0), (1, 10.0), (2, 100.0), (3, 1e3), (4, 1e4)];
    scales.into_iter().find_map(|(scale, factor)| {
        // Truncating half a step further from zero rounds.
        #[allow(clippy::cast_possible_truncation, reason = "below 10^15, as checked above")]
        let digits = (value * factor + 0.5_f64.copysign(value)) as i64;
        #[allow(
            clippy::cast_precision_loss,
            clippy::float_cmp,
            reason = "far below 2^53; exactly the same double or `None`"
        )]
        let same = digits as f64 / factor == value;
        same.then(|| Decimal::new(digits, scale))
    })
}

/// The double nearest to a number of up to 15 digits.
///
/// Below 2^53, both parts of the fraction are exact, and the division rounds once.
pub(super) fn fast_double(value: Decimal) -> Option<f64> {
    const POWERS: [f64; 16] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let power = POWERS.get(usize::try_from(value.scale()).ok()?)?;
    let digits = i64::try_from(value.mantissa()).ok().filter(|digits| digits.unsigned_abs() < 1 << 53)?;
    #[allow(clippy::cast_precision_loss, reason = "below 2^53")]
    Some(digits as f64 / power)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::codec::scalar::{any_timestamp, decimal};

    const FORM: &str = "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,10})?[Zz]?";

    proptest! {
        #[test]
        fn instants_are_those_of_jiff(text in FORM) {
            if let Some(fast) = fast_timestamp(&text) {
                prop_assert_eq!(any_timestamp(&text), Ok(fast));
            }
        }

        #[test]
        fn common_instants_take_the_fast_path(second in -62_000_000_000_i64..250_000_000_000, milli in 0_i32..1000, zone: bool) {
            let instant = Timestamp::new(second, milli * 1_000_000).unwrap();
            let text = instant.to_string();
            prop_assert_eq!(fast_timestamp(if zone { &text } else { text.trim_end_matches('Z') }), Some(instant));
        }

        #[test]
        fn money_is_what_its_text_says(digits in -1_000_000_000_000_000_i64..1_000_000_000_000_000, scale in 0_i32..8) {
            let value: f64 = format!("{digits}e-{scale}").parse().unwrap();
            if let Some(fast) = fast_decimal(value) {
                let long = decimal(&value.to_string()).unwrap();
                prop_assert_eq!((fast, fast.scale()), (long, long.scale()));
            }
        }

        #[test]
        fn any_double_is_what_its_text_says(bits: u64) {
            let value = f64::from_bits(bits);
            if let Some(fast) = fast_decimal(value) {
                prop_assert_eq!(Ok(fast), decimal(&value.to_string()));
            }
        }

        #[test]
        fn doubles_are_those_of_the_text(digits: i64, scale in 0_u32..28) {
            let value = Decimal::new(digits, scale);
            if let Some(fast) = fast_double(value) {
                prop_assert_eq!(Ok(fast), value.to_string().parse());
            }
        }

        #[test]
        fn common_money_is_written_by_the_fast_path(digits in -1_000_000_000_000_000_i64..1_000_000_000_000_000, scale in 0_u32..16) {
            let value = Decimal::new(digits, scale);
            prop_assert_eq!(fast_double(value), value.to_string().parse().ok());
        }

        #[test]
        fn common_money_takes_the_fast_path(cents in -10_000_000_000_i64..10_000_000_000) {
            let value: f64 = format!("{cents}e-2").parse().unwrap();
            prop_assert_eq!(fast_decimal(value), Some(Decimal::new(cents, 2)));
        }
    }
}

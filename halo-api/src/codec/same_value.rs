//! Whether a value that is about to be sent is what Halo stores already.
//!
//! Halo does not give values back as they were sent: a choice sent as text comes back as a number, an instant loses digits
//! and its zone, an empty text becomes `null`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Number, Value};

use super::scalar::any_timestamp;

/// How far apart two doubles may be: the noise of the last digit.
const NOISE: f64 = 1e-12;
/// How far apart two instants may be, in nanoseconds: SQL Server rounds to a three-hundredth of a second.
const ROUNDED: i128 = 4_000_000;

/// Whether `held` has all that `sent` says. Members of objects that are not sent do not count.
pub(crate) fn covers(held: Option<&Value>, sent: &Value) -> bool {
    let held = held.unwrap_or(&Value::Null);
    match (sent, held) {
        _ if is_nothing(sent) => is_nothing(held),
        (Value::Object(sent), Value::Object(held)) => covers_members(held, sent),
        (Value::Array(sent), Value::Array(held)) => covers_elements(held, sent),
        (Value::Array(_), _) | (_, Value::Array(_)) => numbers(sent).is_some_and(|sent| numbers(held) == Some(sent)),
        (Value::String(sent), Value::String(held)) => is_same_text(sent, held),
        (Value::Number(sent), Value::Number(held)) => is_same_number(sent, held),
        (Value::Number(number), Value::String(text)) | (Value::String(text), Value::Number(number)) => {
            is_number_in_text(number, text)
        }
        (Value::Bool(flag), other) | (other, Value::Bool(flag)) => truth(other) == Some(*flag),
        _ => false,
    }
}

/// Whether a value means that nothing is set.
pub(crate) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(elements) => elements.is_empty(),
        _ => false,
    }
}

fn covers_members(held: &Map<String, Value>, sent: &Map<String, Value>) -> bool {
    let find = |name: &str| held.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    sent.iter().all(|(name, value)| covers(held.get(name).or_else(|| find(name)), value))
}

/// In the same order, unless both are plain numbers: the choices of a field have none.
fn covers_elements(held: &[Value], sent: &[Value]) -> bool {
    let in_order = held.len() == sent.len() && held.iter().zip(sent).all(|(held, sent)| covers(Some(held), sent));
    in_order || ids(sent.iter()).is_some_and(|sent| ids(held.iter()) == Some(sent))
}

/// The numbers in a value that is one of the forms of several choices: a list of numbers, texts or objects with an `id`, a
/// text with commas, one number.
fn numbers(value: &Value) -> Option<BTreeSet<i64>> {
    match value {
        Value::Array(elements) => ids(elements.iter()),
        Value::String(text) => text.split(',').map(|one| one.trim().parse().ok()).collect(),
        other => Some(BTreeSet::from([other.as_i64()?])),
    }
}

fn ids<'a>(mut elements: impl Iterator<Item = &'a Value>) -> Option<BTreeSet<i64>> {
    elements.try_fold(BTreeSet::new(), |mut ids, element| {
        let own = match element {
            Value::Object(members) if members.len() == 1 => members.get("id")?,
            Value::Object(_) => return None,
            other => other,
        };
        ids.insert(super::field_key::id_in(own)?);
        Some(ids)
    })
}

/// Whether two texts are the same but for the spaces around them and the kind of line ends, or are the same instant.
fn is_same_text(one: &str, other: &str) -> bool {
    let lines = |text: &str| text.trim().replace("\r\n", "\n");
    one == other || lines(one) == lines(other) || is_same_instant(one, other)
}

fn is_same_instant(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (instant(one), instant(other)) else { return false };
    (one.as_nanosecond() - other.as_nanosecond()).abs() < ROUNDED
}

/// A text that begins with a day. Without a time it is midnight.
fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let is_day = |day: &str| day.len() == 10 && day.bytes().filter(|byte| *byte == b'-').count() == 2;
    text.get(..10).filter(|day| is_day(day))?;
    any_timestamp(text).ok()
}

fn is_same_number(one: &Number, other: &Number) -> bool {
    if let (Some(one), Some(other)) = (one.as_i64(), other.as_i64()) {
        return one == other;
    }
    let (Some(one), Some(other)) = (one.as_f64(), other.as_f64()) else { return one == other };
    (one - other).abs() <= NOISE * one.abs().max(other.abs())
}

/// Whether a text is this number. `0042` is no number but a text of four digits.
fn is_number_in_text(number: &Number, text: &str) -> bool {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    !is_padded && text.parse::<Number>().is_ok_and(|parsed| is_same_number(number, &parsed))
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Value::String(text) if text.eq_ignore_ascii_case("true") || text == "1" => Some(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") || text == "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_known_again_in_the_forms_that_halo_gives_it() {
        for (held, sent) in [
            (json!("Printer"), json!(" Printer ")),
            (json!("a\r\nb"), json!("a\nb")),
            (json!(18.0), json!(18)),
            (json!(18), json!("18")),
            (json!("18.50"), json!(18.5)),
            (json!(0.3), json!(0.1 + 0.2)),
            (json!(1), json!(true)),
            (json!("False"), json!(false)),
            (json!("2026-01-31T00:00:00"), json!("2026-01-31")),
            (json!("2026-01-31T12:00:00.123"), json!("2026-01-31T12:00:00.1234567Z")),
            (json!(null), json!("")),
            (json!(""), json!(null)),
            (json!([2, 1]), json!("1, 2")),
            (json!("1,2"), json!([1, 2])),
            (json!([2, 1]), json!([1, "2"])),
            (json!({"id": 1, "name": "x", "more": 2}), json!({"ID": "1", "name": "x", "gone": null})),
            (json!([{"id": 1, "name": "x"}]), json!([{"id": 1}])),
        ] {
            assert!(covers(Some(&held), &sent), "{held} {sent}");
        }
        assert!(covers(None, &json!(null)));
    }

    #[test]
    fn what_differs_is_a_change() {
        for (held, sent) in [
            (json!("Printer"), json!("printer")),
            (json!("0042"), json!(42)),
            (json!(0), json!(null)),
            (json!(false), json!(null)),
            (json!(18), json!(19)),
            (json!(1_000_000_000_000_001_i64), json!(1_000_000_000_000_002_i64)),
            (json!("2026-01-31T12:00:00"), json!("2026-01-31T12:00:01Z")),
            (json!("2026-01-31"), json!("2026-02-01")),
            (json!([1, 2]), json!([1])),
            (json!([1]), json!([1, 2])),
            (json!(["a", "b"]), json!(["b", "a"])),
            (json!([{"id": 1, "name": "x"}]), json!([{"id": 1, "name": "y"}])),
            (json!({"id": 1}), json!({"id": 1, "name": "x"})),
            (json!({"id": 1}), json!(1)),
            (json!("x"), json!(true)),
        ] {
            assert!(!covers(Some(&held), &sent), "{held} {sent}");
        }
        assert!(!covers(None, &json!(false)));
    }
}

//! Values of `none` and `clear` are values of the field's type.

use super::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{EnumRepr, Field, IdRepr, Literal, Named, Scalar, TypeExpr};
use crate::source::Spanned;
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn values(&mut self) {
        let schema = self.schema;
        let fields = schema.entities.iter().flat_map(|entity| &entity.fields);
        for field in fields.chain(schema.objects.iter().flat_map(|object| &object.fields)) {
            for literal in &field.null_values {
                if literal.value == Literal::Null {
                    let message = "`null` always means not set";
                    self.report(
                        Diagnostic::new(Code::ValueMisfit, literal.span, message).help("remove it from `none`"),
                    );
                } else {
                    self.value(field, literal);
                    self.sentinel(field, literal);
                }
            }
            // Null clears a field of any type.
            if let Some(literal) = field.clear.as_ref().filter(|literal| literal.value != Literal::Null) {
                self.value(field, literal);
            }
        }
    }

    /// A date that means "not set" is compared with dates, so it must be a date.
    fn sentinel(&mut self, field: &Field, literal: &Spanned<Literal>) {
        let Literal::String(text) = &literal.value else { return };
        let (is_one, form) = match field.ty.value {
            TypeExpr::Scalar(Scalar::Date) => (is_day(text), "\"2100-01-01\""),
            TypeExpr::Scalar(Scalar::DateTime) => (is_instant(text), "\"2100-01-01T00:00:00\", in UTC"),
            _ => return,
        };
        if !is_one {
            let message = format!("{} is not a `{}`", quoted(&format!("\"{text}\"")), field.ty.value);
            let diagnostic = Diagnostic::new(Code::SentinelDate, literal.span, message).also(field.ty.span, "its type");
            self.report(diagnostic.help(format!("write it as {form}")));
        }
    }

    fn value(&mut self, field: &Field, literal: &Spanned<Literal>) {
        if !self.finite(literal) || self.fits(&field.ty.value, &literal.value) {
            return;
        }
        let shown = match &literal.value {
            Literal::String(text) => format!("\"{text}\""),
            other => other.to_string(),
        };
        let message = format!("{} is not a value of `{}`", quoted(&shown), field.ty.value);
        let written_as_text = matches!(literal.value, Literal::Int(_) | Literal::Float(_) | Literal::Bool(_))
            && self.fits(&field.ty.value, &Literal::String(String::new()));
        let help = written_as_text.then(|| format!("write the text: \"{}\"", literal.value));
        self.report(
            Diagnostic::new(Code::ValueMisfit, literal.span, message).also(field.ty.span, "its type").maybe_help(help),
        );
    }

    /// Reports a number that neither JSON nor Rust can write: YAML reads `1e400` as infinity.
    pub(super) fn finite(&mut self, literal: &Spanned<Literal>) -> bool {
        let is_finite = !matches!(literal.value, Literal::Float(number) if !number.is_finite());
        if !is_finite {
            let diagnostic = Diagnostic::new(Code::ValueMisfit, literal.span, "the number is too large");
            self.report(diagnostic.help("numbers go up to about 1.8e308"));
        }
        is_finite
    }

    fn fits(&self, ty: &TypeExpr, literal: &Literal) -> bool {
        let text = matches!(literal, Literal::String(_));
        let int = matches!(literal, Literal::Int(_));
        match ty {
            TypeExpr::Scalar(Scalar::Bool) => matches!(literal, Literal::Bool(_)),
            TypeExpr::Scalar(Scalar::Int) => int,
            TypeExpr::Scalar(Scalar::Float | Scalar::Decimal) => int || matches!(literal, Literal::Float(_)),
            TypeExpr::Scalar(Scalar::String | Scalar::DateTime | Scalar::Date | Scalar::Uuid) => text,
            TypeExpr::Scalar(Scalar::Json) => true,
            TypeExpr::List(_) | TypeExpr::Map(_) | TypeExpr::File => false,
            TypeExpr::Named(name) => match self.types.get(name) {
                Some(Named::Id(IdRepr::Int)) => int,
                Some(Named::Id(_)) => text,
                Some(Named::Enum(known)) => {
                    if known.repr.value == EnumRepr::Int {
                        int
                    } else {
                        text
                    }
                }
                Some(Named::Object(_) | Named::Entity(_)) => false,
                // An unknown type has been reported.
                None => true,
            },
        }
    }
}

/// `2100-01-01`, if it is a real day.
fn is_day(text: &str) -> bool {
    let [year, month, day] = numbers(text, '-', [4, 2, 2]);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    year < NOT_A_NUMBER && (1..=days).contains(&day)
}

/// `2100-01-01T00:00:00`, with or without a `Z`, or a day, which is its midnight.
fn is_instant(text: &str) -> bool {
    let Some((day, time)) = text.split_once('T') else { return is_day(text) };
    let [hour, minute, second] = numbers(time.strip_suffix('Z').unwrap_or(time), ':', [2, 2, 2]);
    is_day(day) && hour < 24 && minute < 60 && second < 60
}

/// A part that has another number of digits.
const NOT_A_NUMBER: u32 = u32::MAX;

/// Three numbers with these counts of digits.
fn numbers(text: &str, between: char, digits: [usize; 3]) -> [u32; 3] {
    let parts: Vec<_> = text.split(between).collect();
    let number = |index: usize| {
        let part = parts.get(index).filter(|part| parts.len() == 3 && digits.get(index) == Some(&part.len()));
        let part = part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        part.and_then(|part| part.parse().ok()).unwrap_or(NOT_A_NUMBER)
    };
    [number(0), number(1), number(2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentinels_are_days_and_instants_that_there_are() {
        for (text, day, instant) in [
            ("2100-01-01", true, true),
            ("2024-02-29", true, true),
            ("2023-02-29", false, false),
            ("2100-1-01", false, false),
            ("2100-13-01", false, false),
            ("2100-00-10", false, false),
            ("2100-01-01T23:59:59Z", false, true),
            ("2100-01-01T24:00:00", false, false),
            ("2100-01-01T00:00", false, false),
            ("never", false, false),
            ("", false, false),
        ] {
            assert_eq!((is_day(text), is_instant(text)), (day, instant), "{text}");
        }
    }
}

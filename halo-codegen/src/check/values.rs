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
                }
            }
            // Null clears whatever the type.
            if let Some(literal) = field.clear.as_ref().filter(|literal| literal.value != Literal::Null) {
                self.value(field, literal);
            }
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
        let message = format!("{} is no value of `{}`", quoted(&shown), field.ty.value);
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
            self.report(diagnostic.help("a number is at most about 1.8e308"));
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
                // Not known, which has been reported.
                None => true,
            },
        }
    }
}

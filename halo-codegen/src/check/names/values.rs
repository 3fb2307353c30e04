//! Values of enums.

use std::collections::BTreeMap;

use crate::check::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::names::variant_name;
use crate::model::{Enum, EnumRepr, EnumValue};
use crate::naming::{is_keyword, is_upper_camel_case, naming_error};
use crate::source::{Span, Spanned};
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn enum_values(&mut self) {
        let schema = self.schema;
        for known in &schema.enums {
            self.spellings(known);
            self.variants(known);
        }
    }

    fn spellings(&mut self, known: &Enum) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for spelling in known.values.iter().flat_map(|value| std::iter::once(&value.wire).chain(&value.also)) {
            let number = spelling.value.parse::<i64>();
            let is_int = known.repr.value == EnumRepr::Int;
            if is_int && number.is_err() {
                let message = format!("{} is not an integer, as `repr: int` requires", quoted(&spelling.value));
                self.report(
                    Diagnostic::new(Code::ValueMisfit, spelling.span, message).also(known.repr.span, "stated here"),
                );
            }
            // `1` and `01` are one number.
            let meant =
                number.ok().filter(|_| is_int).map_or_else(|| spelling.value.clone(), |number| number.to_string());
            if let Some(other) = first.get(&meant) {
                let message = format!("{} is listed for two values", quoted(&spelling.value));
                self.report(
                    Diagnostic::new(Code::DuplicateEnumValue, spelling.span, message)
                        .label("again here")
                        .also(*other, "first here"),
                );
            } else {
                first.insert(meant, spelling.span);
            }
        }
    }

    fn variants(&mut self, known: &Enum) {
        let mut first: BTreeMap<String, &EnumValue> = BTreeMap::new();
        for value in &known.values {
            let variant = variant_name(value);
            if let Some(diagnostic) = objections(value, &variant) {
                self.report(diagnostic);
            } else if let Some(other) = first.get(&variant) {
                let wires = [quoted(&other.wire.value), quoted(&value.wire.value)];
                let message = format!("{} both become `{variant}` in Rust", wires.join(" and "));
                self.report(
                    Diagnostic::new(Code::DuplicateRustName, source(value).span, message)
                        .also(source(other).span, "the other one")
                        .help("give one of them another `name:`"),
                );
            } else {
                first.insert(variant, value);
            }
        }
    }
}

/// Where the variant's name comes from.
fn source(value: &EnumValue) -> &Spanned<String> {
    value.name.as_ref().unwrap_or(&value.wire)
}

fn objections(value: &EnumValue, variant: &str) -> Option<Diagnostic> {
    let span = source(value).span;
    let help = match value.name {
        Some(_) => "choose another name",
        None => "add `name:` in snake_case; what is sent stays the same",
    };
    if variant == "Unknown" {
        let message = "`Unknown` is the variant of unknown values, so this needs another `name:`";
        return Some(Diagnostic::new(Code::ReservedName, span, message).help(help));
    }
    let message = format!("{} {}", quoted(&source(value).value), variant_objection(value, variant)?);
    Some(Diagnostic::new(Code::InvalidRustName, span, message).help(help))
}

fn variant_objection(value: &EnumValue, variant: &str) -> Option<&'static str> {
    match &value.name {
        _ if variant == "Self" => Some("is a keyword"),
        // Keywords are in lower case, so capitalized they are valid variants.
        Some(name) => naming_error(&name.value).filter(|_| !is_keyword(&name.value)),
        None => (!is_upper_camel_case(variant)).then_some("gives no name of a variant"),
    }
}

//! Scopes are variants of `Scope`.

use std::collections::BTreeMap;

use crate::check::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::names::scope_variant;
use crate::naming::{is_upper_camel_case, naming_error};
use crate::source::Span;
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn scope_variants(&mut self) {
        let schema = self.schema;
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for scope in &schema.halo.scopes {
            let (text, span) = (&scope.name.value, scope.name.span);
            let variant = scope_variant(scope);
            let misnamed = scope.rust.as_ref().and_then(|name| Some((name, naming_error(&name.value)?)));
            if let Some((name, why)) = misnamed {
                let message = format!("the name {} {why}", quoted(&name.value));
                self.report(
                    Diagnostic::new(Code::InvalidRustName, name.span, message).help("names look like `read_tickets`"),
                );
            } else if matches!(variant.as_str(), "Other" | "Self") {
                let message = format!("the scope {} would be `Scope::{variant}`, which is taken", quoted(text));
                self.report(Diagnostic::new(Code::ReservedName, span, message));
            } else if !is_upper_camel_case(&variant) {
                let message = format!("the scope {} does not give a valid variant name", quoted(text));
                self.report(
                    Diagnostic::new(Code::InvalidRustName, span, message).help("scopes look like `read:tickets`"),
                );
            } else if let Some(other) = first.get(&variant) {
                let message = format!("the scope {} becomes `Scope::{variant}`, like another one", quoted(text));
                self.report(Diagnostic::new(Code::DuplicateRustName, span, message).also(*other, "the other one"));
            } else {
                first.insert(variant, span);
            }
        }
    }
}

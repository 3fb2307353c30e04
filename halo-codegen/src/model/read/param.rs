//! Parameters.

use super::Reader;
use super::view::View;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::keys::{ABSENT, SHARED};
use crate::model::{Param, TypeExpr, VendorNote};
use crate::node::{Entry, Value};
use crate::source::Spanned;
use crate::suggest::{did_you_mean, quoted};

impl Reader<'_> {
    /// The parameters under a key; those that halo.yaml describes are put in.
    pub(super) fn params(&mut self, view: View<'_>, key: &str) -> Vec<Param> {
        view.named(key).into_iter().map(|entry| self.param_or_shared(entry)).collect()
    }

    fn param_or_shared(&mut self, entry: &Entry) -> Param {
        match &entry.value.value {
            Value::Text(word) if word == SHARED.word => self.shared(entry),
            _ => self.param(entry),
        }
    }

    pub(super) fn param(&mut self, entry: &Entry) -> Param {
        let view = View::new(&entry.value, entry.key.span);
        Param {
            wire_name: entry.key.clone(),
            name: view.text("name"),
            ty: view.ty("type", self.diagnostics),
            doc: view.doc(),
            field: view.text("field"),
            needs: view.texts("needs"),
            excludes: view.texts("excludes"),
            required: view.flag("required"),
            vendor: vendor_note(view),
            evidence: view.evidence(),
        }
    }

    fn shared(&mut self, entry: &Entry) -> Param {
        let name = &entry.key.value;
        let known = &self.reading.schema.halo.params;
        if let Some(param) = known.iter().find(|param| param.wire_name.value == *name) {
            self.reading.used_params.insert(name.clone());
            return Param { wire_name: entry.key.clone(), ..param.clone() };
        }
        if !self.reading.halo_is_broken {
            let help = did_you_mean(name, known.iter().map(|param| param.wire_name.value.as_str()))
                .unwrap_or_else(|| "declare it there, or describe it here with `type` and `doc`".to_owned());
            let message = format!("{} is not among the `params` of halo.yaml", quoted(name));
            self.diagnostics.push(
                Diagnostic::new(Code::UnknownShared, entry.key.span, message)
                    .also(entry.value.span, "taken over from there")
                    .help(help),
            );
        }
        unreadable(entry)
    }
}

/// Keeps the name of a parameter known, so that others may refer to it.
fn unreadable(entry: &Entry) -> Param {
    let view = View::new(&entry.value, entry.key.span);
    Param {
        wire_name: entry.key.clone(),
        name: None,
        ty: Spanned::new(TypeExpr::unreadable(), entry.key.span),
        doc: view.doc(),
        field: None,
        needs: Vec::new(),
        excludes: Vec::new(),
        required: false,
        vendor: None,
        evidence: None,
    }
}

/// `vendor:` of a field or parameter.
pub(super) fn vendor_note(view: View<'_>) -> Option<VendorNote> {
    match view.text("vendor") {
        Some(text) => (text.value == ABSENT.word).then_some(VendorNote::Absent),
        None => Some(VendorNote::Type(view.view("vendor")?.text("type")?.value)),
    }
}

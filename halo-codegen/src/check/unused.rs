//! Everything that halo.yaml declares is used.

use std::collections::BTreeSet;

use super::{Check, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Body, Field, Param, Schema};
use crate::source::Spanned;
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn unused(&mut self) {
        if self.outcome.is_partial {
            return;
        }
        let used = Used::of(self.schema);
        let halo = &self.schema.halo;
        for param in halo.params.iter().filter(|param| !self.outcome.used_params.contains(&param.wire_name.value)) {
            self.report(unused(&param.wire_name, "no request uses it with `shared`"));
        }
        for (wire, _) in halo.names.iter().filter(|(wire, _)| !used.derived.contains(wire.value.as_str())) {
            self.report(unused(wire, "no field or parameter with this wire name takes its name from here"));
        }
        for id in halo.ids.iter().filter(|id| !used.types.contains(id.name.value.as_str())) {
            self.report(unused(&id.name, "no field or parameter has this type"));
        }
    }
}

fn unused(name: &Spanned<String>, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnusedEntry, name.span, format!("{} is not used", quoted(&name.value)))
        .label(why)
        .help("remove it")
}

/// Names that occur in the schema.
#[derive(Default)]
pub(super) struct Used<'a> {
    /// Wire names without a `name:` of their own.
    derived: BTreeSet<&'a str>,
    pub(super) types: BTreeSet<&'a str>,
}

impl<'a> Used<'a> {
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut used = Self::default();
        for entity in &schema.entities {
            used.fields(&entity.fields);
            requests(entity).flat_map(|request| &request.operation.params).for_each(|param| used.param(param));
            used.types.extend(entity.operations.iter().filter_map(|operation| match &operation.body.as_ref()?.value {
                Body::Named(name) => Some(name.as_str()),
                Body::List(element) => element.name(),
                Body::Write | Body::Multipart => None,
            }));
            let replies = entity.operations.iter().filter_map(|operation| operation.reply.ty());
            used.types.extend(replies.filter_map(|ty| ty.value.name()));
        }
        schema.objects.iter().for_each(|object| used.fields(&object.fields));
        // An unused parameter is a mistake; what it mentions is not another one.
        schema.halo.params.iter().for_each(|param| used.param(param));
        used
    }

    fn fields(&mut self, fields: &'a [Field]) {
        for field in fields {
            self.types.extend(field.ty.value.name());
            self.derived.extend(field.name.is_none().then_some(field.wire_name.value.as_str()));
        }
    }

    fn param(&mut self, param: &'a Param) {
        self.types.extend(param.ty.value.name());
        self.derived.extend(param.name.is_none().then_some(param.wire_name.value.as_str()));
    }
}

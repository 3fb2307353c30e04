//! `needs`, `only` and `unique` name fields that can be set; `needs` of a list names its parameters.

use std::collections::BTreeMap;

use super::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Access, Body, Entity, Field, Named, Operation, OperationKind, ParamPlace, TypeExpr};
use crate::source::{Span, Spanned};
use crate::suggest::{did_you_mean, quoted};

/// The type of a body: its name, and its fields that have a setter.
struct Written<'a> {
    name: &'a str,
    fields: Vec<&'a Field>,
}

impl<'a> Check<'a> {
    pub(super) fn writes(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            let own = entity.operations.iter().filter(|operation| entity.says(operation.kind.word()));
            own.filter(|operation| !operation.needs.is_empty()).for_each(|operation| self.needs(entity, operation));
            if entity.says("unique") {
                self.unique(entity);
            }
            if entity.has_own_types() {
                entity.fields.iter().for_each(|field| self.only(Some(entity), field));
            }
        }
        schema.objects.iter().flat_map(|object| &object.fields).for_each(|field| self.only(None, field));
    }

    fn needs(&mut self, entity: &'a Entity, operation: &Operation) {
        let name = &operation.name.value;
        let all: Vec<_> = operation.needs.iter().flatten().collect();
        if operation.list.is_some() {
            return all.into_iter().for_each(|needed| self.bounding(operation, needed));
        }
        let Some(body) = operation.body.as_ref().filter(|body| holds_fields(&body.value)) else {
            let Some(first) = all.first() else { return };
            let message = format!("`{name}` has no body that could contain {}", quoted(&first.value));
            return self
                .report(Diagnostic::new(Code::NeedsMisfit, first.span, message).help("remove `needs`, or add `body`"));
        };
        let Some(written) = self.written(entity, &body.value) else { return };
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for needed in all {
            if let Some(first) = seen.insert(&needed.value, needed.span) {
                let message = format!("`needs` of `{name}` names {} twice", quoted(&needed.value));
                self.report(Diagnostic::new(Code::NeedsMisfit, needed.span, message).also(first, "first here"));
                continue;
            }
            self.needed(entity, operation, needed, &written);
        }
    }

    /// A list is bounded by its own parameters. One may stand in several groups, if it bounds the list by itself.
    fn bounding(&mut self, operation: &Operation, needed: &Spanned<String>) {
        let known = operation.params.iter().filter(|param| param.place == ParamPlace::Query);
        let names: Vec<_> = known.map(|param| param.wire_name.value.as_str()).collect();
        if names.contains(&needed.value.as_str()) {
            return;
        }
        let wire = quoted(&needed.value);
        let message = format!("`needs` of `{}` names {wire}, which is no parameter of the list", operation.name.value);
        let help = did_you_mean(&needed.value, names).unwrap_or_else(|| "name one of its `filters`".to_owned());
        self.report(Diagnostic::new(Code::NeedsMisfit, needed.span, message).help(help));
    }

    fn needed(&mut self, entity: &Entity, operation: &Operation, needed: &Spanned<String>, written: &Written<'_>) {
        let (name, wire) = (&operation.name.value, quoted(&needed.value));
        let is_sent = match operation.kind {
            OperationKind::Update => entity.key.iter().any(|member| member.value == needed.value),
            _ => operation.fixed.iter().any(|(fixed, _)| fixed.value == needed.value),
        };
        if is_sent {
            let message = format!("`{name}` always sends {wire} itself");
            return self
                .report(Diagnostic::new(Code::NeedsMisfit, needed.span, message).help("remove it from `needs`"));
        }
        let Some(field) = written.fields.iter().find(|field| field.wire_name.value == needed.value) else {
            let message = format!("`needs` of `{name}` names {wire}, for which `{}Write` has no setter", written.name);
            let help = did_you_mean(&needed.value, written.fields.iter().map(|field| field.wire_name.value.as_str()))
                .unwrap_or_else(|| "name a field with `access: both` or `write`".to_owned());
            return self.report(Diagnostic::new(Code::NeedsMisfit, needed.span, message).help(help));
        };
        if let Some(only) = field.only.as_ref().filter(|only| only.value.kind() != operation.kind) {
            let message = format!("`{name}` needs {wire}, but only `{}` accepts it", only.value.word());
            self.report(Diagnostic::new(Code::NeedsMisfit, needed.span, message).also(only.span, "stated here"));
        }
    }

    /// The type of a body, unless it is unknown or has no write type, which is reported elsewhere.
    fn written(&self, entity: &'a Entity, body: &Body) -> Option<Written<'a>> {
        let of = |entity: &'a Entity| {
            let fields = entity.fields.iter().filter(|field| field.access != Access::Read).collect();
            (entity.file, Written { name: entity.model(), fields })
        };
        let (file, written) = match body {
            Body::Write => of(entity),
            Body::List(TypeExpr::Named(name)) | Body::Named(name) => match self.types.get(name)? {
                Named::Entity(entity) => of(entity),
                Named::Object(object) => {
                    let is_listed =
                        |field: &&Field| object.write.iter().any(|name| name.value == field.wire_name.value);
                    let fields = object.fields.iter().filter(is_listed).collect();
                    (object.file, Written { name: &object.name.value, fields })
                }
                Named::Id(_) | Named::Enum(_) => return None,
            },
            Body::List(_) | Body::Multipart => return None,
        };
        (!self.outcome.without_fields.contains(&file)).then_some(written)
    }

    fn unique(&mut self, entity: &Entity) {
        if self.outcome.without_fields.contains(&entity.file) {
            return;
        }
        let known = || entity.fields.iter().map(|field| field.wire_name.value.as_str());
        for unique in entity.unique.iter().filter(|unique| known().all(|known| known != unique.value)) {
            let message =
                format!("`unique` names {}, which is not a field of `{}`", quoted(&unique.value), entity.model());
            let help = did_you_mean(&unique.value, known());
            self.report(Diagnostic::new(Code::UniqueMisfit, unique.span, message).maybe_help(help));
        }
    }

    /// An object is not written by itself, so no write can accept or refuse its fields.
    fn only(&mut self, entity: Option<&Entity>, field: &Field) {
        let Some(only) = &field.only else { return };
        let name = quoted(&field.wire_name.value);
        let Some(entity) = entity else {
            let message = format!("{name} is a field of an object, which is never created or updated by itself");
            return self.report(Diagnostic::new(Code::OnlyMisfit, only.span, message).help("remove `only`"));
        };
        if field.access == Access::Read {
            let message = format!("{name} is never sent, so no write accepts it");
            let help = "remove `only`, or set `access` to one that is sent";
            return self.report(Diagnostic::new(Code::OnlyMisfit, only.span, message).help(help));
        }
        let sharing = self.schema.entities.iter().filter(|other| other.model_module() == entity.model_module());
        if sharing.into_iter().all(|other| other.operation(only.value.kind()).is_none()) {
            let message = format!("`{}` has no `{}` that could accept {name}", entity.plural, only.value.word());
            self.report(
                Diagnostic::new(Code::OnlyMisfit, only.span, message).help("remove `only`, or add the request"),
            );
        }
    }
}

/// Whether a body has fields: a form has parts instead, with `required` on the parts it needs.
fn holds_fields(body: &Body) -> bool {
    matches!(body, Body::Write | Body::Named(_) | Body::List(TypeExpr::Named(_)))
}

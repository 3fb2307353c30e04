//! The key of an entity identifies its rows.

use super::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Field, IdRepr, Named, Scalar, TypeExpr};
use crate::naming::id_name;
use crate::source::Spanned;
use crate::suggest::{did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn keys(&mut self) {
        let schema = self.schema;
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            if !self.outcome.without_fields.contains(&entity.file) {
                entity.key.iter().for_each(|member| self.member(entity, member));
            }
            self.id_member(entity);
            for field in &entity.fields {
                if entity.key.iter().all(|member| member.value != field.wire_name.value) {
                    self.required_outside(field, "is not a member of `key`");
                }
            }
        }
        for field in schema.objects.iter().flat_map(|object| &object.fields) {
            self.required_outside(field, "objects have no key");
        }
    }

    fn member(&mut self, entity: &Entity, member: &Spanned<String>) {
        let name = quoted(&member.value);
        let Some(field) = entity.fields.iter().find(|field| field.wire_name.value == member.value) else {
            let help = did_you_mean(&member.value, entity.fields.iter().map(|field| field.wire_name.value.as_str()))
                .unwrap_or_else(|| {
                    format!("describe {name} in `fields`, or name the fields that identify a row in `key`")
                });
            let message = format!("the key member {name} is not a field of `{}`", entity.name.value);
            return self.report(Diagnostic::new(Code::BadKey, member.span, message).help(help));
        };
        let may_be_misspelt = self.outcome.faulty.contains(&field.wire_name.span);
        if !may_be_misspelt && !field.required.as_ref().is_some_and(|required| required.value) {
            let message = format!("{name} is a member of the key, so every row must contain it");
            self.report(
                Diagnostic::new(Code::BadKey, field.wire_name.span, message)
                    .help("add `always: true`, or remove it from `key`"),
            );
        }
        self.member_type(field);
    }

    /// Members are compared, and sent in paths and bodies.
    fn member_type(&mut self, field: &Field) {
        let fits = match &field.ty.value {
            TypeExpr::Scalar(scalar) => matches!(scalar, Scalar::Int | Scalar::String | Scalar::Uuid),
            TypeExpr::List(_) | TypeExpr::Map(_) | TypeExpr::File => false,
            // An unknown type is reported as such.
            TypeExpr::Named(name) => matches!(self.types.get(name), Some(Named::Id(_)) | None),
        };
        if !fits {
            let message = format!("a member of the key must be a number, a text or an id, not `{}`", field.ty.value);
            self.report(
                Diagnostic::new(Code::BadKey, field.ty.span, message)
                    .help("remove it from `key`, or write the type of its text or number"),
            );
        }
    }

    /// Requests take the id as `<Entity>Id`, so one member must be of that type.
    fn id_member(&mut self, entity: &Entity) {
        if entity.id.value == IdRepr::None {
            return;
        }
        if entity.key.is_empty() {
            let message = format!("the key of `{}` has no members", entity.name.value);
            let help = "name the fields that identify a row, or remove `key`: the default is `[id]`";
            return self.report(Diagnostic::new(Code::BadKey, entity.id.span, message).help(help));
        }
        let is_member = |field: &&Field| entity.key.iter().any(|member| member.value == field.wire_name.value);
        let members: Vec<_> = entity.fields.iter().filter(is_member).collect();
        let id = id_name(&entity.name.value);
        // An empty name is a type that could not be read.
        if members.iter().any(|field| field.ty.value.name().is_some_and(|name| name == id || name.is_empty())) {
            return;
        }
        let named_id = members.iter().find(|field| field.wire_name.value == "id");
        let Some(field) = named_id.or(members.last()) else { return };
        // An unknown type is reported as such.
        if field.ty.value.name().is_some_and(|name| self.types.get(name).is_none()) {
            return;
        }
        let message = format!("the id of `{}` has the type `{id}`, not `{}`", entity.name.value, field.ty.value);
        self.report(Diagnostic::new(Code::BadKey, field.ty.span, message).help(format!("write `type: {id}`")));
    }

    fn required_outside(&mut self, field: &Field, why: &str) {
        let Some(required) = field.required.as_ref().filter(|required| required.value) else { return };
        let message = format!("{} is `always`, but {why}", quoted(&field.wire_name.value));
        self.report(Diagnostic::new(Code::AlwaysOutsideKey, required.span, message).help("remove `always`"));
    }
}

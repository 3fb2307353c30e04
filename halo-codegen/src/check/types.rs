//! Types exist, and fit where they are used.

use super::{Check, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Field, IdRepr, Named, Param, ParamPlace, Scalar, TypeExpr};
use crate::naming::id_name;
use crate::source::Spanned;
use crate::suggest::{closest, misspelt, quoted};

/// The names of our types in other languages.
const SYNONYMS: [(&str, &str); 14] = [
    ("array", "list<T>"),
    ("boolean", "bool"),
    ("double", "float"),
    ("guid", "uuid"),
    ("i64", "int"),
    ("integer", "int"),
    ("long", "int"),
    ("money", "decimal"),
    ("number", "float"),
    ("object", "json"),
    ("str", "string"),
    ("text", "string"),
    ("timestamp", "datetime"),
    ("any", "json"),
];

impl Check<'_> {
    pub(super) fn types(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            // The fields of an entity with `like` belong to the other entity.
            if entity.has_own_types() {
                self.something_to_read(&entity.name, &entity.fields);
            }
            entity.fields.iter().for_each(|field| self.field_type(field));
            for param in requests(entity).flat_map(|request| &request.operation.params) {
                self.param_type(param);
            }
        }
        for object in &schema.objects {
            self.something_to_read(&object.name, &object.fields);
            object.fields.iter().for_each(|field| self.field_type(field));
        }
        schema.halo.params.iter().for_each(|param| self.param_type(param));
    }

    fn something_to_read(&mut self, name: &Spanned<String>, fields: &[Field]) {
        if fields.is_empty() || fields.iter().any(|field| field.access.is_read()) {
            return;
        }
        let message = format!("`{}` has no field that is read", name.value);
        let help = "write `access: both` on fields that responses contain too";
        self.report(Diagnostic::new(Code::NothingToRead, name.span, message).help(help));
    }

    fn field_type(&mut self, field: &Field) {
        if !self.is_known(&field.ty) {
            return;
        }
        let text = matches!(field.ty.value, TypeExpr::Scalar(Scalar::String | Scalar::Uuid));
        if let Some(secret) = field.secret.as_ref().filter(|secret| secret.value && !text) {
            let message = format!("only text can be secret, not `{}`", field.ty.value);
            self.report(Diagnostic::new(Code::SecretNotText, secret.span, message).also(field.ty.span, "its type"));
        }
        if field.replaces && !matches!(field.ty.value, TypeExpr::List(_)) {
            let message =
                format!("`replaces` is for lists, and {} is a `{}`", quoted(&field.wire_name.value), field.ty.value);
            self.report(Diagnostic::new(Code::ReplacesNotList, field.ty.span, message).help("remove `replaces`"));
        }
    }

    fn param_type(&mut self, param: &Param) {
        if !self.is_known(&param.ty) {
            return;
        }
        match param.place {
            ParamPlace::Path => return self.path_type(param),
            ParamPlace::Part => return self.part_type(param),
            ParamPlace::Query => {}
        }
        if let Some(why) = self.query_objection(&param.ty.value, true) {
            let message = format!("a query parameter cannot be `{}`: {why}", param.ty.value);
            let help = "use a scalar, an id, an enum or a list of those; `string` takes anything";
            self.report(Diagnostic::new(Code::QueryType, param.ty.span, message).help(help));
        }
    }

    /// Whether it is a number, a text or an id.
    fn is_plain(&self, ty: &TypeExpr) -> bool {
        match ty {
            TypeExpr::Scalar(scalar) => matches!(scalar, Scalar::Int | Scalar::String | Scalar::Uuid),
            TypeExpr::Named(name) => matches!(self.types.get(name), Some(Named::Id(_)) | None),
            TypeExpr::List(_) | TypeExpr::Map(_) | TypeExpr::File => false,
        }
    }

    fn part_type(&mut self, param: &Param) {
        let ty = &param.ty.value;
        if !matches!(ty, TypeExpr::File | TypeExpr::Scalar(Scalar::Bool)) && !self.is_plain(ty) {
            let message = format!("a part of a form cannot be `{ty}`");
            let help = "use `file`, `string`, `int`, `bool`, `uuid` or an id";
            self.report(Diagnostic::new(Code::BodyMisfit, param.ty.span, message).help(help));
        }
    }

    fn path_type(&mut self, param: &Param) {
        if !self.is_plain(&param.ty.value) {
            let message = format!("an argument in the path cannot be `{}`", param.ty.value);
            let help = "use `int`, `string`, `uuid` or an id";
            self.report(Diagnostic::new(Code::PathArgument, param.ty.span, message).help(help));
        }
    }

    fn query_objection(&self, ty: &TypeExpr, outermost: bool) -> Option<&'static str> {
        match ty {
            TypeExpr::Scalar(Scalar::Json) => Some("JSON has no form in a query"),
            // A file is a part of a form.
            TypeExpr::Scalar(_) | TypeExpr::File => None,
            TypeExpr::List(_) if !outermost => Some("a list in a list has no form in a query"),
            TypeExpr::List(item) => self.query_objection(item, false),
            TypeExpr::Map(_) => Some("a map has no form in a query"),
            TypeExpr::Named(name) => match self.types.get(name) {
                Some(Named::Object(_) | Named::Entity(_)) => Some("an object has no form in a query"),
                Some(Named::Id(_) | Named::Enum(_)) | None => None,
            },
        }
    }

    /// Whether the type is known; reports it if not.
    pub(super) fn is_known(&mut self, ty: &Spanned<TypeExpr>) -> bool {
        let Some(name) = ty.value.name() else { return true };
        if self.types.get(name).is_some() {
            return true;
        }
        let is_unreadable = name.is_empty() || self.outcome.broken_types.contains(name);
        let may_be_declared = self.outcome.halo_is_broken && name.ends_with("Id");
        if !is_unreadable && !may_be_declared {
            let what = if name.ends_with("Id") { "id" } else { "type" };
            let message = format!("unknown {what} {}", quoted(name));
            let help = self.meant(name);
            self.report(Diagnostic::new(Code::UnknownType, ty.name_span(), message).help(help));
        }
        false
    }

    pub(super) fn meant(&self, name: &str) -> String {
        let without_id = |entity: &&Entity| entity.id.value == IdRepr::None && id_name(&entity.name.value) == name;
        if let Some(entity) = self.schema.entities.iter().find(without_id) {
            return format!("`{}` has `id: none`, so it has no id type", entity.name.value);
        }
        for entity in &self.schema.entities {
            let Some(extends) = &entity.extends else { continue };
            let (own, other) = (&entity.name.value, &extends.model);
            let pairs = [(own.clone(), other.clone()), (id_name(own), id_name(other))];
            if let Some((_, shared)) = pairs.into_iter().find(|(own, _)| own == name) {
                return format!("`{own}` is like `{}` and shares its types: write `{shared}`", extends.plural.value);
            }
        }
        let known = || Scalar::CHOICES.iter().map(|scalar| scalar.word).chain(self.types.names());
        let synonym = || SYNONYMS.iter().find(|(word, _)| name.eq_ignore_ascii_case(word)).map(|(_, ours)| *ours);
        let meant = synonym().or_else(|| misspelt(name, known())).map(str::to_owned);
        match meant.or_else(|| self.renamed(name)).or_else(|| closest(name, known()).map(str::to_owned)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if name.ends_with("Id") => "declare it in `ids` of halo.yaml".to_owned(),
            None => "add a file for it to types/".to_owned(),
        }
    }
}

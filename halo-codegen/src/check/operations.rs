//! Operations: what is sent and what is returned.

use super::endpoints::{path_objection, within};
use super::{Check, own_operations};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Body, BodyShape, Entity, Method, Named, Operation, ParamPlace, REPLY_WORDS, Reply, Scalar, TypeExpr, placeholders,
};
use crate::source::{Span, Spanned};
use crate::suggest::{closest, did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn operations(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            for operation in own_operations(entity) {
                self.operation_path(entity, operation);
                self.arguments(operation);
                self.fixed(entity, operation);
                self.body(entity, operation);
                self.shape(operation);
                self.reply(operation);
                self.rows(operation);
            }
        }
    }

    fn operation_path(&mut self, entity: &Entity, operation: &Operation) {
        let (text, span) = (operation.path.value.as_str(), operation.path.span);
        if let Some(why) = path_objection(text).or_else(|| brace_objection(text)) {
            let message = format!("the path {} {why}", quoted(text));
            return self.report(Diagnostic::new(Code::MalformedPath, span, message));
        }
        for (start, name) in placeholders(text) {
            self.key_member(entity, operation, name, within(span, text, start, name.len() + 2));
        }
    }

    /// An argument is a part of the path.
    fn arguments(&mut self, operation: &Operation) {
        for arg in operation.args() {
            let name = &arg.wire_name;
            if placeholders(&operation.path.value).any(|(_, known)| known == name.value) {
                continue;
            }
            let message = format!("the path of `{}` does not contain `{{{}}}`", operation.name.value, name.value);
            let diagnostic =
                Diagnostic::new(Code::PathArgument, name.span, message).also(operation.path.span, "the path");
            self.report(diagnostic.help("add it to the path in braces; parameters of the query belong in `params`"));
        }
    }

    fn fixed(&mut self, entity: &Entity, operation: &Operation) {
        for (name, value) in &operation.fixed {
            if name.value.trim().is_empty() {
                let diagnostic = Diagnostic::new(Code::UnknownReference, name.span, "`fixed` does not name a field");
                self.report(diagnostic.help("write the wire name of the field"));
            }
            self.finite(value);
            if let Some(member) = value.value.placeholder() {
                self.key_member(entity, operation, member, value.span);
            }
        }
    }

    /// A name in braces is a member of the key, or another argument.
    fn key_member(&mut self, entity: &Entity, operation: &Operation, name: &str, span: Span) {
        let is_arg = operation.args().any(|arg| arg.wire_name.value == name);
        if is_arg || entity.key.iter().any(|member| member.value == name) {
            return;
        }
        let members: Vec<_> = entity.key.iter().map(|member| member.value.as_str()).collect();
        let message = format!("`{{{name}}}` is not a member of the key of `{}`", entity.name.value);
        let help = closest(name, members.iter().copied()).map(|member| format!("did you mean `{{{member}}}`?"));
        let all: Vec<_> = members.iter().map(|member| format!("`{{{member}}}`")).collect();
        let help = help.unwrap_or_else(|| match all.as_slice() {
            [] => "describe an argument that is not a member of the key in `args`".to_owned(),
            all => format!("the key has {}; describe any other argument in `args`", all.join(", ")),
        });
        self.report(Diagnostic::new(Code::PathParameter, span, message).help(help));
    }

    fn body(&mut self, entity: &Entity, operation: &Operation) {
        let fixed = operation.fixed.first().map(|(name, _)| name.span);
        if operation.method.value == Method::Get
            && let Some(span) = operation.body.as_ref().map(|body| body.span).or(fixed)
        {
            let diagnostic = Diagnostic::new(Code::BodyOfGet, span, "a GET has no body");
            self.report(
                diagnostic
                    .also(operation.method.span, "stated here")
                    .help("use `params` for the query, or `method: post`"),
            );
        }
        let Some(body) = &operation.body else { return };
        match &body.value {
            Body::Write if self.schema.has_write_type(entity) => {}
            Body::Write => {
                let help = "an entity has one if it has `create` or `update`".to_owned();
                self.no_write_type(entity.model(), body.span, help);
            }
            Body::Named(name) => self.body_type(name, body.span),
            Body::List(element) => self.body_element(element, body.span),
            Body::Multipart => {}
        }
    }

    fn body_element(&mut self, element: &TypeExpr, span: Span) {
        // What names stand for is looked up as of any other type.
        if !self.is_known(&Spanned::new(TypeExpr::List(Box::new(element.clone())), span)) {
            return;
        }
        match element {
            TypeExpr::List(_) | TypeExpr::Map(_) => {
                let message = format!("a body cannot be a list of `{element}`");
                let help = "a list contains objects, entities, ids or single values; `list<json>` takes anything";
                self.report(Diagnostic::new(Code::BodyMisfit, span, message).help(help));
            }
            TypeExpr::Named(name) if matches!(self.types.get(name), Some(Named::Object(_) | Named::Entity(_))) => {
                self.body_type(name, span);
            }
            TypeExpr::Named(_) | TypeExpr::Scalar(_) | TypeExpr::File => {}
        }
    }

    /// The keys beside `body` fit it.
    fn shape(&mut self, operation: &Operation) {
        let Some(body) = &operation.body else { return };
        let (message, help) = match &body.value {
            Body::List(_) if operation.body_shape == BodyShape::Object => {
                ("a list cannot be sent as an object", "remove `body_shape`")
            }
            Body::List(element) if !operation.fixed.is_empty() && !self.is_object(element) => {
                ("`fixed` sets fields of objects, and this list has no objects", "remove `fixed`")
            }
            Body::Multipart if operation.params.iter().all(|param| param.place != ParamPlace::Part) => {
                ("the form has no parts", "name its parts, such as `multipart: [file: { type: file, doc: \"…\" }]`")
            }
            _ => return,
        };
        self.report(Diagnostic::new(Code::BodyMisfit, body.span, message).help(help));
    }

    fn is_object(&self, ty: &TypeExpr) -> bool {
        // An unknown name is reported as such.
        let named = |name| matches!(self.types.get(name), Some(Named::Object(_) | Named::Entity(_)) | None);
        matches!(ty, TypeExpr::Named(name) if named(name))
    }

    fn body_type(&mut self, name: &str, span: Span) {
        let schema = self.schema;
        let help = match self.types.get(name) {
            Some(Named::Object(object)) if !object.write.is_empty() => return,
            Some(Named::Entity(entity)) if schema.has_write_type(entity) => return,
            Some(Named::Object(object)) => {
                format!("list the fields that are sent in `write` of types/{}.yaml", object.stem)
            }
            Some(Named::Entity(_)) => "an entity has one if it has `create` or `update`".to_owned(),
            Some(Named::Id(_) | Named::Enum(_)) => "a body must be an object or an entity".to_owned(),
            None if name.is_empty() || self.outcome.broken_types.contains(name) => return,
            None => {
                let message = format!("unknown type {}", quoted(name));
                let help = did_you_mean(name, ["write"]).unwrap_or_else(|| self.meant(name));
                return self.report(Diagnostic::new(Code::UnknownType, span, message).help(help));
            }
        };
        self.no_write_type(name, span, help);
    }

    fn no_write_type(&mut self, name: &str, span: Span, help: String) {
        let message = format!("`{name}` has no write type, so it cannot be sent");
        self.report(Diagnostic::new(Code::NoWriteType, span, message).help(help));
    }

    fn reply(&mut self, operation: &Operation) {
        let Some(ty) = operation.reply.ty() else { return };
        let word = match &ty.value {
            TypeExpr::Named(name) if self.types.get(name).is_none() => {
                closest(name, REPLY_WORDS.iter().map(|word| word.word).chain([Scalar::Json.word()]))
            }
            _ => None,
        };
        let Some(word) = word else {
            self.is_known(ty);
            return;
        };
        let message = format!("unknown type {}", quoted(&ty.value.to_string()));
        let help = format!("did you mean `{word}`?");
        self.report(Diagnostic::new(Code::UnknownType, ty.name_span(), message).help(help));
    }
}

impl Check<'_> {
    /// A list of its own has rows of an entity, and no body.
    fn rows(&mut self, operation: &Operation) {
        let Some(list) = &operation.list else { return };
        let is_entity = |name: &str| matches!(self.types.get(name), Some(Named::Entity(_)) | None);
        let is_row = match &operation.reply {
            Reply::Page(row) => matches!(&row.value, TypeExpr::Named(name) if is_entity(name)),
            _ => false,
        };
        if !is_row {
            let message = format!("`{}` is a list, so `reply` must be the type of a row", operation.name.value);
            let help = "write `reply: self`, or the name of the entity that the rows are";
            let span = operation.reply.ty().map_or(operation.name.span, |ty| ty.span);
            self.report(Diagnostic::new(Code::ListMisfit, span, message).also(list.paging.span, "a list").help(help));
        }
        if let Some(body) = &operation.body {
            let message = format!("`{}` is a list and sends a body", operation.name.value);
            let help = "use `filters` and `options`, or leave out `list` and read the response with `reply: json`";
            self.report(Diagnostic::new(Code::ListMisfit, body.span, message).help(help));
        }
    }
}

/// Braces without a name.
fn brace_objection(path: &str) -> Option<&'static str> {
    let names: Vec<_> = placeholders(path).map(|(_, name)| name).collect();
    let braces = path.matches(['{', '}']).count();
    if names.iter().any(|name| name.is_empty() || name.contains(['{', '/'])) || braces != names.len() * 2 {
        return Some("has braces without a name");
    }
    None
}

//! Operations say what is sent and what comes back.

use super::endpoints::{path_objection, within};
use super::{Check, own_operations};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Body, Entity, Method, Named, Operation, REPLY_WORDS, Scalar, TypeExpr, placeholders};
use crate::source::Span;
use crate::suggest::{closest, did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn operations(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            for operation in own_operations(entity) {
                self.operation_path(entity, operation);
                self.fixed(entity, operation);
                self.body(entity, operation);
                self.reply(operation);
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
            self.key_member(entity, name, within(span, text, start, name.len() + 2));
        }
    }

    fn fixed(&mut self, entity: &Entity, operation: &Operation) {
        for (name, value) in &operation.fixed {
            if name.value.trim().is_empty() {
                let diagnostic = Diagnostic::new(Code::UnknownReference, name.span, "`fixed` names no field");
                self.report(diagnostic.help("write the wire name of the field"));
            }
            self.finite(value);
            if let Some(member) = value.value.placeholder() {
                self.key_member(entity, member, value.span);
            }
        }
    }

    /// What stands in braces is a member of the key.
    fn key_member(&mut self, entity: &Entity, name: &str, span: Span) {
        if entity.key.iter().any(|member| member.value == name) {
            return;
        }
        let members: Vec<_> = entity.key.iter().map(|member| member.value.as_str()).collect();
        let message = format!("`{{{name}}}` names no member of the key of `{}`", entity.name.value);
        let help = closest(name, members.iter().copied()).map(|member| format!("did you mean `{{{member}}}`?"));
        let all: Vec<_> = members.iter().map(|member| format!("`{{{member}}}`")).collect();
        let help = help.or_else(|| (!all.is_empty()).then(|| format!("there is {}", all.join(", "))));
        self.report(Diagnostic::new(Code::PathParameter, span, message).maybe_help(help));
    }

    fn body(&mut self, entity: &Entity, operation: &Operation) {
        let fixed = operation.fixed.first().map(|(name, _)| name.span);
        if operation.method.value == Method::Get
            && let Some(span) = operation.body.as_ref().map(|body| body.span).or(fixed)
        {
            let diagnostic = Diagnostic::new(Code::BodyOfGet, span, "a GET has no body");
            self.report(
                diagnostic
                    .also(operation.method.span, "said here")
                    .help("use `params` for what stands in the query, or `method: post`"),
            );
        }
        let Some(body) = &operation.body else { return };
        match &body.value {
            Body::Write if self.schema.has_write_type(entity) => {}
            Body::Write => {
                let help = "it has one if it has `create` or `update`".to_owned();
                self.no_write_type(entity.model(), body.span, help);
            }
            Body::Named(name) => self.body_type(name, body.span),
        }
    }

    fn body_type(&mut self, name: &str, span: Span) {
        let schema = self.schema;
        let help = match self.types.get(name) {
            Some(Named::Object(object)) if !object.write.is_empty() => return,
            Some(Named::Entity(entity)) if schema.has_write_type(entity) => return,
            Some(Named::Object(object)) => format!("say with `write` in types/{}.yaml what is sent of it", object.stem),
            Some(Named::Entity(_)) => "it has one if it has `create` or `update`".to_owned(),
            Some(Named::Id(_) | Named::Enum(_)) => "a body is an object or entity".to_owned(),
            None if self.outcome.broken_types.contains(name) => return,
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

/// Braces that hold no name.
fn brace_objection(path: &str) -> Option<&'static str> {
    let names: Vec<_> = placeholders(path).map(|(_, name)| name).collect();
    let braces = path.matches(['{', '}']).count();
    if names.iter().any(|name| name.is_empty() || name.contains(['{', '/'])) || braces != names.len() * 2 {
        return Some("has braces that hold no name");
    }
    None
}

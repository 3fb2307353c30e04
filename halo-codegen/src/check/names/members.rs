//! Fields and parameters, and the methods that are generated from them.

use std::collections::BTreeMap;

use crate::check::{Check, Request, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::names::{clear_name, one_value, variable_name};
use crate::model::{Access, Entity, Field, OperationKind, Param};
use crate::naming::{Use, naming_error};
use crate::source::{Span, Spanned};
use crate::suggest::quoted;

/// A field or parameter with its Rust name.
struct Member<'a> {
    wire: &'a Spanned<String>,
    explicit: Option<&'a Spanned<String>>,
    rust: String,
}

impl Member<'_> {
    /// The place to fix: the `name:` if it is given here.
    fn span(&self) -> Span {
        let here = |name: &&&Spanned<String>| name.span.file == self.wire.span.file;
        self.explicit.as_ref().filter(here).map_or(self.wire.span, |name| name.span)
    }

    fn help(&self) -> &'static str {
        match self.explicit {
            Some(name) if name.span.file != self.wire.span.file => "change its `name:` in halo.yaml",
            Some(_) => "choose another name",
            None => "add `name:` with another name; what is sent stays the same",
        }
    }
}

impl Check<'_> {
    pub(super) fn members(&mut self) {
        let schema = self.schema;
        for (_, name) in &schema.halo.names {
            self.shared_name(name);
        }
        for entity in &schema.entities {
            let writes = schema.has_write_type(entity);
            self.fields(&entity.fields, |field| writes && field.access != Access::Read);
            if writes {
                let written = entity.fields.iter().filter(|field| field.access != Access::Read);
                let members: Vec<_> = written.map(|field| self.field(field)).collect();
                self.field_setters(entity, members.iter());
            }
            for request in requests(entity) {
                self.request(entity, &request);
            }
        }
        for object in &schema.objects {
            self.fields(&object.fields, |field| object.write.iter().any(|name| name.value == field.wire_name.value));
        }
    }

    fn shared_name(&mut self, name: &Spanned<String>) {
        if let Some(why) = naming_error(&name.value) {
            let message = format!("{} {why}", quoted(&name.value));
            self.report(Diagnostic::new(Code::InvalidRustName, name.span, message).help("choose another name"));
        }
    }

    fn fields(&mut self, fields: &[Field], is_written: impl Fn(&Field) -> bool) {
        let members: Vec<_> = fields.iter().map(|field| self.field(field)).collect();
        self.valid(&members);
        self.distinct(&members);
        for (field, member) in fields.iter().zip(&members) {
            if field.access.is_read() {
                self.free(member, Use::ModelField);
            }
            if is_written(field) {
                self.free(member, Use::WriteSetter);
            }
        }
        self.clear_setters(fields, &members, is_written);
    }

    /// `clear_x` of a field `x` against a field named `clear_x`.
    fn clear_setters(&mut self, fields: &[Field], members: &[Member<'_>], is_written: impl Fn(&Field) -> bool) {
        let written: Vec<_> = fields.iter().zip(members).filter(|(field, _)| is_written(field)).collect();
        let cleared = written.iter().filter(|(field, _)| field.access != Access::Control);
        let clears: BTreeMap<_, _> = cleared.map(|(_, member)| (clear_name(&member.rust), *member)).collect();
        for (_, member) in &written {
            let Some(other) = clears.get(&member.rust) else { continue };
            let message = format!("`{}` is the method that clears {}", member.rust, quoted(&other.wire.value));
            self.report(
                Diagnostic::new(Code::ReservedName, member.span(), message)
                    .also(other.wire.span, "this field")
                    .help(member.help()),
            );
        }
    }

    fn request(&mut self, entity: &Entity, request: &Request<'_>) {
        let members: Vec<_> = request.operation.params.iter().map(|param| self.param(param)).collect();
        self.valid(&members);
        let setter = if request.is_list() { Use::ListSetter } else { Use::RequestSetter };
        for (param, member) in request.operation.params.iter().zip(&members) {
            // An argument is no method.
            if !param.required {
                self.free(member, setter);
            }
        }
        if matches!(request.operation.kind, OperationKind::Create | OperationKind::Update) {
            let params = request.operation.params.iter().zip(&members);
            self.field_setters(entity, params.filter(|(param, _)| !param.required).map(|(_, member)| member));
        }
        let is_key = |field: &&Field| request.members.iter().any(|member| member.value == field.wire_name.value);
        let mut all: Vec<_> = entity.fields.iter().filter(is_key).map(|field| self.field(field)).collect();
        let keys = all.len();
        all.extend(members);
        self.distinct(&all);
        let is_argument =
            |index: usize| index.checked_sub(keys).is_none_or(|param| request.operation.params[param].required);
        let arguments = all.iter().enumerate().filter(|(index, _)| is_argument(*index)).map(|(_, member)| member);
        self.body_argument(request, arguments);
    }

    /// `custom_field` of a list of custom fields against a parameter or another field of that name.
    fn field_setters<'m>(&mut self, entity: &Entity, others: impl Iterator<Item = &'m Member<'m>>) {
        let written = entity.fields.iter().filter(|field| field.access.is_written());
        let lists: BTreeMap<_, _> =
            written.filter_map(|field| Some((one_value(self.schema, field)?, &field.wire_name))).collect();
        let from: BTreeMap<_, _> = lists.iter().map(|(one, list)| (format!("{one}s_from"), *list)).collect();
        for member in others {
            let one = lists.get(&member.rust).map(|list| (list, "sets one element of"));
            let Some((list, sets)) = one.or_else(|| Some((from.get(&member.rust)?, "sets elements of"))) else {
                continue;
            };
            let message = format!("`{}` is the method that {sets} {}", member.rust, quoted(&list.value));
            let diagnostic = Diagnostic::new(Code::ReservedName, member.span(), message);
            self.report(diagnostic.also(list.span, "this list").help(member.help()));
        }
    }

    /// The argument that is the body is named after its type.
    fn body_argument<'m>(&mut self, request: &Request<'_>, mut others: impl Iterator<Item = &'m Member<'m>>) {
        let Some(body) = &request.body else { return };
        let rust = variable_name(&body.value);
        let Some(other) = others.find(|other| other.rust == rust) else { return };
        let message = format!("`{rust}` is already the argument for the body of `{}`", request.name());
        self.report(
            Diagnostic::new(Code::DuplicateRustName, other.span(), message)
                .also(body.span, "named after this")
                .help(other.help()),
        );
    }

    fn field<'f>(&self, field: &'f Field) -> Member<'f> {
        let explicit = field.name.as_ref();
        Member { wire: &field.wire_name, explicit, rust: self.rust_name(&field.wire_name, explicit) }
    }

    fn param<'p>(&self, param: &'p Param) -> Member<'p> {
        let explicit = param.name.as_ref();
        Member { wire: &param.wire_name, explicit, rust: self.rust_name(&param.wire_name, explicit) }
    }

    fn valid(&mut self, members: &[Member<'_>]) {
        for member in members {
            let Some(why) = naming_error(&member.rust) else { continue };
            // A wrong name in `names` is reported there, once.
            if member.explicit.is_none()
                && self.schema.halo.names.iter().any(|(wire, _)| wire.value == member.wire.value)
            {
                continue;
            }
            let message = match member.explicit {
                Some(name) => format!("the name {} {why}", quoted(&name.value)),
                None if member.rust == member.wire.value => {
                    format!("{} {why}, so it needs a `name:`", quoted(&member.rust))
                }
                None => format!(
                    "{} becomes `{}`, which {why}, so it needs a `name:`",
                    quoted(&member.wire.value),
                    member.rust
                ),
            };
            self.report(Diagnostic::new(Code::InvalidRustName, member.span(), message).help(member.help()));
        }
    }

    fn free(&mut self, member: &Member<'_>, used: Use) {
        if used.is_taken(&member.rust) {
            let message = format!("`{}` is already {}, so this needs another `name:`", member.rust, used.describe());
            self.report(Diagnostic::new(Code::ReservedName, member.span(), message).help(member.help()));
        }
    }

    fn distinct(&mut self, members: &[Member<'_>]) {
        let mut first: BTreeMap<&str, &Member<'_>> = BTreeMap::new();
        for member in members {
            let Some(other) = first.get(member.rust.as_str()) else {
                first.insert(&member.rust, member);
                continue;
            };
            // A duplicate parameter is reported as such.
            if other.wire.value != member.wire.value {
                let message = format!(
                    "{} and {} both become `{}` in Rust",
                    quoted(&other.wire.value),
                    quoted(&member.wire.value),
                    member.rust
                );
                self.report(
                    Diagnostic::new(Code::DuplicateRustName, member.span(), message)
                        .also(other.span(), "the other one")
                        .help("give one of them another `name:`"),
                );
            }
        }
    }
}

//! Parameters are unique, refer to what exists, and leave paging to the runtime.

use std::collections::BTreeMap;

use super::{Check, Request, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, List, Object, Param, ParamPlace};
use crate::naming::is_runtime_param;
use crate::source::{Span, Spanned};
use crate::suggest::{did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn params(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            for request in requests(entity) {
                self.repeated(&request);
                for param in &request.operation.params {
                    self.references(entity, &request, param);
                    if let Some(list) = &request.operation.list {
                        self.runtime(list, param);
                    }
                }
            }
        }
        let readable = schema.objects.iter().filter(|object| !self.outcome.without_fields.contains(&object.file));
        readable.for_each(|object| self.write(object));
    }

    fn repeated(&mut self, request: &Request<'_>) {
        // A part of a form may have the name of a query parameter.
        let mut seen: BTreeMap<(bool, &str), (Span, &str)> = BTreeMap::new();
        let members = request.members.iter();
        seen.extend(members.map(|member| ((false, member.value.as_str()), (member.span, "already an argument"))));
        for param in &request.operation.params {
            let wire = &param.wire_name;
            let is_part = param.place == ParamPlace::Part;
            if let Some((span, label)) = seen.get(&(is_part, wire.value.as_str())) {
                let message = format!("`{}` has the parameter {} twice", request.name(), quoted(&wire.value));
                self.report(
                    Diagnostic::new(Code::DuplicateParameter, wire.span, message)
                        .label("again here")
                        .also(*span, *label)
                        .help("remove one of them"),
                );
            } else {
                seen.insert((is_part, &wire.value), (wire.span, "first here"));
            }
        }
    }

    fn references(&mut self, entity: &Entity, request: &Request<'_>, param: &Param) {
        let fields: Vec<_> = entity.fields.iter().map(|field| field.wire_name.value.as_str()).collect();
        if let Some(field) = param.field.as_ref().filter(|_| !self.outcome.without_fields.contains(&entity.file)) {
            let what = format!("a field of `{}`", entity.model());
            self.reference(param, "field", field, &what, &fields);
        }
        let others = || request.operation.query().map(|other| other.wire_name.value.as_str());
        let mut known: Vec<_> = others().filter(|other| *other != param.wire_name.value).collect();
        let what = format!("another parameter of `{}`", request.name());
        for needed in &param.needs {
            self.reference(param, "needs", needed, &what, &known);
        }
        if request.is_list() {
            known.push("paging");
        }
        for excluded in &param.excludes {
            self.reference(param, "excludes", excluded, &what, &known);
        }
    }

    fn reference(&mut self, param: &Param, key: &str, name: &Spanned<String>, what: &str, known: &[&str]) {
        if known.contains(&name.value.as_str()) {
            return;
        }
        let message =
            format!("`{key}` of {} names {}, which is not {what}", quoted(&param.wire_name.value), quoted(&name.value));
        let help = did_you_mean(&name.value, known.iter().copied()).or_else(|| choices(known));
        let diagnostic = if param.wire_name.span.file == name.span.file {
            Diagnostic::new(Code::UnknownReference, name.span, message)
        } else {
            // Whether a shared parameter is right depends on the entity that uses it.
            Diagnostic::new(Code::UnknownReference, param.wire_name.span, message)
                .label("used here")
                .also(name.span, "named here")
        };
        self.report(diagnostic.maybe_help(help));
    }

    fn runtime(&mut self, list: &List, param: &Param) {
        let name = param.wire_name.value.as_str();
        let window = list.window.as_ref().filter(|window| window.value.eq_ignore_ascii_case(name));
        if is_runtime_param(name) || window.is_some() {
            let message = format!("{} is set by the runtime and cannot be a filter", quoted(name));
            let diagnostic = Diagnostic::new(Code::RuntimeParameter, param.wire_name.span, message);
            let diagnostic = match window {
                Some(window) => diagnostic.also(window.span, "the list is walked by it"),
                None => diagnostic,
            };
            self.report(
                diagnostic.help("remove it; describe what the endpoint can do with `paging`, `page_cap` and `sort`"),
            );
        }
    }

    fn write(&mut self, object: &Object) {
        let fields: Vec<_> = object.fields.iter().map(|field| field.wire_name.value.as_str()).collect();
        for name in object.write.iter().filter(|name| !fields.contains(&name.value.as_str())) {
            let message =
                format!("`write` names {}, which is not a field of `{}`", quoted(&name.value), object.name.value);
            let help = did_you_mean(&name.value, fields.iter().copied()).or_else(|| choices(&fields));
            self.report(Diagnostic::new(Code::UnknownReference, name.span, message).maybe_help(help));
        }
    }
}

/// The names that exist, if they are few enough to read.
fn choices(known: &[&str]) -> Option<String> {
    const FEW: usize = 12;
    let names: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    (1..=FEW).contains(&names.len()).then(|| format!("known: {}", names.join(", ")))
}

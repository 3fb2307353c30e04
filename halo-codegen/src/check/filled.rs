//! Parameters named by `with` are parameters of the field's entity.

use super::Check;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, Field, OperationKind, Presence};
use crate::source::Spanned;
use crate::suggest::{did_you_mean, quoted};

impl Check<'_> {
    pub(super) fn filled(&mut self) {
        let schema = self.schema;
        for entity in schema.entities.iter().filter(|entity| entity.has_own_types()) {
            // What seems to be missing may be part of what could not be read.
            let is_partial = self.outcome.faulty.iter().any(|span| span.file == entity.file);
            for (field, with) in brought(&entity.fields).filter(|_| !is_partial) {
                self.brought(entity, field, with);
            }
        }
        for (field, with) in schema.objects.iter().flat_map(|object| brought(&object.fields)) {
            let name = quoted(&field.wire_name.value);
            let message = format!("{name} is a field of an object, which has no parameters of its own");
            self.report(
                Diagnostic::new(Code::WithMisfit, with.span, message).help("remove `with`, or mention it in `doc`"),
            );
        }
    }

    fn brought(&mut self, entity: &Entity, field: &Field, with: &Spanned<String>) {
        let name = quoted(&field.wire_name.value);
        if !field.access.is_read() {
            let message = format!("{name} is only sent, so no parameter can bring it");
            return self.report(Diagnostic::new(Code::WithMisfit, with.span, message).help("remove `with`"));
        }
        let params = || entity.operations.iter().flat_map(|operation| &operation.params);
        let takes = entity
            .operations
            .iter()
            .filter(|operation| operation.params.iter().any(|param| param.wire_name.value == with.value));
        let kinds: Vec<_> = takes.map(|operation| operation.kind).collect();
        if kinds.is_empty() {
            let message = format!(
                "`with` of {name} names {}, which is not a parameter of `{}`",
                quoted(&with.value),
                entity.plural
            );
            let help = did_you_mean(&with.value, params().map(|param| param.wire_name.value.as_str()))
                .unwrap_or_else(|| "name a filter or option of `list`, or one of the `params` of a request".to_owned());
            return self.report(Diagnostic::new(Code::WithMisfit, with.span, message).help(help));
        }
        let is_list = |kind: &OperationKind| *kind == OperationKind::List;
        let misfit = match field.presence {
            Presence::Detail if kinds.iter().all(is_list) => Some(("list", "detail")),
            Presence::List if !kinds.iter().any(is_list) => Some(("get", "list")),
            _ => None,
        };
        if let Some((takes, filled)) = misfit {
            let message = format!(
                "{} is a parameter of `{takes}`, and {name} is filled `in: {filled}` only",
                quoted(&with.value)
            );
            let help = "correct `in`, or remove `with`";
            self.report(Diagnostic::new(Code::WithMisfit, with.span, message).help(help));
        }
    }
}

fn brought(fields: &[Field]) -> impl Iterator<Item = (&Field, &Spanned<String>)> {
    fields.iter().flat_map(|field| field.with.iter().map(move |with| (field, with)))
}

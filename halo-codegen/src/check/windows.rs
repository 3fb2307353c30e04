//! Lists that are walked by the ids of their rows.

use super::{Check, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Entity, IdRepr, Named, Reply, TypeExpr};
use crate::naming::is_runtime_param;
use crate::source::Spanned;
use crate::suggest::quoted;

impl Check<'_> {
    pub(super) fn windows(&mut self) {
        let schema = self.schema;
        for entity in &schema.entities {
            for request in requests(entity) {
                let Some(window) = request.operation.list.as_ref().and_then(|list| list.window.as_ref()) else {
                    continue;
                };
                let rows = self.rows_of(entity, &request.operation.reply);
                if let Some((key, id)) = rows.map(|rows| (rows.key.clone(), rows.id.value)) {
                    self.window(window, &key, id);
                }
            }
        }
        for resource in &schema.resources {
            if let Some(window) = &resource.window {
                self.window(window, &resource.key, resource.id);
            }
        }
    }

    /// The entity that the rows of a list are; a name that is none was reported.
    fn rows_of<'e>(&'e self, entity: &'e Entity, reply: &Reply<Spanned<TypeExpr>>) -> Option<&'e Entity> {
        let Reply::Page(row) = reply else { return Some(entity) };
        match &row.value {
            TypeExpr::Named(name) if *name == entity.name.value => Some(entity),
            TypeExpr::Named(name) => match self.types.get(name.as_str())? {
                Named::Entity(rows) => Some(rows),
                _ => None,
            },
            _ => None,
        }
    }

    fn window(&mut self, window: &Spanned<String>, key: &[Spanned<String>], id: IdRepr) {
        let name = window.value.as_str();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') || is_runtime_param(name) {
            let message = format!("{} is not a parameter that asks for older rows", quoted(name));
            self.report(
                Diagnostic::new(Code::WindowMisfit, window.span, message)
                    .help("name the parameter, such as `older_than_id`; `count` is sent beside it"),
            );
        }
        if key.len() != 1 || id != IdRepr::Int {
            let message =
                format!("{} compares ids, and the rows have no single whole number as their key", quoted(name));
            let diagnostic = Diagnostic::new(Code::WindowMisfit, window.span, message);
            let shown = key.iter().fold(diagnostic, |shown, member| shown.also(member.span, "a member of the key"));
            self.report(shown.help("write `paging: count` if the list has no other parameter to go on by"));
        }
    }
}

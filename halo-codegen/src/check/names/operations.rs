//! Operations become a method and a struct.

use std::collections::BTreeMap;

use super::declared::type_names;
use crate::check::{Check, own_operations};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::names::{handle_name, operation_name, request_name};
use crate::model::{Entity, Operation, OperationKind};
use crate::naming::{is_handle_method, naming_error};
use crate::source::Span;
use crate::suggest::quoted;

const HELP: &str = "rename the operation: its name is not sent";

impl Check<'_> {
    pub(super) fn operation_names(&mut self) {
        let schema = self.schema;
        let types: BTreeMap<_, _> =
            type_names(schema).into_iter().map(|(name, span, origin)| (name, (span, origin))).collect();
        for entity in &schema.entities {
            for operation in own_operations(entity) {
                self.operation_method(operation);
            }
            self.operation_structs(entity, &types);
        }
    }

    fn operation_method(&mut self, operation: &Operation) {
        let (name, span) = (&operation.name.value, operation.name.span);
        if let Some(why) = naming_error(name) {
            let message = format!("the operation {} {why}", quoted(name));
            self.report(Diagnostic::new(Code::InvalidRustName, span, message).help(HELP));
        } else if is_handle_method(name) {
            let message = format!("`{name}` is already a method of every handle");
            self.report(Diagnostic::new(Code::ReservedName, span, message).help(HELP));
        }
    }

    /// The structs share a module with others and with the types of their parameters.
    fn operation_structs(&mut self, entity: &Entity, types: &BTreeMap<String, (Span, String)>) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for operation in entity.custom_operations() {
            let name = operation_name(&entity.name.value, &operation.name.value);
            let span = operation.name.span;
            let message = format!("the request of the operation {} is named `{name}`", quoted(&operation.name.value));
            let diagnostic = Diagnostic::new(Code::DuplicateType, span, message).help(HELP);
            if let Some(other) = first.get(&name) {
                self.report(diagnostic.also(*other, "as is that of this operation"));
            } else if let Some((other, origin)) = types.get(&name) {
                self.report(diagnostic.also(*other, format!("as is {origin}")));
            } else if usual_names(entity).contains(&name) {
                self.report(diagnostic.label("as another type of the module"));
            }
            first.entry(name).or_insert(span);
        }
    }
}

/// The handle, and the requests that every entity may have.
fn usual_names(entity: &Entity) -> Vec<String> {
    let mut names = vec![handle_name(&entity.name.value, &entity.plural)];
    names.extend(OperationKind::STANDARD.map(|kind| match kind {
        OperationKind::List => request_name(kind.word(), &entity.plural),
        _ => request_name(kind.word(), &entity.name.value),
    }));
    names
}

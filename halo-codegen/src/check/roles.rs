//! Roles of parameters: each fits some operations and types, and occurs once per request.

use std::collections::BTreeMap;

use super::{Check, Request, requests};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{OperationKind, Role, Scalar, TypeExpr};
use crate::source::Span;

impl Check<'_> {
    pub(super) fn roles(&mut self) {
        let schema = self.schema;
        for request in schema.entities.iter().flat_map(requests) {
            self.roles_of(&request);
        }
    }

    fn roles_of(&mut self, request: &Request<'_>) {
        let mut first: BTreeMap<Role, Span> = BTreeMap::new();
        for param in &request.operation.params {
            let Some(role) = &param.role else { continue };
            // Whether a shared parameter is right depends on the entity that uses it.
            let own = &param.wire_name;
            let span = if own.span.file == role.span.file { role.span } else { own.span };
            if let Some(other) = first.get(&role.value) {
                let message = format!("`{}` has two parameters with the role `{}`", request.name(), role.value.word());
                self.report(Diagnostic::new(Code::RoleMisfit, span, message).also(*other, "the other one"));
                continue;
            }
            first.insert(role.value, span);
            if let Some(why) = misfit(role.value, request, &param.ty.value) {
                let message = format!("`{}` cannot have the role `{}`: {why}", own.value, role.value.word());
                self.report(Diagnostic::new(Code::RoleMisfit, span, message).help("remove `role`"));
            }
        }
    }
}

/// Why a parameter cannot have a role.
fn misfit(role: Role, request: &Request<'_>, ty: &TypeExpr) -> Option<&'static str> {
    let kind = request.operation.kind;
    let (is_here, here) = match role {
        Role::Detail => (kind == OperationKind::Get, "it is only for `get`"),
        Role::AllRows => (
            matches!(kind, OperationKind::Create | OperationKind::Update | OperationKind::Custom),
            "it is only for writes",
        ),
        Role::Since | Role::Until | Role::Deleted => (request.is_list(), "it is only for `list`"),
    };
    let (is_typed, typed) = match role {
        Role::Since | Role::Until => {
            (matches!(ty, TypeExpr::Scalar(Scalar::DateTime | Scalar::Date)), "its type must be `datetime` or `date`")
        }
        Role::Detail | Role::AllRows | Role::Deleted => {
            (*ty == TypeExpr::Scalar(Scalar::Bool), "its type must be `bool`")
        }
    };
    (!is_here).then_some(here).or((!is_typed).then_some(typed))
}

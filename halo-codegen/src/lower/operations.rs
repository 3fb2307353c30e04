//! Operations: requests that the schema describes one by one.

use heck::ToShoutySnakeCase as _;

use super::docs::{markdown, prose};
use super::requests::endpoint_line;
use super::types::type_name;
use super::{Lowering, read_scope, write_scope};
use crate::ir::{self, FixedDef, OperationDef, RequestDef, RustType};
use crate::model::{Body, Entity, Literal, Method, Operation, Reply, Safety};
use crate::naming;

/// Statics that every catalog file has.
const CATALOG: [&str; 2] = ["ENTITY", "FIELDS"];

impl Lowering<'_> {
    pub(super) fn operation(&self, entity: &Entity, handle: &str, operation: &Operation) -> RequestDef {
        let verb = &operation.name.value;
        let facts = facts(entity, operation);
        let endpoint = format!("{} {}", facts.method, facts.path);
        RequestDef {
            verb: verb.clone(),
            name: naming::operation_name(&entity.name.value, verb),
            method_doc: prose(&operation.doc.value)
                .and(&endpoint_line(&endpoint, facts.scope.as_deref()))
                .and(remark(operation)),
            struct_doc: markdown(&format!("The request of [`{handle}::{verb}`].")),
            key: self.arguments(entity, operation.members(entity)),
            body: operation.body.as_ref().and_then(|body| match &body.value {
                Body::Write => self.body(entity.model(), &entity.name.value),
                Body::Named(name) => self.body(name, name),
            }),
            reply: self.reply(&operation.reply),
            params: self.params(&operation.params),
            field_setters: Vec::new(),
            operation: Some(facts),
        }
    }

    fn reply(&self, reply: &Reply) -> ir::Reply {
        match reply {
            Reply::None => ir::Reply::Empty,
            Reply::Bytes => ir::Reply::Bytes,
            Reply::Type(ty) => match self.names.rust(&ty.value) {
                RustType::Json => ir::Reply::Json,
                RustType::Object(model, _) => ir::Reply::Object(model),
                other => ir::Reply::Value(other),
            },
        }
    }
}

fn facts(entity: &Entity, operation: &Operation) -> OperationDef {
    let name = operation.name.value.to_shouty_snake_case();
    let scope = if operation.writes { write_scope(entity) } else { read_scope(entity) };
    OperationDef {
        constant: if CATALOG.contains(&name.as_str()) { format!("{name}_OPERATION") } else { name },
        method: match operation.method.value {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Delete => "DELETE",
        },
        path: operation.path.value.clone(),
        key: operation.members(entity).map(|member| member.value.clone()).collect(),
        body: operation.body.as_ref().map(|body| match &body.value {
            Body::Write => entity.model().to_owned(),
            Body::Named(name) => name.clone(),
        }),
        in_array: operation.in_array,
        fixed: operation.fixed.iter().map(|(name, value)| (name.value.clone(), fixed(&value.value))).collect(),
        reply: match &operation.reply {
            Reply::None => "none".to_owned(),
            Reply::Bytes => "bytes".to_owned(),
            Reply::Type(ty) => type_name(&ty.value),
        },
        safety: match operation.safety {
            Safety::Safe => "Safe",
            Safety::Idempotent => "Idempotent",
            Safety::Unsafe => "Unsafe",
        },
        scope: scope.map(str::to_owned),
    }
}

fn fixed(value: &Literal) -> FixedDef {
    match value {
        Literal::Null => FixedDef::Null,
        Literal::Bool(value) => FixedDef::Bool(*value),
        Literal::Int(value) => FixedDef::Int(*value),
        Literal::Float(value) => FixedDef::Float(format!("{value:?}")),
        Literal::String(text) => match value.placeholder() {
            Some(member) => FixedDef::Key(member.to_owned()),
            None => FixedDef::Text(text.clone()),
        },
    }
}

fn remark(operation: &Operation) -> &'static str {
    match operation.safety {
        Safety::Unsafe => {
            "It is sent once: if the outcome is in doubt, it fails with \
             [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) rather than be carried out twice."
        }
        Safety::Safe | Safety::Idempotent => "",
    }
}

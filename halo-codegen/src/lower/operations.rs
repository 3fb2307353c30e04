//! Operations: what the method, the request and the catalog say of each. Decided here once, for all kinds alike.

use heck::ToShoutySnakeCase as _;

use super::docs::{a, code, markdown, prose, summarized, words};
use super::key::key_args;
use super::names;
use super::types::{shown, takes};
use super::{Lowering, read_scope, write_scope};
use crate::ir::{ArgDef, BodyDef, Doc, FixedValue, KeyDef, KeyPlace, ListDef, OperationDef, Takes, Type, TypeRef};
use crate::model::{
    Body, Entity, Field, List, Literal, Operation, OperationKind, Param, Reply, Safety, Schema, ScopeKind, TypeExpr,
};
use crate::source::Spanned;

/// Statics that every catalog file has.
const CATALOG: [&str; 2] = ["ENTITY", "FIELDS"];

impl Lowering<'_> {
    pub(super) fn operation(&self, entity: &Entity, handle: &str, operation: &Operation) -> OperationDef {
        let name = &operation.name.value;
        let scope = match operation.scope {
            ScopeKind::Read => read_scope(entity),
            ScopeKind::Write => write_scope(entity),
        };
        let reply = self.reply(&operation.reply);
        let fixed = fixed(entity, operation);
        let body = operation.body.as_ref().and_then(|body| self.body(entity, &body.value));
        OperationDef {
            kind: operation.kind,
            request: names::request_struct(entity, operation),
            constant: constant(name),
            method_doc: method_doc(self.schema, entity, operation, scope).and(&self.needs_line(entity, operation)),
            struct_doc: struct_doc(entity, handle, operation),
            section: None,
            deprecated: operation.deprecated.as_ref().map(|note| note.value.clone()),
            method: operation.method.value,
            path: operation.path.value.clone(),
            key: self.key(entity, operation),
            params: self.params(&operation.params),
            body_shape: (operation.body.is_some() || !fixed.is_empty()).then_some(operation.body_shape),
            body,
            needs: self.needs(entity, operation),
            enforce_needs: operation.enforces_needs(),
            fixed,
            returns: reply.rust(shown),
            safety: operation.safety,
            scope: scope.map(str::to_owned),
            list: operation.list.as_ref().map(list),
            rows: other_rows(entity, &reply),
            reply,
            field_setters: self.request_field_setters(entity, operation.kind),
            name: name.clone(),
        }
    }

    /// The members of the key that an operation takes, and what else stands in its path.
    pub(super) fn key(&self, entity: &Entity, operation: &Operation) -> Vec<KeyDef> {
        let field = |name: &str| entity.fields.iter().find(|field| field.wire_name.value == name);
        let members = key_args(entity, operation).filter_map(|(member, place)| Some((field(&member.value)?, place)));
        let members =
            members.map(|(field, place)| KeyDef { wire: field.wire_name.value.clone(), place, arg: self.arg(field) });
        let args = operation.args().map(|param| {
            let (wire, ty) = (param.wire_name.value.clone(), self.ty(&param.ty.value));
            let rust = names::rust_name(self.schema, &wire, param.name.as_ref().map(|name| name.value.as_str()));
            KeyDef { wire, place: KeyPlace::Path, arg: ArgDef { rust, takes: takes(&ty), ty } }
        });
        members.chain(args).collect()
    }

    fn arg(&self, field: &Field) -> ArgDef {
        let ty = self.ty(&field.ty.value);
        ArgDef { rust: self.rust_name(field), takes: takes(&ty), ty }
    }

    /// The argument that is the body, called after what is sent.
    pub(super) fn body(&self, entity: &Entity, body: &Body) -> Option<BodyDef> {
        let (of, called) = match body {
            Body::Write => (entity.model(), entity.name.value.as_str()),
            Body::Named(name) => (name.as_str(), name.as_str()),
            Body::List(element) => return Some(self.list_body(element)),
            Body::Multipart => return None,
        };
        let of = self.ty(&TypeExpr::Named(of.to_owned()));
        let Type::Object(_, Some(write)) = &of else { return None };
        Some(BodyDef { rust: names::variable_name(called), takes: Takes::Write(write.clone()), of })
    }

    fn list_body(&self, element: &TypeExpr) -> BodyDef {
        let of = Type::List(Box::new(self.ty(element)));
        BodyDef { rust: names::list_argument(element).to_owned(), takes: takes(&of), of }
    }

    fn reply(&self, reply: &Reply<Spanned<TypeExpr>>) -> Reply<Type> {
        match reply.map(|ty| self.ty(&ty.value)) {
            Reply::Value(object @ Type::Object(..)) => Reply::Object(object),
            Reply::Object(Type::Scalar(scalar)) => Reply::Value(Type::Scalar(scalar)),
            other => other,
        }
    }
}

/// The rows of a list that are not those of its own entity.
fn other_rows(entity: &Entity, reply: &Reply<Type>) -> Option<TypeRef> {
    match reply {
        Reply::Page(Type::Object(row, _)) if row.name != entity.model() => Some(row.clone()),
        _ => None,
    }
}

fn constant(name: &str) -> String {
    let name = name.to_shouty_snake_case();
    if CATALOG.contains(&name.as_str()) { format!("{name}_OPERATION") } else { name }
}

fn list(list: &List) -> ListDef {
    ListDef {
        rows: list.rows.iter().map(|key| key.value.clone()).collect(),
        paging: list.paging.value,
        window: list.window.as_ref().map(|name| name.value.clone()),
        page_cap: list.page_cap.as_ref().map(|cap| cap.value),
        sort: list.sort.as_ref().map_or(0, |levels| levels.value),
    }
}

/// What the body always holds. An update without its key would create a duplicate.
fn fixed(entity: &Entity, operation: &Operation) -> Vec<(String, FixedValue)> {
    if operation.kind == OperationKind::Update {
        let key = key_args(entity, operation).map(|(member, _)| member.value.clone());
        return key.map(|member| (member.clone(), FixedValue::Key(member))).collect();
    }
    let value = |value: &Literal| match value.placeholder() {
        Some(member) => FixedValue::Key(member.to_owned()),
        None => FixedValue::Literal(value.clone()),
    };
    operation.fixed.iter().map(|(name, literal)| (name.value.clone(), value(&literal.value))).collect()
}

/// What a standard operation does; the others say it themselves.
fn does(entity: &Entity, kind: OperationKind) -> Option<String> {
    let one = || a(&words(&entity.name.value));
    Some(match kind {
        OperationKind::List => format!("Lists {}", words(&entity.plural)),
        OperationKind::Get => format!("Fetches {}", one()),
        OperationKind::Create => format!("Creates {}", one()),
        OperationKind::Update => format!("Changes {}", one()),
        OperationKind::Delete => format!("Deletes {}", one()),
        OperationKind::Custom => return None,
    })
}

fn method_doc(schema: &Schema, entity: &Entity, operation: &Operation, scope: Option<&str>) -> Doc {
    let text = match (&operation.doc, does(entity, operation.kind)) {
        (Some(doc), _) => summarized(&doc.value),
        (None, does) => markdown(&format!("{}.", does.unwrap_or_default())),
    };
    let endpoint = format!("{} {}", operation.method.value.http(), operation.path.value);
    let text = arguments(schema, operation).into_iter().fold(text, |text, argument| text.and(&argument));
    text.and(&endpoint_line(&endpoint, scope)).and(remark(operation))
}

/// What the arguments of an operation with a name of its own are, beside the key and the body.
fn arguments(schema: &Schema, operation: &Operation) -> Vec<String> {
    let told = |param: &&Param| param.required && operation.kind == OperationKind::Custom;
    let argument = |param: &Param| {
        let name = param.name.as_ref().map(|name| name.value.as_str());
        let rust = names::rust_name(schema, &param.wire_name.value, name);
        format!("{}: {}", code(&rust), prose(&param.doc.value).0.join(" "))
    };
    operation.params.iter().filter(told).map(argument).collect()
}

fn struct_doc(entity: &Entity, handle: &str, operation: &Operation) -> Doc {
    let method = format!("[`{handle}::{}`]", operation.name.value);
    markdown(&match does(entity, operation.kind) {
        Some(does) => format!("{does}: {method}."),
        None => format!("The request that {method} makes."),
    })
}

fn remark(operation: &Operation) -> &'static str {
    match (operation.kind, operation.safety) {
        (OperationKind::Update, _) => {
            "Sends only what is set, together with the id: without an id, Halo would create a duplicate."
        }
        (OperationKind::Create, Safety::Unsafe) => {
            "It is sent once: if the outcome is in doubt, it fails with \
             [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) rather than risk a duplicate."
        }
        (_, Safety::Unsafe) => {
            "It is sent once: if the outcome is in doubt, it fails with \
             [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown) rather than be carried out twice."
        }
        (_, Safety::Safe | Safety::Idempotent) => "",
    }
}

pub(super) fn endpoint_line(endpoint: &str, scope: Option<&str>) -> String {
    match scope {
        Some(scope) => format!("{}, scope {}.", code(endpoint), code(scope)),
        None => format!("{}.", code(endpoint)),
    }
}

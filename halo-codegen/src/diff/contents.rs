//! What an entity, a type or an operation consists of, in short.

use crate::ir::{BulkKind, EntityDef, FixedValue, HandleDef, KeyPlace, ModelDef, OperationDef, WriteDef};
use crate::model::{BodyShape, Literal, OperationKind};

/// `41 fields, 5 requests, 30 setters`.
pub(super) fn counted(entity: &EntityDef) -> String {
    let own = entity.own.as_ref();
    let fields = own.map_or(0, |own| own.model.fields.iter().filter(|field| field.in_model).count());
    let setters = own.and_then(|own| own.write.as_ref()).map_or(0, |write| write.setters.len());
    let counts = [
        count(fields, "field"),
        count(entity.handle.operations.len(), "request"),
        count(entity.handle.operations.iter().map(|operation| operation.params.len()).sum(), "parameter"),
        count(setters, "setter"),
    ];
    let rows = if own.is_none() { format!("; its rows are `{}`", entity.model.name) } else { String::new() };
    counts.into_iter().flatten().collect::<Vec<_>>().join(", ") + &rows
}

/// A line per kind of what it has.
pub(super) fn listed(entity: &EntityDef) -> Vec<String> {
    let own = entity.own.as_ref();
    let mut lines: Vec<String> = own.iter().flat_map(|own| model(&own.model, own.write.as_ref())).collect();
    lines.push(line("requests", entity.handle.operations.iter().map(|operation| format!("{}()", operation.name))));
    for operation in entity.handle.operations.iter().filter(|operation| !operation.params.is_empty()) {
        let params = operation.params.iter().map(|param| param.rust.clone());
        lines.push(line(&format!("parameters of `{}()`", operation.name), params));
    }
    lines
}

/// The same of a struct and of its write type.
pub(super) fn model(model: &ModelDef, write: Option<&WriteDef>) -> Vec<String> {
    let fields = model.fields.iter().filter(|field| field.in_model).map(|field| field.rust.clone());
    let setters = write.map(setters);
    [line("fields", fields)].into_iter().chain(setters).collect()
}

/// The setters of a write type.
pub(super) fn setters(write: &WriteDef) -> String {
    line("setters", write.setters.iter().map(|setter| setter.rust.clone()))
}

/// `fields: a, b`.
pub(super) fn line(kind: &str, names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    format!("{kind}: {}", names.join(", "))
}

/// `1 field`, `2 fields`; nothing of none.
pub(super) fn count(number: usize, what: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {what}")),
        _ => Some(format!("{number} {what}s")),
    }
}

/// `tickets::Ticket`.
pub(super) fn named(entity: &EntityDef) -> String {
    format!("{}::{}", entity.module, entity.model.name)
}

/// What an operation sends: `POST /Things [{id: {id}, _recover: true}]`.
pub(super) fn sent(operation: &OperationDef) -> String {
    let mut text = operation.method.word().to_ascii_uppercase();
    if operation.kind == OperationKind::Custom {
        text = format!("{text} {}", operation.path);
    }
    let query = operation.key.iter().filter(|member| member.place == KeyPlace::Query);
    let query: Vec<String> = query.map(|member| format!("{}=…", member.wire)).collect();
    if !query.is_empty() {
        text = format!("{text} ?{}", query.join("&"));
    }
    let fixed: Vec<String> = operation.fixed.iter().map(|(name, value)| format!("{name}: {}", fixed(value))).collect();
    let is_set = operation.body.is_some() || operation.body_shape == Some(BodyShape::Multipart);
    let set = is_set.then(|| "…".to_owned());
    let body = fixed.into_iter().chain(set).collect::<Vec<_>>().join(", ");
    match operation.body_shape {
        Some(BodyShape::Array) => format!("{text} [{{{body}}}]"),
        Some(BodyShape::Object) => format!("{text} {{{body}}}"),
        Some(BodyShape::Multipart) => format!("{text} form {{{body}}}"),
        None => text,
    }
}

fn fixed(value: &FixedValue) -> String {
    match value {
        FixedValue::Literal(Literal::String(text)) => format!("{text:?}"),
        FixedValue::Literal(value) => value.to_string(),
        FixedValue::Key(member) => format!("{{{member}}}"),
    }
}

/// What goes and comes with a method of the handle: the struct of its request, and methods that need it.
pub(super) fn along(handle: &HandleDef, operation: &OperationDef) -> Vec<String> {
    let several = |kind: &BulkKind| match operation.kind {
        OperationKind::Create => *kind != BulkKind::UpdateMany,
        OperationKind::Update => matches!(kind, BulkKind::UpdateMany | BulkKind::Upsert),
        OperationKind::List => *kind == BulkKind::Upsert,
        _ => false,
    };
    let bulk = handle.bulk.iter().map(|def| def.kind).filter(several).map(|kind| format!("`{}()`", kind.method()));
    let hydrates = handle.hydrates && matches!(operation.kind, OperationKind::List | OperationKind::Get);
    let hydrate = hydrates.then(|| "`list().hydrate()`".to_owned());
    let changes = handle.tells_changes && operation.kind == OperationKind::List;
    let changes = changes.then(|| "`changes()`".to_owned());
    [format!("`{}`", operation.request)].into_iter().chain(bulk).chain(hydrate).chain(changes).collect()
}

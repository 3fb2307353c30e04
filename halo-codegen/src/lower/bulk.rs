//! Writes of several records, and lists whose rows can be fetched one by one.

use super::docs::{markdown, words};
use super::operations::endpoint_line;
use super::{Lowering, write_scope};
use crate::ir::{BodyDef, BulkDef, BulkKind, KeyDef, Takes, TypeRef};
use crate::model::{Body, Entity, Operation, OperationKind, Param, Role};

impl Lowering<'_> {
    /// None where a parameter must be set: it may differ from record to record.
    pub(super) fn bulk(&self, entity: &Entity) -> Vec<BulkDef> {
        let Some(BodyDef { takes: Takes::Write(write), .. }) = self.body(entity, &Body::Write) else {
            return Vec::new();
        };
        let possible = |kind| entity.operation(kind).filter(|operation| plain(operation));
        let mut methods = Vec::new();
        if possible(OperationKind::Create).is_some() {
            let create = |kind| bulk_method(entity, kind, Vec::new(), write.clone());
            methods.extend([BulkKind::CreateMany, BulkKind::CreateAll].map(create));
        }
        if let Some(update) = possible(OperationKind::Update).filter(|_| !entity.key.is_empty()) {
            methods.push(bulk_method(entity, BulkKind::UpdateMany, self.key(entity, update), write.clone()));
            if [OperationKind::List, OperationKind::Create].into_iter().all(|kind| possible(kind).is_some()) {
                methods.push(bulk_method(entity, BulkKind::Upsert, Vec::new(), write));
            }
        }
        methods
    }
}

fn bulk_method(entity: &Entity, kind: BulkKind, key: Vec<KeyDef>, write: TypeRef) -> BulkDef {
    let rows = words(&entity.plural);
    let (does, remark) = match kind {
        BulkKind::CreateMany => (
            format!("Creates several {rows} in one request, at most 100."),
            "It is sent once, like [`create`](Self::create). Halo may give back only the last one: \
                 [`Bulk::is_complete`](crate::Bulk::is_complete).",
        ),
        BulkKind::CreateAll => (
            format!("Creates any number of {rows}, 100 per request."),
            "A stream with one result per request. Nothing is sent until it is polled.",
        ),
        BulkKind::UpdateMany => (
            format!("Changes several {rows} in one request, at most 100."),
            "Sends only what is set, together with the ids. It is sent once, like [`update`](Self::update).",
        ),
        BulkKind::Upsert => (
            format!("Creates or changes {rows}, so that each given row exists once. A field tells them apart."),
            "It first looks for what exists, sends only what differs, and can be run again: see \
             [`Upsert`](crate::Upsert).",
        ),
    };
    let endpoint = endpoint_line(&format!("POST {}", entity.path.value), write_scope(entity));
    BulkDef {
        doc: markdown(&does).and(&endpoint).and(remark),
        arg: entity.plural.clone(),
        key: key.into_iter().map(|member| member.arg).collect(),
        kind,
        write,
    }
}

/// Whether rows of the list can be fetched by their key alone.
pub(super) fn hydrates(entity: &Entity) -> bool {
    let is_plain = |kind| entity.operation(kind).is_some_and(plain);
    entity.list().is_some() && !entity.key.is_empty() && is_plain(OperationKind::Get)
}

/// Whether the list can be asked for what changed since an instant.
pub(super) fn tells_changes(entity: &Entity) -> bool {
    let is_since = |param: &Param| param.role.as_ref().is_some_and(|role| role.value == Role::Since);
    let tells = |list: &Operation| plain(list) && list.params.iter().any(is_since);
    !entity.key.is_empty() && entity.operation(OperationKind::List).is_some_and(tells)
}

fn plain(operation: &Operation) -> bool {
    !operation.params.iter().any(|param| param.required)
}

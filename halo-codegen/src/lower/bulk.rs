//! Writes of several records, and lists whose rows can be fetched one by one.

use super::docs::{markdown, words};
use super::requests::endpoint_line;
use super::{Lowering, write_scope};
use crate::ir::{BulkDef, BulkKind, TypeRef};
use crate::model::{Endpoint, Entity};

impl Lowering<'_> {
    /// None where a parameter must be set: it may differ from record to record.
    pub(super) fn bulk(&self, entity: &Entity) -> Vec<BulkDef> {
        let Some(body) = self.body(entity.model(), &entity.name.value) else { return Vec::new() };
        let possible = |endpoint: &Option<Endpoint>| endpoint.as_ref().is_some_and(plain);
        let mut kinds = Vec::new();
        if possible(&entity.create) {
            kinds.extend([BulkKind::CreateMany, BulkKind::CreateAll]);
        }
        if possible(&entity.update) && !entity.key.is_empty() {
            kinds.push(BulkKind::UpdateMany);
        }
        kinds.into_iter().map(|kind| self.bulk_method(entity, kind, body.ty.clone())).collect()
    }

    fn bulk_method(&self, entity: &Entity, kind: BulkKind, write: TypeRef) -> BulkDef {
        let rows = words(&entity.plural);
        let (does, remark) = match kind {
            BulkKind::CreateMany => (
                format!("Creates several {rows} in one request, at most 100."),
                "It is sent once, like [`create`](Self::create). Halo may give back only the last one: \
                 [`Bulk::is_complete`](crate::Bulk::is_complete).",
            ),
            BulkKind::CreateAll => (
                format!("Creates any number of {rows}, 100 to a request."),
                "A stream with a result per request. Nothing is sent until it is polled.",
            ),
            BulkKind::UpdateMany => (
                format!("Changes several {rows} in one request, at most 100."),
                "Only what is set is sent, and the ids with it. It is sent once, like [`update`](Self::update).",
            ),
        };
        let path = &entity.path.value;
        let endpoint = endpoint_line(&format!("POST {path}"), write_scope(entity));
        BulkDef {
            doc: markdown(&does).and(&endpoint).and(remark),
            arg: entity.plural.clone(),
            key: if kind == BulkKind::UpdateMany { self.key(entity) } else { Vec::new() },
            kind,
            write,
        }
    }
}

/// Whether rows of the list can be fetched by their key alone.
pub(super) fn hydrates(entity: &Entity) -> bool {
    entity.list.is_some() && !entity.key.is_empty() && entity.get.as_ref().is_some_and(plain)
}

fn plain(endpoint: &Endpoint) -> bool {
    !endpoint.params.iter().any(|param| param.required)
}

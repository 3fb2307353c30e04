//! Where in the YAML a change stands.

use super::resources::RESOURCES;
use super::{Change, Side};
use crate::model::{Entity, OperationKind};
use crate::source::{Location, Span};

/// Where a change stands: in the new schema, in the old one if it is gone, else at the entity that it is in.
pub(super) fn find(old: Side<'_>, new: Side<'_>, change: &Change) -> Option<Location> {
    let entity = Change { item: String::new(), ..change.clone() };
    find_in(new, change).or_else(|| find_in(old, change)).or_else(|| find_in(new, &entity))
}

fn find_in(side: Side<'_>, change: &Change) -> Option<Location> {
    let span = match change.entity.as_str() {
        "scopes" => side.schema.halo.scopes.iter().find(|scope| scope.name.value == change.item)?.name.span,
        "ids" => id(side, &change.item)?,
        "types" => in_types(side, &change.item)?,
        RESOURCES => side.schema.resources.iter().find(|known| known.path.value == change.item)?.path.span,
        module => in_entity(side.schema.entities.iter().find(|entity| entity.plural == module)?, &change.item)?,
    };
    Some(Location::of(side.sources, span))
}

fn id(side: Side<'_>, name: &str) -> Option<Span> {
    let declared = side.schema.halo.ids.iter().find(|id| id.name.value == name).map(|id| id.name.span);
    let brought = || {
        side.schema
            .entities
            .iter()
            .find(|entity| entity.has_own_types() && crate::naming::id_name(&entity.name.value) == name)
    };
    declared.or_else(|| Some(brought()?.id.span))
}

/// `CustomField` or `CustomField.value`.
fn in_types(side: Side<'_>, item: &str) -> Option<Span> {
    let (name, member) = item.split_once('.').map_or((item, None), |(name, member)| (name, Some(member)));
    if let Some(object) = side.schema.objects.iter().find(|object| object.name.value == name) {
        let Some(member) = member else { return Some(object.name.span) };
        return object.fields.iter().find(|field| field.wire_name.value == member).map(|field| field.wire_name.span);
    }
    let one = side.schema.enums.iter().find(|one| one.name.value == name)?;
    let Some(member) = member else { return Some(one.name.span) };
    one.values.iter().find(|value| value.wire.value == member).map(|value| value.wire.span)
}

/// A field, `list.<parameter>`, a request, or the whole.
fn in_entity(entity: &Entity, item: &str) -> Option<Span> {
    if let Some(field) = entity.fields.iter().find(|field| field.wire_name.value == item) {
        return Some(field.wire_name.span);
    }
    if let Some(operation) = entity.operations.iter().find(|operation| operation.name.value == item) {
        return Some(operation.name.span);
    }
    let Some((name, wire)) = item.split_once('.') else { return fact(entity, item) };
    param(entity, name, wire).or_else(|| fact(entity, item)).or_else(|| {
        let mut custom = entity.custom_operations();
        custom.find(|operation| operation.name.value == name).map(|operation| operation.name.span)
    })
}

fn param(entity: &Entity, name: &str, wire: &str) -> Option<Span> {
    let operation = entity.operations.iter().find(|operation| operation.name.value == name)?;
    operation.params.iter().find(|param| param.wire_name.value == wire).map(|param| param.wire_name.span)
}

fn needed(entity: &Entity, name: &str) -> Option<Span> {
    let operation = entity.operations.iter().find(|operation| operation.name.value == name)?;
    operation.needs.first()?.first().map(|needed| needed.span)
}

fn fact(entity: &Entity, item: &str) -> Option<Span> {
    let list = entity.list();
    match item {
        "" => Some(entity.name.span),
        "also" => entity.also.first().map(|name| name.span),
        "unique" => entity.unique.first().map(|field| field.span),
        "key" => entity.key.first().map(|member| member.span),
        "scopes" => entity.scopes.read.as_ref().or(entity.scopes.write.as_ref()).map(|scope| scope.span),
        "create" | "update" => needed(entity, item),
        "list.rows" => list.and_then(|list| list.rows.first()).map(|key| key.span),
        "list.paging" => list.map(|list| list.paging.span),
        "list.sort" => entity.operation(OperationKind::List).map(|operation| operation.name.span),
        "list.page_cap" => list.and_then(|list| list.page_cap.as_ref()).map(|cap| cap.span),
        _ => None,
    }
}

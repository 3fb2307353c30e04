//! Where in the YAML a change stands.

use super::{Change, Place, Side};
use crate::model::{Entity, Operation, Param};
use crate::source::{SourceSet, Span};

/// Where a change stands: in the new schema, in the old one if it is gone, else at the entity that it is in.
pub(super) fn find(old: Side<'_>, new: Side<'_>, change: &Change) -> Option<Place> {
    let entity = Change { item: String::new(), ..change.clone() };
    find_in(new, change).or_else(|| find_in(old, change)).or_else(|| find_in(new, &entity))
}

fn find_in(side: Side<'_>, change: &Change) -> Option<Place> {
    let span = match change.entity.as_str() {
        "scopes" => side.schema.halo.scopes.iter().find(|scope| scope.name.value == change.item)?.name.span,
        "ids" => id(side, &change.item)?,
        "types" => in_types(side, &change.item)?,
        module => in_entity(side.schema.entities.iter().find(|entity| entity.plural == module)?, &change.item)?,
    };
    Some(Place::of(side.sources, span))
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
    if let Some(operation) = operation(entity, item) {
        return Some(operation.name.span);
    }
    if let Some((verb, wire)) = item.split_once('.') {
        return param(entity, verb, wire).or_else(|| fact(entity, item));
    }
    fact(entity, item)
}

fn operation<'e>(entity: &'e Entity, name: &str) -> Option<&'e Operation> {
    entity.operations.iter().find(|operation| operation.name.value == name)
}

fn param(entity: &Entity, verb: &str, wire: &str) -> Option<Span> {
    let endpoint = |endpoint: &'_ Option<crate::model::Endpoint>| {
        endpoint.as_ref().map_or_else(Vec::new, |endpoint| endpoint.params.clone())
    };
    let params: Vec<Param> = match verb {
        "list" => {
            entity.list.as_ref().map_or_else(Vec::new, |list| [list.filters.clone(), list.options.clone()].concat())
        }
        "get" => endpoint(&entity.get),
        "create" => endpoint(&entity.create),
        "update" => endpoint(&entity.update),
        "delete" => endpoint(&entity.delete),
        verb => operation(entity, verb).map_or_else(Vec::new, |operation| operation.params.clone()),
    };
    params.iter().find(|param| param.wire_name.value == wire).map(|param| param.wire_name.span)
}

fn fact(entity: &Entity, item: &str) -> Option<Span> {
    let list = entity.list.as_ref();
    match item {
        "" => Some(entity.name.span),
        "key" => entity.key.first().map(|member| member.span),
        "scopes" => entity.scopes.read.as_ref().or(entity.scopes.write.as_ref()).map(|scope| scope.span),
        "list.rows" => list.and_then(|list| list.rows.first()).map(|key| key.span),
        "list.paging" => list.map(|list| list.paging.span),
        "list.page_cap" => list.and_then(|list| list.page_cap.as_ref()).map(|cap| cap.span),
        _ => None,
    }
}

impl Place {
    /// The place where a span begins.
    pub(crate) fn of(sources: &SourceSet, span: Span) -> Self {
        let (line, column) = line_and_column(sources.text(span.file), span.start);
        Self { path: sources.path(span.file).to_owned(), line, column }
    }
}

fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before.get(line_start..).unwrap_or_default().chars().count() + 1)
}

//! Where in the YAML a change stands.

use super::resources::RESOURCES;
use super::{Change, Rule, Side};
use crate::model::{Entity, Operation};
use crate::source::{Location, Span};

/// Where a change stands: in the new schema, in the old one if it is gone, else at the operation or the entity that it is in.
pub(super) fn find(old: Side<'_>, new: Side<'_>, change: &Change) -> Option<Location> {
    let at = |item: &str| Change { item: item.to_owned(), ..change.clone() };
    let operation = || find_in(new, &at(change.item.split_once('.')?.0));
    let precise = find_in(new, change).or_else(|| find_in(old, change));
    precise.or_else(operation).or_else(|| find_in(new, &at("")))
}

fn find_in(side: Side<'_>, change: &Change) -> Option<Location> {
    let span = match change.entity.as_str() {
        "scopes" => side.schema.halo.scopes.iter().find(|scope| scope.name.value == change.item)?.name.span,
        "ids" => id(side, &change.item)?,
        "types" => in_types(side, &change.item)?,
        RESOURCES => side.schema.resources.iter().find(|known| known.path.value == change.item)?.path.span,
        module => in_entity(side.schema.entities.iter().find(|entity| entity.plural == module)?, change)?,
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
fn in_entity(entity: &Entity, Change { rule, item, old, new, .. }: &Change) -> Option<Span> {
    let field = || entity.fields.iter().find(|field| field.wire_name.value == *item).map(|field| field.wire_name.span);
    match rule {
        Rule::BodyNeeds | Rule::BodyNeedsFreed => needed(entity, item),
        // A field may be called like one.
        Rule::KeyChanged | Rule::UniqueFields => fact(entity, item),
        // The filter that `changes` asks by.
        Rule::RequestAdded | Rule::RequestRemoved if item == "changes" => {
            param(entity, "list", new.as_ref().or(old.as_ref())?).or_else(|| fact(entity, item))
        }
        _ => field().or_else(|| at_operation(entity, item)).or_else(|| match item.split_once('.') {
            Some((name, wire)) => param(entity, name, wire).or_else(|| fact(entity, item)),
            None => fact(entity, item),
        }),
    }
}

fn param(entity: &Entity, name: &str, wire: &str) -> Option<Span> {
    operation(entity, name)?.params.iter().find(|param| param.wire_name.value == wire).map(|param| param.wire_name.span)
}

fn needed(entity: &Entity, name: &str) -> Option<Span> {
    operation(entity, name)?.needs.first()?.first().map(|needed| needed.span)
}

fn fact(entity: &Entity, item: &str) -> Option<Span> {
    match item {
        "" => Some(entity.name.span),
        "also" => entity.also.first().map(|name| name.span),
        "unique" => entity.unique.first().map(|field| field.span),
        "key" => entity.key.first().map(|member| member.span),
        "scopes" | "scopes.read" => {
            entity.scopes.read.as_ref().or(entity.scopes.write.as_ref()).map(|scope| scope.span)
        }
        "scopes.write" => entity.scopes.write.as_ref().map(|scope| scope.span),
        // What comes and goes with an operation.
        "create_many" | "create_all" => at_operation(entity, "create"),
        "update_many" => at_operation(entity, "update"),
        "upsert" | "list.hydrate" | "changes" => at_operation(entity, "list"),
        _ => item.split_once('.').and_then(|(name, fact)| list_fact(entity, name, fact)),
    }
}

fn operation<'e>(entity: &'e Entity, name: &str) -> Option<&'e Operation> {
    entity.operations.iter().find(|operation| operation.name.value == name)
}

fn at_operation(entity: &Entity, name: &str) -> Option<Span> {
    operation(entity, name).map(|operation| operation.name.span)
}

/// A fact of a list, which may be an operation with a name of its own.
fn list_fact(entity: &Entity, name: &str, fact: &str) -> Option<Span> {
    let list = operation(entity, name)?.list.as_ref()?;
    match fact {
        "rows" => list.rows.first().map(|key| key.span),
        "paging" => Some(list.paging.span),
        "sort" => list.sort.as_ref().map(|levels| levels.span),
        "page_cap" => list.page_cap.as_ref().map(|cap| cap.span),
        _ => None,
    }
}

//! The same wire name means the same thing everywhere: name, type and `none`.

use std::collections::BTreeMap;

use super::item::{Item, ItemKind};
use super::{Collector, LintRule};
use crate::model::{Named, Scalar, TypeExpr, Types};
use crate::naming::{id_name, is_keyword, snake_name};
use crate::vendor::{Document, Resource, Type};

pub(super) fn check(collector: &mut Collector<'_>, items: &[Item<'_>], document: Option<&Document>) {
    let types = Types::of(collector.schema);
    let mut groups: BTreeMap<(bool, &str), Vec<&Item<'_>>> = BTreeMap::new();
    // What says why it differs neither has to agree nor shows what is usual.
    for item in items.iter().filter(|item| item.ty.is_some() && !item.is_shared && item.why.is_none()) {
        groups.entry((item.is_param(), &item.wire.value)).or_default().push(item);
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        same_names(collector, group);
        same_types(collector, group, &types);
        same_none(collector, group);
    }
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items.iter().filter(|item| is_int(item)) {
        *uses.entry(&item.rust).or_default() += 1;
    }
    for item in items.iter().filter(|item| !item.is_shared && item.why.is_none()) {
        id_names(collector, item, &types, uses.get(item.rust.as_str()).copied().unwrap_or_default());
    }
    if let Some(document) = document {
        untyped(collector, items, &types, document);
    }
}

/// The most frequent value, and one of the items that have it; `None` if all agree.
fn majority<'g, 'a>(group: &[&'g Item<'a>], value: impl Fn(&Item<'a>) -> String) -> Option<(String, &'g Item<'a>)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in group {
        *counts.entry(value(item)).or_default() += 1;
    }
    let most = counts.values().copied().max().filter(|_| counts.len() > 1)?;
    // Of several the one that comes first in the files.
    let first = group.iter().find(|item| counts.get(&value(item)) == Some(&most))?;
    Some((value(first), *first))
}

fn place(collector: &Collector<'_>, item: &Item<'_>) -> String {
    crate::source::Location::of(collector.sources, item.wire.span).path
}

/// Whether a Rust name is made from the name of its own entity, such as `asset_type` of `type`.
fn is_own_name(item: &Item<'_>) -> bool {
    let noun = snake_name(item.owner.noun);
    !noun.is_empty() && item.rust.contains(&noun) && !snake_name(&item.wire.value).contains(&noun)
}

/// Lists are named in the plural, so they are compared with lists.
fn same_names(collector: &mut Collector<'_>, group: &[&Item<'_>]) {
    let (lists, values): (Vec<&Item<'_>>, Vec<_>) =
        group.iter().copied().filter(|item| needs_agreement(item)).partition(|item| is_list(item));
    same_names_of(collector, &lists);
    same_names_of(collector, &values);
}

/// A keyword cannot be a name, so that each owner says which type or use it means.
fn needs_agreement(item: &Item<'_>) -> bool {
    !is_own_name(item) && !is_keyword(&item.wire.value)
}

fn same_names_of(collector: &mut Collector<'_>, group: &[&Item<'_>]) {
    let Some((usual, first)) = majority(group, |item| item.rust.clone()) else { return };
    let there = place(collector, first);
    for item in group.iter().filter(|item| item.rust != usual) {
        collector.report_item(LintRule::RustNameDiffers, item, format!("it is `{usual}` elsewhere, as in {there}"));
    }
}

fn type_text(item: &Item<'_>) -> String {
    item.ty.map(TypeExpr::to_string).unwrap_or_default()
}

fn same_types(collector: &mut Collector<'_>, group: &[&Item<'_>], types: &Types<'_>) {
    // The id of an entity has a type of its own.
    let is_own_id = |item: &Item<'_>| type_text(item) == id_name(item.owner.noun) || item.wire.value == "id";
    let is_compared = |item: &&Item<'_>| !is_own_id(item) && !is_nested(item, types) && !is_keyword(&item.wire.value);
    let group: Vec<&Item<'_>> = group.iter().copied().filter(is_compared).collect();
    let Some((usual, first)) = majority(&group, type_text) else { return };
    let there = place(collector, first);
    // What is named otherwise is something else.
    for item in group.iter().filter(|item| type_text(item) != usual && item.rust == first.rust) {
        let what = format!("it is `{}` here, but `{usual}` elsewhere, as in {there}", type_text(item));
        collector.report_item(LintRule::TypeDiffers, item, what);
    }
}

/// Objects and JSON: the vendor has a type for each place, with which `drift` and HL006 compare them.
fn is_nested(item: &Item<'_>, types: &Types<'_>) -> bool {
    let named = item.ty.and_then(TypeExpr::name).and_then(|name| types.get(name));
    matches!(named, Some(Named::Object(_) | Named::Entity(_))) || type_text(item).contains("json")
}

fn is_list(item: &Item<'_>) -> bool {
    matches!(item.ty, Some(TypeExpr::List(_)))
}

fn same_none(collector: &mut Collector<'_>, group: &[&Item<'_>]) {
    let text = |item: &Item<'_>| {
        let values: Vec<_> = item.none.iter().map(|value| value.value.to_string()).collect();
        format!("[{}]", values.join(", "))
    };
    let mut by_type: BTreeMap<String, Vec<&Item<'_>>> = BTreeMap::new();
    // A member of the key is always set, and what is only sent is in no response.
    let is_read = |item: &&&Item<'_>| item.kind == ItemKind::Field && !item.is_always && item.access.is_read();
    for item in group.iter().filter(is_read) {
        by_type.entry(type_text(item)).or_default().push(item);
    }
    for group in by_type.values() {
        let Some((usual, first)) = majority(group, text) else { continue };
        let there = place(collector, first);
        for item in group.iter().filter(|item| text(item) != usual) {
            let what = format!("`none` is {} here, but {usual} elsewhere, as in {there}", text(item));
            collector.report_item(LintRule::NoneDiffers, item, what);
        }
    }
}

/// An id that this many fields hold is worth a type of its own.
const WORTH_A_TYPE: usize = 4;

fn is_int(item: &Item<'_>) -> bool {
    item.ty.is_some_and(|ty| matches!(ty, TypeExpr::Scalar(Scalar::Int)))
}

/// `uses`: how many numbers have this Rust name.
fn id_names(collector: &mut Collector<'_>, item: &Item<'_>, types: &Types<'_>, uses: usize) {
    let Some(ty) = item.ty else { return };
    let named = ty.name();
    let is_id = named.is_some_and(|name| matches!(types.get(name), Some(Named::Id(_))));
    let (one, many) =
        (item.rust.ends_with("_id") || item.rust == "id", item.rust.ends_with("_ids") || item.rust == "ids");
    if is_id && !one && !many {
        let end = if is_list(item) { "_ids" } else { "_id" };
        collector.report_item(
            LintRule::IdName,
            item,
            format!("its type is `{ty}`, so its Rust name ends with `{end}`"),
        );
    } else if let Some(name) = item.rust.strip_suffix("_id").filter(|_| is_int(item)) {
        let own = id_name(&heck::ToUpperCamelCase::to_upper_camel_case(name));
        if types.get(&own).is_some() {
            collector.report_item(LintRule::IdName, item, format!("it is an `int`, but there is `{own}`"));
        } else if uses >= WORTH_A_TYPE {
            let what = format!("it is an `int` like {} others of this name: declare `{own}` in halo.yaml", uses - 1);
            collector.report_item(LintRule::IdName, item, what);
        }
    }
}

/// Fields that are `json` although their schema of the vendor is described.
fn untyped(collector: &mut Collector<'_>, items: &[Item<'_>], types: &Types<'_>, document: &Document) {
    let described: BTreeMap<&str, &str> = collector
        .schema
        .objects
        .iter()
        .flat_map(|object| {
            let vendor = object.vendor.iter().flat_map(|vendor| [&vendor.list, &vendor.detail]).flatten();
            vendor.map(|schema| (schema.value.as_str(), object.name.value.as_str()))
        })
        .filter(|(_, name)| types.get(name).is_some())
        .collect();
    let is_json = |item: &&Item<'_>| item.kind == ItemKind::Field && type_text(item).contains("json");
    for item in items.iter().filter(is_json) {
        let Some(entity) = item.owner.entity else { continue };
        let Some(resource) = Resource::find(document, &entity.path.value) else { continue };
        let schemas = [resource.detail(), resource.list_schema()].into_iter().flatten();
        let mut properties = schemas.flat_map(|schema| document.properties(schema));
        let theirs = properties.find(|property| property.name == item.wire.value);
        let object = theirs.and_then(|property| described.get(Type::reference(&property.ty)?));
        if let Some(object) = object {
            collector.report_item(
                LintRule::UntypedObject,
                item,
                format!("the vendor's type is described as `{object}`"),
            );
        }
    }
}

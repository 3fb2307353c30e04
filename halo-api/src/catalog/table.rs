//! The table of paths: the entities, and the lines that the generator writes of everything else.

use std::sync::LazyLock;

use http::Method;

use super::{
    ANY_ROWS, BodyShape, EntityInfo, Evidence, Fixed, IdKind, KeyInfo, ListInfo, OperationInfo, OperationKind, Paging,
    Reply, ResourceInfo, Type,
};
use crate::generated::{ENTITIES, RESOURCES};
use crate::vocabulary::Safety;

/// Every path, sorted without case. It is read once, and what it holds lives as long as the program.
pub(super) static TABLE: LazyLock<Vec<ResourceInfo>> = LazyLock::new(|| {
    let known = RESOURCES.iter().filter_map(|line| resource(line));
    let mut table: Vec<ResourceInfo> = ENTITIES.iter().map(|entity| of_entity(entity)).chain(known).collect();
    table.sort_by_cached_key(|resource| resource.path.to_ascii_lowercase());
    table
});

/// The standard requests.
const STANDARD: [(OperationKind, &str); 5] = [
    (OperationKind::List, "list"),
    (OperationKind::Get, "get"),
    (OperationKind::Create, "create"),
    (OperationKind::Update, "update"),
    (OperationKind::Delete, "delete"),
];

/// A list of which nothing is known.
const ANY_LIST: ListInfo = ListInfo { rows: ANY_ROWS, paging: Paging::Pages, page_cap: None, sort: 0 };

fn of_entity(entity: &'static EntityInfo) -> ResourceInfo {
    let verbs = entity.operations.iter().map(|operation| operation.kind).filter(|kind| *kind != OperationKind::Custom);
    ResourceInfo {
        path: entity.path,
        entity: Some(entity),
        verbs: leak(verbs.collect()),
        list: entity.operation(OperationKind::List).and_then(|operation| operation.list),
        key: entity.key,
        id: entity.id,
        needs: &[],
        list_needs: &[],
        delete_needs: &[],
        read_scope: entity.read_scope,
        write_scope: entity.write_scope,
        evidence: None,
        info: entity,
    }
}

/// A line such as `/CannedText verbs=list,get rows=bare paging=none key=id id=int evidence=B`.
fn resource(line: &'static str) -> Option<ResourceInfo> {
    let mut parts = line.split(' ');
    let path = parts.next()?;
    let facts: Vec<(&str, &'static str)> = parts.filter_map(|part| part.split_once('=')).collect();
    let fact = |name: &str| facts.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let names = |name: &str| leak(fact(name).map_or_else(Vec::new, |value| value.split(',').collect()));
    let verbs = names("verbs").iter().filter_map(|verb| STANDARD.iter().find(|(_, word)| word == verb));
    let rows = names("rows").iter().map(|key| if *key == "bare" { "" } else { *key });
    let paging = match fact("paging") {
        Some("pages") => Some(Paging::Pages),
        Some("count") => Some(Paging::Count),
        Some("none") => Some(Paging::None),
        Some("window") => fact("older_than").map(Paging::Window),
        _ => None,
    };
    let page_cap = fact("cap").and_then(|cap| cap.parse().ok());
    let list = paging.map(|paging| ListInfo { rows: leak(rows.collect()), paging, page_cap, sort: 0 });
    let evidence = match fact("evidence") {
        Some("A") => Some(Evidence::A),
        Some("B") => Some(Evidence::B),
        Some(_) => Some(Evidence::C),
        None => None,
    };
    let id = if fact("id") == Some("int") { IdKind::Int } else { IdKind::Text };
    let mut resource = ResourceInfo {
        path,
        entity: None,
        verbs: leak(verbs.map(|(kind, _)| *kind).collect()),
        list,
        key: names("key"),
        id,
        needs: names("needs"),
        list_needs: names("list_needs"),
        delete_needs: names("delete_needs"),
        read_scope: fact("read"),
        write_scope: fact("write"),
        evidence,
        info: &UNKNOWN,
    };
    resource.info = entry(&resource, resource.key);
    Some(resource)
}

/// The entry that requests work with. It has every standard request that the key of one row allows, since Halo may take more
/// than is known.
fn entry(resource: &ResourceInfo, key: &'static [&'static str]) -> &'static EntityInfo {
    let operations = STANDARD.iter().filter_map(|(kind, name)| operation(resource, key, *kind, name));
    let operations = operations.map(|operation| &*Box::leak(Box::new(operation)));
    Box::leak(Box::new(EntityInfo {
        name: resource.name(),
        plural: resource.name(),
        path: resource.path,
        key: resource.key,
        id: if resource.key.is_empty() { IdKind::None } else { resource.id },
        read_scope: resource.read_scope,
        write_scope: resource.write_scope,
        operations: leak(operations.collect()),
        ..NOTHING
    }))
}

fn operation(
    resource: &ResourceInfo,
    key: &'static [&'static str],
    kind: OperationKind,
    name: &'static str,
) -> Option<OperationInfo> {
    let Some((last, leading)) = key.split_last() else { return keyless(resource, kind, name) };
    let row: &'static str = Box::leak(format!("{}/{{{last}}}", resource.path).into_boxed_str());
    let leading = leading.iter().copied();
    let in_url = || leak(leading.clone().map(KeyInfo::in_query).chain([KeyInfo::in_path(last)]).collect());
    let mut operation = match kind {
        OperationKind::Get => OperationInfo::new(kind, name, Method::GET, row, Safety::Safe),
        OperationKind::Delete => OperationInfo::new(kind, name, Method::DELETE, row, Safety::Idempotent),
        _ => return keyless(resource, kind, name).or_else(|| Some(update(resource, key, name))),
    };
    operation.key = in_url();
    operation.reply = if kind == OperationKind::Get { Reply::Json } else { Reply::None };
    operation.scope = if kind == OperationKind::Get { resource.read_scope } else { resource.write_scope };
    Some(operation)
}

/// A request that addresses no row.
fn keyless(resource: &ResourceInfo, kind: OperationKind, name: &'static str) -> Option<OperationInfo> {
    let path = resource.path;
    let (method, safety) = match kind {
        OperationKind::Create => (Method::POST, Safety::Unsafe),
        OperationKind::List | OperationKind::Get => (Method::GET, Safety::Safe),
        _ => return None,
    };
    let mut operation = OperationInfo::new(kind, name, method, path, safety);
    operation.scope = if kind == OperationKind::Create { resource.write_scope } else { resource.read_scope };
    match kind {
        OperationKind::List => {
            operation.list = Some(resource.list.unwrap_or(ANY_LIST));
            operation.reply = Reply::Page(Type::Json);
        }
        OperationKind::Create => operation.body_shape = BodyShape::Array,
        _ => {}
    }
    if kind != OperationKind::List {
        operation.reply = Reply::Json;
    }
    Some(operation)
}

fn update(resource: &ResourceInfo, key: &'static [&'static str], name: &'static str) -> OperationInfo {
    let kind = OperationKind::Update;
    let members = key.iter().copied();
    OperationInfo {
        key: leak(members.clone().map(KeyInfo::in_body).collect()),
        fixed: leak(members.map(|member| (member, Fixed::Key(member))).collect()),
        body_shape: BodyShape::Array,
        reply: Reply::Json,
        scope: resource.write_scope,
        ..OperationInfo::new(kind, name, Method::POST, resource.path, Safety::Unsafe)
    }
}

/// What is taken to be known of an unknown path: rows in pages under any name, and no key but that `id` addresses one row.
pub(super) fn unknown(path: &'static str) -> &'static ResourceInfo {
    let mut resource = ResourceInfo {
        path,
        entity: None,
        verbs: &[],
        list: Some(ANY_LIST),
        key: &[],
        id: IdKind::Text,
        needs: &[],
        list_needs: &[],
        delete_needs: &[],
        read_scope: None,
        write_scope: None,
        evidence: None,
        info: &UNKNOWN,
    };
    resource.info = entry(&resource, &["id"]);
    Box::leak(Box::new(resource))
}

/// Every entry that requests work with: the entities by plural, then everything else by path.
pub(super) static ENTRIES: LazyLock<Vec<&'static EntityInfo>> = LazyLock::new(|| {
    let others = TABLE.iter().filter(|resource| resource.entity.is_none()).map(|resource| resource.info);
    ENTITIES.iter().copied().chain(others).collect()
});

/// The entry of a path of which nothing is known.
pub(super) static UNKNOWN: EntityInfo = NOTHING;
const NOTHING: EntityInfo = EntityInfo {
    name: "",
    plural: "",
    path: "",
    key: &[],
    id: IdKind::None,
    aliases: &[],
    unique: &[],
    read_scope: None,
    write_scope: None,
    enforce_scopes: false,
    operations: &[],
    fields: &[],
    write_only: &[],
    #[cfg(test)]
    new_empty: || Box::new(crate::tickets::Ticket::default()),
};

/// The table is as large as the schema and made once.
fn leak<T>(list: Vec<T>) -> &'static [T] {
    Box::leak(list.into_boxed_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(TABLE.len(), ENTITIES.len() + RESOURCES.len());
        for resource in TABLE.iter() {
            assert!(!resource.verbs.is_empty(), "{}", resource.path);
            assert_eq!(resource.list.is_some(), resource.has(OperationKind::List), "{}", resource.path);
            for kind in resource.verbs {
                assert!(resource.info.operation(*kind).is_some(), "{} {kind:?}", resource.path);
            }
        }
    }

    #[test]
    fn a_line_says_everything() {
        let line = "/Crate/lines verbs=list,delete rows=lines,bare paging=pages cap=50 key=crate_id,id id=string \
                    list_needs=crate_id delete_needs=kind read=read:x write=edit:x evidence=C";
        let Some(crate_lines) = resource(line) else { panic!("no resource") };
        let list = crate_lines.list.map(|list| (list.rows, list.paging, list.page_cap));
        assert_eq!(list, Some((&["lines", ""][..], Paging::Pages, Some(50))));
        assert_eq!((crate_lines.key, crate_lines.id), (&["crate_id", "id"][..], IdKind::Text));
        assert_eq!((crate_lines.list_needs, crate_lines.delete_needs), (&["crate_id"][..], &["kind"][..]));
        assert_eq!(crate_lines.evidence, Some(Evidence::C));
        let delete =
            crate_lines.info.operation(OperationKind::Delete).map(|delete| (delete.path, delete.key, delete.scope));
        let key = [KeyInfo::in_query("crate_id"), KeyInfo::in_path("id")];
        assert_eq!(delete, Some(("/Crate/lines/{id}", &key[..], Some("edit:x"))));
        let get = resource("/about verbs=get id=int").and_then(|about| about.info.operation(OperationKind::Get));
        assert_eq!(get.map(|get| (get.path, get.key.len())), Some(("/about", 0)));
    }
}

//! Compares one page of every list with the schema, typed or not.
//!
//! It reports unknown fields and types, different envelopes, caps and keys, and filters without effect. It only reads, and
//! prints no value of the tenant, only names, counts and types.
//!
//! ```text
//! cargo run -p halo-api --example probe --features mock [ENTITY or PATH…]
//! ```
//!
//! If `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID` and `HALOPSA_CLIENT_SECRET` are set, it reads that tenant, otherwise the
//! in-memory Halo. Each filter costs a request, so all entities together use several minutes of the rate limit.
#![allow(clippy::print_stdout)]

mod resources;

use std::collections::{BTreeMap, BTreeSet};

use halo_api::catalog::{self, EntityInfo, ListInfo, OperationInfo, OperationKind, Paging, ParamInfo, Type};
use halo_api::mock::MockHalo;
use halo_api::{Error, Halo, Method};
use serde_json::{Map, Value};

/// The page size of lists without a cap in the schema.
const PAGE_SIZE: u32 = 100;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let halo = if std::env::var_os("HALOPSA_BASE_URL").is_some() {
        Halo::from_env()?
    } else {
        println!("HALOPSA_BASE_URL is not set, so this uses the in-memory Halo.\n");
        MockHalo::demo().halo()
    };
    for entity in catalog::entities() {
        let is_wanted = wanted.is_empty() || wanted.iter().any(|plural| plural == entity.plural);
        if let (true, Some(operation)) = (is_wanted, entity.operation(OperationKind::List))
            && let Some(list) = &operation.list
        {
            probe(&halo, entity, operation, list).await;
        }
    }
    for info in catalog::resources().iter().filter(|info| info.entity.is_none()) {
        let is_wanted =
            wanted.is_empty() || wanted.iter().any(|path| info.name().eq_ignore_ascii_case(path.trim_matches('/')));
        if let (true, Some(facts)) = (is_wanted, resources::Facts::of(info)) {
            probe_resource(&halo, &facts).await;
        }
    }
    Ok(())
}

/// Probes one list. If it cannot be read, the error is printed and the other lists follow.
async fn probe(halo: &Halo, entity: &EntityInfo, operation: &OperationInfo, list: &ListInfo) {
    if let Some(required) = operation.filters.iter().find(|filter| filter.required) {
        return println!("{}: skipped, because it requires `{}`", entity.plural, required.wire_name);
    }
    let page = match fetch(halo, entity, list, None).await {
        Ok(page) => page,
        Err(error) => return println!("{}: {} ({:?})", entity.plural, status(&error), error.kind()),
    };
    println!("{}: {} rows, of {}", entity.plural, page.rows.len(), total(&page));
    let mut found = envelope(list, &page);
    found.extend(fields(entity, &page.rows));
    found.extend(keys(entity, &page.rows));
    for filter in operation.filters {
        found.extend(ignored(halo, entity, list, filter, &page).await);
    }
    for line in found {
        println!("  {line}");
    }
}

/// Probes the list of a path without an entity.
async fn probe_resource(halo: &Halo, facts: &resources::Facts) {
    match resources::differences(halo, facts).await {
        Ok(found) if found.is_empty() => println!("{}: as known", facts.path),
        Ok(found) => {
            println!("{}:", facts.path);
            for line in &found {
                println!("  {line}");
            }
        }
        Err(error) => println!("{}: {} ({:?})", facts.path, status(&error), error.kind()),
    }
}

/// The status of an error. Its text could quote the tenant.
fn status(error: &Error) -> String {
    error.status().map_or_else(|| "no response".to_owned(), |status| status.to_string())
}

/// A page of a list, split into its parts.
struct ListPage {
    /// The envelope key of the rows; empty for a bare array.
    envelope: String,
    rows: Vec<Map<String, Value>>,
    total: Option<u64>,
}

fn total(page: &ListPage) -> String {
    page.total.map_or_else(|| "no stated total".to_owned(), |total| total.to_string())
}

async fn fetch(
    halo: &Halo,
    entity: &EntityInfo,
    list: &ListInfo,
    filter: Option<(&str, &str)>,
) -> Result<ListPage, Error> {
    let size = list.page_cap.unwrap_or(PAGE_SIZE);
    let mut request = halo.request(Method::GET, entity.path);
    match list.paging {
        // One more than the cap, to see whether the cap applies.
        Paging::Pages => request = request.query("pageinate", true).query("page_size", size + 1).query("page_no", 1),
        Paging::Count | Paging::Window(_) => request = request.query("count", size + 1),
        _ => {}
    }
    if let Some((name, value)) = filter {
        request = request.query(name, value);
    }
    let body: Value = request.await?;
    Ok(split(body, list))
}

fn split(body: Value, list: &ListInfo) -> ListPage {
    match body {
        Value::Object(mut members) => {
            let total = members.get("record_count").and_then(Value::as_u64);
            let known = list.rows.iter().find(|name| members.contains_key(**name)).map(|name| (*name).to_owned());
            let largest = || {
                let arrays = members.iter().filter_map(|(name, value)| Some((value.as_array()?.len(), name.clone())));
                arrays.max().map(|(_, name)| name)
            };
            let envelope = known.or_else(largest).unwrap_or_default();
            let array = members.remove(&envelope).unwrap_or_default();
            ListPage { envelope, rows: rows(array), total }
        }
        bare => ListPage { envelope: String::new(), rows: rows(bare), total: None },
    }
}

fn rows(array: Value) -> Vec<Map<String, Value>> {
    let Value::Array(rows) = array else { return Vec::new() };
    rows.into_iter().filter_map(|row| if let Value::Object(row) = row { Some(row) } else { None }).collect()
}

fn envelope(list: &ListInfo, page: &ListPage) -> Vec<String> {
    let mut found = Vec::new();
    if !list.rows.contains(&page.envelope.as_str()) {
        found.push(format!("the rows are in `{}`, but the schema says {:?}", page.envelope, list.rows));
    }
    let seen = u32::try_from(page.rows.len()).unwrap_or(u32::MAX);
    if list.page_cap.is_some_and(|cap| seen > cap) {
        found.push(format!("the page has {seen} rows, but the cap in the schema is {:?}", list.page_cap));
    }
    let more = page.total.is_some_and(|total| total > u64::from(seen));
    if matches!(list.paging, Paging::Pages) && more && seen < list.page_cap.unwrap_or(PAGE_SIZE) {
        found.push(format!("the page has only {seen} rows although there are more: the schema has no such cap"));
    }
    found
}

/// Fields that are not in the schema, and values with an unexpected type.
fn fields(entity: &EntityInfo, rows: &[Map<String, Value>]) -> Vec<String> {
    let mut found: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for (name, value) in rows.iter().flatten() {
        let says = match entity.field(name) {
            Some(field) if fits(field.ty, value) => continue,
            Some(field) => format!("`{name}` is not of type {}", field.ty),
            None => format!("`{name}` is not in the schema"),
        };
        found.entry(says).or_default().insert(json_type(value));
    }
    found
        .into_iter()
        .map(|(says, types)| format!("{says}: {}", types.into_iter().collect::<Vec<_>>().join(", ")))
        .collect()
}

/// Whether a value matches a type of the schema. Enums, objects and any JSON match anything.
fn fits(ty: Type, value: &Value) -> bool {
    let is_number = |text: &str| text.trim().parse::<f64>().is_ok();
    match (ty, value) {
        (_, Value::Null) => true,
        (Type::Bool, value) => value.is_boolean() || value.as_i64().is_some_and(|number| number == 0 || number == 1),
        (Type::Int | Type::Float | Type::Decimal, value) => value.is_number() || value.as_str().is_some_and(is_number),
        (Type::String | Type::Uuid, value) => value.is_string() || value.is_number(),
        (Type::DateTime | Type::Date, value) => value.is_string(),
        (Type::List(_), value) => value.is_array(),
        (Type::Map(_), value) => value.is_object(),
        (Type::IntId(_) | Type::TextId(_), value) => value.is_number() || value.is_string(),
        _ => true,
    }
}

fn json_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Rows without a member of the key, and rows with duplicate keys.
fn keys(entity: &EntityInfo, rows: &[Map<String, Value>]) -> Vec<String> {
    let key =
        |row: &Map<String, Value>| entity.key.iter().map(|name| row.get(*name).cloned()).collect::<Option<Vec<_>>>();
    let keys: Vec<_> = rows.iter().map(key).collect();
    let incomplete = keys.iter().filter(|key| key.is_none()).count();
    let distinct: BTreeSet<String> = keys.iter().flatten().map(|key| Value::Array(key.clone()).to_string()).collect();
    let duplicates = keys.len() - incomplete - distinct.len();
    let mut found = Vec::new();
    if incomplete > 0 {
        found.push(format!("a member of the key {:?} is missing in {incomplete} rows", entity.key));
    }
    if duplicates > 0 && !entity.key.is_empty() {
        found.push(format!("{duplicates} rows have a duplicate key {:?}", entity.key));
    }
    found
}

/// Reports a filter that returns the same rows with an impossible value as without the filter.
async fn ignored(
    halo: &Halo,
    entity: &EntityInfo,
    list: &ListInfo,
    filter: &ParamInfo,
    all: &ListPage,
) -> Option<String> {
    let value = impossible(filter)?;
    if all.rows.is_empty() {
        return None;
    }
    let name = filter.wire_name;
    match fetch(halo, entity, list, Some((name, value))).await {
        Ok(page) if (page.total, page.rows.len()) == (all.total, all.rows.len()) => {
            Some(format!("the filter `{name}` has no effect"))
        }
        Ok(_) => None,
        Err(error) => Some(format!("the filter `{name}` failed with {}", status(&error))),
    }
}

/// A value that no row has.
///
/// There is none for a bool, and a filter that requires others cannot be tested alone.
fn impossible(filter: &ParamInfo) -> Option<&'static str> {
    let inner = if let Type::List(element) = filter.ty { *element } else { filter.ty };
    match inner {
        _ if !filter.needs.is_empty() => None,
        Type::Int | Type::Float | Type::Decimal | Type::IntId(_) | Type::TextId(_) => Some("2147483600"),
        Type::String | Type::Uuid => Some("halo-api-probe-finds-nothing"),
        _ => None,
    }
}

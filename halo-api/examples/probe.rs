//! One page of every list of the catalog against what the schema says of it: fields and types that it does not know,
//! envelopes, caps and keys that differ, filters that change nothing. Only reads, and prints no value of the tenant: names,
//! counts and types.
//!
//! ```text
//! cargo run -p halo-api --example probe --features mock [ENTITY…]
//! ```
//!
//! With `HALOPSA_BASE_URL`, `HALOPSA_CLIENT_ID` and `HALOPSA_CLIENT_SECRET` set it asks that tenant, otherwise the in-memory
//! Halo. A filter costs a request, so that all entities take some minutes of the rate limit.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};

use halo_api::catalog::{self, EntityInfo, ListInfo, OperationInfo, OperationKind, Paging, ParamInfo, Type};
use halo_api::mock::MockHalo;
use halo_api::{Error, Halo, Method};
use serde_json::{Map, Value};

/// Rows of a page, where the schema knows no cap.
const PAGE_SIZE: u32 = 100;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let halo = if std::env::var_os("HALOPSA_BASE_URL").is_some() {
        Halo::from_env()?
    } else {
        println!("HALOPSA_BASE_URL is not set: this is the in-memory Halo.\n");
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
    Ok(())
}

/// Probes one list. An entity that cannot be read says so, and the others go on.
async fn probe(halo: &Halo, entity: &EntityInfo, operation: &OperationInfo, list: &ListInfo) {
    if let Some(required) = operation.filters.iter().find(|filter| filter.required) {
        return println!("{}: needs `{}`, which a probe cannot know", entity.plural, required.wire_name);
    }
    let reply = match ask(halo, entity, list, None).await {
        Ok(reply) => reply,
        Err(error) => return println!("{}: {} ({:?})", entity.plural, status(&error), error.kind()),
    };
    println!("{}: {} rows, of {}", entity.plural, reply.rows.len(), total(&reply));
    let mut found = envelope(list, &reply);
    found.extend(fields(entity, &reply.rows));
    found.extend(keys(entity, &reply.rows));
    for filter in operation.filters {
        found.extend(ignored(halo, entity, list, filter, &reply).await);
    }
    for line in found {
        println!("  {line}");
    }
}

/// The words of an error may quote the tenant; its status does not.
fn status(error: &Error) -> String {
    error.status().map_or_else(|| "no reply".to_owned(), |status| status.to_string())
}

/// A page, taken apart.
struct Reply {
    /// Key of the envelope that holds the rows; empty for a bare array.
    envelope: String,
    rows: Vec<Map<String, Value>>,
    total: Option<u64>,
}

fn total(reply: &Reply) -> String {
    reply.total.map_or_else(|| "no stated total".to_owned(), |total| total.to_string())
}

async fn ask(halo: &Halo, entity: &EntityInfo, list: &ListInfo, filter: Option<(&str, &str)>) -> Result<Reply, Error> {
    let size = list.page_cap.unwrap_or(PAGE_SIZE);
    let mut request = halo.request(Method::GET, entity.path);
    match list.paging {
        // One more than the cap: an honest cap shows.
        Paging::Pages => request = request.query("pageinate", true).query("page_size", size + 1).query("page_no", 1),
        Paging::Count => request = request.query("count", size + 1),
        _ => {}
    }
    if let Some((name, value)) = filter {
        request = request.query(name, value);
    }
    let reply: Value = request.await?;
    Ok(taken_apart(reply, list))
}

fn taken_apart(reply: Value, list: &ListInfo) -> Reply {
    match reply {
        Value::Object(mut members) => {
            let total = members.get("record_count").and_then(Value::as_u64);
            let known = list.rows.iter().find(|name| members.contains_key(**name)).map(|name| (*name).to_owned());
            let largest = || {
                let arrays = members.iter().filter_map(|(name, value)| Some((value.as_array()?.len(), name.clone())));
                arrays.max().map(|(_, name)| name)
            };
            let envelope = known.or_else(largest).unwrap_or_default();
            let held = members.remove(&envelope).unwrap_or_default();
            Reply { envelope, rows: rows(held), total }
        }
        bare => Reply { envelope: String::new(), rows: rows(bare), total: None },
    }
}

fn rows(held: Value) -> Vec<Map<String, Value>> {
    let Value::Array(rows) = held else { return Vec::new() };
    rows.into_iter().filter_map(|row| if let Value::Object(row) = row { Some(row) } else { None }).collect()
}

fn envelope(list: &ListInfo, reply: &Reply) -> Vec<String> {
    let mut found = Vec::new();
    if !list.rows.contains(&reply.envelope.as_str()) {
        found.push(format!("the rows stand in `{}`, the schema says {:?}", reply.envelope, list.rows));
    }
    let seen = u32::try_from(reply.rows.len()).unwrap_or(u32::MAX);
    if list.page_cap.is_some_and(|cap| seen > cap) {
        found.push(format!("{seen} rows came, the schema's cap is {:?}", list.page_cap));
    }
    let more = reply.total.is_some_and(|total| total > u64::from(seen));
    if matches!(list.paging, Paging::Pages) && more && seen < list.page_cap.unwrap_or(PAGE_SIZE) {
        found.push(format!("only {seen} rows of more came: a cap that the schema does not know"));
    }
    found
}

/// Fields that the schema does not know, and values of a type that it does not expect.
fn fields(entity: &EntityInfo, rows: &[Map<String, Value>]) -> Vec<String> {
    let mut found: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for (name, value) in rows.iter().flatten() {
        let says = match entity.field(name) {
            Some(field) if fits(field.ty, value) => continue,
            Some(field) => format!("`{name}` is no {}", field.ty),
            None => format!("`{name}` is not in the schema"),
        };
        found.entry(says).or_default().insert(json_type(value));
    }
    found
        .into_iter()
        .map(|(says, types)| format!("{says}: {}", types.into_iter().collect::<Vec<_>>().join(", ")))
        .collect()
}

/// Whether a value looks like a type of the schema. Types with names of their own, but ids, can be anything.
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

/// Key members that rows lack, and rows that the key does not tell apart.
fn keys(entity: &EntityInfo, rows: &[Map<String, Value>]) -> Vec<String> {
    let key =
        |row: &Map<String, Value>| entity.key.iter().map(|name| row.get(*name).cloned()).collect::<Option<Vec<_>>>();
    let keys: Vec<_> = rows.iter().map(key).collect();
    let lacking = keys.iter().filter(|key| key.is_none()).count();
    let distinct: BTreeSet<String> = keys.iter().flatten().map(|key| Value::Array(key.clone()).to_string()).collect();
    let twice = keys.len() - lacking - distinct.len();
    let mut found = Vec::new();
    if lacking > 0 {
        found.push(format!("{lacking} rows lack a member of the key {:?}", entity.key));
    }
    if twice > 0 && !entity.key.is_empty() {
        found.push(format!("{twice} rows have the key {:?} of another one", entity.key));
    }
    found
}

/// Says whether a filter with an impossible value gives the same rows as none.
async fn ignored(halo: &Halo, entity: &EntityInfo, list: &ListInfo, filter: &ParamInfo, all: &Reply) -> Option<String> {
    let value = impossible(filter)?;
    if all.rows.is_empty() {
        return None;
    }
    let name = filter.wire_name;
    match ask(halo, entity, list, Some((name, value))).await {
        Ok(reply) if (reply.total, reply.rows.len()) == (all.total, all.rows.len()) => {
            Some(format!("the filter `{name}` changes nothing"))
        }
        Ok(_) => None,
        Err(error) => Some(format!("the filter `{name}` is answered with {}", status(&error))),
    }
}

/// A value that no row has. A bool has none, and a filter that needs others says nothing alone.
fn impossible(filter: &ParamInfo) -> Option<&'static str> {
    let inner = if let Type::List(element) = filter.ty { *element } else { filter.ty };
    match inner {
        _ if !filter.needs.is_empty() => None,
        Type::Int | Type::Float | Type::Decimal | Type::IntId(_) | Type::TextId(_) => Some("2147483600"),
        Type::String | Type::Uuid => Some("halo-api-probe-finds-nothing"),
        _ => None,
    }
}

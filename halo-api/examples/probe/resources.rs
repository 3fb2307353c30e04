//! What an instance does that the catalog does not say of a list: envelope, pages, key. Names and counts, no values.

use std::collections::BTreeSet;

use halo_api::catalog::{Paging, ResourceInfo};
use halo_api::{Error, Halo, Method};
use serde_json::{Map, Value};

/// Rows of a page of the probe: few, so that most lists have more.
const PAGE: u32 = 20;

/// What is known of a list.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// The path.
    pub(crate) path: &'static str,
    /// Envelope keys; an empty string is a bare array.
    pub(crate) rows: Vec<&'static str>,
    /// How it pages.
    pub(crate) paging: Paging,
    /// What tells rows apart.
    pub(crate) key: Vec<&'static str>,
}

impl Facts {
    /// What the catalog says; `None` if the path is no list.
    pub(crate) fn of(info: &ResourceInfo) -> Option<Self> {
        let list = info.list.as_ref()?;
        Some(Self { path: info.path, rows: list.rows.to_vec(), paging: list.paging, key: info.key.to_vec() })
    }
}

/// A response: the rows, where they were, and the stated total.
struct Response {
    /// Every array in the response, by the name of its member; an empty name is the response itself.
    arrays: Vec<(String, Vec<Map<String, Value>>)>,
    total: Option<u64>,
}

impl Response {
    fn of(body: Value) -> Self {
        let objects = |rows: Vec<Value>| {
            rows.into_iter().filter_map(|row| if let Value::Object(row) = row { Some(row) } else { None }).collect()
        };
        match body {
            Value::Array(rows) => Self { arrays: vec![(String::new(), objects(rows))], total: None },
            Value::Object(members) => {
                let total = members.get("record_count").and_then(Value::as_u64);
                let arrays = members.into_iter().filter_map(|(name, value)| match value {
                    Value::Array(rows) => Some((name, objects(rows))),
                    _ => None,
                });
                Self { arrays: arrays.collect(), total }
            }
            _ => Self { arrays: Vec::new(), total: None },
        }
    }

    fn rows(&self, facts: &Facts) -> Option<&[Map<String, Value>]> {
        let known = self.arrays.iter().find(|(name, _)| facts.rows.contains(&name.as_str()));
        known.map(|(_, rows)| rows.as_slice())
    }

    /// The rows as they are known, or else the largest array.
    fn any_rows(&self, facts: &Facts) -> &[Map<String, Value>] {
        let largest = || self.arrays.iter().map(|(_, rows)| rows.as_slice()).max_by_key(|rows| rows.len());
        self.rows(facts).or_else(largest).unwrap_or_default()
    }
}

/// What the instance does otherwise. At most three requests.
///
/// # Errors
///
/// If the list cannot be read.
pub(crate) async fn differences(halo: &Halo, facts: &Facts) -> Result<Vec<String>, Error> {
    let first = match facts.paging {
        Paging::Pages => page(halo, facts, 1).await?,
        Paging::Count | Paging::Window(_) => {
            Response::of(halo.request(Method::GET, facts.path).query("count", PAGE).await?)
        }
        _ => Response::of(halo.request(Method::GET, facts.path).await?),
    };
    let mut found = envelope(facts, &first);
    found.extend(keys(facts, first.any_rows(facts)));
    found.extend(paging(halo, facts, &first).await?);
    Ok(found)
}

async fn page(halo: &Halo, facts: &Facts, number: u32) -> Result<Response, Error> {
    let request = halo.request(Method::GET, facts.path).query("pageinate", true);
    Ok(Response::of(request.query("page_size", PAGE).query("page_no", number).await?))
}

fn envelope(facts: &Facts, response: &Response) -> Vec<String> {
    if response.rows(facts).is_some() {
        return Vec::new();
    }
    let known: Vec<&str> = facts.rows.iter().map(|key| if key.is_empty() { "a bare array" } else { *key }).collect();
    let names: Vec<String> = response.arrays.iter().map(|(name, _)| format!("`{name}`")).collect();
    let seen = match response.arrays.as_slice() {
        [] => "there is no array".to_owned(),
        [(name, _)] if name.is_empty() => "the rows are a bare array".to_owned(),
        [_] => format!("the rows are in {}", names.concat()),
        _ => match response.arrays.iter().filter(|(_, rows)| !rows.is_empty()).collect::<Vec<_>>().as_slice() {
            [(name, _)] => format!("the rows are in `{name}`"),
            _ => format!("the rows are in one of {}", names.join(", ")),
        },
    };
    vec![format!("{seen}; known is {}", known.join(" or "))]
}

/// Rows without a member of the key, and rows that share one.
fn keys(facts: &Facts, rows: &[Map<String, Value>]) -> Vec<String> {
    let (mut found, mut seen, mut shared, mut incomplete) = (Vec::new(), BTreeSet::new(), 0, 0);
    if facts.key.is_empty() {
        return found;
    }
    for row in rows {
        let member =
            |name: &&str| row.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let values: Vec<String> = facts.key.iter().filter_map(member).map(Value::to_string).collect();
        incomplete += usize::from(values.len() < facts.key.len());
        shared += usize::from(values.len() == facts.key.len() && !seen.insert(values));
    }
    let key = facts.key.join("`, `");
    if incomplete > 0 {
        found.push(format!("{incomplete} of {} rows lack a member of the key `{key}`", rows.len()));
    }
    if shared > 0 {
        found.push(format!("{shared} of {} rows share the key `{key}` with another row", rows.len()));
    }
    found
}

async fn paging(halo: &Halo, facts: &Facts, first: &Response) -> Result<Vec<String>, Error> {
    let rows = first.any_rows(facts);
    let more = first.total.is_some_and(|total| usize::try_from(total).is_ok_and(|total| total > rows.len()));
    Ok(match facts.paging {
        Paging::Pages if more => {
            let second = page(halo, facts, 2).await?;
            let repeats = !rows.is_empty() && second.any_rows(facts) == rows;
            repeats.then(|| "it has no pages: the second is the first again".to_owned()).into_iter().collect()
        }
        Paging::None if rows.len() > 1 => {
            let paged = page(halo, facts, 1).await?;
            let paged_rows = paged.any_rows(facts).len();
            let states_more =
                paged.total.is_some_and(|total| usize::try_from(total).is_ok_and(|total| total > rows.len()));
            if more || states_more || paged_rows < rows.len() {
                vec![format!("it has pages: {} rows without, {paged_rows} on a page of {PAGE}", rows.len())]
            } else {
                Vec::new()
            }
        }
        Paging::Window(name) if !rows.is_empty() => {
            let id = |row: &Map<String, Value>| facts.key.first().and_then(|key| row.get(*key)).and_then(Value::as_i64);
            let Some(oldest) = rows.iter().filter_map(id).min() else {
                return Ok(vec!["the rows have no whole number as their key, so that none is older".to_owned()]);
            };
            let request = halo.request(Method::GET, facts.path).query("count", PAGE).query(name, oldest);
            let older = Response::of(request.await?);
            let is_newer = |row: &&Map<String, Value>| id(row).is_none_or(|id| id >= oldest);
            let newer = older.any_rows(facts).iter().filter(is_newer).count();
            (newer > 0).then(|| format!("`{name}` does not bound it: {newer} rows are not older")).into_iter().collect()
        }
        Paging::Count if !more && rows.len() > PAGE as usize => {
            vec![format!("`count` does not bound it: {} rows for {PAGE}", rows.len())]
        }
        _ => Vec::new(),
    })
}

//! Lists: filters, windows and envelopes, with Halo's traps.

use std::cmp::Ordering;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Map, Value};

use super::answer::{Asked, json_reply};
use super::record::{shown, text};
use super::store::{Record, Table};
use super::{Quirk, State};
use crate::catalog::{EntityInfo, Filled, ListInfo, Paging, ParamInfo};

/// Rows of a list that is asked for in no particular way: a setting of the agent in Halo.
const USUAL_ROWS: usize = 50;
/// Most rows that `count` gives.
const MOST_COUNTED: usize = 1000;
/// Most rows of a page, where the schema does not say.
const USUAL_CAP: u32 = 100;

/// The part of a list that goes out, and what the envelope says of it.
struct Window {
    from: usize,
    rows: usize,
    /// Number and size, while paging is on.
    page: Option<(usize, usize)>,
}

impl State {
    pub(super) fn list(&mut self, entity: &'static EntityInfo, list: &ListInfo, asked: &Asked<'_>) -> Response<Bytes> {
        let window = self.window(entity, list, asked);
        let matching = |row: &&Record| list.filters.iter().all(|filter| passes(row, filter, asked));
        let rows: Vec<&Record> = self.tables.get(entity.plural).into_iter().flat_map(Table::rows).collect();
        let mut rows: Vec<&Record> = rows.into_iter().filter(matching).collect();
        sort(&mut rows, list.sort, asked);
        let total = rows.len();
        let part: Vec<Value> =
            rows.into_iter().skip(window.from).take(window.rows).map(|row| shown(entity, row, Filled::List)).collect();
        let Some(key) = list.rows.first().filter(|key| !key.is_empty()) else {
            return json_reply(StatusCode::OK, &Value::Array(part));
        };
        // The total of the whole list is stated only while paging is on.
        let stated = if window.page.is_some() { total } else { part.len() };
        let stated = self
            .quirk_of(entity, |quirk| match quirk {
                Quirk::RecordCount(stated) => Some(stated),
                _ => None,
            })
            .unwrap_or_else(|| u64::try_from(stated).ok());
        let mut envelope = Map::new();
        if let Some((number, size)) = window.page {
            envelope.insert("page_no".into(), number.into());
            envelope.insert("page_size".into(), size.into());
        }
        if let Some(stated) = stated {
            envelope.insert("record_count".into(), stated.into());
        }
        envelope.insert((*key).to_owned(), Value::Array(part));
        json_reply(StatusCode::OK, &Value::Object(envelope))
    }

    fn window(&self, entity: &EntityInfo, list: &ListInfo, asked: &Asked<'_>) -> Window {
        let cap = self
            .quirk_of(entity, |quirk| match quirk {
                Quirk::PageCap(rows) => Some(rows),
                _ => None,
            })
            .or(list.page_cap);
        let capped = |rows: usize, usual: usize| {
            rows.min(cap.map_or(usual, |cap| usize::try_from(cap).unwrap_or(usize::MAX))).max(1)
        };
        let whole = Window { from: 0, rows: usize::MAX, page: None };
        let pageless =
            |param: &&ParamInfo| param.excludes.contains(&"paging") && asked.param(param.wire_name).is_some();
        match list.paging {
            Paging::None => whole,
            _ if list.filters.iter().chain(list.options).any(|param| pageless(&param)) => whole,
            Paging::Count => {
                let rows = asked.number("count").unwrap_or(USUAL_ROWS);
                Window { rows: capped(rows, MOST_COUNTED), ..whole }
            }
            Paging::Pages => {
                if let Some(rows) = asked.number("count") {
                    return Window { rows: rows.min(MOST_COUNTED), ..whole };
                }
                // The word only: `1` was seen to count as false.
                let on = asked.param("pageinate") == Some("true");
                let (true, Some(number)) = (on, asked.number("page_no").filter(|number| *number > 0)) else {
                    return Window { rows: USUAL_ROWS, ..whole };
                };
                let usual = usize::try_from(USUAL_CAP).unwrap_or(usize::MAX);
                let size = capped(asked.number("page_size").unwrap_or(USUAL_ROWS), usual);
                let stuck = self.quirk_of(entity, |quirk| (quirk == Quirk::IgnoresPaging).then_some(())).is_some();
                let from = if stuck { 0 } else { (number - 1).saturating_mul(size) };
                Window { from, rows: size, page: Some((number, size)) }
            }
        }
    }
}

/// Orders by `order`, `order2` and so on. Only the word `true` means descending.
fn sort(rows: &mut [&Record], levels: u32, asked: &Asked<'_>) {
    // From the last level to the first: a stable sort keeps the order of the later levels within the earlier ones.
    for level in (1..=levels).rev() {
        let suffix = if level == 1 { String::new() } else { level.to_string() };
        let Some(field) = asked.param(&format!("order{suffix}")) else { continue };
        let descending = asked.param(&format!("orderdesc{suffix}")) == Some("true");
        rows.sort_by(|a, b| {
            let ordering = compare(a.get(field), b.get(field));
            if descending { ordering.reverse() } else { ordering }
        });
    }
}

fn compare(a: Option<&Value>, b: Option<&Value>) -> Ordering {
    match (a.and_then(Value::as_f64), b.and_then(Value::as_f64)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.map(text).cmp(&b.map(text)),
    }
}

/// Whether a row is one that this filter lets through. A filter that the schema ties to no field lets everything through.
fn passes(row: &Record, filter: &ParamInfo, asked: &Asked<'_>) -> bool {
    let (Some(field), Some(wanted)) = (filter.field, asked.param(filter.wire_name)) else { return true };
    let value = row.get(field).filter(|value| !value.is_null());
    let value = match (value, filter.type_name) {
        (Some(value), _) => text(value),
        (None, "bool") => "false".to_owned(),
        (None, _) => return false,
    };
    if filter.type_name.starts_with("list<") {
        wanted.split(',').any(|wanted| wanted.trim() == value)
    } else {
        wanted == value
    }
}

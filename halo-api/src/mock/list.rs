//! Lists: windows, orders and envelopes, with Halo's pitfalls.

use std::cmp::{Ordering, Reverse};

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::Value;

use super::answer::{JSON, ParsedRequest, bytes_reply};
use super::filter::tests;
use super::options::Options;
use super::record::Shown;
use super::store::{Record, text};
use super::{Quirk, State, server_behavior};
use crate::catalog::{EntityInfo, ListInfo, OperationInfo, Paging, ParamInfo, Presence, Role};

/// The number of rows of a list without paging parameters: a setting of the agent in Halo.
const USUAL_ROWS: usize = 50;
/// The most rows that `count` returns.
const MOST_COUNTED: usize = 1000;
/// The most rows of a page, if the schema does not say.
const USUAL_CAP: u32 = 100;

/// The part of a list in the response, and its numbers in the envelope.
struct Window {
    from: usize,
    rows: usize,
    /// The page number and size, if paging is on.
    page: Option<(usize, usize)>,
}

/// The envelope of a list.
struct Envelope {
    page: Option<(usize, usize)>,
    stated: Option<u64>,
    key: &'static str,
    beside: server_behavior::Sidecars,
    has_columns: bool,
}

impl Envelope {
    /// The JSON of a list, in the order in which Halo writes it.
    fn around(&self, rows: &[Bytes]) -> Vec<u8> {
        let numbers = self.page.into_iter().flat_map(|(number, size)| [("page_no", number), ("page_size", size)]);
        let numbers = numbers.map(|(name, number)| (name, Value::from(number)));
        let stated = self.stated.map(|stated| ("record_count", Value::from(stated)));
        let columns = [("columns_id", Value::from(0)), ("columns", Value::Array(Vec::new()))];
        let columns = columns.into_iter().filter(|_| self.has_columns);
        let mut json = vec![b'{'];
        for (name, value) in numbers.chain(stated) {
            json.extend(format!("\"{name}\":{value},").bytes());
        }
        json.extend(format!("\"{}\":", self.key).bytes());
        append_array(&mut json, rows);
        for (name, value) in columns.chain(self.beside.iter().map(|(name, value)| (*name, value()))) {
            json.extend(format!(",\"{name}\":{value}").bytes());
        }
        json.push(b'}');
        json
    }
}

fn append_array(json: &mut Vec<u8>, rows: &[Bytes]) {
    json.reserve(rows.iter().map(|row| row.len() + 1).sum::<usize>() + 256);
    json.push(b'[');
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            json.push(b',');
        }
        json.extend_from_slice(row);
    }
    json.push(b']');
}

/// The parameters that reduce the rows to their keys.
const ONLY_KEYS: [&str; 2] = ["idonly", "ticketidonly"];

impl State {
    pub(super) fn list(
        &mut self,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        list: &ListInfo,
        asked: &ParsedRequest<'_>,
    ) -> Response<Bytes> {
        let options = Options::of(operation, asked);
        let window = self.window(entity, operation, list, asked);
        let context = self.context();
        let (tests, _) = tests(entity, operation, asked, &context);
        let newest_first = self.quirk_of(entity, |quirk| (quirk == Quirk::NewestFirst).then_some(())).is_some();
        let stated_by_quirk = self.quirk_of(entity, |quirk| match quirk {
            Quirk::RecordCount(stated) => Some(stated),
            _ => None,
        });
        let is_on = |name: &str| asked.param(name) == Some("true");
        let wants_deleted = operation.param_of(Role::Deleted).is_some_and(|deleted| is_on(deleted.wire_name));
        let table = &*self.table(entity);
        let mut rows: Vec<(Option<u64>, &Record)> = if wants_deleted {
            table.deleted().map(|row| (None, row)).collect()
        } else {
            table.placed_rows().map(|(place, row)| (Some(place), row)).collect()
        };
        let is_scope = |name: &&str| operation.filters.iter().any(|filter| filter.wire_name == *name);
        let mut scopes = server_behavior::scoped_by(entity.path).iter().filter(|name| is_scope(name)).peekable();
        if scopes.peek().is_some() && !scopes.any(|name| asked.param(name).is_some()) {
            rows.clear();
        }
        rows.retain(|(_, row)| tests.iter().all(|test| test.passes(row)));
        if newest_first {
            rows.reverse();
        }
        sort(&mut rows, list.sort, asked);
        if let Paging::Window(name) = list.paging {
            newest_first_below(&mut rows, entity, asked.param(name));
        }
        let total = rows.len();
        let only_key = ONLY_KEYS
            .into_iter()
            .any(|name| is_on(name) && operation.all_params().any(|known| known.wire_name == name));
        let is_plain = !only_key && options.are_plain(table);
        let json = |(place, record): (Option<u64>, &Record)| {
            let shown = Shown { table, record, place: Presence::List, only_key, options: Some(&options) };
            // A record consists of JSON values, which can always be encoded.
            let make = || Bytes::from(serde_json::to_vec(&shown).unwrap_or_default());
            place.filter(|_| is_plain).map_or_else(make, |place| table.plain_row(place, make))
        };
        let rows: Vec<Bytes> = rows.into_iter().skip(window.from).take(window.rows).map(json).collect();
        // Some lists are bare arrays, and some of these become an envelope if the request pages.
        let bare = list.rows.contains(&"") && !(is_on("pageinate") && list.rows.len() > 1);
        let Some(key) = list.rows.iter().find(|key| !key.is_empty()).filter(|_| !bare) else {
            let mut json = Vec::new();
            append_array(&mut json, &rows);
            return bytes_reply(StatusCode::OK, JSON, json);
        };
        // The total of the whole list is stated only if paging is on.
        let stated = if window.page.is_some() { total } else { rows.len() };
        let stated = stated_by_quirk.unwrap_or_else(|| u64::try_from(stated).ok());
        let (page, beside) = (window.page, server_behavior::sidecars(entity.path));
        let envelope = Envelope { page, stated, key, beside, has_columns: is_on("includecolumns") };
        bytes_reply(StatusCode::OK, JSON, envelope.around(&rows))
    }

    fn window(
        &self,
        entity: &EntityInfo,
        operation: &OperationInfo,
        list: &ListInfo,
        asked: &ParsedRequest<'_>,
    ) -> Window {
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
            _ if operation.all_params().any(|param| pageless(&param)) => whole,
            // No cap was ever seen: one request for all rows gave all.
            Paging::Count | Paging::Window(_) => {
                let rows = asked.number("count").unwrap_or(USUAL_ROWS);
                Window { rows: capped(rows, usize::MAX), ..whole }
            }
            Paging::Pages => {
                if let Some(rows) = asked.number("count") {
                    return Window { rows: rows.min(MOST_COUNTED), ..whole };
                }
                // Only the word `true`: `1` was seen to count as false.
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

/// The rows of a list that is walked by ids: those older than the one that is named.
fn newest_first_below(rows: &mut Vec<(Option<u64>, &Record)>, entity: &EntityInfo, older_than: Option<&str>) {
    let id = |record: &Record| entity.key.last().and_then(|member| record.get(*member)).and_then(Value::as_i64);
    if let Some(bound) = older_than.and_then(|text| text.parse::<i64>().ok()) {
        rows.retain(|(_, record)| id(record).is_some_and(|id| id < bound));
    }
    rows.sort_by_key(|(_, record)| Reverse(id(record)));
}

/// Sorts by `order`, `order2` and so on. Only the word `true` means descending.
fn sort(rows: &mut [(Option<u64>, &Record)], levels: u32, asked: &ParsedRequest<'_>) {
    // From the last level to the first: a stable sort preserves the order of later levels within earlier ones.
    for level in (1..=levels).rev() {
        let suffix = if level == 1 { String::new() } else { level.to_string() };
        let Some(field) = asked.param(&format!("order{suffix}")) else { continue };
        let descending = asked.param(&format!("orderdesc{suffix}")) == Some("true");
        rows.sort_by(|(_, a), (_, b)| {
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

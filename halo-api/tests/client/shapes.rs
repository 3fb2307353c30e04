//! A server that answers as instances were seen to, whatever the catalog says: `fixtures/shapes.tsv`.
#![allow(clippy::cast_possible_truncation)]

use bytes::Bytes;
use halo_api::transport::{BoxFuture, Transport, TransportError};
use http::{Request, Response, StatusCode};
use serde_json::{Map, Value, json};

/// Rows of every list.
pub(crate) const ROWS: u64 = 130;
/// Most rows of a page, whatever is asked for.
const PAGE: u64 = 50;

/// A list as it was seen.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) path: &'static str,
    /// `bare`, the member with the rows, or such a member and `|bare`.
    pub(crate) rows: &'static str,
    /// `works`, `bounded`, `count`, `window` (by `older_than_id`), `ignored`, `ignored?` or `unknown`.
    pub(crate) paging: &'static str,
    /// `id`, `ticket_id+id`, `none`, `unknown`.
    pub(crate) key: &'static str,
}

/// All lists that were seen.
pub(crate) fn shapes() -> Vec<Shape> {
    let lines = include_str!("../fixtures/shapes.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    let shape = |line: &'static str| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        Shape { path: cell(), rows: cell(), paging: cell(), key: cell() }
    };
    lines.map(shape).collect()
}

/// The server.
#[derive(Debug, Clone)]
pub(crate) struct Server(Vec<Shape>);

impl Server {
    pub(crate) fn new(shapes: Vec<Shape>) -> Self {
        Self(shapes)
    }

    fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path();
        if path.ends_with("/token") {
            return reply(&json!({"access_token": "t", "token_type": "Bearer", "expires_in": 3600, "scope": "all"}));
        }
        let below = path.strip_prefix("/api").unwrap_or(path);
        let Some(shape) = self.0.iter().find(|shape| shape.path.eq_ignore_ascii_case(below)) else {
            let mut missing = Response::new(Bytes::new());
            *missing.status_mut() = StatusCode::NOT_FOUND;
            return missing;
        };
        let query: Vec<(String, String)> = url_pairs(request.uri().query().unwrap_or_default());
        let number = |name: &str| {
            let found = query.iter().find(|(known, _)| known == name);
            found.and_then(|(_, value)| value.parse::<u64>().ok())
        };
        let is_paged = query.iter().any(|(name, value)| name == "pageinate" && value == "true");
        reply(&body(shape, is_paged, &number))
    }
}

/// The body of a list, as this shape answers.
fn body(shape: &Shape, is_paged: bool, number: &dyn Fn(&str) -> Option<u64>) -> Value {
    let all = || (0..ROWS).map(|index| row(shape, index)).collect::<Vec<_>>();
    let key = match shape.rows.strip_suffix("|bare") {
        Some(key) if is_paged => key,
        Some(_) => return all().into(),
        None if shape.rows == "bare" => return all().into(),
        None => shape.rows,
    };
    let mut envelope = Map::new();
    let (rows, total): (Vec<Value>, u64) = match (shape.paging, is_paged, number("page_no")) {
        ("count", ..) => (all().into_iter().take(number("count").unwrap_or(50) as usize).collect(), ROWS),
        ("window", ..) => {
            let older_than = number("older_than_id").unwrap_or(u64::MAX);
            let older = all().into_iter().rev().filter(|row| row["id"].as_u64().is_some_and(|id| id < older_than));
            let rows: Vec<Value> = older.take(number("count").unwrap_or(50) as usize).collect();
            let total = rows.len() as u64;
            (rows, total)
        }
        // It gives everything, also where pages are asked for.
        ("ignored?", ..) => (all(), ROWS),
        (_, true, Some(page)) => {
            let size = number("page_size").unwrap_or(PAGE).min(PAGE);
            envelope.insert("page_no".to_owned(), page.into());
            envelope.insert("page_size".to_owned(), size.into());
            let first = (page - 1) * size;
            (all().into_iter().skip(first as usize).take(size as usize).collect(), ROWS)
        }
        // A short list that looks complete.
        _ => (all().into_iter().take(PAGE as usize).collect(), PAGE),
    };
    envelope.insert("record_count".to_owned(), total.into());
    envelope.insert("columns".to_owned(), json!([]));
    envelope.insert(key.to_owned(), rows.into());
    envelope.into()
}

/// A row whose key is what was seen: unique together, and not alone.
fn row(shape: &Shape, index: u64) -> Value {
    let mut row = Map::new();
    row.insert("number".to_owned(), index.into());
    match shape.key {
        "unknown" => {
            row.insert("id".to_owned(), (index + 1).into());
        }
        // As on timesheet events.
        "none" => {
            row.insert("id".to_owned(), 0.into());
        }
        key => {
            let members: Vec<&str> = key.split('+').collect();
            for (place, member) in members.iter().enumerate() {
                let value = match (place, members.len()) {
                    (_, 1) => index + 1,
                    (0, _) => index / 10,
                    _ => index % 10,
                };
                row.insert((*member).to_owned(), value.into());
            }
        }
    }
    row.into()
}

fn url_pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn reply(body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
    response
}

impl Transport for Server {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move { Ok(self.answer(&request)) })
    }
}

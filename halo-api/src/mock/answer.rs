//! From a request to its answer: the log, the token, the route.

use bytes::Bytes;
use http::uri::Authority;
use http::{HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use serde_json::{Value, json};

use super::fault::Fault;
use super::token::form_without_secret;
use super::{MockRequest, State};
use crate::catalog::{EndpointInfo, EntityInfo, OperationInfo};

/// Parameters that the runtime owns and every list takes.
const PAGING: [&str; 4] = ["pageinate", "page_no", "page_size", "count"];

/// What a request asks for.
pub(super) struct Asked<'a> {
    pub(super) query: &'a [(String, String)],
    pub(super) body: Option<&'a Value>,
}

impl Asked<'_> {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.param(name).and_then(|value| value.parse().ok())
    }
}

impl State {
    /// Notes a request, and says which fault it meets.
    pub(super) fn arrive(&mut self, request: &Request<Bytes>) -> Option<Fault> {
        let path = request.uri().path();
        let is_token = is_token(path);
        let query = query(request);
        let body = if is_token {
            Some(form_without_secret(request.body()))
        } else {
            serde_json::from_slice(request.body()).ok()
        };
        let unknown = match self.route(path) {
            Some((entity, id)) => {
                let unknown = query.iter().filter(|(name, _)| !is_known(entity, request.method(), id, name));
                unknown.map(|(name, _)| name.clone()).collect()
            }
            None => Vec::new(),
        };
        let (method, path) = (request.method().clone(), path.to_owned());
        let request = MockRequest { method, path, query, body, unknown };
        let fault = self.script.take(&request, is_token);
        if fault.as_ref().is_some_and(Fault::expires_tokens) {
            self.tokens.expire();
        }
        self.log.push(request);
        fault
    }

    /// Carries a request out.
    pub(super) fn answer(&mut self, request: &Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path();
        if is_token(path) {
            return self.tokens.give(request.body());
        }
        if path.eq_ignore_ascii_case("/api/authinfo") {
            return authinfo(request.uri());
        }
        if !self.tokens.admits(request.headers()) {
            return empty(StatusCode::UNAUTHORIZED);
        }
        let Some((entity, id)) = self.route(path) else { return empty(StatusCode::NOT_FOUND) };
        if is_operation(entity, request.method(), id) {
            return empty(StatusCode::NOT_FOUND);
        }
        let id = id.map(str::to_owned);
        let (query, body) = (query(request), serde_json::from_slice(request.body()).ok());
        let asked = Asked { query: &query, body: body.as_ref() };
        match (request.method(), id, &entity.list) {
            (&Method::GET, None, Some(list)) => self.list(entity, list, &asked),
            (&Method::GET, Some(id), _) if entity.get.is_some() => self.get(entity, &asked, &id),
            (&Method::DELETE, Some(id), _) if entity.delete.is_some() => self.delete(entity, &asked, &id),
            (&Method::POST, None, _) => self.write(entity, &asked),
            _ => empty(StatusCode::NOT_FOUND),
        }
    }

    /// The entity whose path this is, and what follows it. Halo does not care about case.
    fn route<'a>(&self, path: &'a str) -> Option<(&'static EntityInfo, Option<&'a str>)> {
        let below = path.get(..4).filter(|start| start.eq_ignore_ascii_case("/api")).and_then(|_| path.get(4..))?;
        self.entities.iter().find_map(|entity| {
            let start = below.get(..entity.path.len())?;
            let rest = below.get(entity.path.len()..)?;
            let id = match rest.strip_prefix('/') {
                _ if !start.eq_ignore_ascii_case(entity.path) => return None,
                None if rest.is_empty() => None,
                Some(id) if !id.is_empty() && !id.contains('/') => Some(id),
                _ => return None,
            };
            Some((*entity, id))
        })
    }
}

fn is_token(path: &str) -> bool {
    path.ends_with("/token")
}

/// What anyone may know: where tokens are given, and to whom.
fn authinfo(asked: &Uri) -> Response<Bytes> {
    let scheme = asked.scheme_str().unwrap_or("http");
    let host = asked.authority().map_or("localhost", Authority::as_str);
    json_reply(StatusCode::OK, &json!({"auth_url": format!("{scheme}://{host}/auth"), "tenant_id": "mock"}))
}

fn query(request: &Request<Bytes>) -> Vec<(String, String)> {
    let text = request.uri().query().unwrap_or_default();
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// The operations of an entity at this path: its own path, or that and one word or id.
fn operations(
    entity: &'static EntityInfo,
    method: &Method,
    id: Option<&str>,
) -> impl Iterator<Item = (&'static OperationInfo, &'static str)> {
    let there = move |operation: &'static OperationInfo| {
        let rest = operation.path.strip_prefix(entity.path)?;
        let is_there = match (rest.strip_prefix('/'), id) {
            (Some(word), Some(id)) => word.eq_ignore_ascii_case(id) || word.starts_with('{') && !word.contains('/'),
            (None, None) => rest.is_empty(),
            _ => false,
        };
        (is_there && operation.method == *method).then_some((operation, rest))
    };
    entity.operations.iter().copied().filter_map(there)
}

/// Whether it is an operation that has the place of an id, such as `/Client/me`. What operations do the mock does not know.
fn is_operation(entity: &'static EntityInfo, method: &Method, id: Option<&str>) -> bool {
    id.is_some() && operations(entity, method, id).any(|(_, rest)| !rest.contains('{'))
}

/// Whether the catalog knows the parameter here.
fn is_known(entity: &'static EntityInfo, method: &Method, id: Option<&str>, name: &str) -> bool {
    let named = |endpoint: &Option<EndpointInfo>| {
        endpoint.as_ref().is_some_and(|endpoint| endpoint.params.iter().any(|param| param.wire_name == name))
    };
    if operations(entity, method, id).any(|(operation, _)| operation.params.iter().any(|param| param.wire_name == name))
    {
        return true;
    }
    match (method, id, &entity.list) {
        (&Method::GET, None, Some(list)) => {
            let declared = list.filters.iter().chain(list.options).any(|param| param.wire_name == name);
            let ordering = name.trim_start_matches("order").trim_start_matches("desc");
            let ordering =
                list.sort > 0 && name.starts_with("order") && (ordering.is_empty() || ordering.parse::<u32>().is_ok());
            declared || PAGING.contains(&name) || ordering
        }
        (&Method::GET, Some(_), _) => named(&entity.get) || entity.key.contains(&name),
        (&Method::DELETE, Some(_), _) => named(&entity.delete) || entity.key.contains(&name),
        (&Method::POST, ..) => named(&entity.create) || named(&entity.update),
        _ => false,
    }
}

/// Why a request is not carried out.
pub(super) enum Refusal {
    NotFound,
    /// 400 with these words.
    Bad(Value),
}

impl Refusal {
    pub(super) fn reply(self) -> Response<Bytes> {
        match self {
            Self::NotFound => empty(StatusCode::NOT_FOUND),
            Self::Bad(words) => json_reply(StatusCode::BAD_REQUEST, &words),
        }
    }
}

/// An answer without a body, as most of Halo's refusals are.
pub(super) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

pub(super) fn json_reply(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = empty(status);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    *response.body_mut() = Bytes::from(body.to_string());
    response
}

//! Handles a request: the log, the token, the limit, the permissions.

use bytes::Bytes;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use serde::Serialize;
use serde_json::{Value, json};

use super::fault::Fault;
use super::log::MockRequest;
use super::route::{Route, is_known, is_token};
use super::token::form_without_secret;
use super::{Quirk, State, filter, server_behavior};
use crate::entity_info::OperationKind;

/// The query and body of a request, parsed.
pub(super) struct ParsedRequest<'a> {
    pub(super) query: &'a [(String, String)],
    pub(super) body: Option<&'a Value>,
}

impl ParsedRequest<'_> {
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.param(name).and_then(|value| value.parse().ok())
    }
}

impl State {
    /// Logs a request. Returns its number in the log and the fault that applies to it.
    pub(super) fn arrive(&mut self, request: &Request<Bytes>) -> (u64, Option<Fault>) {
        let path = request.uri().path();
        let is_token = is_token(path);
        let query = query(request);
        let body = if is_token {
            Some(form_without_secret(request.body()))
        } else {
            serde_json::from_slice(request.body()).ok()
        };
        let (unknown, unapplied) = self.strange(path, request.method(), &query);
        let (method, path) = (request.method().clone(), path.to_owned());
        let request = MockRequest { method, path, query, body, unknown, unapplied, status: None };
        let fault = self.script.take(&request, is_token);
        if fault.as_ref().is_some_and(Fault::expires_tokens) {
            self.tokens.expire();
        }
        (self.log.push(request), fault)
    }

    /// The parameters that the catalog does not know here, and the filters that the mock does not apply.
    fn strange(&self, path: &str, method: &Method, query: &[(String, String)]) -> (Vec<String>, Vec<String>) {
        let Some(route) = self.route(path, method) else { return (Vec::new(), Vec::new()) };
        let unknown = query.iter().filter(|(name, _)| !is_known(&route, name));
        let unknown = unknown.map(|(name, _)| name.clone()).collect();
        let me = self.me("agents").map(|key| key.join(","));
        let asked = ParsedRequest { query, body: None };
        let (_, skipped) = filter::tests(route.entity, route.operation, &asked, me.as_deref());
        let unapplied = skipped.into_iter().map(str::to_owned).collect();
        (unknown, unapplied)
    }

    /// Executes a request.
    pub(super) fn answer(&mut self, request: &Request<Bytes>) -> Response<Bytes> {
        let (path, method) = (request.uri().path(), request.method());
        if is_token(path) {
            return self.tokens.give(request.body());
        }
        if path.eq_ignore_ascii_case("/api/authinfo") {
            return authinfo(request.uri());
        }
        let Some(scopes) = self.tokens.admits(request.headers()) else { return empty(StatusCode::UNAUTHORIZED) };
        if let Some(sentence) = self.limiter.refuses() {
            return json_reply(StatusCode::TOO_MANY_REQUESTS, &sentence);
        }
        let Some(route) = self.route(path, method) else { return empty(StatusCode::NOT_FOUND) };
        if !self.may(&route, &scopes) {
            return empty(StatusCode::FORBIDDEN);
        }
        if !request.body().is_empty() && !is_json(request.headers()) {
            return empty(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        let (query, body) = (query(request), serde_json::from_slice(request.body()).ok());
        self.carry_out(&route, &ParsedRequest { query: &query, body: body.as_ref() })
    }

    fn carry_out(&mut self, route: &Route, asked: &ParsedRequest<'_>) -> Response<Bytes> {
        let (entity, operation) = (route.entity, route.operation);
        match (operation.kind, &operation.list, &route.id) {
            (OperationKind::List, Some(list), _) => self.list(entity, operation, list, asked),
            (OperationKind::Get, _, Some(id)) => self.get(entity, asked, id),
            (OperationKind::Delete, _, Some(id)) => self.delete(entity, asked, id),
            (OperationKind::Create | OperationKind::Update, ..) => self.write(entity, operation, asked),
            _ => self.operate(route, asked),
        }
    }

    /// Whether the scopes and the agent's role let it through. Scopes count where the schema says that they are enforced.
    fn may(&self, route: &Route, scopes: &str) -> bool {
        let entity = route.entity;
        if self.quirk_of(entity, |quirk| (quirk == Quirk::NoModule).then_some(())).is_some() {
            return false;
        }
        let needed = route.operation.scope;
        needed
            .filter(|_| entity.enforce_scopes)
            .is_none_or(|needed| crate::vocabulary::scope::allow(scopes, needed, crate::client::is_known_scope))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.to_ascii_lowercase().contains("json"))
}

/// The response of `/api/authinfo`, which requires no token: the authorization server and the tenant.
fn authinfo(asked: &Uri) -> Response<Bytes> {
    let scheme = asked.scheme_str().unwrap_or("http");
    let host = asked.authority().map_or("localhost", Authority::as_str);
    json_reply(StatusCode::OK, &json!({"auth_url": format!("{scheme}://{host}/auth"), "tenant_id": "mock"}))
}

fn query(request: &Request<Bytes>) -> Vec<(String, String)> {
    let text = request.uri().query().unwrap_or_default();
    url::form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

/// Why a request is rejected.
pub(super) enum Refusal {
    NotFound,
    /// 400 with this body.
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

/// A response without a body, as most of Halo's error responses are.
pub(super) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

pub(super) fn json_reply(status: StatusCode, body: &impl Serialize) -> Response<Bytes> {
    // The body consists of JSON values, which can always be encoded.
    bytes_reply(status, "application/json; charset=utf-8", serde_json::to_vec(body).unwrap_or_default())
}

pub(super) fn bytes_reply(status: StatusCode, kind: &'static str, body: Vec<u8>) -> Response<Bytes> {
    let mut response = empty(status);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.body_mut() = Bytes::from(body);
    response
}

/// The response for something that the mock does not support. Halo never sends it, so the test notices.
pub(super) fn cannot(what: &str) -> Response<Bytes> {
    let words = format!("the mock cannot carry out {what}: set its response with Fault::status(200).body(..).on(..)");
    json_reply(StatusCode::NOT_IMPLEMENTED, &server_behavior::exception("halo_api::mock", &words))
}

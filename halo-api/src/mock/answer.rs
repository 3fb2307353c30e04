//! Handles a request: the log, the token, the limit, the permissions.

use bytes::Bytes;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, Uri, header};
use serde::Serialize;
use serde_json::{Value, json};

use super::custom_routes::{CustomRoute, Handler};
use super::fault::Fault;
use super::grants::form_without_secret;
use super::log::MockRequest;
use super::notes::Notes;
use super::route::{Route, is_token};
use super::sign_in::is_authorize;
use super::{State, server_behavior};
use crate::entity_info::{EntityInfo, OperationKind, Reply, Type};

/// The query and body of a request, parsed.
pub(super) struct ParsedRequest<'a> {
    pub(super) uri: &'a Uri,
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
        let query = query(request.uri());
        let body = if is_token {
            Some(form_without_secret(request.body()))
        } else {
            serde_json::from_slice(request.body()).ok()
        };
        let record = if is_token { None } else { body.as_ref() };
        let Notes { unknown, unapplied, applied, unknown_fields, unknown_references } =
            self.notes(request, &query, record);
        let request = MockRequest {
            method: request.method().clone(),
            path: path.to_owned(),
            query,
            body,
            bytes: if is_token { Bytes::new() } else { request.body().clone() },
            content_type: content_type(request.headers()).map(str::to_owned),
            headers: without_authorization(request.headers()),
            unknown,
            applied,
            unapplied,
            unknown_fields,
            unknown_references,
            status: None,
        };
        let fault = self.script.take(&request, is_token || is_authorize(&request.path));
        if fault.as_ref().is_some_and(Fault::expires_tokens) {
            self.tokens.expire();
        }
        (self.log.push(request), fault)
    }

    /// Lets a request through to a route that a test added, or to the catalog; otherwise gives the response.
    pub(super) fn admit(&mut self, request: &Request<Bytes>) -> Admitted {
        let (uri, method) = (request.uri(), request.method());
        if let Some(response) = self.storage(request) {
            return Admitted::Done(response);
        }
        let custom = self.routes.find(method, uri);
        if let Some(route) = custom.filter(|route| route.is_on_another_host()) {
            let has_token = request.headers().contains_key(header::AUTHORIZATION);
            return if has_token {
                Admitted::refused(StatusCode::BAD_REQUEST)
            } else {
                Admitted::Custom(route.handler())
            };
        }
        let custom = custom.map(CustomRoute::handler);
        if is_token(uri.path()) {
            return Admitted::Done(self.tokens.give(request.body()));
        }
        if method == http::Method::GET && is_authorize(uri.path()) {
            return Admitted::Done(self.authorize(uri));
        }
        if uri.path().eq_ignore_ascii_case("/api/authinfo") {
            return Admitted::Done(authinfo(uri));
        }
        let Some(scopes) = self.tokens.admits(request.headers()) else {
            return Admitted::refused(StatusCode::UNAUTHORIZED);
        };
        if let Some(sentence) = self.limiter.refuses() {
            return Admitted::Done(json_reply(StatusCode::TOO_MANY_REQUESTS, &sentence));
        }
        if let Some(handler) = custom {
            return Admitted::Custom(handler);
        }
        if let Some(response) = self.image(request, &scopes) {
            return Admitted::Done(response);
        }
        let Some(route) = self.route(uri.path(), method) else { return Admitted::refused(StatusCode::NOT_FOUND) };
        if !self.may(&route, &scopes) {
            return Admitted::refused(server_behavior::missing_scope(route.entity.path));
        }
        if !request.body().is_empty() && !is_json(request.headers()) {
            return Admitted::refused(StatusCode::UNSUPPORTED_MEDIA_TYPE);
        }
        Admitted::Catalog(route)
    }

    /// Executes a request to the catalog.
    pub(super) fn answer(&mut self, route: &Route, request: &Request<Bytes>) -> Response<Bytes> {
        self.catch_up();
        self.list_definitions(route.entity);
        let (query, body) = (query(request.uri()), serde_json::from_slice(request.body()).ok());
        self.carry_out(route, &ParsedRequest { uri: request.uri(), query: &query, body: body.as_ref() })
    }

    fn carry_out(&mut self, route: &Route, asked: &ParsedRequest<'_>) -> Response<Bytes> {
        if let Some(response) = self.run_report(route, asked) {
            return response;
        }
        let (entity, operation) = (route.entity, route.operation);
        match (operation.kind, &operation.list, &route.id) {
            (OperationKind::List, Some(list), _) => self.list(entity, operation, list, asked),
            (_, Some(list), _) => self.list(self.rows_of(route), operation, list, asked),
            (OperationKind::Get, _, Some(id)) => self.get(entity, operation, asked, id),
            (OperationKind::Get, _, None) if entity.key.is_empty() => self.one_object(entity),
            (OperationKind::Delete, _, Some(id)) => self.delete(entity, asked, id),
            (OperationKind::Create | OperationKind::Update, ..) => self.write(entity, operation, asked),
            _ => self.operate(route, asked),
        }
    }

    /// The entity of the rows of a list that has a name of its own.
    fn rows_of(&self, route: &Route) -> &'static EntityInfo {
        let is_own = route
            .entity
            .operations
            .iter()
            .any(|other| other.kind == OperationKind::List && other.reply == route.operation.reply);
        let Reply::Page(Type::Object(name)) = route.operation.reply else { return route.entity };
        let other = self.entities.iter().find(|entity| !is_own && entity.name == name);
        other.copied().unwrap_or(route.entity)
    }
}

/// What a request is let through to.
pub(super) enum Admitted {
    /// Nothing: this is the response.
    Done(Response<Bytes>),
    /// A route that a test added. It runs while the mock is not locked.
    Custom(Handler),
    /// An operation of the catalog.
    Catalog(Route),
}

impl Admitted {
    fn refused(status: StatusCode) -> Self {
        Self::Done(empty(status))
    }
}

/// Headers that the log of requests may hold.
fn without_authorization(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    for secret in ["authorization", "x-halo-api-key"] {
        headers.remove(secret);
    }
    headers
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok())
}

fn is_json(headers: &HeaderMap) -> bool {
    content_type(headers).is_none_or(|kind| kind.to_ascii_lowercase().contains("json"))
}

/// The response of `/api/authinfo`, which requires no token: the authorization server and the tenant.
fn authinfo(asked: &Uri) -> Response<Bytes> {
    let scheme = asked.scheme_str().unwrap_or("http");
    let host = asked.authority().map_or("localhost", Authority::as_str);
    json_reply(StatusCode::OK, &json!({"auth_url": format!("{scheme}://{host}/auth"), "tenant_id": "mock"}))
}

pub(super) fn query(uri: &Uri) -> Vec<(String, String)> {
    let text = uri.query().unwrap_or_default();
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

/// The media type of JSON, as Halo writes it.
pub(super) const JSON: &str = "application/json; charset=utf-8";

/// A response without a body, as most of Halo's error responses are.
pub(super) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

pub(super) fn json_reply(status: StatusCode, body: &impl Serialize) -> Response<Bytes> {
    // The body consists of JSON values, which can always be encoded.
    bytes_reply(status, JSON, serde_json::to_vec(body).unwrap_or_default())
}

pub(super) fn bytes_reply(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = empty(status);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    *response.body_mut() = body.into();
    response
}

/// The response for something that the mock does not support. Halo never sends it, so the test notices.
pub(super) fn cannot(what: &str) -> Response<Bytes> {
    let words = format!("the mock cannot carry out {what}: set its response with Fault::status(200).body(..).on(..)");
    json_reply(StatusCode::NOT_IMPLEMENTED, &server_behavior::exception("halo_api::mock", &words))
}

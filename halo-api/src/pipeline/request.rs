//! A request that can be sent any number of times, and its final response.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use jiff::Timestamp;

use super::authorizer::Authorization;
use super::headers::CallHeaders;
use super::http_date::http_date;
use super::limiter::Lane;
use super::meta::{MetaSlot, ResponseMeta};
use super::retry::RetryPolicy;
use crate::codec::DecodeError;
use crate::transport::{BodySink, Receive};
use crate::vocabulary::secret::Redactor;
use crate::vocabulary::{Attempt, Error, ErrorKind, Safety, StopReason};

/// The largest response, after decompression.
pub(crate) const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// A request, ready to be sent any number of times.
pub(crate) struct PreparedRequest {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    /// The path in errors, such as `/Tickets/54321`.
    pub(crate) path: String,
    /// The path in spans, such as `/Tickets/{id}`.
    ///
    /// With the method, it is also the route that `DeniedRoutes` remembers.
    pub(crate) template: Cow<'static, str>,
    pub(crate) body: Option<Body>,
    pub(crate) safety: Safety,
    /// The scope that the request presumably needs.
    pub(crate) scope: Option<&'static str>,
    /// Whether the request is not sent without that scope.
    pub(crate) enforce_scope: bool,
    pub(crate) lane: Lane,
    /// Set while the call waits for its authorization or its permit.
    pub(crate) queued: Option<QueueMarker>,
    /// The time limit of the whole call: all attempts, all waits, the token request.
    pub(crate) timeout: Option<Duration>,
    /// Headers of this call, beside those of the client.
    pub(crate) headers: CallHeaders,
    /// Where the metadata of the response is left.
    pub(crate) meta: Option<MetaSlot>,
    /// Replaces the client's policy.
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) response: ResponseOptions,
}

/// Whether a call waits for its authorization or its permit, where other calls may stand in line behind it.
///
/// Whoever stops polling a call for a while must drop it first if it waits there.
#[derive(Debug, Clone, Default)]
pub(crate) struct QueueMarker(Arc<AtomicBool>);

impl QueueMarker {
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, is_queued: bool) {
        self.0.store(is_queued, Ordering::Relaxed);
    }
}

/// What a request expects of its response.
#[derive(Clone, Default)]
pub(crate) struct ResponseOptions {
    /// The largest body, after decompression; [`BODY_LIMIT`] unless set.
    pub(crate) max_bytes: Option<usize>,
    /// Whether a body of any media type is expected, instead of JSON.
    pub(crate) any_type: bool,
    /// Whether a redirect is a success, which the caller follows.
    pub(crate) redirects: bool,
    /// Where the body goes, if not to memory.
    pub(crate) sink: Option<BodySink>,
}

impl ResponseOptions {
    /// JSON of this size at most.
    pub(crate) fn up_to(max_bytes: Option<u64>) -> Self {
        let max_bytes = max_bytes.map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        Self { max_bytes, ..Self::default() }
    }

    pub(super) fn limit(&self) -> usize {
        self.max_bytes.unwrap_or(BODY_LIMIT)
    }
}

/// A body and its content type.
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: HeaderValue,
}

impl Body {
    pub(crate) fn json(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into(), content_type: HeaderValue::from_static("application/json") }
    }
}

impl PreparedRequest {
    /// A GET of the client's own, beside the calls of its user.
    pub(crate) fn internal(uri: Uri, path: String, template: impl Into<Cow<'static, str>>) -> Self {
        Self {
            method: Method::GET,
            uri,
            path,
            template: template.into(),
            body: None,
            safety: Safety::Safe,
            scope: None,
            enforce_scope: false,
            lane: Lane::Interactive,
            queued: None,
            timeout: None,
            headers: None,
            meta: None,
            retry: None,
            response: ResponseOptions::default(),
        }
    }

    /// The method and path, as errors show them.
    pub(crate) fn endpoint(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The server, with its port if the URL has one.
    pub(crate) fn host(&self) -> String {
        let host = self.uri.host().unwrap_or_default();
        self.uri.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Builds the request for the transport.
    pub(super) fn http_request(
        &self,
        headers: &HeaderMap,
        authorization: Option<&Authorization>,
        redactor: &Redactor,
    ) -> http::Request<Bytes> {
        let mut request = http::Request::new(self.body.as_ref().map(|body| body.bytes.clone()).unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        let all = request.headers_mut();
        all.clone_from(headers);
        if let Some(own) = &self.headers {
            all.extend(own.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        let accept = if self.response.any_type { "*/*" } else { "application/json" };
        all.insert(header::ACCEPT, HeaderValue::from_static(accept));
        if let Some(body) = &self.body {
            all.insert(header::CONTENT_TYPE, body.content_type.clone());
        }
        if let Some(authorization) = authorization {
            redactor.note_authorization(&authorization.value);
            all.insert(authorization.name.clone(), authorization.value.clone());
        }
        let receive = Receive { max_bytes: self.response.limit(), sink: self.response.sink.clone() };
        request.extensions_mut().insert(receive);
        request
    }
}

/// A 2xx response.
pub(crate) struct ApiResponse {
    pub(crate) status: StatusCode,
    /// Boxed, since few responses are read for them.
    pub(crate) headers: Box<HeaderMap>,
    pub(crate) body: Bytes,
    /// Whether the content type is HTML.
    pub(crate) html: bool,
    endpoint: String,
    host: String,
    attempts: Vec<Attempt>,
    safety: Safety,
    redactor: Redactor,
}

impl ApiResponse {
    pub(super) fn new(
        response: Response<Bytes>,
        request: &PreparedRequest,
        attempts: Vec<Attempt>,
        redactor: Redactor,
    ) -> Self {
        let html = is_html(response.headers());
        let (parts, body) = response.into_parts();
        Self {
            status: parts.status,
            headers: Box::new(parts.headers),
            body,
            html,
            endpoint: request.endpoint(),
            host: request.host(),
            attempts,
            safety: request.safety,
            redactor,
        }
    }

    /// When it was sent, by Halo's clock. The client's own says only which century a year of two digits is in.
    pub(crate) fn date(&self) -> Option<Timestamp> {
        http_date(self.headers.get(header::DATE)?.to_str().ok()?, Timestamp::now())
    }

    /// Leaves the metadata for whoever asked for it.
    pub(super) fn leave_meta(&self, request: &PreparedRequest) {
        if let Some(slot) = &request.meta {
            let (headers, attempts) = ((*self.headers).clone(), self.attempts.clone());
            slot.put(ResponseMeta { status: self.status, headers, attempts });
        }
    }

    /// The body as JSON text.
    pub(crate) fn json(&self) -> &[u8] {
        without_bom(&self.body)
    }

    /// The error of a response that cannot be parsed; `detail` says where and why.
    pub(crate) fn unreadable(&self, detail: impl Into<String>) -> Error {
        // Some proxies send HTML without its content type.
        if self.html || reads_as_html(&self.body) {
            return self.html_page();
        }
        let error = self.error(ErrorKind::Decode).with_status(self.status);
        if self.body.is_empty() {
            error.detail("the body is empty")
        } else {
            error.with_unreadable_body(&self.body).detail(detail)
        }
    }

    /// The error of a response that cannot be decoded, or only into more memory than a response may take.
    pub(crate) fn undecodable(&self, error: &DecodeError) -> Error {
        if error.is_too_large() {
            return self.error(ErrorKind::TooLarge).with_status(self.status).detail(error.to_string());
        }
        self.unreadable(error.to_string())
    }

    /// An error about this response. For a write, it says that the write was applied.
    pub(crate) fn error(&self, kind: ErrorKind) -> Error {
        let error = self.bare_error(kind);
        if self.safety == Safety::Safe { error } else { error.write_applied() }
    }

    /// The error of a write that got an HTML page: it is unknown whether the write reached Halo.
    pub(super) fn unknown_outcome(&self) -> Option<Error> {
        (self.html && self.safety != Safety::Safe).then(|| self.html_page())
    }

    pub(crate) fn html_page(&self) -> Error {
        let hint = "check that the base URL is Halo itself, without a proxy or sign-in page in front of it";
        let error = self.bare_error(ErrorKind::Decode).with_status(self.status).with_body(&self.body);
        if self.safety != Safety::Unsafe {
            return error.hint(hint);
        }
        let error = error.with_kind(ErrorKind::OutcomeUnknown).with_attempts(self.attempts.clone(), StopReason::Unsafe);
        error.hint(format!("look for the record before sending it again; {hint}"))
    }

    fn bare_error(&self, kind: ErrorKind) -> Error {
        // The redactor comes first: it masks every text that is added later.
        let error = Error::new(kind).with_redactor(self.redactor.clone()).with_endpoint(self.endpoint.clone());
        error.with_host(self.host.clone()).with_attempts(self.attempts.clone(), StopReason::NotRetryable)
    }
}

/// Whether the response is an HTML page: of a proxy, a sign-in, or a server without Halo's API.
fn is_html(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| text.to_ascii_lowercase().contains("html"))
}

/// Whether the body is an HTML page, despite its content type.
fn reads_as_html(body: &[u8]) -> bool {
    let start = without_bom(body).trim_ascii_start();
    let start = String::from_utf8_lossy(start.get(..512).unwrap_or(start)).to_ascii_lowercase();
    start.starts_with("<!doctype html") || (start.starts_with("<html") && start.contains("<head"))
}

/// Strips a byte order mark, which Halo may send and JSON parsers reject.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

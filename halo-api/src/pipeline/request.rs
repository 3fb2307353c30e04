//! One call: a request sent as often as the policy allows, until there is an answer worth having.
//!
//! Everything that goes to Halo goes through [`run`]: typed requests, raw ones and the token's own.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use tracing::Instrument;
use url::Url;

use crate::codec::DecodeError;
use crate::pipeline::retry::RetryPolicy;
use crate::pipeline::send_loop::SendLoop;
use crate::session::ClientInner;
use crate::transport::{BoxFuture, runtime};
use crate::vocabulary::secret::Redactor;
use crate::vocabulary::{Attempt, Safety};
use crate::vocabulary::{Error, ErrorKind};

/// Largest reply, decompressed.
pub(crate) const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// A request, ready to be sent any number of times.
pub(crate) struct PreparedRequest {
    pub(crate) method: Method,
    pub(crate) url: Url,
    /// The path as errors name it, such as `/Tickets/54321`.
    pub(crate) path: String,
    /// The path as spans name it, such as `/Tickets/{id}`.
    pub(crate) template: Cow<'static, str>,
    pub(crate) body: Option<Body>,
    pub(crate) safety: Safety,
    /// The scope that it is thought to need.
    pub(crate) scope: Option<&'static str>,
    /// Whether it is not sent without that scope.
    pub(crate) enforce_scope: bool,
    /// Bounds everything: all attempts, all waits, the token.
    pub(crate) timeout: Option<Duration>,
    /// Takes the place of the client's own policy.
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) purpose: Purpose,
}

/// A body and its content type.
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    pub(crate) content_type: &'static str,
}

impl Body {
    pub(crate) fn json(bytes: Vec<u8>) -> Self {
        Self { bytes: bytes.into(), content_type: "application/json" }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A call of the API, with a token.
    Api,
    /// To find out where tokens are given, without one.
    Discovery,
    /// To get a token.
    Token,
    /// To get a token ahead of time, while the old one still works: one try.
    EarlyToken,
}

impl Purpose {
    /// Whether it counts towards the rate limit: another server gives the tokens.
    pub(crate) fn counts(self) -> bool {
        matches!(self, Self::Api | Self::Discovery)
    }
}

/// A 2xx answer.
pub(crate) struct ApiResponse {
    pub(crate) status: StatusCode,
    pub(crate) body: Bytes,
    html: bool,
    endpoint: String,
    host: String,
    attempts: Vec<Attempt>,
    safety: Safety,
    redactor: Redactor,
}

impl ApiResponse {
    pub(crate) fn new(
        response: Response<Bytes>,
        out: &PreparedRequest,
        attempts: Vec<Attempt>,
        redactor: Redactor,
    ) -> Self {
        let html = is_html(response.headers());
        let status = response.status();
        let body = response.into_body();
        Self { status, body, html, endpoint: out.endpoint(), host: out.host(), attempts, safety: out.safety, redactor }
    }

    /// The reply cannot be read; `detail` says where and why.
    pub(crate) fn unreadable(&self, detail: impl Into<String>) -> Error {
        let error = self.error(ErrorKind::Decode).with_status(self.status);
        if self.html {
            error
                .with_body(&self.body)
                .hint("is the base URL the one of Halo itself, without a proxy or sign-in before it?")
        } else if self.body.is_empty() {
            error.detail("the body is empty")
        } else {
            error.with_unreadable_body(&self.body).detail(detail)
        }
    }

    /// The response cannot be decoded, or only into more memory than a response may take.
    pub(crate) fn undecodable(&self, error: &DecodeError) -> Error {
        if error.is_too_large() {
            return self.error(ErrorKind::TooLarge).with_status(self.status).detail(error.to_string());
        }
        self.unreadable(error.to_string())
    }

    /// An error about this reply, which for a write says that the write was applied.
    pub(crate) fn error(&self, kind: ErrorKind) -> Error {
        let error = Error::new(kind)
            .with_redactor(self.redactor.clone())
            .with_endpoint(self.endpoint.clone())
            .with_host(self.host.clone())
            .with_attempts(self.attempts.clone(), crate::vocabulary::StopReason::NotRetryable);
        if self.safety == Safety::Safe { error } else { error.write_applied() }
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|text| text.to_ascii_lowercase().contains("html"))
}

impl PreparedRequest {
    /// How errors name it.
    pub(crate) fn endpoint(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The server, with its port where that is not the usual one.
    pub(crate) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    pub(crate) fn http_request(
        &self,
        core: &ClientInner,
        bearer: Option<&HeaderValue>,
    ) -> Result<http::Request<Bytes>, Error> {
        let mut request = http::Request::new(self.body.as_ref().map(|body| body.bytes.clone()).unwrap_or_default());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.url.as_str().parse().map_err(|error| {
            Error::config("the URL does not hold together").with_endpoint(self.endpoint()).with_source(error)
        })?;
        let headers = request.headers_mut();
        headers.clone_from(&core.headers);
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(body) = &self.body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(body.content_type));
        }
        if let Some(bearer) = bearer {
            core.redactor.note_authorization(bearer);
            headers.insert(header::AUTHORIZATION, bearer.clone());
        }
        Ok(request)
    }
}

/// A client that only reads refuses whatever writes.
pub(crate) fn permitted(core: &ClientInner, out: &PreparedRequest) -> Result<(), Error> {
    if core.read_only && out.purpose == Purpose::Api && out.safety != Safety::Safe {
        return Err(Error::new(ErrorKind::ReadOnly).with_endpoint(out.endpoint()));
    }
    Ok(())
}

/// Sends it until there is an answer worth having. Boxed, since getting a token comes back here.
pub(crate) fn run<'a>(core: &'a ClientInner, out: &'a PreparedRequest) -> BoxFuture<'a, Result<ApiResponse, Error>> {
    let span = tracing::info_span!(
        "halo.request",
        http.request.method = %out.method,
        url.template = %out.template,
        server.address = out.url.host_str().unwrap_or_default(),
        http.response.status_code = tracing::field::Empty,
        http.request.resend_count = tracing::field::Empty,
    );
    let within = span.clone();
    Box::pin(
        async move {
            runtime::require().map_err(|error| error.with_endpoint(out.endpoint()))?;
            permitted(core, out)?;
            let mut trip = SendLoop::new(core, out, within);
            loop {
                if let Some(reply) = trip.attempt().await? {
                    return Ok(reply);
                }
            }
        }
        .instrument(span),
    )
}

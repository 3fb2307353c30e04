//! The error type of the crate.

mod display;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::vocabulary::secret::Redactor;
use crate::vocabulary::{Attempt, StopReason};

/// The longest body that an error retains, in bytes.
const RETAINED_BODY: usize = 16 * 1024;

/// Why a call failed.
///
/// `Display` is one line: the request (with the page, if a stream failed), the status, the host if the connection or
/// the token request failed, Halo's own message (or where the response could not be read), a hint if there is one, and
/// the number of attempts. Neither `Display` nor `Debug` shows a secret, a token or the values of query parameters. If
/// a response echoes a secret of 8 characters or more, `***` replaces it, in [`message`](Self::message) and
/// [`body`](Self::body) too.
///
/// ```
/// # fn f(error: halo_api::Error) {
/// if error.is_not_found() {
///     // the record is gone
/// } else if error.is_outcome_unknown() {
///     // the write may or may not have been applied: look for the record before sending it again
/// } else {
///     eprintln!("{error}");
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Error {
    inner: Box<Inner>,
}

#[derive(Clone, Default)]
struct Inner {
    kind: ErrorKind,
    endpoint: Option<String>,
    host: Option<String>,
    page: Option<u32>,
    status: Option<StatusCode>,
    message: Option<String>,
    body: Option<String>,
    detail: Option<String>,
    hint: Option<String>,
    attempts: Vec<Attempt>,
    stop_reason: Option<StopReason>,
    retry_after: Option<Duration>,
    scopes: Option<Scopes>,
    from_token: bool,
    sign_in_required: bool,
    write_applied: bool,
    redactor: Redactor,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

#[derive(Clone)]
struct Scopes {
    required: &'static str,
    granted: Vec<String>,
}

/// The kinds of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client or the request is configured incorrectly. Nothing was sent.
    #[default]
    Config,
    /// Halo rejected the credentials or the token (401, or a token response without a usable token).
    Auth,
    /// The request needs a scope that the client does not have. Nothing was sent.
    MissingScope,
    /// The client is read-only and the request is a write. Nothing was sent.
    ReadOnly,
    /// Halo rejected the request: 400, or another 4xx that has no kind of its own.
    BadRequest,
    /// 403: the application or its agent is not allowed to do this.
    Forbidden,
    /// 404: the record or the endpoint does not exist.
    NotFound,
    /// A 429 or the client's own limit blocked the call for longer than it may wait.
    RateLimited,
    /// 5xx: Halo failed to process the request.
    Server,
    /// 3xx: redirects are never followed, since that would send the token along.
    ///
    /// For a download that Halo only links to: more than five redirects, or one to a URL without https.
    Redirect,
    /// No response arrived in time. The request is one that may be sent again.
    Timeout,
    /// The connection failed: unknown host, connection refused, TLS. Nothing was sent.
    Connect,
    /// A write was sent, but its response was lost.
    ///
    /// It may or may not have been applied, and is never sent twice.
    OutcomeUnknown,
    /// The response arrived, but could not be read.
    Decode,
    /// The response is larger than the client accepts, or would be after decoding.
    TooLarge,
    /// The pages of a list are inconsistent: rows are missing and the next page contains none of them.
    Paging,
    /// The connection broke, or the transport failed in another way.
    Transport,
    /// The response arrived, but could not be written to the file or writer that it was to go to.
    Io,
}

impl ErrorKind {
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::Auth,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            408 => Self::Timeout,
            429 => Self::RateLimited,
            300..=399 => Self::Redirect,
            400..=499 => Self::BadRequest,
            500..=599 => Self::Server,
            _ => Self::Transport,
        }
    }
}

/// What callers read from an error.
impl Error {
    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The status of the last response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Halo's own message, extracted from any known form of body.
    ///
    /// Most 401, 403, 404 and 500 responses contain no message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.message.as_deref()
    }

    /// The body of the last response as text, at most 16 KiB of it, even if it could not be parsed.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.inner.body.as_deref()
    }

    /// Method and path, such as `GET /Tickets/54321`, without the query. `None` if no request was involved.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.inner.endpoint.as_deref()
    }

    /// The attempts of the call, oldest first. Empty if the request was never sent.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.inner.attempts
    }

    /// Why the request was not retried. `None` for errors from before the first attempt.
    #[must_use]
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.inner.stop_reason
    }

    /// How long to wait before retrying.
    ///
    /// Set if Halo (or the client's own limit) stated a wait that was longer than the call allows.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// The scope that the request presumably needs, for a missing scope and for a 401 or 403.
    #[must_use]
    pub fn required_scope(&self) -> Option<&str> {
        self.inner.scopes.as_ref().map(|scopes| scopes.required)
    }

    /// The scopes of the client, if [`required_scope`](Self::required_scope) is set.
    ///
    /// These are the scopes granted with the token or, before there is a token, the requested ones.
    #[must_use]
    pub fn granted_scopes(&self) -> &[String] {
        self.inner.scopes.as_ref().map_or(&[], |scopes| &scopes.granted)
    }

    /// Whether Halo responded with 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Whether the rate limit blocked the call for longer than it may wait.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Whether this is a final 401, or a failure to get a token, for any reason.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.kind() == ErrorKind::Auth || self.inner.from_token
    }

    /// Whether a person has to sign in (again): nobody has, or the refresh token was used, revoked or has expired.
    #[must_use]
    pub fn is_sign_in_required(&self) -> bool {
        self.inner.sign_in_required
    }

    /// Whether no response arrived in time and the request may be sent again.
    ///
    /// A write whose response did not arrive in time is [`Error::is_outcome_unknown`].
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether a write may or may not have been applied.
    ///
    /// Look for the record (for example by a reference that the write set) before sending it again: Halo would create a
    /// second one.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.kind() == ErrorKind::OutcomeUnknown
    }
}

/// How the runtime builds an error.
impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { inner: Box::new(Inner { kind, ..Inner::default() }) }
    }

    /// The client or request is misconfigured; `detail` says how, and what would be right.
    pub(crate) fn config(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config).detail(detail)
    }

    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.inner.kind = kind;
        self
    }

    pub(crate) fn with_endpoint(mut self, endpoint: String) -> Self {
        self.inner.endpoint = Some(endpoint);
        self
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.inner.status = Some(status);
        self
    }

    /// The secrets to mask. Call this first, since later texts are masked as they are added.
    pub(crate) fn with_redactor(mut self, redactor: Redactor) -> Self {
        self.inner.redactor = redactor;
        self
    }

    /// The server of the request, for errors where the path alone is not enough.
    pub(crate) fn with_host(mut self, host: String) -> Self {
        self.inner.host = Some(host);
        self
    }

    /// The page of a list, counted from 1, for an error that ends a stream.
    pub(crate) fn with_page(mut self, page: u32) -> Self {
        self.inner.page = Some(page);
        self
    }

    /// The body of an error response: its message and its text.
    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        // Mask the whole body before the message is truncated, and the message again, since JSON can spell a character
        // in many ways.
        let whole = self.inner.redactor.mask(String::from_utf8_lossy(body));
        self.inner.message =
            crate::vocabulary::error_body::message(whole.as_bytes()).map(|message| self.inner.redactor.mask(message));
        self.with_masked_body(whole)
    }

    /// A body that could not be read.
    pub(crate) fn with_unreadable_body(self, body: &[u8]) -> Self {
        // Twice the retained length, so that no secret is cut in two before it is masked.
        let start = body.get(..2 * RETAINED_BODY).unwrap_or(body);
        let masked = self.inner.redactor.mask(String::from_utf8_lossy(start));
        self.with_masked_body(masked)
    }

    fn with_masked_body(mut self, mut body: String) -> Self {
        let end = (0..=RETAINED_BODY.min(body.len())).rev().find(|end| body.is_char_boundary(*end)).unwrap_or(0);
        body.truncate(end);
        self.inner.body = Some(body).filter(|body| !body.is_empty());
        self
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.inner.detail = Some(self.inner.redactor.mask(detail));
        self
    }

    /// The detail alone, without the rest of the message.
    pub(crate) fn reason(&self) -> &str {
        self.inner.detail.as_deref().unwrap_or_default()
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.inner.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: Vec<Attempt>, stop_reason: StopReason) -> Self {
        self.inner.attempts = attempts;
        self.inner.stop_reason = Some(stop_reason);
        self
    }

    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.inner.retry_after = retry_after;
        self
    }

    pub(crate) fn with_scopes(mut self, required: &'static str, granted: &str) -> Self {
        let granted = crate::vocabulary::scope::names(granted).map(str::to_owned).collect();
        self.inner.scopes = Some(Scopes { required, granted });
        self
    }

    pub(crate) fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.inner.source = Some(Arc::new(source));
        self
    }

    /// Marks an error of a token request, which counts as [`Error::is_auth`].
    pub(crate) fn during_token(mut self) -> Self {
        self.inner.from_token = true;
        self
    }

    /// Marks an error that only a person who signs in can resolve.
    pub(crate) fn sign_in_required(mut self) -> Self {
        self.inner.sign_in_required = true;
        self
    }

    /// Marks a write that got a 2xx: whatever failed after that, the record exists.
    pub(crate) fn write_applied(mut self) -> Self {
        self.inner.write_applied = true;
        self
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

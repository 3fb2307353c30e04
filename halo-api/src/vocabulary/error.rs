//! What can go wrong, in one type.

mod display;

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

use crate::vocabulary::secret::Redactor;
use crate::vocabulary::{Attempt, StopReason};

/// Longest body that an error keeps, in bytes.
const BODY_KEPT: usize = 16 * 1024;

/// Why a call failed.
///
/// `Display` is one line: the request (with the page, where a stream failed), the status, the host where the connection or the
/// token failed, Halo's own words (or where the response could not be read), a hint where there is one, and how often it
/// was tried. Neither `Display` nor `Debug` shows a secret, a token or the values of query parameters; where a response echoes a
/// secret of 8 characters or more, `***` stands in its place, in [`message`](Self::message) and [`body`](Self::body) too.
///
/// ```
/// # fn f(error: halo_api::Error) {
/// if error.is_not_found() {
///     // the record is gone
/// } else if error.is_outcome_unknown() {
///     // a write may or may not have happened: look before sending it again
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
    /// The client or the request is put together wrongly. Nothing was sent.
    #[default]
    Config,
    /// Halo does not accept the credentials or the token (401, or a token response without a usable token).
    Auth,
    /// The request needs a scope that the client does not have. Nothing was sent.
    MissingScope,
    /// The client is read-only and the request writes. Nothing was sent.
    ReadOnly,
    /// Halo refused the request as it stands: 400 and other 4xx without a kind of their own.
    BadRequest,
    /// 403: the application or its agent may not do this.
    Forbidden,
    /// 404: no such record, or no such endpoint.
    NotFound,
    /// 429, or the client's own limit, for longer than the patience set for it.
    RateLimited,
    /// 5xx.
    Server,
    /// A 3xx. Redirects are never followed, since the token would go along.
    Redirect,
    /// No response within the time allowed. The request was one that may be sent again.
    Timeout,
    /// No connection: unknown host, refused, TLS. Nothing was sent.
    Connect,
    /// A write was sent and its response was lost, so it may or may not have been applied. It is never sent twice.
    OutcomeUnknown,
    /// The response came and could not be read.
    Decode,
    /// The response is larger than the client accepts, or would be once decoded.
    TooLarge,
    /// A list that does not hold together: rows are missing and the next page brings none of them.
    Paging,
    /// The connection broke, or the transport failed in some other way.
    Transport,
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

/// What the caller asks of an error.
impl Error {
    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The status of the last response, where there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.status
    }

    /// Halo's own words, found in whatever shape the body has. Most 401, 403, 404 and 500 come without any.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.message.as_deref()
    }

    /// The body of the last response as text, at most 16 KiB of it; also where it could not be read.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        self.inner.body.as_deref()
    }

    /// Method and path, such as `GET /Tickets/54321`, without the query. `None` where no request was at hand.
    #[must_use]
    pub fn endpoint(&self) -> Option<&str> {
        self.inner.endpoint.as_deref()
    }

    /// Every time that the request was sent, oldest first. Empty if it never was.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.inner.attempts
    }

    /// Why it was not tried again. `None` for errors from before the network.
    #[must_use]
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.inner.stop_reason
    }

    /// How long to wait before trying again, where Halo (or the client's own limit) said so and the wait did not fit.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.inner.retry_after
    }

    /// The scope that the request is thought to need, of a missing scope and of a 401 or 403.
    #[must_use]
    pub fn required_scope(&self) -> Option<&str> {
        self.inner.scopes.as_ref().map(|scopes| scopes.required)
    }

    /// The scopes that the client has, where [`required_scope`](Self::required_scope) says which one the request needs:
    /// those that the token was granted, or, before there is one, those asked for.
    #[must_use]
    pub fn granted_scopes(&self) -> &[String] {
        self.inner.scopes.as_ref().map_or(&[], |scopes| &scopes.granted)
    }

    /// Whether Halo answered 404.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Whether the rate limit was in the way for longer than the patience set for it.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.kind() == ErrorKind::RateLimited
    }

    /// Whether this is a final 401, or a failure to get a token at all, for whatever reason.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        self.kind() == ErrorKind::Auth || self.inner.from_token
    }

    /// Whether there was no response in time and the request may be sent again. A write whose response did not come in time
    /// is [`Error::is_outcome_unknown`].
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether a write may or may not have been applied.
    ///
    /// Look for the record (by a reference that the write set, say) before sending it again: Halo would make a second one.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        self.kind() == ErrorKind::OutcomeUnknown
    }
}

/// How the runtime puts one together.
impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { inner: Box::new(Inner { kind, ..Inner::default() }) }
    }

    /// The client or request is wrong; `detail` says how and what would be right.
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

    /// The secrets to mask. First of all, since the texts that follow are masked as they come in.
    pub(crate) fn with_redactor(mut self, redactor: Redactor) -> Self {
        self.inner.redactor = redactor;
        self
    }

    /// The server that it is about, for the cases in which the path does not say enough.
    pub(crate) fn with_host(mut self, host: String) -> Self {
        self.inner.host = Some(host);
        self
    }

    /// The page of a list, counted from 1, for an error that ends a stream.
    pub(crate) fn with_page(mut self, page: u32) -> Self {
        self.inner.page = Some(page);
        self
    }

    /// The body of a refusal: its words, and itself.
    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        // Masked as a whole, before its words are cut to length, and once more, since JSON has many spellings of a character.
        let whole = self.inner.redactor.mask(String::from_utf8_lossy(body));
        self.inner.message =
            crate::vocabulary::error_body::words(whole.as_bytes()).map(|words| self.inner.redactor.mask(words));
        self.keeping_body(whole)
    }

    /// A body that could not be read.
    pub(crate) fn with_unreadable_body(self, body: &[u8]) -> Self {
        // Twice as much as is kept, so that no secret is cut in two before it is masked.
        let start = body.get(..2 * BODY_KEPT).unwrap_or(body);
        let masked = self.inner.redactor.mask(String::from_utf8_lossy(start));
        self.keeping_body(masked)
    }

    fn keeping_body(mut self, mut body: String) -> Self {
        let end = (0..=BODY_KEPT.min(body.len())).rev().find(|end| body.is_char_boundary(*end)).unwrap_or(0);
        body.truncate(end);
        self.inner.body = Some(body).filter(|body| !body.is_empty());
        self
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.inner.detail = Some(self.inner.redactor.mask(detail));
        self
    }

    /// What is wrong, without the words around it.
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

    /// It came of asking for a token, so that it counts as [`Error::is_auth`].
    pub(crate) fn during_token(mut self) -> Self {
        self.inner.from_token = true;
        self
    }

    /// A write that Halo answered with a 2xx: whatever went wrong after that, the record is there.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::secret::Secret;

    fn error() -> Error {
        Error::new(ErrorKind::Decode).with_redactor(Redactor::new([Secret::new("hush-hush".to_owned())]))
    }

    #[test]
    fn a_secret_at_the_end_of_what_is_kept_is_masked() {
        for before in BODY_KEPT - 12..=BODY_KEPT {
            let body = format!("{}hush-hush{}", "é".repeat(before / 2), "x".repeat(40_000));
            let error = error().with_unreadable_body(body.as_bytes());
            let kept = error.body().unwrap();
            assert!(!kept.contains("hu") && kept.len() <= BODY_KEPT, "{}", &kept[kept.len() - 20..]);
        }
        assert_eq!(error().with_unreadable_body(b"").body(), None);
    }

    #[test]
    fn a_secret_is_masked_before_words_are_cut_to_length() {
        for before in 580..620 {
            let body = format!("\"{} h\\u0075sh-hush\"", "x".repeat(before));
            let error = error().with_body(body.as_bytes());
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("hus") && !shown.contains("0075"), "{shown}");
        }
    }
}

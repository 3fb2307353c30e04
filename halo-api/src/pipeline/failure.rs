//! The errors that end a call.

use std::fmt::Write;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode, header};

use super::authorizer::Authorization;
use super::request::PreparedRequest;
use super::send_loop::{Outcome, SendLoop};
use crate::transport::{TransportError, TransportErrorKind};
use crate::vocabulary::{Error, ErrorKind, Safety, StopReason, scope};

/// The hint for a write whose outcome is unknown.
const LOOK_FIRST: &str = "look for the record before sending it again";

impl SendLoop<'_> {
    pub(super) fn error(&mut self, kind: ErrorKind, stop_reason: StopReason) -> Error {
        let attempts = std::mem::take(&mut self.attempts);
        Error::new(kind)
            .with_redactor(self.sender.redactor.clone())
            .with_endpoint(self.request.endpoint())
            .with_host(self.request.host())
            .with_attempts(attempts, stop_reason)
    }

    /// The error of a call that Halo's last 429 blocked or, without one, the client's own limit.
    pub(super) fn rate_limited(&mut self, wait: Option<Duration>, stop_reason: StopReason) -> Error {
        let error = match self.last_throttle.take() {
            Some(outcome) => self.failed(outcome, stop_reason),
            None => self
                .error(ErrorKind::RateLimited, stop_reason)
                .detail("blocked by the client's own limit, or by a 429 to another call"),
        };
        error.with_retry_after(wait)
    }

    pub(super) fn outcome_unknown(&mut self, outcome: Outcome) -> Error {
        self.failed(outcome, StopReason::Unsafe).with_kind(ErrorKind::OutcomeUnknown).hint(LOOK_FIRST)
    }

    pub(super) fn failed(&mut self, outcome: Outcome, stop_reason: StopReason) -> Error {
        match outcome {
            Outcome::Response(response) => self.error_response(&response, stop_reason),
            Outcome::Failed(error) => self.no_response(error, stop_reason),
        }
    }

    fn error_response(&mut self, response: &Response<Bytes>, stop_reason: StopReason) -> Error {
        let status = response.status();
        let error =
            self.error(ErrorKind::of_status(status), stop_reason).with_status(status).with_body(response.body());
        match (status.as_u16(), &self.authorization) {
            (401 | 403, Some(authorization)) => {
                self.with_scopes(error).hint(self.permission_hint(authorization, status))
            }
            (300..=399, _) => error.detail(redirect_target(response)).hint("check the base URL"),
            (500.., _) if self.request.safety == Safety::Unsafe => error.hint(LOOK_FIRST),
            _ => error,
        }
    }

    fn no_response(&mut self, failure: TransportError, stop_reason: StopReason) -> Error {
        let kind = match failure.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::TooLarge => ErrorKind::TooLarge,
            _ => ErrorKind::Transport,
        };
        let mut error = self.error(kind, stop_reason);
        if let Some(status) = failure.status() {
            error = error.with_status(status);
        }
        if kind == ErrorKind::TooLarge {
            error = error.detail(self.too_large());
            if self.request.safety != Safety::Safe && failure.status().is_some() {
                error = error.write_applied();
            }
        } else {
            error = error.detail(match failure.root_cause() {
                Some(cause) => format!("{failure} ({cause})"),
                None => failure.to_string(),
            });
        }
        error.with_source(failure)
    }

    pub(super) fn too_large(&self) -> String {
        let size = size(self.request.response.limit());
        // The client itself sends requests without an authorization.
        let is_own = self.authorizer.is_none() && !self.request.response.any_type;
        if is_own { format!("more than {size}") } else { format!("more than {size}; max_bytes(..) sets another limit") }
    }

    /// The error of a response whose body could not be written to where it belongs.
    pub(super) fn not_written(&mut self, failure: io::Error) -> Error {
        let error = self.error(ErrorKind::Io, StopReason::NotRetryable).detail(failure.to_string());
        let error = if self.request.safety == Safety::Safe { error } else { error.write_applied() };
        error.with_source(failure)
    }

    /// Adds the endpoint to an error of an authorizer or a limiter, which do not know the request.
    pub(super) fn with_endpoint(&self, error: Error) -> Error {
        if error.endpoint().is_some() { error } else { error.with_endpoint(self.request.endpoint()) }
    }

    /// Fails if the request has a proven required scope that was not granted.
    pub(super) fn check_scope(&self) -> Result<(), Error> {
        match self.granted() {
            Some(granted) => missing_scope(self.request, granted, self.sender.is_known_scope),
            None => Ok(()),
        }
    }

    fn granted(&self) -> Option<&str> {
        self.authorization.as_ref()?.scopes.as_deref()
    }

    fn with_scopes(&self, error: Error) -> Error {
        match (self.request.scope, self.granted()) {
            (Some(scope), Some(granted)) => error.with_scopes(scope, granted),
            _ => error,
        }
    }

    /// The hint for a 401 or 403 despite a valid authorization.
    fn permission_hint(&self, authorization: &Authorization, status: StatusCode) -> String {
        if authorization.name != header::AUTHORIZATION {
            return String::from(
                "the API key is not allowed to do this; an application with client credentials may be",
            );
        }
        let mut hint = String::from(if status == StatusCode::UNAUTHORIZED {
            "a fresh token was rejected too; check that the application's agent may log in and its role allows this"
        } else {
            "check that the role of the application's agent allows this"
        });
        if let (Some(scope), Some(granted)) = (self.request.scope, self.granted()) {
            // Writing to a string cannot fail.
            let _ = write!(hint, " and that the application has the scope `{scope}` (this client has `{granted}`)");
        }
        hint
    }
}

/// Fails if a request has a proven required scope that is not among the granted ones.
pub(crate) fn missing_scope(request: &PreparedRequest, granted: &str, is_known: fn(&str) -> bool) -> Result<(), Error> {
    let Some(scope) = request.scope.filter(|_| request.enforce_scope) else { return Ok(()) };
    if scope::allow(granted, scope, is_known) {
        return Ok(());
    }
    let error = Error::new(ErrorKind::MissingScope).with_endpoint(request.endpoint());
    let error = error.detail(format!("the request requires `{scope}`, but this client has `{granted}`"));
    let hint = "request it with scopes() and allow it for the application in Halo";
    Err(error.with_scopes(scope, granted).hint(hint))
}

/// A size, in MB if it is a whole number of them.
fn size(bytes: usize) -> String {
    const MB: usize = 1024 * 1024;
    if bytes >= MB && bytes.is_multiple_of(MB) { format!("{} MB", bytes / MB) } else { format!("{bytes} bytes") }
}

fn redirect_target(response: &Response<Bytes>) -> String {
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    // The query of a sign-in page may contain state that must not be logged.
    let location = location.map_or("nowhere", |text| text.split(['?', '#']).next().unwrap_or(text));
    format!("it points to {location}")
}

//! The errors that end a call.

use std::fmt::Write;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode, header};

use super::authorizer::Authorization;
use super::request::{BODY_LIMIT, PreparedRequest};
use super::send_loop::{Outcome, SendLoop};
use crate::transport::{TransportError, TransportErrorKind};
use crate::vocabulary::{Error, ErrorKind, Safety, StopReason, scope};

/// What to do about a write whose outcome is not known.
const LOOK_FIRST: &str = "look for the record before sending it again";

impl SendLoop<'_> {
    pub(super) fn error(&mut self, kind: ErrorKind, stop_reason: StopReason) -> Error {
        let attempts = std::mem::take(&mut self.attempts);
        Error::new(kind)
            .with_redactor(self.sender.redactor.clone())
            .with_endpoint(self.out.endpoint())
            .with_host(self.out.host())
            .with_attempts(attempts, stop_reason)
    }

    /// Held back by Halo's last 429, or, where there was none, by the client itself.
    pub(super) fn rate_limited(&mut self, wait: Option<Duration>, stop_reason: StopReason) -> Error {
        let error = match self.refusal.take() {
            Some(outcome) => self.failed(outcome, stop_reason),
            None => self
                .error(ErrorKind::RateLimited, stop_reason)
                .detail("held back by the client's own limit, or by a 429 to another call"),
        };
        error.with_retry_after(wait)
    }

    pub(super) fn outcome_unknown(&mut self, outcome: Outcome) -> Error {
        self.failed(outcome, StopReason::Unsafe).with_kind(ErrorKind::OutcomeUnknown).hint(LOOK_FIRST)
    }

    pub(super) fn failed(&mut self, outcome: Outcome, stop_reason: StopReason) -> Error {
        match outcome {
            Outcome::Answered(response) => self.refused(&response, stop_reason),
            Outcome::Failed(error) => self.no_response(error, stop_reason),
        }
    }

    fn refused(&mut self, response: &Response<Bytes>, stop_reason: StopReason) -> Error {
        let status = response.status();
        let error =
            self.error(ErrorKind::of_status(status), stop_reason).with_status(status).with_body(response.body());
        match (status.as_u16(), &self.authorization) {
            (401 | 403, Some(authorization)) => self.with_scopes(error).hint(self.rights(authorization, status)),
            (300..=399, _) => error.detail(redirected(response)).hint("check the base URL"),
            (500.., _) if self.out.safety == Safety::Unsafe => error.hint(LOOK_FIRST),
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
            error = error.detail(too_large());
            if self.out.safety != Safety::Safe && failure.status().is_some() {
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

    /// An error from elsewhere, of an authorizer or a limiter, which need not know what it was for.
    pub(super) fn named(&self, error: Error) -> Error {
        if error.endpoint().is_some() { error } else { error.with_endpoint(self.out.endpoint()) }
    }

    /// Whether the scope that it is proven to need was not granted.
    pub(super) fn check_scope(&self) -> Result<(), Error> {
        match self.granted() {
            Some(granted) => missing_scope(self.out, granted, self.sender.is_known_scope),
            None => Ok(()),
        }
    }

    fn granted(&self) -> Option<&str> {
        self.authorization.as_ref()?.scopes.as_deref()
    }

    fn with_scopes(&self, error: Error) -> Error {
        match (self.out.scope, self.granted()) {
            (Some(scope), Some(granted)) => error.with_scopes(scope, granted),
            _ => error,
        }
    }

    /// What to look at when Halo says no to a good authorization.
    fn rights(&self, authorization: &Authorization, status: StatusCode) -> String {
        if authorization.name != header::AUTHORIZATION {
            return String::from("the API key may not do this; an application with client credentials may be able to");
        }
        let mut hint = String::from(if status == StatusCode::UNAUTHORIZED {
            "a fresh token was refused too; check that the application's agent may log in and that its role allows this"
        } else {
            "check that the role of the application's agent allows this"
        });
        if let (Some(scope), Some(granted)) = (self.out.scope, self.granted()) {
            // Writing to a string cannot fail.
            let _ = write!(hint, " and that the application has the scope `{scope}` (this client has `{granted}`)");
        }
        hint
    }
}

/// Whether a request that is proven to need a scope may go with those that are granted.
pub(crate) fn missing_scope(out: &PreparedRequest, granted: &str, is_known: fn(&str) -> bool) -> Result<(), Error> {
    let Some(scope) = out.scope.filter(|_| out.enforce_scope) else { return Ok(()) };
    if scope::allow(granted, scope, is_known) {
        return Ok(());
    }
    let error = Error::new(ErrorKind::MissingScope).with_endpoint(out.endpoint());
    let error = error.detail(format!("it needs `{scope}`, and this client has `{granted}`"));
    let hint = "ask for it with scopes() and allow it for the application in Halo";
    Err(error.with_scopes(scope, granted).hint(hint))
}

pub(super) fn too_large() -> String {
    format!("more than {} MB", BODY_LIMIT / 1024 / 1024)
}

fn redirected(response: &Response<Bytes>) -> String {
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    // The query of a sign-in page may carry state that is nobody's business.
    let location = location.map_or("nowhere", |text| text.split(['?', '#']).next().unwrap_or(text));
    format!("it points to {location}")
}

//! The errors that end a call.

use std::fmt::Write;
use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode, header};

use super::send_loop::{Outcome, SendLoop};
use crate::pipeline::request::{BODY_LIMIT, Purpose};
use crate::transport::{TransportError, TransportErrorKind};
use crate::vocabulary::scope;
use crate::vocabulary::{Error, ErrorKind};
use crate::vocabulary::{Safety, StopReason};

impl SendLoop<'_> {
    pub(super) fn error(&mut self, kind: ErrorKind, stop_reason: StopReason) -> Error {
        let attempts = std::mem::take(&mut self.attempts);
        Error::new(kind)
            .with_redactor(self.core.redactor.clone())
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
        self.failed(outcome, StopReason::Unsafe)
            .with_kind(ErrorKind::OutcomeUnknown)
            .hint("look for the record before sending it again")
    }

    pub(super) fn failed(&mut self, outcome: Outcome, stop_reason: StopReason) -> Error {
        match outcome {
            Outcome::Answered(response) => self.refused(&response, stop_reason),
            Outcome::Failed(error) => self.unanswered(error, stop_reason),
        }
    }

    fn refused(&mut self, response: &Response<Bytes>, stop_reason: StopReason) -> Error {
        let status = response.status();
        let error =
            self.error(ErrorKind::of_status(status), stop_reason).with_status(status).with_body(response.body());
        match status.as_u16() {
            401 | 403 if self.out.purpose == Purpose::Api => self.with_scopes(error).hint(self.rights(status)),
            300..=399 => error.detail(redirected(response)).hint("check the base URL"),
            _ => error,
        }
    }

    fn unanswered(&mut self, failure: TransportError, stop_reason: StopReason) -> Error {
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

    /// Whether the scope that it is proven to need is missing.
    pub(super) fn check_scope(&self) -> Result<(), Error> {
        let (true, Some(scope), Some(auth)) = (self.out.enforce_scope, self.out.scope, &self.core.auth) else {
            return Ok(());
        };
        let granted = auth.scope();
        if scope::allow(&granted, scope) {
            return Ok(());
        }
        let error = Error::new(ErrorKind::MissingScope).with_endpoint(self.out.endpoint());
        let error = error.detail(format!("it needs `{scope}`, and this client has `{granted}`"));
        let hint = "ask for it with scopes() and allow it for the application in Halo";
        Err(error.with_scopes(scope, &granted).hint(hint))
    }

    fn with_scopes(&self, error: Error) -> Error {
        match (self.out.scope, &self.core.auth) {
            (Some(scope), Some(auth)) => error.with_scopes(scope, &auth.scope()),
            _ => error,
        }
    }

    /// What to look at when Halo says no to a good token.
    fn rights(&self, status: StatusCode) -> String {
        let Some(auth) = &self.core.auth else {
            return String::from("the API key may not do this; an application with client credentials may be able to");
        };
        let mut hint = String::from(if status == StatusCode::UNAUTHORIZED {
            "a fresh token was refused too; check that the application's agent may log in and that its role allows this"
        } else {
            "check that the role of the application's agent allows this"
        });
        if let Some(scope) = self.out.scope {
            let granted = auth.scope();
            // Writing to a string cannot fail.
            let _ = write!(hint, " and that the application has the scope `{scope}` (this client has `{granted}`)");
        }
        hint
    }
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

//! The way of one call through limiter, token, transport and retries.

use std::fmt::Write;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Response, StatusCode, header};
use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::Span;

use crate::auth::Token;
use crate::clock::later;
use crate::error::{Error, ErrorKind};
use crate::exchange::{BODY_LIMIT, Outgoing, Purpose, Reply};
use crate::halo::Core;
use crate::retry::{self, Attempt, AttemptResult, Class, Safety, StopReason};
use crate::transport::{TransportError, TransportErrorKind};

pub(crate) struct Trip<'a> {
    core: &'a Core,
    out: &'a Outgoing,
    span: Span,
    started: Instant,
    /// End of all attempts and of the waits between them. Waiting for the rate limit moves it, unless the caller set it.
    deadline: Instant,
    /// What is left of the time that may be spent waiting for the rate limit.
    patience: Duration,
    attempts: Vec<Attempt>,
    /// Attempts that the policy counts: not those that ended in a 429 or in the one replay after a 401.
    counted: u32,
    /// How often it met a 429, and the last one.
    throttled: u32,
    refusal: Option<Outcome>,
    replayed: bool,
    /// An attempt may have been carried out without our knowing.
    ambiguous: bool,
    waited: Duration,
}

/// What came of an attempt.
enum Outcome {
    Answered(Response<Bytes>),
    Failed(TransportError),
}

impl<'a> Trip<'a> {
    pub(crate) fn new(core: &'a Core, out: &'a Outgoing, span: Span) -> Self {
        let started = Instant::now();
        Self {
            core,
            out,
            span,
            started,
            deadline: later(started, out.timeout.unwrap_or(core.retry.deadline)),
            patience: core.throttle_patience,
            attempts: Vec::new(),
            counted: 0,
            throttled: 0,
            refusal: None,
            replayed: false,
            ambiguous: false,
            waited: Duration::ZERO,
        }
    }

    /// One attempt with all that goes before it. `None`: take another one.
    pub(crate) async fn leg(&mut self) -> Result<Option<Reply>, Error> {
        self.wait_for_limit().await?;
        let token = self.token().await?;
        if Instant::now() >= self.deadline {
            return Err(self
                .error(ErrorKind::Timeout, StopReason::DeadlineExceeded)
                .detail("there is no time left to send it"));
        }
        let request = self.out.http_request(self.core, token.as_deref().map(|token| &token.bearer))?;
        let outcome = self.send(request).await;
        let class = match &outcome {
            Outcome::Answered(response) => Class::of_status(response.status()),
            Outcome::Failed(error) => Class::of_failure(error),
        };
        match (class, outcome) {
            (Class::Success, Outcome::Answered(response)) => self.arrived(response).map(Some),
            (Class::Unauthorized, outcome) => self.unauthorized(token.as_deref(), outcome).map(|()| None),
            (Class::Throttled, outcome) => self.throttled(outcome).map(|()| None),
            (Class::Final, outcome) if self.is_gone(&outcome) => self.arrived(Response::new(Bytes::new())).map(Some),
            (Class::NotSent, outcome) => self.back_off(outcome).await.map(|()| None),
            (Class::Ambiguous, outcome) if self.out.safety != Safety::Unsafe => {
                self.ambiguous = true;
                self.back_off(outcome).await.map(|()| None)
            }
            (Class::Ambiguous, outcome) => Err(self.outcome_unknown(outcome)),
            (_, outcome) => Err(self.failed(outcome, StopReason::NotRetryable)),
        }
    }

    /// A 2xx. The body is judged here too, since a transport of the user's may not do it.
    fn arrived(&mut self, response: Response<Bytes>) -> Result<Reply, Error> {
        let attempts = std::mem::take(&mut self.attempts);
        let reply = Reply::new(response, self.out, attempts);
        if reply.body.len() > BODY_LIMIT {
            return Err(reply.error(ErrorKind::TooLarge).with_status(reply.status).detail(too_large()));
        }
        Ok(reply)
    }

    /// A DELETE whose first answer was lost and that now finds nothing has done its work.
    fn is_gone(&self, outcome: &Outcome) -> bool {
        let missing = matches!(outcome, Outcome::Answered(response) if response.status() == StatusCode::NOT_FOUND);
        missing && self.ambiguous && self.out.method == Method::DELETE
    }

    async fn token(&mut self) -> Result<Option<std::sync::Arc<Token>>, Error> {
        if self.out.purpose != Purpose::Api {
            return Ok(None);
        }
        let before = Instant::now();
        let token = self.core.auth.token(self.core);
        let token = if self.out.timeout.is_some() {
            timeout_at(self.deadline, token).await.unwrap_or_else(|_| Err(self.no_time_for_token()))
        } else {
            // It has a deadline and a patience of its own, so that this call's time stands still meanwhile.
            let token = token.await;
            self.deadline = later(self.deadline, before.elapsed());
            token
        };
        token.map(Some)
    }

    fn no_time_for_token(&mut self) -> Error {
        self.error(ErrorKind::Timeout, StopReason::DeadlineExceeded).detail("while waiting for a token").during_token()
    }

    async fn send(&mut self, request: http::Request<Bytes>) -> Outcome {
        let begun = Instant::now();
        // An explicit timeout is the caller's word on how long an attempt may take as well.
        let end = match self.out.timeout {
            Some(_) => self.deadline,
            None => self.deadline.min(later(begun, self.core.attempt_timeout)),
        };
        let outcome = match timeout_at(end, self.core.transport.send(request)).await {
            Ok(Ok(response)) => Outcome::Answered(response),
            Ok(Err(error)) => Self::answered_anyway(error),
            Err(_) => Outcome::Failed(TransportError::new(TransportErrorKind::Timeout)),
        };
        self.record(&outcome, begun);
        outcome
    }

    /// A refusal whose body was cut off or too large is still a refusal.
    fn answered_anyway(error: TransportError) -> Outcome {
        match error.status() {
            Some(status) if !status.is_success() => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = status;
                Outcome::Answered(response)
            }
            _ => Outcome::Failed(error),
        }
    }

    fn record(&mut self, outcome: &Outcome, begun: Instant) {
        let result = match outcome {
            Outcome::Answered(response) => AttemptResult::Status(response.status()),
            Outcome::Failed(error) => AttemptResult::Failed(error.kind()),
        };
        let attempt = Attempt {
            number: u32::try_from(self.attempts.len()).unwrap_or(u32::MAX).saturating_add(1),
            result,
            started_after: begun.duration_since(self.started),
            elapsed: begun.elapsed(),
            waited: std::mem::take(&mut self.waited),
        };
        let span = &self.span;
        if let AttemptResult::Status(status) = result {
            span.record("http.response.status_code", status.as_u16());
        }
        span.record("http.request.resend_count", attempt.number - 1);
        tracing::debug!(number = attempt.number, result = ?result, elapsed = ?attempt.elapsed, waited = ?attempt.waited, "attempt");
        self.attempts.push(attempt);
        self.counted += 1;
    }
}

/// What to do after an attempt that brought nothing.
impl Trip<'_> {
    /// The token may have run out or been withdrawn: once, a fresh one. Halo also answers 401 where a right is missing.
    fn unauthorized(&mut self, token: Option<&Token>, outcome: Outcome) -> Result<(), Error> {
        let Some(token) = token.filter(|_| !self.replayed) else {
            return Err(self.failed(outcome, StopReason::NotRetryable));
        };
        self.core.auth.invalidate(token.generation);
        self.replayed = true;
        self.counted -= 1;
        Ok(())
    }

    /// A 429 was refused before any work. It holds back every clone of the client, and is no attempt.
    fn throttled(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.counted -= 1;
        self.throttled += 1;
        let random = (self.core.ambient.random)();
        let asked = self.asked(&outcome);
        self.refusal = Some(outcome);
        let wait = match asked {
            Some(asked) => retry::asked_wait(asked, random),
            None => retry::throttle_wait(self.throttled, random),
        };
        let until = later(Instant::now(), wait);
        // A server that says hours must not stop the clones for hours: after their patience they try again.
        self.core.limiter.pause(until.min(later(Instant::now(), self.core.throttle_patience)));
        if self.out.purpose == Purpose::EarlyToken {
            return Err(self.rate_limited(wait, StopReason::NotRetryable));
        }
        self.fits(until).map(drop)
    }

    async fn wait_for_limit(&mut self) -> Result<(), Error> {
        let counts = self.out.purpose == Purpose::Api;
        while let Some(until) = self.core.limiter.admit(Instant::now(), counts) {
            let wait = self.fits(until)?;
            tracing::debug!(?wait, "waiting for the rate limit");
            sleep_until(until).await;
            self.waited += wait;
            self.patience = self.patience.saturating_sub(wait);
            if self.out.timeout.is_none() {
                self.deadline = later(self.deadline, wait);
            }
        }
        Ok(())
    }

    /// Whether a wait for the rate limit is within the patience for it, or the caller's own timeout.
    fn fits(&mut self, until: Instant) -> Result<Duration, Error> {
        let wait = until.saturating_duration_since(Instant::now());
        if self.out.timeout.is_some() && until >= self.deadline {
            Err(self.rate_limited(wait, StopReason::DeadlineExceeded))
        } else if wait > self.patience {
            Err(self.rate_limited(wait, StopReason::PatienceExhausted))
        } else {
            Ok(wait)
        }
    }

    async fn back_off(&mut self, outcome: Outcome) -> Result<(), Error> {
        let most = if self.out.purpose == Purpose::EarlyToken { 1 } else { self.core.retry.attempts };
        if self.counted >= most {
            return Err(self.failed(outcome, StopReason::AttemptsExhausted));
        }
        let random = (self.core.ambient.random)();
        let asked = self.asked(&outcome);
        let wait = match asked {
            Some(asked) => retry::asked_wait(asked, random),
            None => self.core.retry.wait(self.counted, random),
        };
        let until = later(Instant::now(), wait);
        if until >= self.deadline {
            return Err(self.failed(outcome, StopReason::DeadlineExceeded).with_retry_after(asked));
        }
        sleep_until(until).await;
        self.waited += wait;
        Ok(())
    }

    fn asked(&self, outcome: &Outcome) -> Option<Duration> {
        match outcome {
            Outcome::Answered(response) => retry::retry_after(response.headers(), (self.core.ambient.now)()),
            Outcome::Failed(_) => None,
        }
    }
}

/// The errors that end it.
impl Trip<'_> {
    fn error(&mut self, kind: ErrorKind, stop_reason: StopReason) -> Error {
        let attempts = std::mem::take(&mut self.attempts);
        Error::new(kind).with_endpoint(self.out.endpoint()).with_attempts(attempts, stop_reason)
    }

    /// Held back by Halo's last 429, or, where there was none, by the client itself.
    fn rate_limited(&mut self, wait: Duration, stop_reason: StopReason) -> Error {
        let error = match self.refusal.take() {
            Some(outcome) => self.failed(outcome, stop_reason),
            None => self
                .error(ErrorKind::RateLimited, stop_reason)
                .detail("held back by the client's own limit, or by a 429 to another call"),
        };
        error.with_retry_after(Some(wait))
    }

    fn outcome_unknown(&mut self, outcome: Outcome) -> Error {
        self.failed(outcome, StopReason::Unsafe)
            .with_kind(ErrorKind::OutcomeUnknown)
            .hint("look for the record before sending it again")
    }

    fn failed(&mut self, outcome: Outcome, stop_reason: StopReason) -> Error {
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
            401 | 403 if self.out.purpose == Purpose::Api => error.hint(self.rights(status)),
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

    /// What to look at when Halo says no to a good token.
    fn rights(&self, status: StatusCode) -> String {
        let mut hint = String::from(if status == StatusCode::UNAUTHORIZED {
            "a fresh token was refused too; check that the application's agent may log in and that its role allows this"
        } else {
            "check that the role of the application's agent allows this"
        });
        if let Some(scope) = self.out.scope {
            let granted = self.core.auth.scope();
            // Writing to a string cannot fail.
            let _ = write!(hint, " and that the application has the scope `{scope}` (this client has `{granted}`)");
        }
        hint
    }
}

fn too_large() -> String {
    format!("more than {} MB", BODY_LIMIT / 1024 / 1024)
}

fn redirected(response: &Response<Bytes>) -> String {
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    // The query of a sign-in page may carry state that is nobody's business.
    let location = location.map_or("nowhere", |text| text.split(['?', '#']).next().unwrap_or(text));
    format!("it points to {location}")
}

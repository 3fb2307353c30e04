//! The way of one call through token, limiter, transport and retries.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::Span;

use super::failure::too_large;
use super::rate_limit_message::stated;
use crate::auth::Token;
use crate::pipeline::request::{ApiResponse, BODY_LIMIT, PreparedRequest, Purpose};
use crate::pipeline::retry::{self, Class, RetryPolicy};
use crate::session::ClientInner;
use crate::transport::{SentMarker, TransportError};
use crate::vocabulary::clock::later;
use crate::vocabulary::{Attempt, AttemptResult, Safety, StopReason};
use crate::vocabulary::{Error, ErrorKind};

pub(crate) struct SendLoop<'a> {
    pub(super) core: &'a ClientInner,
    pub(super) out: &'a PreparedRequest,
    pub(super) policy: RetryPolicy,
    pub(super) span: Span,
    pub(super) started: Instant,
    /// End of all attempts and of the waits between them. Waiting for the rate limit moves it, unless the caller set it.
    pub(super) deadline: Instant,
    /// What is left of the time that may be spent waiting for the rate limit.
    pub(super) patience: Duration,
    pub(super) attempts: Vec<Attempt>,
    /// Attempts that the policy counts: not those that ended in a 429 or in the one replay after a 401.
    pub(super) counted: u32,
    /// How often it met a 429, and the last one.
    pub(super) throttled: u32,
    pub(super) refusal: Option<Outcome>,
    pub(super) replayed: bool,
    /// An attempt may have been carried out without our knowing.
    pub(super) ambiguous: bool,
    pub(super) waited: Duration,
}

/// What came of an attempt.
pub(super) enum Outcome {
    Answered(Response<Bytes>),
    Failed(TransportError),
}

impl<'a> SendLoop<'a> {
    pub(crate) fn new(core: &'a ClientInner, out: &'a PreparedRequest, span: Span) -> Self {
        let started = Instant::now();
        let policy = out.retry.unwrap_or(core.retry);
        Self {
            core,
            out,
            policy,
            span,
            started,
            deadline: later(started, out.timeout.unwrap_or(policy.deadline)),
            patience: core.max_throttle_wait,
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
    pub(crate) async fn attempt(&mut self) -> Result<Option<ApiResponse>, Error> {
        let token = self.acquire().await?;
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
    fn arrived(&mut self, response: Response<Bytes>) -> Result<ApiResponse, Error> {
        let attempts = std::mem::take(&mut self.attempts);
        let reply = ApiResponse::new(response, self.out, attempts, self.core.redactor.clone());
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

    /// Token and turn. The turn comes last and is taken at once, so that what was let through is what is sent.
    async fn acquire(&mut self) -> Result<Option<Arc<Token>>, Error> {
        let mut again = false;
        loop {
            self.check_scope()?;
            let token = self.token().await?;
            // Its reply may have granted less than was asked for.
            self.check_scope()?;
            let turn = self.turn().await?;
            let now = Instant::now();
            if now >= self.deadline {
                return Err(self
                    .error(ErrorKind::Timeout, StopReason::DeadlineExceeded)
                    .detail("there is no time left to send it"));
            }
            // It may have run out, or been refused, while this call stood in line; once, since its life may be no longer.
            if again || self.is_current(token.as_deref(), now) {
                if let Some(turn) = turn {
                    turn.take(now);
                }
                return Ok(token);
            }
            again = true;
        }
    }

    fn is_current(&self, token: Option<&Token>, now: Instant) -> bool {
        match (token, &self.core.auth) {
            (Some(token), Some(auth)) => auth.is_current(token, now),
            _ => true,
        }
    }

    async fn token(&mut self) -> Result<Option<Arc<Token>>, Error> {
        let Some(auth) = self.core.auth.as_ref().filter(|_| self.out.purpose == Purpose::Api) else { return Ok(None) };
        let before = Instant::now();
        let token = auth.token(self.core);
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

    async fn send(&mut self, mut request: http::Request<Bytes>) -> Outcome {
        let begun = Instant::now();
        let marker = SentMarker::default();
        request.extensions_mut().insert(marker.clone());
        // An explicit timeout is the caller's word on how long an attempt may take as well.
        let end = match self.out.timeout {
            Some(_) => self.deadline,
            None => self.deadline.min(later(begun, self.core.attempt_timeout)),
        };
        let outcome = match timeout_at(end, self.core.transport.send(request)).await {
            Ok(Ok(response)) => Outcome::Answered(response),
            Ok(Err(error)) => Self::answered_anyway(error),
            Err(_) => Outcome::Failed(marker.timeout()),
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
impl SendLoop<'_> {
    /// The token may have run out or been withdrawn: once, a fresh one. Halo also answers 401 where a right is missing.
    fn unauthorized(&mut self, token: Option<&Token>, outcome: Outcome) -> Result<(), Error> {
        let (Some(token), Some(auth), false) = (token, &self.core.auth, self.replayed) else {
            return Err(self.failed(outcome, StopReason::NotRetryable));
        };
        auth.invalidate(token.generation);
        self.replayed = true;
        self.counted -= 1;
        Ok(())
    }

    /// A 429 was refused before any work. It holds back every clone of the client, and is no attempt.
    fn throttled(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.counted -= 1;
        self.throttled += 1;
        let random = (self.core.clock.random)();
        let asked = self.asked(&outcome);
        self.apply_stated_limit(&outcome);
        self.refusal = Some(outcome);
        let wait = match asked {
            Some(asked) => retry::asked_wait(asked, random),
            None => self.policy.throttle_wait(self.throttled, random),
        };
        let now = Instant::now();
        let until = later(now, wait);
        // A server that says hours must not stop the clones for hours: after their patience they try again.
        self.core.limiter.pause(now, until.min(later(now, self.core.max_throttle_wait)));
        if self.out.purpose == Purpose::EarlyToken {
            return Err(self.rate_limited(Some(wait), StopReason::NotRetryable));
        }
        self.fits(until).map(drop)
    }

    /// The number that Halo's sentence may state, which changed from 300 to 500 to 700 over the years.
    fn apply_stated_limit(&self, outcome: &Outcome) {
        if let (true, Outcome::Answered(response)) = (self.out.purpose.counts(), outcome) {
            let stated = crate::vocabulary::error_body::words(response.body()).and_then(|words| stated(&words));
            if let Some(stated) = stated {
                self.core.limiter.lower(stated);
            }
        }
    }

    async fn back_off(&mut self, outcome: Outcome) -> Result<(), Error> {
        let most = if self.out.purpose == Purpose::EarlyToken { 1 } else { self.policy.attempts };
        if self.counted >= most {
            return Err(self.failed(outcome, StopReason::AttemptsExhausted));
        }
        let random = (self.core.clock.random)();
        let asked = self.asked(&outcome);
        let wait = match asked {
            Some(asked) => retry::asked_wait(asked, random),
            None => self.policy.wait(self.counted, random),
        };
        let until = later(Instant::now(), wait);
        if until >= self.deadline {
            return Err(self.failed(outcome, StopReason::DeadlineExceeded).with_retry_after(asked));
        }
        sleep_until(until).await;
        self.waited += wait;
        Ok(())
    }

    pub(super) fn asked(&self, outcome: &Outcome) -> Option<Duration> {
        match outcome {
            Outcome::Answered(response) => retry::retry_after(response.headers(), (self.core.clock.now)()),
            Outcome::Failed(_) => None,
        }
    }
}

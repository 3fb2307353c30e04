//! One call: authorization, permit, transport and retries, in turn.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::Span;

use super::authorizer::{Authorization, Authorizer};
use super::failure::too_large;
use super::request::{ApiResponse, BODY_LIMIT, PreparedRequest};
use super::retry::{self, Class, RetryPolicy};
use super::sender::Sender;
use crate::transport::{SentMarker, TransportError};
use crate::vocabulary::clock::later;
use crate::vocabulary::{Attempt, AttemptResult, Error, ErrorKind, Safety, StopReason};

/// A permit that took no longer than this was not waited for.
const AT_ONCE: Duration = Duration::from_millis(1);

pub(super) struct SendLoop<'a> {
    pub(super) sender: &'a Sender,
    pub(super) out: &'a PreparedRequest,
    pub(super) authorizer: Option<&'a dyn Authorizer>,
    pub(super) policy: &'a RetryPolicy,
    pub(super) span: Span,
    pub(super) started: Instant,
    /// End of all attempts and of the waits between them. Waiting for the rate limit moves it, unless the caller set it.
    pub(super) deadline: Instant,
    /// What remains of the time that may be spent waiting for the rate limit.
    pub(super) throttle_wait: Duration,
    pub(super) attempts: Vec<Attempt>,
    /// Attempts that the policy counts: not those that ended in a 429 or in the one replay after a 401.
    pub(super) counted: u32,
    /// How often it met a 429, and the last one.
    pub(super) throttled: u32,
    pub(super) refusal: Option<Outcome>,
    /// What it was sent with last.
    pub(super) authorization: Option<Authorization>,
    /// The 401 after which it is sent once more.
    pub(super) refused: Option<Outcome>,
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
    pub(super) fn new(
        sender: &'a Sender,
        out: &'a PreparedRequest,
        authorizer: Option<&'a dyn Authorizer>,
        span: Span,
    ) -> Self {
        let started = Instant::now();
        let policy = out.retry.as_ref().unwrap_or(&sender.retry);
        Self {
            sender,
            out,
            authorizer,
            policy,
            span,
            started,
            deadline: later(started, out.timeout.unwrap_or(policy.deadline)),
            throttle_wait: sender.timeouts.max_throttle_wait,
            attempts: Vec::new(),
            counted: 0,
            throttled: 0,
            refusal: None,
            authorization: None,
            refused: None,
            replayed: false,
            ambiguous: false,
            waited: Duration::ZERO,
        }
    }

    /// One attempt with all that goes before it. `None`: take another one.
    pub(super) async fn attempt(&mut self) -> Result<Option<ApiResponse>, Error> {
        self.acquire().await?;
        let request = self.out.http_request(&self.sender.headers, self.authorization.as_ref(), &self.sender.redactor);
        let outcome = self.send(request).await;
        let class = match &outcome {
            Outcome::Answered(response) => Class::of_status(response.status()),
            Outcome::Failed(error) => Class::of_failure(error),
        };
        match (class, outcome) {
            (Class::Success, Outcome::Answered(response)) => self.arrived(response).map(Some),
            (Class::Unauthorized, outcome) => self.unauthorized(outcome).map(|()| None),
            (Class::Throttled, outcome) => self.throttled(outcome).await.map(|()| None),
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
        let response = ApiResponse::new(response, self.out, attempts, self.sender.redactor.clone());
        if let Some(error) = response.in_doubt() {
            return Err(error);
        }
        if response.body.len() > BODY_LIMIT {
            return Err(response.error(ErrorKind::TooLarge).with_status(response.status).detail(too_large()));
        }
        if self.authorization.is_some() {
            self.sender.denied.succeeded(self.out);
        }
        Ok(response)
    }

    /// A DELETE whose first response was lost and that now finds nothing has done its work.
    fn is_gone(&self, outcome: &Outcome) -> bool {
        let missing = matches!(outcome, Outcome::Answered(response) if response.status() == StatusCode::NOT_FOUND);
        missing && self.ambiguous && self.out.method == Method::DELETE
    }

    /// Authorization and permit. The permit comes last and is committed at once, so that what was let through is what is
    /// sent.
    async fn acquire(&mut self) -> Result<(), Error> {
        let mut again = false;
        loop {
            self.authorization = self.authorize().await?;
            self.check_scope()?;
            let before = Instant::now();
            let permit = self.acquire_permit().await?;
            let now = Instant::now();
            if now >= self.deadline {
                return Err(self
                    .error(ErrorKind::Timeout, StopReason::DeadlineExceeded)
                    .detail("there is no time left to send it"));
            }
            // Once, since it may be good for no longer than the wait.
            if again || now.duration_since(before) < AT_ONCE || self.is_still_good(now).await {
                permit.commit();
                return Ok(());
            }
            again = true;
        }
    }

    async fn authorize(&mut self) -> Result<Option<Authorization>, Error> {
        let Some(authorizer) = self.authorizer else { return Ok(None) };
        let refused = self.refused_generation();
        let before = Instant::now();
        let authorization = if self.out.timeout.is_some() {
            let left = self.deadline.saturating_duration_since(before);
            let authorization = timeout_at(self.deadline, authorizer.authorize_within(refused, left)).await;
            authorization.unwrap_or_else(|_| Err(self.no_time_for_token()))
        } else {
            // It has a deadline of its own, so that this call's time stands still meanwhile.
            let authorization = authorizer.authorize(refused).await;
            self.deadline = later(self.deadline, before.elapsed());
            authorization
        };
        let authorization = authorization.map_err(|error| self.named(error))?;
        match self.refused.take() {
            Some(outcome) if refused == Some(authorization.generation) => {
                Err(self.failed(outcome, StopReason::NotRetryable))
            }
            _ => Ok(Some(authorization)),
        }
    }

    /// The generation that a 401 refused.
    fn refused_generation(&self) -> Option<u64> {
        self.authorization.as_ref().filter(|_| self.refused.is_some()).map(|refused| refused.generation)
    }

    /// Whether what it holds has neither run out nor been replaced while it waited for the rate limit. Takes no time: what
    /// would have to be fetched is not at hand.
    async fn is_still_good(&self, now: Instant) -> bool {
        let (Some(authorizer), Some(held)) = (self.authorizer, &self.authorization) else { return true };
        // Without an end, it is good until it is refused.
        let Some(end) = held.expires_at else { return true };
        if now >= end {
            return false;
        }
        let mut at_hand = authorizer.authorize_within(None, Duration::ZERO);
        let at_hand = poll_fn(|cx| match at_hand.as_mut().poll(cx) {
            Poll::Ready(Ok(current)) => Poll::Ready(current.generation == held.generation),
            _ => Poll::Ready(false),
        });
        at_hand.await
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
            None => self.deadline.min(later(begun, self.sender.timeouts.attempt)),
        };
        let outcome = match timeout_at(end, self.sender.transport.send(request)).await {
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
    /// The token may have run out or been withdrawn: once, a fresh one. Where a right is missing, Halo answers 401 as well.
    fn unauthorized(&mut self, outcome: Outcome) -> Result<(), Error> {
        let Some(refused) = &self.authorization else { return Err(self.failed(outcome, StopReason::NotRetryable)) };
        let is_denied = self.sender.denied.refused(self.out, refused.generation);
        if is_denied || self.replayed {
            return Err(self.failed(outcome, StopReason::NotRetryable));
        }
        self.refused = Some(outcome);
        self.replayed = true;
        self.counted -= 1;
        Ok(())
    }

    async fn back_off(&mut self, outcome: Outcome) -> Result<(), Error> {
        if self.counted >= self.policy.attempts {
            return Err(self.failed(outcome, StopReason::AttemptsExhausted));
        }
        let random = (self.sender.clock.random)();
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
            Outcome::Answered(response) => retry::retry_after(response.headers(), (self.sender.clock.now)()),
            Outcome::Failed(_) => None,
        }
    }
}

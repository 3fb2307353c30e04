//! One call: authorization, permit, transport and retries.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Response, StatusCode};
use tokio::time::{Instant, sleep_until, timeout_at};
use tracing::Span;

use super::authorizer::{Authorization, Authorizer};
use super::request::{ApiResponse, PreparedRequest};
use super::retry::{self, Class, RetryPolicy};
use super::sender::Sender;
use crate::transport::{BodySink, SentMarker, TransportError};
use crate::vocabulary::clock::later;
use crate::vocabulary::{Attempt, AttemptResult, Error, ErrorKind, Safety, StopReason};

/// A permit that arrives within this time counts as immediate.
const AT_ONCE: Duration = Duration::from_millis(1);

pub(super) struct SendLoop<'a> {
    pub(super) sender: &'a Sender,
    pub(super) request: &'a PreparedRequest,
    pub(super) authorizer: Option<&'a dyn Authorizer>,
    pub(super) policy: &'a RetryPolicy,
    pub(super) span: Span,
    pub(super) started: Instant,
    /// The end of all attempts and the waits between them.
    ///
    /// Waiting for the rate limit extends it, unless the caller set it.
    pub(super) deadline: Instant,
    /// The remaining time for waits for the rate limit.
    pub(super) throttle_wait: Duration,
    pub(super) attempts: Vec<Attempt>,
    /// The attempts that the policy counts. A 429 does not count, nor does the 401 before the one replay.
    pub(super) counted: u32,
    /// The number of 429s so far, and the last one.
    pub(super) throttled: u32,
    pub(super) last_throttle: Option<Outcome>,
    /// The authorization of the last attempt.
    pub(super) authorization: Option<Authorization>,
    /// The 401 after which the request is sent once more.
    pub(super) unauthorized: Option<Outcome>,
    pub(super) replayed: bool,
    /// Whether Halo may have processed an attempt whose response was lost.
    pub(super) ambiguous: bool,
    pub(super) waited: Duration,
}

/// The result of an attempt.
pub(super) enum Outcome {
    Response(Response<Bytes>),
    Failed(TransportError),
}

impl<'a> SendLoop<'a> {
    pub(super) fn new(
        sender: &'a Sender,
        request: &'a PreparedRequest,
        authorizer: Option<&'a dyn Authorizer>,
        span: Span,
    ) -> Self {
        let started = Instant::now();
        let policy = request.retry.as_ref().unwrap_or(&sender.retry);
        Self {
            sender,
            request,
            authorizer,
            policy,
            span,
            started,
            deadline: later(started, request.timeout.unwrap_or(policy.deadline)),
            throttle_wait: sender.timeouts.max_throttle_wait,
            attempts: Vec::new(),
            counted: 0,
            throttled: 0,
            last_throttle: None,
            authorization: None,
            unauthorized: None,
            replayed: false,
            ambiguous: false,
            waited: Duration::ZERO,
        }
    }

    /// One attempt, with the authorization and the permit before it. `None` means another attempt is due.
    pub(super) async fn attempt(&mut self) -> Result<Option<ApiResponse>, Error> {
        self.acquire().await?;
        let request =
            self.request.http_request(&self.sender.headers, self.authorization.as_ref(), &self.sender.redactor);
        let outcome = self.send(request).await;
        self.check_sink()?;
        let class = match &outcome {
            Outcome::Response(response) if self.is_redirect(response.status()) => Class::Success,
            Outcome::Response(response) => Class::of_status(response.status()),
            Outcome::Failed(error) => Class::of_failure(error),
        };
        match (class, outcome) {
            (Class::Success, Outcome::Response(response)) => self.accept(response).map(Some),
            (Class::Unauthorized, outcome) => self.on_unauthorized(outcome).map(|()| None),
            (Class::Throttled, outcome) => self.on_throttled(outcome).await.map(|()| None),
            (Class::Final, outcome) if self.is_gone(&outcome) => self.accept(Response::new(Bytes::new())).map(Some),
            (Class::NotSent, outcome) => self.back_off(outcome).await.map(|()| None),
            (Class::Ambiguous, outcome) if self.request.safety != Safety::Unsafe => {
                self.ambiguous = true;
                self.back_off(outcome).await.map(|()| None)
            }
            (Class::Ambiguous, outcome) => Err(self.outcome_unknown(outcome)),
            (_, outcome) => Err(self.failed(outcome, StopReason::NotRetryable)),
        }
    }

    /// Accepts a 2xx. The size of the body is checked here too, since a custom transport may not check it.
    fn accept(&mut self, response: Response<Bytes>) -> Result<ApiResponse, Error> {
        let attempts = std::mem::take(&mut self.attempts);
        let response = ApiResponse::new(response, self.request, attempts, self.sender.redactor.clone());
        if let Some(error) = response.unknown_outcome() {
            return Err(error);
        }
        if response.body.len() > self.request.response.limit() {
            let error = response.error(ErrorKind::TooLarge).with_status(response.status);
            return Err(error.detail(self.too_large()));
        }
        response.leave_meta(self.request);
        if self.authorization.is_some() {
            self.sender.denied.record_success(self.request);
        }
        self.save(response)
    }

    /// Writes the body to the request's sink, for a transport that does not.
    fn save(&mut self, mut response: ApiResponse) -> Result<ApiResponse, Error> {
        let sink = self.request.response.sink.as_ref().filter(|sink| sink.accepts(&response.headers));
        if let Some(sink) = sink.filter(|_| response.status.is_success() && !response.body.is_empty()) {
            let body = std::mem::take(&mut response.body);
            let _ = sink.begin() && sink.write(&body);
            self.check_sink()?;
        }
        Ok(response)
    }

    /// Fails if the response could not be written. Another attempt would fail too.
    fn check_sink(&mut self) -> Result<(), Error> {
        match self.request.response.sink.as_ref().and_then(BodySink::take_failure) {
            Some(failure) => Err(self.not_written(failure)),
            None => Ok(()),
        }
    }

    fn is_redirect(&self, status: StatusCode) -> bool {
        self.request.response.redirects && status.is_redirection()
    }

    /// Whether a DELETE whose first response was lost now gets a 404: it has succeeded.
    fn is_gone(&self, outcome: &Outcome) -> bool {
        let missing = matches!(outcome, Outcome::Response(response) if response.status() == StatusCode::NOT_FOUND);
        missing && self.ambiguous && self.request.method == Method::DELETE
    }

    /// Acquires the authorization, then the permit.
    ///
    /// The permit comes last and is committed immediately, so the limiter counts exactly the requests that are sent.
    async fn acquire(&mut self) -> Result<(), Error> {
        self.mark_queued(true);
        let mut is_repeated = false;
        loop {
            self.authorization = self.authorize().await?;
            self.check_scope()?;
            let before = Instant::now();
            let permit = self.acquire_permit().await?;
            let now = Instant::now();
            if now >= self.deadline {
                return Err(self
                    .error(ErrorKind::Timeout, StopReason::DeadlineExceeded)
                    .detail("no time remained to send the request"));
            }
            // Renewed only once, since the authorization may expire sooner than any wait ends.
            if is_repeated || now.duration_since(before) < AT_ONCE || self.is_authorization_valid(now).await {
                permit.commit();
                self.mark_queued(false);
                return Ok(());
            }
            is_repeated = true;
        }
    }

    fn mark_queued(&self, is_queued: bool) {
        if let Some(queued) = &self.request.queued {
            queued.set(is_queued);
        }
    }

    async fn authorize(&mut self) -> Result<Option<Authorization>, Error> {
        let Some(authorizer) = self.authorizer else { return Ok(None) };
        let refused = self.refused_generation();
        let before = Instant::now();
        let authorization = if self.request.timeout.is_some() {
            let remaining = self.deadline.saturating_duration_since(before);
            let authorization = timeout_at(self.deadline, authorizer.authorize_within(refused, remaining)).await;
            authorization.unwrap_or_else(|_| Err(self.no_time_for_token()))
        } else {
            // The token request has its own deadline, so this wait does not count against this call's.
            let authorization = authorizer.authorize(refused).await;
            self.deadline = later(self.deadline, before.elapsed());
            authorization
        };
        let authorization = authorization.map_err(|error| self.with_endpoint(error))?;
        match self.unauthorized.take() {
            Some(outcome) if refused == Some(authorization.generation) => {
                Err(self.failed(outcome, StopReason::NotRetryable))
            }
            _ => Ok(Some(authorization)),
        }
    }

    /// The generation that a 401 rejected.
    fn refused_generation(&self) -> Option<u64> {
        self.authorization.as_ref().filter(|_| self.unauthorized.is_some()).map(|refused| refused.generation)
    }

    /// Whether the authorization neither expired nor was replaced during the wait for the rate limit.
    ///
    /// The check takes no time: a token that the authorizer would have to fetch counts as not available.
    async fn is_authorization_valid(&self, now: Instant) -> bool {
        let (Some(authorizer), Some(held)) = (self.authorizer, &self.authorization) else { return true };
        // Without an expiry, it is valid until Halo rejects it.
        let Some(expires_at) = held.expires_at else { return true };
        if now >= expires_at {
            return false;
        }
        let mut available = authorizer.authorize_within(None, Duration::ZERO);
        let is_current = poll_fn(|cx| match available.as_mut().poll(cx) {
            Poll::Ready(Ok(current)) => Poll::Ready(current.generation == held.generation),
            _ => Poll::Ready(false),
        });
        is_current.await
    }

    fn no_time_for_token(&mut self) -> Error {
        self.error(ErrorKind::Timeout, StopReason::DeadlineExceeded).detail("while waiting for a token").during_token()
    }

    async fn send(&mut self, mut request: http::Request<Bytes>) -> Outcome {
        let begun = Instant::now();
        let marker = SentMarker::default();
        request.extensions_mut().insert(marker.clone());
        // An explicit timeout also sets how long an attempt may take.
        let end = match self.request.timeout {
            Some(_) => self.deadline,
            None => self.deadline.min(later(begun, self.sender.timeouts.attempt)),
        };
        let outcome = match timeout_at(end, self.sender.transport.send(request)).await {
            Ok(Ok(response)) => Outcome::Response(response),
            Ok(Err(error)) => Self::broken_response(error),
            Err(_) => Outcome::Failed(marker.timeout()),
        };
        self.record(&outcome, begun);
        outcome
    }

    /// An error response whose body was cut off or is too large is still an error response.
    fn broken_response(error: TransportError) -> Outcome {
        match error.status() {
            Some(status) if !status.is_success() => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = status;
                Outcome::Response(response)
            }
            _ => Outcome::Failed(error),
        }
    }

    fn record(&mut self, outcome: &Outcome, begun: Instant) {
        let result = match outcome {
            Outcome::Response(response) => AttemptResult::Status(response.status()),
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

/// What follows a failed attempt.
impl SendLoop<'_> {
    /// Handles a 401 with one replay, since the token may have expired or been revoked.
    ///
    /// Halo also responds with 401 if a permission is missing.
    fn on_unauthorized(&mut self, outcome: Outcome) -> Result<(), Error> {
        let Some(refused) = &self.authorization else { return Err(self.failed(outcome, StopReason::NotRetryable)) };
        let is_denied = self.sender.denied.record_unauthorized(self.request, refused.generation);
        if is_denied || self.replayed {
            return Err(self.failed(outcome, StopReason::NotRetryable));
        }
        self.unauthorized = Some(outcome);
        self.replayed = true;
        self.counted -= 1;
        Ok(())
    }

    async fn back_off(&mut self, outcome: Outcome) -> Result<(), Error> {
        if self.counted >= self.policy.attempts {
            return Err(self.failed(outcome, StopReason::AttemptsExhausted));
        }
        let random = (self.sender.clock.random)();
        let requested = self.retry_after(&outcome);
        let wait = match requested {
            Some(requested) => retry::requested_wait(requested, random),
            None => self.policy.wait(self.counted, random),
        };
        let until = later(Instant::now(), wait);
        if until >= self.deadline {
            return Err(self.failed(outcome, StopReason::DeadlineExceeded).with_retry_after(requested));
        }
        sleep_until(until).await;
        self.waited += wait;
        Ok(())
    }

    /// The wait that the response requests.
    pub(super) fn retry_after(&self, outcome: &Outcome) -> Option<Duration> {
        match outcome {
            Outcome::Response(response) => retry::retry_after(response.headers(), (self.sender.clock.now)()),
            Outcome::Failed(_) => None,
        }
    }
}

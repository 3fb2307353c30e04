//! What is told of the attempts of a call.

use std::time::Duration;

use http::StatusCode;

/// Whether a request may be sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Safety {
    /// It changes nothing: GET.
    Safe,
    /// Sending it twice does what sending it once does: DELETE of an id.
    Idempotent,
    /// Sending it twice may do it twice: every other POST.
    Unsafe,
}

/// One time that a request was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub(crate) number: u32,
    pub(crate) result: AttemptResult,
    pub(crate) started_after: Duration,
    pub(crate) elapsed: Duration,
    pub(crate) waited: Duration,
}

/// What came of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttemptResult {
    /// A response with this status.
    Status(StatusCode),
    /// No whole response.
    Failed(TransportErrorKind),
}

/// How far a failed request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// Nothing was sent, or Halo says that it did not process it: any request may be sent again.
    Connect,
    /// No response in time; what became of the request is unknown.
    Timeout,
    /// The connection broke before a response; what became of the request is unknown.
    Interrupted,
    /// The response began and its body was cut off.
    CutBody,
    /// The body of the response is larger than allowed.
    TooLarge,
    /// Anything else; what became of the request is unknown.
    Other,
}

impl Attempt {
    /// Counted from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// What came of it.
    #[must_use]
    pub fn result(&self) -> AttemptResult {
        self.result
    }

    /// When it began, counted from the beginning of the call.
    #[must_use]
    pub fn started_after(&self) -> Duration {
        self.started_after
    }

    /// How long it took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How long the client waited before it, for a retry or for the rate limit.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.waited
    }
}

/// Why a failed request was not tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// Trying again would not help.
    NotRetryable,
    /// It may have been done, and doing it twice would be wrong.
    Unsafe,
    /// It was tried as often as the policy allows.
    AttemptsExhausted,
    /// There was no time left for another try, or for the wait before it.
    DeadlineExceeded,
    /// The rate limit would have kept it waiting for longer than `max_throttle_wait` allows.
    ThrottleTimeout,
}

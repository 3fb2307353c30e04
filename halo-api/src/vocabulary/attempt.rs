//! The attempts of a call, and why the call stopped.

use std::time::Duration;

use http::StatusCode;

/// Whether a request may be sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Safety {
    /// The request changes nothing, such as a GET.
    Safe,
    /// Sending the request twice has the same effect as sending it once, such as a DELETE of an id.
    Idempotent,
    /// Sending the request twice may apply it twice, such as most POSTs.
    Unsafe,
}

/// One attempt: a request that was sent, and its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    pub(crate) number: u32,
    pub(crate) result: AttemptResult,
    pub(crate) started_after: Duration,
    pub(crate) elapsed: Duration,
    pub(crate) waited: Duration,
}

/// The result of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttemptResult {
    /// Halo sent a response with this status.
    Status(StatusCode),
    /// No complete response arrived.
    Failed(TransportErrorKind),
}

/// How far a failed request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request was not sent, or Halo says that it did not process it. Any request may be sent again.
    Connect,
    /// No response arrived in time. It is unknown whether the request was processed.
    Timeout,
    /// The connection broke before a response. It is unknown whether the request was processed.
    Interrupted,
    /// The response began, but its body was cut off.
    CutBody,
    /// The response body is larger than allowed.
    TooLarge,
    /// Any other failure. It is unknown whether the request was processed.
    Other,
}

impl Attempt {
    /// The number of the attempt, counted from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The result of the attempt.
    #[must_use]
    pub fn result(&self) -> AttemptResult {
        self.result
    }

    /// When the attempt started, measured from the start of the call.
    #[must_use]
    pub fn started_after(&self) -> Duration {
        self.started_after
    }

    /// How long the attempt took.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How long the client waited before the attempt, for a retry or for the rate limit.
    #[must_use]
    pub fn waited(&self) -> Duration {
        self.waited
    }
}

/// Why a failed request was not retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// A retry would not help.
    NotRetryable,
    /// The request may have been applied, and applying it twice would be wrong.
    Unsafe,
    /// The request was sent as often as the retry policy allows.
    AttemptsExhausted,
    /// No time remained for another attempt, or for the wait before it.
    DeadlineExceeded,
    /// The wait for the rate limit would have been longer than `max_throttle_wait` allows.
    ThrottleTimeout,
}

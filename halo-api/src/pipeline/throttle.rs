//! Waiting for the rate limit, which is neither an attempt nor counted against a call's deadline.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::limiter::{Permit, RateLimit};
use super::rate_limit_message::stated;
use super::retry;
use super::send_loop::{Outcome, SendLoop};
use crate::vocabulary::clock::later;
use crate::vocabulary::{Error, StopReason};

/// The part of an explicit timeout reserved for sending.
///
/// A permit that arrives at the deadline is useless.
const TO_SEND: Duration = Duration::from_millis(1);

impl SendLoop<'_> {
    /// Waits for a permit of the rate limit.
    pub(super) async fn acquire_permit(&mut self) -> Result<Permit, Error> {
        let begun = Instant::now();
        let (at_most, reason) = self.longest_wait(begun);
        let permit = self.sender.limiter.acquire(self.request.lane, at_most);
        let permit = timeout_at(later(begun, at_most), permit).await;
        self.waited_for_limit(begun);
        match permit {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(error)) if error.is_rate_limited() => Err(self.rate_limited(error.retry_after(), reason)),
            Ok(Err(error)) => Err(self.with_endpoint(error)),
            Err(_) => Err(self.rate_limited(None, reason)),
        }
    }

    /// Handles a 429, which Halo sends before any work.
    ///
    /// It pauses every clone of the client and does not count as an attempt.
    pub(super) async fn on_throttled(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.counted -= 1;
        self.throttled += 1;
        let random = (self.sender.clock.random)();
        let wait = match self.retry_after(&outcome) {
            Some(requested) => retry::requested_wait(requested, random),
            None => self.policy.throttle_wait(self.throttled, random),
        };
        // A server that requests hours must not stop the clones for hours: they try again after `max_throttle_wait`.
        let pause =
            self.sender.limiter.throttled(wait.min(self.sender.timeouts.max_throttle_wait), stated_limit(&outcome));
        let _ = timeout_at(self.deadline, pause).await;
        self.last_throttle = Some(outcome);
        let (at_most, reason) = self.longest_wait(Instant::now());
        if wait > at_most { Err(self.rate_limited(Some(wait), reason)) } else { Ok(()) }
    }

    /// The longest wait for the rate limit, and the reason to stop after it.
    fn longest_wait(&self, now: Instant) -> (Duration, StopReason) {
        let remaining = self.deadline.saturating_duration_since(now).saturating_sub(TO_SEND);
        if self.request.timeout.is_some() && remaining < self.throttle_wait {
            (remaining, StopReason::DeadlineExceeded)
        } else {
            (self.throttle_wait, StopReason::ThrottleTimeout)
        }
    }

    fn waited_for_limit(&mut self, since: Instant) {
        let wait = since.elapsed();
        self.waited += wait;
        self.throttle_wait = self.throttle_wait.saturating_sub(wait);
        if self.request.timeout.is_none() {
            self.deadline = later(self.deadline, wait);
        }
    }
}

/// The limit that Halo's message may state, which changed from 300 to 500 to 700 over the years.
fn stated_limit(outcome: &Outcome) -> Option<RateLimit> {
    match outcome {
        Outcome::Response(response) => stated(&crate::vocabulary::error_body::message(response.body())?),
        Outcome::Failed(_) => None,
    }
}

//! Waiting for the rate limit, which is neither an attempt nor part of a call's own time.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::limiter::{Permit, RateLimit};
use super::rate_limit_message::stated;
use super::retry;
use super::send_loop::{Outcome, SendLoop};
use crate::vocabulary::clock::later;
use crate::vocabulary::{Error, StopReason};

/// What an explicit timeout keeps for sending: a permit that comes as the time is up is of no use.
const TO_SEND: Duration = Duration::from_millis(1);

impl SendLoop<'_> {
    /// Waits until the rate limit lets it through.
    pub(super) async fn acquire_permit(&mut self) -> Result<Permit, Error> {
        let begun = Instant::now();
        let (at_most, reason) = self.longest_wait(begun);
        let permit = self.sender.limiter.acquire(self.out.lane, at_most);
        let permit = timeout_at(later(begun, at_most), permit).await;
        self.waited_for_limit(begun);
        match permit {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(error)) if error.is_rate_limited() => Err(self.rate_limited(error.retry_after(), reason)),
            Ok(Err(error)) => Err(self.named(error)),
            Err(_) => Err(self.rate_limited(None, reason)),
        }
    }

    /// A 429 was refused before any work. It holds back every clone of the client, and is no attempt.
    pub(super) async fn throttled(&mut self, outcome: Outcome) -> Result<(), Error> {
        self.counted -= 1;
        self.throttled += 1;
        let random = (self.sender.clock.random)();
        let wait = match self.asked(&outcome) {
            Some(asked) => retry::asked_wait(asked, random),
            None => self.policy.throttle_wait(self.throttled, random),
        };
        // A server that says hours must not stop the clones for hours: in the end they try again.
        let pause =
            self.sender.limiter.throttled(wait.min(self.sender.timeouts.max_throttle_wait), stated_limit(&outcome));
        let _ = timeout_at(self.deadline, pause).await;
        self.refusal = Some(outcome);
        let (at_most, reason) = self.longest_wait(Instant::now());
        if wait > at_most { Err(self.rate_limited(Some(wait), reason)) } else { Ok(()) }
    }

    /// How long it may wait, and why no longer.
    fn longest_wait(&self, now: Instant) -> (Duration, StopReason) {
        let left = self.deadline.saturating_duration_since(now).saturating_sub(TO_SEND);
        if self.out.timeout.is_some() && left < self.throttle_wait {
            (left, StopReason::DeadlineExceeded)
        } else {
            (self.throttle_wait, StopReason::ThrottleTimeout)
        }
    }

    fn waited_for_limit(&mut self, since: Instant) {
        let wait = since.elapsed();
        self.waited += wait;
        self.throttle_wait = self.throttle_wait.saturating_sub(wait);
        if self.out.timeout.is_none() {
            self.deadline = later(self.deadline, wait);
        }
    }
}

/// The number that Halo's sentence may state, which changed from 300 to 500 to 700 over the years.
fn stated_limit(outcome: &Outcome) -> Option<RateLimit> {
    match outcome {
        Outcome::Answered(response) => stated(&crate::vocabulary::error_body::words(response.body())?),
        Outcome::Failed(_) => None,
    }
}

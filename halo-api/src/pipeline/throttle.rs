//! Waiting for the rate limit, which is neither an attempt nor part of a call's own time.

use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::send_loop::SendLoop;
use crate::pipeline::rate_limit::Turn;
use crate::vocabulary::Error;
use crate::vocabulary::StopReason;
use crate::vocabulary::clock::later;

impl<'a> SendLoop<'a> {
    /// Waits until the rate limit lets it through. Token requests, which another server answers, only heed a pause.
    pub(super) async fn turn(&mut self) -> Result<Option<Turn<'a>>, Error> {
        let core = self.core;
        if !self.out.purpose.counts() {
            while let Some(until) = core.limiter.paused(Instant::now()) {
                self.wait_until(until).await?;
            }
            return Ok(None);
        }
        let place = core.limiter.line_up();
        let begun = Instant::now();
        self.fits(place.expected(begun))?;
        let turn = timeout_at(self.last_turn(begun), place.turn()).await;
        self.waited_for_limit(begun);
        let Ok(turn) = turn else {
            let timed = self.out.timeout.is_some() && Instant::now() >= self.deadline;
            let reason = if timed { StopReason::DeadlineExceeded } else { StopReason::ThrottleTimeout };
            return Err(self.rate_limited(None, reason));
        };
        while let Some(until) = turn.blocked(Instant::now()) {
            self.wait_until(until).await?;
        }
        Ok(Some(turn))
    }

    async fn wait_until(&mut self, until: Instant) -> Result<(), Error> {
        let wait = self.fits(until)?;
        tracing::debug!(?wait, "waiting for the rate limit");
        let begun = Instant::now();
        sleep_until(until).await;
        self.waited_for_limit(begun);
        Ok(())
    }

    /// When it stops standing in line.
    fn last_turn(&self, now: Instant) -> Instant {
        let patience = later(now, self.patience);
        if self.out.timeout.is_some() { patience.min(self.deadline) } else { patience }
    }

    fn waited_for_limit(&mut self, since: Instant) {
        let wait = since.elapsed();
        self.waited += wait;
        self.patience = self.patience.saturating_sub(wait);
        if self.out.timeout.is_none() {
            self.deadline = later(self.deadline, wait);
        }
    }

    /// Whether a wait for the rate limit is within the patience for it, or the caller's own timeout.
    pub(super) fn fits(&mut self, until: Instant) -> Result<Duration, Error> {
        let wait = until.saturating_duration_since(Instant::now());
        if self.out.timeout.is_some() && !wait.is_zero() && until >= self.deadline {
            Err(self.rate_limited(Some(wait), StopReason::DeadlineExceeded))
        } else if wait > self.patience {
            Err(self.rate_limited(Some(wait), StopReason::ThrottleTimeout))
        } else {
            Ok(wait)
        }
    }
}

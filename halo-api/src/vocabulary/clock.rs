//! Time and chance, injected so that tests decide them. Durations are measured on tokio's clock.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

/// What a policy takes from the world around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    /// Evenly distributed in `0..1`: jitter.
    pub(crate) random: fn() -> f64,
    /// The wall clock, which only a `Retry-After` date needs.
    pub(crate) now: fn() -> Timestamp,
}

impl Default for Clock {
    fn default() -> Self {
        Self { random: fastrand::f64, now: Timestamp::now }
    }
}

/// `instant + duration`, or a very long time after it where that would overflow.
pub(crate) fn later(instant: Instant, duration: Duration) -> Instant {
    const AGES: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    instant.checked_add(duration.min(AGES)).unwrap_or(instant)
}

//! The wall clock and the random source, injected for tests. Durations are measured on tokio's clock.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

/// The wall clock and the random source that policies use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    /// Uniformly distributed in `0..1`, for jitter.
    pub(crate) random: fn() -> f64,
    /// The wall clock. Only a date in `Retry-After` needs it.
    pub(crate) now: fn() -> Timestamp,
}

impl Default for Clock {
    fn default() -> Self {
        Self { random: fastrand::f64, now: Timestamp::now }
    }
}

/// `instant + duration`, with the duration capped at 30 years against overflow.
pub(crate) fn later(instant: Instant, duration: Duration) -> Instant {
    const LONGEST: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    instant.checked_add(duration.min(LONGEST)).unwrap_or(instant)
}

//! The rate limiter interface: a sliding window in this process, or one that several processes share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::transport::BoxFuture;
use crate::vocabulary::{Error, ErrorKind, StopReason};

/// Requests allowed within a rolling window.
///
/// Halo's own limit is 700 per rolling 5 minutes at the time of writing and has been 300 and 500; a limit applies to
/// all clients of a tenant together.
///
/// ```
/// # use std::time::Duration;
/// let half = halo_api::RateLimit::new(350, Duration::from_secs(300));
/// assert_eq!((half.requests(), half.window()), (350, Duration::from_secs(300)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    requests: u32,
    window: Duration,
}

impl RateLimit {
    /// Allows at most `requests` (0 counts as 1) in any period of this length.
    #[must_use]
    pub fn new(requests: u32, window: Duration) -> Self {
        Self { requests: requests.max(1), window }
    }

    /// The most requests in the window.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.requests
    }

    /// The length of the window.
    #[must_use]
    pub fn window(&self) -> Duration {
        self.window
    }

    pub(super) fn capacity(&self) -> usize {
        usize::try_from(self.requests).unwrap_or(usize::MAX)
    }

    /// The mean interval between requests at the full limit.
    pub(super) fn gap(&self) -> Duration {
        self.window / self.requests
    }
}

impl Default for RateLimit {
    /// 700 per 300 s, which is what Halo documents.
    fn default() -> Self {
        Self::new(700, Duration::from_secs(300))
    }
}

/// The state of a client's rate limit: see [`Halo::rate_status`](crate::Halo::rate_status).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateStatus {
    /// The limit in force, or `None` if it is off.
    ///
    /// It is the configured limit, or one learned from a 429 in the last half hour.
    pub limit: Option<RateLimit>,
    /// The requests sent within the window that ends now. Not counted if the limit is off.
    pub used: u32,
    /// The calls that wait for a permit.
    pub waiting: usize,
    /// How long a 429 still pauses all calls.
    pub paused_for: Option<Duration>,
}

impl RateStatus {
    /// The state of a custom [`RateLimiter`]; set the other fields on the value.
    #[must_use]
    pub fn new(limit: Option<RateLimit>, used: u32) -> Self {
        Self { limit, used, ..Self::default() }
    }
}

/// The priority of a call when the rate limit is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Lane {
    /// Someone waits for the call: the default.
    #[default]
    Interactive,
    /// No one waits for the call, such as a nightly export.
    ///
    /// It is sent only when no interactive call waits, and leaves a tenth of the window free for interactive calls.
    /// Under constant interactive load, it may never be sent.
    Background,
}

/// Grants permits to send requests.
///
/// See [`HaloBuilder::rate_limiter`](crate::HaloBuilder::rate_limiter).
///
/// [`SlidingWindow`](crate::SlidingWindow) is the default. Share one between several clients of a tenant, since Halo
/// counts them together, or implement one that several processes share.
pub trait RateLimiter: Send + Sync {
    /// Waits for a permit to send one request, for no longer than `at_most`.
    ///
    /// The future may be dropped at any await point, which must leave no state behind in this process.
    ///
    /// # Errors
    /// [`Error::throttle_timeout`] if the wait would be longer, as soon as that is known.
    fn acquire(&self, lane: Lane, at_most: Duration) -> BoxFuture<'_, Result<Permit, Error>>;

    /// Records a 429: no permit is granted for this long. `stated` is the limit in Halo's message.
    fn throttled(&self, wait: Duration, stated: Option<RateLimit>) -> BoxFuture<'_, ()>;

    /// The current state of the limiter.
    fn status(&self) -> RateStatus;
}

impl<T: RateLimiter + ?Sized> RateLimiter for Arc<T> {
    fn acquire(&self, lane: Lane, at_most: Duration) -> BoxFuture<'_, Result<Permit, Error>> {
        (**self).acquire(lane, at_most)
    }

    fn throttled(&self, wait: Duration, stated: Option<RateLimit>) -> BoxFuture<'_, ()> {
        (**self).throttled(wait, stated)
    }

    fn status(&self) -> RateStatus {
        (**self).status()
    }
}

/// Permission to send one request.
///
/// The client calls [`commit`](Self::commit) in the poll that sends the request. A permit dropped before that is
/// unused.
#[must_use = "dropping a permit gives it back unused"]
pub struct Permit {
    on_commit: Box<dyn FnOnce() + Send>,
}

impl Permit {
    /// Creates a permit that calls `on_commit` when it is used.
    ///
    /// Dropping the permit drops the function and its captures without calling it, which tells the limiter that the
    /// permit is unused.
    pub fn new(on_commit: impl FnOnce() + Send + 'static) -> Self {
        Self { on_commit: Box::new(on_commit) }
    }

    /// Creates a permit that already counts as used, for limiters that cannot take one back.
    pub fn counted() -> Self {
        Self::new(|| ())
    }

    /// Uses the permit: the request is sent now and counts from this moment.
    pub fn commit(self) {
        (self.on_commit)();
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}

/// For implementations of [`RateLimiter`].
impl Error {
    /// The wait for a permit (`wait`, if known) is longer than the call allows.
    #[must_use]
    pub fn throttle_timeout(wait: Option<Duration>) -> Self {
        Self::new(ErrorKind::RateLimited)
            .with_attempts(Vec::new(), StopReason::ThrottleTimeout)
            .with_retry_after(wait)
            .detail("blocked by the client's own limit, or by a 429 to another call")
    }
}

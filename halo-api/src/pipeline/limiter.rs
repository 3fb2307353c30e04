//! The seam between a call and the rate limit: a sliding window in this process, or one that several processes share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::transport::BoxFuture;
use crate::vocabulary::{Error, ErrorKind, StopReason};

/// Requests allowed within a rolling window.
///
/// Halo's own limit is 700 per rolling 5 minutes at the time of writing and has been 300 and 500; a limit applies to all
/// clients of a tenant together.
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
    /// At most `requests` (0 counts as 1) in any period of this length.
    #[must_use]
    pub fn new(requests: u32, window: Duration) -> Self {
        Self { requests: requests.max(1), window }
    }

    /// Most requests in the window.
    #[must_use]
    pub fn requests(&self) -> u32 {
        self.requests
    }

    /// Length of the window.
    #[must_use]
    pub fn window(&self) -> Duration {
        self.window
    }

    pub(super) fn places(&self) -> usize {
        usize::try_from(self.requests).unwrap_or(usize::MAX)
    }

    /// The mean distance of requests that use it up.
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

/// How a client stands with its rate limit: [`Halo::rate_status`](crate::Halo::rate_status).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RateStatus {
    /// The limit in force: the one that was set, or the one that a 429 of the last half hour taught. `None` where it is off.
    pub limit: Option<RateLimit>,
    /// Requests sent within the window that ends now. Not counted where the limit is off.
    pub used: u32,
    /// Calls that wait for a permit.
    pub waiting: usize,
    /// How long a 429 still holds everyone back.
    pub paused_for: Option<Duration>,
}

impl RateStatus {
    /// The state of a [`RateLimiter`] of one's own; what it does not know is set on the value.
    #[must_use]
    pub fn new(limit: Option<RateLimit>, used: u32) -> Self {
        Self { limit, used, ..Self::default() }
    }
}

/// Who goes first when the limit is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Lane {
    /// Somebody waits for it: the usual case.
    #[default]
    Interactive,
    /// Nobody waits for it, such as a nightly export. It goes only when no interactive call waits, and leaves a tenth of the
    /// window free for those that may come, so that it may get no turn at all.
    Background,
}

/// What lets requests through: [`HaloBuilder::rate_limiter`](crate::HaloBuilder::rate_limiter).
///
/// [`SlidingWindow`](crate::SlidingWindow) is the one that a client has of its own. Give one to several clients of a tenant,
/// since Halo counts them together, or write one that several processes share.
pub trait RateLimiter: Send + Sync {
    /// Waits for a permit to send one request, for no longer than `at_most`.
    ///
    /// The future may be dropped at any await, which must leave nothing behind in this process.
    ///
    /// # Errors
    /// [`Error::throttle_timeout`] where the wait would be longer, as soon as that is known.
    fn acquire(&self, lane: Lane, at_most: Duration) -> BoxFuture<'_, Result<Permit, Error>>;

    /// Halo answered 429: nobody is let through for this long. `stated` is the limit that Halo's sentence told.
    fn throttled(&self, wait: Duration, stated: Option<RateLimit>) -> BoxFuture<'_, ()>;

    /// How it stands at this moment.
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

/// Leave to send one request.
///
/// [`commit`](Self::commit) is called in the poll that sends it. One that is dropped before was not used.
#[must_use = "a permit that is dropped was not used"]
pub struct Permit {
    on_commit: Box<dyn FnOnce() + Send>,
}

impl Permit {
    /// A permit that calls this when it is used. Dropping it drops the function uncalled, with what it owns: that is how a
    /// limiter learns that it was not used.
    pub fn new(on_commit: impl FnOnce() + Send + 'static) -> Self {
        Self { on_commit: Box::new(on_commit) }
    }

    /// A permit that counts as used already, for limiters that cannot take one back.
    pub fn counted() -> Self {
        Self::new(|| ())
    }

    /// The request is sent now: it counts from this moment on.
    pub fn commit(self) {
        (self.on_commit)();
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").finish_non_exhaustive()
    }
}

/// For those who write a [`RateLimiter`].
impl Error {
    /// The wait for a permit, so long if it is known, would be longer than the call allows.
    #[must_use]
    pub fn throttle_timeout(wait: Option<Duration>) -> Self {
        Self::new(ErrorKind::RateLimited)
            .with_attempts(Vec::new(), StopReason::ThrottleTimeout)
            .with_retry_after(wait)
            .detail("held back by the client's own limit, or by a 429 to another call")
    }
}

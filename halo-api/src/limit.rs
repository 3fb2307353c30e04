//! The rate limit: what Halo asks for with a 429, and what the client allows itself. Shared by all clones of a client.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::later;

/// Requests allowed within a rolling window.
///
/// Halo's own limit is 700 per rolling 5 minutes at the time of writing and has been 300 and 500; a limit applies to all
/// clients of a tenant together.
///
/// ```
/// # use std::time::Duration;
/// let half = halo_api::RateLimit::new(250, Duration::from_secs(300));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    pub(crate) requests: usize,
    pub(crate) window: Duration,
}

impl RateLimit {
    /// At most `requests` (0 counts as 1) in any period of this length.
    #[must_use]
    pub fn new(requests: u32, window: Duration) -> Self {
        Self { requests: usize::try_from(requests.max(1)).unwrap_or(usize::MAX), window }
    }
}

impl Default for RateLimit {
    /// 500 per 300 s.
    fn default() -> Self {
        Self::new(500, Duration::from_secs(300))
    }
}

/// Lets requests through, or says when to ask again.
#[derive(Debug)]
pub(crate) struct Limiter {
    limit: Option<RateLimit>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Nobody sends before this: Halo answered 429.
    paused_until: Option<Instant>,
    /// When the requests in the window were let through, oldest first.
    sent: VecDeque<Instant>,
}

impl Limiter {
    pub(crate) fn new(limit: Option<RateLimit>) -> Self {
        Self { limit, state: Mutex::default() }
    }

    /// Lets one request through now (`None`), or says when to ask again. `counts` is false for token requests, which
    /// another server answers: they only heed a pause.
    pub(crate) fn admit(&self, now: Instant, counts: bool) -> Option<Instant> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(until) = state.paused_until.filter(|until| *until > now) {
            return Some(until);
        }
        let limit = self.limit.filter(|_| counts)?;
        while state.sent.front().is_some_and(|sent| now.duration_since(*sent) >= limit.window) {
            state.sent.pop_front();
        }
        if state.sent.len() >= limit.requests {
            return state.sent.front().map(|oldest| later(*oldest, limit.window));
        }
        state.sent.push_back(now);
        None
    }

    /// Nobody sends before `until`. A longer pause that is already on stays.
    pub(crate) fn pause(&self, until: Instant) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.paused_until.is_none_or(|paused| paused < until) {
            state.paused_until = Some(until);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_window_slides() {
        let limiter = Limiter::new(Some(RateLimit::new(2, Duration::from_secs(10))));
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        assert_eq!(limiter.admit(at(0), true), None);
        assert_eq!(limiter.admit(at(4), true), None);
        assert_eq!(limiter.admit(at(5), true), Some(at(10)));
        assert_eq!(limiter.admit(at(5), false), None, "token requests do not count");
        assert_eq!(limiter.admit(at(10), true), None);
        assert_eq!(limiter.admit(at(10), true), Some(at(14)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everyone_and_never_shrinks() {
        let limiter = Limiter::new(None);
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        limiter.pause(at(9));
        limiter.pause(at(3));
        assert_eq!(limiter.admit(at(5), true), Some(at(9)));
        assert_eq!(limiter.admit(at(5), false), Some(at(9)));
        assert_eq!(limiter.admit(at(9), true), None);
    }
}

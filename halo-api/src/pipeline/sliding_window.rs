//! The rate limiter within this process.
//!
//! It applies the client's own limit, and the pauses that Halo requests with a 429.
//!
//! Calls wait in a queue, first come, first served. The first one sleeps until the window has room, and its permit
//! counts when it is committed. A call that is dropped while it waits leaves no state behind.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedMutexGuard};
use tokio::time::{Instant, sleep_until, timeout_at};

use super::learned_limit::LearnedLimit;
use super::limiter::{Lane, Permit, RateLimit, RateLimiter, RateStatus};
use crate::transport::BoxFuture;
use crate::vocabulary::Error;
use crate::vocabulary::clock::later;

/// The interval between requests after a pause, if there is no limit to derive it from.
const DEFAULT_GAP: Duration = Duration::from_millis(100);
/// The longest interval between requests after a pause, and the longest time that they are paced.
const LONGEST_GAP: Duration = Duration::from_secs(1);
const LONGEST_PACE: Duration = Duration::from_secs(60);

/// A [`RateLimiter`] within this process. Clones share their state, for several clients of one tenant.
///
/// ```
/// use halo_api::{Halo, RateLimit, SlidingWindow};
///
/// # fn f() -> Result<(), halo_api::Error> {
/// let limiter = SlidingWindow::new(RateLimit::default());
/// let acme = || Halo::builder("https://acme.halopsa.com").rate_limiter(limiter.clone());
/// let reader = acme().client_credentials("reader", "secret").build()?;
/// let writer = acme().client_credentials("writer", "secret").build()?;
/// # Ok(()) }
/// ```
#[derive(Clone, Default)]
pub struct SlidingWindow {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Locked by the call that is next, until it sends its request. Tokio's mutex is fair.
    front: Arc<tokio::sync::Mutex<()>>,
    /// Locked by the next background call.
    background: Arc<tokio::sync::Mutex<()>>,
    /// Notifies the next background call that no interactive call waits any more.
    idle: Notify,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    limit: LearnedLimit,
    /// When the requests in the window were sent, oldest first.
    sent: VecDeque<Instant>,
    /// The calls that wait, including those that have an uncommitted permit.
    interactive: usize,
    background: usize,
    pause: Option<Pause>,
}

/// The pause after a 429: no call sends before `until`; up to `paced_until`, they send one by one.
#[derive(Debug, Clone, Copy)]
struct Pause {
    begun: Instant,
    until: Instant,
    paced_until: Instant,
    /// The last request that was sent after the pause.
    resumed: Option<Instant>,
}

impl SlidingWindow {
    /// Creates a window with this limit or, without one, only with the pauses that Halo requests.
    ///
    /// A 429 lowers the limit for a while and never raises it. The [default](Self::default) window starts with
    /// [`RateLimit::default`] and applies any limit that Halo states.
    #[must_use]
    pub fn new(limit: impl Into<Option<RateLimit>>) -> Self {
        let state = State { limit: LearnedLimit::set(limit.into()), ..State::default() };
        Self { inner: Arc::new(Inner { state: Mutex::new(state), ..Inner::default() }) }
    }

    async fn wait(&self, lane: Lane, at_most: Duration) -> Result<Permit, Error> {
        let end = later(Instant::now(), at_most);
        let waiter = Waiter::enqueue(&self.inner, lane);
        check(waiter.expected(Instant::now()), end)?;
        let reserved = timeout_at(end, waiter.reserve(end)).await.map_err(|_| Error::throttle_timeout(None))??;
        while let Some(until) = reserved.blocked(Instant::now()) {
            check(until, end)?;
            tracing::debug!(wait = ?until.duration_since(Instant::now()), "waiting for the rate limit");
            sleep_until(until).await;
        }
        Ok(Permit::new(move || reserved.commit()))
    }

    fn throttled_at(&self, now: Instant, wait: Duration, stated: Option<RateLimit>) {
        let mut state = self.inner.state();
        match stated {
            Some(stated) => state.limit.apply_stated_limit(stated, now),
            // Every call in flight gets a 429 from the same pause: it counts once.
            None if state.paused(now).is_none() => state.limit.lower(now),
            None => {}
        }
        state.pause(now, later(now, wait));
    }
}

/// Fails if a wait ends after `end`. No wait at all never fails.
fn check(until: Instant, end: Instant) -> Result<(), Error> {
    let wait = until.saturating_duration_since(Instant::now());
    if wait.is_zero() || until <= end { Ok(()) } else { Err(Error::throttle_timeout(Some(wait))) }
}

impl RateLimiter for SlidingWindow {
    fn acquire(&self, lane: Lane, at_most: Duration) -> BoxFuture<'_, Result<Permit, Error>> {
        Box::pin(self.wait(lane, at_most))
    }

    fn throttled(&self, wait: Duration, stated: Option<RateLimit>) -> BoxFuture<'_, ()> {
        self.throttled_at(Instant::now(), wait, stated);
        Box::pin(std::future::ready(()))
    }

    fn status(&self) -> RateStatus {
        let now = Instant::now();
        let mut state = self.inner.state();
        state.forget(now);
        let limit = state.limit.now(now);
        RateStatus {
            limit,
            used: u32::try_from(state.used(limit, now)).unwrap_or(u32::MAX),
            waiting: state.interactive + state.background,
            paused_for: state.paused(now).map(|until| until.duration_since(now)),
        }
    }
}

impl fmt::Debug for SlidingWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlidingWindow").field("limit", &self.inner.state().limit).finish_non_exhaustive()
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Pauses all calls before `until`. A current pause that ends later stays.
    fn pause(&mut self, now: Instant, until: Instant) {
        let current = self.pause.filter(|pause| pause.until > now);
        if current.is_some_and(|pause| pause.until >= until) {
            return;
        }
        let begun = current.map_or(now, |pause| pause.begun);
        let paced = until.saturating_duration_since(begun).min(LONGEST_PACE);
        self.pause = Some(Pause { begun, until, paced_until: later(until, paced), resumed: None });
    }

    fn paused(&self, now: Instant) -> Option<Instant> {
        self.pause.map(|pause| pause.until).filter(|until| *until > now)
    }

    /// Drops the requests that have left every window that may be in force again.
    fn forget(&mut self, now: Instant) {
        let window = self.limit.longest_window();
        while self.sent.front().is_some_and(|sent| now.duration_since(*sent) >= window) {
            self.sent.pop_front();
        }
    }

    /// The number of requests within the window that ends now.
    fn used(&self, limit: Option<RateLimit>, now: Instant) -> usize {
        let Some(limit) = limit else { return 0 };
        self.sent.iter().rev().take_while(|sent| now.duration_since(**sent) < limit.window()).count()
    }

    fn gap(&self, now: Instant) -> Duration {
        self.limit.now(now).map_or(DEFAULT_GAP, |limit| limit.gap()).min(LONGEST_GAP)
    }

    /// When a call behind `ahead` others can be sent, unless one of them gives up or a new pause starts.
    fn free_at(&mut self, now: Instant, lane: Lane, ahead: usize) -> Instant {
        self.forget(now);
        let mut at = now;
        if let Some(limit) = self.limit.now(now) {
            at = at.max(self.room_at(now, limit, lane, ahead));
        }
        let Some(pause) = self.pause.filter(|pause| pause.paced_until > now) else { return at };
        let gap = self.gap(now);
        let gaps = u32::try_from(ahead).unwrap_or(u32::MAX);
        let first = pause.resumed.map_or(pause.until, |last| later(last, gap));
        let paced = later(first, gap.saturating_mul(gaps));
        at.max(paced.min(pause.paced_until)).max(pause.until)
    }

    /// When the window has room for one more request, after `ahead` others.
    fn room_at(&self, now: Instant, limit: RateLimit, lane: Lane, ahead: usize) -> Instant {
        let all = limit.capacity();
        let capacity = match lane {
            Lane::Interactive => all,
            Lane::Background => (all - all.div_ceil(10)).max(1),
        };
        // The request `capacity` places before this one must have left the window. It may be one that still waits.
        let (mut before, mut windows) = (ahead, 0_u32);
        while before >= capacity {
            before -= capacity;
            windows = windows.saturating_add(1);
        }
        let at = match (self.sent.len() + before).checked_sub(capacity) {
            Some(index) => self.sent.get(index).map_or(now, |sent| later(*sent, limit.window())),
            None => now,
        };
        later(at.max(now), limit.window().saturating_mul(windows))
    }
}

/// A waiting call. Dropping it gives up its place in the queue.
struct Waiter {
    inner: Arc<Inner>,
    lane: Lane,
    ahead: usize,
}

impl Waiter {
    fn enqueue(inner: &Arc<Inner>, lane: Lane) -> Self {
        let mut state = inner.state();
        let ahead = match lane {
            Lane::Interactive => {
                state.interactive += 1;
                state.interactive - 1
            }
            Lane::Background => {
                state.background += 1;
                state.interactive + state.background - 1
            }
        };
        drop(state);
        Self { inner: Arc::clone(inner), lane, ahead }
    }

    /// The earliest time at which the call can be sent, in the current state.
    fn expected(&self, now: Instant) -> Instant {
        self.inner.state().free_at(now, self.lane, self.ahead)
    }

    /// Waits until the call is first in the queue.
    async fn reserve(self, end: Instant) -> Result<Reserved, Error> {
        match self.lane {
            Lane::Interactive => {
                let held = Arc::clone(&self.inner.front).lock_owned().await;
                Ok(Reserved { held, waiter: self })
            }
            Lane::Background => self.reserve_in_background(end).await,
        }
    }

    /// Waits until there is room that no interactive call waits for.
    async fn reserve_in_background(self, end: Instant) -> Result<Reserved, Error> {
        let _next = Arc::clone(&self.inner.background).lock_owned().await;
        loop {
            let until = {
                let mut state = self.inner.state();
                if state.interactive == 0 { Some(state.free_at(Instant::now(), self.lane, 0)) } else { None }
            };
            let Some(until) = until else {
                self.inner.idle.notified().await;
                continue;
            };
            if until > Instant::now() {
                check(until, end)?;
                sleep_until(until).await;
            } else if let Ok(held) = Arc::clone(&self.inner.front).try_lock_owned() {
                return Ok(Reserved { held, waiter: self });
            } else {
                self.inner.idle.notified().await;
            }
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut state = self.inner.state();
        match self.lane {
            Lane::Interactive => state.interactive -= 1,
            Lane::Background => state.background -= 1,
        }
        let idle = state.interactive == 0;
        drop(state);
        if idle {
            self.inner.idle.notify_one();
        }
    }
}

/// The first place in the queue. Dropping it passes the place on to the next call.
struct Reserved {
    /// Released before the waiter notifies others: fields are dropped in this order.
    held: OwnedMutexGuard<()>,
    waiter: Waiter,
}

impl Reserved {
    /// When to check again, if the request cannot be sent now.
    fn blocked(&self, now: Instant) -> Option<Instant> {
        let at = self.waiter.inner.state().free_at(now, self.waiter.lane, 0);
        Some(at).filter(|at| *at > now)
    }

    /// Sends the request: it counts from now.
    fn commit(self) {
        let now = Instant::now();
        let mut state = self.waiter.inner.state();
        if state.limit.now(now).is_some() {
            state.sent.push_back(now);
        }
        if let Some(pause) = &mut state.pause {
            pause.resumed = Some(now);
        }
        drop(state);
        drop(self.held);
    }
}

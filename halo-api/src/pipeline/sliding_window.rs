//! The rate limit within this process: what Halo asks for with a 429, and what the client allows itself.
//!
//! Calls wait for their turn, first come, first served; the one whose turn it is sleeps until the window has room, and its
//! permit counts when it is committed. Whoever is dropped on the way leaves nothing behind.

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

/// Distance of requests after a pause, where there is no limit to take it from.
const USUAL_GAP: Duration = Duration::from_millis(100);
/// Longest distance of requests after a pause, and longest time that they keep it.
const LONGEST_GAP: Duration = Duration::from_secs(1);
const LONGEST_PACE: Duration = Duration::from_secs(60);

/// A [`RateLimiter`] within this process. Clones are the same one, for several clients of one tenant.
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
    /// Held by the call that is next, until it has sent its request. Tokio hands it on in order.
    front: Arc<tokio::sync::Mutex<()>>,
    /// Held by the background call that is next among its like.
    background: Arc<tokio::sync::Mutex<()>>,
    /// For the background call that is next: no interactive call waits any more.
    idle: Notify,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    limit: LearnedLimit,
    /// When the requests in the window were let through, oldest first.
    sent: VecDeque<Instant>,
    /// Calls that wait, those that hold a permit included.
    interactive: usize,
    background: usize,
    pause: Option<Pause>,
}

/// Halo answered 429: nobody sends before `until`, and after it, up to `paced_until`, one by one.
#[derive(Debug, Clone, Copy)]
struct Pause {
    begun: Instant,
    until: Instant,
    paced_until: Instant,
    /// The last request that was let through after it.
    resumed: Option<Instant>,
}

impl SlidingWindow {
    /// A window that keeps to this limit, or, without one, only to the pauses that Halo asks for.
    ///
    /// A 429 lowers the limit for a while and never raises it. The [default](Self::default) one begins with
    /// [`RateLimit::default`] and takes over any limit that Halo states.
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
            // Every call that was under way meets the same wall: it counts once.
            None if state.paused(now).is_none() => state.limit.lower(now),
            None => {}
        }
        state.pause(now, later(now, wait));
    }
}

/// Whether a wait ends in time. None at all is in time whenever it is.
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
    /// Nobody sends before `until`. A longer pause that is already on stays.
    fn pause(&mut self, now: Instant, until: Instant) {
        let on = self.pause.filter(|pause| pause.until > now);
        if on.is_some_and(|pause| pause.until >= until) {
            return;
        }
        let begun = on.map_or(now, |pause| pause.begun);
        let paced = until.saturating_duration_since(begun).min(LONGEST_PACE);
        self.pause = Some(Pause { begun, until, paced_until: later(until, paced), resumed: None });
    }

    fn paused(&self, now: Instant) -> Option<Instant> {
        self.pause.map(|pause| pause.until).filter(|until| *until > now)
    }

    /// Drops what has left every window that may be in force again.
    fn forget(&mut self, now: Instant) {
        let window = self.limit.longest_window();
        while self.sent.front().is_some_and(|sent| now.duration_since(*sent) >= window) {
            self.sent.pop_front();
        }
    }

    /// Requests within the window that ends now.
    fn used(&self, limit: Option<RateLimit>, now: Instant) -> usize {
        let Some(limit) = limit else { return 0 };
        self.sent.iter().rev().take_while(|sent| now.duration_since(**sent) < limit.window()).count()
    }

    fn gap(&self, now: Instant) -> Duration {
        self.limit.now(now).map_or(USUAL_GAP, |limit| limit.gap()).min(LONGEST_GAP)
    }

    /// When the call behind `ahead` others can be let through, if none of them gives up and no pause comes up.
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

    /// When the window has room for one more, after `ahead` others.
    fn room_at(&self, now: Instant, limit: RateLimit, lane: Lane, ahead: usize) -> Instant {
        let all = limit.places();
        let places = match lane {
            Lane::Interactive => all,
            Lane::Background => (all - all.div_ceil(10)).max(1),
        };
        // The request so many places before it must have left the window. It may be one of those that still wait.
        let (mut before, mut windows) = (ahead, 0_u32);
        while before >= places {
            before -= places;
            windows = windows.saturating_add(1);
        }
        let at = match (self.sent.len() + before).checked_sub(places) {
            Some(index) => self.sent.get(index).map_or(now, |sent| later(*sent, limit.window())),
            None => now,
        };
        later(at.max(now), limit.window().saturating_mul(windows))
    }
}

/// A call that waits. Dropping it gives its place up.
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

    /// When it will be let through at the earliest, as things stand.
    fn expected(&self, now: Instant) -> Instant {
        self.inner.state().free_at(now, self.lane, self.ahead)
    }

    /// Waits until nobody is before it.
    async fn reserve(self, end: Instant) -> Result<Reserved, Error> {
        match self.lane {
            Lane::Interactive => {
                let held = Arc::clone(&self.inner.front).lock_owned().await;
                Ok(Reserved { held, waiter: self })
            }
            Lane::Background => self.reserve_in_background(end).await,
        }
    }

    /// Waits until there is room and no interactive call wants it.
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

/// The next request is this call's. Dropping it lets the next one have it.
struct Reserved {
    /// Released before the waiter tells that it is gone: fields are dropped in this order.
    held: OwnedMutexGuard<()>,
    waiter: Waiter,
}

impl Reserved {
    /// When to ask again, if it cannot go now.
    fn blocked(&self, now: Instant) -> Option<Instant> {
        let at = self.waiter.inner.state().free_at(now, self.waiter.lane, 0);
        Some(at).filter(|at| *at > now)
    }

    /// Goes: the request counts from now on.
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

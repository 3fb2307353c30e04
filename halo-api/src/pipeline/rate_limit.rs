//! The rate limit: what Halo asks for with a 429, and what the client allows itself. Shared by all clones of a client.
//!
//! Calls stand in line for a [`Turn`], first come, first served; the one whose turn it is sleeps until the window has room,
//! and only then takes its place in it. Whoever is dropped on the way leaves nothing behind.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::vocabulary::clock::later;

/// Distance of requests after a pause, where there is no limit to take it from.
const USUAL_GAP: Duration = Duration::from_millis(100);
/// Longest distance of requests after a pause, and longest time that they keep it.
const LONGEST_GAP: Duration = Duration::from_secs(1);
const LONGEST_PACE: Duration = Duration::from_secs(60);

/// Requests allowed within a rolling window.
///
/// Halo's own limit is 700 per rolling 5 minutes at the time of writing and has been 300 and 500; a limit applies to all
/// clients of a tenant together.
///
/// ```
/// # use std::time::Duration;
/// let half = halo_api::RateLimit::new(250, Duration::from_secs(300));
/// assert_eq!((half.requests(), half.window()), (250, Duration::from_secs(300)));
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

    fn places(&self) -> usize {
        usize::try_from(self.requests).unwrap_or(usize::MAX)
    }

    /// The mean distance of requests that use it up.
    fn gap(&self) -> Duration {
        self.window / self.requests
    }
}

impl Default for RateLimit {
    /// 500 per 300 s.
    fn default() -> Self {
        Self::new(500, Duration::from_secs(300))
    }
}

/// How a client stands with its rate limit: [`Halo::rate_status`](crate::Halo::rate_status).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateStatus {
    /// The limit in force: the one that was set, or a lower one that Halo stated in a 429. `None` where it is off.
    pub limit: Option<RateLimit>,
    /// Requests sent within the window that ends now. Not counted where the limit is off.
    pub used: u32,
    /// Calls that wait for their turn.
    pub waiting: usize,
    /// How long a 429 still holds everyone back.
    pub paused_for: Option<Duration>,
}

/// Lets requests through, in the order in which they came.
#[derive(Debug)]
pub(crate) struct Limiter {
    /// Held by the call that is next. Tokio hands it on in order, and never to one that comes later.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    limit: Option<RateLimit>,
    /// When the requests in the window were let through, oldest first.
    sent: VecDeque<Instant>,
    /// Calls in line, the one whose turn it is included.
    waiting: usize,
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

impl Limiter {
    pub(crate) fn new(limit: Option<RateLimit>) -> Self {
        let state = State { limit, sent: VecDeque::new(), waiting: 0, pause: None };
        Self { turn: tokio::sync::Mutex::default(), state: Mutex::new(state) }
    }

    /// Takes a place in line.
    pub(crate) fn line_up(&self) -> Place<'_> {
        let mut state = self.state();
        let ahead = state.waiting;
        state.waiting += 1;
        Place { limiter: self, ahead }
    }

    /// Nobody sends before `until`. A longer pause that is already on stays.
    pub(crate) fn pause(&self, now: Instant, until: Instant) {
        let mut state = self.state();
        let on = state.pause.filter(|pause| pause.until > now);
        if on.is_some_and(|pause| pause.until >= until) {
            return;
        }
        let begun = on.map_or(now, |pause| pause.begun);
        let paced = until.saturating_duration_since(begun).min(LONGEST_PACE);
        state.pause = Some(Pause { begun, until, paced_until: later(until, paced), resumed: None });
    }

    /// The end of the pause that is on.
    pub(crate) fn paused(&self, now: Instant) -> Option<Instant> {
        self.state().paused(now)
    }

    /// Halo stated its limit: a lower one takes the place of the client's own.
    pub(crate) fn lower(&self, stated: RateLimit) {
        let mut state = self.state();
        if state.limit.is_some_and(|own| stated.gap() > own.gap()) {
            tracing::info!(requests = stated.requests, window = ?stated.window, "Halo states a lower rate limit");
            state.limit = Some(stated);
        }
    }

    pub(crate) fn status(&self, now: Instant) -> RateStatus {
        let mut state = self.state();
        state.forget(now);
        RateStatus {
            limit: state.limit,
            used: u32::try_from(state.sent.len()).unwrap_or(u32::MAX),
            waiting: state.waiting,
            paused_for: state.paused(now).map(|until| until.duration_since(now)),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn paused(&self, now: Instant) -> Option<Instant> {
        self.pause.map(|pause| pause.until).filter(|until| *until > now)
    }

    /// Drops what has left the window.
    fn forget(&mut self, now: Instant) {
        let Some(limit) = self.limit else { return };
        while self.sent.front().is_some_and(|sent| now.duration_since(*sent) >= limit.window) {
            self.sent.pop_front();
        }
    }

    fn gap(&self) -> Duration {
        self.limit.map_or(USUAL_GAP, |limit| limit.gap()).min(LONGEST_GAP)
    }

    /// When the call behind `ahead` others can be let through, if none of them gives up and no pause comes up.
    fn free_at(&self, now: Instant, ahead: usize) -> Instant {
        let mut at = now;
        if let Some(limit) = self.limit {
            at = at.max(self.room_at(now, limit, ahead));
        }
        let Some(pause) = self.pause.filter(|pause| pause.paced_until > now) else { return at };
        let gaps = u32::try_from(ahead).unwrap_or(u32::MAX);
        let first = pause.resumed.map_or(pause.until, |last| later(last, self.gap()));
        let turn = later(first, self.gap().saturating_mul(gaps));
        at.max(turn.min(pause.paced_until)).max(pause.until)
    }

    /// When the window has room for one more, after `ahead` others.
    fn room_at(&self, now: Instant, limit: RateLimit, ahead: usize) -> Instant {
        let places = limit.places();
        // The request so many places before it must have left the window. It may be one of those that still wait.
        let (mut before, mut windows) = (ahead, 0_u32);
        while before >= places {
            before -= places;
            windows = windows.saturating_add(1);
        }
        let at = match (self.sent.len() + before).checked_sub(places) {
            Some(index) => self.sent.get(index).map_or(now, |sent| later(*sent, limit.window)),
            None => now,
        };
        later(at.max(now), limit.window.saturating_mul(windows))
    }
}

/// A place in line. Dropping it gives it up.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    limiter: &'a Limiter,
    ahead: usize,
}

impl<'a> Place<'a> {
    /// When it will be let through at the earliest, as things stand.
    pub(crate) fn expected(&self, now: Instant) -> Instant {
        let mut state = self.limiter.state();
        state.forget(now);
        state.free_at(now, self.ahead)
    }

    /// Waits until nobody is before it.
    pub(crate) async fn turn(self) -> Turn<'a> {
        let held = self.limiter.turn.lock().await;
        Turn { place: self, _held: held }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.limiter.state().waiting -= 1;
    }
}

/// The turn of one call. Dropping it lets the next one have it.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    place: Place<'a>,
    _held: tokio::sync::MutexGuard<'a, ()>,
}

impl Turn<'_> {
    /// When to ask again, if it cannot go now.
    pub(crate) fn blocked(&self, now: Instant) -> Option<Instant> {
        let mut state = self.place.limiter.state();
        state.forget(now);
        Some(state.free_at(now, 0)).filter(|at| *at > now)
    }

    /// Goes: the request counts from now on.
    pub(crate) fn take(self, now: Instant) {
        let mut state = self.place.limiter.state();
        if state.limit.is_some() {
            state.sent.push_back(now);
        }
        if let Some(pause) = &mut state.pause {
            pause.resumed = Some(now);
        }
    }
}

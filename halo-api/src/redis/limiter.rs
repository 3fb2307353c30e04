//! The limiter: asks Redis, waits as long as it says, and limits itself while Redis is away.

use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::redis::RedisError;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use super::builder::RedisLimiterBuilder;
use super::local::Local;
use super::script::{Caller, Command, RETRY, Reply, Script, Verdict};
use crate::pipeline::{Lane, LearnedLimit, Permit, RateLimit, RateLimiter, RateStatus};
use crate::transport::BoxFuture;
use crate::vocabulary::Error;
use crate::vocabulary::clock::later;

/// A process that waits for itself does not ask more often than this.
const SHORTEST_SLEEP: Duration = Duration::from_millis(1);

/// A [`RateLimiter`] that several processes share through Redis. Clones share their state.
///
/// It is a sliding window over what all processes send, on the clock of Redis; a process that has to wait is told how long. A
/// 429 pauses all of them, and what it says about the limit counts for all. There is one lane:
/// [`Lane::Background`](crate::Lane::Background) has no effect.
///
/// **While Redis is away**, each process goes on with its own part of the limit
/// ([`local_share`](RedisLimiterBuilder::local_share)), with an event at level `warn` when Redis goes and when it is back. Then
/// the processes first tell Redis what they sent meanwhile, so that there is no burst.
///
/// **Weaker than [`SlidingWindow`](crate::SlidingWindow)**: a permit that was taken and not used stays used, as does the place of
/// a process that is killed, for one window. A request counts from its permit and arrives at Halo a little later; the window is
/// 1 % longer for that, at most 250 ms. A call that waits behind others of its process is not refused at once, but when
/// its time is up. A process that starts while Redis is away knows nothing of the others.
///
/// See [`redis`](crate::redis) for an example.
#[derive(Clone)]
pub struct RedisLimiter {
    inner: Arc<Inner>,
}

/// The settings that calls need.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) limit: Option<RateLimit>,
    pub(super) share: f64,
}

struct Inner {
    script: Script,
    own: RateLimit,
    is_set: bool,
    /// Distinguishes the requests of this process from those of others.
    process: u64,
    next: AtomicU64,
    waiting: AtomicUsize,
    /// Locked by the call that is next. It holds the place in Redis that a dropped call left.
    front: tokio::sync::Mutex<Option<String>>,
    state: Mutex<State>,
}

struct State {
    local: Local,
    /// When to try Redis again, after a failure.
    retry_at: Option<Instant>,
    /// Whether Redis was away, and does not know yet that this process is back.
    is_back: bool,
}

impl RedisLimiter {
    /// Starts a limiter at the Redis with this URL, such as `redis://user:password@10.0.0.5:6379/0`, or `rediss://` for TLS.
    ///
    /// The processes of one tenant use the same `name`, and those of different tenants different ones.
    pub fn builder(url: impl Into<String>, name: impl Into<String>) -> RedisLimiterBuilder {
        RedisLimiterBuilder::new(url.into(), name.into())
    }

    pub(super) fn new(script: Script, settings: Settings) -> Self {
        let own = settings.limit.unwrap_or_default();
        let learned = settings.limit.map_or_else(LearnedLimit::default, |limit| LearnedLimit::set(Some(limit)));
        let state = State { local: Local::new(learned, settings.share), retry_at: None, is_back: false };
        let inner = Inner {
            script,
            own,
            is_set: settings.limit.is_some(),
            process: fastrand::u64(..),
            next: AtomicU64::new(0),
            waiting: AtomicUsize::new(0),
            front: tokio::sync::Mutex::default(),
            state: Mutex::new(state),
        };
        Self { inner: Arc::new(inner) }
    }
}

impl RateLimiter for RedisLimiter {
    fn acquire(&self, _: Lane, at_most: Duration) -> BoxFuture<'_, Result<Permit, Error>> {
        Box::pin(self.inner.acquire(at_most))
    }

    fn throttled(&self, wait: Duration, stated: Option<RateLimit>) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.inner.state().local.throttled(Instant::now(), wait, stated);
            if self.inner.is_reachable(Instant::now()) {
                self.inner.run(&Command::Throttled { wait, stated }).await;
            }
        })
    }

    fn status(&self) -> RateStatus {
        let now = Instant::now();
        let state = self.inner.state();
        RateStatus {
            limit: Some(state.local.limit(now)),
            used: state.local.used_now(now),
            waiting: self.inner.waiting.load(Ordering::Relaxed),
            paused_for: state.local.paused_for(now),
        }
    }
}

impl fmt::Debug for RedisLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLimiter").field("limit", &self.inner.own).finish_non_exhaustive()
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn acquire(&self, at_most: Duration) -> Result<Permit, Error> {
        let end = later(Instant::now(), at_most);
        let _waiting = Waiting::new(&self.waiting);
        let front = timeout_at(end, self.front.lock()).await;
        let mut place = front.map_err(|_| Error::throttle_timeout(None))?;
        loop {
            let now = Instant::now();
            let ask_again = match self.ask(&mut place, end.saturating_duration_since(now)).await {
                Some(Verdict::Granted) => {
                    place.take();
                    return Ok(Permit::counted());
                }
                Some(Verdict::Refused(wait)) => {
                    place.take();
                    return Err(Error::throttle_timeout(Some(wait)));
                }
                Some(Verdict::Wait(wait)) => {
                    tracing::debug!(?wait, "waiting for the rate limit");
                    sleep(wait).await;
                    continue;
                }
                Some(Verdict::Hold(wait)) => Some(wait),
                Some(Verdict::Done) | None => None,
            };
            if let Some(permit) = self.acquire_alone(&mut place, ask_again, end).await? {
                return Ok(permit);
            }
        }
    }

    /// Asks Redis for the place of this call, or the one that a dropped call left. `None`: Redis is away.
    async fn ask(&self, place: &mut Option<String>, at_most: Duration) -> Option<Verdict> {
        if !self.is_reachable(Instant::now()) {
            return None;
        }
        let member = place.get_or_insert_with(|| self.member()).clone();
        let verdict = self.run(&Command::Acquire { member: &member, at_most }).await?.verdict;
        if verdict == Verdict::Granted {
            self.state().local.note_sent(Instant::now(), member, true);
        }
        Some(verdict)
    }

    /// A permit of this process's own limit. `None`: it is time to ask Redis again.
    ///
    /// During a hold, which ends after `hold`, Redis records the request.
    async fn acquire_alone(
        &self,
        place: &mut Option<String>,
        hold: Option<Duration>,
        end: Instant,
    ) -> Result<Option<Permit>, Error> {
        let now = Instant::now();
        let (at, retry_at) = {
            let mut state = self.state();
            (state.local.free_at(now), state.retry_at)
        };
        if at > now {
            let ask_again = hold.map_or_else(|| retry_at.unwrap_or(now), |hold| later(now, hold));
            let until = at.min(ask_again.max(later(now, SHORTEST_SLEEP)));
            if until > end {
                return Err(Error::throttle_timeout(Some(at.duration_since(now))));
            }
            sleep_until(until).await;
            return Ok(None);
        }
        // The place in Redis stays: it may be one of the future, and this request is one of now.
        place.take();
        self.state().local.note_sent(now, self.member(), false);
        if hold.is_some() {
            self.run(&Command::Record).await;
        }
        Ok(Some(Permit::counted()))
    }

    /// Runs a command and takes over what it says. `None`: Redis is away.
    async fn run(&self, command: &Command<'_>) -> Option<Reply> {
        let asked = Instant::now();
        let caller = {
            let mut state = self.state();
            let entries = state.local.unrecorded(asked);
            Caller { limit: self.own, is_set: self.is_set, is_back: state.is_back, entries }
        };
        match self.script.run(command, &caller).await {
            Ok(reply) => {
                self.reached(reply, asked);
                Some(reply)
            }
            Err(error) => {
                self.lost(&error, asked);
                None
            }
        }
    }

    fn reached(&self, reply: Reply, asked: Instant) {
        let now = Instant::now();
        let mut state = self.state();
        let was_away = state.retry_at.take().is_some();
        state.is_back = false;
        state.local.take_over(reply, asked, now);
        match reply.verdict {
            Verdict::Hold(_) => state.local.limit_to_share(asked),
            Verdict::Done => {}
            _ => state.local.share_again(),
        }
        drop(state);
        if was_away {
            tracing::warn!("Redis is back: the rate limit is shared again");
        }
    }

    fn lost(&self, error: &RedisError, asked: Instant) {
        let mut state = self.state();
        let was_away = state.retry_at.replace(later(Instant::now(), RETRY)).is_some();
        state.is_back = true;
        state.local.lose(asked);
        drop(state);
        if !was_away {
            tracing::warn!(%error, "Redis is away: this process limits itself to its share of the rate limit");
        }
    }

    fn is_reachable(&self, now: Instant) -> bool {
        self.state().retry_at.is_none_or(|at| now >= at)
    }

    fn member(&self) -> String {
        format!("{:x}-{:x}", self.process, self.next.fetch_add(1, Ordering::Relaxed))
    }
}

/// Counts a call that waits.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

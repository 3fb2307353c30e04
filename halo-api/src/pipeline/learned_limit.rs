//! The limit in force: the configured one, or one learned from a 429 for a while.

use std::time::Duration;

use tokio::time::Instant;

use super::limiter::RateLimit;
use crate::vocabulary::clock::later;

/// How long a learned limit is remembered: other clients of the tenant come and go.
const REMEMBERED: Duration = Duration::from_secs(30 * 60);
/// The floor: no pause lowers the limit below this many requests in this time.
const LEAST: (u32, Duration) = (60, Duration::from_secs(300));

#[derive(Debug)]
pub(crate) struct LearnedLimit {
    /// `None` if the limit is off, in which case nothing is learned.
    own: Option<RateLimit>,
    /// Whether the user configured the limit, which is then never raised.
    is_set: bool,
    learned: Option<(RateLimit, Instant)>,
}

impl Default for LearnedLimit {
    fn default() -> Self {
        Self { own: Some(RateLimit::default()), is_set: false, learned: None }
    }
}

impl LearnedLimit {
    /// Starts with the limit that the user configured.
    pub(crate) fn set(limit: Option<RateLimit>) -> Self {
        Self { own: limit, is_set: true, learned: None }
    }

    /// The limit in force.
    pub(crate) fn now(&self, now: Instant) -> Option<RateLimit> {
        let own = self.own?;
        Some(self.learned.filter(|(_, until)| now < *until).map_or(own, |(limit, _)| limit))
    }

    /// The longest window that is, or will be, in force.
    pub(crate) fn longest_window(&self) -> Duration {
        let own = self.own.map_or(Duration::ZERO, |limit| limit.window());
        self.learned.map_or(own, |(limit, _)| own.max(limit.window()))
    }

    /// Applies the limit that Halo stated.
    pub(crate) fn apply_stated_limit(&mut self, stated: RateLimit, now: Instant) {
        let Some(own) = self.own else { return };
        let limit = if self.is_set && stated.gap() < own.gap() { own } else { stated };
        self.learn(limit, now);
    }

    /// Lowers the limit after a 429 without a stated limit.
    ///
    /// The tenant has other clients, or a lower limit than assumed.
    pub(crate) fn lower(&mut self, now: Instant) {
        let Some(limit) = self.now(now) else { return };
        let fewer = limit.requests() - limit.requests().div_ceil(10);
        let lowered = RateLimit::new(fewer.max(least_in(limit.window())), limit.window());
        if lowered.requests() < limit.requests() {
            self.learn(lowered, now);
        }
    }

    /// Takes over a limit that another process learned.
    #[cfg(feature = "redis")]
    pub(crate) fn take_over(&mut self, limit: RateLimit, now: Instant) {
        self.learned = Some((limit, later(now, REMEMBERED)));
    }

    fn learn(&mut self, limit: RateLimit, now: Instant) {
        tracing::info!(requests = limit.requests(), window = ?limit.window(), "a 429 adjusts the rate limit");
        self.learned = Some((limit, later(now, REMEMBERED)));
    }
}

/// [`LEAST`] in a window of another length.
fn least_in(window: Duration) -> u32 {
    let least = window.as_nanos() * u128::from(LEAST.0) / LEAST.1.as_nanos();
    u32::try_from(least).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn per_300(requests: u32) -> (u32, Duration) {
        (requests, Duration::from_secs(300))
    }

    fn limit((requests, window): (u32, Duration)) -> RateLimit {
        RateLimit::new(requests, window)
    }

    #[test]
    fn pauses_lower_by_a_tenth_down_to_a_floor_and_only_for_a_while() {
        let now = Instant::now();
        let mut learned = LearnedLimit::default();
        for expected in [630, 567, 510] {
            learned.lower(now);
            assert_eq!(learned.now(now), Some(limit(per_300(expected))));
        }
        for _ in 0..100 {
            learned.lower(now);
        }
        assert_eq!(learned.now(now), Some(limit(per_300(60))));
        let last = now + REMEMBERED - Duration::from_millis(1);
        assert_eq!(learned.now(last), Some(limit(per_300(60))));
        assert_eq!(learned.now(now + REMEMBERED), Some(limit(per_300(700))), "forgotten");
    }

    #[test]
    fn a_stated_limit_is_taken_over_and_one_that_was_set_is_never_raised() {
        let now = Instant::now();
        let mut own = LearnedLimit::default();
        let mut set = LearnedLimit::set(Some(limit(per_300(500))));
        let mut off = LearnedLimit::set(None);
        for (stated, of_own, of_set) in [(300, 300, 300), (600, 600, 500), (1_000, 1_000, 500), (300, 300, 300)] {
            for learned in [&mut own, &mut set, &mut off] {
                learned.apply_stated_limit(limit(per_300(stated)), now);
            }
            assert_eq!(own.now(now), Some(limit(per_300(of_own))));
            assert_eq!(set.now(now), Some(limit(per_300(of_set))));
            assert_eq!(off.now(now), None, "switched off is off");
        }
        assert_eq!(set.now(now + REMEMBERED), Some(limit(per_300(500))));
    }

    #[test]
    fn a_limit_below_the_floor_stays() {
        let now = Instant::now();
        for few in [per_300(40), (1, Duration::from_secs(1)), (2, Duration::from_secs(10))] {
            let mut learned = LearnedLimit::set(Some(limit(few)));
            learned.lower(now);
            assert_eq!(learned.now(now), Some(limit(few)));
        }
    }
}

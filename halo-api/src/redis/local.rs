//! What this process knows by itself: what it sent, the last pause, and its own limit while Redis is away.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::script::Reply;
use crate::pipeline::{LearnedLimit, RateLimit};
use crate::vocabulary::clock::later;

/// The part of its share that a process may use in the first window of an outage even if it sent nothing before.
const FLOOR: f64 = 0.1;

/// The state of the process, without Redis.
pub(super) struct Local {
    limit: LearnedLimit,
    share: f64,
    /// What was sent within the longest window, oldest first.
    sent: VecDeque<Sent>,
    /// No call is sent before this moment.
    paused_until: Option<Instant>,
    /// Whether this process has shared the limit before.
    has_shared: bool,
    /// Since when it limits itself.
    alone: Option<Alone>,
    /// The state of the shared window, as Redis said last.
    last: Option<Reply>,
}

/// The beginning of a time in which the process limits itself.
struct Alone {
    since: Instant,
    /// The requests of this process that were in the window then, if others may have used more than their share.
    used: Option<usize>,
}

struct Sent {
    at: Instant,
    member: String,
    is_recorded: bool,
}

impl Local {
    pub(super) fn new(limit: LearnedLimit, share: f64) -> Self {
        Self { limit, share, sent: VecDeque::new(), paused_until: None, has_shared: false, alone: None, last: None }
    }

    /// The limit in force, for all processes together.
    pub(super) fn limit(&self, now: Instant) -> RateLimit {
        let own = self.limit.now(now).unwrap_or_default();
        match &self.last {
            Some(reply) if self.alone.is_none() => reply.limit,
            _ => own,
        }
    }

    pub(super) fn note_sent(&mut self, now: Instant, member: String, is_recorded: bool) {
        self.forget(now);
        self.sent.push_back(Sent { at: now, member, is_recorded });
    }

    /// What Redis does not know yet, with the time since.
    pub(super) fn unrecorded(&mut self, now: Instant) -> Vec<(String, Duration)> {
        self.forget(now);
        let new = self.sent.iter().filter(|sent| !sent.is_recorded);
        new.map(|sent| (sent.member.clone(), now.duration_since(sent.at))).collect()
    }

    /// Takes over what Redis said. Up to `asked`, it knows what was sent.
    pub(super) fn take_over(&mut self, reply: Reply, asked: Instant, now: Instant) {
        for sent in self.sent.iter_mut().filter(|sent| sent.at <= asked) {
            sent.is_recorded = true;
        }
        self.paused_until = (!reply.paused_for.is_zero()).then(|| later(now, reply.paused_for));
        if reply.is_learned {
            self.limit.take_over(reply.limit, now);
        }
        self.last = Some(reply);
    }

    /// Redis is away since this moment, or has lost its state: this process limits itself.
    pub(super) fn lose(&mut self, since: Instant) {
        self.last = None;
        // Redis may have restarted, and then knows nothing of what was sent before.
        self.sent.iter_mut().for_each(|sent| sent.is_recorded = false);
        self.limit_to_share(since);
    }

    /// Begins to limit itself, for instance while other processes come back.
    pub(super) fn limit_to_share(&mut self, since: Instant) {
        if self.alone.is_none() {
            let used = self.used(since, self.window(since));
            self.alone = Some(Alone { since, used: self.has_shared.then_some(used) });
        }
    }

    /// Shares the limit again.
    pub(super) fn share_again(&mut self) {
        self.alone = None;
        self.has_shared = true;
    }

    /// When this process may send the next request by itself.
    pub(super) fn free_at(&mut self, now: Instant) -> Instant {
        self.forget(now);
        let limit = self.limit.now(now).unwrap_or_default();
        let capacity = self.capacity(now, limit);
        let mut at = self.paused_until.map_or(now, |until| until.max(now));
        if let Some(index) = self.sent.len().checked_sub(capacity)
            && let Some(sent) = self.sent.get(index)
        {
            at = at.max(later(sent.at, self.window(now)));
        }
        at
    }

    /// How many requests this process may send in a window by itself: its share.
    ///
    /// In the first window, others may have used more than theirs. Then it only replaces its own requests, so that the sum
    /// stays what it was.
    fn capacity(&self, now: Instant, limit: RateLimit) -> usize {
        let requests = f64::from(limit.requests());
        let share = part(requests, self.share);
        match &self.alone {
            Some(Alone { since, used: Some(used) }) if now.saturating_duration_since(*since) < self.window(now) => {
                (*used).clamp(part(requests, self.share * FLOOR), share)
            }
            _ => share,
        }
    }

    /// The window, and what a request takes to Halo.
    fn window(&self, now: Instant) -> Duration {
        let window = self.limit.now(now).unwrap_or_default().window();
        later_arrival(window)
    }

    fn used(&self, now: Instant, window: Duration) -> usize {
        self.sent.iter().filter(|sent| now.saturating_duration_since(sent.at) < window).count()
    }

    fn forget(&mut self, now: Instant) {
        let window = later_arrival(self.limit.longest_window());
        while self.sent.front().is_some_and(|sent| now.saturating_duration_since(sent.at) >= window) {
            self.sent.pop_front();
        }
    }

    /// Records a 429.
    pub(super) fn throttled(&mut self, now: Instant, wait: Duration, stated: Option<RateLimit>) {
        match stated {
            Some(stated) => self.limit.apply_stated_limit(stated, now),
            None if self.paused_for(now).is_none() => self.limit.lower(now),
            None => {}
        }
        let until = later(now, wait);
        self.paused_until = Some(self.paused_until.map_or(until, |before| before.max(until)));
    }

    pub(super) fn paused_for(&self, now: Instant) -> Option<Duration> {
        self.paused_until.map(|until| until.saturating_duration_since(now)).filter(|left| !left.is_zero())
    }

    /// How many requests are in the window: of all processes as Redis said last, or of this one.
    pub(super) fn used_now(&self, now: Instant) -> u32 {
        match &self.last {
            Some(reply) if self.alone.is_none() => reply.used,
            _ => u32::try_from(self.used(now, self.window(now))).unwrap_or(u32::MAX),
        }
    }
}

/// The window with the margin of the script: a request arrives a moment after it was sent.
fn later_arrival(window: Duration) -> Duration {
    const LONGEST: Duration = Duration::from_millis(250);
    window.saturating_add((window / 100).min(LONGEST))
}

/// A part of a number of requests, at least 1.
fn part(requests: f64, share: f64) -> usize {
    // At most `u32::MAX`, and not negative: the conversion cuts the fraction off.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let part = (requests * share) as usize;
    part.max(1)
}

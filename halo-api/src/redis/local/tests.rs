//! Unit tests of what a process allows itself.

use super::*;
use crate::redis::script::Verdict;

const SECOND: Duration = Duration::from_secs(1);
const WINDOW: Duration = Duration::from_millis(10_100);

fn limit() -> RateLimit {
    RateLimit::new(40, SECOND * 10)
}

fn local() -> Local {
    Local::new(LearnedLimit::set(Some(limit())), 0.25)
}

fn reply(verdict: Verdict) -> Reply {
    Reply { verdict, used: 7, limit: limit(), is_learned: false, paused_for: Duration::ZERO }
}

/// Sends until nothing more is free, and counts.
fn drain(local: &mut Local, now: Instant) -> usize {
    let mut sent = 0;
    while local.free_at(now) <= now && sent < 100 {
        local.note_sent(now, format!("m{sent}"), false);
        sent += 1;
    }
    sent
}

#[test]
fn a_process_that_never_shared_has_its_share() {
    let (mut local, now) = (local(), Instant::now());
    assert_eq!(drain(&mut local, now), 10);
    assert_eq!(local.free_at(now), now + WINDOW);
    local.lose(now);
    assert_eq!((drain(&mut local, now + WINDOW), local.used_now(now + WINDOW)), (10, 10));
}

#[test]
fn in_the_first_window_of_an_outage_it_replaces_its_own() {
    for (used, first) in [(0, 1), (4, 4), (10, 10), (30, 10)] {
        let (mut local, now) = (local(), Instant::now());
        local.share_again();
        for number in 0..used {
            local.note_sent(now + SECOND * number / 10, format!("s{number}"), true);
        }
        let lost = now + SECOND * 5;
        local.lose(lost);
        let at_once = drain(&mut local, lost);
        let used = usize::try_from(used).unwrap();
        assert_eq!(at_once, first.max(used) - used, "{used} sent before");
        // In any window it never has more than it had, up to its share.
        let mut at = lost;
        while at < lost + WINDOW - SECOND {
            at += SECOND / 2;
            drain(&mut local, at);
            assert!(local.used(at, WINDOW) <= first.max(used), "{used} before, {at:?}");
        }
        let later = lost + WINDOW * 2;
        assert_eq!(drain(&mut local, later), 10, "then its share");
    }
}

#[test]
fn redis_is_told_once_and_after_an_outage_everything() {
    let (mut local, now) = (local(), Instant::now());
    local.share_again();
    local.note_sent(now, "one".to_owned(), true);
    local.note_sent(now + SECOND, "two".to_owned(), false);
    let names = |local: &mut Local, at| local.unrecorded(at).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&mut local, now + SECOND), ["two"]);
    // What was sent after the question was not part of it.
    local.note_sent(now + SECOND * 3, "three".to_owned(), false);
    local.take_over(reply(Verdict::Done), now + SECOND * 2, now + SECOND * 4);
    assert_eq!(local.unrecorded(now + SECOND * 4), [("three".to_owned(), SECOND)]);
    local.lose(now + SECOND * 4);
    assert_eq!(names(&mut local, now + SECOND * 4), ["one", "two", "three"]);
    assert_eq!(names(&mut local, now + WINDOW + SECOND * 2), ["three"], "the rest has left the window");
}

#[test]
fn pauses_and_limits_count_without_redis_too() {
    let (mut local, now) = (local(), Instant::now());
    local.throttled(now, SECOND * 3, None);
    local.throttled(now, SECOND, None);
    assert_eq!((local.free_at(now), local.paused_for(now)), (now + SECOND * 3, Some(SECOND * 3)));
    assert_eq!(local.limit(now), RateLimit::new(36, SECOND * 10), "a pause counts once");
    assert_eq!(drain(&mut local, now + SECOND * 3), 9);
    let said = Reply { limit: RateLimit::new(20, SECOND * 10), is_learned: true, ..reply(Verdict::Granted) };
    local.take_over(said, now, now);
    assert_eq!((local.limit(now), local.paused_for(now), local.used_now(now)), (said.limit, None, 7));
    local.lose(now);
    assert_eq!(local.limit(now), said.limit, "what was learned stays");
}

//! The promises of the limiter, under paused time.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use proptest::prelude::*;
use tokio::time::{advance, sleep, sleep_until, timeout};

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn limiter(requests: u32, window: u64) -> Arc<Limiter> {
    Arc::new(Limiter::new(Some(RateLimit::new(requests, seconds(window)))))
}

/// One request: lines up, waits, goes.
async fn go(limiter: &Limiter) -> Instant {
    let turn = limiter.line_up().turn().await;
    while let Some(until) = turn.blocked(Instant::now()) {
        sleep_until(until).await;
    }
    let now = Instant::now();
    turn.take(now);
    now
}

/// No window of the length holds more than it may, whatever second it begins at.
fn holds(times: &[Instant], limit: RateLimit) -> bool {
    times.windows(limit.places() + 1).all(|some| some[some.len() - 1].duration_since(some[0]) >= limit.window)
}

#[tokio::test(start_paused = true)]
async fn the_window_slides() {
    let limiter = limiter(2, 10);
    let start = Instant::now();
    assert_eq!(go(&limiter).await, start);
    advance(seconds(4)).await;
    assert_eq!(go(&limiter).await, start + seconds(4));
    let place = limiter.line_up();
    assert_eq!(place.expected(Instant::now()), start + seconds(10));
    let behind = limiter.line_up();
    assert_eq!(behind.expected(Instant::now()), start + seconds(14));
    assert_eq!(limiter.line_up().expected(Instant::now()), start + seconds(20), "a window after the first in line");
    drop((place, behind));
    assert_eq!(go(&limiter).await, start + seconds(10));
    assert_eq!(go(&limiter).await, start + seconds(14));
}

#[tokio::test(start_paused = true)]
async fn a_hundred_thousand_requests_never_exceed_the_window_and_none_is_overtaken() {
    let limiter = limiter(500, 300);
    let limit = RateLimit::default();
    let log = Arc::new(Mutex::new((Vec::new(), Vec::new())));
    let tasks: Vec<_> = (0..100_u64)
        .map(|task| {
            let (limiter, log) = (Arc::clone(&limiter), Arc::clone(&log));
            tokio::spawn(async move {
                let mut random = fastrand::Rng::with_seed(task);
                for request in 0..1_000_u64 {
                    // Bursts, lulls, and a few who give up while they wait.
                    sleep(Duration::from_millis(random.u64(0..60_000))).await;
                    if random.u8(..) < 10 {
                        let _ = timeout(Duration::from_millis(random.u64(1..5_000)), go(&limiter)).await;
                    }
                    log.lock().unwrap().0.push((task, request));
                    let went = go(&limiter).await;
                    log.lock().unwrap().1.push(((task, request), went));
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let (came, went) = std::mem::take(&mut *log.lock().unwrap());
    let times: Vec<Instant> = went.iter().map(|(_, time)| *time).collect();
    assert_eq!(times.len(), 100_000);
    assert!(holds(&times, limit));
    assert_eq!(came, went.iter().map(|(who, _)| *who).collect::<Vec<_>>(), "first come, first served");
    assert_eq!(limiter.status(Instant::now()).waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_used_up_is_used_up_again_as_soon_as_it_may_be() {
    let limiter = limiter(5, 10);
    let start = Instant::now();
    for request in 0..50 {
        let went = go(&limiter).await.duration_since(start);
        assert_eq!(went.as_secs(), request / 5 * 10);
    }
}

#[tokio::test(start_paused = true)]
async fn who_gives_up_leaves_nothing_behind() {
    let limiter = limiter(1, 10);
    let start = Instant::now();
    go(&limiter).await;
    let mut waiting: Vec<_> = (0..20).map(|_| Box::pin(go(&limiter))).collect();
    for future in &mut waiting {
        assert!(timeout(Duration::ZERO, future).await.is_err());
    }
    assert_eq!(limiter.status(Instant::now()).waiting, 20);
    // The one whose turn it is, and others in the middle.
    for index in [15, 7, 3, 0] {
        drop(waiting.remove(index));
    }
    assert_eq!(limiter.status(Instant::now()).waiting, 16);
    assert_eq!(waiting.remove(0).await, start + seconds(10));
    drop(waiting);
    assert_eq!(go(&limiter).await, start + seconds(20));
    assert_eq!(limiter.status(Instant::now()).waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn a_pause_holds_everyone_never_shrinks_and_ends_one_by_one() {
    let limiter = limiter(600, 300);
    let start = Instant::now();
    limiter.pause(start, start + seconds(9));
    limiter.pause(start, start + seconds(3));
    assert_eq!(limiter.paused(start), Some(start + seconds(9)));
    assert_eq!(limiter.status(start).paused_for, Some(seconds(9)));
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { go(&limiter).await })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.unwrap().duration_since(start).as_millis());
    }
    times.sort_unstable();
    // 600 in 300 s are one in 0.5 s; after as long as the pause was, the rest may go at once.
    let expected: Vec<u128> = (0..18).map(|n| 9_000 + 500 * n).chain([18_000; 22]).collect();
    assert_eq!(times, expected);
}

#[tokio::test(start_paused = true)]
async fn a_pause_counts_without_a_limit_too() {
    let limiter = Limiter::new(None);
    let start = Instant::now();
    assert_eq!(go(&limiter).await, start);
    limiter.pause(start, start + seconds(5));
    assert_eq!(go(&limiter).await, start + seconds(5));
    assert_eq!(go(&limiter).await, start + Duration::from_millis(5_100));
    let status = limiter.status(Instant::now());
    assert_eq!((status.limit, status.used, status.paused_for), (None, 0, None));
}

#[tokio::test(start_paused = true)]
async fn halo_lowers_the_limit_and_never_raises_it() {
    let limiter = limiter(500, 300);
    limiter.lower(RateLimit::new(700, seconds(300)));
    assert_eq!(limiter.status(Instant::now()).limit, Some(RateLimit::default()));
    for _ in 0..400 {
        go(&limiter).await;
    }
    limiter.lower(RateLimit::new(300, seconds(300)));
    let status = limiter.status(Instant::now());
    assert_eq!((status.limit, status.used), (Some(RateLimit::new(300, seconds(300))), 400));
    let start = Instant::now();
    assert_eq!(go(&limiter).await, start + seconds(300));
    let off = Limiter::new(None);
    off.lower(RateLimit::new(300, seconds(300)));
    assert_eq!(off.status(start).limit, None, "switched off is off");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_limit_holds_for_any_arrivals(
        requests in 1_u32..20,
        window in 1_u64..30,
        gaps in proptest::collection::vec(0_u64..3_000, 1..200),
    ) {
        let limit = RateLimit::new(requests, seconds(window));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        let times = runtime.block_on(async move {
            let limiter = Arc::new(Limiter::new(Some(limit)));
            let mut tasks = Vec::new();
            for gap in gaps {
                sleep(Duration::from_millis(gap)).await;
                let limiter = Arc::clone(&limiter);
                tasks.push(tokio::spawn(async move {
                    let place = limiter.line_up();
                    let expected = place.expected(Instant::now());
                    let turn = place.turn().await;
                    while let Some(until) = turn.blocked(Instant::now()) {
                        sleep_until(until).await;
                    }
                    let now = Instant::now();
                    turn.take(now);
                    (expected, now)
                }));
            }
            let mut times = Vec::new();
            for task in tasks {
                times.push(task.await.unwrap());
            }
            times
        });
        for (expected, went) in &times {
            // Timers are exact to a millisecond.
            prop_assert!(*went >= *expected && went.duration_since(*expected) <= Duration::from_millis(20), "foretold");
        }
        let times: Vec<Instant> = times.into_iter().map(|(_, went)| went).collect();
        prop_assert!(times.is_sorted() && holds(&times, limit));
    }
}

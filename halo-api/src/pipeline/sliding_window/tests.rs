//! The guarantees of the limiter, under paused time.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use tokio::time::{advance, sleep, timeout};

use super::*;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn limiter(requests: u32, window: u64) -> SlidingWindow {
    SlidingWindow::new(RateLimit::new(requests, seconds(window)))
}

/// Sends one request: waits for its permit and uses it.
async fn go(limiter: &SlidingWindow) -> Instant {
    go_in(limiter, Lane::Interactive).await
}

async fn go_in(limiter: &SlidingWindow, lane: Lane) -> Instant {
    limiter.acquire(lane, Duration::MAX).await.unwrap().commit();
    Instant::now()
}

/// Whether no window of this length contains more requests than the limit, wherever it begins.
fn is_within(times: &[Instant], limit: RateLimit) -> bool {
    times.windows(limit.capacity() + 1).all(|some| some[some.len() - 1].duration_since(some[0]) >= limit.window())
}

#[tokio::test(start_paused = true)]
async fn the_window_slides() {
    let limiter = limiter(2, 10);
    let start = Instant::now();
    assert_eq!(go(&limiter).await, start);
    advance(seconds(4)).await;
    assert_eq!(go(&limiter).await, start + seconds(4));
    let enqueue = || Waiter::enqueue(&limiter.inner, Lane::Interactive);
    let waiter = enqueue();
    assert_eq!(waiter.expected(Instant::now()), start + seconds(10));
    let behind = enqueue();
    assert_eq!(behind.expected(Instant::now()), start + seconds(14));
    assert_eq!(enqueue().expected(Instant::now()), start + seconds(20), "a window after the first that waits");
    drop((waiter, behind));
    assert_eq!(go(&limiter).await, start + seconds(10));
    assert_eq!(go(&limiter).await, start + seconds(14));
}

#[tokio::test(start_paused = true)]
async fn a_hundred_thousand_requests_never_exceed_the_window_and_none_is_overtaken() {
    let limiter = limiter(500, 300);
    let limit = RateLimit::new(500, seconds(300));
    let log = Arc::new(Mutex::new((Vec::new(), Vec::new())));
    let tasks: Vec<_> = (0..100_u64)
        .map(|task| {
            let (limiter, log) = (limiter.clone(), Arc::clone(&log));
            tokio::spawn(async move {
                let mut random = fastrand::Rng::with_seed(task);
                for request in 0..1_000_u64 {
                    // Bursts, lulls, and a few calls that give up while they wait.
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
    assert!(is_within(&times, limit));
    assert_eq!(came, went.iter().map(|(call, _)| *call).collect::<Vec<_>>(), "first come, first served");
    assert_eq!(limiter.status().waiting, 0);
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
async fn a_call_that_gives_up_leaves_no_state_behind() {
    let limiter = limiter(1, 10);
    let start = Instant::now();
    go(&limiter).await;
    let mut waiting: Vec<_> = (0..20).map(|_| Box::pin(go(&limiter))).collect();
    for future in &mut waiting {
        assert!(timeout(Duration::ZERO, future).await.is_err());
    }
    assert_eq!(limiter.status().waiting, 20);
    // The first in the queue, and others in the middle.
    for index in [15, 7, 3, 0] {
        drop(waiting.remove(index));
    }
    assert_eq!(limiter.status().waiting, 16);
    assert_eq!(waiting.remove(0).await, start + seconds(10));
    drop(waiting);
    assert_eq!(go(&limiter).await, start + seconds(20));
    assert_eq!(limiter.status().waiting, 0);
}

#[tokio::test(start_paused = true)]
async fn a_pause_stops_every_call_never_shrinks_and_ends_one_by_one() {
    let limiter = limiter(600, 300);
    let start = Instant::now();
    let stated = RateLimit::new(600, seconds(300));
    limiter.throttled(seconds(9), Some(stated)).await;
    limiter.throttled(seconds(3), Some(stated)).await;
    assert_eq!(limiter.status().paused_for, Some(seconds(9)));
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { go(&limiter).await })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.unwrap().duration_since(start).as_millis());
    }
    times.sort_unstable();
    // 600 in 300 s is one per 0.5 s; after the length of the pause, the remaining calls are sent at once.
    let expected: Vec<u128> = (0..18).map(|n| 9_000 + 500 * n).chain([18_000; 22]).collect();
    assert_eq!(times, expected);
}

#[tokio::test(start_paused = true)]
async fn a_pause_counts_without_a_limit_too() {
    let limiter = SlidingWindow::new(None);
    let start = Instant::now();
    assert_eq!(go(&limiter).await, start);
    limiter.throttled(seconds(5), None).await;
    assert_eq!(go(&limiter).await, start + seconds(5));
    assert_eq!(go(&limiter).await, start + Duration::from_millis(5_100));
    let status = limiter.status();
    assert_eq!((status.limit, status.used, status.paused_for), (None, 0, None));
}

#[tokio::test(start_paused = true)]
async fn halo_lowers_the_limit_and_never_raises_one_that_was_set() {
    let limiter = limiter(500, 300);
    let stated = |requests| Some(RateLimit::new(requests, seconds(300)));
    let start = Instant::now();
    limiter.throttled(Duration::ZERO, stated(700)).await;
    assert_eq!(limiter.status().limit, stated(500));
    for _ in 0..400 {
        go(&limiter).await;
    }
    limiter.throttled(Duration::ZERO, stated(300)).await;
    let status = limiter.status();
    assert_eq!((status.limit, status.used), (stated(300), 400));
    assert_eq!(go(&limiter).await, start + seconds(300));
    advance(seconds(30 * 60)).await;
    assert_eq!(limiter.status().limit, stated(500), "forgotten after half an hour");
    let off = SlidingWindow::new(None);
    off.throttled(Duration::ZERO, stated(300)).await;
    assert_eq!(off.status().limit, None, "switched off is off");
}

#[tokio::test(start_paused = true)]
async fn a_pause_without_a_stated_limit_lowers_the_limit_by_a_tenth_once() {
    let limiter = SlidingWindow::default();
    let requests = |limiter: &SlidingWindow| limiter.status().limit.unwrap().requests();
    // Twenty calls were in flight when the first of them got the 429.
    for _ in 0..20 {
        limiter.throttled(seconds(10), None).await;
    }
    assert_eq!(requests(&limiter), 630);
    advance(seconds(11)).await;
    limiter.throttled(seconds(10), None).await;
    assert_eq!(requests(&limiter), 567);
    for _ in 0..100 {
        advance(seconds(11)).await;
        limiter.throttled(seconds(10), None).await;
    }
    assert_eq!(requests(&limiter), 60);
    advance(seconds(30 * 60)).await;
    assert_eq!(requests(&limiter), 700);
}

#[tokio::test(start_paused = true)]
async fn requests_of_a_wider_window_count_again_when_a_narrower_one_is_forgotten() {
    let limiter = limiter(10, 7200);
    let start = Instant::now();
    for _ in 0..5 {
        go(&limiter).await;
    }
    // Fewer per second, over a shorter time.
    limiter.throttled(Duration::ZERO, Some(RateLimit::new(1, seconds(1000)))).await;
    assert_eq!((limiter.status().limit.unwrap().requests(), limiter.status().used), (1, 5));
    assert_eq!(go(&limiter).await, start + seconds(1000));
    advance(seconds(900)).await;
    assert_eq!((limiter.status().limit.unwrap().requests(), limiter.status().used), (10, 6));
    for _ in 0..4 {
        assert_eq!(go(&limiter).await, start + seconds(1900));
    }
    assert_eq!(go(&limiter).await, start + seconds(7200));
}

#[tokio::test(start_paused = true)]
async fn an_unused_permit_is_given_back_and_an_uncommitted_one_blocks_the_window() {
    let limiter = limiter(2, 10);
    let start = Instant::now();
    drop(limiter.acquire(Lane::Interactive, Duration::MAX).await.unwrap());
    assert_eq!((limiter.status().used, limiter.status().waiting), (0, 0));
    go(&limiter).await;
    let held = limiter.acquire(Lane::Interactive, Duration::MAX).await.unwrap();
    assert_eq!((limiter.status().used, limiter.status().waiting), (1, 1));
    for lane in [Lane::Interactive, Lane::Background] {
        assert!(timeout(seconds(1), go_in(&limiter, lane)).await.is_err(), "it may still be used");
    }
    held.commit();
    assert_eq!((limiter.status().used, limiter.status().waiting), (2, 0));
    assert_eq!(go(&limiter).await, start + seconds(10));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_be_too_long_fails_at_once() {
    let limiter = limiter(1, 10);
    go(&limiter).await;
    let begun = Instant::now();
    let error = limiter.acquire(Lane::Interactive, Duration::from_millis(9_999)).await.unwrap_err();
    assert_eq!((error.retry_after(), begun.elapsed()), (Some(seconds(10)), Duration::ZERO));
    limiter.acquire(Lane::Interactive, seconds(10)).await.unwrap().commit();
    assert_eq!(begun.elapsed(), seconds(10));
}

/// On a clock that moves: a call that must not wait gets a permit that is free now.
#[tokio::test]
async fn a_call_that_must_not_wait_gets_a_permit_while_there_is_room() {
    let limiter = limiter(50, 100);
    for _ in 0..50 {
        limiter.acquire(Lane::Interactive, Duration::ZERO).await.unwrap().commit();
    }
    limiter.acquire(Lane::Interactive, Duration::ZERO).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn background_calls_leave_a_tenth_free_and_wait_behind_interactive_ones() {
    let limiter = limiter(20, 100);
    let start = Instant::now();
    for _ in 0..18 {
        assert_eq!(go_in(&limiter, Lane::Background).await, start);
    }
    let background: Vec<_> = (0..3)
        .map(|_| {
            let limiter = limiter.clone();
            tokio::spawn(async move { go_in(&limiter, Lane::Background).await })
        })
        .collect();
    tokio::task::yield_now().await;
    assert_eq!(limiter.status().waiting, 3);
    assert_eq!((go(&limiter).await, go(&limiter).await), (start, start), "the tenth is reserved for interactive calls");
    let last = go(&limiter).await;
    assert_eq!(last, start + seconds(100));
    for task in background {
        // 20 left the window and one entered it: there is room for 17 background calls.
        assert_eq!(task.await.unwrap(), start + seconds(100));
    }
    assert_eq!((limiter.status().used, limiter.status().waiting), (4, 0));
}

#[tokio::test(start_paused = true)]
async fn background_calls_that_never_get_a_permit_give_up_eventually() {
    let limiter = limiter(10, 10);
    let busy = {
        let limiter = limiter.clone();
        tokio::spawn(async move {
            loop {
                let more: Vec<_> = (0..30).map(|_| go(&limiter)).collect();
                for one in more {
                    one.await;
                }
            }
        })
    };
    tokio::task::yield_now().await;
    let begun = Instant::now();
    let error = limiter.acquire(Lane::Background, seconds(60)).await.unwrap_err();
    assert!(error.is_rate_limited() && begun.elapsed() <= seconds(60), "{error}");
    busy.abort();
    let _ = busy.await;
    assert_eq!(limiter.status().waiting, 0);
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
            let limiter = SlidingWindow::new(limit);
            let mut tasks = Vec::new();
            for gap in gaps {
                sleep(Duration::from_millis(gap)).await;
                let limiter = limiter.clone();
                tasks.push(tokio::spawn(async move {
                    let expected = {
                        // The same state that the call itself is about to see.
                        let waiter = Waiter::enqueue(&limiter.inner, Lane::Interactive);
                        waiter.expected(Instant::now())
                    };
                    (expected, go(&limiter).await)
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
            prop_assert!(*went >= *expected && went.duration_since(*expected) <= Duration::from_millis(20), "as expected");
        }
        let times: Vec<Instant> = times.into_iter().map(|(_, went)| went).collect();
        prop_assert!(times.is_sorted() && is_within(&times, limit));
    }
}

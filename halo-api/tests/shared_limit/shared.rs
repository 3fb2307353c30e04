//! What processes share: the window, pauses, and what is learned about the limit.

use std::time::{Duration, Instant};

use halo_api::RateLimiter;
use tokio::time::{sleep, timeout};

use super::{HOLD, LONG, RedisServer, acquire, limit, most_within, settled, take};

#[tokio::test]
async fn two_limiters_share_one_window() {
    let Some(server) = RedisServer::start("two_limiters_share_one_window") else { return };
    let one = settled(&server, |builder| builder.rate_limit(limit(20, 1_000))).await;
    let other = super::builder(&server).rate_limit(limit(20, 1_000)).build().unwrap();
    let begun = Instant::now();
    let (first, second) = tokio::join!(take(one.clone(), 30), take(other, 30));
    let all = [first, second].concat();
    let most = most_within(&all, Duration::from_millis(950));
    assert!(most <= 20, "{most} in a second");
    assert!(begun.elapsed() < Duration::from_secs(3), "60 in three windows: {:?}", begun.elapsed());
    let status = one.status();
    assert_eq!((status.limit, status.waiting, status.paused_for), (Some(limit(20, 1_000)), 0, None));
    assert!(status.used <= 20, "{status:?}");

    let elsewhere = halo_api::redis::RedisLimiter::builder(server.url(), "another tenant").timeout(super::TIMEOUT);
    let elsewhere = elsewhere.rate_limit(limit(20, 1_000)).local_share(1.0).build().unwrap();
    let begun = Instant::now();
    take(elsewhere, 15).await;
    assert!(begun.elapsed() < Duration::from_millis(500), "another name is another window");
}

#[tokio::test]
async fn the_status_counts_what_others_used() {
    let Some(server) = RedisServer::start("the_status_counts_what_others_used") else { return };
    let one = settled(&server, |builder| builder.rate_limit(limit(20, 60_000))).await;
    let other = super::builder(&server).rate_limit(limit(20, 60_000)).build().unwrap();
    take(other, 7).await;
    take(one.clone(), 2).await;
    assert_eq!(one.status().used, 1 + 7 + 2, "the first one let the server settle");
}

#[tokio::test]
async fn a_new_redis_begins_with_shares() {
    let Some(server) = RedisServer::start("a_new_redis_begins_with_shares") else { return };
    let build = || super::builder(&server).rate_limit(limit(20, 60_000)).local_share(0.5).build().unwrap();
    let (one, other) = (build(), build());
    let granted = timeout(HOLD / 2, async { tokio::join!(take(one.clone(), 10), take(other.clone(), 10)) }).await;
    assert!(granted.is_ok(), "half of it each");
    assert!(timeout(HOLD / 4, acquire(&one, LONG)).await.is_err(), "but no more");
    sleep(HOLD).await;
    let error = acquire(&one, Duration::from_secs(1)).await.unwrap_err();
    assert!(error.is_rate_limited() && error.retry_after().unwrap() > Duration::from_secs(50), "{error}");
    assert_eq!(one.status().used, 20, "what both sent by themselves was recorded");
}

#[tokio::test]
async fn a_pause_of_one_is_a_pause_of_all_and_then_they_go_one_by_one() {
    let Some(server) = RedisServer::start("a_pause_of_one_is_a_pause_of_all") else { return };
    let one = settled(&server, |builder| builder.rate_limit(limit(10, 1_000))).await;
    let other = super::builder(&server).rate_limit(limit(10, 1_000)).build().unwrap();
    acquire(&other, LONG).await.unwrap().commit();
    let begun = Instant::now();
    one.throttled(Duration::from_millis(800), Some(limit(10, 1_000))).await;
    let error = acquire(&other, Duration::from_millis(100)).await.unwrap_err();
    assert!(error.is_rate_limited() && begun.elapsed() < Duration::from_millis(300), "{error}");
    let paused = other.status().paused_for.unwrap();
    assert!(paused > Duration::from_millis(300), "{paused:?}");
    let (first, second) = tokio::join!(take(one, 3), take(other, 3));
    let mut all = [first, second].concat();
    all.sort();
    assert!(all[0] - begun >= Duration::from_millis(800), "{:?}", all[0] - begun);
    let last = all[5] - all[0];
    assert!(last >= Duration::from_millis(450), "a tenth of a second apart: {last:?}");
}

#[tokio::test]
async fn what_is_learned_counts_for_all_and_never_raises_a_limit_that_was_set() {
    let Some(server) = RedisServer::start("what_is_learned_counts_for_all") else { return };
    let one = settled(&server, |builder| builder.rate_limit(limit(500, 300_000))).await;
    let other = super::builder(&server).rate_limit(limit(500, 300_000)).build().unwrap();
    let seen = async || {
        acquire(&other, LONG).await.unwrap().commit();
        other.status().limit.unwrap()
    };
    assert_eq!(seen().await, limit(500, 300_000));
    one.throttled(Duration::ZERO, Some(limit(300, 300_000))).await;
    assert_eq!(seen().await, limit(300, 300_000));
    one.throttled(Duration::ZERO, Some(limit(1_000, 300_000))).await;
    assert_eq!(seen().await, limit(500, 300_000));
    one.throttled(Duration::from_millis(200), None).await;
    one.throttled(Duration::from_millis(200), None).await;
    assert_eq!(seen().await, limit(450, 300_000), "a pause counts once");
    assert_eq!(one.status().limit, Some(limit(450, 300_000)));
}

#[tokio::test]
async fn a_dropped_call_leaves_its_place_to_the_next_one() {
    let Some(server) = RedisServer::start("a_dropped_call_leaves_its_place") else { return };
    let limiter = settled(&server, |builder| builder.rate_limit(limit(2, 1_000))).await;
    take(limiter.clone(), 2).await;
    let begun = Instant::now();
    for _ in 0..20 {
        assert!(timeout(Duration::from_millis(10), acquire(&limiter, LONG)).await.is_err());
    }
    assert_eq!(limiter.status().waiting, 0);
    take(limiter, 2).await;
    assert!(begun.elapsed() < Duration::from_secs(3), "twenty places would take ten seconds: {:?}", begun.elapsed());
}

#[test]
fn a_runtime_that_ended_takes_its_connection_along() {
    let Some(server) = RedisServer::start("a_runtime_that_ended") else { return };
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let limiter = runtime().block_on(settled(&server, |builder| builder.rate_limit(limit(100, 60_000))));
    for used in [2, 3] {
        runtime().block_on(async { acquire(&limiter, LONG).await.unwrap().commit() });
        assert_eq!(limiter.status().used, used);
    }
}

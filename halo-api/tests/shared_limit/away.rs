//! Redis goes away and comes back: calls go on, within the process's share, without a burst.

use std::time::{Duration, Instant};

use halo_api::RateLimiter;
use tokio::time::{sleep, timeout};

use super::{HOLD, LONG, RedisServer, Warnings, acquire, limit, settled, take};

#[tokio::test]
async fn without_redis_a_process_has_its_share_and_says_so_once() {
    if RedisServer::start("without_redis_a_process_has_its_share").is_none() {
        return;
    }
    let warnings = Warnings::default();
    let _guard = tracing::subscriber::set_default(warnings.clone());
    let mut server = RedisServer::later();
    let limiter = super::builder(&server).rate_limit(limit(40, 60_000)).build().unwrap();
    let begun = Instant::now();
    take(limiter.clone(), 10).await;
    assert!(begun.elapsed() < Duration::from_secs(1), "a quarter: {:?}", begun.elapsed());
    assert!(timeout(Duration::from_secs(2), acquire(&limiter, LONG)).await.is_err(), "and no more");
    let texts = warnings.texts();
    assert!(texts.len() == 1 && texts[0].contains("Redis is away"), "{texts:?}");

    assert!(server.run().unwrap());
    sleep(Duration::from_secs(1)).await;
    assert!(timeout(HOLD / 2, acquire(&limiter, LONG)).await.is_err(), "no burst");
    let texts = warnings.texts();
    assert!(texts.len() == 2 && texts[1].contains("Redis is back"), "{texts:?}");
    sleep(HOLD).await;
    take(limiter.clone(), 20).await;
    assert_eq!((limiter.status().used, warnings.texts().len()), (30, 2), "Redis knows what was sent without it");
}

#[tokio::test]
async fn a_restarted_redis_is_told_what_was_sent_before() {
    let Some(mut server) = RedisServer::start("a_restarted_redis_is_told") else { return };
    let warnings = Warnings::default();
    let _guard = tracing::subscriber::set_default(warnings.clone());
    let limiter = settled(&server, |builder| builder.rate_limit(limit(40, 60_000))).await;
    take(limiter.clone(), 24).await;
    server.kill();
    let error = acquire(&limiter, Duration::from_millis(500)).await.unwrap_err();
    assert!(error.is_rate_limited(), "25 of 40 are more than a quarter: {error}");
    assert!(server.run().unwrap());
    sleep(Duration::from_secs(1)).await;
    let _ = acquire(&limiter, Duration::from_millis(100)).await;
    sleep(HOLD).await;
    take(limiter.clone(), 15).await;
    assert_eq!(limiter.status().used, 40);
    let error = acquire(&limiter, Duration::from_secs(1)).await.unwrap_err();
    assert!(error.retry_after().unwrap() > Duration::from_secs(30), "{error}");
    assert_eq!(warnings.texts().len(), 2, "{:?}", warnings.texts());
}

#[tokio::test]
async fn a_connection_that_was_closed_is_no_outage() {
    let Some(server) = RedisServer::start("a_connection_that_was_closed") else { return };
    let warnings = Warnings::default();
    let _guard = tracing::subscriber::set_default(warnings.clone());
    let limiter = settled(&server, |builder| builder.rate_limit(limit(40, 60_000)).local_share(0.025)).await;
    let client = redis::Client::open(server.url()).unwrap();
    for used in 2..6 {
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let killed: u32 =
            redis::cmd("CLIENT").arg("KILL").arg("TYPE").arg("normal").query_async(&mut connection).await.unwrap();
        assert!(killed >= 1);
        sleep(Duration::from_millis(50)).await;
        acquire(&limiter, Duration::from_millis(500)).await.unwrap().commit();
        assert_eq!(limiter.status().used, used);
    }
    assert_eq!(warnings.texts(), Vec::<String>::new());
}

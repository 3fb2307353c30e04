//! The rate limit that processes share through Redis. The tests start servers of their own.
#![cfg(all(feature = "redis", feature = "mock-server"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod away;
mod server;
mod settings;
mod shared;
mod workers;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use halo_api::redis::{RedisLimiter, RedisLimiterBuilder};
use halo_api::{Error, Lane, Permit, RateLimit, RateLimiter};
use tracing::field::{Field, Visit};

use self::server::RedisServer;

/// How long Redis may take in these tests: longer than a busy machine stalls.
const TIMEOUT: Duration = Duration::from_millis(300);
/// Longer than a new Redis only records.
const HOLD: Duration = Duration::from_millis(1_900);
const LONG: Duration = Duration::from_secs(60);

fn limit(requests: u32, millis: u64) -> RateLimit {
    RateLimit::new(requests, Duration::from_millis(millis))
}

fn builder(server: &RedisServer) -> RedisLimiterBuilder {
    RedisLimiter::builder(server.url(), "acme").timeout(TIMEOUT)
}

/// A limiter of a Redis that has been up for a while.
async fn settled(server: &RedisServer, build: impl Fn(RedisLimiterBuilder) -> RedisLimiterBuilder) -> RedisLimiter {
    let limiter = build(builder(server)).build().unwrap();
    acquire(&limiter, LONG).await.unwrap().commit();
    tokio::time::sleep(HOLD).await;
    limiter
}

async fn acquire(limiter: &RedisLimiter, at_most: Duration) -> Result<Permit, Error> {
    limiter.acquire(Lane::Interactive, at_most).await
}

/// Takes this many permits, one after the other, and says when each was granted.
async fn take(limiter: RedisLimiter, count: usize) -> Vec<Instant> {
    let mut at = Vec::new();
    for _ in 0..count {
        acquire(&limiter, LONG).await.unwrap().commit();
        at.push(Instant::now());
    }
    at
}

/// The most moments in any period of this length.
fn most_within(moments: &[Instant], window: Duration) -> usize {
    let mut sorted = moments.to_vec();
    sorted.sort();
    let within =
        |(first, start): (usize, &Instant)| sorted[first..].iter().take_while(|at| **at - *start < window).count();
    sorted.iter().enumerate().map(within).max().unwrap_or(0)
}

/// The events at level `warn` of a thread.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<String>>>);

impl Warnings {
    fn texts(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0.extend([format!("{field}={value:?} ")]);
    }
}

impl tracing::Subscriber for Warnings {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::WARN && metadata.target().starts_with("halo_api")
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::Id {
        tracing::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::Id, _: &tracing::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        self.0.lock().unwrap().push(text.0);
    }

    fn enter(&self, _: &tracing::Id) {}

    fn exit(&self, _: &tracing::Id) {}
}

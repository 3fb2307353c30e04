//! The rate limit from the perspective of calls.
#![cfg(feature = "mock")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use halo_api::mock::{Fault, MockHalo};
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{
    Error, ErrorKind, Halo, Lane, Permit, RateLimit, RateLimiter, RateStatus, RetryPolicy, SlidingWindow, StopReason,
};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

fn limited(mock: &MockHalo, requests: u32, window: u64) -> Halo {
    mock.builder().rate_limit(RateLimit::new(requests, SECOND * u32::try_from(window).unwrap())).build().unwrap()
}

/// A list of this many tickets, 100 per page, 0.3 s per page. Records the times of the requests.
#[derive(Clone)]
struct Export {
    rows: usize,
    asked: Arc<Mutex<Vec<Instant>>>,
}

impl Transport for Export {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            if request.uri().path().ends_with("/token") {
                return Ok(http::Response::new(r#"{"access_token":"t","expires_in":3600}"#.into()));
            }
            self.asked.lock().unwrap().push(Instant::now());
            sleep(Duration::from_millis(300)).await;
            let number = |name: &str| {
                let mut pairs = url::form_urlencoded::parse(request.uri().query().unwrap().as_bytes());
                pairs.find(|(known, _)| known == name).unwrap().1.parse::<usize>().unwrap()
            };
            let (page, size) = (number("page_no"), number("page_size"));
            let ids = ((page - 1) * size..self.rows.min(page * size)).map(|id| json!({"id": id + 1}));
            let rows: Vec<Value> = ids.collect();
            Ok(http::Response::new(json!({"record_count": self.rows, "tickets": rows}).to_string().into()))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn an_export_of_60_000_rows_ends_complete_by_itself() {
    for prefetch in [1, 8] {
        let export = Export { rows: 60_000, asked: Arc::default() };
        let asked = Arc::clone(&export.asked);
        let halo = Halo::builder("https://acme.halopsa.com").client_credentials("id", "s").transport(export);
        let halo = halo.rate_limit(RateLimit::new(500, SECOND * 300)).build().unwrap();
        let begun = Instant::now();
        let mut tickets = halo.tickets().list().prefetch(prefetch).stream();
        let mut seen = 0_i64;
        while let Some(ticket) = tickets.try_next().await.unwrap() {
            seen += 1;
            assert_eq!(i64::from(ticket.id), seen, "each once, in order");
        }
        assert_eq!((seen, tickets.total()), (60_000, Some(60_000)));
        let asked = asked.lock().unwrap().clone();
        assert_eq!(asked.len(), 600);
        assert!(asked.windows(501).all(|some| some[500].duration_since(some[0]) >= SECOND * 300));
        // 500 pages, then 100 as the window lets them through.
        let took = begun.elapsed();
        assert!(took >= SECOND * 300 && took < SECOND * 400, "{took:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_clones_share_one_limit_and_waiting_is_not_an_attempt() {
    let mock = MockHalo::new();
    let halo = limited(&mock, 2, 100);
    let begun = Instant::now();
    for expected in [0, 0, 100, 100, 200] {
        halo.clone().tickets().list().await.unwrap();
        assert_eq!(begun.elapsed().as_secs(), expected, "longer than the 120 s that a call has");
    }
}

#[tokio::test(start_paused = true)]
async fn calls_are_served_in_the_order_in_which_they_came() {
    let mock = MockHalo::new();
    let halo = limited(&mock, 1, 1);
    let tasks: Vec<_> = (1..=30)
        .map(|id| {
            let halo = halo.clone();
            tokio::spawn(async move { halo.tickets().get(id).await.unwrap_err().is_not_found() })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap());
    }
    let paths: Vec<String> = mock.requests().into_iter().map(|request| request.path).collect();
    let expected: Vec<String> = (1..=30).map(|id| format!("/api/Tickets/{id}")).collect();
    assert_eq!(paths[1..], expected);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_cannot_end_in_time_is_not_begun() {
    let mock = MockHalo::new();
    let halo = limited(&mock, 1, 60);
    halo.tickets().list().await.unwrap();
    let (now, waiting) = (Instant::now(), halo.tickets().list().send());
    tokio::pin!(waiting);
    assert!(timeout(Duration::ZERO, &mut waiting).await.is_err());
    assert_eq!((halo.rate_status().used, halo.rate_status().waiting), (1, 1));
    // One call waits for 60 s, so this one would wait for 120 s.
    let error = halo.tickets().list().timeout(SECOND * 119).await.unwrap_err();
    assert_eq!((error.kind(), error.stop_reason()), (ErrorKind::RateLimited, Some(StopReason::DeadlineExceeded)));
    assert_eq!((now.elapsed(), error.retry_after().map(|wait| wait.as_secs())), (Duration::ZERO, Some(120)));
    let patient = mock.builder().rate_limit(RateLimit::new(1, SECOND * 600)).max_throttle_wait(SECOND * 599);
    let patient = patient.build().unwrap();
    patient.tickets().list().await.unwrap();
    let error = patient.tickets().list().await.unwrap_err();
    assert_eq!((error.stop_reason(), error.attempts().len()), (Some(StopReason::ThrottleTimeout), 0));
    waiting.await.unwrap();
    halo.tickets().list().timeout(SECOND * 121).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn halos_own_number_lowers_the_limit_of_the_client() {
    let sentence = "\"Rate Limit Reached - 300 Requests per rolling 5 minute window\"";
    let mock = MockHalo::new();
    mock.fault(Fault::status(429).body(sentence));
    let halo = mock.halo();
    assert_eq!(halo.rate_status().limit, Some(RateLimit::default()));
    halo.tickets().list().await.unwrap();
    assert_eq!(halo.rate_status().limit, Some(RateLimit::new(300, SECOND * 300)));
    assert_eq!(mock.halo().rate_status().limit, Some(RateLimit::default()), "another client is another client");
    // Other sentences say nothing of it; a pause without a word is a tenth less.
    for body in ["\"Report API: 2 requests per hour\"", "\"user 17 requests help within 5 hours\""] {
        let mock = MockHalo::new();
        let halo = mock.halo();
        mock.fault(Fault::status(429).body(body).times(1));
        halo.tickets().list().await.unwrap();
        assert_eq!(halo.rate_status().limit, Some(RateLimit::new(630, SECOND * 300)), "{body}");
        tokio::time::advance(SECOND * 30 * 60).await;
        assert_eq!(halo.rate_status().limit, Some(RateLimit::default()), "forgotten after half an hour");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_was_set_is_only_lowered_and_only_for_a_while() {
    let mock = MockHalo::new();
    let halo = limited(&mock, 500, 300);
    for (stated, limit) in [(300, 300), (1_000, 500)] {
        let sentence = format!("\"Rate Limit Reached - {stated} Requests per rolling 5 minute window\"");
        mock.fault(Fault::status(429).body(sentence));
        halo.tickets().list().await.unwrap();
        assert_eq!(halo.rate_status().limit, Some(RateLimit::new(limit, SECOND * 300)));
    }
    mock.fault(Fault::status(429));
    halo.tickets().list().await.unwrap();
    assert_eq!(halo.rate_status().limit, Some(RateLimit::new(450, SECOND * 300)));
    tokio::time::advance(SECOND * 30 * 60).await;
    assert_eq!(halo.rate_status().limit, Some(RateLimit::new(500, SECOND * 300)));
}

#[tokio::test(start_paused = true)]
async fn a_pause_of_nothing_is_a_pause() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(429).times(u32::MAX));
    let hasty = RetryPolicy::default().throttle_backoff(Duration::ZERO, Duration::ZERO);
    let halo = mock.builder().retry(hasty).build().unwrap();
    assert!(halo.tickets().list().timeout(SECOND * 3).await.unwrap_err().is_rate_limited());
    // 6,932 of them without a floor.
    assert!(mock.requests().len() <= 32, "{}", mock.requests().len());
}

#[tokio::test(start_paused = true)]
async fn a_limit_can_be_switched_off() {
    let mock = MockHalo::new();
    let halo = mock.builder().rate_limit(None).build().unwrap();
    let begun = Instant::now();
    for _ in 0..1_000 {
        halo.tickets().get(1).await.unwrap_err();
    }
    assert_eq!((begun.elapsed(), halo.rate_status().limit), (Duration::ZERO, None));
}

#[tokio::test(start_paused = true)]
async fn a_429_pauses_every_clone_and_they_come_back_one_by_one() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.fault(Fault::status(429).retry_after(SECOND * 20));
    let begun = Instant::now();
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let halo = halo.clone();
            tokio::spawn(async move {
                halo.tickets().list().await.unwrap();
                Instant::now()
            })
        })
        .collect();
    let mut ended = Vec::new();
    for task in tasks {
        ended.push(task.await.unwrap().duration_since(begun));
    }
    ended.sort_unstable();
    assert!(ended[0] >= SECOND * 20 && ended[9] < SECOND * 30, "{ended:?}");
    // 630 in 300 s, a tenth below the usual 700, are one in 476 ms.
    assert!(ended.windows(2).all(|two| two[1] >= two[0] + Duration::from_millis(476)), "{ended:?}");
}

#[tokio::test(start_paused = true)]
async fn halos_own_window_slides_and_a_client_without_a_limit_waits_for_it() {
    let mock = MockHalo::new();
    mock.set_rate_limit(RateLimit::new(3, SECOND * 300));
    let halo = mock.builder().rate_limit(None).build().unwrap();
    let begun = Instant::now();
    for _ in 0..7 {
        halo.tickets().list().await.unwrap();
    }
    let took = begun.elapsed();
    assert!(
        took >= SECOND * 600 && took < SECOND * 900,
        "three now, three in the next window, one in the third: {took:?}"
    );
    assert!(mock.answered_with(http::StatusCode::TOO_MANY_REQUESTS) > 2);
}

#[tokio::test(start_paused = true)]
async fn two_clients_may_share_one_limit() {
    // Two of 40 each under a limit of 50 drew 11 times 429.
    let mock = MockHalo::new();
    mock.set_rate_limit(RateLimit::new(50, SECOND * 300));
    let shared = SlidingWindow::new(RateLimit::new(50, SECOND * 300));
    let clients: Vec<Halo> = (0..2).map(|_| mock.builder().rate_limiter(shared.clone()).build().unwrap()).collect();
    let begun = Instant::now();
    for _ in 0..40 {
        for halo in &clients {
            halo.tickets().list().await.unwrap();
        }
    }
    assert_eq!(mock.answered_with(http::StatusCode::TOO_MANY_REQUESTS), 0);
    assert_eq!(begun.elapsed(), SECOND * 300);
    assert_eq!((clients[0].rate_status(), clients[1].rate_status().used), (shared.status(), 30));
}

/// A limit per period, counted in a file, as several processes may share it.
struct FileLimiter {
    path: std::path::PathBuf,
    limit: RateLimit,
    begun: Instant,
}

impl FileLimiter {
    fn read(&self) -> (u64, u32) {
        let text = std::fs::read_to_string(&self.path).unwrap_or_default();
        let (period, used) = text.split_once(' ').unwrap_or(("0", "0"));
        (period.parse().unwrap(), used.parse().unwrap())
    }

    fn write(&self, period: u64, used: u32) {
        std::fs::write(&self.path, format!("{period} {used}")).unwrap();
    }

    fn period(&self) -> u64 {
        self.begun.elapsed().as_secs() / self.limit.window().as_secs()
    }
}

impl RateLimiter for FileLimiter {
    fn acquire(&self, _: Lane, at_most: Duration) -> BoxFuture<'_, Result<Permit, Error>> {
        Box::pin(async move {
            let end = Instant::now() + at_most;
            loop {
                let now = self.period();
                let (period, used) = self.read();
                if period < now || used < self.limit.requests() {
                    let used = if period < now { 1 } else { used + 1 };
                    self.write(now.max(period), used);
                    return Ok(Permit::counted());
                }
                let until = self.begun + self.limit.window() * u32::try_from(period + 1).unwrap();
                if until > end {
                    return Err(Error::throttle_timeout(Some(until.duration_since(Instant::now()))));
                }
                tokio::time::sleep_until(until).await;
            }
        })
    }

    fn throttled(&self, _: Duration, _: Option<RateLimit>) -> BoxFuture<'_, ()> {
        // Nobody else in this period.
        self.write(self.period(), self.limit.requests());
        Box::pin(std::future::ready(()))
    }

    fn status(&self) -> RateStatus {
        RateStatus::new(Some(self.limit), self.read().1)
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_may_be_kept_outside_of_the_process() {
    let path = std::env::temp_dir().join(format!("halo-api-limit-{}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let begun = Instant::now();
    let mock = MockHalo::new();
    // As two processes would have them: nothing is shared but the file.
    let clients: Vec<Halo> = (0..2)
        .map(|_| FileLimiter { path: path.clone(), limit: RateLimit::new(3, SECOND * 10), begun })
        .map(|limiter| mock.builder().rate_limiter(limiter).build().unwrap())
        .collect();
    for (client, expected) in [(0, 0), (1, 0), (0, 0), (1, 10), (0, 10), (1, 10), (0, 20)] {
        clients[client].tickets().list().await.unwrap();
        assert_eq!(begun.elapsed().as_secs(), expected);
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "2 1");
    assert_eq!(clients[1].rate_status(), RateStatus::new(Some(RateLimit::new(3, SECOND * 10)), 1));
    // A 429 to one reaches the other by way of the file.
    mock.fault(Fault::status(429).retry_after(SECOND));
    clients[0].tickets().list().await.unwrap();
    assert_eq!(begun.elapsed().as_secs(), 30);
    for _ in 0..2 {
        clients[1].tickets().list().await.unwrap();
    }
    let error = clients[1].tickets().list().timeout(SECOND * 5).await.unwrap_err();
    assert_eq!((error.kind(), error.endpoint()), (ErrorKind::RateLimited, Some("GET /Tickets")));
    assert_eq!((error.stop_reason(), error.retry_after()), (Some(StopReason::DeadlineExceeded), Some(SECOND * 10)));
    std::fs::remove_file(&path).unwrap();
}

//! The rate limit from the perspective of calls.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use halo_api::mock::{Fault, MockHalo};
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{ErrorKind, Halo, RateLimit, StopReason};
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
        let halo = halo.build().unwrap();
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
    mock.fault(Fault::status(429).body("\"700 requests per 5 minutes\""));
    halo.tickets().list().await.unwrap();
    assert_eq!(halo.rate_status().limit, Some(RateLimit::new(300, SECOND * 300)), "never raised");
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
    assert!(ended.windows(2).all(|two| two[1] >= two[0] + Duration::from_millis(500)), "{ended:?}");
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

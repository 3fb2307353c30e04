//! Retries: which requests are resent, after how long, and which are never resent.
#![cfg(feature = "mock")]

use std::time::Duration;

use halo_api::mock::{Fault, MockHalo};
use halo_api::{AttemptResult, ErrorKind, Method, RateLimit, RetryPolicy, StopReason, tickets::TicketWrite};
use serde_json::json;
use tokio::time::Instant;

const SECOND: Duration = Duration::from_secs(1);

/// API requests so far.
fn sent(mock: &MockHalo) -> usize {
    mock.requests().iter().filter(|request| request.path.starts_with("/api")).count()
}

#[tokio::test(start_paused = true)]
async fn reads_are_tried_again_whatever_went_wrong_on_the_way() {
    let faults = [
        Fault::refused(),
        Fault::dropped(),
        Fault::cut_body(),
        Fault::hang(),
        Fault::status(408),
        Fault::status(502),
        Fault::status(503),
        Fault::status(504),
        Fault::status(520),
        Fault::status(522),
        Fault::status(524),
        Fault::status(530),
    ];
    for fault in faults {
        let mock = MockHalo::new();
        mock.fault(fault.clone().times(3));
        mock.halo().tickets().list().await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(sent(&mock), 4, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn refusals_are_not_tried_again() {
    for (status, kind) in [
        (400, ErrorKind::BadRequest),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (409, ErrorKind::BadRequest),
        (500, ErrorKind::Server),
        (501, ErrorKind::Server),
        (525, ErrorKind::Server),
        (302, ErrorKind::Redirect),
    ] {
        let mock = MockHalo::new();
        mock.fault(Fault::status(status).times(9));
        let error = mock.halo().tickets().get(7).await.unwrap_err();
        assert_eq!((error.kind(), sent(&mock)), (kind, 1), "{error}");
        assert_eq!(error.stop_reason(), Some(StopReason::NotRetryable));
        assert_eq!(error.endpoint(), Some("GET /Tickets/7"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_outcome_is_unknown_is_never_sent_twice() {
    let faults = [
        (Fault::dropped(), None),
        (Fault::cut_body(), Some(201)),
        (Fault::hang(), None),
        (Fault::status(408).carried_out(true), Some(408)),
        (Fault::status(502).carried_out(true), Some(502)),
        (Fault::status(503).carried_out(true), Some(503)),
        (Fault::status(504).carried_out(true), Some(504)),
        (Fault::status(520).carried_out(true), Some(520)),
        (Fault::status(521).carried_out(true), Some(521)),
        (Fault::status(524).carried_out(true), Some(524)),
        (Fault::status(530).carried_out(true), Some(530)),
        (Fault::html().carried_out(true), Some(200)),
    ];
    for (fault, status) in faults {
        let mock = MockHalo::new();
        mock.fault(fault.method(Method::POST));
        let halo = mock.halo();
        let error = halo.tickets().create(TicketWrite::new().summary("once")).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{error}");
        assert_eq!(error.stop_reason(), Some(StopReason::Unsafe));
        assert_eq!(error.status().map(|status| status.as_u16()), status);
        assert_eq!((sent(&mock), mock.records("tickets").unwrap().len()), (1, 1), "{error}");
        assert!(error.to_string().contains("look for the record"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_in_place_of_an_answer_says_nothing_of_a_write() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    // Also where nothing is read, and where the page does not say what it is.
    mock.fault(Fault::html());
    let error = halo.request(Method::POST, "/Tickets").bytes().await.unwrap_err();
    assert!(error.is_outcome_unknown() && !error.to_string().contains("did apply"), "{error}");
    mock.fault(Fault::status(200).body("\u{feff} <!DOCTYPE html><title>Sign in</title>"));
    let error = halo.tickets().create(TicketWrite::new()).await.unwrap_err();
    assert!(error.is_outcome_unknown() && error.to_string().contains("Sign in"), "{error}");
    mock.fault(Fault::html());
    let error = halo.tickets().delete(1).await.unwrap_err();
    assert_eq!((error.kind(), error.stop_reason()), (ErrorKind::Decode, Some(StopReason::NotRetryable)), "{error}");
    assert!(!error.to_string().contains("did apply"), "{error}");
    // A page may be what was asked for.
    mock.fault(Fault::html());
    assert!(halo.request(Method::GET, "/Report/1/html").bytes().await.unwrap().starts_with(b"<html"));
}

#[tokio::test(start_paused = true)]
async fn a_500_to_a_write_is_final_and_says_to_look_first() {
    for status in [500, 501] {
        let mock = MockHalo::new();
        mock.fault(Fault::status(status).carried_out(true));
        let error = mock.halo().tickets().create(TicketWrite::new()).await.unwrap_err();
        assert_eq!((error.kind(), error.stop_reason()), (ErrorKind::Server, Some(StopReason::NotRetryable)));
        assert!(error.to_string().contains("look for the record"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_503_may_say_until_when_in_every_form_of_a_date() {
    for date in ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"] {
        let mock = MockHalo::new();
        let now = "Sun, 06 Nov 1994 08:49:07 GMT";
        mock.fault(Fault::status(503).header(http::header::RETRY_AFTER, date).header(http::header::DATE, now));
        let begun = Instant::now();
        mock.halo().tickets().list().await.unwrap();
        assert!((30 * SECOND..=33 * SECOND).contains(&begun.elapsed()), "{date}: {:?}", begun.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_was_surely_not_carried_out_is_tried_again() {
    for fault in [Fault::refused(), Fault::status(429)] {
        let mock = MockHalo::new();
        mock.fault(fault.times(2));
        let made = mock.halo().tickets().create(TicketWrite::new().summary("once")).await.unwrap();
        assert_eq!(made.summary.as_deref(), Some("once"));
        assert_eq!((sent(&mock), mock.records("tickets").unwrap().len()), (3, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_may_be_called_idempotent() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7, "summary": "old"})).unwrap();
    mock.fault(Fault::dropped());
    let halo = mock.halo();
    let update = halo.tickets().update(7, TicketWrite::new().summary("new")).assume_idempotent();
    assert_eq!(update.await.unwrap().summary.as_deref(), Some("new"));
    assert_eq!(sent(&mock), 2);
}

#[tokio::test(start_paused = true)]
async fn a_delete_that_finds_nothing_after_a_lost_response_succeeds() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7})).unwrap();
    mock.fault(Fault::dropped());
    let halo = mock.halo();
    halo.tickets().delete(7).await.unwrap();
    assert_eq!(sent(&mock), 2);
    let error = halo.tickets().delete(7).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn attempts_are_counted_and_reported() {
    let mock = MockHalo::new();
    mock.fault(Fault::refused());
    mock.fault(Fault::status(503).times(9));
    let error = mock.halo().tickets().list().await.unwrap_err();
    assert_eq!((error.kind(), error.stop_reason()), (ErrorKind::Server, Some(StopReason::AttemptsExhausted)));
    let attempts = error.attempts();
    assert_eq!(attempts.iter().map(halo_api::Attempt::number).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(matches!(attempts[0].result(), AttemptResult::Failed(_)));
    assert!(matches!(attempts[3].result(), AttemptResult::Status(status) if status == 503));
    for (attempt, cap) in attempts.iter().zip([0.0, 0.5, 1.0, 2.0]) {
        assert!(attempt.waited().as_secs_f64() <= cap + 0.01, "{attempt:?}");
    }
    assert!(error.to_string().contains("(4 attempts over "), "{error}");
}

#[tokio::test(start_paused = true)]
async fn one_attempt_means_one() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(503));
    let halo = mock.builder().retry(RetryPolicy::default().attempts(1)).build().unwrap();
    assert_eq!(halo.tickets().list().await.unwrap_err().kind(), ErrorKind::Server);
    assert_eq!(sent(&mock), 1);
}

#[tokio::test(start_paused = true)]
async fn all_attempts_fit_into_the_deadline() {
    let mock = MockHalo::new();
    mock.fault(Fault::hang().times(99));
    let halo = mock.builder().retry(RetryPolicy::default().attempts(99)).build().unwrap();
    let begun = Instant::now();
    let error = halo.tickets().list().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.stop_reason(), Some(StopReason::DeadlineExceeded));
    assert!(begun.elapsed() <= 120 * SECOND, "{:?}", begun.elapsed());
    assert!(sent(&mock) >= 4);
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_does_not_fit_is_not_begun() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(503).retry_after(200 * SECOND));
    let begun = Instant::now();
    let error = mock.halo().tickets().list().await.unwrap_err();
    assert_eq!(error.stop_reason(), Some(StopReason::DeadlineExceeded));
    assert_eq!(error.retry_after(), Some(200 * SECOND));
    assert!(begun.elapsed() < SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_503_may_say_how_long() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(503).retry_after(40 * SECOND));
    let begun = Instant::now();
    mock.halo().tickets().list().await.unwrap();
    assert!((40 * SECOND..=44 * SECOND).contains(&begun.elapsed()), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn an_explicit_timeout_bounds_everything_and_allows_a_long_attempt() {
    let mock = MockHalo::new();
    mock.fault(Fault::delay(100 * SECOND));
    let halo = mock.halo();
    halo.tickets().list().timeout(150 * SECOND).await.unwrap();
    assert_eq!(sent(&mock), 1, "one attempt may take longer than 30 s if the caller says so");

    mock.fault(Fault::hang().times(9));
    let begun = Instant::now();
    let error = halo.tickets().list().timeout(5 * SECOND).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(begun.elapsed(), 5 * SECOND);
    let write = halo.tickets().create(TicketWrite::new()).timeout(5 * SECOND).await.unwrap_err();
    assert!(write.is_outcome_unknown(), "{write}");
    let none = halo.tickets().create(TicketWrite::new()).timeout(Duration::ZERO).await.unwrap_err();
    assert!(none.is_timeout() && none.attempts().is_empty(), "{none}");
}

#[tokio::test(start_paused = true)]
async fn a_429_pauses_every_clone_and_is_not_an_attempt() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.fault(Fault::status(429).retry_after(60 * SECOND).times(1));
    let (first, second) = (halo.clone(), halo.clone());
    let begun = Instant::now();
    let one = tokio::spawn(async move { first.tickets().list().await.map(drop) });
    tokio::task::yield_now().await;
    let other = tokio::spawn(async move { second.tickets().list().await.map(drop) });
    other.await.unwrap().unwrap();
    assert!(begun.elapsed() >= 60 * SECOND, "{:?}", begun.elapsed());
    one.await.unwrap().unwrap();
    assert_eq!(sent(&mock), 4);

    mock.fault(Fault::status(429).retry_after(30 * SECOND).times(8));
    halo.tickets().list().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_429_without_a_word_waits_longer_each_time() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(429).times(5));
    let begun = Instant::now();
    mock.halo().tickets().list().await.unwrap();
    let waited = begun.elapsed();
    assert!((67 * SECOND..=135 * SECOND).contains(&waited), "5 + 10 + 20 + 40 + 60, half of it random: {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_the_rate_limit_is_bounded() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(429).body("\"Rate Limit Reached - 700 Requests\"").retry_after(100 * SECOND).times(99));
    let begun = Instant::now();
    let error = mock.halo().tickets().list().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(error.stop_reason(), Some(StopReason::ThrottleTimeout));
    assert_eq!(error.message(), Some("Rate Limit Reached - 700 Requests"));
    assert!(error.retry_after().is_some_and(|wait| wait >= 100 * SECOND));
    assert!(begun.elapsed() <= 360 * SECOND);

    let mock = MockHalo::new();
    mock.fault(Fault::status(429).retry_after(100 * SECOND));
    let error = mock.halo().tickets().list().timeout(20 * SECOND).await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(error.stop_reason(), Some(StopReason::DeadlineExceeded));
}

#[tokio::test(start_paused = true)]
async fn the_client_keeps_its_own_limit() {
    let mock = MockHalo::new();
    let halo = mock.builder().rate_limit(RateLimit::new(10, 60 * SECOND)).build().unwrap();
    let begun = Instant::now();
    let tasks: Vec<_> = (0..25)
        .map(|_| {
            let halo = halo.clone();
            tokio::spawn(async move { halo.tickets().list().await.map(drop) })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert!((120 * SECOND..121 * SECOND).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    assert_eq!(sent(&mock), 25);

    let impatient =
        mock.builder().rate_limit(RateLimit::new(1, 60 * SECOND)).max_throttle_wait(SECOND).build().unwrap();
    impatient.tickets().list().await.unwrap();
    let error = impatient.tickets().list().await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts().is_empty(), "{error}");
    assert!(error.retry_after().is_some());
    let unlimited = mock.builder().rate_limit(None).build().unwrap();
    for _ in 0..600 {
        unlimited.tickets().list().await.unwrap();
    }
    assert!(begun.elapsed() < 122 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_says_hours_does_not_stop_the_clones_for_hours() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(429).retry_after(10 * 3600 * SECOND));
    let halo = mock.halo();
    let error = halo.tickets().list().await.unwrap_err();
    assert!(error.is_rate_limited() && error.retry_after() >= Some(10 * 3600 * SECOND), "{error}");
    let begun = Instant::now();
    halo.tickets().list().await.unwrap();
    assert_eq!(begun.elapsed(), 360 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_request_may_have_a_policy_of_its_own() {
    let mock = MockHalo::new();
    mock.insert("tickets", json!({"id": 7})).unwrap();
    let halo = mock.builder().retry(RetryPolicy::default().attempts(2)).build().unwrap();
    let many = RetryPolicy::default().attempts(6);
    let none = RetryPolicy::default().attempts(1);
    for (policy, attempts) in [(many.clone(), 6), (none, 1)] {
        mock.clear_requests();
        mock.fault(Fault::status(503).times(attempts));
        let error = halo.tickets().list().retry(policy.clone()).await.unwrap_err();
        assert_eq!(error.attempts().len(), attempts as usize);
        mock.fault(Fault::status(503).times(attempts));
        let error = halo.tickets().delete(8).retry(policy.clone()).await.unwrap_err();
        assert_eq!(error.attempts().len(), attempts as usize);
        mock.fault(Fault::status(503).times(attempts));
        let error = halo.request(Method::GET, "/Tickets").retry(policy.clone()).await.unwrap_err();
        assert_eq!(error.attempts().len(), attempts as usize);
    }
    mock.fault(Fault::refused().times(2));
    let error = halo.tickets().get(7).await.unwrap_err();
    assert_eq!(error.attempts().len(), 2, "the client's own is as it was");
    // A write with an unknown outcome is not retried, whatever the number of attempts.
    mock.fault(Fault::dropped());
    assert!(halo.tickets().create(TicketWrite::new()).retry(many).await.unwrap_err().is_outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_the_deadline_would_cut_off_is_not_begun() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(503).retry_after(40 * SECOND).times(9));
    let begun = Instant::now();
    let policy = RetryPolicy::default().deadline(30 * SECOND);
    let error = mock.halo().tickets().list().retry(policy.clone()).await.unwrap_err();
    assert_eq!((error.stop_reason(), error.attempts().len()), (Some(StopReason::DeadlineExceeded), 1));
    assert_eq!((begun.elapsed(), error.retry_after()), (Duration::ZERO, Some(40 * SECOND)));
}

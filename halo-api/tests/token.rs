//! The token: one request for any number of tasks, renewed early, replaced when Halo refuses it.
#![cfg(feature = "mock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use halo_api::mock::{Fault, MockHalo, MockRequest};
use halo_api::{ErrorKind, Halo, Method, Scope};
use serde_json::json;
use tokio::time::{Instant, advance};

fn token_requests(mock: &MockHalo) -> Vec<MockRequest> {
    mock.requests().into_iter().filter(|request| request.path == "/auth/token").collect()
}

fn api_requests(mock: &MockHalo) -> usize {
    mock.requests().len() - token_requests(mock).len()
}

async fn many(halo: &Halo, tasks: usize) -> Vec<Result<(), halo_api::Error>> {
    let spawned: Vec<_> = (0..tasks)
        .map(|_| {
            let halo = halo.clone();
            tokio::spawn(async move { halo.tickets().list().await.map(drop) })
        })
        .collect();
    let mut results = Vec::new();
    for task in spawned {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_before_the_first_request_and_then_one_token_serves_all_tasks() {
    let mock = MockHalo::new();
    mock.fault(Fault::delay(Duration::from_secs(2)).on("/auth/token"));
    let halo = mock.halo();
    assert!(mock.requests().is_empty());
    assert!(many(&halo, 100).await.iter().all(Result::is_ok));
    assert_eq!((token_requests(&mock).len(), api_requests(&mock)), (1, 100));
}

#[tokio::test(start_paused = true)]
async fn a_thousand_tasks_on_an_expired_token_make_one_token_request() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(Duration::from_secs(600));
    let halo = mock.builder().rate_limit(None).build().unwrap();
    halo.tickets().list().await.unwrap();
    advance(Duration::from_secs(601)).await;
    mock.clear_requests();
    mock.fault(Fault::delay(Duration::from_secs(2)).on("/auth/token"));
    assert!(many(&halo, 1_000).await.iter().all(Result::is_ok));
    assert_eq!((token_requests(&mock).len(), api_requests(&mock)), (1, 1_000));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_ends_while_a_call_waits_for_the_limit_is_not_sent() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(Duration::from_secs(100));
    let limit = halo_api::RateLimit::new(1, Duration::from_secs(200));
    let halo = mock.builder().rate_limit(limit).build().unwrap();
    assert!(many(&halo, 2).await.iter().all(Result::is_ok));
    assert_eq!((token_requests(&mock).len(), api_requests(&mock)), (2, 2), "no 401 came of it");
}

#[tokio::test(start_paused = true)]
async fn the_request_is_a_form_with_the_scope() {
    let mock = MockHalo::new();
    mock.halo().tickets().list().await.unwrap();
    let scoped = mock.builder().scopes([Scope::ReadTickets, Scope::EditTickets, Scope::ReadTickets]).tenant("acme");
    scoped.build().unwrap().tickets().list().await.unwrap();
    let requests = token_requests(&mock);
    assert_eq!(requests[0].method, Method::POST);
    assert!(requests[0].query.is_empty());
    let form = |scope| json!({"grant_type": "client_credentials", "client_id": "mock-client", "scope": scope});
    assert_eq!(requests[0].body, Some(form("all")));
    assert_eq!(requests[1].body, Some(form("read:tickets edit:tickets")));
    assert_eq!(requests[1].query, [("tenant".to_owned(), "acme".to_owned())]);
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_shared_by_the_tasks_that_waited_and_forgotten_after() {
    let mock = MockHalo::new();
    let refused = Fault::status(401).body(r#"{"error":"invalid_client"}"#).on("/auth/token");
    mock.fault(refused);
    mock.fault(Fault::delay(Duration::from_secs(1)).on("/auth/token").times(0));
    let halo = mock.halo();
    let results = many(&halo, 20).await;
    // The mock responds at once, so only the first task can have been served before the others started.
    let failed = results.iter().filter(|result| result.is_err()).count();
    assert!(failed >= 1);
    let error = results.into_iter().find_map(Result::err).unwrap();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.is_auth());
    assert_eq!(error.message(), Some("invalid_client"));
    assert_eq!(error.endpoint(), Some("POST /auth/token"));
    assert!(halo.tickets().list().await.is_ok(), "the next call tries again");
}

#[tokio::test(start_paused = true)]
async fn a_slow_failure_is_one_request_for_all() {
    let mock = MockHalo::new();
    mock.fault(Fault::hang().on("/auth/token").times(u32::MAX));
    let halo = mock.builder().retry(halo_api::RetryPolicy::default().attempts(1)).build().unwrap();
    let results = many(&halo, 20).await;
    assert!(results.iter().all(|result| result.as_ref().is_err_and(|error| error.is_timeout() && error.is_auth())));
    assert_eq!(token_requests(&mock).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_fetch_is_taken_over() {
    let mock = MockHalo::new();
    mock.fault(Fault::delay(Duration::from_secs(5)).on("/auth/token").times(2));
    let halo = mock.halo();
    let impatient = halo.tickets().list().timeout(Duration::from_secs(1)).send();
    let (impatient, patient) = tokio::join!(impatient, halo.tickets().list().send());
    let error = impatient.unwrap_err();
    assert!(error.is_timeout() && error.attempts().is_empty(), "{error}");
    assert!(patient.is_ok());
    assert_eq!(token_requests(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_401_is_replayed_once_with_a_fresh_token() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.expire_tokens();
    halo.tickets().list().await.unwrap();
    assert_eq!((token_requests(&mock).len(), api_requests(&mock)), (2, 3));
}

#[tokio::test(start_paused = true)]
async fn tasks_that_meet_a_401_together_get_one_fresh_token() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.expire_tokens();
    mock.fault(Fault::delay(Duration::from_secs(1)).on("/auth/token"));
    assert!(many(&halo, 50).await.iter().all(Result::is_ok));
    assert_eq!(token_requests(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_write_is_replayed_after_a_401_and_made_once() {
    let mock = MockHalo::new();
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.expire_tokens();
    halo.request(Method::POST, "/Tickets").json(&[json!({"summary": "x"})]).await.unwrap();
    assert_eq!(mock.records("tickets").unwrap().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_second_401_is_an_error_that_says_what_to_check() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(401).times(2));
    let halo = mock.builder().scopes([Scope::EditTickets]).build().unwrap();
    let error = halo.clients().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.is_auth());
    assert_eq!(error.attempts().len(), 2);
    assert_eq!(
        (error.required_scope(), error.granted_scopes()),
        (Some("read:customers"), &["edit:tickets".into()][..])
    );
    let text = error.to_string();
    for word in ["GET /Client", "401", "read:customers", "edit:tickets", "role"] {
        assert!(text.contains(word), "{text}");
    }
    assert_eq!(token_requests(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_ends() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(Duration::from_secs(600));
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    advance(Duration::from_secs(530)).await;
    halo.tickets().list().await.unwrap();
    assert_eq!(token_requests(&mock).len(), 1);
    advance(Duration::from_secs(15)).await;
    halo.tickets().list().await.unwrap();
    assert_eq!(token_requests(&mock).len(), 2, "545 of 600 s are over");
    assert_eq!(api_requests(&mock), 3);
}

#[tokio::test(start_paused = true)]
async fn a_good_token_stays_in_use_if_its_renewal_fails() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(Duration::from_secs(600));
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.fault(Fault::status(500).on("/auth/token").times(u32::MAX));
    advance(Duration::from_secs(550)).await;
    let before = Instant::now();
    for _ in 0..10 {
        halo.tickets().list().await.unwrap();
    }
    assert_eq!(token_requests(&mock).len(), 2, "one renewal was tried, the next has to wait");
    assert_eq!(before.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn others_do_not_wait_for_an_early_renewal() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(Duration::from_secs(600));
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    mock.fault(Fault::delay(Duration::from_secs(3)).on("/auth/token"));
    advance(Duration::from_secs(550)).await;
    let renewing = tokio::spawn({
        let halo = halo.clone();
        async move { halo.tickets().list().await.map(drop) }
    });
    tokio::task::yield_now().await;
    let before = Instant::now();
    halo.tickets().list().await.unwrap();
    assert_eq!(before.elapsed(), Duration::ZERO);
    renewing.await.unwrap().unwrap();
    assert_eq!(token_requests(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn responses_without_a_token_say_what_to_check() {
    let cases = [
        (Fault::html(), "authorisation URL"),
        (Fault::status(200).body("{}"), "no access_token"),
        (Fault::status(200).body(r#"{"access_token":"a\nb"}"#), "cannot be sent"),
        (Fault::status(400).body(r#"{"error":"invalid_scope"}"#), "scope"),
        (Fault::status(404), "authorisation URL"),
        (Fault::status(302).header(http::header::LOCATION, "https://sso.example/?state=hush"), "https://sso.example/"),
        (Fault::status(500), "tenant"),
    ];
    for (fault, word) in cases {
        let mock = MockHalo::new();
        mock.fault(fault.on("/auth/token").times(9));
        let error = mock.halo().tickets().list().await.unwrap_err();
        let text = error.to_string();
        assert!(error.is_auth() && error.kind() == ErrorKind::Auth, "{text}");
        assert!(text.contains(word) && text.starts_with("POST /auth/token: no token"), "{text}");
        assert!(!text.contains("hush") && error.body().is_none_or(|body| !body.contains("a\\nb")), "{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_token_endpoint_is_retried_like_any_other() {
    let mock = MockHalo::new();
    mock.fault(Fault::refused().on("/auth/token"));
    mock.fault(Fault::status(503).on("/auth/token"));
    mock.fault(Fault::status(429).on("/auth/token"));
    mock.halo().tickets().list().await.unwrap();
    assert_eq!(token_requests(&mock).len(), 4);
}

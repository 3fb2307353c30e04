//! The token: one request for any number of tasks, renewed early, replaced when Halo refuses it.
#![cfg(feature = "mock")]

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use halo_api::mock::{Fault, MockHalo, MockRequest};
use halo_api::transport::{BoxFuture, Transport, TransportError};
use halo_api::{ErrorKind, Halo, Method, RetryPolicy, Scope};
use serde_json::json;
use tokio::time::{Instant, advance, sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

/// The mock, whose token endpoint answers late, and then with a status of the script, or, beyond it, as it should.
#[derive(Clone)]
struct SlowTokens {
    mock: MockHalo,
    script: Arc<Mutex<VecDeque<Scripted>>>,
}

/// How late a token response is, and its status, if it is not what it should be.
type Scripted = (Duration, Option<u16>);

impl SlowTokens {
    /// A client that holds a token which has so long to live, and what its next token requests meet.
    async fn with_token_for(left: Duration, script: &[Scripted]) -> (MockHalo, Halo) {
        let mock = MockHalo::new();
        mock.set_token_lifetime(SECOND * 600);
        let transport = Self { mock: mock.clone(), script: Arc::default() };
        let halo = mock.builder().rate_limit(None).transport(transport.clone()).build().unwrap();
        halo.tickets().list().await.unwrap();
        advance((SECOND * 600).saturating_sub(left)).await;
        mock.clear_requests();
        transport.script.lock().unwrap().extend(script);
        (mock, halo)
    }
}

impl Transport for SlowTokens {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let scripted =
                if request.uri().path() == "/auth/token" { self.script.lock().unwrap().pop_front() } else { None };
            let Some((delay, status)) = scripted else { return self.mock.send(request).await };
            if let Some(status) = status {
                let fault = Fault::status(status).on("/auth/token");
                self.mock.fault(if status == 429 { fault.retry_after(SECOND * 300) } else { fault });
            }
            let answer = self.mock.send(request).await;
            sleep(delay).await;
            answer
        })
    }
}

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
        (Fault::html(), "authorization URL"),
        (Fault::status(200).body("{}"), "no access_token"),
        (Fault::status(200).body(r#"{"access_token":"a\nb"}"#), "cannot be sent"),
        (Fault::status(400).body(r#"{"error":"invalid_scope"}"#), "scope"),
        (Fault::status(404), "authorization URL"),
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

#[tokio::test(start_paused = true)]
async fn an_old_failure_is_not_given_to_later_calls() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(400).on("/auth/token"));
    mock.fault(Fault::delay(SECOND / 5).on("/auth/token").always());
    mock.fault(Fault::status(401).on("/api/Forbidden").always());
    let halo = mock.builder().rate_limit(None).build().unwrap();
    halo.tickets().list().await.unwrap_err();
    halo.tickets().list().await.unwrap();
    let good: Vec<_> = (0..400_u64)
        .map(|at| {
            let halo = halo.clone();
            tokio::spawn(async move {
                sleep(Duration::from_millis(at * 5)).await;
                halo.tickets().list().await.map(drop)
            })
        })
        .collect();
    let bad: Vec<_> = (0..10_u64)
        .map(|at| {
            let halo = halo.clone();
            tokio::spawn(async move {
                sleep(Duration::from_millis(at * 200)).await;
                halo.request(Method::GET, "/Forbidden").await.map(drop)
            })
        })
        .collect();
    let mut failed = 0;
    for task in good {
        failed += usize::from(task.await.unwrap().is_err());
    }
    assert_eq!(failed, 0, "of 400");
    for task in bad {
        let error = task.await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.endpoint()), (ErrorKind::Auth, Some("GET /Forbidden")), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_shared_with_the_calls_that_waited_for_that_very_fetch() {
    let mock = MockHalo::new();
    mock.fault(Fault::hang().on("/auth/token").times(1));
    let halo = mock.builder().retry(RetryPolicy::default().attempts(1)).build().unwrap();
    let early: Vec<_> = (0..3).map(|_| tokio::spawn(halo.tickets().list().send())).collect();
    sleep(SECOND * 29).await;
    let late = tokio::spawn(halo.tickets().list().send());
    sleep(SECOND).await;
    // The fetch failed in this instant; the next one is another.
    let next = halo.tickets().list().send();
    for waited in early.into_iter().chain([late]) {
        assert!(waited.await.unwrap().unwrap_err().is_timeout());
    }
    next.await.unwrap();
    assert_eq!(token_requests(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn who_waits_on_an_early_refresh_and_finds_the_token_run_out_gets_a_full_fetch() {
    let early = [(SECOND * 3 / 2, Some(503))];
    for full in [&[(Duration::ZERO, None)][..], &[(SECOND, Some(502)), (Duration::ZERO, None)]] {
        let script = [&early[..], full].concat();
        let (mock, halo) = SlowTokens::with_token_for(SECOND, &script).await;
        let renewing = tokio::spawn(halo.tickets().list().send());
        sleep(SECOND + SECOND / 10).await;
        let waiting: Vec<_> = (0..5).map(|_| tokio::spawn(halo.tickets().list().send())).collect();
        renewing.await.unwrap().unwrap();
        for task in waiting {
            task.await.unwrap().unwrap();
        }
        assert_eq!(token_requests(&mock).len(), script.len());
    }
}

#[tokio::test(start_paused = true)]
async fn an_early_refresh_that_hangs_costs_one_call_two_seconds_at_most() {
    let (mock, halo) = SlowTokens::with_token_for(SECOND * 55, &[(SECOND * 999, None); 2]).await;
    let begun = Instant::now();
    for _ in 0..3 {
        halo.tickets().list().timeout(SECOND / 2).await.unwrap();
    }
    assert!(begun.elapsed() <= SECOND / 4, "{:?}", begun.elapsed());
    assert_eq!(token_requests(&mock).len(), 1);

    let (mock, halo) = SlowTokens::with_token_for(SECOND * 55, &[(SECOND * 999, None); 2]).await;
    let begun = Instant::now();
    let renewing = tokio::spawn(halo.tickets().list().send());
    tokio::task::yield_now().await;
    halo.tickets().list().await.unwrap();
    assert_eq!(begun.elapsed(), Duration::ZERO, "the others do not wait");
    renewing.await.unwrap().unwrap();
    assert_eq!((begun.elapsed(), token_requests(&mock).len()), (SECOND * 2, 1));
}

#[tokio::test(start_paused = true)]
async fn an_early_refresh_whose_call_is_dropped_is_not_repeated_by_every_later_one() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(SECOND * 3600);
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    advance(SECOND * 3541).await;
    mock.fault(Fault::hang().on("/auth/token"));
    for dropped in [true, false, false, false] {
        let begun = Instant::now();
        let call = timeout(Duration::from_millis(100), halo.tickets().list().send()).await;
        assert_eq!((call.is_err(), begun.elapsed() > Duration::ZERO), (dropped, dropped));
    }
    assert_eq!(token_requests(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_early_refresh_is_tried_again_after_a_minute() {
    let mock = MockHalo::new();
    mock.set_token_lifetime(SECOND * 3600);
    let halo = mock.halo();
    halo.tickets().list().await.unwrap();
    advance(SECOND * 3301).await;
    mock.fault(Fault::status(500).on("/auth/token").times(2));
    for expected in [2, 3, 4, 4] {
        for _ in 0..6 {
            halo.tickets().list().await.unwrap();
            assert_eq!(token_requests(&mock).len(), expected);
            advance(SECOND * 10).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_to_an_early_refresh_holds_nobody_up() {
    let (mock, halo) = SlowTokens::with_token_for(SECOND * 55, &[(Duration::ZERO, Some(429))]).await;
    let begun = Instant::now();
    for _ in 0..3 {
        halo.tickets().list().await.unwrap();
    }
    assert_eq!((begun.elapsed(), halo.rate_status().paused_for), (Duration::ZERO, None));
    assert_eq!(token_requests(&mock).len(), 1);
    advance(SECOND * 56).await;
    halo.tickets().list().await.unwrap();
    assert_eq!(begun.elapsed(), SECOND * 56, "the token ran out, and a full fetch need not wait either");
}

#[tokio::test(start_paused = true)]
async fn a_429_of_the_authorization_server_pauses_token_requests_only() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(429).retry_after(SECOND * 100).on("/auth/token"));
    let halo = mock.halo();
    let begun = Instant::now();
    let waiting = tokio::spawn(halo.tickets().list().send());
    tokio::task::yield_now().await;
    let status = halo.rate_status();
    assert_eq!((status.paused_for, status.limit), (None, Some(halo_api::RateLimit::default())));
    waiting.await.unwrap().unwrap();
    assert!((SECOND * 100..=SECOND * 110).contains(&begun.elapsed()), "{:?}", begun.elapsed());
    assert_eq!(token_requests(&mock).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_route_that_refuses_a_fresh_token_costs_two_tokens_and_no_more() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(401).on("/api/Tickets").always());
    mock.fault(Fault::status(401).on("/api/Secret").always());
    let halo = mock.builder().rate_limit(None).build().unwrap();
    for id in 1..=100 {
        let error = halo.tickets().get(id).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Auth, if id == 1 { 2 } else { 1 }), "{error}");
        assert!(error.to_string().contains("role allows this"), "{error}");
    }
    assert_eq!(token_requests(&mock).len(), 2);
    // Another route is another right, and the numbers of a raw path are one route.
    for id in 1..=100 {
        halo.request(Method::GET, format!("/Secret/{id}/lines")).await.unwrap_err();
    }
    assert_eq!(token_requests(&mock).len(), 3);
    many(&halo, 100).await.into_iter().for_each(|result| drop(result.unwrap_err()));
    assert_eq!(token_requests(&mock).len(), 4);
    advance(SECOND * 301).await;
    for _ in 0..10 {
        halo.tickets().get(1).await.unwrap_err();
    }
    assert_eq!(token_requests(&mock).len(), 5, "after five minutes it is tried again");
}

#[tokio::test(start_paused = true)]
async fn a_success_says_that_a_401_is_about_the_token_again() {
    let mock = MockHalo::new();
    mock.fault(Fault::status(401).on("/api/Tickets").times(2));
    let halo = mock.halo();
    halo.tickets().list().await.unwrap_err();
    halo.tickets().list().await.unwrap();
    mock.expire_tokens();
    halo.tickets().list().await.unwrap();
    assert_eq!(token_requests(&mock).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_has_run_out_already_is_used_by_those_that_waited_and_by_nobody_else() {
    for expires_in in [json!(0), json!(-60), json!("soon"), json!([3600])] {
        let mock = MockHalo::new();
        let body = json!({"access_token": "t", "expires_in": expires_in}).to_string();
        let transport = OddToken { body, mock: mock.clone() };
        let halo = mock.builder().transport(transport).build().unwrap();
        assert!(many(&halo, 20).await.iter().all(Result::is_ok));
        assert_eq!(mock.requests().len(), 1 + 20, "one token for all of them: {expires_in}");
        halo.tickets().list().await.unwrap();
        assert_eq!(mock.requests().len(), 2 + 21, "and one for the next: {expires_in}");
    }
}

/// Gives everyone this token response after a second, and takes any token.
struct OddToken {
    body: String,
    mock: MockHalo,
}

impl Transport for OddToken {
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let is_token = request.uri().path() == "/auth/token";
            self.mock.send(request).await?;
            if is_token {
                sleep(SECOND).await;
                return Ok(http::Response::new(self.body.clone().into()));
            }
            Ok(http::Response::new(r#"{"record_count": 0, "tickets": []}"#.into()))
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_byte_order_mark_is_no_error() {
    let mock = MockHalo::new();
    mock.accept_api_key("key");
    let marked = |text: &str| Fault::status(200).body(format!("\u{feff}{text}"));
    mock.fault(marked(r#"{"auth_url": "https://mock.halopsa.example/auth", "tenant_id": "x"}"#).on("/api/authinfo"));
    mock.fault(marked(r#"{"access_token": "t"}"#).on("/auth/token"));
    mock.fault(marked(r#"{"id": 7}"#).on("/api/Lookup").always());
    let halo = mock.builder().discover(true).build().unwrap();
    assert_eq!(halo.request(Method::GET, "/Lookup").await.unwrap(), json!({"id": 7}));
    assert_eq!(halo.request(Method::GET, "/Lookup").bytes().await.unwrap()[..3], [0xef, 0xbb, 0xbf], "bytes are bytes");
}

#[tokio::test(start_paused = true)]
async fn a_token_response_that_is_none_has_attempts_and_halos_words() {
    let mock = MockHalo::new();
    let body = r#"{"error": "invalid_scope", "error_description": "no read:x", "id_token": "hush", "note": "hush"}"#;
    mock.fault(Fault::status(503).on("/auth/token"));
    mock.fault(Fault::status(200).body(body).on("/auth/token"));
    let error = mock.halo().tickets().list().await.unwrap_err();
    assert_eq!((error.message(), error.attempts().len()), (Some("invalid_scope: no read:x"), 2));
    assert!(error.is_auth() && error.to_string().contains("a requested scope is unknown"), "{error}");
    assert!(!format!("{error} {error:?} {:?}", error.body()).contains("hush"));
    mock.fault(Fault::status(200).body("[]").on("/auth/token"));
    assert_eq!(mock.halo().tickets().list().await.unwrap_err().attempts().len(), 1);
}

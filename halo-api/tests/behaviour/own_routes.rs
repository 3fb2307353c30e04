//! Routes that a test adds to the mock.

use halo_api::mock::{Matching, MockHalo, MockResponse};
use halo_api::{Error, ErrorKind, Method, RateLimit, RetryPolicy};
use serde_json::{Value, json};

use crate::link;

#[tokio::test]
async fn a_test_serves_any_path_and_any_bytes() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.route(Method::GET, "/Invoice/{id}/pdf", |request| {
        let number = request.path.split('/').nth(3).unwrap_or_default().to_owned();
        MockResponse::bytes("application/pdf", [b"%PDF \xff\x00 ", number.as_bytes()].concat())
    });
    let halo = link::halo(&mock);
    let pdf = halo.request(Method::GET, "/invoice/17/PDF").bytes().await?;
    assert_eq!(pdf, &b"%PDF \xff\x00 17"[..]);
    let error = halo.request(Method::POST, "/Invoice/17/pdf").await.unwrap_err();
    assert!(error.is_not_found(), "another method is another route: {error}");
    assert!(halo.request(Method::GET, "/Invoice/17/pdf/x").await.unwrap_err().is_not_found());

    mock.route(Method::GET, "/Invoice/{id}/pdf", |_| MockResponse::status(410));
    assert_eq!(halo.request(Method::GET, "/Invoice/1/pdf").await.unwrap_err().status().unwrap(), 410, "the later one");
    assert_eq!(mock.sent(Matching::get("/api/Invoice"))[1].status.unwrap(), 404);
    Ok(())
}

#[tokio::test]
async fn a_route_sees_the_request_and_may_use_the_mock() -> Result<(), Error> {
    let mock = MockHalo::new();
    let store = mock.clone();
    mock.route(Method::POST, "/Tickets/zapier", move |request| {
        let body = request.body.clone().unwrap_or_default();
        match store.insert("tickets", json!({"summary": body["title"], "source": 7})) {
            Ok(made) => MockResponse::json(&json!({"made": made["id"], "of": request.bytes.len()})).with_status(201),
            Err(_) => MockResponse::status(500),
        }
    });
    let halo = link::halo(&mock);
    let post = halo.request(Method::POST, "/Tickets/zapier").json(&json!({"title": "Printer"}));
    assert_eq!(post.send::<Value>().await?, json!({"made": 1, "of": 19}));
    assert_eq!(halo.tickets().get(1).await?.summary.as_deref(), Some("Printer"));
    let sent = &mock.sent(Matching::post("/api/Tickets/zapier"))[0];
    assert_eq!(sent.content_type.as_deref(), Some("application/json"));
    assert_eq!(sent.bytes, br#"{"title":"Printer"}"#[..]);
    Ok(())
}

#[tokio::test]
async fn a_route_replaces_what_the_catalog_has_there_and_checks_tokens_and_the_limit() {
    let mock = MockHalo::new();
    mock.route(Method::GET, "/Tickets", |_| json!({"record_count": 1, "tickets": [{"id": 5}]}));
    mock.set_rate_limit(RateLimit::new(1, std::time::Duration::from_secs(300)));
    let once = RetryPolicy::default().attempts(1);
    let builder = || link::builder(&mock).retry(once.clone()).max_throttle_wait(std::time::Duration::ZERO);
    let halo = builder().build().unwrap();
    assert_eq!(i64::from(halo.tickets().list().send().await.unwrap().items[0].id), 5);
    assert!(halo.tickets().list().send().await.unwrap_err().is_rate_limited());
    mock.set_rate_limit(None);
    mock.set_credentials("mock-client", "another secret");
    let stranger = builder().client_credentials("mock-client", "wrong").build().unwrap();
    assert_eq!(stranger.tickets().list().send().await.unwrap_err().kind(), ErrorKind::Auth);
}

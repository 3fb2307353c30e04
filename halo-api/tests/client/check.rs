//! `halo.check()`, the metadata of responses, and headers of one call.
#![cfg(feature = "mock")]

use halo_api::http::header::DATE;
use halo_api::jiff::Timestamp;
use halo_api::mock::{Fault, MockHalo, MockResponse};
use halo_api::tickets::TicketWrite;
use halo_api::{CheckResult, ErrorKind, Method, Scope, StatusCode};
use serde_json::json;

fn mock_of_build(date: impl Into<String>) -> MockHalo {
    let date = date.into();
    let mock = MockHalo::demo();
    mock.route(Method::GET, "/InstanceInfo", move |_| {
        MockResponse::json(&json!({"app_version": "2.184.1"})).header(DATE, date.clone())
    });
    mock
}

#[tokio::test(start_paused = true)]
async fn a_client_that_works_is_told_what_it_works_with() {
    let mock = mock_of_build(Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    let halo = mock.builder().scopes([Scope::ReadTickets]).build().unwrap();
    let report = halo.check().await;
    assert!(report.is_ok(), "{report}");
    assert_eq!(report.build.as_deref(), Some("2.184.1"));
    assert_eq!(report.granted_scopes, Some(vec!["read:tickets".to_owned()]));
    assert_eq!(
        [&report.token, &report.scopes, &report.instance, &report.clock].map(|check| check.result),
        [CheckResult::Passed; 4]
    );
    let lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("token     ok       there after "), "{report}");
    assert_eq!(lines[1], "scopes    ok       granted: read:tickets");
    assert_eq!(mock.requests().len(), 2, "a token request and one more");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_secret_is_said_with_what_to_do() {
    let mock = MockHalo::new();
    mock.set_credentials("id", "secret");
    let halo = mock.builder().client_credentials("id", "wrong").build().unwrap();
    let report = halo.check().await;
    assert!(!report.is_ok());
    assert_eq!(report.token.result, CheckResult::Failed);
    assert!(report.token.advice.unwrap().contains("client id, secret and tenant"), "{report}");
    assert_eq!([report.scopes.result, report.instance.result, report.clock.result], [CheckResult::Skipped; 3]);
    assert!(report.to_string().contains(" -> check client id"), "{report}");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_wrong_is_a_warning() {
    let halo = mock_of_build("Mon, 05 Jan 2015 09:00:00 GMT").halo();
    let report = halo.check().await;
    assert!(report.is_ok(), "{report}");
    assert_eq!(report.clock.result, CheckResult::Warning);
    assert!(report.clock_skew.unwrap().as_hours() > 24 * 365 * 10);
    assert!(report.clock.found.starts_with("this machine is ") && report.clock.found.ends_with(" s ahead"), "{report}");
}

#[tokio::test(start_paused = true)]
async fn a_success_has_its_status_headers_and_attempts() {
    let mock = MockHalo::demo();
    mock.fault(Fault::status(503));
    let halo = mock.halo();
    let (page, meta) = halo.tickets().list().page_size(5).send_with_meta().await.unwrap();
    assert_eq!((page.items.len(), meta.status, meta.attempts.len()), (5, StatusCode::OK, 2));
    assert!(meta.headers.contains_key("content-type"));
    assert!(!format!("{meta:?}").contains("application/json"), "values of headers are not shown");
    let (_, meta) = halo.tickets().create(TicketWrite::new().summary("Printer")).send_with_meta().await.unwrap();
    assert_eq!((meta.status, meta.attempts.len()), (StatusCode::CREATED, 1));
    let raw = halo.request(Method::GET, "/Tickets/2001").send_with_meta::<serde_json::Value>().await.unwrap();
    assert_eq!((raw.0["id"].as_i64(), raw.1.status), (Some(2001), StatusCode::OK));
    let nothing: [TicketWrite; 0] = [];
    let error = halo.tickets().create_many(nothing).send_with_meta().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test(start_paused = true)]
async fn headers_of_one_call_are_sent_with_it_alone() {
    let mock = MockHalo::demo();
    let halo = mock.halo();
    halo.tickets().get(2001).header("X-Trace", "a").header("x-trace", "b").await.unwrap();
    halo.request(Method::GET, "/Tickets/2001").header("x-trace", "c").await.unwrap();
    halo.tickets().get(2001).await.unwrap();
    let sent: Vec<_> = mock.requests().iter().map(|request| request.header("x-trace").map(str::to_owned)).collect();
    assert_eq!(sent, [None, Some("b".to_owned()), Some("c".to_owned()), None], "the token request has none");
    for name in ["Authorization", "no name", "Content-Length"] {
        let error = halo.tickets().get(2001).header(name, "x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{name}");
    }
    assert!(
        halo.request(Method::GET, "/Tickets").header("host", "x").await.unwrap_err().to_string().contains("`host`")
    );
}

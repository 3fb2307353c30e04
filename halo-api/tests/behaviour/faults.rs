//! Faults of the mock: what fails, where, when and how often.

use std::time::Duration;

use halo_api::mock::{Fault, Matching, MockHalo};
use halo_api::tickets::TicketWrite;
use halo_api::{ErrorKind, Method, RetryPolicy, StatusCode};
use serde_json::json;

use crate::link;

fn with_tickets(count: i64) -> MockHalo {
    let rows = (1..=count).map(|id| json!({"id": id, "summary": format!("T{id}"), "site_id": 3}));
    MockHalo::seed().records("tickets", rows).build().unwrap()
}

#[tokio::test]
async fn a_connection_breaks_before_or_after_the_write_and_the_client_cannot_tell() {
    for (fault, applied) in [(Fault::dropped_before(), 0), (Fault::dropped(), 1), (Fault::cut_body(), 1)] {
        let mock = MockHalo::new();
        mock.fault(fault.clone().method(Method::POST).on("/api/Tickets"));
        let error = link::halo(&mock).tickets().create(TicketWrite::new().summary("x")).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{fault:?}: {error}");
        assert_eq!(mock.records("tickets").unwrap().len(), applied, "{fault:?}");
        mock.assert_sent_times(1, Matching::post("/api/Tickets"));
        assert_eq!(mock.sent(Matching::post("/api/Tickets"))[0].status, None, "nothing was answered");
    }
}

#[tokio::test]
async fn the_nth_request_to_a_path_fails() {
    let mock = with_tickets(500);
    mock.fault(Fault::status(503).on("/api/Tickets").nth(3));
    let once = RetryPolicy::default().attempts(1);
    let halo = link::builder(&mock).retry(once).build().unwrap();
    halo.clients().list().await.unwrap();
    let error = halo.tickets().list().prefetch(1).all().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
    mock.assert_sent_times(3, Matching::get("/api/Tickets"));
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 500, "it happened once");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_faults() {
    let run = async |seed| {
        let mock = with_tickets(10);
        mock.fault(Fault::status(500).chance(0.3, seed).always());
        let halo = link::builder(&mock).retry(RetryPolicy::default().attempts(1)).build().unwrap();
        let mut failed = Vec::new();
        for id in 1..=10 {
            failed.push(halo.tickets().get(id).await.is_err());
        }
        failed
    };
    let first = run(7).await;
    assert_eq!(first, run(7).await);
    assert_ne!(first, run(8).await);
    let failed = first.iter().filter(|failed| **failed).count();
    assert!((1..9).contains(&failed), "{first:?}");
}

#[tokio::test]
async fn odd_values_reach_the_client_in_lists_and_alone() {
    let mock = with_tickets(2);
    let odd = Fault::value("dateoccurred", "yesterday").value_of("site_id", 18.5).on("/api/Tickets");
    mock.fault(odd.times(2));
    let halo = link::halo(&mock);
    let rows = halo.tickets().list().all().await.unwrap();
    assert_eq!((rows.len(), rows[1].date_occurred, &rows[1].extra["dateoccurred"]), (2, None, &json!("yesterday")));
    let ticket = halo.tickets().get(2).await.unwrap();
    assert_eq!((ticket.site_id, &ticket.extra["site_id"]), (None, &json!(18.5)));
    assert_eq!(halo.tickets().get(2).await.unwrap().site_id.map(i64::from), Some(3), "nothing is kept of it");
}

#[tokio::test]
async fn a_body_is_slow_or_oversized() {
    let mock = with_tickets(3);
    let halo = link::halo(&mock);
    halo.tickets().list().await.unwrap();
    mock.fault(Fault::slow_body(Duration::from_millis(20)).on("/api/Tickets"));
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 3);
    mock.fault(Fault::oversized_body(1 << 20).on("/api/Tickets"));
    assert_eq!(halo.tickets().list().all().await.unwrap().len(), 3, "a megabyte of blank space is good JSON");
    mock.fault(Fault::oversized_body(1 << 30).on("/api/Tickets"));
    let error = halo.tickets().list().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn pages_of_others_come_in_halos_place() {
    let mock = with_tickets(1);
    let halo = link::halo(&mock);
    mock.fault(Fault::html().on("/api/Tickets"));
    let error = halo.tickets().list().await.unwrap_err();
    assert!(error.to_string().contains("Sign in"), "{error}");
    mock.fault(Fault::redirect("/login").on("/api/Tickets"));
    assert_eq!(halo.tickets().list().await.unwrap_err().kind(), ErrorKind::Redirect);
    mock.fault(Fault::status(429).retry_after(Duration::ZERO).on("/api/Tickets"));
    mock.fault(Fault::expired_token().on("/api/Tickets").nth(2));
    halo.tickets().list().await.unwrap();
    assert_eq!(
        (mock.answered_with(StatusCode::TOO_MANY_REQUESTS), mock.answered_with(StatusCode::UNAUTHORIZED)),
        (1, 1)
    );
}

//! The mock over HTTP: the same Halo, with connections that really break.
#![cfg(feature = "mock-server")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use halo_api::mock::{Fault, MockHalo, MockServer};
use halo_api::tickets::TicketWrite;
use halo_api::{ErrorKind, Halo, RetryPolicy};
use serde_json::json;

fn start() -> (MockHalo, MockServer, Halo) {
    let mock = MockHalo::new();
    for id in 1..=250 {
        mock.insert("tickets", json!({"id": id})).unwrap();
    }
    let server = MockServer::start(mock.clone()).unwrap();
    let quick = RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO);
    let halo = Halo::builder(server.base_url()).client_credentials("id", "s").discover(true).retry(quick);
    let halo = halo.build().unwrap();
    (mock, server, halo)
}

#[tokio::test]
async fn it_is_the_same_halo() {
    let (mock, _server, halo) = start();
    assert_eq!(halo.tickets().list().prefetch(3).all().await.unwrap().len(), 250);
    let made = halo.tickets().create(TicketWrite::new().summary("x")).await.unwrap();
    halo.tickets().delete(made.id).await.unwrap();
    assert!(halo.tickets().get(made.id).await.unwrap_err().is_not_found());
    assert_eq!(mock.requests()[0].path, "/api/authinfo");
    assert_eq!(mock.unknown_parameters(), Vec::<String>::new());
}

#[tokio::test]
async fn reads_survive_what_breaks_and_writes_are_never_repeated() {
    let (mock, _server, halo) = start();
    for fault in [Fault::dropped(), Fault::cut_body(), Fault::status(503)] {
        mock.fault(fault.clone().on("/api/Tickets"));
        assert_eq!(halo.tickets().list().all().await.unwrap().len(), 250, "{fault:?}");
    }
    for fault in [Fault::dropped(), Fault::cut_body()] {
        let before = mock.records("tickets").unwrap().len();
        mock.fault(fault.clone().on("/api/Tickets"));
        let error = halo.tickets().create(TicketWrite::new()).await.unwrap_err();
        assert!(error.is_outcome_unknown(), "{fault:?}: {error}");
        assert_eq!(mock.records("tickets").unwrap().len(), before + 1);
    }
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let (_mock, server, halo) = start();
    halo.tickets().list().await.unwrap();
    drop(server);
    let error = halo.tickets().get(1).retry(RetryPolicy::default().attempts(1)).await.unwrap_err();
    assert!([ErrorKind::Connect, ErrorKind::Transport].contains(&error.kind()), "{error}");
}

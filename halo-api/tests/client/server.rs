//! The mock over HTTP: the same Halo, with connections that really break.
#![cfg(feature = "mock-server")]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use halo_api::mock::{Fault, MockHalo, MockResponse, MockServer};
use halo_api::tickets::TicketWrite;
use halo_api::{ErrorKind, Halo, Method, RetryPolicy, StatusCode};
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

/// Connections belong to the runtime that made them.
#[test]
fn a_runtime_that_stands_still_does_not_hold_up_another() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (_mock, _server, halo) = start();
    let first = runtime();
    first.block_on(async { halo.tickets().get(1).await }).unwrap();
    let second = runtime();
    let get = || async { halo.tickets().get(2).timeout(Duration::from_secs(5)).await };
    assert_eq!(second.block_on(get()).unwrap().id, 2.into());
    assert_eq!(first.block_on(get()).unwrap().id, 2.into());
}

#[test]
fn a_slow_body_comes_in_pieces() {
    let mock = MockHalo::demo();
    mock.accept_api_key("key");
    // The response is not read to its end.
    mock.fault(Fault::slow_body(Duration::from_secs(10)));
    let server = MockServer::start(mock).unwrap();
    let mut stream = TcpStream::connect(server.base_url().trim_start_matches("http://")).unwrap();
    stream.write_all(b"GET /api/Client HTTP/1.1\r\nhost: x\r\nx-halo-api-key: key\r\n\r\n").unwrap();
    let (mut reply, mut buffer) = (Vec::new(), [0; 4096]);
    while !reply.windows(8).any(|part| part == b"\"clients") {
        let read = stream.read(&mut buffer).unwrap();
        assert_ne!(read, 0, "{}", String::from_utf8_lossy(&reply));
        reply.extend_from_slice(&buffer[..read]);
    }
    let text = String::from_utf8(reply).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert!(body.len() <= length.parse::<usize>().unwrap() / 5, "{} of {length} bytes", body.len());
}

#[tokio::test]
async fn a_webhook_is_delivered_to_its_url() {
    let receiver = MockHalo::new();
    let server = MockServer::start(receiver.clone()).unwrap();
    let url = format!("{}/hooks/new", server.base_url());
    receiver.route(Method::POST, &url, |request| match &request.body {
        Some(body) if body["ticket"]["id"] == 7 => MockResponse::status(204),
        _ => MockResponse::status(400),
    });
    let mock = MockHalo::new();
    let hook = mock.insert("webhooks", json!({"name": "Sync", "url": url})).unwrap();
    mock.insert("notifications", json!({"webhook_id": hook["id"], "eventno": 3})).unwrap();
    assert_eq!(mock.deliver(3, json!({"id": 7})).await.unwrap(), [StatusCode::NO_CONTENT]);
    assert_eq!(receiver.requests()[0].content_type.as_deref(), Some("application/json; charset=utf-8"));
    drop(server);
    assert_eq!(mock.deliver(3, json!({"id": 7})).await.unwrap_err().kind(), ErrorKind::Connect);
}

//! The service of the example `webhook_receiver`, with deliveries of the mock over real sockets.
#![cfg(feature = "mock-server")]

#[allow(dead_code, reason = "its main subscribes to the demo")]
#[path = "../../examples/webhook_receiver.rs"]
mod example;

use std::time::Duration;

use halo_api::mock::{Matching, MockHalo};
use halo_api::tickets::Ticket;
use halo_api::types::NotificationEvent;
use halo_api::webhook::{BasicAuth, Delivery};
use halo_api::webhooks::WebhookWrite;
use halo_api::{Error, StatusCode};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::Receiver;

/// Starts the service. Returns its URL, and what it receives.
async fn service() -> (String, Receiver<Delivery>) {
    let (address, deliveries) = example::start("127.0.0.1:0", BasicAuth::new("halo", "hush-hush")).await.unwrap();
    (format!("http://{address}/halo"), deliveries)
}

fn webhook(name: &str, url: &str, password: &str) -> WebhookWrite {
    WebhookWrite::receiver(name, url).basic_username("halo").basic_password(password)
}

#[tokio::test]
async fn deliveries_arrive_and_those_of_others_do_not() -> Result<(), Error> {
    let (url, mut deliveries) = service().await;
    let mock = MockHalo::new();
    let halo = mock.halo();
    let events = [NotificationEvent::TicketClosed];
    let right = halo.webhooks().subscribe(webhook("Right", &url, "hush-hush"), events).await?;
    halo.webhooks().subscribe(webhook("Wrong", &url, "hush-hash"), events).await?;

    mock.insert("tickets", json!({"id": 7, "summary": "Printer"}))?;
    let statuses = mock.deliver(39, json!({"id": 7, "summary": "Printer"})).await?;
    assert_eq!(statuses, [StatusCode::NO_CONTENT, StatusCode::UNAUTHORIZED]);
    assert!(mock.deliver(3, json!({"id": 8})).await?.is_empty(), "nobody is subscribed to that");
    let delivery = deliveries.try_recv().unwrap();
    assert_eq!(delivery.event(), Some(NotificationEvent::TicketClosed));
    assert_eq!(delivery.typed::<Ticket>()?.unwrap().summary.as_deref(), Some("Printer"));
    assert!(deliveries.try_recv().is_err(), "the other one had a wrong password");

    // A delivery about a ticket that is gone since does not stop the work.
    mock.deliver(39, json!({"id": 8})).await?;
    mock.deliver(39, json!({"id": 7})).await?;
    example::work(&halo, &mut deliveries, 2).await?;
    mock.assert_sent_times(1, Matching::get("/api/Tickets/7"));
    mock.assert_sent_times(1, Matching::get("/api/Tickets/8"));

    halo.webhooks().unsubscribe(right.webhook.id).await?;
    assert_eq!(mock.deliver(39, json!({"id": 7})).await?, [StatusCode::UNAUTHORIZED]);
    Ok(())
}

#[tokio::test]
async fn a_batch_waits_for_its_delay_or_until_it_is_full() -> Result<(), Error> {
    let (url, mut deliveries) = service().await;
    let mock = MockHalo::new();
    let batched = webhook("Batch", &url, "hush-hush").batched(Duration::from_secs(60)).batch_limit(3);
    mock.halo().webhooks().subscribe(batched, [NotificationEvent::TicketCreated]).await?;
    for id in 1..=4 {
        let statuses = mock.deliver(3, json!({"id": id})).await?;
        assert_eq!(statuses.len(), usize::from(id == 3), "the third makes the batch full");
    }
    assert_eq!((deliveries.len(), mock.deliver_batches().await?.len()), (3, 0), "the delay has not passed");
    mock.set_clock("2026-12-31T00:00:00Z".parse().unwrap());
    assert_eq!(mock.deliver_batches().await?, [StatusCode::NO_CONTENT]);
    let mut ids = Vec::new();
    while let Ok(delivery) = deliveries.try_recv() {
        ids.push(delivery.typed::<Ticket>()?.unwrap().id.0);
    }
    assert_eq!(ids, [1, 2, 3, 4]);
    Ok(())
}

/// The status that the service responds with to a body.
async fn status(url: &str, authorization: &str, body: &str) -> String {
    let address = url.strip_prefix("http://").unwrap().strip_suffix("/halo").unwrap();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head =
        format!("POST /halo HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    let request = format!("{head}Authorization: {authorization}\r\n\r\n{body}");
    // The service may respond, and close, before it has read a body that it does not want.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response).await;
    String::from_utf8_lossy(&response).split(' ').nth(1).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_is_no_delivery_is_refused() {
    let (url, mut deliveries) = service().await;
    let auth = BasicAuth::new("halo", "hush-hush").header();
    let auth = auth.to_str().unwrap();
    assert_eq!(status(&url, "Basic aGFsbzpodXNo", "{}").await, "401");
    assert_eq!(status(&url, auth, "[1]").await, "400");
    assert_eq!(status(&url, auth, "{").await, "400");
    assert_eq!(status(&url, auth, &" ".repeat((1 << 20) + 1)).await, "413");
    assert!(deliveries.try_recv().is_err());
    assert_eq!(status(&url, auth, "{\"event\": 3}").await, "204");
    assert_eq!(deliveries.try_recv().unwrap().event(), Some(NotificationEvent::TicketCreated));
    // Work that nobody does fills the queue, and Halo is told to come again.
    assert_eq!(status(&url, auth, &json!(vec![json!({}); 1000]).to_string()).await, "204");
    assert_eq!(status(&url, auth, "{}").await, "503");
}

//! Webhooks: subscribing, what Halo sends, and how a receiver takes it.

use std::time::Duration;

use halo_api::http::{self, HeaderMap, HeaderValue};
use halo_api::mock::{Fault, MockHalo};
use halo_api::tickets::Ticket;
use halo_api::types::NotificationEvent;
use halo_api::webhook::{BasicAuth, Delivery};
use halo_api::webhooks::WebhookWrite;
use halo_api::{Error, Halo, Method, Scope, StatusCode};
use serde_json::{Value, json};

use crate::link;

async fn post(halo: &Halo, path: &str, body: Value) -> Result<Value, Error> {
    halo.request(Method::POST, path).json(&json!([body])).send().await
}

/// Subscribes to new tickets, as integrations do.
async fn subscribe(halo: &Halo, url: &str, batch_method: i64) -> Result<Value, Error> {
    let hook = json!({"name": url, "url": url, "type": 0, "method": 0, "active": true, "batch_method": batch_method});
    let hook = post(halo, "/Webhook", hook).await?;
    let event = json!({"webhook_id": hook["id"], "type": -2, "delivery_method": 6, "eventno": 3});
    post(halo, "/Notification", event).await?;
    Ok(hook)
}

#[tokio::test]
async fn a_webhook_gets_the_events_that_it_is_tied_to() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let hook = subscribe(&halo, "https://sync.example/halo", 0).await?;
    subscribe(&halo, "https://sync.example/batches", 1).await?;
    let tickets = [json!({"id": 7}), json!({"id": 8})];
    let made = mock.deliveries(3, &tickets)?;
    assert_eq!(
        (made.len(), &made[0].webhook_id, &made[0].method),
        (3, &hook["id"].as_str().unwrap().to_owned(), &Method::POST)
    );
    assert_eq!(made[1].body, json!({"event": 3, "ticket": {"id": 8}}));
    assert_eq!(made[2].body.as_array().unwrap().len(), 2, "batches come as arrays");
    assert!(mock.deliveries(39, &tickets)?.is_empty());
    post(&halo, "/Webhook", json!({"id": hook["id"], "active": false})).await?;
    assert_eq!(mock.deliveries(3, &tickets)?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn webhooks_want_a_scope_of_their_own_and_say_401() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.enforce_scopes();
    mock.allow_scope("admin:webhooks");
    let with = |scope: Scope| link::builder(&mock).scopes([scope]).build().unwrap();
    let error = with(Scope::EditTickets).request(Method::GET, "/Webhook").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    with(Scope::Other("admin:webhooks".into())).request(Method::GET, "/Webhook").await?;
    Ok(())
}

fn header(value: &str) -> HeaderMap {
    HeaderMap::from_iter([(http::header::AUTHORIZATION, HeaderValue::try_from(value).unwrap())])
}

#[tokio::test]
async fn a_program_subscribes_to_events_and_unsubscribes() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let receiver =
        WebhookWrite::receiver("Sync", "https://sync.example/halo").basic_username("halo").basic_password("hush-hush");
    let events = [NotificationEvent::TicketCreated, NotificationEvent::Unknown(1234)];
    let subscription = halo.webhooks().subscribe(receiver.clone(), events).await?;
    let sent = |path: &str| mock.requests().into_iter().find(|request| request.path == path).unwrap().body.unwrap();
    assert_eq!(
        sent("/api/Webhook"),
        json!([{"name": "Sync", "url": "https://sync.example/halo", "type": 0, "method": 0, "active": true,
            "content_type": "application/json", "basic_username": "halo", "basic_password": "hush-hush"}])
    );
    let id = subscription.webhook.id.clone();
    assert_eq!(
        sent("/api/Notification"),
        json!([{"guid": null, "name": "Sync", "eventno": 3, "webhook_id": id.0, "type": -2, "delivery_method": 6}])
    );
    assert_eq!(subscription.notifications.len(), 2);
    assert!(!format!("{subscription:?} {receiver:?}").contains("hush"));

    let delivery = mock.deliveries(1234, [json!({"id": 7})])?.remove(0);
    assert!(BasicAuth::new("halo", "hush-hush").verify(&delivery.headers).is_ok());
    assert_eq!(delivery.request()?.uri(), "https://sync.example/halo");
    let error = halo.webhooks().subscribe(receiver, [NotificationEvent::TicketCreated]).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST), "the name is taken: no duplicate");

    let other = WebhookWrite::receiver("Other", "https://other.example/");
    let other = halo.webhooks().subscribe(other, [NotificationEvent::TicketClosed]).await?;
    halo.webhooks().unsubscribe(id.clone()).await?;
    halo.webhooks().unsubscribe(id).await?;
    assert_eq!(
        halo.webhooks().list().all().await?.iter().map(|hook| hook.id.clone()).collect::<Vec<_>>(),
        [other.webhook.id]
    );
    assert_eq!(halo.notifications().list().all().await?.len(), 1);

    // If an event cannot be tied, nothing is left behind.
    mock.fault(Fault::status(400).on("/api/Notification").method(Method::POST).nth(2));
    let broken = WebhookWrite::receiver("Half", "https://half.example/");
    let error = halo.webhooks().subscribe(broken, [NotificationEvent::TicketClosed, NotificationEvent::Deadline]).await;
    assert_eq!(error.unwrap_err().endpoint(), Some("POST /Notification"));
    assert_eq!((mock.records("webhooks")?.len(), mock.records("notifications")?.len()), (1, 1));
    mock.assert_no_unknown_fields();
    mock.assert_no_unknown_parameters();
    Ok(())
}

#[tokio::test]
async fn webhooks_can_be_read_with_their_scope_only() -> Result<(), Error> {
    let mock = MockHalo::new();
    mock.enforce_scopes();
    let with = |scope: Scope| link::builder(&mock).scopes([scope]).build().unwrap();
    let error = with(Scope::EditTickets).webhooks().list().all().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert!(with(Scope::AdminWebhooks).webhooks().list().all().await?.is_empty());
    assert!(with(Scope::AdminWebhooks).webhook_events().list().all().await?.is_empty());
    Ok(())
}

/// The story of a receiver that gets batches, with one request that has a wrong secret among them.
#[tokio::test]
async fn a_batch_is_taken_from_halo_and_from_nobody_else() -> Result<(), Error> {
    let mock = MockHalo::new();
    let halo = link::halo(&mock);
    let receiver =
        WebhookWrite::receiver("Sync", "https://sync.example/halo").basic_username("halo").basic_password("hush-hush");
    let receiver = receiver.batched(Duration::from_secs(60)).batch_limit(2);
    halo.webhooks().subscribe(receiver, [NotificationEvent::TicketClosed]).await?;
    let tickets = [7, 8, 9].map(|id| json!({"id": id, "summary": "Printer", "status_id": 9}));

    let auth = BasicAuth::new("halo", "hush-hush");
    let mut taken: Vec<Ticket> = Vec::new();
    let mut receive = |headers: &HeaderMap, body: &Value| -> Result<u16, Error> {
        if auth.verify(headers).is_err() {
            return Ok(401);
        }
        for delivery in Delivery::parse(body.to_string())? {
            assert_eq!(delivery.event(), Some(NotificationEvent::TicketClosed));
            taken.extend(delivery.typed::<Ticket>()?);
        }
        Ok(204)
    };
    let deliveries = mock.deliveries(39, &tickets)?;
    assert_eq!(deliveries.iter().map(|batch| batch.body.as_array().unwrap().len()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(receive(&deliveries[0].headers, &deliveries[0].body)?, 204);
    let forged = json!([{"event": 39, "ticket": {"id": 666}}]);
    let wrong = ["Basic aGFsbzpodXNoLWh1c2g", "Basic aGFsbzp3cm9uZw==", "Bearer aGFsbzpodXNoLWh1c2g="];
    for wrong in wrong.map(header).iter().chain([&HeaderMap::new()]) {
        assert_eq!(receive(wrong, &forged)?, 401, "{wrong:?}");
    }
    assert_eq!(receive(&deliveries[1].headers, &deliveries[1].body)?, 204);
    assert_eq!(taken.iter().map(|ticket| ticket.id.0).collect::<Vec<_>>(), [7, 8, 9]);
    assert_eq!(taken[0].status_id.map(|id| id.0), Some(9));
    Ok(())
}

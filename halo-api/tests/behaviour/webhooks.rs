//! Webhooks: subscribing, and what Halo sends.

use halo_api::mock::MockHalo;
use halo_api::{Error, Halo, Method, Scope};
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

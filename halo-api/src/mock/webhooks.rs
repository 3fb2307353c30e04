//! Webhooks: what Halo sends to an integration when something happens.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};

use super::own_entities::{NOTIFICATIONS, WEBHOOKS};
use super::store::{Record, text};
use super::{MockHalo, State};
use crate::pipeline::request::BODY_LIMIT;
use crate::transport::Transport;
use crate::transport::network::{Network, Settings};
use crate::{Error, ErrorKind};

/// One request of a webhook.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The id of the webhook.
    pub webhook_id: String,
    /// Where it goes.
    pub url: String,
    /// The HTTP method.
    pub method: Method,
    /// The body: an object with `event` and the record, or an array of these if the webhook batches.
    pub body: Value,
}

impl MockHalo {
    /// The requests that Halo makes if this event happens to a record, without sending them.
    ///
    /// They go to each active webhook that a `/Notification` ties to the event: 3 is a new ticket, 39 a
    /// closed one, 76 a change of status, 1072 a deleted one. Pass the body of each to the code under test.
    ///
    /// ```
    /// use halo_api::mock::MockHalo;
    /// use serde_json::json;
    ///
    /// let mock = MockHalo::new();
    /// let hook = mock.insert("webhooks", json!({"name": "Sync", "url": "https://sync.example/halo", "active": true}))?;
    /// mock.insert("notifications", json!({"webhook_id": hook["id"], "eventno": 3}))?;
    ///
    /// let made = mock.deliveries(3, [json!({"id": 7, "summary": "Printer"})])?;
    /// assert_eq!(made[0].body["ticket"]["id"], 7);
    /// # Ok::<(), halo_api::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Config`]: a record cannot be encoded.
    pub fn deliveries(
        &self,
        event: i64,
        records: impl IntoIterator<Item = impl Serialize>,
    ) -> Result<Vec<Delivery>, Error> {
        let records: Result<Vec<Value>, _> = records.into_iter().map(serde_json::to_value).collect();
        let records = records.map_err(|error| Error::config(error.to_string()))?;
        Ok(self.lock().deliveries(event, &records))
    }

    /// Sends what Halo sends if this event happens to a record, over the network, and returns the statuses of the responses.
    ///
    /// See [`deliveries`](Self::deliveries).
    ///
    /// # Errors
    /// [`ErrorKind::Config`]: the record cannot be encoded, or the URL of a webhook is not valid.
    /// [`ErrorKind::Connect`]: nothing responded there.
    pub async fn deliver(&self, event: i64, record: impl Serialize) -> Result<Vec<StatusCode>, Error> {
        let deliveries = self.deliveries(event, [record])?;
        let network = Network::new(Settings {
            connect_timeout: Duration::from_secs(10),
            https_only: false,
            https: deliveries.iter().any(|delivery| delivery.url.starts_with("https:")),
            loopback: true,
            body_limit: BODY_LIMIT,
            proxy: None,
            root_certificates: Vec::new(),
        })?;
        let mut statuses = Vec::new();
        for delivery in deliveries {
            let request = Request::builder()
                .method(delivery.method.clone())
                .uri(&delivery.url)
                .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
                .body(Bytes::from(delivery.body.to_string()));
            let request = request.map_err(|error| Error::config(format!("{}: {error}", delivery.url)))?;
            let response = network.send(request).await;
            let response = response.map_err(|error| {
                Error::new(ErrorKind::Connect)
                    .detail(format!("the webhook at {} was not reached", delivery.url))
                    .with_source(error)
            })?;
            statuses.push(response.status());
        }
        Ok(statuses)
    }
}

impl State {
    fn deliveries(&self, event: i64, records: &[Value]) -> Vec<Delivery> {
        let is_on = |hook: &&Record| hook.get("active") != Some(&Value::Bool(false));
        let mut deliveries = Vec::new();
        for hook in self.rows_at(WEBHOOKS).filter(is_on) {
            let id = hook.get("id").map(text).unwrap_or_default();
            let is_tied = self.rows_at(NOTIFICATIONS).any(|notification| {
                notification.get("webhook_id").map(text).as_ref() == Some(&id)
                    && notification.get("eventno").and_then(Value::as_i64) == Some(event)
            });
            let Some(url) = hook.get("url").and_then(Value::as_str).filter(|_| is_tied && !records.is_empty()) else {
                continue;
            };
            let payloads: Vec<Value> = records.iter().map(|record| json!({"event": event, "ticket": record})).collect();
            let batches = hook.get("batch_method").and_then(Value::as_i64).unwrap_or(0) != 0;
            let bodies = if batches { vec![Value::Array(payloads)] } else { payloads };
            deliveries.extend(bodies.into_iter().map(|body| Delivery {
                webhook_id: id.clone(),
                url: url.to_owned(),
                method: if hook.get("method").and_then(Value::as_i64) == Some(1) { Method::GET } else { Method::POST },
                body,
            }));
        }
        deliveries
    }
}

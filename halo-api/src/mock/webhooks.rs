//! Webhooks: what Halo sends to an integration when something happens.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Value, json};

use super::store::{Record, text};
use super::{MockHalo, State};
use crate::pipeline::request::BODY_LIMIT;
use crate::transport::Transport;
use crate::transport::network::{Network, Settings};
use crate::{Error, ErrorKind};

/// The path of webhooks.
pub(super) const WEBHOOKS: &str = "/Webhook";
/// The path of what ties webhooks to events.
pub(super) const NOTIFICATIONS: &str = "/Notification";

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
    /// The headers: the media type, and Basic authentication if the webhook has a user name and a password.
    pub headers: HeaderMap,
    /// The body: an object with `event` and the record, or an array of these if the webhook batches.
    pub body: Value,
}

impl Delivery {
    /// The delivery as a request, to hand to the service under test without a socket.
    ///
    /// # Errors
    /// [`ErrorKind::Config`]: the URL of the webhook is not valid.
    pub fn request(&self) -> Result<Request<Bytes>, Error> {
        let body = Bytes::from(self.body.to_string());
        let request = Request::builder().method(self.method.clone()).uri(&self.url).body(body);
        let mut request = request.map_err(|error| Error::config(format!("{}: {error}", self.url)))?;
        *request.headers_mut() = self.headers.clone();
        Ok(request)
    }
}

/// Events that a webhook collects before it sends them.
pub(super) struct Batch {
    webhook_id: String,
    due: Timestamp,
    events: Vec<Value>,
}

impl MockHalo {
    /// The requests that Halo makes if this event happens to each of these records, without sending them.
    ///
    /// They go to each active webhook that a `/Notification` ties to the event: 3 is a new ticket, 39 a
    /// closed one, 76 a change of status, 1072 a deleted one. Pass the body of each to the code under test. A webhook that
    /// batches sends arrays of at most `batch_limit` events.
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
        let state = self.lock();
        let made = state.tied(event).flat_map(|hook| deliveries(hook, payloads(event, &records)));
        Ok(made.collect())
    }

    /// Sends what Halo sends if this event happens to a record, over the network, and returns the statuses of the responses.
    ///
    /// A webhook that batches with a `batch_delay_seconds` keeps the event until [`deliver_batches`](Self::deliver_batches) sends
    /// it, or `batch_limit` is reached. See [`deliveries`](Self::deliveries).
    ///
    /// # Errors
    /// [`ErrorKind::Config`]: the record cannot be encoded, or the URL of a webhook is not valid.
    /// [`ErrorKind::Connect`]: nothing responded there.
    pub async fn deliver(&self, event: i64, record: impl Serialize) -> Result<Vec<StatusCode>, Error> {
        let record = serde_json::to_value(record).map_err(|error| Error::config(error.to_string()))?;
        let deliveries = self.lock().happen(event, &record);
        send(deliveries).await
    }

    /// Sends the batches whose delay has passed on the mock's clock, and returns the statuses of the responses.
    ///
    /// The clock follows tokio's time, also if that is paused: see [`set_clock`](Self::set_clock).
    ///
    /// # Errors
    /// As of [`deliver`](Self::deliver).
    pub async fn deliver_batches(&self) -> Result<Vec<StatusCode>, Error> {
        let deliveries = self.lock().due_batches();
        send(deliveries).await
    }
}

async fn send(deliveries: Vec<Delivery>) -> Result<Vec<StatusCode>, Error> {
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
        let response = network.send(delivery.request()?).await;
        let response = response.map_err(|error| {
            Error::new(ErrorKind::Connect)
                .detail(format!("the webhook at {} was not reached", delivery.url))
                .with_source(error)
        })?;
        statuses.push(response.status());
    }
    Ok(statuses)
}

impl State {
    /// The active webhooks that are tied to an event.
    fn tied(&self, event: i64) -> impl Iterator<Item = &Record> {
        let is_on = |hook: &&Record| hook.get("active") != Some(&Value::Bool(false));
        self.rows_at(WEBHOOKS).filter(is_on).filter(move |hook| {
            let id = hook.get("id").map(text);
            self.rows_at(NOTIFICATIONS).any(|notification| {
                notification.get("webhook_id").map(text) == id
                    && notification.get("eventno").and_then(Value::as_i64) == Some(event)
            })
        })
    }

    /// What is sent at once if an event happens; the rest waits for its batch.
    fn happen(&mut self, event: i64, record: &Value) -> Vec<Delivery> {
        let hooks: Vec<Record> = self.tied(event).cloned().collect();
        let now = self.now();
        let payload = payloads(event, std::slice::from_ref(record));
        let mut made = Vec::new();
        for hook in hooks {
            let delay = number(&hook, "batch_delay_seconds").filter(|delay| batches(&hook) && *delay > 0);
            let Some(delay) = delay else {
                made.extend(deliveries(&hook, payload.clone()));
                continue;
            };
            let id = hook.get("id").map(text).unwrap_or_default();
            let at = self.batches.iter().position(|batch| batch.webhook_id == id).unwrap_or_else(|| {
                let due = now.checked_add(SignedDuration::from_secs(delay)).unwrap_or(now);
                self.batches.push(Batch { webhook_id: id, due, events: Vec::new() });
                self.batches.len() - 1
            });
            self.batches[at].events.extend(payload.clone());
            if self.batches[at].events.len() >= limit(&hook) {
                made.extend(deliveries(&hook, self.batches.remove(at).events));
            }
        }
        made
    }

    fn due_batches(&mut self) -> Vec<Delivery> {
        let now = self.now();
        let (due, waiting) = std::mem::take(&mut self.batches).into_iter().partition(|batch: &Batch| batch.due <= now);
        self.batches = waiting;
        let hook = |id: &str| self.rows_at(WEBHOOKS).find(|hook| hook.get("id").map(text).as_deref() == Some(id));
        let made = due.into_iter().filter_map(|batch| Some((hook(&batch.webhook_id)?, batch.events)));
        made.flat_map(|(hook, events)| deliveries(hook, events)).collect()
    }
}

fn payloads(event: i64, records: &[Value]) -> Vec<Value> {
    records.iter().map(|record| json!({"event": event, "ticket": record})).collect()
}

fn number(hook: &Record, name: &str) -> Option<i64> {
    hook.get(name).and_then(Value::as_i64)
}

fn batches(hook: &Record) -> bool {
    number(hook, "batch_method").unwrap_or(0) != 0
}

/// The most events in a batch.
fn limit(hook: &Record) -> usize {
    let limit = number(hook, "batch_limit").and_then(|limit| usize::try_from(limit).ok());
    limit.filter(|limit| *limit > 0).unwrap_or(usize::MAX)
}

/// What a webhook sends about these events.
fn deliveries(hook: &Record, events: Vec<Value>) -> Vec<Delivery> {
    let Some(url) = hook.get("url").and_then(Value::as_str) else { return Vec::new() };
    let bodies = if batches(hook) { events.chunks(limit(hook)).map(Into::into).collect() } else { events };
    let headers = headers(hook);
    let delivery = |body| Delivery {
        webhook_id: hook.get("id").map(text).unwrap_or_default(),
        url: url.to_owned(),
        method: if number(hook, "method") == Some(1) { Method::GET } else { Method::POST },
        headers: headers.clone(),
        body,
    };
    bodies.into_iter().map(delivery).collect()
}

fn headers(hook: &Record) -> HeaderMap {
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    let mut headers = HeaderMap::from_iter([(header::CONTENT_TYPE, kind)]);
    let member = |name: &str| hook.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
    if let (Some(username), Some(password)) = (member("basic_username"), member("basic_password")) {
        let credentials = STANDARD.encode(format!("{username}:{password}"));
        if let Ok(mut value) = HeaderValue::try_from(format!("Basic {credentials}")) {
            value.set_sensitive(true);
            headers.insert(header::AUTHORIZATION, value);
        }
    }
    headers
}

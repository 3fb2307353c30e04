//! Subscribing to what happens in Halo, and ending it.

use std::time::Duration;

use crate::ids::WebhookId;
use crate::notifications::{Notification, NotificationWrite};
use crate::types::NotificationEvent;
use crate::webhooks::{Webhook, WebhookWrite, Webhooks};
use crate::{Error, Halo, Pending};

/// A webhook with the notifications that tie it to events: what [`Webhooks::subscribe`] made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Subscription {
    /// The webhook.
    pub webhook: Webhook,
    /// One notification for each event, in order.
    pub notifications: Vec<Notification>,
}

impl WebhookWrite {
    /// A webhook that sends what happens to a URL, as JSON and by POST.
    ///
    /// Nothing arrives until events are tied to it: see [`Webhooks::subscribe`].
    pub fn receiver(name: impl Into<String>, url: impl Into<String>) -> Self {
        let receiver = Self::new().name(name).url(url).webhook_type(0).http_method(0);
        receiver.is_active(true).content_type("application/json")
    }

    /// Lets Halo collect events into batches for this long: whole seconds, at least one.
    ///
    /// A batch arrives as a list: see [`Delivery::parse`](crate::webhook::Delivery::parse).
    pub fn batched(self, delay: Duration) -> Self {
        self.batch_method(1).batch_delay_seconds(i64::try_from(delay.as_secs()).unwrap_or(i64::MAX).max(1))
    }
}

impl Webhooks {
    /// Creates a webhook and ties events to it.
    ///
    /// `POST /Webhook` and a `POST /Notification` for each event, scope `admin:webhooks`. If an event cannot be tied, what was
    /// made is deleted again, and the error is that of the event. Names of webhooks are unique: to subscribe anew after an outcome that
    /// is unknown, look for the name first.
    ///
    /// ```no_run
    /// use halo_api::types::NotificationEvent;
    /// use halo_api::webhooks::WebhookWrite;
    ///
    /// # async fn example(halo: halo_api::Halo, password: String) -> Result<(), halo_api::Error> {
    /// let receiver = WebhookWrite::receiver("Sync", "https://sync.example/halo").basic_username("halo").basic_password(password);
    /// let events = [NotificationEvent::TicketCreated, NotificationEvent::TicketClosed];
    /// let subscription = halo.webhooks().subscribe(receiver, events).await?;
    /// println!("{}", subscription.webhook.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn subscribe(
        &self,
        webhook: WebhookWrite,
        events: impl IntoIterator<Item = impl Into<NotificationEvent>>,
    ) -> Pending<Subscription> {
        let (halo, events) = (self.halo.clone(), events.into_iter().map(Into::into).collect());
        Pending::of(subscribe(halo, webhook, events))
    }

    /// Deletes a webhook and the notifications that tie events to it. What is gone already is no error.
    ///
    /// ```no_run
    /// # async fn example(halo: halo_api::Halo, id: halo_api::ids::WebhookId) -> Result<(), halo_api::Error> {
    /// halo.webhooks().unsubscribe(id).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn unsubscribe(&self, id: impl Into<WebhookId>) -> Pending<()> {
        Pending::of(unsubscribe(self.halo.clone(), id.into()))
    }
}

async fn subscribe(halo: Halo, webhook: WebhookWrite, events: Vec<NotificationEvent>) -> Result<Subscription, Error> {
    let webhook = halo.webhooks().create(webhook).await?;
    let mut notifications = Vec::new();
    for event in events {
        let name = webhook.name.clone().unwrap_or_default();
        // Without a GUID: a copied one would overwrite another notification.
        let tie = NotificationWrite::new().clear_guid().name(name).event(event).webhook_id(webhook.id.clone());
        match halo.notifications().create(tie.notification_type(-2).delivery_method(6)).await {
            Ok(notification) => notifications.push(notification),
            Err(error) => {
                // The first error says what is wrong; this one would hide it.
                let _ = unsubscribe(halo, webhook.id).await;
                return Err(error);
            }
        }
    }
    Ok(Subscription { webhook, notifications })
}

async fn unsubscribe(halo: Halo, id: WebhookId) -> Result<(), Error> {
    // Halo ignores filters that it does not know, and this one is not proven.
    let tied =
        |notification: &Notification| notification.webhook_id.as_ref().is_some_and(|webhook| is_same(webhook, &id));
    let listed = halo.notifications().list().webhook_id(id.clone()).all().await?;
    for notification in listed.iter().filter(|notification| tied(notification)) {
        gone(halo.notifications().delete(notification.id).await)?;
    }
    gone(halo.webhooks().delete(id).await)
}

/// GUIDs are spelled in both cases.
fn is_same(one: &WebhookId, other: &WebhookId) -> bool {
    one.0.eq_ignore_ascii_case(&other.0)
}

fn gone(result: Result<(), Error>) -> Result<(), Error> {
    match result {
        Err(error) if error.is_not_found() => Ok(()),
        result => result,
    }
}

//! What Halo sends about an event.

use serde_json::{Map, Value};

use crate::codec::{Mode, Record, Row, decode_object};
use crate::pipeline::request::without_bom;
use crate::types::NotificationEvent;
use crate::vocabulary::{Error, ErrorKind};

/// What a webhook sent about one event.
///
/// Halo sends an object with `event` and the records that it is about, such as `ticket`; the names of these are seen in
/// practice and not documented. A payload of your own has what you put into it: see [`payload`](Self::payload).
///
/// ```
/// use halo_api::tickets::Ticket;
/// use halo_api::types::NotificationEvent;
/// use halo_api::webhook::Delivery;
///
/// # fn main() -> Result<(), halo_api::Error> {
/// let body = r#"[{"event": 3, "ticket": {"id": 7, "summary": "Printer"}}, {"event": 39, "ticket": {"id": 5}}]"#;
/// let deliveries = Delivery::parse(body)?;
/// assert_eq!(deliveries.len(), 2);
/// assert_eq!(deliveries[0].event(), Some(NotificationEvent::TicketCreated));
///
/// let ticket: Ticket = deliveries[0].typed()?.unwrap();
/// assert_eq!(ticket.summary.as_deref(), Some("Printer"));
/// # Ok(()) }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    payload: Row,
}

impl Delivery {
    /// Reads the body of a request: one event, or the list of a batch.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`]: the body is not JSON, or not an object or a list of objects.
    pub fn parse(body: impl AsRef<[u8]>) -> Result<Vec<Self>, Error> {
        let body = without_bom(body.as_ref());
        let unreadable =
            |detail: String| Error::new(ErrorKind::Decode).with_endpoint("webhook".to_owned()).detail(detail);
        let body: Value = serde_json::from_slice(body).map_err(|error| unreadable(error.to_string()))?;
        let events = match body {
            Value::Array(events) => events,
            one => vec![one],
        };
        let deliveries = events.into_iter().zip(1..).map(|(event, number)| match event {
            Value::Object(members) => Ok(Self { payload: row(members) }),
            _ => Err(unreadable(format!("event {number} is not an object"))),
        });
        deliveries.collect()
    }

    /// What happened. `None` if the payload does not have it as a number, in `event`.
    #[must_use]
    pub fn event(&self) -> Option<NotificationEvent> {
        let event = match self.payload.get("event")? {
            Value::String(text) => text.trim().parse().ok()?,
            number => number.as_i64()?,
        };
        Some(event.into())
    }

    /// A record that it is about, such as `ticket`. Names are compared without case.
    #[must_use]
    pub fn record(&self, name: &str) -> Option<Row> {
        self.payload.get(name)?.as_object().cloned().map(row)
    }

    /// A record that it is about, as the type of this crate: `Ticket` is the member `ticket`, or `tickets`.
    ///
    /// `None` if it has no such member.
    ///
    /// # Errors
    /// [`ErrorKind::Decode`]: the record lacks its key, or does not fit the type.
    pub fn typed<T: Record>(&self) -> Result<Option<T>, Error> {
        let Some(record) = self.record(T::INFO.name).or_else(|| self.record(T::INFO.plural)) else { return Ok(None) };
        let misfit = |detail: String| {
            Error::new(ErrorKind::Decode)
                .with_endpoint("webhook".to_owned())
                .detail(format!("{}: {detail}", T::INFO.name))
        };
        let text = serde_json::to_vec(record.members()).map_err(|error| misfit(error.to_string()))?;
        let mut model = T::default();
        decode_object(&mut model, &text, Mode { strict: false }).map_err(|error| misfit(error.to_string()))?;
        Ok(Some(model))
    }

    /// Everything that was sent.
    #[must_use]
    pub fn payload(&self) -> &Row {
        &self.payload
    }

    /// Everything that was sent.
    #[must_use]
    pub fn into_payload(self) -> Row {
        self.payload
    }
}

fn row(members: Map<String, Value>) -> Row {
    Row::new(members, &[])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::actions::Action;
    use crate::tickets::Ticket;

    #[test]
    fn one_event_and_a_batch_are_read_alike() {
        let one = Delivery::parse("\u{feff}{\"Event\": \"1072\", \"Ticket\": {\"id\": 7.0}}").unwrap();
        let batch = Delivery::parse(r#"[{"event": 1072, "ticket": {"id": 7}}]"#).unwrap();
        for delivery in [&one[0], &batch[0]] {
            assert_eq!(delivery.event(), Some(NotificationEvent::TicketDeleted));
            assert_eq!(delivery.record("ticket").unwrap().id().unwrap().as_f64(), Some(7.0));
            assert_eq!(delivery.typed::<Ticket>().unwrap().unwrap().id.0, 7);
            assert_eq!(delivery.typed::<Action>().unwrap(), None);
        }
        assert_eq!(Delivery::parse("[]").unwrap(), []);
    }

    #[test]
    fn what_cannot_be_read_is_an_error_or_none_and_never_a_panic() {
        for body in ["", "7", "[7]", "null", "[[]]", "{", "\"x\"", "[{}, null]"] {
            assert_eq!(Delivery::parse(body).unwrap_err().kind(), ErrorKind::Decode, "{body}");
        }
        for body in ["{}", r#"{"event": null}"#, r#"{"event": "new"}"#, r#"{"event": 3.5}"#, r#"{"event": []}"#] {
            assert_eq!(Delivery::parse(body).unwrap()[0].event(), None, "{body}");
        }
        let odd = Delivery::parse(r#"{"event": 4711, "ticket": {"summary": "no id"}, "action": 5}"#).unwrap();
        assert_eq!(odd[0].event().map(|event| event.as_i64()), Some(4711));
        assert_eq!(odd[0].typed::<Ticket>().unwrap_err().kind(), ErrorKind::Decode);
        assert_eq!(odd[0].record("action"), None);
    }
}

//! Several records in one request.

use std::any::Any;
use std::marker::PhantomData;

use super::field_patch::check_known;
use super::macros::{settings, single_response};
use super::operation::check_keys;
use super::pending::unboxed;
use super::{Call, Pending};
use crate::Halo;
use crate::codec::id::KeyValue;
use crate::codec::{List, Record, WriteBody, decode_written};
use crate::entity_info::{EntityInfo, OperationInfo, OperationKind, Role};
use crate::vocabulary::Error;

/// The maximum number of records in one request: as in other clients, and fast enough for a gateway's time limit.
pub(crate) const MOST_WRITTEN: usize = 100;

/// The outcome of a write of several records.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Bulk<T> {
    /// The records that Halo returned, in the order in which they were sent. Many endpoints return only the last one.
    pub items: Vec<T>,
    /// The number of records that were sent and written: Halo refuses a request as a whole.
    pub sent: usize,
}

impl<T> Bulk<T> {
    /// Whether Halo returned every record that was sent.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.items.len() == self.sent
    }
}

/// Writes several records in one request: `create_many` and `update_many` of an entity.
///
/// ```no_run
/// use halo_api::tickets::TicketWrite;
///
/// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
/// let tickets = ["Printer", "Scanner"].map(|summary| TicketWrite::new().summary(summary));
/// let made = halo.tickets().create_many(tickets).await?;
/// if !made.is_complete() {
///     println!("{} were made, and Halo told of {} of them", made.sent, made.items.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct WriteMany<T> {
    call: Call,
    rows: PhantomData<fn() -> T>,
}

impl<T> WriteMany<T> {
    pub(crate) fn create(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: impl Iterator<Item = WriteBody>,
    ) -> Self {
        Self { call: Call::create_many(halo, entity, operation, bodies.collect()), rows: PhantomData }
    }

    pub(crate) fn update(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: impl Iterator<Item = (Vec<KeyValue>, WriteBody)>,
    ) -> Self {
        Self { call: Call::update_many(halo, entity, operation, bodies.collect()), rows: PhantomData }
    }
}

single_response!(
    WriteMany<T>,
    Bulk<T>,
    written,
    "Sends the request. Awaiting it does the same. Without records, nothing is sent."
);
settings!(WriteMany<T>);

impl Call {
    pub(crate) fn create_many(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: Vec<WriteBody>,
    ) -> Self {
        let mut call = Self::new(halo, entity, operation, &[], None);
        if bodies.len() > MOST_WRITTEN {
            call.fail(format!(
                "{} records in one request, but at most {MOST_WRITTEN} are allowed: create_all(..) sends them in chunks",
                bodies.len()
            ));
        }
        call.ask_for_all();
        call.with_bodies(bodies)
    }

    pub(crate) fn update_many(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: Vec<(Vec<KeyValue>, WriteBody)>,
    ) -> Self {
        let mut call = Self::new(halo, entity, operation, &[], None);
        if bodies.len() > MOST_WRITTEN {
            call.fail(format!(
                "{} records in one request, more than {MOST_WRITTEN}: send them in chunks (create_all(..) does so for \
                 new ones)",
                bodies.len()
            ));
        }
        call.ask_for_all();
        call.with_keyed(bodies)
    }

    /// The same, for several records.
    pub(crate) fn several(mut self) -> Self {
        self.ask_for_all();
        self
    }

    /// The same for other records, with what to write of each.
    pub(crate) fn with_keyed(&self, bodies: Vec<(Vec<KeyValue>, WriteBody)>) -> Self {
        let (mut call, mut all) = (self.clone(), Vec::new());
        for (keys, body) in bodies {
            let checked = check_keys(&keys).and_then(|()| check_known(&body, &keys));
            match checked.and_then(|()| self.operation.body_with(&keys, Some(body))) {
                Ok(body) => all.extend(body),
                Err(fault) => call.fail(fault),
            }
        }
        call.many = Some(all);
        call
    }

    /// Some endpoints return all rows only if they are asked to, and the last one otherwise.
    fn ask_for_all(&mut self) {
        if let Some(param) = self.operation.param_of(Role::AllRows) {
            self.set(param.wire_name, true);
        }
    }

    pub(crate) fn with_bodies(&self, bodies: Vec<WriteBody>) -> Self {
        Self { many: Some(bodies), ..self.clone() }
    }

    /// The same for another record.
    pub(crate) fn with_keys(&self, keys: Vec<KeyValue>) -> Self {
        Self { keys, ..self.clone() }
    }

    /// A request for single entities, as whole as they come.
    pub(crate) fn detail(halo: &Halo, entity: &'static EntityInfo) -> Self {
        let mut call = Self::read(halo, entity, OperationKind::Get);
        if entity.key.is_empty() {
            call.fail(format!("{} cannot be fetched one by one", entity.plural));
        }
        if let Some(param) = call.operation.param_of(Role::Detail) {
            call.set(param.wire_name, true);
        }
        call
    }
}

/// What is read of several records.
impl Call {
    /// Sends it and reads what comes back: an array, or one object for all.
    pub(crate) fn written<T: Record>(self) -> Pending<Bulk<T>> {
        Pending::new(self.written_into(Box::new(Vec::<T>::new())), Bulk::finish)
    }

    pub(crate) async fn written_into(self, mut items: Box<dyn List>) -> Result<Written, Error> {
        let sent = self.many.as_ref().map_or(1, Vec::len);
        if sent > 0 || self.fault.is_some() {
            let reply = self.reply().await?;
            decode_written(&mut *items, &reply.body, self.envelope_keys(), self.mode())
                .map_err(|error| reply.undecodable(&error))?;
        }
        Ok((items, sent))
    }
}

/// The records that were returned, and how many were sent.
type Written = (Box<dyn List>, usize);

impl<T: 'static> Bulk<T> {
    fn finish(written: Box<dyn Any + Send>) -> Result<Self, Error> {
        let (items, sent) = unboxed::<Written>(written)?;
        Ok(Self { items: unboxed(items)?, sent })
    }
}

//! Several records in one POST, and as many as there are in several.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::Halo;
use crate::codec::id::KeyValue;
use crate::codec::{Record, WriteBody};
use crate::entity_info::{EntityInfo, OperationInfo};
use crate::paging::pager::next_methods;
use crate::request::bulk::MOST_WRITTEN;
use crate::request::macros::{answered, common, settings};
use crate::request::{Call, Pending};
use crate::vocabulary::Error;

/// What came of a write of several records.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Bulk<T> {
    /// The records that Halo gave back, in the order in which they were sent. Many endpoints give only the last one.
    pub rows: Vec<T>,
    /// How many were sent, and written: Halo refuses a request as a whole.
    pub sent: usize,
}

impl<T> Bulk<T> {
    /// Whether every record that was sent came back.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.rows.len() == self.sent
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
///     println!("{} were made, and Halo told of {} of them", made.sent, made.rows.len());
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a request does nothing until it is sent"]
pub struct WriteMany<T> {
    call: Call,
    rows: PhantomData<fn() -> T>,
}

// Used by generated code where the schema has something to write.
#[allow(dead_code)]
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

common!(WriteMany<T>);
answered!(
    WriteMany<T>,
    Bulk<T>,
    written,
    "Sends it. Awaiting the request does the same. With nothing to write, nothing is sent."
);

/// Creates any number of records, chunk after chunk: `create_all` of an entity.
///
/// A `futures_core::Stream` with a result per chunk, and [`next`](Self::next) and [`try_next`](Self::try_next) of its own.
/// Each chunk is one request, sent once: where its outcome is in doubt, the result is
/// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown). After an error the next call of `next` goes on with the
/// next chunk, so that the caller decides; [`taken`](Self::taken) says which records it was about. Nothing is sent before
/// the stream is polled, and dropping it while a chunk is under way leaves the outcome of that chunk unknown.
///
/// ```no_run
/// use halo_api::tickets::TicketWrite;
///
/// # async fn f(halo: halo_api::Halo) -> Result<(), halo_api::Error> {
/// let tickets = (1..=1_000).map(|number| TicketWrite::new().summary(format!("Laptop {number}")));
/// let mut chunks = halo.tickets().create_all(tickets);
/// while let Some(made) = chunks.try_next().await? {
///     println!("{} more, {} so far", made.sent, chunks.taken());
/// }
/// # Ok(()) }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct WriteAll<T> {
    call: Call,
    writes: Box<dyn Iterator<Item = WriteBody> + Send>,
    chunk: usize,
    taken: u64,
    under_way: Option<Pending<Bulk<T>>>,
}

impl<T> WriteAll<T> {
    // Used by generated code where the schema has something to create.
    #[allow(dead_code)]
    pub(crate) fn new(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: impl Iterator<Item = WriteBody> + Send + 'static,
    ) -> Self {
        Self {
            call: Call::create_many(halo, entity, operation, Vec::new()),
            writes: Box::new(bodies.fuse()),
            chunk: MOST_WRITTEN,
            taken: 0,
            under_way: None,
        }
    }

    /// Records of a chunk: at least 1, and 100 at most, which is what it is unless set.
    pub fn chunk_size(mut self, records: usize) -> Self {
        self.chunk = records.clamp(1, MOST_WRITTEN);
        self
    }

    /// How many records were taken from the iterator so far, those of the last chunk included.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken
    }
}

settings!(WriteAll<T>);

impl<T: Record> Stream for WriteAll<T> {
    type Item = Result<Bulk<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some(chunk) = &mut this.under_way {
                let result = ready!(chunk.as_mut().poll(cx));
                this.under_way = None;
                return Poll::Ready(Some(result));
            }
            let bodies: Vec<WriteBody> = this.writes.by_ref().take(this.chunk).collect();
            if bodies.is_empty() {
                return Poll::Ready(None);
            }
            this.taken += u64::try_from(bodies.len()).unwrap_or(u64::MAX);
            this.under_way = Some(this.call.with_bodies(bodies).written());
        }
    }
}

next_methods!(WriteAll<T: Record>, Bulk<T>, "chunk's result", "None` after the last chunk");

impl<T> fmt::Debug for WriteAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteAll").field("taken", &self.taken).finish_non_exhaustive()
    }
}

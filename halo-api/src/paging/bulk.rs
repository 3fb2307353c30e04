//! Any number of records, in as many requests as that takes.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::Halo;
use crate::codec::{Record, WriteBody};
use crate::entity_info::{EntityInfo, OperationInfo};
use crate::paging::macros::next_methods;
use crate::request::bulk::MOST_WRITTEN;
use crate::request::macros::settings;
use crate::request::{Bulk, Call, Pending};
use crate::vocabulary::Error;

/// Creates any number of records, chunk after chunk: `create_all` of an entity.
///
/// A `futures_core::Stream` with a result per chunk, and [`next`](Self::next) and [`try_next`](Self::try_next) of its own.
/// All records are checked before the first chunk is sent: if Halo would refuse one of them, for example because a member is
/// missing, the stream gives that one error, with the index of the record, and ends.
///
/// Each chunk is one request, sent once: where its outcome is in doubt, the result is
/// [`ErrorKind::OutcomeUnknown`](crate::ErrorKind::OutcomeUnknown). After an error the next call of `next` goes on with the
/// next chunk, so that the caller decides; [`taken`](Self::taken) says which records the error is about. Nothing is sent
/// before the stream is polled, and dropping it while a chunk is in flight leaves the outcome of that chunk unknown. To send
/// the remaining records without duplicates, see [`Upsert`](crate::Upsert).
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
    writes: Writes,
    chunk: usize,
    taken: u64,
    in_flight: Option<Pending<Bulk<T>>>,
}

/// What is to be written.
enum Writes {
    Unchecked(Box<dyn Iterator<Item = WriteBody> + Send>),
    Checked(std::vec::IntoIter<WriteBody>),
}

impl Writes {
    /// All of them, checked once.
    fn checked(&mut self, call: &Call) -> Result<&mut std::vec::IntoIter<WriteBody>, Error> {
        if let Self::Unchecked(writes) = self {
            let all: Vec<WriteBody> = writes.collect();
            *self = Self::Checked(Vec::new().into_iter());
            call.check_all(&all)?;
            *self = Self::Checked(all.into_iter());
        }
        match self {
            Self::Checked(writes) => Ok(writes),
            Self::Unchecked(_) => Err(Error::config("the records were not checked, a bug in halo-api")),
        }
    }
}

impl<T> WriteAll<T> {
    pub(crate) fn new(
        halo: &Halo,
        entity: &'static EntityInfo,
        operation: &'static OperationInfo,
        bodies: impl Iterator<Item = WriteBody> + Send + 'static,
    ) -> Self {
        Self {
            call: Call::create_many(halo, entity, operation, Vec::new()),
            writes: Writes::Unchecked(Box::new(bodies)),
            chunk: MOST_WRITTEN,
            taken: 0,
            in_flight: None,
        }
    }

    /// Sets how many records a chunk has, 1 to 100: 100 unless set.
    pub fn chunk_size(mut self, records: usize) -> Self {
        self.chunk = records.clamp(1, MOST_WRITTEN);
        self
    }

    /// How many records were sent so far, those of the last chunk included.
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
            if let Some(chunk) = &mut this.in_flight {
                let result = ready!(Pin::new(chunk).poll(cx));
                this.in_flight = None;
                return Poll::Ready(Some(result));
            }
            let bodies: Vec<WriteBody> = this.writes.checked(&this.call)?.take(this.chunk).collect();
            if bodies.is_empty() {
                return Poll::Ready(None);
            }
            this.taken += u64::try_from(bodies.len()).unwrap_or(u64::MAX);
            this.in_flight = Some(this.call.with_bodies(bodies).written());
        }
    }
}

next_methods!(WriteAll<T: Record>, Bulk<T>, "chunk's result", "None` after the last chunk");

impl<T> fmt::Debug for WriteAll<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WriteAll").field("taken", &self.taken).finish_non_exhaustive()
    }
}
